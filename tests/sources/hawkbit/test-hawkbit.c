/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hawkBit source on the recorded fleet of 120, the new way and the old: what the first sync
 * brings, that the second costs next to nothing, and that what happens in between arrives. */
#include "config.h"

#include "fake.h"
#include "run.h"

#include "model/attempt.h"

#include <math.h>
#include <string.h>

#define SECOND_SYNC 8 /* requests at most, when nothing has happened */

typedef struct
{
  HawkbitFake *fake;
  HawkbitRun *run;
} Fixture;

static void
set_up (Fixture *f, gconstpointer old)
{
  f->fake = hawkbit_fake_new (GPOINTER_TO_INT (old));
  f->run = hawkbit_run_new (hawkbit_fake_get_url (f->fake));
  g_assert_true (parl_source_config_set (f->run->config, "ClassAttribute", "hw", NULL));
  g_assert_true (parl_source_config_set (f->run->config, "RollbackAttribute", "rollback", NULL));
}

static void
tear_down (Fixture *f, gconstpointer old)
{
  (void)old;
  hawkbit_run_free (f->run);
  hawkbit_fake_free (f->fake);
}

static void
check_rollout (const ParlHarvest *harvest)
{
  g_assert_cmpuint (harvest->rollouts->len, ==, 1);

  const ParlRollout *rollout = harvest->rollouts->pdata[0];
  g_assert_cmpstr (rollout->id, ==, "1");
  g_assert_cmpstr (rollout->name, ==, "2.4.0 wave");
  g_assert_cmpstr (rollout->release, ==, CAMERA ("2.4.0"));
  g_assert_cmpint (rollout->progress, ==, PARL_PROGRESS_RUNNING);
  g_assert_cmpint (rollout->created, ==, 1795256418395);
  g_assert_cmpuint (rollout->stages->len, ==, 4);

  const ParlStage *stage = rollout->stages->pdata[1];
  g_assert_cmpstr (stage->id, ==, "2");
  g_assert_cmpstr (stage->name, ==, "group-2");
  g_assert_cmpint (stage->progress, ==, PARL_PROGRESS_RUNNING);
  g_assert_cmpint (stage->total, ==, 30);
  g_assert_cmpint (stage->succeeded, ==, 23);
  g_assert_cmpint (stage->failed, ==, 5);
  g_assert_cmpint (stage->running, ==, 2);
  g_assert_cmpint (stage->waiting, ==, 0);
  g_assert_cmpfloat_with_epsilon (stage->success_threshold, 0.6, 1e-9);
  g_assert_cmpfloat_with_epsilon (stage->error_threshold, 0.4, 1e-9);
  stage = rollout->stages->pdata[3];
  g_assert_cmpint (stage->progress, ==, PARL_PROGRESS_FINISHED);
}

/* cam-00002: from 2.2.7 or 2.3.4, failed with action 128. */
static void
check_attempts (Fixture *f)
{
  GHashTableIter iter;
  const ParlAttempt *attempt;

  g_assert_cmpuint (hawkbit_run_count (f->run, PARL_OUTCOME_SUCCEEDED, CAMERA ("2.4.0")), ==, 95);
  g_assert_cmpuint (hawkbit_run_count (f->run, PARL_OUTCOME_FAILED, CAMERA ("2.4.0")), ==, 22);
  g_assert_cmpuint (hawkbit_run_count (f->run, PARL_OUTCOME_OPEN, CAMERA ("2.4.0")), ==, 3);
  g_assert_cmpuint (hawkbit_run_count (f->run, PARL_OUTCOME_SUCCEEDED, CAMERA ("2.2.7")), ==, 60);
  g_assert_cmpuint (hawkbit_run_count (f->run, PARL_OUTCOME_SUCCEEDED, CAMERA ("2.3.4")), ==, 60);
  g_assert_cmpuint (g_hash_table_size (f->run->attempts), ==, 240);

  g_hash_table_iter_init (&iter, f->run->attempts);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&attempt))
    {
      bool first = g_strcmp0 (attempt->to, CAMERA ("2.4.0")) != 0;

      g_assert_cmpint (attempt->started, >=, 1795256400000);
      g_assert_false (attempt->ended_is_seen);
      g_assert_true (first == (attempt->from == NULL));
      g_assert_true (first || strcmp (attempt->from, CAMERA ("2.2.7")) == 0
                     || strcmp (attempt->from, CAMERA ("2.3.4")) == 0);
      if (!first)
        g_assert_cmpstr (attempt->rollout, ==, "1");
      g_assert_true (first == (attempt->stage == NULL));
    }

  attempt = hawkbit_run_get (f->run, "128");
  g_assert_cmpint (attempt->outcome, ==, PARL_OUTCOME_FAILED);
  g_assert_cmpstr (attempt->device, ==, "cam-00002");
  g_assert_cmpstr (attempt->stage, ==, "1");
  g_assert_cmpstr (attempt->cause, ==, "disk-space");
  g_assert_cmpstr (attempt->message, ==, "Started installation; No space left on device");
  g_assert_cmpint (attempt->ended, ==, attempt->started + 5000);
  g_assert_true (g_str_has_suffix (attempt->link, "/rest/v1/targets/cam-00002/actions/128"));

  /* A success ends when the target was installed; one that was overtaken, when it was reported. */
  attempt = hawkbit_run_get (f->run, "201");
  g_assert_cmpstr (attempt->device, ==, "cam-00075");
  JsonObject *target = hawkbit_fake_find_target (f->fake, "cam-00075");
  g_assert_cmpint (attempt->ended, ==, json_object_get_int_member (target, "installedAt"));
}

