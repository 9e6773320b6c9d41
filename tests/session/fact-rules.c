/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of facts as a reader of rows would check them. Where rows do not add up to the number,
 * it says why; a fact that is not in here fails the test. */
#include "config.h"

#include "fact-rules.h"

#include <math.h>
#include <string.h>

#define COHORTS                                                                                    \
  "of shares and rates of cohorts, now and before; each has a fact and rows of its own"
#define PERCENTILE "a percentile of the rows, not their sum"
#define FORECAST "made-up futures of the days that the rows give"
#define TIMES "a time between two events"

/* clang-format off: a table */
static const FactRule rules[] = {
  { "ota-failure-rate", ROW_ONE, VALUE_SHARE, NULL },
  { "ota-failure-change", ROW_ONE, VALUE_CHANGE, NULL },
  { "ota-failure-z", ROW_ONE, VALUE_OTHER, "a test statistic of two rates" },
  { "ota-failure-mix", ROW_ONE, VALUE_OTHER, COHORTS },
  { "ota-failure-within", ROW_ONE, VALUE_OTHER, COHORTS },
  { "ota-failure-standardised", ROW_ONE, VALUE_OTHER, COHORTS },
  { "ota-cohort-share", ROW_ONE, VALUE_SHARE, NULL },
  { "ota-cause-share", ROW_ONE, VALUE_SHARE, NULL },
  { "ota-cohort-cause-rate", ROW_ONE, VALUE_SHARE, NULL },
  { "ota-avoidable", ROW_AVOIDED, VALUE_SHARE, NULL },
  { "ota-rate-without", ROW_REMAINING, VALUE_SHARE, NULL },
  { "ota-budget-without", ROW_REMAINING, VALUE_SHARE, NULL },
  { "ota-budget-left", ROW_ONE, VALUE_REST, NULL },
  { "ota-burn", ROW_ONE, VALUE_SHARE, NULL },
  { "ota-budget-over", ROW_ONE, VALUE_OVER, NULL },
  { "ota-budget-spent", ROW_NOTHING, VALUE_OTHER,
    "the day on which the rows passed the allowed number" },
  { "ota-traceable", ROW_ONE, VALUE_SHARE, NULL },
  { "ota-untraced", ROW_ONE, VALUE_SUM, NULL },
  { "ota-cancelled", ROW_ONE, VALUE_SUM, NULL },
  { "ota-open", ROW_ONE, VALUE_SUM, NULL },
  { "cost-of-failures", ROW_ONE, VALUE_COST, NULL },
  { "cost-of-impact", ROW_HOURS, VALUE_HOUR_PRICE, NULL },
  { "cost-avoidable", ROW_AVOIDED, VALUE_PRICE, NULL },
  { "scale-tenfold", ROW_ONE, VALUE_TENFOLD, NULL },
  { "fps-compliance", ROW_TARGET_HOURS, VALUE_SHARE, NULL },
  { "fps-p5", ROW_NOTHING, VALUE_OTHER, PERCENTILE },
  { "fps-slow", ROW_SLOW_HOURS, VALUE_SHARE, NULL },
  { "fps-slow-share", ROW_SLOW_HOURS, VALUE_SHARE, NULL },
  { "fps-slow-hours", ROW_SLOW_HOURS, VALUE_SUM, NULL },
  { "impact-down-hours", ROW_ONE, VALUE_HOURS, NULL },
  { "customer-impact", ROW_HOURS, VALUE_SUM, NULL },
  { "frame-time-p95", ROW_NOTHING, VALUE_OTHER, PERCENTILE },
  { "latency-budget", ROW_NOTHING, VALUE_SETTING, "a setting" },
  { "latency-headroom", ROW_NOTHING, VALUE_OTHER, PERCENTILE },
  { "latency-stage-time", ROW_NOTHING, VALUE_OTHER,
    "a mean over classes, weighted by their frames" },
  { "latency-stage-share", ROW_NOTHING, VALUE_OTHER, "of such means" },
  { "rollout-progress", ROW_SUCCEEDED, VALUE_SHARE, NULL },
  { "rollout-stage-rate", ROW_FAILED, VALUE_SHARE, NULL },
  { "rollout-stage-best", ROW_FAILED, VALUE_SHARE, NULL },
  { "rollout-soak", ROW_NOTHING, VALUE_OTHER, TIMES },
  { "rollout-left", ROW_LEFT, VALUE_SUM, NULL },
  { "rollout-waits", ROW_NOTHING, VALUE_OTHER, "devices told apart by what they wait for" },
  { "rollout-pace", ROW_ONE, VALUE_SHARE, NULL },
  { "rollout-finish", ROW_NOTHING, VALUE_OTHER, FORECAST },
  { "rollout-finish-date", ROW_NOTHING, VALUE_OTHER, FORECAST },
  { "schedule-derisked", ROW_NOTHING, VALUE_OTHER, FORECAST },
  { "rollout-detect", ROW_NOTHING, VALUE_OTHER, TIMES },
  { "rollout-halt", ROW_NOTHING, VALUE_OTHER, TIMES },
  { "rollout-unhalted", ROW_NOTHING, VALUE_OTHER, TIMES },
  { "scale-tenfold-days", ROW_NOTHING, VALUE_OTHER,
    "ten times the fleet, by the pace of the rows" },
  { "rollout-risk", ROW_NOTHING, VALUE_SCORE, "an ordinal score of six parts" },
  { "blast-radius", ROW_ONE, VALUE_SUM, NULL },
  { "fleet-silent", ROW_ONE, VALUE_SHARE, NULL },
  { "fleet-size", ROW_ONE, VALUE_SUM, NULL },
  { "tech-debt", ROW_ONE, VALUE_SHARE, NULL },
  { "milestone-effect", ROW_ONE, VALUE_SHARE, NULL },
  { "value-delivered", ROW_MEASURED, VALUE_SUM, NULL },
  { "delivery-lead", ROW_ONE, VALUE_OTHER, PERCENTILE },
  { "delivery-lead-p90", ROW_ONE, VALUE_OTHER, PERCENTILE },
  { "delivery-leg", ROW_ONE, VALUE_OTHER, PERCENTILE },
  { "delivery-frequency", ROW_ONE, VALUE_SUM, NULL },
  { "build-time", ROW_ONE, VALUE_OTHER, PERCENTILE },
  { "build-time-p90", ROW_ONE, VALUE_OTHER, PERCENTILE },
  { "build-success", ROW_ONE, VALUE_SHARE, NULL },
};
/* clang-format on */

