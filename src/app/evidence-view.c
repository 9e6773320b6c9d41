/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns, drop-downs and the line that says how many rows are shown: all made from the table that
 * the model shows, and kept while its columns stay the same. Loads nothing. */
#include "config.h"

#include "app/evidence-page-private.h"

#include "app/evidence-columns.h"
#include "audiences/panel/evidence-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* A column of more different texts is searched, not chosen from. */
#define MOST_CHOICES 300
#define SEARCHABLE 12

/* Sorting. The view's own sorter only knows that one of its columns comes first; it tells which one
 * when it is asked to compare two things: the first column's sorter is the first one asked. (There
 * is a function for that from GTK 4.10 on.) */

static int
on_compare (gconstpointer a, gconstpointer b, gpointer data)
{
  GObject *sorter = data;
  ParlEvidencePage *self = g_object_get_data (sorter, "parl-page");

  (void)a;
  (void)b;
  if (self != NULL && self->sorted < 0)
    self->sorted = GPOINTER_TO_INT (g_object_get_data (sorter, "parl-column"));
  return -1;
}

static GtkSorter *
create_sorter (ParlEvidencePage *self, unsigned column)
{
  GtkCustomSorter *sorter = gtk_custom_sorter_new (NULL, NULL, NULL);

  g_object_set_data (G_OBJECT (sorter), "parl-column", GUINT_TO_POINTER (column));
  g_object_set_data (G_OBJECT (sorter), "parl-page", self);
  gtk_custom_sorter_set_sort_func (sorter, on_compare, sorter, NULL);
  return GTK_SORTER (sorter);
}

static void
on_sorter_changed (ParlEvidencePage *self)
{
  g_autoptr (GObject) a = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GObject) b = g_object_new (G_TYPE_OBJECT, NULL);

  if (self->columns == NULL)
    return;
  self->sorted = -1;
  GtkOrdering order = gtk_sorter_compare (gtk_column_view_get_sorter (self->view), a, b);
  parl_evidence_model_set_sort (self->model, self->sorted >= 0 ? self->columns[self->sorted] : NULL,
                                order == GTK_ORDERING_LARGER);
}

/* Narrowing. */

static void
on_choice (GtkDropDown *choice, GParamSpec *spec, gpointer data)
{
  ParlEvidencePage *self = data;
  const char *column = g_object_get_data (G_OBJECT (choice), "parl-column");
  const char *const *texts = g_object_get_data (G_OBJECT (choice), "parl-texts");
  unsigned selected = gtk_drop_down_get_selected (choice);

  (void)spec;
  if (selected != GTK_INVALID_LIST_POSITION)
    parl_evidence_model_set_only (self->model, column, selected > 0 ? texts[selected - 1] : NULL);
}

/* The first choice is all; then the texts, the most frequent first, each with its number of rows.
 */
static GtkWidget *
create_choice (ParlEvidencePage *self, ParlEvidenceTable *table, unsigned column, GArray *values)
{
  const char *name = parl_evidence_table_get_evidence (table)->columns[column];
  const char *chosen = g_hash_table_lookup (parl_evidence_model_get_plan (self->model)->only, name);
  GtkStringList *words = gtk_string_list_new (NULL);
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  unsigned selected = 0;

  gtk_string_list_append (words, parl_evidence_column_get_all (name));
  for (unsigned i = 0; i < values->len; i++)
    {
      const ParlEvidenceValue *value = &g_array_index (values, ParlEvidenceValue, i);
      g_autofree char *cell = parl_evidence_column_dup_words (name, PARL_CELL_TEXT, value->text);
      g_autofree char *word
          = g_strdup_printf ("%s (%u)", *value->text ? cell : _ ("Unknown"), value->n_rows);
      gtk_string_list_append (words, word);
      g_strv_builder_add (texts, value->text);
      if (chosen != NULL && strcmp (chosen, value->text) == 0)
        selected = i + 1;
    }

  GtkWidget *choice = gtk_drop_down_new (
      G_LIST_MODEL (words), gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (choice), values->len > SEARCHABLE);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), selected);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  parl_evidence_column_get_title (name), -1);
  gtk_widget_set_tooltip_text (choice, parl_evidence_column_get_title (name));
  g_object_set_data_full (G_OBJECT (choice), "parl-column", g_strdup (name), g_free);
  g_object_set_data_full (G_OBJECT (choice), "parl-texts", g_strv_builder_end (texts),
                          (GDestroyNotify)g_strfreev);
  g_signal_connect (choice, "notify::selected", G_CALLBACK (on_choice), self);
  return choice;
}

static void
clear_filters (ParlEvidencePage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->filters))) != NULL)
    gtk_box_remove (self->filters, child);
  g_clear_pointer (&self->filtered, parl_evidence_table_unref);
}

static void
fill_filters (ParlEvidencePage *self, ParlEvidenceTable *table)
{
  const char *const *columns = parl_evidence_table_get_evidence (table)->columns;

  clear_filters (self);
  self->filtered = parl_evidence_table_ref (table);
  for (unsigned i = 0; columns[i] != NULL; i++)
    {
      if (parl_evidence_column_get_all (columns[i]) == NULL)
        continue;

      g_autoptr (GArray) values = parl_evidence_table_list_values (table, i);
      bool chosen
          = g_hash_table_contains (parl_evidence_model_get_plan (self->model)->only, columns[i]);
      if ((values->len > 1 && values->len <= MOST_CHOICES) || chosen)
        gtk_box_append (self->filters, create_choice (self, table, i, values));
    }
}

/* Columns. */

