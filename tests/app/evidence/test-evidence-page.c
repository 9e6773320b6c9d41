/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page with the rows, over the golden fleet: what it says and shows in each of its states. */
#include "config.h"

#include "app/evidence/evidence-columns.h"
#include "app/evidence/evidence-page.h"

#include "golden.h"
#include "panel-fixture.h"

#include <string.h>

typedef struct
{
  PanelFixture panel;
  ParlEvidencePage *page;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  (void)data;
  fixture->panel = panel_fixture_new (golden_findings_new ());
  fixture->page = g_object_new (PARL_TYPE_EVIDENCE_PAGE, NULL);
  parl_evidence_page_set_dashboard (fixture->page, fixture->panel.dashboard);
  panel_fixture_present (&fixture->panel, GTK_WIDGET (fixture->page));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  (void)data;
  panel_fixture_clear (&fixture->panel);
}

static const char *
get_state (ParlEvidencePage *page)
{
  return gtk_stack_get_visible_child_name (page->states);
}

static bool
is_settled (gpointer data)
{
  ParlEvidencePage *page = data;

  return !page->dirty && page->cancellable == NULL && !page->model->busy
         && strcmp (get_state (page), "blank") != 0;
}

static bool
has_message (gpointer data)
{
  return strcmp (get_state (data), "message") == 0;
}

static void
show (Fixture *fixture, const char *link)
{
  parl_evidence_page_show (fixture->page, link);
  wait_until (is_settled, fixture->page);
}

static void
settle (Fixture *fixture)
{
  wait_until (is_settled, fixture->page);
}

static unsigned
count_shown (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->page->model));
}

static GtkDropDown *
find_choice (Fixture *fixture, const char *column)
{
  GtkWidget *choice = gtk_widget_get_first_child (GTK_WIDGET (fixture->page->filters));

  while (choice != NULL
         && strcmp (g_object_get_data (G_OBJECT (choice), "parl-column"), column) != 0)
    choice = gtk_widget_get_next_sibling (choice);
  return choice != NULL ? GTK_DROP_DOWN (choice) : NULL;
}

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  ParlEvidencePage *page = fixture->page;

  (void)data;
  show (fixture, "ota-failure-rate");
  g_assert_cmpstr (get_state (page), ==, "rows");
  g_assert_true (g_str_has_suffix (gtk_label_get_label (page->title),
                                   " rows that add up to 905 = 7.30\u00a0% of 12,400"));
  g_assert_cmpuint (count_shown (fixture), >, 100);

  /* The most frequent cause comes first after "all". */
  gtk_drop_down_set_selected (find_choice (fixture, "cause"), 1);
  settle (fixture);
  g_assert_cmpuint (count_shown (fixture), >, 0);
  g_assert_nonnull (strstr (gtk_label_get_label (page->shown), " of 905"));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (page->all_button)));

  /* As its user would: the entry tells of its text after a moment. */
  gtk_editable_set_text (GTK_EDITABLE (page->search), "no such device");
  wait_until (has_message, page);
  settle (fixture);
  g_assert_cmpstr (get_state (page), ==, "message");
  g_assert_cmpstr (adw_status_page_get_title (page->message), ==, "No Matching Rows");
  gtk_widget_activate_action (GTK_WIDGET (page), "evidence.show-all", NULL);
  settle (fixture);
  g_assert_cmpstr (get_state (page), ==, "rows");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (page->all_button)));
}

/* Whether rows have been laid out. */
static bool
has_cells (gpointer data)
{
  GtkWidget *widget = data;

  if (g_object_get_data (G_OBJECT (widget), "parl-list-item") != NULL)
    return gtk_widget_get_mapped (widget) && gtk_widget_get_height (widget) > 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_cells (child))
      return true;
  return false;
}

static bool
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data);
}

/* The newest row comes first, a chosen row tells all of its message, and its menu opens where it
 * is. What devices said stands before what can be asked for. */
