/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The steps in which parl_fleet_new() makes a fleet, in their order. All draw from the same random
 * numbers. */

#include "demo/dice.h"
#include "demo/fleet.h"

void parl_fleet_add_updates (ParlFleet *self, ParlDice *dice);  /* lines, stages, actions */
void parl_fleet_add_places (ParlFleet *self, ParlDice *dice);   /* classes, sites, rollback */
void parl_fleet_add_presence (ParlFleet *self, ParlDice *dice); /* when last seen */
