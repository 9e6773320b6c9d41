/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When the current rollout is done, if it goes on as it went: its pace, a forecast with its
 * spread, and how that has changed since the last review. It is of the devices that wait for
 * nothing (waits.c); where none can go on there is no date. Says nothing of a rollout that has no
 * completions, is finished or was called off. */
#include "config.h"

#include "analysis/themes/themes.h"

#include "analysis/statistics/bootstrap.h"
#include "analysis/fleet.h"
#include "model/release.h"

#include <math.h>

#define MOST_DAYS 365 /* no pace of some weeks tells of what is further away */

/* Completions of the target release by day, oldest first, from the day of the first one on. */
typedef struct
{
  double *days;
  unsigned n_days;
  ParlWindow window;
  double sum;
} History;

/* A server that nobody asked can't have told of completions: a day after the last fetch is not
 * seen, which is not the same as empty. */
static unsigned
count_unseen (const ParlContext *context, ParlTime at)
{
  ParlTime fetched = context->updates.fetched;

  return fetched == PARL_TIME_NONE || fetched >= at ? 0 : (at - fetched) / PARL_DAY;
}

/* Of the completions of @release from age @from up to, not with, age @until: into @by_age, where
 * there is such an array, by their age since @from. Returns: their sum */
static double
count_completions (const ParlContext *context, const char *release, unsigned from, unsigned until,
                   double *by_age)
{
  const ParlOutcomes *outcomes = context->snapshot->outcomes;
  double sum = 0;

  for (size_t i = 0; release != NULL && i < parl_outcomes_size (outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (outcomes, i);
      if (cell->outcome != PARL_OUTCOME_SUCCEEDED || g_strcmp0 (cell->to, release) != 0
          || cell->age < (int)from || cell->age >= (int)until)
        continue;
      sum += (double)cell->count;
      if (by_age != NULL)
        by_age[cell->age - (int)from] += (double)cell->count;
    }
  return sum;
}

/* @shift: as of so many days before the snapshot's instant */
static History
read_history (const ParlContext *context, const char *release, unsigned shift)
{
  ParlTime as_of = context->snapshot->as_of - shift * PARL_DAY;
  unsigned n_all = PARL_N_PERIODS * context->scope->days;
  unsigned unseen = MIN (count_unseen (context, as_of), n_all);
  g_autofree double *by_age = g_new0 (double, n_all + 1);
  History self = { .days = g_new0 (double, n_all + 1) };
  unsigned n = n_all;

  count_completions (context, release, shift + unseen, shift + n_all, by_age + unseen);
  while (n > unseen && by_age[n - 1] <= 0)
    n--;
  self.n_days = n - unseen;
  self.window = (ParlWindow){ as_of - n * PARL_DAY, as_of - unseen * PARL_DAY };
  for (unsigned i = 0; i < self.n_days; i++)
    self.sum += self.days[i] = by_age[n - 1 - i];
  return self;
}

static ParlFact *
add_fact (ParlContext *context, const char *id, const ParlRollout *rollout, const History *history)
{
  ParlFact *fact = parl_context_add (context, id, parl_labels_new ("rollout", rollout->id, NULL));

  parl_fact_take_filter (fact,
                         parl_labels_new ("outcome", "succeeded", "to", rollout->release, NULL));
  fact->window = fact->evidence.window = history->window;
  fact->n = history->n_days;
  if (rollout->progress == PARL_PROGRESS_PAUSED)
    parl_fact_add_caveat (fact, "paused");
  return fact;
}

/* When the last review was, in whole days ago, so that it lies on that day; -1: none is known, or
 * it is yet to come. */
static int
find_review (const ParlContext *context)
{
  const ParlPlan *plan = context->snapshot->plan;
  ParlTime as_of = context->snapshot->as_of;

  return plan == NULL || plan->review == PARL_TIME_NONE || plan->review > as_of
             ? -1
             : (int)((as_of - plan->review) / PARL_DAY);
}

/* Days of a forecast that began at @since, from @at on. A forecast from old data may be over by
 * now. */
static double
get_days (double forecast, ParlTime since, ParlTime at)
{
  double days = forecast - (double)(at - since) / PARL_DAY;

  return days < 0 ? 0 : days;
}

/* A day that is told with a number of days is that number of days from now. */
static double
get_date (ParlTime at, double days)
{
  return (double)at + round (days) * PARL_DAY;
}

/* The late end of the forecast as it would have been made @shift days ago; NAN: there was none, or
 * what is known does not reach back far enough to make it again. */
static double
find_late_end_then (const ParlContext *context, const ParlRollout *rollout, double left,
                    unsigned shift)
{
  ParlTime then = context->snapshot->as_of - shift * PARL_DAY;
  unsigned n_days = PARL_N_PERIODS * context->scope->days;
  double done = count_completions (context, rollout->release, 0, shift, NULL);

  ParlTime known = context->snapshot->as_of - PARL_SNAPSHOT_DAYS * PARL_DAY;
  History history = read_history (context, rollout->release, shift);
  G_GNUC_UNUSED g_autofree double *days = history.days;
  bool is_cut = shift + n_days > PARL_SNAPSHOT_DAYS && history.window.since <= known;
  if (is_cut || (rollout->created != PARL_TIME_NONE && rollout->created > then))
    return NAN;

  ParlForecast forecast = parl_bootstrap_days (days, history.n_days, left + done);
  return get_date (then, get_days (forecast.high, history.window.until, then));
}

/* @date: rollout-finish-date */
static void
add_derisked (ParlContext *context, const ParlRollout *rollout, const History *history,
              const ParlFact *date, double left)
{
  int review = find_review (context);
  if (review < 0)
    return;

  ParlFact *fact = add_fact (context, "schedule-derisked", rollout, history);
  double then = find_late_end_then (context, rollout, left, (unsigned)review);

  fact->n = NAN;
  fact->value = (then - date->high) / PARL_DAY;
  if (!isnan (fact->value))
    fact->aspect = g_strdup (fact->value >= 0.5 ? "safer" : fact->value <= -0.5 ? "later" : "same");
}

/* A date that holds for a part of the devices meets no target of all; missing it they do, too. */
static void
aim (ParlFact *fact, double target, bool is_part)
{
  parl_fact_aim_below (fact, target);
  if (is_part && fact->target_state == PARL_TARGET_MET)
    fact->target_state = PARL_TARGET_UNCLEAR;
}

/* @left: what waits for nothing; @is_part: others wait for something */
static void
add_forecast (ParlContext *context, const ParlRollout *rollout, const History *history, double left,
              bool is_part)
{
  ParlForecast forecast = parl_bootstrap_days (history->days, history->n_days, left);
  ParlTime as_of = context->snapshot->as_of, since = history->window.until;

  if (!(forecast.high <= MOST_DAYS))
    forecast = (ParlForecast){ NAN, NAN, NAN };
  ParlFact *days = add_fact (context, "rollout-finish", rollout, history);
  ParlFact *date = add_fact (context, "rollout-finish-date", rollout, history);

  parl_fact_add_caveat (days, "p15-p85");
  parl_fact_add_caveat (date, "p15-p85");
  days->value = get_days (forecast.median, since, as_of);
  days->low = get_days (forecast.low, since, as_of);
  days->high = get_days (forecast.high, since, as_of);
  date->value = get_date (as_of, days->value);
  date->low = get_date (as_of, days->low);
  date->high = get_date (as_of, days->high);
  add_derisked (context, rollout, history, date, left);
  if (context->targets->finish == PARL_TIME_NONE)
    return;
  aim (date, (double)context->targets->finish, is_part);
  aim (days, (double)(context->targets->finish - as_of) / (double)PARL_DAY, is_part);
}

void
parl_add_finish_facts (ParlContext *context)
{
  const ParlRollout *rollout = parl_find_current_rollout (context->snapshot);

  if (rollout == NULL)
    return;

  History history = read_history (context, rollout->release, 0);
  G_GNUC_UNUSED g_autofree double *days = history.days;
  if (!(history.sum > 0))
    return;

  ParlFact *pace = add_fact (context, "rollout-pace", rollout, &history);
  pace->count = history.sum;
  pace->value = history.sum / history.n_days;
  g_autoptr (ParlLabels) subject
      = parl_labels_new ("rollout", rollout->id, "waits", PARL_WAITS_NOTHING, NULL);
  const ParlFact *able = parl_context_find (context, PARL_FACT_WAITS, subject);
  if (able != NULL && able->value > 0)
    add_forecast (context, rollout, &history, able->value, able->value < able->n);
}
