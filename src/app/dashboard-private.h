/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The inside of a dashboard, shared by dashboard.c and dashboard-*.c only. */

#include "app/dashboard.h"
#include "app/folder-watch.h"

struct _ParlDashboard
{
  GObject parent_instance;

  bool demo;
  ParlDashboardState state;
  char *message;
  ParlTrouble trouble;
  ParlSession *session;
  GCancellable *closing;     /* of everything */
  GCancellable *cancellable; /* of the syncs under way */
  unsigned n_tasks, n_syncs;
  bool computing, dirty, snapshot_dirty, audiences_dirty;
  char **ids;                   /* of the audiences */
  GPtrArray *audiences;         /* of ParlAudience, as the boards were made from them */
  GPtrArray *audience_problems; /* of utf8 */
  char *targets_problem;        /* NULL: none */
  ParlFolderWatch *settings_watch, *audiences_watch;
  GListStore *sources; /* of ParlSourceItem */
  ParlCollector *collector;
  bool first_read_waits; /* for the word that history holds nothing */
  ParlScope *scope;
  ParlTargets *targets;
  ParlSnapshot *snapshot;
  ParlChoices *choices; /* of the snapshot */
  ParlFindings *findings;
  GHashTable *boards; /* id -> ParlBoard */
  GArray *what_if;    /* ParlCheck, of pages; or NULL */
};

/* Runs @func in a thread with the dashboard as its source and @data as its task data; @callback
 * first calls parl_dashboard_end_task(). */
void parl_dashboard_run_task (ParlDashboard *self, gpointer data, GDestroyNotify free_data,
                              GTaskThreadFunc func, GAsyncReadyCallback callback);
/* Returns: whether the task's result is still wanted. */
bool parl_dashboard_end_task (ParlDashboard *self);

void parl_dashboard_set_state (ParlDashboard *self, ParlDashboardState state);
void parl_dashboard_complain (ParlDashboard *self, const char *sentence);
void parl_dashboard_notify_syncing (ParlDashboard *self);
void parl_dashboard_notify_busy (ParlDashboard *self);
void parl_dashboard_notify_changed (ParlDashboard *self);
void parl_dashboard_notify_scope (ParlDashboard *self);
void parl_dashboard_notify_files (ParlDashboard *self);

void parl_dashboard_watch_files (ParlDashboard *self, const char *config_dir);
void parl_dashboard_take_audiences (ParlDashboard *self, GPtrArray *audiences, GPtrArray *problems);
void parl_dashboard_compute (ParlDashboard *self);
void parl_dashboard_begin_collecting (ParlDashboard *self);
void parl_dashboard_fill_sources (ParlDashboard *self);
void parl_dashboard_tell_sources_their_state (ParlDashboard *self);
