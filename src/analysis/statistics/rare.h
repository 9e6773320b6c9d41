/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Rare events and few values: exact intervals of counts, and shares and quantiles of what comes in
 * clusters. Numbers in, numbers out. Private to this room. */

#include "analysis/statistics/statistics.h"

ParlInterval parl_poisson_interval (double count);
ParlInterval parl_poisson_change (double count_1, double count_0);
ParlInterval parl_cluster_wilson (const double *parts, const double *wholes, size_t length);
ParlInterval parl_interval_subtract (double value_1, ParlInterval interval_1, double value_0,
                                     ParlInterval interval_0);

double parl_quantile (const double *values, size_t length, double p);
ParlInterval parl_quantile_interval (const double *values, const unsigned *clusters, size_t length,
                                     double p);
