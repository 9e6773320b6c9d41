/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values with their intervals, a row each, on one axis.
 *
 *        promise |
 *                |    |--o--| before 5.98     what was: in text's third grey
 *                |        |--o--| now 7.30    the name after the whisker, else before it
 *   _____________|______________________
 *   0 %         5 %                10 %
 */
#include "config.h"

#include "charts/kind.h"
#include "charts/place.h"
#include "charts/words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  const ParlIntervalsChart *chart;
  ParlScene *scene;
  double from, to; /* of the values */
  double inset;    /* on both sides of the axis, so that dots at its ends are whole */
  double top, bottom, pitch;
} Plot;

static double
map_x (const Plot *plot, double value)
{
  return parl_place_map (value, plot->from, plot->to, plot->inset,
                         plot->scene->width - plot->inset);
}

static void
find_plot (Plot *plot)
{
  const ParlIntervalsChart *chart = plot->chart;
  ParlScene *scene = plot->scene;

  plot->from = INFINITY;
  plot->to = -INFINITY;
  parl_place_extend_ticks (chart->x_ticks, &plot->from, &plot->to);
  parl_place_extend (chart->promise.value, &plot->from, &plot->to);
  for (unsigned i = 0; i < chart->rows->len; i++)
    {
      const ParlIntervalRow *row = &g_array_index (chart->rows, ParlIntervalRow, i);
      parl_place_extend (row->value, &plot->from, &plot->to);
      parl_place_extend (row->low, &plot->from, &plot->to);
      parl_place_extend (row->high, &plot->from, &plot->to);
    }
  if (plot->to < plot->from)
    plot->from = plot->to = 0;
  plot->inset = parl_scene_px (scene, 5);
  bool has_head = isfinite (chart->promise.value) && chart->promise.label != NULL;
  plot->top = parl_scene_px (scene, has_head ? 18 : 4);
  plot->bottom = scene->height - parl_scene_px (scene, chart->x_ticks->len > 0 ? 22 : 4);
  plot->pitch = fmin ((plot->bottom - plot->top) / chart->rows->len, parl_scene_px (scene, 40));
  plot->bottom = plot->top + plot->pitch * chart->rows->len;
}

/* Whether the promise's line would run through a text at @left .. @right. */
static bool
is_crossed (const Plot *plot, double left, double right)
{
  if (!isfinite (plot->chart->promise.value))
    return false;

  double x = map_x (plot, plot->chart->promise.value);
  return x > left - parl_scene_px (plot->scene, 2) && x < right + parl_scene_px (plot->scene, 2);
}

/* After the whisker, else before it, where the text is free of the promise's line if it can be. */
static void
add_label (Plot *plot, const ParlIntervalRow *row, double start, double end, double middle)
{
  ParlScene *scene = plot->scene;
  bool is_now = row->tone != PARL_TONE_PREVIOUS && isfinite (row->value);
  ParlFont font = parl_scene_label (scene, is_now);
  ParlColorRole role = is_now ? parl_tone_get_text (row->tone) : PARL_COLOR_TEXT_2;
  double width = parl_scene_measure (scene, font, row->label), gap = parl_scene_px (scene, 8);
  double baseline = parl_scene_center (font, middle);

  if (is_crossed (plot, end + gap, end + gap + width)
      && !is_crossed (plot, start - gap - width, start - gap)
      && parl_scene_try_text (scene, role, font, PARL_ANCHOR_END, start - gap, baseline,
                              row->label))
    return;
  if (!parl_scene_try_text (scene, role, font, PARL_ANCHOR_START, end + gap, baseline, row->label))
    parl_scene_try_text (scene, role, font, PARL_ANCHOR_END, start - gap, baseline, row->label);
}

