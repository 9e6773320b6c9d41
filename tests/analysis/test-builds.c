/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds: which of them count, what is said of few, and what they are held against. Numbers are
 * worked out by hand; R works them out for 200 fleets. */
#include "config.h"

#include "analysis/evidence.h"
#include "analysis/statistics/rare.h"
#include "golden.h"

#include <math.h>

static ParlBuild *
add_build (ParlSnapshot *snapshot, double days, ParlBuildOutcome outcome, double minutes)
{
  g_autofree char *id = g_strdup_printf ("%u", snapshot->builds->len);
  ParlBuild *build
      = parl_build_new (id, outcome, GOLDEN_AS_OF - (ParlTime)(days * (double)PARL_DAY));

  build->duration = isnan (minutes) ? PARL_TIME_NONE : (ParlTime)(minutes * (double)PARL_MINUTE);
  g_ptr_array_add (snapshot->builds, build);
  return build;
}

static ParlFindings *
analyse (ParlSnapshot *snapshot)
{
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();

  return parl_findings_new (snapshot, targets, NULL);
}

static bool
has_caveat (const ParlFact *fact, const char *token)
{
  return g_strv_contains ((const char *const *)fact->caveats, token);
}

/* Three that succeeded in 10, 12 and 20 minutes, one more that was run again, one without a time,
 * two that failed, and one that was cancelled. */
static ParlSnapshot *
create (void)
{
  ParlSnapshot *snapshot = parl_snapshot_new (GOLDEN_AS_OF);

  add_build (snapshot, 9, PARL_BUILD_SUCCEEDED, 20);
  add_build (snapshot, 8, PARL_BUILD_FAILED, 1);
  add_build (snapshot, 7, PARL_BUILD_SUCCEEDED, 10);
  add_build (snapshot, 6, PARL_BUILD_NEITHER, 500);
  add_build (snapshot, 5, PARL_BUILD_SUCCEEDED, 3)->again = true;
  add_build (snapshot, 4, PARL_BUILD_SUCCEEDED, NAN);
  add_build (snapshot, 3, PARL_BUILD_FAILED, NAN);
  add_build (snapshot, 2, PARL_BUILD_SUCCEEDED, 12);
  return snapshot;
}

static void
test_counts (void)
{
  g_autoptr (ParlSnapshot) snapshot = create ();
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlFact *time = golden_get (findings, "build-time", "");
  const ParlFact *many = golden_get (findings, "build-time-p90", "");
  const ParlFact *success = golden_get (findings, "build-success", "");

  g_assert_cmpfloat_with_epsilon (time->value, 12, 1e-9);
  g_assert_cmpfloat (time->n, ==, 3);
  g_assert_true (has_caveat (time, "untimed:2"));
  g_assert_true (isnan (time->low)); /* three cannot say between which ends a median lies */
  g_assert_true (isnan (time->comparison.value));
  g_assert_true (isnan (many->value));
  g_assert_cmpstr (many->aspect, ==, "few");
  g_assert_cmpfloat_with_epsilon (success->value, 5.0 / 7, 1e-9);
  g_assert_cmpfloat (success->n, ==, 7);
  g_assert_true (has_caveat (success, "again:1"));
}

static void
test_rows (void)
{
  g_autoptr (ParlSnapshot) snapshot = create ();
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const struct
  {
    const char *id;
    unsigned n;
  } cases[] = { { "build-time", 3 }, { "build-success", 5 } };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ParlFact *fact = golden_get (findings, cases[i].id, "");
      g_autoptr (ParlEvidence) rows = parl_evidence_new (findings, fact, NULL, NULL);
      g_assert_cmpuint (rows->rows->len, ==, cases[i].n);
      g_assert_cmpfloat (rows->sum, ==, fact->count);
    }
}

/* @now, @before: minutes of the builds of a day, three a day */
static ParlSnapshot *
create_windows (double before, double now, int since)
{
  ParlSnapshot *snapshot = parl_snapshot_new (GOLDEN_AS_OF);

  for (int day = since; day >= 0; day--)
    for (int k = 0; k < 3; k++)
      add_build (snapshot, day + 0.5 - 0.1 * k, PARL_BUILD_SUCCEEDED,
                 (day < 28 ? now : before) + k + day % 3);
  return snapshot;
}

