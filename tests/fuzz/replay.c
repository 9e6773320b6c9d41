/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a fuzzer over files and folders of files, where there is no libFuzzer to be linked with:
 * seeds, and what was found once. */
#include "config.h"

#include "tests/fuzz/fuzz.h"

#include <stdio.h>

static unsigned n_files;

static void
run (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autofree char *data = NULL;
  size_t size;

  if (folder == NULL)
    {
      g_assert_true (g_file_get_contents (path, &data, &size, NULL));
      LLVMFuzzerTestOneInput ((const uint8_t *)data, size);
      n_files++;
      return;
    }
  for (const char *name; (name = g_dir_read_name (folder)) != NULL;)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      run (child);
    }
}

int
main (int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    run (argv[i]);
  LLVMFuzzerTestOneInput ((const uint8_t *)"", 0);
  printf ("%u files\n", n_files);
  return n_files > 0 ? 0 : 1;
}
