/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows that add up to a fact: asks for them, says what there is to say until they are there,
 * shows them with columns, drop-downs and search, and acts on all of them or on one. */
#include "config.h"

#include "app/evidence/evidence-page.h"

#include "app/evidence/evidence-columns.h"
#include "app/evidence/evidence-export.h"
#include "analysis/fact-link.h"
#include "app/widget.h"
#include "audiences/panel/evidence-words.h"
#include "audiences/panel/explanation.h"
#include "audiences/panel/work-item.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (ParlEvidencePage, parl_evidence_page, GTK_TYPE_BOX)

static void load (ParlEvidencePage *self);
static void update_actions (ParlEvidencePage *self);

/* A column of more different texts is searched, not chosen from. */
#define MOST_CHOICES 300
#define SEARCHABLE 12

/* A message instead of rows; @button: what helps, NULL: nothing. */
static void
say (ParlEvidencePage *self, const char *title, const char *description, const char *button,
     const char *action)
{
  g_autofree char *markup = g_markup_escape_text (description, -1);

  adw_status_page_set_title (self->message, title);
  adw_status_page_set_description (self->message, markup);
  gtk_widget_set_visible (GTK_WIDGET (self->message_button), button != NULL);
  gtk_button_set_label (self->message_button, button != NULL ? button : "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->message_button), action);
  gtk_stack_set_visible_child_name (self->states, "message");
}

/* Sorting. The view's own sorter only knows that one of its columns comes first; it tells which one
 * when it is asked to compare two things: the first column's sorter is the first one asked. (There
 * is a function for that from GTK 4.10 on.) */

static int
on_compare (gconstpointer a, gconstpointer b, gpointer data)
{
  GObject *sorter = data;
  ParlEvidencePage *self = g_object_get_data (sorter, "parl-page");
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
  if (selected != GTK_INVALID_LIST_POSITION)
    parl_evidence_model_set_only (self->model, column, selected > 0 ? texts[selected - 1] : NULL);
}

/* The first choice is all; then the texts, the most frequent first, each with its number of rows.
 */
static GtkWidget *
create_choice (ParlEvidencePage *self, ParlEvidenceTable *table, unsigned column, GArray *values)
{
  const char *name = parl_evidence_table_get_evidence (table)->columns[column];
  const char *chosen = g_hash_table_lookup (self->model->layout->only, name);
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
  parl_widget_set_spoken (choice, parl_evidence_column_get_title (name));
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
      bool chosen = g_hash_table_contains (self->model->layout->only, columns[i]);
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

static int
compare_rank (gconstpointer a, gconstpointer b, gpointer names)
{
  unsigned i = *(const unsigned *)a, j = *(const unsigned *)b;
  unsigned one = parl_evidence_column_get_rank (((const char *const *)names)[i]);
  unsigned two = parl_evidence_column_get_rank (((const char *const *)names)[j]);

  return one != two ? (one < two ? -1 : 1) : (i < j ? -1 : 1);
}

/* What tells most comes first, so that it is seen without scrolling. */
static GArray *
order_columns (const char *const *names)
{
  GArray *order = g_array_new (FALSE, FALSE, sizeof (unsigned));

  for (unsigned i = 0; names[i] != NULL; i++)
    g_array_append_val (order, i);
  g_array_sort_with_data (order, compare_rank, (gpointer)names);
  return order;
}

/* When a row came to its end, or whichever time is known of it; -1: none. */
static int
find_time (ParlEvidenceTable *table)
{
  static const char *const times[] = { "ended", "started", "day", "time", "since" };

  for (unsigned i = 0; i < G_N_ELEMENTS (times); i++)
    {
      int column = parl_evidence_table_find_column (table, times[i]);
      if (column >= 0 && has_texts (table, (unsigned)column))
        return column;
    }
  return -1;
}

/* The newest rows come first, until another order is asked for. */
static void
fill_columns (ParlEvidencePage *self, ParlEvidenceTable *table)
{
  const ParlEvidence *evidence = parl_evidence_table_get_evidence (table);
  const char *const *names = evidence->columns;
  const ParlEvidenceLayout *layout = self->model->layout;
  g_autoptr (GArray) order = order_columns (names);
  int time = find_time (table), widest = find_widest (table);
  bool is_asked = layout->sort != NULL;
  g_autofree char *sort = g_strdup (is_asked ? layout->sort : time >= 0 ? names[time] : NULL);
  bool descending = !is_asked || layout->descending;
  g_autoptr (GtkColumnViewColumn) sorted = NULL;

  clear_columns (self);
  for (unsigned i = 0; i < order->len; i++)
    {
      unsigned index = g_array_index (order, unsigned, i);
      g_autoptr (GtkSorter) sorter = create_sorter (self, index);
      g_autoptr (GtkColumnViewColumn) column = parl_evidence_column_new (table, index, sorter);

      gtk_column_view_column_set_visible (column,
                                          evidence->rows->len == 0 || has_texts (table, index));
      gtk_column_view_column_set_expand (column, (int)index == widest);
      gtk_column_view_append_column (self->view, column);
      if (g_strcmp0 (sort, names[index]) == 0)
        sorted = g_object_ref (column);
    }
  self->columns = g_strdupv ((char **)names);
  gtk_column_view_sort_by_column (self->view, sorted,
                                  descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
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
  ParlEvidenceTable *table = self->model->table;
  const ParlEvidencePick *pick = self->model->pick;
  const ParlEvidence *evidence = parl_evidence_table_get_evidence (table);
  g_autofree char *shown = parl_evidence_say_pick (evidence, pick);

  gtk_label_set_label (self->shown, shown);
  gtk_widget_set_visible (GTK_WIDGET (self->all_button), pick->n < evidence->rows->len);
  if (evidence->rows->len == 0)
    say (self, _ ("No Rows"),
         _ ("No rows: in this period nothing was seen that counts for this number."), NULL, NULL);
  else if (pick->n == 0)
    say (self, _ ("No Matching Rows"), _ ("No row matches what is searched for and chosen above."),
         _ ("Show All Rows"), "evidence.show-all");
  else
    show_rows (self);
  gtk_widget_set_visible (self->tools, evidence->rows->len > 0);
  gtk_widget_set_visible (self->summary, evidence->rows->len > 0);
}

static void
clear_view (ParlEvidencePage *self)
{
  clear_columns (self);
  clear_filters (self);
  gtk_widget_set_visible (self->tools, FALSE);
  gtk_widget_set_visible (self->summary, FALSE);
}

/* After the model changed. The filters' numbers are of the table, so another table has others. */
static void
update_view (ParlEvidencePage *self)
{
  ParlEvidenceTable *table = self->model->table;

  if (table == NULL)
    return;
  if (!has_columns (self, table))
    fill_columns (self, table);
  if (self->filtered != table)
    fill_filters (self, table);
  update_summary (self);
  update_actions (self);
}

static ParlEvidenceRow *
get_row (ParlEvidencePage *self)
{
  gpointer item = gtk_single_selection_get_selected_item (self->selection);

  return item != NULL ? PARL_EVIDENCE_ROW (item) : NULL;
}

/* What a browser may be sent to: nothing that a device wrote can start another program. */
static bool
is_web_address (const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_PARSE_RELAXED, NULL);

  return uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0'
         && (g_str_equal (g_uri_get_scheme (uri), "https")
             || g_str_equal (g_uri_get_scheme (uri), "http"));
}

/* A line for each cell that is known. */
static void
on_copy_row (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlEvidencePage *self = PARL_EVIDENCE_PAGE (widget);
  ParlEvidenceTable *table = self->model->table;
  ParlEvidenceRow *row = get_row (self);
  g_autoptr (GString) text = g_string_new (NULL);
  if (row == NULL || table == NULL)
    return;

  const char *const *columns = parl_evidence_table_get_evidence (table)->columns;
  for (unsigned i = 0; columns[i] != NULL; i++)
    {
      const char *cell = parl_evidence_row_get_cells (row)[i];
      g_autofree char *words = parl_evidence_column_dup_words (
          columns[i], parl_evidence_table_get_kind (table, i), cell);
      if (*cell != '\0')
        /* Translators: a cell of a copied row: "Device: cam-00042" */
        g_string_append_printf (text, _ ("%s: %s"), parl_evidence_column_get_title (columns[i]),
                                words);
      if (*cell != '\0')
        g_string_append_c (text, '\n');
    }
  parl_widget_copy (self, text->str, _ ("Row copied"));
}

static void
on_copy_work_item (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlEvidencePage *self = PARL_EVIDENCE_PAGE (widget);
  if (self->fact == NULL)
    return;

  g_autofree char *text
      = parl_work_item_new (self->findings, self->fact, self->dashboard->demo ? "--demo" : NULL);
  parl_widget_copy_markdown (self, text, _ ("Work item copied"));
}

static void
on_opened (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) widget = data;
  g_autoptr (GError) error = NULL;
  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    gtk_widget_activate_action (widget, "win.toast", "s", error->message);
}

static void
on_open_log (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlEvidenceRow *row = get_row (PARL_EVIDENCE_PAGE (widget));
  const char *link = row != NULL ? parl_evidence_row_get_cell (row, "link") : "";
  GdkDisplay *display = gtk_widget_get_display (widget);
  if (!is_web_address (link))
    return;
  g_autoptr (GdkAppLaunchContext) context = gdk_display_get_app_launch_context (display);
  g_app_info_launch_default_for_uri_async (link, G_APP_LAUNCH_CONTEXT (context), NULL, on_opened,
                                           g_object_ref (widget));
}

static void
on_copy (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlEvidencePage *self = PARL_EVIDENCE_PAGE (widget);
  ParlEvidenceTable *table = self->model->table;
  if (table != NULL)
    parl_evidence_export_copy (widget, table, self->model->layout);
}

/* "ota-cause-share-disk-space.csv": nothing that a folder could mistake. */
static char *
make_file_name (ParlEvidencePage *self)
{
  GString *name = g_string_new (self->fact->id);

  for (unsigned i = 0; i < parl_labels_size (self->fact->subject); i++)
    g_string_append_printf (name, "-%s", parl_labels_get_value (self->fact->subject, i));
  for (char *c = name->str; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("-._", *c) == NULL)
      *c = '-';
  g_string_truncate (name, MIN (name->len, 80));
  g_string_append (name, ".csv");
  return g_string_free (name, FALSE);
}

static void
on_save (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ParlEvidencePage *self = PARL_EVIDENCE_PAGE (widget);
  ParlEvidenceTable *table = self->model->table;
  if (table == NULL || self->fact == NULL)
    return;

  g_autofree char *name = make_file_name (self);
  parl_evidence_export_save (widget, table, self->model->layout, name);
}

static void
on_retry (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlEvidencePage *self = PARL_EVIDENCE_PAGE (widget);
  gtk_stack_set_visible_child_name (self->states, "blank");
  load (self);
}

static void
on_show_all (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlEvidencePage *self = PARL_EVIDENCE_PAGE (widget);
  GtkWidget *choice = gtk_widget_get_first_child (GTK_WIDGET (self->filters));
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  parl_evidence_model_set_search (self->model, NULL);
  for (; choice != NULL; choice = gtk_widget_get_next_sibling (choice))
    gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), 0);
}