static void
check_devices (Fixture *f)
{
  const ParlDevice *device = hawkbit_run_get_device (f->run, "cam-00000");

  g_assert_cmpuint (g_hash_table_size (f->run->known->devices), ==, 120);
  g_assert_cmpint (device->last_seen, ==, 1795256428929);
  g_assert_cmpint (device->heartbeat, ==, 5 * PARL_MINUTE);
  g_assert_cmpstr (device->release, ==, CAMERA ("2.4.0"));
  g_assert_cmpstr (device->device_class, ==, "bullet");
  g_assert_cmpint (device->tested_rollback, ==, PARL_YES);
  g_assert_cmpstr (device->rollout, ==, "1");
  g_assert_cmpstr (device->stage, ==, "1");

  /* One that failed still runs what it came from. */
  device = hawkbit_run_get_device (f->run, "cam-00002");
  g_assert_cmpstr (device->release, ==, hawkbit_run_get (f->run, "128")->from);
  device = hawkbit_run_get_device (f->run, "cam-00119");
  g_assert_cmpstr (device->device_class, ==, "dome");
  g_assert_cmpstr (device->stage, ==, "4");
}

static void
test_first_sync (Fixture *f, gconstpointer old)
{
  g_autoptr (ParlHarvest) harvest = hawkbit_run (f->run);

  hawkbit_assert_silent (harvest);
  check_rollout (harvest);
  check_attempts (f);
  check_devices (f);
  g_assert_cmpstr (harvest->server, ==, old != NULL ? "hawkBit 0.3" : "hawkBit 0.10 or later");
  g_assert_cmpuint (harvest->requests, ==, hawkbit_fake_count (f->fake));
  g_assert_cmpint (harvest->newest, >=, 1795256428929);
  g_assert_null (strstr (harvest->bookmark, "secret"));
  g_assert_cmpuint (strlen (harvest->bookmark), <, 1500);
}

static void
test_nothing_happened (Fixture *f, gconstpointer old)
{
  g_autoptr (ParlHarvest) first = hawkbit_run (f->run);

  (void)old;
  hawkbit_fake_count (f->fake);
  for (unsigned i = 0; i < 3; i++)
    {
      g_autoptr (ParlHarvest) second = hawkbit_run (f->run);

      g_assert_cmpuint (hawkbit_fake_count (f->fake), <=, SECOND_SYNC);
      hawkbit_assert_silent (second);
      g_assert_cmpuint (second->attempts->len, ==, 0);
      g_assert_cmpuint (second->devices->len, ==, 0);
      g_assert_cmpuint (second->rollouts->len, ==, 0);
      g_assert_cmpuint (second->same->len, ==, 1);
      g_assert_cmpstr (second->same->pdata[0], ==, "1");
      g_assert_cmpint (second->newest, ==, first->newest);
      g_assert_cmpstr (second->server, ==, first->server);
    }
}

