/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is left of a budget, day by day, against an even pace.
 *
 *   620 |\ .
 *       |  \   . even pace
 *     0 |____\_______._____      a hollow dot where it ran out; then bad, and filled
 *       | spent \::::|
 *       |  14 Nov  \:* -285
 *       24 Oct       20 Nov
 */
#include "config.h"

#include "charts/kind.h"
#include "charts/place.h"
#include "charts/words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define FILL_ALPHA 0.22

typedef struct
{
  const ParlBurndownChart *chart;
  ParlScene *scene;
  double left, right, top, bottom; /* of the plot */
  double from, to;                 /* of what is left */
  unsigned length;                 /* of the lines: pairs of a time and a y in px */
  double *above, *below;           /* NAN on the other side of 0 */
} Plot;

static const ParlBurndownPoint *
get_point (const Plot *plot, unsigned index)
{
  return &g_array_index (plot->chart->points, ParlBurndownPoint, index);
}

static double
map_y (const Plot *plot, double left)
{
  return parl_place_map (left, plot->from, plot->to, plot->bottom, plot->top);
}

static void
find_plot (Plot *plot)
{
  const ParlBurndownChart *chart = plot->chart;
  ParlScene *scene = plot->scene;
  double ticks = parl_place_measure_ticks (scene, chart->y_ticks), gap = parl_scene_px (scene, 8);
  double end = parl_scene_measure (scene, parl_scene_label (scene, true), chart->end_label);

  plot->from = plot->to = 0;
  parl_place_extend (chart->budget, &plot->from, &plot->to);
  for (unsigned i = 0; i < chart->points->len; i++)
    parl_place_extend (get_point (plot, i)->left, &plot->from, &plot->to);
  parl_place_extend_ticks (chart->y_ticks, &plot->from, &plot->to);
  if (plot->to <= plot->from)
    plot->to = plot->from + 1;
  plot->left = ticks > 0 ? ticks + gap : gap;
  plot->right = scene->width - (end > 0 ? end + gap : gap);
  if (plot->right - plot->left < parl_scene_px (scene, 80))
    plot->right = scene->width - gap;
  plot->top = parl_scene_px (scene, 8);
  plot->bottom = scene->height - parl_scene_px (scene, chart->x_ticks->len > 0 ? 24 : 8);
}

static void
add_pair (Plot *plot, double time, double left)
{
  double y = map_y (plot, left);
  bool is_known = isfinite (left);

  plot->above[2 * plot->length] = plot->below[2 * plot->length] = time;
  plot->above[2 * plot->length + 1] = is_known && left >= 0 ? y : NAN;
  plot->below[2 * plot->length + 1] = is_known && left <= 0 ? y : NAN;
  plot->length++;
}

/* Where the line crosses 0, both sides get a point there. */
static void
split_line (Plot *plot)
{
  for (unsigned i = 0; i < plot->chart->points->len; i++)
    {
      const ParlBurndownPoint *point = get_point (plot, i);
      if (i > 0)
        {
          const ParlBurndownPoint *before = get_point (plot, i - 1);
          double part = before->left / 2 / (before->left / 2 - point->left / 2);
          bool is_crossing
              = (before->left > 0 && point->left < 0) || (before->left < 0 && point->left > 0);
          if (is_crossing && isfinite (part))
            add_pair (plot, (double)before->time + part * (double)(point->time - before->time), 0);
        }
      add_pair (plot, (double)point->time, point->left);
    }
}

static void
add_pace (Plot *plot)
{
  const ParlBurndownChart *chart = plot->chart;
  double pace[] = { (double)chart->since, map_y (plot, chart->budget), (double)chart->until,
                    map_y (plot, 0) };

  if (isfinite (chart->budget) && chart->until > chart->since
      && parl_place_clip (plot->scene, pace))
    parl_scene_add_line (plot->scene, PARL_COLOR_AXIS, pace[0], pace[1], pace[2], pace[3],
                         plot->scene->scale, PARL_DASH_DASHED);
}

static double
find_pace (const Plot *plot, double x)
{
  const ParlBurndownChart *chart = plot->chart;
  double time = parl_scene_get_time (plot->scene, x);
  double gone = (time - (double)chart->since) / ((double)chart->until - (double)chart->since);

  return gone >= 0 && gone <= 1 ? map_y (plot, chart->budget * (1 - gone)) : NAN;
}

/* The highest and the lowest place of the line, the smallest and the largest y, between two x. */
static void
find_line (const Plot *plot, double left, double right, double *highest, double *lowest)
{
  double room = parl_scene_px (plot->scene, 12);

  *highest = INFINITY;
  *lowest = -INFINITY;
  for (unsigned i = 0; i < plot->length; i++)
    {
      double x = parl_scene_get_x (plot->scene, plot->above[2 * i]);
      double y = plot->above[2 * i + 1];
      if (isnan (y))
        y = plot->below[2 * i + 1];
      if (x >= left - room && x <= right + room && isfinite (y))
        {
          *highest = fmin (*highest, y);
          *lowest = fmax (*lowest, y);
        }
    }
}

