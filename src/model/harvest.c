/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What passes between a source and the history at one sync: plain values. */
#include "config.h"

#include "model/harvest.h"

ParlKnown *
parl_known_new (void)
{
  ParlKnown *self = g_new0 (ParlKnown, 1);

  self->devices
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)parl_device_free);
  self->open = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_attempt_free);
  self->newest = self->series_end = self->samples_lost = self->updates_since = PARL_TIME_NONE;
  self->series = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_series_unref);
  self->last_day = -1;
  return self;
}

void
parl_known_free (ParlKnown *self)
{
  if (self == NULL)
    return;
  g_free (self->bookmark);
  g_hash_table_unref (self->devices);
  g_ptr_array_unref (self->open);
  g_ptr_array_unref (self->series);
  g_free (self);
}

ParlHarvest *
parl_harvest_new (void)
{
  ParlHarvest *self = g_new0 (ParlHarvest, 1);

  self->attempts = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_attempt_free);
  self->devices = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_device_free);
  self->rollouts = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_rollout_free);
  self->same = g_ptr_array_new_with_free_func (g_free);
  self->new_devices = g_ptr_array_new_with_free_func (g_free);
  self->gone_devices = g_ptr_array_new_with_free_func (g_free);
  self->gone_rollouts = g_ptr_array_new_with_free_func (g_free);
  self->releases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->series = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_series_unref);
  self->days = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_day_count_free);
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_change_free);
  self->builds = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_build_free);
  self->warnings = g_ptr_array_new_with_free_func (g_free);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->newest = self->updates_since = PARL_TIME_NONE;
  return self;
}

/* Makes room for the next part, when this one is stored. Rollouts stay. */
void
parl_harvest_clear_rows (ParlHarvest *self)
{
  GPtrArray *const rows[]
      = { self->attempts,     self->devices,       self->same, self->new_devices,
          self->gone_devices, self->gone_rollouts, self->days };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++)
    g_ptr_array_set_size (rows[i], 0);
  self->reclassified = false;
}

void
parl_harvest_free (ParlHarvest *self)
{
  if (self == NULL)
    return;
  g_free (self->bookmark);
  g_ptr_array_unref (self->attempts);
  g_ptr_array_unref (self->devices);
  g_ptr_array_unref (self->rollouts);
  g_ptr_array_unref (self->same);
  g_ptr_array_unref (self->new_devices);
  g_ptr_array_unref (self->gone_devices);
  g_ptr_array_unref (self->gone_rollouts);
  g_hash_table_unref (self->releases);
  g_ptr_array_unref (self->series);
  g_ptr_array_unref (self->days);
  g_ptr_array_unref (self->changes);
  g_ptr_array_unref (self->builds);
  g_clear_pointer (&self->milestones, g_ptr_array_unref);
  g_ptr_array_unref (self->warnings);
  g_ptr_array_unref (self->notes);
  g_free (self->server);
  g_free (self);
}
