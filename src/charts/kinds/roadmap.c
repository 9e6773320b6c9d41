/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lanes on one time axis. What a lane says stands beside its bar, where there is room; else below
 * it, in as many lines as it takes. Where names would take more than their share of the width, they
 * stand above their lanes.
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

/* In px of the window. */
#define HEAD 22
#define LANE 25
#define MOST_LANE 40
#define BAR 16
#define GAP 8
#define NAMES 0.3 /* of the width, at most, beside the lanes */

/* What of a lane is shown, in px. */
typedef struct
{
  double start, end;
} Extent;

typedef struct
{
  Extent shown;
  char **names; /* lines of its name above its bar */
  unsigned n_names;
  double top;     /* of the lane, with its name */
  double bar_top; /* of what is as high as a lane that has words nowhere but beside its bar */
  char **words;   /* of its label: one beside the bar, or those below it */
  bool is_beside;
  double x; /* where they begin */
} Row;

typedef struct
{
  const ParlRoadmapChart *chart;
  ParlScene *scene;
  bool is_stacked; /* names above their lanes */
  double left, right, top, lane, bar, bottom;
  GArray *rows; /* Row */
} Plot;

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

static void
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
clear_row (Row *row)
{
  g_strfreev (row->names);
  g_strfreev (row->words);
}

static bool
exists (const ParlSpan *span)
{
  return span->until > span->since;
}

/* After the bar, else before it; rather where it hides nothing of today's line. */
static bool
place_beside (const Plot *plot, Row *row, const char *label)
{
  const ParlScene *scene = plot->scene;
  double gap = parl_scene_px (scene, GAP);
  double width = parl_scene_measure (scene, parl_scene_label (scene, false), label);
  double today = parl_scene_get_x (scene, plot->chart->today.value);
  const double starts[] = { row->shown.end + gap, row->shown.start - gap - width };

  for (unsigned may_cross = 0; may_cross < 2; may_cross++)
    for (unsigned i = 0; i < G_N_ELEMENTS (starts); i++)
      {
        double start = starts[i];
        bool crosses = today > start - gap / 2 && today < start + width + gap / 2;
        if (start < plot->left || start + width > plot->right || (crosses && may_cross == 0))
          continue;
        row->x = start;
        row->is_beside = true;
        row->words = g_strdupv ((char *[]){ (char *)label, NULL });
        return true;
      }
  return false;
}

/* At its end, which the words are about. */
static void
place_below (const Plot *plot, Row *row, const char *label)
{
  const ParlScene *scene = plot->scene;
  ParlFont font = parl_scene_label (scene, false);
  double widest = 0;

  row->words = parl_scene_wrap (scene, font, label, plot->right - plot->left);
  for (char **line = row->words; *line != NULL; line++)
    widest = parl_place_widen (scene, widest, false, *line);
  double start = fmax (row->shown.start, row->shown.end - widest);
  row->x = fmax (fmin (start, plot->right - widest), plot->left);
}

/* What has no room beside its bar and may not stand below it is cut at its commas: "Free-space
 * check, due 27 Nov". */
static void
place_label (const Plot *plot, Row *row, const ParlLane *lane, bool may_be_below)
{
  g_autofree char *label = g_strdup (lane->label);
  char *comma;

  if (!(row->shown.start <= row->shown.end) || label == NULL || *label == '\0')
    return;
  if (place_beside (plot, row, label))
    return;
  if (may_be_below)
    {
      place_below (plot, row, label);
      return;
    }
  while ((comma = strrchr (label, ',')) != NULL)
    {
      *comma = '\0';
      if (place_beside (plot, row, label))
        return;
    }
}

/* What nobody gave a day stands at the beginning, what is out of the view nowhere. */
static Extent
find_place (const Plot *plot, const ParlLane *lane)
{
  double start = plot->left - parl_scene_px (plot->scene, GAP);

  if (!exists (&lane->range) && !exists (&lane->plan) && !exists (&lane->likely)
      && !exists (&lane->done))
    return (Extent){ start, start };
  return find_extent (plot, lane);
}

