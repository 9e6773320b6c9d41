/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What failures do to customers, to the fleet's age and to money: impact, debt, costs, tenfold, and
 * the failure budget over several windows. */
#include "config.h"

#include "analysis/evidence.h"
#include "golden.h"

#include <math.h>
#include <string.h>

static bool
has_caveat (const ParlFact *fact, const char *token)
{
  return g_strv_contains ((const char *const *)fact->caveats, token);
}

static void
test_golden (void)
{
  g_autoptr (ParlFindings) findings = golden_findings_new ();
  const ParlFact *down = golden_get (findings, "impact-down-hours", "");
  const ParlFact *slow = golden_get (findings, "fps-slow-hours", "");
  const ParlFact *impact = golden_get (findings, "customer-impact", "");
  const ParlFact *tenfold = golden_get (findings, "scale-tenfold", "");
  double expected = 0;

  for (unsigned i = 0; i < findings->snapshot->outages->len; i++)
    {
      const ParlOutage *outage = g_ptr_array_index (findings->snapshot->outages, i);
      if (outage->failed >= findings->window.since)
        expected += (double)(GOLDEN_AS_OF - outage->failed) / PARL_HOUR;
    }
  g_assert_cmpfloat (down->count, ==, 905);
  g_assert_cmpfloat_with_epsilon (down->value, expected, 1e-6);
  g_assert_cmpfloat (down->comparison.n, ==, 706);
  g_assert_cmpfloat_with_epsilon (
      golden_get (findings, "impact-down-hours", "class=Nano")->value
          + golden_get (findings, "impact-down-hours", "class=Orin")->value,
      down->value, 1e-6);
  g_assert_cmpfloat (golden_get (findings, "impact-down-hours", "site=Delft")->value, ==,
                     down->value);
  g_assert_cmpfloat (impact->value, ==, slow->value + down->value);
  g_assert_cmpfloat_with_epsilon (
      slow->value, (1 - golden_get (findings, "fps-compliance", "")->value) * slow->n, 1e-6);
  g_assert_cmpfloat_with_epsilon (impact->high - impact->low, slow->high - slow->low, 1e-6);
  golden_assert_printed (tenfold->value, 0, "13137");
  g_assert_cmpfloat (tenfold->n, ==, 180000);
  g_assert_null (golden_find (findings, "cost-of-failures", ""));
  g_assert_cmpint (impact->target_state, ==, PARL_TARGET_UNSET);
}

/* One failure, so many hours before the window's end, and over so many hours after it began. */
static void
test_outage (void)
{
  static const struct
  {
    double failed, lasted; /* lasted below 0: not over */
    double now, before;    /* hours that count; NAN: no data */
  } cases[] = {
    { 10, 4, 4, NAN },
    { 10, -1, 10, NAN },
    { 28 * 24, -1, 28 * 24, NAN }, /* the window's first instant */
    { 10, 0, 0, NAN },
    { 10, 100, 10, NAN },           /* over after as-of: not here yet */
    { 28 * 24 + 5, 100, NAN, NAN }, /* of the window before: there it counts 5 hours */
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
      g_autoptr (ParlTargets) targets = parl_targets_new ();
      ParlOutage *outage = parl_outage_new ();

      outage->failed = GOLDEN_AS_OF - (ParlTime)(cases[i].failed * PARL_HOUR);
      if (cases[i].lasted >= 0)
        outage->succeeded = outage->failed + (ParlTime)(cases[i].lasted * PARL_HOUR);
      g_ptr_array_add (snapshot->outages, outage);
      golden_add_cell (snapshot, (int)((cases[i].failed - 1) / 24), "2.5.0", PARL_OUTCOME_FAILED,
                       "verify", 1);
      g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
      const ParlFact *down = golden_get (findings, "impact-down-hours", "");

      g_test_message ("case %u", i);
      g_assert_cmpint (isnan (down->value), ==, isnan (cases[i].now));
      if (!isnan (cases[i].now))
        g_assert_cmpfloat (down->value, ==, cases[i].now);
      g_assert_false (parl_fact_has_comparison (down));
      g_assert_cmpint (golden_get (findings, "customer-impact", "")->verdict, ==,
                       PARL_VERDICT_NO_DATA);
    }
}

/* In the window before, an outage counts up to that window's end. */
static void
test_before (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  g_autoptr (ParlTargets) targets = parl_targets_new ();
  golden_add_cell (snapshot, 28, "2.5.0", PARL_OUTCOME_FAILED, "verify", 3);
  golden_add_cell (snapshot, 0, "2.5.0", PARL_OUTCOME_SUCCEEDED, NULL, 3);
  golden_add_outages (snapshot);
  g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
  const ParlFact *down = golden_get (findings, "impact-down-hours", "");

  g_assert_cmpfloat (down->value, ==, 0);
  g_assert_cmpfloat (down->comparison.value, ==, 3 * 23);
}

