/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row a class, the same bins and the same scale in all of them.
 *
 *             30 FPS
 *   Nano    ...:|#:.     82.1 % >= 30     below the target: bad
 *          ___________   p5 21.8
 *          15    30
 */
#include "config.h"

#include "charts/kind.h"
#include "charts/place.h"
#include "charts/words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  const ParlHistogramChart *chart;
  ParlScene *scene;
  double left, right, top, pitch;
  double end; /* of the x axis */
  double tallest;
} Plot;

static const ParlHistogramRow *
get_row (const Plot *plot, unsigned index)
{
  return &g_array_index (plot->chart->rows, ParlHistogramRow, index);
}

static double
map_x (const Plot *plot, double value)
{
  return parl_place_map (value, plot->chart->start, plot->end, plot->left, plot->right);
}

static void
find_plot (Plot *plot)
{
  ParlScene *scene = plot->scene;
  double labels = 0, values = 0;

  for (unsigned i = 0; i < plot->chart->rows->len; i++)
    {
      const ParlHistogramRow *row = get_row (plot, i);
      labels = parl_place_widen (scene, labels, true, row->label);
      values = parl_place_widen (scene, values, true, row->value);
      values = parl_place_widen (scene, values, false, row->detail);
      for (unsigned bin = 0; row->weights != NULL && bin < plot->chart->n_bins; bin++)
        if (isfinite (row->weights[bin]))
          plot->tallest = fmax (plot->tallest, row->weights[bin]);
    }
  labels = fmin (labels, scene->width * 0.4);
  plot->left = labels > 0 ? labels + parl_scene_px (scene, 14) : 0;
  plot->right = scene->width - (values > 0 ? values + parl_scene_px (scene, 24) : 0);
  plot->top = parl_scene_px (scene, plot->chart->target.label != NULL ? 20 : 4);
  double bottom = scene->height - parl_scene_px (scene, plot->chart->x_ticks->len > 0 ? 22 : 4);
  plot->pitch = fmin ((bottom - plot->top) / plot->chart->rows->len, parl_scene_px (scene, 100));
  plot->end = plot->chart->start + plot->chart->n_bins * plot->chart->width;
}

static void
add_bins (Plot *plot, const ParlHistogramRow *row, double base)
{
  const ParlHistogramChart *chart = plot->chart;
  double gap = fmax (round (plot->scene->scale), 1), highest = plot->pitch * 0.76;

  if (row->weights == NULL || !(plot->tallest > 0) || !(plot->end > chart->start))
    return;
  for (unsigned i = 0; i < chart->n_bins; i++)
    {
      double start = chart->start + i * chart->width;
      double left = round (map_x (plot, start)), right = map_x (plot, start + chart->width);
      bool is_below = start + chart->width <= chart->target.value + chart->width * 1e-9;
      double height = row->weights[i] / plot->tallest * highest;
      if (isfinite (height) && height > 0)
        parl_scene_add_rect (plot->scene, is_below ? PARL_COLOR_BAD : PARL_COLOR_ACTUAL, left,
                             base - height, fmax (round (right) - left - gap, 1), height);
    }
}

static void
add_row (Plot *plot, unsigned index)
{
  const ParlHistogramRow *row = get_row (plot, index);
  ParlScene *scene = plot->scene;
  ParlFont bold = parl_scene_label (scene, true), label = parl_scene_label (scene, false);
  double top = plot->top + index * plot->pitch, base = round (top + plot->pitch);
  double middle = base - plot->pitch * 0.3, line = parl_place_get_line_height (label);
  double half = plot->pitch >= 2 * line ? line / 2 : 0;

  scene->item = (int)index;
  parl_scene_add_area (scene, 0, top, scene->width, plot->pitch);
  scene->item = -1;
  if (plot->right > plot->left)
    {
      parl_scene_begin_plot (scene, plot->left, plot->right);
      add_bins (plot, row, base);
      parl_scene_add_line (scene, PARL_COLOR_AXIS, plot->left, base, plot->right, base, 1,
                           PARL_DASH_NONE);
      scene->in_plot = false;
    }
  parl_place_label (scene, parl_tone_get_text (row->tone), bold, PARL_ANCHOR_END, scene->width,
                    middle - half, row->value);
  parl_place_name (scene, PARL_COLOR_TEXT_1, true, middle, plot->left - parl_scene_px (scene, 14),
                   row->label);
  if (half > 0)
    parl_place_label (scene, PARL_COLOR_TEXT_2, label, PARL_ANCHOR_END, scene->width, middle + half,
                      row->detail);
}

static void
lay_out (const ParlChartSpec *spec, ParlScene *scene)
{
  const ParlHistogramChart *chart = &spec->histogram;
  Plot plot = { .chart = chart, .scene = scene };

  if (chart->rows->len == 0)
    return;
  find_plot (&plot);
  if (plot.pitch <= 0)
    return;
  for (unsigned i = 0; i < chart->rows->len; i++)
    add_row (&plot, i);

  double bottom = plot.top + chart->rows->len * plot.pitch;
  if (plot.right <= plot.left || !(plot.end > chart->start))
    return;
  parl_scene_begin_plot (scene, plot.left, plot.right);
  if (chart->target.value >= chart->start && chart->target.value <= plot.end)
    parl_place_promise (scene, &chart->target, map_x (&plot, chart->target.value), plot.top, bottom,
                        scene->scale);
  parl_place_x_ticks (scene, chart->x_ticks, chart->start, plot.end, plot.left, plot.right,
                      bottom + parl_scene_px (scene, 17));
}

static ParlTip
dup_tip (const ParlChartSpec *spec, unsigned item)
{
  const ParlHistogramRow *row = &g_array_index (spec->histogram.rows, ParlHistogramRow, item);

  return parl_tip_new (row->label, PARL_WORDS (row->value, row->detail));
}

static ParlTable *
tabulate (const ParlChartSpec *spec)
{
  const ParlHistogramChart *chart = &spec->histogram;
  ParlTable *table = parl_table_new (
      PARL_WORDS (C_ ("table", "Row"), C_ ("table", "Value"), C_ ("table", "Detail")));

  for (unsigned i = 0; i < chart->rows->len; i++)
    {
      const ParlHistogramRow *row = &g_array_index (chart->rows, ParlHistogramRow, i);
      parl_table_add_row (table, PARL_WORDS (row->label, row->value, row->detail));
    }
  parl_table_add_tick (table, C_ ("table", "Target"), &chart->target);
  return table;
}

static void
clear_row (ParlHistogramRow *row)
{
  g_free (row->label);
  g_free (row->weights);
  g_free (row->value);
  g_free (row->detail);
}

static const ParlOwned owned[] = {
  PARL_ARRAY (histogram.rows, ParlHistogramRow, clear_row),
  PARL_NUMBER (histogram.start),
  PARL_NUMBER (histogram.width),
  PARL_TICK (histogram.target),
  PARL_TICKS (histogram.x_ticks),
  { PARL_OWNED_END },
};

const ParlChartKindClass parl_histogram_kind = {
  .owned = owned,
  .lay_out = lay_out,
  .is_mirrored = true,
  .height = 42,
  .item_height = 45,
  .items = offsetof (ParlChartSpec, histogram.rows),
  .dup_tip = dup_tip,
  .tabulate = tabulate,
};
