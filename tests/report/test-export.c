/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/export.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  char *path;
} Place;

static void
set_up (Place *place, gconstpointer data)
{
  (void)data;
  place->folder = g_dir_make_tmp ("parlance-export-XXXXXX", NULL);
  place->path = g_build_filename (place->folder, "exec.png", NULL);
  g_assert_true (g_file_set_contents (place->path, "yesterday", -1, NULL));
}

static unsigned
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  unsigned n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
tear_down (Place *place, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (place->folder, 0, NULL);
  const char *name;

  (void)data;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (place->folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (place->folder);
  g_free (place->path);
  g_free (place->folder);
}

static void
test_whole (Place *place, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;
  g_autoptr (ParlExport) export = parl_export_begin (place->path, &error);

  (void)data;
  g_assert_no_error (error);
  g_assert_true (
      g_output_stream_write_all (parl_export_get_stream (export), "today", 5, NULL, NULL, &error));
  g_assert_false (g_file_test (place->path, G_FILE_TEST_EXISTS));
  g_assert_true (parl_export_finish (export, &error));
  g_assert_true (g_file_get_contents (place->path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "today");
  g_assert_cmpuint (count_files (place->folder), ==, 1);
}

static void
test_given_up (Place *place, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ParlExport *export = parl_export_begin (place->path, &error);

  (void)data;
  g_assert_no_error (error);
  g_output_stream_write_all (parl_export_get_stream (export), "tod", 3, NULL, NULL, NULL);
  parl_export_free (export);
  g_assert_cmpuint (count_files (place->folder), ==, 0);
}

static void
test_killed (Place *place, gconstpointer data)
{
  pid_t child = fork ();

  (void)data;
  if (child == 0)
    {
      ParlExport *export = parl_export_begin (place->path, NULL);
      g_output_stream_write_all (parl_export_get_stream (export), "tod", 3, NULL, NULL, NULL);
      kill (getpid (), SIGKILL);
    }
  waitpid (child, NULL, 0);
  g_assert_false (g_file_test (place->path, G_FILE_TEST_EXISTS));
}

/* A limit on the size of files stands for a full disk: the write fails half way. */
static void
test_no_space (Place *place, gconstpointer data)
{
  g_autofree char *big = g_strnfill (1 << 20, 'x');
  g_autoptr (GError) error = NULL;
  struct rlimit before;
  struct rlimit small = { 4096, 4096 };

  (void)data;
  getrlimit (RLIMIT_FSIZE, &before);
  small.rlim_max = before.rlim_max;
  signal (SIGXFSZ, SIG_IGN);
  ParlExport *export = parl_export_begin (place->path, &error);
  g_assert_no_error (error);
  setrlimit (RLIMIT_FSIZE, &small);
  bool written = g_output_stream_write_all (parl_export_get_stream (export), big, 1 << 20, NULL,
                                            NULL, &error);
  setrlimit (RLIMIT_FSIZE, &before);
  parl_export_free (export);
  g_assert_false (written);
  g_assert_nonnull (error);
  g_assert_cmpuint (count_files (place->folder), ==, 0);
}

static void
test_unwritable (void)
{
  static const char *const paths[] = { "/proc/no-such-file.png", "/dev/null/exec.png", "/" };

  for (unsigned i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (parl_export_begin (paths[i], &error));
      g_assert_error (error, PARL_REPORT_ERROR, PARL_REPORT_ERROR_UNWRITABLE);
      g_assert_nonnull (strstr (error->message, paths[i]));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Place, NULL, set_up, func, tear_down)
  ADD ("/report/export/whole", test_whole);
  ADD ("/report/export/given-up", test_given_up);
  ADD ("/report/export/killed", test_killed);
  ADD ("/report/export/no-space", test_no_space);
#undef ADD
  g_test_add_func ("/report/export/unwritable", test_unwritable);
  return g_test_run ();
}
