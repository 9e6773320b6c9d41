/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many threads, many processes, a killed process, a full disk: what was stored stays stored. */
#include "config.h"

#include "fixture.h"

#include <glib/gstdio.h>
#include <dlfcn.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS 20
#define BATCH 50

static int64_t
count_rows (const char *path, const char *table)
{
  g_autofree char *query = g_strdup_printf ("SELECT count (*) FROM %s", table);

  return ask_sql (path, query);
}

/* Each writer has its own attempts, of a source that all share, and a series of its own. */
static void
write_rounds (ParlStore *store, unsigned writer)
{
  g_autofree char *class = g_strdup_printf ("class-%u", writer);

  for (unsigned round = 0; round < ROUNDS; round++)
    {
      g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
      g_autofree char *prefix = g_strdup_printf ("%u-%u-", writer, round);

      harvest_many (harvest, prefix, BATCH, 10);
      harvest_series (harvest, "fps-time", parl_labels_new ("class", class, NULL), 100,
                      NOW - 5000 + round * 100, 1, 0);
      add_harvest (store, "a", harvest);
    }
}

static void
assert_all_written (const char *path, unsigned writers)
{
  g_autoptr (ParlStore) store = open_store (path);
  g_autoptr (ParlSnapshot) snapshot = take_snapshot (store, NOW);
  g_assert_cmpstr (parl_store_get_notice (store), ==, NULL);
  g_assert_cmpint (count_rows (path, "attempt"), ==, writers * ROUNDS * BATCH);
  g_assert_cmpuint (snapshot->devices->len, ==, 10);
  g_assert_cmpuint (snapshot->series->len, ==, writers);
  for (unsigned i = 0; i < writers; i++)
    g_assert_cmpuint (((ParlSeries *)g_ptr_array_index (snapshot->series, i))->length, ==,
                      ROUNDS * 100);
}

typedef struct
{
  ParlStore *store; /* NULL: open one's own */
  const char *path;
  unsigned number;
} Writer;

static gpointer
run_writer (gpointer data)
{
  const Writer *writer = data;
  g_autoptr (ParlStore) own = writer->store == NULL ? open_store (writer->path) : NULL;

  write_rounds (own != NULL ? own : writer->store, writer->number);
  return NULL;
}

/* @data: whether they share one store. */
static void
test_threads (Place *place, gconstpointer data)
{
  g_autoptr (ParlStore) shared = data != NULL ? open_store (place->path) : NULL;
  Writer writers[4];
  GThread *threads[G_N_ELEMENTS (writers)];

  for (unsigned i = 0; i < G_N_ELEMENTS (writers); i++)
    {
      writers[i] = (Writer){ shared, place->path, i };
      threads[i] = g_thread_new ("writer", run_writer, &writers[i]);
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (writers); i++)
    g_thread_join (threads[i]);
  assert_all_written (place->path, G_N_ELEMENTS (writers));
}

/* They even begin the file at the same moment; or, with @data, all find that it is damaged, and one
 * of them sets it aside. */
static void
test_processes (Place *place, gconstpointer data)
{
  pid_t children[4];
  g_autofree char *aside = g_strconcat (place->path, ".damaged-2026-11-21T09-40-00Z", NULL);
  g_autofree char *second_aside = g_strconcat (aside, "-2", NULL);

  if (data != NULL)
    g_assert_true (g_file_set_contents (place->path, data, -1, NULL));
  for (unsigned i = 0; i < G_N_ELEMENTS (children); i++)
    {
      children[i] = fork ();
      g_assert_cmpint (children[i], >=, 0);
      if (children[i] == 0)
        {
          run_writer (&(Writer){ NULL, place->path, i });
          _exit (0);
        }
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (children); i++)
    {
      int status;

      g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
      g_assert_cmpint (status, ==, 0);
    }
  assert_all_written (place->path, G_N_ELEMENTS (children));
  g_assert_cmpint (g_file_test (aside, G_FILE_TEST_EXISTS), ==, data != NULL);
  g_assert_false (g_file_test (second_aside, G_FILE_TEST_EXISTS));
}

static int longest_wait = G_MAXINT; /* ms */

/* Stands before SQLite's own: who waits for another writer for half a minute need not do so here.
 */
int
sqlite3_busy_timeout (sqlite3 *db, int ms)
{
  int (*set_timeout) (sqlite3 *, int) = NULL;

  *(void **)&set_timeout = dlsym (RTLD_NEXT, "sqlite3_busy_timeout");
  g_assert_cmpint (ms, >=, 10000);
  return set_timeout (db, MIN (ms, longest_wait));
}

