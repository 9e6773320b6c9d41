/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What devices reported about actions: one request an action, several under way at once, and never
 * again for one that is closed. The last report tells when and why it ended, and where the action's
 * own status does not say so, how. */
#include "config.h"

#include "sources/hawkbit/private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_PAGES 20 /* of reports about one action */

/* What the server itself writes among a device's messages: no cause. */
static const char *const server_lines[] = {
  "Update Server:",
  "Initiated by Rollout Group",
  "Device reported status code:",
};

static bool
is_server_line (const char *line)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (server_lines); i++)
    if (g_str_has_prefix (line, server_lines[i]))
      return true;
  return false;
}

/* The newest report of all; where only a decisive one helps, the newest that says how it ended. */
static bool
find_last (ParlHb *self, const ParlJsonAt *content, ParlJsonAt *at, const char **type,
           bool decisive, bool *found, GError **error)
{
  int64_t newest = -1;
  unsigned n;

  if (!parl_json_length (content, &n, error))
    return false;
  for (unsigned i = 0; i < n; i++)
    {
      ParlJsonAt element;
      int64_t id;

      if (!parl_json_element (content, i, &element, error)
          || !parl_json_get_count (&element, "id", &id, error))
        return false;

      const char *kind = parl_hb_optional_string (self, &element, "type");
      bool decides = g_strcmp0 (kind, "finished") == 0 || g_strcmp0 (kind, "error") == 0
                     || g_strcmp0 (kind, "canceled") == 0;
      if (id <= newest || (decisive && !decides))
        continue;
      newest = id;
      *at = element;
      *type = kind;
    }
  *found = newest >= 0;
  return true;
}

/* The device's own lines, joined to one. NULL: it said nothing. */
static char *
join_messages (ParlHb *self, const ParlJsonAt *report)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) problem = NULL;
  ParlJsonAt messages;
  unsigned n = 0;

  if (parl_hb_find (self, report, "messages", &messages))
    parl_json_length (&messages, &n, &problem);
  for (unsigned i = 0; i < n && problem == NULL; i++)
    {
      ParlJsonAt element;
      const char *line;

      if (!parl_json_element (&messages, i, &element, &problem))
        break;
      if (parl_json_is_null (&element))
        continue;
      if (!parl_json_read_string (&element, &line, &problem))
        break;

      g_autofree char *clean = parl_hb_clean (line);
      if (clean != NULL && !is_server_line (clean))
        g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", clean);
    }
  if (problem != NULL)
    parl_complain (self->complaints, "%s", problem->message);
  return parl_hb_clean (text->str);
}

/* *offset: how many reports lie before this page; afterwards, how many lie before the next one, or
 * -1 when this was the last, the only one that is looked at. */
static bool
read_body (ParlHb *self, ParlHbAction *action, const ParlJsonAt *root, int64_t *offset,
           GError **error)
{
  ParlJsonAt content, report;
  const char *type = NULL;
  int64_t total;
  unsigned n;
  bool found;

  if (!parl_json_member (root, "content", &content, error)
      || !parl_json_length (&content, &n, error)
      || !parl_json_get_count (root, "total", &total, error))
    return false;
  *offset = n > 0 && total - n > *offset ? *offset + n : -1;
  if (*offset > 0)
    return true;
  if (!find_last (self, &content, &report, &type, action->undecided, &found, error))
    return false;
  action->begun = found;
  if (!found)
    return true;

  if (action->undecided && strcmp (type, "finished") == 0)
    action->outcome = PARL_OUTCOME_SUCCEEDED;
  else if (action->undecided && strcmp (type, "error") == 0)
    action->outcome = PARL_OUTCOME_FAILED;
  else if (action->undecided)
    action->outcome = PARL_OUTCOME_CANCELLED;
  action->undecided = false;

  action->reported = parl_hb_optional_time (self, &report, "reportedAt");
  if (action->reported == PARL_TIME_NONE)
    action->reported = parl_hb_optional_time (self, &report, "timestamp");
  if (parl_hb_optional_int (self, &report, "code", &action->code))
    action->has_code = true;
  g_free (action->message);
  action->message = join_messages (self, &report);
  return true;
}

static char *
build_path (const ParlHbAction *action, int64_t offset)
{
  g_autofree char *device = g_uri_escape_string (action->device, NULL, FALSE);

  return g_strdup_printf ("/rest/v1/targets/%s/actions/%" G_GINT64_FORMAT
                          "/status?offset=%" G_GINT64_FORMAT "&limit=%d&sort=id%%3AASC",
                          device, action->id, offset, PARL_HB_PAGE);
}

static char *
build_first_path (gconstpointer row)
{
  return build_path (row, 0);
}

typedef struct
{
  ParlHb *self;
  GPtrArray *longer; /* (element-type ParlHbAction): had more reports than a page holds */
} Reading;

static bool
read_reports (gpointer row, const ParlJsonAt *root, gpointer data, GError **error)
{
  const Reading *reading = data;
  int64_t offset = 0;

  if (!read_body (reading->self, row, root, &offset, error))
    return false;
  if (offset > 0)
    g_ptr_array_add (reading->longer, row);
  return true;
}

/* A device may report more than a page holds: then the newest are on the last one. */
static bool
read_longer (ParlHb *self, ParlHbAction *action, GError **error)
{
  g_autoptr (GError) problem = NULL;
  int64_t offset = PARL_HB_PAGE;

  for (unsigned i = 0; i < MAX_PAGES && offset > 0 && problem == NULL; i++)
    {
      g_autofree char *path = build_path (action, offset);
      g_autoptr (ParlJson) body = parl_hb_get (self, path + strlen ("/rest/v1"), &problem);

      if (body == NULL)
        break;
      ParlJsonAt root = parl_json_root (body);
      read_body (self, action, &root, &offset, &problem);
    }
  return problem == NULL
         || parl_complaints_tolerate (self->complaints, g_steal_pointer (&problem),
                                      _ ("why and when this update ended is not known"), error);
}

/* @actions: (element-type ParlHbAction): closed ones
 * Fills in how, when and why each of them ended. What cannot be read of one is a warning, and the
 * action keeps what its own body said. */
bool
parl_hb_read_reports (ParlHb *self, GPtrArray *actions, GError **error)
{
  const ParlAskEach each
      = { N_ ("reading what devices reported"), _ ("why and when this update ended is not known"),
          build_first_path, read_reports };
  g_autoptr (GPtrArray) longer = g_ptr_array_new ();

  if (!parl_ask_each (self->call, &each, actions, &(Reading){ self, longer }, self->complaints,
                      error))
    return false;
  for (unsigned i = 0; i < longer->len; i++)
    if (!read_longer (self, longer->pdata[i], error))
      return false;
  return true;
}
