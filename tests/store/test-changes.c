/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fleet that changes: what was, as of then; what the server has, as of now. */
#include "config.h"

#include "fixture.h"

static ParlDevice *
add_device (ParlHarvest *harvest, const char *id, const char *site, ParlTime registered)
{
  ParlDevice *device = parl_device_new (id);

  device->site = g_strdup (site);
  device->registered = registered;
  g_ptr_array_add (harvest->devices, device);
  return device;
}

static GPtrArray *
list (ParlStore *store)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *attempts = parl_store_attempts (store, NULL, (ParlWindow){ 0, NOW }, NOW, &error);

  g_assert_no_error (error);
  return attempts;
}

/* A camera that was moved: each attempt has the site of its time, unless sites mean something else
 * now. */
static void
test_moved (void)
{
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) first = parl_harvest_new ();
  g_autoptr (ParlHarvest) second = parl_harvest_new ();
  g_autoptr (ParlHarvest) third = parl_harvest_new ();

  add_device (first, "cam", "Berlin", PARL_TIME_NONE);
  harvest_attempt (first, "1", "cam", PARL_OUTCOME_OPEN, NOW - 9, PARL_TIME_NONE)->site
      = g_strdup ("Berlin");
  harvest_attempt (first, "2", "cam", PARL_OUTCOME_FAILED, NOW - 8, NOW - 7);
  add_harvest (store, "a", first);
  add_device (second, "cam", "Hamburg", PARL_TIME_NONE);
  harvest_attempt (second, "1", "cam", PARL_OUTCOME_FAILED, NOW - 9, NOW - 8)->site
      = g_strdup ("Hamburg");
  add_harvest (store, "a", second);

  g_autoptr (GPtrArray) attempts = list (store);
  g_assert_cmpuint (attempts->len, ==, 2);
  g_assert_cmpstr (((ParlAttempt *)attempts->pdata[0])->site, ==, "Berlin");
  g_assert_cmpstr (((ParlAttempt *)attempts->pdata[1])->site, ==, "Hamburg");

  third->reclassified = true;
  add_device (third, "cam", "hall 3", PARL_TIME_NONE);
  add_harvest (store, "a", third);
  g_autoptr (GPtrArray) again = list (store);
  g_assert_cmpstr (((ParlAttempt *)again->pdata[0])->site, ==, "hall 3");
}

/* Another device under the same id: what was tried with the one before makes none a retry. */
static void
test_replaced (void)
{
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) first = parl_harvest_new ();
  g_autoptr (ParlHarvest) second = parl_harvest_new ();

  add_device (first, "cam", "Berlin", NOW - PARL_DAY)->release = g_strdup ("2.6.0");
  harvest_attempt (first, "1", "cam", PARL_OUTCOME_FAILED, NOW - 99, NOW - 98);
  harvest_attempt (first, "2", "cam", PARL_OUTCOME_SUCCEEDED, NOW - 97, NOW - 96);
  add_harvest (store, "a", first);
  add_device (second, "cam", NULL, NOW - 50);
  g_ptr_array_add (second->new_devices, g_strdup ("cam"));
  harvest_attempt (second, "3", "cam", PARL_OUTCOME_FAILED, NOW - 40, NOW - 39);
  add_harvest (store, "a", second);

  g_autoptr (GPtrArray) attempts = list (store);
  g_assert_cmpuint (attempts->len, ==, 3);
  for (unsigned i = 0; i < 3; i++)
    g_assert_true (((ParlAttempt *)attempts->pdata[i])->retry == (i == 1));

  g_autoptr (ParlSnapshot) snapshot = take_snapshot (store, NOW);
  const ParlDevice *device = snapshot->devices->pdata[0];
  g_assert_null (device->release);
  g_assert_null (device->site);
  g_assert_cmpint (device->registered, ==, NOW - 50);
}

static void
test_gone (void)
{
  g_autoptr (ParlStore) store = open_store (NULL);
  g_autoptr (ParlHarvest) first = parl_harvest_new ();
  g_autoptr (ParlHarvest) second = parl_harvest_new ();
  g_autoptr (ParlHarvest) third = parl_harvest_new ();
  g_autoptr (GError) error = NULL;

  add_device (first, "old", NULL, NOW - 9 * PARL_DAY);
  add_device (first, "late", NULL, NOW - PARL_DAY);
  g_ptr_array_add (first->rollouts, parl_rollout_new ("r", "wave"));
  add_harvest (store, "a", first);
  g_ptr_array_add (second->gone_devices, g_strdup ("old"));
  g_ptr_array_add (second->gone_rollouts, g_strdup ("r"));
  add_harvest (store, "a", second);

  g_autoptr (ParlSnapshot) now = take_snapshot (store, NOW);
  g_assert_cmpuint (now->devices->len, ==, 1);
  g_assert_cmpstr (((ParlDevice *)now->devices->pdata[0])->id, ==, "late");
  g_assert_true (((ParlRollout *)now->rollouts->pdata[0])->gone);

  g_autoptr (ParlSnapshot) then = take_snapshot (store, NOW - 2 * PARL_DAY);
  g_assert_cmpuint (then->devices->len, ==, 1);
  g_assert_cmpstr (((ParlDevice *)then->devices->pdata[0])->id, ==, "old");
  g_assert_cmpuint (then->rollouts->len, ==, 0); /* nobody had looked at it yet */

  g_autoptr (ParlKnown) known = parl_store_load_known (store, "a", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (known->devices), ==, 1);

  add_device (third, "old", NULL, NOW - 9 * PARL_DAY);
  add_harvest (store, "a", third);
  g_autoptr (ParlSnapshot) back = take_snapshot (store, NOW);
  g_assert_cmpuint (back->devices->len, ==, 2);
}

