/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures off the main thread: a page takes longer than a frame. A stale or partial board never
 * leaves without its stamp. Knows no widget but the one whose clipboard it fills. */
#include "config.h"

#include "app/picture.h"

#include "report/export.h"

#include <math.h>

#define CHART_SCALE 2 /* pixels a unit */

typedef struct Job Job;

struct Job
{
  bool (*write) (const Job *self, GOutputStream *stream, GError **error);
  char *path; /* NULL: into memory */
  /* A page. */
  ParlBoard *board;
  ParlPageChoice choice;
  /* A chart. */
  ParlChartSpec *spec;
  ParlStyle style;
  double width, height;
  ParlPictureFormat format;
};

static void
free_job (gpointer data)
{
  Job *job = data;

  g_free (job->path);
  g_clear_pointer (&job->board, parl_board_unref);
  g_free (job->choice.size);
  g_clear_pointer (&job->spec, parl_chart_spec_unref);
  g_free (job);
}

static GBytes *
make_bytes (const Job *job, GError **error)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();

  if (!job->write (job, memory, error) || !g_output_stream_close (memory, NULL, error))
    return NULL;
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static void
save (const Job *job, GError **error)
{
  g_autoptr (ParlExport) file = parl_export_begin (job->path, error);

  if (file != NULL && job->write (job, parl_export_get_stream (file), error))
    parl_export_finish (file, error);
}

static void
run_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;
  GBytes *bytes = NULL;
  if (job->path == NULL)
    bytes = make_bytes (job, &error);
  else
    save (job, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, bytes, (GDestroyNotify)g_bytes_unref);
}

void
parl_picture_copy (GtkWidget *widget, GBytes *png)
{
  g_autoptr (GdkContentProvider) content = gdk_content_provider_new_for_bytes ("image/png", png);

  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), content);
}

/* Pages. */

/* The state of the data comes before the user's own mark; the words are those of the headless tool.
 */
static const char *
get_stamp (const ParlBoard *board, bool draft)
{
  return board->is_stale ? "STALE" : board->is_partial ? "PARTIAL" : draft ? "DRAFT" : NULL;
}

char *
parl_page_picture_dup_name (const ParlBoard *board, ParlPictureFormat format)
{
  static const char *const endings[]
      = { [PARL_PICTURE_PNG] = "png", [PARL_PICTURE_PDF] = "pdf", [PARL_PICTURE_SVG] = "svg" };
  g_autoptr (GDateTime) day
      = g_date_time_new_from_unix_local (board->findings->as_of / PARL_SECOND);
  g_autofree char *date = g_date_time_format (day, "%Y-%m-%d");

  return g_strdup_printf ("parlance-%s-%s.%s", board->audience, date, endings[format]);
}

static bool
write_page (const Job *job, GOutputStream *stream, GError **error)
{
  ParlPageOptions options = { job->choice.theme, get_stamp (job->board, job->choice.draft) };

  return parl_page_write (job->board, parl_page_size_find (job->choice.size), &options,
                          job->choice.format, stream, error);
}

void
parl_page_picture_make_async (ParlBoard *board, const ParlPageChoice *choice, const char *path,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Job *job = g_new0 (Job, 1);

  job->write = write_page;
  job->path = g_strdup (path);
  job->board = parl_board_ref (board);
  job->choice = *choice;
  job->choice.size = g_strdup (choice->size);
  g_task_set_task_data (task, job, free_job);
  g_task_run_in_thread (task, run_job);
}

/* Returns: (transfer full): the bytes; %NULL when a file was written, or with a
 *   %PARL_REPORT_ERROR or %G_IO_ERROR_CANCELLED */
GBytes *
parl_page_picture_make_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* A page that is dragged. */

#define PARL_TYPE_PAGE_CONTENT (parl_page_content_get_type ())
G_DECLARE_FINAL_TYPE (ParlPageContent, parl_page_content, PARL, PAGE_CONTENT, GdkContentProvider)

struct _ParlPageContent
{
  GdkContentProvider parent_instance;

