/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checksums: what Parlance writes is always right, and what anything else changed is found. That
 * the first holds after every kind of change is looked at in all tests of the store. */
#include "config.h"

#include "fixture.h"

#include <string.h>

static void
fill_history (const char *path)
{
  g_autoptr (ParlStore) store = open_store (path);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();

  harvest_many (harvest, "a", 200, 50);
  harvest_series (harvest, "fps-time", parl_labels_new ("class", "dome", NULL), 1500, NOW - 1500, 1,
                  0.5);
  add_harvest (store, "a", harvest);
}

static char *
verify (ParlStore *store)
{
  g_autoptr (GError) error = NULL;
  char *notice;

  g_assert_true (parl_store_verify (store, NOW, &notice, &error));
  g_assert_no_error (error);
  return notice;
}

/* What looks sound to SQLite. */
static const char *const changes[] = {
  "UPDATE attempt SET outcome = 'failed' WHERE id = 5",
  "UPDATE attempt SET ended = ended + 1 WHERE id = 200",
  "UPDATE attempt SET outcome = 'succeeded', cause = NULL WHERE outcome = 'failed'",
  "DELETE FROM device WHERE id = 'camera-000001'",
  "INSERT INTO device (source, id) VALUES (1, 'camera-x')",
  "UPDATE head SET value = value * 2 WHERE time = (SELECT max (time) FROM head)",
  "UPDATE chunk SET first = first - 1",
  "DELETE FROM chunk",
  "UPDATE source SET bookmark = 'x'",
  "UPDATE series SET labels = 'class=bullet'",
  "UPDATE digest SET sum = sum + 1 WHERE name = 'attempt'",
  "DELETE FROM digest",
  "DROP INDEX attempt_ended",
};

static void
test_changed (Place *place, gconstpointer data)
{
  g_autofree char *aside = g_strconcat (place->path, ".damaged-2026-11-21T09-40-00Z", NULL);

  fill_history (place->path);
  run_sql (place->path, data);

  g_autoptr (ParlStore) store = open_store (place->path);
  g_assert_null (parl_store_get_notice (store));
  g_autofree char *notice = verify (store);
  g_assert_nonnull (notice);
  g_assert_nonnull (strstr (notice, "was damaged; it was kept as"));
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));

  /* It goes on with a new one. */
  fill_history (place->path);
  g_assert_cmpint (ask_sql (place->path, "SELECT count (*) FROM attempt"), ==, 200);
  g_autoptr (ParlSnapshot) snapshot = take_snapshot (store, NOW);
  g_assert_cmpuint (snapshot->devices->len, ==, 50);
  g_autofree char *second = verify (store);
  g_assert_null (second);
}

/* What is undone is not summed. */
static void
test_undone (void)
{
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  g_autoptr (GError) error = NULL;

  harvest_many (harvest, "a", 10, 10);
  harvest_series (harvest, "fps-time", parl_labels_new (NULL, NULL), 5, NOW - 5, 0, 1);
  g_assert_false (parl_store_add (store, "a", "hawkbit", harvest, NOW, &error));
  g_assert_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_FAILED);
  g_assert_null (verify (store));
  g_ptr_array_set_size (harvest->series, 0);
  add_harvest (store, "a", harvest);
  g_assert_null (verify (store));
}

/* A history that was written before there were any. */
static void
test_older (Place *place, gconstpointer data G_GNUC_UNUSED)
{
  fill_history (place->path);
  run_sql (place->path, BACK_TO_VERSION_5 "PRAGMA user_version = 5");

  g_autoptr (ParlStore) store = open_store (place->path);
  g_assert_null (verify (store));
  g_assert_cmpint (ask_sql (place->path, "SELECT count (*) FROM chunk WHERE digest IS NULL"), ==,
                   0);
  g_autoptr (ParlSnapshot) snapshot = take_snapshot (store, NOW);
  g_assert_cmpuint (((const ParlSeries *)snapshot->series->pdata[0])->length, ==, 1500);
  g_assert_cmpint (ask_sql (place->path, "SELECT count (*) FROM gap"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *name = g_strdup_printf ("/store/digest/changed/%u", i);
      g_test_add (name, Place, changes[i], place_set_up, test_changed, place_tear_down);
    }
  g_test_add_func ("/store/digest/undone", test_undone);
  g_test_add ("/store/digest/older", Place, NULL, place_set_up, test_older, place_tear_down);
  return g_test_run ();
}
