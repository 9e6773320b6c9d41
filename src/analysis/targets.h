/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a company has promised, and how careful its numbers are to be: group [Targets] of the user's
 * parlance.conf. Promises have no default: nothing is promised until somebody did, and without a
 * promise nothing is held against it. What numbers are made by does have defaults. Both are shown
 * wherever they act. */

#include "model/fact.h"
#include "model/instant.h"
#include "settings/schema.h"

#define PARL_ANALYSIS_ERROR (parl_analysis_error_quark ())
GQuark parl_analysis_error_quark (void);
typedef enum
{
  PARL_ANALYSIS_ERROR_QUERY, /* a filter that evidence cannot be picked by */
  PARL_ANALYSIS_ERROR_SCOPE  /* a class, release or site that does not occur, and what does */
} ParlAnalysisError;

/* What is promised of devices. NAN: nothing. */
typedef struct
{
  double success;   /* share of first attempts that should succeed */
  double fps;       /* frames/s */
  double fps_share; /* share of device-time at that speed */
} ParlPromise;

typedef struct
{
  char *device_class;
  ParlPromise promise; /* complete: what its group leaves out is as of the fleet */
} ParlClassPromise;

typedef struct
{
  ParlPromise promise;   /* of the fleet, and of each class that has none of its own */
  GArray *classes;       /* (element-type ParlClassPromise): groups [Targets class NAME] */
  double halt;           /* failure share at which a stage, cohort or class is stopped; 0.10 */
  double minimum_n;      /* below it a rate gets no verdict; 200 */
  double minimum_effect; /* smallest change worth a word, share; 0.005 */
  double impact_hours;   /* customer impact that a window may have, device-hours; NAN: unset */
  ParlTime finish;       /* by when the current rollout should be done; PARL_TIME_NONE: unset */
  double cost_per_failure,
      cost_per_hour;     /* of a failed update, of a degraded device-hour; NAN: unset */
  char *currency;        /* what the costs are in: "EUR"; NULL only while both are unset */
  ParlTime silent_limit; /* a device is silent after max (3 x heartbeat, this); 24 h */
  ParlTime late_after;   /* age of a source's newest datum: late, then stale; 2 h, 48 h */
  ParlTime stale_after;
  char **preventable; /* causes that a check of the device's state before the update sees, and */
  double *efficacy;   /* the share of them it would prevent, each 0..1, same length */
  struct
  {
    double failure, next_stage, silent, untraced, fps_drop, late; /* weights: 35 20 15 10 15 5 */
    double medium, high, severe;                                  /* bands: 25 50 75 */
  } risk;
} ParlTargets;

/* The promises that most make, as a file states them: what is offered where none is set. */
extern const char *const parl_targets_usual[][2]; /* key, value; ends with NULL */

ParlTargets *parl_targets_new (void);
ParlTargets *parl_targets_new_usual (void);
/* The keys of [Targets], and of the groups [Targets class NAME]: types, ranges, defaults and what
 * they mean. */
extern const ParlSettingsGroup parl_targets_group, parl_class_targets_group;
ParlTargets *parl_targets_read (const ParlSettingsFile *file, GError **error);
ParlTargets *parl_targets_copy (const ParlTargets *self);
bool parl_targets_equal (const ParlTargets *a, const ParlTargets *b);
void parl_targets_free (ParlTargets *self);

/* What is promised of a class; NULL: of the fleet. */
ParlPromise parl_targets_get_promise (const ParlTargets *self, const char *device_class);
/* Makes the promise of a class that of the whole, for a scope that is this class alone. */
void parl_targets_narrow (ParlTargets *self, const char *device_class);
/* Whether a speed is promised of anything; and the speed, in frames/s, by which the time of a class
 * is told apart: what is promised of it, or where no speed is promised at all the usual one, which
 * then judges nothing. NAN: none is promised of this class, but of others. */
bool parl_targets_promises_speed (const ParlTargets *self);
double parl_targets_get_mark (const ParlTargets *self, const char *device_class);
/* Whether one speed is promised of all classes. */
bool parl_targets_has_one_speed (const ParlTargets *self);
/* Whether anything is promised; and which keys of [Targets] are promises. */
bool parl_targets_has_promise (const ParlTargets *self);
char *parl_targets_list_promises (void);
/* The failure share that a promise leaves room for; NAN: nothing is promised. */
double parl_promise_get_slo (const ParlPromise *self);
double parl_targets_get_slo (const ParlTargets *self);
/* How many of @n attempts may fail. */
double parl_targets_get_allowed (const ParlTargets *self, double n);
/* The share of @cause's failures that its check would prevent; 0 for a cause no check sees. */
double parl_targets_get_efficacy (const ParlTargets *self, const char *cause);

/* How much must be observed before a rate can be told from its target. */
double parl_count_to_tell (double share, double target);
double parl_fact_count_more_to_tell (const ParlFact *fact, double minimum_n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlTargets, parl_targets_free)
