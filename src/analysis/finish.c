/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When the current rollout is done, if it goes on as it went: its pace, and a forecast with its
 * spread. Says nothing of a rollout that has no completions, is finished or was called off. */
#include "config.h"

#include "analysis/themes.h"

#include "analysis/bootstrap.h"
#include "analysis/fleet.h"
#include "model/release.h"

#include <math.h>

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
count_unseen (const ParlContext *context)
{
  ParlTime fetched = context->updates.fetched;
  ParlTime as_of = context->snapshot->as_of;

  return fetched == PARL_TIME_NONE || fetched >= as_of ? 0 : (as_of - fetched) / PARL_DAY;
}

static History
read_history (const ParlContext *context, const char *release)
{
  const ParlOutcomes *outcomes = context->snapshot->outcomes;
  ParlTime as_of = context->snapshot->as_of;
  unsigned n_all = (as_of - context->windows[PARL_BEFORE].since) / PARL_DAY;
  unsigned unseen = MIN (count_unseen (context), n_all);
  g_autofree double *by_age = g_new0 (double, n_all + 1);
  History self = { .days = g_new0 (double, n_all + 1) };
  unsigned n = n_all;

  for (size_t i = 0; release != NULL && i < parl_outcomes_size (outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (outcomes, i);
      if (cell->outcome == PARL_OUTCOME_SUCCEEDED && g_strcmp0 (cell->to, release) == 0
          && cell->age >= (int)unseen && cell->age < (int)n_all)
        by_age[cell->age] += cell->count;
    }
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

static void
add_forecast (ParlContext *context, const ParlRollout *rollout, const History *history, double left)
{
  ParlForecast forecast = parl_bootstrap_days (history->days, history->n_days, left);
  ParlFact *days = add_fact (context, "rollout-finish", rollout, history);
  ParlFact *date = add_fact (context, "rollout-finish-date", rollout, history);

  parl_fact_add_caveat (days, "p15-p85");
  parl_fact_add_caveat (date, "p15-p85");
  days->value = forecast.median;
  days->low = forecast.low;
  days->high = forecast.high;
  date->value = (double)history->window.until + forecast.median * PARL_DAY;
  date->low = (double)history->window.until + forecast.low * PARL_DAY;
  date->high = (double)history->window.until + forecast.high * PARL_DAY;
  if (context->targets->finish == PARL_TIME_NONE)
    return;
  parl_fact_aim_below (date, (double)context->targets->finish);
  parl_fact_aim_below (days, (double)(context->targets->finish - history->window.until)
                                 / (double)PARL_DAY);
}

void
parl_add_finish_facts (ParlContext *context)
{
  const ParlRollout *rollout = parl_find_current_rollout (context->snapshot);
  double left = 0;

  if (rollout == NULL)
    return;

  History history = read_history (context, rollout->release);
  g_autofree double *days = history.days;
  if (!(history.sum > 0))
    return;

  ParlFact *pace = add_fact (context, "rollout-pace", rollout, &history);
  pace->count = history.sum;
  pace->value = history.sum / history.n_days;
  for (unsigned i = 0; i < rollout->stages->len; i++)
    left += (double)parl_stage_count_left (g_ptr_array_index (rollout->stages, i));
  if (left > 0
      && (rollout->progress == PARL_PROGRESS_RUNNING || rollout->progress == PARL_PROGRESS_PAUSED))
    add_forecast (context, rollout, &history, left);
}
