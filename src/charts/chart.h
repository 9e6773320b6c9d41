/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One drawing for every surface. */

#include "charts/spec.h"
#include "charts/style.h"

#include <cairo.h>

/* Draws into 0,0 .. width,height of @cr in user units, over whatever is there. */
void parl_chart_draw (const ParlChartSpec *spec, const ParlStyle *style, double width,
                      double height, cairo_t *cr);

/* The height at which a chart of this kind looks right at @width, in user units. */
double parl_chart_get_natural_height (const ParlChartSpec *spec, const ParlStyle *style,
                                      double width);

/* What is under a point, for tooltips: an index of the chart's own items (points, bars, cells,
 * rows) or -1; @tip: (out) (optional) (transfer full). */
int parl_chart_hit (const ParlChartSpec *spec, const ParlStyle *style, double width, double height,
                    double x, double y, char **tip);

/* The layout as text, one mark a line, for tests: "rect bad 101.0 412.5 121.0 86.0". */
char *parl_chart_dump (const ParlChartSpec *spec, const ParlStyle *style, double width,
                       double height);
