/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The daily failure share as a p' chart: limits from the window before, as wide as a day's number
 * of updates asks for, held against both windows. Days are calendar days. A day without updates is
 * a gap, not a zero: it has no limits, no signal, and ends a run. A day that a window cuts is
 * partial, and gives no signal. */
#include "config.h"

#include "analysis/themes/themes.h"

#include <math.h>

#define MINIMUM_DAYS 12
#define RUN_LENGTH 8
#define FEW 5        /* variance of a day's failures below which they have no normal distribution */
#define RARE 0.00135 /* one side of three standard errors: what a signal may be by chance */
#define ROUNDING 1e-9 /* of sums of shares: days that are equal have limits a little off them */

static ParlControlDay *
get_day (const ParlControl *control, unsigned index)
{
  return &g_array_index (control->days, ParlControlDay, index);
}

/* @last: the calendar day of the newest instant */
static ParlControlDay
make_day (const ParlContext *context, int64_t last, int64_t back)
{
  GTimeZone *zone = context->snapshot->zone;
  ParlTime begin = parl_get_calendar_day_begin (last - back, zone);
  ParlTime end = parl_get_calendar_day_begin (last - back + 1, zone);

  return (ParlControlDay){ .time = begin,
                           .lower = NAN,
                           .upper = NAN,
                           .is_partial = begin < context->windows[PARL_BEFORE].since
                                         || end > context->windows[PARL_NOW].until
                                         || end > context->snapshot->as_of,
                           .is_before = end <= context->windows[PARL_BEFORE].until };
}

