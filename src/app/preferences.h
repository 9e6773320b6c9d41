/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Targets, minimums, weights, and how often sources are read. Whatever is changed acts at once. */

#include "app/settings.h"

#include <adwaita.h>

#define PARL_TYPE_PREFERENCES (parl_preferences_get_type ())
G_DECLARE_FINAL_TYPE (ParlPreferences, parl_preferences, PARL, PREFERENCES, AdwPreferencesWindow)

GtkWindow *parl_preferences_new (ParlSettings *settings);
/* Why the targets as they stand can't be used: one sentence; NULL: they can. */
void parl_preferences_set_problem (ParlPreferences *self, const char *sentence);
