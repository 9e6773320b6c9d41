/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A rollout of one release to a part of the fleet, stage by stage, as its server counts it. */

#include "model/instant.h"

typedef enum
{
  PARL_PROGRESS_WAITING, /* not begun */
  PARL_PROGRESS_RUNNING,
  PARL_PROGRESS_PAUSED,
  PARL_PROGRESS_FINISHED,
  PARL_PROGRESS_STOPPED /* called off, or stopped by its error threshold */
} ParlProgress;

/* A time in which every look at the server found the same progress. What happened between this one
 * and the next, happened after `last` and not after the next one's `first`. */
typedef struct
{
  ParlProgress progress;
  ParlTime first, last; /* looks */
} ParlSpell;

/* A count of a part of a stage that nobody can tell. */
#define PARL_COUNT_UNKNOWN (-1)

/* Outcomes of one hour of a stage, from its attempts. Hours end at the snapshot's instant or whole
 * hours before it. */
typedef struct
{
  ParlTime until;    /* end of the hour, which it does not hold */
  int64_t succeeded; /* in what was asked, be it a download only */
  int64_t failed;
} ParlStageHour;

/* Counts are of devices and as the server gave them; they may add up to less than `total`. In what
 * was narrowed by a scope, all but `total` and `succeeded` may be PARL_COUNT_UNKNOWN. */
typedef struct
{
  char *id;
  char *name;
  ParlProgress progress;
  int64_t total;
  int64_t succeeded;  /* run the release now */
  int64_t downloaded; /* were only to download it, and did: no failure, but not done either */
  int64_t failed;
  int64_t cancelled;
  int64_t running;          /* told to the device, no outcome yet */
  int64_t waiting;          /* not told yet: scheduled or not started */
  double success_threshold; /* share, 0..1, that opens the next stage; NAN: none */
  double error_threshold;   /* share, 0..1, that stops the rollout; NAN: none */

  /* Filled in by the store from the attempts: when its first and newest outcome came. */
  ParlTime first_outcome;
  ParlTime last_outcome;
  GArray *hours;  /* ParlStageHour, oldest first, without empty hours; none: not known one by one */
  GArray *spells; /* ParlSpell of the stage itself, oldest first, up to the snapshot's instant */
} ParlStage;

typedef struct
{
  char *source; /* filled in by the store when it reads */
  char *id;
  char *name;
  char *release; /* what it brings, as the server spells it */
  ParlProgress progress;
  ParlTime created;
  bool gone;         /* its server no longer has it */
  GPtrArray *stages; /* (element-type ParlStage), in their order */
  GArray *spells;    /* filled in by the store: ParlSpell, oldest first; none: never looked at */
} ParlRollout;

ParlStage *parl_stage_new (const char *id, const char *name);
void parl_stage_free (ParlStage *self);
ParlRollout *parl_rollout_new (const char *id, const char *name);
void parl_rollout_free (ParlRollout *self);
const char *parl_progress_to_string (ParlProgress progress);
bool parl_progress_from_string (const char *text, ParlProgress *progress);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlStage, parl_stage_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlRollout, parl_rollout_free)
