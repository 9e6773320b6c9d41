/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GSettings over a key file: defaults and ranges from the schema, values from the user's own
 * parlance.conf, whose comments and other groups stay. Knows no widget. */
#include "config.h"

#include "app/settings.h"

#include <glib/gi18n.h>
#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>

#define ROOT_PATH "/org/parlance/Parlance/"
#define ROOT_SCHEMA "org.parlance.Parlance."

struct _ParlSettings
{
  GObject parent_instance;

  GSettings *groups[PARL_N_SETTINGS];
};

G_DEFINE_FINAL_TYPE (ParlSettings, parl_settings, G_TYPE_OBJECT)

static void
parl_settings_finalize (GObject *object)
{
  ParlSettings *self = PARL_SETTINGS (object);

  for (unsigned i = 0; i < PARL_N_SETTINGS; i++)
    g_clear_object (&self->groups[i]);
  G_OBJECT_CLASS (parl_settings_parent_class)->finalize (object);
}

static void
parl_settings_class_init (ParlSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parl_settings_finalize;
}

static void
parl_settings_init (ParlSettings *self)
{
  (void)self;
}

/**
 * parl_settings_new:
 *
 * Returns: (transfer full): the settings; %NULL with %G_IO_ERROR_NOT_FOUND when Parlance is not
 *   installed whole: the schema is missing
 */
ParlSettings *
parl_settings_new (const char *path, GError **error)
{
  static const char *const names[PARL_N_SETTINGS] = { [PARL_SETTINGS_TARGETS] = "Targets",
                                                      [PARL_SETTINGS_COLLECTING] = "Collecting",
                                                      [PARL_SETTINGS_WINDOW] = "Window",
                                                      [PARL_SETTINGS_EXPORT] = "Export" };
  g_autoptr (ParlSettings) self = g_object_new (PARL_TYPE_SETTINGS, NULL);
  g_autoptr (GSettingsBackend) backend = g_keyfile_settings_backend_new (path, ROOT_PATH, NULL);
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();

  for (unsigned i = 0; i < PARL_N_SETTINGS; i++)
    {
      g_autofree char *id = g_strconcat (ROOT_SCHEMA, names[i], NULL);
      g_autofree char *group = g_strconcat (ROOT_PATH, names[i], "/", NULL);
      g_autoptr (GSettingsSchema) schema
          = source != NULL ? g_settings_schema_source_lookup (source, id, TRUE) : NULL;
      if (schema == NULL)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                       _ ("Parlance is not installed completely: the settings schema “%s” is "
                          "missing"),
                       id);
          return NULL;
        }
      self->groups[i] = g_settings_new_full (schema, backend, group);
    }
  return g_steal_pointer (&self);
}

GSettings *
parl_settings_get (ParlSettings *self, ParlSettingsGroup group)
{
  return self->groups[group];
}
