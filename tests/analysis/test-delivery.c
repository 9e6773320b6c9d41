/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From merge to device: which changes and releases belong together, which times can follow each
 * other, and what is said where they cannot. Numbers are worked out by hand. */
#include "config.h"

#include "analysis/evidence.h"
#include "analysis/statistics/rare.h"
#include "golden.h"
#include "model/release.h"

#include <math.h>

/* Days before as-of. */
#define AGO(days) (GOLDEN_AS_OF - (ParlTime)((days)*PARL_DAY))

static ParlArrival *
add_arrival (ParlSnapshot *snapshot, const char *release, double first, double half)
{
  ParlArrival *arrival = parl_arrival_new (release);

  arrival->first = AGO (first);
  arrival->half = isnan (half) ? PARL_TIME_NONE : AGO (half);
  arrival->n_devices = 100;
  g_ptr_array_add (snapshot->arrivals, arrival);
  return arrival;
}

static ParlChange *
add_change (ParlSnapshot *snapshot, ParlChangeKind kind, const char *release, double days)
{
  g_autofree char *id = g_strdup_printf ("%u", snapshot->changes->len);
  ParlChange *change = parl_change_new (kind, id, AGO (days));

  change->source = g_strdup ("tracker");
  change->release = g_strdup (release);
  g_ptr_array_add (snapshot->changes, change);
  return change;
}

static ParlChange *
add_merge (ParlSnapshot *snapshot, const char *milestone, double days)
{
  ParlChange *merge = add_change (snapshot, PARL_CHANGE_MERGE, NULL, days);

  merge->milestone = g_strdup (milestone);
  return merge;
}

static ParlFindings *
analyse (ParlSnapshot *snapshot)
{
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();

  return parl_findings_new (snapshot, targets, NULL);
}

/* A year of updates, a handful a day. */
static ParlSnapshot *
create (void)
{
  ParlSnapshot *snapshot = parl_snapshot_new (GOLDEN_AS_OF);

  for (int age = 0; age < 119; age++)
    golden_add_cell (snapshot, age, "2.5.0", PARL_OUTCOME_SUCCEEDED, NULL, 10);
  return snapshot;
}

static bool
has_caveat (const ParlFact *fact, const char *token)
{
  return g_strv_contains ((const char *const *)fact->caveats, token);
}

/* Merged 20, 30 and 40 days ago, tagged 15, first device 10, half of the fleet 3 days ago. */
static ParlSnapshot *
create_plain (void)
{
  ParlSnapshot *snapshot = create ();

  add_arrival (snapshot, "2.6.0", 10, 3);
  add_change (snapshot, PARL_CHANGE_RELEASE, "v2.6.0", 15);
  add_merge (snapshot, "2.6.0", 20);
  add_merge (snapshot, "v2.6.0", 30);
  add_merge (snapshot, "V2.6.0 ", 40);
  add_merge (snapshot, "2.6", 25);    /* no release is called so */
  add_merge (snapshot, "2.6.01", 25); /* nor so */
  add_merge (snapshot, NULL, 25);
  return snapshot;
}

