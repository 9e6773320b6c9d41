/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads and writes sources.conf. Values are kept as they stand in the file, so that a query needs
 * no escapes. Which keys there are it learns from the kinds' descriptors. Knows no secrets: a key
 * that would hold one is refused. */
#include "config.h"

#include "sources/source-config.h"

#include "sources/http/url.h"
#include "sources/source-kind.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define GROUP_PREFIX "Source "

struct _ParlSourceConfig
{
  char *name;
  GHashTable *values; /* key -> value, both owned */
  char **fixed;       /* keys that the administrator states; NULL: the source is the user's own */
};

static const ParlSourceKind *
find_kind (const ParlSourceConfig *self)
{
  return parl_source_kind_find (parl_source_config_get_kind (self));
}

static const ParlSetting kind_setting
    = { .key = "Kind", .type = PARL_SETTING_CHOICE, .choices = parl_source_kind_names };
static const char *const secret_keys[] = { "Password", "Token", "Secret", NULL };
#define SECRET_FLAW N_ ("secrets are never kept in this file, but in the keyring")

/* Returns: (transfer full) (nullable): what is wrong with @key or its @value. */
static char *
find_flaw (const ParlSourceConfig *self, const char *key, const char *value)
{
  const ParlSetting *setting
      = g_str_equal (key, kind_setting.key)
            ? &kind_setting
            : parl_settings_group_find (parl_source_kind_get_settings (find_kind (self)), key);

  if (g_strv_contains (secret_keys, key))
    return g_strdup (_ (SECRET_FLAW));
  return setting != NULL ? parl_setting_dup_flaw (setting, value)
                         : g_strdup (_ ("there is no such key for this kind of source"));
}

static bool
is_name (const char *name)
{
  for (const char *at = name; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at) || *at == '[' || *at == ']')
      return false;
  return *name != '\0' && g_utf8_validate (name, -1, NULL);
}

/* The key that holds what is asked. */
static const char *
get_address_key (const char *kind)
{
  return parl_source_kind_get_address_key (parl_source_kind_find (kind));
}

/* @address: what is asked: an URL, or of a kind that reads a file its path
 * Returns: (transfer full): settings with all else left at its default; looked over when they are
 *   saved or used */
ParlSourceConfig *
parl_source_config_new (const char *name, const char *kind, const char *address)
{
  g_return_val_if_fail (name != NULL && kind != NULL && address != NULL, NULL);

  ParlSourceConfig *self = g_atomic_rc_box_new0 (ParlSourceConfig);

  self->name = g_strdup (name);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (self->values, g_strdup ("Kind"), g_strdup (kind));
  g_hash_table_insert (self->values, g_strdup (get_address_key (kind)), g_strdup (address));
  return self;
}

ParlSourceConfig *
parl_source_config_ref (ParlSourceConfig *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
free_config (ParlSourceConfig *self)
{
  g_free (self->name);
  g_hash_table_unref (self->values);
  g_strfreev (self->fixed);
}

void
parl_source_config_unref (ParlSourceConfig *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify)free_config);
}

ParlSourceConfig *
parl_source_config_find (const GPtrArray *sources, const char *name)
{
  for (unsigned i = 0; i < sources->len; i++)
    if (g_str_equal (((ParlSourceConfig *)sources->pdata[i])->name, name))
      return sources->pdata[i];
  return NULL;
}

const char *
parl_source_config_get_name (const ParlSourceConfig *self)
{
  return self->name;
}

const char *
parl_source_config_get (const ParlSourceConfig *self, const char *key)
{
  return g_hash_table_lookup (self->values, key);
}

/* Returns: (transfer none) (nullable): what counts: the value, or the key's default when it is not
 *   set */
const char *
parl_source_config_get_or_default (const ParlSourceConfig *self, const char *key)
{
  const char *value = parl_source_config_get (self, key);
  const ParlSetting *setting
      = parl_settings_group_find (parl_source_kind_get_settings (find_kind (self)), key);

  return value == NULL && setting != NULL ? setting->initial : value;
}

