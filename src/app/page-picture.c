/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages off the main thread: a page takes longer than a frame. A stale or partial board never
 * leaves without its stamp. Knows no widget. */
#include "config.h"

#include "app/page-picture.h"

#include "report/export.h"

typedef struct
{
  ParlBoard *board;
  ParlPageChoice choice;
  char *path; /* NULL: into memory */
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  parl_board_unref (job->board);
  g_free (job->choice.size);
  g_free (job->path);
  g_free (job);
}

/* @draft: whether its user marked it so; what the data are worth weighs more
 * Returns: (nullable): the same words as the headless tool's */
const char *
parl_page_picture_get_stamp (const ParlBoard *board, bool draft)
{
  return board->is_stale ? "STALE" : board->is_partial ? "PARTIAL" : draft ? "DRAFT" : NULL;
}

const char *
parl_page_picture_get_ending (ParlPictureFormat format)
{
  static const char *const endings[]
      = { [PARL_PICTURE_PNG] = "png", [PARL_PICTURE_PDF] = "pdf", [PARL_PICTURE_SVG] = "svg" };

  return endings[format];
}

char *
parl_page_picture_dup_name (const ParlBoard *board, ParlPictureFormat format)
{
  g_autoptr (GDateTime) day
      = g_date_time_new_from_unix_local (board->findings->as_of / PARL_SECOND);
  g_autofree char *date = g_date_time_format (day, "%Y-%m-%d");

  return g_strdup_printf ("parlance-%s-%s.%s", board->audience, date,
                          parl_page_picture_get_ending (format));
}

static bool
write_page (const Job *job, GOutputStream *stream, GError **error)
{
  ParlPageOptions options
      = { job->choice.theme, parl_page_picture_get_stamp (job->board, job->choice.draft) };

  return parl_page_write (job->board, parl_page_size_find (job->choice.size), &options,
                          job->choice.format, stream, error);
}

static void
run_make (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  GError *error = NULL;
  if (!write_page (data, stream, &error) || !g_output_stream_close (stream, NULL, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task,
                           g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream)),
                           (GDestroyNotify)g_bytes_unref);
}

static void
run_save (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  g_autoptr (ParlExport) file = parl_export_begin (job->path, &error);
  if (file == NULL || !write_page (job, parl_export_get_stream (file), &error)
      || !parl_export_finish (file, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
run (ParlBoard *board, const ParlPageChoice *choice, const char *path, GCancellable *cancellable,
     GTaskThreadFunc func, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Job *job = g_new0 (Job, 1);

  job->board = parl_board_ref (board);
  job->choice = *choice;
  job->choice.size = g_strdup (choice->size);
  job->path = g_strdup (path);
  g_task_set_task_data (task, job, free_job);
  g_task_run_in_thread (task, func);
}

void
parl_page_picture_make_async (ParlBoard *board, const ParlPageChoice *choice,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data)
{
  run (board, choice, NULL, cancellable, run_make, callback, data);
}

/* Returns: (transfer full): the file's bytes; %NULL with a %PARL_REPORT_ERROR, or
 *   %G_IO_ERROR_CANCELLED */
GBytes *
parl_page_picture_make_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
parl_page_picture_save_async (ParlBoard *board, const ParlPageChoice *choice, const char *path,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data)
{
  run (board, choice, path, cancellable, run_save, callback, data);
}

bool
parl_page_picture_save_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
