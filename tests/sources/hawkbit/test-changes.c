/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fleet that changes: devices that are moved, replaced or deleted, rollouts that are deleted, the
 * oldest actions removed; and what devices say of themselves, which a server may tell in many ways.
 */
#include "config.h"

#include "fake.h"
#include "run.h"

#include <string.h>

typedef struct
{
  HawkbitFake *fake;
  HawkbitRun *run;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
  f->fake = hawkbit_fake_new (false);
  f->run = hawkbit_run_new (hawkbit_fake_get_url (f->fake));
  g_assert_true (parl_source_config_set (f->run->config, "ClassAttribute", "hw", NULL));
  g_assert_true (parl_source_config_set (f->run->config, "SiteAttribute", "site", NULL));
}

static void
tear_down (Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
  hawkbit_run_free (f->run);
  hawkbit_fake_free (f->fake);
}

static void
say (Fixture *f, const char *device, unsigned status, const char *body)
{
  g_autofree char *path = g_strdup_printf ("/rest/v1/targets/%s/attributes", device);

  hawkbit_fake_override (f->fake, path, status, body);
}

static unsigned
count_of_class (Fixture *f, const char *device_class)
{
  GHashTableIter iter;
  ParlDevice *device;
  unsigned n = 0;

  g_hash_table_iter_init (&iter, f->run->known->devices);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&device))
    n += g_strcmp0 (device->device_class, device_class) == 0;
  return n;
}

/* The site that holds is the one of when it was tried; a change is read when the target shows one.
 */
static void
test_moved (Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
  ParlTime later = HAWKBIT_NOW + PARL_HOUR;

  say (f, "cam-00002", 200, "{\"hw\":\"bullet\",\"site\":\"Berlin\"}");
  g_autoptr (ParlHarvest) first = hawkbit_run (f->run);
  g_assert_cmpstr (hawkbit_run_get (f->run, "128")->device_class, ==, "bullet");

  say (f, "cam-00002", 200, "{\"hw\":\"dome\",\"site\":\"Hamburg\"}");
  JsonObject *target = hawkbit_fake_find_target (f->fake, "cam-00002");
  json_object_set_int_member (target, "lastModifiedAt", later);
  json_object_set_int_member (target, "lastControllerRequestAt", later);
  hawkbit_fake_add_action (f->fake, 241, "cam-00002", "2.5.0", "running", later);
  f->run->call.now = later + PARL_MINUTE;

  g_autoptr (ParlHarvest) second = hawkbit_run (f->run);
  hawkbit_assert_silent (second);
  g_assert_false (second->reclassified);
  g_assert_cmpstr (hawkbit_run_get_device (f->run, "cam-00002")->site, ==, "Hamburg");
  g_assert_cmpstr (hawkbit_run_get (f->run, "241")->device_class, ==, "dome");
  g_assert_cmpstr (hawkbit_run_get (f->run, "241")->site, ==, "Hamburg");
}

/* A target made anew under an id is another device: what the first one ran and was is not its. */
static void
test_replaced (Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
  ParlTime later = HAWKBIT_NOW + PARL_HOUR;

  g_autoptr (ParlHarvest) first = hawkbit_run (f->run);
  say (f, "cam-00000", 204, "");
  JsonObject *target = hawkbit_fake_find_target (f->fake, "cam-00000");
  json_object_set_int_member (target, "createdAt", later);
  json_object_set_int_member (target, "lastControllerRequestAt", later);
  json_object_set_string_member (target, "updateStatus", "registered");
  json_object_remove_member (target, "installedAt");
  f->run->call.now = later + PARL_MINUTE;

  g_autoptr (ParlHarvest) second = hawkbit_run (f->run);
  const ParlDevice *device = hawkbit_run_get_device (f->run, "cam-00000");
  hawkbit_assert_silent (second);
  g_assert_cmpuint (second->new_devices->len, ==, 1);
  g_assert_cmpint (device->registered, ==, later);
  g_assert_null (device->release);
  g_assert_null (device->device_class);
}

/* Nothing that is learned of one device costs the others, or the sync. */
static void
test_odd_devices (Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
  for (unsigned i = 0; i < 25; i++)
    {
      g_autofree char *id = g_strdup_printf ("cam-%05u", i);
      say (f, id, i % 3 == 0 ? 204 : i % 3 == 1 ? 200 : 500, i % 3 == 1 ? "{}" : "");
      json_object_set_boolean_member (hawkbit_fake_find_target (f->fake, id), "_blank", true);
    }

  g_autoptr (ParlHarvest) harvest = hawkbit_run (f->run);
  hawkbit_assert_silent (harvest);
  g_assert_cmpuint (count_of_class (f, NULL), ==, 25);
  g_assert_cmpuint (count_of_class (f, "dome") + count_of_class (f, "bullet"), ==, 95);
}

