/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Merges, tags and arrivals as values. Knows no tracker and no server. */
#include "config.h"

#include "model/change.h"

#include <string.h>

static const char *const kinds[] = {
  [PARL_CHANGE_MERGE] = "merge",
  [PARL_CHANGE_RELEASE] = "release",
};

/* Returns: (transfer full): with nothing else known, to be filled by its maker */
ParlChange *
parl_change_new (ParlChangeKind kind, const char *id, ParlTime time)
{
  ParlChange *self = g_new0 (ParlChange, 1);

  self->kind = kind;
  self->id = g_strdup (id);
  self->time = time;
  return self;
}

void
parl_change_free (ParlChange *self)
{
  if (self == NULL)
    return;
  g_free (self->source);
  g_free (self->id);
  g_free (self->title);
  g_free (self->release);
  g_free (self->milestone);
  g_free (self->link);
  g_free (self);
}

const char *
parl_change_kind_to_string (ParlChangeKind kind)
{
  return kinds[kind];
}

bool
parl_change_kind_from_string (const char *text, ParlChangeKind *kind)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (text, kinds[i]) == 0)
      {
        *kind = (ParlChangeKind)i;
        return true;
      }
  return false;
}

/* Returns: (transfer full): a release that has not arrived anywhere yet */
ParlArrival *
parl_arrival_new (const char *release)
{
  ParlArrival *self = g_new0 (ParlArrival, 1);

  self->release = g_strdup (release);
  self->first = self->half = PARL_TIME_NONE;
  return self;
}

void
parl_arrival_free (ParlArrival *self)
{
  if (self == NULL)
    return;
  g_free (self->release);
  g_free (self);
}
