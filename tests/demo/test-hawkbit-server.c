/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Management API's bodies, path by path, in both generations. */
#include "config.h"

#include "demo/hawkbit-server.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <string.h>

#define NOW ((ParlTime)1795253980000)
#define BASE "http://updates.example.com"

static ParlFleet *fleet;
static ParlHawkbit *servers[2]; /* by generation */

/* @target: "/rollouts?limit=1". Gives the body, parsed; NULL for an empty one. */
static JsonNode *
ask (ParlDemoGeneration generation, const char *target, unsigned expected)
{
  ParlDemoAnswer answer = { .body = g_string_new (NULL) };
  const char *mark = strchr (target, '?');
  g_autofree char *path
      = g_strndup (target, mark != NULL ? (size_t)(mark - target) : strlen (target));
  g_autoptr (GHashTable) query = mark != NULL ? soup_form_decode (mark + 1) : NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *root = NULL;

  parl_hawkbit_answer (servers[generation], path, query, &answer);
  if (answer.status != expected)
    g_test_message ("%s: %s", target, answer.body->str);
  g_assert_cmpuint (answer.status, ==, expected);
  if (answer.body->len > 0)
    root = json_from_string (answer.body->str, &error);
  g_assert_no_error (error);
  g_string_free (answer.body, TRUE);
  return root;
}

/* A path of members and indices: "content.0.status". */
static JsonNode *
look (JsonNode *node, const char *path)
{
  g_auto (GStrv) steps = g_strsplit (path, ".", -1);

  for (unsigned i = 0; steps[i] != NULL && node != NULL; i++)
    node = JSON_NODE_HOLDS_ARRAY (node)
               ? json_array_get_element (json_node_get_array (node),
                                         (unsigned)g_ascii_strtoull (steps[i], NULL, 10))
               : json_object_get_member (json_node_get_object (node), steps[i]);
  return node;
}

static int64_t
look_int (JsonNode *node, const char *path)
{
  JsonNode *found = look (node, path);

  g_assert_nonnull (found);
  return json_node_get_int (found);
}

static const char *
look_string (JsonNode *node, const char *path)
{
  JsonNode *found = look (node, path);

  g_assert_nonnull (found);
  return json_node_get_string (found);
}

/* "a b c": the names of an object's members in their order. */
static char *
list_members (JsonNode *node)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GList) members = json_object_get_members (json_node_get_object (node));

  for (GList *member = members; member != NULL; member = member->next)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", (char *)member->data);
  return g_string_free (text, FALSE);
}

#define TRACE "createdBy createdAt lastModifiedBy lastModifiedAt "
#define RULES "successCondition successAction errorCondition errorAction targetFilterQuery "

