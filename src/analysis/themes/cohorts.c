/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cohorts of a fleet: what each had to do with the change of the failure rate. Makes no facts.
 */
#include "config.h"

#include "analysis/themes/themes.h"

#include "model/release.h"

#include <math.h>
#include <string.h>

static void
free_cohort (ParlCohort *cohort)
{
  g_free (cohort->name);
  g_free (cohort);
}

/* Releases of the cells, as cohorts: names of both windows' first attempts, each once. */
static GHashTable *
find_names (const ParlContext *context)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (unsigned i = 0; i < context->cells->len; i++)
    {
      const ParlOutcomeCount *cell = &g_array_index (context->cells, ParlOutcomeCount, i);
      bool tried = cell->outcome == PARL_OUTCOME_SUCCEEDED || cell->outcome == PARL_OUTCOME_FAILED;

      if (tried && !cell->retry)
        g_hash_table_add (names, parl_release_to_cohort (cell->from));
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
create_cohort (const ParlContext *context, const char *name, const ParlPair *whole)
{
  ParlCohort *cohort = g_new0 (ParlCohort, 1);
  g_autoptr (ParlLabels) subject = parl_labels_new ("cohort", name, NULL);

  cohort->name = g_strdup (name);
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
  void *name;

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (cohorts, create_cohort (context, name, &whole));
  g_ptr_array_sort (cohorts, compare_cohorts);
  return cohorts;
}
