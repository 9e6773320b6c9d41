/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder that comes, goes and comes again, and what happens in it. */
#include "config.h"

#include "app/dashboard/folder-watch.h"

#include "wait.h"

#include <glib/gstdio.h>

typedef struct
{
  char *root, *parent, *folder, *file;
  ParlFolderWatch *watch;
  unsigned n, seen; /* how often a change was told, and how many of them a test knows of */
} Fixture;

static void
on_changed (gpointer data)
{
  ((Fixture *)data)->n++;
}

static bool
was_told (gpointer data)
{
  return ((Fixture *)data)->n > ((Fixture *)data)->seen;
}

/* Until something is told, and nothing more comes after it. */
static void
wait_told (Fixture *self)
{
  wait_until (was_told, self);
  self->seen = self->n;
}

static gboolean
on_timeout (gpointer data)
{
  *(bool *)data = true;
  return G_SOURCE_REMOVE;
}

static void
let_pass (unsigned ms)
{
  bool over = false;

  g_timeout_add (ms, on_timeout, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
write_file (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  (void)data;
  self->root = g_dir_make_tmp ("parlance-watch-XXXXXX", NULL);
  self->parent = g_build_filename (self->root, "parlance", NULL);
  self->folder = g_build_filename (self->parent, "audiences", NULL);
  self->file = g_build_filename (self->folder, "sales.audience", NULL);
  self->watch = parl_folder_watch_new (self->folder, on_changed, self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  (void)data;
  parl_folder_watch_free (self->watch);
  g_unlink (self->file);
  g_rmdir (self->folder);
  g_rmdir (self->parent);
  g_assert_cmpint (g_rmdir (self->root), ==, 0);
  g_free (self->file);
  g_free (self->folder);
  g_free (self->parent);
  g_free (self->root);
}

/* What happens above the folder is nobody's business, as long as it does not exist. */
static void
test_comes (Fixture *self, gconstpointer data)
{
  g_autofree char *other = g_build_filename (self->parent, "parlance.conf", NULL);

  (void)data;
  g_assert_cmpint (g_mkdir (self->parent, 0700), ==, 0);
  write_file (other, "[Window]\n");
  let_pass (600);
  g_assert_cmpuint (self->n, ==, 0);
  g_assert_cmpint (g_mkdir (self->folder, 0700), ==, 0);
  wait_told (self);
  write_file (self->file, "one");
  wait_told (self);
  g_unlink (self->file);
  wait_told (self);
  g_unlink (other);
}

/* All at once: the file is there before anybody could have looked. */
static void
test_comes_whole (Fixture *self, gconstpointer data)
{
  (void)data;
  g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
  write_file (self->file, "one");
  wait_told (self);
  write_file (self->file, "two");
  wait_told (self);
}

static void
test_goes (Fixture *self, gconstpointer data)
{
  (void)data;
  g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
  wait_told (self);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  wait_told (self);
  g_assert_cmpint (g_mkdir (self->folder, 0700), ==, 0);
  wait_told (self);

  /* Another folder of the same name, before anybody could have looked. */
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_assert_cmpint (g_mkdir (self->folder, 0700), ==, 0);
  wait_told (self);
  write_file (self->file, "one");
  wait_told (self);
}

/* Many steps, one word. */
static void
test_told_once (Fixture *self, gconstpointer data)
{
  (void)data;
  g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
  wait_told (self);
  for (unsigned i = 0; i < 20; i++)
    {
      write_file (self->file, i % 2 == 0 ? "half" : "whole");
      g_main_context_iteration (NULL, FALSE);
    }
  wait_told (self);
  let_pass (600);
  g_assert_cmpuint (self->n, ==, self->seen);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*run) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/folder-watch/comes", test_comes },
    { "/folder-watch/comes-whole", test_comes_whole },
    { "/folder-watch/goes", test_goes },
    { "/folder-watch/told-once", test_told_once },
  };

  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