/* Close to the pace and not to the line: above it where it is the upper one, else below it. */
static void
add_pace_label (Plot *plot)
{
  const ParlBurndownChart *chart = plot->chart;
  ParlScene *scene = plot->scene;
  ParlFont font = parl_scene_label (scene, false);
  double width = parl_scene_measure (scene, font, chart->pace_label);
  double gap = parl_scene_px (scene, 5), step = (plot->right - plot->left) / 20;

  if (!isfinite (chart->budget) || chart->until <= chart->since)
    return;
  for (double left = plot->right - width - gap; left > plot->left + gap; left -= step)
    {
      double upper = find_pace (plot, left), lower = find_pace (plot, left + width);
      double highest, lowest;
      find_line (plot, left, left + width, &highest, &lowest);
      if (isnan (upper) || isnan (lower))
        continue;
      double above = upper - gap, below = lower + gap + font.size;
      if (highest > upper && above - font.size > 0
          && parl_scene_try_text (scene, PARL_COLOR_TEXT_2, font, PARL_ANCHOR_START, left, above,
                                  chart->pace_label))
        return;
      if (lowest < lower && below < plot->bottom
          && parl_scene_try_text (scene, PARL_COLOR_TEXT_2, font, PARL_ANCHOR_START, left, below,
                                  chart->pace_label))
        return;
    }
}

/* Where it ran out: the label is left below, where the line has not been yet. */
static void
add_spent (Plot *plot)
{
  const ParlTick *spent = &plot->chart->spent;
  ParlScene *scene = plot->scene;
  ParlFont bold = parl_scene_label (scene, true);
  double x = parl_scene_get_x (scene, spent->value), y = map_y (plot, 0);

  if (isnan (x))
    return;
  parl_scene_add_glyph (scene, PARL_GLYPH_OPEN, PARL_COLOR_BAD, x, y, parl_scene_px (scene, 10));
  if (!parl_scene_try_text (scene, PARL_COLOR_BAD_TEXT, bold, PARL_ANCHOR_END,
                            x - parl_scene_px (scene, 7), y + parl_scene_px (scene, 18),
                            spent->label))
    parl_scene_try_text (scene, PARL_COLOR_BAD_TEXT, bold, PARL_ANCHOR_START,
                         x + parl_scene_px (scene, 7), y - parl_scene_px (scene, 8), spent->label);
}

/* The last known point, its dot and its value. */
static void
add_end (Plot *plot)
{
  ParlScene *scene = plot->scene;
  ParlFont bold = parl_scene_label (scene, true);
  unsigned last = plot->chart->points->len;

  while (last > 0 && !isfinite (get_point (plot, last - 1)->left))
    last--;
  if (last == 0)
    return;

  const ParlBurndownPoint *point = get_point (plot, last - 1);
  double x = parl_scene_get_x (scene, (double)point->time), y = map_y (plot, point->left);
  bool is_bad = point->left < 0;
  if (isnan (x))
    return;
  parl_scene_add_glyph (scene, PARL_GLYPH_DOT, is_bad ? PARL_COLOR_BAD : PARL_COLOR_ACTUAL, x, y,
                        parl_scene_px (scene, 8));
  parl_place_label (scene, is_bad ? PARL_COLOR_BAD_TEXT : PARL_COLOR_TEXT_1, bold,
                    PARL_ANCHOR_START, x + parl_scene_px (scene, 8), y, plot->chart->end_label);
}

static void
add_items (Plot *plot)
{
  double half = parl_scene_px (plot->scene, 6);

  for (unsigned i = 0; i < plot->chart->points->len; i++)
    {
      const ParlBurndownPoint *point = get_point (plot, i);
      double x = parl_scene_get_x (plot->scene, (double)point->time);
      if (isnan (x) || !isfinite (point->left))
        continue;
      plot->scene->item = (int)i;
      parl_scene_add_area (plot->scene, x - half, map_y (plot, point->left) - half, 2 * half,
                           2 * half);
    }
  plot->scene->item = -1;
}

static void
lay_out (const ParlChartSpec *spec, ParlScene *scene)
{
  const ParlBurndownChart *chart = &spec->burndown;
  Plot plot = { .chart = chart, .scene = scene };
  double stroke = parl_scene_px (scene, 2.5);
  g_autofree double *above = g_new (double, 4 * chart->points->len + 2);
  g_autofree double *below = g_new (double, 4 * chart->points->len + 2);

  find_plot (&plot);
  if (plot.right <= plot.left || plot.bottom <= plot.top)
    return;
  parl_place_set_view (scene, plot.left, plot.right);
  plot.above = above;
  plot.below = below;
  split_line (&plot);
  parl_place_y_ticks (scene, chart->y_ticks, plot.from, plot.to, plot.left, plot.right, plot.top,
                      plot.bottom);
  parl_place_time_area (scene, PARL_COLOR_BAD, FILL_ALPHA, map_y (&plot, 0), plot.length, below);
  add_pace (&plot);
  parl_place_time_line (scene, PARL_COLOR_ACTUAL, stroke, plot.length, above);
  parl_place_time_line (scene, PARL_COLOR_BAD, stroke, plot.length, below);
  add_end (&plot);
  add_spent (&plot);
  add_pace_label (&plot);
  parl_place_x_ticks (scene, chart->x_ticks, scene->view.from, scene->view.to, scene->view_left,
                      scene->view_right, scene->height - parl_scene_px (scene, 4));
  add_items (&plot);
}