static void
on_find (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (PARL_EVIDENCE_PAGE (widget)->search));
}

/* A row's menu. */

static void
on_row_menu (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlEvidencePage *self = PARL_EVIDENCE_PAGE (widget);
  GtkWidget *cell = parl_evidence_column_find_cell (
      GTK_WIDGET (self->view), gtk_single_selection_get_selected (self->selection));
  graphene_rect_t box;
  if (get_row (self) == NULL)
    return;
  if (cell == NULL || !gtk_widget_compute_bounds (cell, widget, &box))
    box = GRAPHENE_RECT_INIT (0, 0, 1, 1);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->row_popover),
                               &(GdkRectangle){ (int)box.origin.x, (int)box.origin.y,
                                                MIN ((int)box.size.width, 200),
                                                (int)box.size.height });
  gtk_popover_popup (GTK_POPOVER (self->row_popover));
}

static void
on_pressed (GtkGestureClick *gesture, int n_press, double x, double y, gpointer data)
{
  ParlEvidencePage *self = data;
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);
  unsigned position = parl_evidence_column_find_position (picked);
  graphene_point_t at;
  /* Between two cells of a row there is the row's own edge. */
  if (position == GTK_INVALID_LIST_POSITION && picked != NULL)
    position = parl_evidence_column_find_position (gtk_widget_get_first_child (picked));
  if (position == GTK_INVALID_LIST_POSITION
      || !gtk_widget_compute_point (GTK_WIDGET (self->view), GTK_WIDGET (self),
                                    &GRAPHENE_POINT_INIT ((float)x, (float)y), &at))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_single_selection_set_selected (self->selection, position);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->row_popover),
                               &(GdkRectangle){ (int)at.x, (int)at.y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->row_popover));
}

