/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One configured source as the window shows it: what its data are worth, and what is being done
 * about it. Belongs to the main thread. */

#include "analysis/targets.h"
#include "model/snapshot.h"
#include "sources/source-config.h"

#include <glib-object.h>

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

/* Emits "changed" whenever anything below may have become another. */
ParlSourceItem *parl_source_item_new (ParlSourceConfig *config);
ParlSourceConfig *parl_source_item_get_config (ParlSourceItem *self);
void parl_source_item_set_config (ParlSourceItem *self, ParlSourceConfig *config);
const char *parl_source_item_get_name (ParlSourceItem *self);

/* What history knows of it; NULL: nothing. Copied. */
void parl_source_item_set_state (ParlSourceItem *self, const ParlSourceState *state);
ParlSyncState parl_source_item_get_sync_state (ParlSourceItem *self);
const char *parl_source_item_get_message (ParlSourceItem *self); /* (nullable) why, one sentence */
ParlTime parl_source_item_get_newest (ParlSourceItem *self);
ParlTime parl_source_item_get_fetched (ParlSourceItem *self);
ParlFreshness parl_source_item_get_freshness (ParlSourceItem *self, ParlTime now,
                                              const ParlTargets *targets);

/* A sync under way. @total 0: nobody knows yet how much there is. */
void parl_source_item_begin_sync (ParlSourceItem *self);
void parl_source_item_set_progress (ParlSourceItem *self, const char *what, unsigned done,
                                    unsigned total);
void parl_source_item_end_sync (ParlSourceItem *self, const GError *error); /* NULL: it worked */
bool parl_source_item_get_syncing (ParlSourceItem *self);
bool parl_source_item_get_unsettled (ParlSourceItem *self); /* read, but history not asked yet */
const char *parl_source_item_get_what (ParlSourceItem *self);
void parl_source_item_get_progress (ParlSourceItem *self, unsigned *done, unsigned *total);
double parl_source_item_get_fraction (ParlSourceItem *self); /* NAN: not known */

/* The last syncs of this run of the program. */
unsigned parl_source_item_get_failures (ParlSourceItem *self); /* in a row */
int parl_source_item_get_error_code (ParlSourceItem *self);    /* ParlSourceError; -1: none */

/* When it is read next without being asked to; PARL_TIME_NONE: not. */
void parl_source_item_set_next_try (ParlSourceItem *self, ParlTime time);
ParlTime parl_source_item_get_next_try (ParlSourceItem *self);
