/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What kind of camera stands where, and when it was last heard of. Knows the updates only as far as
 * a device must have been there when it reported one. */
#include "config.h"

#include "demo/fleet-parts.h"

#define NAMED_SITES 3
#define N_AGES 4

/* Which sites a stage's devices stand on: [first, last]. */
static const unsigned stage_sites[PARL_FLEET_GROUPS][2]
    = { { 3, 8 }, { 3, 23 }, { 24, 119 }, { 0, 40 }, { 24, 119 } };

/* How many of 18,000: nano, xavier, orin. */
static const unsigned class_sizes[PARL_FLEET_CLASSES] = { 5760, 6300, 5940 };

#define UNTESTED_IN_WAVE_3 384
#define UNTESTED_ELSEWHERE 790

/* Days since a silent device was last seen; some hours inside the buckets 1, 3, 7, 28, so that the
 * counts hold for hours after `now`. */
static const double silent_ages[N_AGES][2]
    = { { 1.3, 2.6 }, { 3.1, 6.6 }, { 7.1, 27.6 }, { 28.3, 75 } };

/* How many of each age, at the three named sites and at all others. */
static const unsigned silent_counts[NAMED_SITES + 1][N_AGES]
    = { { 41, 25, 14, 8 }, { 33, 20, 12, 6 }, { 24, 15, 8, 5 }, { 188, 114, 64, 35 } };

static unsigned
weigh_site (unsigned site)
{
  static const unsigned named[NAMED_SITES] = { 500, 400, 320 };

  return site < NAMED_SITES ? named[site] : 110 + parl_dice_hash (7, site) % 90;
}

static unsigned
pick_site (ParlDice *dice, unsigned stage)
{
  unsigned first = stage_sites[stage][0];
  unsigned last = stage_sites[stage][1];
  unsigned total = 0;

  for (unsigned site = first; site <= last; site++)
    total += weigh_site (site);

  unsigned left = parl_dice_below (dice, total);
  unsigned site = first;
  while (left >= weigh_site (site))
    left -= weigh_site (site++);
  return site;
}

static void
add_classes (ParlFleet *self, const unsigned *order)
{
  unsigned next = 0;

  for (unsigned device_class = 0; device_class < PARL_FLEET_CLASSES; device_class++)
    for (unsigned i = 0; i < class_sizes[device_class]; i++)
      self->devices[order[next++]].device_class = (ParlFleetClass)device_class;
}

void
parl_fleet_add_places (ParlFleet *self, ParlDice *dice)
{
  g_autofree unsigned *order = g_new (unsigned, PARL_FLEET_DEVICES);
  unsigned untested[2] = { UNTESTED_ELSEWHERE, UNTESTED_IN_WAVE_3 };

  for (unsigned i = 0; i < PARL_FLEET_DEVICES; i++)
    {
      order[i] = i;
      self->devices[i].site = pick_site (dice, self->devices[i].stage);
    }
  parl_dice_shuffle (dice, order, PARL_FLEET_DEVICES);
  add_classes (self, order);

  parl_dice_shuffle (dice, order, PARL_FLEET_DEVICES);
  for (unsigned i = 0; i < PARL_FLEET_DEVICES; i++)
    {
      ParlFleetDevice *device = &self->devices[order[i]];
      unsigned *left = &untested[device->stage == PARL_FLEET_GROUPS - 1];

      device->tested_rollback = *left == 0;
      if (*left > 0)
        (*left)--;
    }
}

static ParlTime
find_last_outcome (const ParlFleet *self, const ParlFleetDevice *device)
{
  ParlTime last = PARL_TIME_NONE;

  for (unsigned i = 0; i < G_N_ELEMENTS (device->actions); i++)
    if (device->actions[i] >= 0)
      last = MAX (last, self->actions[device->actions[i]].ended);
  return last;
}

/* The oldest age that is still wanted and that the device's own outcomes allow. */
static bool
silence_device (ParlFleet *self, ParlDice *dice, ParlFleetDevice *device, unsigned left[N_AGES])
{
  for (unsigned i = N_AGES; i > 0; i--)
    {
      const double *ages = silent_ages[i - 1];
      double age = ages[0] + (ages[1] - ages[0]) * parl_dice_unit (dice);
      ParlTime seen = self->now - (ParlTime)(age * (double)PARL_DAY);

      if (left[i - 1] == 0 || find_last_outcome (self, device) + 10 * PARL_MINUTE > seen)
        continue;
      device->last_seen = seen;
      left[i - 1]--;
      return true;
    }
  return false;
}

void
parl_fleet_add_presence (ParlFleet *self, ParlDice *dice)
{
  g_autofree unsigned *order = g_new (unsigned, PARL_FLEET_DEVICES);
  unsigned left[NAMED_SITES + 1][N_AGES];

  for (unsigned i = 0; i <= NAMED_SITES; i++)
    for (unsigned j = 0; j < N_AGES; j++)
      left[i][j] = silent_counts[i][j];
  for (unsigned i = 0; i < PARL_FLEET_DEVICES; i++)
    order[i] = i;
  parl_dice_shuffle (dice, order, PARL_FLEET_DEVICES);

  for (unsigned i = 0; i < PARL_FLEET_DEVICES; i++)
    {
      ParlFleetDevice *device = &self->devices[order[i]];
      if (!silence_device (self, dice, device, left[MIN (device->site, NAMED_SITES)]))
        device->last_seen = self->now - 1 - parl_dice_below (dice, PARL_FLEET_HEARTBEAT - 1000);
    }
}
