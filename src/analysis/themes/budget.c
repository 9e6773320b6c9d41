/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The failure budget: what the success target leaves room for, in the window, and what is left of
 * it. Without that target there is none. All of it is the failure rate in other units, so its
 * intervals are the rate's, scaled. */
#include "config.h"

#include "analysis/themes/themes.h"

#include <math.h>

static ParlFact *
add_fact (ParlContext *context, const char *id, const ParlFact *rate, double allowed)
{
  ParlFact *fact = parl_context_add (context, id, parl_labels_new (NULL, NULL));

  parl_fact_take_filter (fact, parl_labels_ref (rate->evidence.filter));
  fact->count = rate->count;
  fact->n = allowed;
  parl_fact_judge_size (fact, rate->n, context->targets);
  return fact;
}

/* The first calendar day, from the window's start, on which the failures so far were more than the
 * whole window allows: when it began; NAN: there was none. */
static double
find_day_spent (const ParlContext *context, double allowed)
{
  const ParlOutcomes *outcomes = context->snapshot->outcomes;
  GTimeZone *zone = context->snapshot->zone;
  int64_t today = parl_get_calendar_day (context->snapshot->as_of - 1, zone);
  double failed[PARL_SCOPE_MAX_DAYS + 1] = { 0 }; /* the window may begin within a day */
  double sum = 0;

  for (size_t i = 0; i < parl_outcomes_size (outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (outcomes, i);
      if (cell->outcome == PARL_OUTCOME_FAILED && !cell->retry && cell->age >= 0
          && cell->age < (int)context->scope->days && cell->day >= 0
          && cell->day < (int)G_N_ELEMENTS (failed))
        failed[cell->day] += (double)cell->count;
    }
  for (int day = (int)G_N_ELEMENTS (failed) - 1; day >= 0; day--)
    {
      sum += failed[day];
      if (sum > allowed)
        return (double)parl_get_calendar_day_begin (today - day, zone);
    }
  return NAN;
}

/* How fast the budget went of late: over one window an old disaster hides a new one, and over one
 * day chance speaks. */
static void
add_windows (ParlContext *context, const ParlFact *rate)
{
  static const unsigned windows[] = { 1, 3, 7, 28 };
  double slo = parl_targets_get_slo (context->targets);
  ParlWindow window = context->windows[PARL_NOW];
  g_autoptr (ParlLabels) everything = parl_labels_new (NULL, NULL);
  g_autoptr (ParlLabels) filter = parl_get_attempts_filter (everything, "tried");
  ParlTally failed = parl_context_tally (context, rate->evidence.filter);
  ParlTally tried = parl_context_tally (context, filter);

  for (unsigned i = 0; i < G_N_ELEMENTS (windows); i++)
    {
      g_autofree char *name = g_strdup_printf ("%ud", windows[i]);
      ParlProportion sum = { 0, 0 };

      if (windows[i] * PARL_DAY > window.until - window.since)
        return;
      for (unsigned age = 0; age < windows[i]; age++)
        {
          sum.count += failed.days[age];
          sum.n += tried.days[age];
        }

      ParlFact *fact
          = parl_context_add (context, "ota-burn", parl_labels_new ("window", name, NULL));
      parl_fact_take_filter (fact, parl_labels_ref (rate->evidence.filter));
      fact->window.since = fact->evidence.window.since = window.until - windows[i] * PARL_DAY;
      parl_fact_set_rate (fact, sum);
      fact->n = parl_targets_get_allowed (context->targets, sum.n);
      fact->value = sum.count / fact->n;
      fact->low /= slo;
      fact->high /= slo;
      parl_fact_aim_below (fact, 1);
      parl_fact_judge_size (fact, sum.n, context->targets);
    }
}

/* Returns: (transfer full) (nullable) (element-type ParlBurnDay): the budget of the current window,
 *   at its beginning and after each day */
GArray *
parl_make_burn_down (const ParlContext *context)
{
  const ParlFact *rate = parl_context_find (context, "ota-failure-rate", NULL);
  ParlWindow window = context->windows[PARL_NOW];
  int n_days = (int)((window.until - window.since) / PARL_DAY);
  double allowed = parl_targets_get_allowed (context->targets, rate->n);
  double sum = 0;

  if (!(allowed > 0))
    return NULL;

  ParlTally failed = parl_context_tally (context, rate->evidence.filter);
  GArray *days = g_array_new (FALSE, FALSE, sizeof (ParlBurnDay));
  for (int age = n_days; age >= 0; age--)
    {
      if (age < n_days)
        sum += failed.days[age];
      ParlBurnDay day = { window.until - age * PARL_DAY, 1 - sum / allowed, (double)age / n_days };
      g_array_append_val (days, day);
    }
  return days;
}

void
parl_add_budget_facts (ParlContext *context)
{
  const ParlFact *rate = parl_context_find (context, "ota-failure-rate", NULL);
  double slo = parl_targets_get_slo (context->targets);
  double allowed = parl_targets_get_allowed (context->targets, rate->n);

  if (isnan (slo))
    return;

  ParlFact *left = add_fact (context, "ota-budget-left", rate, allowed);
  ParlFact *burn = add_fact (context, "ota-burn", rate, allowed);
  if (isnan (rate->value))
    return;
  left->value = 1 - rate->count / allowed;
  left->low = 1 - rate->high / slo;
  left->high = 1 - rate->low / slo;
  parl_fact_aim_above (left, 0);

  burn->value = rate->count / allowed;
  burn->low = rate->low / slo;
  burn->high = rate->high / slo;
  parl_fact_aim_below (burn, 1);
  if (!isnan (rate->comparison.value))
    {
      parl_fact_compare_value (burn, rate->comparison.value / slo, rate->comparison.n,
                               rate->comparison.window);
      burn->comparison.low = rate->comparison.low / slo;
      burn->comparison.high = rate->comparison.high / slo;
    }

  add_fact (context, "ota-budget-over", rate, allowed)->value = rate->count - allowed;

  ParlFact *spent = add_fact (context, "ota-budget-spent", rate, allowed);
  spent->value = find_day_spent (context, allowed);
  spent->count = NAN;
  add_windows (context, rate);
}