static void
test_plain (void)
{
  g_autoptr (ParlSnapshot) snapshot = create_plain ();
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlFact *lead = golden_get (findings, "delivery-lead", "");
  const ParlFact *many = golden_get (findings, "delivery-lead-p90", "");

  g_assert_cmpfloat_with_epsilon (lead->value, 27, 1e-9);
  g_assert_cmpfloat (lead->n, ==, 3);
  g_assert_true (isnan (lead->low)); /* one release says nothing of others */
  g_assert_true (has_caveat (lead, "few-releases"));
  g_assert_true (isnan (lead->comparison.value));
  g_assert_true (isnan (many->value)); /* it would be the last of three */
  g_assert_cmpstr (many->aspect, ==, "few");
  g_assert_cmpfloat_with_epsilon (golden_get (findings, "delivery-leg", "leg=merge-tag")->value, 15,
                                  1e-9);
  g_assert_cmpfloat_with_epsilon (golden_get (findings, "delivery-leg", "leg=tag-device")->value, 5,
                                  1e-9);
  g_assert_cmpfloat_with_epsilon (golden_get (findings, "delivery-leg", "leg=device-half")->value,
                                  7, 1e-9);
  g_assert_cmpstr (golden_get (findings, "delivery-leg", "leg=merge-tag")->aspect, ==, "longest");
  g_assert_null (golden_get (findings, "delivery-leg", "leg=device-half")->aspect);

  const ParlFact *often = golden_get (findings, "delivery-frequency", "");
  g_assert_cmpfloat (often->value, ==, 1);
  g_assert_cmpfloat (often->comparison.value, ==, 0);
  g_assert_cmpstr (often->aspect, ==, "few");
  golden_assert_printed (often->low, 4, "0.0253");
  golden_assert_printed (often->high, 4, "5.5716");
}

/* From ten changes on, merged 11 to 20 days ago: the last but one and the last have it between
 * them. */
static void
test_many (void)
{
  g_autoptr (ParlSnapshot) snapshot = create ();

  add_arrival (snapshot, "2.6.0", 10, 3);
  for (int i = 11; i <= 20; i++)
    add_merge (snapshot, "2.6.0", i);
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  g_assert_cmpfloat_with_epsilon (golden_get (findings, "delivery-lead", "")->value, 12.5, 1e-9);
  g_assert_cmpfloat_with_epsilon (golden_get (findings, "delivery-lead-p90", "")->value, 16.5,
                                  1e-9);
}

static void
test_rows (void)
{
  g_autoptr (ParlSnapshot) snapshot = create_plain ();
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const struct
  {
    const char *id, *subject;
    unsigned n;
  } cases[] = { { "delivery-lead", "", 3 },
                { "delivery-leg", "leg=merge-tag", 3 },
                { "delivery-frequency", "", 1 } };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ParlFact *fact = golden_get (findings, cases[i].id, cases[i].subject);
      g_autoptr (ParlEvidence) rows = parl_evidence_new (findings, fact, NULL, NULL);
      g_assert_cmpuint (rows->rows->len, ==, cases[i].n);
      g_assert_cmpfloat (rows->sum, ==, fact->count);
    }
}

/* Of the two windows, merges of a day in one. */
static void
test_news (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);

  add_change (snapshot, PARL_CHANGE_RELEASE, "2.5.0", 57);
  add_merge (snapshot, NULL, 40)->title = g_strdup ("One");
  add_merge (snapshot, NULL, 20)->title = g_strdup ("Two");
  add_change (snapshot, PARL_CHANGE_RELEASE, "v2.6.0", 19.9);
  add_merge (snapshot, NULL, 19.8)->title = g_strdup ("Three");
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlNews *one = findings->news->pdata[0], *two = findings->news->pdata[1];

  g_assert_cmpuint (findings->news->len, ==, 3);
  g_assert_cmpstr (one->title, ==, "One");
  g_assert_cmpuint (one->n_merges, ==, 1);
  g_assert_null (two->title);
  g_assert_cmpuint (two->n_merges, ==, 2);
  g_assert_cmpstr (((ParlNews *)findings->news->pdata[2])->release, ==, "v2.6.0");
}

/* Without a tracker nothing is said, and nothing of a part of the fleet. */
static void
test_nothing (void)
{
  g_autoptr (ParlSnapshot) snapshot = create ();
  g_autoptr (ParlSnapshot) plain = create_plain ();
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  g_autoptr (ParlScope) scope = parl_scope_new ();

  add_arrival (snapshot, "2.6.0", 10, 3);
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  g_assert_null (golden_find (findings, "delivery-lead", ""));
  g_assert_null (golden_find (findings, "delivery-frequency", ""));
  scope->release = g_strdup ("v2.5");
  g_autoptr (ParlFindings) part = parl_findings_new (plain, targets, scope);
  g_assert_null (golden_find (part, "delivery-lead", ""));
}

