/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of what updates failed, and of how many nobody can tell. "Because" is allowed here: that a
 * failure has a cause code is an accounting identity. And what if the device's state were checked
 * before the update: an upper bound while the efficacy of a check is 1; whoever words it says "up
 * to". */
#include "config.h"

#include "analysis/themes/themes.h"

#include <math.h>
#include <string.h>

typedef struct
{
  char *name;
  ParlPair share; /* of all failures */
} Cause;

static void
free_cause (Cause *cause)
{
  g_free (cause->name);
  g_free (cause);
}

/* By size; among equals the unknown last, the others by name. */
static int
compare_causes (gconstpointer a, gconstpointer b)
{
  const Cause *x = *(const Cause *const *)a;
  const Cause *y = *(const Cause *const *)b;
  double n_x = x->share.periods[PARL_NOW].count;
  double n_y = y->share.periods[PARL_NOW].count;
  bool unknown_x = strcmp (x->name, PARL_CAUSE_UNKNOWN) == 0;
  bool unknown_y = strcmp (y->name, PARL_CAUSE_UNKNOWN) == 0;

  if (n_x != n_y)
    return n_x > n_y ? -1 : 1;
  return unknown_x != unknown_y ? unknown_x - unknown_y : strcmp (x->name, y->name);
}

static ParlLabels *
get_cause_filter (const ParlLabels *subject, const char *cause)
{
  g_autoptr (ParlLabels) failed = parl_get_attempts_filter (subject, "failed");

  return parl_labels_with (failed, "cause", cause);
}

/* Causes of failures in the window; one that was seen only before it is no news. */
static GPtrArray *
list_causes (const ParlContext *context)
{
  GPtrArray *causes = g_ptr_array_new_with_free_func ((GDestroyNotify)free_cause);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (ParlLabels) everything = parl_labels_new (NULL, NULL);
  g_autoptr (ParlLabels) failed = parl_get_attempts_filter (everything, "failed");

  for (unsigned i = 0; i < context->cells->len; i++)
    {
      const ParlOutcomeCount *cell = &g_array_index (context->cells, ParlOutcomeCount, i);
      const char *name = cell->cause != NULL ? cell->cause : PARL_CAUSE_UNKNOWN;

      if (cell->outcome == PARL_OUTCOME_FAILED && !g_hash_table_contains (names, name))
        {
          g_autoptr (ParlLabels) filter = get_cause_filter (everything, name);
          Cause *cause = g_new0 (Cause, 1);

          cause->name = g_strdup (name);
          cause->share = parl_context_count (context, filter, failed);
          g_hash_table_add (names, (void *)name);
          g_ptr_array_add (causes, cause);
        }
    }
  for (unsigned i = causes->len; i-- > 0;)
    if (((Cause *)g_ptr_array_index (causes, i))->share.periods[PARL_NOW].count <= 0)
      g_ptr_array_remove_index (causes, i);
  g_ptr_array_sort (causes, compare_causes);
  return causes;
}

/* Every cohort's rate of one cause, 0 too. Returns: (transfer full) (nullable): "only:v2.3" when
 * one cohort has all the failures of the cause, and others were updated, too; "spread" when several
 * have some; %NULL where there is one cohort */
static char *
add_cohort_rates (ParlContext *context, const Cause *cause, GPtrArray *cohorts)
{
  double all = cause->share.periods[PARL_NOW].count;
  const char *only = NULL;
  unsigned n_tried = 0;

  for (unsigned i = 0; i < cohorts->len; i++)
    {
      const ParlCohort *cohort = g_ptr_array_index (cohorts, i);
      g_autoptr (ParlLabels) subject = parl_labels_new ("cohort", cohort->name, NULL);
      g_autoptr (ParlLabels) failed = get_cause_filter (subject, cause->name);
      g_autoptr (ParlLabels) tried = parl_get_attempts_filter (subject, "tried");
      ParlPair pair = parl_context_count (context, failed, tried);

      n_tried += pair.periods[PARL_NOW].n > 0;
      if (pair.periods[PARL_NOW].n > 0)
        parl_context_add_rate (context, "ota-cohort-cause-rate",
                               parl_labels_with (subject, "cause", cause->name),
                               parl_labels_ref (failed), &pair);
      if (pair.periods[PARL_NOW].count == all)
        only = cohort->name;
    }
  if (parl_context_is_of_release (context) || n_tried < 2)
    return NULL;
  return only != NULL ? g_strconcat ("only:", only, NULL) : g_strdup ("spread");
}

