/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names a file, and opens the chooser for another. Opens no file. */
#include "config.h"

#include "app/sources/file-row.h"

#include <glib/gi18n.h>

struct _ParlFileRow
{
  AdwActionRow parent_instance;

  char *path;
  char *files, *pattern;         /* that the chooser offers first; NULL: all */
  GtkWidget *clear;              /* NULL: the path can't be taken away */
  GtkFileChooserNative *chooser; /* NULL: none was open yet */
};

G_DEFINE_FINAL_TYPE (ParlFileRow, parl_file_row, ADW_TYPE_ACTION_ROW)

static GParamSpec *path_property;

/* Takes @path over, and shows it. */
void
parl_file_row_set_path (ParlFileRow *self, const char *path)
{
  g_autofree char *name = g_filename_display_name (path);

  if (self->clear != NULL)
    gtk_widget_set_visible (self->clear, *path != '\0');
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), *path != '\0' ? name : _ ("None chosen yet"));
  if (g_strcmp0 (self->path, path) == 0)
    return;
  g_free (self->path);
  self->path = g_strdup (path);
  g_object_notify_by_pspec (G_OBJECT (self), path_property);
}

static void
on_chosen (ParlFileRow *self, int response, GtkNativeDialog *dialog)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path != NULL)
    parl_file_row_set_path (self, path);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *pattern)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_pattern (filter, pattern);
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
parl_file_row_activate (AdwActionRow *row)
{
  ParlFileRow *self = PARL_FILE_ROW (row);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_clear_object (&self->chooser);
  self->chooser
      = gtk_file_chooser_native_new (_ ("Choose a File"), root != NULL ? GTK_WINDOW (root) : NULL,
                                     GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Choose"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), true);
  if (self->files != NULL)
    add_filter (GTK_FILE_CHOOSER (self->chooser), self->files, self->pattern);
  add_filter (GTK_FILE_CHOOSER (self->chooser), _ ("All Files"), "*");
  if (*self->path != '\0')
    {
      g_autoptr (GFile) file = g_file_new_for_path (self->path);
      gtk_file_chooser_set_file (GTK_FILE_CHOOSER (self->chooser), file, NULL);
    }
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
parl_file_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  g_value_set_string (value, PARL_FILE_ROW (object)->path);
}

static void
parl_file_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  parl_file_row_set_path (PARL_FILE_ROW (object), g_value_get_string (value));
}

static void
parl_file_row_dispose (GObject *object)
{
  g_clear_object (&PARL_FILE_ROW (object)->chooser);
  G_OBJECT_CLASS (parl_file_row_parent_class)->dispose (object);
}

static void
parl_file_row_finalize (GObject *object)
{
  ParlFileRow *self = PARL_FILE_ROW (object);

  g_free (self->path);
  g_free (self->files);
  g_free (self->pattern);
  G_OBJECT_CLASS (parl_file_row_parent_class)->finalize (object);
}

static void
parl_file_row_class_init (ParlFileRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = parl_file_row_get_property;
  object_class->set_property = parl_file_row_set_property;
  object_class->dispose = parl_file_row_dispose;
  object_class->finalize = parl_file_row_finalize;
  ADW_ACTION_ROW_CLASS (klass)->activate = parl_file_row_activate;
  path_property = g_param_spec_string (
      "path", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_property (object_class, 1, path_property);
}

static void
parl_file_row_init (ParlFileRow *self)
{
  GtkWidget *sign = gtk_image_new_from_icon_name ("document-open-symbolic");

  gtk_accessible_update_state (GTK_ACCESSIBLE (sign), GTK_ACCESSIBLE_STATE_HIDDEN, true, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), sign);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), false);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), true);
  parl_file_row_set_path (self, "");
}

void
parl_file_row_set_files (ParlFileRow *self, const char *name, const char *pattern)
{
  g_free (self->files);
  g_free (self->pattern);
  self->files = g_strdup (name);
  self->pattern = g_strdup (pattern);
}

static void
on_clear (ParlFileRow *self)
{
  parl_file_row_set_path (self, "");
}

void
parl_file_row_add_clear (ParlFileRow *self)
{
  self->clear = gtk_button_new_from_icon_name ("edit-clear-symbolic");
  gtk_widget_add_css_class (self->clear, "flat");
  gtk_widget_set_valign (self->clear, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->clear, _ ("Use No File"));
  gtk_widget_set_visible (self->clear, *self->path != '\0');
  g_signal_connect_object (self->clear, "clicked", G_CALLBACK (on_clear), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->clear);
}

const char *
parl_file_row_get_path (ParlFileRow *self)
{
  return self->path;
}
