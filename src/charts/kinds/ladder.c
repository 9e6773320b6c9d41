/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stages or cohorts, one a row, with their rates on one axis.
 *
 *   Stage   Updated of devices    n    promise | halt         Verdict     Soak  Next gate
 *   Pilot   ##| 958           1,000  4.2 %   |-o-|  !         (v) Passed  2 d   passed 28 Oct
 *
 * Columns stand at fixed parts of the width, so that two ladders of one width share x; only when
 * the words ask for more are they measured out, and the least important columns left out.
 */
#include "config.h"

#include "charts/kind.h"
#include "charts/place.h"
#include "charts/words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define AXIS_PART 0.23  /* of the width: the rates' axis, where there is room */
#define BAR_PART 0.1167 /* of the width: the longest bar */

/* Where each column begins or, for n and rate, ends. NAN: left out. */
typedef struct
{
  double bar, n, rate, axis, axis_end, verdict, soak, gate;
} Columns;

typedef struct
{
  double name, long_name, done, n, rate, verdict, soak, long_soak, gate; /* long: may go on */
} Widths;

typedef struct
{
  const ParlLadderChart *chart;
  ParlScene *scene;
  Columns at;
  Widths width;
  double head, row, group; /* heights */
  double end, most;        /* of the rates' axis; the largest number of devices */
  double bar_width;
} Plot;

static const ParlLadderRow *
get_row (const Plot *plot, unsigned index)
{
  return &g_array_index (plot->chart->rows, ParlLadderRow, index);
}

static double
measure (const Plot *plot, bool bold, const char *text)
{
  return parl_scene_measure (plot->scene, parl_scene_label (plot->scene, bold), text);
}

static bool
has_heads (const Plot *plot)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (plot->chart->heads); i++)
    if (plot->chart->heads[i] != NULL)
      return true;
  return plot->chart->promise.label != NULL || plot->chart->halt.label != NULL;
}

static void
measure_columns (Plot *plot)
{
  char *const *heads = plot->chart->heads;
  Widths *width = &plot->width;

  *width = (Widths){ .name = measure (plot, false, heads[0]),
                     .n = measure (plot, false, heads[2]),
                     .verdict = measure (plot, false, heads[3]),
                     .soak = measure (plot, false, heads[4]),
                     .gate = measure (plot, false, heads[5]) };
  for (unsigned i = 0; i < plot->chart->rows->len; i++)
    {
      const ParlLadderRow *row = get_row (plot, i);
      bool has_bar = isfinite (row->total);
      double *name = has_bar ? &width->name : &width->long_name;

      *name = fmax (*name, measure (plot, true, row->name));
      if (has_bar)
        width->done = fmax (width->done, measure (plot, false, row->done_text));
      width->n = fmax (width->n, measure (plot, false, row->n_text));
      width->rate = fmax (width->rate, measure (plot, isfinite (row->rate), row->rate_text));
      if (row->verdict != NULL)
        width->verdict = fmax (width->verdict,
                               parl_scene_px (plot->scene, 20)
                                   + measure (plot, row->tone != PARL_TONE_NONE, row->verdict));
      if (row->gate != NULL)
        width->gate = fmax (width->gate, measure (plot, false, row->gate));
      double *soak = row->gate != NULL ? &width->soak : &width->long_soak;
      *soak = fmax (*soak, measure (plot, false, row->soak));
    }
}

static bool
place_columns_by_parts (Plot *plot)
{
  double w = plot->scene->width, gap = parl_scene_px (plot->scene, 8);
  const Widths *width = &plot->width;
  Columns at = { 0.0893 * w, 0.342 * w, 0.418 * w,  0.441 * w,
                 0.671 * w,  0.694 * w, 0.8214 * w, 0.8852 * w };
  double n_left = at.n - width->n;

  if (width->gate <= 0)
    at.soak = at.gate;
  plot->at = at;
  return width->name + gap <= at.bar && width->long_name + gap <= n_left
         && at.bar + parl_scene_px (plot->scene, 40) + width->done + 2 * gap <= n_left
         && at.n + gap <= at.rate - width->rate && at.verdict + width->verdict + gap <= at.soak
         && (width->soak <= 0 || at.soak + width->soak + gap <= at.gate)
         && at.gate + width->gate <= w && at.soak + width->long_soak <= w;
}

