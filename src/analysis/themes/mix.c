/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why the failure rate changed: because other devices were updated (mix), or because the same kind
 * of device did worse or better (within). The two add up to the change exactly; leaving them apart
 * is how Simpson's paradox is told. Of each cohort and of the whole fleet. */
#include "config.h"

#include "analysis/themes/themes.h"

#include "model/release.h"

#include <math.h>
#include <string.h>

/* Share of the attempts of each window from where on their releases are told to differ. */
#define MOST_OF_OTHER_RELEASES 0.1

static void
free_cohort (ParlCohort *cohort)
{
  g_free (cohort->name);
  g_free (cohort);
}

/* Releases of the cells, as cohorts: names of both windows' first attempts, each with a release. */
static GHashTable *
find_names (const ParlContext *context)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (unsigned i = 0; i < context->cells->len; i++)
    {
      const ParlOutcomeCount *cell = &g_array_index (context->cells, ParlOutcomeCount, i);

      if (parl_outcome_is_tried (cell->outcome) && !cell->retry)
        g_hash_table_replace (names, parl_release_to_cohort (cell->from), (gpointer)cell->from);
    }
  return names;
}

/* Kitagawa's split (JASA 50, 1955) of a change of rates, exact for each cohort:
 *
 *   s1 r1 - s0 r0  =  (s1 - s0) (r0 + r1) / 2  +  (s0 + s1) / 2 (r1 - r0)
 *                          mix                        within
 *
 * A cohort that was absent in one window has no rate there. It takes the other window's: all of its
 * part is then mix, which it is: it came, or it went, and its rate cannot be said to have changed.
 */
static void
split_change (ParlCohort *cohort)
{
  const double *s = cohort->share;
  double now = isnan (cohort->rate[PARL_NOW]) ? cohort->rate[PARL_BEFORE] : cohort->rate[PARL_NOW];
  double then
      = isnan (cohort->rate[PARL_BEFORE]) ? cohort->rate[PARL_NOW] : cohort->rate[PARL_BEFORE];

  cohort->mix = (s[PARL_NOW] - s[PARL_BEFORE]) * (then + now) / 2;
  cohort->within = (s[PARL_BEFORE] + s[PARL_NOW]) / 2 * (now - then);
}

static ParlCohort *
create_cohort (const ParlContext *context, const char *name, const char *release,
               const ParlPair *whole)
{
  ParlCohort *cohort = g_new0 (ParlCohort, 1);
  g_autoptr (ParlLabels) subject = parl_labels_new ("cohort", name, NULL);

  cohort->name = g_strdup (name);
  cohort->release = release;
  cohort->failures = parl_context_count_failures (context, subject);
  for (int period = PARL_NOW; period < PARL_N_PERIODS; period++)
    {
      ParlProportion own = cohort->failures.periods[period];
      double all = whole->periods[period].n;

      cohort->share[period] = all > 0 ? own.n / all : NAN;
      cohort->rate[period] = own.n > 0 ? own.count / own.n : NAN;
    }
  split_change (cohort);
  return cohort;
}

static int
compare_cohorts (gconstpointer a, gconstpointer b)
{
  const ParlCohort *x = *(const ParlCohort *const *)a;
  const ParlCohort *y = *(const ParlCohort *const *)b;
  double part_x = isnan (x->mix) ? 0 : fabs (x->mix);
  double part_y = isnan (y->mix) ? 0 : fabs (y->mix);

  if (part_x != part_y)
    return part_x > part_y ? -1 : 1;

  double n_x = x->failures.periods[PARL_NOW].n;
  double n_y = y->failures.periods[PARL_NOW].n;
  if (n_x != n_y)
    return n_x > n_y ? -1 : 1;
  return parl_release_compare (x->name, y->name);
}

