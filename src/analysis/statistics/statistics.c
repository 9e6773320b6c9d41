/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The textbook part of the analysis, each formula with its source. tests/analysis/check.R
 * recomputes all of it in R. Knows nothing of updates, cameras or facts. */
#include "config.h"

#include "analysis/statistics/statistics.h"

#include <glib.h>
#include <math.h>

static const ParlInterval no_interval = { NAN, NAN };
static const ParlEstimate no_estimate = { NAN, NAN, NAN };

int
parl_compare_numbers (const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

/* @count: successes, 0..@n
 * @n: trials
 * Wilson's score interval, 95 %, without continuity correction. E. B. Wilson, "Probable inference,
 * the law of succession, and statistical inference", JASA 22 (1927). Unlike p ± 2 standard errors
 * it stays within 0..1 and says something at 0 of 25.
 * Returns: the interval of the proportion; NAN when @n is 0 */
ParlInterval
parl_wilson (double count, double n)
{
  return parl_wilson_at (count, n, PARL_Z_95);
}

/* The same of another level: @z is half its width in standard deviations. */
ParlInterval
parl_wilson_at (double count, double n, double z)
{
  if (!(n > 0))
    return no_interval;

  const double z2 = z * z;
  double p = count / n;
  double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  double half = z / (1 + z2 / n) * sqrt (p * (1 - p) / n + z2 / (4 * n * n));

  /* At the ends one bound is exact; rounding must not push it off. */
  return (ParlInterval){ count <= 0 ? 0 : centre - half, count >= n ? 1 : centre + half };
}

/* Interval of the difference count_1 / n_1 - count_0 / n_0 of two independent proportions, 95 %:
 * method 10 of R. G. Newcombe, "Interval estimation for the difference between independent
 * proportions", Statistics in Medicine 17 (1998), a hybrid of the two Wilson intervals.
 * Returns: the interval; NAN when either n is 0 */
ParlInterval
parl_newcombe (double count_1, double n_1, double count_0, double n_0)
{
  if (!(n_1 > 0 && n_0 > 0))
    return no_interval;

  double p1 = count_1 / n_1;
  double p0 = count_0 / n_0;
  ParlInterval w1 = parl_wilson (count_1, n_1);
  ParlInterval w0 = parl_wilson (count_0, n_0);

  return (ParlInterval){ p1 - p0 - hypot (p1 - w1.low, w0.high - p0),
                         p1 - p0 + hypot (w1.high - p1, p0 - w0.low) };
}

/* Returns: the pooled z statistic of count_1 / n_1 against count_0 / n_0 (the signed root of
 *   Pearson's chi-squared without correction); NAN when it is undefined */
double
parl_two_proportions_z (double count_1, double n_1, double count_0, double n_0)
{
  if (!(n_1 > 0 && n_0 > 0))
    return NAN;

  double pooled = (count_1 + count_0) / (n_1 + n_0);
  double error = sqrt (pooled * (1 - pooled) * (1 / n_1 + 1 / n_0));

  return error > 0 ? (count_1 / n_1 - count_0 / n_0) / error : NAN;
}

/* Coefficient of term @m of the continued fraction of the incomplete beta function,
 * DLMF 8.17.22 (https://dlmf.nist.gov/8.17). */
static double
get_beta_coefficient (int m, double x, double a, double b)
{
  int half = m / 2;

  if (m % 2 == 0)
    return half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half));
  return -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1));
}

static double
keep_off_zero (double value)
{
  return fabs (value) < 1e-300 ? 1e-300 : value;
}

/* The regularised incomplete beta function I_x (a, b), 0 < x < 1, by Lentz's method as modified by
 * Thompson and Barnett (1986). Converges fast for x < (a + 1) / (a + b + 2); beyond it the symmetry
 * I_x (a, b) = 1 - I_1-x (b, a) is used. */
static double
compute_incomplete_beta (double x, double a, double b)
{
  if (x > (a + 1) / (a + b + 2))
    return 1 - compute_incomplete_beta (1 - x, b, a);

  int sign;
  double front = exp (lgamma_r (a + b, &sign) - lgamma_r (a, &sign) - lgamma_r (b, &sign)
                      + a * log (x) + b * log1p (-x))
                 / a;
  double fraction = 1, c = INFINITY, d = 1; /* after its first term, 1 / (1 + ...) */

  for (int m = 1; m < 1000 && fabs (c * d - 1) > 1e-16; m++)
    {
      double coefficient = get_beta_coefficient (m, x, a, b);

      d = 1 / keep_off_zero (1 + coefficient * d);
      c = keep_off_zero (1 + coefficient / c);
      fraction *= c * d;
    }
  return front * fraction;
}

/* @df: degrees of freedom, above 0; need not be whole
 * Returns: P (T <= t) of Student's t distribution */
double
parl_student_cdf (double t, double df)
{
  if (isnan (t) || !(df > 0))
    return NAN;
  if (t == 0)
    return 0.5;

  double tail = 0.5 * compute_incomplete_beta (df / (df + t * t), df / 2, 0.5);
  return t > 0 ? 1 - tail : tail;
}

/* @p: 0 < p < 1
 * @df: degrees of freedom, above 0; need not be whole
 * By bisection of the lower tail, which keeps its relative precision: slow, simple, and right to
 * some 1e-12. R's qt() is the judge.
 * Returns: t with P (T <= t) = p; NAN outside the domain */
