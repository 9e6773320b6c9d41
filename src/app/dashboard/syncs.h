/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The configured sources and their syncs, each a task of its own: by a timer, and when somebody
 * asks. Knows nothing of facts. Belongs to the main thread. */

#include "app/dashboard/collector.h"
#include "session/session.h"

#define PARL_TYPE_SYNCS (parl_syncs_get_type ())
G_DECLARE_FINAL_TYPE (ParlSyncs, parl_syncs, PARL, SYNCS, GObject)

/* Fields are for reading. */
struct _ParlSyncs
{
  GObject parent_instance;

  ParlSession *session;      /* not owned; NULL before it is opened */
  GListStore *sources;       /* of ParlSourceItem */
  ParlCollector *collector;  /* NULL once it is closed */
  GCancellable *cancellable; /* of the syncs under way */
  unsigned n_tasks;          /* under way */
  bool closed;
  bool waits; /* nothing is read unasked: whether history is empty decides about the first time */
};

/* Signals: "begun": a sync was started; "stored": history has a first part of what it brings;
 * "ended": one is over, and history may hold something new;
 * "problem" (sentence): something went wrong that is not the source's own trouble, such as a full
 * disk. @monitor: (nullable): the network; NULL: it is always there and costs nothing. */
ParlSyncs *parl_syncs_new (GNetworkMonitor *monitor);
void parl_syncs_open (ParlSyncs *self, ParlSession *session); /* borrowed until it closes */
void parl_syncs_close (ParlSyncs *self); /* cancels, emits nothing any more; tasks may go on */
bool parl_syncs_get_syncing (ParlSyncs *self); /* a source is being read */
/* (transfer full): names of the sources that are being read for the first time */
char **parl_syncs_list_first_reads (ParlSyncs *self);
void parl_syncs_fill (ParlSyncs *self); /* takes the session's sources over */
void parl_syncs_set_states (ParlSyncs *self, const ParlSnapshot *snapshot); /* (nullable) */

/* Reads all sources now, then again and again, as far as the collector may. */
void parl_syncs_start_timer (ParlSyncs *self);
void parl_syncs_end_wait (ParlSyncs *self, bool is_empty);
void parl_syncs_read (ParlSyncs *self, const char *name);
void parl_syncs_read_new (ParlSyncs *self, const ParlSnapshot *snapshot);
void parl_syncs_cancel (ParlSyncs *self);
