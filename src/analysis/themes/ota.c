/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Failure rates: of the whole, by cohort and by device class, each held against the promise, the
 * halt rule and the window before. Why a rate changed is mix.c's business. */
#include "config.h"

#include "analysis/themes/themes.h"
#include "model/release.h"

#include <math.h>
#include <string.h>

/* @rate: with value, interval, n, and the target that it is held against
 * Returns: "stop" when the halt rule says so, "over" or "within" what the promise leaves room for,
 *   "unclear" while the interval straddles it; %NULL without attempts, and where no rule speaks and
 *   nothing is promised */
const char *
parl_get_halt_aspect (const ParlFact *rate, const ParlTargets *targets)
{
  if (isnan (rate->value))
    return NULL;
  if (rate->n < targets->minimum_n)
    return "unclear";
  if (rate->low > targets->halt)
    return "stop";
  if (isnan (rate->target))
    return NULL;
  if (rate->low > rate->target)
    return "over";
  return rate->high <= rate->target ? "within" : "unclear";
}

static void
add_rate (ParlContext *context, const ParlPair *pair, ParlLabels *subject)
{
  ParlFact *fact = parl_context_add_rate (context, "ota-failure-rate", subject,
                                          parl_get_attempts_filter (subject, "failed"), pair);

  ParlPromise promise
      = parl_targets_get_promise (context->targets, parl_labels_get (fact->subject, "class"));

  parl_fact_aim_below (fact, parl_promise_get_slo (&promise));
  fact->aspect = g_strdup (parl_get_halt_aspect (fact, context->targets));
}

/* Also without a window before: "no data" is an answer, for the whole. */
static void
add_change (ParlContext *context, const ParlPair *pair, ParlLabels *subject)
{
  ParlProportion now = pair->periods[PARL_NOW];
  ParlProportion then = pair->periods[PARL_BEFORE];
  ParlInterval interval = parl_newcombe (now.count, now.n, then.count, then.n);
  ParlFact *fact = parl_context_add (context, "ota-failure-change", subject);

  parl_fact_take_filter (fact, parl_get_attempts_filter (subject, "failed"));
  fact->count = now.count;
  fact->n = now.n;
  if (!(now.n > 0 && then.n > 0))
    return;

  fact->value = now.count / now.n - then.count / then.n;
  fact->low = interval.low;
  fact->high = interval.high;
  fact->comparison.value = then.count / then.n;
  fact->comparison.n = then.n;
  fact->comparison.relative
      = then.count > 0 ? (now.count / now.n) / (then.count / then.n) - 1 : NAN;
  fact->comparison.window = context->windows[PARL_BEFORE];
  fact->verdict = parl_judge_change (fact, fact->value, interval, now.n, then.n, context->targets);
}

static void
add_z (ParlContext *context, const ParlPair *pair)
{
  ParlProportion now = pair->periods[PARL_NOW];
  ParlProportion then = pair->periods[PARL_BEFORE];
  ParlFact *fact = parl_context_add (context, "ota-failure-z", parl_labels_new (NULL, NULL));

  parl_fact_take_filter (fact, parl_get_attempts_filter (fact->subject, "failed"));
  fact->value = parl_two_proportions_z (now.count, now.n, then.count, then.n);
  fact->count = now.count;
  fact->n = now.n;
}

/* Whether devices still come from a surely newer release line: only then may a cohort be called
 * old. */
static bool
is_old (const ParlCohort *cohort, const GPtrArray *cohorts)
{
  for (unsigned i = 0; i < cohorts->len; i++)
    {
      const ParlCohort *other = g_ptr_array_index (cohorts, i);
      if (other->failures.periods[PARL_NOW].n > 0 && cohort->release != NULL
          && other->release != NULL && parl_release_is_older (cohort->release, other->release))
        return true;
    }
  return false;
}

static void
add_share (ParlContext *context, const ParlCohort *cohort, const GPtrArray *cohorts,
           const ParlPair *whole)
{
  ParlPair pair;
  ParlLabels *subject = parl_labels_new ("cohort", cohort->name, NULL);

  for (int period = PARL_NOW; period < PARL_N_PERIODS; period++)
    pair.periods[period]
        = (ParlProportion){ cohort->failures.periods[period].n, whole->periods[period].n };
  ParlFact *fact = parl_context_add_rate (context, "ota-cohort-share", subject,
                                          parl_get_attempts_filter (subject, "tried"), &pair);
  fact->aspect = g_strdup (is_old (cohort, cohorts) ? "old" : "newest");
}

static bool
is_in_both (const ParlPair *pair)
{
  return pair->periods[PARL_NOW].n > 0 && pair->periods[PARL_BEFORE].n > 0;
}

/* Rate and change of one cohort; of one that is gone there is only its share, 0; of
 * one that is all there is, no share. */
static void
add_cohort (ParlContext *context, const ParlCohort *cohort, const GPtrArray *cohorts,
            const ParlPair *whole)
{
  if (cohort->failures.periods[PARL_NOW].n > 0)
    add_rate (context, &cohort->failures, parl_labels_new ("cohort", cohort->name, NULL));
  if (is_in_both (&cohort->failures))
    add_change (context, &cohort->failures, parl_labels_new ("cohort", cohort->name, NULL));
  if (whole->periods[PARL_NOW].n > 0 && !parl_context_is_of_release (context))
    add_share (context, cohort, cohorts, whole);
}

/* All but the cohort that had most to do with the change. */
static void
add_others (ParlContext *context, const ParlCohort *first)
{
  g_autoptr (ParlLabels) subject = parl_labels_new ("cohort-not", first->name, NULL);
  ParlPair pair = parl_context_count_failures (context, subject);

  if (pair.periods[PARL_NOW].n > 0)
    add_rate (context, &pair, parl_labels_ref (subject));
  if (is_in_both (&pair))
    add_change (context, &pair, parl_labels_ref (subject));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static void
add_classes (ParlContext *context)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (unsigned i = 0; i < context->cells->len; i++)
    {
      const char *name = g_array_index (context->cells, ParlOutcomeCount, i).device_class;
      if (name != NULL && !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, (void *)name);
    }
  g_ptr_array_sort (names, compare_names);

  for (unsigned i = 0; i < names->len; i++)
    {
      g_autoptr (ParlLabels) subject
          = parl_labels_new ("class", g_ptr_array_index (names, i), NULL);
      ParlPair pair = parl_context_count_failures (context, subject);
      if (pair.periods[PARL_NOW].n > 0)
        add_rate (context, &pair, parl_labels_ref (subject));
    }
}

void
parl_add_ota_facts (ParlContext *context)
{
  g_autoptr (ParlLabels) everything = parl_labels_new (NULL, NULL);
  ParlPair whole = parl_context_count_failures (context, everything);
  g_autoptr (GPtrArray) cohorts = parl_list_cohorts (context);

  add_rate (context, &whole, parl_labels_ref (everything));
  add_change (context, &whole, parl_labels_ref (everything));
  if (is_in_both (&whole))
    add_z (context, &whole);
  for (unsigned i = 0; i < cohorts->len; i++)
    add_cohort (context, g_ptr_array_index (cohorts, i), cohorts, &whole);
  if (is_in_both (&whole) && cohorts->len > 1)
    add_others (context, g_ptr_array_index (cohorts, 0));
  add_classes (context);
}
