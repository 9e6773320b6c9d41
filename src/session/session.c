/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens the settings, the sources and the history of one fleet, and reads them again when they
 * change. Knows no widget, no HTTP, no SQL and no formula; where sources come from that are not the
 * user's own, only the caller knows. */
#include "config.h"

#include "session/session.h"

#include "analysis/plan-file.h"
#include "session/health.h"
#include "session/parlance-conf.h"
#include "sources/secret.h"
#include "store/store.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

struct _ParlSession
{
  char *config_dir;
  ParlSettingsLayers *source_files, *conf_files, *plan_files;
  char *data_dir;
  char *state_dir; /* NULL: with an origin of its own nothing is kept */
  char *notice;    /* NULL: the history is not known to be lost */
  GTimeZone *zone;
  int secret_fd;
  ParlOrigin *origin; /* NULL: the user's own files */
  ParlStore *store;
  ParlTargets *targets;
  ParlPlan *plan;     /* NULL: there is none */
  GMutex mutex;       /* guards which array `sources` is; an array is never changed */
  GPtrArray *sources; /* (element-type ParlSourceConfig) */
};

/* Returns: the user's own folders, no demo, no secret's file descriptor */
ParlSessionOptions
parl_session_default_options (void)
{
  g_autofree char *config_dir = g_build_filename (g_get_user_config_dir (), "parlance", NULL);
  g_autofree char *state_dir = g_build_filename (g_get_user_data_dir (), "parlance", NULL);
  const char *data_dir = g_getenv ("PARLANCE_DATA_DIR");
  const char *system_dir = g_getenv ("PARLANCE_SYSTEM_DIR");

  return (ParlSessionOptions){ .config_dir = g_intern_string (config_dir),
                               .system_dir = system_dir != NULL ? system_dir : PARL_SYSTEM_DIR,
                               .state_dir = g_intern_string (state_dir),
                               .data_dir = data_dir != NULL ? data_dir : PARL_DATA_DIR,
                               .secret_fd = -1 };
}

/* Reads the sources' file again, after it was changed. Syncs that are under way end with what they
 * began with. A session with an origin of its own keeps that origin's sources.
 * Returns: %false with %PARL_SOURCE_ERROR_CONFIG; the sources are then as before */
bool
parl_session_reload_sources (ParlSession *self, GError **error)
{
  if (self->origin != NULL)
    return true;

  g_autoptr (GPtrArray) sources = parl_source_config_load (self->source_files, error);

  if (sources == NULL)
    return false;
  g_mutex_lock (&self->mutex);
  GPtrArray *old = self->sources;
  self->sources = g_steal_pointer (&sources);
  g_mutex_unlock (&self->mutex);
  g_ptr_array_unref (old);
  return true;
}

/* Returns: (transfer full): the targets as their file says now: without a file nothing is promised
 *   but what the origin promises; %NULL with a %PARL_SETTINGS_ERROR */
ParlTargets *
parl_session_load_targets (ParlSession *self, GError **error)
{
  g_autoptr (ParlSettingsFile) file = parl_conf_load (self->conf_files, error);

  if (file == NULL)
    return NULL;
  if (self->origin != NULL && self->origin->settings != NULL)
    parl_settings_file_inherit (file, self->origin->settings);
  return parl_targets_read (file, error);
}

/* The origin's plan, else the user's, else the administrator's, if there is one. */
static bool
load_plan (ParlSession *self, GError **error)
{
  const ParlSettingsLayers *files = self->plan_files;
  const char *path = files->system == NULL || g_file_test (files->own, G_FILE_TEST_EXISTS)
                         ? files->own
                         : files->system;

  if (self->origin != NULL && self->origin->plan != NULL)
    self->plan = parl_plan_ref (self->origin->plan);
  else if (g_file_test (path, G_FILE_TEST_EXISTS))
    self->plan = parl_plan_load (path, error);
  else
    return true;
  return self->plan != NULL;
}

static bool
open_origin (ParlSession *self, const ParlSessionOptions *options, ParlTime now, GError **error)
{
  if (options->open_origin != NULL)
    {
      self->origin = options->open_origin (options->origin_data, now, error);
      if (self->origin == NULL)
        return false;
    }
  self->sources = self->origin != NULL
                      ? g_ptr_array_ref (self->origin->sources)
                      : g_ptr_array_new_with_free_func ((GDestroyNotify)parl_source_config_unref);
  return true;
}

/* A history cut to nothing looks like one that is about to begin; but beside it stands how its
 * sources were read. Returns: (transfer full) (nullable): a sentence for the user */
static char *
find_loss (ParlSession *self, const char *history)
{
  GStatBuf info;

  if (history == NULL || g_stat (history, &info) != 0 || info.st_size > 0)
    return NULL;
  for (unsigned i = 0; i < self->sources->len; i++)
    {
      const char *source = parl_source_config_get_name (self->sources->pdata[i]);
      g_autoptr (ParlHealth) health = NULL;

      if (parl_health_load (self->state_dir, source, &health, NULL) && health != NULL
          && health->error == NULL)
        {
          g_autofree char *name = g_filename_display_name (history);
          return g_strdup_printf (
              _ ("The history “%s” is empty, though sources were read before; what "
                 "they still have is read again."),
              name);
        }
    }
  return NULL;
}

