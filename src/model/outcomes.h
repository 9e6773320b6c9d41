/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How many attempts ended how: the table that every OTA fact is computed from. */

#include "model/attempt.h"

/* One cell. Strings belong to the table; NULL where nothing is known.
 * `age` counts whole days back from the snapshot's instant: 0 is the day that ends at it, 27 the
 * last of a window of 28. For counts that a source gives by calendar day, 0 is as-of's own day: of
 * midnight, the day that it ends. `day` counts calendar days back from as-of's own, in the
 * snapshot's zone; for counts by calendar day it is `age`. */
typedef struct
{
  int age;
  int day;
  ParlOutcome outcome;
  bool retry;
  const char *from;
  const char *to;
  const char *device_class;
  const char *site;
  const char *cause; /* only for FAILED */
  bool traced;       /* only for FAILED: has a cause other than "unknown", and a log */
  bool by_day;       /* given by calendar day, without the attempts: of a log nobody knows */
  int64_t count;
} ParlOutcomeCount;

typedef struct _ParlOutcomes ParlOutcomes;
typedef bool (*ParlOutcomeSelect) (const ParlOutcomeCount *cell, gpointer data);

ParlOutcomes *parl_outcomes_new (void);
void parl_outcomes_add (ParlOutcomes *self, const ParlOutcomeCount *cell);
ParlOutcomes *parl_outcomes_select (const ParlOutcomes *self, ParlOutcomeSelect accepts,
                                    gpointer data);
ParlOutcomes *parl_outcomes_ref (const ParlOutcomes *self);
void parl_outcomes_unref (ParlOutcomes *self);
size_t parl_outcomes_size (const ParlOutcomes *self);
const ParlOutcomeCount *parl_outcomes_get (const ParlOutcomes *self, size_t index);

/* What a source that keeps counters says about one calendar day (UTC). */
typedef struct
{
  int64_t day; /* days since 1970-01-01 */
  ParlOutcome outcome;
  char *from;
  char *to;
  char *device_class;
  char *site;
  char *cause;
  int64_t count;
} ParlDayCount;

/* Attempts of one source that ended in one hour (UTC), and alike. Releases as the source names
 * them: with their product, where it tells one. */
typedef struct
{
  ParlTime hour; /* when it begins */
  char *source;
  ParlOutcome outcome; /* neither open nor no attempt at all */
  bool retry;
  char *from;
  char *to;
  char *device_class;
  char *cause; /* only for FAILED */
  int64_t count;
} ParlHourCount;

void parl_day_count_free (ParlDayCount *self);
void parl_hour_count_free (ParlHourCount *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlOutcomes, parl_outcomes_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlDayCount, parl_day_count_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlHourCount, parl_hour_count_free)