/* What the rates' axis does not need goes to the bars, up to the length at which they look right.
 */
static void
widen_bars (Plot *plot)
{
  double w = plot->scene->width;
  double spare = plot->at.axis_end - plot->at.axis - AXIS_PART * w;
  double shift = fmin (spare, BAR_PART * w - parl_scene_px (plot->scene, 34));

  if (!isfinite (plot->at.bar) || !(shift > 0))
    return;
  plot->at.n += shift;
  plot->at.rate += shift;
  plot->at.axis += shift;
}

/* At each level one more column is left out in favour of the rates' axis: gate, soak, bar. Never n:
 * no rate stands without it. */
static void
place_columns_by_words (Plot *plot)
{
  const Widths *width = &plot->width;
  double gap = parl_scene_px (plot->scene, 12), w = plot->scene->width;

  for (unsigned level = 0; level <= 3; level++)
    {
      Columns at = { NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN };
      bool has_bar = level < 3 && width->done > 0;
      double name = fmax (width->name, has_bar ? 0 : width->long_name);
      double x = fmin (name, 0.34 * w) + gap, right = w;

      if (has_bar)
        {
          at.bar = x;
          x = fmax (x + parl_scene_px (plot->scene, 46) + width->done, width->long_name) + gap;
        }
      if (width->n > 0)
        {
          at.n = x + width->n;
          x = at.n + gap;
        }
      at.rate = x + width->rate;
      at.axis = at.rate + gap;
      double soak = fmax (width->soak, width->long_soak);
      if (level < 1 && width->gate > 0)
        {
          soak = fmax (width->soak, width->long_soak - gap - width->gate);
          at.gate = right - width->gate;
          right = at.gate - gap;
        }
      if (level < 2 && soak > 0)
        {
          at.soak = right - soak;
          right = at.soak - gap;
        }
      at.verdict = width->verdict > 0 ? right - width->verdict : NAN;
      at.axis_end = width->verdict > 0 ? at.verdict - gap : right - parl_scene_px (plot->scene, 4);
      plot->at = at;
      if (at.axis_end - at.axis >= parl_scene_px (plot->scene, 80))
        {
          widen_bars (plot);
          return;
        }
    }
  if (plot->at.axis_end - plot->at.axis < parl_scene_px (plot->scene, 30))
    plot->at.axis = NAN;
}

static void
find_plot (Plot *plot)
{
  ParlScene *scene = plot->scene;
  unsigned n_groups = 0;

  for (unsigned i = 0; i < plot->chart->rows->len; i++)
    {
      if (get_row (plot, i)->group != NULL)
        n_groups++;
      if (isfinite (get_row (plot, i)->total))
        plot->most = fmax (plot->most, get_row (plot, i)->total);
      parl_place_extend (get_row (plot, i)->rate, &plot->end, &plot->end);
    }
  plot->end = isfinite (plot->chart->axis_end) && plot->chart->axis_end > 0
                  ? plot->chart->axis_end
                  : fmax (plot->end, G_MINDOUBLE);
  plot->head = has_heads (plot) ? parl_scene_px (scene, 24) : 0;
  plot->group = parl_scene_px (scene, 24);
  plot->row = (scene->height - plot->head - n_groups * plot->group) / plot->chart->rows->len;
  plot->row = fmin (plot->row, parl_scene_px (scene, 44));
  measure_columns (plot);
  if (!place_columns_by_parts (plot))
    place_columns_by_words (plot);

  double bar_end
      = isfinite (plot->at.n) ? plot->at.n - plot->width.n : plot->at.rate - plot->width.rate;
  plot->bar_width = fmin (bar_end - plot->at.bar - plot->width.done - parl_scene_px (scene, 18),
                          BAR_PART * scene->width);
}

static double
map_rate (const Plot *plot, double rate)
{
  return parl_place_map (rate, 0, plot->end, plot->at.axis, plot->at.axis_end);
}

