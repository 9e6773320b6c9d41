/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The simulated fleet as a whole: makes it step by step, and knows its names. Knows nothing of
 * HTTP, JSON or how a server spells a state. */
#include "config.h"

#include "demo/fleet.h"

#include "demo/fleet-parts.h"

#include <stdlib.h>
#include <string.h>

#define SEED UINT64_C (0x5061726c616e6365)

static const char *const class_names[PARL_FLEET_CLASSES] = { "nano", "xavier", "orin" };

static const char *const versions[PARL_FLEET_SETS]
    = { "2.3.0", "2.4.0", "2.5.0", "2.3.1", "2.4.1", "2.5.1", "2.6.0" };

static const char *const cause_names[PARL_FLEET_CAUSES]
    = { "disk-space", "battery", "network", "boot-rollback", "verify", "unknown" };

/* The sites that the story speaks of come first, then places of fifteen kinds by number. */
static const char *const first_sites[] = { "harbour-north", "depot-4", "line-7" };

static const char *const site_kinds[]
    = { "depot", "line",   "yard",   "station", "gate",    "terminal", "warehouse", "crossing",
        "plant", "bridge", "tunnel", "pier",    "parking", "junction", "workshop" };

static const char *
create_site_name (unsigned site)
{
  if (site < G_N_ELEMENTS (first_sites))
    return first_sites[site];

  /* Numbers from 11 on never meet depot-4 and line-7. */
  unsigned rest = site - G_N_ELEMENTS (first_sites);
  g_autofree char *name = g_strdup_printf ("%s-%u", site_kinds[rest % G_N_ELEMENTS (site_kinds)],
                                           11 + rest / (unsigned)G_N_ELEMENTS (site_kinds));
  return g_intern_string (name);
}

/* @now: the instant that everything is counted back from
 * Returns: (transfer full): the fleet, the same for the same @now */
ParlFleet *
parl_fleet_new (ParlTime now)
{
  g_return_val_if_fail (parl_time_is_plausible (now), NULL);

  ParlFleet *self = g_new0 (ParlFleet, 1);
  ParlDice dice = { SEED };

  self->now = now;
  self->devices = g_new0 (ParlFleetDevice, PARL_FLEET_DEVICES);
  parl_fleet_add_updates (self, &dice);
  parl_fleet_add_places (self, &dice);
  parl_fleet_add_presence (self, &dice);
  return self;
}

void
parl_fleet_free (ParlFleet *self)
{
  g_free (self->devices);
  g_free (self->actions);
  g_free (self);
}

void
parl_fleet_name_device (unsigned device, char name[16])
{
  g_snprintf (name, 16, "cam-%05u", device + 1);
}

/* @name: "cam-00001"
 * @device: (out): its index
 * Returns: whether there is such a device */
bool
parl_fleet_find_device (const char *name, unsigned *device)
{
  if (strlen (name) != strlen ("cam-00001") || !g_str_has_prefix (name, "cam-"))
    return false;
  for (const char *digit = name + strlen ("cam-"); *digit != '\0'; digit++)
    if (!g_ascii_isdigit (*digit))
      return false;

  unsigned long number = strtoul (name + strlen ("cam-"), NULL, 10);
  if (number < 1 || number > PARL_FLEET_DEVICES)
    return false;
  *device = (unsigned)number - 1;
  return true;
}

const char *
parl_fleet_get_class_name (ParlFleetClass device_class)
{
  return class_names[device_class];
}

const char *
parl_fleet_get_site_name (unsigned site)
{
  static const char *names[PARL_FLEET_SITES];
  static size_t ready = 0;

  if (g_once_init_enter (&ready))
    {
      for (unsigned i = 0; i < PARL_FLEET_SITES; i++)
        names[i] = create_site_name (i);
      g_once_init_leave (&ready, 1);
    }
  return names[site];
}

const char *
parl_fleet_get_version (ParlFleetSet set)
{
  return versions[set];
}

const char *
parl_fleet_get_cause_name (ParlFleetCause cause)
{
  return cause_names[cause];
}

/* @action: not a provisioning action, which comes from nothing
 * Returns: what the device ran when @action came to it */
ParlFleetSet
parl_fleet_get_origin (const ParlFleet *self, const ParlFleetAction *action)
{
  const ParlFleetDevice *device = &self->devices[action->device];
  int hotfix = device->actions[1];

  if (action->set == PARL_FLEET_2_6_0 && hotfix >= 0
      && self->actions[hotfix].state == PARL_FLEET_SUCCEEDED)
    return self->actions[hotfix].set;
  return (ParlFleetSet)device->line;
}

/* Sets are uploaded a day before anything is done with them. */
ParlTime
parl_fleet_get_set_created (const ParlFleet *self, ParlFleetSet set)
{
  if (set <= PARL_FLEET_2_5_0)
    return self->now - (ParlTime)(401 - 70 * (int)set) * PARL_DAY;
  return self->rollouts[set - PARL_FLEET_2_3_1].created - PARL_DAY;
}
