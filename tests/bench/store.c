/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast the history takes samples and attempts, and how much room they need, against the plain
 * table that one would write first. Prints; asserts nothing about time.
 *
 *   bench-store [millions of samples, 2 by default] */
#include "config.h"

#include "store/fixture.h"

#include <glib/gstdio.h>
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>

#define SERIES 20

/* Temperatures, so to speak: a random walk in steps of a tenth, about every second. */
static void
make_samples (ParlHarvest *harvest, size_t length)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (unsigned i = 0; i < SERIES; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      ParlTime *times = g_new (ParlTime, length);
      double *values = g_new (double, length);
      double value = 300;

      for (size_t j = 0; j < length; j++)
        {
          value += g_rand_int_range (rand, -3, 4);
          times[j] = NOW - (ParlTime)(length - j) * PARL_SECOND + g_rand_int_range (rand, 0, 10);
          values[j] = value / 10;
        }
      g_ptr_array_add (harvest->series,
                       parl_series_new_take ("bench", "s", parl_labels_new ("n", number, NULL),
                                             length, times, values));
    }
}

static double
get_size (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return (double)info.st_size;
}

static void
add (ParlStore *store, const ParlHarvest *harvest)
{
  g_assert_true (parl_store_add (store, "bench", "hawkbit", harvest, NOW, NULL));
}

static double
time_chunks (const char *path, const ParlHarvest *harvest)
{
  g_autoptr (GTimer) timer = g_timer_new ();
  g_autoptr (ParlStore) store = open_store (path);

  add (store, harvest);
  return g_timer_elapsed (timer, NULL);
}

static void
execute (sqlite3 *db, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

static double
time_rows (const char *path, const ParlHarvest *harvest)
{
  g_autoptr (GTimer) timer = g_timer_new ();
  sqlite3 *db = NULL;
  sqlite3_stmt *insert = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  execute (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000;"
               "CREATE TABLE sample (series INTEGER, time INTEGER, value REAL,"
               " PRIMARY KEY (series, time)) WITHOUT ROWID; BEGIN");
  g_assert_cmpint (
      sqlite3_prepare_v2 (db, "INSERT INTO sample VALUES (?, ?, ?)", -1, &insert, NULL), ==,
      SQLITE_OK);
  for (unsigned i = 0; i < harvest->series->len; i++)
    {
      const ParlSeries *series = g_ptr_array_index (harvest->series, i);

      for (size_t j = 0; j < series->length; j++)
        {
          sqlite3_bind_int64 (insert, 1, i);
          sqlite3_bind_int64 (insert, 2, series->times[j]);
          sqlite3_bind_double (insert, 3, series->values[j]);
          g_assert_cmpint (sqlite3_step (insert), ==, SQLITE_DONE);
          sqlite3_reset (insert);
        }
    }
  sqlite3_finalize (insert);
  execute (db, "COMMIT");
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return g_timer_elapsed (timer, NULL);
}

static void
bench_samples (const char *folder, size_t samples)
{
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  g_autofree char *chunks_path = g_build_filename (folder, "chunks.db", NULL);
  g_autofree char *rows_path = g_build_filename (folder, "rows.db", NULL);

  make_samples (harvest, samples / SERIES);
  double chunks = time_chunks (chunks_path, harvest);
  double rows = time_rows (rows_path, harvest);
  double count = (double)samples;
  printf ("samples           %.0f in %d series\n", count, SERIES);
  printf ("chunks            %6.2f M samples/s  %5.2f bytes a sample\n", count / chunks / 1e6,
          get_size (chunks_path) / count);
  printf ("WITHOUT ROWID     %6.2f M samples/s  %5.2f bytes a sample\n", count / rows / 1e6,
          get_size (rows_path) / count);
  printf ("ratio             %6.1f times as fast, %.1f times as small\n", rows / chunks,
          get_size (rows_path) / get_size (chunks_path));

  g_autoptr (ParlStore) store = open_store (chunks_path);
  g_autoptr (GTimer) timer = g_timer_new ();
  g_autoptr (ParlSnapshot) snapshot = parl_store_snapshot (store, NULL, NOW, NULL, NULL);
  g_assert_nonnull (snapshot);
  printf ("read back         %6.2f M samples/s\n", count / g_timer_elapsed (timer, NULL) / 1e6);
}

static void
bench_fleet (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "fleet.db", NULL);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  g_autoptr (ParlStore) store = open_store (path);
  g_autoptr (GTimer) timer = g_timer_new ();

  harvest_many (harvest, "", 48000, 18000);
  g_timer_start (timer);
  add (store, harvest);
  double first = g_timer_elapsed (timer, NULL);
  g_timer_start (timer);
  add (store, harvest);
  double again = g_timer_elapsed (timer, NULL);
  g_timer_start (timer);
  g_autoptr (ParlSnapshot) snapshot = parl_store_snapshot (store, NULL, NOW, NULL, NULL);
  g_assert_nonnull (snapshot);
  double taken = g_timer_elapsed (timer, NULL);
  g_timer_start (timer);
  g_autoptr (GPtrArray) rows
      = parl_store_attempts (store, NULL, (ParlWindow){ NOW - 28 * PARL_DAY, NOW }, NOW, NULL);
  g_assert_nonnull (rows);
  printf ("48,000 attempts and 18,000 devices: added in %.0f ms, again in %.0f ms;\n"
          "  snapshot in %.0f ms, %u attempts of 28 days in %.0f ms\n",
          first * 1e3, again * 1e3, taken * 1e3, rows->len, g_timer_elapsed (timer, NULL) * 1e3);
}

/* What a start and a report cost before anything is computed. */
static void
bench_opening (const char *folder, unsigned attempts)
{
  g_autofree char *path = g_strdup_printf ("%s/opening-%u.db", folder, attempts);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  g_autoptr (GTimer) timer = g_timer_new ();
  g_autofree char *notice = NULL;

  harvest_many (harvest, "", attempts, attempts / 3);
  {
    g_autoptr (ParlStore) filled = open_store (path);
    add (filled, harvest);
  }
  g_timer_start (timer);
  g_autoptr (ParlStore) store = open_store (path);
  double opened = g_timer_elapsed (timer, NULL);
  g_timer_start (timer);
  g_assert_true (parl_store_verify (store, NOW, &notice, NULL));
  g_assert_null (notice);
  printf ("%u attempts, %.0f MB: opened in %.0f ms, verified in %.0f ms\n", attempts,
          get_size (path) / 1e6, opened * 1e3, g_timer_elapsed (timer, NULL) * 1e3);
}

int
main (int argc, char **argv)
{
  Place place;
  double millions = argc > 1 ? g_ascii_strtod (argv[1], NULL) : 2;

  place_set_up (&place, NULL);
  bench_samples (place.folder, (size_t)(millions * 1e6));
  bench_fleet (place.folder);
  bench_opening (place.folder, 48000);
  bench_opening (place.folder, 1000000);
  place_tear_down (&place, NULL);
  return 0;
}
