/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See fake.h. Rows are the recorded JSON objects of 0.10.0; the old way is written from
 * them by leaving out what 0.3.0M7 leaves out. Stages hold thirty devices each, attributes are made
 * up: both are not among the recorded bodies. */
#include "config.h"

#include "fake.h"

#include <stdlib.h>
#include <string.h>

struct _HawkbitFake
{
  ScriptServer *server;
  GMutex lock;
  bool old;
  GHashTable *lists;     /* name -> GPtrArray of JsonObject */
  GHashTable *promises;  /* name -> total that is claimed */
  GHashTable *reports;   /* action id -> text of its content */
  GHashTable *overrides; /* path -> ScriptAnswer */
  GPtrArray *bodies;     /* keeps what was answered */
  const char *refused;   /* a search for it answers 400 */
  unsigned cap;
  unsigned counted;
  int left; /* requests that are still answered; -1: all */
};

static JsonNode *
load (const char *name)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "fixtures", "hawkbit", "0.10.0", name, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}

static void
load_rows (HawkbitFake *self, const char *list, const char *name)
{
  GPtrArray *rows = g_hash_table_lookup (self->lists, list);
  g_autoptr (JsonNode) root = load (name);
  JsonArray *content = json_object_get_array_member (json_node_get_object (root), "content");

  if (rows == NULL)
    {
      rows = g_ptr_array_new_with_free_func ((GDestroyNotify)json_object_unref);
      g_hash_table_insert (self->lists, g_strdup (list), rows);
    }
  for (unsigned i = 0; i < json_array_get_length (content); i++)
    g_ptr_array_add (rows, json_object_ref (json_array_get_object_element (content, i)));
}

GPtrArray *
hawkbit_fake_get (HawkbitFake *self, const char *list)
{
  return g_hash_table_lookup (self->lists, list);
}

static JsonObject *
find_row (HawkbitFake *self, const char *list, const char *key, const char *value)
{
  GPtrArray *rows = hawkbit_fake_get (self, list);

  for (unsigned i = 0; i < rows->len; i++)
    {
      JsonNode *node = json_object_get_member (rows->pdata[i], key);
      g_autofree char *text = node != NULL ? json_to_string (node, FALSE) : NULL;
      g_autofree char *quoted = g_strdup_printf ("\"%s\"", value);

      if (g_strcmp0 (text, value) == 0 || g_strcmp0 (text, quoted) == 0)
        return rows->pdata[i];
    }
  return NULL;
}

JsonObject *
hawkbit_fake_find_action (HawkbitFake *self, int64_t id)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  return find_row (self, "actions", "id", text);
}

JsonObject *
hawkbit_fake_find_target (HawkbitFake *self, const char *id)
{
  return find_row (self, "targets", "controllerId", id);
}

static JsonObject *
parse_object (const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  g_assert_nonnull (node);
  return json_object_ref (json_node_get_object (node));
}

JsonObject *
hawkbit_fake_add_action (HawkbitFake *self, int64_t id, const char *target, const char *release,
                         const char *status, int64_t created)
{
  bool closed = strcmp (status, "finished") == 0 || strcmp (status, "error") == 0
                || strcmp (status, "canceled") == 0;
  g_autofree char *text = g_strdup_printf (
      "{\"id\":%" G_GINT64_FORMAT ",\"createdAt\":%" G_GINT64_FORMAT
      ",\"lastModifiedAt\":%" G_GINT64_FORMAT ",\"type\":\"update\",\"active\":%s,"
      "\"status\":\"%s\",\"_links\":{\"self\":{\"href\":\"http://updates.example.com/rest/v1/"
      "targets/%s/actions/%" G_GINT64_FORMAT "\"},\"distributionset\":{\"href\":"
      "\"http://updates.example.com/rest/v1/distributionsets/9\",\"name\":\"%s%s\"}}}",
      id, created, created, closed ? "false" : "true", status, target, id,
      strchr (release, ':') != NULL ? "" : "camera:", release);
  JsonObject *action = parse_object (text);

  g_ptr_array_add (hawkbit_fake_get (self, "actions"), action);
  return action;
}

void
hawkbit_fake_add_target (HawkbitFake *self, const char *id, int64_t created)
{
  g_autofree char *text = g_strdup_printf (
      "{\"createdAt\":%" G_GINT64_FORMAT ",\"lastModifiedAt\":%" G_GINT64_FORMAT
      ",\"name\":\"new\",\"controllerId\":\"%s\",\"updateStatus\":\"registered\","
      "\"securityToken\":\"secret-token\"}",
      created, created, id);

  g_ptr_array_add (hawkbit_fake_get (self, "targets"), parse_object (text));
}

