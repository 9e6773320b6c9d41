/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Each kind of chart lays its data out into a scene of the scene's own width and height. An item is
 * a point, bar, cell (row by row), row or sample, counted from 0. */

#include "charts/scene.h"

void parl_control_layout (const ParlControlChart *chart, ParlScene *scene);
void parl_heatmap_layout (const ParlHeatmapChart *chart, ParlScene *scene);
void parl_waterfall_layout (const ParlWaterfallChart *chart, ParlScene *scene);
void parl_histogram_layout (const ParlHistogramChart *chart, ParlScene *scene);
void parl_cascade_layout (const ParlCascadeChart *chart, ParlScene *scene);
void parl_ladder_layout (const ParlLadderChart *chart, ParlScene *scene);
void parl_bullet_layout (const ParlBulletChart *chart, ParlScene *scene);
void parl_line_layout (const ParlLineChart *chart, ParlScene *scene);
void parl_bars_layout (const ParlBarsChart *chart, ParlScene *scene);
void parl_intervals_layout (const ParlIntervalsChart *chart, ParlScene *scene);
void parl_burndown_layout (const ParlBurndownChart *chart, ParlScene *scene);
void parl_risk_layout (const ParlRiskChart *chart, ParlScene *scene);
void parl_roadmap_layout (const ParlRoadmapChart *chart, ParlScene *scene);

int parl_burndown_hit (const ParlBurndownChart *chart, const ParlScene *scene, double x, double y);
int parl_line_hit (const ParlLineChart *chart, const ParlScene *scene, double x, double y);
