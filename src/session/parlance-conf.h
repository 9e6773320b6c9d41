/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* parlance.conf: the user's targets, and how sources are read, windows open and pages are exported.
 * One file for both programs, so that both judge by the same targets. An administrator's file is
 * below the user's, and may fix keys of any group in a group of its own:
 *
 *   [Locked]
 *   Targets=success;halt
 *   Collecting=* */

#include "settings/layers.h"
#include "settings/schema.h"

/* [Targets], [Collecting], [Window], [Export], in this order. Besides them the file may have groups
 * [Targets class NAME]. */
typedef enum
{
  PARL_CONF_TARGETS,
  PARL_CONF_COLLECTING,
  PARL_CONF_WINDOW,
  PARL_CONF_EXPORT,
  PARL_N_CONF_GROUPS
} ParlConfGroup;

const ParlSettingsGroup *parl_conf_get_group (ParlConfGroup group);
ParlSettingsLayers *parl_conf_new_layers (const char *own_dir, const char *system_dir);
/* The two layers as one; of fixed keys the administrator's value. It is not to be saved. */
ParlSettingsFile *parl_conf_load (const ParlSettingsLayers *files, GError **error);
bool parl_conf_is_locked (const ParlSettingsFile *file, const char *group, const char *key);