void
hawkbit_fake_report (HawkbitFake *self, int64_t action, const char *type, const char *messages,
                     int64_t at)
{
  char *text
      = g_strdup_printf ("{\"id\":%" G_GINT64_FORMAT ",\"type\":\"running\",\"messages\":[null],"
                         "\"reportedAt\":%" G_GINT64_FORMAT "},{\"id\":%" G_GINT64_FORMAT
                         ",\"type\":\"%s\",\"messages\":%s,\"reportedAt\":%" G_GINT64_FORMAT "}",
                         action * 10, at - 1000, action * 10 + 1, type, messages, at);

  g_hash_table_insert (self->reports, g_memdup2 (&action, sizeof action), text);
}

void
hawkbit_fake_override (HawkbitFake *self, const char *path, unsigned status, const char *body)
{
  g_mutex_lock (&self->lock);
  if (body == NULL)
    g_hash_table_remove (self->overrides, path);
  else
    {
      ScriptAnswer *answer = g_new0 (ScriptAnswer, 1);

      answer->status = status;
      answer->body = g_intern_string (body);
      g_hash_table_insert (self->overrides, g_strdup (path), answer);
    }
  g_mutex_unlock (&self->lock);
}

void
hawkbit_fake_set_cap (HawkbitFake *self, unsigned cap)
{
  self->cap = cap;
}

void
hawkbit_fake_set_promise (HawkbitFake *self, const char *list, int64_t total)
{
  g_hash_table_insert (self->promises, g_strdup (list), g_memdup2 (&total, sizeof total));
}

unsigned
hawkbit_fake_count (HawkbitFake *self)
{
  unsigned all = script_server_count (self->server);
  unsigned fresh = all - self->counted;

  self->counted = all;
  return fresh;
}

const char *
hawkbit_fake_get_url (HawkbitFake *self)
{
  return script_server_get_url (self->server);
}

ScriptServer *
hawkbit_fake_get_server (HawkbitFake *self)
{
  return self->server;
}

/* cam-00017 is the 17th of the first stage. */
static unsigned
number_of (const char *device)
{
  const char *dash = strrchr (device, '-');

  return dash != NULL ? (unsigned)atoi (dash + 1) : 0;
}

static const char *
find_value (JsonObject *row, const char *field, char *buffer, size_t size)
{
  static const struct
  {
    const char *field, *member;
  } members[] = {
    { "createdat", "createdAt" },       { "lastmodifiedat", "lastModifiedAt" },
    { "updatestatus", "updateStatus" }, { "lastcontrollerrequestat", "lastControllerRequestAt" },
    { "controllerid", "controllerId" }, { "installedds.version", "_installed" },
  };
  const char *name = field;
  JsonNode *node;

  for (unsigned i = 0; i < G_N_ELEMENTS (members); i++)
    if (strcmp (field, members[i].field) == 0)
      name = members[i].member;
  if (strcmp (field, "installedds.name") == 0)
    return "camera";
  if (g_str_has_prefix (field, "attribute.") && json_object_has_member (row, "_blank"))
    return NULL;
  if (strcmp (field, "attribute.hw") == 0)
    return number_of (json_object_get_string_member (row, "controllerId")) % 2 ? "dome" : "bullet";
  node = json_object_get_member (row, name);
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_get_string (node);
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node) ? "true" : "false";
  g_snprintf (buffer, size, "%" G_GINT64_FORMAT, json_node_get_int (node));
  return buffer;
}

static bool
matches_term (JsonObject *row, const char *term)
{
  static const char *const operators[] = { "==", "=gt=", "=ge=", "=in=", "=le=" };
  size_t length = strcspn (term, "=");
  g_autofree char *field = g_strndup (term, length);
  char buffer[32];
  const char *value = find_value (row, field, buffer, sizeof buffer);
  unsigned op = 0;

  while (op < G_N_ELEMENTS (operators) && !g_str_has_prefix (term + length, operators[op]))
    op++;
  g_assert_cmpuint (op, <, G_N_ELEMENTS (operators));
  const char *wanted = term + length + strlen (operators[op]);
  if (value == NULL)
    return false;
  if (op == 0)
    return strcmp (value, wanted) == 0;
  if (op == 3)
    {
      g_autofree char *inner = g_strndup (wanted + 1, strlen (wanted) - 2);
      g_auto (GStrv) all = g_strsplit (inner, ",", -1);
      return g_strv_contains ((const char *const *)all, value);
    }
  if (op == 4)
    return atoll (value) <= atoll (wanted);
  return op == 1 ? atoll (value) > atoll (wanted) : atoll (value) >= atoll (wanted);
}

