/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Snapshots: what is counted where, as of now and as of earlier; and the rows that add up to it. */
#include "config.h"

#include "fixture.h"

#include <math.h>
#include <string.h>

static ParlSnapshot *
take_snapshot_of (ParlStore *store, const char *const *sources, ParlTime as_of)
{
  g_autoptr (GError) error = NULL;
  ParlSnapshot *snapshot = parl_store_snapshot (store, sources, as_of, NULL, &error);

  g_assert_no_error (error);
  return snapshot;
}

static GPtrArray *
list_attempts (ParlStore *store, ParlWindow window, ParlTime as_of)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *attempts = parl_store_attempts (store, NULL, window, as_of, &error);

  g_assert_no_error (error);
  return attempts;
}

/* One attempt and the cell it is counted in; age -1: in none. Times are relative to as-of. */
static const struct
{
  const char *name;
  ParlOutcome outcome;
  ParlTime started, ended;
  int age;
  ParlOutcome counted;
} cases[] = {
  { "just-ended", PARL_OUTCOME_FAILED, -PARL_HOUR, -1, 0, PARL_OUTCOME_FAILED },
  { "a-day-ago", PARL_OUTCOME_FAILED, -3 * PARL_DAY, -PARL_DAY, 0, PARL_OUTCOME_FAILED },
  { "over-a-day-ago", PARL_OUTCOME_FAILED, -3 * PARL_DAY, -PARL_DAY - 1, 1, PARL_OUTCOME_FAILED },
  { "28-days", PARL_OUTCOME_SUCCEEDED, -28 * PARL_DAY, -28 * PARL_DAY, 27, PARL_OUTCOME_SUCCEEDED },
  { "120-days", PARL_OUTCOME_SUCCEEDED, -121 * PARL_DAY, -120 * PARL_DAY, 119,
    PARL_OUTCOME_SUCCEEDED },
  { "too-old", PARL_OUTCOME_SUCCEEDED, -121 * PARL_DAY, -120 * PARL_DAY - 1, -1,
    PARL_OUTCOME_OPEN },
  { "ends-now", PARL_OUTCOME_FAILED, -PARL_HOUR, 0, 0, PARL_OUTCOME_OPEN },
  { "ends-later", PARL_OUTCOME_FAILED, -PARL_HOUR, PARL_HOUR, 0, PARL_OUTCOME_OPEN },
  { "starts-now", PARL_OUTCOME_FAILED, 0, PARL_HOUR, 0, PARL_OUTCOME_OPEN },
  { "starts-later", PARL_OUTCOME_FAILED, 1, PARL_HOUR, -1, PARL_OUTCOME_OPEN },
  { "open-and-old", PARL_OUTCOME_OPEN, -300 * PARL_DAY, PARL_TIME_NONE, 0, PARL_OUTCOME_OPEN },
  { "open-without-start", PARL_OUTCOME_OPEN, PARL_TIME_NONE, PARL_TIME_NONE, 0, PARL_OUTCOME_OPEN },
  { "opens-later", PARL_OUTCOME_OPEN, 1, PARL_TIME_NONE, -1, PARL_OUTCOME_OPEN },
  { "closed-without-start", PARL_OUTCOME_FAILED, PARL_TIME_NONE, -1, 0, PARL_OUTCOME_FAILED },
  { "ends-later-without-start", PARL_OUTCOME_FAILED, PARL_TIME_NONE, 1, -1, PARL_OUTCOME_OPEN },
  { "cancelled", PARL_OUTCOME_CANCELLED, -2, -1, 0, PARL_OUTCOME_CANCELLED },
  { "no-attempt", PARL_OUTCOME_NONE, -2, -1, 0, PARL_OUTCOME_NONE },
};

