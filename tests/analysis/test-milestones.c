/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What milestones changed: which days are compared, what may be said of them, and the rows that add
 * up to it; how the schedule stands against the last review, and how late counts in the risk. */
#include "config.h"

#include "analysis/evidence.h"
#include "analysis/themes/themes.h"
#include "golden.h"

#include <math.h>

#define FAR_BACK 119

static ParlFindings *
analyse (ParlSnapshot *snapshot, unsigned days)
{
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  g_autoptr (ParlScope) scope = parl_scope_new ();

  scope->days = days;
  return parl_findings_new (snapshot, targets, scope);
}

/* So many a day, from @from up to, not with, age @until; @failed of them failed. */
static void
add_days (ParlSnapshot *snapshot, int from, int until, int tried, int failed)
{
  for (int age = from; age < until; age++)
    {
      golden_add_cell (snapshot, age, "2.3.0", PARL_OUTCOME_FAILED, "verify", failed);
      golden_add_cell (snapshot, age, "2.3.0", PARL_OUTCOME_SUCCEEDED, NULL, tried - failed);
    }
}

/* Attempts of the last @known days, 100 a day; 20 of them failed before age @step, 10 since. The
 * snapshot's instant is 9:40 of a day. */
static const struct
{
  int done, known, step;
  unsigned days; /* of the scope: it has no say in this */
  const char *aspect;
  double weeks, n, before; /* NAN: not measured */
} windows[] = {
  { 0, FAR_BACK, 0, 28, "early", NAN, NAN, NAN }, /* today */
  { 7, FAR_BACK, 7, 28, "early", NAN, NAN, NAN }, /* six whole days */
  { 8, FAR_BACK, 9, 28, "better", 1, 700, 0.2 },
  { 14, FAR_BACK, 15, 28, "better", 1, 700, 0.2 },
  { 15, FAR_BACK, 16, 28, "better", 2, 1400, 0.2 },
  { 15, FAR_BACK, 16, 7, "better", 2, 1400, 0.2 },
  { 28, FAR_BACK, 29, 28, "better", 3, 2100, 0.2 },
  { 29, FAR_BACK, 30, 28, "better", 4, 2800, 0.2 },
  { 29, FAR_BACK, 30, 56, "better", 4, 2800, 0.2 },
  { 80, FAR_BACK, 81, 28, "better", 4, 2800, 0.2 },
  { 15, 22, 16, 28, "history", NAN, NAN, NAN }, /* six days before it */
  { 15, 23, 16, 28, "better", 1, 700, 0.2 },
  { 29, 51, 30, 28, "better", 3, 2100, 0.2 },
  { 200, FAR_BACK, 0, 28, "history", NAN, NAN, NAN },
  { 15, 0, 0, 28, "history", NAN, NAN, NAN },    /* nothing at all */
  { 15, FAR_BACK, 0, 28, "same", 2, 1400, 0.2 }, /* no step */
  { 15, FAR_BACK, 200, 28, "same", 2, 1400, 0.1 },
};

static void
test_windows (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (windows); i++)
    {
      g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
      add_days (snapshot, 0, MIN (windows[i].step, windows[i].known), 100, 10);
      add_days (snapshot, windows[i].step, windows[i].known, 100, 20);
      golden_add_milestone (snapshot, "m", windows[i].done, "ota-failure-rate", "");
      g_autoptr (ParlFindings) findings = analyse (snapshot, windows[i].days);
      const ParlFact *effect = golden_get (findings, "milestone-effect", "milestone=m");
      bool is_measured = !isnan (windows[i].weeks);

      g_test_message ("case %u", i);
      g_assert_cmpstr (effect->aspect, ==, windows[i].aspect);
      g_assert_cmpint (isnan (effect->value), ==, !is_measured);
      g_assert_cmpint (parl_milestone_is_measured (effect), ==, is_measured);
      if (!is_measured)
        {
          g_assert_cmpint (effect->verdict, ==, PARL_VERDICT_NO_DATA);
          continue;
        }
      ParlTime span = (ParlTime)windows[i].weeks * 7 * PARL_DAY;
      ParlTime middle = GOLDEN_AS_OF - (windows[i].done + 1) * PARL_DAY;
      g_assert_cmpfloat (effect->n, ==, windows[i].n);
      g_assert_cmpfloat (effect->comparison.n, ==, windows[i].n);
      g_assert_cmpfloat (effect->comparison.value, ==, windows[i].before);
      g_assert_cmpint (effect->window.until - effect->window.since, ==, span);
      g_assert_cmpint (effect->window.until, ==, GOLDEN_AS_OF);
      g_assert_cmpint (effect->comparison.window.until, ==, middle);
      g_assert_cmpint (effect->comparison.window.since, ==, middle - span);
      g_assert_cmpint (effect->comparison.window.until, <, effect->window.since);
    }
}