static void
clear_columns (ParlEvidencePage *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  g_auto (GStrv) names = g_steal_pointer (&self->columns); /* no order is asked for meanwhile */

  (void)names;
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);
      GtkSorter *sorter = gtk_column_view_column_get_sorter (column);
      g_object_set_data (G_OBJECT (sorter), "parl-page", NULL);
      gtk_column_view_remove_column (self->view, column);
    }
}

/* A column in which nothing is known takes no room. */
static bool
has_texts (ParlEvidenceTable *table, unsigned index)
{
  g_autoptr (GArray) values = parl_evidence_table_list_values (table, index);

  return values->len > 1
         || (values->len == 1 && *g_array_index (values, ParlEvidenceValue, 0).text);
}

/* The one that gets what room is left: what devices said, else the last text. */
static int
find_widest (ParlEvidenceTable *table)
{
  const char *const *columns = parl_evidence_table_get_evidence (table)->columns;
  int widest = parl_evidence_table_find_column (table, "message");

  if (widest >= 0 && has_texts (table, (unsigned)widest))
    return widest;
  for (unsigned i = 0; columns[i] != NULL; i++)
    if (parl_evidence_table_get_kind (table, i) == PARL_CELL_TEXT && has_texts (table, i))
      widest = (int)i;
  return widest;
}

static void
fill_columns (ParlEvidencePage *self, ParlEvidenceTable *table)
{
  const ParlEvidence *evidence = parl_evidence_table_get_evidence (table);
  const ParlEvidencePlan *plan = parl_evidence_model_get_plan (self->model);
  g_autofree char *sort = g_strdup (plan->sort);
  bool descending = plan->descending;
  g_autoptr (GtkColumnViewColumn) sorted = NULL;

  int widest = find_widest (table);

  clear_columns (self);
  for (unsigned i = 0; evidence->columns[i] != NULL; i++)
    {
      g_autoptr (GtkSorter) sorter = create_sorter (self, i);
      g_autoptr (GtkColumnViewColumn) column = parl_evidence_column_new (table, i, sorter);

      gtk_column_view_column_set_visible (column, evidence->rows->len == 0 || has_texts (table, i));
      gtk_column_view_column_set_expand (column, (int)i == widest);
      gtk_column_view_append_column (self->view, column);
      if (g_strcmp0 (sort, evidence->columns[i]) == 0)
        sorted = g_object_ref (column);
    }
  gtk_column_view_sort_by_column (self->view, sorted,
                                  descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  self->columns = g_strdupv ((char **)evidence->columns);
}

static bool
has_columns (ParlEvidencePage *self, ParlEvidenceTable *table)
{
  const char *const *columns = parl_evidence_table_get_evidence (table)->columns;

  return self->columns != NULL && g_strv_equal ((const char *const *)self->columns, columns);
}

/* How many of them. */

/* The keyboard goes to the rows when they come, unless it is at work on this page already. */
static void
show_rows (ParlEvidencePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  gtk_stack_set_visible_child_name (self->states, "rows");
  if (root != NULL && (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self))))
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
update_summary (ParlEvidencePage *self)
{
  ParlEvidenceTable *table = parl_evidence_model_get_table (self->model);
  const ParlEvidencePick *pick = parl_evidence_model_get_pick (self->model);
  const ParlEvidence *evidence = parl_evidence_table_get_evidence (table);
  g_autofree char *shown = parl_evidence_say_pick (evidence, pick);

  gtk_label_set_label (self->shown, shown);
  gtk_widget_set_visible (GTK_WIDGET (self->all_button), pick->n < evidence->rows->len);
  if (evidence->rows->len == 0)
    parl_evidence_page_say (
        self, _ ("No Rows"),
        _ ("No rows: in this period nothing was seen that counts for this number."), NULL, NULL);
  else if (pick->n == 0)
    parl_evidence_page_say (self, _ ("No Matching Rows"),
                            _ ("No row matches what is searched for and chosen above."),
                            _ ("Show All Rows"), "evidence.show-all");
  else
    show_rows (self);
  gtk_widget_set_visible (self->tools, evidence->rows->len > 0);
  gtk_widget_set_visible (self->summary, evidence->rows->len > 0);
}

void
parl_evidence_page_clear_view (ParlEvidencePage *self)
{
  clear_columns (self);
  clear_filters (self);
  gtk_widget_set_visible (self->tools, FALSE);
  gtk_widget_set_visible (self->summary, FALSE);
}

/* After the model changed. The filters' numbers are of the table, so another table has others. */
void
parl_evidence_page_update_view (ParlEvidencePage *self)
{
  ParlEvidenceTable *table = parl_evidence_model_get_table (self->model);

  if (table == NULL)
    return;
  if (!has_columns (self, table))
    fill_columns (self, table);
  if (self->filtered != table)
    fill_filters (self, table);
  update_summary (self);
  parl_evidence_page_update_actions (self);
}

void
parl_evidence_page_show_all (ParlEvidencePage *self)
{
  GtkWidget *choice = gtk_widget_get_first_child (GTK_WIDGET (self->filters));

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  parl_evidence_model_set_search (self->model, NULL);
  for (; choice != NULL; choice = gtk_widget_get_next_sibling (choice))
    gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), 0);
}

void
parl_evidence_page_init_view (ParlEvidencePage *self)
{
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_swapped (gtk_column_view_get_sorter (self->view), "changed",
                            G_CALLBACK (on_sorter_changed), self);
  g_signal_connect_swapped (self->model, "changed", G_CALLBACK (parl_evidence_page_update_view),
                            self);
  g_signal_connect_swapped (self->selection, "notify::selected",
                            G_CALLBACK (parl_evidence_page_update_actions), self);
}
