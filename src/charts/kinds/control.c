/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Daily values from 0, a band between each day's limits, signals by shape. The scale is that of the
 * values: limits of a day with few updates may leave it.
 *
 *          v v2.6 canary       v wave 2
 *   10 %  ----------------------------------
 *         ......''......................''... limit        band between the limits
 *      5  ------------/\-----/\--------------- mean 5.98   names spread, one line apart
 *      0  ___________________________________
 *        26 Sep        24 Oct        20 Nov
 */
#include "config.h"

#include "charts/kind.h"
#include "charts/place.h"
#include "charts/words.h"

#include <glib/gi18n-lib.h>
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
  const double levels[] = { chart->mean.value, chart->budget.value };

  plot->from = plot->to = 0;
  for (unsigned i = 0; i < chart->points->len; i++)
    parl_place_extend (get_point (plot, i)->value, &plot->from, &plot->to);
  for (unsigned i = 0; i < G_N_ELEMENTS (levels); i++)
    parl_place_extend (levels[i], &plot->from, &plot->to);
  parl_place_extend_ticks (chart->y_ticks, &plot->from, &plot->to);
  if (plot->to <= plot->from)
    plot->to = plot->from + 1;
}

#define MAX_NAMES 4

/* Of the mean and the budget, and of the newest limits as far as they are on the scale.
 * Returns: how many @names there are */
static unsigned
list_names (const Plot *plot, ParlTick names[MAX_NAMES])
{
  const ParlControlChart *chart = plot->chart;
  const ParlControlPoint *newest = NULL;
  unsigned length = 0;

  for (unsigned i = 0; i < chart->points->len; i++)
    if (isfinite (get_point (plot, i)->upper))
      newest = get_point (plot, i);

  const ParlTick all[MAX_NAMES] = { chart->mean,
                                    chart->budget,
                                    { newest != NULL ? newest->upper : NAN, chart->limit },
                                    { newest != NULL ? newest->lower : NAN, chart->limit } };
  for (unsigned i = 0; i < MAX_NAMES; i++)
    if (isfinite (all[i].value) && all[i].label != NULL && all[i].value >= plot->from
        && all[i].value <= plot->to)
      names[length++] = all[i];
  return length;
}

static double
measure_names (const Plot *plot)
{
  ParlTick names[MAX_NAMES];
  unsigned length = list_names (plot, names);
  double widest = 0;

  for (unsigned i = 0; i < length; i++)
    widest = fmax (widest, parl_scene_measure (plot->scene, parl_scene_label (plot->scene, false),
                                               names[i].label));
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

/* The band of one point: from half-way to the one before to half-way to the next. */
static bool
find_band (const Plot *plot, unsigned index, double *left, double *right, double *top,
           double *bottom)
{
  const ParlControlPoint *point = get_point (plot, index);
  const ParlScene *scene = plot->scene;
  unsigned last = plot->chart->points->len - 1;
  ParlTime before = index > 0 ? get_point (plot, index - 1)->time : point->time;
  ParlTime after = index < last ? get_point (plot, index + 1)->time : point->time;

  if (!isfinite (point->lower) || !isfinite (point->upper))
    return false;
  *left = parl_place_map (((double)before + (double)point->time) / 2, scene->view.from,
                          scene->view.to, scene->view_left, scene->view_right);
  *right = parl_place_map (((double)after + (double)point->time) / 2, scene->view.from,
                           scene->view.to, scene->view_left, scene->view_right);
  *left = fmax (round (*left), plot->left);
  *right = fmin (round (*right), plot->right);
  *top = fmax (map_y (plot, point->upper), plot->top);
  *bottom = map_y (plot, point->lower);
  return *right > *left;
}

/* Neighbours of the same height are one box: beside each other they would show a seam where the
 * pixels of a display lie between theirs. */
static void
add_bands (Plot *plot)
{
  double left, right, top, bottom, same = parl_scene_px (plot->scene, 0.5);

  for (unsigned i = 0, next; i < plot->chart->points->len; i = next)
    {
      double end, next_left, next_top, next_bottom;
      next = i + 1;
      if (!find_band (plot, i, &left, &right, &top, &bottom))
        continue;
      for (; next < plot->chart->points->len; next++, right = end)
        if (!find_band (plot, next, &next_left, &end, &next_top, &next_bottom) || next_left != right
            || fabs (next_top - top) > same || fabs (next_bottom - bottom) > same)
          break;
      parl_scene_add_rect (plot->scene, PARL_COLOR_BAND_2, left, top, right - left, bottom - top);
    }
}

static void
add_limits (Plot *plot)
{
  double left, right, top, bottom, stroke = parl_scene_px (plot->scene, 1);

  for (unsigned i = 0; i < plot->chart->points->len; i++)
    if (find_band (plot, i, &left, &right, &top, &bottom))
      {
        parl_scene_add_line (plot->scene, PARL_COLOR_AXIS, left, bottom, right, bottom, stroke,
                             PARL_DASH_DOTTED);
        if (top > plot->top)
          parl_scene_add_line (plot->scene, PARL_COLOR_AXIS, left, top, right, top, stroke,
                               PARL_DASH_DOTTED);
      }
}

static void
add_levels (Plot *plot)
{
  const ParlControlChart *chart = plot->chart;

  add_bands (plot);
  parl_place_y_ticks (plot->scene, chart->y_ticks, plot->from, plot->to, plot->left, plot->right,
                      plot->top, plot->bottom);
  add_limits (plot);
  add_level (plot, &chart->mean, PARL_COLOR_AXIS, 1.5, PARL_DASH_NONE);
  add_level (plot, &chart->budget, PARL_COLOR_TEXT_1, 1, PARL_DASH_DASHED);
}

static int
compare_ticks (const void *a, const void *b)
{
  double one = ((const ParlTick *)a)->value, two = ((const ParlTick *)b)->value;

  return (two > one) - (two < one);
}

static void
add_names (Plot *plot)
{
  ParlTick names[MAX_NAMES];
  double positions[MAX_NAMES];
  ParlFont font = parl_scene_label (plot->scene, false);
  unsigned length = list_names (plot, names);

  qsort (names, length, sizeof names[0], compare_ticks);
  for (unsigned i = 0; i < length; i++)
    positions[i] = map_y (plot, names[i].value);
  parl_place_spread (length, positions, parl_scene_px (plot->scene, 16), plot->top, plot->bottom);
  for (unsigned i = 0; i < length; i++)
    parl_place_label (plot->scene, PARL_COLOR_TEXT_2, font, PARL_ANCHOR_START,
                      plot->right + parl_scene_px (plot->scene, 8), positions[i], names[i].label);
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
      if (other != mark && !other->is_small && x + reach > left && x - reach < right)
        return false;
    }
  return true;
}

