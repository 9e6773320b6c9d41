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
} Plot;

static double
map_y (const Plot *plot, double value)
{
  return parl_place_map (value, plot->from, plot->to, plot->bottom, plot->top);
}

static const ParlControlPoint *
get_point (const Plot *plot, unsigned index)
{
  return &g_array_index (plot->chart->points, ParlControlPoint, index);
}

/* Of all values, in and out of the view: the scale does not move when the view does. */
static void
find_range (Plot *plot)
{
  const ParlControlChart *chart = plot->chart;
  const double levels[]
      = { chart->mean.value, chart->lower.value, chart->upper.value, chart->budget.value };

  plot->from = plot->to = 0;
  for (unsigned i = 0; i < chart->points->len; i++)
    parl_place_extend (get_point (plot, i)->value, &plot->from, &plot->to);
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
      double x = parl_scene_get_x (plot->scene, (double)other->time);
      double reach = parl_scene_px (plot->scene, 6);
      if (other != mark && x + reach > left && x - reach < right)
        return false;
    }
  return true;
}

/* A release or stage: an upright line with a small flag; its name right of it, else left, where no
 * other mark stands. */
static void
add_mark (Plot *plot, const ParlMark *mark, int item)
{
  ParlScene *scene = plot->scene;
  ParlFont font = parl_scene_label (scene, false);
  double x = parl_scene_get_x (scene, (double)mark->time);

  if (isnan (x))
    return;

  double y = parl_scene_px (scene, 9), gap = parl_scene_px (scene, 9);
  double width = parl_scene_measure (scene, font, mark->label);
  parl_scene_add_line (scene, PARL_COLOR_TEXT_3, x, y, x, plot->bottom, scene->scale,
                       PARL_DASH_NONE);
  scene->item = item;
  parl_scene_add_glyph (scene, PARL_GLYPH_DOWN, PARL_COLOR_TEXT_3, floor (x) + 0.5, y,
                        parl_scene_px (scene, 10));
  bool is_right = is_clear_of_marks (plot, mark, x + gap, x + gap + width)
                  && parl_scene_try_text (scene, PARL_COLOR_TEXT_2, font, PARL_ANCHOR_START,
                                          x + gap, parl_scene_center (font, y), mark->label);
  if (!is_right && is_clear_of_marks (plot, mark, x - gap - width, x - gap))
    parl_scene_try_text (scene, PARL_COLOR_TEXT_2, font, PARL_ANCHOR_END, x - gap,
                         parl_scene_center (font, y), mark->label);
  scene->item = -1;
}

static void
add_line (Plot *plot)
{
  unsigned length = plot->chart->points->len;
  g_autofree double *points = g_new (double, 2 * length + 1);

  for (unsigned i = 0; i < length; i++)
    {
      double value = get_point (plot, i)->value;
      points[2 * i] = (double)get_point (plot, i)->time;
      points[2 * i + 1] = isfinite (value) ? map_y (plot, value) : NAN;
    }
  parl_place_time_line (plot->scene, PARL_COLOR_AXIS, parl_scene_px (plot->scene, 1.2), length,
                        points);
}

/* How many points stand in the view. */
static unsigned
count_points (const Plot *plot)
{
  unsigned count = 0;

  for (unsigned i = 0; i < plot->chart->points->len; i++)
    count += !isnan (parl_scene_get_x (plot->scene, (double)get_point (plot, i)->time));
  return count;
}

/* A signal below the mean is no bad news: it keeps its shape, in the colour of the actual. */
static void
add_points (Plot *plot)
{
  double room = (plot->right - plot->left) / fmax (count_points (plot), 1);
  double diamond
      = fmin (parl_scene_px (plot->scene, 13), fmax (2 * room, parl_scene_px (plot->scene, 8)));
  double dot = fmin (parl_scene_px (plot->scene, 5.2), fmax (room * 0.9, 1));

  for (unsigned i = 0; i < plot->chart->points->len; i++)
    {
      const ParlControlPoint *point = get_point (plot, i);
      double x = parl_scene_get_x (plot->scene, (double)point->time);
      if (!isfinite (point->value) || isnan (x))
        continue;
      ParlColorRole role
          = point->value < plot->chart->mean.value ? PARL_COLOR_ACTUAL : PARL_COLOR_BAD;
      ParlGlyph glyph
          = point->signal == PARL_SIGNAL_BEYOND ? PARL_GLYPH_DIAMOND : PARL_GLYPH_HOLLOW;
      bool is_plain = point->signal == PARL_SIGNAL_NONE;

      plot->scene->item = (int)i;
      parl_scene_add_glyph (plot->scene, is_plain ? PARL_GLYPH_DOT : glyph,
                            is_plain ? PARL_COLOR_ACTUAL : role, x, map_y (plot, point->value),
                            is_plain ? dot : diamond);
    }
  plot->scene->item = -1;
}

void
parl_control_layout (const ParlControlChart *chart, ParlScene *scene)
{
  Plot plot = { .chart = chart, .scene = scene };

  find_range (&plot);
  bool has_names = find_plot (&plot);
  if (plot.right <= plot.left || plot.bottom <= plot.top)
    return;
  double inset = parl_scene_px (scene, 6);
  parl_place_set_view (scene, plot.left + inset, plot.right - inset);
  add_levels (&plot);
  if (has_names)
    add_names (&plot);
  for (unsigned i = 0; i < chart->marks->len; i++)
    add_mark (&plot, &g_array_index (chart->marks, ParlMark, i), (int)(chart->points->len + i));
  add_line (&plot);
  add_points (&plot);
  parl_place_x_ticks (scene, chart->x_ticks, scene->view.from, scene->view.to, scene->view_left,
                      scene->view_right, scene->height - parl_scene_px (scene, 4));
}
