/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Answers the desktop's search (org.gnome.Shell.SearchProvider2) with the sentences of the board
 * that the window showed last; a result is the address of its fact. */

#include "app/dashboard/dashboard.h"

typedef struct _ParlSearchProvider ParlSearchProvider;

/* What it asks of the application. */
typedef struct
{
  ParlDashboard *(*get_dashboard) (gpointer data);               /* (nullable): none is open */
  char *(*dup_audience) (const char *const *ids, gpointer data); /* which of them speaks */
  gpointer data;
} ParlSearchDesk;

/* Exports itself at @path. Without a dashboard it reads the history on a thread, and no server.
 * Opens results by the actions "show-fact" and "activate" of @application, which it holds
 * meanwhile. Returns: (nullable): NULL with @error: the path is taken */
ParlSearchProvider *parl_search_provider_new (GApplication *application,
                                              GDBusConnection *connection, const char *path,
                                              const ParlSearchDesk *desk, GError **error);
void parl_search_provider_free (ParlSearchProvider *self);
