/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of any number of samples, with axes or as a sparkline.
 *
 * Where samples are less than a pixel apart, the line is drawn as the rectangle it covers in each
 * pixel column (an antialiased stroke would take 100 times as long and show the same); where they
 * are sparser it is stroked; a sample without neighbours is a dot.
 *
 *     segment of less than 1 px across a boundary:      |  .b
 *     both columns grow to where it crosses             |./|
 *                                                      a/  |
 */
#include "config.h"

#include "charts/kind.h"
#include "charts/line/columns.h"
#include "charts/place.h"
#include "charts/words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define STEPS_A_VIEW 100 /* of an arrow key, through all that is shown */

typedef struct
{
  const ParlLineChart *chart;
  ParlScene *scene;
  double left, right, top, bottom; /* left and right on whole pixels */
  double from, to;                 /* of the values */
  size_t start, end;               /* the samples in the view: start <= i < end */
  double stroke;
  unsigned n_columns;
  ParlColumn *columns;
  double *highs, *lows; /* px, of what is drawn in each column; high above low is empty */
  GArray *path;         /* double, x and y of the stroke that is being gathered */
} Plot;

static double
map_y (const Plot *plot, double value)
{
  return parl_place_map (value, plot->from, plot->to, plot->bottom, plot->top);
}

/* Where the line from a sample to its neighbour begins: at the edge, for a sample out of the view.
 */
static void
find_end_point (const Plot *plot, size_t index, size_t neighbour, double *x, double *y)
{
  const ParlLineChart *chart = plot->chart;
  double at = chart->x[index];
  double inside = CLAMP (at, plot->scene->view.from, plot->scene->view.to);
  double span = chart->x[neighbour] / 2 - at / 2;
  double part = span != 0 ? (inside / 2 - at / 2) / span : 0;

  *x = parl_place_time (plot->scene, inside);
  *y = map_y (plot, chart->y[index]);
  if (inside != at)
    *y += (map_y (plot, chart->y[neighbour]) - *y) * part;
}

static void
find_plot (Plot *plot)
{
  ParlScene *scene = plot->scene;
  const ParlLineChart *chart = plot->chart;
  double gap = parl_scene_px (scene, 8);

  plot->stroke = parl_scene_px (scene, 1.5);
  plot->left = 0;
  plot->right = floor (scene->width);
  plot->top = parl_scene_px (scene, 2);
  plot->bottom = scene->height - parl_scene_px (scene, 2);
  if (chart->axes)
    {
      double ticks = parl_place_measure_ticks (scene, chart->y_ticks);
      double name
          = isfinite (chart->target.value)
                ? parl_scene_measure (scene, parl_scene_label (scene, false), chart->target.label)
                : 0;
      plot->left = ticks > 0 ? ceil (ticks + gap) : 0;
      plot->right = floor (scene->width - (name > 0 ? name + gap : 0));
      if (plot->right - plot->left < parl_scene_px (scene, 80))
        plot->right = floor (scene->width - gap);
      plot->top = parl_scene_px (scene, 8);
      plot->bottom = scene->height - parl_scene_px (scene, chart->x_ticks->len > 0 ? 22 : 6);
    }
  plot->n_columns = plot->right > plot->left ? (unsigned)(plot->right - plot->left) : 0;
  parl_place_set_view (scene, plot->left, plot->right);
  plot->start = parl_columns_find (chart->length, chart->x, scene->view.from);
  plot->end = parl_columns_find (chart->length, chart->x, nextafter (scene->view.to, INFINITY));
}

/* The extremes of the samples out of the view. */
static ParlExtremes
find_extremes (const ParlLineChart *chart, size_t start, size_t end)
{
  return chart->pyramid != NULL ? parl_pyramid_get_extremes (chart->pyramid, start, end)
                                : parl_pyramid_scan (chart->y, start, end);
}

