/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of parlance.conf with change signals and bindings. Knows no setting by name and no widget.
 *
 * A set value is in memory at once and in the file a moment later, so that a number that is spun up
 * is written once. Before it is written the file is read again: what others changed in it stays.
 * What could not be written is kept, and written with the next value or when the window closes. */
#include "config.h"

#include "app/settings.h"

#include "app/dashboard/folder-watch.h"

#include <math.h>

#define WRITE_AFTER 300 /* ms */

struct _ParlSettings
{
  GObject parent_instance;

  ParlSettingsLayers *files;
  ParlSettingsFile *file; /* the last good settings, of both layers */
  GPtrArray *unwritten;   /* of "Group/key", in the order in which they were set */
  ParlFolderWatch *watch;
  guint write_timeout;
  bool failing; /* the last write failed, and was told of */
};

G_DEFINE_FINAL_TYPE (ParlSettings, parl_settings, G_TYPE_OBJECT)

static guint changed_signal, failed_signal;

static const char *
get_group_name (ParlConfGroup group)
{
  return parl_conf_get_group (group)->name;
}

static const ParlSetting *
find_setting (ParlConfGroup group, const char *key)
{
  const ParlSetting *setting = parl_settings_group_find (parl_conf_get_group (group), key);

  g_assert (setting != NULL);
  return setting;
}

static void
emit_changed (ParlSettings *self, const char *group, const char *key)
{
  g_autofree char *detail = g_strdup_printf ("%s/%s", group, key);

  g_signal_emit (self, changed_signal, g_quark_from_string (detail));
}

static void
copy_unwritten (ParlSettings *self, ParlSettingsFile *to, const ParlSettingsFile *from)
{
  for (unsigned i = 0; i < self->unwritten->len; i++)
    {
      g_auto (GStrv) name = g_strsplit (g_ptr_array_index (self->unwritten, i), "/", 2);
      parl_settings_file_set (to, name[0], name[1],
                              parl_settings_file_get (from, name[0], name[1]));
    }
}

/* Reads the files again and puts the values on top that are not written yet. */
static bool
read_again (ParlSettings *self, GError **error)
{
  g_autoptr (ParlSettingsFile) old = NULL;
  g_autoptr (ParlSettingsFile) file = parl_conf_load (self->files, error);

  if (file == NULL)
    return false;
  old = self->file;
  copy_unwritten (self, file, old);
  self->file = g_steal_pointer (&file);

  for (ParlConfGroup group = 0; group < PARL_N_CONF_GROUPS; group++)
    {
      const ParlSettingsGroup *schema = parl_conf_get_group (group);
      const ParlSetting *setting;
      for (unsigned i = 0; (setting = parl_settings_group_get (schema, i)) != NULL; i++)
        {
          const char *key = setting->key;
          if (g_strcmp0 (parl_settings_file_get (old, schema->name, key),
                         parl_settings_file_get (self->file, schema->name, key))
              != 0)
            emit_changed (self, schema->name, key);
        }
    }
  return true;
}

/* Of a file that can't be used the dashboard tells. */
static void
on_file_changed (gpointer data)
{
  read_again (data, NULL);
}

/* Only what was set here goes into the user's file: the rest of self->file may be the
 * administrator's. */
static bool
write_own (ParlSettings *self, GError **error)
{
  g_autoptr (ParlSettingsFile) own = parl_settings_file_load (self->files->own, error);

  if (own == NULL)
    return false;
  copy_unwritten (self, own, self->file);
  if (!parl_settings_file_save (own, error))
    return false;
  g_ptr_array_set_size (self->unwritten, 0);
  return true;
}

/* A file that others have broken meanwhile is left as it is. What was unset is what the
 * administrator says, from now on. */
void
parl_settings_flush (ParlSettings *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_handle_id (&self->write_timeout, g_source_remove);
  if (self->unwritten->len == 0)
    return;

  if ((!read_again (self, &error) || !write_own (self, &error) || !read_again (self, &error))
      && !self->failing)
    g_signal_emit (self, failed_signal, 0, error->message);
  self->failing = error != NULL;
}

