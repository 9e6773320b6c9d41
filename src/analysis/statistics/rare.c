/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Textbook methods for what happens a few times a month: no normal approximation holds there.
 * tests/analysis/check.R recomputes all of it in R. */
#include "config.h"

#include "analysis/statistics/rare.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>

#define TAIL 0.025 /* of a 95 % interval, on either side */

/* P (X < count) of a Poisson distribution. */
static double
compute_poisson_below (double count, double mean)
{
  double sum = 0;

  for (double k = 0; k < count; k++)
    sum += exp (k * log (mean) - mean - lgamma (k + 1));
  return fmin (sum, 1);
}

/* @is_below: whether the root lies above @x. Returns: where that turns, to the last digit */
#define BISECT(low, high, x, is_below)                                                             \
  for (int step = 0; step < 200; step++)                                                           \
    {                                                                                              \
      double x = (low) + ((high) - (low)) / 2;                                                     \
      if (x <= (low) || x >= (high))                                                               \
        break;                                                                                     \
      if (is_below)                                                                                \
        (low) = x;                                                                                 \
      else                                                                                         \
        (high) = x;                                                                                \
    }

/* @count: whole, not negative
 * F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936): exact, 95 %.
 * Returns: the interval of the mean number of events in as long a time */
ParlInterval
parl_poisson_interval (double count)
{
  double ceiling = count + 10 * sqrt (count + 1) + 10;
  double lower = 0, above = count, upper = count, beyond = ceiling;

  if (count > 0)
    BISECT (lower, above, mean, 1 - compute_poisson_below (count, mean) < TAIL);
  BISECT (upper, beyond, mean, compute_poisson_below (count + 1, mean) > TAIL);
  return (ParlInterval){ count > 0 ? lower : 0, upper };
}

/* C. J. Clopper and E. S. Pearson, Biometrika 26 (1934). */
static ParlInterval
compute_clopper_pearson (double count, double n)
{
  double lower = 0, above = 1, upper = 0, beyond = 1;

  BISECT (lower, above, p, parl_binomial_tail (count, n, p) < TAIL);
  BISECT (upper, beyond, p, 1 - parl_binomial_tail (count + 1, n, p) > TAIL);
  return (ParlInterval){ count > 0 ? lower : 0, count < n ? upper : 1 };
}

/* Two counts of events in equally long times: of all of them together each falls into the later one
 * with a probability that is 1/2 where nothing changed (J. Przyborowski and H. Wilenski, Biometrika
 * 31, 1940). That probability's exact interval gives the one of the difference.
 * Returns: the 95 % interval of count_1 - count_0, given how many there are in all; NAN without any
 */
ParlInterval
parl_poisson_change (double count_1, double count_0)
{
  double n = count_1 + count_0;

  if (!(n > 0))
    return (ParlInterval){ NAN, NAN };
  ParlInterval share = compute_clopper_pearson (count_1, n);
  return (ParlInterval){ n * (2 * share.low - 1), n * (2 * share.high - 1) };
}

/* @parts: (array length=length): what is counted, one sum a cluster
 * @wholes: (array length=length): what it is a part of; a cluster of 0 was not observed
 * Wilson's interval of a share of what resembles itself within a cluster: of as many as would err
 * as much were they independent (L. Kish, Survey Sampling, 1965: n over the design effect), and
 * never of more than there are; with Student's t for the clusters. Returns: the 95 % interval; NAN
 * of fewer than two clusters */
ParlInterval
parl_cluster_wilson (const double *parts, const double *wholes, size_t length)
{
  ParlEstimate share = parl_cluster_ratio (parts, wholes, length);
  double n = 0;

  if (isnan (share.df))
    return (ParlInterval){ NAN, NAN };
  for (size_t i = 0; i < length; i++)
    n += wholes[i];
  double chance = share.value * (1 - share.value) / n;
  double effect = chance > 0 ? fmax (share.error * share.error / chance, 1) : 1;
  return parl_wilson_at (share.value * n / effect, n / effect,
                         parl_student_quantile (0.975, share.df));
}

/* The difference of two independent numbers from their own intervals, which need not be symmetric:
 * each side adds up the squares (G. Y. Zou and A. Donner, Statistics in Medicine 27, 2008; of
 * Wilson's intervals it is Newcombe's method 10).
 * Returns: the interval of value_1 - value_0; NAN where one of both is not known */
ParlInterval
parl_interval_subtract (double value_1, ParlInterval interval_1, double value_0,
                        ParlInterval interval_0)
{
  double change = value_1 - value_0;

  return (ParlInterval){ change - hypot (value_1 - interval_1.low, interval_0.high - value_0),
                         change + hypot (interval_1.high - value_1, value_0 - interval_0.low) };
}

/* Returns: (transfer full): ascending */
static double *
sort (const double *values, size_t length)
{
  double *sorted = g_new (double, length + 1);

  for (size_t i = 0; i < length; i++)
    sorted[i] = values[i];
  qsort (sorted, length, sizeof *sorted, parl_compare_numbers);
  return sorted;
}

static double
find_quantile (const double *sorted, size_t length, double p)
{
  double rank = (double)length * p;
  double whole = floor (rank + 1e-9);
  size_t index = (size_t)CLAMP (whole, 0, fmax ((double)length - 1, 0));

  if (length == 0)
    return NAN;
  if (fabs (rank - whole) < 1e-9 && whole >= 1 && whole < (double)length)
    return (sorted[index - 1] + sorted[index]) / 2;
  return sorted[index];
}

/* @values: (array length=length): in any order
 * The inverse of the empirical distribution, the mean of two values where it is flat: number 2 of
 * R. J. Hyndman and Y. Fan, The American Statistician 50 (1996). The median is the usual one.
 * Returns: NAN of nothing */
double
parl_quantile (const double *values, size_t length, double p)
{
  g_autofree double *sorted = sort (values, length);

  return find_quantile (sorted, length, p);
}

/* @values: (array length=length)
 * @clusters: (array length=length): which cluster each belongs to, from 0, below @length
 * The interval of R. S. Woodruff (JASA 47, 1952): that of the share of values up to the quantile,
 * read back through the distribution. Values of one cluster resemble each other, so the share's
 * error is that of clusters, but never less than as if all were independent: few clusters may agree
 * by chance.
 * Returns: NAN where clusters or values are too few to reach both ends */
ParlInterval
parl_quantile_interval (const double *values, const unsigned *clusters, size_t length, double p)
{
  g_autofree double *sorted = sort (values, length);
  g_autofree double *parts = g_new0 (double, length + 1);
  g_autofree double *wholes = g_new0 (double, length + 1);

  if (length == 0)
    return (ParlInterval){ NAN, NAN };
  double quantile = find_quantile (sorted, length, p);
  for (size_t i = 0; i < length; i++)
    {
      parts[clusters[i]] += values[i] <= quantile;
      wholes[clusters[i]]++;
    }
  ParlEstimate share = parl_cluster_ratio (parts, wholes, length);
  share.error = fmax (share.error, sqrt (p * (1 - p) / (double)length));
  if (isnan (share.df))
    return (ParlInterval){ NAN, NAN };
  ParlInterval ends = parl_estimate_interval ((ParlEstimate){ p, share.error, share.df });
  if (ends.low <= 0 || ends.high >= 1)
    return (ParlInterval){ NAN, NAN };
  return (ParlInterval){ find_quantile (sorted, length, ends.low),
                         find_quantile (sorted, length, ends.high) };
}