static double
get_height (G_GNUC_UNUSED const ParlChartSpec *spec, ParlScene *scene)
{
  double width = scene->width / scene->scale;

  return CLAMP (width * 0.4, 140, 220);
}

static const ParlBurndownPoint *
get_item (const ParlChartSpec *spec, unsigned item)
{
  return &g_array_index (spec->burndown.points, ParlBurndownPoint, item);
}

static ParlTip
dup_tip (const ParlChartSpec *spec, unsigned item)
{
  const ParlBurndownChart *chart = &spec->burndown;
  const ParlBurndownPoint *point = get_item (spec, item);
  bool is_last = item + 1 == chart->points->len;

  if (parl_tip_exists (&point->tip))
    return parl_tip_copy (&point->tip);
  return parl_tip_new (parl_ticks_find_label (chart->x_ticks, (double)point->time),
                       PARL_WORDS (is_last ? chart->end_label : NULL));
}

static void
get_extent (const ParlChartSpec *spec, ParlView *extent)
{
  const ParlBurndownChart *chart = &spec->burndown;

  if (chart->until > chart->since)
    *extent = (ParlView){ (double)chart->since, (double)chart->until };
  for (unsigned i = 0; i < chart->points->len; i++)
    parl_place_extend ((double)get_item (spec, i)->time, &extent->from, &extent->to);
}

static ParlItemPlace
get_place (const ParlChartSpec *spec, unsigned item)
{
  const ParlBurndownPoint *point = get_item (spec, item);

  return (ParlItemPlace){ (double)point->time, !isfinite (point->left) };
}

/* The point whose x is nearest, within 12 px of the window. */
static int
hit (const ParlChartSpec *spec, const ParlScene *scene, double x, double y)
{
  double nearest = parl_scene_px (scene, 12);
  int item = -1;

  for (unsigned i = 0; i < spec->burndown.points->len && y >= 0 && y < scene->height; i++)
    {
      const ParlBurndownPoint *point = get_item (spec, i);
      double distance = fabs (parl_scene_get_x (scene, (double)point->time) - x);
      if (isfinite (point->left) && distance <= nearest)
        {
          nearest = distance;
          item = (int)i;
        }
    }
  return item;
}

static ParlTable *
tabulate (const ParlChartSpec *spec)
{
  const ParlBurndownChart *chart = &spec->burndown;
  ParlTable *table = parl_table_new (PARL_WORDS (C_ ("table", "When"), C_ ("table", "Left")));

  for (unsigned i = 0; i < chart->points->len; i++)
    if (parl_tip_exists (&get_item (spec, i)->tip))
      parl_table_add_row (table,
                          PARL_WORDS (get_item (spec, i)->tip.when, get_item (spec, i)->tip.what));
  parl_table_add_tick (table, NULL, &chart->spent);
  if (chart->end_label != NULL)
    parl_table_add_row (table, PARL_WORDS (C_ ("table", "At the end"), chart->end_label));
  return table;
}

static void
describe (const ParlChartSpec *spec, GString *out)
{
  const ParlBurndownChart *chart = &spec->burndown;
  ParlTip last = { 0 };

  if (chart->points->len > 0)
    last = get_item (spec, chart->points->len - 1)->tip;
  parl_words_add_tick (out, &chart->spent);
  parl_words_add_line (out, last.when,
                       PARL_WORDS (parl_tip_exists (&last) ? last.what : chart->end_label));
}

static void
clear_point (ParlBurndownPoint *point)
{
  parl_tip_clear (&point->tip);
}

static const ParlOwned owned[] = {
  PARL_ARRAY (burndown.points, ParlBurndownPoint, clear_point),
  PARL_NUMBER (burndown.budget),
  PARL_STRING (burndown.pace_label),
  PARL_TICK (burndown.spent),
  PARL_STRING (burndown.end_label),
  PARL_TICKS (burndown.x_ticks),
  PARL_TICKS (burndown.y_ticks),
  { PARL_OWNED_END },
};

const ParlChartKindClass parl_burndown_kind = {
  .owned = owned,
  .lay_out = lay_out,
  .get_height = get_height,
  .items = offsetof (ParlChartSpec, burndown.points),
  .dup_tip = dup_tip,
  .get_extent = get_extent,
  .get_place = get_place,
  .hit = hit,
  .get_step = parl_kind_step_sideways,
  .tabulate = tabulate,
  .describe = describe,
};
