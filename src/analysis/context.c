/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps that all themes share: a fact is made, attempts are counted, a rate gets its interval,
 * its comparison and its verdict. Knows no theme. */
#include "config.h"

#include "analysis/context.h"

#include "analysis/catalogue.h"
#include "analysis/predicate.h"

#include <math.h>
#include <string.h>
#include <stdlib.h>

/* Hours without any sample that may pass before it counts as a gap. */
#define MOST_HOURS_OFF 96

static int
compare_addresses (const void *a, const void *b)
{
  return ((uintptr_t)a > (uintptr_t)b) - ((uintptr_t)a < (uintptr_t)b);
}

/* Of two cells that differ in more than site and target release. Any total order will do. The table
 * keeps each different string once, so an address is as good as its text. */
static int
compare_cells (gconstpointer a, gconstpointer b)
{
  const ParlOutcomeCount *x = a;
  const ParlOutcomeCount *y = b;
  const int orders[] = {
    x->age - y->age,
    (int)x->outcome - (int)y->outcome,
    x->retry - y->retry,
    x->traced - y->traced,
    x->by_day - y->by_day,
    compare_addresses (x->from, y->from),
    compare_addresses (x->device_class, y->device_class),
    compare_addresses (x->cause, y->cause),
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (orders); i++)
    if (orders[i] != 0)
      return orders[i];
  return 0;
}

/* Merges cells that differ only in site and target release: facts are some hundred counts over the
 * table and ask for neither, so a fleet at a thousand sites is counted as fast as one at one.
 * @outcomes: outlives the result, which borrows its strings
 * @n_days: ages 0 .. @n_days - 1 are kept
 * Returns: (transfer full) (element-type ParlOutcomeCount): what was counted, by age, outcome,
 *   retry, release before, class, cause, trace and whether it is by day; `site` and `to` are %NULL
 */
static GArray *
merge_cells (const ParlOutcomes *outcomes, int n_days)
{
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (ParlOutcomeCount));
  unsigned n_merged = 0;

  for (size_t i = 0; i < parl_outcomes_size (outcomes); i++)
    {
      ParlOutcomeCount cell = *parl_outcomes_get (outcomes, i);
      cell.site = cell.to = NULL;
      if (cell.count > 0 && cell.age >= 0 && cell.age < n_days)
        g_array_append_val (cells, cell);
    }
  g_array_sort (cells, compare_cells);

  ParlOutcomeCount *all = (ParlOutcomeCount *)(void *)cells->data;
  for (unsigned i = 0; i < cells->len; i++)
    if (n_merged > 0 && compare_cells (&all[n_merged - 1], &all[i]) == 0)
      all[n_merged - 1].count += all[i].count;
    else
      all[n_merged++] = all[i];
  g_array_set_size (cells, n_merged);
  return cells;
}

static bool
is_speed_source (const ParlSourceState *source)
{
  return (source->feeds & PARL_FEEDS_SPEED) != 0;
}

static void
add_source (ParlFeed *feed, const ParlSourceState *source, bool is_first)
{
  feed->source = is_first ? source->name : NULL;
  if (source->newest != PARL_TIME_NONE)
    feed->newest
        = feed->newest == PARL_TIME_NONE ? source->newest : MIN (feed->newest, source->newest);
  feed->fetched = MAX (feed->fetched, source->fetched);
  feed->partial |= !parl_source_state_is_whole (source);
  feed->failed |= source->state == PARL_SYNC_FAILED;
}

/* A fleet whose updates are known from counters alone has only speed sources: then they feed both,
 * and the other way round. A source that was never heard of has no kind: nothing is from it yet,
 * and either side may miss something. */