/* The fields of recorded bodies of 0.10.0 and 0.3.0M7, in their order. */
static void
test_fields (void)
{
  static const struct
  {
    ParlDemoGeneration generation;
    const char *target;
    const char *at;
    const char *members;
  } cases[] = {
    { PARL_DEMO_HAWKBIT_0_10, "/rollouts?representation=full", "content.3",
      TRACE "name description id targetFilterQuery distributionSetId status totalTargets "
            "totalTargetsPerStatus totalGroups forcetime deleted type weight dynamic _links" },
    { PARL_DEMO_HAWKBIT_0_10, "/rollouts/4", "_links",
      "start pause resume triggerNextGroup approve deny groups distributionset self" },
    { PARL_DEMO_HAWKBIT_0_10, "/rollouts/4/deploygroups?representation=full", "content.0",
      TRACE "name description " RULES "targetPercentage id dynamic status totalTargets "
            "totalTargetsPerStatus _links" },
    { PARL_DEMO_HAWKBIT_0_10, "/actions?q=status==error;rollout.id==4", "content.0",
      TRACE "id type active status forceType weight rollout rolloutName _links" },
    { PARL_DEMO_HAWKBIT_0_10, "/actions?representation=full", "content.0._links",
      "self target distributionset status rollout" },
    { PARL_DEMO_HAWKBIT_0_10, "/targets", "content.0",
      TRACE "name description controllerId updateStatus lastControllerRequestAt installedAt "
            "ipAddress address pollStatus securityToken requestAttributes _links" },
    { PARL_DEMO_HAWKBIT_0_3, "/rollouts?representation=full", "content.3",
      TRACE "name description targetFilterQuery distributionSetId status totalTargets deleted type "
            "_links id" },
    { PARL_DEMO_HAWKBIT_0_3, "/rollouts/4", "",
      TRACE "name description targetFilterQuery distributionSetId status totalTargets "
            "totalTargetsPerStatus deleted type _links id" },
    { PARL_DEMO_HAWKBIT_0_3, "/rollouts/4", "_links.groups", "href templated" },
    { PARL_DEMO_HAWKBIT_0_3, "/rollouts/4/deploygroups?representation=full", "content.0",
      TRACE "name description " RULES "targetPercentage status totalTargets _links id" },
    { PARL_DEMO_HAWKBIT_0_3, "/targets", "content.0",
      TRACE "name description controllerId updateStatus lastControllerRequestAt installedAt "
            "ipAddress address securityToken requestAttributes _links" },
    { PARL_DEMO_HAWKBIT_0_3, "/targets/cam-00001/actions", "content.0",
      TRACE "type status _links id forceType" },
    { PARL_DEMO_HAWKBIT_0_3, "/targets/cam-00001/attributes", "", "hw site rollback" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) root = ask (cases[i].generation, cases[i].target, 200);
      JsonNode *node = *cases[i].at != '\0' ? look (root, cases[i].at) : root;
      g_assert_nonnull (node);
      g_autofree char *members = list_members (node);

      /* Most failures have no code of their own; where there is one it stands before the links. */
      char *code = strstr (members, "lastStatusCode ");
      if (code != NULL)
        memmove (code, code + strlen ("lastStatusCode "), strlen (code) - 14);
      g_test_message ("%s", cases[i].target);
      g_assert_cmpstr (members, ==, cases[i].members);
    }
}

/* All pages together have every action once, in either order. */
static void
test_paging (void)
{
  static const char *const orders[] = { "ASC", "DESC" };

  for (unsigned order = 0; order < G_N_ELEMENTS (orders); order++)
    {
      int64_t last = order == 0 ? 0 : fleet->n_actions + 1;
      unsigned seen = 0;

      for (unsigned offset = 0; offset < fleet->n_actions; offset += 500)
        {
          g_autofree char *target
              = g_strdup_printf ("/actions?offset=%u&limit=500&sort=id:%s", offset, orders[order]);
          g_autoptr (JsonNode) root = ask (PARL_DEMO_HAWKBIT_0_10, target, 200);
          JsonArray *content = json_node_get_array (look (root, "content"));
          g_assert_cmpint (look_int (root, "total"), ==, 47800);
          g_assert_cmpint (look_int (root, "size"), ==, json_array_get_length (content));
          for (unsigned i = 0; i < json_array_get_length (content); i++)
            {
              int64_t id = look_int (json_array_get_element (content, i), "id");
              g_assert_cmpint (id, ==, order == 0 ? last + 1 : last - 1);
              last = id;
              seen++;
            }
        }
      g_assert_cmpuint (seen, ==, 47800);
    }
}