/* A release or stage: an upright line with a small flag; its name right of it, else left, where no
 * other mark stands. A small one is a dot on the axis. */
static void
add_mark (Plot *plot, const ParlMark *mark, int item)
{
  ParlScene *scene = plot->scene;
  ParlFont font = parl_scene_label (scene, false);
  double x = parl_scene_get_x (scene, (double)mark->time);

  if (isnan (x))
    return;

  double y = parl_scene_px (scene, 9), gap = parl_scene_px (scene, 9);
  if (mark->is_small)
    {
      scene->item = item;
      parl_scene_add_glyph (scene, PARL_GLYPH_DOT, PARL_COLOR_TEXT_3, floor (x) + 0.5,
                            plot->bottom - parl_scene_px (scene, 3), parl_scene_px (scene, 4));
      scene->item = -1;
      return;
    }

  double width = parl_scene_measure (scene, font, mark->label);
  parl_scene_add_line (scene, PARL_COLOR_TEXT_3, x, y, x, plot->bottom, scene->scale,
                       PARL_DASH_NONE);
  scene->item = item;
  parl_scene_add_glyph (scene, PARL_GLYPH_DOWN, PARL_COLOR_TEXT_3, floor (x) + 0.5, y,
                        parl_scene_px (scene, 10));
  bool is_right = is_clear_of_marks (plot, mark, x + gap, x + gap + width)
                  && parl_place_label (scene, PARL_COLOR_TEXT_2, font, PARL_ANCHOR_START, x + gap,
                                       y, mark->label);
  if (!is_right && is_clear_of_marks (plot, mark, x - gap - width, x - gap))
    parl_place_label (scene, PARL_COLOR_TEXT_2, font, PARL_ANCHOR_END, x - gap, y, mark->label);
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
      ParlGlyph plain = point->is_partial ? PARL_GLYPH_OPEN : PARL_GLYPH_DOT;

      plot->scene->item = (int)i;
      parl_scene_add_glyph (plot->scene, is_plain ? plain : glyph,
                            is_plain ? PARL_COLOR_ACTUAL : role, x, map_y (plot, point->value),
                            is_plain ? dot : diamond);
    }
  plot->scene->item = -1;
}

