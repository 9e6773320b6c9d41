/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which path of the Management API leads to which body, and how the servers say that something is
 * not there or was asked wrongly. Knows nothing of sockets, headers or how a body is written. */
#include "config.h"

#include "demo/hawkbit-server.h"

#include "demo/hawkbit-lists.h"
#include "demo/json-writer.h"

#define DEFAULT_LIMIT 50
#define MAX_LIMIT 500

#define EXCEPTION "org.eclipse.hawkbit.repository.exception."

struct _ParlHawkbit
{
  ParlHawkbitStyle style;
  char *base;
  GArray *targets[PARL_FLEET_ROLLOUTS][PARL_FLEET_GROUPS]; /* device indices, sorted */
};

/* One request on its way through the paths. */
typedef struct
{
  const ParlHawkbit *self;
  const char *path;
  GHashTable *query;
  ParlDemoAnswer *answer;
} Request;

static int
compare_devices (gconstpointer a, gconstpointer b)
{
  unsigned left = *(const unsigned *)a;
  unsigned right = *(const unsigned *)b;

  return (left > right) - (left < right);
}

/* @fleet: must outlive the server
 * @base: what links begin with, up to and without "/rest/v1"
 * Returns: (transfer full): a server that never changes and may be asked from any thread */
ParlHawkbit *
parl_hawkbit_new (const ParlFleet *fleet, ParlDemoGeneration generation, const char *base)
{
  ParlHawkbit *self = g_new0 (ParlHawkbit, 1);

  self->base = g_strdup (base);
  self->style = (ParlHawkbitStyle){ fleet, generation, self->base };
  for (unsigned i = 0; i < PARL_FLEET_ROLLOUTS; i++)
    for (unsigned j = 0; j < PARL_FLEET_GROUPS; j++)
      self->targets[i][j] = g_array_new (FALSE, FALSE, sizeof (unsigned));
  for (unsigned i = 0; i < fleet->n_actions; i++)
    {
      const ParlFleetAction *action = &fleet->actions[i];
      if (action->rollout >= 0)
        g_array_append_val (self->targets[action->rollout][action->group], action->device);
    }
  for (unsigned i = 0; i < PARL_FLEET_ROLLOUTS; i++)
    for (unsigned j = 0; j < PARL_FLEET_GROUPS; j++)
      g_array_sort (self->targets[i][j], compare_devices);
  return self;
}

void
parl_hawkbit_free (ParlHawkbit *self)
{
  for (unsigned i = 0; i < PARL_FLEET_ROLLOUTS; i++)
    for (unsigned j = 0; j < PARL_FLEET_GROUPS; j++)
      g_array_unref (self->targets[i][j]);
  g_free (self->base);
  g_free (self);
}

static bool
is_old (const Request *request)
{
  return request->self->style.generation == PARL_DEMO_HAWKBIT_0_3;
}

/* What the framework under hawkBit says, before hawkBit itself is asked. */
static void
answer_spring (const Request *request, unsigned status, const char *reason)
{
  ParlTime now = request->self->style.fleet->now;
  g_autoptr (GDateTime) seconds = g_date_time_new_from_unix_utc (now / 1000);
  g_autofree char *when = g_date_time_format (seconds, "%Y-%m-%dT%H:%M:%S");
  GString *json = request->answer->body;

  request->answer->status = status;
  request->answer->content_type = "application/json";
  parl_writer_open (json, NULL, '{');
  parl_writer_printf (json, "timestamp", "%s.%03d+00:00", when, (int)(now % 1000));
  parl_writer_int (json, "status", status);
  parl_writer_string (json, "error", reason);
  if (is_old (request))
    {
      parl_writer_string (json, "message", "");
      parl_writer_printf (json, "path", "/hawkbit/rest/v1%s", request->path);
    }
  parl_writer_close (json, '}');
}

static void
answer_unknown_path (const Request *request)
{
  answer_spring (request, 404, "Not Found");
}

