/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hawkBit 0.3, where each device has to be asked for its actions: a first sync that is cut off, and
 * what needs no request. */
#include "config.h"

#include "fake.h"
#include "run.h"

#include "model/attempt.h"

#include <string.h>

#define N_DEVICES 260
#define PART 250 /* devices that are stored together */
#define BEGIN (HAWKBIT_NOW - 80 * PARL_DAY)

typedef struct
{
  HawkbitFake *fake;
  HawkbitRun *run, *other;
} Fixture;

static HawkbitRun *
create_run (Fixture *f)
{
  HawkbitRun *run = hawkbit_run_new (hawkbit_fake_get_url (f->fake));

  g_assert_true (parl_source_config_set (run->config, "ClassAttribute", "hw", NULL));
  return run;
}

static void
set_up (Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
  f->fake = hawkbit_fake_new (true);
  f->run = create_run (f);
  f->other = create_run (f);
}

static void
tear_down (Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
  hawkbit_run_free (f->run);
  hawkbit_run_free (f->other);
  hawkbit_fake_free (f->fake);
}

static void
touch (JsonObject *target, ParlTime at)
{
  json_object_set_int_member (target, "lastModifiedAt", at);
}

static void
add_update (Fixture *f, int64_t id, const char *device, const char *release, bool fails,
            ParlTime created)
{
  hawkbit_fake_add_action (f->fake, id, device, release, fails ? "error" : "finished", created);
  hawkbit_fake_report (f->fake, id, fails ? "error" : "finished",
                       fails ? "[\"no space left on device\"]" : "[\"done\"]", created + 5000);
  touch (hawkbit_fake_find_target (f->fake, device), created);
}

/* Each with two updates in the past, one device after the other; of every fifth the second failed.
 */
static void
add_devices (Fixture *f)
{
  for (unsigned i = 0; i < N_DEVICES; i++)
    {
      g_autofree char *id = g_strdup_printf ("dev-%04u", i);
      ParlTime second = BEGIN + 10 * PARL_DAY + i * PARL_HOUR;
      bool fails = i % 5 == 0;

      hawkbit_fake_add_target (f->fake, id, BEGIN);
      JsonObject *target = hawkbit_fake_find_target (f->fake, id);
      add_update (f, 10000 + i, id, "2.2.7", false, BEGIN);
      add_update (f, 20000 + i, id, "2.3.4", fails, second);
      json_object_set_string_member (target, "updateStatus", fails ? "error" : "in_sync");
      json_object_set_int_member (target, "installedAt", (fails ? BEGIN : second) + 5000);
      json_object_set_string_member (target, "_installed", fails ? "2.2.7" : "2.3.4");
    }
}

static bool
on_part (const ParlHarvest *part, gpointer data, GError **error G_GNUC_UNUSED)
{
  Fixture *f = data;

  hawkbit_run_store (f->other, (ParlHarvest *)part);
  f->other->known->updates_since = part->updates_since;
  return true;
}

/* A first sync whose line is cut behind @n requests; what it stored is in `other`. */
static void
run_cut (Fixture *f, int n)
{
  g_autoptr (HawkbitRun) run = create_run (f);
  g_autoptr (GError) error = NULL;

  run->call.keep = on_part;
  run->call.data = f;
  hawkbit_fake_set_left (f->fake, n);
  g_autoptr (ParlHarvest) harvest = parl_kind_hawkbit.sync (&run->call, &error);
  g_assert_null (harvest);
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_UNREACHABLE);
  hawkbit_fake_set_left (f->fake, -1);
  hawkbit_fake_count (f->fake);
}

static void
assert_same_attempt (const ParlAttempt *found, const ParlAttempt *expected)
{
  g_assert_nonnull (found);
  g_assert_cmpstr (found->device, ==, expected->device);
  g_assert_cmpstr (found->from, ==, expected->from);
  g_assert_cmpstr (found->to, ==, expected->to);
  g_assert_cmpstr (found->rollout, ==, expected->rollout);
  g_assert_cmpstr (found->stage, ==, expected->stage);
  g_assert_cmpint (found->outcome, ==, expected->outcome);
  g_assert_cmpint (found->started, ==, expected->started);
  g_assert_cmpint (found->ended, ==, expected->ended);
  g_assert_cmpint (found->ended_is_seen, ==, expected->ended_is_seen);
  g_assert_cmpstr (found->cause, ==, expected->cause);
  g_assert_cmpstr (found->message, ==, expected->message);
  g_assert_cmpstr (found->device_class, ==, expected->device_class);
}

