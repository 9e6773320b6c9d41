/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Milestones as values. Knows no file, no fact and no rule of how a plan must be. */
#include "config.h"

#include "model/plan.h"

#include <string.h>

/* Returns: (transfer full): a milestone without any day, to be filled by its maker */
ParlMilestone *
parl_milestone_new (const char *id, const char *title)
{
  ParlMilestone *self = g_new0 (ParlMilestone, 1);

  self->id = g_strdup (id);
  self->title = g_strdup (title);
  self->start = self->due = self->done = PARL_TIME_NONE;
  self->blocked_by = g_new0 (char *, 1);
  return self;
}

void
parl_milestone_free (ParlMilestone *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->title);
  g_free (self->outcome);
  g_free (self->owner);
  g_strfreev (self->blocked_by);
  g_free (self->measure);
  g_clear_pointer (&self->of, parl_labels_unref);
  g_free (self);
}

/* What is done later than @as_of was not done then. */
bool
parl_milestone_is_done (const ParlMilestone *self, ParlTime as_of)
{
  return self->done != PARL_TIME_NONE && self->done <= as_of;
}

ParlPlan *
parl_plan_new (void)
{
  ParlPlan *self = g_atomic_rc_box_new0 (ParlPlan);

  self->milestones = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_milestone_free);
  self->review = PARL_TIME_NONE;
  return self;
}

ParlPlan *
parl_plan_ref (const ParlPlan *self)
{
  return g_atomic_rc_box_acquire ((ParlPlan *)self);
}

static void
free_plan (ParlPlan *self)
{
  g_ptr_array_unref (self->milestones);
}

void
parl_plan_unref (ParlPlan *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify)free_plan);
}

/* Returns: (transfer none) (nullable): */
const ParlMilestone *
parl_plan_find (const ParlPlan *self, const char *id)
{
  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  for (unsigned i = 0; i < self->milestones->len; i++)
    {
      const ParlMilestone *milestone = g_ptr_array_index (self->milestones, i);
      if (strcmp (milestone->id, id) == 0)
        return milestone;
    }
  return NULL;
}
