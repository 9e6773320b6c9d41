/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* parlance.conf: the user's targets, and how sources are read, windows open and pages are exported.
 * One file for both programs, so that both judge by the same targets. */

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
char *parl_conf_dup_path (const char *config_dir);
ParlSettingsFile *parl_conf_load (const char *path, GError **error);
