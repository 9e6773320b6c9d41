/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What failures cost, where somebody has said what one costs; else nothing is said. Whose money and
 * which prices is the targets' business. */
#include "config.h"

#include "analysis/themes.h"

#include <math.h>
#include <string.h>

static ParlFact *
add_fact (ParlContext *context, const char *id, const ParlFact *base)
{
  ParlFact *fact = parl_context_add (context, id, parl_labels_ref (base->subject));

  parl_fact_take_filter (fact, parl_labels_ref (base->evidence.filter));
  fact->count = base->count;
  fact->n = base->n;
  parl_fact_judge_size (fact, base->n, context->targets);
  return fact;
}

/* Failures at the price of one, and degraded hours at the price of an hour, where there is one:
 * of a price that is set without its hours the sum would be too small, so it is not said. */
static void
add_cost (ParlContext *context, const ParlFact *rate)
{
  const ParlTargets *targets = context->targets;
  const ParlFact *impact = parl_context_find (context, "customer-impact", NULL);
  double price = isnan (targets->cost_per_failure) ? 0 : targets->cost_per_failure;
  ParlFact *fact = add_fact (context, "cost-of-failures", rate);

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

/* Every choice of checks that there is a fact about; without the hours, which no cause is known of.
 */
static void
add_avoidable (ParlContext *context)
{
  double price = context->targets->cost_per_failure;

  for (unsigned i = 0, n = context->facts->len; i < n; i++)
    {
      const ParlFact *avoidable = g_ptr_array_index (context->facts, i);
      if (strcmp (avoidable->id, "ota-avoidable") != 0 || isnan (avoidable->value))
        continue;

      ParlFact *fact = add_fact (context, "cost-avoidable", avoidable);
      fact->value = avoidable->count * price;
      fact->low = avoidable->low * avoidable->n * price;
      fact->high = avoidable->high * avoidable->n * price;
    }
}

void
parl_add_cost_facts (ParlContext *context)
{
  const ParlFact *rate = parl_context_find (context, "ota-failure-rate", NULL);

  if (isnan (rate->value))
    return;
  if (!isnan (context->targets->cost_per_failure) || !isnan (context->targets->cost_per_hour))
    add_cost (context, rate);
  if (!isnan (context->targets->cost_per_failure))
    add_avoidable (context);
}
