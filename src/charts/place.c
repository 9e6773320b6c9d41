/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the layouts of several kinds share: scales, and where labels go. Knows no kind of chart. */
#include "config.h"

#include "charts/place.h"

#include "model/name.h"

#include <math.h>
#include <string.h>

/* @value: finite
 * Halves keep the span finite for any doubles.
 * Returns: where @value stands between @start and @end when @from stands at @start and @to at
 *   @end; what lies outside stands at the nearer one */
double
parl_place_map (double value, double from, double to, double start, double end)
{
  double span = to / 2 - from / 2;
  double part = span > 0 ? (value / 2 - from / 2) / span : 0;

  return start + CLAMP (part, 0, 1) * (end - start);
}

/* Widens @from .. @to so that it holds @value; not for NAN or infinity. */
void
parl_place_extend (double value, double *from, double *to)
{
  if (!isfinite (value))
    return;
  *from = fmin (*from, value);
  *to = fmax (*to, value);
}

/* @positions: (array length=length): rising
 * Moves the positions as little as possible (least squares, by pooling neighbours) so that they are
 * at least @gap apart and between @top and @bottom, as far as there is room. */
void
parl_place_spread (unsigned length, double *positions, double gap, double top, double bottom)
{
  g_autofree double *means = g_new (double, length);
  g_autofree unsigned *sizes = g_new (unsigned, length);
  unsigned n_pools = 0;

  for (unsigned i = 0; i < length; i++)
    {
      means[n_pools] = positions[i] - i * gap;
      sizes[n_pools++] = 1;
      while (n_pools > 1 && means[n_pools - 2] > means[n_pools - 1])
        {
          unsigned size = sizes[n_pools - 2] + sizes[n_pools - 1];
          means[n_pools - 2]
              = (means[n_pools - 2] * sizes[n_pools - 2] + means[n_pools - 1] * sizes[n_pools - 1])
                / size;
          sizes[n_pools - 2] = size;
          n_pools--;
        }
    }

  unsigned at = 0;
  double last = bottom - (length > 0 ? length - 1 : 0) * gap;
  for (unsigned pool = 0; pool < n_pools; pool++)
    for (unsigned i = 0; i < sizes[pool]; i++, at++)
      positions[at] = fmax (fmin (means[pool], last), top) + at * gap;
}

double
parl_place_get_line_height (ParlFont font)
{
  return 18 * font.size / 13;
}

static bool
try_block (ParlScene *scene, ParlColorRole role, ParlFont font, ParlAnchor anchor, double x,
           double middle, double width, const char *text)
{
  g_auto (GStrv) lines = parl_scene_wrap (scene, font, text, width);
  unsigned n_lines = g_strv_length (lines), before = scene->marks->len;
  double height = parl_place_get_line_height (font);

  for (unsigned i = 0; i < n_lines; i++)
    {
      double y = middle + (i - (n_lines - 1) / 2.0) * height;
      if (!parl_scene_try_text (scene, role, font, anchor, x, parl_scene_center (font, y),
                                lines[i]))
        {
          g_array_set_size (scene->marks, before);
          return false;
        }
    }
  return true;
}

/* @middle: of the whole block
 * @width: px, to which it is wrapped
 * Adds all lines of @text, with names as long as there is room for, or none: none when one would
 * leave the scene or touch another text.
 * Returns: whether they were added */
bool
parl_place_block (ParlScene *scene, ParlColorRole role, ParlFont font, ParlAnchor anchor, double x,
                  double middle, double width, const char *text)
{
  static const unsigned lengths[] = PARL_NAME_LENGTHS;

  for (unsigned i = 0; text != NULL && *text != '\0' && i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *shown = parl_names_shorten (text, lengths[i]);
      if (try_block (scene, role, font, anchor, x, middle, width, shown))
        return true;
    }
  return false;
}

/* The width of the widest label. */
double
parl_place_measure_ticks (const ParlScene *scene, const GArray *ticks)
{
  double widest = 0;

  for (unsigned i = 0; i < ticks->len; i++)
    widest = fmax (widest, parl_scene_measure (scene, parl_scene_label (scene, false),
                                               g_array_index (ticks, ParlTick, i).label));
  return widest;
}

typedef struct
{
  double from, to, left, right;
} XAxis;

/* Where the label's middle stands; moved aside where it would leave the scene. */
static double
find_x_tick (const ParlScene *scene, const ParlTick *tick, const XAxis *axis, double *half)
{
  double x = parl_place_map (tick->value, axis->from, axis->to, axis->left, axis->right);

  *half = parl_scene_measure (scene, parl_scene_label (scene, false), tick->label) / 2;
  return fmax (fmin (x, scene->width - *half), *half);
}

