/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lanes on one time axis.
 *
 *                16 Nov    today     30 Nov      7 Dec
 *   Safer updates      #####|________| Free-space check    solid: done, outlined: plan
 *   Whole fleet   ##########|////////////[   ] 8 to 11 Dec hatched: likely, box: P15 to P85
 *                                 '------.                a line from what is waited for
 *   Higher speed      Start after 4 Dec   |_______________|
 */
#include "config.h"

#include "charts/kind.h"
#include "charts/place.h"
#include "charts/words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  const ParlRoadmapChart *chart;
  ParlScene *scene;
  double left, right, top, pitch, bar;
} Plot;

/* What of a lane is shown, in px. */
typedef struct
{
  double start, end;
} Extent;

static void
find_plot (Plot *plot)
{
  const ParlRoadmapChart *chart = plot->chart;
  ParlScene *scene = plot->scene;
  double names = 0;

  for (unsigned i = 0; i < chart->lanes->len; i++)
    names = fmax (names, parl_scene_measure (scene, parl_scene_label (scene, true),
                                             g_array_index (chart->lanes, ParlLane, i).name));
  names = fmin (names, scene->width * 0.35);
  plot->left = names > 0 ? names + parl_scene_px (scene, 16) : 0;
  plot->right = scene->width;
  bool has_head = chart->x_ticks->len > 0 || chart->today.label != NULL;
  plot->top = has_head ? parl_scene_px (scene, 22) : 0;
  plot->pitch
      = fmin ((scene->height - plot->top) / fmax (chart->lanes->len, 1), parl_scene_px (scene, 40));
  plot->bar = round (fmin (plot->pitch * 0.64, parl_scene_px (scene, 22)));
}

/* Returns whether any of it is in the view; then the lane's extent holds it. */
static bool
find_span (const Plot *plot, const ParlSpan *span, Extent *lane, double *start, double *end)
{
  const ParlView *view = &plot->scene->view;

  if (span->until <= span->since || !((double)span->until >= view->from)
      || !((double)span->since <= view->to))
    return false;
  *start = parl_place_time (plot->scene, (double)span->since);
  *end = parl_place_time (plot->scene, (double)span->until);
  lane->start = fmin (lane->start, *start);
  lane->end = fmax (lane->end, *end);
  return true;
}

static Extent
find_extent (const Plot *plot, const ParlLane *lane)
{
  const ParlSpan *spans[] = { &lane->range, &lane->plan, &lane->likely, &lane->done };
  Extent shown = { INFINITY, -INFINITY };
  double start, end;

  for (unsigned i = 0; i < G_N_ELEMENTS (spans); i++)
    find_span (plot, spans[i], &shown, &start, &end);
  return shown;
}

static Extent
add_bars (Plot *plot, const ParlLane *lane, double top)
{
  ParlScene *scene = plot->scene;
  Extent shown = { INFINITY, -INFINITY };
  double stroke = fmax (round (parl_scene_px (scene, 1.5)), 1), start, end;

  if (find_span (plot, &lane->range, &shown, &start, &end))
    {
      parl_scene_add_rect (scene, PARL_COLOR_BAND_1, start, top, end - start, plot->bar);
      parl_scene_add_outline (scene, PARL_COLOR_TEXT_3, start, top, end - start, plot->bar,
                              fmax (round (scene->scale), 1));
    }
  if (find_span (plot, &lane->plan, &shown, &start, &end))
    {
      parl_scene_add_rect (scene, PARL_COLOR_CARD, start, top, end - start, plot->bar);
      parl_scene_add_outline (scene, PARL_COLOR_ACTUAL, start, top, end - start, plot->bar, stroke);
    }
  if (find_span (plot, &lane->likely, &shown, &start, &end))
    {
      parl_scene_add_rect (scene, PARL_COLOR_CARD, start, top, end - start, plot->bar);
      parl_scene_add_hatch (scene, PARL_COLOR_ACTUAL, start, top, end - start, plot->bar);
    }
  if (find_span (plot, &lane->done, &shown, &start, &end))
    parl_scene_add_rect (scene, PARL_COLOR_ACTUAL, start, top, end - start, plot->bar);
  return shown;
}

/* After the lane's end, else before its start, over the dates' lines. Returns: false where it would
 * hide today's. */
