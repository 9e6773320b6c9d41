/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Restores a rollout as it was at an instant in the past. A server tells only how its rollouts are
 * now; how one was is found from its attempts, where history has all of them and they give the
 * server's own numbers of now; and from the progress that earlier syncs saw. */
#include "config.h"

#include "store/past-rollouts.h"

#include "model/attempt.h"

/* Of one stage's attempts, those that had ended by as-of, ?3, or were under way; and all that have
 * ended by now. */
static const char count_sql[]
    = "SELECT sum (outcome = 'succeeded' AND ended < ?3), sum (outcome = 'downloaded' AND ended < "
      "?3),"
      "  sum (outcome = 'failed' AND ended < ?3), sum (outcome = 'cancelled' AND ended < ?3),"
      "  sum (coalesce (started <= ?3, 0) AND (ended IS NULL OR ended >= ?3)),"
      "  sum (outcome = 'succeeded'), sum (outcome = 'downloaded'), sum (outcome = 'failed')"
      " FROM attempt WHERE source = ?1 AND rollout = ?2 AND stage = ?4 AND outcome <> 'no-attempt'";

static bool
find_progress (const GArray *spells, ParlProgress *progress)
{
  if (spells->len == 0)
    return false;
  *progress = g_array_index (spells, ParlSpell, spells->len - 1).progress;
  return true;
}

static bool
restore_stage (ParlSql *sql, ParlStage *stage, const ParlRollout *rollout, int64_t source,
               ParlTime as_of, bool *known, GError **error)
{
  g_autoptr (ParlStatement) row
      = parl_sql_query (sql, count_sql, error, "isis", source, rollout->id, as_of, stage->id);

  if (parl_statement_step (row, error) != PARL_STEP_ROW)
    return false;
  *known = parl_column_integer (row, 5) == stage->succeeded
           && parl_column_integer (row, 6) == stage->downloaded
           && parl_column_integer (row, 7) == stage->failed;

  stage->succeeded = parl_column_integer (row, 0);
  stage->downloaded = parl_column_integer (row, 1);
  stage->failed = parl_column_integer (row, 2);
  stage->cancelled = parl_column_integer (row, 3);

  /* A server may make all actions when the rollout begins: before its first outcome, a stage waits.
   */
  int64_t ended = stage->succeeded + stage->downloaded + stage->failed + stage->cancelled;
  stage->running = ended > 0 ? parl_column_integer (row, 4) : 0;
  stage->waiting = MAX (stage->total - ended - stage->running, 0);
  if (!find_progress (stage->spells, &stage->progress))
    stage->progress = ended > 0 ? rollout->progress : PARL_PROGRESS_WAITING;
  return true;
}

/* @rollout: as its server tells it now, with its spells up to @as_of
 * @known: (out): whether it is known what it was; else it is left half changed
 * Makes it what it was at @as_of. */
bool
parl_past_rollout_restore (ParlSql *sql, ParlRollout *rollout, int64_t source, ParlTime as_of,
                           bool *known, GError **error)
{
  *known = find_progress (rollout->spells, &rollout->progress);
  for (unsigned i = 0; *known && i < rollout->stages->len; i++)
    if (!restore_stage (sql, g_ptr_array_index (rollout->stages, i), rollout, source, as_of, known,
                        error))
      return false;
  return true;
}
