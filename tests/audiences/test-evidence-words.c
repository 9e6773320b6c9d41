/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The statement of evidence, whatever its rows add up to. */
#include "config.h"

#include "audiences/panel/evidence-words.h"

#include "analysis/catalogue.h"

#include <math.h>

static const struct
{
  unsigned n_rows;
  double sum;
  bool adds_up;
  ParlUnit unit;
  double n;
  unsigned n_picked;
  double picked_sum;
  const char *statement, *pick;
} cases[] = {
  { 905, 905, true, PARL_UNIT_SHARE, 12400, 442, 442, "905 rows = 7.30\u00a0% of 12,400",
    "442 of 905 rows" },
  { 40, 905, true, PARL_UNIT_SHARE, 12400, 12, 310.5,
    "40 rows that add up to 905 = 7.30\u00a0% of 12,400", "12 of 40 rows: 310.5 of 905" },
  { 12, 12, true, PARL_UNIT_SHARE, 18000, 12, 12, "12 rows = 0.07\u00a0% of 18,000", "12 rows" },
  { 4800, 40, true, PARL_UNIT_COUNT, NAN, 1, 1, "4,800 rows that add up to 40",
    "1 of 4,800 rows: 1 of 40" },
  { 1200, 0, false, PARL_UNIT_SHARE, 18000, 3, 0, "1,200 rows", "3 of 1,200 rows" },
  { 905, 905, true, PARL_UNIT_SHARE, 12400, 905, 905, "905 rows = 7.30\u00a0% of 12,400",
    "905 rows" },
  { 1, 1, true, PARL_UNIT_COUNT, NAN, 0, 0, "1 row", "0 of 1 row" },
  { 0, 0, true, PARL_UNIT_SHARE, 0, 0, 0, "0 rows", "0 rows" },
};

static void
test_words (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) rows = g_ptr_array_new ();
      g_ptr_array_set_size (rows, (int)cases[i].n_rows);
      ParlEvidence evidence = { .rows = rows, .sum = cases[i].sum, .adds_up = cases[i].adds_up };
      ParlEvidencePick pick = { .n = cases[i].n_picked, .sum = cases[i].picked_sum };
      g_autoptr (ParlFact) fact = parl_fact_new ("ota-failure-rate", parl_labels_new (NULL, NULL));
      fact->unit = cases[i].unit;
      fact->n = cases[i].n;

      g_autofree char *statement = parl_evidence_say (&evidence, fact);
      g_autofree char *said = parl_evidence_say_pick (&evidence, &pick);
      g_assert_cmpstr (statement, ==, cases[i].statement);
      g_assert_cmpstr (said, ==, cases[i].pick);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evidence-words/all", test_words);
  return g_test_run ();
}