static gboolean
on_write_timeout (gpointer data)
{
  ParlSettings *self = data;

  self->write_timeout = 0;
  parl_settings_flush (self);
  return G_SOURCE_REMOVE;
}

static void
parl_settings_dispose (GObject *object)
{
  ParlSettings *self = PARL_SETTINGS (object);

  if (self->unwritten != NULL)
    parl_settings_flush (self);
  g_clear_pointer (&self->watch, parl_folder_watch_free);
  g_clear_pointer (&self->file, parl_settings_file_free);
  g_clear_pointer (&self->unwritten, g_ptr_array_unref);
  g_clear_pointer (&self->files, parl_settings_layers_free);
  G_OBJECT_CLASS (parl_settings_parent_class)->dispose (object);
}

static void
parl_settings_class_init (ParlSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parl_settings_dispose;
  changed_signal
      = g_signal_new ("changed", PARL_TYPE_SETTINGS, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL,
                      NULL, NULL, G_TYPE_NONE, 0);
  failed_signal = g_signal_new ("failed", PARL_TYPE_SETTINGS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
parl_settings_init (ParlSettings *self)
{
  self->unwritten = g_ptr_array_new_with_free_func (g_free);
}

/* @files: of parlance.conf, which need not exist
 * Returns: (transfer full): the settings; all at their defaults where the file can't be used */
ParlSettings *
parl_settings_new (const ParlSettingsLayers *files)
{
  ParlSettings *self = g_object_new (PARL_TYPE_SETTINGS, NULL);
  g_autofree char *folder = g_path_get_dirname (files->own);

  self->files = g_new0 (ParlSettingsLayers, 1);
  self->files->own = g_strdup (files->own);
  self->files->system = g_strdup (files->system);
  self->file = parl_conf_load (files, NULL);
  if (self->file == NULL)
    self->file = parl_settings_file_new (files->own);
  self->watch = parl_folder_watch_new (folder, on_file_changed, self);
  return self;
}

double
parl_settings_get_number (ParlSettings *self, ParlConfGroup group, const char *key)
{
  return parl_setting_get_number (find_setting (group, key), self->file, get_group_name (group));
}

bool
parl_settings_get_boolean (ParlSettings *self, ParlConfGroup group, const char *key)
{
  return parl_setting_get_boolean (find_setting (group, key), self->file, get_group_name (group));
}

/* Returns: (transfer full) (nullable): %NULL: unset */
char *
parl_settings_dup_word (ParlSettings *self, ParlConfGroup group, const char *key)
{
  return parl_setting_dup_word (find_setting (group, key), self->file, get_group_name (group));
}

bool
parl_settings_is_locked (ParlSettings *self, ParlConfGroup group, const char *key)
{
  return parl_conf_is_locked (self->file, get_group_name (group), key);
}

void
parl_settings_set (ParlSettings *self, ParlConfGroup group, const char *key, const char *value)
{
  const char *name = get_group_name (group);

  if (parl_settings_is_locked (self, group, key)
      || g_strcmp0 (parl_settings_file_get (self->file, name, key), value) == 0)
    return;
  parl_settings_file_set (self->file, name, key, value);
  g_autofree char *full = g_strdup_printf ("%s/%s", name, key);
  if (!g_ptr_array_find_with_equal_func (self->unwritten, full, g_str_equal, NULL))
    g_ptr_array_add (self->unwritten, g_steal_pointer (&full));
  if (self->write_timeout == 0)
    self->write_timeout = g_timeout_add (WRITE_AFTER, on_write_timeout, self);
  emit_changed (self, name, key);
}

void
parl_settings_reset (ParlSettings *self, ParlConfGroup group)
{
  const ParlSettingsGroup *schema = parl_conf_get_group (group);

  const ParlSetting *setting;

  for (unsigned i = 0; (setting = parl_settings_group_get (schema, i)) != NULL; i++)
    parl_settings_set (self, group, setting->key, NULL);
}

/* Bindings. */

typedef struct
{
  ParlSettings *settings; /* not owned: it disconnects what is left when it goes */
  ParlConfGroup group;
  const ParlSetting *setting;
  GObject *object;
  const char *property; /* interned */
  ParlBindFlags flags;
  double scale;
  unsigned digits;
  bool busy; /* the property is being set from the setting */
} Binding;

static void
free_binding (gpointer data, GClosure *closure)
{
  g_free (data);
}

static bool
is_number (const ParlSetting *setting)
{
  return setting->type == PARL_SETTING_NUMBER || setting->type == PARL_SETTING_WHOLE;
}

static void
show_setting (Binding *binding)
{
  ParlSettings *self = binding->settings;
  const char *key = binding->setting->key;
  g_auto (GValue) value = G_VALUE_INIT;

  if (is_number (binding->setting))
    {
      double number = parl_settings_get_number (self, binding->group, key);
      g_value_init (&value, G_TYPE_DOUBLE);
      g_value_set_double (&value, isnan (number) ? 0 : number * binding->scale);
    }
  else if (binding->setting->type == PARL_SETTING_BOOLEAN)
    {
      bool negate = (binding->flags & PARL_BIND_NEGATE) != 0;
      g_value_init (&value, G_TYPE_BOOLEAN);
      g_value_set_boolean (&value, parl_settings_get_boolean (self, binding->group, key) != negate);
    }
  else
    {
      g_autofree char *word = parl_settings_dup_word (self, binding->group, key);
      g_value_init (&value, G_TYPE_STRING);
      g_value_set_string (&value, word != NULL ? word : "");
    }
  binding->busy = true;
  g_object_set_property (binding->object, binding->property, &value);
  binding->busy = false;
}

/* Rounded to what is shown: 0.97, not what is left of it after a division. */
static char *
dup_number (const Binding *binding, double shown)
{
  double precision = pow (10, binding->digits) * binding->scale;
  double number = round (shown / binding->scale * precision) / precision;
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (text, sizeof text, "%.15g", number));
}

static void
on_property_changed (GObject *object, GParamSpec *spec, Binding *binding)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autofree char *text = NULL;

  if (binding->busy)
    return;
  if (is_number (binding->setting))
    {
      g_value_init (&value, G_TYPE_DOUBLE);
      g_object_get_property (object, spec->name, &value);
      text = dup_number (binding, g_value_get_double (&value));
    }
  else
    {
      bool negate = (binding->flags & PARL_BIND_NEGATE) != 0;
      g_value_init (&value, G_TYPE_BOOLEAN);
      g_object_get_property (object, spec->name, &value);
      text = g_strdup ((g_value_get_boolean (&value) != 0) != negate ? "true" : "false");
    }
  parl_settings_set (binding->settings, binding->group, binding->setting->key, text);
}

