/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the layouts of several kinds share: scales, and where labels go. */

#include "charts/scene.h"

double parl_place_map (double value, double from, double to, double start, double end);
void parl_place_extend (double value, double *from, double *to);
void parl_place_spread (unsigned length, double *positions, double gap, double top, double bottom);
bool parl_place_block (ParlScene *scene, ParlColorRole role, ParlFont font, ParlAnchor anchor,
                       double x, double middle, double width, const char *text);
double parl_place_get_line_height (ParlFont font);
double parl_place_measure_ticks (const ParlScene *scene, const GArray *ticks);
void parl_place_x_ticks (ParlScene *scene, const GArray *ticks, double from, double to, double left,
                         double right, double baseline);
void parl_place_y_ticks (ParlScene *scene, const GArray *ticks, double from, double to, double left,
                         double right, double top, double bottom);
void parl_place_head (ParlScene *scene, const ParlTick *tick, double x, double baseline);
bool parl_place_label (ParlScene *scene, ParlColorRole role, ParlFont font, ParlAnchor anchor,
                       double x, double middle, const char *text);
void parl_place_name (ParlScene *scene, ParlColorRole role, bool bold, double middle, double width,
                      const char *text);
double parl_place_heighten (const ParlScene *scene, double tallest, double width, const char *name);
void parl_place_promise (ParlScene *scene, const ParlTick *promise, double x, double top,
                         double bottom, double stroke);
void parl_place_whisker (ParlScene *scene, ParlColorRole role, double low, double high,
                         double middle, double cap, bool has_end);
double parl_place_widen (const ParlScene *scene, double widest, bool bold, const char *text);
void parl_place_extend_ticks (const GArray *ticks, double *from, double *to);
double parl_place_get_length (double value);
void parl_place_set_view (ParlScene *scene, double left, double right);
double parl_place_time (const ParlScene *scene, double time);
bool parl_place_clip (const ParlScene *scene, double *segment);
void parl_place_time_area (ParlScene *scene, ParlColorRole role, double alpha, double base,
                           size_t n_points, const double *points);
void parl_place_time_line (ParlScene *scene, ParlColorRole role, double stroke, size_t n_points,
                           const double *points);
