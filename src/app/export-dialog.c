/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The export dialog. The preview is the very file that would be written, made anew whenever a
 * choice or the data change. Knows no drawing. */
#include "config.h"

#include "app/export-dialog.h"

#include "app/picture-drag.h"
#include "app/picture.h"
#include "app/sharp-picture.h"
#include "app/widget.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ParlExportDialog
{
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkButton *save_button, *copy_button;
  AdwComboRow *audience_row, *format_row, *size_row;
  GtkSwitch *print_switch, *draft_switch, *what_if_switch;
  AdwActionRow *worth_row, *what_if_row;
  GtkSpinner *spinner;
  GtkPicture *preview;

  ParlDashboard *dashboard;
  char **ids; /* of the audiences in the list */
  ParlSettings *settings;
  GCancellable *cancellable; /* of the preview under way */
  GtkFileChooserNative *chooser;
};

PARL_DEFINE_TEMPLATE_TYPE (ParlExportDialog, parl_export_dialog, ADW_TYPE_WINDOW)

static const char *const sizes[] = { "1080p", "2x", "a4", NULL };
static const char *const formats[] = { "png", "pdf", "svg", NULL };

static void
stop_preview (ParlExportDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
parl_export_dialog_dispose (GObject *object)
{
  ParlExportDialog *self = PARL_EXPORT_DIALOG (object);

  stop_preview (self);
  if (self->dashboard != NULL)
    g_signal_handlers_disconnect_by_data (self->dashboard, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARL_TYPE_EXPORT_DIALOG);
  g_clear_object (&self->dashboard);
  g_clear_object (&self->settings);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->ids, g_strfreev);
  G_OBJECT_CLASS (parl_export_dialog_parent_class)->dispose (object);
}

/* Returns: (transfer none) (nullable): the id of the chosen audience */
static const char *
get_audience (ParlExportDialog *self)
{
  unsigned index = adw_combo_row_get_selected (self->audience_row);

  return index < g_strv_length (self->ids) ? self->ids[index] : NULL;
}

static ParlBoard *
make_board (ParlExportDialog *self)
{
  const char *id = get_audience (self);

  return id != NULL ? parl_dashboard_make_page (self->dashboard, id,
                                                gtk_switch_get_active (self->what_if_switch))
                    : NULL;
}

/* Borrowed strings. */
static ParlPageChoice
get_choice (ParlExportDialog *self, ParlPictureFormat format)
{
  return (ParlPageChoice){
    .size = (char *)sizes[MIN (adw_combo_row_get_selected (self->size_row), 2)],
    .format = format,
    .theme = gtk_switch_get_active (self->print_switch) ? PARL_THEME_PRINT : PARL_THEME_LIGHT,
    .draft = gtk_switch_get_active (self->draft_switch),
  };
}

static ParlPictureFormat
get_format (ParlExportDialog *self)
{
  return (ParlPictureFormat)MIN (adw_combo_row_get_selected (self->format_row), 2);
}

/* The preview. */

static void
on_previewed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = parl_page_picture_make_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  ParlExportDialog *self = data;
  g_autoptr (GdkTexture) texture
      = bytes != NULL ? gdk_texture_new_from_bytes (bytes, &error) : NULL;
  gtk_spinner_stop (self->spinner);
  g_autoptr (GdkPaintable) page = texture != NULL ? parl_sharp_picture_new (texture) : NULL;
  gtk_picture_set_paintable (self->preview, page);
  if (error != NULL)
    parl_toast (self->toasts, error->message);
}

static void
show_worth (ParlExportDialog *self, const ParlBoard *board)
{
  gtk_widget_set_visible (GTK_WIDGET (self->worth_row), board->is_stale || board->is_partial);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->worth_row),
                                 board->is_stale ? _ ("The data are stale")
                                                 : _ ("The data are partial"));
  adw_action_row_set_subtitle (self->worth_row, _ ("The page says so, across all of it"));
}

/* Left off, it still stands there, to be put on again. */
static void
show_what_if (ParlExportDialog *self, const ParlBoard *board)
{
  gtk_widget_set_visible (GTK_WIDGET (self->what_if_row), self->dashboard->what_if != NULL);
  if (board->what_if->len == 0)
    return;

  const ParlLine *line = g_ptr_array_index (board->what_if, 0);
  g_autofree char *words = g_markup_printf_escaped ("%s %s", board->what_if_head, line->text);
  adw_action_row_set_subtitle (self->what_if_row, words);
}

static void
on_choice (ParlExportDialog *self)
{
  g_autoptr (ParlBoard) board = self->dashboard != NULL ? make_board (self) : NULL;
  ParlPageChoice choice = get_choice (self, PARL_PICTURE_PNG);

  if (board == NULL)
    return;
  /* It need not hold many more pixels than the screen has. */
  int width = gtk_widget_get_width (GTK_WIDGET (self->preview))
              * gtk_widget_get_scale_factor (GTK_WIDGET (self->preview));
  if (strcmp (choice.size, "1080p") == 0 && width > 1920)
    choice.size = (char *)"2x";
  else if (strcmp (choice.size, "2x") == 0 && width <= 1920)
    choice.size = (char *)"1080p";
  stop_preview (self);
  self->cancellable = g_cancellable_new ();
  gtk_spinner_start (self->spinner);
  show_worth (self, board);
  show_what_if (self, board);
  gtk_picture_set_alternative_text (self->preview, board->headline->text);
  parl_widget_set_spoken (self->preview, board->headline->text);
  parl_page_picture_make_async (board, &choice, NULL, self->cancellable, on_previewed, self);
}

/* Copying and saving. */

