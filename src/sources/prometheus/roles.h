/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a Prometheus-compatible server is asked for: one query a role, from a profile, each to be
 * overridden in the settings. */

#include "sources/source-config.h"

typedef enum
{
  PARL_ROLE_FPS_TIME,
  PARL_ROLE_FPS,
  PARL_ROLE_FRAME_TIME,
  PARL_ROLE_STAGE_TIME,
  PARL_ROLE_OTA_ATTEMPTS,
  PARL_ROLE_ROLLOUTS,
  PARL_N_ROLES
} ParlRole;

typedef enum
{
  PARL_SHAPE_BUCKETS, /* running totals up to `le`, by hour: to be turned into bins */
  PARL_SHAPE_BINS,    /* devices in [le - 1, le), now: an hour of each; up to 0: offline */
  PARL_SHAPE_LEVELS,  /* taken as they are */
  PARL_SHAPE_DAYS,    /* counts by day */
  PARL_SHAPE_ROLLOUTS /* what another Parlance told of rollouts, now */
} ParlShape;

typedef struct
{
  const char *name;   /* in the settings: Query.<name> */
  const char *series; /* PARL_SERIES_...; NULL for days and rollouts */
  const char *unit;
  ParlShape shape;
  const char *labels[8]; /* ours, in the result; NULL-terminated */
} ParlRoleInfo;

const ParlRoleInfo *parl_role_get_info (ParlRole role);
extern const char *const parl_profile_names[]; /* ends with NULL; the first is the default */
char *parl_role_dup_query (ParlRole role, const ParlSourceConfig *config);
char *parl_role_dup_models_query (const ParlSourceConfig *config, bool undecided);
char *parl_role_dup_fingerprint (const ParlSourceConfig *config);
const char *parl_role_get_label (const ParlSourceConfig *config, const char *label);
