/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XmR: daily values from 0, a band between the limits, signals by shape.
 *
 *          v v2.6 canary       v wave 2
 *   10 %  ----------------------------------
 *         ................................... limit 8.9    band between the limits
 *      5  ------------/\-----/\--------------- mean 5.98   names spread, one line apart
 *      0  ___________________________________
 *        26 Sep        24 Oct        20 Nov
 */
#include "config.h"

#include "charts/layout.h"
#include "charts/place.h"

#include <math.h>
#include <stdlib.h>

typedef struct
{
  const ParlControlChart *chart;
  ParlScene *scene;
  double left, right, top, bottom; /* of the plot */
  double from, to;                 /* of the values */
  double since, until;             /* of the times */
  double inset;
} Plot;

static double
map_y (const Plot *plot, double value)
{
  return parl_place_map (value, plot->from, plot->to, plot->bottom, plot->top);
}

static double
map_x (const Plot *plot, double time)
{
  double left = plot->left + plot->inset, right = plot->right - plot->inset;

  if (plot->until <= plot->since)
    return (left + right) / 2;
  return parl_place_map (time, plot->since, plot->until, left, right);
}

static const ParlControlPoint *
get_point (const Plot *plot, unsigned index)
{
  return &g_array_index (plot->chart->points, ParlControlPoint, index);
}

static void
find_ranges (Plot *plot)
{
  const ParlControlChart *chart = plot->chart;
  const double levels[]
      = { chart->mean.value, chart->lower.value, chart->upper.value, chart->budget.value };

  plot->from = plot->to = 0;
  plot->since = INFINITY;
  plot->until = -INFINITY;
  for (unsigned i = 0; i < chart->points->len; i++)
    {
      parl_place_extend (get_point (plot, i)->value, &plot->from, &plot->to);
      parl_place_extend ((double)get_point (plot, i)->time, &plot->since, &plot->until);
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (levels); i++)
    parl_place_extend (levels[i], &plot->from, &plot->to);
  for (unsigned i = 0; i < chart->y_ticks->len; i++)
    parl_place_extend (g_array_index (chart->y_ticks, ParlTick, i).value, &plot->from, &plot->to);
  if (plot->to <= plot->from)
    plot->to = plot->from + 1;
}

static double
measure_names (const Plot *plot)
{
  const ParlControlChart *chart = plot->chart;
  const ParlTick *names[] = { &chart->mean, &chart->lower, &chart->upper, &chart->budget };
  double widest = 0;

  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    if (isfinite (names[i]->value))
      widest = fmax (widest, parl_scene_measure (plot->scene, parl_scene_label (plot->scene, false),
                                                 names[i]->label));
  return widest;
}

/* Returns whether there is room for the names of the lines at the right. */
static bool
find_plot (Plot *plot)
{
  ParlScene *scene = plot->scene;
  double ticks = parl_place_measure_ticks (scene, plot->chart->y_ticks);
  double names = measure_names (plot);
  double gap = parl_scene_px (scene, 8);

  plot->inset = parl_scene_px (scene, 6);
  plot->left = ticks > 0 ? ticks + gap : 0;
  plot->right = scene->width - (names > 0 ? names + gap : 0);
  plot->top = parl_scene_px (scene, plot->chart->marks->len > 0 ? 34 : 8);
  plot->bottom = scene->height - parl_scene_px (scene, plot->chart->x_ticks->len > 0 ? 22 : 6);
  if (plot->right - plot->left >= parl_scene_px (scene, 80))
    return names > 0;
  plot->right = scene->width - gap;
  return false;
}

static void
add_level (Plot *plot, const ParlTick *tick, ParlColorRole role, double stroke, ParlDash dash)
{
  if (!isfinite (tick->value))
    return;

  double y = map_y (plot, tick->value);
  parl_scene_add_line (plot->scene, role, plot->left, y, plot->right, y,
                       parl_scene_px (plot->scene, stroke), dash);
}

static void
add_levels (Plot *plot)
{
  const ParlControlChart *chart = plot->chart;

  if (isfinite (chart->lower.value) && isfinite (chart->upper.value))
    {
      double top = map_y (plot, chart->upper.value), bottom = map_y (plot, chart->lower.value);
      parl_scene_add_rect (plot->scene, PARL_COLOR_BAND_2, plot->left, top,
                           plot->right - plot->left, bottom - top);
    }
  parl_place_y_ticks (plot->scene, chart->y_ticks, plot->from, plot->to, plot->left, plot->right,
                      plot->top, plot->bottom);
  add_level (plot, &chart->lower, PARL_COLOR_AXIS, 1, PARL_DASH_DOTTED);
  add_level (plot, &chart->upper, PARL_COLOR_AXIS, 1, PARL_DASH_DOTTED);
  add_level (plot, &chart->mean, PARL_COLOR_AXIS, 1.5, PARL_DASH_NONE);
  add_level (plot, &chart->budget, PARL_COLOR_TEXT_1, 1, PARL_DASH_DASHED);
}

static int
compare_ticks (const void *a, const void *b)
{
  double one = (*(const ParlTick *const *)a)->value, two = (*(const ParlTick *const *)b)->value;

  return (two > one) - (two < one);
}