static void
test_readable (Fixture *fixture, gconstpointer data)
{
  ParlEvidencePage *page = fixture->page;
  graphene_rect_t view;
  GdkRectangle at;

  (void)data;
  show (fixture, "ota-failure-rate");
  settle (fixture);
  int time = parl_evidence_table_find_column (page->model->table, page->model->layout->sort);
  g_assert_cmpint (time, >=, 0);
  unsigned n = g_list_model_get_n_items (G_LIST_MODEL (page->model));
  g_autoptr (ParlEvidenceRow) first = g_list_model_get_item (G_LIST_MODEL (page->model), 0);
  g_autoptr (ParlEvidenceRow) last = g_list_model_get_item (G_LIST_MODEL (page->model), n - 1);
  g_assert_cmpint (
      strcmp (parl_evidence_row_get_cells (first)[time], parl_evidence_row_get_cells (last)[time]),
      >, 0);
  g_assert_cmpuint (parl_evidence_column_get_rank ("message"), <,
                    parl_evidence_column_get_rank ("from"));

  wait_until (has_cells, page->view);
  gtk_single_selection_set_selected (page->selection, 3);
  const char *message = parl_evidence_row_get_cell (
      gtk_single_selection_get_selected_item (page->selection), "message");
  g_assert_cmpstr (gtk_label_get_text (page->said), ==, message);
  g_assert_true (gtk_widget_get_visible (page->said_box) == (*message != '\0'));

  gtk_widget_activate_action (GTK_WIDGET (page), "evidence.row-menu", NULL);
  wait_until (is_mapped, page->row_popover);
  g_assert_true (gtk_popover_get_pointing_to (GTK_POPOVER (page->row_popover), &at));
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (page->view), GTK_WIDGET (page), &view));
  g_assert_cmpint (at.y, >, (int)view.origin.y + 40);
  gtk_popover_popdown (GTK_POPOVER (page->row_popover));
}

/* A narrow window shows all of it, but for the columns, which scroll. */
static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  int minimum;

  (void)data;
  show (fixture, "ota-failure-rate");
  gtk_widget_measure (GTK_WIDGET (fixture->page), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

static void
assert_sorted_by (Fixture *fixture, const char *column, bool descending)
{
  const ParlEvidenceLayout *plan = fixture->page->model->layout;

  g_assert_cmpstr (plan->sort, ==, column);
  g_assert_cmpint (plan->descending, ==, descending);
}

/* What stands first on screen need not be first in the rows. */
static const char *
find_column (ParlEvidencePage *page, const char *title)
{
  for (unsigned i = 0; page->columns[i] != NULL; i++)
    if (strcmp (parl_evidence_column_get_title (page->columns[i]), title) == 0)
      return page->columns[i];
  g_error ("there is no column “%s”", title);
}

/* The header's clicks reach the model, and newer findings keep what the user chose. */
static void
test_kept (Fixture *fixture, gconstpointer data)
{
  ParlEvidencePage *page = fixture->page;

  (void)data;
  show (fixture, "ota-failure-rate");
  GListModel *columns = gtk_column_view_get_columns (page->view);
  for (unsigned i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      const char *name = find_column (page, gtk_column_view_column_get_title (column));
      gtk_column_view_sort_by_column (page->view, column, GTK_SORT_ASCENDING);
      assert_sorted_by (fixture, name, false);
      gtk_column_view_sort_by_column (page->view, column, GTK_SORT_DESCENDING);
      assert_sorted_by (fixture, name, true);
    }
  gtk_drop_down_set_selected (find_choice (fixture, "cause"), 1);
  settle (fixture);
  unsigned n = count_shown (fixture);

  panel_fixture_take_findings (&fixture->panel, golden_findings_new ());
  settle (fixture);
  assert_sorted_by (fixture, "count", true);
  g_assert_cmpuint (count_shown (fixture), ==, n);
  g_assert_cmpuint (gtk_drop_down_get_selected (find_choice (fixture, "cause")), ==, 1);

  /* Another fact's rows are a new question. */
  show (fixture, "fleet-silent");
  assert_sorted_by (fixture, NULL, false);
  g_assert_null (find_choice (fixture, "cause"));
  g_assert_cmpstr (gtk_label_get_label (page->title), ==, "612 rows = 3.40\u00a0% of 18,000");
}

static void
test_gone (Fixture *fixture, gconstpointer data)
{
  ParlEvidencePage *page = fixture->page;

  (void)data;
  show (fixture, "ota-failure-rate?cohort=v9.9");
  g_assert_cmpstr (get_state (page), ==, "message");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (page->message_button)));
  show (fixture, "ota-failure-rate");
  g_assert_cmpstr (get_state (page), ==, "rows");

  /* Without a dashboard nothing of the old one is left to be seen. */
  parl_evidence_page_set_dashboard (page, NULL);
  g_assert_cmpstr (get_state (page), ==, "blank");
  g_assert_cmpstr (gtk_label_get_label (page->title), ==, "");
  parl_evidence_page_show (page, "ota-failure-rate");
  g_assert_cmpuint (count_shown (fixture), ==, 0);
}