static void
test_change (void)
{
  g_autoptr (ParlSnapshot) slower = create_windows (10, 15, 55), same = create_windows (10, 10, 55),
                           young = create_windows (10, 15, 45);
  g_autoptr (ParlFindings) risen = analyse (slower), kept = analyse (same),
                           unknown = analyse (young);
  const ParlFact *time = golden_get (risen, "build-time", "");

  g_assert_cmpint (time->verdict, ==, PARL_VERDICT_CONFIRMED);
  g_assert_cmpfloat_with_epsilon (time->comparison.change, 5, 1e-9);
  g_assert_cmpfloat (time->comparison.change_low, >, 0);
  g_assert_cmpint (golden_get (risen, "build-time-p90", "")->verdict, ==, PARL_VERDICT_CONFIRMED);
  time = golden_get (kept, "build-time", "");
  g_assert_cmpint (time->verdict, ==, PARL_VERDICT_NONE);
  g_assert_cmpstr (time->aspect, ==, "unsure");

  /* All succeeded: still nobody knows that all will. */
  const ParlFact *success = golden_get (kept, "build-success", "");
  g_assert_cmpfloat (success->value, ==, 1);
  g_assert_cmpfloat (success->low, <, 1);
  g_assert_cmpint (success->verdict, ==, PARL_VERDICT_TOO_LITTLE);

  /* The window before was not looked at from its beginning. */
  g_assert_true (isnan (golden_get (unknown, "build-time", "")->comparison.value));
}

/* One bad day is not as many failures as it holds: what broke one build broke the others. */
static void
test_clusters (void)
{
  g_autoptr (ParlSnapshot) together = parl_snapshot_new (GOLDEN_AS_OF),
                           apart = parl_snapshot_new (GOLDEN_AS_OF);

  for (int i = 99; i >= 0; i--)
    {
      add_build (together, i / 5 + 0.05 + 0.1 * (i % 5),
                 i < 10 ? PARL_BUILD_FAILED : PARL_BUILD_SUCCEEDED, 10);
      add_build (apart, i / 5 + 0.05 + 0.1 * (i % 5),
                 i % 10 == 0 ? PARL_BUILD_FAILED : PARL_BUILD_SUCCEEDED, 10);
    }
  g_autoptr (ParlFindings) all_together = analyse (together), all_apart = analyse (apart);
  const ParlFact *wide = golden_get (all_together, "build-success", ""),
                 *narrow = golden_get (all_apart, "build-success", "");
  ParlInterval independent = parl_wilson (90, 100);
  g_assert_cmpfloat (wide->value, ==, narrow->value);
  g_assert_cmpfloat (wide->high - wide->low, >, 1.5 * (narrow->high - narrow->low));
  g_assert_cmpfloat (narrow->low, <, independent.low);
}

static void
test_nothing (void)
{
  g_autoptr (ParlSnapshot) none = parl_snapshot_new (GOLDEN_AS_OF),
                           old = parl_snapshot_new (GOLDEN_AS_OF), some = create ();
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  g_autoptr (ParlScope) scope = parl_scope_new ();

  add_build (old, 60, PARL_BUILD_SUCCEEDED, 10);
  scope->site = g_strdup ("Graz");
  g_autoptr (ParlFindings) nothing = analyse (none), past = analyse (old);
  g_autoptr (ParlFindings) part = parl_findings_new (some, targets, scope);
  g_assert_null (golden_find (nothing, "build-time", ""));
  g_assert_null (golden_find (part, "build-time", ""));
  g_assert_cmpint (golden_get (past, "build-time", "")->verdict, ==, PARL_VERDICT_NO_DATA);
  g_assert_cmpint (golden_get (past, "build-success", "")->verdict, ==, PARL_VERDICT_NO_DATA);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/builds/counts", test_counts);
  g_test_add_func ("/builds/rows", test_rows);
  g_test_add_func ("/builds/change", test_change);
  g_test_add_func ("/builds/clusters", test_clusters);
  g_test_add_func ("/builds/nothing", test_nothing);
  return g_test_run ();
}
