/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A change that the release lines tell wrongly: other classes, sites or releases of a line were
 * updated than before. */
#include "config.h"

#include "golden.h"

#include <math.h>

/* Attempts a day and how many of them failed, of the windows now and before. */
typedef struct
{
  const char *from, *device_class, *site;
  int n, failed, n_before, failed_before;
} Group;

static void
add_cells (ParlSnapshot *snapshot, const Group *group, int first_age, int n, int failed)
{
  for (int age = first_age; age < first_age + 28; age++)
    {
      ParlOutcomeCount cell = { .age = age,
                                .day = age,
                                .outcome = PARL_OUTCOME_FAILED,
                                .from = group->from,
                                .device_class = group->device_class,
                                .site = group->site,
                                .cause = "verify",
                                .count = failed };
      parl_outcomes_add (snapshot->outcomes, &cell);
      cell.outcome = PARL_OUTCOME_SUCCEEDED;
      cell.cause = NULL;
      cell.count = n - failed;
      parl_outcomes_add (snapshot->outcomes, &cell);
    }
}

static ParlFindings *
analyse (const Group *groups, unsigned n_groups)
{
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);

  for (unsigned i = 0; i < n_groups && groups[i].from != NULL; i++)
    {
      add_cells (snapshot, &groups[i], 0, groups[i].n, groups[i].failed);
      add_cells (snapshot, &groups[i], 28, groups[i].n_before, groups[i].failed_before);
    }
  return parl_findings_new (snapshot, targets, NULL);
}

static const struct
{
  Group groups[4];
  const char *aspect, *kind;
} cases[] = {
  /* The hard class more often, no class worse. */
  { { { "2.0.0", "nano", "x", 80, 16, 20, 4 }, { "2.0.0", "orin", "x", 20, 1, 80, 4 } },
    "kinds",
    "class=nano" },
  { { { "2.0.0", "nano", "x", 20, 4, 80, 16 }, { "2.0.0", "orin", "x", 80, 4, 20, 1 } },
    "kinds",
    "class=nano" },
  { { { "2.0.0", "nano", "x", 80, 16, 20, 4 }, { "2.0.0", "nano", "y", 20, 1, 80, 4 } },
    "kinds",
    "site=x" },
  /* A release of the line. */
  { { { "2.0.57", "nano", "x", 80, 16, 20, 4 }, { "2.0.58", "nano", "x", 20, 1, 80, 4 } },
    "plain",
    NULL },
  /* The same classes, each worse. */
  { { { "2.0.0", "nano", "x", 50, 20, 50, 10 }, { "2.0.0", "orin", "x", 50, 5, 50, 2 } },
    "within",
    NULL },
  /* More of the hard class, and both worse. */
  { { { "2.0.0", "nano", "x", 60, 30, 40, 8 }, { "2.0.0", "orin", "x", 40, 12, 60, 3 } },
    "within",
    NULL },
  /* Another class altogether. */
  { { { "2.0.0", "nano", "x", 100, 20, 0, 0 }, { "2.0.0", "orin", "x", 0, 0, 100, 5 } },
    "kinds",
    "class=nano" },
  /* Another release of the line altogether. */
  { { { "2.0.58", "nano", "x", 100, 20, 0, 0 }, { "2.0.57", "nano", "x", 0, 0, 100, 5 } },
    "other-releases",
    NULL },
  /* Another site altogether: a rollout that goes from site to site. */
  { { { "2.0.0", "nano", "x", 100, 20, 0, 0 }, { "2.0.0", "nano", "y", 0, 0, 100, 5 } },
    "kinds",
    "site=x" },
  /* Two sites instead of two others: none alone is the reason. */
  { { { "2.0.0", "nano", "x", 50, 10, 0, 0 },
      { "2.0.0", "nano", "y", 50, 10, 0, 0 },
      { "2.0.0", "nano", "z", 0, 0, 50, 2 },
      { "2.0.0", "nano", "w", 0, 0, 50, 3 } },
    "plain",
    NULL },
};

/* Of many sites each has few updates, and by chance none in one of the windows: that contradicts
 * nothing. */
static void
test_small_sites (void)
{
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);

  for (int i = 0; i < 2000; i++)
    {
      g_autofree char *site = g_strdup_printf ("site %d", (i * 7919) % 1600);
      ParlOutcomeCount cell
          = { .age = i % 56,
              .day = i % 56,
              .outcome = i % 56 < 28 && i % 3 == 0 ? PARL_OUTCOME_FAILED : PARL_OUTCOME_SUCCEEDED,
              .from = "2.0.0",
              .site = site,
              .count = 1 };
      parl_outcomes_add (snapshot->outcomes, &cell);
    }
  g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);

  g_assert_cmpstr (golden_get (findings, "ota-failure-change", "")->aspect, ==, "within");
}

static void
test_cases (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlFindings) findings = analyse (cases[i].groups, G_N_ELEMENTS (cases[i].groups));
      const ParlFact *change = golden_get (findings, "ota-failure-change", "");
      bool is_split = g_str_equal (cases[i].aspect, "within");

      g_test_message ("case %u", i);
      g_assert_cmpint (change->verdict, ==, PARL_VERDICT_CONFIRMED);
      g_assert_cmpstr (change->aspect, ==, cases[i].aspect);
      g_assert_true (isnan (golden_get (findings, "ota-failure-within", "")->value) == !is_split);
      if (cases[i].kind != NULL)
        {
          const ParlFact *share = golden_get (findings, "ota-cohort-share", cases[i].kind);
          g_assert_cmpstr (share->aspect, ==, "kind");
          g_assert_cmpint (share->verdict, ==, PARL_VERDICT_CONFIRMED);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/kinds/cases", test_cases);
  g_test_add_func ("/analysis/kinds/small-sites", test_small_sites);
  return g_test_run ();
}
