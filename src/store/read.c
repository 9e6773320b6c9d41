/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the history: sources and how their last sync went; attempts, one by one or counted; devices
 * and rollouts as last heard of; and the two wholes of them: what a source's next sync needs to
 * know, and the snapshot that all analysis rests on.
 *
 * The counts of a snapshot and the rows that stand behind them follow the same rules, so that the
 * rows add up to the counts:
 *
 *   - an attempt that started after as-of is not there yet;
 *   - one that ended at as-of or later is still open;
 *   - a retry is an attempt that is not its device's first at its release; what turned out to be no
 *     attempt at all, or a download, is not counted in that order;
 *   - class and site are those that the device had then; of what was not known then, those that it
 *     has now. */
#include "config.h"

#include "store/read.h"

#include "model/release.h"
#include "store/add.h"
#include "store/builds.h"
#include "store/changes.h"
#include "store/milestones.h"
#include "store/names.h"
#include "store/series.h"
#include "store/spells.h"
#include "store/store.h"
#include "store/past-rollouts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* @names: (nullable): %NULL for all sources
 * Returns: (transfer full): the rows of those of @names that the history knows, as in "[1,2]" */
char *
parl_read_source_rows (ParlSql *sql, const char *const *names, GError **error)
{
  g_autoptr (ParlStatement) list
      = parl_sql_prepare (sql, "SELECT id, name FROM source ORDER BY id", error);
  g_autoptr (GString) rows = g_string_new ("[");
  ParlStep step;

  while ((step = parl_statement_step (list, error)) == PARL_STEP_ROW)
    if (names == NULL || g_strv_contains (names, parl_column_text (list, 1)))
      g_string_append_printf (rows, "%s%" G_GINT64_FORMAT, rows->len > 1 ? "," : "",
                              parl_column_integer (list, 0));
  g_string_append_c (rows, ']');
  return step == PARL_STEP_DONE ? g_strdup (rows->str) : NULL;
}

/* What a source that is read in parts does not tell yet. */
static void
tell_unread (ParlSourceState *state)
{
  g_autofree char *since = parl_time_to_iso (state->updates_since);
  g_autofree char *unread = g_strdup_printf (
      _ ("%s: updates that ended before %.10s are still to be read"), state->name, since);

  parl_source_state_add_message (state, unread);
}

static ParlSourceState *
read_state (ParlSql *sql, ParlStatement *row, GError **error)
{
  g_autoptr (ParlSourceState) state
      = parl_source_state_new (parl_column_text (row, 0), parl_column_text (row, 1));

  state->after_partial = strcmp (parl_column_text (row, 2), PARL_STATE_FAILED_PARTIAL) == 0;
  state->state = PARL_SYNC_FAILED;
  if (!state->after_partial
      && !parl_sync_state_from_string (parl_column_text (row, 2), &state->state))
    {
      g_set_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_DAMAGED,
                   _ ("The history “%s” is damaged: the source “%s” has no state “%s”"),
                   parl_sql_get_name (sql), state->name, parl_column_text (row, 2));
      return NULL;
    }
  state->message = parl_column_dup_text (row, 3);
  state->newest = parl_column_time (row, 4);
  state->fetched = parl_column_time (row, 5);
  state->updates_since = parl_column_time (row, 6);
  if (state->updates_since != PARL_TIME_NONE)
    tell_unread (state);
  return g_steal_pointer (&state);
}

static int
compare_states (gconstpointer a, gconstpointer b)
{
  const ParlSourceState *left = *(ParlSourceState *const *)a;
  const ParlSourceState *right = *(ParlSourceState *const *)b;

  return strcmp (left->name, right->name);
}

static bool
has_state (GPtrArray *states, const char *name)
{
  for (unsigned i = 0; i < states->len; i++)
    if (strcmp (((ParlSourceState *)g_ptr_array_index (states, i))->name, name) == 0)
      return true;
  return false;
}

/* @names: (nullable): the configured sources; %NULL for all that the history knows
 * @states: (element-type ParlSourceState): gets one for each, by name; of a source that the history
 *   does not know only the name is known, and that it was never fetched */
