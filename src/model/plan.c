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

ParlMilestone *
parl_milestone_copy (const ParlMilestone *self)
{
  ParlMilestone *copy = parl_milestone_new (self->id, self->title);

  copy->outcome = g_strdup (self->outcome);
  copy->owner = g_strdup (self->owner);
  copy->start = self->start;
  copy->due = self->due;
  copy->done = self->done;
  g_strfreev (copy->blocked_by);
  copy->blocked_by = g_strdupv (self->blocked_by);
  copy->measure = g_strdup (self->measure);
  copy->of = self->of != NULL ? parl_labels_ref (self->of) : NULL;
  return copy;
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
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
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
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->milestones);
}

void
parl_plan_unref (ParlPlan *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify)free_plan);
}

/* @milestone: (transfer full): behind those that are there */
void
parl_plan_take (ParlPlan *self, ParlMilestone *milestone)
{
  g_ptr_array_add (self->milestones, milestone);
  if (!g_hash_table_contains (self->by_id, milestone->id))
    g_hash_table_insert (self->by_id, milestone->id, milestone);
}

/* Returns: (transfer none) (nullable): */
const ParlMilestone *
parl_plan_find (const ParlPlan *self, const char *id)
{
  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  return g_hash_table_lookup (self->by_id, id);
}

/* Of those with the same title, however it is written, the first is found again. */
static void
index_title (GHashTable *titles, ParlMilestone *milestone)
{
  g_autofree char *title = g_utf8_casefold (milestone->title, -1);

  if (!g_hash_table_contains (titles, title))
    g_hash_table_insert (titles, g_steal_pointer (&title), milestone);
}

/* Days of one that somebody keeps up to date in a tracker; but not that it is done while what it
 * waits for may not be. */
static void
take_days (ParlMilestone *self, const ParlMilestone *from)
{
  self->due = from->due;
  if (self->start != PARL_TIME_NONE && self->start > self->due)
    self->start = PARL_TIME_NONE;
  if (self->blocked_by[0] == NULL)
    self->done = from->done;
  if (self->done != PARL_TIME_NONE && self->start != PARL_TIME_NONE && self->done < self->start)
    self->start = PARL_TIME_NONE;
}

/* @own: (nullable): what somebody has written down
 * @milestones: (element-type ParlMilestone): what trackers say
 * Returns: (transfer full): both: of a title that both have, words and measure are the plan's own,
 *   days the tracker's */
ParlPlan *
parl_plan_merge (const ParlPlan *own, const GPtrArray *milestones)
{
  ParlPlan *merged = parl_plan_new ();
  g_autoptr (GHashTable) titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (unsigned i = 0; own != NULL && i < own->milestones->len; i++)
    {
      ParlMilestone *copy = parl_milestone_copy (g_ptr_array_index (own->milestones, i));
      parl_plan_take (merged, copy);
      index_title (titles, copy);
    }
  if (own != NULL)
    merged->review = own->review;
  for (unsigned i = 0; i < milestones->len; i++)
    {
      const ParlMilestone *milestone = g_ptr_array_index (milestones, i);
      g_autofree char *title = g_utf8_casefold (milestone->title, -1);
      ParlMilestone *same = g_hash_table_lookup (titles, title);

      if (same != NULL)
        take_days (same, milestone);
      else if (parl_plan_find (merged, milestone->id) == NULL)
        {
          ParlMilestone *copy = parl_milestone_copy (milestone);
          parl_plan_take (merged, copy);
          index_title (titles, copy);
        }
    }
  return merged;
}