static void
add_names (Plot *plot)
{
  const ParlControlChart *chart = plot->chart;
  const ParlTick *all[] = { &chart->mean, &chart->lower, &chart->upper, &chart->budget };
  const ParlTick *names[G_N_ELEMENTS (all)];
  double positions[G_N_ELEMENTS (all)];
  ParlFont font = parl_scene_label (plot->scene, false);
  unsigned length = 0;

  for (unsigned i = 0; i < G_N_ELEMENTS (all); i++)
    if (isfinite (all[i]->value) && all[i]->label != NULL)
      names[length++] = all[i];
  qsort (names, length, sizeof names[0], compare_ticks);
  for (unsigned i = 0; i < length; i++)
    positions[i] = map_y (plot, names[i]->value);
  parl_place_spread (length, positions, parl_scene_px (plot->scene, 16), plot->top, plot->bottom);
  for (unsigned i = 0; i < length; i++)
    parl_scene_try_text (plot->scene, PARL_COLOR_TEXT_2, font, PARL_ANCHOR_START,
                         plot->right + parl_scene_px (plot->scene, 8),
                         parl_scene_center (font, positions[i]), names[i]->label);
}

/* Whether no other mark's line runs through @left .. @right. */
static bool
is_clear_of_marks (const Plot *plot, const ParlMark *mark, double left, double right)
{
  for (unsigned i = 0; i < plot->chart->marks->len; i++)
    {
      const ParlMark *other = &g_array_index (plot->chart->marks, ParlMark, i);
      double x = map_x (plot, (double)other->time);
      double reach = parl_scene_px (plot->scene, 6);
      if (other != mark && x + reach > left && x - reach < right)
        return false;
    }
  return true;
}

/* A release or stage: an upright line with a small flag; its name right of it, else left, where no
 * other mark stands. */
static void
add_mark (Plot *plot, const ParlMark *mark)
{
  ParlScene *scene = plot->scene;
  ParlFont font = parl_scene_label (scene, false);
  double time = (double)mark->time;

  if (!(time >= plot->since && time <= plot->until))
    return;

  double x = map_x (plot, time), y = parl_scene_px (scene, 9), gap = parl_scene_px (scene, 9);
  double width = parl_scene_measure (scene, font, mark->label);
  parl_scene_add_line (scene, PARL_COLOR_TEXT_3, x, y, x, plot->bottom, scene->scale,
                       PARL_DASH_NONE);
  parl_scene_add_glyph (scene, PARL_GLYPH_DOWN, PARL_COLOR_TEXT_3, floor (x) + 0.5, y,
                        parl_scene_px (scene, 10));
  if (is_clear_of_marks (plot, mark, x + gap, x + gap + width)
      && parl_scene_try_text (scene, PARL_COLOR_TEXT_2, font, PARL_ANCHOR_START, x + gap,
                              parl_scene_center (font, y), mark->label))
    return;
  if (is_clear_of_marks (plot, mark, x - gap - width, x - gap))
    parl_scene_try_text (scene, PARL_COLOR_TEXT_2, font, PARL_ANCHOR_END, x - gap,
                         parl_scene_center (font, y), mark->label);
}

static void
add_line (Plot *plot)
{
  unsigned length = plot->chart->points->len;
  g_autofree double *points = g_new (double, 2 * length + 2);
  size_t n_points = 0;

  for (unsigned i = 0; i <= length; i++)
    if (i < length && isfinite (get_point (plot, i)->value))
      {
        points[2 * n_points] = map_x (plot, (double)get_point (plot, i)->time);
        points[2 * n_points + 1] = map_y (plot, get_point (plot, i)->value);
        n_points++;
      }
    else
      {
        parl_scene_add_polyline (plot->scene, PARL_COLOR_AXIS, parl_scene_px (plot->scene, 1.2),
                                 n_points, points);
        n_points = 0;
      }
}

/* A signal below the mean is no bad news: it keeps its shape, in the colour of the actual. */
static void
add_points (Plot *plot)
{
  double room = (plot->right - plot->left) / fmax (plot->chart->points->len, 1);
  double diamond
      = fmin (parl_scene_px (plot->scene, 13), fmax (2 * room, parl_scene_px (plot->scene, 8)));
  double dot = fmin (parl_scene_px (plot->scene, 5.2), fmax (room * 0.9, 1));

  for (unsigned i = 0; i < plot->chart->points->len; i++)
    {
      const ParlControlPoint *point = get_point (plot, i);
      if (!isfinite (point->value))
        continue;
      ParlColorRole role
          = point->value < plot->chart->mean.value ? PARL_COLOR_ACTUAL : PARL_COLOR_BAD;
      ParlGlyph glyph
          = point->signal == PARL_SIGNAL_BEYOND ? PARL_GLYPH_DIAMOND : PARL_GLYPH_HOLLOW;
      bool is_plain = point->signal == PARL_SIGNAL_NONE;

      plot->scene->item = (int)i;
      parl_scene_add_glyph (plot->scene, is_plain ? PARL_GLYPH_DOT : glyph,
                            is_plain ? PARL_COLOR_ACTUAL : role, map_x (plot, (double)point->time),
                            map_y (plot, point->value), is_plain ? dot : diamond);
    }
  plot->scene->item = -1;
}

void
parl_control_layout (const ParlControlChart *chart, ParlScene *scene)
{
  Plot plot = { .chart = chart, .scene = scene };

  find_ranges (&plot);
  bool has_names = find_plot (&plot);
  if (plot.right <= plot.left || plot.bottom <= plot.top)
    return;
  add_levels (&plot);
  if (has_names)
    add_names (&plot);
  for (unsigned i = 0; i < chart->marks->len; i++)
    add_mark (&plot, &g_array_index (chart->marks, ParlMark, i));
  add_line (&plot);
  add_points (&plot);
  parl_place_x_ticks (scene, chart->x_ticks, plot.since, plot.until, plot.left + plot.inset,
                      plot.right - plot.inset, scene->height - parl_scene_px (scene, 4));
}
