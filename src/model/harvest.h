/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What passes between a source and the history at one sync: what is known goes in, what is new
 * comes out. */

#include "model/attempt.h"
#include "model/build.h"
#include "model/change.h"
#include "model/device.h"
#include "model/outcomes.h"
#include "model/plan.h"
#include "model/rollout.h"
#include "model/series.h"

/* What history already holds of one source. */
typedef struct
{
  char *bookmark;         /* what the source left last time, its own business; NULL: first sync */
  GHashTable *devices;    /* id (borrowed from the value) -> ParlDevice */
  GPtrArray *open;        /* (element-type ParlAttempt): attempts without an outcome */
  ParlTime newest;        /* newest datum that the source ever gave; PARL_TIME_NONE: none */
  ParlTime series_end;    /* newest stored sample of any series; PARL_TIME_NONE: none */
  ParlTime samples_lost;  /* from then on samples are to be asked for again, for the history has
                             lost some; PARL_TIME_NONE: none */
  GPtrArray *series;      /* (element-type ParlSeries): the samples of the last hour before
                             series_end, that one included */
  ParlTime updates_since; /* as the last harvest said it */
  int64_t last_day;       /* newest stored calendar day of counts; -1: none */
  int64_t day_before;     /* attempts that were counted on the day before that one */
} ParlKnown;

/* What one sync of one source brought. Everything is an upsert by its key (an attempt's key, a
 * device's id, a rollout's id, a change's kind and id, a build's id, a series' name, labels and
 * time, a day's whole set of counts); nothing is ever taken away from history because a source no
 * longer has it: it is gone since then, and was there before. */
typedef struct
{
  char *bookmark;      /* for the next sync */
  GPtrArray *attempts; /* (element-type ParlAttempt) */
  GPtrArray *devices;  /* (element-type ParlDevice) */
  GPtrArray *rollouts; /* (element-type ParlRollout) */
  GPtrArray *same; /* (element-type utf8): ids of rollouts that were looked at and are as history
                      holds them; what is in neither list was not looked at */
  GPtrArray *new_devices;   /* (element-type utf8): ids that other devices had before */
  GPtrArray *gone_devices;  /* (element-type utf8): ids that the source no longer has */
  GPtrArray *gone_rollouts; /* (element-type utf8) */
  bool reclassified;        /* classes and sites mean something else now, also those of the past */
  GHashTable *releases;     /* release that names its product -> its type, NULL: not known; what has
                               the same type may be one product under several names */
  GPtrArray *series;        /* (element-type ParlSeries) */
  GPtrArray *days;          /* (element-type ParlDayCount): every day in it replaces that day */
  GPtrArray *changes;       /* (element-type ParlChange) */
  GPtrArray *builds;        /* (element-type ParlBuild) */
  GPtrArray *milestones;    /* (element-type ParlMilestone): all that there are at present, ids by
                               the source; NULL: it was not asked for any */
  GPtrArray *warnings;      /* (element-type utf8): non-empty makes the sync "partial" */
  GPtrArray *notes;       /* (element-type utf8): what is worth knowing though nothing is missing */
  ParlTime newest;        /* time of the newest datum the source gave; PARL_TIME_NONE: no datum */
  ParlTime updates_since; /* updates that ended before then are not all read yet, the next sync
                             goes on there; PARL_TIME_NONE: all are */
  char *server;           /* what answered: "hawkBit 0.3", "Prometheus 2.42.0"; NULL unknown */
  unsigned requests;      /* HTTP requests it took */
} ParlHarvest;

ParlKnown *parl_known_new (void);
void parl_known_free (ParlKnown *self);
ParlHarvest *parl_harvest_new (void);
void parl_harvest_clear_rows (ParlHarvest *self);
void parl_harvest_free (ParlHarvest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlKnown, parl_known_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlHarvest, parl_harvest_free)