static bool
read_sources (ParlSql *sql, const char *const *names, GPtrArray *states, GError **error)
{
  g_autoptr (ParlStatement) list = parl_sql_prepare (
      sql, "SELECT name, kind, state, message, newest, fetched, updates_since FROM source", error);
  ParlStep step;

  while ((step = parl_statement_step (list, error)) == PARL_STEP_ROW)
    {
      if (names != NULL && !g_strv_contains (names, parl_column_text (list, 0)))
        continue;

      ParlSourceState *state = read_state (sql, list, error);
      if (state == NULL)
        return false;
      g_ptr_array_add (states, state);
    }
  for (unsigned i = 0; names != NULL && names[i] != NULL; i++)
    if (!has_state (states, names[i]))
      g_ptr_array_add (states, parl_source_state_new (names[i], NULL));
  g_ptr_array_sort (states, compare_states);
  return step == PARL_STEP_DONE;
}

#define DAYS G_STRINGIFY (PARL_STORE_DAYS)

#define CLASS "coalesce (a.class, d.class)"
#define SITE "coalesce (a.site, d.site)"

/* Of a device that was registered anew, what came before was another's. */
#define RETRY                                                                                      \
  "(a.outcome <> 'no-attempt' AND EXISTS ("                                                        \
  "  SELECT 1 FROM attempt AS b"                                                                   \
  "  WHERE b.device = a.device AND b.to_release = a.to_release AND b.source = a.source"            \
  "   AND (coalesce (b.started, 0), b.key) < (coalesce (a.started, 0), a.key)"                     \
  "   AND b.outcome NOT IN ('no-attempt', 'downloaded')"                                           \
  "   AND (d.registered IS NULL OR coalesce (b.started >= d.registered, 1)"                        \
  "    OR coalesce (a.started < d.registered, 1))))"

#define FROM_ATTEMPT                                                                               \
  " FROM attempt AS a LEFT JOIN device AS d ON d.source = a.source AND d.id = a.device"            \
  " WHERE a.source IN (SELECT value FROM json_each (?1))"

/* ?2 is as-of. A day's age: 0 for [as-of - 1 d, as-of), and so on. */
static const char count_attempts_sql[]
    = "SELECT age, outcome, retry, from_release, to_release, class, site, cause,"
      "  coalesce (cause <> '" PARL_CAUSE_UNKNOWN "' AND has_message, 0) AS traced, count (*), day"
      " FROM (SELECT"
      "  iif (a.ended < ?2, (?2 - 1 - a.ended) / 86400000, 0) AS age,"
      "  iif (a.ended < ?2, calendar_day (?2 - 1) - calendar_day (a.ended), 0) AS day,"
      "  iif (a.ended < ?2, a.outcome, 'open') AS outcome," RETRY " AS retry,"
      "  a.from_release, a.to_release, " CLASS " AS class, " SITE " AS site,"
      "  CASE WHEN a.ended < ?2 AND a.outcome = 'failed'"
      "   THEN coalesce (a.cause, '" PARL_CAUSE_UNKNOWN "') END AS cause,"
      "  coalesce (a.message, '') <> '' AS has_message" FROM_ATTEMPT "  AND (a.ended >= ?2 - " DAYS
      " * 86400000 OR a.ended IS NULL)"
      "  AND coalesce (a.started, a.ended, ?2) <= ?2)"
      " GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 11 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 11";

/* ?2 is as-of's own day: of midnight, the one that is over. */
static const char count_days_sql[]
    = "SELECT ?2 - day AS age, outcome, 0, from_release, to_release, class, site,"
      "  iif (outcome = 'failed', coalesce (cause, '" PARL_CAUSE_UNKNOWN "'), NULL) AS reason,"
      "  0, sum (count), ?2 - day"
      " FROM day WHERE source IN (SELECT value FROM json_each (?1))"
      "  AND day <= ?2 AND day > ?2 - " DAYS
      " GROUP BY 1, 2, 4, 5, 6, 7, 8 ORDER BY 1, 2, 4, 5, 6, 7, 8";

static const char list_attempts_sql[]
    = "SELECT (SELECT name FROM source WHERE id = a.source), a.key, a.device, a.rollout, a.stage,"
      "  a.from_release, a.to_release,"
      "  iif (a.outcome = 'failed', coalesce (a.cause, '" PARL_CAUSE_UNKNOWN "'), NULL),"
      "  a.message, a.link, a.started, a.ended, a.ended_is_seen, " CLASS ", " SITE "," RETRY
      ", a.outcome" FROM_ATTEMPT;

