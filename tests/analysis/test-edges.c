/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a number could lie: nothing observed, too little, too old, one cohort, a cohort that came
 * or went, and the verdicts at their edges. */
#include "config.h"

#include "analysis/evidence.h"
#include "golden.h"

#include "analysis/catalogue.h"

#include <math.h>

static ParlFindings *
analyse (ParlSnapshot *snapshot)
{
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();

  return parl_findings_new (snapshot, targets, NULL);
}

/* One cohort's outcomes in both windows. */
typedef struct
{
  const char *from;
  int failed, tried, failed_before, tried_before;
} Cohort;

static ParlSnapshot *
make_snapshot (const Cohort *cohorts, unsigned n)
{
  ParlSnapshot *snapshot = parl_snapshot_new (GOLDEN_AS_OF);

  for (unsigned i = 0; i < n && cohorts[i].from != NULL; i++)
    {
      const Cohort *cohort = &cohorts[i];
      golden_spread (snapshot, 0, cohort->from, PARL_OUTCOME_FAILED, "verify", cohort->failed);
      golden_spread (snapshot, 0, cohort->from, PARL_OUTCOME_SUCCEEDED, NULL,
                     cohort->tried - cohort->failed);
      golden_spread (snapshot, 28, cohort->from, PARL_OUTCOME_FAILED, "verify",
                     cohort->failed_before);
      golden_spread (snapshot, 28, cohort->from, PARL_OUTCOME_SUCCEEDED, NULL,
                     cohort->tried_before - cohort->failed_before);
    }
  return snapshot;
}

static ParlFindings *
analyse_cohorts (const Cohort *cohorts, unsigned n)
{
  g_autoptr (ParlSnapshot) snapshot = make_snapshot (cohorts, n);

  return analyse (snapshot);
}

static void
test_nothing (void)
{
  static const char *const mains[]
      = { "ota-failure-rate", "ota-failure-change", "ota-budget-left", "ota-burn",
          "ota-traceable",    "fps-compliance",     "fps-p5",          "frame-time-p95",
          "latency-headroom", "rollout-progress",   "rollout-risk",    "fleet-silent",
          "fleet-size" };
  g_autoptr (ParlFindings) findings = analyse_cohorts (NULL, 0);

  for (unsigned i = 0; i < G_N_ELEMENTS (mains); i++)
    {
      const ParlFact *fact = golden_get (findings, mains[i], "");

      g_assert_true (isnan (fact->value));
      g_assert_cmpint (fact->verdict, ==, PARL_VERDICT_NO_DATA);
      g_assert_cmpint (fact->target_state, ==, PARL_TARGET_UNSET);
    }
  g_assert_null (findings->control);
  g_assert_cmpuint (findings->distributions->len, ==, 0);
  g_assert_cmpuint (findings->events->len, ==, 0);
  for (unsigned i = 0; i < findings->facts->len; i++)
    {
      g_autoptr (ParlEvidence) evidence
          = parl_evidence_new (findings, g_ptr_array_index (findings->facts, i), NULL, NULL);
      g_assert_cmpuint (evidence->rows->len, ==, 0);
    }
}

