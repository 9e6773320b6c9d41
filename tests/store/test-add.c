/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a second sync may change of the first one's rows, and what the next sync is told. */
#include "config.h"

#include "fixture.h"

#include <string.h>

#define T(minutes) (NOW - PARL_DAY + (minutes)*PARL_MINUTE)

typedef struct
{
  ParlOutcome outcome;
  ParlTime ended;
  bool is_seen;
  const char *cause;
  const char *message;
} State;

/* One attempt, told twice; what stands in the history afterwards. */
static const struct
{
  const char *name;
  State first, second, expected;
} cases[] = {
  { "open-to-failed",
    { PARL_OUTCOME_OPEN, PARL_TIME_NONE, false, NULL, NULL },
    { PARL_OUTCOME_FAILED, T (5), false, "disk-space", "full" },
    { PARL_OUTCOME_FAILED, T (5), false, "disk-space", "full" } },
  { "never-reopened",
    { PARL_OUTCOME_FAILED, T (5), false, "disk-space", "full" },
    { PARL_OUTCOME_OPEN, PARL_TIME_NONE, false, NULL, NULL },
    { PARL_OUTCOME_FAILED, T (5), false, "disk-space", "full" } },
  { "estimate-after-time",
    { PARL_OUTCOME_SUCCEEDED, T (5), false, NULL, NULL },
    { PARL_OUTCOME_SUCCEEDED, T (9), true, NULL, NULL },
    { PARL_OUTCOME_SUCCEEDED, T (5), false, NULL, NULL } },
  { "estimate-after-estimate",
    { PARL_OUTCOME_SUCCEEDED, T (5), true, NULL, NULL },
    { PARL_OUTCOME_SUCCEEDED, T (9), true, NULL, NULL },
    { PARL_OUTCOME_SUCCEEDED, T (5), true, NULL, NULL } },
  { "time-after-estimate",
    { PARL_OUTCOME_SUCCEEDED, T (9), true, NULL, NULL },
    { PARL_OUTCOME_SUCCEEDED, T (5), false, NULL, NULL },
    { PARL_OUTCOME_SUCCEEDED, T (5), false, NULL, NULL } },
  { "corrected-outcome",
    { PARL_OUTCOME_FAILED, T (5), false, "disk-space", "full" },
    { PARL_OUTCOME_SUCCEEDED, T (6), false, NULL, NULL },
    { PARL_OUTCOME_SUCCEEDED, T (6), false, NULL, NULL } },
  { "cause-forgotten",
    { PARL_OUTCOME_FAILED, T (5), false, "disk-space", "full" },
    { PARL_OUTCOME_FAILED, T (5), false, PARL_CAUSE_UNKNOWN, NULL },
    { PARL_OUTCOME_FAILED, T (5), false, "disk-space", "full" } },
  { "cause-found",
    { PARL_OUTCOME_FAILED, T (5), false, PARL_CAUSE_UNKNOWN, NULL },
    { PARL_OUTCOME_FAILED, T (5), false, "battery", "low" },
    { PARL_OUTCOME_FAILED, T (5), false, "battery", "low" } },
  { "no-cause-is-unknown",
    { PARL_OUTCOME_OPEN, PARL_TIME_NONE, false, NULL, NULL },
    { PARL_OUTCOME_FAILED, T (5), false, NULL, NULL },
    { PARL_OUTCOME_FAILED, T (5), false, PARL_CAUSE_UNKNOWN, NULL } },
  { "closed-without-an-end",
    { PARL_OUTCOME_OPEN, PARL_TIME_NONE, false, NULL, NULL },
    { PARL_OUTCOME_CANCELLED, PARL_TIME_NONE, false, NULL, NULL },
    { PARL_OUTCOME_CANCELLED, NOW, true, NULL, NULL } },
  { "implausible-end",
    { PARL_OUTCOME_OPEN, T (1), false, NULL, NULL },
    { PARL_OUTCOME_SUCCEEDED, -7, false, NULL, NULL },
    { PARL_OUTCOME_SUCCEEDED, NOW, true, NULL, NULL } },
  { "implausible-end-after-time",
    { PARL_OUTCOME_SUCCEEDED, T (5), false, NULL, NULL },
    { PARL_OUTCOME_SUCCEEDED, PARL_TIME_MAX, false, NULL, NULL },
    { PARL_OUTCOME_SUCCEEDED, T (5), false, NULL, NULL } },
};

static void
add_state (ParlStore *store, const State *state)
{
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  ParlAttempt *attempt
      = harvest_attempt (harvest, "1", "camera", state->outcome, T (0), state->ended);

  attempt->ended_is_seen = state->is_seen;
  attempt->cause = g_strdup (state->cause);
  attempt->message = g_strdup (state->message);
  add_harvest (store, "a", harvest);
}