static void
test_counts (void)
{
  static const struct
  {
    ParlDemoGeneration generation;
    const char *target;
    int64_t total, size;
  } cases[] = {
    { PARL_DEMO_HAWKBIT_0_10, "/targets", 18000, 50 },
    { PARL_DEMO_HAWKBIT_0_10, "/targets?limit=0", 18000, 50 },
    { PARL_DEMO_HAWKBIT_0_10, "/targets?limit=-1", 18000, 50 },
    { PARL_DEMO_HAWKBIT_0_10, "/targets?limit=5000", 18000, 500 },
    { PARL_DEMO_HAWKBIT_0_10, "/targets?offset=17990", 18000, 10 },
    { PARL_DEMO_HAWKBIT_0_10, "/targets?offset=18000", 18000, 0 },
    { PARL_DEMO_HAWKBIT_0_10, "/actions?limit=1&q=rollout.id==4;status==error", 905, 1 },
    { PARL_DEMO_HAWKBIT_0_10, "/actions?limit=1&q=rollout.id==4;status==finished", 11495, 1 },
    { PARL_DEMO_HAWKBIT_0_10, "/actions?limit=1&q=rollout.id=in=(1,2,3);status==error", 706, 1 },
    { PARL_DEMO_HAWKBIT_0_10, "/actions?limit=1&q=active==true", 800, 1 },
    { PARL_DEMO_HAWKBIT_0_10, "/actions?limit=1&q=status==scheduled", 4800, 1 },
    { PARL_DEMO_HAWKBIT_0_10, "/actions?limit=1&q=id=gt=47700", 100, 1 },
    { PARL_DEMO_HAWKBIT_0_10, "/actions?q=id=in=(1,29800,47800,47801)", 3, 3 },
    { PARL_DEMO_HAWKBIT_0_10, "/actions?q=target.controllerId==cam-00007", 3, 3 },
    { PARL_DEMO_HAWKBIT_0_10, "/targets?limit=1&q=installedds.version==2.6.0", 11495, 1 },
    { PARL_DEMO_HAWKBIT_0_10, "/targets?limit=1&q=updatestatus==pending", 800, 1 },
    { PARL_DEMO_HAWKBIT_0_10, "/targets?limit=1&q=attribute.hw==nano", 5760, 1 },
    { PARL_DEMO_HAWKBIT_0_10, "/targets?limit=1&q=attribute.hw==nano,attribute.hw==orin", 11700,
      1 },
    { PARL_DEMO_HAWKBIT_0_10, "/targets?limit=1&q=assignedds.version==2.6.0", 13200, 1 },
    /* NOW - 1 d */
    { PARL_DEMO_HAWKBIT_0_10, "/targets?limit=1&q=lastcontrollerrequestat=gt=1795167580000", 17388,
      1 },
    { PARL_DEMO_HAWKBIT_0_10, "/targets?limit=1&q=updatestatus==error;assignedds.version==2.6.0",
      905, 1 },
    { PARL_DEMO_HAWKBIT_0_10, "/targets?q=controllerid==cam-00007", 1, 1 },
    { PARL_DEMO_HAWKBIT_0_10, "/rollouts", 4, 4 },
    { PARL_DEMO_HAWKBIT_0_10, "/rollouts/4/deploygroups", 5, 5 },
    { PARL_DEMO_HAWKBIT_0_10, "/rollouts/4/deploygroups/10/targets?limit=1", 7000, 1 },
    { PARL_DEMO_HAWKBIT_0_3, "/rollouts/4/deploygroups/10/targets?limit=1&q=updatestatus==error",
      565, 1 },
    { PARL_DEMO_HAWKBIT_0_10, "/distributionsets", 7, 7 },
    { PARL_DEMO_HAWKBIT_0_10, "/distributionsets?q=version==2.6.0", 1, 1 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) root = ask (cases[i].generation, cases[i].target, 200);

      g_test_message ("%s", cases[i].target);
      g_assert_cmpint (look_int (root, "total"), ==, cases[i].total);
      g_assert_cmpint (look_int (root, "size"), ==, cases[i].size);
      g_assert_cmpuint (json_array_get_length (json_node_get_array (look (root, "content"))), ==,
                        cases[i].size);
    }
}

