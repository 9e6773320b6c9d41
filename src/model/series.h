/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Samples over time. A gap stays a gap: there is no sample where nothing was observed. */

#include "model/labels.h"
#include "model/instant.h"

/* What a series measures, whichever system it came from. Amounts ("by hour") are what came
 * together in the hour that ends at the sample's time; they may be added up, levels may not.
 *
 *   fps-time      class, le   seconds of device-time by hour in the bin (previous le, le] frames/s.
 *                             A bin, not a running total: the source has taken the differences.
 *   frame-time    class, le   frames by hour in the bin (previous le, le] ms, from camera to result
 *   stage-time    class, stage  ms that a stage of the pipeline takes in a slow frame (a level)
 */
#define PARL_SERIES_FPS_TIME "fps-time"
#define PARL_SERIES_FRAME_TIME "frame-time"
#define PARL_SERIES_STAGE_TIME "stage-time"

/* More than this nothing that comes from outside can be, 2^53: a thousand million cameras bring
 * fewer frames in an hour, and up to here a double counts each of them. */
#define PARL_SERIES_MOST 9007199254740992.0

/* One name, one label set, one unit; `times` rise strictly; values are finite. Made once, then
 * only read. */
typedef struct
{
  char *name;
  char *unit;
  ParlLabels *labels;
  size_t length;
  ParlTime *times;
  double *values;
} ParlSeries;

ParlSeries *parl_series_new_take (const char *name, const char *unit, ParlLabels *labels,
                                  size_t length, ParlTime *times, double *values);
ParlSeries *parl_series_ref (const ParlSeries *self);
void parl_series_unref (ParlSeries *self);
size_t parl_series_find (const ParlSeries *self, ParlTime time);
double parl_series_sum (const ParlSeries *self, ParlWindow window);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlSeries, parl_series_unref)