/* Returns: px that words take above and below bars */
static double
find_rows (Plot *plot, bool may_be_below)
{
  ParlScene *scene = plot->scene;
  const GArray *lanes = plot->chart->lanes;
  ParlFont bold = parl_scene_label (scene, true);
  unsigned n_lines = 0;

  g_array_set_size (plot->rows, 0);
  for (unsigned i = 0; i < lanes->len; i++)
    {
      const ParlLane *lane = &g_array_index (lanes, ParlLane, i);
      Row row = { .shown = find_place (plot, lane) };
      if (plot->is_stacked && has_name (plot, i) && lane->name != NULL)
        {
          row.names = parl_scene_wrap (scene, bold, lane->name, scene->width);
          row.n_names = g_strv_length (row.names);
        }
      place_label (plot, &row, lane, may_be_below);
      n_lines += row.n_names;
      if (row.words != NULL && !row.is_beside)
        n_lines += g_strv_length (row.words);
      g_array_append_val (plot->rows, row);
    }
  return n_lines * parl_place_get_line_height (bold);
}

/* Names beside their lanes while they leave most of the width, or there is no height for more. */
static void
find_sides (Plot *plot, bool may_stack)
{
  const ParlRoadmapChart *chart = plot->chart;
  ParlScene *scene = plot->scene;
  double names = 0;

  for (unsigned i = 0; i < chart->lanes->len; i++)
    names = parl_place_widen (scene, names, true, g_array_index (chart->lanes, ParlLane, i).name);
  plot->is_stacked = may_stack && names > scene->width * NAMES;
  names = plot->is_stacked ? 0 : fmin (names, scene->width * 0.35);
  plot->left = names > 0 ? names + parl_scene_px (scene, 16) : 0;
  plot->right = scene->width;
  bool has_head = chart->x_ticks->len > 0 || chart->today.label != NULL;
  plot->top = has_head ? parl_scene_px (scene, HEAD) : 0;
  if (plot->right > plot->left)
    parl_place_set_view (scene, plot->left, plot->right);
}

/* All words where there is height for them, else those that fit beside. */
static void
find_plot (Plot *plot)
{
  static const struct
  {
    bool may_stack, may_be_below;
  } ways[] = { { true, true }, { true, false }, { false, false } };
  ParlScene *scene = plot->scene;
  unsigned n = plot->chart->lanes->len;
  double words = 0, line = parl_place_get_line_height (parl_scene_label (scene, true));

  for (unsigned i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      find_sides (plot, ways[i].may_stack);
      words = find_rows (plot, ways[i].may_be_below);
      plot->lane = fmin ((scene->height - plot->top - words) / n, parl_scene_px (scene, MOST_LANE));
      if (plot->lane >= parl_scene_px (scene, LANE - 1))
        break;
    }
  plot->bar = round (fmin (plot->lane * BAR / LANE, parl_scene_px (scene, 22)));

  double y = plot->top;
  for (unsigned i = 0; i < n; i++)
    {
      Row *row = &g_array_index (plot->rows, Row, i);
      row->top = y;
      row->bar_top = y + row->n_names * line;
      y = row->bar_top + plot->lane;
      if (row->words != NULL && !row->is_beside)
        y += g_strv_length (row->words) * line;
    }
  plot->bottom = y;
}

static double
find_middle (const Plot *plot, unsigned index)
{
  return round (g_array_index (plot->rows, Row, index).bar_top + plot->lane / 2);
}

/* Words over the lines of dates, of today and of what waits. */
static void
add_text (ParlScene *scene, ParlColorRole role, bool bold, double x, double middle,
          const char *text)
{
  ParlFont font = parl_scene_label (scene, bold);
  double line = parl_place_get_line_height (font), pad = parl_scene_px (scene, 2);
  unsigned before = scene->marks->len;

  parl_scene_add_rect (scene, PARL_COLOR_CARD, x - pad, middle - line / 2 + 1,
                       parl_scene_measure (scene, font, text) + 2 * pad, line - 2);
  if (!parl_place_label (scene, role, font, PARL_ANCHOR_START, x, middle, text))
    g_array_set_size (scene->marks, before);
}

static void
add_name (Plot *plot, unsigned index)
{
  const ParlLane *lane = &g_array_index (plot->chart->lanes, ParlLane, index);
  const Row *row = &g_array_index (plot->rows, Row, index);
  ParlScene *scene = plot->scene;

  if (!plot->is_stacked)
    parl_place_name (scene, PARL_COLOR_TEXT_1, true, row->bar_top + plot->lane / 2,
                     plot->left - parl_scene_px (scene, 16), lane->name);
  for (unsigned i = 0; i < row->n_names; i++)
    add_text (scene, PARL_COLOR_TEXT_1, true, 0,
              row->top + (i + 0.5) * parl_place_get_line_height (parl_scene_label (scene, true)),
              row->names[i]);
}