static void
open_error (const Request *request, unsigned status, const char *exception, const char *code,
            const char *message)
{
  GString *json = request->answer->body;

  g_string_truncate (json, 0);
  request->answer->status = status;
  request->answer->content_type = "application/json";
  parl_writer_open (json, NULL, '{');
  parl_writer_string (json, "exceptionClass", exception);
  parl_writer_string (json, "errorCode", code);
  if (message != NULL)
    parl_writer_string (json, "message", message);
}

/* The old server spells the code so, answers with an empty body for an action, and gives no info.
 */
static void
answer_missing (const Request *request, const char *type, const char *id)
{
  g_autofree char *message
      = g_strdup_printf ("%s with given identifier {%s} does not exist.", type, id);
  GString *json = request->answer->body;

  if (is_old (request) && g_str_equal (type, "Action"))
    {
      request->answer->status = 404;
      return;
    }
  open_error (request, 404, EXCEPTION "EntityNotFoundException",
              is_old (request) ? "hawkbit.server.error.repo.entitiyNotFound"
                               : "hawkbit.server.error.repo.entityNotFound",
              message);
  if (!is_old (request))
    {
      parl_writer_open (json, "info", '{');
      parl_writer_string (json, "type", type);
      if (g_str_equal (type, "Target"))
        parl_writer_string (json, "entityId", id);
      else
        parl_writer_int (json, "entityId", g_ascii_strtoll (id, NULL, 10));
      parl_writer_close (json, '}');
    }
  parl_writer_close (json, '}');
}

/* The new server keeps the message about an unknown field to itself. */
static void
answer_bad_query (const Request *request, const GError *error)
{
  if (g_error_matches (error, PARL_FIQL_ERROR, PARL_FIQL_ERROR_SYNTAX))
    open_error (request, 400, EXCEPTION "RSQLParameterSyntaxException",
                "hawkbit.server.error.rest.param.rsqlParamSyntax", error->message);
  else if (error->domain == PARL_FIQL_ERROR)
    open_error (request, 400, EXCEPTION "RSQLParameterUnsupportedFieldException",
                "hawkbit.server.error.rest.param.rsqlInvalidField",
                error->code == PARL_FIQL_ERROR_FIELD && !is_old (request) ? NULL : error->message);
  else if (error->code == PARL_HAWKBIT_SORT_SYNTAX)
    open_error (request, 400,
                "org.eclipse.hawkbit.rest.exception.SortParameterSyntaxErrorException",
                "hawkbit.server.error.rest.param.sortParamSyntax", error->message);
  else
    open_error (request, 400,
                "org.eclipse.hawkbit.rest.exception.SortParameterUnsupportedFieldException",
                "hawkbit.server.error.rest.param.invalidField", error->message);
  parl_writer_close (request->answer->body, '}');
}

static const char *
get_parameter (const Request *request, const char *name)
{
  return request->query != NULL ? g_hash_table_lookup (request->query, name) : NULL;
}

static bool
read_integer (const Request *request, const char *name, int64_t *value)
{
  const char *text = get_parameter (request, name);

  if (text == NULL || g_ascii_string_to_signed (text, 10, INT32_MIN, INT32_MAX, value, NULL))
    return true;
  answer_spring (request, 400, "Bad Request");
  return false;
}

static void
answer_list (const Request *request, const ParlHawkbitList *list)
{
  int64_t offset = 0;
  int64_t limit = DEFAULT_LIMIT;
  g_autoptr (GError) error = NULL;

  if (!read_integer (request, "offset", &offset) || !read_integer (request, "limit", &limit))
    return;

  ParlHawkbitPage page = {
    .offset = (unsigned)MAX (offset, 0),
    .limit = limit < 1 ? DEFAULT_LIMIT : (unsigned)MIN (limit, MAX_LIMIT),
    .sort = get_parameter (request, "sort"),
    .fiql = get_parameter (request, "q"),
    .detail = g_strcmp0 (get_parameter (request, "representation"), "full") == 0
                  ? PARL_HAWKBIT_FULL
                  : PARL_HAWKBIT_COMPACT,
  };
  if (!parl_hawkbit_write_page (request->answer->body, list, &page, &error))
    answer_bad_query (request, error);
}