static void
test_attempt (gconstpointer data)
{
  unsigned i = GPOINTER_TO_UINT (data);
  const State *expected = &cases[i].expected;
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (GError) error = NULL;

  add_state (store, &cases[i].first);
  add_state (store, &cases[i].second);

  g_autoptr (GPtrArray) attempts
      = parl_store_attempts (store, NULL, (ParlWindow){ 0, PARL_TIME_MAX }, NOW + PARL_DAY, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (attempts->len, ==, 1);
  const ParlAttempt *attempt = g_ptr_array_index (attempts, 0);
  g_assert_cmpint (attempt->outcome, ==, expected->outcome);
  g_assert_cmpint (attempt->ended, ==, expected->ended);
  g_assert_cmpint (attempt->ended_is_seen, ==, expected->is_seen);
  g_assert_cmpstr (attempt->cause, ==, expected->cause);
  g_assert_cmpstr (attempt->message, ==, expected->message);
  g_assert_cmpstr (attempt->source, ==, "a");
  g_assert_cmpstr (attempt->from, ==, "2.3.0");
}

/* What a source does not tell this time stays as it was told last time. */
static void
test_keeps_what_is_known (void)
{
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) full = parl_harvest_new ();
  g_autoptr (ParlHarvest) bare = parl_harvest_new ();
  g_autoptr (GError) error = NULL;

  ParlDevice *device = parl_device_new ("camera");
  device->device_class = g_strdup ("dome");
  device->site = g_strdup ("north");
  device->release = g_strdup ("2.3.0");
  device->rollout = g_strdup ("7");
  device->stage = g_strdup ("70");
  device->last_seen = T (0);
  device->heartbeat = PARL_MINUTE;
  device->tested_rollback = PARL_NO;
  g_ptr_array_add (full->devices, device);
  harvest_attempt (full, "1", "camera", PARL_OUTCOME_OPEN, T (0), PARL_TIME_NONE);
  full->bookmark = g_strdup ("id=1");
  harvest_series (full, "fps-time", parl_labels_new (NULL, NULL), 2000, T (0) - 1999, 1, 0);
  add_harvest (store, "a", full);

  device = parl_device_new ("camera");
  device->last_seen = T (3);
  device->rollout = g_strdup ("8");
  g_ptr_array_add (bare->devices, device);
  add_harvest (store, "a", bare);

  g_autoptr (ParlKnown) known = parl_store_load_known (store, "a", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (known->bookmark, ==, "id=1");
  g_assert_cmpint (known->series_end, ==, T (0));
  g_assert_cmpint (known->last_day, ==, -1);
  g_assert_cmpuint (known->open->len, ==, 1);
  g_assert_cmpstr (((ParlAttempt *)g_ptr_array_index (known->open, 0))->key, ==, "1");
  const ParlDevice *stored = g_hash_table_lookup (known->devices, "camera");
  g_assert_nonnull (stored);
  g_assert_cmpstr (stored->device_class, ==, "dome");
  g_assert_cmpstr (stored->site, ==, "north");
  g_assert_cmpstr (stored->release, ==, "2.3.0");
  g_assert_cmpstr (stored->rollout, ==, "8");
  g_assert_cmpstr (stored->stage, ==, NULL); /* the stage belonged to the other rollout */
  g_assert_cmpint (stored->last_seen, ==, T (3));
  g_assert_cmpint (stored->heartbeat, ==, PARL_MINUTE);
  g_assert_cmpint (stored->tested_rollback, ==, PARL_NO);
}

static void
test_unknown_source (void)
{
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlKnown) known = parl_store_load_known (store, "nobody", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (known->bookmark, ==, NULL);
  g_assert_cmpuint (g_hash_table_size (known->devices), ==, 0);
  g_assert_cmpint (known->series_end, ==, PARL_TIME_NONE);
}

static void
add_day (ParlHarvest *harvest, int64_t day, ParlOutcome outcome, int64_t count)
{
  ParlDayCount *cell = g_new0 (ParlDayCount, 1);

  cell->day = day;
  cell->outcome = outcome;
  cell->count = count;
  g_ptr_array_add (harvest->days, cell);
}

static void
test_days_replace_their_day (void)
{
  int64_t today = NOW / PARL_DAY;
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) first = parl_harvest_new ();
  g_autoptr (ParlHarvest) second = parl_harvest_new ();
  g_autoptr (ParlHarvest) other = parl_harvest_new ();
  g_autoptr (GError) error = NULL;

  add_day (first, today - 1, PARL_OUTCOME_SUCCEEDED, 100);
  add_day (first, today, PARL_OUTCOME_SUCCEEDED, 10);
  add_day (first, today, PARL_OUTCOME_FAILED, 3);
  add_day (second, today, PARL_OUTCOME_SUCCEEDED, 20);
  add_day (other, today, PARL_OUTCOME_SUCCEEDED, 1000);
  add_harvest (store, "a", first);
  add_harvest (store, "b", other);
  add_harvest (store, "a", second);

  g_autoptr (ParlSnapshot) snapshot = take_snapshot (store, NOW);
  g_assert_cmpint (count_outcomes (snapshot, PARL_OUTCOME_SUCCEEDED), ==, 1120);
  g_assert_cmpint (count_outcomes (snapshot, PARL_OUTCOME_FAILED), ==, 0);

  g_autoptr (ParlKnown) known = parl_store_load_known (store, "a", &error);
  g_assert_no_error (error);
  g_assert_cmpint (known->last_day, ==, today);
}