static bool
try_label (Plot *plot, const char *label, Extent shown, double middle)
{
  ParlScene *scene = plot->scene;
  ParlFont font = parl_scene_label (scene, false);
  double gap = parl_scene_px (scene, 8), width = parl_scene_measure (scene, font, label);
  double today = parl_scene_get_x (scene, plot->chart->today.value);
  double starts[] = { shown.end + gap, shown.start - gap - width };

  for (unsigned i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      bool is_free = (i == 0 || starts[i] >= plot->left) && starts[i] + width <= plot->right
                     && !(today > starts[i] - gap / 2 && today < starts[i] + width + gap / 2);
      if (!is_free || width <= 0)
        continue;
      parl_scene_add_rect (scene, PARL_COLOR_CARD, starts[i] - gap / 4, middle - plot->bar / 2,
                           width + gap / 2, plot->bar);
      parl_place_label (scene, PARL_COLOR_TEXT_2, font, PARL_ANCHOR_START, starts[i], middle,
                        label);
      return true;
    }
  return false;
}

/* All of it, or what stands before its last comma: "Free-space check, due 27 Nov". */
static void
add_label (Plot *plot, const ParlLane *lane, Extent shown, double middle)
{
  g_autofree char *label = g_strdup (lane->label);
  char *comma = NULL;

  while (label != NULL && !try_label (plot, label, shown, middle)
         && (comma = strrchr (label, ',')) != NULL)
    *comma = '\0';
}

/* Lanes of one name stand below each other, and the first bears it. */
static bool
has_name (const Plot *plot, unsigned index)
{
  const GArray *lanes = plot->chart->lanes;

  return index == 0
         || g_strcmp0 (g_array_index (lanes, ParlLane, index).name,
                       g_array_index (lanes, ParlLane, index - 1).name)
                != 0;
}

static void
add_lane (Plot *plot, unsigned index)
{
  const ParlLane *lane = &g_array_index (plot->chart->lanes, ParlLane, index);
  ParlScene *scene = plot->scene;
  double top = plot->top + index * plot->pitch, middle = top + plot->pitch / 2;

  scene->item = (int)index;
  parl_scene_add_area (scene, 0, top, scene->width, plot->pitch);
  Extent shown = add_bars (plot, lane, round (middle - plot->bar / 2));
  if (has_name (plot, index))
    parl_place_name (scene, PARL_COLOR_TEXT_1, true, middle, plot->left - parl_scene_px (scene, 16),
                     lane->name);
  if (shown.start <= shown.end)
    add_label (plot, lane, shown, middle);
  scene->item = -1;
}

static double
find_middle (const Plot *plot, unsigned index)
{
  return round (plot->top + (index + 0.5) * plot->pitch);
}

/* From the end of what is waited for down or up to the height of what waits, and on to its start,
 * where that comes later. Below the bars and words, which hide what they cross. */
static void
add_link (Plot *plot, unsigned index)
{
  const GArray *lanes = plot->chart->lanes;
  const ParlLane *lane = &g_array_index (lanes, ParlLane, index);
  ParlScene *scene = plot->scene;
  if (lane->waits_for == 0 || lane->waits_for > lanes->len || lane->waits_for - 1 == index)
    return;

  unsigned other = lane->waits_for - 1;
  Extent from = find_extent (plot, &g_array_index (lanes, ParlLane, other));
  Extent to = find_extent (plot, lane);
  if (!(from.start <= from.end) || !(to.start <= to.end))
    return;

  double stroke = fmax (round (parl_scene_px (scene, 1.5)), 1);
  double x = from.end - stroke / 2, y = find_middle (plot, index);
  parl_scene_add_line (scene, PARL_COLOR_TEXT_3, x, find_middle (plot, other), x, y, stroke,
                       PARL_DASH_NONE);
  if (to.start > x)
    parl_scene_add_line (scene, PARL_COLOR_TEXT_3, x, y, to.start, y, stroke, PARL_DASH_NONE);
}

/* A grid line for each date that is named. */
static void
add_dates (Plot *plot, double bottom)
{
  const ParlRoadmapChart *chart = plot->chart;
  ParlScene *scene = plot->scene;
  unsigned before = scene->marks->len;

  parl_place_x_ticks (scene, chart->x_ticks, scene->view.from, scene->view.to, plot->left,
                      plot->right, parl_scene_px (scene, 13));
  unsigned after = scene->marks->len;
  for (unsigned i = 0; i < chart->x_ticks->len; i++)
    {
      const ParlTick *tick = &g_array_index (chart->x_ticks, ParlTick, i);
      double x = parl_scene_get_x (scene, tick->value);
      bool is_named = false;
      for (unsigned j = before; j < after && !isnan (x); j++)
        is_named
            = is_named
              || g_strcmp0 (g_array_index (scene->marks, ParlSceneMark, j).text, tick->label) == 0;
      if (is_named)
        parl_scene_add_line (scene, PARL_COLOR_GRID, x, plot->top, x, bottom, 1, PARL_DASH_NONE);
    }
}

