/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Every fact there is: the one list that code, documentation, words and the JSON schema share. */

#include "model/fact.h"

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

typedef struct
{
  const char *id;
  ParlUnit unit;
  ParlRows rows; /* what its evidence is made of */
  ParlMeasure measure;
  const char *meaning; /* one line */
  const char *formula; /* in words */
  const char *method;  /* where interval or formula come from; NULL: plain arithmetic */
} ParlCatalogueEntry;

size_t parl_catalogue_size (void);
const ParlCatalogueEntry *parl_catalogue_get (size_t index);
const ParlCatalogueEntry *parl_catalogue_find (const char *id);