static void
test_small_numbers (void)
{
  static const struct
  {
    Cohort cohort;
    const char *low, *high; /* per cent */
    ParlVerdict verdict;
    const char *aspect;
  } cases[] = {
    { { "2.3.0", 3, 40, 0, 0 }, "2.6", "19.9", PARL_VERDICT_TOO_LITTLE, "unclear" },
    { { "2.3.0", 0, 25, 0, 0 }, "0.0", "13.3", PARL_VERDICT_TOO_LITTLE, "unclear" },
    { { "2.3.0", 25, 25, 0, 0 }, "86.7", "100.0", PARL_VERDICT_TOO_LITTLE, "unclear" },
    { { "2.3.0", 199, 199, 0, 0 }, "98.1", "100.0", PARL_VERDICT_TOO_LITTLE, "unclear" },
    { { "2.3.0", 200, 200, 0, 0 }, "98.1", "100.0", PARL_VERDICT_NONE, "stop" },
    { { "2.3.0", 20, 400, 30, 199 }, "3.3", "7.6", PARL_VERDICT_TOO_LITTLE, "unclear" },
    { { "2.3.0", 4, 400, 40, 400 }, "0.4", "2.5", PARL_VERDICT_CONFIRMED, "within" },
    /* Beyond doubt, and not worth a word: 4.0 to 4.4 points. */
    { { "2.3.0", 4400, 100000, 4000, 100000 }, "4.3", "4.5", PARL_VERDICT_NO_CHANGE, "within" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlFindings) findings = analyse_cohorts (&cases[i].cohort, 1);
      const ParlFact *rate = golden_get (findings, "ota-failure-rate", "");

      golden_assert_printed (100 * rate->low, 1, cases[i].low);
      golden_assert_printed (100 * rate->high, 1, cases[i].high);
      g_assert_cmpint (rate->verdict, ==, cases[i].verdict);
      g_assert_cmpstr (rate->aspect, ==, cases[i].aspect);
    }
}

/* What a confirmed change is made of. */
static const struct
{
  Cohort cohorts[3];
  const char *aspect;
} changes[] = {
  /* More of the bad ones, nobody worse. */
  { { { "2.3.0", 520, 2600, 236, 1180 }, { "2.4.0", 400, 10000, 424, 10600 } }, "mix" },
  /* The same devices, worse. */
  { { { "2.3.0", 500, 5000, 250, 5000 }, { "2.4.0", 500, 5000, 250, 5000 } }, "within" },
  /* More of the bad ones, and those got worse. */
  { { { "2.3.0", 1200, 4000, 200, 1000 }, { "2.4.0", 300, 6000, 450, 9000 } }, "both" },
  /* More of the bad ones; one kind got worse, the other better: it cannot be told apart. */
  { { { "2.3.0", 800, 4000, 200, 1000 },
      { "2.4.0", 200, 3000, 100, 4500 },
      { "2.5.0", 10, 3000, 200, 4500 } },
    "plain" },
  /* A fall is told by the same rules. */
  { { { "2.3.0", 236, 1180, 520, 2600 }, { "2.4.0", 424, 10600, 400, 10000 } }, "mix" },
  /* Not confirmed: nothing to explain. */
  { { { "2.3.0", 50, 1000, 51, 1000 } }, NULL },
  /* A cohort that came, and one that went: mix, wholly. */
  { { { "2.3.0", 400, 2000, 0, 0 }, { "2.4.0", 400, 8000, 500, 10000 } }, "mix" },
  { { { "2.3.0", 0, 0, 400, 2000 }, { "2.4.0", 500, 10000, 400, 8000 } }, "mix" },
  /* A release a week: the same devices have another one in each window. */
  { { { "2.5.0", 600, 6000, 0, 0 },
      { "2.4.0", 300, 3000, 150, 3000 },
      { "2.3.0", 0, 0, 300, 6000 } },
    "other-releases" },
  { { { "2.4.0", 500, 10000, 0, 0 }, { "2.3.0", 0, 0, 1000, 10000 } }, "other-releases" },
  /* Where less than a tenth of one window is of its own, the split holds. */
  { { { "2.5.0", 90, 900, 0, 0 }, { "2.4.0", 180, 9100, 60, 3000 }, { "2.3.0", 0, 0, 140, 7000 } },
    "mix" },
};

static void
test_changes (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (ParlFindings) findings = analyse_cohorts (changes[i].cohorts, 3);
      const ParlFact *change = golden_get (findings, "ota-failure-change", "");
      double mix = golden_get (findings, "ota-failure-mix", "")->value;
      double within = golden_get (findings, "ota-failure-within", "")->value;
      bool split = g_strcmp0 (changes[i].aspect, "other-releases") != 0;

      g_test_message ("case %u", i);
      g_assert_cmpstr (change->aspect, ==, changes[i].aspect);
      g_assert_true (isnan (mix) == !split && isnan (within) == !split);
      if (split)
        g_assert_cmpfloat_with_epsilon (mix + within, change->value, 1e-12);
    }
}