/* Attempts of the two weeks: of so many before and now so many failed. */
static const struct
{
  int tried_before, failed_before, tried, failed;
  const char *measure, *of, *aspect;
  ParlVerdict verdict;
} changes[] = {
  { 100, 20, 100, 10, "ota-failure-rate", "", "better", PARL_VERDICT_CONFIRMED },
  { 100, 10, 100, 20, "ota-failure-rate", "", "worse", PARL_VERDICT_CONFIRMED },
  { 100, 10, 100, 10, "ota-failure-rate", "", "same", PARL_VERDICT_NO_CHANGE },
  { 100, 10, 100, 0, "ota-failure-rate", "", "better", PARL_VERDICT_CONFIRMED },
  { 100, 0, 100, 0, "ota-failure-rate", "", "same", PARL_VERDICT_NO_CHANGE },
  { 10, 10, 100, 10, "ota-failure-rate", "", "few", PARL_VERDICT_TOO_LITTLE },
  { 100, 20, 10, 1, "ota-failure-rate", "", "few", PARL_VERDICT_TOO_LITTLE },
  { 100, 20, 0, 0, "ota-failure-rate", "", "few", PARL_VERDICT_NO_DATA },
  { 0, 0, 100, 20, "ota-failure-rate", "", "few", PARL_VERDICT_TOO_LITTLE },
  { 100, 20, 100, 10, "ota-failure-rate", "cohort=v2.3", "better", PARL_VERDICT_CONFIRMED },
  { 100, 20, 100, 10, "ota-failure-rate", "cohort-not=v2.3", "few", PARL_VERDICT_NO_DATA },
  { 100, 20, 100, 10, "ota-cohort-cause-rate", "cause=verify,cohort=v2.3", "better",
    PARL_VERDICT_CONFIRMED },
  { 100, 20, 100, 10, "ota-cohort-cause-rate", "cause=battery,cohort=v2.3", "same",
    PARL_VERDICT_NO_CHANGE },
  { 100, 20, 100, 10, "ota-traceable", "", "few", PARL_VERDICT_TOO_LITTLE },
  { 1000, 200, 1000, 100, "ota-traceable", "", "same", PARL_VERDICT_NO_CHANGE },
};

static void
test_changes (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
      add_days (snapshot, 0, 14, changes[i].tried, changes[i].failed);
      add_days (snapshot, 16, 30, changes[i].tried_before, changes[i].failed_before);
      golden_add_cell (snapshot, 40, "1.0.0", PARL_OUTCOME_CANCELLED, NULL, 1); /* known so far */
      golden_add_milestone (snapshot, "m", 15, changes[i].measure, changes[i].of);
      g_autoptr (ParlFindings) findings = analyse (snapshot, 28);
      const ParlFact *effect = golden_get (findings, "milestone-effect", "milestone=m");
      const ParlFact *delivered = golden_get (findings, "value-delivered", "");

      g_test_message ("case %u", i);
      g_assert_cmpstr (effect->aspect, ==, changes[i].aspect);
      g_assert_cmpint (effect->verdict, ==, changes[i].verdict);
      g_assert_cmpfloat (delivered->value, ==, parl_milestone_is_measured (effect));
      g_assert_cmpfloat (delivered->n, ==, 1);
    }
}

/* Failures that nobody could trace before, and all of them now: more is better. */
static void
test_traced (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  for (int age = 0; age < 60; age++)
    {
      ParlOutcomeCount cell = { .age = age,
                                .day = age,
                                .outcome = PARL_OUTCOME_FAILED,
                                .cause = "verify",
                                .traced = age < 20 || age % 2 == 0,
                                .count = 30 };
      parl_outcomes_add (snapshot->outcomes, &cell);
    }
  golden_add_milestone (snapshot, "m", 22, "ota-traceable", "");
  g_autoptr (ParlFindings) findings = analyse (snapshot, 28);
  const ParlFact *effect = golden_get (findings, "milestone-effect", "milestone=m");

  g_assert_cmpstr (effect->aspect, ==, "better");
  g_assert_cmpfloat (effect->comparison.change, >, 0.3);
}

