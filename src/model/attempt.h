/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One try to update one device. */

#include "model/instant.h"

typedef enum
{
  PARL_OUTCOME_OPEN,      /* scheduled or running: no outcome yet */
  PARL_OUTCOME_SUCCEEDED, /* the device reported success */
  PARL_OUTCOME_FAILED,    /* the device reported failure */
  PARL_OUTCOME_CANCELLED, /* called off: counted apart, in no rate */
  PARL_OUTCOME_NONE,      /* nothing to do (already installed, no artifact): no attempt at all */
  PARL_OUTCOME_DOWNLOADED /* was only to be downloaded, and was: a success that installs nothing */
} ParlOutcome;

#define PARL_N_OUTCOMES (PARL_OUTCOME_DOWNLOADED + 1)

#define PARL_CAUSE_UNKNOWN "unknown"

/* Strings are NULL where nothing is known. Owned by the attempt; made once, then only read. */
typedef struct
{
  char *source;  /* name of the source; filled in by the store when it reads */
  char *key;     /* unique within its source for ever; chosen by the source */
  char *device;  /* the server's device id */
  char *rollout; /* rollout id, as in ParlRollout */
  char *stage;   /* stage id, as in ParlStage */
  char *from;    /* release before, as the server spells it: "2.3.0" */
  char *to;      /* release asked for */
  char *cause;   /* only for FAILED: a code from the cause rules, else "unknown" */
  char *message; /* only for FAILED: what the device said, one line; NULL: it said nothing */
  char *link;    /* where a person can look at it; no credentials */
  ParlTime started;
  ParlTime ended; /* PARL_TIME_NONE while open */
  bool
      ended_is_seen; /* the server has no time of its own: `ended` is when we first saw it closed */
  ParlOutcome outcome;

  char *device_class; /* of the device, when it was tried; the store fills in what was not known, */
  char *site;         /* from what the device is now */
  bool retry;         /* not this device's first attempt at this release; filled in by the store */
} ParlAttempt;

ParlAttempt *parl_attempt_new (void);
void parl_attempt_free (ParlAttempt *self);
/* Whether it counts in a rate: it succeeded in what was asked, or failed. */
bool parl_outcome_is_tried (ParlOutcome outcome);
const char *parl_outcome_to_string (ParlOutcome outcome);
bool parl_outcome_from_string (const char *text, ParlOutcome *outcome);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlAttempt, parl_attempt_free)
