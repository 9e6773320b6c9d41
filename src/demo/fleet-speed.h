/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How fast the cameras run, hour by hour for the last 90 days. Hour 0 ends at the fleet's `now`,
 * hour 1 an hour before. */

#include "demo/fleet.h"

#define PARL_SPEED_HOURS (90 * 24)
#define PARL_SPEED_FPS_BINS 60
#define PARL_SPEED_MS_BINS 100
#define PARL_SPEED_STAGES 5

typedef struct _ParlSpeed ParlSpeed;

ParlSpeed *parl_speed_new (const ParlFleet *fleet);
void parl_speed_free (ParlSpeed *self);

/* Seconds of device-time in the hour at up to @edge frames/s; an edge beyond the last bin gives the
 * whole hour's. All device-time lies strictly inside the bins (edge - 1, edge). */
double parl_speed_get_fps_seconds (const ParlSpeed *self, ParlFleetClass device_class,
                                   unsigned edge, unsigned hour);
/* Frames in the hour that took up to @edge ms from camera to result. */
double parl_speed_get_frames (const ParlSpeed *self, ParlFleetClass device_class, unsigned edge,
                              unsigned hour);
/* What a stage of the pipeline takes, in ms, in the frames at the fleet's p95: the same frames for
 * every class, so that classes differ by noise alone. */
double parl_speed_get_stage_ms (ParlFleetClass device_class, unsigned stage, unsigned hour);
const char *parl_speed_get_stage_name (unsigned stage);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlSpeed, parl_speed_free)
