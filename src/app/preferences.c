/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TODO */
#include "config.h"

#include "app/preferences.h"

struct _ParlPreferences
{
  AdwPreferencesWindow parent_instance;

  ParlDashboard *dashboard;
};

G_DEFINE_FINAL_TYPE (ParlPreferences, parl_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
parl_preferences_dispose (GObject *object)
{
  g_clear_object (&PARL_PREFERENCES (object)->dashboard);
  G_OBJECT_CLASS (parl_preferences_parent_class)->dispose (object);
}

static void
parl_preferences_class_init (ParlPreferencesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parl_preferences_dispose;
}

static void
parl_preferences_init (ParlPreferences *self)
{
  (void)self;
}

GtkWindow *
parl_preferences_new (ParlDashboard *dashboard)
{
  ParlPreferences *self = g_object_new (PARL_TYPE_PREFERENCES, NULL);

  self->dashboard = g_object_ref (dashboard);
  return GTK_WINDOW (self);
}
