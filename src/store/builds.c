/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds of trackers: each sync brings what is new. One that is told again with another end was run
 * again, whether the tracker says so or not. */
#include "config.h"

#include "store/builds.h"

#include "store/store.h"

#include <glib/gi18n-lib.h>

/* @builds: (element-type ParlBuild): of @source */
bool
parl_builds_store (ParlSql *sql, int64_t source, const GPtrArray *builds, GError **error)
{
  if (builds->len == 0)
    return true;

  g_autoptr (ParlStatement) insert = parl_sql_prepare (
      sql,
      "INSERT INTO build (source, id, outcome, ended, duration, again, link)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (source, id) DO UPDATE SET outcome = excluded.outcome,"
      "  ended = excluded.ended, duration = excluded.duration, link = excluded.link,"
      "  again = again OR excluded.again OR ended <> excluded.ended",
      error);
  if (insert == NULL)
    return false;
  for (unsigned i = 0; i < builds->len; i++)
    {
      const ParlBuild *build = builds->pdata[i];
      parl_bind (insert, "issttis", source, build->id,
                 parl_build_outcome_to_string (build->outcome), build->ended, build->duration,
                 (int64_t)build->again, build->link);
      if (!parl_statement_run (insert, error))
        return false;
    }
  return true;
}

/* @sources: rows of sources, "[1,2]"
 * @builds: (element-type ParlBuild): gets those that ended in @window, by their end */
bool
parl_builds_load (ParlSql *sql, const char *sources, ParlWindow window, GPtrArray *builds,
                  GError **error)
{
  g_autoptr (ParlStatement) list = parl_sql_query (
      sql,
      "SELECT source.name, build.id, outcome, ended, duration, again, link"
      " FROM build JOIN source ON source.id = build.source"
      " WHERE build.source IN (SELECT value FROM json_each (?)) AND ended >= ? AND ended < ?"
      " ORDER BY ended, build.source, build.id",
      error, "sii", sources, window.since, window.until);
  ParlStep step;

  while ((step = parl_statement_step (list, error)) == PARL_STEP_ROW)
    {
      ParlBuildOutcome outcome;
      if (!parl_build_outcome_from_string (parl_column_text (list, 2), &outcome))
        {
          g_set_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_DAMAGED,
                       _ ("The history “%s” is damaged: “%s” is no outcome of a build"),
                       parl_sql_get_name (sql), parl_column_text (list, 2));
          return false;
        }
      ParlBuild *build
          = parl_build_new (parl_column_text (list, 1), outcome, parl_column_time (list, 3));
      build->source = parl_column_dup_text (list, 0);
      build->duration = parl_column_time (list, 4);
      build->again = parl_column_integer (list, 5);
      build->link = parl_column_dup_text (list, 6);
      g_ptr_array_add (builds, build);
    }
  return step == PARL_STEP_DONE;
}