#define THEN (NOW - 2 * PARL_DAY)

/* One sync: @n devices have succeeded, the last one at @now. */
static void
add_look (ParlStore *store, unsigned n, ParlProgress progress, ParlTime now)
{
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  g_autoptr (GError) error = NULL;
  ParlRollout *rollout = parl_rollout_new ("r", "wave");
  ParlStage *stage = parl_stage_new ("s", "all");

  rollout->progress = stage->progress = progress;
  rollout->created = THEN - PARL_DAY;
  rollout->release = g_strdup ("2.6.0");
  stage->total = 5;
  stage->succeeded = n;
  stage->running = 5 - n;
  g_ptr_array_add (rollout->stages, stage);
  g_ptr_array_add (harvest->rollouts, rollout);
  for (unsigned i = 0; i < 5; i++)
    {
      g_autofree char *id = g_strdup_printf ("cam-%u", i);
      ParlDevice *device = add_device (harvest, id, NULL, THEN - PARL_DAY);
      ParlAttempt *attempt = harvest_attempt (
          harvest, id, id, i < n ? PARL_OUTCOME_SUCCEEDED : PARL_OUTCOME_OPEN, THEN - PARL_DAY,
          i < n ? (i < 2 ? THEN - PARL_HOUR : now - 1) : PARL_TIME_NONE);

      device->release = g_strdup (i < n ? "2.6.0" : "2.3.0");
      device->last_seen = now - 1;
      attempt->rollout = g_strdup ("r");
      attempt->stage = g_strdup ("s");
    }
  g_assert_true (parl_store_add (store, "a", "hawkbit", harvest, now, &error));
}

/* As of an earlier look, rollouts and devices are those of then, and who was silent is not known.
 */
static void
test_then (void)
{
  g_autoptr (ParlStore) store = open_store (NULL);
  unsigned n_done = 0;

  add_look (store, 2, PARL_PROGRESS_RUNNING, THEN);
  add_look (store, 5, PARL_PROGRESS_FINISHED, NOW);
  g_autoptr (ParlSnapshot) now = take_snapshot (store, NOW);
  g_autoptr (ParlSnapshot) then = take_snapshot (store, THEN + PARL_MINUTE);
  const ParlRollout *rollout = then->rollouts->pdata[0];
  const ParlStage *stage = rollout->stages->pdata[0];

  g_assert_false (now->seen_later);
  g_assert_cmpint (
      ((ParlStage *)((ParlRollout *)now->rollouts->pdata[0])->stages->pdata[0])->succeeded, ==, 5);
  g_assert_true (then->seen_later);
  g_assert_cmpint (rollout->progress, ==, PARL_PROGRESS_RUNNING);
  g_assert_cmpint (stage->succeeded, ==, 2);
  g_assert_cmpint (stage->running, ==, 3);
  g_assert_cmpint (stage->waiting, ==, 0);
  for (unsigned i = 0; i < then->devices->len; i++)
    n_done += g_strcmp0 (((ParlDevice *)then->devices->pdata[i])->release, "2.6.0") == 0;
  g_assert_cmpuint (n_done, ==, 2);

  /* Where the attempts are not all there are, nobody knows what the stage was. */
  g_autoptr (ParlStore) other = open_store (NULL);
  add_look (other, 2, PARL_PROGRESS_RUNNING, THEN);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  ParlRollout *more = parl_rollout_new ("r", "wave");
  ParlStage *whole = parl_stage_new ("s", "all");
  whole->total = whole->succeeded = 900;
  g_ptr_array_add (more->stages, whole);
  g_ptr_array_add (harvest->rollouts, more);
  add_harvest (other, "a", harvest);
  g_autoptr (ParlSnapshot) unknown = take_snapshot (other, THEN + PARL_MINUTE);
  g_assert_cmpuint (unknown->rollouts->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/changes/moved", test_moved);
  g_test_add_func ("/store/changes/replaced", test_replaced);
  g_test_add_func ("/store/changes/gone", test_gone);
  g_test_add_func ("/store/changes/then", test_then);
  return g_test_run ();
}
