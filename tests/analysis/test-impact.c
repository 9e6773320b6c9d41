/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What failures do to customers, to the fleet's age and to money: impact, debt, costs, tenfold, and
 * the failure budget over several windows. */
#include "config.h"

#include "analysis/evidence.h"
#include "analysis/fleet.h"
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
  const ParlSnapshot *snapshot = findings->snapshot;
  double expected = 0, lost = 0;

  for (unsigned i = 0; i < snapshot->devices->len; i++)
    {
      const ParlDevice *device = g_ptr_array_index (snapshot->devices, i);
      ParlTime failed = PARL_TIME_NONE;

      for (unsigned j = 0; j < snapshot->outages->len; j++)
        {
          const ParlOutage *outage = g_ptr_array_index (snapshot->outages, j);
          if (outage->failed >= findings->window.since && strcmp (outage->device, device->id) == 0)
            failed = failed == PARL_TIME_NONE ? outage->failed : MAX (failed, outage->failed);
        }
      if (failed == PARL_TIME_NONE || device->last_seen == PARL_TIME_NONE
          || device->last_seen > failed
          || !parl_device_is_silent (device, findings->targets, down->window.until))
        continue;
      expected += (double)(down->window.until - failed) / PARL_HOUR;
      lost++;
    }
  g_assert_cmpfloat (lost, >, 0);
  g_assert_cmpfloat (lost, <, 905);
  g_assert_cmpfloat (down->count, ==, lost);
  g_assert_cmpfloat_with_epsilon (down->value, expected, 1e-6);
  g_assert_false (parl_fact_has_comparison (down));
  g_assert_cmpfloat_with_epsilon (
      golden_get (findings, "impact-down-hours", "class=Nano")->value
          + golden_get (findings, "impact-down-hours", "class=Orin")->value,
      down->value, 1e-6);

  g_autoptr (ParlEvidence) evidence = parl_evidence_new (findings, down, NULL, NULL);
  g_assert_cmpfloat (evidence->sum, ==, lost);
  g_assert_cmpfloat (impact->value, ==, slow->value + down->value);
  g_assert_cmpfloat_with_epsilon (
      slow->value, (1 - golden_get (findings, "fps-compliance", "")->value) * slow->n, 1e-6);
  g_assert_cmpfloat_with_epsilon (impact->high - impact->low, slow->high - slow->low, 1e-6);
  golden_assert_printed (tenfold->value, 0, "13137");
  g_assert_cmpfloat (tenfold->n, ==, 180000);
  g_assert_null (golden_find (findings, "cost-of-failures", ""));
  g_assert_cmpint (impact->target_state, ==, PARL_TARGET_UNSET);
}

/* One failure so many hours before as-of, and when its device was last heard of; below 0: never. */
static void
test_outage (void)
{
  static const struct
  {
    double failed, seen, fetched, succeeded; /* hours before as-of; succeeded below 0: never */
    double hours, count;                     /* NAN: no data */
    ParlTime limit;                          /* hours until a device is silent */
  } cases[] = {
    { 10, 10, 0, -1, 10, 1, 1 },
    { 10, 10, 0, -1, 0, 0, 24 }, /* it may yet be heard of */
    { 10, 10, 0, -1, 0, 0, 10 },
    { 10, 30, 0, -1, 10, 1, 24 },
    { 10, 9, 0, -1, 0, 0, 1 },  /* heard of since: it runs */
    { 10, 30, 0, 4, 0, 0, 1 },  /* a success is a sign of life, whatever the server says */
    { 10, -1, 0, -1, 0, 0, 1 }, /* whether it was heard of is not known */
    { 10, 30, 6, -1, 4, 1, 1 }, /* nobody has asked since */
    { 10, 30, 6, -1, 0, 0, 24 },
    { 10, 30, 12, -1, 0, 0, 1 },
    { 28 * 24, 28 * 24, 0, -1, 28 * 24, 1, 24 },       /* the window's first instant */
    { 28 * 24 + 5, 28 * 24 + 5, 0, -1, NAN, NAN, 24 }, /* of the window before */
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
      g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
      ParlOutage *outage = parl_outage_new ();
      ParlDevice *device = parl_device_new ("cam");

      targets->silent_limit = cases[i].limit * PARL_HOUR;
      golden_add_source (snapshot, "Updates", "hawkbit", GOLDEN_AS_OF)->fetched
          = GOLDEN_AS_OF - (ParlTime)cases[i].fetched * PARL_HOUR;
      outage->device = g_strdup ("cam");
      outage->failed = GOLDEN_AS_OF - (ParlTime)cases[i].failed * PARL_HOUR;
      if (cases[i].succeeded >= 0)
        outage->succeeded = GOLDEN_AS_OF - (ParlTime)cases[i].succeeded * PARL_HOUR;
      if (cases[i].seen >= 0)
        device->last_seen = GOLDEN_AS_OF - (ParlTime)cases[i].seen * PARL_HOUR;
      g_ptr_array_add (snapshot->outages, outage);
      g_ptr_array_add (snapshot->devices, device);
      golden_add_cell (snapshot, (int)((cases[i].failed - 1) / 24), "2.5.0", PARL_OUTCOME_FAILED,
                       "verify", 1);
      g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
      const ParlFact *down = golden_get (findings, "impact-down-hours", "");
      g_autoptr (ParlEvidence) evidence = parl_evidence_new (findings, down, NULL, NULL);

      g_test_message ("case %u", i);
      g_assert_cmpint (isnan (down->value), ==, isnan (cases[i].hours));
      if (!isnan (cases[i].hours))
        {
          /* Whole hours: at 9:40 those up to 9:00. */
          double cut = cases[i].count > 0 ? 40.0 / 60 : 0;
          g_assert_cmpfloat_with_epsilon (down->value, cases[i].hours - cut, 1e-9);
          g_assert_cmpfloat (down->count, ==, cases[i].count);
          g_assert_cmpfloat (evidence->sum, ==, cases[i].count);
        }
      g_assert_cmpint (golden_get (findings, "customer-impact", "")->verdict, ==,
                       PARL_VERDICT_NO_DATA);
    }
}

