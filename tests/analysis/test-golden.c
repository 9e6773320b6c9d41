/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The golden fleet's numbers, each exact to the last digit that the design prints. */
#include "config.h"

#include "golden.h"

#include <math.h>

typedef enum
{
  VALUE,
  LOW,
  HIGH,
  COUNT,
  N,
  BEFORE,
  BEFORE_N,
  CHANGE,
  CHANGE_LOW,
  CHANGE_HIGH,
  RELATIVE
} Field;

typedef struct
{
  const char *id, *subject;
  Field field;
  double scale; /* 100: per cent or points */
  int decimals;
  const char *expected;
} Number;

static const Number numbers[] = {
  { "ota-failure-rate", "", COUNT, 1, 0, "905" },
  { "ota-failure-rate", "", N, 1, 0, "12400" },
  { "ota-failure-rate", "", VALUE, 100, 2, "7.30" },
  { "ota-failure-rate", "", LOW, 100, 2, "6.85" },
  { "ota-failure-rate", "", HIGH, 100, 2, "7.77" },
  { "ota-failure-rate", "", BEFORE, 100, 2, "5.98" },
  { "ota-failure-rate", "", BEFORE_N, 1, 0, "11800" },
  { "ota-failure-rate", "", CHANGE, 100, 2, "1.32" },
  { "ota-failure-rate", "", CHANGE_LOW, 100, 2, "0.69" },
  { "ota-failure-rate", "", CHANGE_HIGH, 100, 2, "1.94" },
  { "ota-failure-rate", "", RELATIVE, 100, 1, "22.0" },
  { "ota-failure-change", "", VALUE, 100, 2, "1.32" },
  { "ota-failure-change", "", LOW, 100, 2, "0.69" },
  { "ota-failure-change", "", HIGH, 100, 2, "1.94" },
  { "ota-failure-change", "", RELATIVE, 100, 1, "22.0" },
  { "ota-failure-z", "", VALUE, 1, 2, "4.10" },
  { "ota-failure-rate", "cohort=v2.3", COUNT, 1, 0, "520" },
  { "ota-failure-rate", "cohort=v2.3", N, 1, 0, "2600" },
  { "ota-failure-rate", "cohort=v2.3", VALUE, 100, 1, "20.0" },
  { "ota-failure-rate", "cohort=v2.3", LOW, 100, 1, "18.5" },
  { "ota-failure-rate", "cohort=v2.3", HIGH, 100, 1, "21.6" },
  { "ota-failure-rate", "cohort=v2.3", BEFORE, 100, 1, "20.0" },
  { "ota-failure-rate", "cohort=v2.4", BEFORE, 100, 2, "4.50" },
  { "ota-failure-rate", "cohort=v2.4", VALUE, 100, 2, "4.00" },
  { "ota-failure-rate", "cohort=v2.5", BEFORE, 100, 2, "4.37" },
  { "ota-failure-rate", "cohort=v2.5", VALUE, 100, 2, "3.88" },
  { "ota-failure-rate", "cohort-not=v2.3", COUNT, 1, 0, "385" },
  { "ota-failure-rate", "cohort-not=v2.3", N, 1, 0, "9800" },
  { "ota-failure-rate", "cohort-not=v2.3", VALUE, 100, 2, "3.93" },
  { "ota-failure-rate", "cohort-not=v2.3", BEFORE, 100, 2, "4.43" },
  { "ota-failure-change", "cohort-not=v2.3", LOW, 100, 2, "-1.05" },
  { "ota-failure-change", "cohort-not=v2.3", HIGH, 100, 2, "0.05" },
  { "ota-failure-mix", "", VALUE, 100, 2, "1.74" },
  { "ota-failure-within", "", VALUE, 100, 2, "-0.42" },
  { "ota-failure-standardised", "", VALUE, 100, 2, "5.54" },
  { "ota-cohort-share", "cohort=v2.3", VALUE, 100, 0, "21" },
  { "ota-cohort-share", "cohort=v2.3", BEFORE, 100, 0, "10" },
  { "ota-cause-share", "cause=disk-space", COUNT, 1, 0, "442" },
  { "ota-cause-share", "cause=disk-space", VALUE, 100, 1, "48.8" },
  { "ota-cause-share", "cause=disk-space", LOW, 100, 1, "45.6" },
  { "ota-cause-share", "cause=disk-space", HIGH, 100, 1, "52.1" },
  { "ota-cause-share", "cause=battery", COUNT, 1, 0, "171" },
  { "ota-cause-share", "cause=network", COUNT, 1, 0, "111" },
  { "ota-cause-share", "cause=boot-rollback", COUNT, 1, 0, "74" },
  { "ota-cause-share", "cause=verify", COUNT, 1, 0, "63" },
  { "ota-cause-share", "cause=unknown", COUNT, 1, 0, "44" },
  { "ota-cohort-cause-rate", "cause=disk-space,cohort=v2.3", VALUE, 100, 1, "17.0" },
  { "ota-cohort-cause-rate", "cause=disk-space,cohort=v2.3", LOW, 100, 1, "15.6" },
  { "ota-cohort-cause-rate", "cause=disk-space,cohort=v2.3", HIGH, 100, 1, "18.5" },
  { "ota-cohort-cause-rate", "cause=disk-space,cohort=v2.4", COUNT, 1, 0, "0" },
  { "ota-cohort-cause-rate", "cause=battery,cohort=v2.5", COUNT, 1, 0, "81" },
  { "ota-avoidable", "checks=battery+disk-space+network", COUNT, 1, 0, "724" },
  { "ota-avoidable", "checks=battery+disk-space+network", N, 1, 0, "905" },
  { "ota-avoidable", "checks=battery+disk-space+network", VALUE, 100, 1, "80.0" },
  { "ota-rate-without", "checks=disk-space", VALUE, 100, 2, "3.73" },
  { "ota-rate-without", "checks=battery+disk-space+network", VALUE, 100, 2, "1.46" },
  { "ota-budget-without", "checks=disk-space", VALUE, 100, 0, "75" },
  { "ota-burn", "", VALUE, 1, 2, "1.46" },
  { "ota-budget-left", "", N, 1, 9, "620.000000000" },
  { "ota-budget-left", "", VALUE, 100, 0, "-46" },
  { "ota-budget-over", "", VALUE, 1, 0, "285" },
  { "ota-traceable", "", COUNT, 1, 0, "861" },
  { "ota-untraced", "", VALUE, 1, 0, "44" },
  { "ota-cancelled", "", VALUE, 1, 0, "12" },
  { "ota-open", "", VALUE, 1, 0, "800" },
  { "rollout-progress", "rollout=7", COUNT, 1, 0, "11495" },
  { "rollout-progress", "rollout=7", N, 1, 0, "18000" },
  { "rollout-left", "rollout=7", VALUE, 1, 0, "6505" },
  { "rollout-waits", "rollout=7,waits=failed", VALUE, 1, 0, "905" },
  { "rollout-waits", "rollout=7,waits=gate", VALUE, 1, 0, "4800" },
  { "rollout-waits", "rollout=7,waits=nothing", VALUE, 1, 0, "800" },
  { "rollout-stage-best", "rollout=7,stage=4", VALUE, 100, 2, "8.07" },
  { "rollout-stage-rate", "rollout=7,stage=4", COUNT, 1, 0, "565" },
  { "rollout-stage-rate", "rollout=7,stage=4", N, 1, 0, "6200" },
  { "rollout-soak", "rollout=7,stage=1", VALUE, 1, 1, "2.0" },
  { "rollout-soak", "rollout=7,stage=4", VALUE, 1, 1, "9.0" },
  { "blast-radius", "of=devices,stage=4,when=now", VALUE, 1, 0, "1365" },
  { "blast-radius", "of=devices,stage=5,when=next", VALUE, 1, 0, "4800" },
  { "blast-radius", "of=sites,stage=5,when=next", VALUE, 1, 0, "40" },
  { "blast-radius", "of=untested-rollback,stage=5,when=next", VALUE, 1, 0, "1200" },
  { "fleet-size", "", VALUE, 1, 0, "18000" },
  { "fleet-silent", "", COUNT, 1, 0, "612" },
  { "fleet-silent", "", VALUE, 100, 1, "3.4" },
  { "fleet-silent", "age=1-3 d", COUNT, 1, 0, "300" },
  { "fleet-silent", "age=never", COUNT, 1, 0, "12" },
};

