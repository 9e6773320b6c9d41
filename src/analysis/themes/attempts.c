/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists update attempts as rows behind a number: one by one where they are known so, else the cells
 * in which they were counted. Knows what a check weighs, no other theme. */
#include "config.h"

#include "analysis/listing.h"
#include "analysis/themes/themes.h"

#include "analysis/fleet.h"
#include "model/release.h"

#include <math.h>
#include <string.h>

static const char *const attempt_columns[]
    = { "device",  "class", "site",    "started", "ended", "from", "to",
        "outcome", "cause", "message", "rollout", "stage", "link", NULL };
static const char *const cell_columns[]
    = { "day", "from", "to", "class", "site", "outcome", "cause", "count", NULL };

/* What the checks would prevent of the failures of @cause. */
static double
get_efficacy (const ParlListing *self, const char *cause)
{
  const GArray *checks = self->fact->checks;

  for (unsigned i = 0; checks != NULL && i < checks->len; i++)
    if (strcmp (g_array_index (checks, ParlCheck, i).cause, cause) == 0)
      return g_array_index (checks, ParlCheck, i).efficacy;
  return 0;
}

/* What one failure of @cause adds. */
static double
weigh_attempt (const ParlListing *self, const char *cause)
{
  const char *name = cause != NULL ? cause : PARL_CAUSE_UNKNOWN;
  double efficacy = get_efficacy (self, name);

  if (self->measure == PARL_MEASURE_AVOIDED)
    return efficacy;
  return self->measure == PARL_MEASURE_REMAINING ? 1 - efficacy : 1;
}

static bool
is_in_window (ParlWindow window, ParlTime time)
{
  if (window.since == PARL_TIME_NONE)
    return time == PARL_TIME_NONE || time < window.until;
  return time >= window.since && time < window.until;
}

static void
list_known (ParlListing *self)
{
  GPtrArray *attempts = self->attempts;

  self->evidence->columns = attempt_columns;
  for (unsigned i = 0; i < attempts->len; i++)
    {
      const ParlAttempt *attempt = g_ptr_array_index (attempts, i);
      double weight = weigh_attempt (self, attempt->cause);

      if (weight == 0 || !is_in_window (self->fact->evidence.window, attempt->ended)
          || !parl_scope_accepts (self->findings->scope, attempt->from, attempt->device_class,
                                  attempt->site)
          || !parl_predicate_accepts_attempt (self->predicate, attempt))
        continue;

      g_autofree char *started = parl_listing_format_time (attempt->started);
      g_autofree char *ended = parl_listing_format_time (attempt->ended);
      g_autofree char *from = parl_release_to_text (attempt->from);
      g_autofree char *to = parl_release_to_text (attempt->to);
      parl_listing_add (
          self, weight, attempt->device, attempt->device_class, attempt->site, started, ended, from,
          to, parl_outcome_to_string (attempt->outcome), attempt->cause, attempt->message,
          parl_get_rollout_name (self->findings->snapshot, attempt->rollout),
          parl_get_stage_name (self->findings->snapshot, attempt->rollout, attempt->stage),
          attempt->link);
    }
}

/* Days of age, counted back from the end of updates. A window that ends at as-of where updates end
 * with its day ends within the same day of age. */
static bool
is_cell_wanted (const ParlListing *self, const ParlOutcomeCount *cell)
{
  ParlWindow window = self->fact->evidence.window;
  ParlTime end = self->findings->window.until;
  ParlTime since = window.since != PARL_TIME_NONE ? window.since : self->findings->before.since;

  return cell->age >= (end - window.until) / PARL_DAY && cell->age < (end - since) / PARL_DAY
         && cell->count != 0 && weigh_attempt (self, cell->cause) != 0
         && parl_predicate_accepts_cell (self->predicate, cell);
}

/* A calendar day is told as such: "2026-11-13". */
static char *
format_day (const ParlOutcomeCount *cell, ParlTime begin)
{
  g_autofree char *time = parl_listing_format_time (begin);

  return cell->by_day ? g_strndup (time, strlen ("2026-11-13")) : g_steal_pointer (&time);
}

/* The cells that were counted: what there is to show of a source that keeps counters. A cell's day
 * begins (age + 1) days before the snapshot's instant, unless it is a calendar day. */
static void
list_cells (ParlListing *self)
{
  ParlOutcomes *outcomes = self->findings->snapshot->outcomes;

  self->evidence->columns = cell_columns;
  for (size_t i = 0; i < parl_outcomes_size (outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (outcomes, i);

      if (!is_cell_wanted (self, cell))
        continue;

      ParlTime day = cell->by_day ? parl_get_day_begin (self->findings->as_of, cell->age)
                                  : self->findings->as_of - (cell->age + 1) * PARL_DAY;
      g_autofree char *date = format_day (cell, day);
      g_autofree char *count = parl_listing_format_number (cell->count);
      g_autofree char *from = parl_release_to_text (cell->from);
      g_autofree char *to = parl_release_to_text (cell->to);
      parl_listing_add (self, weigh_attempt (self, cell->cause) * cell->count, date, from, to,
                        cell->device_class, cell->site, parl_outcome_to_string (cell->outcome),
                        cell->cause, count);
    }
}

/* What the rows must add up to: the fact's count; of a fact that has none, all that was counted. */
static double
count_wanted (const ParlListing *self)
{
  ParlOutcomes *outcomes = self->findings->snapshot->outcomes;
  double count = 0;

  if (!isnan (self->fact->count))
    return self->fact->count;
  for (size_t i = 0; i < parl_outcomes_size (outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (outcomes, i);
      if (is_cell_wanted (self, cell))
        count += weigh_attempt (self, cell->cause) * cell->count;
    }
  return count;
}

/* Attempts where they add up to the number; else, or where there are none, the cells. */
void
parl_list_attempts (ParlListing *self)
{
  double wanted = count_wanted (self);

  if (self->attempts != NULL)
    list_known (self);
  if (self->attempts != NULL && fabs (self->evidence->sum - wanted) <= 1e-6 * MAX (wanted, 1))
    return;
  parl_listing_drop (self);
  list_cells (self);
}