/* @now: handed to the origin, and the name of a damaged history that is set aside
 * Reads the settings and opens the history; asks no server yet.
 * Returns: (transfer full): the session; %NULL with an error of the room that refused */
ParlSession *
parl_session_new (const ParlSessionOptions *options, ParlTime now, GError **error)
{
  g_return_val_if_fail (options != NULL, NULL);

  g_autoptr (ParlSession) self = g_new0 (ParlSession, 1);
  g_mutex_init (&self->mutex);

  self->config_dir = g_strdup (options->config_dir);
  self->source_files = parl_source_config_new_layers (options->config_dir, options->system_dir);
  self->conf_files = parl_conf_new_layers (options->config_dir, options->system_dir);
  self->plan_files
      = parl_settings_layers_new (options->config_dir, options->system_dir, "plan.conf");
  self->data_dir = g_strdup (options->data_dir);
  self->secret_fd = options->secret_fd;
  self->state_dir = options->open_origin == NULL ? g_strdup (options->state_dir) : NULL;
  self->zone = options->zone != NULL ? g_time_zone_new_identifier (options->zone) : NULL;
  if (self->zone == NULL)
    self->zone = g_time_zone_new_local ();
  if (!open_origin (self, options, now, error) || !load_plan (self, error)
      || !parl_session_reload_sources (self, error))
    return NULL;
  self->targets = parl_session_load_targets (self, error);
  if (self->targets == NULL)
    return NULL;

  g_autofree char *history
      = self->state_dir != NULL ? g_build_filename (self->state_dir, "history.db", NULL) : NULL;
  self->notice = find_loss (self, history);
  self->store = parl_store_open (history, now, error);
  if (self->store == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

void
parl_session_free (ParlSession *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->store, parl_store_close);
  g_clear_pointer (&self->targets, parl_targets_free);
  g_clear_pointer (&self->plan, parl_plan_unref);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_pointer (&self->origin, parl_origin_free);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_mutex_clear (&self->mutex);
  g_clear_pointer (&self->source_files, parl_settings_layers_free);
  g_clear_pointer (&self->conf_files, parl_settings_layers_free);
  g_clear_pointer (&self->plan_files, parl_settings_layers_free);
  g_free (self->config_dir);
  g_free (self->data_dir);
  g_free (self->state_dir);
  g_free (self->notice);
  g_free (self);
}

/* Returns: (transfer none) (nullable): what the user must know of the history: that it was damaged
 *   and where it was put, or that it was lost */
const char *
parl_session_get_notice (ParlSession *self)
{
  return self->notice != NULL ? self->notice : parl_store_get_notice (self->store);
}

/* As parl_store_verify(). Before anything is read from the history that is then added to it. */
bool
parl_session_verify (ParlSession *self, ParlTime now, char **notice, GError **error)
{
  return parl_store_verify (self->store, now, notice, error);
}

/* Returns: (transfer none) (nullable): where the history lies; NULL: it is kept nowhere */
const char *
parl_session_get_state_dir (ParlSession *self)
{
  return self->state_dir;
}

const ParlSettingsLayers *
parl_session_get_source_files (ParlSession *self)
{
  return self->source_files;
}

/* Returns: (transfer container) (element-type ParlSourceConfig): the configured sources, as they
 *   stand now */
GPtrArray *
parl_session_list_sources (ParlSession *self)
{
  g_mutex_lock (&self->mutex);
  GPtrArray *sources = g_ptr_array_ref (self->sources);
  g_mutex_unlock (&self->mutex);
  return sources;
}

/* Returns: (transfer none): whose calendar days are counted */
GTimeZone *
parl_session_get_zone (ParlSession *self)
{
  return self->zone;
}

/* Returns: (transfer none): the settings that findings are judged by, as read at the beginning */
const ParlTargets *
parl_session_get_targets (ParlSession *self)
{
  return self->targets;
}

/* Returns: (transfer full): what to sign in with, for parl_secret_free(); %NULL with
 *   %PARL_SOURCE_ERROR_SECRET */
char *
parl_session_dup_secret (ParlSession *self, const char *name, const char *url,
                         GCancellable *cancellable, GError **error)
{
  return parl_secret_lookup (name, url, self->secret_fd, cancellable, error);
}

/* @config: one of the session's sources
 * Returns: (transfer full): the source with its credentials; %NULL with %PARL_SOURCE_ERROR_CONFIG
 *   or %PARL_SOURCE_ERROR_SECRET */
ParlSource *
parl_session_open_source (ParlSession *self, ParlSourceConfig *config, GCancellable *cancellable,
                          GError **error)
{
  char *secret = NULL;

  if (parl_source_config_get_auth (config) != PARL_AUTH_NONE)
    {
      secret = parl_session_dup_secret (self, parl_source_config_get_name (config),
                                        parl_source_config_get_url (config), cancellable, error);
      if (secret == NULL)
        return NULL;
    }

  ParlSource *source
      = parl_source_new (config,
                         &(ParlSourceOptions){ .secret = secret,
                                               .rules_dir = parl_session_get_dirs (self).user_dir,
                                               .data_dir = self->data_dir,
                                               .cancellable = cancellable },
                         error);
  parl_secret_free (secret);
  return source;
}

/* Where files lie that the sources' settings name: with an origin of its own, none of the user's.
 */
ParlSourceDirs
parl_session_get_dirs (ParlSession *self)
{
  return (ParlSourceDirs){ self->origin == NULL ? self->config_dir : NULL, self->data_dir };
}

/* Returns: (transfer full): the configured source of that name; %NULL with
 *   %PARL_SOURCE_ERROR_CONFIG */
ParlSourceConfig *
parl_session_find_source (ParlSession *self, const char *name, GError **error)
{
  g_autoptr (GPtrArray) sources = parl_session_list_sources (self);

  ParlSourceConfig *config = parl_source_config_find (sources, name);

  if (config != NULL)
    return parl_source_config_ref (config);
  g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG,
               _ ("There is no source named “%s”"), name);
  return NULL;
}