static bool
read_outcome (ParlSql *sql, const char *text, ParlOutcome *outcome, GError **error)
{
  if (parl_outcome_from_string (text, outcome))
    return true;
  g_set_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_DAMAGED,
               _ ("The history “%s” is damaged: “%s” is no outcome of an attempt"),
               parl_sql_get_name (sql), text);
  return false;
}

static bool
read_cells (ParlSql *sql, ParlStatement *row, bool by_day, const ParlNames *names,
            ParlOutcomes *outcomes, GError **error)
{
  ParlStep step;

  while ((step = parl_statement_step (row, error)) == PARL_STEP_ROW)
    {
      ParlOutcomeCount cell = {
        .age = (int)parl_column_integer (row, 0),
        .retry = parl_column_integer (row, 2),
        .from = parl_names_get_before (names, parl_column_text (row, 3), parl_column_text (row, 4)),
        .to = parl_names_get (names, parl_column_text (row, 4)),
        .device_class = parl_column_text (row, 5),
        .site = parl_column_text (row, 6),
        .cause = parl_column_text (row, 7),
        .traced = parl_column_integer (row, 8),
        .by_day = by_day,
        .count = parl_column_integer (row, 9),
        .day = (int)parl_column_integer (row, 10),
      };
      if (!read_outcome (sql, parl_column_text (row, 1), &cell.outcome, error))
        return false;
      parl_outcomes_add (outcomes, &cell);
    }
  return step == PARL_STEP_DONE;
}

static bool
count (ParlSql *sql, const char *text, bool by_day, const char *sources, const ParlNames *names,
       int64_t instant, ParlOutcomes *outcomes, GError **error)
{
  g_autoptr (ParlStatement) statement = parl_sql_query (sql, text, error, "si", sources, instant);

  return read_cells (sql, statement, by_day, names, outcomes, error);
}

/* Counts by calendar day are of UTC days; where there are any, all days are. @zone: (nullable)
 * @snapshot: gets the cells of the last %PARL_STORE_DAYS days, and the zone of their days */
static bool
read_outcomes (ParlSql *sql, const char *sources, const ParlNames *names, GTimeZone *zone,
               ParlSnapshot *snapshot, GError **error)
{
  int64_t today = parl_get_day_begin (snapshot->as_of, 0) / PARL_DAY;

  if (!count (sql, count_days_sql, true, sources, names, today, snapshot->outcomes, error))
    return false;
  if (zone != NULL && parl_outcomes_size (snapshot->outcomes) == 0)
    snapshot->zone = g_time_zone_ref (zone);
  parl_sql_set_zone (sql, snapshot->zone);
  return count (sql, count_attempts_sql, false, sources, names, snapshot->as_of, snapshot->outcomes,
                error);
}

/* ?2 is as-of. Its first attempts that failed, with the same device's next success. */
static const char list_outages_sql[]
    = "SELECT a.device, " CLASS ", " SITE ", a.from_release, a.to_release, a.ended,"
      "  (SELECT min (c.ended) FROM attempt AS c WHERE c.device = a.device"
      "    AND +c.source = a.source AND +c.outcome = 'succeeded' AND +c.ended >= a.ended"
      "    AND +c.ended < ?2)" FROM_ATTEMPT "  AND a.outcome = 'failed' AND a.ended < ?2"
      "  AND a.ended >= ?2 - " DAYS " * 86400000"
      "  AND coalesce (a.started, a.ended) <= ?2 AND NOT " RETRY
      " ORDER BY a.ended, a.key, a.source";

/* @outages: (element-type ParlOutage): gets those that began in the last %PARL_STORE_DAYS days */
static bool
read_outages (ParlSql *sql, const char *sources, const ParlNames *names, ParlTime as_of,
              GPtrArray *outages, GError **error)
{
  g_autoptr (ParlStatement) row
      = parl_sql_query (sql, list_outages_sql, error, "si", sources, as_of);
  ParlStep step;

  while ((step = parl_statement_step (row, error)) == PARL_STEP_ROW)
    {
      ParlOutage *outage = parl_outage_new ();

      outage->device = parl_column_dup_text (row, 0);
      outage->device_class = parl_column_dup_text (row, 1);
      outage->site = parl_column_dup_text (row, 2);
      outage->from = g_strdup (
          parl_names_get_before (names, parl_column_text (row, 3), parl_column_text (row, 4)));
      outage->to = g_strdup (parl_names_get (names, parl_column_text (row, 4)));
      outage->failed = parl_column_time (row, 5);
      outage->succeeded = parl_column_time (row, 6);
      g_ptr_array_add (outages, outage);
    }
  return step == PARL_STEP_DONE;
}

