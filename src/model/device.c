/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One device of the fleet: a plain value. */
#include "config.h"

#include "model/device.h"

#include "model/release.h"

#define MAX_ALSO 8 /* where every build has a name of its own, they are not products */

/* Returns: (transfer full): a device of which only the id is known, to be filled in by its maker */
ParlDevice *
parl_device_new (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  ParlDevice *self = g_new0 (ParlDevice, 1);

  self->id = g_strdup (id);
  self->registered = self->last_seen = PARL_TIME_NONE;
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
  copy->also = g_strdupv (self->also);
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
  g_strfreev (self->also);
  g_free (self->rollout);
  g_free (self->stage);
  g_free (self);
}

void
parl_device_install (ParlDevice *self, const char *release)
{
  g_autoptr (GPtrArray) also = g_ptr_array_new_with_free_func (g_free);

  if (self->release != NULL && !parl_release_is_same_product (self->release, release))
    g_ptr_array_add (also, g_steal_pointer (&self->release));
  for (unsigned i = 0; self->also != NULL && self->also[i] != NULL && also->len < MAX_ALSO; i++)
    if (!parl_release_is_same_product (self->also[i], release))
      g_ptr_array_add (also, g_strdup (self->also[i]));
  g_free (self->release);
  g_strfreev (self->also);
  self->release = g_strdup (release);
  self->also = NULL;
  if (also->len > 0)
    {
      g_ptr_array_add (also, NULL);
      self->also = (char **)g_ptr_array_free (g_steal_pointer (&also), FALSE);
    }
}

const char *
parl_device_get_before (const ParlDevice *self, const char *release)
{
  if (self->release == NULL || release == NULL
      || parl_release_is_same_product (self->release, release))
    return self->release;
  for (unsigned i = 0; self->also != NULL && self->also[i] != NULL; i++)
    if (parl_release_is_same_product (self->also[i], release))
      return self->also[i];
  return self->release;
}