static void
add_cell (Plot *plot, ParlColorRole role, bool bold, ParlAnchor anchor, double x, double middle,
          const char *text)
{
  ParlFont font = parl_scene_label (plot->scene, bold);

  if (isfinite (x))
    parl_place_label (plot->scene, role, font, anchor, x, middle, text);
}

/* Whiskers with caps 10 high and a dot; where they leave the axis, two strokes instead of a cap. */
static void
add_interval (Plot *plot, const ParlLadderRow *row, double middle)
{
  ParlScene *scene = plot->scene;
  ParlColorRole role = row->tone == PARL_TONE_BAD ? PARL_COLOR_BAD : PARL_COLOR_ACTUAL;
  double cap = parl_scene_px (scene, 5);

  if (isfinite (row->low) && isfinite (row->high) && row->low <= plot->end)
    {
      double low = map_rate (plot, row->low), high = map_rate (plot, row->high);
      parl_place_whisker (scene, role, low, high, middle, cap, row->high <= plot->end);
      for (unsigned i = 0; row->high > plot->end && i < 2; i++)
        {
          double x = high - parl_scene_px (scene, 2 + 4 * i);
          parl_scene_add_line (scene, role, x - cap / 2, middle + cap, x + cap / 2, middle - cap,
                               parl_scene_px (scene, 1), PARL_DASH_NONE);
        }
    }
  if (row->rate <= plot->end)
    parl_scene_add_glyph (scene, PARL_GLYPH_DOT, role, map_rate (plot, row->rate), middle,
                          parl_scene_px (scene, 7));
}

static void
add_devices (Plot *plot, const ParlLadderRow *row, double middle)
{
  ParlScene *scene = plot->scene;
  double height = parl_scene_px (scene, 14), unit = plot->bar_width / plot->most;

  if (!isfinite (plot->at.bar) || !isfinite (row->total) || plot->bar_width <= 0)
    return;

  double total = plot->most > 0 ? fmax (row->total * unit, 2 * scene->scale) : 0;
  double done = plot->most > 0 && isfinite (row->done) ? fmin (row->done * unit, total) : 0;
  parl_scene_add_outline (scene, PARL_COLOR_ACTUAL, plot->at.bar, middle - height / 2, total,
                          height, fmax (round (scene->scale), 1));
  parl_scene_add_rect (scene, PARL_COLOR_ACTUAL, plot->at.bar, middle - height / 2, done, height);
  add_cell (plot, PARL_COLOR_TEXT_2, false, PARL_ANCHOR_START,
            plot->at.bar + total + parl_scene_px (scene, 6), middle, row->done_text);
}

static void
add_row (Plot *plot, const ParlLadderRow *row, double middle)
{
  ParlScene *scene = plot->scene;
  bool has_bar = isfinite (row->total) && isfinite (plot->at.bar);
  double name_end = has_bar ? plot->at.bar
                            : (isfinite (plot->at.n) ? plot->at.n - plot->width.n
                                                     : plot->at.rate - plot->width.rate);
  bool is_known = isfinite (row->rate), has_tone = row->tone != PARL_TONE_NONE;

  parl_place_name (scene, PARL_COLOR_TEXT_1, true, middle, name_end - parl_scene_px (scene, 6),
                   row->name);
  add_cell (plot, is_known ? PARL_COLOR_TEXT_1 : PARL_COLOR_TEXT_2, is_known, PARL_ANCHOR_END,
            plot->at.rate, middle, row->rate_text);
  if (row->verdict != NULL && isfinite (plot->at.verdict)
      && parl_place_label (scene, parl_tone_get_text (row->tone),
                           parl_scene_label (scene, has_tone), PARL_ANCHOR_START,
                           plot->at.verdict + parl_scene_px (scene, 20), middle, row->verdict))
    parl_scene_add_tone (scene, row->tone, plot->at.verdict + parl_scene_px (scene, 6.5), middle,
                         parl_scene_px (scene, 13));
  add_devices (plot, row, middle);
  add_cell (plot, PARL_COLOR_TEXT_2, false, PARL_ANCHOR_END, plot->at.n, middle, row->n_text);
  add_cell (plot, PARL_COLOR_TEXT_2, false, PARL_ANCHOR_START, plot->at.soak, middle, row->soak);
  add_cell (plot, PARL_COLOR_TEXT_2, false, PARL_ANCHOR_START, plot->at.gate, middle, row->gate);
  if (isfinite (plot->at.axis) && is_known)
    add_interval (plot, row, middle);
}