static void
assert_same_history (HawkbitRun *found, HawkbitRun *expected)
{
  GHashTableIter iter;
  const char *key;
  const ParlAttempt *attempt;
  const ParlDevice *device;

  g_hash_table_iter_init (&iter, expected->attempts);
  while (g_hash_table_iter_next (&iter, (gpointer *)&key, (gpointer *)&attempt))
    {
      g_test_message ("update %s", key);
      assert_same_attempt (g_hash_table_lookup (found->attempts, key), attempt);
    }
  g_assert_cmpuint (g_hash_table_size (found->attempts), ==,
                    g_hash_table_size (expected->attempts));
  g_hash_table_iter_init (&iter, expected->known->devices);
  while (g_hash_table_iter_next (&iter, (gpointer *)&key, (gpointer *)&device))
    g_assert_cmpstr (hawkbit_run_get_device (found, key)->release, ==, device->release);
}

/* What is read is stored, the devices first that were touched last; the next sync goes on behind
 * it, and in the end history holds what one sync would have brought. */
static void
test_cut (Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
  add_devices (f);
  g_autoptr (ParlHarvest) whole = hawkbit_run (f->run);
  unsigned n_whole = hawkbit_fake_count (f->fake);
  g_assert_cmpint (whole->updates_since, ==, PARL_TIME_NONE);
  g_assert_cmpuint (g_hash_table_size (f->run->attempts), ==, 240 + 2 * N_DEVICES);

  run_cut (f, (int)n_whole - 200);
  g_assert_cmpuint (g_hash_table_size (f->other->known->devices), ==, 120 + N_DEVICES);

  /* Its first part: those of the recording, and behind them the devices that were touched last. */
  unsigned n_own = PART - 120;
  ParlTime last = BEGIN + 10 * PARL_DAY + (N_DEVICES - n_own) * PARL_HOUR;
  g_assert_cmpint (f->other->known->updates_since, ==, last + 14 * PARL_DAY);
  g_assert_cmpuint (g_hash_table_size (f->other->attempts), ==, 240 + 2 * n_own);

  g_autoptr (ParlHarvest) rest = hawkbit_run (f->other);
  unsigned n_rest = hawkbit_fake_count (f->fake);
  g_test_message ("%u requests in one sync; %u after one that was cut off", n_whole, n_rest);
  g_assert_cmpuint (n_rest, <, n_whole / 2);
  g_assert_cmpint (rest->updates_since, ==, PARL_TIME_NONE);
  assert_same_history (f->other, f->run);

  g_autoptr (ParlHarvest) nothing = hawkbit_run (f->other);
  g_assert_cmpuint (hawkbit_fake_count (f->fake), <, 20);
  g_assert_cmpint (nothing->updates_since, ==, PARL_TIME_NONE);
  assert_same_history (f->other, f->run);
}

/* A device that is updated while a first sync is cut off is read with all its past, whether it had
 * been read before or not; so after a second cut, too. */
static void
test_touched_meanwhile (Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const devices[] = { "dev-0003", "dev-0255" };

  add_devices (f);
  run_cut (f, 1250);
  g_assert_nonnull (f->other->known->bookmark);
  for (unsigned i = 0; i < G_N_ELEMENTS (devices); i++)
    {
      ParlTime created = HAWKBIT_NOW - PARL_MINUTE; /* after all that was read */

      add_update (f, 30000 + i, devices[i], "2.4.0", false, created);
      json_object_set_int_member (hawkbit_fake_find_target (f->fake, devices[i]), "installedAt",
                                  created + 5000);
    }

  HawkbitRun *cut = f->other;
  f->other = create_run (f);
  g_autoptr (GError) error = NULL;
  hawkbit_fake_set_left (f->fake, 100);
  g_assert_null (parl_kind_hawkbit.sync (&cut->call, &error));
  hawkbit_fake_set_left (f->fake, -1);

  g_autoptr (ParlHarvest) rest = hawkbit_run (cut);
  g_assert_cmpint (rest->updates_since, ==, PARL_TIME_NONE);
  g_autoptr (ParlHarvest) whole = hawkbit_run (f->run);
  assert_same_history (cut, f->run);
  g_assert_nonnull (hawkbit_run_get (cut, "30000")->from);
  hawkbit_run_free (cut);
}