/* @names: (nullable): %NULL: as the history holds them */
static ParlAttempt *
read_attempt (ParlSql *sql, ParlStatement *row, const ParlNames *names, GError **error)
{
  g_autoptr (ParlAttempt) attempt = parl_attempt_new ();
  int column = 0;

  attempt->source = parl_column_dup_text (row, column++);
  attempt->key = parl_column_dup_text (row, column++);
  attempt->device = parl_column_dup_text (row, column++);
  attempt->rollout = parl_column_dup_text (row, column++);
  attempt->stage = parl_column_dup_text (row, column++);
  const char *from = parl_column_text (row, column++);
  const char *to = parl_column_text (row, column++);
  attempt->from = g_strdup (names != NULL ? parl_names_get_before (names, from, to) : from);
  attempt->to = g_strdup (names != NULL ? parl_names_get (names, to) : to);
  attempt->cause = parl_column_dup_text (row, column++);
  attempt->message = parl_column_dup_text (row, column++);
  attempt->link = parl_column_dup_text (row, column++);
  attempt->started = parl_column_time (row, column++);
  attempt->ended = parl_column_time (row, column++);
  attempt->ended_is_seen = parl_column_integer (row, column++);
  attempt->device_class = parl_column_dup_text (row, column++);
  attempt->site = parl_column_dup_text (row, column++);
  attempt->retry = parl_column_integer (row, column++);
  if (!read_outcome (sql, parl_column_text (row, column), &attempt->outcome, error))
    return NULL;
  return g_steal_pointer (&attempt);
}

static bool
read_attempts (ParlSql *sql, ParlStatement *row, const ParlNames *names, GPtrArray *attempts,
               GError **error)
{
  ParlStep step;

  while ((step = parl_statement_step (row, error)) == PARL_STEP_ROW)
    {
      ParlAttempt *attempt = read_attempt (sql, row, names, error);

      if (attempt == NULL)
        return false;
      g_ptr_array_add (attempts, attempt);
    }
  return step == PARL_STEP_DONE;
}

/* @window: half open; of attempts' ends
 * @attempts: (element-type ParlAttempt): gets those that have an outcome, by end and key */
bool
parl_read_closed (ParlSql *sql, const char *sources, ParlWindow window, ParlTime as_of,
                  GPtrArray *attempts, GError **error)
{
  g_autofree char *text
      = g_strconcat (list_attempts_sql,
                     " AND a.ended >= ?3 AND a.ended < min (?2, ?4)"
                     " AND coalesce (a.started, a.ended) <= ?2 ORDER BY a.ended, a.key, a.source",
                     NULL);
  g_autoptr (ParlStatement) statement
      = parl_sql_query (sql, text, error, "siii", sources, as_of, window.since, window.until);
  g_autoptr (ParlNames) names = parl_names_load (sql, sources, as_of, error);

  return names != NULL && read_attempts (sql, statement, names, attempts, error);
}

static const char count_hours_sql[]
    = "SELECT a.ended / 3600000, (SELECT name FROM source WHERE id = a.source), a.outcome," RETRY
      ","
      "  a.from_release, a.to_release, " CLASS ","
      "  iif (a.outcome = 'failed', coalesce (a.cause, '" PARL_CAUSE_UNKNOWN
      "'), NULL), count (*)" FROM_ATTEMPT " AND a.ended >= ?3 AND a.ended < min (?2, ?4)"
      "  AND coalesce (a.started, a.ended) <= ?2 AND a.outcome NOT IN ('open', 'no-attempt')"
      " GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8";