/* Devices from v2.4 stay as they were at 5 %; v2.3 comes with 2,000 of 10,000 at 20 %. */
static void
test_new_cohort (void)
{
  static const Cohort cohorts[]
      = { { "2.3.0", 400, 2000, 0, 0 }, { "2.4.0", 400, 8000, 500, 10000 } };
  g_autoptr (ParlFindings) findings = analyse_cohorts (cohorts, 2);

  g_assert_cmpfloat_with_epsilon (golden_get (findings, "ota-failure-mix", "cohort=v2.3")->value,
                                  0.2 * 0.2, 1e-12);
  g_assert_cmpfloat_with_epsilon (golden_get (findings, "ota-failure-within", "cohort=v2.3")->value,
                                  0, 1e-15);
  g_assert_cmpfloat_with_epsilon (golden_get (findings, "ota-failure-standardised", "")->value,
                                  0.05, 1e-12);
  g_assert_null (golden_find (findings, "ota-failure-change", "cohort=v2.3"));
  g_assert_cmpfloat (golden_get (findings, "ota-cohort-share", "cohort=v2.3")->comparison.value, ==,
                     0);
  g_assert_true (
      isnan (golden_get (findings, "ota-cohort-share", "cohort=v2.3")->comparison.relative));
}

static void
test_one_cohort (void)
{
  static const Cohort named = { "nightly", 100, 1000, 50, 1000 };
  g_autoptr (ParlFindings) findings = analyse_cohorts (&named, 1);
  g_autoptr (ParlLabels) any = parl_labels_new (NULL, NULL);

  g_assert_cmpfloat (golden_get (findings, "ota-failure-mix", "")->value, ==, 0);
  g_assert_cmpfloat_with_epsilon (golden_get (findings, "ota-failure-within", "")->value, 0.05,
                                  1e-15);
  g_assert_nonnull (golden_find (findings, "ota-failure-rate", "cohort=nightly"));
  g_assert_null (golden_find (findings, "ota-failure-rate", "cohort-not=nightly"));
  g_assert_nonnull (parl_findings_find (findings, "ota-failure-rate", any, true));
}

static void
test_unknown_release (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  golden_spread (snapshot, 0, NULL, PARL_OUTCOME_FAILED, NULL, 30);
  golden_spread (snapshot, 0, NULL, PARL_OUTCOME_SUCCEEDED, NULL, 270);
  g_autoptr (ParlFindings) findings = analyse (snapshot);

  g_assert_cmpfloat (golden_get (findings, "ota-failure-rate", "cohort=unknown")->n, ==, 300);
  g_assert_cmpfloat (golden_get (findings, "ota-cause-share", "cause=unknown")->count, ==, 30);
  g_assert_cmpfloat (golden_get (findings, "ota-untraced", "")->value, ==, 30);
  g_assert_cmpint (golden_get (findings, "ota-failure-change", "")->verdict, ==,
                   PARL_VERDICT_NO_DATA);
  g_assert_null (golden_find (findings, "ota-failure-mix", ""));
}

/* By size; among equals the unknown last, the others by name. */
static void
test_cause_order (void)
{
  static const char *const order[] = { "zoom", "verify", "battery", "network", "unknown" };
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  golden_add_cell (snapshot, 1, "2.3.0", PARL_OUTCOME_FAILED, "unknown", 5);
  golden_add_cell (snapshot, 1, "2.3.0", PARL_OUTCOME_FAILED, "network", 5);
  golden_add_cell (snapshot, 1, "2.4.0", PARL_OUTCOME_FAILED, "battery", 5);
  golden_add_cell (snapshot, 1, "2.4.0", PARL_OUTCOME_FAILED, "verify", 6);
  golden_add_cell (snapshot, 1, "2.4.0", PARL_OUTCOME_FAILED, "zoom", 7);
  golden_add_cell (snapshot, 30, "2.4.0", PARL_OUTCOME_FAILED, "gone", 7);
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  unsigned n = 0;

  for (unsigned i = 0; i < findings->facts->len; i++)
    {
      const ParlFact *fact = g_ptr_array_index (findings->facts, i);
      if (g_str_equal (fact->id, "ota-cause-share"))
        {
          g_assert_cmpuint (n, <, G_N_ELEMENTS (order));
          g_assert_cmpstr (parl_labels_get (fact->subject, "cause"), ==, order[n++]);
        }
    }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (order));
}