/* @text: an id in a path. Anything that is no number is the framework's business. */
static bool
read_id (const Request *request, const char *text, uint64_t *id)
{
  if (g_ascii_string_to_unsigned (text, 10, 0, INT64_MAX, id, NULL))
    return true;
  answer_spring (request, 400, "Bad Request");
  return false;
}

static void
answer_group (const Request *request, unsigned rollout, char **parts)
{
  const ParlHawkbit *self = request->self;
  uint64_t id;

  if (!read_id (request, parts[0], &id))
    return;

  unsigned first = parl_hawkbit_get_group_id (self->style.fleet, rollout, 0);
  if (id < first || id - first >= self->style.fleet->rollouts[rollout].n_groups)
    {
      answer_missing (request, "RolloutGroup", parts[0]);
      return;
    }

  unsigned group = (unsigned)id - first;
  if (parts[1] == NULL)
    parl_hawkbit_write_group (request->answer->body, &self->style, rollout, group,
                              PARL_HAWKBIT_SINGLE);
  else if (g_str_equal (parts[1], "targets") && parts[2] == NULL)
    {
      const GArray *targets = self->targets[rollout][group];
      ParlHawkbitList list = { PARL_HAWKBIT_TARGETS, &self->style, 0,
                               (const unsigned *)(const void *)targets->data, targets->len };
      answer_list (request, &list);
    }
  else
    answer_unknown_path (request);
}

static void
answer_rollouts (const Request *request, char **parts)
{
  const ParlHawkbitStyle *style = &request->self->style;
  ParlHawkbitList list = { PARL_HAWKBIT_ROLLOUTS, style, 0, NULL, PARL_FLEET_ROLLOUTS };
  uint64_t id;

  if (parts[0] == NULL)
    {
      answer_list (request, &list);
      return;
    }
  if (!read_id (request, parts[0], &id))
    return;
  if (id < 1 || id > PARL_FLEET_ROLLOUTS)
    {
      answer_missing (request, "Rollout", parts[0]);
      return;
    }

  unsigned rollout = (unsigned)id - 1;
  if (parts[1] == NULL)
    parl_hawkbit_write_rollout (request->answer->body, style, rollout, PARL_HAWKBIT_SINGLE);
  else if (!g_str_equal (parts[1], "deploygroups"))
    answer_unknown_path (request);
  else if (parts[2] != NULL)
    answer_group (request, rollout, parts + 2);
  else
    {
      list = (ParlHawkbitList){ PARL_HAWKBIT_GROUPS, style, rollout, NULL,
                                style->fleet->rollouts[rollout].n_groups };
      answer_list (request, &list);
    }
}

/* What follows /targets/{cid}/actions/{aid}. */
static void
answer_target_action (const Request *request, unsigned device, char **parts)
{
  const ParlHawkbitStyle *style = &request->self->style;
  uint64_t id;

  if (!read_id (request, parts[0], &id))
    return;
  if (id < 1 || id > style->fleet->n_actions || style->fleet->actions[id - 1].device != device)
    {
      answer_missing (request, "Action", parts[0]);
      return;
    }

  unsigned action = (unsigned)id - 1;
  if (parts[1] == NULL)
    parl_hawkbit_write_action (request->answer->body, style, action, PARL_HAWKBIT_SINGLE);
  else if (g_str_equal (parts[1], "status") && parts[2] == NULL)
    {
      g_autoptr (ParlLog) log = parl_log_new (style->fleet, action);
      ParlHawkbitList list = { PARL_HAWKBIT_ENTRIES, style, action, NULL, log->length };
      answer_list (request, &list);
    }
  else
    answer_unknown_path (request);
}

static void
answer_target_actions (const Request *request, unsigned device)
{
  const ParlHawkbitStyle *style = &request->self->style;
  const int *actions = style->fleet->devices[device].actions;
  unsigned members[3];
  unsigned length = 0;

  for (unsigned i = 0; i < G_N_ELEMENTS (members); i++)
    if (actions[i] >= 0)
      members[length++] = (unsigned)actions[i];

  ParlHawkbitList list = { PARL_HAWKBIT_ACTIONS, style, 0, members, length };
  answer_list (request, &list);
}

