/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why updates failed: the log that a device sent along, one request a failure, several under way at
 * once, and never again for one that history has. A line is "TIME LEVEL: text". */
#include "config.h"

#include "sources/mender/private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_LINES 2000 /* of a log, from its end */

typedef enum
{
  LEVEL_ERROR,
  LEVEL_WARNING,
  LEVEL_OTHER,
  N_LEVELS
} Level;

/* Logs that are asked for before what they tell is stored. */
#define PART 1000

/* A failure whose log is asked for. */
typedef struct
{
  ParlMdDeviceRow of;
  char *path;
} Asked;

typedef struct
{
  ParlMd *md;
  GArray *asked;  /* (element-type Asked) */
  unsigned first; /* of those that are asked for now */
  unsigned done;
} Reading;

static void
clear_asked (Asked *asked)
{
  g_free (asked->path);
}

static Level
parse_level (const char *name, size_t length)
{
  static const struct
  {
    const char *name;
    Level level;
  } levels[] = {
    { "error", LEVEL_ERROR },    { "fatal", LEVEL_ERROR },     { "panic", LEVEL_ERROR },
    { "critical", LEVEL_ERROR }, { "warning", LEVEL_WARNING }, { "warn", LEVEL_WARNING },
    { "info", LEVEL_OTHER },     { "debug", LEVEL_OTHER },     { "trace", LEVEL_OTHER },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (levels); i++)
    if (strlen (levels[i].name) == length
        && g_ascii_strncasecmp (levels[i].name, name, length) == 0)
      return levels[i].level;
  return N_LEVELS;
}

/* What stands behind the first "LEVEL: "; the whole line where there is none. */
static const char *
split_line (const char *line, Level *level)
{
  for (const char *colon = strstr (line, ": "); colon != NULL; colon = strstr (colon + 2, ": "))
    {
      const char *word = colon;

      while (word > line && g_ascii_isalpha (word[-1]))
        word--;
      *level = parse_level (word, (size_t)(colon - word));
      if (*level < N_LEVELS)
        return colon + 2;
    }
  *level = LEVEL_OTHER;
  return line;
}

static GPtrArray *
create_lines (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

/* @lines: (element-type GPtrArray) by level: gets the lines of the log */
static void
read_lines (GBytes *body, GPtrArray *lines[N_LEVELS])
{
  size_t length;
  const char *data = g_bytes_get_data (body, &length);
  g_autofree char *text = g_utf8_make_valid (length > 0 ? data : "", (gssize)length);
  g_auto (GStrv) all = g_strsplit (text, "\n", -1);
  unsigned n = g_strv_length (all);

  for (unsigned i = n > MAX_LINES ? n - MAX_LINES : 0; i < n; i++)
    {
      Level level;
      char *clean = parl_clean_message (split_line (all[i], &level));
      if (clean != NULL)
        g_ptr_array_add (lines[level], clean);
    }
}

/* What went wrong says the cause, what was only noted does not: a client that rolls back after any
 * failure says that it does. Only where nothing else fits, it counts. */
static void
find_cause (ParlMd *self, ParlMdRow *row, GPtrArray *lines[N_LEVELS])
{
  const char *deciding = NULL;
  unsigned kept = N_LEVELS, decides = N_LEVELS;

  for (unsigned i = 0; i < N_LEVELS; i++)
    {
      const char *line;
      ParlCauseMatch match = parl_causes_match_lines (self->causes, lines[i], &line);

      if (lines[i]->len > 0 && kept == N_LEVELS)
        kept = i;
      if (match.place == NULL)
        continue;
      row->cause = match.cause;
      deciding = line;
      decides = i;
      break;
    }
  if (decides > kept && decides < N_LEVELS)
    g_ptr_array_add (lines[kept], g_strdup (deciding));
  if (kept == N_LEVELS)
    return;
  g_free (row->message);
  row->message = parl_causes_dup_message (lines[kept], deciding);
}

static void
read_log (ParlMd *self, ParlMdRow *row, GBytes *body)
{
  GPtrArray *lines[N_LEVELS];

  for (unsigned i = 0; i < N_LEVELS; i++)
    lines[i] = create_lines ();
  read_lines (body, lines);
  find_cause (self, row, lines);
  for (unsigned i = 0; i < N_LEVELS; i++)
    g_ptr_array_unref (lines[i]);
}

/* A failure without a log: all that is known is where the device was. */
static void
read_substate (ParlMd *self, ParlMdRow *row)
{
  ParlCauseMatch match = parl_causes_match (self->causes, row->substate, NULL);

  row->cause = match.cause;
  row->message = g_strdup (row->substate);
}

static bool
on_log (unsigned index, ParlHttpResponse *response, const GError *error, gpointer data,
        GError **out_error)
{
  Reading *reading = data;
  ParlMdRow *row = g_array_index (reading->asked, Asked, reading->first + index).of.row;

  parl_ask_report (reading->md->call, N_ ("reading what devices reported"), ++reading->done,
                   reading->asked->len);
  if (error == NULL)
    read_log (reading->md, row, response->body);
  else if (!g_error_matches (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_NOT_FOUND))
    return parl_complaints_tolerate (reading->md->complaints, g_error_copy (error),
                                     _ ("why this update failed is not known"), out_error);
  return true;
}

static bool
is_recent (const ParlMd *self, const ParlMdDeployment *deployment, const ParlMdRow *row)
{
  ParlTime end = row->ended != PARL_TIME_NONE ? row->ended : deployment->created;

  return end == PARL_TIME_NONE || end >= self->call->now - PARL_MD_WATCH;
}

static void
collect (ParlMd *self, ParlMdDeployment *deployment, GArray *asked)
{
  ParlMdRow *row;
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, deployment->rows);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&row))
    {
      if (row->status != PARL_MD_FAILURE || parl_md_has_failed (deployment, row))
        continue;
      read_substate (self, row);
      if (!row->logged || !is_recent (self, deployment, row))
        continue;
      g_autofree char *device = g_uri_escape_string (row->device, NULL, FALSE);
      Asked one = { { deployment, row },
                    g_strdup_printf (PARL_MD_DEPLOYMENTS_V1 "/%s/devices/%s/log", deployment->id,
                                     device) };
      g_array_append_val (asked, one);
    }
}

