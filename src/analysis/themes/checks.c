/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What if the device's state were checked before the update: how many failures would not have
 * happened, and what the rate and the budget would be. An upper bound while the efficacy of a check
 * is 1; whoever words it says "up to". */
#include "config.h"

#include "analysis/themes/themes.h"

#include <math.h>
#include <string.h>

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

/* All checks together first, then each alone, the one that would help most first. */
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
      add_check (all, context, names[i]);
      g_ptr_array_add (choices, alone);
    }
  g_ptr_array_sort (choices, compare_choices);
  if (n > 1)
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
