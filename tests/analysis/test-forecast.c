/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a rollout is done, and when it could be known to be bad: by hand where it can be, and what
 * the seeded bootstrap gives, pinned. */
#include "config.h"

#include "analysis/statistics/bootstrap.h"
#include "golden.h"

#include <math.h>

/* Without any spread there is none in the forecast. */
static void
test_even (void)
{
  static const struct
  {
    double pace, left;
    size_t n_days;
    double days; /* NAN: cannot be told */
  } cases[] = {
    { 100, 1000, 28, 10 },  { 100, 1050, 28, 10.5 }, { 100, 1, 14, 0.01 }, { 100, 0, 0, 0 },
    { 100, 1000, 13, NAN }, { 0, 1000, 28, NAN },    { 1, 4000, 28, NAN }, /* eleven years */
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double days[28];
      for (unsigned j = 0; j < G_N_ELEMENTS (days); j++)
        days[j] = cases[i].pace;

      ParlForecast forecast = parl_bootstrap_days (days, cases[i].n_days, cases[i].left);
      g_test_message ("case %u: %g %g %g", i, forecast.low, forecast.median, forecast.high);
      g_assert_cmpint (isnan (forecast.median), ==, isnan (cases[i].days));
      if (isnan (cases[i].days))
        continue;
      g_assert_cmpfloat_with_epsilon (forecast.median, cases[i].days, 1e-9);
      g_assert_cmpfloat_with_epsilon (forecast.low, cases[i].days, 1e-9);
      g_assert_cmpfloat_with_epsilon (forecast.high, cases[i].days, 1e-9);
    }
}

/* Weekdays alone: any five days of work are seven of time, whenever they begin. */
static void
test_weekends (void)
{
  double days[28];

  for (unsigned i = 0; i < G_N_ELEMENTS (days); i++)
    days[i] = i % 7 < 5 ? 100 : 0;
  ParlForecast forecast = parl_bootstrap_days (days, G_N_ELEMENTS (days), 5000);
  g_assert_cmpfloat (forecast.median, >=, 68);
  g_assert_cmpfloat (forecast.median, <=, 70);
  g_assert_cmpfloat (forecast.low, <, forecast.median);
  g_assert_cmpfloat (forecast.high - forecast.low, <=, 3);
}

/* One good week in ten, and hardly anything else: the spread must show it. */
static void
test_lumpy (void)
{
  double days[70] = { 0 };

  for (unsigned i = 0; i < 7; i++)
    days[30 + i] = 100;
  ParlForecast forecast = parl_bootstrap_days (days, G_N_ELEMENTS (days), 700);
  g_assert_cmpfloat (forecast.high, >, 2 * forecast.low);
}

static ParlFindings *
analyse (ParlSnapshot *snapshot)
{
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();

  return parl_findings_new (snapshot, targets, NULL);
}

static void
test_golden (void)
{
  g_autoptr (ParlFindings) findings = golden_findings_new ();
  const ParlFact *able
      = golden_get (findings, "rollout-waits", "rollout=" GOLDEN_ROLLOUT ",waits=nothing");
  const ParlFact *pace = golden_get (findings, "rollout-pace", "rollout=" GOLDEN_ROLLOUT);
  const ParlFact *finish = golden_get (findings, "rollout-finish", "rollout=" GOLDEN_ROLLOUT);
  const ParlFact *date = golden_get (findings, "rollout-finish-date", "rollout=" GOLDEN_ROLLOUT);

  /* The golden cells have one target release for both windows. */
  g_assert_cmpfloat (pace->count, ==, 11495 + 11094);
  g_assert_cmpfloat (pace->n, ==, 56);
  g_assert_cmpfloat (pace->value, ==, 22589.0 / 56);
  g_assert_cmpfloat_with_epsilon (finish->value, able->value / pace->value, 1);
  g_assert_cmpfloat (finish->low, <=, finish->value);
  g_assert_cmpfloat (finish->high, >=, finish->value);
  g_assert_cmpfloat_with_epsilon (date->value,
                                  (double)GOLDEN_AS_OF + round (finish->value) * PARL_DAY, 1);
  g_assert_true (g_strv_contains ((const char *const *)finish->caveats, "p15-p85"));
  g_assert_cmpint (date->target_state, ==, PARL_TARGET_UNSET);
  golden_assert_printed (finish->value, 6, "1.984887");
  golden_assert_printed (finish->low, 6, "1.948780");
  golden_assert_printed (finish->high, 6, "2.020151");
}

