/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One device of the fleet: a plain value. */
#include "config.h"

#include "model/device.h"

/* Returns: (transfer full): a device of which only the id is known, to be filled in by its maker */
ParlDevice *
parl_device_new (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  ParlDevice *self = g_new0 (ParlDevice, 1);

  self->id = g_strdup (id);
  self->last_seen = PARL_TIME_NONE;
  self->tested_rollback = PARL_UNKNOWN;
  return self;
}

ParlDevice *
parl_device_copy (const ParlDevice *self)
{
  ParlDevice *copy = g_memdup2 (self, sizeof *self);

  copy->id = g_strdup (self->id);
  copy->device_class = g_strdup (self->device_class);
  copy->site = g_strdup (self->site);
  copy->release = g_strdup (self->release);
  copy->rollout = g_strdup (self->rollout);
  copy->stage = g_strdup (self->stage);
  return copy;
}

void
parl_device_free (ParlDevice *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->device_class);
  g_free (self->site);
  g_free (self->release);
  g_free (self->rollout);
  g_free (self->stage);
  g_free (self);
}