/* Whether every @step-th tick, counted from the last one, has room in the view. */
static bool
has_room (const ParlScene *scene, const GArray *ticks, const XAxis *axis, unsigned step)
{
  double end = -INFINITY;

  for (unsigned i = (ticks->len - 1) % step; i < ticks->len; i += step)
    {
      const ParlTick *tick = &g_array_index (ticks, ParlTick, i);
      if (!(tick->value >= axis->from && tick->value <= axis->to))
        continue;
      double half, x = find_x_tick (scene, tick, axis, &half);
      if (x - half < end)
        return false;
      end = x + half + (step > 1 ? half : 0) + parl_scene_px (scene, 6);
    }
  return true;
}

/* The names of the places on an x axis: all, or every 2nd, 7th, 14th, 28th, ... (days, then weeks),
 * always counted from the last one, so that a name keeps its place when the view moves. */
void
parl_place_x_ticks (ParlScene *scene, const GArray *ticks, double from, double to, double left,
                    double right, double baseline)
{
  XAxis axis = { from, to, left, right };
  unsigned step = 1;

  if (ticks->len == 0)
    return;
  while (step < ticks->len && !has_room (scene, ticks, &axis, step))
    step = step == 2 ? 7 : 2 * step;
  for (unsigned i = (ticks->len - 1) % step; i < ticks->len; i += step)
    {
      const ParlTick *tick = &g_array_index (ticks, ParlTick, i);
      if (!(tick->value >= from && tick->value <= to))
        continue;
      double half, x = find_x_tick (scene, tick, &axis, &half);
      parl_scene_try_text (scene, PARL_COLOR_TEXT_2, parl_scene_label (scene, false),
                           PARL_ANCHOR_MIDDLE, x, baseline, tick->label);
    }
}

/* Grid lines from @left to @right, with their values before @left; the line at 0, or else the
 * lowest edge, is the axis. */
void
parl_place_y_ticks (ParlScene *scene, const GArray *ticks, double from, double to, double left,
                    double right, double top, double bottom)
{
  ParlFont font = parl_scene_label (scene, false);
  double axis = parl_place_map (fmax (from, fmin (0, to)), from, to, bottom, top);

  for (unsigned i = 0; i < ticks->len; i++)
    {
      const ParlTick *tick = &g_array_index (ticks, ParlTick, i);
      if (!(tick->value >= from && tick->value <= to))
        continue;
      double y = parl_place_map (tick->value, from, to, bottom, top);
      if (y != axis)
        parl_scene_add_line (scene, PARL_COLOR_GRID, left, y, right, y, 1, PARL_DASH_NONE);
      parl_scene_try_text (scene, PARL_COLOR_TEXT_2, font, PARL_ANCHOR_END,
                           left - parl_scene_px (scene, 8), parl_scene_center (font, y),
                           tick->label);
    }
  parl_scene_add_line (scene, PARL_COLOR_AXIS, left, axis, right, axis, 1, PARL_DASH_NONE);
}

/* The name of an upright line, above it; moved aside where it would leave the scene. */
void
parl_place_head (ParlScene *scene, const ParlTick *tick, double x, double baseline)
{
  ParlFont font = parl_scene_label (scene, false);
  double half = parl_scene_measure (scene, font, tick->label) / 2;

  parl_scene_try_text (scene, PARL_COLOR_TEXT_2, font, PARL_ANCHOR_MIDDLE,
                       fmax (fmin (x, scene->width - half), half), baseline, tick->label);
}

/* A text whose height has its middle at @middle. Returns: whether there was room for it. */
bool
parl_place_label (ParlScene *scene, ParlColorRole role, ParlFont font, ParlAnchor anchor, double x,
                  double middle, const char *text)
{
  static const unsigned lengths[] = PARL_NAME_LENGTHS;
  double baseline = parl_scene_center (font, middle);

  for (unsigned i = 0; text != NULL && i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *shown = parl_names_shorten (text, lengths[i]);
      if (parl_scene_try_text (scene, role, font, anchor, x, baseline, shown))
        return true;
    }
  return false;
}

/* The name of a row, at the left edge, wrapped to @width. */
void
parl_place_name (ParlScene *scene, ParlColorRole role, bool bold, double middle, double width,
                 const char *text)
{
  parl_place_block (scene, role, parl_scene_label (scene, bold), PARL_ANCHOR_START, 0, middle,
                    fmax (width, 1), text);
}

/* @tallest: of the rows so far
 * @name: (nullable): what parl_place_name () would place
 * Returns: the height of a row that has room for its lines, too; in px of a window, as heights of
 *   kinds are */
double
parl_place_heighten (const ParlScene *scene, double tallest, double width, const char *name)
{
  ParlFont font = parl_scene_label (scene, false);

  if (name == NULL)
    return tallest;
  g_auto (GStrv) lines = parl_scene_wrap (scene, font, name, fmax (width, 1));
  return fmax (tallest, g_strv_length (lines) * parl_place_get_line_height (font) / scene->scale);
}

/* A dashed upright line with its name above. */
void
parl_place_promise (ParlScene *scene, const ParlTick *promise, double x, double top, double bottom,
                    double stroke)
{
  parl_scene_add_line (scene, PARL_COLOR_TEXT_1, x, top, x, bottom, stroke, PARL_DASH_DASHED);
  parl_place_head (scene, promise, x, parl_scene_px (scene, 12));
}