/* Returns: (transfer full) (element-type ParlCohort): see themes.h */
GPtrArray *
parl_list_cohorts (const ParlContext *context)
{
  GPtrArray *cohorts = g_ptr_array_new_with_free_func ((GDestroyNotify)free_cohort);
  g_autoptr (ParlLabels) everything = parl_labels_new (NULL, NULL);
  ParlPair whole = parl_context_count_failures (context, everything);
  g_autoptr (GHashTable) names = find_names (context);
  GHashTableIter iter;
  void *name, *release;

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, &release))
    g_ptr_array_add (cohorts, create_cohort (context, name, release, &whole));
  g_ptr_array_sort (cohorts, compare_cohorts);
  return cohorts;
}

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
  if (change->verdict == PARL_VERDICT_TOO_LITTLE)
    fact->verdict = PARL_VERDICT_TOO_LITTLE;
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

/* Whether the cohort that moved most did so for sure: it is named as the reason of the mix. */
static bool
has_confirmed_shift (const ParlContext *context)
{
  for (unsigned i = 0; i < context->facts->len; i++)
    {
      const ParlFact *fact = g_ptr_array_index (context->facts, i);
      if (parl_fact_is (fact, PARL_FACT_COHORT_SHARE))
        return fact->verdict == PARL_VERDICT_CONFIRMED;
    }
  return false;
}

/* What a confirmed change is made of:
 *   mix     other devices were updated, and nothing shows that any kind of device got there by
 *           itself: neither the within part nor a single cohort
 *   within  the same kind of device did it, other devices had no part worth a word
 *   both    each had its part
 *   plain   it cannot be told apart
 * Where the releases can't tell, it is "other-releases" or what kinds.c finds instead. */
static const char *
explain_change (const ParlContext *context, const ParlFact *change, const ParlFact *mix,
                const ParlFact *within)
{
  double direction = change->value > 0 ? 1 : -1;
  double effect = context->targets->minimum_effect;
  bool mix_acts = mix->value * direction >= effect && has_confirmed_shift (context);
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

/* Whether the windows are made of different releases: of each window a tenth or more of the
 * attempts began at releases that the other one does not know. Where a fleet gets a release a week,
 * the same devices have another release in each window, and whether they do worse cannot be told
 * from how many came and went. A release that only came, or only went, is no such case. */
static bool
is_of_other_releases (const GPtrArray *cohorts)
{
  double alone[PARL_N_PERIODS] = { 0 };

  for (unsigned i = 0; i < cohorts->len; i++)
    {
      const ParlCohort *cohort = g_ptr_array_index (cohorts, i);
      if (isnan (cohort->rate[PARL_BEFORE]))
        alone[PARL_NOW] += cohort->share[PARL_NOW];
      else if (isnan (cohort->rate[PARL_NOW]))
        alone[PARL_BEFORE] += cohort->share[PARL_BEFORE];
    }
  return fmin (alone[PARL_NOW], alone[PARL_BEFORE]) >= MOST_OF_OTHER_RELEASES;
}

/* Of one release, of devices that nobody knows the release of, of windows without a release in
 * common, and where classes or sites contradict the releases, there is no mix, and so no within
 * either: they are asked for and have no answer. */
static void
add_unanswered (ParlContext *context, ParlFact *change, const char *aspect)
{
  add_part (context, "ota-failure-mix", NULL, NAN, change);
  add_part (context, "ota-failure-within", NULL, NAN, change);
  add_part (context, "ota-failure-standardised", NULL, NAN, change);
  if (change->verdict == PARL_VERDICT_CONFIRMED)
    change->aspect = g_strdup (aspect);
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
      add_unanswered (context, change, "plain");
      return;
    }
  if (is_of_other_releases (cohorts))
    {
      add_unanswered (context, change, "other-releases");
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

  const char *kinds
      = parl_find_other_kinds (context, change, within_sum, variance, MOST_OF_OTHER_RELEASES);
  if (kinds != NULL)
    {
      add_unanswered (context, change, kinds);
      return;
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
