/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demo's Mender: counts and phases of its deployments, pages in the order of their status, what
 * it refuses, and logs. */
#include "config.h"

#include "demo/mender-server.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <string.h>

#define NOW ((ParlTime)1795253980000)
#define DEPLOYMENTS "/api/management/v2/deployments/deployments"
#define V26 "/api/management/v1/deployments/deployments/5f1ee700-0000-4000-8000-000000000007"

static ParlFleet *fleet;
static ParlMender *servers[2]; /* without phases, with */

/* @total: of a list; -1 for anything else. Gives the body. */
static char *
ask_text (bool with_phases, const char *target, const char *body, unsigned expected, int64_t *total)
{
  ParlDemoAnswer answer = { .body = g_string_new (NULL) };
  const char *mark = strchr (target, '?');
  g_autofree char *path
      = g_strndup (target, mark != NULL ? (size_t)(mark - target) : strlen (target));
  g_autoptr (GHashTable) query = mark != NULL ? soup_form_decode (mark + 1) : NULL;

  parl_mender_answer (servers[with_phases], path, query, body, &answer);
  g_assert_cmpuint (answer.status, ==, expected);
  if (total != NULL)
    *total = answer.is_list ? answer.total : -1;
  g_free (answer.links);
  return g_string_free (answer.body, FALSE);
}

static JsonNode *
ask (bool with_phases, const char *target, const char *body, int64_t *total)
{
  g_autofree char *text = ask_text (with_phases, target, body, 200, total);
  g_autoptr (GError) error = NULL;
  JsonNode *root = json_from_string (text, &error);

  g_assert_no_error (error);
  return root;
}

static JsonObject *
get_element (JsonNode *list, unsigned index)
{
  return json_array_get_object_element (json_node_get_array (list), index);
}

static void
test_deployments (void)
{
  int64_t total;
  g_autoptr (JsonNode) list = ask (true, DEPLOYMENTS "?sort=desc&per_page=2", NULL, &total);
  JsonObject *newest = get_element (list, 0);
  JsonObject *counts = json_object_get_object_member (
      json_object_get_object_member (newest, "statistics"), "status");
  JsonArray *phases = json_object_get_array_member (newest, "phases");

  g_assert_cmpint (total, ==, 7);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (list)), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (newest, "artifact_name"), ==, "camera-2.6.0");
  g_assert_cmpint (json_object_get_int_member (counts, "failure"), ==, 905);
  g_assert_cmpint (json_object_get_int_member (counts, "success"), ==, 11495);
  g_assert_cmpint (json_object_get_int_member (counts, "installing"), ==, 800);
  g_assert_cmpint (json_object_get_int_member (counts, "pending"), ==, 4800);
  g_assert_cmpint (json_object_get_int_member (newest, "device_count"), ==, 13200);
  g_assert_cmpint (json_object_get_int_member (newest, "max_devices"), ==, 18000);
  g_assert_cmpuint (json_array_get_length (phases), ==, 5);
  g_assert_cmpint (
      json_object_get_int_member (json_array_get_object_element (phases, 3), "device_count"), ==,
      7000);
  g_assert_false (json_object_has_member (json_array_get_object_element (phases, 4), "batch_size"));
}

static void
test_open_source (void)
{
  g_autoptr (JsonNode) list = ask (false, DEPLOYMENTS, NULL, NULL);

  for (unsigned i = 0; i < 7; i++)
    g_assert_false (json_object_has_member (get_element (list, i), "phases"));
}

/* Failures first, then who is under way: as many rows as have asked. */
static void
test_rows (void)
{
  int64_t total;
  g_autoptr (JsonNode) second = ask (true, V26 "/devices/list?per_page=500&page=2", NULL, &total);

  g_assert_cmpint (total, ==, 13200);
  g_assert_cmpstr (json_object_get_string_member (get_element (second, 404), "status"), ==,
                   "failure");
  g_assert_cmpstr (json_object_get_string_member (get_element (second, 405), "status"), ==,
                   "installing");
}

static void
test_inventory (void)
{
  int64_t total;
  g_autoptr (JsonNode) newest = ask (
      true, "/api/management/v2/inventory/filters/search",
      "{\"page\":1,\"per_page\":3,\"sort\":[{\"scope\":\"system\",\"attribute\":\"updated_ts\","
      "\"order\":\"desc\"}]}",
      &total);
  const char *first = json_object_get_string_member (get_element (newest, 0), "updated_ts");
  const char *third = json_object_get_string_member (get_element (newest, 2), "updated_ts");

  g_assert_cmpint (total, ==, PARL_FLEET_DEVICES);
  g_assert_cmpstr (first, >=, third);
}

static void
test_log (void)
{
  g_autoptr (JsonNode) list = ask (true, V26 "/devices/list?per_page=500", NULL, NULL);
  unsigned n_logs = 0;

  for (unsigned i = 0; i < 20; i++)
    {
      JsonObject *row = get_element (list, i);
      bool has_log = json_object_get_boolean_member (row, "log");
      g_autofree char *target
          = g_strdup_printf (V26 "/devices/%s/log", json_object_get_string_member (row, "id"));
      g_autofree char *text = ask_text (true, target, NULL, has_log ? 200 : 404, NULL);

      n_logs += has_log;
      g_assert_true (!has_log || strstr (text, " +0000 UTC error: ") != NULL);
    }
  g_assert_cmpuint (n_logs, >, 0);
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *target;
    unsigned status;
  } cases[] = {
    { DEPLOYMENTS "?per_page=501", 400 },  { DEPLOYMENTS "?page=0", 400 },        { V26 "0", 404 },
    { V26 "/devices/cam-99999/log", 404 }, { "/api/management/v1/nothing", 404 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = ask_text (true, cases[i].target, NULL, cases[i].status, NULL);
      g_assert_nonnull (strstr (text, "\"error\":"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fleet = parl_fleet_new (NOW);
  for (unsigned i = 0; i < G_N_ELEMENTS (servers); i++)
    servers[i] = parl_mender_new (fleet, i > 0);
  g_test_add_func ("/mender-server/deployments", test_deployments);
  g_test_add_func ("/mender-server/open-source", test_open_source);
  g_test_add_func ("/mender-server/rows", test_rows);
  g_test_add_func ("/mender-server/inventory", test_inventory);
  g_test_add_func ("/mender-server/log", test_log);
  g_test_add_func ("/mender-server/refusals", test_refusals);
  int status = g_test_run ();
  for (unsigned i = 0; i < G_N_ELEMENTS (servers); i++)
    parl_mender_free (servers[i]);
  parl_fleet_free (fleet);
  return status;
}
