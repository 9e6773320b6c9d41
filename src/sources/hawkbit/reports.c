/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What devices reported about actions: one request an action, several under way at once, and never
 * again for one that is closed. The last report tells when it ended and, where the action's own
 * status does not say so, how. Why it failed may stand in any of them: the last word of many a
 * client is only that it failed. */
#include "config.h"

#include "sources/hawkbit/private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_PAGES 20 /* of reports about one action */
#define PIECE 512

typedef struct
{
  int64_t id;
  ParlJsonAt at;
} Report;

/* What the server itself writes among a device's messages: no cause. */
static const char *const server_lines[] = {
  "Update Server:",
  "Initiated by Rollout Group",
  "Device reported status code:",
};

/* What it writes of actions that it closes by itself: the set was installed by other means, or had
 * been assigned before. */
static const char *const skip_lines[] = {
  "Update Server: Action reported as offline deployment",
  "Update Server: Distribution Set is already assigned",
};

static bool
begins_with (const char *line, const char *const *beginnings, unsigned n)
{
  for (unsigned i = 0; i < n; i++)
    if (g_str_has_prefix (line, beginnings[i]))
      return true;
  return false;
}

/* hawkBit cuts a message into pieces of so many UTF-16 units. */
static bool
is_cut (const char *line)
{
  size_t n = 0;

  for (const char *c = line; *c != '\0' && n <= PIECE; c = g_utf8_next_char (c))
    n += g_utf8_get_char (c) > 0xffff ? 2 : 1;
  return n == PIECE;
}

/* (transfer full) (element-type utf8): the device's own lines, put together where the server has
 * cut them. */
static GPtrArray *
list_lines (ParlHb *self, ParlHbAction *action, const ParlJsonAt *report)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) whole = g_string_new (NULL);
  g_autoptr (GError) problem = NULL;
  ParlJsonAt messages;
  unsigned n = 0;

  if (parl_hb_find (self, report, "messages", &messages))
    parl_json_length (&messages, &n, &problem);
  for (unsigned i = 0; i < n && problem == NULL; i++)
    {
      const char *piece = "";
      ParlJsonAt element;

      if (!parl_json_element (&messages, i, &element, &problem)
          || (!parl_json_is_null (&element) && !parl_json_read_string (&element, &piece, &problem)))
        break;
      g_string_append (whole, piece);
      if (i + 1 < n && is_cut (piece))
        continue;

      g_autofree char *line = parl_clean_message (whole->str);
      g_string_truncate (whole, 0);
      if (line == NULL)
        continue;
      if (begins_with (line, skip_lines, G_N_ELEMENTS (skip_lines)))
        action->no_attempt = true;
      if (!begins_with (line, server_lines, G_N_ELEMENTS (server_lines)))
        g_ptr_array_add (lines, g_steal_pointer (&line));
    }
  if (problem != NULL)
    parl_complain (self->complaints, "%s", problem->message);
  return lines;
}

/* Why it failed. */
static void
find_cause (ParlHb *self, ParlHbAction *action, const ParlJsonAt *report)
{
  g_autoptr (GPtrArray) lines = list_lines (self, action, report);
  const char *deciding;
  int64_t code;

  if (!action->undecided && action->outcome != PARL_OUTCOME_FAILED)
    return;
  ParlCauseMatch best = parl_causes_match_lines (self->causes, lines, &deciding);
  bool has_code = parl_hb_optional_int (self, report, "code", &code);
  ParlCauseMatch by_code = parl_causes_match (self->causes, NULL, has_code ? &code : NULL);
  if (by_code.rank < best.rank)
    best = by_code;

  const char *type = parl_hb_optional_string (self, report, "type");
  bool closes = g_strcmp0 (type, "error") == 0 || g_strcmp0 (type, "finished") == 0;
  bool decides = best.place != NULL && best.rank <= action->why.rank;
  if (decides)
    action->why = best;

  /* Where nothing decides, how far it had come is no reason, but its last word may be one. */
  if (lines->len > 0
      && (decides || (closes && (action->why.place == NULL || action->message == NULL))))
    {
      g_free (action->message);
      action->message = parl_causes_dup_message (lines, deciding);
    }
}

