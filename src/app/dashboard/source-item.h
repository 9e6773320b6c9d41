/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One configured source as the window shows it: what its data are worth, and what is being done
 * about it. Belongs to the main thread. */

#include "analysis/targets.h"
#include "model/snapshot.h"
#include "sources/source-config.h"

#include <gio/gio.h>

/* Of the data, never of the last click. */
typedef enum
{
  PARL_FRESHNESS_UNKNOWN, /* never read */
  PARL_FRESHNESS_FRESH,
  PARL_FRESHNESS_LATE,
  PARL_FRESHNESS_STALE,
  PARL_FRESHNESS_OFFLINE /* the last sync failed */
} ParlFreshness;

#define PARL_TYPE_SOURCE_ITEM (parl_source_item_get_type ())
G_DECLARE_FINAL_TYPE (ParlSourceItem, parl_source_item, PARL, SOURCE_ITEM, GObject)

/* Emits "changed" whenever a field may have become another. Fields are for reading; only the
 * functions below set them. */
struct _ParlSourceItem
{
  GObject parent_instance;

  ParlSourceConfig *config;

  /* What history knows of it. */
  ParlSyncState sync_state;
  char *message; /* why, in one sentence; NULL: nothing to say */
  ParlTime newest, fetched, updates_since;

  /* The sync under way. */
  bool syncing;
  char *what;           /* the step that it is at; NULL: before the first one */
  unsigned done, total; /* total 0: nobody knows yet how much there is */
  ParlTime left;        /* that the step still takes; PARL_TIME_NONE: not known, or nearly over */

  /* The last syncs of this run of the program. */
  unsigned failures; /* in a row */
  int error_code;    /* ParlSourceError; -1: none */
  bool unsettled;    /* one ended well, and history has not been asked since */

  ParlTime next_try; /* when it is read next by itself; PARL_TIME_NONE: not */
};

ParlSourceItem *parl_source_item_new (ParlSourceConfig *config);
/* The one named @name (NULL: none) in a list of ParlSourceItem; borrowed, NULL where there is none.
 */
ParlSourceItem *parl_source_items_find (GListModel *items, const char *name);
void parl_source_item_set_config (ParlSourceItem *self, ParlSourceConfig *config);
const char *parl_source_item_get_name (ParlSourceItem *self);
/* @state: (nullable): NULL: history knows nothing of it. Copied. */
void parl_source_item_set_state (ParlSourceItem *self, const ParlSourceState *state);
ParlFreshness parl_source_item_get_freshness (ParlSourceItem *self, ParlTime now,
                                              const ParlTargets *targets);

bool parl_source_item_is_first_read (ParlSourceItem *self); /* is being read, and never was */
void parl_source_item_begin_sync (ParlSourceItem *self);
void parl_source_item_set_progress (ParlSourceItem *self, const char *what, unsigned done,
                                    unsigned total, ParlTime left);
void parl_source_item_end_sync (ParlSourceItem *self, const GError *error); /* NULL: it worked */
double parl_source_item_get_fraction (ParlSourceItem *self);                /* NAN: not known */
void parl_source_item_set_next_try (ParlSourceItem *self, ParlTime time);

/* Follows a list of sources and every source in it. */
typedef struct _ParlSourceWatch ParlSourceWatch;

/* Calls @changed whenever a source came, went, or became another. */
ParlSourceWatch *parl_source_watch_new (GListModel *sources, void (*changed) (gpointer data),
                                        gpointer data);
void parl_source_watch_free (ParlSourceWatch *self);