static void
test_cell (gconstpointer data)
{
  unsigned i = GPOINTER_TO_UINT (data);
  ParlTime as_of = NOW - 200 * PARL_DAY;
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  ParlTime started = cases[i].started == PARL_TIME_NONE ? PARL_TIME_NONE : as_of + cases[i].started;
  ParlTime ended = cases[i].ended == PARL_TIME_NONE ? PARL_TIME_NONE : as_of + cases[i].ended;
  ParlAttempt *attempt = harvest_attempt (harvest, "1", "camera", cases[i].outcome, started, ended);

  attempt->cause = g_strdup ("disk-space");
  attempt->message = g_strdup ("full");
  add_harvest (store, "a", harvest);

  g_autoptr (ParlSnapshot) snapshot = take_snapshot_of (store, NULL, as_of);
  g_assert_cmpuint (parl_outcomes_size (snapshot->outcomes), ==, cases[i].age >= 0);
  if (cases[i].age >= 0)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (snapshot->outcomes, 0);

      g_assert_cmpint (cell->age, ==, cases[i].age);
      g_assert_cmpint (cell->outcome, ==, cases[i].counted);
      g_assert_cmpint (cell->count, ==, 1);
      g_assert_cmpstr (cell->to, ==, "2.6.0");
      g_assert_cmpstr (cell->cause, ==,
                       cases[i].counted == PARL_OUTCOME_FAILED ? "disk-space" : NULL);
      g_assert_cmpint (cell->traced, ==, cases[i].counted == PARL_OUTCOME_FAILED);
    }

  g_autoptr (GPtrArray) rows = list_attempts (
      store, (ParlWindow){ as_of - 120 * PARL_DAY, as_of + 1000 * PARL_DAY }, as_of);
  g_assert_cmpuint (rows->len, ==, cases[i].age >= 0 && cases[i].counted != PARL_OUTCOME_OPEN);
}

static void
test_traced (void)
{
  static const struct
  {
    const char *cause, *message;
    bool traced;
  } failures[] = { { "disk-space", "full", true }, { "disk-space", NULL, false },
                   { "disk-space", "", false },    { PARL_CAUSE_UNKNOWN, "what?", false },
                   { NULL, "what?", false },       { NULL, NULL, false } };

  for (unsigned i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr (ParlStore) store = open_store (NULL);
      g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
      ParlAttempt *attempt
          = harvest_attempt (harvest, "1", "camera", PARL_OUTCOME_FAILED, NOW - 2, NOW - 1);

      attempt->cause = g_strdup (failures[i].cause);
      attempt->message = g_strdup (failures[i].message);
      add_harvest (store, "a", harvest);
      g_autoptr (ParlSnapshot) snapshot = take_snapshot_of (store, NULL, NOW);
      const ParlOutcomeCount *cell = parl_outcomes_get (snapshot->outcomes, 0);
      g_assert_cmpint (cell->traced, ==, failures[i].traced);
      g_assert_cmpstr (cell->cause, ==, failures[i].cause ? failures[i].cause : PARL_CAUSE_UNKNOWN);
    }
}

/* Attempts in the order of their keys, by their end; which of them are retries. */
static void
test_retry (void)
{
  static const struct
  {
    const char *source, *device, *to;
    ParlOutcome outcome;
    int started;
    bool retry;
  } attempts[] = {
    { "a", "one", "2.6.0", PARL_OUTCOME_FAILED, 1, false },
    { "a", "one", "2.6.0", PARL_OUTCOME_FAILED, 5, true },
    { "a", "one", "2.6.0", PARL_OUTCOME_SUCCEEDED, 5, true },  /* the key decides */
    { "a", "one", "2.7.0", PARL_OUTCOME_SUCCEEDED, 6, false }, /* another release */
    { "a", "two", "2.6.0", PARL_OUTCOME_SUCCEEDED, 7, false }, /* another device */
    { "b", "one", "2.6.0", PARL_OUTCOME_SUCCEEDED, 8, false }, /* another source's device */
    { "a", "late", "2.6.0", PARL_OUTCOME_SUCCEEDED, 9, true }, /* ended before its first did */
    { "a", "late", "2.6.0", PARL_OUTCOME_SUCCEEDED, 2, false },
    { "a", "none", "2.6.0", PARL_OUTCOME_NONE, 3, false },
    { "a", "none", "2.6.0", PARL_OUTCOME_SUCCEEDED, 4, false }, /* that one was no attempt */
    { "a", "none", "2.6.0", PARL_OUTCOME_NONE, 5, false },
    { "a", NULL, "2.6.0", PARL_OUTCOME_FAILED, 6, false }, /* nobody knows */
    { "a", NULL, "2.6.0", PARL_OUTCOME_FAILED, 7, false },
  };
  g_autoptr (ParlStore) store = open_store (NULL);
  int64_t retries = 0;

  for (unsigned i = 0; i < G_N_ELEMENTS (attempts); i++)
    {
      g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
      g_autofree char *key = g_strdup_printf ("%02u", i);
      ParlAttempt *attempt
          = harvest_attempt (harvest, key, attempts[i].device, attempts[i].outcome,
                             NOW - 300 * PARL_DAY + attempts[i].started, NOW - PARL_HOUR + i);

      g_free (attempt->to);
      attempt->to = g_strdup (attempts[i].to);
      add_harvest (store, attempts[i].source, harvest);
      retries += attempts[i].retry;
    }

  g_autoptr (GPtrArray) rows = list_attempts (store, (ParlWindow){ NOW - PARL_DAY, NOW }, NOW);
  g_assert_cmpuint (rows->len, ==, G_N_ELEMENTS (attempts));
  for (unsigned i = 0; i < rows->len; i++)
    g_assert_cmpint (((ParlAttempt *)g_ptr_array_index (rows, i))->retry, ==, attempts[i].retry);

  g_autoptr (ParlSnapshot) snapshot = take_snapshot_of (store, NULL, NOW);
  for (size_t i = 0; i < parl_outcomes_size (snapshot->outcomes); i++)
    if (parl_outcomes_get (snapshot->outcomes, i)->retry)
      retries -= parl_outcomes_get (snapshot->outcomes, i)->count;
  g_assert_cmpint (retries, ==, 0);
}

