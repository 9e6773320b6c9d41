/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two wholes that are read: what a source's next sync needs to know, and the snapshot that all
 * analysis rests on. */
#include "config.h"

#include "store/read.h"

#include "store/series.h"
#include "store/store.h"

static bool
read_bookmark (ParlSql *sql, const char *source, ParlKnown *known, GError **error)
{
  g_autoptr (ParlStatement) query
      = parl_sql_query (sql, "SELECT bookmark FROM source WHERE name = ?", error, "s", source);
  ParlStep step = parl_statement_step (query, error);
  if (step == PARL_STEP_ROW)
    known->bookmark = parl_column_dup_text (query, 0);
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
      "  (SELECT max (day) FROM day WHERE source IN (SELECT value FROM json_each (?1)))",
      error, "s", rows);

  if (parl_statement_step (query, error) != PARL_STEP_ROW)
    return false;
  known->series_end = parl_column_time (query, 0);
  if (!parl_column_is_null (query, 1))
    known->last_day = parl_column_integer (query, 1);
  return true;
}

/**
 * parl_read_known:
 * @source: its name
 *
 * Returns: (transfer full): what the history holds of it; nothing for a source it does not know
 */
ParlKnown *
parl_read_known (ParlSql *sql, const char *source, GError **error)
{
  const char *const names[] = { source, NULL };
  g_autofree char *rows = parl_read_source_rows (sql, names, error);
  g_autoptr (ParlKnown) known = parl_known_new ();
  g_autoptr (GPtrArray) devices = g_ptr_array_new ();

  if (rows == NULL || !read_bookmark (sql, source, known, error)
      || !parl_read_open (sql, rows, known->open, error) || !read_ends (sql, rows, known, error))
    return NULL;

  bool is_read = parl_read_devices (sql, rows, devices, error);
  for (unsigned i = 0; i < devices->len; i++)
    {
      ParlDevice *device = g_ptr_array_index (devices, i);
      g_hash_table_replace (known->devices, device->id, device);
    }
  return is_read ? g_steal_pointer (&known) : NULL;
}

/**
 * parl_read_snapshot:
 * @names: (nullable): the sources to look at; %NULL for all
 *
 * Returns: (transfer full): everything up to @as_of
 */
ParlSnapshot *
parl_read_snapshot (ParlSql *sql, const char *const *names, ParlTime as_of, GError **error)
{
  ParlWindow window = { as_of - PARL_STORE_DAYS * PARL_DAY, as_of + 1 };
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (as_of);
  g_autofree char *rows = parl_read_source_rows (sql, names, error);

  if (rows == NULL || !parl_read_sources (sql, names, snapshot->sources, error)
      || !parl_read_outcomes (sql, rows, as_of, snapshot->outcomes, error)
      || !parl_read_rollouts (sql, rows, as_of, snapshot->rollouts, error)
      || !parl_read_devices (sql, rows, snapshot->devices, error)
      || !parl_read_outages (sql, rows, as_of, snapshot->outages, error))
    return NULL;

  GPtrArray *series = parl_series_load (sql, rows, window, error);
  if (series == NULL)
    return NULL;
  g_ptr_array_unref (snapshot->series);
  snapshot->series = series;
  return g_steal_pointer (&snapshot);
}
