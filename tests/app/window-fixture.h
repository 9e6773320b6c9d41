/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The whole application with its real window, for programs that test it: started once, in folders
 * of its own, with one dashboard for all cases. Every case leaves the window as it found it. */

#include "wait.h"

#include "app/main-window.h"

typedef struct
{
  ParlApplication *application;
  GtkWidget *window;
  ParlDashboard *dashboard; /* the application's; another after app.demo or app.own-fleet */
} WindowFixture;

/* Starts the application, lets @prepare make it ready, runs the tests that it adds, quits, and sees
 * application, window and dashboard go. Returns: what main() returns. */
int window_fixture_main (int argc, char **argv, void (*prepare) (WindowFixture *self));
/* Lets the dashboard hold the golden fleet, as if its sources had been read just now. */
void window_fixture_fill (WindowFixture *self);
/* Takes up the application's dashboard again, after it was replaced. */
void window_fixture_follow (WindowFixture *self);

void window_fixture_settle (WindowFixture *self);        /* until it is laid out and drawn */
void window_fixture_wait_computed (WindowFixture *self); /* until nothing is being computed */
void window_fixture_resize (WindowFixture *self, int width, int height);
/* Detailed names with spaces between: "win.audience::ops win.days(7)". */
void window_fixture_do (WindowFixture *self, const char *actions);
GtkWindow *window_fixture_find_dialog (WindowFixture *self); /* (nullable) */
void window_fixture_close_dialog (WindowFixture *self);      /* and sees it go */

/* Calls @visit for @root and all below it that can be seen, but not for popovers. */
void window_fixture_walk (GtkWidget *root, void (*visit) (GtkWidget *widget, gpointer data),
                          gpointer data);
/* (nullable) the first one that can be seen */
GtkWidget *window_fixture_find (GtkWidget *root, GType type);
