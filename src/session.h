/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The one loop: collect -> store -> analyse -> board. Blocking, without GTK: the tool calls it from
 * main, the window from its worker threads, several at a time. */

#include "analysis/evidence.h"
#include "audiences/board.h"
#include "demo/demo.h"
#include "sources/source.h"

/* Where everything is. Strings are borrowed for the length of the call only. */
typedef struct
{
  const char *config_dir; /* sources.conf, parlance.conf, plan.conf, causes.rules, audiences/ */
  const char *state_dir;  /* history.db */
  const char *data_dir;   /* what Parlance brings along: audiences/, causes.rules */
  const char *counts;     /* a file of counts to read instead of the user's sources; NULL: none;
                             history vanishes with the session */
  bool demo;              /* serve and read the demo fleet; history vanishes with the session */
  ParlDemoGeneration demo_generation;
  int secret_fd; /* where the one secret of this run is read from; -1: nowhere */
} ParlSessionOptions;

/* The user's own folders; PARLANCE_DATA_DIR in the environment: what Parlance brings along, of a
 * build that is not installed. */
ParlSessionOptions parl_session_default_options (void);

typedef struct
{
  char *source;
  ParlHarvest *harvest; /* NULL: it failed */
  GError *error;        /* why; one sentence */
} ParlSessionResult;

/* Called on the source's own thread. */
typedef void (*ParlSessionProgress) (const char *source, const char *what, unsigned done,
                                     unsigned total, gpointer data);

typedef struct _ParlSession ParlSession;

/* Why a session can't be opened, as far as its user can do something about it. */
typedef enum
{
  PARL_TROUBLE_OTHER,
  PARL_TROUBLE_SETTINGS,   /* a file of settings says something that makes no sense */
  PARL_TROUBLE_DAMAGED,    /* the history, beyond repair */
  PARL_TROUBLE_NEWER,      /* the history is a newer version's */
  PARL_TROUBLE_FULL,       /* no space is left */
  PARL_TROUBLE_UNWRITABLE, /* the history may not be opened or written */
  PARL_TROUBLE_BUSY        /* another process keeps the history for itself */
} ParlTrouble;

ParlSession *parl_session_new (const ParlSessionOptions *options, ParlTime now, GError **error);
void parl_session_free (ParlSession *self);
ParlTrouble parl_session_get_trouble (const GError *error);
const char *parl_session_get_notice (ParlSession *self);
char *parl_session_dup_sources_path (ParlSession *self);
GPtrArray *parl_session_list_sources (ParlSession *self);
bool parl_session_reload_sources (ParlSession *self, GError **error);
const ParlTargets *parl_session_get_targets (ParlSession *self);
ParlTargets *parl_session_load_targets (ParlSession *self, GError **error);

GPtrArray *parl_session_collect (ParlSession *self, const char *only, ParlTime now,
                                 ParlSessionProgress progress, gpointer data,
                                 GCancellable *cancellable, GError **error);
ParlSource *parl_session_open_source (ParlSession *self, const char *name,
                                      GCancellable *cancellable, GError **error);
ParlSnapshot *parl_session_snapshot (ParlSession *self, ParlTime as_of, GError **error);
ParlFindings *parl_session_find (ParlSession *self, const ParlSnapshot *snapshot,
                                 const ParlScope *scope);
ParlEvidence *parl_session_evidence (ParlSession *self, const ParlFindings *findings,
                                     const ParlFact *fact, GError **error);
char **parl_session_list_audiences (const ParlSessionOptions *options, GPtrArray *problems);
GPtrArray *parl_session_load_audiences (ParlSession *self, const GPtrArray *before,
                                        GPtrArray *problems);
ParlAudience *parl_session_load_audience (ParlSession *self, const char *audience, GError **error);
ParlBoard *parl_session_board (ParlSession *self, const char *audience,
                               const ParlFindings *findings, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlSession, parl_session_free)
