/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart's table: every row in the window, and text that a spreadsheet reads back. */
#include "config.h"

#include "app/chart/chart-table.h"

#include "model/name.h"

#include "tests/charts/fixtures.h"
#include "wait.h"

static ParlTable *
create_table (void)
{
  static const char *const rows[][3]
      = { { "a, b", "say \"hi\"", "1" }, { "x\ty", "two\nlines", "" } };
  static const char *const heads[] = { "Name", "Note", "n", NULL };
  ParlTable *table = g_new0 (ParlTable, 1);

  table->n_columns = 3;
  table->heads = g_strdupv ((char **)heads);
  table->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *const cells[] = { rows[i][0], rows[i][1], rows[i][2], NULL };
      g_ptr_array_add (table->rows, g_strdupv ((char **)cells));
    }
  return table;
}

static void
test_text (void)
{
  g_autoptr (ParlTable) table = create_table ();
  g_autofree char *csv = parl_chart_table_dup_text (table, ',');
  g_autofree char *tsv = parl_chart_table_dup_text (table, '\t');

  g_assert_cmpstr (csv, ==,
                   "Name,Note,n\r\n\"a, b\",\"say \"\"hi\"\"\",1\r\n\"x\ty\",\"two\nlines\",\r\n");
  g_assert_cmpstr (tsv, ==, "Name\tNote\tn\na, b\tsay \"hi\"\t1\nx y\ttwo lines\t\n");
}

/* A name is copied as it is outside: no mark that nobody sees makes another name of it. */
static void
test_names (void)
{
  g_autoptr (ParlTable) table = create_table ();
  char **row = g_ptr_array_index (table->rows, 0);

  g_free (row[0]);
  row[0] = parl_name_mark ("\u05d2\u05e8\u05e1\u05d4");
  g_autofree char *csv = parl_chart_table_dup_text (table, ',');
  g_assert_true (g_str_has_prefix (csv, "Name,Note,n\r\n\u05d2\u05e8\u05e1\u05d4,\"say"));
}

static GtkWidget *
find_child (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_child (child, type);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_window (const void *data)
{
  const Fixture *fixture = data;
  g_autoptr (ParlChartSpec) spec = fixture->create ();
  g_autoptr (ParlTable) table = parl_chart_spec_tabulate (spec);
  GtkWindow *window = parl_chart_table_new (spec);
  GtkWidget *view = find_child (GTK_WIDGET (window), GTK_TYPE_COLUMN_VIEW);

  gtk_window_present (window);
  for (unsigned i = 0; i < 20; i++)
    g_main_context_iteration (NULL, false);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_column_view_get_columns (GTK_COLUMN_VIEW (view))),
                    ==, table->n_columns);
  g_assert_cmpuint (
      g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)))),
      ==, table->rows->len);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *)&window);
  gtk_window_destroy (window);
  for (unsigned i = 0; i < 50 && window != NULL; i++)
    g_main_context_iteration (NULL, false);
  g_assert_null (window);
}

int
main (int argc, char **argv)
{
  begin_with_display (&argc, &argv);
  g_test_add_func ("/app/chart-table/text", test_text);
  g_test_add_func ("/app/chart-table/names", test_names);
  for (const Fixture *fixture = golden_fixtures; fixture->name != NULL; fixture++)
    {
      g_autofree char *path = g_strconcat ("/app/chart-table/window/", fixture->name, NULL);
      g_test_add_data_func (path, fixture, test_window);
    }
  return g_test_run ();
}