/* Hours of updates that are still to be read would change once they are. */
static bool
check_all_read (ParlSql *sql, const char *sources, GError **error)
{
  g_autoptr (ParlStatement) unread
      = parl_sql_query (sql,
                        "SELECT name, updates_since FROM source WHERE updates_since NOT NULL"
                        " AND id IN (SELECT value FROM json_each (?)) ORDER BY name",
                        error, "s", sources);
  ParlStep step = parl_statement_step (unread, error);

  if (step != PARL_STEP_ROW)
    return step == PARL_STEP_DONE;
  g_autofree char *since = parl_time_to_iso (parl_column_time (unread, 1));
  g_set_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_FAILED,
               _ ("Updates are not counted yet: those of “%s” that ended before %.10s are still to "
                  "be read"),
               parl_column_text (unread, 0), since);
  return false;
}

/* @window: half open; of the attempts' ends
 * @hours: (element-type ParlHourCount): gets the counts, oldest first
 * Returns: false also where updates of a source are still to be read */
bool
parl_read_hours (ParlSql *sql, const char *sources, ParlWindow window, ParlTime as_of,
                 GPtrArray *hours, GError **error)
{
  g_autoptr (ParlStatement) row = NULL;
  ParlStep step;

  if (!check_all_read (sql, sources, error))
    return false;
  row = parl_sql_query (sql, count_hours_sql, error, "siii", sources, as_of, window.since,
                        window.until);
  while ((step = parl_statement_step (row, error)) == PARL_STEP_ROW)
    {
      ParlHourCount *hour = g_new0 (ParlHourCount, 1);

      g_ptr_array_add (hours, hour);
      hour->hour = parl_column_integer (row, 0) * PARL_HOUR;
      hour->source = parl_column_dup_text (row, 1);
      hour->retry = parl_column_integer (row, 3);
      hour->from = parl_column_dup_text (row, 4);
      hour->to = parl_column_dup_text (row, 5);
      hour->device_class = parl_column_dup_text (row, 6);
      hour->cause = parl_column_dup_text (row, 7);
      hour->count = parl_column_integer (row, 8);
      if (!read_outcome (sql, parl_column_text (row, 2), &hour->outcome, error))
        return false;
    }
  return step == PARL_STEP_DONE;
}

/* @attempts: (element-type ParlAttempt): gets those that have no outcome yet, by key */
static bool
read_open (ParlSql *sql, const char *sources, GPtrArray *attempts, GError **error)
{
  g_autofree char *text
      = g_strconcat (list_attempts_sql, " AND a.outcome = 'open' ORDER BY a.key", NULL);
  g_autoptr (ParlStatement) statement = parl_sql_query (sql, text, error, "s", sources);

  return read_attempts (sql, statement, NULL, attempts, error);
}

/* What it runs, the newest first: of each product only the newest. */
static void
read_releases (ParlStatement *row, const ParlNames *names, ParlDevice *device)
{
  const char *release = parl_column_text (row, 3);
  const char *text = parl_column_text (row, 9);
  g_auto (GStrv) also = text != NULL ? g_strsplit (text, "\n", -1) : g_new0 (char *, 1);

  for (unsigned i = g_strv_length (also); i > 0; i--)
    parl_device_install (device, names != NULL ? parl_names_get (names, also[i - 1]) : also[i - 1]);
  if (release != NULL)
    parl_device_install (device, names != NULL ? parl_names_get (names, release) : release);
}

static ParlDevice *
read_device (ParlStatement *row, const ParlNames *names)
{
  ParlDevice *device = parl_device_new (parl_column_text (row, 0));

  device->device_class = parl_column_dup_text (row, 1);
  device->site = parl_column_dup_text (row, 2);
  read_releases (row, names, device);
  device->rollout = parl_column_dup_text (row, 4);
  device->stage = parl_column_dup_text (row, 5);
  device->last_seen = parl_column_time (row, 6);
  device->heartbeat = parl_column_integer (row, 7);
  if (!parl_column_is_null (row, 8))
    device->tested_rollback = parl_column_integer (row, 8) != 0 ? PARL_YES : PARL_NO;
  device->registered = parl_column_time (row, 10);
  return device;
}

/* @names: (nullable): %NULL: as the history holds them
 * @as_of: those that were there then
 * @devices: (element-type ParlDevice): gets them, by id */