/* `;` binds before `,`; a comma within parentheses parts values, not terms. */
static bool
matches (JsonObject *row, const char *query)
{
  g_autofree char *text = g_strdup (query);
  int depth = 0;

  if (query == NULL)
    return true;
  for (char *c = text; *c != '\0'; c++)
    {
      depth += (*c == '(') - (*c == ')');
      if (*c == ',' && depth == 0)
        *c = '\n';
    }
  g_auto (GStrv) any = g_strsplit (text, "\n", -1);
  for (unsigned i = 0; any[i] != NULL; i++)
    {
      g_auto (GStrv) all = g_strsplit (any[i], ";", -1);
      bool match = true;

      for (unsigned k = 0; all[k] != NULL; k++)
        match = match && matches_term (row, all[k]);
      if (match)
        return true;
    }
  return false;
}

/* What 0.3.0M7 says of the same row. */
static char *
write_row (HawkbitFake *self, const char *list, JsonObject *row, bool alone)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), row);

  if (!self->old)
    return json_to_string (node, FALSE);

  g_autofree char *text = json_to_string (node, FALSE);
  g_autoptr (JsonObject) copy = parse_object (text);
  g_autoptr (JsonNode) written = json_node_init_object (json_node_alloc (), copy);

  json_object_remove_member (copy, "pollStatus");
  if (strcmp (list, "actions") == 0)
    {
      bool active = json_object_get_boolean_member_with_default (copy, "active", false);
      JsonObject *links = json_object_get_object_member (copy, "_links");

      json_object_set_string_member (copy, "status", active ? "pending" : "finished");
      json_object_set_string_member (copy, "createdBy",
                                     json_object_has_member (copy, "rollout") ? "system" : "admin");
      json_object_remove_member (copy, "active");
      json_object_remove_member (copy, "rollout");
      json_object_remove_member (copy, "lastStatusCode");
      json_object_remove_member (links, "target");
      if (alone)
        json_object_remove_member (json_object_get_object_member (links, "distributionset"),
                                   "name");
      else
        json_object_remove_member (links, "distributionset");
    }
  if (!alone)
    json_object_remove_member (copy, "totalTargetsPerStatus");
  if (strcmp (list, "rollouts") == 0)
    json_object_remove_member (json_object_get_object_member (copy, "_links"), "distributionset");
  return json_to_string (written, FALSE);
}

static char *
write_list (HawkbitFake *self, const char *list, GHashTable *query, const char *more)
{
  GPtrArray *rows = hawkbit_fake_get (self, list);
  const char *q = query != NULL ? g_hash_table_lookup (query, "q") : NULL;
  const char *offset_text = query != NULL ? g_hash_table_lookup (query, "offset") : NULL;
  const char *limit_text = query != NULL ? g_hash_table_lookup (query, "limit") : NULL;
  unsigned offset = offset_text != NULL ? (unsigned)atoi (offset_text) : 0;
  unsigned limit = MIN (limit_text != NULL ? (unsigned)atoi (limit_text) : 50, self->cap);
  const int64_t *promise = g_hash_table_lookup (self->promises, list);
  GString *json = g_string_new ("{\"content\":[");
  unsigned total = 0, size = 0;

  for (unsigned i = 0; i < rows->len; i++)
    {
      if (!matches (rows->pdata[i], q) || !matches (rows->pdata[i], more))
        continue;
      if (total++ < offset || size >= limit)
        continue;
      g_autofree char *text = write_row (self, list, rows->pdata[i], false);
      g_string_append_printf (json, "%s%s", size++ > 0 ? "," : "", text);
    }
  g_string_append_printf (json, "],\"total\":%" G_GINT64_FORMAT ",\"size\":%u}",
                          promise != NULL ? *promise : (int64_t)total, size);
  return g_string_free (json, FALSE);
}