static ParlFeed
find_feed (const ParlSnapshot *snapshot, bool speed)
{
  ParlFeed feed = { NULL, PARL_TIME_NONE, PARL_TIME_NONE, false, false };
  unsigned n_wanted = 0, n_added = 0;

  for (unsigned i = 0; i < snapshot->sources->len; i++)
    {
      const ParlSourceState *source = g_ptr_array_index (snapshot->sources, i);
      n_wanted += source->kind != NULL && is_speed_source (source) == speed;
    }
  for (unsigned i = 0; i < snapshot->sources->len; i++)
    {
      const ParlSourceState *source = g_ptr_array_index (snapshot->sources, i);

      if (source->kind == NULL)
        feed.partial = true;
      else if (n_wanted == 0 || is_speed_source (source) == speed)
        add_source (&feed, source, n_added++ == 0);
    }
  return feed;
}

/* Where updates are known by calendar day alone, their windows are whole days, too, and end with
 * the day of as-of: a day is named after itself. What is observed at instants ends at as-of. */
static ParlTime
find_end_of_updates (const ParlSnapshot *snapshot)
{
  size_t n = parl_outcomes_size (snapshot->outcomes);

  for (size_t i = 0; i < n; i++)
    if (!parl_outcomes_get (snapshot->outcomes, i)->by_day)
      return snapshot->as_of;
  return n > 0 ? parl_get_day_begin (snapshot->as_of, 0) + PARL_DAY : snapshot->as_of;
}

/* Whether speed is unknown for days between times when it is known; a weekend without cameras is no
 * gap. Looks at the whole fleet: a class may have been off. */
static bool
has_gap (const ParlSnapshot *snapshot, ParlWindow window)
{
  const GPtrArray *all = (snapshot->whole != NULL ? snapshot->whole : snapshot)->series;
  size_t n = (size_t)((window.until - window.since) / PARL_HOUR) + 1, since = 0;
  g_autofree bool *is_known = g_new0 (bool, n);
  bool is_first = true;

  for (unsigned i = 0; i < all->len; i++)
    {
      const ParlSeries *series = g_ptr_array_index (all, i);
      for (size_t j = 0; j < series->length; j++)
        if (series->times[j] >= window.since && series->times[j] < window.until)
          is_known[(series->times[j] - window.since) / PARL_HOUR] = true;
    }
  for (size_t hour = 0; hour < n; hour++)
    {
      if (!is_known[hour])
        continue;
      if (!is_first && hour - since > MOST_HOURS_OFF)
        return true;
      is_first = false;
      since = hour;
    }
  return false;
}

static void
set_windows (ParlWindow *windows, ParlTime end, ParlTime span)
{
  windows[PARL_NOW] = (ParlWindow){ end - span, end };
  windows[PARL_BEFORE] = (ParlWindow){ end - 2 * span, end - span };
}

/* @snapshot: narrowed to @scope; outlives the context, as @targets and @scope do */
ParlContext *
parl_context_new (const ParlSnapshot *snapshot, const ParlTargets *targets, const ParlScope *scope)
{
  ParlContext *self = g_new0 (ParlContext, 1);
  ParlTime span = scope->days * PARL_DAY;

  self->snapshot = snapshot;
  self->targets = targets;
  self->scope = scope;
  set_windows (self->windows, find_end_of_updates (snapshot), span);
  set_windows (self->speed_windows, snapshot->as_of, span);
  self->updates = find_feed (snapshot, false);
  self->speed = find_feed (snapshot, true);
  self->speed.partial |= has_gap (snapshot, (ParlWindow){ self->speed_windows[PARL_BEFORE].since,
                                                          self->speed_windows[PARL_NOW].until });
  self->cells = merge_cells (snapshot->outcomes, PARL_N_PERIODS * (int)scope->days);
  self->facts = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_fact_free);
  return self;
}

void
parl_context_free (ParlContext *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->cells);
  g_ptr_array_unref (self->facts);
  g_free (self);
}

/* @id: in the catalogue, which gives the unit and the kind of rows
 * @subject: (transfer full): what the fact speaks about
 * Returns: (transfer none): a new fact with window, source, freshness, caveats and an evidence
 *   query without filter; its numbers are for the caller to set */