/* Every cell of a big fleet is the number of rows that fit it. */
static void
test_rows_add_up (void)
{
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();

  harvest_many (harvest, "a", 5000, 700);
  add_harvest (store, "a", harvest);

  g_autoptr (ParlSnapshot) snapshot = take_snapshot_of (store, NULL, NOW - 20 * PARL_DAY);
  g_autoptr (GPtrArray) rows = list_attempts (store, (ParlWindow){ 0, NOW }, NOW - 20 * PARL_DAY);
  int64_t total = 0;
  for (size_t i = 0; i < parl_outcomes_size (snapshot->outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (snapshot->outcomes, i);
      int64_t fitting = 0;

      for (unsigned j = 0; j < rows->len; j++)
        {
          const ParlAttempt *row = g_ptr_array_index (rows, j);
          fitting += (snapshot->as_of - row->ended - 1) / PARL_DAY == cell->age
                     && row->outcome == cell->outcome && row->retry == cell->retry
                     && g_strcmp0 (row->device_class, cell->device_class) == 0
                     && g_strcmp0 (row->site, cell->site) == 0
                     && g_strcmp0 (row->cause, cell->cause) == 0;
        }
      if (cell->outcome != PARL_OUTCOME_OPEN)
        {
          g_assert_cmpint (cell->count, ==, fitting);
          total += cell->count;
        }
    }
  g_assert_cmpint (total, ==, 4000);
  g_assert_cmpuint (rows->len, ==, 4000);
}

static void
test_days (void)
{
  ParlTime midnight = NOW / PARL_DAY * PARL_DAY;
  static const struct
  {
    int day; /* relative to as-of's own */
    int age; /* -1: not counted */
  } days[] = { { 0, 0 }, { -1, 1 }, { -119, 119 }, { -120, -1 }, { 1, -1 } };

  for (unsigned i = 0; i < 2 * G_N_ELEMENTS (days); i++)
    {
      g_autoptr (ParlStore) store = open_store (NULL);
      g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
      ParlDayCount *count = g_new0 (ParlDayCount, 1);
      int age = days[i / 2].age;

      count->day = midnight / PARL_DAY + days[i / 2].day;
      count->outcome = PARL_OUTCOME_FAILED;
      count->from = g_strdup ("2.3.0");
      count->count = 17;
      g_ptr_array_add (harvest->days, count);
      add_harvest (store, "a", harvest);

      /* The day is as-of's own from its first instant on, and still at the midnight that ends it.
       */
      ParlTime as_of = i % 2 == 0 ? midnight + 1 : midnight + PARL_DAY;
      g_autoptr (ParlSnapshot) snapshot = take_snapshot_of (store, NULL, as_of);
      g_assert_cmpuint (parl_outcomes_size (snapshot->outcomes), ==, age >= 0);
      if (age < 0)
        continue;
      const ParlOutcomeCount *cell = parl_outcomes_get (snapshot->outcomes, 0);
      g_assert_cmpint (cell->age, ==, age);
      g_assert_cmpint (cell->count, ==, 17);
      g_assert_cmpstr (cell->from, ==, "2.3.0");
      g_assert_cmpstr (cell->cause, ==, PARL_CAUSE_UNKNOWN);
      g_assert_false (cell->traced);
    }
}

static void
add_rollout (ParlHarvest *harvest, const char *id, ParlTime created)
{
  ParlRollout *rollout = parl_rollout_new (id, "Rollout");

  rollout->created = created;
  rollout->release = g_strdup ("2.6.0");
  rollout->progress = PARL_PROGRESS_PAUSED;
  for (unsigned i = 0; i < 3; i++)
    {
      g_autofree char *stage_id = g_strdup_printf ("%s-%u", id, 9 - i);
      ParlStage *stage = parl_stage_new (stage_id, "Stage");

      stage->progress = PARL_PROGRESS_RUNNING;
      stage->total = 10 + i;
      stage->failed = i;
      stage->error_threshold = i == 0 ? 0.1 : NAN;
      g_ptr_array_add (rollout->stages, stage);
    }
  g_ptr_array_add (harvest->rollouts, rollout);
}

static void
test_rollouts (void)
{
  static const struct
  {
    ParlOutcome outcome;
    int ended; /* before now */
  } attempts[] = { { PARL_OUTCOME_CANCELLED, 60 },
                   { PARL_OUTCOME_FAILED, 50 },
                   { PARL_OUTCOME_SUCCEEDED, 40 },
                   { PARL_OUTCOME_SUCCEEDED, 20 },
                   { PARL_OUTCOME_NONE, 10 } };
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();

  add_rollout (harvest, "1", NOW - 3000);
  add_rollout (harvest, "2", NOW - 1000);
  add_rollout (harvest, "3", NOW + 1000);
  add_rollout (harvest, "4", PARL_TIME_NONE);
  for (unsigned i = 0; i < G_N_ELEMENTS (attempts); i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);
      ParlAttempt *attempt = harvest_attempt (harvest, key, key, attempts[i].outcome, NOW - 100,
                                              NOW - attempts[i].ended);
      attempt->rollout = g_strdup ("2");
      attempt->stage = g_strdup ("2-8");
    }
  add_harvest (store, "a", harvest);

  g_autoptr (ParlSnapshot) snapshot = take_snapshot_of (store, NULL, NOW);
  g_assert_cmpuint (snapshot->rollouts->len, ==, 3);
  static const char *const order[] = { "2", "1", "4" };
  for (unsigned i = 0; i < 3; i++)
    g_assert_cmpstr (((ParlRollout *)g_ptr_array_index (snapshot->rollouts, i))->id, ==, order[i]);

  const ParlRollout *rollout = g_ptr_array_index (snapshot->rollouts, 0);
  g_assert_cmpstr (rollout->source, ==, "a");
  g_assert_cmpint (rollout->progress, ==, PARL_PROGRESS_PAUSED);
  g_assert_cmpuint (rollout->stages->len, ==, 3);
  const ParlStage *first = g_ptr_array_index (rollout->stages, 0);
  const ParlStage *second = g_ptr_array_index (rollout->stages, 1);
  g_assert_cmpstr (first->id, ==, "2-9");
  g_assert_cmpfloat (first->error_threshold, ==, 0.1);
  g_assert_cmpint (first->first_outcome, ==, PARL_TIME_NONE);
  g_assert_cmpstr (second->id, ==, "2-8");
  g_assert_true (isnan (second->error_threshold));
  g_assert_cmpint (second->total, ==, 11);
  g_assert_cmpint (second->first_outcome, ==, NOW - 50);
  g_assert_cmpint (second->last_outcome, ==, NOW - 20);

  g_autoptr (ParlSnapshot) past = take_snapshot_of (store, NULL, NOW - 30);
  second = g_ptr_array_index (((ParlRollout *)g_ptr_array_index (past->rollouts, 0))->stages, 1);
  g_assert_cmpint (second->last_outcome, ==, NOW - 40);
}