/* The newest first, so that the same bodies give the same parts. */
static int
compare_asked (gconstpointer a, gconstpointer b)
{
  const Asked *first = a, *second = b;
  ParlTime one = first->of.row->ended, other = second->of.row->ended;

  return one != other ? (one > other ? -1 : 1) : strcmp (first->path, second->path);
}

static bool
read_part (ParlMd *self, GArray *asked, unsigned first, unsigned n, GError **error)
{
  g_autofree ParlHttpRequest *requests = g_new0 (ParlHttpRequest, n);
  Reading reading = { self, asked, first, first };

  for (unsigned i = 0; i < n; i++)
    requests[i].path = g_array_index (asked, Asked, first + i).path;
  return parl_http_fetch_many (self->call->http, requests, n, on_log, &reading,
                               self->call->cancellable, error);
}

static bool
keep_part (ParlMd *self, const GArray *asked, unsigned first, unsigned n, GError **error)
{
  g_autoptr (GArray) failures = g_array_new (FALSE, FALSE, sizeof (ParlMdDeviceRow));

  for (unsigned i = first; i < first + n; i++)
    g_array_append_val (failures, g_array_index (asked, Asked, i).of);
  return parl_md_keep_failures (self, failures, error);
}

/* Reads the logs of the failures that are news. What a first sync has read of them is handed out in
 * parts, and not asked for again when it is cut off. */
bool
parl_md_sync_logs (ParlMd *self, GError **error)
{
  g_autoptr (GArray) asked = g_array_new (FALSE, FALSE, sizeof (Asked));
  bool in_parts = self->call->keep != NULL && self->mark->synced == PARL_TIME_NONE;
  unsigned n;

  g_array_set_clear_func (asked, (GDestroyNotify)clear_asked);
  for (unsigned i = 0; i < self->deployments->len; i++)
    {
      ParlMdDeployment *deployment = self->deployments->pdata[i];
      if (deployment->rows != NULL)
        collect (self, deployment, asked);
    }
  g_array_sort (asked, compare_asked);
  for (unsigned done = 0; done < asked->len; done += n)
    {
      n = in_parts ? MIN (asked->len - done, PART) : asked->len;
      if (!read_part (self, asked, done, n, error))
        return false;
      if (parl_complaints_is_spent (self->complaints))
        return true;
      if (done + n < asked->len && !keep_part (self, asked, done, n, error))
        return false;
    }
  return true;
}
