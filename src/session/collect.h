/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Reads a session's sources side by side and stores what they bring. */

#include "model/harvest.h"
#include "session/session.h"

typedef struct
{
  char *source;
  ParlHarvest *harvest;       /* the last part of what it brought; NULL: it failed */
  unsigned attempts, devices; /* that all parts brought */
  GError *error;              /* why; one sentence */
} ParlCollected;

/* Called on the source's own thread. @left: how long the rest of the step will take, by what it
 * took so far; PARL_TIME_NONE: that can't be told yet, or it is nearly over. */
typedef void (*ParlCollectProgress) (const char *source, const char *what, unsigned done,
                                     unsigned total, ParlTime left, gpointer data);

/* What whoever waits for it hears; called on the sources' threads. Each function may be NULL. */
typedef struct
{
  ParlCollectProgress progress;
  void (*stored) (const char *source,
                  gpointer data); /* a part of what a source brings; more comes */
  gpointer data;
} ParlCollectWatch;

/* How long the rest takes at the pace of what is done. @elapsed: since the first of @done */
ParlTime parl_collect_time_left (ParlTime elapsed, unsigned done, unsigned total);

GPtrArray *parl_session_collect (ParlSession *session, const char *only, ParlTime now,
                                 const ParlCollectWatch *watch, GCancellable *cancellable,
                                 GError **error);