static void
on_copied (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlExportDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = parl_page_picture_make_finish (result, &error);
  if (bytes == NULL)
    {
      parl_toast (self->toasts, error->message);
      return;
    }
  parl_picture_copy (GTK_WIDGET (self), bytes);
  parl_toast (self->toasts, _ ("Page copied"));
}

static void
on_copy (GtkButton *button, ParlExportDialog *self)
{
  g_autoptr (ParlBoard) board = make_board (self);
  ParlPageChoice choice = get_choice (self, PARL_PICTURE_PNG);
  if (board != NULL)
    parl_page_picture_make_async (board, &choice, NULL, NULL, on_copied, g_object_ref (self));
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlExportDialog) self = data;
  g_autoptr (GError) error = NULL;
  parl_page_picture_make_finish (result, &error);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), TRUE);
  if (error != NULL)
    {
      parl_toast (self->toasts, error->message);
      return;
    }
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_autofree char *path = g_file_get_path (file);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.exported", "s", path);
  gtk_window_close (GTK_WINDOW (self));
}

static void
remember (ParlExportDialog *self, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  parl_settings_set (self->settings, PARL_CONF_EXPORT, "folder", folder);
  parl_settings_set (self->settings, PARL_CONF_EXPORT, "size",
                     sizes[MIN (adw_combo_row_get_selected (self->size_row), 2)]);
  parl_settings_set (self->settings, PARL_CONF_EXPORT, "format", formats[get_format (self)]);
}

static void
on_file_chosen (GtkNativeDialog *dialog, int response, ParlExportDialog *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autoptr (ParlBoard) board = make_board (self);

  if (response != GTK_RESPONSE_ACCEPT || board == NULL)
    return;
  if (path == NULL)
    {
      parl_toast (self->toasts, _ ("Pages can only be saved in folders of this computer"));
      return;
    }
  ParlPageChoice choice = get_choice (self, get_format (self));
  remember (self, path);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), FALSE);
  parl_page_picture_make_async (board, &choice, path, NULL, on_saved, g_object_ref (self));
}

static void
on_save (GtkButton *button, ParlExportDialog *self)
{
  g_autoptr (ParlBoard) board = make_board (self);
  g_autofree char *folder = parl_settings_dup_word (self->settings, PARL_CONF_EXPORT, "folder");
  if (board == NULL)
    return;
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (
      _ ("Save Page"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  g_autofree char *name = parl_page_picture_dup_name (board, get_format (self));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  if (folder != NULL && g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_autoptr (GFile) place = g_file_new_for_path (folder);
      gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), place, NULL);
    }
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_file_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static GdkContentProvider *
create_page (G_GNUC_UNUSED GtkWidget *preview, gpointer data)
{
  ParlExportDialog *self = data;
  g_autoptr (ParlBoard) board = make_board (self);
  ParlPageChoice choice = get_choice (self, PARL_PICTURE_PNG);

  return board != NULL ? parl_page_picture_create_content (board, &choice) : NULL;
}

static void
parl_export_dialog_class_init (ParlExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_export_dialog_dispose;
  parl_widget_class_set_template (widget_class, "export-dialog.ui");
  PARL_BIND_CHILDREN (widget_class, ParlExportDialog, toasts, save_button, copy_button,
                      audience_row, format_row, size_row, print_switch, draft_switch,
                      what_if_switch, what_if_row, worth_row, spinner, preview);
  gtk_widget_class_bind_template_callback (widget_class, on_choice);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static unsigned
find_name (const char *const *names, const char *name)
{
  unsigned i = 0;

  while (names[i] != NULL && strcmp (names[i], name) != 0)
    i++;
  return names[i] != NULL ? i : 0;
}

static void
fill_audiences (ParlExportDialog *self, const char *chosen)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  const char *const *ids = parl_dashboard_get_audiences (self->dashboard);
  unsigned index = chosen != NULL ? find_name (ids, chosen) : 0;

  for (const char *const *id = ids; *id != NULL; id++)
    gtk_string_list_append (
        names, parl_audience_get_name (parl_dashboard_get_audience (self->dashboard, *id)));
  g_strfreev (self->ids);
  self->ids = g_strdupv ((char **)ids);
  adw_combo_row_set_model (self->audience_row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->audience_row, index);
}

/* Audiences may have come or gone. */
static void
on_dashboard_changed (ParlExportDialog *self)
{
  g_autofree char *chosen = g_strdup (get_audience (self));

  if (!g_strv_equal ((const char *const *)self->ids,
                     parl_dashboard_get_audiences (self->dashboard)))
    fill_audiences (self, chosen);
  on_choice (self);
}

GtkWindow *
parl_export_dialog_new (ParlDashboard *dashboard, ParlSettings *settings, const char *audience)
{
  ParlExportDialog *self = g_object_new (PARL_TYPE_EXPORT_DIALOG, NULL);
  g_autofree char *size = parl_settings_dup_word (settings, PARL_CONF_EXPORT, "size");
  g_autofree char *format = parl_settings_dup_word (settings, PARL_CONF_EXPORT, "format");

  self->settings = g_object_ref (settings);
  parl_settings_bind (settings, PARL_CONF_EXPORT, "print", self->print_switch, "active",
                      PARL_BIND_BOTH);
  parl_settings_bind (settings, PARL_CONF_EXPORT, "draft", self->draft_switch, "active",
                      PARL_BIND_BOTH);
  adw_combo_row_set_selected (self->size_row, find_name (sizes, size));
  adw_combo_row_set_selected (self->format_row, find_name (formats, format));
  self->dashboard = g_object_ref (dashboard);
  parl_picture_drag_install (GTK_WIDGET (self->preview), create_page, self);
  fill_audiences (self, audience);
  g_signal_connect_swapped (dashboard, "changed", G_CALLBACK (on_dashboard_changed), self);
  on_choice (self);
  return GTK_WINDOW (self);
}