ParlFact *
parl_context_add (ParlContext *self, const char *id, ParlLabels *subject)
{
  ParlFact *fact = parl_fact_new (id, subject);
  const ParlCatalogueEntry *entry = fact->entry;
  bool of_speed = entry->rows == PARL_ROWS_SERIES;
  const ParlFeed *feed = of_speed ? &self->speed : &self->updates;

  fact->window = of_speed ? self->speed_windows[PARL_NOW]
                 : entry->rows == PARL_ROWS_ATTEMPTS
                     ? self->windows[PARL_NOW]
                     : (ParlWindow){ PARL_TIME_NONE, self->snapshot->as_of };
  fact->source = g_strdup (feed->source);
  fact->freshness = feed->newest;
  if (feed->partial)
    parl_fact_add_caveat (fact, "partial");
  if (feed->failed)
    parl_fact_add_caveat (fact, "failed");
  fact->evidence.rows = entry->rows;
  fact->evidence.window = fact->window;
  g_ptr_array_add (self->facts, fact);
  return fact;
}

/* A device cannot be heard of by a server that nobody asks: silence is counted up to the last
 * fetch, or a broken sync would make the whole fleet silent. */
ParlTime
parl_context_get_last_look (const ParlContext *self)
{
  ParlTime as_of = self->snapshot->as_of;
  ParlTime fetched = self->updates.fetched;

  return fetched == PARL_TIME_NONE ? as_of : MIN (fetched, as_of);
}

/* @subject: (transfer none) (nullable): exactly this one; NULL: the whole */
ParlFact *
parl_context_find (const ParlContext *self, const char *id, const ParlLabels *subject)
{
  for (unsigned i = 0; i < self->facts->len; i++)
    {
      ParlFact *fact = g_ptr_array_index (self->facts, i);
      bool matches = subject != NULL ? parl_labels_compare (fact->subject, subject) == 0
                                     : parl_labels_size (fact->subject) == 0;
      if (matches && parl_fact_is (fact, id))
        return fact;
    }
  return NULL;
}

static int
compare_facts (gconstpointer a, gconstpointer b)
{
  const ParlCatalogueEntry *entry_a = (*(ParlFact *const *)a)->entry;
  const ParlCatalogueEntry *entry_b = (*(ParlFact *const *)b)->entry;

  return (entry_a > entry_b) - (entry_a < entry_b);
}

/* Devices without a class are in no fact about one: those say how many they are. */
static void
tell_classless (ParlContext *self)
{
  const ParlSnapshot *whole
      = self->snapshot->whole != NULL ? self->snapshot->whole : self->snapshot;
  unsigned n = 0;

  for (unsigned i = 0; i < whole->devices->len; i++)
    n += ((const ParlDevice *)g_ptr_array_index (whole->devices, i))->device_class == NULL;
  if (n == 0 || n == whole->devices->len)
    return;

  g_autofree char *token = g_strdup_printf (PARL_CAVEAT_CLASSLESS "%u", n);
  for (unsigned i = 0; i < self->facts->len; i++)
    {
      ParlFact *fact = g_ptr_array_index (self->facts, i);
      if (parl_labels_get (fact->subject, "class") != NULL || self->scope->device_class != NULL)
        parl_fact_add_caveat (fact, token);
    }
}

/* Puts the facts into the catalogue's order (among one id they keep theirs: the sort is stable) and
 * lets what is too old or not there speak last: rules that compare facts have seen their verdicts
 * by then. */
void
parl_context_finish (ParlContext *self)
{
  g_ptr_array_sort (self->facts, compare_facts);
  tell_classless (self);
  for (unsigned i = 0; i < self->facts->len; i++)
    {
      ParlFact *fact = g_ptr_array_index (self->facts, i);

      if (isnan (fact->value))
        fact->verdict = PARL_VERDICT_NO_DATA;
      else if (fact->freshness != PARL_TIME_NONE
               && self->snapshot->as_of - fact->freshness > self->targets->stale_after)
        fact->verdict = PARL_VERDICT_STALE;
    }
}

