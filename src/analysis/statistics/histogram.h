/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Amounts by bin and day, of one class of devices or of all: what shares and percentiles of speed
 * are taken from. Percentiles are never averaged; histograms may be added. Private to this room. */

#include "analysis/context.h"

#include <math.h>

/* Amounts in lower < x <= upper (of what is observed now, in lower <= x < upper), spread evenly.
 * The last bin has no upper end (INFINITY): all of it is taken to be at `lower`, which is the least
 * that is true. */
typedef struct
{
  double lower, upper;
  double mark; /* the speed by which time of its class is told apart, in frames/s; NAN: none */
  double days[PARL_MAX_DAYS]; /* by age, 0 the newest */
} ParlBin;

typedef struct
{
  GArray *bins;      /* ParlBin, by lower end, no two of one mark alike */
  unsigned n_days;   /* of a window */
  double n_left_out; /* in the last window: what was not above 0 */
} ParlHistogram;

typedef struct
{
  double value, low, high;
  double from, to; /* ends of the bin that it lies in; NAN: at an end, or beyond the last */
  bool at_least;   /* it lies beyond the last bin's lower end, which is `value` */
} ParlPercentile;

ParlHistogram *parl_histogram_new (const ParlContext *context, const char *name,
                                   const char *device_class);
void parl_histogram_free (ParlHistogram *self);
char **parl_list_classes (const ParlContext *context, const char *name);
double parl_find_lower_end (const ParlSnapshot *snapshot, const ParlSeries *series);

/* In place of a number: each bin is held against the mark of its class, and what has none is left
 * out. */
#define PARL_OWN_MARK ((double)NAN)

double parl_bin_share_below (double lower, double upper, double x);
bool parl_histogram_hides (const ParlHistogram *self, double x);
double parl_histogram_total (const ParlHistogram *self, ParlPeriod period);
double parl_histogram_total_marked (const ParlHistogram *self, ParlPeriod period);
double parl_histogram_below (const ParlHistogram *self, ParlPeriod period, double x);
ParlEstimate parl_histogram_estimate_below (const ParlHistogram *self, ParlPeriod period, double x);
ParlPercentile parl_histogram_percentile (const ParlHistogram *self, ParlPeriod period, double p);

void parl_fact_set_percentile (ParlFact *self, const ParlContext *context,
                               const ParlHistogram *histogram, double p, double unit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlHistogram, parl_histogram_free)
