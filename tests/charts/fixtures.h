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

/* Both end with a NULL name. */
extern const Fixture golden_fixtures[];
extern const Fixture odd_fixtures[];
