/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How long something takes that goes on as it went: a block bootstrap of daily amounts. Numbers in,
 * numbers out. Private to this room. */

#include <stddef.h>

#define PARL_BOOTSTRAP_BLOCK 7 /* days: a whole week, so that every weekday is in it */
#define PARL_BOOTSTRAP_MINIMUM (2 * PARL_BOOTSTRAP_BLOCK) /* days of history */

/* Days, fractions too; NAN: cannot be told, or not within ten years. */
typedef struct
{
  double median, low, high; /* P50, P15, P85 */
} ParlForecast;

ParlForecast parl_bootstrap_days (const double *days, size_t n_days, double left);
