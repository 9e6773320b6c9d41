/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The control chart: limits, signals, gaps, calendar days. */
#include "config.h"

#include "golden.h"

#include <math.h>

#define TODAY (GOLDEN_AS_OF / PARL_DAY * PARL_DAY) /* which is not over */

/* @failed: (array length=56): by age, oldest first; -1: no attempt that day
 * @n: (array length=56): of so many */
static ParlFindings *
analyse_counts (const int *failed, const int *n)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();

  for (int i = 0; i < 56; i++)
    if (failed[i] >= 0)
      {
        golden_add_cell (snapshot, 55 - i, "2.3.0", PARL_OUTCOME_FAILED, "verify", failed[i]);
        golden_add_cell (snapshot, 55 - i, "2.3.0", PARL_OUTCOME_SUCCEEDED, NULL, n[i] - failed[i]);
      }
  return parl_findings_new (snapshot, targets, NULL);
}

/* @failed: (array length=56): of 1,000 a day by age, oldest first; -1: no attempt that day */
static ParlFindings *
analyse_days (const int *failed)
{
  int n[56];

  for (int i = 0; i < 56; i++)
    n[i] = 1000;
  return analyse_counts (failed, n);
}

static const ParlControlDay *
get_day (const ParlFindings *findings, unsigned index)
{
  return &g_array_index (findings->control->days, ParlControlDay, index);
}

/* 50 and 60 of 1,000 by turns, on the 27 whole days before: 1,480 of 27,000. Every day is a point
 * off the one before, which is 1.39 standard errors: 1.23 of what chance lets days differ by. */
static void
test_limits (void)
{
  int failed[56];
  for (int i = 0; i < 56; i++)
    failed[i] = i % 2 == 0 ? 50 : 60;
  failed[40] = 90;
  g_autoptr (ParlFindings) findings = analyse_days (failed);
  const ParlControl *control = findings->control;
  double mean = 1480 / 27000.0, error = sqrt (mean * (1 - mean) / 1000);
  double reach = 3 * error * (0.01 / error / 1.128);

  g_assert_cmpuint (control->days->len, ==, 56);
  g_assert_cmpfloat_with_epsilon (control->mean, mean, 1e-12);
  g_assert_cmpfloat_with_epsilon (get_day (findings, 3)->upper, mean + reach, 1e-9);
  g_assert_cmpfloat_with_epsilon (get_day (findings, 3)->lower, mean - reach, 1e-9);
  g_assert_cmpint (get_day (findings, 0)->time, ==, TODAY - 55 * PARL_DAY);
  g_assert_cmpint (get_day (findings, 55)->time, ==, TODAY);
  for (unsigned i = 0; i < 56; i++)
    {
      g_assert_cmpint (get_day (findings, i)->beyond, ==, i == 40);
      g_assert_false (get_day (findings, i)->run);
      g_assert_cmpint (get_day (findings, i)->is_partial, ==, i == 55);
    }
  g_assert_cmpfloat (get_day (findings, 40)->n, ==, 1000);
  g_assert_cmpfloat_with_epsilon (get_day (findings, 40)->value, 0.09, 1e-12);
}

/* The same share on every day has no range; sums of it are a little off, and no day is a signal. */
static void
test_even_days (void)
{
  int failed[56];
  for (int i = 0; i < 56; i++)
    failed[i] = 50;
  g_autoptr (ParlFindings) findings = analyse_days (failed);

  for (unsigned i = 0; i < 56; i++)
    {
      g_assert_false (get_day (findings, i)->beyond);
      g_assert_false (get_day (findings, i)->run);
    }
}

/* Eight in a row are a run, seven are not, and a gap ends one. */
static void
test_runs (void)
{
  int failed[56];
  for (int i = 0; i < 56; i++)
    failed[i] = i % 2 == 0 ? 50 : 60;
  for (int i = 28; i < 35; i++)
    failed[i] = 61; /* seven, and the one before (27) is high too: eight */
  failed[35] = failed[36] = 50;
  for (int i = 37; i < 44; i++)
    failed[i] = 62;
  failed[44] = -1;
  for (int i = 45; i < 52; i++)
    failed[i] = 62;
  failed[52] = 50;
  g_autoptr (ParlFindings) findings = analyse_days (failed);

  for (unsigned i = 0; i < 56; i++)
    g_assert_cmpint (get_day (findings, i)->run, ==, i >= 27 && i < 35);
  g_assert_true (isnan (get_day (findings, 44)->value));
  g_assert_false (get_day (findings, 44)->beyond);
}

/* Eleven days before are too few for limits; twelve are enough. */
static void
test_few_days (void)
{
  int failed[56];
  for (int i = 0; i < 56; i++)
    failed[i] = i < 16 ? -1 : 50 + i % 3;
  g_autoptr (ParlFindings) few = analyse_days (failed);
  failed[15] = 50;
  g_autoptr (ParlFindings) enough = analyse_days (failed);

  g_assert_true (isnan (few->control->mean) && isnan (get_day (few, 50)->upper));
  g_assert_false (get_day (few, 50)->beyond);
  g_assert_false (isnan (enough->control->mean));
}

static unsigned
count_signals (const ParlFindings *findings)
{
  unsigned n = 0;

  for (unsigned i = 0; i < findings->control->days->len; i++)
    n += get_day (findings, i)->beyond || get_day (findings, i)->run;
  return n;
}