static bool
read_devices (ParlSql *sql, const char *sources, const ParlNames *names, ParlTime as_of,
              GPtrArray *devices, GError **error)
{
  g_autoptr (ParlStatement) list = parl_sql_query (
      sql,
      "WITH later AS (SELECT source, device, from_release, min (ended) FROM attempt"
      "  WHERE outcome = 'succeeded' AND ended >= ?2 GROUP BY 1, 2)"
      " SELECT id, device.class, device.site, iif (later.device IS NULL, release, from_release),"
      "  rollout, stage, last_seen, heartbeat, tested_rollback,"
      "  iif (later.device IS NULL, also, NULL), registered"
      " FROM device LEFT JOIN later ON later.source = device.source AND later.device = device.id"
      " WHERE device.source IN (SELECT value FROM json_each (?1))"
      "  AND (gone IS NULL OR gone > ?2) AND (registered IS NULL OR registered <= ?2)"
      " ORDER BY id, device.source",
      error, "si", sources, as_of);
  ParlStep step;

  while ((step = parl_statement_step (list, error)) == PARL_STEP_ROW)
    g_ptr_array_add (devices, read_device (list, names));
  return step == PARL_STEP_DONE;
}

static bool
read_stages (ParlSql *sql, ParlStatement *list, ParlRollout *rollout, int64_t source,
             ParlTime as_of, GError **error)
{
  ParlStep step;

  parl_bind (list, "isi", source, rollout->id, as_of);
  while ((step = parl_statement_step (list, error)) == PARL_STEP_ROW)
    {
      ParlStage *stage = parl_stage_new (parl_column_text (list, 0), parl_column_text (list, 1));

      g_ptr_array_add (rollout->stages, stage);
      if (!parl_read_progress (sql, parl_column_text (list, 2), &stage->progress, error))
        return false;
      stage->total = parl_column_integer (list, 3);
      stage->succeeded = parl_column_integer (list, 4);
      stage->failed = parl_column_integer (list, 5);
      stage->cancelled = parl_column_integer (list, 6);
      stage->running = parl_column_integer (list, 7);
      stage->waiting = parl_column_integer (list, 8);
      stage->success_threshold = parl_column_double (list, 9);
      stage->error_threshold = parl_column_double (list, 10);
      stage->first_outcome = parl_column_time (list, 11);
      stage->last_outcome = parl_column_time (list, 12);
      stage->downloaded = parl_column_integer (list, 13);
    }
  return step == PARL_STEP_DONE;
}

/* A stage's first and newest outcome: of its attempts that succeeded or failed. */
static const char list_stages_sql[]
    = "WITH outcome AS (SELECT stage, min (ended) AS first, max (ended) AS last FROM attempt"
      "  WHERE source = ?1 AND rollout = ?2 AND ended < ?3 AND outcome IN ('succeeded', "
      "'downloaded', 'failed')"
      "  GROUP BY stage)"
      " SELECT stage.id, name, progress, total, succeeded, failed, cancelled, running, waiting,"
      "  success_threshold, error_threshold, first, last, downloaded"
      " FROM stage LEFT JOIN outcome ON outcome.stage = stage.id"
      " WHERE source = ?1 AND rollout = ?2 ORDER BY position, id";

/* ?3 is as-of. The stages' outcomes by hours back from it, stage by stage, oldest first. */
static const char list_hours_sql[]
    = "SELECT stage, (?3 - 1 - ended) / 3600000 AS age, sum (outcome <> 'failed'),"
      "  sum (outcome = 'failed') FROM attempt"
      " WHERE source = ?1 AND rollout = ?2 AND ended < ?3"
      "  AND outcome IN ('succeeded', 'downloaded', 'failed')"
      " GROUP BY 1, 2 ORDER BY 1, 2 DESC";

static ParlStage *
find_stage (const ParlRollout *rollout, const char *id)
{
  for (unsigned i = 0; i < rollout->stages->len; i++)
    {
      ParlStage *stage = g_ptr_array_index (rollout->stages, i);
      if (g_strcmp0 (stage->id, id) == 0)
        return stage;
    }
  return NULL;
}

static bool
read_hours (ParlStatement *list, ParlRollout *rollout, int64_t source, ParlTime as_of,
            GError **error)
{
  ParlStep step;

  parl_bind (list, "isi", source, rollout->id, as_of);
  while ((step = parl_statement_step (list, error)) == PARL_STEP_ROW)
    {
      ParlStage *stage = find_stage (rollout, parl_column_text (list, 0));
      ParlStageHour hour = { as_of - parl_column_integer (list, 1) * PARL_HOUR,
                             parl_column_integer (list, 2), parl_column_integer (list, 3) };
      if (stage != NULL)
        g_array_append_val (stage->hours, hour);
    }
  return step == PARL_STEP_DONE;
}

