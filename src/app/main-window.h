/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The main window: one fleet, one audience at a time. */

#include "app/application.h"

#define PARL_TYPE_MAIN_WINDOW (parl_main_window_get_type ())
G_DECLARE_FINAL_TYPE (ParlMainWindow, parl_main_window, PARL, MAIN_WINDOW, AdwApplicationWindow)

GtkWidget *parl_main_window_new (ParlApplication *application);
/* NULL: none, and what it showed is let go. */
void parl_main_window_set_dashboard (ParlMainWindow *self, ParlDashboard *dashboard);
/* The keys of win.* actions, once an application. */
void parl_main_window_add_accels (GtkApplication *application);
/* Before there are audiences, the one to begin with. */
void parl_main_window_show_audience (ParlMainWindow *self, const char *audience);
const char *parl_main_window_get_audience (ParlMainWindow *self);
/* One sentence at the foot for a few seconds; plain text, copied. */
void parl_main_window_toast (ParlMainWindow *self, const char *sentence);
