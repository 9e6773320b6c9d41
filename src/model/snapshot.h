/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* All that the sources said, as of one instant, and the plan that it is held against. */

#include "model/build.h"
#include "model/change.h"
#include "model/device.h"
#include "model/outage.h"
#include "model/outcomes.h"
#include "model/plan.h"
#include "model/rollout.h"
#include "model/series.h"

/* How far back it looks. */
#define PARL_SNAPSHOT_DAYS 120

typedef enum
{
  PARL_SYNC_NEVER,   /* configured, nothing fetched yet */
  PARL_SYNC_DONE,    /* the last sync brought everything */
  PARL_SYNC_PARTIAL, /* it brought less than asked for; `message` says what is missing */
  PARL_SYNC_FAILED   /* it brought nothing; what is shown is older; `message` says why */
} ParlSyncState;

/* What a source tells of. */
typedef enum
{
  PARL_FEEDS_ATTEMPTS = 1 << 0, /* updates one by one */
  PARL_FEEDS_COUNTS = 1 << 1,   /* updates counted by day */
  PARL_FEEDS_SPEED = 1 << 2,
  PARL_FEEDS_DEVICES = 1 << 3,
  PARL_FEEDS_ROLLOUTS = 1 << 4,
  PARL_FEEDS_PLAN = 1 << 5,
  PARL_FEEDS_DEBT = 1 << 6,
  PARL_FEEDS_CHANGES = 1 << 7, /* merges and tags */
  PARL_FEEDS_BUILDS = 1 << 8
} ParlFeeds;

typedef struct
{
  char *name;     /* the user's name for it */
  char *kind;     /* as in the history: "hawkbit"; NULL: never heard of */
  unsigned feeds; /* of ParlFeeds: what a source of this kind can tell */
  ParlSyncState state;
  bool after_partial;     /* it failed, and what there is from before is partial */
  char *message;          /* one sentence, or NULL */
  ParlTime newest;        /* newest datum; PARL_TIME_NONE: none */
  ParlTime fetched;       /* last successful sync; PARL_TIME_NONE: never */
  ParlTime updates_since; /* updates that ended before then are not all read yet; PARL_TIME_NONE:
                             all are */
  bool is_being_read;     /* for the first time, at this moment */
} ParlSourceState;

/* Made by the store, then only read. All windows are relative to `as_of`. */
typedef struct _ParlSnapshot ParlSnapshot;
struct _ParlSnapshot
{
  ParlTime as_of;
  GTimeZone *zone; /* whose calendar days are counted; NULL: UTC, as where a source counts by day */
  GPtrArray *sources; /* (element-type ParlSourceState), by name */
  ParlOutcomes *outcomes;
  GPtrArray *rollouts; /* (element-type ParlRollout), newest first */
  GPtrArray *devices;  /* (element-type ParlDevice), by id */
  bool seen_later;     /* some of them were heard of since: who was silent then is not known */
  GPtrArray *outages;  /* (element-type ParlOutage), by failure: of every first attempt that failed
                          and  that is known one by one */
  GPtrArray *series;   /* (element-type ParlSeries), by name and labels */
  GPtrArray *milestones; /* (element-type ParlMilestone): what trackers plan, for `plan` */
  GPtrArray *changes;    /* (element-type ParlChange): what trackers merged and tagged, by time */
  GPtrArray *builds;     /* (element-type ParlBuild): of trackers, by their end */
  GPtrArray *arrivals;   /* (element-type ParlArrival), by first; none where there are no changes */
  ParlPlan *plan;        /* the user's own; NULL: none */
  ParlSnapshot *whole;   /* what a scope cut this one out of, and whose rows it borrows; NULL: it
                            is whole itself */
};

ParlSourceState *parl_source_state_new (const char *name, const char *kind);
void parl_source_state_add_message (ParlSourceState *self, const char *sentence);
void parl_source_state_free (ParlSourceState *self);
bool parl_source_state_is_whole (const ParlSourceState *self);
ParlSnapshot *parl_snapshot_new (ParlTime as_of);
ParlSnapshot *parl_snapshot_ref (const ParlSnapshot *self);
void parl_snapshot_unref (ParlSnapshot *self);
bool parl_snapshot_is_empty (const ParlSnapshot *self);
const char *parl_sync_state_to_string (ParlSyncState state);
bool parl_sync_state_from_string (const char *text, ParlSyncState *state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlSourceState, parl_source_state_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlSnapshot, parl_snapshot_unref)
