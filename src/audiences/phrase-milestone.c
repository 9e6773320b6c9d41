/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the plan calls its milestones, and what an audience calls the numbers that they were to
 * change. Looks up words; judges no day. */
#include "config.h"

#include "audiences/phrase.h"

#include "analysis/catalogue.h"
#include "audiences/fact-words.h"
#include "audiences/format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const ParlMilestone *
find_milestone (const ParlFindings *findings, const ParlFact *fact)
{
  const char *id = parl_labels_get (fact->subject, "milestone");

  return id != NULL && findings->snapshot->plan != NULL
             ? parl_plan_find (findings->snapshot->plan, id)
             : NULL;
}

/* @id: of a milestone
 * Returns: (transfer full) (nullable): its title */
char *
parl_phrase_find_milestone (const ParlFindings *findings, const char *id)
{
  const ParlPlan *plan = findings->snapshot->plan;
  const ParlMilestone *milestone = plan != NULL ? parl_plan_find (plan, id) : NULL;

  return milestone != NULL ? g_strdup (milestone->title) : NULL;
}

/* "failed updates, devices on v2.3": the audience's word for the fact, else what the catalogue says
 * that it is. */
static char *
make_measure (const ParlPhraseContext *context, const ParlMilestone *milestone)
{
  const ParlCatalogueEntry *entry = parl_catalogue_find (milestone->measure);
  if (entry == NULL)
    return NULL;

  g_autoptr (ParlFact) measured = parl_fact_new (entry->id, parl_labels_ref (milestone->of));
  g_autofree char *word = parl_phrase_translate_word (context->audience, milestone->measure);
  g_autofree char *subject
      = parl_fact_words_make_subject (context->audience, context->findings, measured);
  const char *meaning = strcmp (word, milestone->measure) == 0 ? _ (entry->meaning) : word;

  return subject == NULL ? g_strdup (meaning)
                         : g_strdup_printf (C_ ("fact", "%s, %s"), meaning, subject);
}

/* Days of the plan are days everywhere: its noon lies on the same day for nearly every reader. */
char *
parl_phrase_format_day (ParlTime day, ParlDateStyle style)
{
  return parl_format_date (day + PARL_DAY / 2, style);
}

/* @name: "measure", "span", "done-day" or "review"
 * Returns: (transfer full) (nullable): what fills it; %NULL when the fact is of no milestone, or
 * the plan does not say it */
char *
parl_phrase_make_milestone (const ParlPhraseContext *context, const char *name)
{
  const ParlFact *fact = context->fact;
  const ParlPlan *plan = context->findings->snapshot->plan;
  const ParlMilestone *milestone = find_milestone (context->findings, fact);

  if (strcmp (name, "review") == 0)
    return plan == NULL || plan->review == PARL_TIME_NONE
               ? NULL
               : parl_phrase_format_day (plan->review, PARL_DATE_SHORT);
  if (milestone == NULL)
    return NULL;
  if (strcmp (name, "done-day") == 0)
    return milestone->done == PARL_TIME_NONE
               ? NULL
               : parl_phrase_format_day (milestone->done, PARL_DATE_SHORT);
  if (strcmp (name, "span") == 0)
    return fact->window.since == PARL_TIME_NONE
               ? NULL
               : parl_format_days (
                   (unsigned)((fact->window.until - fact->window.since) / PARL_DAY));
  return make_measure (context, milestone);
}
