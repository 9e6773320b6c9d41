/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attempts, one by one or counted. The counts of a snapshot and the rows that stand behind them
 * follow the same rules, so that the rows add up to the counts:
 *
 *   - an attempt that started after as-of is not there yet;
 *   - one that ended at as-of or later is still open;
 *   - a retry is an attempt that is not its device's first at its release; what turned out to be no
 *     attempt at all is not counted in that order;
 *   - class and site are those that the device has now. */
#include "config.h"

#include "store/read.h"

#include "store/store.h"

#include <glib/gi18n-lib.h>

#define DAYS G_STRINGIFY (PARL_STORE_DAYS)

#define RETRY                                                                                      \
  "(a.outcome <> 'no-attempt' AND EXISTS ("                                                        \
  "  SELECT 1 FROM attempt AS b"                                                                   \
  "  WHERE b.device = a.device AND b.to_release = a.to_release AND b.source = a.source"            \
  "   AND (coalesce (b.started, 0), b.key) < (coalesce (a.started, 0), a.key)"                     \
  "   AND b.outcome <> 'no-attempt'))"

#define FROM_ATTEMPT                                                                               \
  " FROM attempt AS a LEFT JOIN device AS d ON d.source = a.source AND d.id = a.device"            \
  " WHERE a.source IN (SELECT value FROM json_each (?1))"

/* ?2 is as-of. A day's age: 0 for [as-of - 1 d, as-of), and so on. */
static const char count_attempts_sql[]
    = "SELECT age, outcome, retry, from_release, to_release, class, site, cause,"
      "  coalesce (cause <> '" PARL_CAUSE_UNKNOWN "' AND has_message, 0) AS traced, count (*)"
      " FROM (SELECT"
      "  iif (a.ended < ?2, (?2 - 1 - a.ended) / 86400000, 0) AS age,"
      "  iif (a.ended < ?2, a.outcome, 'open') AS outcome," RETRY " AS retry,"
      "  a.from_release, a.to_release, d.class, d.site,"
      "  CASE WHEN a.ended < ?2 AND a.outcome = 'failed'"
      "   THEN coalesce (a.cause, '" PARL_CAUSE_UNKNOWN "') END AS cause,"
      "  coalesce (a.message, '') <> '' AS has_message" FROM_ATTEMPT "  AND (a.ended >= ?2 - " DAYS
      " * 86400000 OR a.ended IS NULL)"
      "  AND coalesce (a.started, a.ended, ?2) <= ?2)"
      " GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9";

/* ?2 is as-of's own day: of midnight, the one that is over. */
static const char count_days_sql[]
    = "SELECT ?2 - day AS age, outcome, 0, from_release, to_release, class, site,"
      "  iif (outcome = 'failed', coalesce (cause, '" PARL_CAUSE_UNKNOWN "'), NULL) AS reason,"
      "  0, sum (count)"
      " FROM day WHERE source IN (SELECT value FROM json_each (?1))"
      "  AND day <= ?2 AND day > ?2 - " DAYS
      " GROUP BY 1, 2, 4, 5, 6, 7, 8 ORDER BY 1, 2, 4, 5, 6, 7, 8";

static const char list_attempts_sql[]
    = "SELECT (SELECT name FROM source WHERE id = a.source), a.key, a.device, a.rollout, a.stage,"
      "  a.from_release, a.to_release,"
      "  iif (a.outcome = 'failed', coalesce (a.cause, '" PARL_CAUSE_UNKNOWN "'), NULL),"
      "  a.message, a.link, a.started, a.ended, a.ended_is_seen, d.class, d.site," RETRY
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
read_cells (ParlSql *sql, ParlStatement *row, bool by_day, ParlOutcomes *outcomes, GError **error)
{
  ParlStep step;

  while ((step = parl_statement_step (row, error)) == PARL_STEP_ROW)
    {
      ParlOutcomeCount cell = {
        .age = (int)parl_column_integer (row, 0),
        .retry = parl_column_integer (row, 2),
        .from = parl_column_text (row, 3),
        .to = parl_column_text (row, 4),
        .device_class = parl_column_text (row, 5),
        .site = parl_column_text (row, 6),
        .cause = parl_column_text (row, 7),
        .traced = parl_column_integer (row, 8),
        .by_day = by_day,
        .count = parl_column_integer (row, 9),
      };
      if (!read_outcome (sql, parl_column_text (row, 1), &cell.outcome, error))
        return false;
      parl_outcomes_add (outcomes, &cell);
    }
  return step == PARL_STEP_DONE;
}

