/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The menu of a chart: as a table, as an image, as words, as a file. Pictures are made on a thread
 * of their own, from the spec, in the theme and size that is seen. */
#include "config.h"

#include "app/chart-view-private.h"

#include "app/chart-table.h"
#include "report/export.h"
#include "report/page.h"

#include <glib/gi18n.h>
#include <math.h>

#define SCALE 2 /* pixels a unit */

/* Pictures. */

typedef struct
{
  ParlChartSpec *spec;
  ParlStyle style;
  double width, height;
  ParlPictureFormat format;
  char *path; /* NULL: into memory */
} Picture;

static void
free_picture (Picture *picture)
{
  parl_chart_spec_unref (picture->spec);
  g_free (picture->path);
  g_free (picture);
}

/* As it is seen: the same size, so that the same labels fit. */
static Picture *
create_picture (ParlChartView *self, ParlPictureFormat format, char *path)
{
  Picture *picture = g_new0 (Picture, 1);

  picture->spec = parl_chart_spec_ref (self->spec);
  picture->style = parl_chart_view_get_style (self);
  picture->width = fmax (gtk_widget_get_width (GTK_WIDGET (self)), 1);
  picture->height = fmax (gtk_widget_get_height (GTK_WIDGET (self)), 1);
  picture->format = format;
  picture->path = path;
  return picture;
}

static bool
write_picture (const Picture *picture, GOutputStream *stream, GError **error)
{
  return parl_chart_write (picture->spec, &picture->style, picture->width, picture->height, SCALE,
                           picture->format, stream, error);
}

static GBytes *
make_bytes (const Picture *picture, GError **error)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();

  if (!write_picture (picture, memory, error) || !g_output_stream_close (memory, NULL, error))
    return NULL;
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static bool
save (const Picture *picture, GError **error)
{
  g_autoptr (ParlExport) export = parl_export_begin (picture->path, error);

  return export != NULL && write_picture (picture, parl_export_get_stream (export), error)
         && parl_export_finish (export, error);
}

static void
run_picture (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Picture *picture = data;
  g_autoptr (GError) error = NULL;
  GBytes *bytes = NULL;

  (void)source;
  (void)cancellable;
  if (picture->path == NULL)
    bytes = make_bytes (picture, &error);
  else
    save (picture, &error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, bytes, (GDestroyNotify)g_bytes_unref);
}

static void
on_picture (GObject *source, GAsyncResult *result, gpointer data)
{
  GtkWidget *widget = GTK_WIDGET (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), &error);

  (void)data;
  if (error != NULL)
    gtk_widget_activate_action (widget, "win.toast", "s", error->message);
  if (bytes == NULL)
    return;

  g_autoptr (GdkContentProvider) provider = gdk_content_provider_new_for_bytes ("image/png", bytes);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), provider);
}

static void
start_picture (ParlChartView *self, Picture *picture)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_picture, NULL);

  g_task_set_task_data (task, picture, (GDestroyNotify)free_picture);
  g_task_run_in_thread (task, run_picture);
}

/* Actions. */

static void
on_table (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWindow *table = parl_chart_table_new (PARL_CHART_VIEW (widget)->spec);
  GtkRoot *root = gtk_widget_get_root (widget);

  (void)name;
  (void)parameter;
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (table, GTK_WINDOW (root));
  gtk_window_present (table);
}

static void
on_copy_image (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);

  (void)name;
  (void)parameter;
  start_picture (self, create_picture (self, PARL_PICTURE_PNG, NULL));
}

static void
on_copy_description (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);
  g_autofree char *words = parl_chart_spec_describe (self->spec);
  g_autofree char *text
      = g_strconcat (self->spec->message != NULL ? self->spec->message : "", "\n", words, NULL);

  (void)name;
  (void)parameter;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
on_chosen (ParlChartView *self, int response, GtkFileChooserNative *chooser)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  char *path = response == GTK_RESPONSE_ACCEPT && file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL && self->spec != NULL)
    start_picture (
        self, create_picture (
                  self, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (chooser), "format")), path));
  else
    {
      g_free (path);
      if (response == GTK_RESPONSE_ACCEPT)
        gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                                    _ ("The chart could not be saved: that place is no folder of "
                                       "this computer."));
    }
  g_clear_object (&self->chooser);
}

static void
on_save (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);
  bool is_svg = g_str_equal (name, "chart.save-svg");
  GtkRoot *root = gtk_widget_get_root (widget);

  (void)parameter;
  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (
      is_svg ? _ ("Save Chart as SVG") : _ ("Save Chart as PNG"),
      GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), true);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser),
                                     is_svg ? _ ("chart.svg") : _ ("chart.png"));
  g_object_set_data (G_OBJECT (self->chooser), "format",
                     GINT_TO_POINTER (is_svg ? PARL_PICTURE_SVG : PARL_PICTURE_PNG));
  g_signal_connect_swapped (self->chooser, "response", G_CALLBACK (on_chosen), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_show_all (GtkWidget *widget, const char *name, GVariant *parameter)
{
  (void)name;
  (void)parameter;
  parl_chart_view_show (PARL_CHART_VIEW (widget), parl_zoom_get_whole ());
  gtk_widget_grab_focus (widget);
}

/* The menu. */

static GMenuModel *
create_model (void)
{
  static const struct
  {
    const char *label, *action;
    bool new_section;
  } items[] = {
    { N_ ("View as _Table"), "chart.table", false },
    { N_ ("_Show All"), "chart.show-all", false },
    { N_ ("Copy as _Image"), "chart.copy-image", true },
    { N_ ("Copy _Description"), "chart.copy-description", false },
    { N_ ("Save as _PNG…"), "chart.save-png", true },
    { N_ ("Save as S_VG…"), "chart.save-svg", false },
  };
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();

  for (unsigned i = 0; i < G_N_ELEMENTS (items); i++)
    {
      if (items[i].new_section)
        {
          g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
          g_object_unref (section);
          section = g_menu_new ();
        }
      g_menu_append (section, _ (items[i].label), items[i].action);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  return G_MENU_MODEL (menu);
}

void
parl_chart_view_popup_menu (ParlChartView *self, double x, double y)
{
  if (self->spec == NULL)
    return;
  if (self->menu == NULL)
    {
      g_autoptr (GMenuModel) model = create_model ();
      self->menu = gtk_popover_menu_new_from_model (model);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), false);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle){ (int)x, (int)y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

/* By the Menu key: at the item in focus. */
static void
on_menu (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);
  const ParlScene *scene = parl_chart_view_get_scene (self);
  double x = 0, y = 0, width = gtk_widget_get_width (widget),
         height = gtk_widget_get_height (widget);

  (void)name;
  (void)parameter;
  if (scene != NULL)
    parl_scene_get_item_box (scene, self->item, &x, &y, &width, &height);
  parl_chart_view_popup_menu (self, x + width / 2, y + height / 2);
}

void
parl_chart_view_install_menu (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "chart.table", NULL, on_table);
  gtk_widget_class_install_action (klass, "chart.show-all", NULL, on_show_all);
  gtk_widget_class_install_action (klass, "chart.copy-image", NULL, on_copy_image);
  gtk_widget_class_install_action (klass, "chart.copy-description", NULL, on_copy_description);
  gtk_widget_class_install_action (klass, "chart.save-png", NULL, on_save);
  gtk_widget_class_install_action (klass, "chart.save-svg", NULL, on_save);
  gtk_widget_class_install_action (klass, "menu.popup", NULL, on_menu);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Menu, 0, "menu.popup", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_F10, GDK_SHIFT_MASK, "menu.popup", NULL);
}