static double
get_field (const ParlFact *fact, Field field)
{
  const double fields[] = {
    [VALUE] = fact->value,
    [LOW] = fact->low,
    [HIGH] = fact->high,
    [COUNT] = fact->count,
    [N] = fact->n,
    [BEFORE] = fact->comparison.value,
    [BEFORE_N] = fact->comparison.n,
    [CHANGE] = fact->comparison.change,
    [CHANGE_LOW] = fact->comparison.change_low,
    [CHANGE_HIGH] = fact->comparison.change_high,
    [RELATIVE] = fact->comparison.relative,
  };

  return fields[field];
}

static void
test_numbers (void)
{
  g_autoptr (ParlFindings) findings = golden_findings_new ();

  for (unsigned i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      const ParlFact *fact = golden_get (findings, numbers[i].id, numbers[i].subject);

      g_test_message ("%s {%s}", numbers[i].id, numbers[i].subject);
      golden_assert_printed (get_field (fact, numbers[i].field) * numbers[i].scale,
                             numbers[i].decimals, numbers[i].expected);
    }
}

static const struct
{
  const char *id, *subject, *aspect;
  ParlVerdict verdict;
  ParlTargetState state;
} judgements[] = {
  { "ota-failure-rate", "", "over", PARL_VERDICT_CONFIRMED, PARL_TARGET_MISSED },
  { "ota-failure-rate", "cohort=v2.3", "stop", PARL_VERDICT_NO_CHANGE, PARL_TARGET_MISSED },
  { "ota-failure-rate", "cohort=v2.4", "within", PARL_VERDICT_NO_CHANGE, PARL_TARGET_MET },
  { "ota-failure-rate", "cohort-not=v2.3", "within", PARL_VERDICT_NO_CHANGE, PARL_TARGET_MET },
  { "ota-failure-change", "", "mix", PARL_VERDICT_CONFIRMED, PARL_TARGET_UNSET },
  { "ota-failure-change", "cohort-not=v2.3", NULL, PARL_VERDICT_NO_CHANGE, PARL_TARGET_UNSET },
  { "ota-failure-mix", "", NULL, PARL_VERDICT_NONE, PARL_TARGET_UNSET },
  { "ota-failure-within", "", NULL, PARL_VERDICT_NO_CHANGE, PARL_TARGET_UNSET },
  { "ota-cohort-share", "cohort=v2.3", "old", PARL_VERDICT_CONFIRMED, PARL_TARGET_UNSET },
  { "ota-cohort-share", "cohort=v2.5", "newest", PARL_VERDICT_CONFIRMED, PARL_TARGET_UNSET },
  { "ota-cause-share", "cause=disk-space", "only:v2.3", PARL_VERDICT_CONFIRMED, PARL_TARGET_UNSET },
  { "ota-cause-share", "cause=battery", "spread", PARL_VERDICT_CONFIRMED, PARL_TARGET_UNSET },
  { "ota-rate-without", "checks=disk-space", "always", PARL_VERDICT_NONE, PARL_TARGET_MET },
  { "ota-budget-left", "", NULL, PARL_VERDICT_NONE, PARL_TARGET_MISSED },
  { "rollout-progress", "rollout=7", "running", PARL_VERDICT_NONE, PARL_TARGET_UNSET },
  { "rollout-progress", "rollout=7,stage=1", "finished", PARL_VERDICT_NONE, PARL_TARGET_UNSET },
  { "rollout-progress", "rollout=7,stage=5", "waiting", PARL_VERDICT_NONE, PARL_TARGET_UNSET },
  { "rollout-stage-rate", "rollout=7,stage=1", "unclear", PARL_VERDICT_NONE, PARL_TARGET_UNCLEAR },
  { "rollout-stage-rate", "rollout=7,stage=3", "over", PARL_VERDICT_NONE, PARL_TARGET_MISSED },
  { "rollout-stage-rate", "rollout=7,stage=4", "hold", PARL_VERDICT_NONE, PARL_TARGET_MISSED },
  { "rollout-stage-best", "rollout=7,stage=4", "unreachable", PARL_VERDICT_NONE,
    PARL_TARGET_MISSED },
  { "rollout-stage-rate", "rollout=7,stage=5", "not-started", PARL_VERDICT_NO_DATA,
    PARL_TARGET_UNSET },
  { "rollout-risk", "", "high", PARL_VERDICT_NONE, PARL_TARGET_UNSET },
  { "rollout-risk", "part=late", NULL, PARL_VERDICT_NO_DATA, PARL_TARGET_UNSET },
};

