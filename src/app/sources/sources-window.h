/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The sources: add, edit, test, pause, remove. */

#include "app/dashboard/dashboard.h"

#include <adwaita.h>

#define PARL_TYPE_SOURCES_WINDOW (parl_sources_window_get_type ())
G_DECLARE_FINAL_TYPE (ParlSourcesWindow, parl_sources_window, PARL, SOURCES_WINDOW, AdwWindow)

GtkWindow *parl_sources_window_new (ParlDashboard *dashboard);