/* A stage's outcomes by hours back from as-of, the oldest first. */
static void
test_hours (void)
{
  static const struct
  {
    ParlOutcome outcome;
    ParlTime ended; /* before now */
  } attempts[] = {
    { PARL_OUTCOME_SUCCEEDED, 1 },
    { PARL_OUTCOME_FAILED, PARL_HOUR },     /* the hour's first instant */
    { PARL_OUTCOME_FAILED, PARL_HOUR + 1 }, /* the last of the hour before it */
    { PARL_OUTCOME_CANCELLED, 5 * PARL_HOUR },
    { PARL_OUTCOME_SUCCEEDED, 400 * PARL_DAY },
    { PARL_OUTCOME_SUCCEEDED, -1 }, /* after as-of */
  };
  static const ParlStageHour expected[]
      = { { NOW - 400 * PARL_DAY + PARL_HOUR, 1, 0 }, { NOW - PARL_HOUR, 0, 1 }, { NOW, 1, 1 } };
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();

  add_rollout (harvest, "2", NOW - 401 * PARL_DAY);
  for (unsigned i = 0; i < G_N_ELEMENTS (attempts); i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);
      ParlAttempt *attempt = harvest_attempt (harvest, key, key, attempts[i].outcome,
                                              NOW - 401 * PARL_DAY, NOW - attempts[i].ended);
      attempt->rollout = g_strdup ("2");
      attempt->stage = g_strdup ("2-8");
    }
  add_harvest (store, "a", harvest);

  g_autoptr (ParlSnapshot) snapshot = take_snapshot_of (store, NULL, NOW);
  const ParlRollout *rollout = g_ptr_array_index (snapshot->rollouts, 0);
  const ParlStage *first = g_ptr_array_index (rollout->stages, 0);
  const ParlStage *second = g_ptr_array_index (rollout->stages, 1);

  g_assert_cmpuint (first->hours->len, ==, 0);
  g_assert_cmpuint (second->hours->len, ==, G_N_ELEMENTS (expected));
  for (unsigned i = 0; i < second->hours->len; i++)
    {
      const ParlStageHour *hour = &g_array_index (second->hours, ParlStageHour, i);
      g_assert_cmpint (hour->until, ==, expected[i].until);
      g_assert_cmpint (hour->succeeded, ==, expected[i].succeeded);
      g_assert_cmpint (hour->failed, ==, expected[i].failed);
    }
}

