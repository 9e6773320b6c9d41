/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a rollout or stage went on after its failures were surely too many, until somebody
 * halted it. A server tells that a rollout is halted, not since when: two looks hold the moment
 * between them. A stage is halted with its rollout, too. Knows nothing of counts. */
#include "config.h"

#include "analysis/themes/themes.h"

#include "analysis/fleet.h"

#include <math.h>
#include <string.h>

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

/* Not halted at the newest look: it goes on, or it is over. */
static void
add_going (ParlContext *context, const ParlFact *detect, const ParlSpell *newest, ParlFact *halt)
{
  ParlTime detected = detect->window.until;

  halt->aspect = g_strdup (newest->progress == PARL_PROGRESS_FINISHED ? "finished" : "not-halted");
  if (newest->progress == PARL_PROGRESS_FINISHED || newest->last < detected)
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
    add_going (context, detect, get_spell (rollout->spells, rollout->spells->len - 1), fact);
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
