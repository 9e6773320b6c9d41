/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Dashboards in any state, made by hand, and eyes and hands for the widgets that show them. */

#include "wait.h"

#include "app/dashboard/dashboard.h"

#include <adwaita.h>

/* begin_with_display(), with the program's icons. */
void fixture_init (int *argc, char ***argv);

ParlDashboard *fixture_new_dashboard (ParlDashboardState state);
/* With a session on a folder of its own, which has to be removed; the administrator's files are
 * below its "system". */
ParlDashboard *fixture_new_open_dashboard (char **folder);
/* An administrator ships a hawkBit that is signed in to by name and password. */
void fixture_ship_source (ParlDashboard *dashboard, const char *folder);
void fixture_close_dashboard (ParlDashboard *dashboard); /* fails if somebody keeps it */
/* A source whose newest datum is @age old; PARL_TIME_NONE: it was never read. The list keeps it. */
ParlSourceItem *fixture_add_source (ParlDashboard *dashboard, const char *name, const char *kind,
                                    ParlSyncState state, ParlTime age);

void fixture_settle (void);                            /* lets what is pending happen */
GtkWidget *fixture_show (GtkWidget *child, int width); /* in a window */
void fixture_destroy_window (GtkWidget *window);
/* What can be seen. */
bool fixture_shows (GtkWidget *root, const char *text);
GtkWidget *fixture_find_row (GtkWidget *root, const char *title);
GtkWidget *fixture_find_button (GtkWidget *root, const char *label);
unsigned fixture_count (GtkWidget *root, GType type);