double
parl_student_quantile (double p, double df)
{
  if (!(p > 0 && p < 1 && df > 0))
    return NAN;
  if (p > 0.5)
    return -parl_student_quantile (1 - p, df);
  if (p == 0.5)
    return 0;

  double low = -1;
  double high = 0;
  while (parl_student_cdf (low, df) > p && isfinite (low))
    low *= 2;
  for (int i = 0; i < 200 && low < high; i++)
    {
      double middle = low + (high - low) / 2;
      if (middle <= low || middle >= high)
        break;
      if (parl_student_cdf (middle, df) < p)
        low = middle;
      else
        high = middle;
    }
  return low + (high - low) / 2;
}

/* @parts: (array length=length): what is asked for, one sum a cluster
 * @wholes: (array length=length): what it is a part of; a cluster of 0 was not observed
 * The ratio sum (parts) / sum (wholes) with the error that follows from how much clusters differ:
 * W. G. Cochran, Sampling Techniques, 3rd ed., 6.13, without correction for a finite population.
 * Hours of one day resemble each other; counted one by one they would feign precision, so a cluster
 * is a day. The error needs two clusters. */
ParlEstimate
parl_cluster_ratio (const double *parts, const double *wholes, size_t length)
{
  double part = 0, whole = 0, squares = 0;
  size_t n = 0;

  for (size_t i = 0; i < length; i++)
    if (wholes[i] > 0)
      {
        part += parts[i];
        whole += wholes[i];
        n++;
      }
  if (n == 0)
    return no_estimate;

  double ratio = part / whole;
  for (size_t i = 0; i < length; i++)
    if (wholes[i] > 0)
      squares += (parts[i] - ratio * wholes[i]) * (parts[i] - ratio * wholes[i]);
  if (n < 2)
    return (ParlEstimate){ ratio, NAN, NAN };
  return (ParlEstimate){ ratio, sqrt (squares * n / (n - 1)) / whole, n - 1 };
}

/* Returns: a - b for independent estimates; degrees of freedom after Welch (Biometrika 34, 1947)
 *   and Satterthwaite */
ParlEstimate
parl_estimate_subtract (ParlEstimate a, ParlEstimate b)
{
  double variance_a = a.error * a.error;
  double variance_b = b.error * b.error;
  double variance = variance_a + variance_b;
  double df
      = variance * variance / (variance_a * variance_a / a.df + variance_b * variance_b / b.df);

  /* No spread at all on either side: any df gives the same interval of width 0. */
  return (ParlEstimate){ a.value - b.value, sqrt (variance), variance == 0 ? a.df : df };
}

/* Returns: value ± t (97.5 %, df) x error; NAN when there is no error to go by. */
ParlInterval
parl_estimate_interval (ParlEstimate self)
{
  double half = parl_student_quantile (0.975, self.df) * self.error;

  return (ParlInterval){ self.value - half, self.value + half };
}

/* @counts: (array length=length): of each day, in order of time
 * @sizes: (array length=length): of what; 0 for a gap
 * @minimum: days needed; with fewer there are no limits
 * The p' chart: a day's limits are mean ± 3 s_i s_z, with s_i = sqrt (mean (1 - mean) / n_i), and
 * s_z the mean moving range of the days' z-scores / 1.128, but at least 1: days that differ less
 * than chance lets them have no narrower limits for it. D. B. Laney, Improved Control Charts for
 * Attributes (2002). A gap has no moving range on either side: what was not observed did not vary.
 * Returns: the mean share and s_z; NAN, NAN with too few days */
ParlSpread
parl_laney (const double *counts, const double *sizes, size_t length, size_t minimum)
{
  double count = 0, size = 0, ranges = 0, before = NAN;
  size_t n = 0, n_ranges = 0;

  for (size_t i = 0; i < length; i++)
    {
      count += sizes[i] > 0 ? counts[i] : 0;
      size += sizes[i];
      n += sizes[i] > 0;
    }
  if (n < MAX (minimum, 1))
    return (ParlSpread){ NAN, NAN };

  double mean = count / size;
  for (size_t i = 0; i < length; i++)
    {
      double error = sizes[i] > 0 ? sqrt (mean * (1 - mean) / sizes[i]) : NAN;
      double z = error > 0 ? (counts[i] / sizes[i] - mean) / error : NAN;
      if (!isnan (z - before))
        {
          ranges += fabs (z - before);
          n_ranges++;
        }
      before = z;
    }
  return (ParlSpread){ mean, n_ranges > 0 ? fmax (ranges / n_ranges / 1.128, 1) : 1 };
}

/* Returns: the probability of @count or more of @n, each with probability @p */
double
parl_binomial_tail (double count, double n, double p)
{
  double sum = 0;

  if (count <= 0 || p >= 1)
    return 1;
  if (p <= 0)
    return 0;
  for (double k = ceil (count); k <= n; k++)
    {
      double term = exp (lgamma (n + 1) - lgamma (k + 1) - lgamma (n - k + 1) + k * log (p)
                         + (n - k) * log1p (-p));
      sum += term;
      if (k > n * p && term < sum * 1e-17)
        break; /* the rest only gets smaller */
    }
  return fmin (sum, 1);
}