static ParlRollout *
add_rollout (ParlSnapshot *snapshot, ParlProgress progress, int total, int succeeded)
{
  ParlRollout *rollout = parl_rollout_new ("r", "r");
  ParlStage *stage = parl_stage_new ("s", "s");

  rollout->release = g_strdup ("2.6.0");
  rollout->progress = progress;
  stage->total = total;
  stage->succeeded = succeeded;
  stage->waiting = total - succeeded;
  g_ptr_array_add (rollout->stages, stage);
  g_ptr_array_add (snapshot->rollouts, rollout);
  return rollout;
}

/* 10 a day for so many days up to as-of, of a rollout that is so far. */
static const struct
{
  ParlProgress progress;
  int n_days, total, succeeded;
  const char *has_pace;
  double days; /* NAN: no data; below 0: nothing is said */
} rollouts[] = {
  { PARL_PROGRESS_RUNNING, 20, 300, 200, "yes", 10 },
  { PARL_PROGRESS_PAUSED, 20, 300, 200, "yes", 10 },
  { PARL_PROGRESS_STOPPED, 20, 300, 200, "yes", -1 },
  { PARL_PROGRESS_FINISHED, 20, 300, 200, "yes", -1 },
  { PARL_PROGRESS_RUNNING, 30, 300, 300, "yes", -1 },
  { PARL_PROGRESS_RUNNING, 13, 300, 130, "yes", NAN },
  { PARL_PROGRESS_RUNNING, 1, 300, 10, "yes", NAN },
  { PARL_PROGRESS_RUNNING, 0, 300, 0, NULL, -1 },
  { PARL_PROGRESS_WAITING, 0, 300, 0, NULL, -1 },
};

static void
test_states (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (rollouts); i++)
    {
      g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
      add_rollout (snapshot, rollouts[i].progress, rollouts[i].total, rollouts[i].succeeded);
      for (int day = 0; day < rollouts[i].n_days; day++)
        golden_add_cell (snapshot, day, "2.5.0", PARL_OUTCOME_SUCCEEDED, NULL, 10);
      g_autoptr (ParlFindings) findings = analyse (snapshot);
      const ParlFact *pace = golden_find (findings, "rollout-pace", "rollout=r");
      const ParlFact *finish = golden_find (findings, "rollout-finish", "rollout=r");

      g_test_message ("case %u", i);
      g_assert_cmpint (pace != NULL, ==, rollouts[i].has_pace != NULL);
      g_assert_cmpint (finish == NULL, ==, rollouts[i].days < 0);
      if (pace != NULL)
        g_assert_cmpfloat (pace->value, ==, 10);
      if (finish != NULL && isnan (rollouts[i].days))
        g_assert_cmpint (finish->verdict, ==, PARL_VERDICT_NO_DATA);
      else if (finish != NULL)
        g_assert_cmpfloat_with_epsilon (finish->value, rollouts[i].days, 1e-9);
      if (finish != NULL)
        g_assert_cmpint (g_strv_contains ((const char *const *)finish->caveats, "paused"), ==,
                         rollouts[i].progress == PARL_PROGRESS_PAUSED);
    }
}

/* Days that nobody asked about are not days without completions; days in between are. */
static void
test_unseen (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  add_rollout (snapshot, PARL_PROGRESS_RUNNING, 1000, 100);
  golden_add_source (snapshot, "Updates", "hawkbit", GOLDEN_AS_OF - 3 * PARL_DAY)->fetched
      = GOLDEN_AS_OF - 3 * PARL_DAY;
  for (int day = 3; day < 23; day += 2)
    golden_add_cell (snapshot, day, "2.5.0", PARL_OUTCOME_SUCCEEDED, NULL, 10);
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlFact *pace = golden_get (findings, "rollout-pace", "rollout=r");

  g_assert_cmpfloat (pace->count, ==, 100);
  g_assert_cmpfloat (pace->n, ==, 19);
  g_assert_cmpint (pace->window.since, ==, GOLDEN_AS_OF - 22 * PARL_DAY);
  g_assert_cmpint (pace->window.until, ==, GOLDEN_AS_OF - 3 * PARL_DAY);
}

