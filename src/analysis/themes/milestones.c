/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What milestones changed: the share that each was to change, in the weeks before its day and in
 * the last ones. Before and after is all that this is: nothing here says why. Knows no plan but the
 * snapshot's. */
#include "config.h"

#include "analysis/listing.h"
#include "analysis/catalogue.h"
#include "analysis/predicate.h"
#include "analysis/themes/themes.h"

#include <string.h>

#define MOST_WEEKS 4
#define WEEK 7

/* The two windows, in days of age. */
typedef struct
{
  const char *reason; /* why there are none: "early" or "history"; NULL: there are */
  int n_days;         /* of each */
  int before;         /* the newest age of the window before */
} Weeks;

static char *
join_keys (const ParlLabels *subject)
{
  g_autoptr (GString) keys = g_string_new (NULL);

  for (unsigned i = 0; i < parl_labels_size (subject); i++)
    g_string_append_printf (keys, "%s%s", i > 0 ? "," : "", parl_labels_get_key (subject, i));
  return g_string_free (g_steal_pointer (&keys), FALSE);
}

/* @id: of a fact
 * Returns: whether a fact of this id and of such a subject can be counted before and after a day */
bool
parl_milestone_can_measure (const char *id, const ParlLabels *subject)
{
  g_return_val_if_fail (subject != NULL, false);

  const ParlCatalogueEntry *measure = parl_catalogue_find (id);
  if (measure == NULL || measure->milestones == NULL)
    return false;

  for (unsigned i = 0; i < parl_labels_size (subject); i++)
    if (*parl_labels_get_value (subject, i) == '\0')
      return false;

  g_auto (GStrv) allowed = g_strsplit (measure->milestones, "|", -1);
  g_autofree char *keys = join_keys (subject);
  return g_strv_contains ((const char *const *)allowed, *keys != '\0' ? keys : "-");
}

