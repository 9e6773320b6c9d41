/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A user's choice of checks: the same numbers as the checks of the targets, rows that add up, and
 * how many attempts it takes to tell a rate from its target. */
#include "config.h"

#include "analysis/what-if.h"

#include "analysis/catalogue.h"
#include "analysis/targets.h"
#include "analysis/evidence.h"
#include "analysis/statistics/statistics.h"
#include "golden.h"

#include <math.h>
#include <string.h>

static GArray *
choose_disk_space (void)
{
  GArray *checks = parl_checks_new ();

  parl_checks_add (checks, "disk-space", 1);
  return checks;
}

/* Told one by one or counted. */
static void
assert_adds_up (const ParlFindings *findings, const ParlFact *fact, GPtrArray *attempts)
{
  g_autoptr (ParlEvidence) rows = parl_evidence_new (findings, fact, attempts, NULL);
  g_autoptr (ParlEvidence) cells = parl_evidence_new (findings, fact, NULL, NULL);

  g_assert_cmpfloat_with_epsilon (rows->sum, fact->count, 1e-6);
  g_assert_cmpfloat_with_epsilon (cells->sum, fact->count, 1e-6);
}

static void
test_choices (void)
{
  const struct
  {
    const char *causes;
    double efficacies[3];
    const char *subject;
    double avoided;
    const char *rate, *budget; /* per cent, two digits; ratio */
    ParlTargetState state;
  } cases[] = {
    { "disk-space",
      { 1 },
      "checks=disk-space,efficacy=1,what-if=yes",
      442,
      "3.73",
      "0.75",
      PARL_TARGET_MET },
    { "network disk-space battery",
      { 1, 1, 1 },
      "checks=battery+disk-space+network,efficacy=1+1+1,what-if=yes",
      724,
      "1.46",
      "0.29",
      PARL_TARGET_MET },
    { "disk-space disk-space",
      { 1, 1 },
      "checks=disk-space,efficacy=1,what-if=yes",
      442,
      "3.73",
      "0.75",
      PARL_TARGET_MET },
    { "disk-space battery",
      { 0.5, 1 },
      "checks=battery+disk-space,efficacy=1+0.5,what-if=yes",
      392,
      "4.14",
      "0.83",
      PARL_TARGET_MET },
    { "boot-rollback",
      { 1 },
      "checks=boot-rollback,efficacy=1,what-if=yes",
      74,
      "6.70",
      "1.34",
      PARL_TARGET_MISSED },
    { "unheard-of",
      { 1 },
      "checks=unheard-of,efficacy=1,what-if=yes",
      0,
      "7.30",
      "1.46",
      PARL_TARGET_MISSED },
    { "", { 0 }, "", 0, "7.30", "1.46", PARL_TARGET_MISSED },
  };
  g_autoptr (ParlFindings) findings = golden_findings_new ();
  g_autoptr (GPtrArray) attempts = golden_attempts_new (findings->snapshot);

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) causes
          = *cases[i].causes != '\0' ? g_strsplit (cases[i].causes, " ", -1) : g_new0 (char *, 1);
      g_autoptr (GArray) checks = parl_checks_new ();
      for (unsigned j = 0; causes[j] != NULL; j++)
        parl_checks_add (checks, causes[j], cases[i].efficacies[j]);
      g_autoptr (ParlWhatIf) what_if = parl_what_if_new (findings, checks);
      const ParlFact *facts[] = { what_if->avoidable, what_if->rate, what_if->budget };
      g_autofree char *subject = parl_labels_to_string (what_if->rate->subject);

      g_assert_cmpstr (subject, ==, cases[i].subject);
      g_assert_cmpfloat (what_if->avoidable->count, ==, cases[i].avoided);
      g_assert_cmpfloat (what_if->avoidable->n, ==, 905);
      golden_assert_printed (what_if->rate->value * 100, 2, cases[i].rate);
      golden_assert_printed (what_if->budget->value, 2, cases[i].budget);
      g_assert_cmpint (what_if->rate->target_state, ==, cases[i].state);
      g_assert_true (what_if->rate->low < what_if->rate->value
                     && what_if->rate->value < what_if->rate->high);
      for (unsigned j = 0; j < G_N_ELEMENTS (facts); j++)
        assert_adds_up (findings, facts[j], attempts);
    }
}