/* The rollout comes as soon as its status is another one, and is told to be the same after that. */
static void
test_paused (Fixture *f, gconstpointer old)
{
  g_autoptr (ParlHarvest) first = hawkbit_run (f->run);
  JsonObject *rollout = hawkbit_fake_get (f->fake, "rollouts")->pdata[0];

  (void)old;
  g_assert_cmpuint (first->same->len, ==, 0);
  json_object_set_string_member (rollout, "status", "paused");
  g_autoptr (ParlHarvest) second = hawkbit_run (f->run);
  g_assert_cmpuint (second->rollouts->len, ==, 1);
  g_assert_cmpuint (second->same->len, ==, 0);
  g_assert_cmpint (((ParlRollout *)second->rollouts->pdata[0])->progress, ==, PARL_PROGRESS_PAUSED);

  g_autoptr (ParlHarvest) third = hawkbit_run (f->run); /* one more look after a change */
  g_assert_cmpuint (third->rollouts->len + third->same->len, ==, 1);
  g_autoptr (ParlHarvest) fourth = hawkbit_run (f->run);
  g_assert_cmpuint (fourth->rollouts->len, ==, 0);
  g_assert_cmpuint (fourth->same->len, ==, 1);
}

/* The action's lastModifiedAt stays what it was. */
static void
test_late_failure (Fixture *f, gconstpointer old)
{
  g_autoptr (ParlHarvest) first = hawkbit_run (f->run);
  const ParlAttempt *open = f->run->known->open->pdata[0];
  g_autofree char *key = g_strdup (open->key);
  g_autofree char *device = g_strdup (open->device);
  int64_t id = g_ascii_strtoll (key, NULL, 10);
  JsonObject *action = hawkbit_fake_find_action (f->fake, id);
  JsonObject *target = hawkbit_fake_find_target (f->fake, device);

  (void)old;
  g_assert_cmpuint (f->run->known->open->len, ==, 3);
  json_object_set_string_member (action, "status", "error");
  json_object_set_boolean_member (action, "active", FALSE);
  json_object_set_int_member (action, "lastStatusCode", 28);
  json_object_set_string_member (target, "updateStatus", "error");
  json_object_set_int_member (target, "lastControllerRequestAt", HAWKBIT_NOW + 380000);
  hawkbit_fake_report (f->fake, id, "error", "[\"Battery too low\"]", HAWKBIT_NOW + 380000);
  f->run->call.now = HAWKBIT_NOW + 400000;

  hawkbit_fake_count (f->fake);
  g_autoptr (ParlHarvest) second = hawkbit_run (f->run);
  hawkbit_assert_silent (second);
  g_assert_cmpuint (hawkbit_fake_count (f->fake), <=, SECOND_SYNC + 3);
  g_assert_cmpuint (second->attempts->len, ==, 1);

  const ParlAttempt *failed = hawkbit_run_get (f->run, key);
  g_assert_cmpint (failed->outcome, ==, PARL_OUTCOME_FAILED);
  g_assert_cmpint (failed->ended, ==, HAWKBIT_NOW + 380000);
  g_assert_cmpstr (failed->cause, ==, "battery");
  g_assert_cmpstr (failed->rollout, ==, "1");
  g_assert_nonnull (failed->stage);
  g_assert_nonnull (failed->from);
  g_assert_cmpuint (f->run->known->open->len, ==, 2);
  g_assert_cmpint (second->newest, ==, HAWKBIT_NOW + 380000);
}

