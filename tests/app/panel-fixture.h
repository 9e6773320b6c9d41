/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A dashboard that shows findings made by hand: a real session over an empty history, so that
 * evidence takes the real way, on its worker thread. */

#include "wait.h"

#include "app/dashboard/dashboard.h"

#include <gtk/gtk.h>

typedef struct
{
  char *folder;
  ParlDashboard *dashboard;
  GtkWidget *window, *child; /* of panel_fixture_present() */
} PanelFixture;

/* @findings: (nullable) (transfer full): NULL: the dashboard is left opening. */
PanelFixture panel_fixture_new (ParlFindings *findings);
void panel_fixture_clear (PanelFixture *self);
/* Shows @child, which the fixture owns from now on and sees go, in a window. */
void panel_fixture_present (PanelFixture *self, GtkWidget *child);
/* As after a refresh. */
void panel_fixture_take_findings (PanelFixture *self, ParlFindings *findings);

/* Drops the last reference but those of tasks that are just ending, and sees the object go. */
void panel_fixture_finalize (gpointer object);