/* Without a plan there is no fact; in one where nothing is done, nothing to count. */
static void
test_done (void)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_autoptr (ParlFindings) plain = analyse (snapshot, 28);
  g_assert_null (golden_find (plain, "value-delivered", ""));
  g_assert_null (golden_find (plain, "schedule-derisked", "rollout=" GOLDEN_ROLLOUT));

  golden_add_milestone (snapshot, "open", -1, "ota-failure-rate", "");
  golden_add_milestone (snapshot, "tomorrow", 0, "ota-failure-rate", "")->done
      = GOLDEN_AS_OF + PARL_HOUR;
  g_autoptr (ParlFindings) open = analyse (snapshot, 28);
  g_assert_null (golden_find (open, "milestone-effect", "milestone=open"));
  g_assert_null (golden_find (open, "milestone-effect", "milestone=tomorrow"));
  g_assert_cmpint (golden_get (open, "value-delivered", "")->verdict, ==, PARL_VERDICT_NO_DATA);
  g_assert_cmpfloat (golden_get (open, "value-delivered", "")->n, ==, 0);

  golden_add_plan (snapshot);
  g_autoptr (ParlFindings) planned = analyse (snapshot, 28);
  const ParlFact *delivered = golden_get (planned, "value-delivered", "");
  g_assert_cmpfloat (delivered->value, ==, 3);
  g_assert_cmpfloat (delivered->n, ==, 5);
  g_assert_cmpstr (golden_get (planned, "milestone-effect", "milestone=plain")->aspect, ==,
                   "plain");
}

/* The rows of a plan's facts are milestones or attempts, and add up. */
static void
test_evidence (void)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  golden_add_plan (snapshot);
  g_autoptr (ParlFindings) findings = analyse (snapshot, 7); /* shorter than what is compared */
  const struct
  {
    const char *id, *subject;
    unsigned rows;
    double sum;
    bool adds_up;
  } cases[] = {
    { "value-delivered", "", 5, 3, true },
    { "milestone-effect", "milestone=plain", 1, 0, false },
    { "milestone-effect", "milestone=early", 1, 0, false },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ParlFact *fact = golden_get (findings, cases[i].id, cases[i].subject);
      g_autoptr (ParlEvidence) evidence = parl_evidence_new (findings, fact, NULL, NULL);
      g_assert_cmpuint (evidence->rows->len, ==, cases[i].rows);
      g_assert_cmpfloat (evidence->sum, ==, cases[i].sum);
      g_assert_cmpint (evidence->adds_up, ==, cases[i].adds_up);
    }

  g_autoptr (GPtrArray) attempts = golden_attempts_new (snapshot);
  const ParlFact *space = golden_get (findings, "milestone-effect", "milestone=space");
  g_autoptr (ParlEvidence) counted = parl_evidence_new (findings, space, NULL, NULL);
  g_autoptr (ParlEvidence) listed = parl_evidence_new (findings, space, attempts, NULL);
  g_assert_cmpfloat (space->count, >, 0);
  g_assert_cmpfloat (counted->sum, ==, space->count);
  g_assert_cmpuint (listed->rows->len, ==, space->count);
}

/* A rollout with this many completions a day since its review and this many before it, 600 left
 * now. Its late end is where that many more days end. */
static const struct
{
  int review, since, before, days_before;
  double value; /* NAN: cannot be told */
  const char *aspect;
} reviews[] = {
  { 7, 30, 30, 20, 0, "same" },    { 0, 30, 30, 20, 0, "same" }, /* today */
  { -3, 30, 30, 20, NAN, NULL },                                 /* yet to come: no fact at all */
  { 7, 30, 30, 13, NAN, "none" },                                /* too little history then */
  { 7, 30, 30, 0, NAN, "none" },   { 70, 30, 30, 49, 0, "same" },
  { 70, 30, 30, 50, NAN, "none" }, /* it may go back further than is known */
};

static void
test_derisked (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (reviews); i++)
    {
      g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
      ParlRollout *rollout = parl_rollout_new ("r", "r");
      ParlStage *stage = parl_stage_new ("s", "s");
      int review = MAX (reviews[i].review, 0);

      rollout->release = g_strdup ("2.6.0");
      rollout->progress = PARL_PROGRESS_RUNNING;
      stage->total = 5000;
      stage->succeeded = 4400;
      g_ptr_array_add (rollout->stages, stage);
      g_ptr_array_add (snapshot->rollouts, rollout);
      for (int age = 0; age < review + reviews[i].days_before; age++)
        golden_add_cell (snapshot, age, "2.5.0", PARL_OUTCOME_SUCCEEDED, NULL,
                         age < review ? reviews[i].since : reviews[i].before);
      snapshot->plan = parl_plan_new ();
      snapshot->plan->review = GOLDEN_AS_OF - reviews[i].review * PARL_DAY;
      g_autoptr (ParlFindings) findings = analyse (snapshot, 28);
      const ParlFact *fact = golden_find (findings, "schedule-derisked", "rollout=r");

      g_test_message ("case %u", i);
      g_assert_cmpint (fact != NULL, ==, reviews[i].aspect != NULL);
      if (fact == NULL)
        continue;
      g_assert_cmpint (isnan (fact->value), ==, isnan (reviews[i].value));
      if (isnan (reviews[i].value))
        continue;
      g_assert_cmpfloat_with_epsilon (fact->value, reviews[i].value, 1e-9);
      g_assert_cmpstr (fact->aspect, ==, reviews[i].aspect);
    }
}

