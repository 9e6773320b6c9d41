/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why the failure rate changed: because other devices were updated (mix), or because the same kind
 * of device did worse or better (within). The two add up to the change exactly; leaving them apart
 * is how Simpson's paradox is told. */
#include "config.h"

#include "analysis/themes/themes.h"
#include "model/release.h"

#include <math.h>
#include <string.h>

/* Variance of an observed rate; 0 for one that was not observed and so does not vary. */
static double
get_rate_variance (const ParlCohort *cohort, ParlPeriod period)
{
  double rate = cohort->rate[period];

  return isnan (rate) ? 0 : rate * (1 - rate) / cohort->failures.periods[period].n;
}

/* Delta method with the shares held fixed: the weights of the rates are constants, so the variance
 * of the weighted sum is the sum of squared weights times variances. */
static double
get_within_variance (const ParlCohort *cohort)
{
  double weight = (cohort->share[PARL_NOW] + cohort->share[PARL_BEFORE]) / 2;

  if (isnan (cohort->rate[PARL_NOW]) || isnan (cohort->rate[PARL_BEFORE]))
    return 0;
  return weight * weight
         * (get_rate_variance (cohort, PARL_NOW) + get_rate_variance (cohort, PARL_BEFORE));
}

static ParlFact *
add_part (ParlContext *context, const char *id, const char *cohort, double value,
          const ParlFact *change)
{
  ParlFact *fact = parl_context_add (context, id, parl_labels_new ("cohort", cohort, NULL));

  parl_fact_take_filter (fact, parl_get_attempts_filter (fact->subject, "failed"));
  fact->value = value;
  if (cohort == NULL)
    {
      fact->count = change->count;
      fact->n = change->n;
    }
  fact->comparison.window = change->comparison.window;
  return fact;
}

static void
set_normal_interval (ParlFact *fact, double variance)
{
  fact->low = fact->value - PARL_Z_95 * sqrt (variance);
  fact->high = fact->value + PARL_Z_95 * sqrt (variance);
}

static void
add_cohort_parts (ParlContext *context, const ParlCohort *cohort, const ParlFact *change)
{
  ParlFact *mix = add_part (context, "ota-failure-mix", cohort->name, cohort->mix, change);
  ParlFact *within = add_part (context, "ota-failure-within", cohort->name, cohort->within, change);

  mix->count = within->count = cohort->failures.periods[PARL_NOW].count;
  mix->n = within->n = cohort->failures.periods[PARL_NOW].n;
  set_normal_interval (within, get_within_variance (cohort));
}

/* Now at the old mix: what the rate would be had the same devices been updated as before. A cohort
 * that is gone counts with the rate that it had. */
static void
add_standardised (ParlContext *context, GPtrArray *cohorts, const ParlFact *change)
{
  double rate = 0, variance = 0;

  for (unsigned i = 0; i < cohorts->len; i++)
    {
      const ParlCohort *cohort = g_ptr_array_index (cohorts, i);
      ParlPeriod period = isnan (cohort->rate[PARL_NOW]) ? PARL_BEFORE : PARL_NOW;
      double share = cohort->share[PARL_BEFORE];

      rate += share * cohort->rate[period];
      variance += share * share * get_rate_variance (cohort, period);
    }

  ParlFact *fact = add_part (context, "ota-failure-standardised", NULL, rate, change);
  set_normal_interval (fact, variance);
  parl_fact_compare_value (fact, change->comparison.value, change->comparison.n,
                           context->windows[PARL_BEFORE]);
}

static bool
has_confirmed_cohort (const ParlContext *context, double direction)
{
  for (unsigned i = 0; i < context->facts->len; i++)
    {
      const ParlFact *fact = g_ptr_array_index (context->facts, i);
      if (parl_fact_is (fact, PARL_FACT_FAILURE_CHANGE)
          && parl_labels_get (fact->subject, "cohort") != NULL
          && fact->verdict == PARL_VERDICT_CONFIRMED && fact->value * direction > 0)
        return true;
    }
  return false;
}

/* What a confirmed change is made of:
 *   mix     other devices were updated, and nothing shows that any kind of device got there by
 *           itself: neither the within part nor a single cohort
 *   within  the same kind of device did it, other devices had no part worth a word
 *   both    each had its part
 *   plain   it cannot be told apart */
static const char *
explain_change (const ParlContext *context, const ParlFact *change, const ParlFact *mix,
                const ParlFact *within)
{
  double direction = change->value > 0 ? 1 : -1;
  double effect = context->targets->minimum_effect;
  bool mix_acts = mix->value * direction >= effect;
  bool within_confirmed
      = within->verdict == PARL_VERDICT_CONFIRMED && within->value * direction > 0;
  bool within_open = within->low <= 0 && within->high >= 0;

  if (mix_acts && (within_open || within->value * direction < 0)
      && !has_confirmed_cohort (context, direction))
    return "mix";
  if (within_confirmed && fabs (mix->value) < effect)
    return "within";
  return within_confirmed && mix_acts ? "both" : "plain";
}

/* Where nobody knows what any device came from, all of them are one cohort in name only. */
static bool
knows_no_release (const GPtrArray *cohorts)
{
  const ParlCohort *first = cohorts->len == 1 ? g_ptr_array_index (cohorts, 0) : NULL;

  return first != NULL && strcmp (first->name, PARL_COHORT_UNKNOWN) == 0;
}

/* Of one release, or of devices that nobody knows the release of, there is no mix, and so no within
 * either: they are asked for and have no answer. */
static void
add_unanswered (ParlContext *context, ParlFact *change)
{
  add_part (context, "ota-failure-mix", NULL, NAN, change);
  add_part (context, "ota-failure-within", NULL, NAN, change);
  add_part (context, "ota-failure-standardised", NULL, NAN, change);
  if (change->verdict == PARL_VERDICT_CONFIRMED)
    change->aspect = g_strdup ("plain");
}

void
parl_add_mix_facts (ParlContext *context)
{
  ParlFact *change = parl_context_find (context, "ota-failure-change", NULL);

  if (isnan (change->value))
    return;

  g_autoptr (GPtrArray) cohorts = parl_list_cohorts (context);
  if (parl_context_is_of_release (context) || knows_no_release (cohorts))
    {
      add_unanswered (context, change);
      return;
    }

  double mix_sum = 0, within_sum = 0, variance = 0;

  for (unsigned i = 0; i < cohorts->len; i++)
    {
      const ParlCohort *cohort = g_ptr_array_index (cohorts, i);
      mix_sum += cohort->mix;
      within_sum += cohort->within;
      variance += get_within_variance (cohort);
    }

  ParlFact *mix = add_part (context, "ota-failure-mix", NULL, mix_sum, change);
  ParlFact *within = add_part (context, "ota-failure-within", NULL, within_sum, change);
  set_normal_interval (within, variance);
  within->verdict
      = parl_judge_change (within, within->value, (ParlInterval){ within->low, within->high },
                           change->n, change->comparison.n, context->targets);
  for (unsigned i = 0; i < cohorts->len; i++)
    add_cohort_parts (context, g_ptr_array_index (cohorts, i), change);
  add_standardised (context, cohorts, change);
  if (change->verdict == PARL_VERDICT_CONFIRMED)
    change->aspect = g_strdup (explain_change (context, change, mix, within));
}
