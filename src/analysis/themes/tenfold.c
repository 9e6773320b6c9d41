/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the same rates would mean for ten times the fleet. Arithmetic, not a forecast: it says what
 * does not scale if nothing changes. */
#include "config.h"

#include "analysis/themes/themes.h"

#include "analysis/fleet.h"

#include <math.h>

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
