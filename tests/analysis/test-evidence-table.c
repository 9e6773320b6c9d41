/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows a plan picks, in which order, and that what they add up to goes with them. */
#include "config.h"

#include "analysis/evidence-table.h"

#include "golden.h"

#include <string.h>

static const char *const columns[] = { "device", "from", "cause", "ended", "count", NULL };
static const char *const cells[][5] = {
  { "cam-10", "2.10.0", "battery", "2026-11-03T10:00:00Z", "9" },
  { "cam-9", "2.9.1", "disk-space", "2026-11-01T10:00:00Z", "10" },
  { "Cam-11", "", "battery", "", "100" },
  { "cam-2", "2.9.1", "ÄRGER", "2026-11-02T10:00:00Z", "" },
};

static ParlEvidenceTable *
make_table (void)
{
  ParlEvidence *evidence = g_new0 (ParlEvidence, 1);

  evidence->columns = columns;
  evidence->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  evidence->weights = g_array_new (FALSE, FALSE, sizeof (double));
  for (unsigned i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      char **row = g_new0 (char *, G_N_ELEMENTS (cells[i]) + 1);
      double weight = 1 << i;

      for (unsigned j = 0; j < G_N_ELEMENTS (cells[i]); j++)
        row[j] = g_strdup (cells[i][j]);
      g_ptr_array_add (evidence->rows, row);
      g_array_append_val (evidence->weights, weight);
      evidence->sum += weight;
    }
  return parl_evidence_table_new_take (evidence);
}

static const struct
{
  const char *search, *column, *only, *sort;
  bool descending;
  const char *picked; /* indices of rows */
  double sum;
} plans[] = {
  { NULL, NULL, NULL, NULL, false, "0123", 15 },
  { "", NULL, NULL, NULL, false, "0123", 15 },
  { "CAM-1", NULL, NULL, NULL, false, "02", 5 },
  { "ärger", NULL, NULL, NULL, false, "3", 8 },
  { "nowhere", NULL, NULL, NULL, false, "", 0 },
  { "battery  11", NULL, NULL, NULL, false, "2", 4 }, /* words in two columns */
  { "battery nowhere", NULL, NULL, NULL, false, "", 0 },
  { NULL, "cause", "battery", NULL, false, "02", 5 },
  { NULL, "from", "", NULL, false, "2", 4 },
  { NULL, "cause", "gone", NULL, false, "", 0 },
  { NULL, "no-such-column", "battery", NULL, false, "0123", 15 },
  { NULL, NULL, NULL, "no-such-column", false, "0123", 15 },
  { "11", "cause", "battery", NULL, false, "2", 4 },
  /* Versions as people count, the unknown one last in both directions, equal ones as listed. */
  { NULL, NULL, NULL, "from", false, "1302", 15 },
  { NULL, NULL, NULL, "from", true, "0132", 15 },
  { NULL, NULL, NULL, "ended", false, "1302", 15 },
  { NULL, NULL, NULL, "ended", true, "0312", 15 },
  { NULL, NULL, NULL, "count", false, "0123", 15 },
  { NULL, NULL, NULL, "count", true, "2103", 15 },
  { NULL, "cause", "battery", "count", true, "20", 5 },
};

static void
test_plans (void)
{
  g_autoptr (ParlEvidenceTable) table = make_table ();

  for (unsigned i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      g_autoptr (ParlEvidenceLayout) plan = parl_evidence_layout_new ();
      plan->search = g_strdup (plans[i].search);
      plan->sort = g_strdup (plans[i].sort);
      plan->descending = plans[i].descending;
      if (plans[i].column != NULL)
        g_hash_table_insert (plan->only, g_strdup (plans[i].column), g_strdup (plans[i].only));
      g_autoptr (ParlEvidenceLayout) copy = parl_evidence_layout_copy (plan);
      g_autoptr (ParlEvidencePick) pick = parl_evidence_table_pick (table, copy);
      g_autoptr (GString) picked = g_string_new (NULL);

      for (unsigned j = 0; j < pick->n; j++)
        g_string_append_printf (picked, "%u", pick->rows[j]);
      g_test_message ("plan %u", i);
      g_assert_cmpstr (picked->str, ==, plans[i].picked);
      g_assert_cmpfloat (pick->sum, ==, plans[i].sum);
    }
}

static void
test_values (void)
{
  g_autoptr (ParlEvidenceTable) table = make_table ();
  g_autoptr (GArray) causes = parl_evidence_table_list_values (table, 2);

  g_assert_cmpuint (causes->len, ==, 3);
  g_assert_cmpstr (g_array_index (causes, ParlEvidenceValue, 0).text, ==, "battery");
  g_assert_cmpuint (g_array_index (causes, ParlEvidenceValue, 0).n_rows, ==, 2);
  g_assert_cmpstr (g_array_index (causes, ParlEvidenceValue, 1).text, ==, "disk-space");
  g_assert_cmpint (parl_evidence_table_get_kind (table, 0), ==, PARL_CELL_TEXT);
  g_assert_cmpint (parl_evidence_table_get_kind (table, 3), ==, PARL_CELL_TIME);
  g_assert_cmpint (parl_evidence_table_get_kind (table, 4), ==, PARL_CELL_NUMBER);
  g_assert_cmpint (parl_evidence_table_find_column (table, "ended"), ==, 3);
  g_assert_cmpint (parl_evidence_table_find_column (table, "nowhere"), ==, -1);
}

static void
test_csv (void)
{
  g_autoptr (ParlEvidenceTable) table = make_table ();
  g_autoptr (ParlEvidenceLayout) plan = parl_evidence_layout_new ();
  plan->search = g_strdup ("battery");
  plan->sort = g_strdup ("count");
  plan->descending = true;
  g_autoptr (ParlEvidencePick) pick = parl_evidence_table_pick (table, plan);
  g_autofree char *csv = parl_evidence_table_to_csv (table, pick);

  g_assert_cmpstr (csv, ==,
                   "device,from,cause,ended,count\r\n"
                   "Cam-11,,battery,,100\r\n"
                   "cam-10,2.10.0,battery,2026-11-03T10:00:00Z,9\r\n");
}

/* The fleet of the story: the rows of one cause are what the cause's own fact counts. */
static void
test_golden (void)
{
  g_autoptr (ParlFindings) findings = golden_findings_new ();
  g_autoptr (GPtrArray) attempts = golden_attempts_new (findings->snapshot);
  const ParlFact *rate = golden_get (findings, "ota-failure-rate", "");
  const ParlFact *disk = golden_get (findings, "ota-cause-share", "cause=disk-space");

  for (unsigned i = 0; i < 2; i++)
    {
      g_autoptr (ParlEvidenceTable) table = parl_evidence_table_new_take (
          parl_evidence_new (findings, rate, i == 0 ? attempts : NULL, NULL));
      g_autoptr (ParlEvidenceLayout) plan = parl_evidence_layout_new ();
      g_hash_table_insert (plan->only, g_strdup ("cause"), g_strdup ("disk-space"));
      g_autoptr (ParlEvidencePick) pick = parl_evidence_table_pick (table, plan);

      g_assert_cmpfloat (pick->sum, ==, disk->count);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evidence-table/plans", test_plans);
  g_test_add_func ("/evidence-table/values", test_values);
  g_test_add_func ("/evidence-table/csv", test_csv);
  g_test_add_func ("/evidence-table/golden", test_golden);
  return g_test_run ();
}