/* Every device fails once; what comes after it, and when the outage is over by that. */
static void
test_outages (void)
{
  static const struct
  {
    const char *device, *to;
    ParlOutcome outcome;
    int ended; /* hours before now */
    int over;  /* -1: of no outage; 0: not over; else hours before now */
  } attempts[] = {
    { "one", "2.6.0", PARL_OUTCOME_FAILED, 50, 30 },
    { "one", "2.6.0", PARL_OUTCOME_FAILED, 40, -1 }, /* a retry begins none */
    { "one", "2.7.0", PARL_OUTCOME_SUCCEEDED, 30, -1 },
    { "one", "2.8.0", PARL_OUTCOME_SUCCEEDED, 20, -1 },
    { "two", "2.5.0", PARL_OUTCOME_SUCCEEDED, 49, -1 },
    { "two", "2.6.0", PARL_OUTCOME_FAILED, 48, 0 },
    { "three", "2.6.0", PARL_OUTCOME_FAILED, 47, 0 },
    { "three", "2.7.0", PARL_OUTCOME_SUCCEEDED, -1, -1 }, /* after as-of */
    { "four", "2.6.0", PARL_OUTCOME_FAILED, 121 * 24, -1 },
    { "five", "2.6.0", PARL_OUTCOME_CANCELLED, 46, -1 },
  };
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  unsigned n = 0;

  for (unsigned i = 0; i < G_N_ELEMENTS (attempts); i++)
    {
      g_autofree char *key = g_strdup_printf ("%02u", i);
      ParlAttempt *attempt
          = harvest_attempt (harvest, key, attempts[i].device, attempts[i].outcome,
                             NOW - 200 * PARL_DAY + i, NOW - attempts[i].ended * PARL_HOUR);
      g_free (attempt->to);
      attempt->to = g_strdup (attempts[i].to);
    }
  add_harvest (store, "a", harvest);
  g_autoptr (ParlSnapshot) snapshot = take_snapshot_of (store, NULL, NOW);

  for (unsigned i = 0; i < G_N_ELEMENTS (attempts); i++)
    {
      if (attempts[i].over < 0)
        continue;
      g_assert_cmpuint (n, <, snapshot->outages->len);
      const ParlOutage *outage = g_ptr_array_index (snapshot->outages, n++);
      g_assert_cmpstr (outage->device, ==, attempts[i].device);
      g_assert_cmpstr (outage->to, ==, "2.6.0");
      g_assert_cmpint (outage->failed, ==, NOW - attempts[i].ended * PARL_HOUR);
      g_assert_cmpint (outage->succeeded, ==,
                       attempts[i].over == 0 ? PARL_TIME_NONE : NOW - attempts[i].over * PARL_HOUR);
    }
  g_assert_cmpuint (n, ==, snapshot->outages->len);
}