/* One release, tagged, with one change; times in days before as-of. */
static const struct
{
  const char *what;
  double merged, tagged, first, half;
  const char *aspect; /* of the lead, where there is none */
  bool has_legs;
} odd[] = {
  { "as it should be", 20, 15, 10, 3, NULL, true },
  { "all at once", 10, 10, 10, 10, NULL, true },
  { "tagged before it was merged", 15, 20, 10, 3, "clocks", false },
  { "on a device before it was merged", 9, NAN, 10, 3, "clocks", false },
  { "on a device before its tag", 20, 9, 10, 3, NULL, false },
  { "no tag", 20, NAN, 10, 3, NULL, false },
  { "never on half of the fleet", 20, 15, 10, NAN, "early", false },
  { "before the window", 90, 80, 70, 60, "early", false },
  { "as the window begins", 90, 80, 70, 28, NULL, true },
};

static void
test_odd (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (ParlSnapshot) snapshot = create ();
      add_arrival (snapshot, "2.6.0", odd[i].first, odd[i].half);
      if (!isnan (odd[i].tagged))
        add_change (snapshot, PARL_CHANGE_RELEASE, "2.6.0", odd[i].tagged);
      add_merge (snapshot, "2.6.0", odd[i].merged);
      g_autoptr (ParlFindings) findings = analyse (snapshot);
      const ParlFact *lead = golden_get (findings, "delivery-lead", "");
      const ParlFact *leg = golden_get (findings, "delivery-leg", "leg=merge-tag");

      g_test_message ("%s", odd[i].what);
      g_assert_cmpstr (lead->aspect, ==, odd[i].aspect);
      g_assert_cmpint (isnan (lead->value), ==, odd[i].aspect != NULL);
      g_assert_cmpint (isnan (leg->value), ==, !odd[i].has_legs);
      g_assert_cmpint (has_caveat (lead, "clocks:1"), ==, g_strcmp0 (odd[i].aspect, "clocks") == 0);
      if (lead->aspect == NULL)
        g_assert_cmpfloat_with_epsilon (lead->value, odd[i].merged - odd[i].half, 1e-9);
      if (odd[i].has_legs)
        g_assert_cmpfloat_with_epsilon (leg->value, odd[i].merged - odd[i].tagged, 1e-9);
      for (unsigned j = 0; j < findings->facts->len; j++)
        {
          const ParlFact *fact = findings->facts->pdata[j];
          if (g_str_has_prefix (fact->id, "delivery-l"))
            g_assert_false (fact->value < 0);
        }
    }
}

/* A tag that was moved, or is told twice with other times: then when it was tagged is not known;
 * the way from merge to device is. */
static void
test_moved (void)
{
  for (int twice = 0; twice < 3; twice++)
    {
      g_autoptr (ParlSnapshot) snapshot = create ();
      add_arrival (snapshot, "2.6.0", 10, 3);
      add_change (snapshot, PARL_CHANGE_RELEASE, "2.6.0", 15)->moved = twice == 0;
      if (twice > 0)
        add_change (snapshot, PARL_CHANGE_RELEASE, "v2.6.0", twice == 1 ? 14 : 15);
      add_merge (snapshot, "2.6.0", 20);
      g_autoptr (ParlFindings) findings = analyse (snapshot);
      const ParlFact *leg = golden_get (findings, "delivery-leg", "leg=merge-tag");

      g_assert_cmpfloat_with_epsilon (golden_get (findings, "delivery-lead", "")->value, 17, 1e-9);
      g_assert_cmpint (isnan (leg->value), ==, twice < 2);
    }
}

