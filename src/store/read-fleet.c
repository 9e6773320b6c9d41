/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Devices and rollouts, as last heard of: of these there is no past, but for the looks at the
 * progress of a rollout (spells.c). */
#include "config.h"

#include "store/read.h"

#include "store/spells.h"
#include "store/store.h"

static ParlDevice *
read_device (ParlStatement *row)
{
  ParlDevice *device = parl_device_new (parl_column_text (row, 0));

  device->device_class = parl_column_dup_text (row, 1);
  device->site = parl_column_dup_text (row, 2);
  device->release = parl_column_dup_text (row, 3);
  device->rollout = parl_column_dup_text (row, 4);
  device->stage = parl_column_dup_text (row, 5);
  device->last_seen = parl_column_time (row, 6);
  device->heartbeat = parl_column_integer (row, 7);
  if (!parl_column_is_null (row, 8))
    device->tested_rollback = parl_column_integer (row, 8) != 0 ? PARL_YES : PARL_NO;
  return device;
}

/**
 * parl_read_devices:
 * @devices: (element-type ParlDevice): gets them, by id
 */
bool
parl_read_devices (ParlSql *sql, const char *sources, GPtrArray *devices, GError **error)
{
  g_autoptr (ParlStatement) list = parl_sql_query (
      sql,
      "SELECT id, class, site, release, rollout, stage, last_seen, heartbeat, tested_rollback"
      " FROM device WHERE source IN (SELECT value FROM json_each (?)) ORDER BY id, source",
      error, "s", sources);
  ParlStep step;

  while ((step = parl_statement_step (list, error)) == PARL_STEP_ROW)
    g_ptr_array_add (devices, read_device (list));
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
    }
  return step == PARL_STEP_DONE;
}

/* A stage's first and newest outcome: of its attempts that succeeded or failed. */
static const char list_stages_sql[]
    = "WITH outcome AS (SELECT stage, min (ended) AS first, max (ended) AS last FROM attempt"
      "  WHERE source = ?1 AND rollout = ?2 AND ended < ?3 AND outcome IN ('succeeded', 'failed')"
      "  GROUP BY stage)"
      " SELECT stage.id, name, progress, total, succeeded, failed, cancelled, running, waiting,"
      "  success_threshold, error_threshold, first, last"
      " FROM stage LEFT JOIN outcome ON outcome.stage = stage.id"
      " WHERE source = ?1 AND rollout = ?2 ORDER BY position, id";

/* ?3 is as-of. The stages' outcomes by hours back from it, stage by stage, oldest first. */
static const char list_hours_sql[]
    = "SELECT stage, (?3 - 1 - ended) / 3600000 AS age, sum (outcome = 'succeeded'),"
      "  sum (outcome = 'failed') FROM attempt"
      " WHERE source = ?1 AND rollout = ?2 AND ended < ?3 AND outcome IN ('succeeded', 'failed')"
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

/**
 * parl_read_rollouts:
 * @as_of: rollouts that were made later are left out
 * @rollouts: (element-type ParlRollout): gets them with their stages, newest first
 */
bool
parl_read_rollouts (ParlSql *sql, const char *sources, ParlTime as_of, GPtrArray *rollouts,
                    GError **error)
{
  g_autoptr (ParlStatement) list = parl_sql_query (
      sql,
      "SELECT rollout.source, rollout.id, rollout.name, release, progress, created, source.name"
      " FROM rollout JOIN source ON source.id = rollout.source"
      " WHERE rollout.source IN (SELECT value FROM json_each (?))"
      "  AND (created <= ? OR created IS NULL)"
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
      ParlRollout *rollout
          = parl_rollout_new (parl_column_text (list, 1), parl_column_text (list, 2));

      g_ptr_array_add (rollouts, rollout);
      rollout->release = parl_column_dup_text (list, 3);
      rollout->created = parl_column_time (list, 5);
      rollout->source = parl_column_dup_text (list, 6);
      if (!parl_read_progress (sql, parl_column_text (list, 4), &rollout->progress, error)
          || !read_stages (sql, stages, rollout, parl_column_integer (list, 0), as_of, error)
          || !read_hours (hours, rollout, parl_column_integer (list, 0), as_of, error)
          || !parl_spells_read (sql, spells, rollout, parl_column_integer (list, 0), as_of, error))
        return false;
    }
  return step == PARL_STEP_DONE;
}