/* How often this was asked for, with whatever query. */
static unsigned
count_requests (Fixture *f, const char *path)
{
  ScriptServer *server = hawkbit_fake_get_server (f->fake);
  unsigned n = 0;

  for (unsigned i = 0; i < script_server_count (server); i++)
    {
      g_autofree char *request = script_server_dup_request (server, i);
      g_auto (GStrv) parts = g_strsplit_set (request, " ?", 3);
      n += g_strcmp0 (parts[1], path) == 0;
    }
  return n;
}

/* The server makes all actions of a rollout at its start, and touches each when its turn comes:
 * until then no question is needed, and its device's installation is of another action. */
static void
test_waiting (Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
  JsonObject *target = hawkbit_fake_find_target (f->fake, "cam-00100");
  ParlTime installed = json_object_get_int_member (target, "installedAt");
  JsonObject *stage = hawkbit_fake_get (f->fake, "groups")->pdata[3];
  JsonObject *later, *earlier;

  json_object_set_string_member (stage, "status", "scheduled");
  later
      = hawkbit_fake_add_action (f->fake, 9100, "cam-00100", "2.5.0", "finished", installed + 1000);
  json_object_set_int_member (later, "rollout", 1);
  target = hawkbit_fake_find_target (f->fake, "cam-00104");
  installed = json_object_get_int_member (target, "installedAt");
  earlier
      = hawkbit_fake_add_action (f->fake, 9104, "cam-00104", "2.5.0", "finished", installed - 100);
  json_object_set_int_member (earlier, "rollout", 1);

  g_autoptr (ParlHarvest) harvest = hawkbit_run (f->run);
  g_assert_null (g_hash_table_lookup (f->run->attempts, "9100"));
  g_assert_null (g_hash_table_lookup (f->run->attempts, "9104"));
  g_assert_cmpstr (hawkbit_run_get_device (f->run, "cam-00104")->release, ==, CAMERA ("2.4.0"));
  g_assert_cmpuint (count_requests (f, "/rest/v1/targets/cam-00100/actions"), ==, 1);
  g_assert_cmpuint (count_requests (f, "/rest/v1/targets/cam-00100/actions/9100"), ==, 0);
  g_assert_cmpuint (count_requests (f, "/rest/v1/targets/cam-00100/actions/9100/status"), ==, 0);

  ParlTime begun = HAWKBIT_NOW - 1000;
  json_object_set_int_member (later, "lastModifiedAt", begun);
  hawkbit_fake_report (f->fake, 9100, "error", "[\"no space left on device\"]", begun + 100);
  touch (hawkbit_fake_find_target (f->fake, "cam-00100"), begun);
  g_autoptr (ParlHarvest) second = hawkbit_run (f->run);
  g_assert_cmpint (hawkbit_run_get (f->run, "9100")->outcome, ==, PARL_OUTCOME_FAILED);
}

/* What was installed last is told by a list of devices: of these, only a failure costs a request.
 */
static void
test_installed (Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
  add_devices (f);
  g_autoptr (ParlHarvest) harvest = hawkbit_run (f->run);
  g_assert_cmpstr (hawkbit_run_get (f->run, "20001")->to, ==, CAMERA ("2.3.4"));
  g_assert_cmpuint (count_requests (f, "/rest/v1/targets/dev-0001/actions/20001"), ==, 0);
  g_assert_cmpuint (count_requests (f, "/rest/v1/targets/dev-0001/actions/20001/status"), ==, 0);
  g_assert_cmpuint (count_requests (f, "/rest/v1/targets/dev-0005/actions/20005"), ==, 1);
  g_assert_cmpuint (count_requests (f, "/rest/v1/targets/dev-0005/actions/20005/status"), ==, 1);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "cut", test_cut },
    { "touched-meanwhile", test_touched_meanwhile },
    { "waiting", test_waiting },
    { "installed", test_installed },
  };

  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/sources/hawkbit/by-device/", tests[i].name, NULL);
      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