/* Cells that differ only in what facts do not ask for are one number, and still two rows. */
static void
test_merged_cells (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  ParlOutcomeCount cell = { .age = 1,
                            .day = 1,
                            .outcome = PARL_OUTCOME_FAILED,
                            .from = "2.3.0",
                            .to = "2.6.0",
                            .site = "Delft",
                            .cause = "verify",
                            .traced = true,
                            .count = 3 };
  parl_outcomes_add (snapshot->outcomes, &cell);
  cell.site = "Lyon";
  parl_outcomes_add (snapshot->outcomes, &cell);
  cell.to = "2.6.1";
  parl_outcomes_add (snapshot->outcomes, &cell);
  cell.traced = false;
  parl_outcomes_add (snapshot->outcomes, &cell);
  cell.from = "2.4.0";
  parl_outcomes_add (snapshot->outcomes, &cell);
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlFact *rate = golden_get (findings, "ota-failure-rate", "cohort=v2.3");
  g_autoptr (ParlEvidence) evidence = parl_evidence_new (findings, rate, NULL, NULL);

  g_assert_cmpfloat (rate->count, ==, 12);
  g_assert_cmpfloat (golden_get (findings, "ota-traceable", "")->count, ==, 9);
  g_assert_cmpuint (evidence->rows->len, ==, 4);
  g_assert_cmpfloat (evidence->sum, ==, 12);
}

/* Counts of a day tell of updates that ended: how many are open nobody knows, which is not none. */
static void
test_open_by_day (void)
{
  for (int by_day = 0; by_day < 2; by_day++)
    {
      g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
      ParlOutcomeCount cell = { .outcome = PARL_OUTCOME_SUCCEEDED, .count = 5, .by_day = by_day };
      parl_outcomes_add (snapshot->outcomes, &cell);
      g_autoptr (ParlFindings) findings = analyse (snapshot);
      const ParlFact *open = golden_find (findings, "ota-open", "");

      g_assert_cmpint (open != NULL, ==, !by_day);
      g_assert_true (open == NULL || open->value == 0);
      g_assert_nonnull (golden_find (findings, "ota-cancelled", ""));
    }
}

static void
test_stale (void)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  ParlSourceState *updates = g_ptr_array_index (snapshot->sources, 0);
  updates->newest = GOLDEN_AS_OF - 48 * PARL_HOUR;
  updates->state = PARL_SYNC_FAILED;
  g_autoptr (ParlFindings) late = analyse (snapshot);
  updates->newest -= 1;
  g_autoptr (ParlFindings) stale = analyse (snapshot);
  const ParlFact *rate = golden_get (stale, "ota-failure-rate", "");

  g_assert_cmpint (golden_get (late, "ota-failure-rate", "")->verdict, ==, PARL_VERDICT_CONFIRMED);
  g_assert_cmpint (rate->verdict, ==, PARL_VERDICT_STALE);
  golden_assert_printed (100 * rate->value, 2, "7.30");
  g_assert_true (g_strv_contains ((const char *const *)rate->caveats, "failed"));
  g_assert_cmpint (golden_get (stale, "fps-compliance", "")->verdict, !=, PARL_VERDICT_STALE);
  g_assert_cmpint (golden_get (stale, "rollout-risk", "")->verdict, ==, PARL_VERDICT_STALE);
  g_assert_cmpint (golden_get (stale, "latency-budget", "")->verdict, ==, PARL_VERDICT_NONE);
}

/* Two sources of updates: a sum is as fresh as its stalest part, and of nobody's name. */
static void
test_two_sources (void)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  ParlSourceState *second
      = golden_add_source (snapshot, "Other", "mender", GOLDEN_AS_OF - 3 * PARL_HOUR);
  second->state = PARL_SYNC_PARTIAL;
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlFact *rate = golden_get (findings, "ota-failure-rate", "");

  g_assert_null (rate->source);
  g_assert_cmpint (rate->freshness, ==, GOLDEN_AS_OF - 3 * PARL_HOUR);
  g_assert_true (g_strv_contains ((const char *const *)rate->caveats, "partial"));
}