static bool
count (ParlSql *sql, const char *text, bool by_day, const char *sources, int64_t instant,
       ParlOutcomes *outcomes, GError **error)
{
  g_autoptr (ParlStatement) statement = parl_sql_query (sql, text, error, "si", sources, instant);

  return read_cells (sql, statement, by_day, outcomes, error);
}

/**
 * parl_read_outcomes:
 * @outcomes: gets the cells of the last %PARL_STORE_DAYS days
 */
bool
parl_read_outcomes (ParlSql *sql, const char *sources, ParlTime as_of, ParlOutcomes *outcomes,
                    GError **error)
{
  return count (sql, count_attempts_sql, false, sources, as_of, outcomes, error)
         && count (sql, count_days_sql, true, sources, parl_get_day_begin (as_of, 0) / PARL_DAY,
                   outcomes, error);
}

/* ?2 is as-of. Its first attempts that failed, with the same device's next success. */
static const char list_outages_sql[]
    = "SELECT a.device, d.class, d.site, a.from_release, a.to_release, a.ended,"
      "  (SELECT min (c.ended) FROM attempt AS c WHERE c.device = a.device"
      "    AND +c.source = a.source AND +c.outcome = 'succeeded' AND +c.ended >= a.ended"
      "    AND +c.ended < ?2)" FROM_ATTEMPT "  AND a.outcome = 'failed' AND a.ended < ?2"
      "  AND a.ended >= ?2 - " DAYS " * 86400000"
      "  AND coalesce (a.started, a.ended) <= ?2 AND NOT " RETRY
      " ORDER BY a.ended, a.key, a.source";

/**
 * parl_read_outages:
 * @outages: (element-type ParlOutage): gets those that began in the last %PARL_STORE_DAYS days
 */
bool
parl_read_outages (ParlSql *sql, const char *sources, ParlTime as_of, GPtrArray *outages,
                   GError **error)
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
      outage->from = parl_column_dup_text (row, 3);
      outage->to = parl_column_dup_text (row, 4);
      outage->failed = parl_column_time (row, 5);
      outage->succeeded = parl_column_time (row, 6);
      g_ptr_array_add (outages, outage);
    }
  return step == PARL_STEP_DONE;
}

static ParlAttempt *
read_attempt (ParlSql *sql, ParlStatement *row, GError **error)
{
  g_autoptr (ParlAttempt) attempt = parl_attempt_new ();
  int column = 0;

  attempt->source = parl_column_dup_text (row, column++);
  attempt->key = parl_column_dup_text (row, column++);
  attempt->device = parl_column_dup_text (row, column++);
  attempt->rollout = parl_column_dup_text (row, column++);
  attempt->stage = parl_column_dup_text (row, column++);
  attempt->from = parl_column_dup_text (row, column++);
  attempt->to = parl_column_dup_text (row, column++);
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
read_attempts (ParlSql *sql, ParlStatement *row, GPtrArray *attempts, GError **error)
{
  ParlStep step;

  while ((step = parl_statement_step (row, error)) == PARL_STEP_ROW)
    {
      ParlAttempt *attempt = read_attempt (sql, row, error);

      if (attempt == NULL)
        return false;
      g_ptr_array_add (attempts, attempt);
    }
  return step == PARL_STEP_DONE;
}

/**
 * parl_read_closed:
 * @window: half open; of attempts' ends
 * @attempts: (element-type ParlAttempt): gets those that have an outcome, by end and key
 */
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

  return read_attempts (sql, statement, attempts, error);
}

/**
 * parl_read_open:
 * @attempts: (element-type ParlAttempt): gets those that have no outcome yet, by key
 */
bool
parl_read_open (ParlSql *sql, const char *sources, GPtrArray *attempts, GError **error)
{
  g_autofree char *text
      = g_strconcat (list_attempts_sql, " AND a.outcome = 'open' ORDER BY a.key", NULL);
  g_autoptr (ParlStatement) statement = parl_sql_query (sql, text, error, "s", sources);

  return read_attempts (sql, statement, attempts, error);
}