/* |---| without its right end where the interval goes on. */
void
parl_place_whisker (ParlScene *scene, ParlColorRole role, double low, double high, double middle,
                    double cap, bool has_end)
{
  double stroke = parl_scene_px (scene, 2);

  parl_scene_add_line (scene, role, low, middle, high, middle, stroke, PARL_DASH_NONE);
  parl_scene_add_line (scene, role, low, middle - cap, low, middle + cap, stroke, PARL_DASH_NONE);
  if (has_end)
    parl_scene_add_line (scene, role, high, middle - cap, high, middle + cap, stroke,
                         PARL_DASH_NONE);
}

/* Returns: the larger one of @widest and the width of a label */
double
parl_place_widen (const ParlScene *scene, double widest, bool bold, const char *text)
{
  return fmax (widest, parl_scene_measure (scene, parl_scene_label (scene, bold), text));
}

/* So that they hold all ticks. */
void
parl_place_extend_ticks (const GArray *ticks, double *from, double *to)
{
  for (unsigned i = 0; i < ticks->len; i++)
    parl_place_extend (g_array_index (ticks, ParlTick, i).value, from, to);
}

/* Of a bar from 0: none for what is not known or below 0. */
double
parl_place_get_length (double value)
{
  return isfinite (value) && value > 0 ? value : 0;
}

/* Where the scene's time axis stands; a single instant stands in its middle. */
void
parl_place_set_view (ParlScene *scene, double left, double right)
{
  bool is_instant = !(scene->view.to > scene->view.from);

  scene->view_left = is_instant ? (left + right) / 2 : left;
  scene->view_right = is_instant ? scene->view_left : right;
}

/* The x of @time; what lies outside the view stands at its nearer edge. */
double
parl_place_time (const ParlScene *scene, double time)
{
  return parl_place_map (time, scene->view.from, scene->view.to, scene->view_left,
                         scene->view_right);
}

/* @segment: (inout) (array fixed-size=4): two pairs of a time, rising, and a y in px; afterwards
 *   the part of it that lies in the view, both in px
 * Returns: whether any part does */
bool
parl_place_clip (const ParlScene *scene, double *segment)
{
  const double one[] = { segment[0], segment[1] }, two[] = { segment[2], segment[3] };
  double span = two[0] / 2 - one[0] / 2;
  double edges[] = { fmax (one[0], scene->view.from), fmin (two[0], scene->view.to) };

  if (!(edges[0] <= edges[1]))
    return false;
  for (unsigned i = 0; i < 2; i++)
    {
      double part = span > 0 ? (edges[i] / 2 - one[0] / 2) / span : i;
      segment[2 * i] = parl_place_time (scene, edges[i]);
      segment[2 * i + 1] = one[1] * (1 - part) + two[1] * part;
    }
  return true;
}

/* The next stretch without a gap, in px and clipped, from the segment @at on, which moves on. */
static void
gather_run (const ParlScene *scene, size_t n_points, const double *points, size_t *at, GArray *run)
{
  double segment[4];

  g_array_set_size (run, 0);
  for (; *at + 1 < n_points; (*at)++)
    {
      memcpy (segment, points + 2 * *at, sizeof segment);
      if (isfinite (segment[1]) && isfinite (segment[3]) && parl_place_clip (scene, segment))
        g_array_append_vals (run, segment + (run->len > 0 ? 2 : 0), run->len > 0 ? 2 : 4);
      else if (run->len > 0)
        return;
    }
}

/* @points: (array): @n_points pairs of a time, rising, and a y in px; NAN: a gap
 * A line on the scene's time axis; it goes on to the edges of the view towards what lies outside.
 */
void
parl_place_time_line (ParlScene *scene, ParlColorRole role, double stroke, size_t n_points,
                      const double *points)
{
  g_autoptr (GArray) run = g_array_new (FALSE, FALSE, sizeof (double));

  for (size_t at = 0; at + 1 < n_points;)
    {
      gather_run (scene, n_points, points, &at, run);
      parl_scene_add_polyline (scene, role, stroke, run->len / 2,
                               (const double *)(void *)run->data);
    }
}

/* As parl_place_time_line(), the area between the line and @base, in px. */
void
parl_place_time_area (ParlScene *scene, ParlColorRole role, double alpha, double base,
                      size_t n_points, const double *points)
{
  g_autoptr (GArray) run = g_array_new (FALSE, FALSE, sizeof (double));

  for (size_t at = 0; at + 1 < n_points;)
    {
      gather_run (scene, n_points, points, &at, run);
      if (run->len == 0)
        continue;
      double ends[] = { g_array_index (run, double, run->len - 2), base,
                        g_array_index (run, double, 0), base };
      g_array_append_vals (run, ends, 4);
      parl_scene_add_polygon (scene, role, alpha, run->len / 2, (const double *)(void *)run->data);
    }
}