/* Failures that are known as counts alone, with no times. */
static void
test_counts_alone (void)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_autoptr (ParlTargets) targets = parl_targets_new ();
  targets->cost_per_hour = 1;
  golden_add_cell (snapshot, 3, "2.4.0", PARL_OUTCOME_FAILED, "verify", 1);
  g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
  const ParlFact *impact = golden_get (findings, "customer-impact", "");

  g_assert_cmpint (golden_get (findings, "impact-down-hours", "")->verdict, ==,
                   PARL_VERDICT_NO_DATA);
  g_assert_null (golden_find (findings, "impact-down-hours", "site=Delft"));
  g_assert_cmpint (impact->verdict, ==, PARL_VERDICT_NO_DATA);
  g_assert_true (has_caveat (impact, "unknown:down-hours"));
  g_assert_cmpint (golden_get (findings, "cost-of-failures", "")->verdict, ==,
                   PARL_VERDICT_NO_DATA);
}

static void
test_costs (void)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_autoptr (ParlTargets) targets = parl_targets_new ();
  targets->cost_per_failure = 35;
  g_autoptr (ParlFindings) one = parl_findings_new (snapshot, targets, NULL);
  const ParlFact *rate = golden_get (one, "ota-failure-rate", "");
  const ParlFact *cost = golden_get (one, "cost-of-failures", "");
  const ParlFact *all = golden_get (one, "cost-avoidable", "checks=battery+disk-space+network");

  g_assert_cmpfloat (cost->value, ==, 905 * 35);
  g_assert_cmpfloat_with_epsilon (cost->low, rate->low * 12400 * 35, 1e-6);
  g_assert_cmpfloat_with_epsilon (cost->high, rate->high * 12400 * 35, 1e-6);
  g_assert_cmpfloat (all->value, ==, 724 * 35);
  g_assert_cmpfloat (all->high, <, cost->value);

  targets->cost_per_hour = 0.5;
  targets->impact_hours = 1000;
  g_autoptr (ParlFindings) both = parl_findings_new (snapshot, targets, NULL);
  const ParlFact *impact = golden_get (both, "customer-impact", "");
  g_assert_cmpfloat_with_epsilon (golden_get (both, "cost-of-failures", "")->value,
                                  905 * 35 + impact->value / 2, 1e-6);
  g_assert_cmpint (impact->target_state, ==, PARL_TARGET_MISSED);

  targets->cost_per_failure = NAN;
  g_autoptr (ParlFindings) hours = parl_findings_new (snapshot, targets, NULL);
  g_assert_cmpfloat_with_epsilon (golden_get (hours, "cost-of-failures", "")->value,
                                  impact->value / 2, 1e-6);
  g_assert_null (golden_find (hours, "cost-avoidable", "checks=disk-space"));
}

