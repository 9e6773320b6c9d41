/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The daily failure share as an XmR chart: limits from the window before, held against both. A day
 * without attempts is a gap, not a zero: it has no range, no signal, and ends a run. */
#include "config.h"

#include "analysis/themes/themes.h"

#include <math.h>

#define MINIMUM_DAYS 12
#define RUN_LENGTH 8
#define ROUNDING 1e-9 /* of sums of shares: days that are equal have limits a little off them */

static ParlControlDay
make_day (const ParlContext *context, int age, double count, double n)
{
  ParlInterval interval = parl_wilson (count, n);

  return (ParlControlDay){ .time = context->windows[PARL_NOW].until - (age + 1) * PARL_DAY,
                           .value = n > 0 ? count / n : NAN,
                           .low = interval.low,
                           .high = interval.high,
                           .count = count,
                           .n = n };
}

/* 1 above the mean, -1 below it; 0 on it or not observed. */
static int
get_side (const ParlControl *control, unsigned index)
{
  double value = g_array_index (control->days, ParlControlDay, index).value;

  return isnan (value) ? 0
                       : (value > control->mean + ROUNDING) - (value < control->mean - ROUNDING);
}

static void
mark_runs (ParlControl *control)
{
  unsigned start = 0;

  for (unsigned i = 1; i <= control->days->len; i++)
    {
      if (i < control->days->len && get_side (control, i) == get_side (control, start))
        continue;
      if (get_side (control, start) != 0 && i - start >= RUN_LENGTH)
        for (unsigned j = start; j < i; j++)
          g_array_index (control->days, ParlControlDay, j).run = true;
      start = i;
    }
}

static void
set_limits (ParlControl *control)
{
  double before[PARL_SCOPE_MAX_DAYS];
  unsigned n_before = control->days->len / PARL_N_PERIODS;

  for (unsigned i = 0; i < n_before; i++)
    before[i] = g_array_index (control->days, ParlControlDay, i).value;

  ParlLimits limits = parl_xmr (before, n_before, MINIMUM_DAYS);
  control->mean = limits.mean;
  control->lower = isnan (limits.lower) ? NAN : MAX (limits.lower, 0); /* a share has a floor */
  control->upper = isnan (limits.upper) ? NAN : MIN (limits.upper, 1);
}

/* Returns: (transfer full) (nullable): both windows day by day; %NULL without any attempt */
ParlControl *
parl_make_control (const ParlContext *context)
{
  g_autoptr (ParlLabels) everything = parl_labels_new (NULL, NULL);
  g_autoptr (ParlLabels) failed_filter = parl_get_attempts_filter (everything, "failed");
  g_autoptr (ParlLabels) tried_filter = parl_get_attempts_filter (everything, "tried");
  ParlTally failed = parl_context_tally (context, failed_filter);
  ParlTally tried = parl_context_tally (context, tried_filter);

  if (parl_tally_sum (&tried, PARL_NOW) + parl_tally_sum (&tried, PARL_BEFORE) <= 0)
    return NULL;

  ParlControl *control = g_new0 (ParlControl, 1);

  control->days = g_array_new (FALSE, TRUE, sizeof (ParlControlDay));
  for (int age = (int)(PARL_N_PERIODS * tried.n_days) - 1; age >= 0; age--)
    {
      ParlControlDay day = make_day (context, age, failed.days[age], tried.days[age]);
      g_array_append_val (control->days, day);
    }
  set_limits (control);
  if (isnan (control->mean))
    return control;
  for (unsigned i = 0; i < control->days->len; i++)
    {
      ParlControlDay *day = &g_array_index (control->days, ParlControlDay, i);
      day->beyond
          = day->value > control->upper + ROUNDING || day->value < control->lower - ROUNDING;
    }
  mark_runs (control);
  return control;
}
