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

char *
parl_conf_dup_path (const char *config_dir)
{
  return g_build_filename (config_dir, "parlance.conf", NULL);
}

/* @path: of parlance.conf; a file that does not exist is empty
 * Returns: (transfer full): the file; %NULL with a %PARL_SETTINGS_ERROR for a group, key or value
 *   that is not allowed */
ParlSettingsFile *
parl_conf_load (const char *path, GError **error)
{
  ParlSettingsGroup groups[PARL_N_CONF_GROUPS + 1];

  for (ParlConfGroup group = 0; group < PARL_N_CONF_GROUPS; group++)
    groups[group] = *parl_conf_get_group (group);
  groups[PARL_N_CONF_GROUPS] = parl_class_targets_group;

  g_autoptr (ParlSettingsFile) file = parl_settings_file_load (path, error);
  if (file == NULL || !parl_settings_file_check (file, groups, G_N_ELEMENTS (groups), error))
    return NULL;
  return g_steal_pointer (&file);
}