/* A pace that doubled after the review makes the late end safer, one that halved puts it off. */
static void
test_derisked_pace (void)
{
  const struct
  {
    int since;
    const char *aspect;
  } cases[] = { { 60, "safer" }, { 15, "later" } };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
      ParlRollout *rollout = g_ptr_array_index (snapshot->rollouts, 0);
      parl_outcomes_unref (snapshot->outcomes);
      snapshot->outcomes = parl_outcomes_new ();
      for (int age = 0; age < 40; age++)
        golden_add_cell (snapshot, age, "2.5.0", PARL_OUTCOME_SUCCEEDED, NULL,
                         age < 14 ? cases[i].since : 30);
      snapshot->plan = parl_plan_new ();
      snapshot->plan->review = GOLDEN_AS_OF - 14 * PARL_DAY;
      rollout->created = GOLDEN_AS_OF - 50 * PARL_DAY;
      g_autoptr (ParlFindings) findings = analyse (snapshot, 28);
      const ParlFact *fact = golden_get (findings, "schedule-derisked", "rollout=" GOLDEN_ROLLOUT);
      g_assert_cmpstr (fact->aspect, ==, cases[i].aspect);
      g_assert_cmpint (fact->value > 0, ==, g_str_equal (cases[i].aspect, "safer"));

      /* It had not begun by then. */
      rollout->created = GOLDEN_AS_OF - 13 * PARL_DAY;
      g_autoptr (ParlFindings) young = analyse (snapshot, 28);
      g_assert_true (
          isnan (golden_get (young, "schedule-derisked", "rollout=" GOLDEN_ROLLOUT)->value));
    }
}

/* The date of a part of the devices can be late for all of them, but not in time. */
static void
test_late_part (void)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_autoptr (ParlTargets) targets = parl_targets_new ();
  const struct
  {
    int days;
    bool is_known;
    ParlTargetState state;
  } cases[] = { { 50, false, PARL_TARGET_UNCLEAR }, { -1, true, PARL_TARGET_MISSED } };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      targets->finish = GOLDEN_AS_OF + cases[i].days * PARL_DAY;
      g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
      const ParlFact *date
          = golden_get (findings, "rollout-finish-date", "rollout=" GOLDEN_ROLLOUT);

      g_assert_cmpint (date->target_state, ==, cases[i].state);
      g_assert_cmpint (isnan (golden_get (findings, "rollout-risk", "part=late")->value), !=,
                       cases[i].is_known);
    }
}

/* Five points for ten days after the date that was set, by the late end of the forecast. */
static void
test_late (void)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  ParlRollout *rollout = g_ptr_array_index (snapshot->rollouts, 0);
  for (unsigned i = 0; i < rollout->stages->len; i++) /* nothing failed, and all can go on */
    ((ParlStage *)g_ptr_array_index (rollout->stages, i))->failed = 0;
  g_autoptr (ParlFindings) plain = parl_findings_new (snapshot, targets, NULL);
  const ParlFact *date = golden_get (plain, "rollout-finish-date", "rollout=" GOLDEN_ROLLOUT);
  const ParlFact *risk = golden_get (plain, "rollout-risk", "");
  const struct
  {
    double days_late, points;
  } cases[] = { { -20, 0 }, { 0, 0 }, { 4, 2 }, { 10, 5 }, { 100, 5 } };

  g_assert_true (isnan (golden_get (plain, "rollout-risk", "part=late")->value));
  g_assert_true (g_strv_contains ((const char *const *)risk->caveats, "unknown:late"));
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      targets->finish = (ParlTime)(date->high - cases[i].days_late * PARL_DAY);
      g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
      const ParlFact *late = golden_get (findings, "rollout-risk", "part=late");
      const ParlFact *whole = golden_get (findings, "rollout-risk", "");

      g_assert_cmpfloat_with_epsilon (late->value, cases[i].points, 1e-6);
      g_assert_cmpfloat_with_epsilon (whole->value, risk->value + cases[i].points, 1e-6);
      g_assert_false (g_strv_contains ((const char *const *)whole->caveats, "unknown:late"));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/milestones/windows", test_windows);
  g_test_add_func ("/analysis/milestones/changes", test_changes);
  g_test_add_func ("/analysis/milestones/traced", test_traced);
  g_test_add_func ("/analysis/milestones/done", test_done);
  g_test_add_func ("/analysis/milestones/evidence", test_evidence);
  g_test_add_func ("/analysis/finish/late-part", test_late_part);
  g_test_add_func ("/analysis/finish/derisked", test_derisked);
  g_test_add_func ("/analysis/finish/derisked-pace", test_derisked_pace);
  g_test_add_func ("/analysis/risk/late", test_late);
  return g_test_run ();
}
