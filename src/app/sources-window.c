/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TODO */
#include "config.h"

#include "app/sources-window.h"

struct _ParlSourcesWindow
{
  AdwWindow parent_instance;

  ParlDashboard *dashboard;
};

G_DEFINE_FINAL_TYPE (ParlSourcesWindow, parl_sources_window, ADW_TYPE_WINDOW)

static void
parl_sources_window_dispose (GObject *object)
{
  g_clear_object (&PARL_SOURCES_WINDOW (object)->dashboard);
  G_OBJECT_CLASS (parl_sources_window_parent_class)->dispose (object);
}

static void
parl_sources_window_class_init (ParlSourcesWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parl_sources_window_dispose;
}

static void
parl_sources_window_init (ParlSourcesWindow *self)
{
  (void)self;
}

GtkWindow *
parl_sources_window_new (ParlDashboard *dashboard)
{
  ParlSourcesWindow *self = g_object_new (PARL_TYPE_SOURCES_WINDOW, NULL);

  self->dashboard = g_object_ref (dashboard);
  return GTK_WINDOW (self);
}
