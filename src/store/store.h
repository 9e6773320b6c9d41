/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The history: all that the sources ever said, in one SQLite file. Every call blocks, and may come
 * from any thread: the work itself is done on the store's own thread, one call after the other.
 * Several processes may have the same file open. Every message is one sentence that names the file
 * and the reason: “The history “/home/a/history.db” could not be written: no space is left”. */

#include "model/harvest.h"
#include "model/snapshot.h"

typedef enum
{
  PARL_STORE_ERROR_DAMAGED,    /* what is in the file is not what was written */
  PARL_STORE_ERROR_NEWER,      /* written by a newer Parlance; nothing was changed */
  PARL_STORE_ERROR_FULL,       /* no space is left; what was stored before can still be read */
  PARL_STORE_ERROR_UNWRITABLE, /* folder or file may not be made, opened or written */
  PARL_STORE_ERROR_BUSY,       /* another process kept the file for itself too long: try again */
  PARL_STORE_ERROR_FAILED      /* anything else */
} ParlStoreError;

#define PARL_STORE_ERROR (parl_store_error_quark ())
GQuark parl_store_error_quark (void);

/* How far back a snapshot looks. */
#define PARL_STORE_DAYS PARL_SNAPSHOT_DAYS

typedef struct _ParlStore ParlStore;

ParlStore *parl_store_open (const char *path, ParlTime now, GError **error);
void parl_store_close (ParlStore *self);
const char *parl_store_get_notice (const ParlStore *self);
bool parl_store_verify (ParlStore *self, ParlTime now, char **notice, GError **error);

ParlKnown *parl_store_load_known (ParlStore *self, const char *source, GError **error);
bool parl_store_add (ParlStore *self, const char *source, const char *kind,
                     const ParlHarvest *harvest, ParlTime now, GError **error);
bool parl_store_note_failure (ParlStore *self, const char *source, const char *kind,
                              const char *message, ParlTime now, GError **error);

bool parl_store_forget_samples (ParlStore *self, unsigned days, ParlTime now, GError **error);

ParlSnapshot *parl_store_snapshot (ParlStore *self, const char *const *sources, ParlTime as_of,
                                   GTimeZone *zone, GError **error);
GPtrArray *parl_store_attempts (ParlStore *self, const char *const *sources, ParlWindow window,
                                ParlTime as_of, GError **error);

GPtrArray *parl_store_count_hours (ParlStore *self, const char *const *sources, ParlWindow window,
                                   ParlTime as_of, GError **error);
GPtrArray *parl_store_rollouts (ParlStore *self, const char *const *sources, ParlTime as_of,
                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlStore, parl_store_close)