/* The promise's name ends at its line, halt's begins there: they keep clear of each other. */
static void
add_limits (Plot *plot, double bottom)
{
  ParlScene *scene = plot->scene;
  const ParlTick *promise = &plot->chart->promise, *halt = &plot->chart->halt;
  double middle = parl_scene_px (scene, 9), top = plot->head - parl_scene_px (scene, 3);
  double shift = parl_scene_px (scene, 3);

  if (!isfinite (plot->at.axis))
    return;
  if (halt->value >= 0 && halt->value <= plot->end)
    {
      double x = map_rate (plot, halt->value);
      parl_scene_add_line (scene, PARL_COLOR_BAD, x, fmax (top, 0), x, bottom,
                           parl_scene_px (scene, 2), PARL_DASH_NONE);
      if (plot->head > 0)
        add_cell (plot, PARL_COLOR_BAD_TEXT, true, PARL_ANCHOR_START, x - shift, middle,
                  halt->label);
    }
  if (promise->value >= 0 && promise->value <= plot->end)
    {
      double x = map_rate (plot, promise->value);
      parl_scene_add_line (scene, PARL_COLOR_TEXT_1, x, fmax (top, 0), x, bottom, scene->scale,
                           PARL_DASH_DASHED);
      if (plot->head > 0)
        add_cell (plot, PARL_COLOR_TEXT_2, false, PARL_ANCHOR_END, x + shift, middle,
                  promise->label);
    }
}

static void
add_heads (Plot *plot)
{
  char *const *heads = plot->chart->heads;
  double middle = parl_scene_px (plot->scene, 9);
  const struct
  {
    double x;
    ParlAnchor anchor;
  } places[] = { { 0, PARL_ANCHOR_START },
                 { plot->at.bar, PARL_ANCHOR_START },
                 { plot->at.n, PARL_ANCHOR_END },
                 { plot->at.verdict, PARL_ANCHOR_START },
                 { plot->at.soak, PARL_ANCHOR_START },
                 { plot->at.gate, PARL_ANCHOR_START } };

  for (unsigned i = 0; i < G_N_ELEMENTS (places); i++)
    add_cell (plot, PARL_COLOR_TEXT_2, false, places[i].anchor, places[i].x, middle, heads[i]);
}

static void
lay_out (const ParlChartSpec *spec, ParlScene *scene)
{
  const ParlLadderChart *chart = &spec->ladder;
  Plot plot = { .chart = chart, .scene = scene };

  if (chart->rows->len == 0)
    return;
  find_plot (&plot);
  if (plot.row <= 0)
    return;

  double y = plot.head;
  for (unsigned i = 0; i < chart->rows->len; i++)
    {
      const ParlLadderRow *row = get_row (&plot, i);
      bool is_ruled = i > 0 || plot.head > 0;
      if (is_ruled)
        parl_scene_add_line (scene, row->new_group && i > 0 ? PARL_COLOR_AXIS : PARL_COLOR_GRID, 0,
                             y, scene->width, y, 1, PARL_DASH_NONE);
      if (row->group != NULL)
        {
          add_cell (&plot, PARL_COLOR_TEXT_2, false, PARL_ANCHOR_START, 0, y + plot.group / 2,
                    row->group);
          y += plot.group;
          parl_scene_add_line (scene, PARL_COLOR_GRID, 0, y, scene->width, y, 1, PARL_DASH_NONE);
        }
      scene->item = (int)i;
      parl_scene_add_area (scene, 0, y, scene->width, plot.row);
      add_row (&plot, row, round (y + plot.row / 2));
      scene->item = -1;
      y += plot.row;
    }
  add_limits (&plot, y);
  if (plot.head > 0)
    add_heads (&plot);
}

