/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a rollout or stage had run before its failures could be known to be too many, by hours,
 * which is how outcomes are known here; and how long it went on after that, until somebody halted
 * it. A server tells that a rollout is halted, not since when: two looks hold the moment between
 * them. A stage is halted with its rollout, too. Where no success is promised, none is too many. A
 * rollout whose attempts are not known one by one says nothing. */
#include "config.h"

#include "analysis/themes/themes.h"

#include "analysis/fleet.h"

#include <math.h>
#include <string.h>

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

  if (rollout == NULL || isnan (parl_targets_get_slo (context->targets)))
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
  /* The stages that run first: of them a reader can still do something. */
  for (int pass = 0; pass < 2; pass++)
    for (unsigned i = 0; i < rollout->stages->len; i++)
      {
        const ParlStage *stage = g_ptr_array_index (rollout->stages, i);
        bool is_over = parl_stage_get_progress (stage, rollout) == PARL_PROGRESS_FINISHED;
        if (is_over == (pass == 1))
          add_detection (context, rollout, stage, stage->hours, stage->first_outcome);
      }
}

static const ParlSpell *
get_spell (const GArray *spells, unsigned index)
{
  return index < spells->len ? &g_array_index (spells, ParlSpell, index) : NULL;
}

static bool
is_halted (const ParlSpell *spell)
{
  return spell->progress == PARL_PROGRESS_PAUSED || spell->progress == PARL_PROGRESS_STOPPED;
}

/* When it was halted: after one look, and not after another. */
typedef struct
{
  ParlTime after; /* PARL_TIME_NONE: it was halted at the first look */
  ParlTime by;    /* PARL_TIME_NONE: it was not halted */
} Halt;

/* The first halt that was not seen to have ended by @detected: a rollout that went on again by then
 * was halted for something else, one that was still halted needed no other halt. */
static Halt
find_halt (const GArray *spells, ParlTime detected)
{
  for (unsigned i = 0; i < spells->len; i++)
    {
      const ParlSpell *spell = get_spell (spells, i);
      if (!is_halted (spell))
        continue;

      const ParlSpell *before = i > 0 ? get_spell (spells, i - 1) : NULL;
      while (get_spell (spells, i + 1) != NULL && is_halted (get_spell (spells, i + 1)))
        i++; /* called off after a pause: halted all the time */
      const ParlSpell *next = get_spell (spells, i + 1);
      if (next == NULL || next->first > detected)
        return (Halt){ before != NULL ? MIN (before->last, spell->first) : PARL_TIME_NONE,
                       spell->first };
    }
  return (Halt){ PARL_TIME_NONE, PARL_TIME_NONE };
}

static Halt
find_first_halt (const ParlRollout *rollout, const ParlStage *stage, ParlTime detected)
{
  Halt whole = find_halt (rollout->spells, detected);
  Halt part = stage != NULL ? find_halt (stage->spells, detected)
                            : (Halt){ PARL_TIME_NONE, PARL_TIME_NONE };

  if (whole.by == PARL_TIME_NONE || (part.by != PARL_TIME_NONE && part.by < whole.by))
    return part;
  return whole;
}

static ParlFact *
add_fact (ParlContext *context, const char *id, const ParlFact *detect)
{
  ParlFact *fact = parl_context_add (context, id, parl_labels_ref (detect->subject));

  parl_fact_take_filter (fact, parl_labels_ref (detect->subject));
  parl_fact_add_caveat (fact, "by-hour");
  parl_fact_add_caveat (fact, "looks");
  return fact;
}

static double
get_hours (ParlTime detected, ParlTime time)
{
  return (double)(time - detected) / PARL_HOUR;
}

static const char *
get_aspect (Halt halt, ParlTime detected)
{
  return halt.by <= detected ? "early" : halt.after < detected ? "about" : "halted";
}

/* The value is the later of two looks: until then at most it went on. Its window is the time
 * between them. */
static void
set_halt (ParlFact *fact, Halt halt, ParlTime detected)
{
  if (halt.after == PARL_TIME_NONE)
    {
      fact->aspect = g_strdup ("unseen");
      return;
    }
  fact->aspect = g_strdup (get_aspect (halt, detected));
  fact->value = fact->high = get_hours (detected, halt.by);
  fact->low = get_hours (detected, halt.after);
  fact->window = (ParlWindow){ halt.after, halt.by };
}

/* Not halted at the newest look: it goes on, or it is over. @is_over: a stage is over before its
 * rollout is */
static void
add_going (ParlContext *context, const ParlFact *detect, const ParlSpell *newest, bool is_over,
           ParlFact *halt)
{
  ParlTime detected = detect->window.until;

  halt->aspect = g_strdup (is_over ? "finished" : "not-halted");
  if (is_over || newest->last < detected)
    return;
  ParlFact *fact = add_fact (context, "rollout-unhalted", detect);
  fact->value = get_hours (detected, newest->last);
  fact->window = (ParlWindow){ detected, newest->last };
}

static void
add_halt (ParlContext *context, const ParlRollout *rollout, const ParlFact *detect)
{
  ParlTime detected = detect->window.until;
  const char *stage_id = parl_labels_get (detect->subject, "stage");
  const ParlStage *stage = NULL;

  for (unsigned i = 0; stage_id != NULL && i < rollout->stages->len; i++)
    if (strcmp (((ParlStage *)g_ptr_array_index (rollout->stages, i))->id, stage_id) == 0)
      stage = g_ptr_array_index (rollout->stages, i);

  ParlFact *fact = add_fact (context, "rollout-halt", detect);
  Halt halt = find_first_halt (rollout, stage, detected);
  if (rollout->spells->len == 0)
    return; /* nobody has looked since this is noted */
  if (get_spell (rollout->spells, 0)->first > detected)
    parl_fact_add_caveat (fact, "not-watched");
  if (halt.by != PARL_TIME_NONE)
    set_halt (fact, halt, detected);
  else
    {
      const ParlSpell *newest = get_spell (rollout->spells, rollout->spells->len - 1);
      bool is_over = newest->progress == PARL_PROGRESS_FINISHED
                     || (stage != NULL
                         && parl_stage_get_progress (stage, rollout) == PARL_PROGRESS_FINISHED);
      add_going (context, detect, newest, is_over, fact);
    }
}

/* For everything that was detected, in the same order. */
void
parl_add_halt_facts (ParlContext *context)
{
  const ParlRollout *rollout = parl_find_current_rollout (context->snapshot);
  unsigned n = context->facts->len;

  for (unsigned i = 0; rollout != NULL && i < n; i++)
    {
      const ParlFact *fact = g_ptr_array_index (context->facts, i);
      if (parl_fact_is (fact, "rollout-detect"))
        add_halt (context, rollout, fact);
    }
}
