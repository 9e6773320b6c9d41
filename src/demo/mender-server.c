/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which path of Mender's management API leads to which body, its paging, and how it says that
 * something is not there or was asked wrongly. Of a search it heeds the page and the order by the
 * time of the last change. Knows nothing of sockets or headers. */
#include "config.h"

#include "demo/mender-server.h"

#include "demo/json-writer.h"
#include "demo/mender-json.h"

#include <stdlib.h>
#include <string.h>

#define PREFIX "/api/management/"
#define DEFAULT_LIMIT 20
#define MAX_LIMIT 500

struct _ParlMender
{
  const ParlFleet *fleet;
  bool with_phases;
  ParlMenderDeployment deployments[PARL_MENDER_DEPLOYMENTS]; /* oldest first */
  unsigned *newest_first;                                    /* devices by their last change */
};

/* One request on its way through the paths. */
typedef struct
{
  const ParlMender *self;
  GHashTable *query;
  ParlDemoAnswer *answer;
} Request;

typedef struct
{
  const char *path;
  unsigned length;
  gconstpointer data;
  void (*write) (GString *json, const ParlMender *self, gconstpointer data, unsigned index);
} List;

static unsigned
rank (ParlFleetState state)
{
  return state == PARL_FLEET_FAILED ? 0 : state == PARL_FLEET_RUNNING ? 1 : 2;
}

static int
compare_rows (gconstpointer a, gconstpointer b, gpointer fleet)
{
  const ParlFleetAction *first = &((ParlFleet *)fleet)->actions[*(const unsigned *)a];
  const ParlFleetAction *second = &((ParlFleet *)fleet)->actions[*(const unsigned *)b];
  unsigned left = rank (first->state), right = rank (second->state);

  return left != right ? (left > right) - (left < right)
                       : (first->device > second->device) - (first->device < second->device);
}

static int
compare_changes (gconstpointer a, gconstpointer b, gpointer fleet)
{
  ParlTime first = ((ParlFleet *)fleet)->devices[*(const unsigned *)a].last_seen;
  ParlTime second = ((ParlFleet *)fleet)->devices[*(const unsigned *)b].last_seen;

  return (first < second) - (first > second);
}

static void
add_action (ParlMenderDeployment *deployment, const ParlFleet *fleet, unsigned index)
{
  const ParlFleetAction *action = &fleet->actions[index];

  deployment->counts[action->state]++;
  g_array_append_val (deployment->devices, action->device);
  if (action->state != PARL_FLEET_SCHEDULED)
    g_array_append_val (deployment->rows, index);
  deployment->created = MIN (deployment->created, action->created);
  deployment->finished = MAX (deployment->finished, action->ended);
}

static void
fill_deployment (ParlMender *self, unsigned index)
{
  ParlMenderDeployment *deployment = &self->deployments[index];
  const ParlFleet *fleet = self->fleet;
  bool by_hand = index < PARL_FLEET_LINES;

  deployment->rollout = by_hand ? NULL : &fleet->rollouts[index - PARL_FLEET_LINES];
  deployment->set = by_hand ? (ParlFleetSet)index : deployment->rollout->set;
  deployment->created = by_hand ? PARL_TIME_MAX : deployment->rollout->created;
  deployment->finished = PARL_TIME_NONE;
  deployment->rows = g_array_new (FALSE, FALSE, sizeof (unsigned));
  deployment->devices = g_array_new (FALSE, FALSE, sizeof (unsigned));
  g_snprintf (deployment->id, sizeof deployment->id, "5f1ee700-0000-4000-8000-%012u", index + 1);
  for (unsigned i = 0; i < fleet->n_actions; i++)
    if (fleet->actions[i].set == deployment->set
        && fleet->actions[i].rollout == (by_hand ? -1 : (int)(index - PARL_FLEET_LINES)))
      add_action (deployment, fleet, i);
  if (deployment->counts[PARL_FLEET_SCHEDULED] + deployment->counts[PARL_FLEET_RUNNING] > 0)
    deployment->finished = PARL_TIME_NONE;
  g_array_sort_with_data (deployment->rows, compare_rows, (gpointer)fleet);
}

/* @fleet: must outlive the server
 * @with_phases: as the hosted and enterprise editions have them
 * Returns: (transfer full): a server that never changes and may be asked from any thread */
ParlMender *
parl_mender_new (const ParlFleet *fleet, bool with_phases)
{
  ParlMender *self = g_new0 (ParlMender, 1);

  self->fleet = fleet;
  self->with_phases = with_phases;
  for (unsigned i = 0; i < PARL_MENDER_DEPLOYMENTS; i++)
    fill_deployment (self, i);
  self->newest_first = g_new (unsigned, PARL_FLEET_DEVICES);
  for (unsigned i = 0; i < PARL_FLEET_DEVICES; i++)
    self->newest_first[i] = i;
  g_qsort_with_data (self->newest_first, PARL_FLEET_DEVICES, sizeof (unsigned), compare_changes,
                     (gpointer)fleet);
  return self;
}