static void
init_row_menu (ParlEvidencePage *self)
{
  GtkGesture *gesture = gtk_gesture_click_new ();

  self->row_popover = gtk_popover_menu_new_from_model (self->row_menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->row_popover), FALSE);
  gtk_widget_set_halign (self->row_popover, GTK_ALIGN_START);
  gtk_widget_set_parent (self->row_popover, GTK_WIDGET (self));
  parl_popover_return_focus (GTK_POPOVER (self->row_popover));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_SECONDARY);
  g_signal_connect (gesture, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (gesture));
}

/* All that the chosen row's device said, below the rows. */
static void
update_said (ParlEvidencePage *self)
{
  ParlEvidenceRow *row = get_row (self);
  const char *message = row != NULL ? parl_evidence_row_get_cell (row, "message") : NULL;
  bool has_words = message != NULL && *message != '\0';

  gtk_label_set_text (self->said, has_words ? message : "");
  gtk_widget_set_visible (self->said_box, has_words);
}

static void
update_actions (ParlEvidencePage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  ParlEvidenceRow *row = get_row (self);

  update_said (self);
  const ParlEvidencePick *pick = self->model->pick;
  bool any = pick != NULL && pick->n > 0;

  gtk_widget_action_set_enabled (widget, "evidence.copy-row", row != NULL);
  gtk_widget_action_set_enabled (widget, "evidence.row-menu", row != NULL);
  gtk_widget_action_set_enabled (widget, "evidence.open-log",
                                 row != NULL
                                     && is_web_address (parl_evidence_row_get_cell (row, "link")));
  gtk_widget_action_set_enabled (widget, "evidence.copy-work-item", self->fact != NULL);
  gtk_widget_action_set_enabled (widget, "evidence.copy", any);
  gtk_widget_action_set_enabled (widget, "evidence.save", any);
}

