/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about single devices, stages, rollouts and release lines. Counts no fact. */
#include "config.h"

#include "analysis/fleet.h"

#include "model/release.h"

#include <string.h>

/* A bucket holds ages up to and including its limit. */
static const struct
{
  const char *name;
  ParlTime limit;
} ages[] = {
  { "0-1 d", 1 * PARL_DAY },   { "1-3 d", 3 * PARL_DAY }, { "3-7 d", 7 * PARL_DAY },
  { "7-28 d", 28 * PARL_DAY }, { "28 d+", INT64_MAX },
};

static const char *const age_names[]
    = { "0-1 d", "1-3 d", "3-7 d", "7-28 d", "28 d+", PARL_SILENT_NEVER, NULL };

/* @at: when the fleet was last asked: a device cannot be heard of by a server that nobody asks
 * Returns: whether it was last seen more than max (3 x heartbeat, limit) before @at, or never */
bool
parl_device_is_silent (const ParlDevice *device, const ParlTargets *targets, ParlTime at)
{
  if (device->last_seen == PARL_TIME_NONE)
    return true;
  return at - device->last_seen > MAX (3 * device->heartbeat, targets->silent_limit);
}

const char *
parl_device_get_silent_age (const ParlDevice *device, ParlTime at)
{
  if (device->last_seen == PARL_TIME_NONE)
    return PARL_SILENT_NEVER;

  unsigned i = 0;
  while (at - device->last_seen > ages[i].limit)
    i++;
  return ages[i].name;
}

const char *const *
parl_silent_ages (void)
{
  return age_names;
}

/* Done is what the device runs, not what was reported of an attempt. */
bool
parl_device_is_done (const ParlDevice *device, const ParlRollout *rollout)
{
  return device->release != NULL && g_strcmp0 (device->release, rollout->release) == 0;
}

GHashTable *
parl_list_last_failures (const ParlSnapshot *snapshot, ParlWindow window)
{
  GHashTable *failures = g_hash_table_new (g_str_hash, g_str_equal);

  for (unsigned i = 0; i < snapshot->outages->len; i++)
    {
      ParlOutage *outage = g_ptr_array_index (snapshot->outages, i);
      const ParlOutage *other
          = outage->device != NULL ? g_hash_table_lookup (failures, outage->device) : NULL;

      if (outage->device != NULL && outage->failed >= window.since && outage->failed < window.until
          && (other == NULL || outage->failed > other->failed))
        g_hash_table_replace (failures, outage->device, outage);
    }
  return failures;
}

bool
parl_device_has_failed (const ParlDevice *device, const ParlRollout *rollout, GHashTable *failures)
{
  const ParlOutage *outage = g_hash_table_lookup (failures, device->id);

  return outage != NULL && outage->succeeded == PARL_TIME_NONE
         && g_strcmp0 (outage->to, rollout->release) == 0;
}

ParlTime
parl_device_get_lost (const ParlDevice *device, GHashTable *failures, const ParlTargets *targets,
                      ParlTime at)
{
  const ParlOutage *outage = g_hash_table_lookup (failures, device->id);

  return outage != NULL && outage->succeeded == PARL_TIME_NONE
                 && device->last_seen != PARL_TIME_NONE && device->last_seen <= outage->failed
                 && parl_device_is_silent (device, targets, at)
             ? outage->failed
             : PARL_TIME_NONE;
}

/* From the counts, for servers tell it of the rollout only: waiting until the first device is told,
 * finished when every device has an outcome (or nothing is open and nothing waits any more), in
 * between what the rollout is. A part of a stage whose counts nobody can tell is where its stage
 * is. */
ParlProgress
parl_stage_get_progress (const ParlStage *stage, const ParlRollout *rollout)
{
  int64_t ended = stage->succeeded + stage->failed + stage->cancelled;

  if (MIN (MIN (stage->failed, stage->cancelled), MIN (stage->running, stage->waiting)) < 0)
    return stage->progress;
  if (ended > 0 && (ended >= stage->total || (stage->running == 0 && stage->waiting == 0)))
    return PARL_PROGRESS_FINISHED;
  if (rollout->progress == PARL_PROGRESS_STOPPED)
    return PARL_PROGRESS_STOPPED;
  if (ended == 0 && stage->running == 0)
    return PARL_PROGRESS_WAITING;
  return rollout->progress == PARL_PROGRESS_PAUSED ? PARL_PROGRESS_PAUSED : PARL_PROGRESS_RUNNING;
}

int64_t
parl_stage_count_left (const ParlStage *stage)
{
  return MAX (stage->total - stage->succeeded, 0);
}

