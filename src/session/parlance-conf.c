/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema of parlance.conf. Reads no value: who uses one asks for it. */
#include "config.h"

#include "session/parlance-conf.h"

#include "analysis/targets.h"
#include "model/scope.h"

#include <glib/gi18n-lib.h>

static const ParlSetting collecting[] = {
  PARL_SETTING_RANGE ("interval", PARL_SETTING_WHOLE, "5", 1, 1440,
                      N_ ("Minutes between two readings of a source")),
  PARL_SETTING ("paused", PARL_SETTING_BOOLEAN, "false", N_ ("Nothing is read but when asked for")),
  PARL_SETTING ("background", PARL_SETTING_BOOLEAN, "false",
                N_ ("Reading goes on when the window is closed")),
  PARL_SETTING_RANGE ("keep-days", PARL_SETTING_WHOLE, "0", 0, 36500,
                      N_ ("Days that speed samples are kept; 0: for ever, else 130 at least")),
};

static const ParlSetting window[] = {
  PARL_SETTING_RANGE ("width", PARL_SETTING_WHOLE, "1280", 0, 100000, NULL),
  PARL_SETTING_RANGE ("height", PARL_SETTING_WHOLE, "860", 0, 100000, NULL),
  PARL_SETTING ("maximized", PARL_SETTING_BOOLEAN, "false", NULL),
  PARL_SETTING ("audience", PARL_SETTING_WORD, NULL, N_ ("The audience that is shown first")),
  PARL_SETTING_RANGE ("days", PARL_SETTING_WHOLE, "28", 7, PARL_SCOPE_MAX_DAYS,
                      N_ ("The period that is shown first")),
  PARL_SETTING ("targets-asked", PARL_SETTING_BOOLEAN, "false",
                N_ ("The window has asked whether anything was promised")),
  PARL_SETTING ("tour-seen", PARL_SETTING_BOOLEAN, "false", N_ ("The tour of the demo was shown")),
};

static const ParlSetting export[] = {
  PARL_SETTING ("folder", PARL_SETTING_WORD, NULL, N_ ("Where the last page was written")),
  PARL_SETTING ("size", PARL_SETTING_WORD, "1080p", NULL),
  PARL_SETTING ("format", PARL_SETTING_WORD, "png", NULL),
  PARL_SETTING ("print", PARL_SETTING_BOOLEAN, "true", N_ ("In the colours of paper")),
  PARL_SETTING ("draft", PARL_SETTING_BOOLEAN, "false", N_ ("With DRAFT across the page")),
};

static const ParlSettingsGroup own_groups[PARL_N_CONF_GROUPS] = {
  [PARL_CONF_COLLECTING] = { "Collecting", collecting, G_N_ELEMENTS (collecting), NULL },
  [PARL_CONF_WINDOW] = { "Window", window, G_N_ELEMENTS (window), NULL },
  [PARL_CONF_EXPORT] = { "Export", export, G_N_ELEMENTS (export), NULL },
};

const ParlSettingsGroup *
parl_conf_get_group (ParlConfGroup group)
{
  return group == PARL_CONF_TARGETS ? &parl_targets_group : &own_groups[group];
}

ParlSettingsLayers *
parl_conf_new_layers (const char *own_dir, const char *system_dir)
{
  return parl_settings_layers_new (own_dir, system_dir, "parlance.conf");
}

static const ParlSetting locks[] = { PARL_SETTING ("*", PARL_SETTING_LIST, NULL, NULL) };
static const ParlSettingsGroup locked_group = { "Locked", locks, G_N_ELEMENTS (locks), NULL };

bool
parl_conf_is_locked (const ParlSettingsFile *file, const char *group, const char *key)
{
  g_auto (GStrv) keys = parl_settings_file_dup_list (file, locked_group.name, group);

  return keys != NULL
         && (g_strv_contains ((const char *const *)keys, "*")
             || g_strv_contains ((const char *const *)keys, key));
}

static bool
has_key (const ParlSettingsGroup *groups, unsigned n_groups, const char *name, const char *key)
{
  for (unsigned i = 0; i < n_groups; i++)
    if (g_pattern_match_simple (groups[i].name, name))
      return g_str_equal (key, "*") || parl_settings_group_find (&groups[i], key) != NULL;
  return false;
}

/* Refuses a lock on a key that does not exist: nobody would notice that it locks nothing. */
static bool
check_locks (const ParlSettingsFile *file, const ParlSettingsGroup *groups, unsigned n_groups,
             GError **error)
{
  g_auto (GStrv) names = parl_settings_file_list_keys (file, locked_group.name);

  for (unsigned i = 0; names[i] != NULL; i++)
    {
      g_auto (GStrv) keys = parl_settings_file_dup_list (file, locked_group.name, names[i]);
      for (unsigned j = 0; keys[j] != NULL; j++)
        if (!has_key (groups, n_groups, names[i], keys[j]))
          return parl_settings_file_refuse (file, locked_group.name, names[i], error,
                                            _ ("there is no key “%s” in a group of this name"),
                                            keys[j]);
    }
  return true;
}

static void
drop_locked (ParlSettingsFile *own, const ParlSettingsFile *system)
{
  g_auto (GStrv) groups = parl_settings_file_list_groups (own);

  for (unsigned i = 0; groups[i] != NULL; i++)
    {
      g_auto (GStrv) keys = parl_settings_file_list_keys (own, groups[i]);
      for (unsigned j = 0; keys[j] != NULL; j++)
        if (parl_conf_is_locked (system, groups[i], keys[j]))
          parl_settings_file_set (own, groups[i], keys[j], NULL);
    }
}

/* A file that does not exist is empty.
 * Returns: (transfer full): the settings; %NULL with a %PARL_SETTINGS_ERROR for a group, key or
 *   value that is not allowed */
ParlSettingsFile *
parl_conf_load (const ParlSettingsLayers *files, GError **error)
{
  ParlSettingsGroup groups[PARL_N_CONF_GROUPS + 2];
  const unsigned n_own = PARL_N_CONF_GROUPS + 1;

  for (ParlConfGroup group = 0; group < PARL_N_CONF_GROUPS; group++)
    groups[group] = *parl_conf_get_group (group);
  groups[PARL_N_CONF_GROUPS] = parl_class_targets_group;
  groups[n_own] = locked_group;

  g_autoptr (ParlSettingsFile) file = parl_settings_file_load (files->own, error);
  if (file == NULL || !parl_settings_file_check (file, groups, n_own, error))
    return NULL;
  if (files->system == NULL)
    return g_steal_pointer (&file);

  g_autoptr (ParlSettingsFile) system = parl_settings_file_load (files->system, error);
  if (system == NULL || !parl_settings_file_check (system, groups, n_own + 1, error)
      || !check_locks (system, groups, n_own, error))
    return NULL;
  drop_locked (file, system);
  parl_settings_file_inherit (file, system);
  return g_steal_pointer (&file);
}