/* Returns: (transfer full): all that may be measured, as addresses of facts, for a message */
char *
parl_milestone_list_measures (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (size_t i = 0; i < parl_catalogue_size (); i++)
    {
      const ParlCatalogueEntry *measure = parl_catalogue_get (i);
      if (measure->milestones == NULL)
        continue;

      g_auto (GStrv) subjects = g_strsplit (measure->milestones, "|", -1);
      for (unsigned j = 0; subjects[j] != NULL; j++)
        {
          g_auto (GStrv) keys = g_strsplit (subjects[j], ",", -1);
          g_autofree char *values = g_strjoinv ("=…,", keys);
          g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", measure->id);
          if (strcmp (values, "-") != 0)
            g_string_append_printf (text, "?%s=…", values);
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* @effect: a fact milestone-effect
 * Returns: whether before and after could be compared, whatever came out */
bool
parl_milestone_is_measured (const ParlFact *effect)
{
  static const char *const aspects[] = { "better", "worse", "same", NULL };

  return effect->aspect != NULL && g_strv_contains (aspects, effect->aspect);
}

/* The age of the oldest attempt that is known; -1: none is. Before it nothing was observed, which
 * is not the same as nothing happened. */
static int
find_oldest (const ParlOutcomes *outcomes)
{
  int oldest = -1;

  for (size_t i = 0; i < parl_outcomes_size (outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (outcomes, i);
      if (cell->count > 0)
        oldest = MAX (oldest, cell->age);
    }
  return oldest;
}

/* Whole weeks, as many on both sides: the last ones before the day on which it was done, and the
 * last ones of all. The day itself is in neither, so that they never overlap; that holds for days
 * of the calendar, too, which is how counters come.
 *
 *        before              done            now
 *   |...n_days...|          | day |     |...n_days...|
 *                ^ age `before`                      ^ age 0
 */
static Weeks
find_weeks (const ParlContext *context, ParlTime done)
{
  int since = (int)((context->snapshot->as_of - done) / PARL_DAY);
  int before = since + 1;
  int weeks_after = MAX (since - 1, 0) / WEEK;
  int weeks_before = MAX (find_oldest (context->snapshot->outcomes) + 1 - before, 0) / WEEK;
  int weeks = MIN (MIN (weeks_after, weeks_before), MOST_WEEKS);

  return (Weeks){ .reason = weeks_after < 1    ? "early"
                            : weeks_before < 1 ? "history"
                                               : NULL,
                  .n_days = weeks * WEEK,
                  .before = before };
}

static double
count (const ParlContext *context, const ParlLabels *filter, int first_age, int n_days)
{
  const ParlOutcomes *outcomes = context->snapshot->outcomes;
  ParlQuery query = { PARL_ROWS_ATTEMPTS, (ParlLabels *)filter, context->windows[PARL_NOW] };
  g_autoptr (ParlPredicate) predicate
      = parl_predicate_new (&query, context->snapshot, context->targets, NULL);
  double sum = 0;
  g_assert (predicate != NULL); /* filters are made here */

  for (size_t i = 0; i < parl_outcomes_size (outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (outcomes, i);
      if (cell->age >= first_age && cell->age < first_age + n_days
          && parl_predicate_accepts_cell (predicate, cell))
        sum += (double)cell->count;
    }
  return sum;
}

/* The rows of the part and of the whole: attempts that failed of those that were tried, or of those
 * that failed the ones with a trace. A cause is asked of the part alone. */
static void
make_filters (const ParlCatalogueEntry *measure, const ParlLabels *subject, ParlLabels **part,
              ParlLabels **whole)
{
  const char *cohort = parl_labels_get (subject, "cohort");
  g_autoptr (ParlLabels) tried_of = parl_labels_get (subject, "cause") != NULL
                                        ? parl_labels_new ("cohort", cohort, NULL)
                                        : parl_labels_ref (subject);
  g_autoptr (ParlLabels) failed = parl_get_attempts_filter (subject, "failed");

  bool traced = measure == parl_catalogue_find (PARL_FACT_TRACEABLE);

  *part = traced ? parl_labels_with (failed, "traced", "yes") : parl_labels_ref (failed);
  *whole = traced ? parl_labels_ref (failed) : parl_get_attempts_filter (tried_of, "tried");
}

static const char *
get_aspect (const ParlFact *effect, bool more_is_better)
{
  if (effect->verdict == PARL_VERDICT_CONFIRMED)
    return (effect->comparison.change > 0) == more_is_better ? "better" : "worse";
  return effect->verdict == PARL_VERDICT_NO_CHANGE ? "same" : "few";
}

static void
add_measured (ParlContext *context, const ParlMilestone *milestone,
              const ParlCatalogueEntry *measure, const Weeks *weeks)
{
  ParlTime as_of = context->snapshot->as_of;
  ParlWindow now = { as_of - weeks->n_days * PARL_DAY, as_of };
  ParlTime middle = as_of - weeks->before * PARL_DAY;
  ParlLabels *part, *filter;
  make_filters (measure, milestone->of, &part, &filter);
  g_autoptr (ParlLabels) whole = filter;

  ParlPair pair = { { [PARL_NOW] = { count (context, part, 0, weeks->n_days),
                                     count (context, whole, 0, weeks->n_days) },
                      [PARL_BEFORE] = { count (context, part, weeks->before, weeks->n_days),
                                        count (context, whole, weeks->before, weeks->n_days) } } };
  ParlFact *effect = parl_context_add_rate (
      context, "milestone-effect", parl_labels_new ("milestone", milestone->id, NULL), part, &pair);
  effect->window = effect->evidence.window = now;
  effect->comparison.window = (ParlWindow){ middle - weeks->n_days * PARL_DAY, middle };
  if (effect->verdict == PARL_VERDICT_NONE) /* nothing before */
    effect->verdict = PARL_VERDICT_TOO_LITTLE;
  effect->aspect = g_strdup (get_aspect (effect, measure->good == PARL_GOOD_MORE));
  parl_fact_add_caveat (effect, "before-after");
}

/* Its row is the milestone itself. */
static void
add_unmeasured (ParlContext *context, const ParlMilestone *milestone, const char *reason)
{
  g_autoptr (ParlLabels) subject = parl_labels_new ("milestone", milestone->id, NULL);
  ParlFact *effect = parl_context_add (context, "milestone-effect", parl_labels_ref (subject));

  effect->aspect = g_strdup (reason);
  effect->window = (ParlWindow){ PARL_TIME_NONE, context->snapshot->as_of };
  effect->evidence.rows = PARL_ROWS_MILESTONES;
  effect->evidence.window = effect->window;
  parl_fact_take_filter (effect, parl_labels_ref (subject));
}

static bool
add_effect (ParlContext *context, const ParlMilestone *milestone)
{
  const ParlCatalogueEntry *measure = parl_catalogue_find (milestone->measure);
  Weeks weeks = find_weeks (context, milestone->done);

  if (measure == NULL || measure->milestones == NULL)
    add_unmeasured (context, milestone, "plain");
  else if (weeks.reason != NULL)
    add_unmeasured (context, milestone, weeks.reason);
  else
    add_measured (context, milestone, measure, &weeks);

  const ParlFact *effect = g_ptr_array_index (context->facts, context->facts->len - 1);
  return parl_milestone_is_measured (effect);
}

/* Without a plan nothing is said; of one in which nothing is done, that there is nothing yet. */
void
parl_add_milestone_facts (ParlContext *context)
{
  const ParlPlan *plan = context->snapshot->plan;
  double done = 0, measured = 0;

  if (plan == NULL || plan->milestones->len == 0)
    return;
  for (unsigned i = 0; i < plan->milestones->len; i++)
    {
      const ParlMilestone *milestone = g_ptr_array_index (plan->milestones, i);
      if (!parl_milestone_is_done (milestone, context->snapshot->as_of))
        continue;
      done++;
      measured += add_effect (context, milestone);
    }

  ParlFact *delivered = parl_context_add (context, "value-delivered", parl_labels_new (NULL, NULL));
  parl_fact_take_filter (delivered, parl_labels_new ("done", "yes", NULL));
  delivered->n = done;
  if (done > 0)
    delivered->value = delivered->count = measured;
}

static const char *const milestone_columns[]
    = { "milestone", "title",   "outcome", "owner", "start",   "due",
        "done",      "measure", "before",  "now",   "verdict", NULL };

static char *
format_measure (const ParlMilestone *milestone)
{
  g_autofree char *of
      = milestone->of != NULL ? parl_labels_to_string (milestone->of) : g_strdup ("");

  return g_strconcat (milestone->measure != NULL ? milestone->measure : "", *of != '\0' ? "?" : "",
                      of, NULL);
}

static void
list_milestone (ParlListing *self, const ParlMilestone *milestone)
{
  g_autoptr (ParlLabels) subject = parl_labels_new ("milestone", milestone->id, NULL);
  const ParlFact *effect
      = parl_findings_find (self->findings, PARL_FACT_MILESTONE_EFFECT, subject, true);
  bool is_measured = effect != NULL && parl_milestone_is_measured (effect);
  g_autofree char *start = parl_listing_format_time (milestone->start);
  g_autofree char *due = parl_listing_format_time (milestone->due);
  g_autofree char *done = parl_listing_format_time (milestone->done);
  g_autofree char *measure = format_measure (milestone);
  g_autofree char *before
      = is_measured ? parl_listing_format_number (effect->comparison.value) : NULL;
  g_autofree char *now = is_measured ? parl_listing_format_number (effect->value) : NULL;

  parl_listing_add (self, self->measure == PARL_MEASURE_EFFECT && is_measured, milestone->id,
                    milestone->title, milestone->outcome, milestone->owner, start, due, done,
                    measure, before, now,
                    is_measured ? parl_verdict_to_string (effect->verdict) : NULL);
}

void
parl_list_milestones (ParlListing *self)
{
  const ParlPlan *plan = self->findings->snapshot->plan;

  self->evidence->columns = milestone_columns;
  for (unsigned i = 0; plan != NULL && i < plan->milestones->len; i++)
    {
      const ParlMilestone *milestone = g_ptr_array_index (plan->milestones, i);
      if (parl_predicate_accepts_milestone (self->predicate, milestone))
        list_milestone (self, milestone);
    }
}

/* Of what is not measured the row is the milestone itself, which adds nothing. */
void
parl_list_effect (ParlListing *self)
{
  if (self->fact->evidence.rows == PARL_ROWS_MILESTONES)
    self->measure = PARL_MEASURE_NONE;
  parl_list_any (self);
}