/* @names: (nullable): NULL: releases as their source names them
 * @as_of: rollouts that were made later are left out, and those of which it is not known what they
 *   were
 * @rollouts: (element-type ParlRollout): gets them with their stages, newest first */
bool
parl_read_rollouts (ParlSql *sql, const char *sources, const ParlNames *names, ParlTime as_of,
                    GPtrArray *rollouts, GError **error)
{
  g_autoptr (ParlStatement) list = parl_sql_query (
      sql,
      "SELECT rollout.source, rollout.id, rollout.name, release, progress, created, source.name,"
      "  coalesce (gone <= ?2, 0), coalesce (source.fetched, 0)"
      " FROM rollout JOIN source ON source.id = rollout.source"
      " WHERE rollout.source IN (SELECT value FROM json_each (?1))"
      "  AND (created <= ?2 OR created IS NULL)"
      " ORDER BY created DESC NULLS LAST, rollout.source, rollout.id DESC",
      error, "si", sources, as_of);
  g_autoptr (ParlStatement) stages
      = list == NULL ? NULL : parl_sql_prepare (sql, list_stages_sql, error);
  g_autoptr (ParlStatement) hours
      = stages == NULL ? NULL : parl_sql_prepare (sql, list_hours_sql, error);
  g_autoptr (ParlStatement) spells = hours == NULL ? NULL : parl_spells_prepare (sql, error);
  ParlStep step;

  if (spells == NULL)
    return false;
  while ((step = parl_statement_step (list, error)) == PARL_STEP_ROW)
    {
      g_autoptr (ParlRollout) rollout
          = parl_rollout_new (parl_column_text (list, 1), parl_column_text (list, 2));
      int64_t source = parl_column_integer (list, 0);
      bool known = true;

      rollout->release = g_strdup (parl_names_get (names, parl_column_text (list, 3)));
      rollout->created = parl_column_time (list, 5);
      rollout->source = parl_column_dup_text (list, 6);
      rollout->gone = parl_column_integer (list, 7);
      if (!parl_read_progress (sql, parl_column_text (list, 4), &rollout->progress, error)
          || !read_stages (sql, stages, rollout, source, as_of, error)
          || !read_hours (hours, rollout, source, as_of, error)
          || !parl_spells_read (sql, spells, rollout, source, as_of, error)
          || (parl_column_time (list, 8) > as_of + PARL_SAME_LOOK
              && !parl_past_rollout_restore (sql, rollout, source, as_of, &known, error)))
        return false;
      if (known)
        g_ptr_array_add (rollouts, g_steal_pointer (&rollout));
    }
  return step == PARL_STEP_DONE;
}

static bool
read_bookmark (ParlSql *sql, const char *source, ParlKnown *known, GError **error)
{
  g_autoptr (ParlStatement) query = parl_sql_query (
      sql, "SELECT bookmark, newest, updates_since FROM source WHERE name = ?", error, "s", source);
  ParlStep step = parl_statement_step (query, error);
  if (step == PARL_STEP_ROW)
    {
      known->bookmark = parl_column_dup_text (query, 0);
      known->newest = parl_column_time (query, 1);
      known->updates_since = parl_column_time (query, 2);
    }
  return step != PARL_STEP_FAILED;
}

static bool
read_ends (ParlSql *sql, const char *rows, ParlKnown *known, GError **error)
{
  g_autoptr (ParlStatement) query = parl_sql_query (
      sql,
      "WITH mine AS (SELECT id FROM series"
      "  WHERE source IN (SELECT value FROM json_each (?1)))"
      " SELECT (SELECT max (time) FROM (SELECT max (time) AS time FROM head"
      "   WHERE series IN mine UNION ALL SELECT max (last) FROM chunk WHERE series IN mine)),"
      "  last, (SELECT sum (count) FROM day WHERE source IN (SELECT value FROM json_each (?1))"
      "   AND day = last - 1)"
      " FROM (SELECT max (day) AS last FROM day"
      "  WHERE source IN (SELECT value FROM json_each (?1)))",
      error, "s", rows);

  if (parl_statement_step (query, error) != PARL_STEP_ROW)
    return false;
  known->series_end = parl_column_time (query, 0);
  if (!parl_column_is_null (query, 1))
    known->last_day = parl_column_integer (query, 1);
  known->day_before = parl_column_integer (query, 2);
  return parl_gaps_find_first (sql, rows, &known->samples_lost, error);
}

