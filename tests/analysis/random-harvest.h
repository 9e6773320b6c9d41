/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A made-up fleet as sources would bring it: what goes into a history, so that the snapshot that
 * comes out of it holds the same counts. */

#include "model/harvest.h"
#include "model/snapshot.h"

/* Attempts of one counted cell at most: a history of them is for small fleets. */
#define RANDOM_HARVEST_MOST 6

/* How a fleet's updates are known. */
typedef enum
{
  KNOWN_ONE_BY_ONE,
  KNOWN_BY_COUNTERS, /* of every day */
  KNOWN_BOTH_WAYS,   /* every other cell by counters */
  N_KNOWN_WAYS
} KnownWay;

typedef struct
{
  ParlHarvest *updates;  /* attempts, devices, rollouts */
  ParlHarvest *metrics;  /* counts by the day, series */
  ParlOutcomes *counted; /* the cells that come out of a history that holds both */
} RandomHarvest;

KnownWay random_harvest_get_way (unsigned i);
RandomHarvest *random_harvest_new (const ParlSnapshot *fleet, unsigned i);
void random_harvest_free (RandomHarvest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RandomHarvest, random_harvest_free)