static bool
has_failures_by_day (const ParlContext *context)
{
  for (unsigned i = 0; i < context->cells->len; i++)
    {
      const ParlOutcomeCount *cell = &g_array_index (context->cells, ParlOutcomeCount, i);
      if (cell->by_day && cell->outcome == PARL_OUTCOME_FAILED)
        return true;
    }
  return false;
}

/* Nothing is said where failures are known as counts alone: whether they have a log is not known,
 * which is not the same as that they have none. */
static void
add_traceable (ParlContext *context)
{
  g_autoptr (ParlLabels) everything = parl_labels_new (NULL, NULL);
  g_autoptr (ParlLabels) failed = parl_get_attempts_filter (everything, "failed");
  g_autoptr (ParlLabels) traced = parl_labels_with (failed, "traced", "yes");
  ParlPair pair = parl_context_count (context, traced, failed);
  ParlFact *untraced;

  if (has_failures_by_day (context))
    {
      ParlFact *unknown = parl_context_add (context, "ota-traceable", parl_labels_ref (everything));
      parl_fact_take_filter (unknown, parl_labels_ref (traced));
      unknown->aspect = g_strdup ("by-day");
      return;
    }
  parl_context_add_rate (context, "ota-traceable", parl_labels_ref (everything),
                         parl_labels_ref (traced), &pair);
  if (!(pair.periods[PARL_NOW].n > 0))
    return;
  untraced = parl_context_add (context, "ota-untraced", parl_labels_ref (everything));
  parl_fact_take_filter (untraced, parl_labels_with (failed, "traced", "no"));
  untraced->value = untraced->count = pair.periods[PARL_NOW].n - pair.periods[PARL_NOW].count;
  untraced->n = pair.periods[PARL_NOW].n;
}

static bool
has_attempts (const ParlContext *context)
{
  for (unsigned i = 0; i < context->cells->len; i++)
    if (!g_array_index (context->cells, ParlOutcomeCount, i).by_day)
      return true;
  return false;
}

/* Attempts that are in no rate. Open ones are counted as of now, whenever they began; nothing is
 * said of them where updates are known as counts of a day alone, for those have ended. */
static void
add_uncounted (ParlContext *context)
{
  g_autoptr (ParlLabels) cancelled = parl_labels_new ("outcome", "cancelled", NULL);
  g_autoptr (ParlLabels) open = parl_labels_new ("outcome", "open", NULL);
  ParlTally cancelled_tally = parl_context_tally (context, cancelled);
  ParlTally open_tally = parl_context_tally (context, open);
  ParlFact *fact;

  if (context->cells->len == 0)
    return;
  fact = parl_context_add (context, "ota-cancelled", parl_labels_new (NULL, NULL));
  parl_fact_take_filter (fact, parl_labels_ref (cancelled));
  fact->value = fact->count = parl_tally_sum (&cancelled_tally, PARL_NOW);
  parl_fact_compare_value (fact, parl_tally_sum (&cancelled_tally, PARL_BEFORE), NAN,
                           context->windows[PARL_BEFORE]);

  if (!has_attempts (context))
    return;
  fact = parl_context_add (context, "ota-open", parl_labels_new (NULL, NULL));
  parl_fact_take_filter (fact, parl_labels_ref (open));
  fact->window.since = fact->evidence.window.since = PARL_TIME_NONE;
  fact->value = fact->count
      = parl_tally_sum (&open_tally, PARL_NOW) + parl_tally_sum (&open_tally, PARL_BEFORE);
}