bool
parl_context_is_of_release (const ParlContext *self)
{
  return self->scope->release != NULL;
}

/* @filter: (transfer full) */
void
parl_fact_take_filter (ParlFact *self, ParlLabels *filter)
{
  parl_labels_unref (self->evidence.filter);
  self->evidence.filter = filter;
}

/* @filter: keys of attempts, as in model/fact.h; not `site` and `to`, which merged cells don't have
 * Returns: how many attempts of each day pass the filter */
ParlTally
parl_context_tally (const ParlContext *self, const ParlLabels *filter)
{
  ParlTally tally = { .n_days = self->scope->days };
  ParlQuery query = { PARL_ROWS_ATTEMPTS, (ParlLabels *)filter, self->windows[PARL_NOW] };
  g_autoptr (ParlPredicate) predicate
      = parl_predicate_new (&query, self->snapshot, self->targets, NULL);
  g_assert (predicate != NULL); /* filters are made in this room */

  for (unsigned i = 0; i < self->cells->len; i++)
    {
      const ParlOutcomeCount *cell = &g_array_index (self->cells, ParlOutcomeCount, i);
      if (parl_predicate_accepts_cell (predicate, cell))
        tally.days[cell->age] += cell->count;
    }
  return tally;
}

double
parl_tally_sum (const ParlTally *self, ParlPeriod period)
{
  double sum = 0;

  for (unsigned i = 0; i < self->n_days; i++)
    sum += self->days[period * self->n_days + i];
  return sum;
}

/* Returns: attempts that pass @part among those that pass @whole, in both windows. */
ParlPair
parl_context_count (const ParlContext *self, const ParlLabels *part, const ParlLabels *whole)
{
  ParlTally counts = parl_context_tally (self, part);
  ParlTally ns = parl_context_tally (self, whole);
  ParlPair pair;

  for (int period = PARL_NOW; period < PARL_N_PERIODS; period++)
    pair.periods[period]
        = (ParlProportion){ parl_tally_sum (&counts, period), parl_tally_sum (&ns, period) };
  return pair;
}

/* @subject: what of; its keys are filter keys too
 * @outcome: "failed", "tried", ...
 * Returns: (transfer full): first attempts of @subject that ended so */
ParlLabels *
parl_get_attempts_filter (const ParlLabels *subject, const char *outcome)
{
  g_autoptr (ParlLabels) first = parl_labels_with (subject, "retry", "no");

  return parl_labels_with (first, "outcome", outcome);
}

/* Returns: failed of tried, first attempts of @subject, in both windows. */
ParlPair
parl_context_count_failures (const ParlContext *self, const ParlLabels *subject)
{
  g_autoptr (ParlLabels) failed = parl_get_attempts_filter (subject, "failed");
  g_autoptr (ParlLabels) tried = parl_get_attempts_filter (subject, "tried");

  return parl_context_count (self, failed, tried);
}

/* value, count, n and the Wilson interval; nothing but n when there is nothing to divide by. */
void
parl_fact_set_rate (ParlFact *self, ParlProportion rate)
{
  ParlInterval interval = parl_wilson (rate.count, rate.n);

  self->n = rate.n;
  self->count = rate.count;
  self->value = rate.n > 0 ? rate.count / rate.n : NAN;
  self->low = interval.low;
  self->high = interval.high;
}

/* The same in the window before, and the change with its Newcombe interval. */
static void
compare_rate (ParlFact *self, const ParlPair *pair, ParlWindow before)
{
  ParlProportion now = pair->periods[PARL_NOW];
  ParlProportion then = pair->periods[PARL_BEFORE];

  if (!(then.n > 0))
    return;
  parl_fact_compare_value (self, then.count / then.n, then.n, before);

  ParlInterval interval = parl_wilson (then.count, then.n);
  self->comparison.low = interval.low;
  self->comparison.high = interval.high;

  ParlInterval change = parl_newcombe (now.count, now.n, then.count, then.n);
  self->comparison.change_low = change.low;
  self->comparison.change_high = change.high;
}

