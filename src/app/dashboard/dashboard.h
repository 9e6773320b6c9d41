/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the window knows of a fleet: opens the session, follows the user's files, and tells what the
 * syncs and the computer have done. Every audience's board is ready, so that switching the audience
 * is a look-up. No widget. */

#include "app/dashboard/computer.h"
#include "app/dashboard/folder-watch.h"
#include "app/dashboard/source-item.h"
#include "app/dashboard/syncs.h"

#include <gio/gio.h>

typedef enum
{
  PARL_DASHBOARD_OPENING,    /* the history is being opened */
  PARL_DASHBOARD_FAILED,     /* it can't be: the message says why */
  PARL_DASHBOARD_UNSET,      /* no source is configured */
  PARL_DASHBOARD_FIRST_SYNC, /* sources are being read, and history holds nothing yet */
  PARL_DASHBOARD_READY       /* there are boards */
} ParlDashboardState;

#define PARL_TYPE_DASHBOARD (parl_dashboard_get_type ())
G_DECLARE_FINAL_TYPE (ParlDashboard, parl_dashboard, PARL, DASHBOARD, GObject)

/* Fields are for reading. */
struct _ParlDashboard
{
  GObject parent_instance;

  ParlDashboardState state;
  char *message;       /* why it FAILED, or the notice of the history; NULL: none */
  ParlTrouble trouble; /* of a dashboard that FAILED */
  bool demo;
  ParlSession *session; /* NULL while opening */
  ParlComputer *computer;
  ParlSyncs *syncs;
  GArray *what_if; /* of ParlCheck: what is imagined on pages, and there alone; NULL: nothing */
  bool may_ask_for_targets; /* nobody has put that question away */
  char *targets_problem;    /* why the targets as their file has them now can't be used, so that the
                               last good ones are; NULL: they can */

  GPtrArray *scopes; /* (element-type ParlScope): those before the one that is shown, newest last */

  bool opening; /* the task that opens the session is under way */
  bool closed;
  bool syncing; /* as it was last notified */
  ParlSourceWatch *sources_watch;
  guint tick; /* a timer that updates the ages that are shown */
  ParlFolderWatch *settings_watch, *audiences_watch;
};

/* Properties, all read only and notified: "state" (int), "syncing" (boolean: any source is being
 * read).
 * Signals: "changed": findings and boards are new ones, and audiences may be; "scope-changed":
 * another scope was chosen (boards follow); "sources-changed": a source came, went or became
 * another, or half a minute has passed, so that its age is another; "files-read": what is wrong
 * with the user's own files has changed; "problem" (sentence): something went wrong that no
 * source's row can say. */
ParlDashboard *parl_dashboard_new (const ParlSessionOptions *options);
/* Comes before the last unref: cancels what is under way; nothing is emitted any more. */
void parl_dashboard_close (ParlDashboard *self);

/* Findings, boards and words. */
const char *const *parl_dashboard_get_audiences (ParlDashboard *self);           /* ids, in order */
ParlAudience *parl_dashboard_get_audience (ParlDashboard *self, const char *id); /* (nullable) */
ParlBoard *parl_dashboard_get_board (ParlDashboard *self, const char *id);       /* (nullable) */

/* What is imagined on pages, and there alone: ParlCheck; NULL: nothing. */
void parl_dashboard_set_what_if (ParlDashboard *self, const GArray *checks);
/* (transfer full) (nullable): the board with the what-if, if there is one and @what_if. */
ParlBoard *parl_dashboard_make_page (ParlDashboard *self, const char *id, bool what_if);

/* What is spoken of, and judged by which targets. Another scope and a change of the targets' file
 * recompute in the background. */
void parl_dashboard_set_scope (ParlDashboard *self, const ParlScope *scope);
/* Back to the scope before; nothing where there is none. */
void parl_dashboard_undo_scope (ParlDashboard *self);

/* Sources. */
void parl_dashboard_reload_sources (ParlDashboard *self); /* after their file was changed */

/* For tests that make a dashboard by hand. */
void parl_dashboard_take_syncs (ParlDashboard *self, ParlSyncs *syncs);
void parl_dashboard_set_state (ParlDashboard *self, ParlDashboardState state);
