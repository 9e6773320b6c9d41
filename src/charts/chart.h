/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One drawing for every surface: a spec is laid out into a scene, and the scene is painted
 * (parl_scene_paint), hit and walked through. A widget keeps the scene until size, view, style or
 * spec change; a page draws it once.
 *
 * Time, and scales of numbers, run from left to right in every language. Where the words run from
 * right to left (style->is_rtl) the rest is mirrored: names stand at the right of their rows,
 * columns follow each other to the left, and bars grow away from their names. A table made of a
 * chart (charts/words.h) is mirrored by whoever shows it.
 *
 * An item is what has a tip and can have the focus: a point, bar, cell (row by row), row, sample,
 * then the release marks; counted from 0 in reading order. */

#include "charts/scene.h"
#include "charts/spec.h"
#include "charts/style.h"

#include <cairo.h>

/* Where an item stands on the time axis. */
typedef struct
{
  double time; /* NAN: nowhere */
  bool is_gap; /* a day or sample without a value */
} ParlItemPlace;

ParlScene *parl_chart_layout (const ParlChartSpec *spec, const ParlStyle *style,
                              const ParlView *view, double width, double height);
void parl_chart_draw (const ParlChartSpec *spec, const ParlStyle *style, double width,
                      double height, cairo_t *cr);
double parl_chart_get_natural_height (const ParlChartSpec *spec, const ParlStyle *style,
                                      double width);
bool parl_chart_get_extent (const ParlChartSpec *spec, ParlView *extent);
int parl_chart_hit (const ParlChartSpec *spec, const ParlScene *scene, double x, double y);

bool parl_chart_is_mirrored (const ParlChartSpec *spec);
unsigned parl_chart_get_n_items (const ParlChartSpec *spec);
ParlTip parl_chart_dup_tip (const ParlChartSpec *spec, unsigned item);
ParlItemPlace parl_chart_get_place (const ParlChartSpec *spec, unsigned item);
const char *parl_chart_get_link (const ParlChartSpec *spec, unsigned item);
int parl_chart_get_step (const ParlChartSpec *spec, bool sideways, double part);
