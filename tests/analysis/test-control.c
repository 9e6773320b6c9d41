/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The XmR chart: limits, signals, gaps. */
#include "config.h"

#include "golden.h"

#include <math.h>

/* @failed: (array length=56): of 1,000 a day by age, oldest first; -1: no attempt that day */
static ParlFindings *
analyse_days (const int *failed)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();

  for (int i = 0; i < 56; i++)
    if (failed[i] >= 0)
      {
        golden_add_cell (snapshot, 55 - i, "2.3.0", PARL_OUTCOME_FAILED, "verify", failed[i]);
        golden_add_cell (snapshot, 55 - i, "2.3.0", PARL_OUTCOME_SUCCEEDED, NULL, 1000 - failed[i]);
      }
  return parl_findings_new (snapshot, targets, NULL);
}

static const ParlControlDay *
get_day (const ParlFindings *findings, unsigned index)
{
  return &g_array_index (findings->control->days, ParlControlDay, index);
}

/* 50 and 60 by turns: mean 5.5 %, every range 1 point, limits 5.5 ± 2.66. */
static void
test_limits (void)
{
  int failed[56];
  for (int i = 0; i < 56; i++)
    failed[i] = i % 2 == 0 ? 50 : 60;
  failed[40] = 90;
  g_autoptr (ParlFindings) findings = analyse_days (failed);
  const ParlControl *control = findings->control;

  g_assert_cmpuint (control->days->len, ==, 56);
  g_assert_cmpfloat_with_epsilon (control->mean, 0.055, 1e-12);
  g_assert_cmpfloat_with_epsilon (control->upper, 0.0816, 1e-12);
  g_assert_cmpfloat_with_epsilon (control->lower, 0.0284, 1e-12);
  g_assert_cmpint (get_day (findings, 0)->time, ==, GOLDEN_AS_OF - 56 * PARL_DAY);
  g_assert_cmpint (get_day (findings, 55)->time, ==, GOLDEN_AS_OF - PARL_DAY);
  for (unsigned i = 0; i < 56; i++)
    {
      g_assert_cmpint (get_day (findings, i)->beyond, ==, i == 40);
      g_assert_false (get_day (findings, i)->run);
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
    failed[i] = i < 17 ? -1 : 50 + i % 3;
  g_autoptr (ParlFindings) few = analyse_days (failed);
  failed[16] = 50;
  g_autoptr (ParlFindings) enough = analyse_days (failed);

  g_assert_true (isnan (few->control->mean) && isnan (few->control->upper));
  g_assert_false (get_day (few, 50)->beyond);
  g_assert_false (isnan (enough->control->mean));
}

/* A share has a floor: no lower limit below 0. */
static void
test_floor (void)
{
  int failed[56];
  for (int i = 0; i < 56; i++)
    failed[i] = i % 2 == 0 ? 0 : 10;
  g_autoptr (ParlFindings) findings = analyse_days (failed);

  g_assert_cmpfloat (findings->control->lower, ==, 0);
  g_assert_false (get_day (findings, 0)->beyond);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/control/limits", test_limits);
  g_test_add_func ("/analysis/control/even-days", test_even_days);
  g_test_add_func ("/analysis/control/runs", test_runs);
  g_test_add_func ("/analysis/control/few-days", test_few_days);
  g_test_add_func ("/analysis/control/floor", test_floor);
  return g_test_run ();
}