/* Where the server does not search by an attribute, each device is asked. */
static void
test_refused_search (Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
  hawkbit_fake_refuse (f->fake, "attribute.");
  g_autoptr (ParlHarvest) harvest = hawkbit_run (f->run);
  hawkbit_assert_silent (harvest);
  g_assert_cmpuint (count_of_class (f, "dome"), ==, 60);
  g_assert_cmpuint (count_of_class (f, "bullet"), ==, 60);
}

static void
test_deleted (Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
  GPtrArray *targets = hawkbit_fake_get (f->fake, "targets");

  g_autoptr (ParlHarvest) first = hawkbit_run (f->run);
  hawkbit_fake_override (f->fake, "/rest/v1/rollouts/1", 200,
                         "{\"id\":1,\"name\":\"w\",\"status\":\"finished\",\"deleted\":true}");
  g_ptr_array_set_size (hawkbit_fake_get (f->fake, "rollouts"), 0);
  g_ptr_array_remove_range (targets, 10, 3);

  g_autoptr (ParlHarvest) second = hawkbit_run (f->run);
  hawkbit_assert_silent (second);
  g_assert_cmpuint (second->gone_rollouts->len, ==, 1);
  g_assert_cmpstr (second->gone_rollouts->pdata[0], ==, "1");
  g_assert_cmpuint (second->gone_devices->len, ==, 3);
  g_assert_cmpuint (g_hash_table_size (f->run->known->devices), ==, 117);

  hawkbit_fake_count (f->fake);
  g_autoptr (ParlHarvest) third = hawkbit_run (f->run);
  g_assert_cmpuint (third->gone_rollouts->len + third->gone_devices->len, ==, 0);
  g_assert_cmpuint (hawkbit_fake_count (f->fake), <=, 8);
}

/* All actions that were known are cleaned away: that is no new database. What is younger than all
 * of them under one of their ids is. */
static void
test_removed_actions (Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    int64_t id;
    ParlTime created;
    const char *key;
  } cases[] = {
    { 241, HAWKBIT_NOW + PARL_HOUR, "241" },
    { 7, HAWKBIT_NOW - PARL_DAY, NULL },
    { 7, HAWKBIT_NOW + 2 * PARL_HOUR, "e2/7" },
  };

  g_autoptr (ParlHarvest) first = hawkbit_run (f->run);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_ptr_array_set_size (hawkbit_fake_get (f->fake, "actions"), 0);
      hawkbit_fake_add_action (f->fake, cases[i].id, "cam-00003", "2.5.0", "running",
                               cases[i].created);
      f->run->call.now = HAWKBIT_NOW + (3 + i) * PARL_HOUR;

      g_autoptr (ParlHarvest) next = hawkbit_run (f->run);
      unsigned n = 0;
      for (unsigned k = 0; k < next->attempts->len; k++)
        n += ((ParlAttempt *)next->attempts->pdata[k])->outcome == PARL_OUTCOME_OPEN;
      g_assert_cmpuint (n, ==, cases[i].key != NULL);
      if (cases[i].key != NULL)
        hawkbit_run_get (f->run, cases[i].key);
    }
}

/* A failure that no fact looks back to costs no request, and keeps the day it was made on; one that
 * may have ended lately is asked for, however old. */
static void
test_long_ago (Fixture *f, gconstpointer data G_GNUC_UNUSED)
{
  const ParlTime old = HAWKBIT_NOW - 300 * PARL_DAY;

  hawkbit_fake_add_target (f->fake, "old", old);
  hawkbit_fake_add_action (f->fake, 9001, "old", "2.1.0", "error", old);
  hawkbit_fake_add_action (f->fake, 9002, "old", "2.2.0", "error", old + PARL_DAY);
  hawkbit_fake_report (f->fake, 9001, "error", "[\"no space left on device\"]", old + PARL_HOUR);
  hawkbit_fake_report (f->fake, 9002, "error", "[\"no space left on device\"]",
                       HAWKBIT_NOW - PARL_DAY);
  g_autoptr (ParlHarvest) harvest = hawkbit_run (f->run);
  const ParlAttempt *first = hawkbit_run_get (f->run, "9001");
  g_assert_cmpint (first->outcome, ==, PARL_OUTCOME_FAILED);
  g_assert_null (first->message);
  g_assert_true (first->ended_is_seen);
  g_assert_cmpint (first->ended, ==, old);
  const ParlAttempt *second = hawkbit_run_get (f->run, "9002");
  g_assert_cmpstr (second->cause, ==, "disk-space");
  g_assert_cmpint (second->ended, ==, HAWKBIT_NOW - PARL_DAY);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "moved", test_moved },
    { "replaced", test_replaced },
    { "odd-devices", test_odd_devices },
    { "refused-search", test_refused_search },
    { "deleted", test_deleted },
    { "removed-actions", test_removed_actions },
    { "long-ago", test_long_ago },
  };

  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/sources/hawkbit/changes/", tests[i].name, NULL);
      g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
