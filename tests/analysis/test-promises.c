/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: without one nothing is held against it, and what follows from it is not there; classes
 * are held against their own. */
#include "config.h"

#include "analysis/what-if.h"
#include "golden.h"

#include <math.h>

static ParlFindings *
analyse (const ParlTargets *targets, const ParlScope *scope)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();

  return parl_findings_new (snapshot, targets, scope);
}

static bool
has_caveat (const ParlFact *fact, const char *token)
{
  return g_strv_contains ((const char *const *)fact->caveats, token);
}

/* The whole golden fleet of a company that has promised nothing. */
static void
test_nothing_promised (void)
{
  const char *const absent[]
      = { "ota-budget-left",   "ota-burn",       "ota-budget-over", "ota-budget-spent",
          "fps-slow",          "fps-slow-hours", "fps-slow-share",  "latency-budget",
          "latency-headroom",  "rollout-detect", "rollout-halt",    "rollout-unhalted",
          "ota-budget-without" };
  g_autoptr (ParlTargets) targets = parl_targets_new ();
  g_autoptr (ParlFindings) findings = analyse (targets, NULL);

  for (unsigned i = 0; i < findings->facts->len; i++)
    {
      const ParlFact *fact = g_ptr_array_index (findings->facts, i);

      g_test_message ("%s", fact->id);
      g_assert_cmpint (fact->target_state, ==, PARL_TARGET_UNSET);
      for (unsigned j = 0; j < G_N_ELEMENTS (absent); j++)
        g_assert_cmpstr (fact->id, !=, absent[j]);
    }
  g_assert_null (findings->burn_down);
  g_assert_null (golden_get (findings, "ota-failure-rate", "")->aspect);
  g_assert_true (has_caveat (golden_get (findings, "customer-impact", ""), "unknown:slow-hours"));
  const ParlFact *kept = golden_get (findings, "fps-compliance", "");
  g_autoptr (ParlFindings) usual = golden_findings_new ();
  g_assert_cmpstr (kept->aspect, ==, "unpromised");
  g_assert_cmpint (kept->verdict, ==, PARL_VERDICT_NONE);
  g_assert_cmpfloat (kept->value, ==, golden_get (usual, "fps-compliance", "")->value);
  g_assert_cmpfloat (golden_get (findings, "fps-p5", "")->value, >, 0);
  g_assert_cmpfloat (golden_get (findings, "frame-time-p95", "")->value, >, 0);
}

/* The halt rule is a method, not a promise. */
static void
test_halt_rule (void)
{
  g_autoptr (ParlTargets) targets = parl_targets_new ();
  g_autoptr (ParlFindings) findings = analyse (targets, NULL);

  g_assert_cmpstr (golden_get (findings, "ota-failure-rate", "cohort=v2.3")->aspect, ==, "stop");
}

/* Unknown is not zero: nothing is known to be below what nobody promised. */
static void
test_risk (void)
{
  g_autoptr (ParlTargets) targets = parl_targets_new ();
  g_autoptr (ParlFindings) findings = analyse (targets, NULL);

  g_assert_true (isnan (golden_get (findings, "rollout-risk", "part=failure")->value));
  g_assert_true (isnan (golden_get (findings, "rollout-risk", "part=fps-drop")->value));
  g_assert_true (
      has_caveat (golden_get (findings, "rollout-risk", ""), "unknown:promised-success"));
}

static void
test_what_if (void)
{
  g_autoptr (ParlTargets) targets = parl_targets_new ();
  g_autoptr (ParlFindings) findings = analyse (targets, NULL);
  g_autoptr (GArray) checks = parl_checks_new ();
  parl_checks_add (checks, "disk-space", 1);
  g_autoptr (ParlWhatIf) what_if = parl_what_if_new (findings, checks);

  golden_assert_printed (100 * what_if->rate->value, 2, "3.73");
  g_assert_cmpint (what_if->rate->target_state, ==, PARL_TARGET_UNSET);
  g_assert_null (what_if->budget);
}

/* One key that is set brings what follows from it, and nothing else. */
static void
test_one_promise (void)
{
  g_autoptr (ParlTargets) targets = parl_targets_new ();
  targets->promise.success = 0.95;
  g_autoptr (ParlFindings) findings = analyse (targets, NULL);

  golden_assert_printed (golden_get (findings, "ota-burn", "")->value, 2, "1.46");
  g_assert_null (golden_find (findings, "fps-slow", ""));

  targets->promise.success = NAN;
  targets->promise.fps = 30;
  g_autoptr (ParlFindings) speed = analyse (targets, NULL);
  g_assert_cmpint (golden_get (speed, "fps-compliance", "")->target_state, ==, PARL_TARGET_UNSET);
  g_assert_null (golden_find (speed, "ota-burn", ""));
}