static void
lay_out (const ParlChartSpec *spec, ParlScene *scene)
{
  const ParlRoadmapChart *chart = &spec->roadmap;
  Plot plot = { .chart = chart, .scene = scene };

  if (chart->lanes->len == 0)
    return;
  find_plot (&plot);
  if (plot.pitch <= 0 || plot.right <= plot.left)
    return;

  double bottom = plot.top + plot.pitch * chart->lanes->len;
  parl_place_set_view (scene, plot.left, plot.right);
  double today = parl_scene_get_x (scene, chart->today.value);
  if (!isnan (today))
    {
      ParlFont bold = parl_scene_label (scene, true);
      double half = parl_scene_measure (scene, bold, chart->today.label) / 2;
      parl_scene_try_text (scene, PARL_COLOR_TODAY, bold, PARL_ANCHOR_MIDDLE,
                           fmax (fmin (today, scene->width - half), half),
                           parl_scene_px (scene, 13), chart->today.label);
    }
  add_dates (&plot, bottom);
  for (unsigned i = 0; i < chart->lanes->len; i++)
    add_link (&plot, i);
  for (unsigned i = 0; i < chart->lanes->len; i++)
    add_lane (&plot, i);
  if (!isnan (today))
    parl_scene_add_line (scene, PARL_COLOR_TODAY, today, plot.top - parl_scene_px (scene, 4), today,
                         bottom, parl_scene_px (scene, 2), PARL_DASH_NONE);
}

static ParlTip
dup_tip (const ParlChartSpec *spec, unsigned item)
{
  const ParlLane *lane = &g_array_index (spec->roadmap.lanes, ParlLane, item);

  return parl_tip_exists (&lane->tip) ? parl_tip_copy (&lane->tip)
                                      : parl_tip_new (lane->name, PARL_WORDS (lane->label));
}

static void
get_extent (const ParlChartSpec *spec, ParlView *extent)
{
  const GArray *lanes = spec->roadmap.lanes;

  for (unsigned i = 0; i < lanes->len; i++)
    {
      const ParlLane *lane = &g_array_index (lanes, ParlLane, i);
      const ParlSpan *spans[] = { &lane->done, &lane->plan, &lane->likely, &lane->range };
      for (unsigned j = 0; j < G_N_ELEMENTS (spans); j++)
        if (spans[j]->until > spans[j]->since)
          {
            parl_place_extend ((double)spans[j]->since, &extent->from, &extent->to);
            parl_place_extend ((double)spans[j]->until, &extent->from, &extent->to);
          }
    }
  parl_place_extend (spec->roadmap.today.value, &extent->from, &extent->to);
}

static ParlTable *
tabulate (const ParlChartSpec *spec)
{
  const GArray *lanes = spec->roadmap.lanes;
  ParlTable *table = parl_table_new (PARL_WORDS (C_ ("table", "Lane"), C_ ("table", "When")));

  for (unsigned i = 0; i < lanes->len; i++)
    {
      const ParlLane *lane = &g_array_index (lanes, ParlLane, i);
      g_autofree char *tip = parl_tip_join (&lane->tip);
      parl_table_add_row (table, PARL_WORDS (lane->name, *tip != '\0' ? tip : lane->label));
    }
  return table;
}

static void
clear_lane (ParlLane *lane)
{
  g_free (lane->name);
  g_free (lane->label);
  parl_tip_clear (&lane->tip);
}

static const ParlOwned owned[] = {
  PARL_ARRAY (roadmap.lanes, ParlLane, clear_lane),
  PARL_TICK (roadmap.today),
  PARL_TICKS (roadmap.x_ticks),
  { PARL_OWNED_END },
};

const ParlChartKindClass parl_roadmap_kind = {
  .owned = owned,
  .lay_out = lay_out,
  .height = 22,
  .item_height = 25,
  .items = offsetof (ParlChartSpec, roadmap.lanes),
  .dup_tip = dup_tip,
  .get_extent = get_extent,
  .tabulate = tabulate,
};