void
parl_add_cause_facts (ParlContext *context)
{
  g_autoptr (GPtrArray) causes = list_causes (context);
  g_autoptr (GPtrArray) cohorts = parl_list_cohorts (context);

  for (unsigned i = 0; i < causes->len; i++)
    {
      const Cause *cause = g_ptr_array_index (causes, i);
      ParlLabels *subject = parl_labels_new ("cause", cause->name, NULL);
      ParlFact *fact
          = parl_context_add_rate (context, "ota-cause-share", subject,
                                   parl_get_attempts_filter (subject, "failed"), &cause->share);

      fact->aspect = add_cohort_rates (context, cause, cohorts);
    }
  add_traceable (context);
  add_uncounted (context);
}

typedef struct
{
  GArray *checks; /* (element-type ParlCheck) */
  double avoided; /* expected failures fewer, now */
} Choice;

static void
free_choice (Choice *choice)
{
  g_array_unref (choice->checks);
  g_free (choice);
}

static void
add_check (Choice *choice, const ParlContext *context, const char *cause)
{
  g_autoptr (ParlLabels) subject = parl_labels_new ("cause", cause, NULL);
  const ParlFact *share = parl_context_find (context, PARL_FACT_CAUSE_SHARE, subject);
  double efficacy = parl_targets_get_efficacy (context->targets, cause);

  parl_checks_add (choice->checks, cause, efficacy);
  choice->avoided += share != NULL ? share->count * efficacy : 0;
}

static Choice *
create_choice (void)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->checks = parl_checks_new ();
  return choice;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Of one check each. */
static int
compare_choices (gconstpointer a, gconstpointer b)
{
  const Choice *x = *(const Choice *const *)a;
  const Choice *y = *(const Choice *const *)b;

  if (x->avoided != y->avoided)
    return x->avoided > y->avoided ? -1 : 1;
  return strcmp (g_array_index (x->checks, ParlCheck, 0).cause,
                 g_array_index (y->checks, ParlCheck, 0).cause);
}

/* Checks that would prevent something: all together first, where they are several, then each alone,
 * the one that would help most first. */
static GPtrArray *
list_choices (const ParlContext *context)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func ((GDestroyNotify)free_choice);
  g_auto (GStrv) names = g_strdupv (context->targets->preventable);
  unsigned n = g_strv_length (names);
  Choice *all = create_choice ();

  qsort (names, n, sizeof (char *), compare_names);
  for (unsigned i = 0; i < n; i++)
    {
      Choice *alone = create_choice ();
      add_check (alone, context, names[i]);
      if (alone->avoided > 0)
        {
          add_check (all, context, names[i]);
          g_ptr_array_add (choices, alone);
        }
      else
        free_choice (alone);
    }
  g_ptr_array_sort (choices, compare_choices);
  if (choices->len > 1)
    g_ptr_array_insert (choices, 0, all);
  else
    free_choice (all);
  return choices;
}

static void
add_choice (ParlContext *context, const Choice *choice, const ParlFact *rate)
{
  g_autoptr (ParlWhatIf) facts
      = parl_make_what_if (rate, choice->checks, false, choice->avoided, context->targets);

  g_ptr_array_add (context->facts, g_steal_pointer (&facts->avoidable));
  g_ptr_array_add (context->facts, g_steal_pointer (&facts->rate));
  if (facts->budget != NULL)
    g_ptr_array_add (context->facts, g_steal_pointer (&facts->budget));
  if (facts->cost != NULL)
    g_ptr_array_add (context->facts, g_steal_pointer (&facts->cost));
}

void
parl_add_check_facts (ParlContext *context)
{
  const ParlFact *rate = parl_context_find (context, "ota-failure-rate", NULL);
  g_autoptr (GPtrArray) choices = list_choices (context);

  if (isnan (rate->value))
    return;
  for (unsigned i = 0; i < choices->len; i++)
    add_choice (context, g_ptr_array_index (choices, i), rate);
}