static void
answer_targets (const Request *request, char **parts)
{
  const ParlHawkbitStyle *style = &request->self->style;
  ParlHawkbitList list = { PARL_HAWKBIT_TARGETS, style, 0, NULL, PARL_FLEET_DEVICES };
  GString *json = request->answer->body;
  unsigned device;

  if (parts[0] == NULL)
    answer_list (request, &list);
  else if (!parl_fleet_find_device (parts[0], &device))
    answer_missing (request, "Target", parts[0]);
  else if (parts[1] == NULL)
    parl_hawkbit_write_target (json, style, device, PARL_HAWKBIT_SINGLE);
  else if (g_str_equal (parts[1], "actions"))
    {
      if (parts[2] == NULL)
        answer_target_actions (request, device);
      else
        answer_target_action (request, device, parts + 2);
    }
  else if (parts[2] != NULL)
    answer_unknown_path (request);
  else if (g_str_equal (parts[1], "attributes"))
    parl_hawkbit_write_attributes (json, style, device);
  else if (g_str_equal (parts[1], "assignedDS"))
    parl_hawkbit_write_set (json, style, style->fleet->devices[device].assigned);
  else if (g_str_equal (parts[1], "installedDS"))
    parl_hawkbit_write_set (json, style, style->fleet->devices[device].installed);
  else
    answer_unknown_path (request);
}

static void
answer_sets (const Request *request, char **parts)
{
  const ParlHawkbitStyle *style = &request->self->style;
  ParlHawkbitList list = { PARL_HAWKBIT_SETS, style, 0, NULL, PARL_FLEET_SETS };
  uint64_t id;

  if (parts[0] == NULL)
    answer_list (request, &list);
  else if (!read_id (request, parts[0], &id))
    return;
  else if (id < 1 || id > PARL_FLEET_SETS)
    answer_missing (request, "DistributionSet", parts[0]);
  else if (parts[1] != NULL)
    answer_unknown_path (request);
  else
    parl_hawkbit_write_set (request->answer->body, style, (ParlFleetSet)(id - 1));
}

static void
answer_config (const Request *request, char **parts)
{
  if (parts[0] == NULL || !g_str_equal (parts[0], "configs") || parts[1] == NULL
      || parts[2] != NULL)
    answer_unknown_path (request);
  else if (g_str_equal (parts[1], "pollingTime") || g_str_equal (parts[1], "pollingOverdueTime"))
    parl_hawkbit_write_config (request->answer->body, &request->self->style, parts[1], "00:05:00");
  else
    {
      open_error (request, 400, EXCEPTION "InvalidTenantConfigurationKeyException",
                  "hawkbit.server.error.configKeyInvalid", NULL);
      parl_writer_close (request->answer->body, '}');
    }
}

/* @path: what follows "/rest/v1": "/rollouts/1"
 * @query: (nullable) (element-type utf8 utf8): the decoded parameters
 * @answer: (inout): with an empty body */
void
parl_hawkbit_answer (const ParlHawkbit *self, const char *path, GHashTable *query,
                     ParlDemoAnswer *answer)
{
  Request request = { self, path, query, answer };
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  char **first = parts[0] != NULL ? parts + 1 : parts;
  const ParlHawkbitStyle *style = &self->style;

  answer->status = 200;
  answer->content_type = "application/hal+json";
  if (*first == NULL)
    answer_unknown_path (&request);
  else if (g_str_equal (*first, "rollouts"))
    answer_rollouts (&request, first + 1);
  else if (g_str_equal (*first, "targets"))
    answer_targets (&request, first + 1);
  else if (g_str_equal (*first, "distributionsets"))
    answer_sets (&request, first + 1);
  else if (g_str_equal (*first, "system"))
    answer_config (&request, first + 1);
  else if (g_str_equal (*first, "actions") && first[1] == NULL && !is_old (&request))
    {
      ParlHawkbitList list = { PARL_HAWKBIT_ACTIONS, style, 0, NULL, style->fleet->n_actions };
      answer_list (&request, &list);
    }
  else
    answer_unknown_path (&request);
}
