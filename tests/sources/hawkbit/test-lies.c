/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hawkBit source against a server that errs: lists that never end, rows of the wrong shape,
 * counts that cannot be, clocks that run wrong, rights that are missing. Each is one sentence with
 * source, endpoint and place, and costs only what it is about. */
#include "config.h"

#include "fake.h"
#include "run.h"

#include <string.h>

typedef struct
{
  HawkbitFake *fake;
  HawkbitRun *run;
} Fixture;

static JsonObject *
get_row (Fixture *f, const char *list, unsigned index)
{
  return hawkbit_fake_get (f->fake, list)->pdata[index];
}

static JsonObject *
get_member (Fixture *f, const char *list, unsigned index, const char *member)
{
  return json_object_get_object_member (get_row (f, list, index), member);
}

static void
spoil_promise (Fixture *f)
{
  hawkbit_fake_set_promise (f->fake, "actions", 1000000);
}

static void
spoil_cap (Fixture *f)
{
  hawkbit_fake_set_cap (f->fake, 50);
}

static void
spoil_shift (Fixture *f)
{
  GPtrArray *actions = hawkbit_fake_get (f->fake, "actions");

  g_ptr_array_insert (actions, 60, json_object_ref (actions->pdata[10]));
}

static void
spoil_negative_count (Fixture *f)
{
  json_object_set_int_member (get_member (f, "groups", 1, "totalTargetsPerStatus"), "error", -5);
}

static void
spoil_huge_count (Fixture *f)
{
  json_object_set_int_member (get_member (f, "groups", 0, "totalTargetsPerStatus"), "finished",
                              1000);
}

static void
spoil_threshold (Fixture *f)
{
  json_object_set_string_member (get_member (f, "groups", 0, "errorCondition"), "expression",
                                 "forty");
}

static void
spoil_future (Fixture *f)
{
  json_object_set_int_member (get_row (f, "targets", 0), "lastControllerRequestAt",
                              HAWKBIT_NOW + 3 * PARL_DAY);
}

static void
spoil_action_time (Fixture *f)
{
  json_object_set_int_member (get_row (f, "actions", 0), "createdAt", -1);
}

static void
spoil_action_id (Fixture *f)
{
  json_object_set_string_member (get_row (f, "actions", 0), "id", "one");
}

static void
spoil_action_links (Fixture *f)
{
  json_object_remove_member (get_row (f, "actions", 0), "_links");
}

static void
spoil_rollout_status (Fixture *f)
{
  json_object_set_string_member (get_row (f, "rollouts", 0), "status", "waiting_for_start");
}

static void
spoil_action_status (Fixture *f)
{
  json_object_set_string_member (get_row (f, "actions", 0), "status", "<i>odd</i>\n");
}

static void
spoil_target_id (Fixture *f)
{
  json_object_remove_member (get_row (f, "targets", 119), "controllerId");
}

/* The same target and the same rollout once more, in the middle of the list. */
static void
repeat_ids (Fixture *f)
{
  g_ptr_array_insert (hawkbit_fake_get (f->fake, "targets"), 7,
                      json_object_ref (get_row (f, "targets", 3)));
  g_ptr_array_insert (hawkbit_fake_get (f->fake, "rollouts"), 0,
                      json_object_ref (get_row (f, "rollouts", 0)));
}

static void
spoil_nulls (Fixture *f)
{
  json_object_set_null_member (get_row (f, "actions", 0), "status");
}

static void
spoil_report_messages (Fixture *f)
{
  hawkbit_fake_report (f->fake, 128, "error", "7", HAWKBIT_NOW);
}

static void
spoil_report_null (Fixture *f)
{
  hawkbit_fake_report (f->fake, 128, "error", "null", HAWKBIT_NOW);
}

static void
spoil_report_time (Fixture *f)
{
  hawkbit_fake_report (f->fake, 128, "error", "[\"curl: (28) Timeout was reached\"]",
                       HAWKBIT_NOW + 9 * PARL_DAY);
}