static bool
is_true (const ParlSourceConfig *self, const char *key)
{
  return g_strcmp0 (parl_source_config_get_or_default (self, key), "true") == 0;
}

const char *
parl_source_config_get_kind (const ParlSourceConfig *self)
{
  return parl_source_config_get (self, "Kind");
}

const char *
parl_source_config_get_address (const ParlSourceConfig *self)
{
  return parl_source_config_get (self, get_address_key (parl_source_config_get_kind (self)));
}

const char *
parl_source_config_get_url (const ParlSourceConfig *self)
{
  return parl_source_config_get (self, "Url");
}

const char *
parl_source_config_get_file (const ParlSourceConfig *self)
{
  return parl_source_config_get (self, "File");
}

const char *
parl_source_config_get_user (const ParlSourceConfig *self)
{
  return parl_source_config_get (self, "User");
}

ParlAuth
parl_source_config_get_auth (const ParlSourceConfig *self)
{
  static const char *const names[] = { [PARL_AUTH_BASIC] = "basic",
                                       [PARL_AUTH_BEARER] = "bearer",
                                       [PARL_AUTH_HEADER] = "header",
                                       [PARL_AUTH_OAUTH2] = "oauth2" };
  const char *auth = parl_source_config_get (self, "Auth");

  for (ParlAuth i = PARL_AUTH_BASIC; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (auth, names[i]) == 0)
      return i;
  return PARL_AUTH_NONE;
}

bool
parl_source_config_get_paused (const ParlSourceConfig *self)
{
  return is_true (self, "Paused");
}

bool
parl_source_config_is_managed (const ParlSourceConfig *self)
{
  return self->fixed != NULL;
}

bool
parl_source_config_is_fixed (const ParlSourceConfig *self, const char *key)
{
  return self->fixed != NULL && g_strv_contains ((const char *const *)self->fixed, key);
}

/* @value: (nullable): %NULL takes the key away
 * Only for the maker of the settings, before they are handed on.
 * Returns: false with CONFIG for a key that this kind of source does not have or the administrator
 *   has fixed, or a bad value */
bool
parl_source_config_set (ParlSourceConfig *self, const char *key, const char *value, GError **error)
{
  g_return_val_if_fail (self != NULL && key != NULL, false);

  if (parl_source_config_is_fixed (self, key))
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG,
                   _ ("%s: %s: is set by the administrator"), self->name, key);
      return false;
    }
  if (value == NULL)
    {
      g_hash_table_remove (self->values, key);
      return true;
    }

  g_autofree char *flaw = find_flaw (self, key, value);
  if (flaw != NULL)
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG, "%s: %s: %s", self->name,
                   key, flaw);
      return false;
    }
  g_hash_table_insert (self->values, g_strdup (key), g_strdup (value));
  return true;
}

/* What a way of signing in cannot do without. */
static bool
check_auth (const ParlSourceConfig *self, const ParlHttpOptions *options, GError **error)
{
  const char *missing = NULL;

  if (options->auth == PARL_AUTH_BASIC && options->user == NULL)
    missing = _ ("User: is needed for Auth=basic");
  else if (options->auth == PARL_AUTH_OAUTH2
           && (options->user == NULL || options->token_url == NULL))
    missing = _ ("User and TokenUrl: are needed for Auth=oauth2");
  if (missing != NULL)
    g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG, "%s: %s", self->name, missing);
  return missing == NULL;
}

static unsigned
get_whole (const ParlSourceConfig *self, const char *key)
{
  return (unsigned)g_ascii_strtod (parl_source_config_get_or_default (self, key), NULL);
}

