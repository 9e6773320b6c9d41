/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Made-up fleets for every test that must hold for any fleet, not only for the golden one. Fleet
 * number i is the same in every test and every run, and its kind is i % N_FLEET_KINDS. */

#include "analysis/targets.h"
#include "model/snapshot.h"

#define N_RANDOM_FLEETS 200

/* What is special about a fleet. */
typedef enum
{
  FLEET_ORDINARY,
  FLEET_EMPTY,
  FLEET_TINY,
  FLEET_ALL_FAILED,
  FLEET_ONE_COHORT,
  FLEET_MISSING_DAYS,
  FLEET_HUGE_COUNTS,
  FLEET_NOTHING_BEFORE,
  FLEET_SPEED_ONLY, /* no updates, no devices */
  FLEET_CONSTANT,   /* 1 of 20 fails on each day, of one cause, on one release */
  FLEET_NONE_FAILED,
  N_FLEET_KINDS
} FleetKind;

FleetKind random_fleet_get_kind (unsigned i);
char *random_fleet_dup_name (unsigned i);
ParlSnapshot *random_fleet_new (unsigned i);
ParlTargets *random_fleet_targets_new (unsigned i);
void random_fleet_add_plan (ParlSnapshot *snapshot, unsigned i);
void random_fleet_add_deliveries (ParlSnapshot *snapshot, unsigned i);
void random_fleet_add_builds (ParlSnapshot *snapshot, unsigned i);
ParlDevice *random_device_new (GRand *random, unsigned index);
