/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TODO */
#include "config.h"

#include "app/export-dialog.h"

struct _ParlExportDialog
{
  AdwWindow parent_instance;

  ParlDashboard *dashboard;
};

G_DEFINE_FINAL_TYPE (ParlExportDialog, parl_export_dialog, ADW_TYPE_WINDOW)

static void
parl_export_dialog_dispose (GObject *object)
{
  g_clear_object (&PARL_EXPORT_DIALOG (object)->dashboard);
  G_OBJECT_CLASS (parl_export_dialog_parent_class)->dispose (object);
}

static void
parl_export_dialog_class_init (ParlExportDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parl_export_dialog_dispose;
}

static void
parl_export_dialog_init (ParlExportDialog *self)
{
  (void)self;
}

GtkWindow *
parl_export_dialog_new (ParlDashboard *dashboard, const char *audience)
{
  ParlExportDialog *self = g_object_new (PARL_TYPE_EXPORT_DIALOG, NULL);

  (void)audience;
  self->dashboard = g_object_ref (dashboard);
  return GTK_WINDOW (self);
}
