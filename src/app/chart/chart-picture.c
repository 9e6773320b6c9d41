/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart as a picture for the clipboard or a file. Made from the spec on a thread of its own, in
 * the theme and size that is seen; knows no chart widget. */
#include "config.h"

#include "app/chart/chart-picture.h"

#include "report/export.h"

#include <math.h>

#define SCALE 2 /* pixels a unit */

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
  if (error != NULL)
    gtk_widget_activate_action (widget, "win.toast", "s", error->message);
  if (bytes == NULL)
    return;

  g_autoptr (GdkContentProvider) provider = gdk_content_provider_new_for_bytes ("image/png", bytes);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), provider);
}

/* @path: (nullable): the file to write; %NULL: a PNG into the clipboard of @widget
 * As @widget shows it: of the same size, so that the same labels fit. */
void
parl_chart_picture_make (GtkWidget *widget, const ParlChartSpec *spec, const ParlStyle *style,
                         ParlPictureFormat format, const char *path)
{
  g_autoptr (GTask) task = g_task_new (widget, NULL, on_picture, NULL);
  Picture *picture = g_new0 (Picture, 1);

  picture->spec = parl_chart_spec_ref (spec);
  picture->style = *style;
  picture->width = fmax (gtk_widget_get_width (widget), 1);
  picture->height = fmax (gtk_widget_get_height (widget), 1);
  picture->format = format;
  picture->path = g_strdup (path);
  g_task_set_task_data (task, picture, (GDestroyNotify)free_picture);
  g_task_run_in_thread (task, run_picture);
}