static char *
write_members (HawkbitFake *self, unsigned group, GHashTable *query)
{
  GPtrArray *rows = hawkbit_fake_get (self, "targets");
  GString *ids = g_string_new ("controllerid=in=(");

  for (unsigned i = 0; i < rows->len; i++)
    {
      const char *id
          = json_object_get_string_member_with_default (rows->pdata[i], "controllerId", "");
      if (g_str_has_prefix (id, "cam-") && number_of (id) / 30 + 1 == group)
        g_string_append_printf (ids, "%s,", id);
    }
  ids->str[ids->len - 1] = ')';
  g_autofree char *more = g_string_free (ids, FALSE);
  return write_list (self, "targets", query, more);
}

static char *
write_reports (HawkbitFake *self, const char *action)
{
  int64_t id = atoll (action);
  const char *content = g_hash_table_lookup (self->reports, &id);

  return g_strdup_printf ("{\"content\":[%s],\"total\":%d,\"size\":0}",
                          content != NULL ? content : "", content != NULL ? 2 : 0);
}

static char *
answer_target (HawkbitFake *self, char **part, GHashTable *query)
{
  if (part[2] == NULL)
    return NULL;
  if (strcmp (part[2], "attributes") == 0)
    return g_strdup_printf ("{\"hw\":\"%s\",\"rollback\":\"tested\"}",
                            number_of (part[1]) % 2 ? "dome" : "bullet");
  if (strcmp (part[2], "actions") != 0)
    return NULL;
  if (part[3] != NULL && part[4] != NULL)
    return write_reports (self, part[3]);
  if (part[3] != NULL)
    {
      JsonObject *action = hawkbit_fake_find_action (self, atoll (part[3]));
      return action != NULL ? write_row (self, "actions", action, true) : NULL;
    }

  /* Those of the actions whose link leads to this target. */
  GPtrArray *all = hawkbit_fake_get (self, "actions");
  GString *ids = g_string_new ("id=in=(");
  g_autofree char *inside = g_strdup_printf ("/targets/%s/", part[1]);
  for (unsigned i = 0; i < all->len; i++)
    {
      JsonObject *links = json_object_get_object_member (all->pdata[i], "_links");
      JsonObject *link = json_object_get_object_member (links, "self");
      if (strstr (json_object_get_string_member (link, "href"), inside) != NULL)
        g_string_append_printf (ids, "%" G_GINT64_FORMAT ",",
                                json_object_get_int_member (all->pdata[i], "id"));
    }
  ids->str[ids->len - 1] = ')';
  g_autofree char *own = g_string_free (ids, FALSE);
  return write_list (self, "actions", query, strlen (own) > 7 ? own : "id==0");
}

static char *
answer_rollout (HawkbitFake *self, char **part, GHashTable *query)
{
  JsonObject *rollout = find_row (self, "rollouts", "id", part[1]);

  if (rollout == NULL)
    return NULL;
  if (part[2] == NULL)
    return write_row (self, "rollouts", rollout, true);
  if (part[3] == NULL)
    return write_list (self, "groups", query, NULL);
  if (part[4] != NULL)
    return write_members (self, (unsigned)atoi (part[3]), query);
  JsonObject *group = find_row (self, "groups", "id", part[3]);
  return group != NULL ? write_row (self, "groups", group, true) : NULL;
}

static char *
answer_path (HawkbitFake *self, char **part, GHashTable *query)
{
  if (strcmp (part[0], "actions") == 0 && self->old)
    return NULL;
  if (strcmp (part[0], "distributionsets") == 0)
    {
      static const char *const versions[] = { "2.2.7", "2.3.4", "2.4.0", "2.5.0" };
      int id = part[1] != NULL ? atoi (part[1]) : 0;

      if (part[1] == NULL)
        return g_strdup (
            "{\"content\":[{\"id\":1,\"name\":\"camera\",\"version\":\"2.2.7\",\"type\":\"os\"},"
            "{\"id\":2,\"name\":\"camera\",\"version\":\"2.3.4\",\"type\":\"os\"},"
            "{\"id\":3,\"name\":\"camera\",\"version\":\"2.4.0\",\"type\":\"os\"}],\"total\":3}");
      return g_strdup_printf ("{\"id\":%d,\"name\":\"camera\",\"version\":\"%s\",\"type\":\"os\"}",
                              id, versions[CLAMP (id, 1, 4) - 1]);
    }
  if (strcmp (part[0], "system") == 0)
    return g_strdup ("{\"value\":\"00:05:00\",\"global\":true}");
  if (strcmp (part[0], "targets") == 0 && part[1] != NULL)
    return answer_target (self, part, query);
  if (strcmp (part[0], "rollouts") == 0 && part[1] != NULL)
    return answer_rollout (self, part, query);
  if (hawkbit_fake_get (self, part[0]) != NULL && part[1] == NULL)
    return write_list (self, part[0], query, NULL);
  return NULL;
}

