/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs an R script of this folder on a file of cases. Knows nothing of what is in either.
 * PARLANCE_KEEP_CASES in the environment keeps the file, to look at. */
#include "config.h"

#include "run-r.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

/* Skips the test where there is none. */
bool
has_r (void)
{
  g_autofree char *rscript = g_find_program_in_path ("Rscript");

  if (rscript == NULL)
    g_test_skip ("Rscript is not installed");
  return rscript != NULL;
}

/* Fails the test when the script does not succeed. */
void
run_r (const char *script, const char *cases)
{
  g_autofree char *script_path = g_test_build_filename (G_TEST_DIST, "analysis", script, NULL);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int file = g_file_open_tmp ("parlance-cases-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_close (file, NULL);
  g_file_set_contents (path, cases, -1, &error);
  g_assert_no_error (error);

  g_autoptr (GSubprocess) process
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error,
                          "Rscript", "--vanilla", script_path, path, NULL);
  g_assert_no_error (error);
  g_autofree char *output = NULL;
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  if (g_getenv ("PARLANCE_KEEP_CASES") == NULL)
    g_unlink (path);
  else
    g_test_message ("kept %s", path);
  g_test_message ("%s", output);
  g_assert_true (g_subprocess_get_successful (process));
}