static void
test_totals (void)
{
  static const struct
  {
    const char *target;
    int64_t running, scheduled, finished, error;
    const char *status;
  } cases[] = {
    { "/rollouts/4", 800, 4800, 11495, 905, "running" },
    { "/rollouts/1", 0, 0, 944, 236, "finished" },
    { "/rollouts/4/deploygroups/7", 0, 0, 192, 8, "finished" },
    { "/rollouts/4/deploygroups/8", 0, 0, 958, 42, "finished" },
    { "/rollouts/4/deploygroups/9", 0, 0, 4710, 290, "finished" },
    { "/rollouts/4/deploygroups/10", 800, 0, 5635, 565, "running" },
    { "/rollouts/4/deploygroups/11", 0, 4800, 0, 0, "scheduled" },
  };

  for (unsigned i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      unsigned n = i / 2;
      g_autoptr (JsonNode) root = ask ((ParlDemoGeneration)(i % 2), cases[n].target, 200);

      g_assert_cmpstr (look_string (root, "status"), ==, cases[n].status);
      g_assert_cmpint (look_int (root, "totalTargetsPerStatus.running"), ==, cases[n].running);
      g_assert_cmpint (look_int (root, "totalTargetsPerStatus.scheduled"), ==, cases[n].scheduled);
      g_assert_cmpint (look_int (root, "totalTargetsPerStatus.finished"), ==, cases[n].finished);
      g_assert_cmpint (look_int (root, "totalTargetsPerStatus.error"), ==, cases[n].error);
    }
}

static void
test_errors (void)
{
#define REPOSITORY "org.eclipse.hawkbit.repository.exception."
  static const struct
  {
    ParlDemoGeneration generation;
    const char *target;
    unsigned status;
    const char *exception; /* NULL: Spring's own shape; "": no body */
    const char *code;
    bool has_message;
  } cases[] = {
    { PARL_DEMO_HAWKBIT_0_10, "/rollouts/99", 404, REPOSITORY "EntityNotFoundException",
      "hawkbit.server.error.repo.entityNotFound", true },
    { PARL_DEMO_HAWKBIT_0_3, "/rollouts/99", 404, REPOSITORY "EntityNotFoundException",
      "hawkbit.server.error.repo.entitiyNotFound", true },
    { PARL_DEMO_HAWKBIT_0_10, "/targets/cam-99999", 404, REPOSITORY "EntityNotFoundException",
      "hawkbit.server.error.repo.entityNotFound", true },
    { PARL_DEMO_HAWKBIT_0_10, "/targets/cam-00001/actions/47801", 404,
      REPOSITORY "EntityNotFoundException", "hawkbit.server.error.repo.entityNotFound", true },
    { PARL_DEMO_HAWKBIT_0_3, "/targets/cam-00001/actions/47801", 404, "", NULL, false },
    { PARL_DEMO_HAWKBIT_0_10, "/rollouts/4/deploygroups/1", 404,
      REPOSITORY "EntityNotFoundException", "hawkbit.server.error.repo.entityNotFound", true },
    { PARL_DEMO_HAWKBIT_0_10, "/distributionsets/8", 404, REPOSITORY "EntityNotFoundException",
      "hawkbit.server.error.repo.entityNotFound", true },
    { PARL_DEMO_HAWKBIT_0_10, "/actions?q=nofield==1", 400,
      REPOSITORY "RSQLParameterUnsupportedFieldException",
      "hawkbit.server.error.rest.param.rsqlInvalidField", false },
    { PARL_DEMO_HAWKBIT_0_10, "/actions?q=target.attribute.hw==nano", 400,
      REPOSITORY "RSQLParameterUnsupportedFieldException",
      "hawkbit.server.error.rest.param.rsqlInvalidField", true },
    { PARL_DEMO_HAWKBIT_0_3, "/targets?q=nofield==1", 400,
      REPOSITORY "RSQLParameterUnsupportedFieldException",
      "hawkbit.server.error.rest.param.rsqlInvalidField", true },
    { PARL_DEMO_HAWKBIT_0_10, "/actions?q=id=gt=", 400, REPOSITORY "RSQLParameterSyntaxException",
      "hawkbit.server.error.rest.param.rsqlParamSyntax", true },
    { PARL_DEMO_HAWKBIT_0_10, "/actions?sort=id", 400,
      "org.eclipse.hawkbit.rest.exception.SortParameterSyntaxErrorException",
      "hawkbit.server.error.rest.param.sortParamSyntax", true },
    { PARL_DEMO_HAWKBIT_0_10, "/actions?sort=mood:ASC", 400,
      "org.eclipse.hawkbit.rest.exception.SortParameterUnsupportedFieldException",
      "hawkbit.server.error.rest.param.invalidField", true },
    { PARL_DEMO_HAWKBIT_0_3, "/actions", 404, NULL, NULL, true },
    { PARL_DEMO_HAWKBIT_0_10, "/nowhere", 404, NULL, NULL, false },
    { PARL_DEMO_HAWKBIT_0_10, "", 404, NULL, NULL, false },
    { PARL_DEMO_HAWKBIT_0_10, "/rollouts/x", 400, NULL, NULL, false },
    { PARL_DEMO_HAWKBIT_0_10, "/actions?limit=x", 400, NULL, NULL, false },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].target);
      g_autoptr (JsonNode) root = ask (cases[i].generation, cases[i].target, cases[i].status);
      if (cases[i].exception != NULL && *cases[i].exception == '\0')
        {
          g_assert_null (root);
          continue;
        }
      if (cases[i].exception == NULL)
        {
          g_assert_cmpint (look_int (root, "status"), ==, cases[i].status);
          g_assert_cmpstr (look_string (root, "timestamp"), ==, "2026-11-21T09:39:40.000+00:00");
        }
      else
        {
          g_assert_cmpstr (look_string (root, "exceptionClass"), ==, cases[i].exception);
          g_assert_cmpstr (look_string (root, "errorCode"), ==, cases[i].code);
        }
      g_assert_cmpint (look (root, "message") != NULL, ==, cases[i].has_message);
    }
}

