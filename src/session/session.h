/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the window and the command-line tool both stand on: the settings, the sources and the
 * history of one fleet. session/collect.h reads the sources, session/compute.h makes facts and
 * boards of the history. Blocking and without GTK: the tool calls it from main, the window from its
 * worker threads, several at a time. */

#include "analysis/evidence.h"
#include "analysis/targets.h"
#include "audiences/file/audience.h"
#include "session/origin.h"
#include "sources/source.h"

/* Where everything is. Strings are borrowed for the length of the call only. */
typedef struct
{
  const char *config_dir;     /* sources.conf, parlance.conf, plan.conf, causes.rules, audiences/ */
  const char *system_dir;     /* what an administrator gives all desktops: sources.conf,
                                 parlance.conf, plan.conf; NULL: nothing */
  const char *state_dir;      /* history.db, and what was told to other engines */
  const char *data_dir;       /* what Parlance brings along: audiences/, causes.rules */
  ParlOpenOrigin open_origin; /* NULL: the user's own sources and history */
  gconstpointer origin_data;  /* what it is called with; as long as the call */
  const char *zone; /* whose calendar days are counted: "Europe/Berlin"; NULL: the system's */
  int secret_fd;    /* where the one secret of this run is read from; -1: nowhere */
} ParlSessionOptions;

/* The user's own folders; in the environment PARLANCE_DATA_DIR: what Parlance brings along, of a
 * build that is not installed; PARLANCE_SYSTEM_DIR: in the place of /etc/parlance. */
ParlSessionOptions parl_session_default_options (void);

typedef struct _ParlSession ParlSession;
typedef struct _ParlStore ParlStore; /* store/store.h */

/* Why a session can't be opened, as far as its user can do something about it. */
typedef enum
{
  PARL_TROUBLE_OTHER,
  PARL_TROUBLE_SETTINGS,   /* a settings file has an error */
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
bool parl_session_verify (ParlSession *self, ParlTime now, char **notice, GError **error);
const char *parl_session_get_state_dir (ParlSession *self);

/* Sources. */
const ParlSettingsLayers *parl_session_get_source_files (ParlSession *self);
GPtrArray *parl_session_list_sources (ParlSession *self);
char **parl_session_list_source_names (ParlSession *self);
ParlSourceConfig *parl_session_find_source (ParlSession *self, const char *name, GError **error);
bool parl_session_reload_sources (ParlSession *self, GError **error);
char *parl_session_dup_secret (ParlSession *self, const char *name, const char *url,
                               GCancellable *cancellable, GError **error);
ParlSource *parl_session_open_source (ParlSession *self, ParlSourceConfig *config,
                                      GCancellable *cancellable, GError **error);

ParlSourceDirs parl_session_get_dirs (ParlSession *self); /* as long as the session lives */

/* What facts are computed from. */
GTimeZone *parl_session_get_zone (ParlSession *self);
ParlStore *parl_session_get_store (ParlSession *self);
ParlPlan *parl_session_get_plan (ParlSession *self);
const ParlTargets *parl_session_get_targets (ParlSession *self);
ParlTargets *parl_session_load_targets (ParlSession *self, GError **error);
bool parl_session_may_ask_for_targets (ParlSession *self);
bool parl_session_load_keep_days (ParlSession *self, unsigned *days, GError **error);

/* What boards are made for. */
char **parl_session_list_audiences (const ParlSessionOptions *options, GPtrArray *problems);
ParlAudience *parl_session_read_audience (const ParlSessionOptions *options, const char *path,
                                          GError **error);
GPtrArray *parl_session_load_audiences (ParlSession *self, const GPtrArray *before,
                                        GPtrArray *problems);
ParlAudience *parl_session_load_audience (ParlSession *self, const char *id, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlSession, parl_session_free)