/* An action made and finished between two syncs; a new device; a device that only polled. */
static void
test_what_is_new (Fixture *f, gconstpointer old)
{
  g_autoptr (ParlHarvest) first = hawkbit_run (f->run);
  JsonObject *target = hawkbit_fake_find_target (f->fake, "cam-00000");
  ParlTime later = HAWKBIT_NOW + PARL_HOUR;

  (void)old;
  hawkbit_fake_add_action (f->fake, 241, "cam-00000", "2.5.0", "finished", later);
  hawkbit_fake_report (f->fake, 241, "finished", "[null]", later + 7000);
  json_object_set_string_member (target, "updateStatus", "in_sync");
  json_object_set_int_member (target, "lastModifiedAt", later);
  json_object_set_int_member (target, "installedAt", later + 7000);
  json_object_set_int_member (target, "lastControllerRequestAt", later + 7000);
  target = hawkbit_fake_find_target (f->fake, "cam-00001");
  json_object_set_int_member (target, "lastControllerRequestAt", later);
  hawkbit_fake_add_target (f->fake, "cam-00120", later);
  f->run->call.now = later + PARL_MINUTE;

  g_autoptr (ParlHarvest) second = hawkbit_run (f->run);
  hawkbit_assert_silent (second);
  g_assert_cmpuint (second->attempts->len, ==, 1);
  g_assert_cmpuint (second->devices->len, ==, 3);

  const ParlAttempt *attempt = hawkbit_run_get (f->run, "241");
  g_assert_cmpint (attempt->outcome, ==, PARL_OUTCOME_SUCCEEDED);
  g_assert_cmpstr (attempt->from, ==, CAMERA ("2.4.0"));
  g_assert_cmpstr (attempt->to, ==, CAMERA ("2.5.0"));
  g_assert_null (attempt->rollout);
  g_assert_cmpint (attempt->ended, ==, later + 7000);
  g_assert_cmpstr (hawkbit_run_get_device (f->run, "cam-00000")->release, ==, CAMERA ("2.5.0"));
  g_assert_cmpstr (hawkbit_run_get_device (f->run, "cam-00000")->stage, ==, "1");
  g_assert_cmpint (hawkbit_run_get_device (f->run, "cam-00001")->last_seen, ==, later);

  const ParlDevice *device = hawkbit_run_get_device (f->run, "cam-00120");
  g_assert_cmpint (device->last_seen, ==, PARL_TIME_NONE);
  g_assert_cmpstr (device->device_class, ==, "bullet");
  g_assert_null (device->release);
}

/* Called off by the operator: the device is not heard of, only the server's own row changes. */
static void
test_called_off (Fixture *f, gconstpointer old)
{
  g_autoptr (ParlHarvest) first = hawkbit_run (f->run);
  const ParlAttempt *open = f->run->known->open->pdata[0];
  g_autofree char *key = g_strdup (open->key);
  int64_t id = g_ascii_strtoll (key, NULL, 10);
  JsonObject *action = hawkbit_fake_find_action (f->fake, id);

  (void)old;
  json_object_set_string_member (hawkbit_fake_find_target (f->fake, open->device), "updateStatus",
                                 "in_sync");
  json_object_set_string_member (action, "status", "canceled");
  json_object_set_boolean_member (action, "active", FALSE);
  hawkbit_fake_report (f->fake, id, "canceled", "[\"Update Server: cancelled\"]", HAWKBIT_NOW);
  g_autoptr (ParlHarvest) second = hawkbit_run (f->run);
  hawkbit_assert_silent (second);
  g_assert_cmpuint (second->attempts->len, ==, 1);
  g_assert_cmpint (hawkbit_run_get (f->run, key)->outcome, ==, PARL_OUTCOME_CANCELLED);
}

static void
test_new_database (Fixture *f, gconstpointer old)
{
  g_autoptr (ParlHarvest) first = hawkbit_run (f->run);
  GPtrArray *actions = hawkbit_fake_get (f->fake, "actions");
  ParlTime later = HAWKBIT_NOW + PARL_HOUR;

  (void)old;
  g_ptr_array_set_size (actions, 0);
  g_ptr_array_set_size (hawkbit_fake_get (f->fake, "rollouts"), 0);
  g_ptr_array_set_size (hawkbit_fake_get (f->fake, "targets"), 0);
  hawkbit_fake_add_target (f->fake, "cam-00000", later);
  hawkbit_fake_add_action (f->fake, 1, "cam-00000", "2.5.0", "finished", later);
  hawkbit_fake_report (f->fake, 1, "finished", "[null]", later + 1000);
  json_object_set_string_member (hawkbit_fake_find_target (f->fake, "cam-00000"), "updateStatus",
                                 "in_sync");
  f->run->call.now = later + PARL_MINUTE;

  g_autoptr (ParlHarvest) second = hawkbit_run (f->run);
  g_assert_cmpuint (second->warnings->len, ==, 1);
  hawkbit_assert_warns (second, "the server has a new database: what was known stays in history");
  g_assert_cmpuint (second->attempts->len, ==, 1);
  g_assert_cmpstr (hawkbit_run_get (f->run, "e2/1")->from, ==, CAMERA ("2.4.0"));
  g_assert_cmpint (hawkbit_run_get (f->run, "e2/1")->ended, ==, later + 1000);
  g_assert_cmpint (hawkbit_run_get (f->run, "1")->outcome, ==, PARL_OUTCOME_SUCCEEDED);
  g_assert_cmpuint (f->run->known->open->len, ==, 3);

  /* What was open there stays so, and nobody asks for it again. */
  hawkbit_fake_count (f->fake);
  g_autoptr (ParlHarvest) third = hawkbit_run (f->run);
  hawkbit_assert_silent (third);
  g_assert_cmpuint (third->attempts->len, ==, 0);
  g_assert_cmpuint (hawkbit_fake_count (f->fake), <=, SECOND_SYNC);
}

