/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Targets, minimums, weights, and how often sources are read. */

#include "app/dashboard.h"

#include <adwaita.h>

#define PARL_TYPE_PREFERENCES (parl_preferences_get_type ())
G_DECLARE_FINAL_TYPE (ParlPreferences, parl_preferences, PARL, PREFERENCES, AdwPreferencesWindow)

GtkWindow *parl_preferences_new (ParlDashboard *dashboard);
