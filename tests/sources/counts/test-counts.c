/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kind `counts`: what a sync brings from a file, when it brings nothing, what a test tells, and
 * what is said of a file that cannot be read. */
#include "config.h"

#include "sources/source.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOW ((ParlTime)1795254000000) /* 2026-11-21T09:40:00Z */
#define HEAD "day,from,to,class,outcome,cause,count\n"

typedef struct
{
  char *folder, *path;
  ParlSourceConfig *config;
  ParlSource *source;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("parlance-counts-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "counts.csv", NULL);
  self->config = parl_source_config_new ("field", "counts", self->path);
  self->source = parl_source_new (self->config, &(ParlSourceOptions){ 0 }, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  parl_source_free (self->source);
  parl_source_config_unref (self->config);
  g_remove (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->path);
  g_free (self->folder);
}

/* @written: seconds since 1970 */
static void
write_file (Fixture *self, const char *text, int64_t written)
{
  const struct timespec times[] = { { written, 0 }, { written, 0 } };

  g_assert_true (g_file_set_contents (self->path, text, -1, NULL));
  g_assert_cmpint (utimensat (AT_FDCWD, self->path, times, 0), ==, 0);
}

static ParlHarvest *
read_counts (Fixture *self, const char *bookmark, GError **error)
{
  g_autoptr (ParlKnown) known = parl_known_new ();

  known->bookmark = g_strdup (bookmark);
  return parl_source_sync (self->source, known, NOW, NULL, NULL, NULL, error);
}

static void
test_sync (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  write_file (self, HEAD "2026-11-19,a,b,c,failed,battery,3\n2026-11-18,a,b,c,succeeded,,9\n",
              NOW / 1000);
  g_autoptr (ParlHarvest) first = read_counts (self, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (first->days->len, ==, 2);
  g_assert_cmpuint (first->warnings->len, ==, 0);
  g_assert_cmpuint (first->requests, ==, 0);

  g_autoptr (ParlHarvest) same = read_counts (self, first->bookmark, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (same->days->len, ==, 0);
  g_assert_cmpint (same->newest, ==, first->newest);
  g_assert_cmpstr (same->bookmark, ==, first->bookmark);

  write_file (self, HEAD "2026-11-19,a,b,c,failed,battery,4\n", NOW / 1000);
  g_autoptr (ParlHarvest) changed = read_counts (self, first->bookmark, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (changed->days->len, ==, 1);
  g_assert_cmpint (((ParlDayCount *)changed->days->pdata[0])->count, ==, 4);
}

/* The end of the last day, but nothing later than the file or now; an archive's time says nothing.
 */
static void
test_newest (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    const char *day, *written, *newest;
  } cases[] = {
    { "2026-11-19", "2026-11-20T01:00:00Z", "2026-11-20T00:00:00Z" },
    { "2026-11-19", "2026-11-19T18:00:00Z", "2026-11-19T18:00:00Z" },
    { "2026-11-21", "2026-11-21T09:00:00Z", "2026-11-21T09:00:00Z" },
    { "2026-11-21", "2026-11-22T09:00:00Z", "2026-11-21T09:40:00Z" },
    { "2026-11-19", "1970-01-01T00:00:01Z", "2026-11-19T00:00:00Z" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf (HEAD "%s,a,b,c,succeeded,,1\n", cases[i].day);
      g_autoptr (GError) error = NULL;
      ParlTime written;

      g_assert_true (parl_time_from_iso (cases[i].written, &written, NULL));
      write_file (self, text, written / PARL_SECOND);
      g_autoptr (ParlHarvest) harvest = read_counts (self, NULL, &error);
      g_assert_no_error (error);

      g_autofree char *newest = parl_time_to_iso (harvest->newest);
      g_assert_cmpstr (newest, ==, cases[i].newest);
    }
}

static void
test_golden (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "fixtures", "counts", "golden.csv", NULL);
  g_autoptr (ParlSourceConfig) config = parl_source_config_new ("field", "counts", path);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlSource) source = parl_source_new (config, &(ParlSourceOptions){ 0 }, &error);
  g_auto (GStrv) lines = parl_source_test (source, NOW, NULL, NULL, &error);

  (void)self;
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_true (g_str_has_suffix (lines[0], "golden.csv: 1702 rows"));
  g_assert_cmpstr (lines[1], ==, "Days: 2025-09-19 to 2025-11-13");
  g_assert_cmpstr (lines[2], ==,
                   "Attempts: 24200, of which 1611 failed; apart from them, 0 were cancelled and 0 "
                   "had nothing to do");
  g_assert_cmpstr (lines[3], ==,
                   "Causes: disk-space 642, battery 359, network 232, boot-rollback 154, verify "
                   "132, unknown 92");
}

static void
test_tells (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (HEAD);

  g_string_append (text, "2026-11-11,,,,no-attempt,,7\n2026-11-14,,,,cancelled,,5\n");
  for (unsigned i = 0; i < 11; i++)
    g_string_append_printf (text, "2026-11-11,,,,failed,c-%u,%u\n", i, 20 - i);
  write_file (self, text->str, NOW / 1000);
  g_auto (GStrv) lines = parl_source_test (self->source, NOW, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lines[1], ==, "Days: 2026-11-11 to 2026-11-14; 2 between them are missing");
  g_assert_cmpstr (
      lines[2], ==,
      "Attempts: 165, of which 165 failed; apart from them, 5 were cancelled and 7 had "
      "nothing to do");
  g_assert_cmpstr (lines[3], ==,
                   "Causes: c-0 20, c-1 19, c-2 18, c-3 17, c-4 16, c-5 15, c-6 14, c-7 13, c-8 "
                   "12, c-9 11, …");

  write_file (self, HEAD "2026-11-11,,,,succeeded,,1\n", NOW / 1000);
  g_auto (GStrv) good = parl_source_test (self->source, NOW, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (good[3], ==, "Causes: nothing failed");
}

static void
assert_fails (Fixture *self, int code, const char *says)
{
  g_autofree char *expected = g_strconcat (self->path, says, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (read_counts (self, NULL, &error));
  g_assert_error (error, PARL_SOURCE_ERROR, code);
  g_assert_cmpstr (error->message, ==, expected);
  g_clear_error (&error);
  g_assert_null (parl_source_test (self->source, NOW, NULL, NULL, &error));
  g_assert_error (error, PARL_SOURCE_ERROR, code);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_unreadable (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  assert_fails (self, PARL_SOURCE_ERROR_NOT_FOUND, ": there is no such file");

  g_assert_cmpint (g_mkdir (self->path, 0700), ==, 0);
  assert_fails (self, PARL_SOURCE_ERROR_NOT_FOUND, ": expected a file, found a folder");
  g_assert_cmpint (g_rmdir (self->path), ==, 0);

  g_assert_cmpint (symlink ("/dev/zero", self->path), ==, 0);
  assert_fails (self, PARL_SOURCE_ERROR_NOT_FOUND, ": expected a file, found a device");
  g_assert_cmpint (g_remove (self->path), ==, 0);

  g_assert_cmpint (symlink (self->path, self->path), ==, 0);
  assert_fails (self, PARL_SOURCE_ERROR_UNREACHABLE,
                ": cannot be read: Too many levels of symbolic links");
  g_assert_cmpint (g_remove (self->path), ==, 0);
}

/* A pipe as a shell opens it, under the fixture's path. Returns: where to write to */
static int
open_pipe (Fixture *self, int *reader)
{
  g_autofree char *name = NULL;
  int ends[2];

  g_assert_cmpint (pipe (ends), ==, 0);
  name = g_strdup_printf ("/dev/fd/%d", ends[0]);
  g_assert_cmpint (symlink (name, self->path), ==, 0);
  *reader = ends[0];
  return ends[1];
}

/* `--counts <(zcat counts.csv.gz)` */
static void
test_pipe (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const char text[] = HEAD "2026-11-11,,,,succeeded,,1\n";
  g_autoptr (GError) error = NULL;
  int reader, writer = open_pipe (self, &reader);

  g_assert_cmpint (write (writer, text, strlen (text)), ==, strlen (text));
  g_assert_cmpint (close (writer), ==, 0);
  g_autoptr (ParlHarvest) harvest = read_counts (self, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (harvest->days->len, ==, 1);
  close (reader);
}

static gpointer
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* Nobody writes to it. */
static void
test_idle_pipe (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  int reader, writer = open_pipe (self, &reader);
  GThread *user = g_thread_new ("user", cancel, cancellable);
  g_assert_null (parl_source_test (self->source, NOW, NULL, cancellable, &error));
  g_thread_join (user);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  close (writer);
  close (reader);
}

/* One with a name of its own, which a source could wait for for ever. */
static void
test_named_pipe (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_assert_cmpint (mkfifo (self->path, 0600), ==, 0);
  assert_fails (self, PARL_SOURCE_ERROR_NOT_FOUND, ": expected a file, found a device");
}

static void
test_large (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  write_file (self, HEAD, NOW / 1000);
  g_assert_cmpint (truncate (self->path, (32 << 20) + 1), ==, 0);
  assert_fails (self, PARL_SOURCE_ERROR_TOO_LARGE, ": expected at most 32 MiB, found more");
}

static void
test_cancelled (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (ParlKnown) known = parl_known_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  write_file (self, HEAD "2026-11-11,,,,succeeded,,1\n", NOW / 1000);
  g_cancellable_cancel (cancellable);
  g_assert_null (parl_source_sync (self->source, known, NOW, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/counts/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("sync", test_sync);
  ADD ("newest", test_newest);
  ADD ("golden", test_golden);
  ADD ("tells", test_tells);
  ADD ("unreadable", test_unreadable);
  ADD ("pipe", test_pipe);
  ADD ("idle-pipe", test_idle_pipe);
  ADD ("named-pipe", test_named_pipe);
  ADD ("large", test_large);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