/* The newest action went with its target: that is not another database. */
static void
test_deleted_target (Fixture *f, gconstpointer old)
{
  g_autoptr (ParlHarvest) first = hawkbit_run (f->run);
  GPtrArray *actions = hawkbit_fake_get (f->fake, "actions");

  (void)old;
  g_ptr_array_remove_index (actions, actions->len - 1);
  g_assert_null (hawkbit_fake_find_action (f->fake, 240));
  g_autoptr (ParlHarvest) second = hawkbit_run (f->run);
  hawkbit_assert_silent (second);
  g_assert_cmpuint (second->attempts->len, ==, 0);
  g_assert_cmpint (hawkbit_run_get (f->run, "240")->outcome, ==, PARL_OUTCOME_SUCCEEDED);
}

/* A cohort made by an attribute stands where the release else does. */
static void
test_cohort_by_attribute (Fixture *f, gconstpointer old)
{
  (void)old;
  g_assert_true (parl_source_config_set (f->run->config, "CohortBy", "attribute:hw", NULL));
  g_autoptr (ParlHarvest) first = hawkbit_run (f->run);
  hawkbit_assert_silent (first);
  g_assert_cmpstr (hawkbit_run_get (f->run, "128")->from, ==, "bullet");
  g_assert_cmpstr (hawkbit_run_get (f->run, "201")->from, ==, "dome");
}

/* An installation from before the first action that is kept. */
static void
test_unknown_past (Fixture *f, gconstpointer old)
{
  GPtrArray *actions = hawkbit_fake_get (f->fake, "actions");
  GPtrArray *targets = hawkbit_fake_get (f->fake, "targets");

  (void)old;
  for (unsigned i = actions->len; i > 0; i--)
    if (json_object_get_int_member (actions->pdata[i - 1], "id") <= 120)
      g_ptr_array_remove_index (actions, i - 1);
  for (unsigned i = 0; i < targets->len; i++)
    json_object_set_string_member (targets->pdata[i], "_installed", i % 2 ? "2.2.7" : "2.3.4");

  g_autoptr (ParlHarvest) first = hawkbit_run (f->run);
  hawkbit_assert_silent (first);
  g_assert_cmpuint (g_hash_table_size (f->run->attempts), ==, 120);
  g_assert_cmpstr (hawkbit_run_get (f->run, "128")->from, ==, CAMERA ("2.3.4"));
  g_assert_cmpstr (hawkbit_run_get_device (f->run, "cam-00002")->release, ==, CAMERA ("2.3.4"));
  g_assert_null (hawkbit_run_get (f->run, "201")->from);
}

/* A device that has a system and an application: each has its own past. */
static void
test_two_products (Fixture *f, gconstpointer old)
{
  static const struct
  {
    const char *key, *set, *from, *to;
  } rows[] = {
    { "241", "detector:1.4", CAMERA ("2.4.0"), "detector" PARL_RELEASE_MARK "1.4" },
    { "242", "camera:2.5.0", CAMERA ("2.4.0"), CAMERA ("2.5.0") },
    { "243", "detector:1.4:A", "detector" PARL_RELEASE_MARK "1.4",
      "detector" PARL_RELEASE_MARK "1.4:A" },
  };
  if (old != NULL)
    return; /* the recorded server of then names no set in a link */

  g_autoptr (ParlHarvest) first = hawkbit_run (f->run);
  JsonObject *target = hawkbit_fake_find_target (f->fake, "cam-00000");
  ParlTime later = HAWKBIT_NOW;

  hawkbit_fake_override (f->fake, "/rest/v1/distributionsets/9", 404, "{}");
  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      later += PARL_HOUR;
      hawkbit_fake_add_action (f->fake, 241 + i, "cam-00000", rows[i].set, "finished", later);
      hawkbit_fake_report (f->fake, 241 + i, "finished", "[null]", later + 7000);
      json_object_set_int_member (target, "lastModifiedAt", later);
      json_object_set_int_member (target, "installedAt", later + 7000);
      json_object_set_int_member (target, "lastControllerRequestAt", later + 7000);
      f->run->call.now = later + PARL_MINUTE;
      g_autoptr (ParlHarvest) next = hawkbit_run (f->run);

      g_assert_cmpuint (next->attempts->len, ==, 1);
      g_assert_cmpstr (hawkbit_run_get (f->run, rows[i].key)->from, ==, rows[i].from);
      g_assert_cmpstr (hawkbit_run_get (f->run, rows[i].key)->to, ==, rows[i].to);
    }

  const ParlDevice *device = hawkbit_run_get_device (f->run, "cam-00000");
  g_assert_cmpstr (device->release, ==, rows[2].to);
  g_assert_cmpstr (device->also[0], ==, CAMERA ("2.5.0"));
  g_assert_null (device->also[1]);
}