/* Value before, change and relative change, without intervals. */
void
parl_fact_compare_value (ParlFact *self, double before, double n, ParlWindow window)
{
  self->comparison.value = before;
  self->comparison.n = n;
  self->comparison.change = self->value - before;
  self->comparison.relative = before > 0 ? self->value / before - 1 : NAN;
  self->comparison.window = window;
}

/* A value without an interval is taken for exact. A target of NAN is none. */
static void
aim (ParlFact *self, double target, bool below)
{
  double low = isnan (self->low) ? self->value : self->low;
  double high = isnan (self->high) ? self->value : self->high;

  self->target = target;
  if (isnan (self->value) || isnan (target))
    self->target_state = PARL_TARGET_UNSET;
  else if (below ? high <= target : low >= target)
    self->target_state = PARL_TARGET_MET;
  else if (below ? low > target : high < target)
    self->target_state = PARL_TARGET_MISSED;
  else
    self->target_state = PARL_TARGET_UNCLEAR;
}

void
parl_fact_aim_below (ParlFact *self, double target)
{
  aim (self, target, true);
}

void
parl_fact_aim_above (ParlFact *self, double target)
{
  aim (self, target, false);
}

/* Of a number that is not compared there is one thing to say: that it rests on too little. */
void
parl_fact_judge_size (ParlFact *self, double n, const ParlTargets *targets)
{
  self->verdict = n < targets->minimum_n ? PARL_VERDICT_TOO_LITTLE : PARL_VERDICT_NONE;
}

/* @fact: whose row in the catalogue says which target gives the minimum effect
 * @interval: of @change; NAN: no window before
 * @n_1: what the value now rests on
 * @n_0: what the value before rests on
 * Returns: whether a change may be spoken of: TOO_LITTLE when either side is below the minimum,
 *   CONFIRMED when the interval excludes 0 and the change has the minimum effect, NONE when there
 * is nothing to compare with */
ParlVerdict
parl_judge_change (const ParlFact *fact, double change, ParlInterval interval, double n_1,
                   double n_0, const ParlTargets *targets)
{
  bool has_before = n_0 > 0;
  g_assert (fact->entry->effect == PARL_EFFECT_MINIMUM);

  if (n_1 < targets->minimum_n || (has_before && n_0 < targets->minimum_n))
    return PARL_VERDICT_TOO_LITTLE;
  if (!has_before || isnan (interval.low))
    return PARL_VERDICT_NONE;
  if ((interval.low > 0 || interval.high < 0) && fabs (change) >= targets->minimum_effect)
    return PARL_VERDICT_CONFIRMED;
  return PARL_VERDICT_NO_CHANGE;
}

/* @subject: (transfer full): what the fact speaks about
 * @filter: (transfer full): the rows that are counted
 * @pair: how many they are, of how many, in both windows
 * Returns: (transfer none): the fact with everything that a rate has: value, count, n, intervals,
 *   comparison, and the verdict of its change */
ParlFact *
parl_context_add_rate (ParlContext *self, const char *id, ParlLabels *subject, ParlLabels *filter,
                       const ParlPair *pair)
{
  ParlFact *fact = parl_context_add (self, id, subject);

  parl_fact_take_filter (fact, filter);
  parl_fact_set_rate (fact, pair->periods[PARL_NOW]);
  compare_rate (fact, pair, self->windows[PARL_BEFORE]);

  ParlInterval change = { fact->comparison.change_low, fact->comparison.change_high };
  fact->verdict = parl_judge_change (fact, fact->comparison.change, change, fact->n,
                                     pair->periods[PARL_BEFORE].n, self->targets);
  return fact;
}
