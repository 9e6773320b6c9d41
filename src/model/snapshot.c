/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that the sources said, as of one instant. */
#include "config.h"

#include "model/snapshot.h"

static const char *const state_names[] = {
  [PARL_SYNC_NEVER] = "never",
  [PARL_SYNC_DONE] = "done",
  [PARL_SYNC_PARTIAL] = "partial",
  [PARL_SYNC_FAILED] = "failed",
};

ParlSourceState *
parl_source_state_new (const char *name, const char *kind)
{
  ParlSourceState *self = g_new0 (ParlSourceState, 1);

  self->name = g_strdup (name);
  self->kind = g_strdup (kind);
  self->newest = PARL_TIME_NONE;
  self->fetched = self->updates_since = PARL_TIME_NONE;
  return self;
}

/* Returns: whether there is all that was asked for when it last brought anything; what failed since
 *   then is a matter of age */
bool
parl_source_state_is_whole (const ParlSourceState *self)
{
  return self->state == PARL_SYNC_DONE
         || (self->state == PARL_SYNC_FAILED && self->fetched != PARL_TIME_NONE
             && !self->after_partial);
}

/* Adds a sentence to those that tell what is missing. */
void
parl_source_state_add_message (ParlSourceState *self, const char *sentence)
{
  g_autofree char *before = self->message;

  self->message
      = before != NULL ? g_strdup_printf ("%s; %s", before, sentence) : g_strdup (sentence);
}

void
parl_source_state_free (ParlSourceState *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->kind);
  g_free (self->message);
  g_free (self);
}

/* Returns: (transfer full): an empty snapshot, to be filled by its maker before it is handed on */
ParlSnapshot *
parl_snapshot_new (ParlTime as_of)
{
  ParlSnapshot *self = g_atomic_rc_box_new0 (ParlSnapshot);

  self->as_of = as_of;
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_source_state_free);
  self->outcomes = parl_outcomes_new ();
  self->rollouts = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_rollout_free);
  self->devices = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_device_free);
  self->outages = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_outage_free);
  self->series = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_series_unref);
  self->milestones = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_milestone_free);
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_change_free);
  self->builds = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_build_free);
  self->arrivals = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_arrival_free);
  return self;
}

ParlSnapshot *
parl_snapshot_ref (const ParlSnapshot *self)
{
  return g_atomic_rc_box_acquire ((ParlSnapshot *)self);
}

static void
free_snapshot (ParlSnapshot *self)
{
  g_ptr_array_unref (self->sources);
  parl_outcomes_unref (self->outcomes);
  g_ptr_array_unref (self->rollouts);
  g_ptr_array_unref (self->devices);
  g_ptr_array_unref (self->outages);
  g_ptr_array_unref (self->series);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_ptr_array_unref (self->milestones);
  g_ptr_array_unref (self->changes);
  g_ptr_array_unref (self->builds);
  g_ptr_array_unref (self->arrivals);
  g_clear_pointer (&self->plan, parl_plan_unref);
  g_clear_pointer (&self->whole, parl_snapshot_unref);
}

void
parl_snapshot_unref (ParlSnapshot *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify)free_snapshot);
}

/* Returns: whether no source has told of anything: what is known without them, such as promises and
 *   the user's own plan, is no observation */
bool
parl_snapshot_is_empty (const ParlSnapshot *self)
{
  return parl_outcomes_size (self->outcomes) == 0 && self->rollouts->len == 0
         && self->devices->len == 0 && self->series->len == 0 && self->milestones->len == 0
         && self->changes->len == 0 && self->builds->len == 0;
}

const char *
parl_sync_state_to_string (ParlSyncState state)
{
  return state_names[state];
}

bool
parl_sync_state_from_string (const char *text, ParlSyncState *state)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (g_strcmp0 (text, state_names[i]) == 0)
      {
        *state = (ParlSyncState)i;
        return true;
      }
  return false;
}