/* Of all samples, in and out of the view: the scale does not move when the view does. */
static void
find_range (Plot *plot)
{
  const ParlLineChart *chart = plot->chart;
  const ParlExtremes outside[]
      = { find_extremes (chart, 0, plot->start), find_extremes (chart, plot->end, chart->length) };

  plot->from = INFINITY;
  plot->to = -INFINITY;
  for (unsigned i = 0; i < plot->n_columns; i++)
    {
      parl_place_extend (plot->columns[i].min, &plot->from, &plot->to);
      parl_place_extend (plot->columns[i].max, &plot->from, &plot->to);
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (outside); i++)
    {
      parl_place_extend (outside[i].min, &plot->from, &plot->to);
      parl_place_extend (outside[i].max, &plot->from, &plot->to);
    }
  if (chart->axes)
    parl_place_extend_ticks (chart->y_ticks, &plot->from, &plot->to);
  parl_place_extend (chart->target.value, &plot->from, &plot->to);
  if (plot->to < plot->from)
    {
      plot->from = 0;
      plot->to = 1;
    }
  else if (plot->to == plot->from)
    {
      double margin = fmax (fabs (plot->from) / 2, 1);
      plot->from = fmax (plot->from - margin, -G_MAXDOUBLE);
      plot->to = fmin (plot->to + margin, G_MAXDOUBLE);
    }
}

static void
grow_column (Plot *plot, unsigned column, double one, double two)
{
  plot->highs[column] = fmin (plot->highs[column], fmin (one, two));
  plot->lows[column] = fmax (plot->lows[column], fmax (one, two));
}

static void
end_stroke (Plot *plot)
{
  parl_scene_add_polyline (plot->scene, PARL_COLOR_ACTUAL, plot->stroke, plot->path->len / 2,
                           (const double *)(void *)plot->path->data);
  g_array_set_size (plot->path, 0);
}

/* From the last sample of an earlier column, or before the view, to the first one of @column, or
 * after the view. */
static void
connect_columns (Plot *plot, unsigned column, size_t last, size_t first)
{
  double points[4];

  find_end_point (plot, last, first, points, points + 1);
  find_end_point (plot, first, last, points + 2, points + 3);
  if (points[2] - points[0] >= 1)
    {
      if (plot->path->len == 0)
        g_array_append_vals (plot->path, points, 2);
      g_array_append_vals (plot->path, points + 2, 2);
      return;
    }

  double border = plot->left + column, span = points[2] - points[0];
  double part = span > 0 ? CLAMP ((border - points[0]) / span, 0, 1) : 0;
  double crossing = points[1] + (points[3] - points[1]) * part;
  end_stroke (plot);
  if (column > 0)
    grow_column (plot, column - 1, points[1], crossing);
  if (column < plot->n_columns)
    grow_column (plot, column, crossing, points[3]);
}

static void
add_lone_sample (Plot *plot, size_t index)
{
  parl_scene_add_glyph (plot->scene, PARL_GLYPH_DOT, PARL_COLOR_ACTUAL,
                        parl_place_time (plot->scene, plot->chart->x[index]),
                        map_y (plot, plot->chart->y[index]), plot->stroke * 2);
}

/* Whether the neighbour of @index, before or after it, is a gap or the end. */
static bool
is_gap (const ParlLineChart *chart, size_t index, bool after)
{
  if (after ? index + 1 >= chart->length : index == 0)
    return true;
  return !isfinite (chart->y[after ? index + 1 : index - 1]);
}

static void
gather_line (Plot *plot)
{
  const ParlLineChart *chart = plot->chart;
  size_t last = PARL_COLUMN_EMPTY;
  unsigned last_column = 0;

  if (plot->start > 0 && isfinite (chart->y[plot->start - 1]))
    last = plot->start - 1;
  for (unsigned i = 0; i < plot->n_columns; i++)
    {
      const ParlColumn *column = &plot->columns[i];
      if (column->first == PARL_COLUMN_EMPTY)
        continue;
      if (last != PARL_COLUMN_EMPTY && column->first == last + 1)
        connect_columns (plot, i, last, column->first);
      else
        end_stroke (plot);
      if (column->first != column->last)
        {
          end_stroke (plot);
          grow_column (plot, i, map_y (plot, column->min), map_y (plot, column->max));
        }
      else if (is_gap (chart, column->first, false) && is_gap (chart, column->first, true))
        add_lone_sample (plot, column->first);
      last = column->last;
      last_column = i;
    }
  if (last != PARL_COLUMN_EMPTY && last + 1 == plot->end && plot->end < chart->length
      && isfinite (chart->y[plot->end]))
    connect_columns (plot, MAX (plot->n_columns - 1, last_column + 1), last, plot->end);
  end_stroke (plot);
}

