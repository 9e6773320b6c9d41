/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One drawing for every surface: lays the spec out into a scene, whose marks are painted, hit and
 * dumped. What each kind looks like stands in its own file. */
#include "config.h"

#include "charts/chart.h"
#include "charts/layout.h"

#include <math.h>

static void
lay_out (const ParlChartSpec *spec, ParlScene *scene)
{
  switch (spec->kind)
    {
    case PARL_CHART_CONTROL:
      parl_control_layout (&spec->control, scene);
      break;
    case PARL_CHART_HEATMAP:
      parl_heatmap_layout (&spec->heatmap, scene);
      break;
    case PARL_CHART_WATERFALL:
      parl_waterfall_layout (&spec->waterfall, scene);
      break;
    case PARL_CHART_HISTOGRAM:
      parl_histogram_layout (&spec->histogram, scene);
      break;
    case PARL_CHART_CASCADE:
      parl_cascade_layout (&spec->cascade, scene);
      break;
    case PARL_CHART_LADDER:
      parl_ladder_layout (&spec->ladder, scene);
      break;
    case PARL_CHART_BULLET:
      parl_bullet_layout (&spec->bullet, scene);
      break;
    case PARL_CHART_LINE:
      parl_line_layout (&spec->line, scene);
      break;
    case PARL_CHART_INTERVALS:
      parl_intervals_layout (&spec->intervals, scene);
      break;
    case PARL_CHART_BURNDOWN:
      parl_burndown_layout (&spec->burndown, scene);
      break;
    case PARL_CHART_RISK:
      parl_risk_layout (&spec->risk, scene);
      break;
    case PARL_CHART_ROADMAP:
      parl_roadmap_layout (&spec->roadmap, scene);
      break;
    case PARL_CHART_BARS:
    default:
      parl_bars_layout (&spec->bars, scene);
      break;
    }
}

/**
 * parl_chart_layout:
 * @view: (nullable): the part of the time axis to show, where there is one; what lies outside is
 *   clipped, and a line leads on to its edges. %NULL, or a view that is no stretch: all
 *
 * Returns: (transfer full): the marks in their places; independent of @spec, used in one thread
 */
ParlScene *
parl_chart_layout (const ParlChartSpec *spec, const ParlStyle *style, const ParlView *view,
                   double width, double height)
{
  g_return_val_if_fail (spec != NULL && style != NULL, NULL);

  ParlScene *scene = parl_scene_new (style, width, height);

  if (parl_chart_get_extent (spec, &scene->view) && view != NULL && view->from < view->to
      && isfinite (view->from) && isfinite (view->to))
    scene->view = *view;
  lay_out (spec, scene);
  return scene;
}

/**
 * parl_chart_draw:
 * @width: user units
 * @height: user units
 * @cr: whose status the caller looks at
 */
void
parl_chart_draw (const ParlChartSpec *spec, const ParlStyle *style, double width, double height,
                 cairo_t *cr)
{
  g_return_if_fail (spec != NULL && style != NULL && cr != NULL);

  g_autoptr (ParlScene) scene = parl_chart_layout (spec, style, NULL, width, height);
  parl_scene_paint (scene, cr);
}

static double
count_ladder_px (const ParlLadderChart *chart)
{
  double px = 24;

  for (unsigned i = 0; i < chart->rows->len; i++)
    px += 40 + (g_array_index (chart->rows, ParlLadderRow, i).group != NULL ? 24 : 0);
  return px;
}

/**
 * parl_chart_get_natural_height:
 *
 * Returns: user units; what the rows ask for, or of a chart without rows a pleasant proportion
 */
double
parl_chart_get_natural_height (const ParlChartSpec *spec, const ParlStyle *style, double width)
{
  g_return_val_if_fail (spec != NULL && style != NULL, 0);

  double scale = style->label_size / 13, px = 0;

  switch (spec->kind)
    {
    case PARL_CHART_HEATMAP:
      px = 22 + 24.0 * (spec->heatmap.n_rows + 1);
      break;
    case PARL_CHART_HISTOGRAM:
      px = 42 + 45.0 * spec->histogram.rows->len;
      break;
    case PARL_CHART_CASCADE:
      px = 24 + 24.0 * (spec->cascade.rows->len + 1);
      break;
    case PARL_CHART_LADDER:
      px = count_ladder_px (&spec->ladder);
      break;
    case PARL_CHART_BULLET:
      px = 52;
      break;
    case PARL_CHART_BARS:
      px = 24.0 * spec->bars.bars->len + (spec->bars.promise.label != NULL ? 20 : 0);
      break;
    case PARL_CHART_INTERVALS:
      px = 40 + 22.0 * spec->intervals.rows->len;
      break;
    case PARL_CHART_RISK:
      px = 52 + 23.0 * spec->risk.parts->len;
      break;
    case PARL_CHART_ROADMAP:
      px = 22 + 25.0 * spec->roadmap.lanes->len;
      break;
    case PARL_CHART_BURNDOWN:
      px = CLAMP (width / scale * 0.4, 140, 220);
      break;
    case PARL_CHART_LINE:
      if (!spec->line.axes)
        {
          px = 32;
          break;
        }
      G_GNUC_FALLTHROUGH;
    case PARL_CHART_CONTROL:
    default:
      px = CLAMP (width / scale * 0.32, 180, 260);
      break;
    case PARL_CHART_WATERFALL: /* in a narrow place its words take more lines */
      px = width / scale < 500 ? 260 : CLAMP (width / scale * 0.35, 220, 260);
      break;
    }
  return ceil (px * scale);
}

/**
 * parl_chart_hit:
 * @scene: made from @spec
 *
 * Returns: the item at @x, @y; of a line or a burn-down the nearest point in x; -1: nothing
 */
int
parl_chart_hit (const ParlChartSpec *spec, const ParlScene *scene, double x, double y)
{
  g_return_val_if_fail (spec != NULL && scene != NULL, -1);

  if (spec->kind == PARL_CHART_LINE)
    return parl_line_hit (&spec->line, scene, x, y);
  if (spec->kind == PARL_CHART_BURNDOWN)
    return parl_burndown_hit (&spec->burndown, scene, x, y);
  return parl_scene_hit (scene, x, y);
}
