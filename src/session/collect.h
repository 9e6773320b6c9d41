/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Reads a session's sources side by side and stores what they bring. */

#include "model/harvest.h"
#include "session/session.h"

typedef struct
{
  char *source;
  ParlHarvest *harvest; /* NULL: it failed */
  GError *error;        /* why; one sentence */
} ParlCollected;

/* Called on the source's own thread. */
typedef void (*ParlCollectProgress) (const char *source, const char *what, unsigned done,
                                     unsigned total, gpointer data);

GPtrArray *parl_session_collect (ParlSession *session, const char *only, ParlTime now,
                                 ParlCollectProgress progress, gpointer data,
                                 GCancellable *cancellable, GError **error);