/* @whole: whether nobody can add what is still missing for signing in */
static bool
fill_http_options (const ParlSourceConfig *self, bool whole, ParlHttpOptions *options,
                   GError **error)
{
  *options = (ParlHttpOptions)PARL_HTTP_OPTIONS_INIT;
  options->source = self->name;
  options->base_url = parl_source_config_get_url (self);
  options->auth = parl_source_config_get_auth (self);
  options->user = parl_source_config_get_user (self);
  options->header = parl_source_config_get_or_default (self, "Header");
  options->token_url = parl_source_config_get (self, "TokenUrl");
  options->scope = parl_source_config_get (self, "Scope");
  options->ca_file = parl_source_config_get (self, "CaFile");
  options->certificate = parl_source_config_get (self, "Certificate");
  options->tenant = parl_source_config_get (self, "Tenant");
  options->allow_plain = is_true (self, "AllowPlain");
  options->timeout = get_whole (self, "Timeout");
  options->request_time = get_whole (self, "RequestTime");
  options->sync_time = get_whole (self, "SyncTime");
  options->max_rows = get_whole (self, "SyncRows");
  options->max_bytes = (uint64_t)get_whole (self, "SyncMegabytes") * 1000 * 1000;
  options->rate = g_ascii_strtod (parl_source_config_get_or_default (self, "Rate"), NULL);

  if (whole && !check_auth (self, options, error))
    return false;
  g_autoptr (GUri) url
      = parl_http_url_parse_base (self->name, options->base_url, options->allow_plain, error);
  return url != NULL;
}

/* @options: (out): the defaults with what is set; strings are borrowed from @self; no secret yet
 * Returns: false with CONFIG when the settings as a whole make no sense */
bool
parl_source_config_get_http_options (const ParlSourceConfig *self, ParlHttpOptions *options,
                                     GError **error)
{
  return fill_http_options (self, true, options, error);
}

static bool
has_required (const ParlSourceConfig *self, GError **error)
{
  const ParlSettingsGroup *group = parl_source_kind_get_settings (find_kind (self));
  const ParlSetting *setting;

  for (unsigned i = 0; (setting = parl_settings_group_get (group, i)) != NULL; i++)
    if (setting->required && parl_source_config_get (self, setting->key) == NULL)
      {
        g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG, "%s: %s: %s", self->name,
                     setting->key, _ ("is missing"));
        return false;
      }
  return true;
}

/* Returns: false when not each value, and all together, make sense; of a source of the
 * administrator's, who signs in may still be missing. */
static bool
check_config (const ParlSourceConfig *self, GError **error)
{
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  if (!is_name (self->name))
    {
      g_set_error (
          error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG,
          _ ("a source’s name must not be empty, nor hold brackets or control characters"));
      return false;
    }
  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      g_autofree char *flaw = find_flaw (self, key, value);
      if (flaw == NULL)
        continue;
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG, "%s: %s: %s", self->name,
                   (const char *)key, flaw);
      return false;
    }
  if (!has_required (self, error))
    return false;

  ParlHttpOptions options;
  return parl_source_config_get_file (self) != NULL
         || fill_http_options (self, self->fixed == NULL, &options, error);
}

/* Returns: whether the value of @key is the path of a file */
bool
parl_source_config_is_path (const ParlSourceConfig *self, const char *key, const char *value)
{
  const ParlSetting *setting
      = parl_settings_group_find (parl_source_kind_get_settings (find_kind (self)), key);

  return setting != NULL
         && (setting->type == PARL_SETTING_PATH
             || (setting->ending != NULL && g_str_has_suffix (value, setting->ending)));
}

/* A relative path begins in the folder of the settings that hold it: nobody knows where a timer
 * starts us, and an administrator's files lie in another place in a Flatpak. */
static char *
dup_value (const ParlSourceConfig *self, const ParlSettingsFile *settings, const char *group,
           const char *key)
{
  const char *value = parl_settings_file_get (settings, group, key);

  if (*value == '\0' || !parl_source_config_is_path (self, key, value))
    return g_strdup (value);

  g_autofree char *folder
      = g_path_get_dirname (parl_settings_file_get_origin (settings, group, key));
  return g_canonicalize_filename (value, folder);
}