static void
test_sources (void)
{
  static const char *const names[] = { "never", "b", NULL };
  static const char *const none[] = { NULL };
  g_autoptr (ParlStore) store = open_store (NULL);
  static const char *const all[] = { "a", "b", "c" };

  for (unsigned i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autoptr (ParlHarvest) harvest = parl_harvest_new ();

      harvest_many (harvest, "", 10, 10);
      harvest_series (harvest, "fps-time", parl_labels_new (NULL, NULL), 3, NOW - 3, 1, i);
      add_rollout (harvest, all[i], NOW - 1);
      add_harvest (store, all[i], harvest);
    }

  g_autoptr (ParlSnapshot) every = take_snapshot_of (store, NULL, NOW);
  g_assert_cmpuint (every->sources->len, ==, 3);
  g_assert_cmpuint (every->devices->len, ==, 30);
  g_assert_cmpuint (every->series->len, ==, 3);

  g_autoptr (ParlSnapshot) one = take_snapshot_of (store, names, NOW);
  g_assert_cmpuint (one->sources->len, ==, 2);
  g_assert_cmpstr (((ParlSourceState *)g_ptr_array_index (one->sources, 0))->name, ==, "b");
  g_assert_cmpstr (((ParlSourceState *)g_ptr_array_index (one->sources, 1))->name, ==, "never");
  g_assert_cmpuint (one->devices->len, ==, 10);
  g_assert_cmpstr (((ParlDevice *)g_ptr_array_index (one->devices, 9))->id, ==, "camera-000009");
  g_assert_cmpint (count_outcomes (one, PARL_OUTCOME_SUCCEEDED), ==, 9);
  g_assert_cmpuint (one->rollouts->len, ==, 1);
  g_assert_cmpuint (one->series->len, ==, 1);
  g_assert_cmpfloat (((ParlSeries *)g_ptr_array_index (one->series, 0))->values[0], ==, 1);

  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows
      = parl_store_attempts (store, names, (ParlWindow){ 0, NOW }, NOW, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 10);
  g_assert_cmpstr (((ParlAttempt *)g_ptr_array_index (rows, 0))->source, ==, "b");

  g_autoptr (ParlSnapshot) empty = take_snapshot_of (store, none, NOW);
  g_assert_cmpuint (empty->sources->len, ==, 0);
  g_assert_cmpuint (parl_outcomes_size (empty->outcomes), ==, 0);
  g_assert_cmpuint (empty->devices->len, ==, 0);
}

/* An attempt that ended half an hour after midnight in Berlin, and what day that was. */
static void
test_calendar_day (void)
{
  ParlTime as_of, ended;
  g_assert_true (parl_time_from_iso ("2026-11-21T20:00:00Z", &as_of, NULL));
  g_assert_true (parl_time_from_iso ("2026-10-24T22:30:00Z", &ended, NULL)); /* summer time */
  g_autoptr (GTimeZone) berlin = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();

  harvest_attempt (harvest, "1", "camera", PARL_OUTCOME_FAILED, ended - PARL_HOUR, ended);
  add_harvest (store, "a", harvest);
  g_autoptr (ParlSnapshot) local = parl_store_snapshot (store, NULL, as_of, berlin, NULL);
  g_autoptr (ParlSnapshot) utc = take_snapshot (store, as_of);

  g_assert_cmpint (parl_outcomes_get (local->outcomes, 0)->age, ==, 27);
  g_assert_cmpint (parl_outcomes_get (local->outcomes, 0)->day, ==, 27);
  g_assert_cmpint (parl_outcomes_get (utc->outcomes, 0)->day, ==, 28);
  g_assert_true (local->zone == berlin);
  g_assert_null (utc->zone);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strconcat ("/store/read/cell/", cases[i].name, NULL);
      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_cell);
    }
  g_test_add_func ("/store/read/traced", test_traced);
  g_test_add_func ("/store/read/retry", test_retry);
  g_test_add_func ("/store/read/rows-add-up", test_rows_add_up);
  g_test_add_func ("/store/read/days", test_days);
  g_test_add_func ("/store/read/calendar-day", test_calendar_day);
  g_test_add_func ("/store/read/rollouts", test_rollouts);
  g_test_add_func ("/store/read/hours", test_hours);
  g_test_add_func ("/store/read/outages", test_outages);
  g_test_add_func ("/store/read/sources", test_sources);
  return g_test_run ();
}
