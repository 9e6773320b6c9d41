/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The golden numbers: how many attempts there are of each kind, and on which day they end. Plain
 * tables; what they must add up to is held by tests/demo. */

#include "demo/fleet.h"

#define PARL_PLAN_DAYS 28

typedef struct
{
  unsigned tried;
  unsigned failed;
} ParlPlanCount;

/* Groups of v2.6 by release line, and what of each is still open. */
extern const ParlPlanCount parl_plan_stages[PARL_FLEET_GROUPS][PARL_FLEET_LINES];
extern const unsigned parl_plan_open[PARL_FLEET_GROUPS][PARL_FLEET_LINES];
/* The hotfixes of the window before, by release line. */
extern const ParlPlanCount parl_plan_hotfixes[PARL_FLEET_LINES];

extern const unsigned parl_plan_causes_now[PARL_FLEET_CAUSES][PARL_FLEET_LINES];
extern const unsigned parl_plan_causes_before[PARL_FLEET_CAUSES][PARL_FLEET_LINES];

/* Day by day, the oldest first; v2.6 goes through its groups in the course of its days. */
extern const ParlPlanCount parl_plan_days_before[PARL_PLAN_DAYS];
extern const ParlPlanCount parl_plan_days_now[PARL_PLAN_DAYS];
extern const unsigned parl_plan_first_day[PARL_FLEET_GROUPS + 1];