static void
add_row (Plot *plot, unsigned index)
{
  const ParlIntervalRow *row = &g_array_index (plot->chart->rows, ParlIntervalRow, index);
  ParlScene *scene = plot->scene;
  double top = plot->top + index * plot->pitch, middle = round (top + plot->pitch / 2);
  ParlColorRole role
      = row->tone == PARL_TONE_PREVIOUS ? PARL_COLOR_TEXT_3 : parl_tone_get_fill (row->tone);
  double start = -parl_scene_px (scene, 8), end = start;

  scene->item = (int)index;
  parl_scene_add_area (scene, 0, top, scene->width, plot->pitch);
  if (isfinite (row->value))
    {
      double dot = fmin (parl_scene_px (scene, 9), plot->pitch);
      start = map_x (plot, row->value) - dot / 2;
      end = start + dot;
      if (isfinite (row->low) && isfinite (row->high) && plot->pitch > 4)
        {
          parl_place_whisker (scene, role, map_x (plot, row->low), map_x (plot, row->high), middle,
                              fmin (parl_scene_px (scene, 5), plot->pitch / 2 - 1), true);
          start = fmin (start, map_x (plot, row->low));
          end = fmax (end, map_x (plot, row->high));
        }
      parl_scene_add_glyph (scene, PARL_GLYPH_DOT, role, map_x (plot, row->value), middle, dot);
    }
  add_label (plot, row, start, end, middle);
  scene->item = -1;
}

static void
lay_out (const ParlChartSpec *spec, ParlScene *scene)
{
  const ParlIntervalsChart *chart = &spec->intervals;
  Plot plot = { .chart = chart, .scene = scene };

  if (chart->rows->len == 0)
    return;
  find_plot (&plot);
  if (plot.pitch <= 0 || scene->width <= 2 * plot.inset)
    return;
  if (isfinite (chart->promise.value))
    {
      double x = map_x (&plot, chart->promise.value);
      parl_scene_add_line (scene, PARL_COLOR_TEXT_1, x, parl_scene_px (scene, 2), x, plot.bottom,
                           scene->scale, PARL_DASH_DASHED);
      ParlFont font = parl_scene_label (scene, false);
      double baseline = parl_scene_px (scene, 12), gap = parl_scene_px (scene, 6);
      if (!parl_scene_try_text (scene, PARL_COLOR_TEXT_2, font, PARL_ANCHOR_END, x - gap, baseline,
                                chart->promise.label))
        parl_scene_try_text (scene, PARL_COLOR_TEXT_2, font, PARL_ANCHOR_START, x + gap, baseline,
                             chart->promise.label);
    }
  for (unsigned i = 0; i < chart->rows->len; i++)
    add_row (&plot, i);
  parl_scene_add_line (scene, PARL_COLOR_AXIS, 0, plot.bottom, scene->width, plot.bottom, 1,
                       PARL_DASH_NONE);
  parl_place_x_ticks (scene, chart->x_ticks, plot.from, plot.to, plot.inset,
                      scene->width - plot.inset, plot.bottom + parl_scene_px (scene, 17));
}

static ParlTip
dup_tip (const ParlChartSpec *spec, unsigned item)
{
  const ParlIntervalRow *row = &g_array_index (spec->intervals.rows, ParlIntervalRow, item);

  return parl_tip_exists (&row->tip) ? parl_tip_copy (&row->tip)
                                     : parl_tip_new (row->label, PARL_WORDS (NULL));
}

static ParlTable *
tabulate (const ParlChartSpec *spec)
{
  const ParlIntervalsChart *chart = &spec->intervals;
  ParlTable *table
      = parl_table_new (PARL_WORDS (C_ ("table", "What"), C_ ("table", "With its interval")));

  for (unsigned i = 0; i < chart->rows->len; i++)
    {
      const ParlIntervalRow *row = &g_array_index (chart->rows, ParlIntervalRow, i);
      g_autofree char *tip = parl_tip_join (&row->tip);
      parl_table_add_row (table, PARL_WORDS (row->label, tip));
    }
  parl_table_add_tick (table, C_ ("table", "Promise"), &chart->promise);
  return table;
}

static void
clear_row (ParlIntervalRow *row)
{
  g_free (row->label);
  parl_tip_clear (&row->tip);
}

static const ParlOwned owned[] = {
  PARL_ARRAY (intervals.rows, ParlIntervalRow, clear_row),
  PARL_TICK (intervals.promise),
  PARL_TICKS (intervals.x_ticks),
  { PARL_OWNED_END },
};

const ParlChartKindClass parl_intervals_kind = {
  .owned = owned,
  .lay_out = lay_out,
  .height = 40,
  .item_height = 22,
  .items = offsetof (ParlChartSpec, intervals.rows),
  .dup_tip = dup_tip,
  .tabulate = tabulate,
};