static void
spoil_report (Fixture *f)
{
  hawkbit_fake_override (f->fake, "/rest/v1/targets/cam-00002/actions/128/status", 500,
                         "{\"errorCode\":\"hawkbit.server.error.unexpected\"}");
}

static void
forbid_rollouts (Fixture *f)
{
  hawkbit_fake_override (f->fake, "/rest/v1/rollouts", 403, "{\"status\":403}");
}

static void
forbid_targets (Fixture *f)
{
  hawkbit_fake_override (f->fake, "/rest/v1/targets", 403, "{\"status\":403}");
}

static void
forbid_actions (Fixture *f)
{
  hawkbit_fake_override (f->fake, "/rest/v1/actions", 403, "{\"status\":403}");
}

static void
spoil_content (Fixture *f)
{
  hawkbit_fake_override (f->fake, "/rest/v1/rollouts", 200, "{\"content\":{},\"total\":1}");
}

static void
spoil_body (Fixture *f)
{
  hawkbit_fake_override (f->fake, "/rest/v1/rollouts", 200, "<html>Log in</html>");
}

static void
repeat_page (Fixture *f)
{
  hawkbit_fake_override (
      f->fake, "/rest/v1/rollouts/1/deploygroups/1/targets", 200,
      "{\"content\":[{\"controllerId\":\"cam-00000\"},{\"controllerId\":\"cam-00001\"}],"
      "\"total\":30}");
}

/* Numbers of a good sync: 240 attempts, 22 of them failed, 120 devices, one rollout. */
static const struct
{
  const char *name;
  void (*spoil) (Fixture *);
  const char *says; /* NULL: nothing */
  unsigned attempts, failed, devices, rollouts;
} cases[] = {
  { "promise", spoil_promise,
    "hawkBit: GET /rest/v1/actions: total: the server spoke of 1000000 elements and gave 240", 240,
    22, 120, 1 },
  { "cap", spoil_cap, NULL, 240, 22, 120, 1 },
  { "shift", spoil_shift,
    "hawkBit: GET /rest/v1/actions: total: the server spoke of 241 elements and gave 240", 240, 22,
    120, 1 },
  { "negative-count", spoil_negative_count,
    "hawkBit: GET /rest/v1/rollouts/1/deploygroups: content[1].totalTargetsPerStatus.error: ", 240,
    22, 120, 0 },
  { "huge-count", spoil_huge_count,
    "hawkBit: GET /rest/v1/rollouts/1/deploygroups: content[0].totalTargetsPerStatus: the counts "
    "add up to 1006 devices of 30; they are kept as they are",
    240, 22, 120, 1 },
  { "threshold", spoil_threshold,
    "hawkBit: GET /rest/v1/rollouts/1/deploygroups: content[0].errorCondition: expected per cent, "
    "found “forty”",
    240, 22, 120, 1 },
  { "future", spoil_future,
    "hawkBit: GET /rest/v1/targets: content[0].lastControllerRequestAt: the time "
    "2026-11-24T10:25:00Z lies in the future, it is not used",
    240, 22, 120, 1 },
  { "action-time", spoil_action_time, "hawkBit: GET /rest/v1/actions: content[0].createdAt: ", 240,
    22, 120, 1 },
  { "action-id", spoil_action_id, "hawkBit: GET /rest/v1/actions: content[0].id: expected ", 239,
    22, 120, 1 },
  { "action-links", spoil_action_links,
    "hawkBit: GET /rest/v1/actions: content[0]: expected a link to the device, found none; it was "
    "left out",
    239, 22, 120, 1 },
  { "action-status", spoil_action_status,
    "hawkBit: GET /rest/v1/actions: content[0]: expected a status, found “<i>odd</i>”; it is taken "
    "to be open",
    240, 22, 120, 1 },
  { "rollout-status", spoil_rollout_status,
    "hawkBit: GET /rest/v1/rollouts: content[0]: expected a status, found “waiting_for_start”; its "
    "counts decide",
    240, 22, 120, 1 },
  { "target-id", spoil_target_id, "hawkBit: GET /rest/v1/targets: content[119].controllerId: ", 240,
    22, 119, 1 },
  { "null", spoil_nulls,
    "hawkBit: GET /rest/v1/actions: content[0]: expected a status, found “nothing”; it is taken to "
    "be open",
    240, 22, 120, 1 },
  { "report-messages", spoil_report_messages,
    "hawkBit: GET /rest/v1/targets/cam-00002/actions/128/status: content[1].messages: expected ",
    240, 22, 120, 1 },
  { "report-null", spoil_report_null, NULL, 240, 22, 120, 1 },
  { "report-time", spoil_report_time,
    "hawkBit: GET /rest/v1/targets/cam-00002/actions/128/status: content[1].reportedAt: the time "
    "2026-11-30T10:25:00Z lies in the future, it is not used",
    240, 22, 120, 1 },
  { "report", spoil_report,
    "hawkBit: GET /rest/v1/targets/cam-00002/actions/128/status: the server answered 500", 240, 22,
    120, 1 },
  { "rollouts-denied", forbid_rollouts, "hawkBit: GET /rest/v1/rollouts: the server answered 403",
    240, 22, 120, 0 },
  { "targets-denied", forbid_targets, "hawkBit: GET /rest/v1/targets: the server answered 403", 240,
    22, 0, 1 },
  { "actions-denied", forbid_actions, "hawkBit: GET /rest/v1/actions: the server answered 403", 0,
    0, 120, 1 },
  { "content", spoil_content, "hawkBit: GET /rest/v1/rollouts: content: expected ", 240, 22, 120,
    0 },
  { "body", spoil_body, "hawkBit: GET /rest/v1/rollouts: expected JSON, found a web page", 240, 22,
    120, 0 },
  { "repeated-page", repeat_page,
    "hawkBit: GET /rest/v1/rollouts/1/deploygroups/1/targets: total: the server spoke of 30 "
    "elements and gave 2",
    240, 22, 120, 1 },
};

