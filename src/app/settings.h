/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The user's settings: the groups of parlance.conf as GSettings. The file is the one place, for the
 * window as for the headless tool, so that both judge by the same targets. */

#include <gio/gio.h>
#include <stdbool.h>

typedef enum
{
  PARL_SETTINGS_TARGETS,
  PARL_SETTINGS_COLLECTING,
  PARL_SETTINGS_WINDOW,
  PARL_SETTINGS_EXPORT,
  PARL_N_SETTINGS
} ParlSettingsGroup;

#define PARL_TYPE_SETTINGS (parl_settings_get_type ())
G_DECLARE_FINAL_TYPE (ParlSettings, parl_settings, PARL, SETTINGS, GObject)

/* @path: of parlance.conf; need not exist. */
ParlSettings *parl_settings_new (const char *path, GError **error);
GSettings *parl_settings_get (ParlSettings *self, ParlSettingsGroup group);
