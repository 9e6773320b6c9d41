/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many attempts it takes to tell a rate from its target. Says nothing of rates that are no
 * shares of independent rows: device-time comes in days. */
#include "config.h"

#include "analysis/enough.h"

#include "analysis/statistics/statistics.h"

#include <math.h>

/* @share: observed, 0..1
 * @target: 0..1
 * Wilson (1927) inverts the score test: his interval leaves @target out exactly when
 * |share - target| > z sqrt (target (1 - target) / n), so n = z^2 target (1 - target) / (share -
 * target)^2 is where it ends.
 * Returns: the smallest whole n at which the 95 % interval of @share no longer has @target inside;
 *   NAN where no n does: the two are the same */
double
parl_count_to_tell (double share, double target)
{
  double distance = share - target;

  if (isnan (distance) || distance == 0)
    return NAN;
  return floor (PARL_Z_95 * PARL_Z_95 * target * (1 - target) / (distance * distance)) + 1;
}

static bool
is_wilson (const ParlFact *fact)
{
  ParlInterval interval = parl_wilson (fact->count, fact->n);

  return fact->unit == PARL_UNIT_SHARE && fabs (interval.low - fact->low) < 1e-9
         && fabs (interval.high - fact->high) < 1e-9;
}

/* @minimum_n: below it a rate gets no verdict
 * Returns: how many more attempts, failing at the present rate, it would take to tell whether the
 *   target is met; NAN where that can be told already, cannot be computed, or would never be */
double
parl_fact_count_more_to_tell (const ParlFact *fact, double minimum_n)
{
  g_return_val_if_fail (fact != NULL, NAN);

  bool unclear = fact->target_state == PARL_TARGET_UNCLEAR;
  if (fact->target_state == PARL_TARGET_UNSET || !is_wilson (fact)
      || (!unclear && fact->n >= minimum_n))
    return NAN;
  if (!unclear)
    return minimum_n - fact->n;

  double enough = parl_count_to_tell (fact->value, fact->target);
  return isnan (enough) ? NAN : fmax (fmax (enough, minimum_n) - fact->n, 1);
}
