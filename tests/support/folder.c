/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders that come and go with a test. */
#include "config.h"

#include "support/folder.h"

#include <errno.h>
#include <glib/gstdio.h>

char *
folder_new (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("parlance-test-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

/* What a daemon that ends removes by itself may be gone by now. */
static void
remove_tree (const char *path)
{
  GDir *folder = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_tree (child);
    }
  g_clear_pointer (&folder, g_dir_close);
  if (g_remove (path) != 0)
    g_assert_cmpint (errno, ==, ENOENT);
}

void
folder_remove (char *folder)
{
  remove_tree (folder);
  g_free (folder);
}
