/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart as a table in a window of its own. Only shows and copies the words that the chart's room
 * has put into rows; knows neither fact nor number. */
#include "config.h"

#include "app/chart/chart-table.h"

#include "app/widget.h"
#include "model/cells.h"
#include "model/name.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ParlChartTable
{
  AdwWindow parent_instance;

  ParlTable *table;

  GtkLabel *message;
  GtkColumnView *view;
};

PARL_DEFINE_TEMPLATE_TYPE (ParlChartTable, parl_chart_table, ADW_TYPE_WINDOW)

static void
append_row (GString *text, char *const *shown, char separator)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  for (; *shown != NULL; shown++)
    g_ptr_array_add (cells, parl_names_unmark (*shown));
  g_ptr_array_add (cells, NULL);
  parl_cells_append_row (text, (const char *const *)cells->pdata, separator);
}

/* @separator: ',' or a tab
 * Returns: (transfer full): the heads and all rows; CSV as RFC 4180 has it, or lines of words
 * parted by tabs */
char *
parl_chart_table_dup_text (const ParlTable *table, char separator)
{
  g_return_val_if_fail (table != NULL, NULL);

  GString *text = g_string_new (NULL);

  append_row (text, table->heads, separator);
  for (unsigned i = 0; i < table->rows->len; i++)
    append_row (text, g_ptr_array_index (table->rows, i), separator);
  return g_string_free (text, FALSE);
}

static void
on_copy (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlChartTable *self = PARL_CHART_TABLE (widget);
  g_autofree char *text
      = parl_chart_table_dup_text (self->table, g_str_equal (name, "table.copy-csv") ? ',' : '\t');
  parl_widget_copy_text (widget, text);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), false);
  gtk_widget_add_css_class (label, "tnum");
  gtk_list_item_set_child (item, label);
}

/* The rows are never sorted: an item's place is its row. */
static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  GtkWidget *view = g_object_get_data (G_OBJECT (factory), "table");
  ParlChartTable *self = PARL_CHART_TABLE (view);
  char **cells = g_ptr_array_index (self->table->rows, gtk_list_item_get_position (item));

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       cells[GPOINTER_TO_UINT (column)]);
}

static void
add_column (ParlChartTable *self, unsigned index)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_object_set_data (G_OBJECT (factory), "table", self);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), GUINT_TO_POINTER (index));

  g_autoptr (GtkColumnViewColumn) column
      = gtk_column_view_column_new (self->table->heads[index], factory);
  gtk_column_view_column_set_resizable (column, true);
  gtk_column_view_column_set_expand (column, index + 1 == self->table->n_columns);
  gtk_column_view_append_column (self->view, column);
}

static void
fill (ParlChartTable *self, const ParlChartSpec *spec)
{
  GtkStringList *rows = gtk_string_list_new (NULL);

  self->table = parl_chart_spec_tabulate (spec);
  gtk_label_set_label (self->message, spec->message != NULL ? spec->message : "");
  for (unsigned i = 0; i < self->table->n_columns; i++)
    add_column (self, i);
  for (unsigned i = 0; i < self->table->rows->len; i++)
    gtk_string_list_append (rows, "");

  g_autoptr (GtkSingleSelection) selection = gtk_single_selection_new (G_LIST_MODEL (rows));
  gtk_single_selection_set_autoselect (selection, false);
  gtk_single_selection_set_can_unselect (selection, true);
  gtk_single_selection_set_selected (selection, GTK_INVALID_LIST_POSITION);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
}

static void
parl_chart_table_dispose (GObject *object)
{
  ParlChartTable *self = PARL_CHART_TABLE (object);

  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARL_TYPE_CHART_TABLE);
  g_clear_pointer (&self->table, parl_table_free);
  G_OBJECT_CLASS (parl_chart_table_parent_class)->dispose (object);
}

static void
parl_chart_table_class_init (ParlChartTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_chart_table_dispose;
  parl_widget_class_set_template (widget_class, "chart-table.ui");
  PARL_BIND_CHILDREN (widget_class, ParlChartTable, message, view);
  gtk_widget_class_install_action (widget_class, "table.copy-csv", NULL, on_copy);
  gtk_widget_class_install_action (widget_class, "table.copy-tsv", NULL, on_copy);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "table.copy-tsv",
                                       NULL);
}

/* Returns: (transfer none): a window that holds its own copy of the words; GTK owns it */
GtkWindow *
parl_chart_table_new (const ParlChartSpec *spec)
{
  g_return_val_if_fail (spec != NULL, NULL);

  ParlChartTable *self = g_object_new (PARL_TYPE_CHART_TABLE, NULL);

  fill (self, spec);
  return GTK_WINDOW (self);
}