static double
get_height (const ParlChartSpec *spec, G_GNUC_UNUSED ParlScene *scene)
{
  double height = 24;

  for (unsigned i = 0; i < spec->ladder.rows->len; i++)
    height += g_array_index (spec->ladder.rows, ParlLadderRow, i).group != NULL ? 64 : 40;
  return height;
}

static ParlTip
dup_tip (const ParlChartSpec *spec, unsigned item)
{
  const ParlLadderRow *row = &g_array_index (spec->ladder.rows, ParlLadderRow, item);

  return parl_tip_new (row->name, PARL_WORDS (row->rate_text, row->soak, row->verdict));
}

/* A row of a group has no gate: its soak is the interval. */
static ParlTable *
tabulate (const ParlChartSpec *spec)
{
  const ParlLadderChart *chart = &spec->ladder;
  ParlTable *table = parl_table_new (PARL_WORDS (chart->heads[0], chart->heads[1], chart->heads[2],
                                                 C_ ("table", "Rate"), chart->heads[3],
                                                 chart->heads[4], chart->heads[5]));

  for (unsigned i = 0; i < chart->rows->len; i++)
    {
      const ParlLadderRow *row = &g_array_index (chart->rows, ParlLadderRow, i);
      if (row->group != NULL)
        parl_table_add_row (table, PARL_WORDS (row->group));
      parl_table_add_row (table, PARL_WORDS (row->name, row->done_text, row->n_text, row->rate_text,
                                             row->verdict, row->soak, row->gate));
    }
  parl_table_add_tick (table, C_ ("table", "Promise"), &chart->promise);
  parl_table_add_tick (table, C_ ("table", "Halt"), &chart->halt);
  return table;
}

/* "Soak 3 d" */
static char *
label_part (const char *head, const char *text)
{
  if (!parl_words_exist (text))
    return NULL;
  return parl_words_exist (head) ? g_strdup_printf ("%s %s", head, text) : g_strdup (text);
}

static void
describe (const ParlChartSpec *spec, GString *out)
{
  const ParlLadderChart *chart = &spec->ladder;

  for (unsigned i = 0; i < chart->rows->len; i++)
    {
      const ParlLadderRow *row = &g_array_index (chart->rows, ParlLadderRow, i);
      bool is_stage = parl_words_exist (row->gate);
      g_autofree char *n = label_part (chart->heads[2], row->n_text);
      g_autofree char *done = label_part (chart->heads[1], row->done_text);
      g_autofree char *soak = label_part (is_stage ? chart->heads[4] : NULL, row->soak);
      g_autofree char *gate = label_part (chart->heads[5], row->gate);

      parl_words_add_line (out, NULL, PARL_WORDS (row->group));
      parl_words_add_line (out, row->name,
                           PARL_WORDS (row->rate_text, row->verdict, n, done, soak, gate));
    }
  parl_words_add_tick (out, &chart->promise);
  parl_words_add_tick (out, &chart->halt);
}

static void
clear_row (ParlLadderRow *row)
{
  g_free (row->name);
  g_free (row->done_text);
  g_free (row->n_text);
  g_free (row->rate_text);
  g_free (row->verdict);
  g_free (row->soak);
  g_free (row->gate);
  g_free (row->group);
}

static const ParlOwned owned[] = {
  PARL_ARRAY (ladder.rows, ParlLadderRow, clear_row),
  PARL_STRING (ladder.heads[0]),
  PARL_STRING (ladder.heads[1]),
  PARL_STRING (ladder.heads[2]),
  PARL_STRING (ladder.heads[3]),
  PARL_STRING (ladder.heads[4]),
  PARL_STRING (ladder.heads[5]),
  PARL_TICK (ladder.promise),
  PARL_TICK (ladder.halt),
  PARL_NUMBER (ladder.axis_end),
  { PARL_OWNED_END },
};

const ParlChartKindClass parl_ladder_kind = {
  .owned = owned,
  .lay_out = lay_out,
  .is_mirrored = true,
  .get_height = get_height,
  .items = offsetof (ParlChartSpec, ladder.rows),
  .dup_tip = dup_tip,
  .tabulate = tabulate,
  .describe = describe,
};