const ParlRollout *
parl_find_rollout (const ParlSnapshot *snapshot, const char *id)
{
  for (unsigned i = 0; id != NULL && i < snapshot->rollouts->len; i++)
    {
      const ParlRollout *rollout = g_ptr_array_index (snapshot->rollouts, i);
      if (strcmp (rollout->id, id) == 0)
        return rollout;
    }
  return NULL;
}

static const ParlRollout *
find_of_whole (const ParlSnapshot *snapshot, const char *id)
{
  return parl_find_rollout (snapshot->whole != NULL ? snapshot->whole : snapshot, id);
}

const char *
parl_get_rollout_name (const ParlSnapshot *snapshot, const char *id)
{
  const ParlRollout *rollout = find_of_whole (snapshot, id);

  return rollout != NULL ? rollout->name : id;
}

const ParlStage *
parl_find_stage (const ParlSnapshot *snapshot, const char *rollout_id, const char *stage_id)
{
  const ParlRollout *rollout = find_of_whole (snapshot, rollout_id);

  for (unsigned i = 0; rollout != NULL && stage_id != NULL && i < rollout->stages->len; i++)
    {
      const ParlStage *stage = g_ptr_array_index (rollout->stages, i);
      if (strcmp (stage->id, stage_id) == 0)
        return stage;
    }
  return NULL;
}

const char *
parl_get_stage_name (const ParlSnapshot *snapshot, const char *rollout_id, const char *stage_id)
{
  const ParlStage *stage = parl_find_stage (snapshot, rollout_id, stage_id);

  return stage != NULL ? stage->name : stage_id;
}

/* Returns: (nullable): the newest rollout that is not finished; the newest when all are */
const ParlRollout *
parl_find_current_rollout (const ParlSnapshot *snapshot)
{
  for (unsigned i = 0; i < snapshot->rollouts->len; i++)
    {
      const ParlRollout *rollout = g_ptr_array_index (snapshot->rollouts, i);
      if (rollout->progress != PARL_PROGRESS_FINISHED)
        return rollout;
    }
  return snapshot->rollouts->len > 0 ? g_ptr_array_index (snapshot->rollouts, 0) : NULL;
}

/* "v2.5" holds 2.5.0 and 2.5.1. A release whose name is no number has no place in the order of
 * lines. Returns: (transfer full) (nullable): "v2.5" */
static char *
dup_line (const char *release)
{
  g_autofree char *line = parl_release_to_cohort (release);
  size_t major = *line == 'v' ? strspn (line + 1, "0123456789") : 0;
  bool is_line = major > 0 && line[1 + major] == '.' && line[2 + major] != '\0'
                 && strspn (line + 2 + major, "0123456789") == strlen (line + 2 + major);

  return is_line ? g_steal_pointer (&line) : NULL;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return parl_release_compare (*(const char *const *)a, *(const char *const *)b);
}

static void
add_line (GPtrArray *lines, GHashTable *seen, const char *release)
{
  /* Devices are many, releases few. */
  if (release == NULL || g_hash_table_contains (seen, release))
    return;
  g_hash_table_add (seen, (void *)release);

  g_autofree char *line = dup_line (release);
  if (line != NULL && !g_ptr_array_find_with_equal_func (lines, line, g_str_equal, NULL))
    g_ptr_array_add (lines, g_steal_pointer (&line));
}

/* Returns: (transfer full) (element-type utf8): the lines that a device runs or a rollout that has
 *   begun brings, oldest first */
GPtrArray *
parl_list_release_lines (const ParlSnapshot *snapshot)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (unsigned i = 0; i < snapshot->devices->len; i++)
    add_line (lines, seen, ((const ParlDevice *)g_ptr_array_index (snapshot->devices, i))->release);
  for (unsigned i = 0; i < snapshot->rollouts->len; i++)
    {
      const ParlRollout *rollout = g_ptr_array_index (snapshot->rollouts, i);
      if (rollout->progress != PARL_PROGRESS_WAITING)
        add_line (lines, seen, rollout->release);
    }
  g_ptr_array_sort (lines, compare_lines);
  return lines;
}

/* @lines: of parl_list_release_lines()
 * Returns: how many lines are newer than that of @release; -1: it is not known, or none of them */
int
parl_count_lines_behind (const GPtrArray *lines, const char *release)
{
  g_autofree char *line = dup_line (release);
  unsigned index;

  if (line == NULL
      || !g_ptr_array_find_with_equal_func ((GPtrArray *)lines, line, g_str_equal, &index))
    return -1;
  return (int)(lines->len - 1 - index);
}