/* The newest report of all tells when it ended; where only a decisive one helps, the newest that
 * says how. */
static bool
ends (ParlHb *self, ParlHbAction *action, const ParlJsonAt *report)
{
  const char *type = parl_hb_optional_string (self, report, "type");

  if (!action->undecided)
    return true;
  if (g_strcmp0 (type, "finished") == 0)
    action->outcome = PARL_OUTCOME_SUCCEEDED;
  else if (g_strcmp0 (type, "error") == 0)
    action->outcome = PARL_OUTCOME_FAILED;
  else if (g_strcmp0 (type, "canceled") == 0)
    action->outcome = PARL_OUTCOME_CANCELLED;
  else
    return false;
  return true;
}

static int
compare_reports (gconstpointer a, gconstpointer b)
{
  const Report *first = a, *second = b;

  return (first->id > second->id) - (first->id < second->id);
}

/* *offset: how many reports lie before this page; afterwards, how many lie before the next one, or
 * -1 when this was the last. */
static bool
read_body (ParlHb *self, ParlHbAction *action, const ParlJsonAt *root, int64_t *offset,
           GError **error)
{
  g_autoptr (GArray) reports = g_array_new (FALSE, FALSE, sizeof (Report));
  const ParlJsonAt *last = NULL;
  ParlJsonAt content;
  int64_t total;
  unsigned n;

  if (!parl_json_member (root, "content", &content, error)
      || !parl_json_length (&content, &n, error)
      || !parl_json_get_count (root, "total", &total, error))
    return false;
  for (unsigned i = 0; i < n; i++)
    {
      Report report;

      if (!parl_json_element (&content, i, &report.at, error)
          || !parl_json_get_count (&report.at, "id", &report.id, error))
        return false;
      g_array_append_val (reports, report);
    }
  g_array_sort (reports, compare_reports);
  for (unsigned i = 0; i < n; i++)
    {
      const ParlJsonAt *at = &g_array_index (reports, Report, i).at;

      if (ends (self, action, at))
        last = at;
      find_cause (self, action, at);
    }
  if (last != NULL)
    {
      action->ended = true;
      action->reported = parl_hb_optional_time (self, last, "reportedAt");
      if (action->reported == PARL_TIME_NONE)
        action->reported = parl_hb_optional_time (self, last, "timestamp");
    }
  *offset = n > 0 && total - n > *offset ? *offset + n : -1;
  return true;
}

/* @complete: all reports were read */
static void
settle (ParlHbAction *action, bool complete)
{
  if (!action->undecided)
    return;
  action->undecided = !complete || !action->ended;
  action->begun = !complete || action->ended;
  if (action->undecided)
    action->outcome = PARL_OUTCOME_OPEN;
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
  else
    settle (row, true);
  return true;
}

/* A device may report more than a page holds. */
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
  settle (action, problem == NULL);
  return problem == NULL
         || parl_complaints_tolerate (self->complaints, g_steal_pointer (&problem),
                                      _ ("why and when this update ended is not known"), error);
}

/* @actions: (element-type ParlHbAction): closed ones
 * @done: @left: for the progress: how many are asked for before them, and after
 * Fills in how, when and why each of them ended. What cannot be read of one is a warning, and the
 * action keeps what its own body said. */
bool
parl_hb_read_reports (ParlHb *self, GPtrArray *actions, unsigned done, unsigned left,
                      GError **error)
{
  bool by_device = self->mark->way == PARL_HB_LEGACY; /* whose progress is told in devices */
  const ParlAskEach each = { .what = by_device ? NULL : N_ ("reading what devices reported"),
                             .consequence = _ ("why and when this update ended is not known"),
                             .build_path = build_first_path,
                             .read = read_reports,
                             .done = done,
                             .left = left };
  g_autoptr (GPtrArray) longer = g_ptr_array_new ();

  if (!parl_ask_each (self->call, &each, actions, &(Reading){ self, longer }, self->complaints,
                      error))
    return false;
  for (unsigned i = 0; i < longer->len; i++)
    if (!read_longer (self, longer->pdata[i], error))
      return false;
  return true;
}
