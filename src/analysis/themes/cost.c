/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the same rates mean in money, where somebody has said what a failure or a degraded hour
 * costs, each price beside what it prices, and for ten times the fleet. Arithmetic, not a forecast.
 * Whose money and which prices is the targets' business; what checks would save is told with them,
 * in what-if.c. */
#include "config.h"

#include "analysis/themes/themes.h"

#include "analysis/fleet.h"

#include <math.h>

/* @subject: (transfer full) */
static ParlFact *
create_cost (ParlContext *context, const char *id, ParlLabels *subject, const ParlFact *base)
{
  ParlFact *fact = parl_context_add (context, id, subject);

  fact->window = base->window;
  fact->evidence.window = base->evidence.window;
  parl_fact_take_filter (fact, parl_labels_ref (base->evidence.filter));
  fact->count = base->count;
  fact->n = base->n;
  return fact;
}

/* Failures at the price of one. */
static ParlFact *
add_failures (ParlContext *context, const ParlFact *rate, double price)
{
  ParlFact *fact
      = create_cost (context, "cost-of-failures", parl_labels_new ("of", "failures", NULL), rate);

  parl_fact_judge_size (fact, rate->n, context->targets);
  fact->value = rate->count * price;
  fact->low = rate->low * rate->n * price;
  fact->high = rate->high * rate->n * price;
  return fact;
}

/* Degraded hours at the price of an hour. */
static ParlFact *
add_hours (ParlContext *context, double price)
{
  const ParlFact *impact = parl_context_find (context, "customer-impact", NULL);
  ParlFact *fact = create_cost (context, "cost-of-impact", parl_labels_new (NULL, NULL), impact);

  if (isnan (impact->value))
    parl_fact_add_caveat (fact, "unknown:customer-impact");
  fact->value = impact->value * price;
  fact->low = impact->low * price;
  fact->high = impact->high * price;
  return fact;
}

/* Of a price that is set without its hours the sum would be too small, so it is not said. */
static void
add_cost (ParlContext *context, const ParlFact *rate)
{
  const ParlTargets *targets = context->targets;
  bool has_failures = !isnan (targets->cost_per_failure),
       has_hours = !isnan (targets->cost_per_hour);
  const ParlFact *parts[]
      = { has_failures ? add_failures (context, rate, targets->cost_per_failure) : NULL,
          has_hours ? add_hours (context, targets->cost_per_hour) : NULL };
  ParlFact *whole = create_cost (context, "cost-of-failures", parl_labels_new (NULL, NULL), rate);

  parl_fact_judge_size (whole, rate->n, targets);
  whole->aspect = g_strdup (has_failures && has_hours ? "both" : has_hours ? "hours" : "failures");
  whole->value = whole->low = whole->high = 0;
  for (unsigned i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (parts[i] == NULL)
        continue;
      whole->value += parts[i]->value;
      whole->low += parts[i]->low;
      whole->high += parts[i]->high;
      for (char **caveat = parts[i]->caveats; *caveat != NULL; caveat++)
        parl_fact_add_caveat (whole, *caveat);
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