/* Nearer to the own bar than to the next. */
static void
add_words (Plot *plot, const Row *row)
{
  ParlScene *scene = plot->scene;
  double line = parl_place_get_line_height (parl_scene_label (scene, false));
  double middle = row->bar_top + plot->lane / 2;
  if (!row->is_beside)
    middle = row->bar_top + plot->lane + line / 2 - parl_scene_px (scene, 3);

  for (char **words = row->words; words != NULL && *words != NULL; words++, middle += line)
    add_text (scene, PARL_COLOR_TEXT_2, false, row->x, middle, *words);
}

static void
add_lane (Plot *plot, unsigned index)
{
  const ParlLane *lane = &g_array_index (plot->chart->lanes, ParlLane, index);
  const Row *row = &g_array_index (plot->rows, Row, index);
  ParlScene *scene = plot->scene;
  double end
      = index + 1 < plot->rows->len ? g_array_index (plot->rows, Row, index + 1).top : plot->bottom;

  scene->item = (int)index;
  parl_scene_add_area (scene, 0, row->top, scene->width, end - row->top);
  add_bars (plot, lane, round (row->bar_top + (plot->lane - plot->bar) / 2));
  scene->item = -1;
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
add_dates (Plot *plot)
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
        parl_scene_add_line (scene, PARL_COLOR_GRID, x, plot->top, x, plot->bottom, 1,
                             PARL_DASH_NONE);
    }
}

static void
add_today (Plot *plot, double x)
{
  ParlScene *scene = plot->scene;
  const char *label = plot->chart->today.label;
  ParlFont bold = parl_scene_label (scene, true);
  double half = parl_scene_measure (scene, bold, label) / 2;

  parl_scene_try_text (scene, PARL_COLOR_TODAY, bold, PARL_ANCHOR_MIDDLE,
                       fmax (fmin (x, scene->width - half), half), parl_scene_px (scene, 13),
                       label);
}

static void
lay_out (const ParlChartSpec *spec, ParlScene *scene)
{
  const ParlRoadmapChart *chart = &spec->roadmap;
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  Plot plot = { .chart = chart, .scene = scene, .rows = rows };

  g_array_set_clear_func (rows, (GDestroyNotify)clear_row);
  if (chart->lanes->len == 0)
    return;
  find_plot (&plot);
  if (plot.lane <= 0 || plot.right <= plot.left)
    return;

  parl_scene_begin_plot (scene, plot.left, plot.right);
  double today = parl_scene_get_x (scene, chart->today.value);
  if (!isnan (today))
    add_today (&plot, today);
  add_dates (&plot);
  for (unsigned i = 0; i < chart->lanes->len; i++)
    add_link (&plot, i);
  for (unsigned i = 0; i < chart->lanes->len; i++)
    add_lane (&plot, i);
  if (!isnan (today))
    parl_scene_add_line (scene, PARL_COLOR_TODAY, today, plot.top - parl_scene_px (scene, 4), today,
                         plot.bottom, parl_scene_px (scene, 2), PARL_DASH_NONE);
  for (unsigned i = 0; i < chart->lanes->len; i++)
    {
      scene->item = (int)i;
      scene->in_plot = false;
      if (has_name (&plot, i))
        add_name (&plot, i);
      scene->in_plot = true;
      add_words (&plot, &g_array_index (rows, Row, i));
    }
  scene->item = -1;
}

static double
get_height (const ParlChartSpec *spec, ParlScene *scene)
{
  const ParlRoadmapChart *chart = &spec->roadmap;
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  Plot plot = { .chart = chart, .scene = scene, .rows = rows };

  g_array_set_clear_func (rows, (GDestroyNotify)clear_row);
  find_sides (&plot, true);
  return HEAD + LANE * chart->lanes->len + find_rows (&plot, true) / scene->scale;
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
  .is_mirrored = true,
  .get_height = get_height,
  .items = offsetof (ParlChartSpec, roadmap.lanes),
  .dup_tip = dup_tip,
  .get_extent = get_extent,
  .tabulate = tabulate,
};
