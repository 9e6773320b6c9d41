/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV of the rows shown, made and written on a worker thread: a file is there whole or not at all.
 */
#include "config.h"

#include "app/evidence/evidence-export.h"

#include "audiences/format.h"
#include "report/export.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  ParlEvidenceTable *table;
  ParlEvidenceLayout *layout;
  char *path; /* NULL: to the clipboard */
  char *csv;  /* out, for the clipboard */
  unsigned n; /* out: rows */
} ExportJob;

static void
free_export_job (gpointer data)
{
  ExportJob *job = data;

  parl_evidence_table_unref (job->table);
  parl_evidence_layout_free (job->layout);
  g_free (job->path);
  g_free (job->csv);
  g_free (job);
}

static bool
write_file (const char *path, const char *text, GError **error)
{
  g_autoptr (ParlExport) file = parl_export_begin (path, error);

  return file != NULL
         && g_output_stream_write_all (parl_export_get_stream (file), text, strlen (text), NULL,
                                       NULL, error)
         && parl_export_finish (file, error);
}

static void
run_export (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ExportJob *job = data;
  g_autoptr (ParlEvidencePick) pick = parl_evidence_table_pick (job->table, job->layout);
  GError *error = NULL;
  job->n = pick->n;
  job->csv = parl_evidence_table_to_csv (job->table, pick);
  if (job->path != NULL && !write_file (job->path, job->csv, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_exported (GObject *object, GAsyncResult *result, gpointer data)
{
  GtkWidget *widget = GTK_WIDGET (object);
  ExportJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  bool done = g_task_propagate_boolean (G_TASK (result), &error);
  if (!done)
    {
      gtk_widget_activate_action (widget, "win.toast", "s", error->message);
      return;
    }

  g_autofree char *n = parl_format_number (job->n, 0);
  g_autofree char *name = job->path != NULL ? g_filename_display_basename (job->path) : NULL;
  g_autofree char *sentence
      = name != NULL ? g_strdup_printf (
            ngettext ("%s row saved as “%s”", "%s rows saved as “%s”", job->n), n, name)
                     : g_strdup_printf (ngettext ("%s row copied", "%s rows copied", job->n), n);
  if (job->path == NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), job->csv);
  gtk_widget_activate_action (widget, "win.toast", "s", sentence);
}

static void
start_export (GtkWidget *widget, ExportJob *job)
{
  g_autoptr (GTask) task = g_task_new (widget, NULL, on_exported, NULL);

  g_task_set_task_data (task, job, free_export_job);
  g_task_run_in_thread (task, run_export);
}

static ExportJob *
create_job (ParlEvidenceTable *table, const ParlEvidenceLayout *layout)
{
  ExportJob *job = g_new0 (ExportJob, 1);

  job->table = parl_evidence_table_ref (table);
  job->layout = parl_evidence_layout_copy (layout);
  return job;
}

void
parl_evidence_export_copy (GtkWidget *widget, ParlEvidenceTable *table,
                           const ParlEvidenceLayout *layout)
{
  start_export (widget, create_job (table, layout));
}

/* Saving: the file is asked for first. */

typedef struct
{
  GtkWidget *widget; /* (transfer full) */
  ExportJob *job;
} SaveRequest;

static void
on_response (GtkNativeDialog *dialog, int response, gpointer data)
{
  SaveRequest *request = data;
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path != NULL)
    {
      request->job->path = path;
      start_export (request->widget, request->job);
    }
  else
    {
      if (response == GTK_RESPONSE_ACCEPT)
        gtk_widget_activate_action (request->widget, "win.toast", "s",
                                    _ ("Rows can be saved to a folder of this computer only"));
      free_export_job (request->job);
      g_free (path);
    }
  g_object_unref (request->widget);
  g_free (request);
  g_object_unref (dialog);
}

void
parl_evidence_export_save (GtkWidget *widget, ParlEvidenceTable *table,
                           const ParlEvidenceLayout *layout, const char *name)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      _ ("Save Rows"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
      GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  SaveRequest *request = g_new0 (SaveRequest, 1);

  request->widget = g_object_ref (widget);
  request->job = create_job (table, layout);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), request);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