/* The log of an action whose failure has @cause, as asked in the order of time. */
static JsonNode *
ask_log (ParlDemoGeneration generation, ParlFleetCause cause, bool with_code)
{
  for (unsigned i = 0; i < fleet->n_actions; i++)
    {
      char device[16];
      if (fleet->actions[i].state != PARL_FLEET_FAILED || fleet->actions[i].cause != cause
          || (parl_log_get_code (fleet, i) >= 0) != with_code)
        continue;
      parl_fleet_name_device (fleet->actions[i].device, device);
      g_autofree char *target
          = g_strdup_printf ("/targets/%s/actions/%u/status?sort=id:ASC", device, i + 1);
      return ask (generation, target, 200);
    }
  g_assert_not_reached ();
}

static void
test_logs (void)
{
  g_autoptr (JsonNode) fresh = ask_log (PARL_DEMO_HAWKBIT_0_10, PARL_FLEET_NETWORK, true);
  g_autofree char *members = list_members (look (fresh, "content.3"));
  g_assert_cmpint (look_int (fresh, "total"), ==, 4);
  g_assert_cmpstr (members, ==, "id type messages reportedAt timestamp code");
  g_assert_true (g_str_has_prefix (look_string (fresh, "content.0.messages.0"),
                                   "Initiated by Rollout Group '"));
  g_assert_cmpstr (look_string (fresh, "content.1.type"), ==, "retrieved");
  g_assert_cmpstr (look_string (fresh, "content.3.type"), ==, "error");
  g_assert_cmpstr (look_string (fresh, "content.3.messages.1"), ==,
                   "Download failed: curl error 28 (timeout was reached)");
  g_assert_cmpstr (look_string (fresh, "content.3.messages.2"), ==,
                   "Device reported status code: 28");
  g_assert_cmpint (look_int (fresh, "content.3.code"), ==, 28);

  g_autoptr (JsonNode) old = ask_log (PARL_DEMO_HAWKBIT_0_3, PARL_FLEET_NETWORK, true);
  g_autofree char *old_members = list_members (look (old, "content.3"));
  g_assert_cmpstr (old_members, ==, "type messages reportedAt id");
  g_assert_true (json_node_is_null (look (old, "content.0.messages.0")));
  g_assert_cmpuint (json_array_get_length (json_node_get_array (look (old, "content.3.messages"))),
                    ==, 2);

  g_autoptr (JsonNode) silent = ask_log (PARL_DEMO_HAWKBIT_0_10, PARL_FLEET_UNKNOWN, false);
  g_assert_true (json_node_is_null (look (silent, "content.3.messages.0")));
  g_autoptr (JsonNode) bare = ask_log (PARL_DEMO_HAWKBIT_0_10, PARL_FLEET_UNKNOWN, true);
  g_assert_cmpstr (look_string (bare, "content.3.messages.0"), ==,
                   "Device reported status code: 1");
  g_autoptr (JsonNode) full = ask_log (PARL_DEMO_HAWKBIT_0_10, PARL_FLEET_DISK_SPACE, false);
  g_assert_true (
      g_str_has_suffix (look_string (full, "content.3.messages.1"), " MB free, 480 MB needed"));
}

