/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Milestones of trackers: each sync brings all there are; one that is missing is gone since then,
 * and was there before. */
#include "config.h"

#include "store/milestones.h"

static bool
add_one (ParlStatement *insert, int64_t source, unsigned position, const ParlMilestone *milestone,
         GError **error)
{
  parl_bind (insert, "isisssttt", source, milestone->id, (int64_t)position, milestone->title,
             milestone->outcome, milestone->owner, milestone->start, milestone->due,
             milestone->done);
  return parl_statement_run (insert, error);
}

/* @milestones: (nullable) (element-type ParlMilestone): all that @source has; %NULL: it was not
 *   asked */
bool
parl_milestones_store (ParlSql *sql, int64_t source, const GPtrArray *milestones, ParlTime now,
                       GError **error)
{
  if (milestones == NULL)
    return true;

  g_autoptr (ParlStatement) leave
      = parl_sql_query (sql, "UPDATE milestone SET gone = coalesce (gone, ?) WHERE source = ?",
                        error, "ii", now, source);
  if (leave == NULL || !parl_statement_run (leave, error))
    return false;
  g_autoptr (ParlStatement) insert = parl_sql_prepare (
      sql,
      "INSERT INTO milestone (source, id, position, title, outcome, owner, start, due, done)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (source, id) DO UPDATE SET position = excluded.position,"
      "  title = excluded.title, outcome = excluded.outcome, owner = excluded.owner,"
      "  start = excluded.start, due = excluded.due, done = excluded.done, gone = NULL",
      error);
  if (insert == NULL)
    return false;
  for (unsigned i = 0; i < milestones->len; i++)
    if (!add_one (insert, source, i, g_ptr_array_index (milestones, i), error))
      return false;
  return true;
}

/* Ids are unique in one source only; of several, each gets its place before its own. */
static ParlMilestone *
read_one (ParlStatement *row)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT ".%s", parl_column_integer (row, 0),
                                         parl_column_text (row, 1));
  ParlMilestone *milestone = parl_milestone_new (id, parl_column_text (row, 2));

  milestone->outcome = parl_column_dup_text (row, 3);
  milestone->owner = parl_column_dup_text (row, 4);
  milestone->start = parl_column_time (row, 5);
  milestone->due = parl_column_time (row, 6);
  milestone->done = parl_column_time (row, 7);
  return milestone;
}

/* @sources: rows of sources, "[1,2]" */
bool
parl_milestones_load (ParlSql *sql, const char *sources, ParlTime as_of, GPtrArray *milestones,
                      GError **error)
{
  g_autoptr (ParlStatement) list = parl_sql_query (
      sql,
      "SELECT source, id, title, outcome, owner, start, due, done FROM milestone"
      " WHERE source IN (SELECT value FROM json_each (?)) AND (gone IS NULL OR gone > ?)"
      " ORDER BY source, position",
      error, "si", sources, as_of);
  ParlStep step;

  while ((step = parl_statement_step (list, error)) == PARL_STEP_ROW)
    g_ptr_array_add (milestones, read_one (list));
  return step == PARL_STEP_DONE;
}