static void
test_case (gconstpointer data)
{
  unsigned index = GPOINTER_TO_UINT (data);
  g_autoptr (HawkbitFake) fake = hawkbit_fake_new (false);
  g_autoptr (HawkbitRun) run = hawkbit_run_new (hawkbit_fake_get_url (fake));
  unsigned failed = 0;

  cases[index].spoil (&(Fixture){ fake, run });
  g_autoptr (ParlHarvest) harvest = hawkbit_run (run);

  if (cases[index].says == NULL)
    hawkbit_assert_silent (harvest);
  else
    {
      g_assert_cmpuint (harvest->warnings->len, ==, 1);
      hawkbit_assert_warns (harvest, cases[index].says);
    }
  for (unsigned i = 0; i < harvest->attempts->len; i++)
    failed += ((ParlAttempt *)harvest->attempts->pdata[i])->outcome == PARL_OUTCOME_FAILED;
  g_assert_true ((g_str_has_suffix (cases[index].name, "-status"))
                 == (strstr (harvest->server, "newer than this program was tested with") != NULL));
  g_assert_cmpuint (harvest->attempts->len, ==, cases[index].attempts);
  g_assert_cmpuint (failed, ==, cases[index].failed);
  g_assert_cmpuint (harvest->devices->len, ==, cases[index].devices);
  g_assert_cmpuint (harvest->rollouts->len, ==, cases[index].rollouts);
}

