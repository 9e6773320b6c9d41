/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The catalogue of facts: one row for each fact, with everything that all facts of its id share.
 * Other code asks the row of a fact (`fact->entry`) what it needs to know; it compares no ids. */

#include "analysis/targets.h"
#include "model/fact.h"

/* Facts that code outside their theme asks for by name: charts, sentences, formulas. */
#define PARL_FACT_FAILURE_RATE "ota-failure-rate"
#define PARL_FACT_FAILURE_CHANGE "ota-failure-change"
#define PARL_FACT_FAILURE_MIX "ota-failure-mix"
#define PARL_FACT_FAILURE_WITHIN "ota-failure-within"
#define PARL_FACT_COHORT_SHARE "ota-cohort-share"
#define PARL_FACT_CAUSE_SHARE "ota-cause-share"
#define PARL_FACT_COHORT_CAUSE_RATE "ota-cohort-cause-rate"
#define PARL_FACT_BUDGET_LEFT "ota-budget-left"
#define PARL_FACT_BUDGET_OVER "ota-budget-over"
#define PARL_FACT_BUDGET_SPENT "ota-budget-spent"
#define PARL_FACT_TRACEABLE "ota-traceable"
#define PARL_FACT_SPEED_KEPT "fps-compliance"
#define PARL_FACT_SLOW "fps-slow"
#define PARL_FACT_SLOW_SHARE "fps-slow-share"
#define PARL_FACT_SLOW_HOURS "fps-slow-hours"
#define PARL_FACT_LOWEST_SPEED "fps-p5"
#define PARL_FACT_FRAME_TIME "frame-time-p95"
#define PARL_FACT_FRAME_BUDGET "latency-budget"
#define PARL_FACT_STAGE_TIME "latency-stage-time"
#define PARL_FACT_PROGRESS "rollout-progress"
#define PARL_FACT_STAGE_RATE "rollout-stage-rate"
#define PARL_FACT_SOAK "rollout-soak"
#define PARL_FACT_WAITS "rollout-waits"
#define PARL_WAITS_NOTHING "nothing" /* its subject waits=: devices that can be updated */
#define PARL_FACT_STAGE_BEST "rollout-stage-best"
#define PARL_FACT_FINISH "rollout-finish"
#define PARL_FACT_RISK "rollout-risk"
#define PARL_FACT_MILESTONE_EFFECT "milestone-effect"
#define PARL_FACT_DELIVERY_LEAD "delivery-lead"
#define PARL_FACT_DELIVERY_LEAD_LONG "delivery-lead-p90"
#define PARL_FACT_DELIVERY_LEG "delivery-leg"
#define PARL_FACT_DELIVERY_FREQUENCY "delivery-frequency"
#define PARL_FACT_BUILD_TIME "build-time"
#define PARL_FACT_BUILD_TIME_LONG "build-time-p90"
#define PARL_FACT_BUILD_SUCCESS "build-success"

/* What one row of a fact's evidence adds to its `count`. */
typedef enum
{
  PARL_MEASURE_NONE,        /* nothing: the rows are what was looked at, the fact has no count */
  PARL_MEASURE_SETTING,     /* nothing: there are no rows behind a setting */
  PARL_MEASURE_ROW,         /* attempts, devices: 1 */
  PARL_MEASURE_AVOIDED,     /* a failure: the share of its kind that the checks would prevent */
  PARL_MEASURE_REMAINING,   /* a failure: the share of its kind that the checks would not prevent */
  PARL_MEASURE_SITE,        /* a device: 1 if it is the first of its site */
  PARL_MEASURE_DONE,        /* a stage: devices that succeeded */
  PARL_MEASURE_FAILED,      /* a stage: devices that failed */
  PARL_MEASURE_LEFT,        /* a stage: devices that have not succeeded */
  PARL_MEASURE_HOURS,       /* the hours of a row */
  PARL_MEASURE_TARGET_TIME, /* hours of an hour and bin at or above the target speed */
  PARL_MEASURE_SLOW_TIME,   /* hours of an hour and bin below it */
  PARL_MEASURE_EFFECT       /* a milestone: 1 if what it changed could be measured */
} ParlMeasure;

