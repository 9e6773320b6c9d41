/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the same rates mean in money, where somebody has said what a failure costs, and for ten
 * times the fleet. Arithmetic, not a forecast. Whose money and which prices is the targets'
 * business; what checks would save is told with them, in what-if.c. */
#include "config.h"

#include "analysis/themes/themes.h"

#include "analysis/fleet.h"

#include <math.h>

/* Failures at the price of one, and degraded hours at the price of an hour, where there is one:
 * of a price that is set without its hours the sum would be too small, so it is not said. */
static void
add_cost (ParlContext *context, const ParlFact *rate)
{
  const ParlTargets *targets = context->targets;
  const ParlFact *impact = parl_context_find (context, "customer-impact", NULL);
  double price = isnan (targets->cost_per_failure) ? 0 : targets->cost_per_failure;
  ParlFact *fact = parl_context_add (context, "cost-of-failures", parl_labels_ref (rate->subject));

  parl_fact_take_filter (fact, parl_labels_ref (rate->evidence.filter));
  fact->count = rate->count;
  fact->n = rate->n;
  parl_fact_judge_size (fact, rate->n, targets);
  fact->value = rate->count * price;
  fact->low = rate->low * rate->n * price;
  fact->high = rate->high * rate->n * price;
  if (isnan (targets->cost_per_hour))
    return;
  if (isnan (impact->value))
    parl_fact_add_caveat (fact, "unknown:customer-impact");
  fact->value += impact->value * targets->cost_per_hour;
  fact->low += impact->low * targets->cost_per_hour;
  fact->high += impact->high * targets->cost_per_hour;
}

void
parl_add_cost_facts (ParlContext *context)
{
  const ParlFact *rate = parl_context_find (context, "ota-failure-rate", NULL);

  if (isnan (rate->value))
    return;
  if (!isnan (context->targets->cost_per_failure) || !isnan (context->targets->cost_per_hour))
    add_cost (context, rate);
}

#define FOLD 10

static ParlFact *
add_fact (ParlContext *context, const char *id, const ParlFact *base, double devices)
{
  ParlFact *fact = parl_context_add (context, id, parl_labels_new (NULL, NULL));

  fact->window = base->window;
  fact->evidence.window = base->evidence.window;
  parl_fact_take_filter (fact, parl_labels_ref (base->evidence.filter));
  fact->n = devices;
  return fact;
}

void
parl_add_tenfold_facts (ParlContext *context)
{
  const ParlFact *rate = parl_context_find (context, "ota-failure-rate", NULL);
  const ParlRollout *rollout = parl_find_current_rollout (context->snapshot);
  double devices = (double)FOLD * context->snapshot->devices->len;

  if (!(devices > 0))
    return;
  if (!isnan (rate->value))
    {
      ParlFact *failures = add_fact (context, "scale-tenfold", rate, devices);
      failures->value = rate->value * devices;
      failures->low = rate->low * devices;
      failures->high = rate->high * devices;
      failures->count = rate->count;
      parl_fact_judge_size (failures, rate->n, context->targets);
    }
  if (rollout == NULL)
    return;

  g_autoptr (ParlLabels) subject = parl_labels_new ("rollout", rollout->id, NULL);
  const ParlFact *pace = parl_context_find (context, "rollout-pace", subject);
  if (pace != NULL)
    add_fact (context, "scale-tenfold-days", pace, devices)->value = devices / pace->value;
}