/* One source was never heard of: it has no kind, no data, and both sides may lack something. */
static void
test_unheard_source (void)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_ptr_array_add (snapshot->sources, parl_source_state_new ("New", NULL));
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlFact *rate = golden_get (findings, "ota-failure-rate", "");
  const ParlFact *fps = golden_get (findings, "fps-compliance", "");

  g_assert_cmpstr (rate->source, ==, "Updates");
  g_assert_true (g_strv_contains ((const char *const *)rate->caveats, "partial"));
  g_assert_cmpstr (fps->source, ==, "Metrics");
  g_assert_true (g_strv_contains ((const char *const *)fps->caveats, "partial"));
}

/* Counters alone: the one source feeds both sides. */
static void
test_counters_only (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  golden_add_source (snapshot, "Metrics", "prometheus", GOLDEN_AS_OF - PARL_MINUTE);
  golden_spread (snapshot, 0, "2.3.0", PARL_OUTCOME_SUCCEEDED, NULL, 300);
  g_autoptr (ParlFindings) findings = analyse (snapshot);

  g_assert_cmpstr (golden_get (findings, "ota-failure-rate", "")->source, ==, "Metrics");
  g_assert_cmpstr (golden_get (findings, "fps-compliance", "")->source, ==, "Metrics");
}

static unsigned
count_facts (const ParlFindings *findings, const char *id)
{
  unsigned n = 0;

  for (unsigned i = 0; i < findings->facts->len; i++)
    n += parl_fact_is (g_ptr_array_index (findings->facts, i), id);
  return n;
}

/* One cause: its check alone is offered, and no sum that is the same. On one release it is on no
 * other; with a second one it is said to be. */
static void
test_one_cause (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  g_autoptr (ParlTargets) targets = parl_targets_new ();
  golden_spread (snapshot, 0, "2.3.0", PARL_OUTCOME_FAILED, "battery", 60);
  golden_spread (snapshot, 0, "2.3.0", PARL_OUTCOME_SUCCEEDED, NULL, 940);
  g_autoptr (ParlFindings) one = parl_findings_new (snapshot, targets, NULL);
  golden_spread (snapshot, 0, "2.4.0", PARL_OUTCOME_SUCCEEDED, NULL, 1000);
  g_autoptr (ParlFindings) two = parl_findings_new (snapshot, targets, NULL);

  g_assert_cmpuint (count_facts (one, "ota-avoidable"), ==, 1);
  g_assert_cmpfloat (golden_get (one, "ota-avoidable", "checks=battery")->count, ==, 60);
  g_assert_null (golden_get (one, "ota-cause-share", "cause=battery")->aspect);
  g_assert_cmpstr (golden_get (two, "ota-cause-share", "cause=battery")->aspect, ==, "only:v2.3");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/edges/nothing", test_nothing);
  g_test_add_func ("/analysis/edges/small-numbers", test_small_numbers);
  g_test_add_func ("/analysis/edges/changes", test_changes);
  g_test_add_func ("/analysis/edges/new-cohort", test_new_cohort);
  g_test_add_func ("/analysis/edges/one-cohort", test_one_cohort);
  g_test_add_func ("/analysis/edges/unknown-release", test_unknown_release);
  g_test_add_func ("/analysis/edges/cause-order", test_cause_order);
  g_test_add_func ("/analysis/edges/merged-cells", test_merged_cells);
  g_test_add_func ("/analysis/edges/stale", test_stale);
  g_test_add_func ("/analysis/edges/open-by-day", test_open_by_day);
  g_test_add_func ("/analysis/edges/two-sources", test_two_sources);
  g_test_add_func ("/analysis/edges/unheard-source", test_unheard_source);
  g_test_add_func ("/analysis/edges/counters-only", test_counters_only);
  g_test_add_func ("/analysis/edges/one-cause", test_one_cause);
  return g_test_run ();
}