static void
test_judgements (void)
{
  g_autoptr (ParlFindings) findings = golden_findings_new ();

  for (unsigned i = 0; i < G_N_ELEMENTS (judgements); i++)
    {
      const ParlFact *fact = golden_get (findings, judgements[i].id, judgements[i].subject);

      g_test_message ("%s {%s}", judgements[i].id, judgements[i].subject);
      g_assert_cmpstr (fact->aspect, ==, judgements[i].aspect);
      g_assert_cmpstr (parl_verdict_to_string (fact->verdict), ==,
                       parl_verdict_to_string (judgements[i].verdict));
      g_assert_cmpstr (parl_target_state_to_string (fact->target_state), ==,
                       parl_target_state_to_string (judgements[i].state));
    }
}

/* Subjects of one id in the order of the findings. */
static const struct
{
  const char *id, *order;
} orders[] = {
  { "ota-cohort-share", "cohort=v2.3; cohort=v2.5; cohort=v2.4; " },
  { "ota-cause-share", "cause=disk-space; cause=battery; cause=network; cause=boot-rollback; "
                       "cause=verify; cause=unknown; " },
  { "ota-avoidable", "checks=battery+disk-space+network; checks=disk-space; checks=battery; "
                     "checks=network; " },
  { "rollout-risk", "; part=failure; part=next-stage; part=silent; part=untraced; part=fps-drop; "
                    "part=late; " },
  { "latency-stage-time",
    "stage=capture; stage=pre-process; stage=inference; stage=post-process; stage=publish; " },
  { "fps-compliance", "; class=Nano; class=Orin; " },
};

