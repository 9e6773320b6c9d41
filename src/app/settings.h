/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* parlance.conf for widgets: values by group and key, bound to properties both ways, read again
 * when the file is changed by others, and written a moment after they are set here. */

#include "session/parlance-conf.h"

#include <glib-object.h>

#define PARL_TYPE_SETTINGS (parl_settings_get_type ())
G_DECLARE_FINAL_TYPE (ParlSettings, parl_settings, PARL, SETTINGS, GObject)

/* How a value and a property go together. */
typedef enum
{
  PARL_BIND_BOTH = 0,
  PARL_BIND_READ = 1 << 0,  /* the property follows the setting, and never sets it */
  PARL_BIND_NEGATE = 1 << 1 /* a boolean the other way round */
} ParlBindFlags;

/* Signals: "changed::Group/key", when a value has become another; "failed" (const char *sentence),
 * when values can't be written any more: they are kept and written later. A file that can't be read
 * or used leaves the last good values, and is not written over. */
ParlSettings *parl_settings_new (const ParlSettingsLayers *files); /* copied */
void parl_settings_flush (ParlSettings *self); /* writes what is set and not written yet */

double parl_settings_get_number (ParlSettings *self, ParlConfGroup group, const char *key);
bool parl_settings_get_boolean (ParlSettings *self, ParlConfGroup group, const char *key);
char *parl_settings_dup_word (ParlSettings *self, ParlConfGroup group, const char *key);
/* Whether the administrator has fixed it: setting it then does nothing. */
bool parl_settings_is_locked (ParlSettings *self, ParlConfGroup group, const char *key);
/* @value: as it is to stand in the file; NULL: back to the default. */
void parl_settings_set (ParlSettings *self, ParlConfGroup group, const char *key,
                        const char *value);
void parl_settings_reset (ParlSettings *self, ParlConfGroup group);

/* Keeps a property of type double, int, uint, boolean or string equal to the setting for as long as
 * @object lives. Of a number the property is @scale times as large, rounded to @digits. */
void parl_settings_bind (ParlSettings *self, ParlConfGroup group, const char *key, gpointer object,
                         const char *property, ParlBindFlags flags);
void parl_settings_bind_number (ParlSettings *self, ParlConfGroup group, const char *key,
                                gpointer object, const char *property, ParlBindFlags flags,
                                double scale, unsigned digits);