/* A device that failed twice is down once, since the second time. */
static void
test_twice (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  ParlDevice *device = parl_device_new ("cam");

  for (unsigned i = 0; i < 2; i++)
    {
      ParlOutage *outage = parl_outage_new ();
      outage->device = g_strdup ("cam");
      outage->failed = GOLDEN_AS_OF - (i == 0 ? 3 : 20) * PARL_HOUR;
      g_ptr_array_add (snapshot->outages, outage);
    }
  targets->silent_limit = PARL_HOUR;
  device->last_seen = GOLDEN_AS_OF - 20 * PARL_HOUR;
  g_ptr_array_add (snapshot->devices, device);
  golden_add_cell (snapshot, 0, "2.5.0", PARL_OUTCOME_FAILED, "verify", 2);
  g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);

  g_assert_cmpfloat_with_epsilon (golden_get (findings, "impact-down-hours", "")->value,
                                  3 - 40.0 / 60, 1e-9);
  g_assert_cmpfloat (golden_get (findings, "impact-down-hours", "")->count, ==, 1);
}

/* Failures that are known as counts alone, with no times. */
static void
test_counts_alone (void)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  targets->cost_per_hour = 1;
  golden_add_cell (snapshot, 3, "2.4.0", PARL_OUTCOME_FAILED, "verify", 1);
  g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
  const ParlFact *impact = golden_get (findings, "customer-impact", "");

  g_assert_cmpint (golden_get (findings, "impact-down-hours", "")->verdict, ==,
                   PARL_VERDICT_NO_DATA);
  g_assert_null (golden_find (findings, "impact-down-hours", "class=Nano"));
  g_assert_cmpint (impact->verdict, ==, PARL_VERDICT_NO_DATA);
  g_assert_true (has_caveat (impact, "unknown:down-hours"));
  g_assert_cmpint (golden_get (findings, "cost-of-failures", "")->verdict, ==,
                   PARL_VERDICT_NO_DATA);
}

static void
test_costs (void)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
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
  g_assert_cmpstr (cost->aspect, ==, "failures");
  g_assert_cmpfloat (golden_get (one, "cost-of-failures", "of=failures")->value, ==, 905 * 35);
  g_assert_null (golden_find (one, "cost-of-impact", ""));

  targets->cost_per_hour = 0.5;
  targets->impact_hours = 1000;
  g_autoptr (ParlFindings) both = parl_findings_new (snapshot, targets, NULL);
  const ParlFact *impact = golden_get (both, "customer-impact", "");
  g_assert_cmpfloat_with_epsilon (golden_get (both, "cost-of-failures", "")->value,
                                  905 * 35 + impact->value / 2, 1e-6);
  g_assert_cmpint (impact->target_state, ==, PARL_TARGET_MISSED);
  g_assert_cmpfloat (golden_get (both, "cost-of-failures", "of=failures")->value, ==, 905 * 35);
  g_assert_cmpfloat_with_epsilon (golden_get (both, "cost-of-impact", "")->value, impact->value / 2,
                                  1e-6);

  targets->cost_per_failure = NAN;
  g_autoptr (ParlFindings) hours = parl_findings_new (snapshot, targets, NULL);
  g_assert_cmpfloat_with_epsilon (golden_get (hours, "cost-of-failures", "")->value,
                                  impact->value / 2, 1e-6);
  g_assert_null (golden_find (hours, "cost-avoidable", "checks=disk-space"));
  g_assert_null (golden_find (hours, "cost-of-failures", "of=failures"));
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
      g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
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
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
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
      g_assert_cmpint (days[i].left < 0, ==, (double)days[i].time >= spent->value);
    }

  g_autoptr (ParlSnapshot) empty = parl_snapshot_new (GOLDEN_AS_OF);
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  g_autoptr (ParlFindings) nothing = parl_findings_new (empty, targets, NULL);
  g_assert_null (nothing->burn_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/impact/golden", test_golden);
  g_test_add_func ("/analysis/impact/outage", test_outage);
  g_test_add_func ("/analysis/impact/twice", test_twice);
  g_test_add_func ("/analysis/impact/counts-alone", test_counts_alone);
  g_test_add_func ("/analysis/cost", test_costs);
  g_test_add_func ("/analysis/debt", test_debt);
  g_test_add_func ("/analysis/budget/windows", test_burn_windows);
  g_test_add_func ("/analysis/budget/burn-down", test_burn_down);
  return g_test_run ();
}