/* The old server calls failed and scheduled actions finished, and running ones pending. */
static void
test_old_statuses (void)
{
  static const char *const spelled[PARL_FLEET_STATES]
      = { "finished", "pending", "finished", "finished" };

  for (unsigned i = 40000; i < fleet->n_actions; i += 50)
    {
      char device[16];
      parl_fleet_name_device (fleet->actions[i].device, device);
      g_autofree char *target = g_strdup_printf ("/targets/%s/actions/%u", device, i + 1);
      g_autoptr (JsonNode) root = ask (PARL_DEMO_HAWKBIT_0_3, target, 200);
      g_assert_cmpstr (look_string (root, "status"), ==, spelled[fleet->actions[i].state]);
      g_assert_null (look (root, "detailStatus"));
    }
}

static void
test_small_bodies (void)
{
  g_autoptr (JsonNode) overdue
      = ask (PARL_DEMO_HAWKBIT_0_10, "/system/configs/pollingOverdueTime", 200);
  g_assert_cmpstr (look_string (overdue, "value"), ==, "00:05:00");
  g_autoptr (JsonNode) groups = ask (PARL_DEMO_HAWKBIT_0_3, "/rollouts/4/deploygroups", 200);
  g_assert_cmpfloat (json_node_get_double (look (groups, "content.4.targetPercentage")), ==, 100);
  g_autoptr (JsonNode) target = ask (PARL_DEMO_HAWKBIT_0_10, "/targets/cam-00001", 200);
  g_assert_cmpstr (look_string (target, "securityToken"), ==, "00000000000000000000000000000000");
  g_assert_cmpstr (look_string (target, "_links.self.href"), ==, BASE "/rest/v1/targets/cam-00001");
  g_autoptr (JsonNode) set = ask (PARL_DEMO_HAWKBIT_0_10, "/distributionsets/7", 200);
  g_assert_cmpstr (look_string (set, "version"), ==, "2.6.0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  fleet = parl_fleet_new (NOW);
  for (unsigned i = 0; i < G_N_ELEMENTS (servers); i++)
    servers[i] = parl_hawkbit_new (fleet, (ParlDemoGeneration)i, BASE);

  g_test_add_func ("/demo/hawkbit/fields", test_fields);
  g_test_add_func ("/demo/hawkbit/paging", test_paging);
  g_test_add_func ("/demo/hawkbit/counts", test_counts);
  g_test_add_func ("/demo/hawkbit/totals", test_totals);
  g_test_add_func ("/demo/hawkbit/errors", test_errors);
  g_test_add_func ("/demo/hawkbit/logs", test_logs);
  g_test_add_func ("/demo/hawkbit/old-statuses", test_old_statuses);
  g_test_add_func ("/demo/hawkbit/small-bodies", test_small_bodies);
  int result = g_test_run ();

  for (unsigned i = 0; i < G_N_ELEMENTS (servers); i++)
    parl_hawkbit_free (servers[i]);
  parl_fleet_free (fleet);
  return result;
}