static void
promise (ParlTargets *targets, const char *device_class, ParlPromise promise)
{
  ParlClassPromise own = { g_strdup (device_class), promise };

  g_array_append_val (targets->classes, own);
}

static void
test_classes (void)
{
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  promise (targets, "Nano", (ParlPromise){ 0.90, 15, 0.8 });
  g_autoptr (ParlFindings) findings = analyse (targets, NULL);
  g_autoptr (ParlTargets) usual = parl_targets_new_usual ();
  g_autoptr (ParlFindings) before = analyse (usual, NULL);
  double slow = 0;

  g_assert_cmpfloat_with_epsilon (golden_get (findings, "ota-failure-rate", "class=Nano")->target,
                                  0.10, 1e-12);
  g_assert_cmpfloat_with_epsilon (golden_get (findings, "ota-failure-rate", "class=Orin")->target,
                                  0.05, 1e-12);
  g_assert_cmpfloat (golden_get (findings, "fps-compliance", "class=Nano")->target, ==, 0.8);
  g_assert_cmpfloat_with_epsilon (golden_get (findings, "frame-time-p95", "class=Nano")->target,
                                  1000.0 / 15, 1e-9);

  /* Of the whole: what each class has below its own speed; no one frame time is promised. */
  for (unsigned i = 0; i < findings->facts->len; i++)
    {
      const ParlFact *fact = g_ptr_array_index (findings->facts, i);
      if (g_str_equal (fact->id, "fps-slow") && parl_labels_size (fact->subject) == 1)
        slow += fact->count;
    }
  g_assert_cmpfloat_with_epsilon (golden_get (findings, "fps-slow", "")->count, slow, 1e-6);
  g_assert_cmpfloat (slow, <, golden_get (before, "fps-slow", "")->count);
  g_assert_cmpfloat (golden_get (findings, "fps-slow", "")->n, ==,
                     golden_get (before, "fps-slow", "")->n);
  g_assert_null (golden_find (findings, "latency-budget", ""));
  g_assert_cmpint (golden_get (findings, "frame-time-p95", "")->target_state, ==,
                   PARL_TARGET_UNSET);
}

/* A class alone is the whole of its scope; classes without a promise are in no number of promises.
 */
static void
test_scope_and_part (void)
{
  g_autoptr (ParlTargets) targets = parl_targets_new ();
  promise (targets, "Nano", (ParlPromise){ NAN, 30, 0.95 });
  ParlScope scope = { 28, (char *)"Nano", NULL, NULL };
  g_autoptr (ParlFindings) nano = analyse (targets, &scope);
  g_autoptr (ParlFindings) whole = analyse (targets, NULL);
  const ParlFact *kept = golden_get (whole, "fps-compliance", "");

  g_assert_cmpfloat (golden_get (nano, "fps-compliance", "")->target, ==, 0.95);
  g_assert_cmpfloat (kept->n, ==, golden_get (whole, "fps-compliance", "class=Nano")->n);
  g_assert_cmpint (kept->target_state, ==, PARL_TARGET_UNSET);
  g_assert_null (golden_find (whole, "fps-compliance", "class=Orin"));
  g_assert_cmpfloat (golden_get (whole, "fps-slow-share", "class=Nano")->value, ==, 1);
}

/* Classes stand in the order of their trouble, each held against what its own frames may take. */
static void
test_order_of_frames (void)
{
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  promise (targets, "Orin", (ParlPromise){ NAN, 60, 0.95 });
  g_autoptr (ParlFindings) usual = golden_findings_new ();
  g_autoptr (ParlFindings) findings = analyse (targets, NULL);
  const char *first[2] = { NULL, NULL };
  const ParlFindings *both[] = { usual, findings };

  for (unsigned i = 0; i < 2; i++)
    for (unsigned j = 0; first[i] == NULL && j < both[i]->facts->len; j++)
      {
        const ParlFact *fact = g_ptr_array_index (both[i]->facts, j);
        if (g_str_equal (fact->id, "frame-time-p95"))
          first[i] = parl_labels_get (fact->subject, "class");
      }
  g_assert_cmpstr (first[0], ==, "Nano");
  g_assert_cmpstr (first[1], ==, "Orin");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/promises/nothing", test_nothing_promised);
  g_test_add_func ("/analysis/promises/halt-rule", test_halt_rule);
  g_test_add_func ("/analysis/promises/risk", test_risk);
  g_test_add_func ("/analysis/promises/what-if", test_what_if);
  g_test_add_func ("/analysis/promises/one", test_one_promise);
  g_test_add_func ("/analysis/promises/classes", test_classes);
  g_test_add_func ("/analysis/promises/scope-and-part", test_scope_and_part);
  g_test_add_func ("/analysis/promises/order-of-frames", test_order_of_frames);
  return g_test_run ();
}