static void
install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "evidence.copy-row", NULL, on_copy_row);
  gtk_widget_class_install_action (klass, "evidence.copy-work-item", NULL, on_copy_work_item);
  gtk_widget_class_install_action (klass, "evidence.open-log", NULL, on_open_log);
  gtk_widget_class_install_action (klass, "evidence.copy", NULL, on_copy);
  gtk_widget_class_install_action (klass, "evidence.save", NULL, on_save);
  gtk_widget_class_install_action (klass, "evidence.retry", NULL, on_retry);
  gtk_widget_class_install_action (klass, "evidence.show-all", NULL, on_show_all);
  gtk_widget_class_install_action (klass, "evidence.find", NULL, on_find);
  gtk_widget_class_install_action (klass, "evidence.row-menu", NULL, on_row_menu);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_c, GDK_CONTROL_MASK, "evidence.copy-row",
                                       NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_f, GDK_CONTROL_MASK, "evidence.find", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Menu, 0, "evidence.row-menu", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_F10, GDK_SHIFT_MASK, "evidence.row-menu",
                                       NULL);
}

/* A wait that is shorter needs no word. */
#define PATIENCE_MS 500

static void
stop_loading (ParlEvidencePage *self)
{
  g_clear_handle_id (&self->loading_id, g_source_remove);
  gtk_spinner_stop (self->spinner);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
forget_rows (ParlEvidencePage *self)
{
  parl_evidence_model_take_evidence (self->model, NULL);
  clear_view (self);
  self->fact = NULL;
  g_clear_pointer (&self->findings, parl_findings_unref);
  gtk_label_set_label (self->title, "");
  gtk_label_set_label (self->subtitle, "");
  gtk_widget_set_visible (self->head, FALSE);
  gtk_stack_set_visible_child_name (self->states, "blank");
  update_actions (self);
}

typedef struct
{
  ParlDashboard *dashboard;
  ParlFindings *findings; /* keep the fact */
  const ParlFact *fact;
} Loading;

static void
free_loading (gpointer data)
{
  Loading *loading = data;

  g_object_unref (loading->dashboard);
  parl_findings_unref (loading->findings);
  g_free (loading);
}

static void
run_loading (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Loading *loading = data;
  GError *error = NULL;
  ParlEvidence *evidence = parl_session_evidence (loading->dashboard->session, loading->findings,
                                                  loading->fact, &error);
  if (evidence != NULL)
    g_task_return_pointer (task, evidence, (GDestroyNotify)parl_evidence_free);
  else
    g_task_return_error (task, error);
}

static void
on_rows_listed (GObject *object, GAsyncResult *result, gpointer data)
{
  ParlEvidencePage *self = PARL_EVIDENCE_PAGE (object);
  const Loading *loading = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlEvidence) evidence = g_task_propagate_pointer (G_TASK (result), &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  stop_loading (self);
  if (evidence == NULL)
    {
      say (self, _ ("The Rows Could Not Be Read"), error->message, _ ("Try Again"),
           "evidence.retry");
      return;
    }

  g_clear_pointer (&self->findings, parl_findings_unref);
  self->findings = parl_findings_ref (loading->findings);
  self->fact = loading->fact;
  g_autofree char *statement = parl_evidence_say (evidence, self->fact);
  g_autoptr (ParlExplanation) explanation = parl_explanation_new (self->findings, self->fact);
  gtk_label_set_label (self->title, statement);
  gtk_label_set_label (self->subtitle, explanation->query);
  gtk_widget_set_visible (self->head, TRUE);
  parl_evidence_model_take_evidence (self->model, g_steal_pointer (&evidence));
}

static gboolean
on_impatient (gpointer data)
{
  ParlEvidencePage *self = data;

  self->loading_id = 0;
  gtk_spinner_start (self->spinner);
  if (self->model->table == NULL)
    gtk_stack_set_visible_child_name (self->states, "loading");
  return G_SOURCE_REMOVE;
}

static void
say_gone (ParlEvidencePage *self)
{
  bool filtered = parl_scope_is_filtered (self->dashboard->computer->scope);

  forget_rows (self);
  if (filtered)
    say (self, _ ("No Such Number Here"),
         _ ("With the filters that are set, nothing was counted that these rows would add up to."),
         _ ("Clear Filters"), "win.clear-filters");
  else
    say (self, _ ("No Such Number Any More"),
         _ ("Since the last refresh nothing is counted that these rows would add up to."), NULL,
         NULL);
}

static void
load (ParlEvidencePage *self)
{
  const ParlFindings *findings
      = self->dashboard != NULL ? self->dashboard->computer->computed->findings : NULL;

  stop_loading (self);
  if (findings == NULL || self->link == NULL)
    return;
  self->dirty = false;

  const ParlFact *fact = parl_fact_link_find (self->link, findings);
  if (fact == NULL)
    {
      say_gone (self);
      return;
    }

  Loading *loading = g_new0 (Loading, 1);
  loading->dashboard = g_object_ref (self->dashboard);
  loading->findings = parl_findings_ref (findings);
  loading->fact = fact;
  self->cancellable = g_cancellable_new ();
  self->loading_id = g_timeout_add (PATIENCE_MS, on_impatient, self);

  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_rows_listed, NULL);
  g_task_set_task_data (task, loading, free_loading);
  g_task_run_in_thread (task, run_loading);
}

