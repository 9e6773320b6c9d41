/* SPDX-License-Identifier: GPL-3.0-or-later */
/* To come. */
#include "config.h"

#include "app/source-editor.h"

struct _ParlSourceEditor
{
  AdwWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (ParlSourceEditor, parl_source_editor, ADW_TYPE_WINDOW)

static void
parl_source_editor_class_init (ParlSourceEditorClass *klass)
{
  (void)klass;
}

static void
parl_source_editor_init (ParlSourceEditor *self)
{
  (void)self;
}

GtkWindow *
parl_source_editor_new (ParlDashboard *dashboard, const char *name)
{
  (void)dashboard;
  (void)name;
  return g_object_new (PARL_TYPE_SOURCE_EDITOR, NULL);
}
