/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The weekly-block bootstrap. The same days give the same forecast on every machine: the seed is
 * fixed, and the generator is our own. Knows nothing of rollouts. */
#include "config.h"

#include "analysis/statistics/bootstrap.h"

#include "analysis/statistics/statistics.h"

#include <glib.h>
#include <math.h>
#include <stdint.h>

#define SEED UINT64_C (0x5061726c616e6365)
#define REPLICATES 2000
#define MOST_BLOCKS 520 /* ten years of weeks */

/* The index-th number, 0 <= x < 1, of SplitMix64: G. L. Steele, D. Lea and C. H. Flood, "Fast
 * splittable pseudorandom number generators", OOPSLA 2014. Its state is a counter, so any number
 * can be had without those before it. */
static double
draw (uint64_t index)
{
  uint64_t mixed = SEED + (index + 1) * UINT64_C (0x9e3779b97f4a7c15);

  mixed = (mixed ^ (mixed >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
  mixed = (mixed ^ (mixed >> 27)) * UINT64_C (0x94d049bb133111eb);
  return (double)((mixed ^ (mixed >> 31)) >> 11) * 0x1.0p-53;
}

/* Days until @left is done in one made-up future; INFINITY: not within MOST_BLOCKS. Block k of
 * replicate r begins at the day that number r * MOST_BLOCKS + k draws. */
static double
simulate (const double *days, size_t n_days, double left, uint64_t replicate)
{
  double done = 0;

  for (unsigned block = 0; block < MOST_BLOCKS; block++)
    {
      size_t start = (size_t)floor (draw (replicate * MOST_BLOCKS + block) * (double)n_days);

      for (unsigned i = 0; i < PARL_BOOTSTRAP_BLOCK; i++)
        {
          double more = days[(start + i) % n_days];

          if (done + more >= left)
            return block * PARL_BOOTSTRAP_BLOCK + i + (left - done) / more;
          done += more;
        }
    }
  return INFINITY;
}

/* Type 7 of R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", The American
 * Statistician 50 (1996). */
static double
get_quantile (const double *sorted, size_t length, double p)
{
  double place = (double)(length - 1) * p;
  size_t below = (size_t)floor (place);
  size_t above = MIN (below + 1, length - 1);

  if (isinf (sorted[above]))
    return NAN;
  return sorted[below] + (place - (double)below) * (sorted[above] - sorted[below]);
}

/* @days: what was done each day, oldest first, none below 0; a day without any is 0
 * @n_days: at least %PARL_BOOTSTRAP_MINIMUM, else nothing can be told
 * @left: what is left to do
 * Circular block bootstrap: futures are put together from whole weeks of the past, which may begin
 * on any day of it, so that slow weekends and slow weeks stay as slow as they were. After the last
 * day comes the first again, or the days at the ends would be drawn too seldom. H. R. Künsch, "The
 * jackknife and the bootstrap for general stationary observations", Annals of Statistics 17 (1989);
 * D. N. Politis and J. P. Romano, "A circular block-resampling procedure for stationary data", in
 * Exploring the Limits of Bootstrap (1992). 2,000 replicates. It assumes that the future is like
 * the past: a rollout that is held is not.
 * Returns: in how many days @left is done: median and the middle 70 % of the replicates */
ParlForecast
parl_bootstrap_days (const double *days, size_t n_days, double left)
{
  ParlForecast forecast = { NAN, NAN, NAN };
  double sum = 0;

  for (size_t i = 0; i < n_days; i++)
    sum += days[i];
  if (left <= 0)
    return (ParlForecast){ 0, 0, 0 };
  if (n_days < PARL_BOOTSTRAP_MINIMUM || !(sum > 0))
    return forecast;

  g_autofree double *ends = g_new (double, REPLICATES);
  for (unsigned i = 0; i < REPLICATES; i++)
    ends[i] = simulate (days, n_days, left, i);
  qsort (ends, REPLICATES, sizeof (double), parl_compare_numbers);
  forecast.median = get_quantile (ends, REPLICATES, 0.5);
  forecast.low = get_quantile (ends, REPLICATES, 0.15);
  forecast.high = get_quantile (ends, REPLICATES, 0.85);
  return forecast;
}
