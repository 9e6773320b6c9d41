/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Specs to draw: one of each kind with the numbers of the golden fleet, and the same kinds with
 * data that nobody hopes for. */

#include "charts/spec.h"

typedef struct
{
  const char *name;
  ParlChartSpec *(*create) (void);
  double width, height; /* in the window, where a label is 13 px */
} Fixture;

/* In plan-fixtures.c; the others are private to their files. */
ParlChartSpec *create_intervals (void);
ParlChartSpec *create_burndown (void);
ParlChartSpec *create_risk_parts (void);
ParlChartSpec *create_roadmap (void);
ParlChartSpec *create_roadmap_busy (void);
ParlChartSpec *create_what_if (void);
ParlChartSpec *create_intervals_odd (void);
ParlChartSpec *create_burndown_odd (void);
ParlChartSpec *create_risk_odd (void);
ParlChartSpec *create_roadmap_odd (void);

/* Both end with a NULL name. */
extern const Fixture golden_fixtures[];
extern const Fixture odd_fixtures[];