/* One of 20 on each of 56 days: nothing ever changed. Then a day on which all fail: something did.
 */
static void
test_constant (void)
{
  int failed[56], n[56];
  for (int i = 0; i < 56; i++)
    {
      failed[i] = 1;
      n[i] = 20;
    }
  g_autoptr (ParlFindings) even = analyse_counts (failed, n);
  failed[50] = 20;
  g_autoptr (ParlFindings) bad = analyse_counts (failed, n);

  g_assert_cmpuint (count_signals (even), ==, 0);
  g_assert_cmpuint (count_signals (bad), ==, 1);
  g_assert_true (get_day (bad, 50)->beyond);
}

/* A failure now and then among a few updates a day is no signal, neither are eight good days. */
static void
test_few_a_day (void)
{
  int failed[56], n[56];
  for (int i = 0; i < 56; i++)
    {
      failed[i] = i % 9 == 0;
      n[i] = 1 + i % 4;
    }
  g_autoptr (ParlFindings) findings = analyse_counts (failed, n);

  g_assert_cmpuint (count_signals (findings), ==, 0);
}

/* Nothing failed before. One failure of 20 may be chance, ten are not. */
static void
test_none_before (void)
{
  int failed[56], n[56];
  for (int i = 0; i < 56; i++)
    {
      failed[i] = i == 40 ? 1 : i == 45 ? 10 : 0;
      n[i] = 20;
    }
  g_autoptr (ParlFindings) findings = analyse_counts (failed, n);

  g_assert_false (get_day (findings, 40)->beyond);
  g_assert_true (get_day (findings, 45)->beyond);
}

/* Of 100,000 a day a tenth of a point is sure, and too small for a word. */
static void
test_minimum_effect (void)
{
  int failed[56], n[56];
  for (int i = 0; i < 56; i++)
    {
      failed[i] = i < 40 ? 5000 : i == 44 ? 5600 : 5400;
      n[i] = 100000;
    }
  g_autoptr (ParlFindings) findings = analyse_counts (failed, n);

  g_assert_cmpuint (count_signals (findings), ==, 1);
  g_assert_true (get_day (findings, 44)->beyond);
  g_assert_cmpfloat_with_epsilon (get_day (findings, 50)->upper, 0.055, 1e-12);
  g_assert_cmpfloat_with_epsilon (get_day (findings, 50)->lower, 0.045, 1e-12);
}

/* A day with fewer updates has wider limits, and a share has a floor. */
static void
test_widths (void)
{
  int failed[56], n[56];
  for (int i = 0; i < 56; i++)
    {
      failed[i] = i == 50 ? 2 : 50;
      n[i] = i == 50 ? 40 : 1000;
    }
  g_autoptr (ParlFindings) findings = analyse_counts (failed, n);
  const ParlControlDay *few = get_day (findings, 50), *many = get_day (findings, 51);

  g_assert_cmpfloat (few->upper, >, many->upper);
  g_assert_cmpfloat (few->lower, ==, 0);
  g_assert_cmpfloat (many->lower, >, 0);
}

/* In the evening in Berlin: the window is cut out of 57 calendar days, of which the first is left
 * out where nothing happened in its rest. What failed after midnight there failed today. */
static void
test_calendar_days (void)
{
  ParlTime as_of = TODAY + 20 * PARL_HOUR;
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (as_of);
  g_autoptr (ParlTargets) targets = parl_targets_new ();
  snapshot->zone = g_time_zone_new_identifier ("Europe/Berlin");
  ParlOutcomeCount cell
      = { .age = 0, .day = 0, .outcome = PARL_OUTCOME_FAILED, .from = "2.3.0", .count = 7 };
  parl_outcomes_add (snapshot->outcomes, &cell);
  cell.day = 1; /* yesterday evening: the same 24 hours */
  cell.count = 3;
  parl_outcomes_add (snapshot->outcomes, &cell);
  g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
  unsigned last = findings->control->days->len - 1;

  g_assert_cmpuint (last, ==, 55);
  g_assert_cmpint (get_day (findings, last)->time, ==, TODAY - PARL_HOUR);
  g_assert_cmpfloat (get_day (findings, last)->count, ==, 7);
  g_assert_cmpfloat (get_day (findings, last - 1)->count, ==, 3);
  g_assert_true (get_day (findings, last)->is_partial);
  g_assert_false (get_day (findings, last - 1)->is_partial);
  /* Summer time ended on 25 October: midnight of the 24th was 22:00 UTC. */
  g_assert_cmpint (get_day (findings, last - 28)->time, ==, TODAY - 28 * PARL_DAY - 2 * PARL_HOUR);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/control/limits", test_limits);
  g_test_add_func ("/analysis/control/even-days", test_even_days);
  g_test_add_func ("/analysis/control/runs", test_runs);
  g_test_add_func ("/analysis/control/few-days", test_few_days);
  g_test_add_func ("/analysis/control/constant", test_constant);
  g_test_add_func ("/analysis/control/few-a-day", test_few_a_day);
  g_test_add_func ("/analysis/control/none-before", test_none_before);
  g_test_add_func ("/analysis/control/minimum-effect", test_minimum_effect);
  g_test_add_func ("/analysis/control/widths", test_widths);
  g_test_add_func ("/analysis/control/calendar-days", test_calendar_days);
  return g_test_run ();
}