/* A chunk that is broken says nothing. */
static bool
read_last_hour (ParlSql *sql, const char *rows, ParlKnown *known, GError **error)
{
  g_autoptr (GArray) broken = g_array_new (FALSE, FALSE, sizeof (ParlGap));

  if (known->series_end == PARL_TIME_NONE)
    return true;
  ParlWindow window = { known->series_end - PARL_HOUR, known->series_end + 1 };
  GPtrArray *series = parl_series_load (sql, rows, window, broken, error);
  if (series == NULL)
    return false;
  g_ptr_array_unref (known->series);
  known->series = series;
  return true;
}

/* @source: its name
 * Returns: (transfer full): what the history holds of it; nothing for a source it does not know */
ParlKnown *
parl_read_known (ParlSql *sql, const char *source, GError **error)
{
  const char *const names[] = { source, NULL };
  g_autofree char *rows = parl_read_source_rows (sql, names, error);
  g_autoptr (ParlKnown) known = parl_known_new ();
  g_autoptr (GPtrArray) devices = g_ptr_array_new ();

  if (rows == NULL || !read_bookmark (sql, source, known, error)
      || !read_open (sql, rows, known->open, error) || !read_ends (sql, rows, known, error)
      || !read_last_hour (sql, rows, known, error))
    return NULL;

  bool is_read = read_devices (sql, rows, NULL, G_MAXINT64, devices, error);
  for (unsigned i = 0; i < devices->len; i++)
    {
      ParlDevice *device = g_ptr_array_index (devices, i);
      g_hash_table_replace (known->devices, device->id, device);
    }
  return is_read ? g_steal_pointer (&known) : NULL;
}

/* @sources: (nullable): the names of those to look at; %NULL for all
 * @zone: (nullable): whose calendar days are counted; %NULL for UTC
 * @broken: (element-type ParlGap): gets the chunks of samples that cannot be read
 * Returns: (transfer full): everything up to @as_of */
ParlSnapshot *
parl_read_snapshot (ParlSql *sql, const char *const *sources, ParlTime as_of, GTimeZone *zone,
                    GArray *broken, GError **error)
{
  ParlWindow window = { as_of - PARL_STORE_DAYS * PARL_DAY, as_of + 1 };
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (as_of);
  g_autofree char *rows = parl_read_source_rows (sql, sources, error);
  g_autoptr (ParlNames) names = rows != NULL ? parl_names_load (sql, rows, as_of, error) : NULL;

  if (names == NULL || !read_sources (sql, sources, snapshot->sources, error)
      || !read_outcomes (sql, rows, names, zone, snapshot, error)
      || !parl_read_rollouts (sql, rows, names, as_of, snapshot->rollouts, error)
      || !read_devices (sql, rows, names, as_of, snapshot->devices, error)
      || !read_outages (sql, rows, names, as_of, snapshot->outages, error)
      || !parl_milestones_load (sql, rows, as_of, snapshot->milestones, error)
      || !parl_changes_load (sql, rows, as_of, snapshot->changes, error)
      || !parl_builds_load (sql, rows, window, snapshot->builds, error)
      || (snapshot->changes->len > 0
          && !parl_arrivals_load (sql, rows, names, as_of, snapshot->devices, snapshot->arrivals,
                                  error)))
    return NULL;

  GPtrArray *series = parl_series_load (sql, rows, window, broken, error);
  if (series == NULL)
    return NULL;
  g_ptr_array_unref (snapshot->series);
  snapshot->series = series;
  if (!parl_gaps_mark_sources (sql, broken, window, snapshot->sources, error))
    return NULL;
  for (unsigned i = 0; i < snapshot->devices->len; i++)
    snapshot->seen_later
        |= ((const ParlDevice *)g_ptr_array_index (snapshot->devices, i))->last_seen
           > as_of + PARL_SAME_LOOK;
  return g_steal_pointer (&snapshot);
}