/* What the server closes by itself is no attempt, but the device runs it; what is only downloaded
 * is a success that leaves the device as it was. */
static void
test_nothing_installed (Fixture *f, gconstpointer old)
{
  g_autoptr (ParlHarvest) first = hawkbit_run (f->run);
  ParlTime later = HAWKBIT_NOW + PARL_HOUR;

  if (old != NULL)
    return; /* the server of then knew neither */
  JsonObject *target = hawkbit_fake_find_target (f->fake, "cam-00000");
  json_object_set_int_member (target, "installedAt", later);
  json_object_set_int_member (target, "lastControllerRequestAt", later);
  hawkbit_fake_add_action (f->fake, 241, "cam-00000", "2.5.0", "finished", later);
  hawkbit_fake_report (f->fake, 241, "finished",
                       "[\"Update Server: Action reported as offline deployment\"]", later);
  hawkbit_fake_add_action (f->fake, 242, "cam-00001", "2.4.0", "finished", later);
  hawkbit_fake_report (
      f->fake, 242, "finished",
      "[\"Update Server: Distribution Set is already assigned. Skipping this action.\"]", later);
  JsonObject *action
      = hawkbit_fake_add_action (f->fake, 243, "cam-00003", "2.5.0", "downloaded", later);
  json_object_set_string_member (action, "forceType", "downloadonly");
  json_object_set_boolean_member (action, "active", false);
  hawkbit_fake_report (f->fake, 243, "downloaded", "[\"Downloaded\"]", later + 7000);
  f->run->call.now = later + PARL_MINUTE;

  g_autoptr (ParlHarvest) second = hawkbit_run (f->run);
  hawkbit_assert_silent (second);
  g_assert_cmpint (hawkbit_run_get (f->run, "241")->outcome, ==, PARL_OUTCOME_NONE);
  g_assert_cmpstr (hawkbit_run_get_device (f->run, "cam-00000")->release, ==, CAMERA ("2.5.0"));
  g_assert_cmpint (hawkbit_run_get (f->run, "242")->outcome, ==, PARL_OUTCOME_NONE);
  g_assert_cmpint (hawkbit_run_get (f->run, "243")->outcome, ==, PARL_OUTCOME_DOWNLOADED);
  g_assert_cmpint (hawkbit_run_get (f->run, "243")->ended, ==, later + 7000);
  g_assert_cmpstr (hawkbit_run_get_device (f->run, "cam-00003")->release, ==, CAMERA ("2.4.0"));
}

/* The stages of a rollout that only downloads: nothing of it is done. */
static void
test_download_rollout (Fixture *f, gconstpointer old G_GNUC_UNUSED)
{
  JsonObject *rollout = hawkbit_fake_get (f->fake, "rollouts")->pdata[0];

  json_object_set_string_member (rollout, "type", "downloadonly");
  g_autoptr (ParlHarvest) harvest = hawkbit_run (f->run);
  const ParlStage *stage = ((ParlRollout *)harvest->rollouts->pdata[0])->stages->pdata[1];
  g_assert_cmpint (stage->succeeded, ==, 0);
  g_assert_cmpint (stage->downloaded, ==, 23);
  g_assert_cmpint (stage->failed, ==, 5);
}