  ParlBoard *board;
  ParlPageChoice choice;
};

G_DEFINE_FINAL_TYPE (ParlPageContent, parl_page_content, GDK_TYPE_CONTENT_PROVIDER)

static void
parl_page_content_finalize (GObject *object)
{
  ParlPageContent *self = PARL_PAGE_CONTENT (object);

  parl_board_unref (self->board);
  g_free (self->choice.size);
  G_OBJECT_CLASS (parl_page_content_parent_class)->finalize (object);
}

static GdkContentFormats *
ref_formats (G_GNUC_UNUSED GdkContentProvider *provider)
{
  return gdk_content_formats_new ((const char *[]){ "image/png" }, 1);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_made (G_GNUC_UNUSED GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  GError *error = NULL;
  GBytes *bytes = parl_page_picture_make_finish (result, &error);
  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  GOutputStream *stream = g_task_get_task_data (task);
  g_object_set_data_full (G_OBJECT (task), "bytes", bytes, (GDestroyNotify)g_bytes_unref);
  g_output_stream_write_all_async (stream, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                   g_task_get_priority (task), g_task_get_cancellable (task),
                                   on_written, task);
}

static void
write_mime_type_async (GdkContentProvider *provider, G_GNUC_UNUSED const char *mime_type,
                       GOutputStream *stream, int priority, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  ParlPageContent *self = PARL_PAGE_CONTENT (provider);
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_priority (task, priority);
  g_task_set_task_data (task, g_object_ref (stream), g_object_unref);
  parl_page_picture_make_async (self->board, &self->choice, NULL, cancellable, on_made, task);
}

static gboolean
write_mime_type_finish (G_GNUC_UNUSED GdkContentProvider *provider, GAsyncResult *result,
                        GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
parl_page_content_class_init (ParlPageContentClass *klass)
{
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = parl_page_content_finalize;
  provider_class->ref_formats = ref_formats;
  provider_class->write_mime_type_async = write_mime_type_async;
  provider_class->write_mime_type_finish = write_mime_type_finish;
}

static void
parl_page_content_init (G_GNUC_UNUSED ParlPageContent *self)
{
}

GdkContentProvider *
parl_page_picture_create_content (ParlBoard *board, const ParlPageChoice *choice)
{
  ParlPageContent *self = g_object_new (PARL_TYPE_PAGE_CONTENT, NULL);

  self->board = parl_board_ref (board);
  self->choice = *choice;
  self->choice.size = g_strdup (choice->size);
  self->choice.format = PARL_PICTURE_PNG;
  return GDK_CONTENT_PROVIDER (self);
}

/* Charts. */

static bool
write_chart (const Job *job, GOutputStream *stream, GError **error)
{
  return parl_chart_write (job->spec, &job->style, job->width, job->height, CHART_SCALE,
                           job->format, stream, error);
}

static void
on_chart (GObject *source, GAsyncResult *result, gpointer data)
{
  GtkWidget *widget = GTK_WIDGET (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), &error);
  if (error != NULL)
    gtk_widget_activate_action (widget, "win.toast", "s", error->message);
  if (bytes != NULL)
    parl_picture_copy (widget, bytes);
}

/* @path: (nullable): the file to write; %NULL: a PNG into the clipboard of @widget
 * As @widget shows it: of the same size, so that the same labels fit. */
void
parl_chart_picture_make (GtkWidget *widget, const ParlChartSpec *spec, const ParlStyle *style,
                         ParlPictureFormat format, const char *path)
{
  g_autoptr (GTask) task = g_task_new (widget, NULL, on_chart, NULL);
  Job *job = g_new0 (Job, 1);

  job->write = write_chart;
  job->path = g_strdup (path);
  job->spec = parl_chart_spec_ref (spec);
  job->style = *style;
  job->width = fmax (gtk_widget_get_width (widget), 1);
  job->height = fmax (gtk_widget_get_height (widget), 1);
  job->format = format;
  g_task_set_task_data (task, job, free_job);
  g_task_run_in_thread (task, run_job);
}