/* How a merge finds its release. */
static void
test_names (void)
{
  g_autoptr (ParlSnapshot) snapshot = create ();

  add_arrival (snapshot, "camera" PARL_RELEASE_MARK "2.6.0", 10, 3);
  add_arrival (snapshot, "hub" PARL_RELEASE_MARK "2.6.0", 9, 2);
  add_arrival (snapshot, "hub" PARL_RELEASE_MARK "1.0", 9, 1);
  add_arrival (snapshot, "hub" PARL_RELEASE_MARK "0.9", 40, 20)->before = true;
  add_merge (snapshot, "2.6.0", 20);         /* of which of the two? */
  add_merge (snapshot, "Camera-v2.6.0", 20); /* the product, spelt otherwise */
  add_merge (snapshot, "v1.0", 20);
  add_merge (snapshot, "0.9", 50); /* was there before anybody looked */
  add_change (snapshot, PARL_CHANGE_MERGE, "hub" PARL_RELEASE_MARK "2.6.0", 20);
  add_change (snapshot, PARL_CHANGE_MERGE, "hut" PARL_RELEASE_MARK "1.0", 20);
  add_change (snapshot, PARL_CHANGE_RELEASE, "1.0", 15)->milestone = g_strdup ("Autumn");
  add_merge (snapshot, "Autumn", 20);
  add_merge (snapshot, "Autumn", 20)->source[0] = 'T'; /* another tracker's */
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlFact *lead = golden_get (findings, "delivery-lead", "");

  g_assert_cmpfloat (lead->n, ==, 4);
  g_assert_cmpfloat (golden_get (findings, "delivery-frequency", "")->value, ==, 3);
  g_assert_false (has_caveat (lead, "unnamed:1"));

  add_change (snapshot, PARL_CHANGE_RELEASE, "2.6.0-rc1", 30)->milestone = g_strdup ("Autumn");
  g_autoptr (ParlFindings) several = analyse (snapshot);
  g_assert_cmpfloat (golden_get (several, "delivery-lead", "")->n, ==, 3);
}

static void
test_unnamed (void)
{
  g_autoptr (ParlSnapshot) snapshot = create ();

  add_arrival (snapshot, "2.6.0", 10, 3);
  add_arrival (snapshot, "2.6.1", 9, 2);
  add_merge (snapshot, "2.7.0", 20);
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlFact *lead = golden_get (findings, "delivery-lead", "");
  g_assert_cmpstr (lead->aspect, ==, "unnamed");
  g_assert_cmpint (lead->verdict, ==, PARL_VERDICT_NO_DATA);
  g_assert_true (has_caveat (lead, "unnamed:2"));

  add_merge (snapshot, "2.6.1", 22);
  g_autoptr (ParlFindings) half = analyse (snapshot);
  lead = golden_get (half, "delivery-lead", "");
  g_assert_cmpfloat_with_epsilon (lead->value, 20, 1e-9);
  g_assert_true (has_caveat (lead, "unnamed:1"));
}

/* Releases of both windows; how far back updates are known. */
static const struct
{
  int now, before, known;
  bool by_day;
  double value, previous;
  const char *aspect;
  ParlVerdict verdict;
} often[] = {
  { 3, 2, 119, false, 3, 2, "few", PARL_VERDICT_NONE },
  { 5, 1, 119, false, 5, 1, "unsure", PARL_VERDICT_NONE },
  { 6, 0, 119, false, 6, 0, NULL, PARL_VERDICT_CONFIRMED },
  { 0, 6, 119, false, 0, 6, NULL, PARL_VERDICT_CONFIRMED },
  { 12, 2, 119, false, 12, 2, NULL, PARL_VERDICT_CONFIRMED },
  { 0, 0, 119, false, 0, 0, "few", PARL_VERDICT_NONE },
  { 3, 2, 50, false, 3, 2, "few", PARL_VERDICT_NONE }, /* since the first week */
  { 3, 2, 49, false, 3, NAN, NULL, PARL_VERDICT_NONE },
  { 3, 2, 21, false, NAN, NAN, NULL, PARL_VERDICT_NO_DATA },
  { 3, 2, 119, true, NAN, NAN, NULL, PARL_VERDICT_NO_DATA },
};

