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

#include "charts/columns.h"
#include "charts/layout.h"
#include "charts/place.h"

#include <math.h>

typedef struct
{
  const ParlLineChart *chart;
  ParlScene *scene;
  double left, right, top, bottom; /* left and right on whole pixels */
  double since, until, from, to;
  double stroke;
  unsigned n_columns;
  ParlColumn *columns;
  double *highs, *lows; /* px, of what is drawn in each column; high above low is empty */
  GArray *path;         /* double, x and y of the stroke that is being gathered */
} Plot;

static double
map_x (const Plot *plot, size_t index)
{
  if (plot->until <= plot->since)
    return plot->left + plot->n_columns / 2 + 0.5;
  return parl_place_map (plot->chart->x[index], plot->since, plot->until, plot->left, plot->right);
}

static double
map_y (const Plot *plot, double value)
{
  return parl_place_map (value, plot->from, plot->to, plot->bottom, plot->top);
}

static double
get_y (const Plot *plot, size_t index)
{
  return map_y (plot, plot->chart->y[index]);
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
  if (chart->length > 0)
    {
      plot->since = chart->x[0];
      plot->until = chart->x[chart->length - 1];
    }
}

static void
find_range (Plot *plot)
{
  const ParlLineChart *chart = plot->chart;

  plot->from = INFINITY;
  plot->to = -INFINITY;
  for (unsigned i = 0; i < plot->n_columns; i++)
    {
      parl_place_extend (plot->columns[i].min, &plot->from, &plot->to);
      parl_place_extend (plot->columns[i].max, &plot->from, &plot->to);
    }
  for (unsigned i = 0; chart->axes && i < chart->y_ticks->len; i++)
    parl_place_extend (g_array_index (chart->y_ticks, ParlTick, i).value, &plot->from, &plot->to);
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

/* From the last sample of an earlier column to the first one of @column. */
static void
connect_columns (Plot *plot, unsigned column, size_t last, size_t first)
{
  double points[]
      = { map_x (plot, last), get_y (plot, last), map_x (plot, first), get_y (plot, first) };

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
  grow_column (plot, column - 1, points[1], crossing);
  grow_column (plot, column, crossing, points[3]);
}

static void
add_lone_sample (Plot *plot, size_t index)
{
  parl_scene_add_glyph (plot->scene, PARL_GLYPH_DOT, PARL_COLOR_ACTUAL, map_x (plot, index),
                        get_y (plot, index), plot->stroke * 2);
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
  size_t last = PARL_COLUMN_EMPTY;

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
      else if (is_gap (plot->chart, column->first, false)
               && is_gap (plot->chart, column->first, true))
        add_lone_sample (plot, column->first);
      last = column->last;
    }
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
  parl_place_x_ticks (scene, chart->x_ticks, plot->since, plot->until, plot->left, plot->right,
                      scene->height - parl_scene_px (scene, 4));
  if (isfinite (chart->target.value))
    parl_scene_try_text (
        scene, PARL_COLOR_TEXT_2, font, PARL_ANCHOR_START, plot->right + parl_scene_px (scene, 8),
        parl_scene_center (font, map_y (plot, chart->target.value)), chart->target.label);
}

void
parl_line_layout (const ParlLineChart *chart, ParlScene *scene)
{
  Plot plot = { .chart = chart, .scene = scene };

  find_plot (&plot);
  if (plot.n_columns == 0 || plot.bottom <= plot.top)
    return;

  g_autofree ParlColumn *columns = parl_columns_new (
      chart->length, chart->x, chart->y, chart->pyramid, plot.since, plot.until, plot.n_columns);
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
}

/**
 * parl_line_hit:
 *
 * Returns: the finite sample whose x is nearest, within 12 px of the window, or -1
 */
int
parl_line_hit (const ParlLineChart *chart, const ParlScene *scene, double x, double y)
{
  Plot plot = { .chart = chart, .scene = (ParlScene *)scene };
  double nearest = parl_scene_px (scene, 12);
  size_t low = 0, high = chart->length, hit = SIZE_MAX;

  find_plot (&plot);
  if (plot.n_columns == 0 || y < 0 || y >= scene->height)
    return -1;
  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      if (map_x (&plot, middle) < x - nearest)
        low = middle + 1;
      else
        high = middle;
    }
  for (size_t i = low; i < chart->length && map_x (&plot, i) <= x + nearest; i++)
    if (isfinite (chart->y[i]) && fabs (map_x (&plot, i) - x) <= nearest)
      {
        nearest = fabs (map_x (&plot, i) - x);
        hit = i;
      }
  return hit > G_MAXINT ? -1 : (int)hit;
}
