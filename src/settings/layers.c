/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names the two layers of a settings file. Reads neither: what a layer may say, each file's owner
 * knows. */
#include "config.h"

#include "settings/layers.h"

ParlSettingsLayers *
parl_settings_layers_new (const char *own_dir, const char *system_dir, const char *name)
{
  ParlSettingsLayers *self = g_new0 (ParlSettingsLayers, 1);

  self->own = g_build_filename (own_dir, name, NULL);
  self->system = system_dir != NULL ? g_build_filename (system_dir, name, NULL) : NULL;
  return self;
}

void
parl_settings_layers_free (ParlSettingsLayers *self)
{
  if (self == NULL)
    return;
  g_free (self->own);
  g_free (self->system);
  g_free (self);
}