/* Returns: (transfer full): names of the configured sources, %NULL-terminated */
char **
parl_session_list_source_names (ParlSession *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GPtrArray) sources = parl_session_list_sources (self);

  for (unsigned i = 0; i < sources->len; i++)
    g_strv_builder_add (names, parl_source_config_get_name (g_ptr_array_index (sources, i)));
  return g_strv_builder_end (names);
}

ParlStore *
parl_session_get_store (ParlSession *self)
{
  return self->store;
}

/* Returns: (transfer none) (nullable): the plan, as read when the session was opened */
ParlPlan *
parl_session_get_plan (ParlSession *self)
{
  return self->plan;
}

/* Returns: whether nobody has put the question away yet what was promised; not while the settings
 *   can't be used */
bool
parl_session_may_ask_for_targets (ParlSession *self)
{
  g_autoptr (ParlSettingsFile) file = parl_conf_load (self->conf_files, NULL);
  const ParlSettingsGroup *group = parl_conf_get_group (PARL_CONF_WINDOW);
  const ParlSetting *setting = parl_settings_group_find (group, "targets-asked");

  return file != NULL && !parl_setting_get_boolean (setting, file, group->name);
}

/* @days: (out): for how many days the user wants samples kept; 0: for ever
 * Reads the setting each time, so that a change acts at once.
 * Returns: false with a %PARL_SETTINGS_ERROR */
bool
parl_session_load_keep_days (ParlSession *self, unsigned *days, GError **error)
{
  g_autoptr (ParlSettingsFile) file = parl_conf_load (self->conf_files, error);
  const ParlSettingsGroup *group = parl_conf_get_group (PARL_CONF_COLLECTING);
  const ParlSetting *setting = parl_settings_group_find (group, "keep-days");

  if (file == NULL)
    return false;
  *days = (unsigned)parl_setting_get_number (setting, file, group->name);
  return true;
}

static char *
dup_audiences_dir (const char *folder)
{
  return g_build_filename (folder, "audiences", NULL);
}

/* @problems: (nullable) (element-type utf8): gets a sentence for each file that doesn't parse
 * Needs no session: it reads no more than the names in the two folders.
 * Returns: (transfer full): ids in their order */
char **
parl_session_list_audiences (const ParlSessionOptions *options, GPtrArray *problems)
{
  g_autofree char *user_dir = dup_audiences_dir (options->config_dir);
  g_autofree char *data_dir = dup_audiences_dir (options->data_dir);

  return parl_audience_list (user_dir, data_dir, problems);
}

/* @path: any .audience file
 * Returns: (transfer full): it; %NULL with a %PARL_AUDIENCE_ERROR */
ParlAudience *
parl_session_read_audience (const ParlSessionOptions *options, const char *path, GError **error)
{
  g_autofree char *data_dir = dup_audiences_dir (options->data_dir);

  return parl_audience_load (path, data_dir, error);
}

/* @before: (nullable) (element-type ParlAudience): what was loaded the last time
 * @problems: (element-type utf8): gets a sentence for each file that doesn't parse; what it said
 *   in @before stays
 * Returns: (transfer full) (element-type ParlAudience): all there are, in their order */
GPtrArray *
parl_session_load_audiences (ParlSession *self, const GPtrArray *before, GPtrArray *problems)
{
  g_autofree char *user_dir = dup_audiences_dir (self->config_dir);
  g_autofree char *data_dir = dup_audiences_dir (self->data_dir);

  return parl_audience_load_all (user_dir, data_dir, before, problems);
}

/* @id: "exec"
 * Returns: (transfer full): it, the user's own before the built-in one; %NULL with a
 *   %PARL_AUDIENCE_ERROR */
ParlAudience *
parl_session_load_audience (ParlSession *self, const char *id, GError **error)
{
  g_autofree char *user_dir = dup_audiences_dir (self->config_dir);
  g_autofree char *data_dir = dup_audiences_dir (self->data_dir);

  return parl_audience_find (id, user_dir, data_dir, error);
}