/* As a stack does: the focus leaves first. (GTK 4.8 keeps a hidden widget that had the focus until
 * the next frame, which a window that is destroyed has not.) */
static void
hide (Fixture *fixture)
{
  gtk_window_set_focus (GTK_WINDOW (fixture->panel.window), NULL);
  gtk_widget_set_visible (GTK_WIDGET (fixture->page), FALSE);
}

/* What nobody sees is not read. */
static void
test_unseen (Fixture *fixture, gconstpointer data)
{
  ParlEvidencePage *page = fixture->page;

  (void)data;
  show (fixture, "ota-failure-rate");
  hide (fixture);
  panel_fixture_take_findings (&fixture->panel, golden_findings_new ());
  g_assert_true (page->dirty);
  g_assert_null (page->cancellable);
  parl_evidence_page_show (page, "fleet-silent");
  g_assert_null (page->cancellable);
  gtk_widget_set_visible (GTK_WIDGET (page), TRUE);
  settle (fixture);
  g_assert_cmpstr (gtk_label_get_label (page->title), ==, "612 rows = 3.40\u00a0% of 18,000");

  parl_evidence_page_show (page, "ota-failure-rate");
  g_assert_nonnull (page->cancellable);
  hide (fixture);
  g_assert_null (page->cancellable);
  g_assert_true (page->dirty);
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *column;
    ParlCellKind kind;
    const char *cell, *words;
  } cases[] = {
    { "device", PARL_CELL_TEXT, "cam-1", "cam-1" },
    { "device", PARL_CELL_TEXT, "", "–" },
    { "outcome", PARL_CELL_TEXT, "failed", "failed" },
    { "ended", PARL_CELL_TIME, "2026-11-20T09:28:05Z", "20\u00a0Nov\u00a02026, 09:28" },
    { "ended", PARL_CELL_TIME, "yesterday", "yesterday" },
    { "count", PARL_CELL_NUMBER, "12400", "12,400" },
    { "value", PARL_CELL_NUMBER, "0.123456", "0.123" },
    { "le", PARL_CELL_NUMBER, "+Inf", "+Inf" },
  };

  (void)fixture;
  (void)data;
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words
          = parl_evidence_column_dup_words (cases[i].column, cases[i].kind, cases[i].cell);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int argc, char **argv)
{
  begin_with_display (&argc, &argv);
#define ADD(name)                                                                                  \
  g_test_add ("/evidence-page/" #name, Fixture, NULL, set_up, test_##name, tear_down)
  ADD (rows);
  ADD (readable);
  ADD (narrow);
  ADD (kept);
  ADD (gone);
  ADD (unseen);
  ADD (words);
  return g_test_run ();
}
