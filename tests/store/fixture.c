/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder for one test, harvests made in a line, and SQL past the store. */
#include "config.h"

#include "fixture.h"

#include "support/folder.h"

#include <gio/gio.h>
#include <sqlite3.h>

void
place_set_up (Place *self, gconstpointer data G_GNUC_UNUSED)
{
  self->folder = folder_new ();
  self->path = g_build_filename (self->folder, "history.db", NULL);
}

void
place_tear_down (Place *self, gconstpointer data G_GNUC_UNUSED)
{
  folder_remove (self->folder);
  g_free (self->path);
}

/* An update from 2.3.0 to 2.6.0. Borrowed: the harvest owns it. */
ParlAttempt *
harvest_attempt (ParlHarvest *harvest, const char *key, const char *device, ParlOutcome outcome,
                 ParlTime started, ParlTime ended)
{
  ParlAttempt *attempt = parl_attempt_new ();

  attempt->key = g_strdup (key);
  attempt->device = g_strdup (device);
  attempt->from = g_strdup ("2.3.0");
  attempt->to = g_strdup ("2.6.0");
  attempt->outcome = outcome;
  attempt->started = started;
  attempt->ended = ended;
  g_ptr_array_add (harvest->attempts, attempt);
  return attempt;
}

/* @labels: (transfer full). Values rise by 1 from @value. */
void
harvest_series (ParlHarvest *harvest, const char *name, ParlLabels *labels, size_t length,
                ParlTime first, ParlTime step, double value)
{
  ParlTime *times = g_new (ParlTime, length);
  double *values = g_new (double, length);

  for (size_t i = 0; i < length; i++)
    {
      times[i] = first + (ParlTime)i * step;
      values[i] = value + (double)i;
    }
  g_ptr_array_add (harvest->series,
                   parl_series_new_take (name, "s", labels, length, times, values));
}

/* Devices are called by their number, attempts by @prefix and theirs; every tenth fails. */
void
harvest_many (ParlHarvest *harvest, const char *prefix, unsigned attempts, unsigned devices)
{
  for (unsigned i = 0; i < devices; i++)
    {
      g_autofree char *id = g_strdup_printf ("camera-%06u", i);
      ParlDevice *device = parl_device_new (id);

      device->device_class = g_strdup (i % 2 ? "dome" : "bullet");
      device->site = g_strdup_printf ("site-%u", i % 100);
      device->release = g_strdup ("2.6.0");
      device->last_seen = NOW - i;
      g_ptr_array_add (harvest->devices, device);
    }
  for (unsigned i = 0; i < attempts; i++)
    {
      g_autofree char *key = g_strdup_printf ("%s%u", prefix, i);
      g_autofree char *device = g_strdup_printf ("camera-%06u", devices > 0 ? i % devices : i);
      bool fails = i % 10 == 0;
      ParlTime ended = NOW - 1 - (ParlTime)(i % 100) * PARL_DAY;
      ParlAttempt *attempt = harvest_attempt (harvest, key, device,
                                              fails ? PARL_OUTCOME_FAILED : PARL_OUTCOME_SUCCEEDED,
                                              ended - PARL_HOUR, ended);

      attempt->rollout = g_strdup ("7");
      attempt->stage = g_strdup ("70");
      attempt->cause = fails ? g_strdup ("disk-space") : NULL;
      attempt->message = fails ? g_strdup ("no space left on device: /data") : NULL;
    }
}

ParlStore *
open_store (const char *path)
{
  g_autoptr (GError) error = NULL;
  ParlStore *store = parl_store_open (path, NOW, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

void
add_harvest (ParlStore *store, const char *source, const ParlHarvest *harvest)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *notice = NULL;
  bool is_added = parl_store_add (store, source, "hawkbit", harvest, NOW, &error);

  g_assert_no_error (error);
  g_assert_true (is_added);
  g_assert_true (parl_store_verify (store, NOW, &notice, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (notice, ==, NULL);
}

ParlSnapshot *
take_snapshot (ParlStore *store, ParlTime as_of)
{
  g_autoptr (GError) error = NULL;
  ParlSnapshot *snapshot = parl_store_snapshot (store, NULL, as_of, NULL, &error);

  g_assert_no_error (error);
  return snapshot;
}

int64_t
count_outcomes (const ParlSnapshot *snapshot, ParlOutcome outcome)
{
  int64_t count = 0;

  for (size_t i = 0; i < parl_outcomes_size (snapshot->outcomes); i++)
    if (parl_outcomes_get (snapshot->outcomes, i)->outcome == outcome)
      count += parl_outcomes_get (snapshot->outcomes, i)->count;
  return count;
}

static int
keep_integer (void *data, int columns G_GNUC_UNUSED, char **texts, char **names G_GNUC_UNUSED)
{
  *(int64_t *)data = g_ascii_strtoll (texts[0], NULL, 10);
  return 0;
}

int64_t
ask_sql (const char *path, const char *sql)
{
  sqlite3 *db = NULL;
  g_autofree char *problem = NULL;
  int64_t answer = 0;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  int status = sqlite3_exec (db, sql, keep_integer, &answer, NULL);
  problem = g_strdup (status == SQLITE_OK ? NULL : sqlite3_errmsg (db));
  g_assert_cmpstr (problem, ==, NULL);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return answer;
}

void
run_sql (const char *path, const char *sql)
{
  (void)ask_sql (path, sql);
}