/* Holds one group of the file against the settings of its kind. */
static bool
check_group (const ParlSettingsFile *file, const char *group, GError **error)
{
  const char *kind = parl_settings_file_get (file, group, kind_setting.key);

  if (!g_str_has_prefix (group, GROUP_PREFIX))
    return parl_settings_file_refuse (file, group, NULL, error,
                                      _ ("must be of the form [Source NAME]"));
  if (kind == NULL)
    return parl_settings_file_refuse (file, group, kind_setting.key, error, _ ("is missing"));
  g_autofree char *flaw = parl_setting_dup_flaw (&kind_setting, kind);
  if (flaw != NULL)
    return parl_settings_file_refuse (file, group, kind_setting.key, error, "%s", flaw);
  for (const char *const *key = secret_keys; *key != NULL; key++)
    if (parl_settings_file_get (file, group, *key) != NULL)
      return parl_settings_file_refuse (file, group, *key, error, "%s", _ (SECRET_FLAW));

  ParlSettingsGroup schema
      = { GROUP_PREFIX, &kind_setting, 1, &parl_source_kind_find (kind)->settings };
  return parl_settings_group_check (&schema, file, group, error);
}

/* @fixed: (nullable): keys that the administrator states of a source of his */
static ParlSourceConfig *
read_group (const ParlSettingsFile *file, const char *group, char **fixed, GError **error)
{
  if (!check_group (file, group, error))
    return NULL;

  const char *kind = parl_settings_file_get (file, group, kind_setting.key);
  const char *address = parl_settings_file_get (file, group, get_address_key (kind));
  g_autoptr (ParlSourceConfig) self
      = parl_source_config_new (group + strlen (GROUP_PREFIX), kind, address);
  g_auto (GStrv) keys = parl_settings_file_list_keys (file, group);
  g_autoptr (GError) local = NULL;

  self->fixed = g_strdupv (fixed);
  for (unsigned i = 0; keys[i] != NULL; i++)
    g_hash_table_insert (self->values, g_strdup (keys[i]), dup_value (self, file, group, keys[i]));
  if (!check_config (self, &local))
    {
      parl_settings_file_refuse (file, group, NULL, error, "%s", local->message);
      return NULL;
    }
  return g_steal_pointer (&self);
}

ParlSettingsLayers *
parl_source_config_new_layers (const char *own_dir, const char *system_dir)
{
  return parl_settings_layers_new (own_dir, system_dir, "sources.conf");
}

/* (nullable): the administrator's file; %NULL with a %PARL_SETTINGS_ERROR */
static ParlSettingsFile *
load_system (const ParlSettingsLayers *files, GError **error)
{
  return files->system != NULL ? parl_settings_file_load (files->system, error)
                               : parl_settings_file_new ("");
}

static bool
is_addition (const ParlSettingsFile *own, const char *group)
{
  static const char *const whole[] = { "Kind", "Url", "File" };

  for (unsigned i = 0; i < G_N_ELEMENTS (whole); i++)
    if (parl_settings_file_get (own, group, whole[i]) != NULL)
      return false;
  return g_str_has_prefix (group, GROUP_PREFIX);
}

/* Puts what the user adds into the administrator's sources, and the user's own sources behind. */
static void
merge (ParlSettingsFile *system, ParlSettingsFile *own)
{
  g_auto (GStrv) groups = parl_settings_file_list_groups (own);

  for (unsigned i = 0; groups[i] != NULL; i++)
    if (is_addition (own, groups[i]) != parl_settings_file_has_group (system, groups[i]))
      parl_settings_file_remove_group (own, groups[i]);
  parl_settings_file_inherit (system, own);
}

/* Returns: (transfer full) (element-type ParlSourceConfig): the administrator's sources, then the
 *   user's, each in its file's order; %NULL with a %PARL_SETTINGS_ERROR */