static void
test_debt (void)
{
  static const struct
  {
    const char *releases; /* of devices; - is unknown */
    const char *rollout;
    double old, n; /* n 0: no data */
  } cases[] = {
    { "", NULL, 0, 0 },
    { "- nightly v2 2.x", NULL, 0, 0 },
    { "2.6.0 2.6.1 2.5.9 2.5.0", NULL, 0, 4 },
    { "2.4.0 2.5.0 2.5.1 2.6.0", NULL, 1, 4 },
    { "2.4.0 2.5.0 - nightly", "2.6.0", 1, 2 },
    { "2.9.0 2.10.0 2.11.0 2.11.0", NULL, 1, 4 },
    { "1.9.0 v2.0.1 V3.1.0-rc1", NULL, 1, 3 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
      g_autoptr (ParlTargets) targets = parl_targets_new ();
      g_auto (GStrv) releases = g_strsplit (cases[i].releases, " ", -1);
      for (unsigned j = 0; releases[j] != NULL; j++)
        {
          g_autofree char *id = g_strdup_printf ("%u", j);
          ParlDevice *device = parl_device_new (id);
          device->release = strcmp (releases[j], "-") == 0 ? NULL : g_strdup (releases[j]);
          g_ptr_array_add (snapshot->devices, device);
        }
      if (cases[i].rollout != NULL)
        {
          ParlRollout *rollout = parl_rollout_new ("r", "r");
          rollout->progress = PARL_PROGRESS_RUNNING;
          rollout->release = g_strdup (cases[i].rollout);
          g_ptr_array_add (snapshot->rollouts, rollout);
        }
      g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
      const ParlFact *debt = golden_get (findings, "tech-debt", "");
      g_autoptr (ParlEvidence) evidence = parl_evidence_new (findings, debt, NULL, NULL);

      g_test_message ("case %u", i);
      g_assert_cmpfloat (debt->n, ==, cases[i].n);
      g_assert_cmpfloat (debt->count, ==, cases[i].old);
      g_assert_cmpfloat (evidence->sum, ==, cases[i].old);
      g_assert_cmpint (isnan (debt->value), ==, cases[i].n == 0);
      g_assert_cmpint (has_caveat (debt, "unknown:release"), ==,
                       cases[i].n > 0 && cases[i].n < snapshot->devices->len);
    }
}

static void
test_burn_windows (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  g_autoptr (ParlTargets) targets = parl_targets_new ();
  golden_add_cell (snapshot, 0, "2.5.0", PARL_OUTCOME_FAILED, "verify", 10);
  golden_add_cell (snapshot, 0, "2.5.0", PARL_OUTCOME_SUCCEEDED, NULL, 90);
  golden_add_cell (snapshot, 2, "2.5.0", PARL_OUTCOME_SUCCEEDED, NULL, 300);
  golden_add_cell (snapshot, 7, "2.5.0", PARL_OUTCOME_FAILED, "verify", 10);
  g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
  const ParlFact *day = golden_get (findings, "ota-burn", "window=1d");
  const ParlFact *week = golden_get (findings, "ota-burn", "window=7d");

  g_assert_cmpfloat_with_epsilon (day->value, 2, 1e-12);
  g_assert_cmpint (day->verdict, ==, PARL_VERDICT_TOO_LITTLE);
  g_assert_cmpfloat_with_epsilon (golden_get (findings, "ota-burn", "window=3d")->value, 0.5,
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (week->value, 0.5, 1e-12);
  g_assert_cmpint (week->verdict, ==, PARL_VERDICT_NONE);
  g_assert_cmpint (week->window.since, ==, GOLDEN_AS_OF - 7 * PARL_DAY);
  g_assert_cmpfloat (golden_get (findings, "ota-burn", "window=28d")->value, ==,
                     golden_get (findings, "ota-burn", "")->value);
}

static void
test_burn_down (void)
{
  g_autoptr (ParlFindings) findings = golden_findings_new ();
  const ParlBurnDay *days = (const ParlBurnDay *)(void *)findings->burn_down->data;
  unsigned n = findings->burn_down->len;
  const ParlFact *spent = golden_get (findings, "ota-budget-spent", "");

  g_assert_cmpuint (n, ==, 29);
  g_assert_cmpint (days[0].time, ==, findings->window.since);
  g_assert_cmpint (days[n - 1].time, ==, findings->window.until);
  g_assert_cmpfloat (days[0].left, ==, 1);
  g_assert_cmpfloat (days[0].even, ==, 1);
  g_assert_cmpfloat (days[14].even, ==, 0.5);
  g_assert_cmpfloat (days[n - 1].even, ==, 0);
  g_assert_cmpfloat_with_epsilon (days[n - 1].left,
                                  golden_get (findings, "ota-budget-left", "")->value, 1e-12);
  for (unsigned i = 1; i < n; i++)
    {
      g_assert_cmpint (days[i].time - days[i - 1].time, ==, PARL_DAY);
      g_assert_cmpfloat (days[i].left, <=, days[i - 1].left);
      /* The day on which the budget ran out is the first that ends below 0. */
      g_assert_cmpint (days[i].left < 0, ==, (double)days[i - 1].time >= spent->value);
    }

  g_autoptr (ParlSnapshot) empty = parl_snapshot_new (GOLDEN_AS_OF);
  g_autoptr (ParlTargets) targets = parl_targets_new ();
  g_autoptr (ParlFindings) nothing = parl_findings_new (empty, targets, NULL);
  g_assert_null (nothing->burn_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/impact/golden", test_golden);
  g_test_add_func ("/analysis/impact/outage", test_outage);
  g_test_add_func ("/analysis/impact/before", test_before);
  g_test_add_func ("/analysis/impact/counts-alone", test_counts_alone);
  g_test_add_func ("/analysis/cost", test_costs);
  g_test_add_func ("/analysis/debt", test_debt);
  g_test_add_func ("/analysis/budget/windows", test_burn_windows);
  g_test_add_func ("/analysis/budget/burn-down", test_burn_down);
  return g_test_run ();
}
