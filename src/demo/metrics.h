/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the simulated Prometheus has stored of the fleet:
 *
 *   camera_fps_seconds_bucket{class,le}      counter, device-seconds at up to `le` frames/s
 *   camera_frame_ms_bucket{class,le}         counter, frames that took up to `le` ms
 *   camera_slow_frame_stage_ms{class,stage}  gauge
 *   ota_updates_total{outcome,cause,from,to,class,site}   counter, of the rollouts' attempts
 *   up{instance,job}                         1
 *
 * for the last 90 days and up to the fleet's `now`, never after. Buckets are cumulative in `le`. */

#include "demo/fleet.h"
#include "demo/promql.h"
#include "model/labels.h"

typedef struct _ParlMetrics ParlMetrics;

/* The answer to one expression, before any time is put in: one line a label set. */
typedef struct
{
  ParlLabels *labels;
  GPtrArray *members; /* the stored series that are summed up */
} ParlMetricLine;

ParlMetrics *parl_metrics_new (const ParlFleet *fleet);
void parl_metrics_free (ParlMetrics *self);
ParlTime parl_metrics_get_now (const ParlMetrics *self);

/* (transfer full) (element-type ParlMetricLine), in the order of labels. */
GPtrArray *parl_metrics_select (const ParlMetrics *self, const ParlPromql *promql);
bool parl_metrics_evaluate (const ParlMetrics *self, const ParlMetricLine *line,
                            const ParlPromql *promql, ParlTime time, double *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlMetrics, parl_metrics_free)
