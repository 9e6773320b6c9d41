/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the window knows of a fleet: opens the session, follows the user's files, and tells what the
 * syncs and the computer have done. Every audience's board is ready, so that switching the audience
 * is a look-up. No widget. */

#include "app/dashboard/collector.h"
#include "session/compute.h"

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

/* Properties, all read only and notified: "state" (int), "syncing" (boolean: any source is being
 * read), "busy" (boolean: facts are being computed).
 * Signals: "changed": findings and boards are new ones, and audiences may be; "scope-changed":
 * another scope was chosen (boards follow); "sources-changed": a source came, went or became
 * another, or half a minute has passed, so that its age is another; "files-read": what is wrong
 * with the user's own files has changed; "problem" (sentence): something went wrong that no
 * source's row can say. */
ParlDashboard *parl_dashboard_new (const ParlSessionOptions *options);
/* Comes before the last unref: cancels what is under way; nothing is emitted any more. */
void parl_dashboard_close (ParlDashboard *self);

ParlDashboardState parl_dashboard_get_state (ParlDashboard *self);
const char *
parl_dashboard_get_message (ParlDashboard *self); /* (nullable) why it failed, or the notice */
ParlTrouble parl_dashboard_get_trouble (ParlDashboard *self); /* of a dashboard that FAILED */
bool parl_dashboard_is_demo (ParlDashboard *self);
ParlSession *parl_dashboard_get_session (ParlDashboard *self); /* NULL while opening */

/* Findings, boards and words. */
const ParlFindings *parl_dashboard_get_findings (ParlDashboard *self);           /* (nullable) */
const char *const *parl_dashboard_get_audiences (ParlDashboard *self);           /* ids, in order */
ParlAudience *parl_dashboard_get_audience (ParlDashboard *self, const char *id); /* (nullable) */
ParlBoard *parl_dashboard_get_board (ParlDashboard *self, const char *id);       /* (nullable) */

/* What is imagined on pages, and there alone: ParlCheck; NULL: nothing. */
void parl_dashboard_set_what_if (ParlDashboard *self, const GArray *checks);
const GArray *parl_dashboard_get_what_if (ParlDashboard *self); /* (nullable) */
/* (transfer full) (nullable): the board with the what-if, if there is one and @what_if. */
ParlBoard *parl_dashboard_make_page (ParlDashboard *self, const char *id, bool what_if);

/* What is spoken of, and judged by which targets. Another scope and a change of the targets' file
 * recompute in the background. */
const ParlScope *parl_dashboard_get_scope (ParlDashboard *self);
void parl_dashboard_set_scope (ParlDashboard *self, const ParlScope *scope);
const ParlChoices *parl_dashboard_get_choices (ParlDashboard *self); /* (nullable) */
const ParlTargets *parl_dashboard_get_targets (ParlDashboard *self);

/* What is wrong with the user's own files; they are read again whenever they change. */
const char *parl_dashboard_get_targets_problem (ParlDashboard *self); /* (nullable) */
const GPtrArray *parl_dashboard_get_audience_problems (ParlDashboard *self);

/* Sources. */
GListModel *parl_dashboard_get_sources (ParlDashboard *self); /* of ParlSourceItem */
void parl_dashboard_reload_sources (ParlDashboard *self);     /* after their file was changed */
void parl_dashboard_sync (ParlDashboard *self,
                          const char *name); /* NULL: all that are not paused */
void parl_dashboard_cancel_sync (ParlDashboard *self);
bool parl_dashboard_get_syncing (ParlDashboard *self);
ParlCollector *parl_dashboard_get_collector (ParlDashboard *self); /* reads them by itself */

/* The rows behind a fact of the present findings. */
void parl_dashboard_list_evidence_async (ParlDashboard *self, const ParlFact *fact,
                                         GCancellable *cancellable, GAsyncReadyCallback callback,
                                         gpointer data);
ParlEvidence *parl_dashboard_list_evidence_finish (ParlDashboard *self, GAsyncResult *result,
                                                   GError **error);