GPtrArray *
parl_source_config_load (const ParlSettingsLayers *files, GError **error)
{
  g_return_val_if_fail (files != NULL, NULL);

  g_autoptr (ParlSettingsFile) own = parl_settings_file_load (files->own, error);
  g_autoptr (ParlSettingsFile) all = own != NULL ? load_system (files, error) : NULL;
  g_autoptr (GPtrArray) configs
      = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_source_config_unref);

  if (all == NULL)
    return NULL;
  g_auto (GStrv) managed = parl_settings_file_list_groups (all);
  g_autoptr (GPtrArray) fixed = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  for (unsigned i = 0; managed[i] != NULL; i++)
    g_ptr_array_add (fixed, parl_settings_file_list_keys (all, managed[i]));
  merge (all, own);

  g_auto (GStrv) groups = parl_settings_file_list_groups (all);
  for (unsigned i = 0; groups[i] != NULL; i++)
    {
      char **keys = i < fixed->len ? fixed->pdata[i] : NULL;
      ParlSourceConfig *config = read_group (all, groups[i], keys, error);
      if (config == NULL)
        return NULL;
      g_ptr_array_add (configs, config);
    }
  return g_steal_pointer (&configs);
}

/* @fixed: (nullable): keys that stay the administrator's */
static void
write_group (ParlSettingsFile *file, const char *group, const ParlSourceConfig *config,
             char **fixed)
{
  const char *kind = parl_source_config_get_kind (config);
  g_auto (GStrv) old_keys = parl_settings_file_list_keys (file, group);
  g_autoptr (GList) sorted
      = g_list_sort (g_hash_table_get_keys (config->values), (GCompareFunc)strcmp);
  GList *keys = g_list_append (g_list_append (NULL, (gpointer)kind_setting.key),
                               (gpointer)get_address_key (kind));
  keys = g_list_concat (keys, g_steal_pointer (&sorted));

  for (unsigned i = 0; old_keys[i] != NULL; i++)
    if (!g_hash_table_contains (config->values, old_keys[i]))
      parl_settings_file_set (file, group, old_keys[i], NULL);
  for (GList *key = keys; key != NULL; key = key->next)
    if (fixed == NULL || !g_strv_contains ((const char *const *)fixed, key->data))
      parl_settings_file_set (file, group, key->data, parl_source_config_get (config, key->data));
  g_list_free (keys);
}

/* Puts @config in the place of the source of its name, or behind the others; of a source of the
 * administrator's, what the user adds to it. Other groups, and comments, stay as they are.
 * Returns: false with %PARL_SOURCE_ERROR_CONFIG, or a %PARL_SETTINGS_ERROR about a file */
bool
parl_source_config_save (const ParlSettingsLayers *files, const ParlSourceConfig *config,
                         GError **error)
{
  g_return_val_if_fail (files != NULL && config != NULL, false);

  if (!check_config (config, error))
    return false;

  g_autoptr (ParlSettingsFile) system = load_system (files, error);
  g_autoptr (ParlSettingsFile) file
      = system != NULL ? parl_settings_file_load (files->own, error) : NULL;
  if (file == NULL)
    return false;

  g_autofree char *group = g_strconcat (GROUP_PREFIX, config->name, NULL);
  bool managed = parl_settings_file_has_group (system, group);
  g_auto (GStrv) fixed = managed ? parl_settings_file_list_keys (system, group) : NULL;
  write_group (file, group, config, fixed);
  return parl_settings_file_save (file, error);
}

/* Returns: false with %PARL_SOURCE_ERROR_CONFIG where there is none, or it is the administrator's;
 *   or with a %PARL_SETTINGS_ERROR about a file */
bool
parl_source_config_remove (const ParlSettingsLayers *files, const char *name, GError **error)
{
  g_return_val_if_fail (files != NULL && name != NULL, false);

  g_autoptr (ParlSettingsFile) system = load_system (files, error);
  g_autoptr (ParlSettingsFile) file
      = system != NULL ? parl_settings_file_load (files->own, error) : NULL;
  g_autofree char *group = g_strconcat (GROUP_PREFIX, name, NULL);

  if (file == NULL)
    return false;
  if (parl_settings_file_has_group (system, group))
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG,
                   _ ("“%s” is set up by the administrator, in %s: it can be paused, not removed"),
                   name, files->system);
      return false;
    }
  if (!parl_settings_file_has_group (file, group))
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG,
                   _ ("%s: there is no source “%s”"), files->own, name);
      return false;
    }
  parl_settings_file_remove_group (file, group);
  return parl_settings_file_save (file, error);
}