/* First attempts of both windows, each on its calendar day. */
static void
count_days (const ParlContext *context, ParlControl *control)
{
  const ParlOutcomes *outcomes = context->snapshot->outcomes;
  int n_ages = PARL_N_PERIODS * (int)context->scope->days;

  for (size_t i = 0; i < parl_outcomes_size (outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (outcomes, i);
      int back = (int)control->days->len - 1 - cell->day;
      bool has_failed = cell->outcome == PARL_OUTCOME_FAILED;

      if (cell->retry || cell->age < 0 || cell->age >= n_ages || back < 0 || cell->day < 0
          || !parl_outcome_is_tried (cell->outcome))
        continue;
      ParlControlDay *day = get_day (control, (unsigned)back);
      day->n += (double)cell->count;
      day->count += has_failed ? (double)cell->count : 0;
    }
  for (unsigned i = 0; i < control->days->len; i++)
    {
      ParlControlDay *day = get_day (control, i);
      ParlInterval interval = parl_wilson (day->count, day->n);
      day->value = day->n > 0 ? day->count / day->n : NAN;
      day->low = interval.low;
      day->high = interval.high;
    }
}

/* What whole days of the window before tell: their mean, and how well it is known. */
typedef struct
{
  ParlSpread spread;
  ParlInterval mean;
} Baseline;

static Baseline
find_baseline (const ParlControl *control)
{
  g_autofree double *counts = g_new0 (double, control->days->len);
  g_autofree double *sizes = g_new0 (double, control->days->len);
  double count = 0, n = 0;

  for (unsigned i = 0; i < control->days->len; i++)
    {
      const ParlControlDay *day = get_day (control, i);
      if (!day->is_before || day->is_partial)
        continue;
      count += counts[i] = day->count;
      n += sizes[i] = day->n;
    }
  return (Baseline){ parl_laney (counts, sizes, control->days->len, MINIMUM_DAYS),
                     parl_wilson (count, n) };
}

/* Whether @count of @n lie so far from the baseline that chance brings it about less than once in
 * 740 times, wherever in its interval the baseline is. Exact: of a few updates a share has no
 * normal distribution, and one failure of one update is none of the signs that three standard
 * errors are. */
static bool
is_rare (double count, double n, const Baseline *baseline)
{
  return parl_binomial_tail (count, n, baseline->mean.high) < RARE
         || parl_binomial_tail (n - count, n, 1 - baseline->mean.low) < RARE;
}

/* Whether a share is far enough from the mean for a word, as every change of a rate must be. */
static bool
has_effect (const ParlContext *context, double share, const Baseline *baseline)
{
  return fabs (share - baseline->spread.mean) >= context->targets->minimum_effect - ROUNDING;
}

/* Never closer to the mean than a change must be for a word. Of days with few updates no normal
 * distribution is drawn: their limits are the last counts that are not rare, where these are wider.
 */
static void
set_limits (ParlControlDay *day, const Baseline *baseline, double minimum_effect)
{
  double mean = baseline->spread.mean, n = day->n;
  double reach = fmax (3 * sqrt (mean * (1 - mean) / n) * baseline->spread.spread, minimum_effect);

  day->lower = MAX (mean - reach, 0); /* a share has a floor */
  day->upper = MIN (mean + reach, 1);
  if (n * mean * (1 - mean) >= FEW)
    return;
  while (day->upper < 1 && !is_rare (floor (day->upper * n + ROUNDING) + 1, n, baseline))
    day->upper = MIN ((floor (day->upper * n + ROUNDING) + 1) / n, 1);
  while (day->lower > 0 && !is_rare (ceil (day->lower * n - ROUNDING) - 1, n, baseline))
    day->lower = MAX ((ceil (day->lower * n - ROUNDING) - 1) / n, 0);
}

static void
mark_beyond (const ParlContext *context, ParlControl *control, const Baseline *baseline)
{
  for (unsigned i = 0; i < control->days->len; i++)
    {
      ParlControlDay *day = get_day (control, i);
      if (isnan (day->value))
        continue;
      set_limits (day, baseline, context->targets->minimum_effect);
      day->beyond = !day->is_partial
                    && (day->value > day->upper + ROUNDING || day->value < day->lower - ROUNDING)
                    && is_rare (day->count, day->n, baseline);
    }
}

/* 1 above the mean, -1 below it; 0 on it, not observed, or observed in part. */
static int
get_side (const ParlControl *control, unsigned index)
{
  const ParlControlDay *day = get_day (control, index);

  return isnan (day->value) || day->is_partial
             ? 0
             : (day->value > control->mean + ROUNDING) - (day->value < control->mean - ROUNDING);
}

/* Eight days in a row on one side happen by chance where days are few updates: the share of all of
 * them must differ, too. */
static bool
is_run (const ParlContext *context, const ParlControl *control, const Baseline *baseline,
        unsigned start, unsigned end)
{
  double count = 0, n = 0;

  if (get_side (control, start) == 0 || end - start < RUN_LENGTH)
    return false;
  for (unsigned i = start; i < end; i++)
    {
      count += get_day (control, i)->count;
      n += get_day (control, i)->n;
    }
  ParlInterval interval = parl_wilson (count, n);
  return has_effect (context, count / n, baseline)
         && (interval.low > control->mean || interval.high < control->mean);
}

static void
mark_runs (const ParlContext *context, ParlControl *control, const Baseline *baseline)
{
  unsigned start = 0;

  for (unsigned i = 1; i <= control->days->len; i++)
    {
      if (i < control->days->len && get_side (control, i) == get_side (control, start))
        continue;
      if (is_run (context, control, baseline, start, i))
        for (unsigned j = start; j < i; j++)
          get_day (control, j)->run = true;
      start = i;
    }
}

/* Returns: (transfer full) (nullable): both windows day by day; %NULL without any attempt */
ParlControl *
parl_make_control (const ParlContext *context)
{
  GTimeZone *zone = context->snapshot->zone;
  int64_t first = parl_get_calendar_day (context->windows[PARL_BEFORE].since, zone);
  int64_t last = parl_get_calendar_day (context->windows[PARL_NOW].until - 1, zone);
  ParlControl *control = g_new0 (ParlControl, 1);
  double n = 0;

  control->days = g_array_new (FALSE, TRUE, sizeof (ParlControlDay));
  for (int64_t back = last - first; back >= 0; back--)
    {
      ParlControlDay day = make_day (context, last, back);
      g_array_append_val (control->days, day);
    }
  count_days (context, control);
  for (unsigned i = 0; i < control->days->len; i++)
    n += get_day (control, i)->n;
  if (!(n > 0))
    {
      g_array_unref (control->days);
      g_free (control);
      return NULL;
    }

  if (get_day (control, 0)->is_partial && !(get_day (control, 0)->n > 0))
    g_array_remove_index (control->days, 0); /* a rest of a day in which nothing happened */

  Baseline baseline = find_baseline (control);
  control->mean = baseline.spread.mean;
  if (isnan (control->mean))
    return control;
  mark_beyond (context, control, &baseline);
  mark_runs (context, control, &baseline);
  return control;
}