static void
lay_out (const ParlChartSpec *spec, ParlScene *scene)
{
  const ParlControlChart *chart = &spec->control;
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

static double
get_height (G_GNUC_UNUSED const ParlChartSpec *spec, ParlScene *scene)
{
  double width = scene->width / scene->scale;

  return CLAMP (width * 0.32, 180, 260);
}

static unsigned
get_n_items (const ParlChartSpec *spec)
{
  return spec->control.points->len + spec->control.marks->len;
}

static const ParlMark *
get_mark (const ParlChartSpec *spec, unsigned item)
{
  const ParlControlChart *chart = &spec->control;

  return item >= chart->points->len && item < get_n_items (spec)
             ? &g_array_index (chart->marks, ParlMark, item - chart->points->len)
             : NULL;
}

static ParlTip
dup_tip (const ParlChartSpec *spec, unsigned item)
{
  const ParlMark *mark = get_mark (spec, item);

  if (mark != NULL)
    return parl_tip_new (NULL, PARL_WORDS (mark->label));
  const ParlControlPoint *point = &g_array_index (spec->control.points, ParlControlPoint, item);
  if (parl_tip_exists (&point->tip))
    return parl_tip_copy (&point->tip);
  return parl_tip_new (parl_ticks_find_label (spec->control.x_ticks, (double)point->time),
                       PARL_WORDS (NULL));
}

static void
get_extent (const ParlChartSpec *spec, ParlView *extent)
{
  for (unsigned i = 0; i < spec->control.points->len; i++)
    parl_place_extend ((double)g_array_index (spec->control.points, ParlControlPoint, i).time,
                       &extent->from, &extent->to);
}

static ParlItemPlace
get_place (const ParlChartSpec *spec, unsigned item)
{
  const ParlMark *mark = get_mark (spec, item);

  if (mark != NULL)
    return (ParlItemPlace){ (double)mark->time, false };
  const ParlControlPoint *point = &g_array_index (spec->control.points, ParlControlPoint, item);
  return (ParlItemPlace){ (double)point->time, !isfinite (point->value) };
}

static void
tabulate_marks (ParlTable *table, const GArray *marks, unsigned *at, double until)
{
  for (; *at < marks->len; (*at)++)
    {
      const ParlMark *mark = &g_array_index (marks, ParlMark, *at);
      if ((double)mark->time > until)
        return;
      parl_table_add_row (table, PARL_WORDS (NULL, mark->label, C_ ("table", "Release")));
    }
}

/* The marks stand before the first point that is not before them. */
static ParlTable *
tabulate (const ParlChartSpec *spec)
{
  const ParlControlChart *chart = &spec->control;
  const char *const signals[]
      = { [PARL_SIGNAL_NONE] = NULL,
          [PARL_SIGNAL_BEYOND] = C_ ("table", "Outside the limits"),
          [PARL_SIGNAL_RUN] = C_ ("table", "In a run on one side of the mean") };
  const ParlTick *levels[] = { &chart->mean, &chart->budget };
  ParlTable *table = parl_table_new (
      PARL_WORDS (C_ ("table", "When"), C_ ("table", "What"), C_ ("table", "Signal")));
  unsigned mark = 0;

  for (unsigned i = 0; i < chart->points->len; i++)
    {
      const ParlControlPoint *point = &g_array_index (chart->points, ParlControlPoint, i);
      tabulate_marks (table, chart->marks, &mark, (double)point->time);
      if (parl_tip_exists (&point->tip))
        parl_table_add_row (table,
                            PARL_WORDS (point->tip.when, point->tip.what, signals[point->signal]));
    }
  tabulate_marks (table, chart->marks, &mark, INFINITY);
  for (unsigned i = 0; i < G_N_ELEMENTS (levels); i++)
    parl_table_add_tick (table, NULL, levels[i]);
  return table;
}

/* Of the points only the signals and the newest: the others can be walked through one by one. */
static void
describe (const ParlChartSpec *spec, GString *out)
{
  const ParlControlChart *chart = &spec->control;
  const char *const signals[] = { [PARL_SIGNAL_NONE] = NULL,
                                  [PARL_SIGNAL_BEYOND] = _ ("Outside the limits"),
                                  [PARL_SIGNAL_RUN] = _ ("In a run on one side of the mean") };
  const ParlTick *levels[] = { &chart->mean, &chart->budget };

  for (unsigned i = 0; i < G_N_ELEMENTS (levels); i++)
    parl_words_add_tick (out, levels[i]);
  for (unsigned i = 0; i < chart->marks->len; i++)
    parl_words_add_line (out, _ ("Marked"),
                         PARL_WORDS (g_array_index (chart->marks, ParlMark, i).label));
  for (unsigned i = 0; i < chart->points->len; i++)
    {
      const ParlControlPoint *point = &g_array_index (chart->points, ParlControlPoint, i);
      bool is_newest = i + 1 == chart->points->len;
      g_autofree char *tip = parl_tip_join (&point->tip);
      if (point->signal != PARL_SIGNAL_NONE || is_newest)
        parl_words_add_line (out, *tip != '\0' ? signals[point->signal] : NULL, PARL_WORDS (tip));
    }
}

static void
clear_point (ParlControlPoint *point)
{
  parl_tip_clear (&point->tip);
}

static void
clear_mark (ParlMark *mark)
{
  g_free (mark->label);
}

static const ParlOwned owned[] = {
  PARL_ARRAY (control.points, ParlControlPoint, clear_point),
  PARL_TICK (control.mean),
  PARL_TICK (control.budget),
  PARL_STRING (control.limit),
  PARL_ARRAY (control.marks, ParlMark, clear_mark),
  PARL_TICKS (control.x_ticks),
  PARL_TICKS (control.y_ticks),
  { PARL_OWNED_END },
};

const ParlChartKindClass parl_control_kind = {
  .owned = owned,
  .lay_out = lay_out,
  .get_height = get_height,
  .get_n_items = get_n_items,
  .dup_tip = dup_tip,
  .get_extent = get_extent,
  .get_place = get_place,
  .get_step = parl_kind_step_sideways,
  .tabulate = tabulate,
  .describe = describe,
};
