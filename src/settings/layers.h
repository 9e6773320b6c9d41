/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Where a settings file lies: the user's own, and below it the one that an administrator gave to
 * all desktops, which is only read. */

#include <glib.h>

typedef struct
{
  char *own;
  char *system; /* NULL: nobody gives any */
} ParlSettingsLayers;

/* @system_dir: (nullable) */
ParlSettingsLayers *parl_settings_layers_new (const char *own_dir, const char *system_dir,
                                              const char *name);
void parl_settings_layers_free (ParlSettingsLayers *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlSettingsLayers, parl_settings_layers_free)
