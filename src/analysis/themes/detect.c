/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a rollout or stage had run before its failures could be known to be too many. By hours,
 * which is how outcomes are known here; a rollout whose attempts are not known one by one says
 * nothing. When it was halted is halt.c's. */
#include "config.h"

#include "analysis/themes/themes.h"

#include "analysis/fleet.h"

#include <math.h>

static int
compare_hours (gconstpointer a, gconstpointer b)
{
  ParlTime x = ((const ParlStageHour *)a)->until;
  ParlTime y = ((const ParlStageHour *)b)->until;

  return (x > y) - (x < y);
}

/* The end of the first hour at which the lower bound is above what the promise leaves room for.
 * Looking every hour finds by chance more often than looking once: hence 99 %, not 95 %.
 * Returns: PARL_TIME_NONE: never yet */
static ParlTime
find_detection (const GArray *hours, const ParlTargets *targets, double *n)
{
  double slo = parl_targets_get_slo (targets);
  double failed = 0, tried = 0;

  for (unsigned i = 0; i < hours->len; i++)
    {
      const ParlStageHour *hour = &g_array_index (hours, ParlStageHour, i);
      bool is_whole = i + 1 == hours->len || hour[1].until != hour->until;

      failed += (double)hour->failed;
      tried += (double)(hour->succeeded + hour->failed);
      if (is_whole && tried >= targets->minimum_n
          && parl_wilson_at (failed, tried, PARL_Z_99).low > slo)
        {
          *n = tried;
          return hour->until;
        }
    }
  return PARL_TIME_NONE;
}

/* @first: the first outcome: what came before it no server tells */
static void
add_detection (ParlContext *context, const ParlRollout *rollout, const ParlStage *stage,
               const GArray *hours, ParlTime first)
{
  double n = NAN;
  ParlTime found = find_detection (hours, context->targets, &n);
  g_autoptr (ParlLabels) subject
      = parl_labels_new ("rollout", rollout->id, "stage", stage != NULL ? stage->id : NULL, NULL);

  if (found == PARL_TIME_NONE || first == PARL_TIME_NONE)
    return;

  ParlFact *fact = parl_context_add (context, "rollout-detect", parl_labels_ref (subject));
  parl_fact_take_filter (fact, parl_labels_ref (subject));
  parl_fact_add_caveat (fact, "by-hour");
  fact->window = (ParlWindow){ first, found };
  fact->value = (double)(found - first) / PARL_HOUR;
  fact->n = n;
}

void
parl_add_detect_facts (ParlContext *context)
{
  const ParlRollout *rollout = parl_find_current_rollout (context->snapshot);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (ParlStageHour));
  ParlTime first = PARL_TIME_NONE;

  if (rollout == NULL)
    return;
  for (unsigned i = 0; i < rollout->stages->len; i++)
    {
      const ParlStage *stage = g_ptr_array_index (rollout->stages, i);

      if (stage->hours->len > 0)
        g_array_append_vals (all, stage->hours->data, stage->hours->len);
      if (stage->first_outcome != PARL_TIME_NONE)
        first = first == PARL_TIME_NONE ? stage->first_outcome : MIN (first, stage->first_outcome);
    }
  g_array_sort (all, compare_hours);
  add_detection (context, rollout, NULL, all, first);
  for (unsigned i = 0; i < rollout->stages->len; i++)
    {
      const ParlStage *stage = g_ptr_array_index (rollout->stages, i);
      add_detection (context, rollout, stage, stage->hours, stage->first_outcome);
    }
}
