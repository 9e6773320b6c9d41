/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with the rows and with one of them, by menu and by key. */
#include "config.h"

#include "app/evidence-page-private.h"

#include "app/evidence-columns.h"
#include "app/evidence-export.h"
#include "audiences/panel/work-item.h"

#include <glib/gi18n.h>
#include <string.h>

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

static void
copy_text (ParlEvidencePage *self, const char *text, const char *toast)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", toast);
}

/* A line for each cell that is known. */
static void
on_copy_row (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlEvidencePage *self = PARL_EVIDENCE_PAGE (widget);
  ParlEvidenceTable *table = parl_evidence_model_get_table (self->model);
  ParlEvidenceRow *row = get_row (self);
  g_autoptr (GString) text = g_string_new (NULL);

  (void)name;
  (void)parameter;
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
  copy_text (self, text->str, _ ("Row copied"));
}

static void
on_copy_work_item (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlEvidencePage *self = PARL_EVIDENCE_PAGE (widget);

  (void)name;
  (void)parameter;
  if (self->fact == NULL)
    return;

  g_autofree char *text = parl_work_item_new (self->findings, self->fact);
  copy_text (self, text, _ ("Work item copied"));
}

static void
on_opened (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) widget = data;
  g_autoptr (GError) error = NULL;

  (void)object;
  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    gtk_widget_activate_action (widget, "win.toast", "s", error->message);
}

static void
on_open_log (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlEvidenceRow *row = get_row (PARL_EVIDENCE_PAGE (widget));
  const char *link = row != NULL ? parl_evidence_row_get_cell (row, "link") : "";
  GdkDisplay *display = gtk_widget_get_display (widget);

  (void)name;
  (void)parameter;
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
  ParlEvidenceTable *table = parl_evidence_model_get_table (self->model);

  (void)name;
  (void)parameter;
  if (table != NULL)
    parl_evidence_export_copy (widget, table, parl_evidence_model_get_plan (self->model));
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
  ParlEvidenceTable *table = parl_evidence_model_get_table (self->model);

  (void)action;
  (void)parameter;
  if (table == NULL || self->fact == NULL)
    return;

  g_autofree char *name = make_file_name (self);
  parl_evidence_export_save (widget, table, parl_evidence_model_get_plan (self->model), name);
}

static void
on_retry (GtkWidget *widget, const char *name, GVariant *parameter)
{
  (void)name;
  (void)parameter;
  parl_evidence_page_retry (PARL_EVIDENCE_PAGE (widget));
}

static void
on_show_all (GtkWidget *widget, const char *name, GVariant *parameter)
{
  (void)name;
  (void)parameter;
  parl_evidence_page_show_all (PARL_EVIDENCE_PAGE (widget));
}

static void
on_find (GtkWidget *widget, const char *name, GVariant *parameter)
{
  (void)name;
  (void)parameter;
  gtk_widget_grab_focus (GTK_WIDGET (PARL_EVIDENCE_PAGE (widget)->search));
}

/* A row's menu. */

static void
on_row_menu (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlEvidencePage *self = PARL_EVIDENCE_PAGE (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  graphene_rect_t box;

  (void)name;
  (void)parameter;
  if (get_row (self) == NULL)
    return;
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view))
      || !gtk_widget_compute_bounds (focus, widget, &box))
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

  (void)n_press;
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

void
parl_evidence_page_init_row_menu (ParlEvidencePage *self)
{
  GtkGesture *gesture = gtk_gesture_click_new ();

  self->row_popover = gtk_popover_menu_new_from_model (self->row_menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->row_popover), FALSE);
  gtk_widget_set_halign (self->row_popover, GTK_ALIGN_START);
  gtk_widget_set_parent (self->row_popover, GTK_WIDGET (self));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (gesture), GDK_BUTTON_SECONDARY);
  g_signal_connect (gesture, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (gesture));
}

void
parl_evidence_page_update_actions (ParlEvidencePage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  ParlEvidenceRow *row = get_row (self);
  const ParlEvidencePick *pick = parl_evidence_model_get_pick (self->model);
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

void
parl_evidence_page_install_actions (GtkWidgetClass *klass)
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