static void
test_orders (void)
{
  g_autoptr (ParlFindings) findings = golden_findings_new ();

  for (unsigned i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr (GString) order = g_string_new (NULL);

      for (unsigned j = 0; j < findings->facts->len; j++)
        {
          const ParlFact *fact = g_ptr_array_index (findings->facts, j);
          g_autofree char *subject = parl_labels_to_string (fact->subject);
          if (g_str_equal (fact->id, orders[i].id))
            g_string_append_printf (order, "%s; ", subject);
        }
      g_assert_cmpstr (order->str, ==, orders[i].order);
    }
}

/* Numbers that are told beside each other must agree to the last bit that a reader could check. */
static void
test_identities (void)
{
  g_autoptr (ParlFindings) findings = golden_findings_new ();
  double change = golden_get (findings, "ota-failure-change", "")->value;
  double mix = golden_get (findings, "ota-failure-mix", "")->value;
  double within = golden_get (findings, "ota-failure-within", "")->value;
  double mix_parts = 0, within_parts = 0, risk_parts = 0;

  g_assert_cmpfloat_with_epsilon (mix + within, change, 1e-15);
  for (unsigned i = 0; i < findings->facts->len; i++)
    {
      const ParlFact *fact = g_ptr_array_index (findings->facts, i);
      bool is_part = parl_labels_size (fact->subject) > 0;

      if (is_part && g_str_equal (fact->id, "ota-failure-mix"))
        mix_parts += fact->value;
      if (is_part && g_str_equal (fact->id, "ota-failure-within"))
        within_parts += fact->value;
      if (is_part && g_str_equal (fact->id, "rollout-risk") && !isnan (fact->value))
        risk_parts += fact->value;
    }
  g_assert_cmpfloat_with_epsilon (mix_parts, mix, 1e-15);
  g_assert_cmpfloat_with_epsilon (within_parts, within, 1e-15);
  g_assert_cmpfloat_with_epsilon (risk_parts, golden_get (findings, "rollout-risk", "")->value,
                                  1e-12);

  const ParlFact *within_fact = golden_get (findings, "ota-failure-within", "");
  g_assert_cmpfloat (within_fact->low, <, 0);
  g_assert_cmpfloat (within_fact->high, >, 0);
}

/* 35 (7.77 - 5) / 5; 20 x 4800 / 18000 x (1 - .5 x 3/4); 15 x 3.4 / 10; 10 x 44 / 905 / .2. */
static void
test_risk (void)
{
  g_autoptr (ParlFindings) findings = golden_findings_new ();
  const ParlFact *risk = golden_get (findings, "rollout-risk", "");
  double high = golden_get (findings, "ota-failure-rate", "")->high;
  double drop = -golden_get (findings, "fps-compliance", "")->comparison.change;

  g_assert_cmpfloat_with_epsilon (golden_get (findings, "rollout-risk", "part=failure")->value,
                                  35 * (high - 0.05) / 0.05, 1e-9);
  golden_assert_printed (golden_get (findings, "rollout-risk", "part=failure")->value, 1, "19.4");
  golden_assert_printed (golden_get (findings, "rollout-risk", "part=next-stage")->value, 3,
                         "3.333");
  golden_assert_printed (golden_get (findings, "rollout-risk", "part=silent")->value, 1, "5.1");
  golden_assert_printed (golden_get (findings, "rollout-risk", "part=untraced")->value, 2, "2.43");
  g_assert_cmpfloat_with_epsilon (golden_get (findings, "rollout-risk", "part=fps-drop")->value,
                                  15 * drop / 0.05, 1e-9);
  g_assert_cmpfloat (golden_get (findings, "rollout-risk", "part=silent")->n, ==, 15);
  g_assert_cmpfloat (risk->n, ==, 100);
  g_assert_cmpfloat (risk->value, <, 50);
  g_assert_true (g_strv_contains ((const char *const *)risk->caveats, "unknown:late"));
  g_assert_true (g_strv_contains ((const char *const *)risk->caveats, "raised:budget"));
}