/* What the user chooses as the targets have it is the fact that the targets' checks made. */
static void
test_same_as_checks (void)
{
  const char *const ids[] = { "ota-avoidable", "ota-rate-without", "ota-budget-without" };
  g_autoptr (GArray) checks = choose_disk_space ();
  g_autoptr (ParlFindings) findings = golden_findings_new ();
  g_autoptr (ParlWhatIf) what_if = parl_what_if_new (findings, checks);
  const ParlFact *facts[] = { what_if->avoidable, what_if->rate, what_if->budget };

  for (unsigned i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      const ParlFact *fact = golden_get (findings, ids[i], "checks=disk-space");
      g_assert_cmpstr (facts[i]->id, ==, fact->id);
      g_assert_cmpfloat (facts[i]->value, ==, fact->value);
      g_assert_cmpfloat (facts[i]->low, ==, fact->low);
      g_assert_cmpfloat (facts[i]->high, ==, fact->high);
      g_assert_cmpint (facts[i]->verdict, ==, fact->verdict);
      g_assert_cmpint (facts[i]->freshness, ==, fact->freshness);
      g_assert_cmpstr (facts[i]->source, ==, fact->source);
      g_assert_cmpint (parl_labels_compare (facts[i]->evidence.filter, fact->evidence.filter), ==,
                       0);
    }
}

static void
test_causes (void)
{
  const char *const wanted[]
      = { "disk-space", "battery", "network", "boot-rollback", "verify", NULL };
  const double failures[] = { 442, 171, 111, 74, 63 };
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  targets->efficacy[0] = 0.5; /* disk-space */
  g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
  g_autoptr (GPtrArray) causes = parl_what_if_list_causes (findings);

  g_assert_cmpuint (causes->len, ==, G_N_ELEMENTS (failures));
  for (unsigned i = 0; i < causes->len; i++)
    {
      const ParlWhatIfCause *cause = g_ptr_array_index (causes, i);
      g_assert_cmpstr (cause->cause, ==, wanted[i]);
      g_assert_cmpfloat (cause->failures, ==, failures[i]);
      g_assert_cmpint (cause->preventable, ==, i < 3);
      g_assert_cmpfloat (cause->avoidable, ==, failures[i] * (i == 0 ? 0.5 : 1));
    }
}

static ParlFindings *
find_with_price (double price)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();

  targets->cost_per_failure = price;
  return parl_findings_new (snapshot, targets, NULL);
}

/* A check that prevents 90 % of 442 failures leaves 507.2 of 905; 620 are allowed. What is imagined
 * stands beside what is, which stays as it was. */
static void
test_imagine (void)
{
  g_autoptr (ParlFindings) base = find_with_price (100);
  g_autoptr (GArray) checks = parl_checks_new ();
  parl_checks_add (checks, "disk-space", 0.9);
  g_autoptr (ParlFindings) imagined = parl_findings_imagine (base, checks);
  const char *const subject = "checks=disk-space,efficacy=0.9,what-if=yes";
  const ParlFact *avoidable = golden_get (imagined, "ota-avoidable", subject);
  const ParlFact *rate = golden_get (imagined, "ota-rate-without", subject);
  const ParlFact *budget = golden_get (imagined, "ota-budget-without", subject);
  const ParlFact *cost = golden_get (imagined, "cost-avoidable", subject);
  ParlInterval left = parl_wilson (507.2, 12400), avoided = parl_wilson (397.8, 905);

  g_assert_cmpfloat_with_epsilon (avoidable->value, 397.8 / 905, 1e-12);
  g_assert_cmpfloat_with_epsilon (rate->value, 507.2 / 12400, 1e-12);
  g_assert_cmpfloat_with_epsilon (rate->low, left.low, 1e-12);
  g_assert_cmpfloat_with_epsilon (rate->high, left.high, 1e-12);
  g_assert_cmpfloat_with_epsilon (budget->value, 507.2 / 620, 1e-12);
  g_assert_cmpfloat_with_epsilon (budget->high, left.high / 0.05, 1e-12);
  g_assert_cmpfloat_with_epsilon (cost->value, 39780, 1e-6);
  g_assert_cmpfloat_with_epsilon (cost->low, avoided.low * 90500, 1e-6);
  g_assert_cmpfloat_with_epsilon (cost->high, avoided.high * 90500, 1e-6);
  g_assert_cmpstr (rate->aspect, ==, "sometimes");

  g_assert_cmpuint (imagined->facts->len, ==, base->facts->len + 4);
  for (unsigned i = 0, j = 0; i < imagined->facts->len; i++)
    {
      const ParlFact *fact = g_ptr_array_index (imagined->facts, i);
      if (parl_labels_get (fact->subject, "what-if") == NULL)
        g_assert_true (fact == g_ptr_array_index (base->facts, j++));
      if (i > 0)
        g_assert_true (parl_catalogue_find (((const ParlFact *)imagined->facts->pdata[i - 1])->id)
                       <= parl_catalogue_find (fact->id));
    }
  g_assert_cmpfloat (golden_get (imagined, "ota-avoidable", "checks=disk-space")->count, ==, 442);

  g_autoptr (GPtrArray) attempts = golden_attempts_new (imagined->snapshot);
  g_autoptr (ParlEvidence) rows = parl_evidence_new (imagined, avoidable, attempts, NULL);
  g_assert_cmpuint (rows->rows->len, ==, 442);
  g_assert_cmpfloat_with_epsilon (rows->sum, 397.8, 1e-6);
}