/* What `n` counts. */
typedef enum
{
  PARL_N_MISSING,
  PARL_N_NOTHING,
  PARL_N_ROWS,         /* attempts, failures, devices, ...: what the formula divides by */
  PARL_N_ALLOWED,      /* the failures that the success target leaves room for */
  PARL_N_DEVICE_HOURS, /* of observed speed, or of known absence */
  PARL_N_FRAMES
} ParlCounted;

/* Which direction is good news. */
typedef enum
{
  PARL_GOOD_MISSING,
  PARL_GOOD_LESS,
  PARL_GOOD_MORE,
  PARL_GOOD_NEITHER, /* by nature: a share of a cohort in all attempts */
  PARL_GOOD_ASPECT   /* the aspects "better" and "worse" say it */
} ParlGood;

/* Which target says how large a change must be to be confirmed. */
typedef enum
{
  PARL_EFFECT_MISSING,
  PARL_EFFECT_NONE,   /* no change of it is judged */
  PARL_EFFECT_MINIMUM /* `minimum_effect` of the targets */
} ParlEffect;

/* A rule of counting that a reader must know. */
typedef enum
{
  PARL_RULE_NONE,
  PARL_RULE_BUDGET,    /* the budget is what the success target leaves room for */
  PARL_RULE_SPEED,     /* a device that reports no speed is in neither part */
  PARL_RULE_ORDINAL,   /* a score orders; it is no probability */
  PARL_RULE_MEASURED,  /* measured is not yet better */
  PARL_RULE_SILENT,    /* when a device counts as silent */
  PARL_RULE_DELIVERED, /* when half of the fleet has a release */
  PARL_RULE_BUILDS     /* which builds count */
} ParlRule;

/* What a work item about it asks for. */
typedef enum
{
  PARL_WORK_LOOK, /* to look into it */
  PARL_WORK_CAUSE,
  PARL_WORK_CHECKS,
  PARL_WORK_HOLD,
  PARL_WORK_HOLD_STAGE,
  PARL_WORK_FRAMES,
  PARL_WORK_SILENT,
  PARL_WORK_UNTRACED,
  PARL_N_WORKS
} ParlWork;

typedef struct _ParlFormula ParlFormula; /* formula.h */
typedef struct _ParlListing ParlListing; /* listing.h */

struct _ParlCatalogueEntry
{
  const char *id;
  ParlUnit unit;
  ParlRows rows; /* what its evidence is made of */
  ParlMeasure measure;
  ParlCounted n;
  ParlGood good;
  ParlEffect effect;
  const char *subjects; /* keys that its subjects may have, apart by spaces; "": the whole only */
  const char *aspects;  /* that it may have, apart by spaces; besides them, "-raised" */
  const char *meaning;  /* one line */
  const char *formula;  /* in words */
  const char *method;   /* where interval or formula come from; "": plain arithmetic */

  bool (*fill) (ParlFormula *formula); /* puts the terms of its formula in: formula.h */
  void (*list) (ParlListing *listing); /* lists the rows behind it: listing.h */

  /* What most facts don't have. */
  ParlRule rule;
  ParlWork work;
  const char *milestones; /* keys of the subjects that a milestone can be measured by: "-" for none,
                             alternatives apart by "|"; NULL: it can't */
  bool of_failures;       /* of failed first updates, their causes, or what they use up: what a
                             what-if would change */
  bool of_change;         /* one of the numbers that the change of the failure rate is told by */
  bool promises_speed;    /* its target is the promised speed, in other units */
};

size_t parl_catalogue_size (void);
const ParlCatalogueEntry *parl_catalogue_get (size_t index);
const ParlCatalogueEntry *parl_catalogue_find (const char *id);
ParlFact *parl_fact_new (const char *id, ParlLabels *subject);
bool parl_fact_is (const ParlFact *self, const char *id);
