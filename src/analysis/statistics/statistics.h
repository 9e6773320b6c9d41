/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Statistics: numbers in, numbers out. Nothing here knows what is being counted. Undefined results
 * are NAN, never an error: no attempts is a situation, not a mistake. */

#include <stddef.h>

/* Half the width, in standard deviations, of every 95 % interval of a proportion. */
#define PARL_Z_95 1.959963984540054
/* The same of 99 %, for what is looked at again and again. */
#define PARL_Z_99 2.5758293035489004

typedef struct
{
  double low, high;
} ParlInterval;

typedef struct
{
  double value;
  double error; /* standard error of it; NAN: cannot be told */
  double df;    /* degrees of freedom of the error */
} ParlEstimate;

typedef struct
{
  double mean;
  double spread; /* how much more days differ than chance alone lets them; at least 1 */
} ParlSpread;

/* For sorting doubles, the least first. */
int parl_compare_numbers (const void *a, const void *b);

/* Proportions. Counts may be fractions: expected counts have intervals too. */
ParlInterval parl_wilson (double count, double n);
ParlInterval parl_wilson_at (double count, double n, double z);
ParlInterval parl_newcombe (double count_1, double n_1, double count_0, double n_0);
double parl_two_proportions_z (double count_1, double n_1, double count_0, double n_0);

/* Means and ratios, judged by Student's t. */
double parl_student_cdf (double t, double df);
double parl_student_quantile (double p, double df);
ParlEstimate parl_cluster_ratio (const double *parts, const double *wholes, size_t length);
ParlEstimate parl_estimate_subtract (ParlEstimate a, ParlEstimate b);
ParlInterval parl_estimate_interval (ParlEstimate self);

/* Shares of days with different n. */
ParlSpread parl_laney (const double *counts, const double *sizes, size_t length, size_t minimum);
double parl_binomial_tail (double count, double n, double p);