/* Returns: (nullable) */
const FactRule *
find_rule (const char *id)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (rules); i++)
    if (strcmp (rules[i].id, id) == 0)
      return &rules[i];
  return NULL;
}

/* What a release could hit is told in devices, in their sites, or in what a stage has left; what a
 * milestone changed in attempts, or not at all. */
RowAmount
get_amount (const FactRule *rule, const ParlFact *fact)
{
  if (fact->evidence.rows == PARL_ROWS_MILESTONES && rule->amount == ROW_ONE)
    return ROW_NOTHING;
  if (strcmp (rule->id, "blast-radius") != 0)
    return rule->amount;
  if (fact->evidence.rows == PARL_ROWS_STAGES)
    return ROW_LEFT;
  return g_strcmp0 (parl_labels_get (fact->subject, "of"), "sites") == 0 ? ROW_NEW_SITE : ROW_ONE;
}

static const ParlFact *
find_whole (const ParlFindings *findings, const char *id)
{
  g_autoptr (ParlLabels) everything = parl_labels_new (NULL, NULL);

  return parl_findings_find (findings, id, everything, true);
}

static double
get_cost (const ParlFindings *findings, const ParlFact *fact, double sum)
{
  const ParlTargets *targets = findings->targets;
  double cost = isnan (targets->cost_per_failure) ? 0 : sum * targets->cost_per_failure;

  if (!isnan (targets->cost_per_hour) && parl_labels_get (fact->subject, "of") == NULL)
    cost += find_whole (findings, "customer-impact")->value * targets->cost_per_hour;
  return cost;
}

/* @hours: of the rows that have some. Returns: the fact's value by @sum; NAN where the rule gives
 * none */
double
follow_rule (const FactRule *rule, const ParlFindings *findings, const ParlFact *fact, double sum,
             double hours)
{
  switch (rule->value)
    {
    case VALUE_SUM:
      return sum;
    case VALUE_SHARE:
      return fact->n > 0 ? sum / fact->n : NAN;
    case VALUE_REST:
      return fact->n > 0 ? 1 - sum / fact->n : NAN;
    case VALUE_OVER:
      return sum - fact->n;
    case VALUE_CHANGE:
      return sum / fact->n - fact->comparison.value;
    case VALUE_COST:
      return get_cost (findings, fact, sum);
    case VALUE_HOUR_PRICE:
      return sum * findings->targets->cost_per_hour;
    case VALUE_PRICE:
      return sum * findings->targets->cost_per_failure;
    case VALUE_TENFOLD:
      return sum / find_whole (findings, "ota-failure-rate")->n * fact->n;
    case VALUE_HOURS:
      return hours;
    case VALUE_SCORE:
    case VALUE_SETTING:
    case VALUE_OTHER:
    default:
      return NAN;
    }
}