/* 905 spread evenly pass 620 after 620 / 905 x 28 = 19.2 days: on the twentieth,
 * which is eight days before today. */
static void
test_budget_spent (void)
{
  g_autoptr (ParlFindings) findings = golden_findings_new ();
  const ParlFact *spent = golden_get (findings, "ota-budget-spent", "");

  g_assert_cmpint ((gint64)spent->value, ==, (GOLDEN_AS_OF / PARL_DAY - 8) * PARL_DAY);
}

static void
test_sources (void)
{
  g_autoptr (ParlFindings) findings = golden_findings_new ();
  const ParlFact *rate = golden_get (findings, "ota-failure-rate", "");
  const ParlFact *fps = golden_get (findings, "fps-compliance", "");
  const ParlFact *risk = golden_get (findings, "rollout-risk", "");

  g_assert_cmpstr (rate->source, ==, "Updates");
  g_assert_cmpint (rate->freshness, ==, GOLDEN_AS_OF - 12 * PARL_MINUTE);
  g_assert_cmpstr (fps->source, ==, "Metrics");
  g_assert_null (risk->source);
  g_assert_cmpint (risk->freshness, ==, GOLDEN_AS_OF - 12 * PARL_MINUTE);
  g_assert_cmpint (rate->window.since, ==, GOLDEN_AS_OF - 28 * PARL_DAY);
  g_assert_cmpint (rate->comparison.window.since, ==, GOLDEN_AS_OF - 56 * PARL_DAY);
}

static void
test_events (void)
{
  g_autoptr (ParlFindings) findings = golden_findings_new ();
  const ParlEvent *first = g_ptr_array_index (findings->events, 0);

  g_assert_cmpuint (findings->events->len, ==, 4);
  g_assert_cmpstr (first->release, ==, "v2.6");
  g_assert_cmpstr (first->stage, ==, "Canary");
  g_assert_cmpint (first->time, ==, GOLDEN_AS_OF - 28 * PARL_DAY);
}

/* Contained: the first that speaks of it. Exact: nothing but it. */
static void
test_find (void)
{
  g_autoptr (ParlFindings) findings = golden_findings_new ();
  g_autoptr (ParlLabels) cohort = parl_labels_new ("cohort", "v2.4", NULL);
  const ParlFact *first = parl_findings_find (findings, "ota-cohort-cause-rate", cohort, false);

  g_assert_cmpstr (parl_labels_get (first->subject, "cause"), ==, "disk-space");
  g_assert_cmpstr (parl_labels_get (first->subject, "cohort"), ==, "v2.4");
  g_assert_null (parl_findings_find (findings, "ota-cohort-cause-rate", cohort, true));
  g_assert_nonnull (parl_findings_find (findings, "ota-failure-rate", cohort, true));
  g_assert_null (parl_findings_find (findings, "no-such-fact", cohort, false));

  g_autoptr (ParlFindings) same = parl_findings_ref (findings);
  g_assert_true (same == findings);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/golden/numbers", test_numbers);
  g_test_add_func ("/analysis/golden/judgements", test_judgements);
  g_test_add_func ("/analysis/golden/orders", test_orders);
  g_test_add_func ("/analysis/golden/identities", test_identities);
  g_test_add_func ("/analysis/golden/risk", test_risk);
  g_test_add_func ("/analysis/golden/budget-spent", test_budget_spent);
  g_test_add_func ("/analysis/golden/sources", test_sources);
  g_test_add_func ("/analysis/golden/events", test_events);
  g_test_add_func ("/analysis/findings/find", test_find);
  return g_test_run ();
}