/* What is wrong with one value stays with that value. */
static void
test_details (void)
{
  g_autoptr (HawkbitFake) fake = hawkbit_fake_new (false);
  g_autoptr (HawkbitRun) run = hawkbit_run_new (hawkbit_fake_get_url (fake));
  Fixture f = { fake, run };
  g_autoptr (GString) longer = g_string_new ("[\"\\u0007 a\\u0001b\",\"");

  spoil_future (&f);
  spoil_report_time (&f);
  json_object_set_string_member (get_row (&f, "rollouts", 0), "name",
                                 " <b>wave\u202e\a</b>\nDROP ");
  for (unsigned i = 0; i < 600; i++)
    g_string_append (longer, "ä");
  g_string_append (longer, "\"]");
  hawkbit_fake_report (fake, 135, "error", longer->str, HAWKBIT_NOW - 1);

  g_autoptr (ParlHarvest) harvest = hawkbit_run (run);
  g_assert_cmpint (hawkbit_run_get_device (run, "cam-00000")->last_seen, ==, PARL_TIME_NONE);
  g_assert_cmpint (hawkbit_run_get (run, "128")->ended, ==, HAWKBIT_NOW);
  g_assert_true (hawkbit_run_get (run, "128")->ended_is_seen);
  g_assert_cmpstr (hawkbit_run_get (run, "128")->cause, ==, "network");
  g_assert_cmpstr (((ParlRollout *)harvest->rollouts->pdata[0])->name, ==, "<b>wave  </b> DROP");

  const char *message = hawkbit_run_get (run, "135")->message;
  g_assert_true (g_utf8_validate (message, -1, NULL));
  g_assert_true (g_str_has_prefix (message, "a b; ä"));
  g_assert_cmpint (g_utf8_strlen (message, -1), ==, 605);
}

static void
test_repeated_ids (void)
{
  g_autoptr (HawkbitFake) fake = hawkbit_fake_new (false);
  g_autoptr (HawkbitRun) run = hawkbit_run_new (hawkbit_fake_get_url (fake));

  repeat_ids (&(Fixture){ fake, run });
  g_autoptr (ParlHarvest) harvest = hawkbit_run (run);
  g_assert_cmpuint (harvest->warnings->len, ==, 3); /* the target is twice in its stage, too */
  hawkbit_assert_warns (harvest, "hawkBit: GET /rest/v1/targets: total: the server spoke of 121 "
                                 "elements and gave 120");
  hawkbit_assert_warns (harvest, "hawkBit: GET /rest/v1/rollouts: total: the server spoke of 2 "
                                 "elements and gave 1");
  g_assert_cmpuint (harvest->devices->len, ==, 120);
  g_assert_cmpuint (harvest->rollouts->len, ==, 1);
}

/* Numbers that JSON does not have, or that no computer has, in the middle of a list. */
static void
test_no_numbers (void)
{
  static const char *const numbers[] = { "NaN", "1e400", "-1", "1.5", "\"7\"", "null", "[]" };

  for (unsigned i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (HawkbitFake) fake = hawkbit_fake_new (false);
      g_autoptr (HawkbitRun) run = hawkbit_run_new (hawkbit_fake_get_url (fake));
      g_autofree char *body = g_strdup_printf (
          "{\"content\":[{\"id\":%s,\"name\":\"a\",\"status\":\"running\"}],\"total\":1}",
          numbers[i]);
      hawkbit_fake_override (fake, "/rest/v1/rollouts", 200, body);
      g_autoptr (ParlHarvest) harvest = hawkbit_run (run);
      g_assert_cmpuint (harvest->warnings->len, ==, 1);
      hawkbit_assert_warns (harvest, "hawkBit: GET /rest/v1/rollouts: ");
      g_assert_cmpuint (harvest->rollouts->len, ==, 0);
      g_assert_cmpuint (harvest->attempts->len, ==, 240);
    }
}

/* An open action whose row cannot be read has not been called off. */
static void
test_unreadable_is_not_gone (void)
{
  g_autoptr (HawkbitFake) fake = hawkbit_fake_new (false);
  g_autoptr (HawkbitRun) run = hawkbit_run_new (hawkbit_fake_get_url (fake));
  g_autoptr (ParlHarvest) first = hawkbit_run (run);
  const ParlAttempt *open = run->known->open->pdata[0];
  JsonObject *action = hawkbit_fake_find_action (fake, g_ascii_strtoll (open->key, NULL, 10));

  json_object_set_boolean_member (action, "active", FALSE);
  json_object_remove_member (action, "_links");
  g_autoptr (ParlHarvest) second = hawkbit_run (run);
  g_assert_cmpuint (second->warnings->len, ==, 1);
  g_assert_cmpuint (second->attempts->len, ==, 0);
  g_assert_cmpuint (run->known->open->len, ==, 3);
}

