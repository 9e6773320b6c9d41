/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the fields of a row become: attempts, counts by day, devices, samples, rollouts, milestones,
 * merges and tags. */

#include "sources/mapping/mapping.h"

#include "model/harvest.h"
#include "sources/causes.h"

typedef struct
{
  const ParlMapPart *part;
  const ParlKnown *known;
  const ParlCauses *causes;
  ParlTime now;
  ParlTime since;        /* of the rows that were asked for; PARL_TIME_NONE: of all there are */
  ParlHarvest *harvest;  /* of this part alone; `newest` of its rows */
  GHashTable *collected; /* by key: counts of a day, rollouts, samples, known open attempts */
} ParlMapFeeder;

void parl_map_feeder_init (ParlMapFeeder *self);
void parl_map_feeder_clear (ParlMapFeeder *self);
bool parl_map_feeder_add (ParlMapFeeder *self, ParlMapRow *row, const ParlMapValue *values,
                          GError **error);
void parl_map_feeder_finish (ParlMapFeeder *self);

/* speed.c */
bool parl_map_speed_add (ParlMapFeeder *self, const ParlMapRow *row, const ParlMapValue *values,
                         GError **error);
void parl_map_speed_finish (ParlMapFeeder *self);