void
parl_mender_free (ParlMender *self)
{
  for (unsigned i = 0; i < PARL_MENDER_DEPLOYMENTS; i++)
    {
      g_array_unref (self->deployments[i].rows);
      g_array_unref (self->deployments[i].devices);
    }
  g_free (self->newest_first);
  g_free (self);
}

static void
answer_error (const Request *request, unsigned status, const char *text)
{
  request->answer->status = status;
  parl_writer_open (request->answer->body, NULL, '{');
  parl_writer_string (request->answer->body, "error", text);
  parl_writer_string (request->answer->body, "request_id", "00000000-0000-4000-8000-000000000000");
  parl_writer_close (request->answer->body, '}');
}

static void
answer_missing (const Request *request)
{
  answer_error (request, 404, "Resource not found");
}

static const char *
get (const Request *request, const char *name)
{
  return request->query != NULL ? g_hash_table_lookup (request->query, name) : NULL;
}

/* Returns: false when the request was answered: it asks for what it may not */
static bool
read_number (const Request *request, const char *name, int64_t fallback, int64_t most,
             int64_t *number)
{
  const char *text = get (request, name);
  g_autofree char *error = NULL;
  gint64 value = fallback;

  if (text != NULL && !g_ascii_string_to_signed (text, 10, 1, G_MAXINT32, &value, NULL))
    error = g_strdup_printf ("invalid %s query: \"%s\"", name, text);
  else if (value > most)
    error = g_strdup_printf ("parameter \"%s\" above limit (max: %d)", name, (int)most);
  if (error != NULL)
    answer_error (request, 400, error);
  *number = value;
  return error == NULL;
}

static void
add_link (GString *links, const List *list, int64_t page, int64_t per_page, const char *relation)
{
  g_string_append_printf (
      links, "%s<%s?page=%" G_GINT64_FORMAT "&per_page=%" G_GINT64_FORMAT ">; rel=\"%s\"",
      links->len > 0 ? ", " : "", list->path, page, per_page, relation);
}

static void
answer_page (const Request *request, const List *list, int64_t page, int64_t per_page)
{
  g_autoptr (GString) links = g_string_new (NULL);
  int64_t first = (page - 1) * per_page, last = MIN (first + per_page, list->length);

  parl_writer_open (request->answer->body, NULL, '[');
  for (int64_t i = first; i < last; i++)
    list->write (request->answer->body, request->self, list->data, (unsigned)i);
  parl_writer_close (request->answer->body, ']');
  add_link (links, list, 1, per_page, "first");
  if (page > 1)
    add_link (links, list, page - 1, per_page, "prev");
  if (last < list->length)
    add_link (links, list, page + 1, per_page, "next");
  request->answer->is_list = true;
  request->answer->total = list->length;
  request->answer->links = g_strdup (links->str);
}

static void
answer_list (const Request *request, const List *list)
{
  int64_t page, per_page;

  if (read_number (request, "page", 1, G_MAXINT32, &page)
      && read_number (request, "per_page", DEFAULT_LIMIT, MAX_LIMIT, &per_page))
    answer_page (request, list, page, per_page);
}

static void
write_deployment (GString *json, const ParlMender *self, gconstpointer data, unsigned index)
{
  const unsigned *order = data;

  parl_mender_write_deployment (json, self->fleet, &self->deployments[order[index]],
                                self->with_phases);
}

static void
answer_deployments (const Request *request, const char *path)
{
  const char *status = get (request, "status"), *after = get (request, "created_after");
  ParlTime since = after != NULL ? g_ascii_strtoll (after, NULL, 10) * PARL_SECOND : 0;
  bool ascending = g_strcmp0 (get (request, "sort"), "asc") == 0;
  unsigned order[PARL_MENDER_DEPLOYMENTS], n = 0;

  for (unsigned i = 0; i < PARL_MENDER_DEPLOYMENTS; i++)
    {
      unsigned index = ascending ? i : PARL_MENDER_DEPLOYMENTS - 1 - i;
      const ParlMenderDeployment *deployment = &request->self->deployments[index];
      bool is_over = deployment->finished != PARL_TIME_NONE;

      if (deployment->created >= since
          && (status == NULL || g_str_equal (status, is_over ? "finished" : "inprogress")))
        order[n++] = index;
    }
  answer_list (request, &(List){ path, n, order, write_deployment });
}

static void
write_row (GString *json, const ParlMender *self, gconstpointer data, unsigned index)
{
  const ParlMenderDeployment *deployment = data;

  parl_mender_write_row (json, self->fleet, deployment,
                         g_array_index (deployment->rows, unsigned, index));
}