/* Hours with 100 attempts each, so many of them failed. */
static void
test_detect (void)
{
  static const struct
  {
    int failed[5];
    double hours; /* NAN: never */
    double n;
  } cases[] = {
    { { 5, 5, 5, 5, 5 }, NAN, 0 },     { { 0, 0, 0, 0, 0 }, NAN, 0 },
    { { 100, 0, 0, 0, 0 }, 1.5, 200 }, /* the first hour alone is below the minimum */
    { { 8, 8, 8, 8, 8 }, 3.5, 400 },   /* the 99 % bound of 32 of 400 is above, of 24 of 300 not */
    { { 5, 5, 5, 5, 60 }, 4.5, 500 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
      ParlRollout *rollout = add_rollout (snapshot, PARL_PROGRESS_RUNNING, 1000, 500);
      ParlStage *stage = g_ptr_array_index (rollout->stages, 0);
      stage->first_outcome = GOLDEN_AS_OF - 10 * PARL_HOUR - PARL_HOUR / 2;
      for (unsigned j = 0; j < 5; j++)
        {
          ParlStageHour hour = { GOLDEN_AS_OF - (10 - (int)j) * PARL_HOUR, 100 - cases[i].failed[j],
                                 cases[i].failed[j] };
          g_array_append_val (stage->hours, hour);
        }
      g_autoptr (ParlFindings) findings = analyse (snapshot);
      const ParlFact *whole = golden_find (findings, "rollout-detect", "rollout=r");
      const ParlFact *part = golden_find (findings, "rollout-detect", "rollout=r,stage=s");

      g_test_message ("case %u", i);
      g_assert_cmpint (whole == NULL, ==, isnan (cases[i].hours));
      g_assert_cmpint (part == NULL, ==, isnan (cases[i].hours));
      if (whole == NULL)
        continue;
      g_assert_cmpfloat (whole->value, ==, cases[i].hours);
      g_assert_cmpfloat (part->value, ==, cases[i].hours);
      g_assert_cmpfloat (whole->n, ==, cases[i].n);
      g_assert_true (g_strv_contains ((const char *const *)whole->caveats, "by-hour"));
    }
}

/* Two stages in the same hour are one look. */
static void
test_detect_together (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  ParlRollout *rollout = add_rollout (snapshot, PARL_PROGRESS_RUNNING, 1000, 500);
  ParlStage *second = parl_stage_new ("t", "t");
  ParlStage *first = g_ptr_array_index (rollout->stages, 0);
  ParlStageHour bad = { GOLDEN_AS_OF, 160, 40 };
  ParlStageHour good = { GOLDEN_AS_OF, 2000, 0 };

  g_ptr_array_add (rollout->stages, second);
  first->first_outcome = second->first_outcome = GOLDEN_AS_OF - PARL_MINUTE;
  g_array_append_val (first->hours, bad);
  g_array_append_val (second->hours, good);
  g_autoptr (ParlFindings) findings = analyse (snapshot);

  g_assert_nonnull (golden_find (findings, "rollout-detect", "rollout=r,stage=s"));
  g_assert_null (golden_find (findings, "rollout-detect", "rollout=r"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/bootstrap/even", test_even);
  g_test_add_func ("/analysis/bootstrap/weekends", test_weekends);
  g_test_add_func ("/analysis/bootstrap/lumpy", test_lumpy);
  g_test_add_func ("/analysis/finish/golden", test_golden);
  g_test_add_func ("/analysis/finish/states", test_states);
  g_test_add_func ("/analysis/finish/unseen", test_unseen);
  g_test_add_func ("/analysis/detect", test_detect);
  g_test_add_func ("/analysis/detect/together", test_detect_together);
  return g_test_run ();
}