/* Without a price there is no word of money, without a check no what-if. */
static void
test_imagine_nothing (void)
{
  g_autoptr (ParlFindings) priced = find_with_price (100);
  g_autoptr (ParlFindings) free = find_with_price (NAN);
  g_autoptr (GArray) none = parl_checks_new ();
  g_autoptr (GArray) checks = choose_disk_space ();
  g_autoptr (ParlFindings) same = parl_findings_imagine (priced, none);
  g_autoptr (ParlFindings) imagined = parl_findings_imagine (free, checks);

  g_assert_true (same == priced && same->what_if == NULL);
  g_assert_null (imagined->what_if->cost);
  g_assert_cmpuint (imagined->facts->len, ==, free->facts->len + 3);
  g_assert_cmpstr (imagined->what_if->rate->aspect, ==, "always");
}

/* What a user leaves open is as the targets have it; what nobody knows of is refused. */
static void
test_complete (void)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  targets->efficacy[0] = 0.5; /* disk-space */
  g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
  g_autoptr (ParlSnapshot) nothing = parl_snapshot_new (GOLDEN_AS_OF);
  g_autoptr (ParlFindings) empty = parl_findings_new (nothing, targets, NULL);
  g_autoptr (GArray) checks = parl_checks_new ();
  g_autoptr (GError) error = NULL;
  const struct
  {
    const char *cause;
    double efficacy;
  } wanted[] = { { "battery", 0.25 }, { "disk-space", 0.5 }, { "verify", 1 } };

  parl_checks_add (checks, "verify", NAN);
  parl_checks_add (checks, "disk-space", NAN);
  parl_checks_add (checks, "battery", 1);
  parl_checks_add (checks, "battery", 0.25);
  g_assert_true (parl_checks_complete (checks, findings, &error));
  g_assert_cmpuint (checks->len, ==, G_N_ELEMENTS (wanted));
  for (unsigned i = 0; i < checks->len; i++)
    {
      const ParlCheck *check = &g_array_index (checks, ParlCheck, i);
      g_assert_cmpstr (check->cause, ==, wanted[i].cause);
      g_assert_cmpfloat (check->efficacy, ==, wanted[i].efficacy);
    }

  /* A cause of the targets may have been seen nowhere; another one is a mistake. */
  g_autoptr (GArray) unseen = choose_disk_space ();
  g_assert_true (parl_checks_complete (unseen, empty, &error));
  parl_checks_add (unseen, "unknown", 1);
  g_assert_false (parl_checks_complete (unseen, findings, &error));
  g_assert_error (error, PARL_ANALYSIS_ERROR, PARL_ANALYSIS_ERROR_SCOPE);
  g_assert_nonnull (
      strstr (error->message, "“unknown” to check for; there are: disk-space, battery, network"));
}

