/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A rollout and its stages: plain values. */
#include "config.h"

#include "model/rollout.h"

#include <math.h>

static const char *const progress_names[] = {
  [PARL_PROGRESS_WAITING] = "waiting", [PARL_PROGRESS_RUNNING] = "running",
  [PARL_PROGRESS_PAUSED] = "paused",   [PARL_PROGRESS_FINISHED] = "finished",
  [PARL_PROGRESS_STOPPED] = "stopped",
};

/* Returns: (transfer full): a stage with no devices and no thresholds, to be filled in by its maker
 */
ParlStage *
parl_stage_new (const char *id, const char *name)
{
  ParlStage *self = g_new0 (ParlStage, 1);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->success_threshold = NAN;
  self->error_threshold = NAN;
  self->first_outcome = PARL_TIME_NONE;
  self->last_outcome = PARL_TIME_NONE;
  self->hours = g_array_new (FALSE, FALSE, sizeof (ParlStageHour));
  self->spells = g_array_new (FALSE, FALSE, sizeof (ParlSpell));
  return self;
}

void
parl_stage_free (ParlStage *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_array_unref (self->hours);
  g_array_unref (self->spells);
  g_free (self);
}

/* Returns: (transfer full): a rollout without stages, to be filled in by its maker */
ParlRollout *
parl_rollout_new (const char *id, const char *name)
{
  ParlRollout *self = g_new0 (ParlRollout, 1);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->created = PARL_TIME_NONE;
  self->stages = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_stage_free);
  self->spells = g_array_new (FALSE, FALSE, sizeof (ParlSpell));
  return self;
}

void
parl_rollout_free (ParlRollout *self)
{
  if (self == NULL)
    return;
  g_free (self->source);
  g_free (self->id);
  g_free (self->name);
  g_free (self->release);
  g_ptr_array_unref (self->stages);
  g_array_unref (self->spells);
  g_free (self);
}

const char *
parl_progress_to_string (ParlProgress progress)
{
  return progress_names[progress];
}

bool
parl_progress_from_string (const char *text, ParlProgress *progress)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (progress_names); i++)
    if (g_strcmp0 (text, progress_names[i]) == 0)
      {
        *progress = (ParlProgress)i;
        return true;
      }
  return false;
}