static void
answer_log (const Request *request, const ParlMenderDeployment *deployment, const char *name)
{
  const ParlFleet *fleet = request->self->fleet;
  unsigned device;

  for (unsigned i = 0; parl_fleet_find_device (name, &device) && i < deployment->rows->len; i++)
    {
      unsigned action = g_array_index (deployment->rows, unsigned, i);
      if (fleet->actions[action].device != device)
        continue;
      if (!parl_mender_write_log (request->answer->body, fleet, action))
        break;
      request->answer->content_type = "text/plain";
      return;
    }
  answer_missing (request);
}

static void
answer_members (const Request *request, const ParlMenderDeployment *deployment)
{
  parl_writer_open (request->answer->body, NULL, '[');
  for (unsigned i = 0; i < deployment->devices->len; i++)
    {
      char name[16];

      parl_fleet_name_device (g_array_index (deployment->devices, unsigned, i), name);
      parl_writer_string (request->answer->body, NULL, name);
    }
  parl_writer_close (request->answer->body, ']');
}

/* What follows /deployments/deployments/{id}. */
static void
answer_deployment (const Request *request, const ParlMenderDeployment *deployment, char **parts,
                   const char *path)
{
  GString *json = request->answer->body;

  if (parts[0] == NULL)
    parl_mender_write_deployment (json, request->self->fleet, deployment,
                                  request->self->with_phases);
  else if (g_str_equal (parts[0], "statistics") && parts[1] == NULL)
    parl_mender_write_statistics (json, NULL, deployment);
  else if (g_str_equal (parts[0], "device_list") && parts[1] == NULL)
    answer_members (request, deployment);
  else if (!g_str_equal (parts[0], "devices") || parts[1] == NULL)
    answer_missing (request);
  else if (g_str_equal (parts[1], "list") && parts[2] == NULL)
    answer_list (request, &(List){ path, deployment->rows->len, deployment, write_row });
  else if (parts[2] != NULL && g_str_equal (parts[2], "log") && parts[3] == NULL)
    answer_log (request, deployment, parts[1]);
  else
    answer_missing (request);
}

static void
write_device (GString *json, const ParlMender *self, gconstpointer data, unsigned index)
{
  const unsigned *order = data;

  parl_mender_write_device (json, self->fleet, order != NULL ? order[index] : index);
}

/* The number behind a member of the body of a search. */
static int64_t
find_number (const char *body, const char *member, int64_t fallback)
{
  const char *found = strstr (body, member);

  return found != NULL ? g_ascii_strtoll (found + strlen (member), NULL, 10) : fallback;
}

static void
answer_search (const Request *request, const char *body)
{
  int64_t page = find_number (body, "\"page\":", 1);
  int64_t per_page = find_number (body, "\"per_page\":", DEFAULT_LIMIT);
  bool sorted = strstr (body, "\"attribute\":\"updated_ts\",\"order\":\"desc\"") != NULL;
  List list = { "", PARL_FLEET_DEVICES, sorted ? request->self->newest_first : NULL, write_device };

  if (page < 1 || per_page < 1 || per_page > MAX_LIMIT)
    {
      answer_error (request, 400, "per_page: must be between 1 and 500");
      return;
    }
  answer_page (request, &list, page, per_page);
  g_clear_pointer (&request->answer->links, g_free);
}

static const ParlMenderDeployment *
find_deployment (const ParlMender *self, const char *id)
{
  for (unsigned i = 0; i < PARL_MENDER_DEPLOYMENTS; i++)
    if (g_str_equal (self->deployments[i].id, id))
      return &self->deployments[i];
  return NULL;
}

/* @path: from "/api/management/" on
 * @query: (nullable) (element-type utf8 utf8): the decoded parameters
 * @body: (nullable): of a POST; %NULL: a GET
 * @answer: (inout): with an empty body */
void
parl_mender_answer (const ParlMender *self, const char *path, GHashTable *query, const char *body,
                    ParlDemoAnswer *answer)
{
  Request request = { self, query, answer };
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  bool is_old = g_str_has_prefix (path, PREFIX "v1/deployments/deployments");
  bool is_list = is_old || g_str_equal (path, PREFIX "v2/deployments/deployments");

  answer->status = 200;
  answer->content_type = "application/json; charset=utf-8";
  if (body != NULL)
    {
      if (g_str_equal (path, PREFIX "v2/inventory/filters/search"))
        answer_search (&request, body);
      else
        answer_missing (&request);
      return;
    }
  if (g_str_equal (path, PREFIX "v1/inventory/devices"))
    answer_list (&request, &(List){ path, PARL_FLEET_DEVICES, NULL, write_device });
  else if (!is_list)
    answer_missing (&request);
  else if (g_strv_length (parts) < 7)
    answer_deployments (&request, path);
  else
    {
      const ParlMenderDeployment *deployment = find_deployment (self, parts[6]);
      if (deployment != NULL)
        answer_deployment (&request, deployment, parts + 7, path);
      else
        answer_missing (&request);
    }
}