/* Nothing observed, and nothing new: neither is made up. */
static void
test_no_data (void)
{
  g_autoptr (GArray) checks = choose_disk_space ();
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  g_autoptr (ParlSnapshot) empty = parl_snapshot_new (GOLDEN_AS_OF);
  g_autoptr (ParlFindings) findings = parl_findings_new (empty, targets, NULL);
  g_autoptr (ParlWhatIf) none = parl_what_if_new (findings, checks);
  g_autoptr (GPtrArray) list = parl_what_if_list_causes (findings);

  g_assert_true (isnan (none->avoidable->value) && isnan (none->rate->value)
                 && isnan (none->budget->value));
  g_assert_cmpint (none->rate->verdict, ==, PARL_VERDICT_NO_DATA);
  g_assert_cmpuint (list->len, ==, 0);

  targets->stale_after = 1;
  g_autoptr (ParlSnapshot) golden = golden_snapshot_new ();
  g_autoptr (ParlFindings) old = parl_findings_new (golden, targets, NULL);
  g_autoptr (ParlWhatIf) stale = parl_what_if_new (old, checks);
  g_assert_cmpint (stale->rate->verdict, ==, PARL_VERDICT_STALE);
  g_assert_cmpint (stale->avoidable->verdict, ==, PARL_VERDICT_STALE);
}

/* One attempt less and the interval still has the target inside. */
static void
test_enough (void)
{
  const struct
  {
    double share, target;
  } cases[] = { { 0.073, 0.05 }, { 0.045, 0.05 }, { 0.04, 0.05 }, { 0.02, 0.05 }, { 0.97, 0.95 } };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double n = parl_count_to_tell (cases[i].share, cases[i].target);
      ParlInterval enough = parl_wilson (cases[i].share * n, n);
      ParlInterval short_of = parl_wilson (cases[i].share * (n - 1), n - 1);
      g_assert_true (enough.high < cases[i].target || enough.low > cases[i].target);
      g_assert_true (short_of.high >= cases[i].target && short_of.low <= cases[i].target);
    }
  g_assert_true (isnan (parl_count_to_tell (0.05, 0.05)));
  g_assert_true (isnan (parl_count_to_tell (NAN, 0.05)));
}

static void
test_more (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();

  golden_add_source (snapshot, "updates", "hawkbit", GOLDEN_AS_OF - PARL_MINUTE);
  golden_add_cell (snapshot, 3, "2.3.0", PARL_OUTCOME_FAILED, NULL, 16);
  golden_add_cell (snapshot, 3, "2.3.0", PARL_OUTCOME_SUCCEEDED, NULL, 384);
  g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
  const ParlFact *rate = golden_get (findings, "ota-failure-rate", "");

  g_assert_cmpint (rate->target_state, ==, PARL_TARGET_UNCLEAR);
  g_assert_cmpfloat (parl_fact_count_more_to_tell (rate, 200), ==,
                     parl_count_to_tell (0.04, 0.05) - 400);

  g_assert_cmpfloat (parl_fact_count_more_to_tell (rate, 1e6), ==, 1e6 - 400);

  g_autoptr (ParlFindings) golden = golden_findings_new ();
  const ParlFact *told = golden_get (golden, "ota-failure-rate", "");
  g_assert_true (isnan (parl_fact_count_more_to_tell (told, 200)));
  g_assert_cmpfloat (parl_fact_count_more_to_tell (told, 12500), ==, 100);
  g_assert_true (isnan (parl_fact_count_more_to_tell (golden_get (golden, "ota-burn", ""), 200)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/what-if/choices", test_choices);
  g_test_add_func ("/what-if/same-as-checks", test_same_as_checks);
  g_test_add_func ("/what-if/causes", test_causes);
  g_test_add_func ("/what-if/imagine", test_imagine);
  g_test_add_func ("/what-if/imagine-nothing", test_imagine_nothing);
  g_test_add_func ("/what-if/complete", test_complete);
  g_test_add_func ("/what-if/no-data", test_no_data);
  g_test_add_func ("/what-if/enough", test_enough);
  g_test_add_func ("/what-if/more", test_more);
  return g_test_run ();
}