static void
add_columns (Plot *plot)
{
  g_autofree double *rectangles = g_new (double, 3 * plot->n_columns);
  size_t length = 0;

  for (unsigned i = 0; i < plot->n_columns; i++)
    if (plot->highs[i] <= plot->lows[i])
      {
        rectangles[3 * length] = plot->left + i;
        rectangles[3 * length + 1] = plot->highs[i] - plot->stroke / 2;
        rectangles[3 * length + 2] = plot->lows[i] + plot->stroke / 2;
        length++;
      }
  parl_scene_add_columns (plot->scene, PARL_COLOR_ACTUAL, length, rectangles);
}

static void
add_axes (Plot *plot)
{
  const ParlLineChart *chart = plot->chart;
  ParlScene *scene = plot->scene;
  ParlFont font = parl_scene_label (scene, false);

  parl_place_y_ticks (scene, chart->y_ticks, plot->from, plot->to, plot->left, plot->right,
                      plot->top, plot->bottom);
  parl_place_x_ticks (scene, chart->x_ticks, scene->view.from, scene->view.to, plot->left,
                      plot->right, scene->height - parl_scene_px (scene, 4));
  if (isfinite (chart->target.value))
    parl_scene_try_text (
        scene, PARL_COLOR_TEXT_2, font, PARL_ANCHOR_START, plot->right + parl_scene_px (scene, 8),
        parl_scene_center (font, map_y (plot, chart->target.value)), chart->target.label);
}

/* Samples that have room for it are items by themselves. */
static void
add_items (Plot *plot)
{
  double half = parl_scene_px (plot->scene, 6);

  if (plot->end - plot->start > plot->n_columns)
    return;
  for (size_t i = plot->start; i < plot->end && i <= G_MAXINT; i++)
    if (isfinite (plot->chart->y[i]))
      {
        plot->scene->item = (int)i;
        parl_scene_add_area (plot->scene, parl_place_time (plot->scene, plot->chart->x[i]) - half,
                             map_y (plot, plot->chart->y[i]) - half, 2 * half, 2 * half);
      }
  plot->scene->item = -1;
}

static void
lay_out (const ParlChartSpec *spec, ParlScene *scene)
{
  const ParlLineChart *chart = &spec->line;
  Plot plot = { .chart = chart, .scene = scene };

  find_plot (&plot);
  if (plot.n_columns == 0 || plot.bottom <= plot.top)
    return;

  g_autofree ParlColumn *columns
      = parl_columns_new (plot.start, plot.end, chart->x, chart->y, chart->pyramid,
                          scene->view.from, scene->view.to, plot.n_columns);
  g_autofree double *highs = g_new (double, plot.n_columns);
  g_autofree double *lows = g_new (double, plot.n_columns);
  g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (double));

  plot.columns = columns;
  plot.highs = highs;
  plot.lows = lows;
  plot.path = path;
  for (unsigned i = 0; i < plot.n_columns; i++)
    {
      highs[i] = INFINITY;
      lows[i] = -INFINITY;
    }
  find_range (&plot);
  if (chart->axes)
    add_axes (&plot);
  if (isfinite (chart->target.value))
    {
      double y = map_y (&plot, chart->target.value);
      parl_scene_add_line (scene, PARL_COLOR_TEXT_1, plot.left, y, plot.right, y, scene->scale,
                           PARL_DASH_DASHED);
    }
  gather_line (&plot);
  add_columns (&plot);
  add_items (&plot);
}

static double
get_height (const ParlChartSpec *spec, ParlScene *scene)
{
  double width = scene->width / scene->scale;

  return spec->line.axes ? CLAMP (width * 0.32, 180, 260) : 32;
}

static unsigned
get_n_items (const ParlChartSpec *spec)
{
  return (unsigned)MIN (spec->line.length, G_MAXINT);
}

static ParlTip
dup_tip (const ParlChartSpec *spec, unsigned item)
{
  const ParlLineChart *chart = &spec->line;

  return chart->tips != NULL ? parl_tip_copy (&chart->tips[item])
                             : parl_tip_new (parl_ticks_find_label (chart->x_ticks, chart->x[item]),
                                             PARL_WORDS (NULL));
}

static void
get_extent (const ParlChartSpec *spec, ParlView *extent)
{
  if (spec->line.length > 0)
    *extent = (ParlView){ spec->line.x[0], spec->line.x[spec->line.length - 1] };
}

static ParlItemPlace
get_place (const ParlChartSpec *spec, unsigned item)
{
  return (ParlItemPlace){ spec->line.x[item], !isfinite (spec->line.y[item]) };
}