/* One that is really gone has. */
static void
test_gone (void)
{
  g_autoptr (HawkbitFake) fake = hawkbit_fake_new (false);
  g_autoptr (HawkbitRun) run = hawkbit_run_new (hawkbit_fake_get_url (fake));
  g_autoptr (ParlHarvest) first = hawkbit_run (run);
  g_autofree char *key = g_strdup (((ParlAttempt *)run->known->open->pdata[0])->key);

  g_ptr_array_remove (hawkbit_fake_get (fake, "actions"),
                      hawkbit_fake_find_action (fake, g_ascii_strtoll (key, NULL, 10)));
  g_autoptr (ParlHarvest) second = hawkbit_run (run);
  g_assert_cmpuint (second->warnings->len, ==, 1);
  hawkbit_assert_warns (second, "which was open; it counts as called off");
  g_assert_cmpint (hawkbit_run_get (run, key)->outcome, ==, PARL_OUTCOME_CANCELLED);
  g_assert_true (hawkbit_run_get (run, key)->ended_is_seen);
}

static void
test_denied (void)
{
  g_autoptr (HawkbitFake) fake = hawkbit_fake_new (false);
  g_autoptr (HawkbitRun) run = hawkbit_run_new (hawkbit_fake_get_url (fake));
  g_autoptr (GError) error = NULL;
  static const char *const paths[] = { "actions", "rollouts", "targets" };

  for (unsigned i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *path = g_strconcat ("/rest/v1/", paths[i], NULL);
      hawkbit_fake_override (fake, path, 401, "{\"status\":401,\"error\":\"Unauthorized\"}");
    }
  g_assert_null (parl_kind_hawkbit.sync (&run->call, &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_DENIED);
  g_clear_error (&error);
  g_assert_null (parl_kind_hawkbit.test (&run->call, &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_DENIED);
}

static void
test_findings_say_what_is_denied (void)
{
  g_autoptr (HawkbitFake) fake = hawkbit_fake_new (false);
  g_autoptr (HawkbitRun) run = hawkbit_run_new (hawkbit_fake_get_url (fake));
  g_autoptr (GError) error = NULL;

  hawkbit_fake_override (fake, "/rest/v1/targets", 403, "{\"status\":403}");
  hawkbit_fake_override (fake, "/rest/v1/system/configs/pollingOverdueTime", 403,
                         "{\"status\":403}");
  g_auto (GStrv) findings = parl_kind_hawkbit.test (&run->call, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (findings[2], "These credentials may not see the devices ("));
  g_assert_true (
      g_str_has_prefix (findings[4], "These credentials may not see the server's settings ("));
  g_assert_null (findings[5]);
}

static void
test_cancelled (void)
{
  g_autoptr (HawkbitFake) fake = hawkbit_fake_new (false);
  g_autoptr (HawkbitRun) run = hawkbit_run_new (hawkbit_fake_get_url (fake));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  run->call.cancellable = cancellable;
  g_assert_null (parl_kind_hawkbit.sync (&run->call, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A gateway whose server is away is no old hawkBit with another database: nothing is begun anew. */
static void
test_gateway (void)
{
  g_autoptr (HawkbitFake) fake = hawkbit_fake_new (false);
  g_autoptr (HawkbitRun) run = hawkbit_run_new (hawkbit_fake_get_url (fake));
  g_autoptr (ScriptServer) gateway = script_server_new ();
  g_autoptr (HawkbitRun) away = hawkbit_run_new (script_server_get_url (gateway));
  g_autoptr (ParlHarvest) first = hawkbit_run (run);
  g_autoptr (GError) error = NULL;

  ParlSourceCall call = run->call;
  call.http = away->http;
  g_assert_null (parl_kind_hawkbit.sync (&call, &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==,
                   "hawkBit: GET /rest/v1/actions: the server answered 404: there is nothing at "
                   "this address; it says “404 page not found”");
  g_clear_error (&error);
  g_autoptr (ParlHarvest) second = hawkbit_run (run);
  hawkbit_assert_silent (second);
  g_assert_cmpuint (second->attempts->len, ==, 0);
}

/* A bookmark that cannot be read costs a full sync, nothing else. */
static void
test_bad_bookmark (void)
{
  g_autoptr (HawkbitFake) fake = hawkbit_fake_new (false);
  g_autoptr (HawkbitRun) run = hawkbit_run_new (hawkbit_fake_get_url (fake));
  g_autoptr (ParlHarvest) first = hawkbit_run (run);

  g_free (run->known->bookmark);
  run->known->bookmark = g_strdup ("{\"way\":1}");
  g_autoptr (ParlHarvest) second = hawkbit_run (run);
  g_assert_cmpuint (second->warnings->len, ==, 1);
  hawkbit_assert_warns (second, "what was kept of the last sync cannot be read");
  g_assert_cmpuint (second->attempts->len, ==, 240);
  g_assert_cmpstr (second->bookmark, ==, first->bookmark);
}

/* Every page brings other devices and promises more. */
static ScriptAnswer
answer_endlessly (const char *method, const char *target, const char *body, gpointer data)
{
  GPtrArray *bodies = data;
  static GMutex lock;

  (void)method;
  (void)body;
  if (!g_str_has_prefix (target, "/rest/v1/targets?offset="))
    return (ScriptAnswer){ .body = "{\"content\":[],\"total\":0}" };

  int64_t offset = g_ascii_strtoll (strchr (target, '=') + 1, NULL, 10);
  GString *json = g_string_new ("{\"content\":[");
  for (unsigned i = 0; i < 500; i++)
    g_string_append_printf (json, "%s{\"controllerId\":\"d%" G_GINT64_FORMAT "\"}", i ? "," : "",
                            offset + i);
  g_string_append_printf (json, "],\"total\":%" G_GINT64_FORMAT "}", offset + 1000);
  g_mutex_lock (&lock);
  g_ptr_array_add (bodies, g_string_free (json, FALSE));
  const char *text = bodies->pdata[bodies->len - 1];
  g_mutex_unlock (&lock);
  return (ScriptAnswer){ .body = text };
}

static void
test_endless (void)
{
  g_autoptr (GPtrArray) bodies = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ScriptServer) server = script_server_new ();
  script_server_set_handler (server, answer_endlessly, bodies);
  g_autoptr (HawkbitRun) run = hawkbit_run_new (script_server_get_url (server));
  g_autoptr (ParlHarvest) harvest = hawkbit_run (run);

  hawkbit_assert_warns (harvest, "hawkBit: GET /rest/v1/targets: the list did not end: it was to "
                                 "have 1000 elements, and 6500 were read");
  g_assert_cmpuint (harvest->devices->len, ==, 6500);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/sources/hawkbit/lies/", cases[i].name, NULL);
      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
    }
  g_test_add_func ("/sources/hawkbit/lies/details", test_details);
  g_test_add_func ("/sources/hawkbit/lies/repeated-ids", test_repeated_ids);
  g_test_add_func ("/sources/hawkbit/lies/no-numbers", test_no_numbers);
  g_test_add_func ("/sources/hawkbit/lies/unreadable-is-not-gone", test_unreadable_is_not_gone);
  g_test_add_func ("/sources/hawkbit/lies/gone", test_gone);
  g_test_add_func ("/sources/hawkbit/lies/denied", test_denied);
  g_test_add_func ("/sources/hawkbit/lies/findings", test_findings_say_what_is_denied);
  g_test_add_func ("/sources/hawkbit/lies/cancelled", test_cancelled);
  g_test_add_func ("/sources/hawkbit/lies/gateway", test_gateway);
  g_test_add_func ("/sources/hawkbit/lies/bad-bookmark", test_bad_bookmark);
  g_test_add_func ("/sources/hawkbit/lies/endless", test_endless);
  return g_test_run ();
}