static void
test_busy (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  longest_wait = 500;
  g_autoptr (ParlStore) store = open_store (place->path);
  longest_wait = G_MAXINT;
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  g_autoptr (GError) error = NULL;
  sqlite3 *other = NULL;

  harvest_many (harvest, "a", 10, 10);
  g_assert_cmpint (sqlite3_open (place->path, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_false (parl_store_add (store, "a", "hawkbit", harvest, NOW, &error));
  g_assert_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, place->path));
  g_clear_error (&error);

  /* Who only reads need not wait. */
  g_autoptr (ParlSnapshot) snapshot = take_snapshot (store, NOW);
  g_assert_cmpuint (snapshot->devices->len, ==, 0);

  g_assert_cmpint (sqlite3_exec (other, "COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (other), ==, SQLITE_OK);
  add_harvest (store, "a", harvest);
  g_assert_cmpint (count_rows (place->path, "attempt"), ==, 10);
}

/* Adds for ever, and tells after each time that it is done. */
static void
run_until_killed (const char *path, int told)
{
  ParlStore *store = open_store (path);

  for (unsigned round = 0;; round++)
    {
      g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
      g_autofree char *prefix = g_strdup_printf ("%u-", round);

      harvest_many (harvest, prefix, BATCH, 0);
      harvest_series (harvest, "fps-time", parl_labels_new (NULL, NULL), 100,
                      NOW - 1000000 + round * 100, 1, 0);
      add_harvest (store, "a", harvest);
      g_assert_cmpint (write (told, "x", 1), ==, 1);
    }
}

static void
test_killed (Place *place, gconstpointer data)
{
  unsigned patience = GPOINTER_TO_UINT (data);
  int pipes[2], status;
  int64_t told = 0;
  char byte;

  g_assert_cmpint (pipe (pipes), ==, 0);
  pid_t child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    run_until_killed (place->path, pipes[1]);
  g_assert_cmpint (close (pipes[1]), ==, 0);
  for (; told < patience && read (pipes[0], &byte, 1) == 1; told++)
    ;
  g_usleep (1000 * patience);
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  while (read (pipes[0], &byte, 1) == 1)
    told++;
  g_assert_cmpint (close (pipes[0]), ==, 0);

  g_autoptr (ParlStore) store = open_store (place->path);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlSnapshot) snapshot = take_snapshot (store, NOW);
  int64_t stored = count_rows (place->path, "attempt");
  g_assert_no_error (error);
  g_assert_cmpstr (parl_store_get_notice (store), ==, NULL);
  g_assert_cmpint (stored % BATCH, ==, 0);
  g_assert_cmpint (stored / BATCH, >=, told);
  g_assert_cmpint (stored / BATCH, <=, told + 1);
  g_assert_cmpuint (((ParlSeries *)g_ptr_array_index (snapshot->series, 0))->length, ==,
                    2 * stored);
}

static void
set_largest_file (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (bytes, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* A file that may grow no further stands for a full disk. */
static void
test_full (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (ParlStore) store = open_store (place->path);
  g_autoptr (ParlHarvest) small = parl_harvest_new ();
  g_autoptr (ParlHarvest) large = parl_harvest_new ();
  g_autoptr (GError) error = NULL;

  harvest_many (small, "a", 100, 100);
  harvest_many (large, "b", 20000, 100);
  add_harvest (store, "a", small);

  signal (SIGXFSZ, SIG_IGN);
  set_largest_file (1000000);
  g_assert_false (parl_store_add (store, "a", "hawkbit", large, NOW, &error));
  g_assert_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_FULL);
  g_assert_nonnull (strstr (error->message, place->path));
  g_clear_error (&error);

  g_autoptr (ParlSnapshot) snapshot = take_snapshot (store, NOW);
  g_assert_cmpint (count_outcomes (snapshot, PARL_OUTCOME_SUCCEEDED)
                       + count_outcomes (snapshot, PARL_OUTCOME_FAILED),
                   ==, 100);

  set_largest_file (RLIM_INFINITY);
  add_harvest (store, "a", large);
  g_assert_cmpint (count_rows (place->path, "attempt"), ==, 20100);
}

/* What fails in the middle leaves nothing of itself. */
static void
test_whole_or_not (void)
{
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  g_autoptr (GError) error = NULL;

  harvest_many (harvest, "a", 10, 10);
  g_clear_pointer (&((ParlAttempt *)g_ptr_array_index (harvest->attempts, 7))->key, g_free);
  g_assert_false (parl_store_add (store, "a", "hawkbit", harvest, NOW, &error));
  g_assert_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_FAILED);
  g_clear_error (&error);
  g_autoptr (ParlSnapshot) snapshot = take_snapshot (store, NOW);
  g_assert_cmpuint (snapshot->sources->len, ==, 0);
  g_assert_cmpuint (parl_outcomes_size (snapshot->outcomes), ==, 0);
}

int
main (int argc, char **argv)
{
  static const unsigned patience[] = { 1, 3, 10, 25 };

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/store/threads", Place, NULL, place_set_up, test_threads, place_tear_down);
  g_test_add ("/store/store/threads-with-one-store", Place, "shared", place_set_up, test_threads,
              place_tear_down);
  g_test_add ("/store/store/processes", Place, NULL, place_set_up, test_processes, place_tear_down);
  g_test_add ("/store/store/processes-and-damage", Place, "This is no database, but a letter.",
              place_set_up, test_processes, place_tear_down);
  g_test_add ("/store/store/busy", Place, NULL, place_set_up, test_busy, place_tear_down);
  for (unsigned i = 0; i < G_N_ELEMENTS (patience); i++)
    {
      g_autofree char *name = g_strdup_printf ("/store/store/killed/%u", patience[i]);
      g_test_add (name, Place, GUINT_TO_POINTER (patience[i]), place_set_up, test_killed,
                  place_tear_down);
    }
  g_test_add ("/store/store/full", Place, NULL, place_set_up, test_full, place_tear_down);
  g_test_add_func ("/store/store/whole-or-not", test_whole_or_not);
  return g_test_run ();
}
