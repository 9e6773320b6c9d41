/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The rules about one device, one stage, one rollout, one release: silent, done, running, old.
 * Written once, asked by facts and evidence alike. */

#include "analysis/targets.h"
#include "model/snapshot.h"

#define PARL_SILENT_NEVER "never"

bool parl_device_is_silent (const ParlDevice *device, const ParlTargets *targets, ParlTime at);
const char *parl_device_get_silent_age (const ParlDevice *device, ParlTime at);
bool parl_device_is_done (const ParlDevice *device, const ParlRollout *rollout);

/* Of devices whose first attempt failed in @window: the newest such failure.
 * Returns: (transfer container): device id -> ParlOutage of @snapshot */
GHashTable *parl_list_last_failures (const ParlSnapshot *snapshot, ParlWindow window);
/* Whether its newest failure is one at what @rollout brings, and no update of it succeeded since.
 */
bool parl_device_has_failed (const ParlDevice *device, const ParlRollout *rollout,
                             GHashTable *failures);
/* When the update failed since which @device was not heard of; PARL_TIME_NONE: it was, or when it
 * was last heard of is not known, or it is not silent at @at: a device that has just failed has
 * not had its turn to be heard of. */
ParlTime parl_device_get_lost (const ParlDevice *device, GHashTable *failures,
                               const ParlTargets *targets, ParlTime at);

/* Buckets of parl_device_get_silent_age(), youngest first, NULL-terminated. */
const char *const *parl_silent_ages (void);

ParlProgress parl_stage_get_progress (const ParlStage *stage, const ParlRollout *rollout);
int64_t parl_stage_count_left (const ParlStage *stage);
const ParlRollout *parl_find_rollout (const ParlSnapshot *snapshot, const char *id);
/* What people call it; its id where nobody has named it; NULL of none. Of the whole fleet, for a
 * scope may have left out the rollout. */
const char *parl_get_rollout_name (const ParlSnapshot *snapshot, const char *id);
const ParlStage *parl_find_stage (const ParlSnapshot *snapshot, const char *rollout_id,
                                  const char *stage_id);
const char *parl_get_stage_name (const ParlSnapshot *snapshot, const char *rollout_id,
                                 const char *stage_id);
const ParlRollout *parl_find_current_rollout (const ParlSnapshot *snapshot);

#define PARL_OLD_LINES 2 /* release lines: so many behind is a debt */
GPtrArray *parl_list_release_lines (const ParlSnapshot *snapshot);
int parl_count_lines_behind (const GPtrArray *lines, const char *release);