/* Where a name holds a colon, too, only the set's own page tells. */
static void
test_colons (Fixture *f, gconstpointer old)
{
  if (old != NULL)
    return; /* the recorded server of then names no set in a link */
  hawkbit_fake_override (f->fake, "/rest/v1/distributionsets/9", 200,
                         "{\"id\":9,\"name\":\"site:A\",\"version\":\"1:2.0\",\"type\":\"app\"}");
  hawkbit_fake_add_action (f->fake, 241, "cam-00000", "site:A:1:2.0", "running", HAWKBIT_NOW);
  hawkbit_fake_add_action (f->fake, 242, "cam-00001", "camera:1:2.0", "running", HAWKBIT_NOW);

  g_autoptr (ParlHarvest) harvest = hawkbit_run (f->run);
  hawkbit_assert_silent (harvest);
  g_assert_cmpstr (hawkbit_run_get (f->run, "241")->to, ==, "site:A" PARL_RELEASE_MARK "1:2.0");
  g_assert_cmpstr (hawkbit_run_get (f->run, "242")->to, ==, CAMERA ("1:2.0"));
  g_assert_cmpstr (g_hash_table_lookup (harvest->releases, CAMERA ("2.4.0")), ==, "os");
}

/* A history whose releases have no names yet: all is read once more, and gets them. */
static void
test_old_bookmark (Fixture *f, gconstpointer old)
{
  g_autoptr (ParlHarvest) first = hawkbit_run (f->run);
  GHashTableIter iter;
  ParlDevice *device;

  (void)old;
  char *set = strstr (f->run->known->bookmark, "\"set\":");
  memcpy (set, "\"was\"", strlen ("\"was\""));
  g_hash_table_iter_init (&iter, f->run->known->devices);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&device))
    {
      g_free (device->release);
      device->release = g_strdup ("2.4.0");
    }
  for (unsigned i = 0; i < f->run->known->open->len; i++)
    {
      ParlAttempt *attempt = f->run->known->open->pdata[i];
      g_free (attempt->to);
      attempt->to = g_strdup ("2.4.0");
    }

  g_autoptr (ParlHarvest) second = hawkbit_run (f->run);
  hawkbit_assert_silent (second);
  check_attempts (f);
  g_assert_cmpstr (hawkbit_run_get_device (f->run, "cam-00000")->release, ==, CAMERA ("2.4.0"));
}

static void
test_findings (Fixture *f, gconstpointer old)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) findings = parl_kind_hawkbit.test (&f->run->call, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (findings[0], ==, old != NULL ? "hawkBit 0.3" : "hawkBit 0.10 or later");
  g_assert_cmpstr (findings[1], ==, "1 rollout");
  g_assert_cmpstr (findings[2], ==, "120 devices");
  g_assert_true (old != NULL ? g_str_has_prefix (findings[3], "Actions are read device by device")
                             : strcmp (findings[3], "240 actions") == 0);
  g_assert_cmpstr (findings[4], ==, "A device is overdue 00:05:00 after its next poll was due");
  g_assert_cmpstr (findings[5], ==, "The first device has the attributes: hw, rollback");
  g_assert_null (findings[6]);
}

/* What one device does not tell, others do. */
static void
test_untold_device (Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  bool found = false;

  hawkbit_fake_override (f->fake, "/rest/v1/targets/cam-00000/attributes", 403, "{}");
  g_assert_true (parl_source_config_set (f->run->config, "ClassAttribute", NULL, &error));
  g_auto (GStrv) findings = parl_kind_hawkbit.test (&f->run->call, &error);
  g_assert_no_error (error);
  for (char **finding = findings; *finding != NULL; finding++)
    found = found || g_str_has_prefix (*finding, "ClassAttribute=hw would fit");
  g_assert_true (found);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "first-sync", test_first_sync },
    { "nothing-happened", test_nothing_happened },
    { "paused", test_paused },
    { "late-failure", test_late_failure },
    { "untold-device", test_untold_device },
    { "what-is-new", test_what_is_new },
    { "called-off", test_called_off },
    { "new-database", test_new_database },
    { "deleted-target", test_deleted_target },
    { "cohort-by-attribute", test_cohort_by_attribute },
    { "unknown-past", test_unknown_past },
    { "two-products", test_two_products },
    { "nothing-installed", test_nothing_installed },
    { "download-rollout", test_download_rollout },
    { "colons", test_colons },
    { "old-bookmark", test_old_bookmark },
    { "findings", test_findings },
  };

  g_test_init (&argc, &argv, NULL);
  for (int old = 0; old < 2; old++)
    for (unsigned i = 0; i < G_N_ELEMENTS (tests); i++)
      {
        g_autofree char *path
            = g_strdup_printf ("/sources/hawkbit/%s/%s", old ? "0.3" : "0.10", tests[i].name);
        g_test_add (path, Fixture, GINT_TO_POINTER (old), set_up, tests[i].test, tear_down);
      }
  return g_test_run ();
}