/* A hundredth of what is shown: there may be more samples than pixels. */
static int
get_step (const ParlChartSpec *spec, bool sideways, double part)
{
  double step = floor (part * (double)spec->line.length / STEPS_A_VIEW);

  return sideways ? (int)CLAMP (step, 1, G_MAXINT / 2) : 0;
}

/* The finite sample whose x is nearest, within 12 px of the window. */
static int
hit (const ParlChartSpec *spec, const ParlScene *scene, double x, double y)
{
  const ParlLineChart *chart = &spec->line;
  double nearest = parl_scene_px (scene, 12);
  size_t item = SIZE_MAX;

  if (!(scene->view.from <= scene->view.to) || isnan (scene->view_left) || y < 0
      || y >= scene->height || x < scene->view_left - nearest || x > scene->view_right + nearest)
    return -1;

  double left = CLAMP (x - nearest, scene->view_left, scene->view_right);
  size_t first = parl_columns_find (chart->length, chart->x, parl_scene_get_time (scene, left));
  for (size_t i = first; i < chart->length && chart->x[i] <= scene->view.to; i++)
    {
      double distance = parl_place_time (scene, chart->x[i]) - x;
      if (distance > nearest)
        break;
      if (isfinite (chart->y[i]) && fabs (distance) <= nearest)
        {
          nearest = fabs (distance);
          item = i;
        }
    }
  return item > G_MAXINT ? -1 : (int)item;
}

/* Without tips, a line has no words but those of its axes. */
static ParlTable *
tabulate (const ParlChartSpec *spec)
{
  const ParlLineChart *chart = &spec->line;
  ParlTable *table = parl_table_new (PARL_WORDS (C_ ("table", "When"), C_ ("table", "What")));
  const ParlTick *ticks = (const ParlTick *)(void *)chart->x_ticks->data;
  unsigned n_ticks = chart->x_ticks->len;

  for (size_t i = 0; chart->tips != NULL && i < chart->length; i++)
    parl_table_add_row (table, PARL_WORDS (chart->tips[i].when, chart->tips[i].what));
  if (chart->tips == NULL && n_ticks > 0)
    {
      parl_table_add_tick (table, C_ ("table", "From"), &ticks[0]);
      parl_table_add_tick (table, C_ ("table", "To"), &ticks[n_ticks - 1]);
    }
  parl_table_add_tick (table, C_ ("table", "Target"), &chart->target);
  return table;
}

static void
describe (const ParlChartSpec *spec, GString *out)
{
  const ParlLineChart *chart = &spec->line;
  const ParlTick *ticks = (const ParlTick *)(void *)chart->x_ticks->data;
  unsigned n_ticks = chart->x_ticks->len;

  if (isfinite (chart->target.value))
    parl_words_add_line (out, C_ ("table", "Target"), PARL_WORDS (chart->target.label));
  if (n_ticks > 0)
    parl_words_add_line (out, C_ ("table", "From"),
                         PARL_WORDS (ticks[0].label, ticks[n_ticks - 1].label));
}

static void
clear (ParlChartSpec *spec)
{
  ParlLineChart *chart = &spec->line;

  g_clear_pointer (&chart->pyramid, parl_pyramid_free);
  for (size_t i = 0; chart->tips != NULL && i < chart->length; i++)
    parl_tip_clear (&chart->tips[i]);
  g_free (chart->tips);
  g_free (chart->x);
  g_free (chart->y);
}

static const ParlOwned owned[] = {
  PARL_TICK (line.target),
  PARL_TICKS (line.x_ticks),
  PARL_TICKS (line.y_ticks),
  { PARL_OWNED_END },
};

const ParlChartKindClass parl_line_kind = {
  .owned = owned,
  .clear = clear,
  .lay_out = lay_out,
  .get_height = get_height,
  .get_n_items = get_n_items,
  .dup_tip = dup_tip,
  .get_extent = get_extent,
  .get_place = get_place,
  .hit = hit,
  .get_step = get_step,
  .tabulate = tabulate,
  .describe = describe,
};

/* Of a kind other than a line: does nothing. The samples must not change afterwards. */
void
parl_chart_spec_index (ParlChartSpec *self)
{
  g_return_if_fail (self != NULL);

  if (self->kind != PARL_CHART_LINE || self->line.pyramid != NULL)
    return;
  self->line.pyramid = parl_pyramid_new (self->line.length, self->line.y);
}
