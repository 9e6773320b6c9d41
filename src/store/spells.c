/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server tells how a rollout is, never since when: so every sync is a look, and looks that find
 * the same are one spell. A look that brought nothing of a rollout makes none longer. Knows nothing
 * of what a progress means. */
#include "config.h"

#include "store/spells.h"

#include "store/store.h"

#include <glib/gi18n-lib.h>

/* ?4 NULL: what history holds of the rollout. A new spell where the newest is another one. */
static const char begin_sql[]
    = "WITH look AS (SELECT coalesce (?4, (SELECT progress FROM rollout WHERE source = ?1"
      "   AND id = ?2)) AS progress)"
      " INSERT INTO spell (source, rollout, stage, progress, first, last)"
      "  SELECT ?1, ?2, ?3, progress, ?5, ?5 FROM look WHERE progress NOT NULL AND progress IS NOT"
      "   (SELECT progress FROM spell WHERE source = ?1 AND rollout = ?2 AND stage = ?3"
      "     ORDER BY id DESC LIMIT 1)";

static const char lengthen_sql[]
    = "UPDATE spell SET last = max (last, ?4) WHERE id = (SELECT max (id) FROM spell"
      " WHERE source = ?1 AND rollout = ?2 AND stage = ?3)";

typedef struct
{
  ParlStatement *begin, *lengthen;
  int64_t source;
  ParlTime now;
} Look;

/* @stage: "" for the rollout itself
 * @progress: NULL: as history holds it */
static bool
note (const Look *look, const char *rollout, const char *stage, const char *progress,
      GError **error)
{
  parl_bind (look->begin, "isssi", look->source, rollout, stage, progress, look->now);
  if (!parl_statement_run (look->begin, error))
    return false;
  parl_bind (look->lengthen, "issi", look->source, rollout, stage, look->now);
  return parl_statement_run (look->lengthen, error);
}

static bool
note_rollout (const Look *look, const ParlRollout *rollout, GError **error)
{
  if (!note (look, rollout->id, "", parl_progress_to_string (rollout->progress), error))
    return false;
  for (unsigned i = 0; i < rollout->stages->len; i++)
    {
      const ParlStage *stage = g_ptr_array_index (rollout->stages, i);

      if (!note (look, rollout->id, stage->id, parl_progress_to_string (stage->progress), error))
        return false;
    }
  return true;
}

/* No look was later than this one: those more than a day ahead were taken by a clock that ran
 * ahead.
 */
static bool
pull_back (ParlSql *sql, int64_t source, ParlTime now, GError **error)
{
  g_autoptr (ParlStatement) update
      = parl_sql_query (sql,
                        "UPDATE spell SET first = min (first, ?2), last = ?2"
                        " WHERE source = ?1 AND last > ?2 + 86400000",
                        error, "ii", source, now);

  return update != NULL && parl_statement_run (update, error);
}

/* @source: its row
 * @harvest: its rollouts are stored already
 * @now: when the source was asked: a sync is one look
 * Notes in which progress the harvest's rollouts and stages were seen. Of a rollout that is as
 * history holds it, its stages were not looked at. */
bool
parl_spells_note (ParlSql *sql, int64_t source, const ParlHarvest *harvest, ParlTime now,
                  GError **error)
{
  g_autoptr (ParlStatement) begin = parl_sql_prepare (sql, begin_sql, error);
  g_autoptr (ParlStatement) lengthen
      = begin == NULL ? NULL : parl_sql_prepare (sql, lengthen_sql, error);
  Look look = { begin, lengthen, source, now };

  if (lengthen == NULL || !pull_back (sql, source, now, error))
    return false;
  for (unsigned i = 0; i < harvest->rollouts->len; i++)
    if (!note_rollout (&look, g_ptr_array_index (harvest->rollouts, i), error))
      return false;
  for (unsigned i = 0; i < harvest->same->len; i++)
    if (!note (&look, g_ptr_array_index (harvest->same, i), "", NULL, error))
      return false;
  return true;
}

bool
parl_read_progress (ParlSql *sql, const char *text, ParlProgress *progress, GError **error)
{
  if (parl_progress_from_string (text, progress))
    return true;
  g_set_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_DAMAGED,
               _ ("The history “%s” is damaged: “%s” is no progress of a rollout"),
               parl_sql_get_name (sql), text);
  return false;
}

ParlStatement *
parl_spells_prepare (ParlSql *sql, GError **error)
{
  return parl_sql_prepare (sql,
                           "SELECT stage, progress, first, min (last, ?3) FROM spell"
                           " WHERE source = ?1 AND rollout = ?2 AND first <= ?3 ORDER BY id",
                           error);
}

static GArray *
find_spells (const ParlRollout *rollout, const char *stage_id)
{
  if (*stage_id == '\0')
    return rollout->spells;
  for (unsigned i = 0; i < rollout->stages->len; i++)
    {
      const ParlStage *stage = g_ptr_array_index (rollout->stages, i);
      if (g_strcmp0 (stage->id, stage_id) == 0)
        return stage->spells;
    }
  return NULL;
}

/* @list: from parl_spells_prepare()
 * @rollout: has its stages
 * @as_of: later looks are left out */
bool
parl_spells_read (ParlSql *sql, ParlStatement *list, ParlRollout *rollout, int64_t source,
                  ParlTime as_of, GError **error)
{
  ParlStep step;

  parl_bind (list, "isi", source, rollout->id, as_of);
  while ((step = parl_statement_step (list, error)) == PARL_STEP_ROW)
    {
      GArray *spells = find_spells (rollout, parl_column_text (list, 0));
      ParlSpell spell = { .first = parl_column_time (list, 2), .last = parl_column_time (list, 3) };

      if (!parl_read_progress (sql, parl_column_text (list, 1), &spell.progress, error))
        return false;
      if (spells != NULL)
        g_array_append_val (spells, spell);
    }
  return step == PARL_STEP_DONE;
}
