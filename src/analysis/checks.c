/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What if the device's state were checked before the update: how many failures would not have
 * happened, and what the rate and the budget would be. An upper bound while the efficacy of a check
 * is 1; whoever words it says "up to". */
#include "config.h"

#include "analysis/themes.h"

#include <math.h>
#include <string.h>

typedef struct
{
  char *checks;   /* "battery+disk-space" */
  double avoided; /* expected failures fewer, now */
} Choice;

static void
free_choice (Choice *choice)
{
  g_free (choice->checks);
  g_free (choice);
}

static double
count_avoided (const ParlContext *context, const char *cause)
{
  g_autoptr (ParlLabels) filter
      = parl_labels_new ("outcome", "failed", "retry", "no", "cause", cause, NULL);
  ParlTally tally = parl_context_tally (context, filter);

  return parl_tally_sum (&tally, PARL_NOW) * parl_targets_get_efficacy (context->targets, cause);
}

static Choice *
create_choice (char *checks, double avoided)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->checks = checks;
  choice->avoided = avoided;
  return choice;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static int
compare_choices (gconstpointer a, gconstpointer b)
{
  const Choice *x = *(const Choice *const *)a;
  const Choice *y = *(const Choice *const *)b;

  if (x->avoided != y->avoided)
    return x->avoided > y->avoided ? -1 : 1;
  return strcmp (x->checks, y->checks);
}

/* All checks together first, then each alone, the one that would help most first. */
static GPtrArray *
list_choices (const ParlContext *context)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func ((GDestroyNotify)free_choice);
  g_auto (GStrv) names = g_strdupv (context->targets->preventable);
  unsigned n = g_strv_length (names);
  double sum = 0;

  qsort (names, n, sizeof (char *), compare_names);
  for (unsigned i = 0; i < n; i++)
    {
      Choice *choice = create_choice (g_strdup (names[i]), count_avoided (context, names[i]));
      sum += choice->avoided;
      g_ptr_array_add (choices, choice);
    }
  g_ptr_array_sort (choices, compare_choices);
  if (n > 1)
    g_ptr_array_insert (choices, 0, create_choice (g_strjoinv ("+", names), sum));
  return choices;
}

static void
add_choice (ParlContext *context, const Choice *choice, const ParlFact *rate)
{
  ParlLabels *subject = parl_labels_new ("checks", choice->checks, NULL);
  double n_failed = rate->count;
  double remaining = n_failed - choice->avoided;
  double slo = parl_targets_get_slo (context->targets);
  ParlFact *avoidable = parl_context_add (context, "ota-avoidable", subject);

  parl_fact_take_filter (avoidable,
                         parl_labels_with (rate->evidence.filter, "causes", choice->checks));
  parl_fact_set_rate (avoidable, (ParlProportion){ choice->avoided, n_failed });
  parl_fact_judge_size (avoidable, n_failed, context->targets);

  ParlFact *without = parl_context_add (context, "ota-rate-without", parl_labels_ref (subject));
  parl_fact_take_filter (without, parl_labels_ref (rate->evidence.filter));
  parl_fact_set_rate (without, (ParlProportion){ remaining, rate->n });
  parl_fact_aim_below (without, slo);
  parl_fact_judge_size (without, rate->n, context->targets);

  ParlFact *budget = parl_context_add (context, "ota-budget-without", parl_labels_ref (subject));
  double allowed = parl_targets_get_allowed (context->targets, rate->n);
  parl_fact_take_filter (budget, parl_labels_ref (rate->evidence.filter));
  budget->count = remaining;
  budget->n = allowed;
  budget->value = remaining / allowed;
  budget->low = without->low / slo;
  budget->high = without->high / slo;
  parl_fact_aim_below (budget, 1);
  parl_fact_judge_size (budget, rate->n, context->targets);
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