void
parl_settings_bind_number (ParlSettings *self, ParlConfGroup group, const char *key,
                           gpointer object, const char *property, ParlBindFlags flags, double scale,
                           unsigned digits)
{
  Binding *binding = g_new0 (Binding, 1);
  g_autofree char *signal = g_strdup_printf ("changed::%s/%s", get_group_name (group), key);
  g_autofree char *notify = g_strdup_printf ("notify::%s", property);

  *binding = (Binding){ .settings = self,
                        .group = group,
                        .setting = find_setting (group, key),
                        .object = object,
                        .property = g_intern_string (property),
                        .flags = flags,
                        .scale = scale,
                        .digits = digits };

  /* The closure watches the object, so that the binding ends with it. */
  GClosure *closure = g_cclosure_new_swap (G_CALLBACK (show_setting), binding, free_binding);
  g_object_watch_closure (object, closure);
  g_signal_connect_closure (self, signal, closure, FALSE);
  show_setting (binding);
  if ((flags & PARL_BIND_READ) != 0)
    return;

  GClosure *back = g_cclosure_new (G_CALLBACK (on_property_changed), binding, NULL);
  g_object_watch_closure (G_OBJECT (self), back);
  g_signal_connect_closure (object, notify, back, FALSE);
}

void
parl_settings_bind (ParlSettings *self, ParlConfGroup group, const char *key, gpointer object,
                    const char *property, ParlBindFlags flags)
{
  parl_settings_bind_number (self, group, key, object, property, flags, 1, 0);
}