/* Newer findings: what is not seen just now is loaded when it is. */
static void
on_dashboard_changed (ParlEvidencePage *self)
{
  self->dirty = self->link != NULL;
  if (self->dirty && gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
}

static void
parl_evidence_page_map (GtkWidget *widget)
{
  ParlEvidencePage *self = PARL_EVIDENCE_PAGE (widget);

  GTK_WIDGET_CLASS (parl_evidence_page_parent_class)->map (widget);
  if (self->dirty)
    load (self);
}

/* Whoever leaves waits for nothing. */
static void
parl_evidence_page_unmap (GtkWidget *widget)
{
  ParlEvidencePage *self = PARL_EVIDENCE_PAGE (widget);

  self->dirty |= self->cancellable != NULL;
  stop_loading (self);
  GTK_WIDGET_CLASS (parl_evidence_page_parent_class)->unmap (widget);
}

static void
parl_evidence_page_dispose (GObject *object)
{
  ParlEvidencePage *self = PARL_EVIDENCE_PAGE (object);

  if (self->model != NULL)
    {
      parl_evidence_page_set_dashboard (self, NULL);
      g_signal_handlers_disconnect_by_data (self->model, self);
      gtk_column_view_set_model (self->view, NULL);
    }
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_pointer (&self->columns, g_strfreev);
  g_clear_pointer (&self->row_popover, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARL_TYPE_EVIDENCE_PAGE);
  G_OBJECT_CLASS (parl_evidence_page_parent_class)->dispose (object);
}

static void
on_search_changed (ParlEvidencePage *self)
{
  parl_evidence_model_set_search (self->model, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
on_stop_search (ParlEvidencePage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_activate (ParlEvidencePage *self, unsigned position)
{
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self), "evidence.open-log", NULL);
}

static void
parl_evidence_page_class_init (ParlEvidencePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_evidence_page_dispose;
  widget_class->map = parl_evidence_page_map;
  widget_class->unmap = parl_evidence_page_unmap;
  parl_widget_class_set_template (widget_class, "evidence-page.ui");
  PARL_BIND_CHILDREN (widget_class, ParlEvidencePage, title, subtitle, shown, head, tools, summary,
                      search, filters, all_button, states, spinner, view, message, message_button,
                      row_menu, said, said_box);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  install_actions (widget_class);
}

/* GTK tells the rows of a table apart from the table. */
static void
name_list (ParlEvidencePage *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  while (child != NULL && !GTK_IS_LIST_BASE (child))
    child = gtk_widget_get_next_sibling (child);
  if (child != NULL)
    parl_widget_set_spoken (child, _ ("Rows behind the number"));
}

static void
parl_evidence_page_init (ParlEvidencePage *self)
{
  self->sorted = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->model = g_object_new (PARL_TYPE_EVIDENCE_MODEL, NULL);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_swapped (gtk_column_view_get_sorter (self->view), "changed",
                            G_CALLBACK (on_sorter_changed), self);
  g_signal_connect_swapped (self->model, "changed", G_CALLBACK (update_view), self);
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (update_actions), self);
  init_row_menu (self);
  name_list (self);
  forget_rows (self);
}

void
parl_evidence_page_set_dashboard (ParlEvidencePage *self, ParlDashboard *dashboard)
{
  if (self->dashboard != NULL)
    g_signal_handlers_disconnect_by_data (self->dashboard, self);
  stop_loading (self);
  g_clear_pointer (&self->link, g_free);
  self->dirty = false;
  forget_rows (self);
  g_set_object (&self->dashboard, dashboard);
  if (dashboard != NULL)
    g_signal_connect_swapped (dashboard, "changed", G_CALLBACK (on_dashboard_changed), self);
}

/* @link: of the fact whose rows are to be shown, as soon as the page is seen */
void
parl_evidence_page_show (ParlEvidencePage *self, const char *link)
{
  if (g_strcmp0 (link, self->link) != 0)
    {
      char *old = self->link;
      self->link = g_strdup (link);
      g_free (old);
      forget_rows (self);
      gtk_editable_set_text (GTK_EDITABLE (self->search), "");
      parl_evidence_model_reset (self->model);
      self->dirty = true;
    }
  if (self->dirty && gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
}
