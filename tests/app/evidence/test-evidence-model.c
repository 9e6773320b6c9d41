/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of rows: what it holds after each wish, and that rows are made when they are asked for.
 */
#include "config.h"

#include "app/evidence/evidence-model.h"

#include "panel-fixture.h"

#define N_ROWS 1000

static const char *const columns[] = { "device", "cause", "count", NULL };

static ParlEvidence *
make_evidence (unsigned n)
{
  ParlEvidence *evidence = g_new0 (ParlEvidence, 1);

  evidence->columns = columns;
  evidence->adds_up = true;
  evidence->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  evidence->weights = g_array_new (FALSE, FALSE, sizeof (double));
  for (unsigned i = 0; i < n; i++)
    {
      char **row = g_new0 (char *, 4);
      double weight = 1;

      row[0] = g_strdup_printf ("cam-%u", i);
      row[1] = g_strdup (i % 4 == 0 ? "battery" : "disk-space");
      row[2] = g_strdup_printf ("%u", n - i);
      g_ptr_array_add (evidence->rows, row);
      g_array_append_val (evidence->weights, weight);
      evidence->sum += weight;
    }
  return evidence;
}

static bool
is_idle (gpointer model)
{
  return !PARL_EVIDENCE_MODEL (model)->busy;
}

static unsigned
count_items (ParlEvidenceModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (model));
}

static void
assert_first (ParlEvidenceModel *model, const char *device)
{
  g_autoptr (ParlEvidenceRow) row = g_list_model_get_item (G_LIST_MODEL (model), 0);

  g_assert_cmpstr (parl_evidence_row_get_cell (row, "device"), ==, device);
  g_assert_cmpstr (parl_evidence_row_get_cell (row, "no-such-column"), ==, "");
}

static void
on_changed (ParlEvidenceModel *model, unsigned *n)
{
  (void)model;
  (*n)++;
}

static void
on_items_changed (GListModel *list, unsigned position, unsigned removed, unsigned added,
                  unsigned *n)
{
  g_assert_cmpuint (position, ==, 0);
  g_assert_cmpuint (removed, ==, *n);
  g_assert_cmpuint (added, ==, g_list_model_get_n_items (list));
  *n = added;
}

static void
test_plan (void)
{
  ParlEvidenceModel *model = g_object_new (PARL_TYPE_EVIDENCE_MODEL, NULL);
  unsigned n_changes = 0, n_items = 0;

  g_signal_connect (model, "changed", G_CALLBACK (on_changed), &n_changes);
  g_signal_connect (model, "items-changed", G_CALLBACK (on_items_changed), &n_items);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (model), 0));
  g_assert_null (model->pick);
  parl_evidence_model_take_evidence (model, make_evidence (N_ROWS));
  wait_until (is_idle, model);
  g_assert_cmpuint (count_items (model), ==, N_ROWS);
  g_assert_cmpuint (n_changes, ==, 1);
  assert_first (model, "cam-0");

  parl_evidence_model_set_sort (model, "count", false);
  wait_until (is_idle, model);
  assert_first (model, "cam-999");
  parl_evidence_model_set_only (model, "cause", "battery");
  wait_until (is_idle, model);
  g_assert_cmpuint (count_items (model), ==, N_ROWS / 4);
  g_assert_cmpfloat (model->pick->sum, ==, N_ROWS / 4);
  assert_first (model, "cam-996");
  parl_evidence_model_set_search (model, "CAM-10");
  wait_until (is_idle, model);
  g_assert_cmpuint (count_items (model), ==, 3);
  g_autofree char *csv = parl_evidence_table_to_csv (model->table, model->pick);
  g_assert_cmpstr (csv, ==,
                   "device,cause,count\r\ncam-108,battery,892\r\ncam-104,battery,896\r\n"
                   "cam-100,battery,900\r\n");

  parl_evidence_model_reset (model);
  wait_until (is_idle, model);
  g_assert_cmpuint (count_items (model), ==, N_ROWS);
  g_assert_cmpuint (n_changes, ==, 5);
  panel_fixture_finalize (model);
}

/* Many wishes at once: the last ones hold. */
static void
test_hurry (void)
{
  ParlEvidenceModel *model = g_object_new (PARL_TYPE_EVIDENCE_MODEL, NULL);
  unsigned n_changes = 0;

  g_signal_connect (model, "changed", G_CALLBACK (on_changed), &n_changes);
  parl_evidence_model_take_evidence (model, make_evidence (10));
  for (unsigned i = 0; i < 100; i++)
    {
      g_autofree char *search = g_strdup_printf ("cam-%u", i);
      parl_evidence_model_set_search (model, search);
    }
  parl_evidence_model_take_evidence (model, make_evidence (N_ROWS));
  wait_until (is_idle, model);
  g_assert_cmpuint (count_items (model), ==, 11); /* cam-99, cam-990 … cam-999 */
  g_assert_cmpuint (n_changes, ==, 1);            /* the ten rows were never shown */

  parl_evidence_model_take_evidence (model, make_evidence (5));
  parl_evidence_model_take_evidence (model, NULL);
  g_assert_cmpuint (count_items (model), ==, 0);
  wait_until (is_idle, model);
  g_assert_cmpuint (count_items (model), ==, 0);
  g_assert_null (model->table);
  panel_fixture_finalize (model);
}

/* A row outlives the list it came from. */
static void
test_row (void)
{
  ParlEvidenceModel *model = g_object_new (PARL_TYPE_EVIDENCE_MODEL, NULL);

  parl_evidence_model_take_evidence (model, make_evidence (3));
  wait_until (is_idle, model);
  g_autoptr (ParlEvidenceRow) row = g_list_model_get_item (G_LIST_MODEL (model), 2);
  panel_fixture_finalize (model);
  g_assert_cmpstr (parl_evidence_row_get_cells (row)[0], ==, "cam-2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evidence-model/plan", test_plan);
  g_test_add_func ("/evidence-model/hurry", test_hurry);
  g_test_add_func ("/evidence-model/row", test_row);
  return g_test_run ();
}