static void
test_often (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (often); i++)
    {
      g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
      for (int age = 0; age < often[i].known; age++)
        golden_add_cell (snapshot, age, "2.5.0", PARL_OUTCOME_SUCCEEDED, NULL, 10);
      if (often[i].by_day)
        parl_outcomes_add (
            snapshot->outcomes,
            &(ParlOutcomeCount){ .outcome = PARL_OUTCOME_SUCCEEDED, .by_day = true, .count = 1 });
      for (int j = 0; j < often[i].now + often[i].before; j++)
        {
          g_autofree char *release = g_strdup_printf ("9.%d", j);
          add_arrival (snapshot, release, j < often[i].now ? 5 : 35, j < often[i].now ? 4 : 34);
        }
      add_arrival (snapshot, "1.0", 5, NAN); /* stopped on its way */
      add_merge (snapshot, "none", 1);
      g_autoptr (ParlFindings) findings = analyse (snapshot);
      const ParlFact *fact = golden_get (findings, "delivery-frequency", "");

      g_test_message ("case %u", i);
      g_assert_cmpint (isnan (fact->value), ==, isnan (often[i].value));
      g_assert_cmpint (isnan (fact->comparison.value), ==, isnan (often[i].previous));
      if (!isnan (fact->value))
        g_assert_cmpfloat (fact->value, ==, often[i].value);
      if (!isnan (fact->comparison.value))
        g_assert_cmpfloat (fact->comparison.value, ==, often[i].previous);
      g_assert_cmpstr (fact->aspect, ==, often[i].aspect);
      g_assert_cmpint (fact->verdict, ==, often[i].verdict);
    }
}

/* As in printed tables. */
static void
test_methods (void)
{
  const double four[] = { 4, 1, 3, 2 }, three[] = { 9, 7, 8 };
  const unsigned alone[] = { 0, 0, 0, 0 }, pair[] = { 0, 1, 0, 1 };
  ParlInterval five = parl_poisson_interval (5), none = parl_poisson_interval (0);

  golden_assert_printed (five.low, 4, "1.6235");
  golden_assert_printed (five.high, 4, "11.6683");
  g_assert_cmpfloat (none.low, ==, 0);
  golden_assert_printed (none.high, 4, "3.6889");
  golden_assert_printed (parl_poisson_change (1, 0).low, 2, "-0.95"); /* 2 x 0.025 - 1 */
  g_assert_true (isnan (parl_poisson_change (0, 0).low));
  g_assert_cmpfloat (parl_quantile (four, 4, 0.5), ==, 2.5);
  g_assert_cmpfloat (parl_quantile (four, 4, 0.25), ==, 1.5);
  g_assert_cmpfloat (parl_quantile (four, 4, 0.9), ==, 4);
  g_assert_cmpfloat (parl_quantile (three, 3, 0.5), ==, 8);
  g_assert_true (isnan (parl_quantile (NULL, 0, 0.5)));
  g_assert_true (isnan (parl_quantile_interval (four, alone, 4, 0.5).low));
  g_assert_true (isnan (parl_quantile_interval (four, pair, 4, 0.5).low)); /* t is 12.7 */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/delivery/plain", test_plain);
  g_test_add_func ("/analysis/delivery/many", test_many);
  g_test_add_func ("/analysis/delivery/rows", test_rows);
  g_test_add_func ("/analysis/delivery/news", test_news);
  g_test_add_func ("/analysis/delivery/nothing", test_nothing);
  g_test_add_func ("/analysis/delivery/odd", test_odd);
  g_test_add_func ("/analysis/delivery/moved", test_moved);
  g_test_add_func ("/analysis/delivery/names", test_names);
  g_test_add_func ("/analysis/delivery/unnamed", test_unnamed);
  g_test_add_func ("/analysis/delivery/often", test_often);
  g_test_add_func ("/analysis/delivery/methods", test_methods);
  return g_test_run ();
}
