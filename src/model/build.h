/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A build: one run of a tracker's pipeline or workflow, and how it ended. */

#include "model/instant.h"

typedef enum
{
  PARL_BUILD_SUCCEEDED,
  PARL_BUILD_FAILED,
  PARL_BUILD_NEITHER /* cancelled, skipped, or waiting for somebody */
} ParlBuildOutcome;

/* Strings are NULL where nothing is known. Made once, then only read. */
typedef struct
{
  char *source; /* name of the source; filled in by the store when it reads */
  char *id;     /* unique within its source for ever */
  ParlBuildOutcome outcome;
  ParlTime ended;
  ParlTime duration; /* ms; PARL_TIME_NONE: not known */
  bool again;        /* run again, at least in part: how long the whole took is not known */
  char *link;        /* where a person can look at it; no credentials */
} ParlBuild;

ParlBuild *parl_build_new (const char *id, ParlBuildOutcome outcome, ParlTime ended);
void parl_build_free (ParlBuild *self);
bool parl_build_is_timed (const ParlBuild *self);
const char *parl_build_outcome_to_string (ParlBuildOutcome outcome);
bool parl_build_outcome_from_string (const char *text, ParlBuildOutcome *outcome);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlBuild, parl_build_free)
