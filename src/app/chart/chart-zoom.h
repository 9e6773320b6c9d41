/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Zooming and panning of a time axis, as arithmetic. A view whose `from` is NAN shows all. */

#include "charts/chart.h"

ParlView parl_zoom_get_whole (void);
bool parl_zoom_is_whole (ParlView view);
double parl_zoom_get_minimum (const ParlChartSpec *spec, ParlView extent);
bool parl_zoom_overlaps (ParlView view, ParlView extent);
ParlView parl_zoom_fit (ParlView view, ParlView extent, double minimum);
ParlView parl_zoom_scale (ParlView view, ParlView extent, double minimum, double anchor,
                          double factor);
ParlView parl_zoom_pan (ParlView view, ParlView extent, double delta);