static ParlSourceState *
get_state (ParlSnapshot *snapshot)
{
  g_assert_cmpuint (snapshot->sources->len, ==, 1);
  return g_ptr_array_index (snapshot->sources, 0);
}

static void
test_states (void)
{
  static const char *const names[] = { "a", NULL };
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  g_autoptr (GError) error = NULL;

  g_autoptr (ParlSnapshot) never = parl_store_snapshot (store, names, NOW, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_state (never)->state, ==, PARL_SYNC_NEVER);
  g_assert_cmpstr (get_state (never)->name, ==, "a");

  harvest->newest = NOW + PARL_DAY; /* a wrong clock */
  harvest_attempt (harvest, "1", "camera", PARL_OUTCOME_SUCCEEDED, T (0), T (1));
  add_harvest (store, "a", harvest);
  g_autoptr (ParlSnapshot) done = parl_store_snapshot (store, names, NOW, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_state (done)->state, ==, PARL_SYNC_DONE);
  g_assert_cmpstr (get_state (done)->kind, ==, "hawkbit");
  g_assert_cmpstr (get_state (done)->message, ==, NULL);
  g_assert_cmpint (get_state (done)->newest, ==, NOW);
  g_assert_cmpint (get_state (done)->fetched, ==, NOW);

  g_assert_true (parl_store_note_failure (store, "a", "hawkbit", "It is away", NOW + 1, &error));
  g_assert_no_error (error);
  g_autoptr (ParlSnapshot) failed = parl_store_snapshot (store, names, NOW, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_state (failed)->state, ==, PARL_SYNC_FAILED);
  g_assert_cmpstr (get_state (failed)->message, ==, "It is away");
  g_assert_cmpint (get_state (failed)->fetched, ==, NOW);
  g_assert_true (parl_source_state_is_whole (get_state (failed)));
  g_assert_cmpint (count_outcomes (failed, PARL_OUTCOME_SUCCEEDED), ==, 1);

  harvest->newest = T (0); /* older than what is there */
  g_ptr_array_add (harvest->warnings, g_strdup ("No devices"));
  g_ptr_array_add (harvest->warnings, g_strdup ("No logs"));
  add_harvest (store, "a", harvest);
  g_autoptr (ParlSnapshot) partial = parl_store_snapshot (store, names, NOW, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_state (partial)->state, ==, PARL_SYNC_PARTIAL);
  g_assert_cmpstr (get_state (partial)->message, ==, "No devices; No logs");
  g_assert_cmpint (get_state (partial)->newest, ==, NOW);

  /* It fails twice: what there is stays partial, until there is more. */
  for (int i = 0; i < 2; i++)
    {
      g_assert_true (parl_store_note_failure (store, "a", "hawkbit", "It is away", NOW, &error));
      g_autoptr (ParlSnapshot) again = parl_store_snapshot (store, names, NOW, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (get_state (again)->state, ==, PARL_SYNC_FAILED);
      g_assert_false (parl_source_state_is_whole (get_state (again)));
    }
  g_ptr_array_set_size (harvest->warnings, 0);
  add_harvest (store, "a", harvest);
  g_assert_true (parl_store_note_failure (store, "a", "hawkbit", "It is away", NOW, &error));
  g_autoptr (ParlSnapshot) whole = parl_store_snapshot (store, names, NOW, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (parl_source_state_is_whole (get_state (whole)));
}

/* The first word of a source can be that it fails. */
static void
test_failure_first (void)
{
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (parl_store_note_failure (store, "a", "hawkbit", "It is away", NOW, &error));
  g_assert_no_error (error);
  g_autoptr (ParlSnapshot) snapshot = take_snapshot (store, NOW);
  g_assert_cmpint (get_state (snapshot)->state, ==, PARL_SYNC_FAILED);
  g_assert_cmpint (get_state (snapshot)->fetched, ==, PARL_TIME_NONE);
  g_assert_false (parl_source_state_is_whole (get_state (snapshot)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strconcat ("/store/add/attempt/", cases[i].name, NULL);
      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_attempt);
    }
  g_test_add_func ("/store/add/keeps-what-is-known", test_keeps_what_is_known);
  g_test_add_func ("/store/add/unknown-source", test_unknown_source);
  g_test_add_func ("/store/add/days-replace-their-day", test_days_replace_their_day);
  g_test_add_func ("/store/add/states", test_states);
  g_test_add_func ("/store/add/failure-first", test_failure_first);
  return g_test_run ();
}
