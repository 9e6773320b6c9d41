/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The inside of a dashboard, for dashboard.c and for tests that make one by hand. */

#include "app/dashboard/computer.h"
#include "app/dashboard/dashboard.h"
#include "app/dashboard/folder-watch.h"
#include "app/dashboard/source-watch.h"
#include "app/dashboard/syncs.h"

struct _ParlDashboard
{
  GObject parent_instance;

  bool demo;
  bool opening; /* the task that opens the session is under way */
  bool closed;
  bool syncing; /* as it was last notified */
  ParlDashboardState state;
  char *message;
  ParlTrouble trouble;
  ParlSession *session;
  ParlComputer *computer;
  ParlSyncs *syncs;
  ParlSourceWatch *sources_watch;
  guint tick;            /* after which ages are others */
  char *targets_problem; /* NULL: none */
  ParlFolderWatch *settings_watch, *audiences_watch;
  GArray *what_if; /* ParlCheck, of pages; or NULL */
};

void parl_dashboard_take_syncs (ParlDashboard *self, ParlSyncs *syncs);
void parl_dashboard_set_state (ParlDashboard *self, ParlDashboardState state);
