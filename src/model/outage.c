/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An outage: a plain value. Whether the device worked meanwhile, or for how long it counts, is not
 * known here. */
#include "config.h"

#include "model/outage.h"

/* Returns: (transfer full): one of which nothing is known, to be filled in by its maker */
ParlOutage *
parl_outage_new (void)
{
  ParlOutage *self = g_new0 (ParlOutage, 1);

  self->failed = self->succeeded = PARL_TIME_NONE;
  return self;
}

void
parl_outage_free (ParlOutage *self)
{
  if (self == NULL)
    return;
  g_free (self->device);
  g_free (self->device_class);
  g_free (self->site);
  g_free (self->from);
  g_free (self->to);
  g_free (self);
}