static ScriptAnswer
on_request (const char *method, const char *target, const char *body, gpointer data)
{
  HawkbitFake *self = data;
  g_auto (GStrv) halves = g_strsplit (target, "?", 2);
  g_autoptr (GHashTable) query
      = halves[1] != NULL ? g_uri_parse_params (halves[1], -1, "&", G_URI_PARAMS_NONE, NULL) : NULL;
  ScriptAnswer answer = { .status = 404, .body = "{\"status\":404,\"error\":\"Not Found\"}" };

  (void)method;
  (void)body;
  g_mutex_lock (&self->lock);
  bool cut = self->left == 0;
  self->left -= self->left > 0;
  const ScriptAnswer *other = g_hash_table_lookup (self->overrides, halves[0]);
  const char *q = query != NULL ? g_hash_table_lookup (query, "q") : NULL;
  if (cut)
    answer = (ScriptAnswer){ .drop = true };
  else if (other != NULL)
    answer = *other;
  else if (q != NULL && self->refused != NULL && strstr (q, self->refused) != NULL)
    answer.status = 400;
  else if (g_str_has_prefix (halves[0], "/rest/v1/"))
    {
      g_autofree char *path = g_strdup (halves[0] + strlen ("/rest/v1/"));
      char *part[8] = { NULL };
      unsigned n = 0;

      for (char *rest = path; rest != NULL && n < 7;)
        part[n++] = strsep (&rest, "/");
      char *text = answer_path (self, part, query);
      if (text != NULL)
        {
          g_ptr_array_add (self->bodies, text);
          answer = (ScriptAnswer){ .status = 200, .body = text };
        }
    }
  g_mutex_unlock (&self->lock);
  return answer;
}

/* Every failure of the recording says the same in other words; half of them on the other way. */
static void
make_reports (HawkbitFake *self)
{
  GPtrArray *actions = hawkbit_fake_get (self, "actions");

  for (unsigned i = 0; i < actions->len; i++)
    {
      int64_t id = json_object_get_int_member (actions->pdata[i], "id");
      int64_t created = json_object_get_int_member (actions->pdata[i], "createdAt");
      const char *status = json_object_get_string_member (actions->pdata[i], "status");

      if (strcmp (status, "error") == 0)
        hawkbit_fake_report (self, id, "error",
                             "[\"Update Server: noted\",null,\"Started installation\",\"No space "
                             "left on device\",\"Device reported status code: 28\"]",
                             created + 5000);
      else if (strcmp (status, "finished") == 0)
        hawkbit_fake_report (self, id, "finished", "[\"Installation finished\"]", created + 3000);
    }
}

void
hawkbit_fake_set_left (HawkbitFake *self, int left)
{
  g_mutex_lock (&self->lock);
  self->left = left;
  g_mutex_unlock (&self->lock);
}

void
hawkbit_fake_refuse (HawkbitFake *self, const char *term)
{
  self->refused = term;
}

HawkbitFake *
hawkbit_fake_new (bool old)
{
  HawkbitFake *self = g_new0 (HawkbitFake, 1);

  g_mutex_init (&self->lock);
  self->old = old;
  self->cap = 500;
  self->left = -1;
  self->lists
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  self->promises = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->reports = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->overrides = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->bodies = g_ptr_array_new_with_free_func (g_free);
  load_rows (self, "targets", "targets.json");
  load_rows (self, "actions", "actions-0.json");
  load_rows (self, "actions", "actions-100.json");
  load_rows (self, "actions", "actions-200.json");
  load_rows (self, "rollouts", "rollouts.json");
  load_rows (self, "groups", "deploygroups.json");
  make_reports (self);
  self->server = script_server_new ();
  script_server_set_handler (self->server, on_request, self);
  return self;
}

void
hawkbit_fake_free (HawkbitFake *self)
{
  script_server_free (self->server);
  g_mutex_clear (&self->lock);
  g_hash_table_unref (self->lists);
  g_hash_table_unref (self->promises);
  g_hash_table_unref (self->reports);
  g_hash_table_unref (self->overrides);
  g_ptr_array_unref (self->bodies);
  g_free (self);
}
