/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From one total to the next by steps, from zero.
 *
 *   subtitle
 *              ^ +1.74   -0.42     7.30 %
 *   5.98 %     ######-----====----######     value 7 px above its bar
 *   ######-----                   ######     connectors at the running total
 *   ######- - - - - - - - - - - - ######     promise, its name in the free middle
 *   ____________________________________
 *   before     label     label     last      bar = 56 % of its slot
 *              detail    detail
 */
#include "config.h"

#include "charts/kind.h"
#include "charts/place.h"
#include "charts/words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define BAR_PART 0.56

typedef struct
{
  const ParlWaterfallChart *chart;
  ParlScene *scene;
  unsigned length;
  double slot, bar;
  double top, bottom, from, to;
  double text_width; /* of a label, to which it is wrapped */
  unsigned label_lines, detail_lines;
} Plot;

static const ParlWaterfallBar *
get_bar (const Plot *plot, unsigned index)
{
  return &g_array_index (plot->chart->bars, ParlWaterfallBar, index);
}

static double
get_middle (const Plot *plot, unsigned index)
{
  return (index + 0.5) * plot->slot;
}

static double
map_y (const Plot *plot, double value)
{
  return parl_place_map (isfinite (value) ? value : 0, plot->from, plot->to, plot->bottom,
                         plot->top);
}

/* One line each, when no two neighbours would touch. */
static bool
fit_in_one_line (const Plot *plot, ParlFont font, bool detail)
{
  double before = 0;

  for (unsigned i = 0; i < plot->length; i++)
    {
      const ParlWaterfallBar *bar = get_bar (plot, i);
      double width = parl_scene_measure (plot->scene, font, detail ? bar->detail : bar->label);
      bool is_edge = i == 0 || i == plot->length - 1;
      if ((is_edge && width > plot->slot)
          || (i > 0 && (before + width) / 2 + parl_scene_px (plot->scene, 5) > plot->slot))
        return false;
      before = width;
    }
  return true;
}

static unsigned
count_lines (const Plot *plot, ParlFont font, bool detail)
{
  unsigned most = 0;

  for (unsigned i = 0; i < plot->length; i++)
    {
      const ParlWaterfallBar *bar = get_bar (plot, i);
      const char *text = detail ? bar->detail : bar->label;
      if (text == NULL || *text == '\0')
        continue;
      g_auto (GStrv) lines = parl_scene_wrap (plot->scene, font, text, plot->text_width);
      most = MAX (most, g_strv_length (lines));
    }
  return most;
}

static unsigned
count_subtitle_lines (const Plot *plot)
{
  if (plot->chart->subtitle == NULL || *plot->chart->subtitle == '\0')
    return 0;

  g_auto (GStrv) lines = parl_scene_wrap (plot->scene, parl_scene_label (plot->scene, false),
                                          plot->chart->subtitle, plot->scene->width);
  return g_strv_length (lines);
}

/* Words get their height first; details are left out where the plot would vanish. */
static void
find_plot (Plot *plot)
{
  ParlScene *scene = plot->scene;
  ParlFont bold = parl_scene_label (scene, true), label = parl_scene_label (scene, false);
  double line = parl_place_get_line_height (label), least = parl_scene_px (scene, 60);

  plot->slot = scene->width / plot->length;
  plot->bar = plot->slot * BAR_PART;
  plot->text_width = plot->slot - parl_scene_px (scene, 6);
  plot->label_lines = fit_in_one_line (plot, bold, false) ? 1 : count_lines (plot, bold, false);
  plot->detail_lines = count_lines (plot, label, true);
  if (plot->detail_lines > 1 && fit_in_one_line (plot, label, true))
    plot->detail_lines = 1;
  plot->top = scene->style.value_size + parl_scene_px (scene, 9);
  plot->top += count_subtitle_lines (plot) * line;
  for (;;)
    {
      unsigned lines = plot->label_lines + plot->detail_lines;
      plot->bottom = scene->height - lines * line - parl_scene_px (scene, 6);
      if (plot->bottom - plot->top >= least || plot->detail_lines == 0)
        break;
      plot->detail_lines = 0;
    }
}

static void
find_range (Plot *plot)
{
  plot->from = plot->to = 0;
  for (unsigned i = 0; i < plot->length; i++)
    {
      parl_place_extend (get_bar (plot, i)->from, &plot->from, &plot->to);
      parl_place_extend (get_bar (plot, i)->to, &plot->from, &plot->to);
    }
  parl_place_extend (plot->chart->promise.value, &plot->from, &plot->to);
  if (plot->to <= plot->from)
    plot->to = plot->from + 1;
}

static void
add_bar (Plot *plot, unsigned index)
{
  const ParlWaterfallBar *bar = get_bar (plot, index);
  ParlScene *scene = plot->scene;
  double from = map_y (plot, bar->from), to = map_y (plot, bar->to);
  double left = get_middle (plot, index) - plot->bar / 2;

  scene->item = (int)index;
  parl_scene_add_area (scene, index * plot->slot, 0, plot->slot, scene->height);
  parl_scene_add_rect (scene, parl_tone_get_fill (bar->tone), left, fmin (from, to), plot->bar,
                       fabs (from - to));
  scene->item = -1;
  if (index + 1 < plot->length)
    parl_scene_add_line (scene, PARL_COLOR_AXIS, left + plot->bar, to, left + plot->slot, to, 1,
                         PARL_DASH_NONE);
}

/* Interrupts the promise's line where it would cross a value. */
static void
clear_promise (Plot *plot, double left, double baseline, double right)
{
  double size = plot->scene->style.value_size, pad = parl_scene_px (plot->scene, 3);
  double line = map_y (plot, plot->chart->promise.value);

  if (isfinite (plot->chart->promise.value) && line > baseline - size && line < baseline + pad)
    parl_scene_add_rect (plot->scene, PARL_COLOR_CARD, left - pad, line - pad,
                         right - left + 2 * pad, 2 * pad);
}

/* Value, with its triangle before it, centred as one above the bar. */
static void
add_value (Plot *plot, unsigned index)
{
  const ParlWaterfallBar *bar = get_bar (plot, index);
  ParlScene *scene = plot->scene;
  ParlFont font = { scene->style.value_size, 800 };
  double top = fmin (map_y (plot, bar->from), map_y (plot, bar->to));
  double baseline = top - 7 * font.size / 16;
  double sign = bar->triangle ? 0.625 * font.size : 0;
  double gap = bar->triangle ? 0.4 * font.size : 0;
  double left
      = get_middle (plot, index) - (sign + gap + parl_scene_measure (scene, font, bar->value)) / 2;

  clear_promise (plot, left, baseline, get_middle (plot, index) * 2 - left);
  if (parl_scene_try_text (scene, parl_tone_get_text (bar->tone), font, PARL_ANCHOR_START,
                           left + sign + gap, baseline, bar->value)
      && bar->triangle)
    parl_scene_add_glyph (scene, bar->to >= bar->from ? PARL_GLYPH_UP : PARL_GLYPH_DOWN,
                          parl_tone_get_text (bar->tone), left + sign / 2,
                          baseline - 0.33 * font.size, sign);
}

static void
add_words (Plot *plot, unsigned index)
{
  const ParlWaterfallBar *bar = get_bar (plot, index);
  ParlScene *scene = plot->scene;
  ParlFont bold = parl_scene_label (scene, true), label = parl_scene_label (scene, false);
  double line = parl_place_get_line_height (label);
  double width = plot->label_lines == 1 ? scene->width : plot->text_width;
  double x = get_middle (plot, index), y = plot->bottom + parl_scene_px (scene, 6);

  if (bar->label != NULL && *bar->label != '\0')
    {
      g_auto (GStrv) lines = parl_scene_wrap (scene, bold, bar->label, width);
      double height = g_strv_length (lines) * line;
      parl_place_block (scene, PARL_COLOR_TEXT_1, bold, PARL_ANCHOR_MIDDLE, x, y + height / 2,
                        width, bar->label);
      y += height;
    }
  if (bar->detail == NULL || *bar->detail == '\0' || plot->detail_lines == 0)
    return;

  width = plot->detail_lines == 1 ? scene->width : plot->text_width;
  g_auto (GStrv) lines = parl_scene_wrap (scene, label, bar->detail, width);
  parl_place_block (scene, PARL_COLOR_TEXT_2, label, PARL_ANCHOR_MIDDLE, x,
                    y + g_strv_length (lines) * line / 2, width, bar->detail);
}

static bool
touch_bars (const Plot *plot, double left, double right, double top, double bottom)
{
  for (unsigned i = 0; i < plot->length; i++)
    {
      double middle = get_middle (plot, i);
      double from = map_y (plot, get_bar (plot, i)->from), to = map_y (plot, get_bar (plot, i)->to);
      if (left < middle + plot->bar / 2 && right > middle - plot->bar / 2 && top < fmax (from, to)
          && bottom > fmin (from, to))
        return true;
    }
  return false;
}

/* The name of the promise: where no bar is, below or above its line, from the middle outwards; a
 * chart without such a place names it above everything, at the right. */
static void
add_promise_name (Plot *plot)
{
  ParlScene *scene = plot->scene;
  ParlFont font = parl_scene_label (scene, false);
  const char *text = plot->chart->promise.label;
  double line = map_y (plot, plot->chart->promise.value);
  double half = parl_scene_measure (scene, font, text) / 2 + parl_scene_px (scene, 4);
  double offsets[] = { parl_scene_px (scene, 12), parl_scene_px (scene, -11) };

  for (unsigned i = 0; i <= 2 * plot->length; i++)
    for (unsigned side = 0; side < G_N_ELEMENTS (offsets); side++)
      {
        double step = ((i + 1) / 2) * (i % 2 == 0 ? 0.5 : -0.5) * plot->slot;
        double x = scene->width / 2 + step, y = line + offsets[side];
        double room = 0.4 * font.size;
        if (y + room < plot->bottom && !touch_bars (plot, x - half, x + half, y - room, y + room)
            && parl_place_label (scene, PARL_COLOR_TEXT_2, font, PARL_ANCHOR_MIDDLE, x, y, text))
          return;
      }
  parl_place_label (scene, PARL_COLOR_TEXT_2, font, PARL_ANCHOR_END, scene->width,
                    parl_place_get_line_height (font) / 2, text);
}

static void
lay_out (const ParlChartSpec *spec, ParlScene *scene)
{
  const ParlWaterfallChart *chart = &spec->waterfall;
  Plot plot = { .chart = chart, .scene = scene, .length = chart->bars->len };
  ParlFont label = parl_scene_label (scene, false);

  bool is_rtl = scene->style.is_rtl;
  parl_place_block (scene, PARL_COLOR_TEXT_2, label, is_rtl ? PARL_ANCHOR_END : PARL_ANCHOR_START,
                    is_rtl ? scene->width : 0,
                    count_subtitle_lines (&plot) * parl_place_get_line_height (label) / 2,
                    scene->width, chart->subtitle);
  if (plot.length == 0)
    return;
  find_plot (&plot);
  if (plot.bottom <= plot.top)
    return;
  find_range (&plot);
  if (isfinite (chart->promise.value))
    {
      double y = map_y (&plot, chart->promise.value);
      parl_scene_add_line (scene, PARL_COLOR_TEXT_1, 0, y, scene->width, y, scene->scale,
                           PARL_DASH_DASHED);
    }
  for (unsigned i = 0; i < plot.length; i++)
    add_bar (&plot, i);
  parl_scene_add_line (scene, PARL_COLOR_AXIS, 0, map_y (&plot, 0), scene->width, map_y (&plot, 0),
                       scene->scale, PARL_DASH_NONE);
  for (unsigned i = 0; i < plot.length; i++)
    add_value (&plot, i);
  if (isfinite (chart->promise.value) && chart->promise.label != NULL)
    add_promise_name (&plot);
  for (unsigned i = 0; i < plot.length; i++)
    add_words (&plot, i);
}

/* In a narrow place its words take more lines. */
static double
get_height (G_GNUC_UNUSED const ParlChartSpec *spec, ParlScene *scene)
{
  double width = scene->width / scene->scale;

  return width < 500 ? 260 : CLAMP (width * 0.24, 160, 260);
}

static ParlTip
dup_tip (const ParlChartSpec *spec, unsigned item)
{
  const ParlWaterfallBar *bar = &g_array_index (spec->waterfall.bars, ParlWaterfallBar, item);

  return parl_tip_new (bar->label, PARL_WORDS (bar->value));
}

static ParlTable *
tabulate (const ParlChartSpec *spec)
{
  const ParlWaterfallChart *chart = &spec->waterfall;
  ParlTable *table = parl_table_new (
      PARL_WORDS (C_ ("table", "Step"), C_ ("table", "Value"), C_ ("table", "Reason")));

  for (unsigned i = 0; i < chart->bars->len; i++)
    {
      const ParlWaterfallBar *bar = &g_array_index (chart->bars, ParlWaterfallBar, i);
      parl_table_add_row (table, PARL_WORDS (bar->label, bar->value, bar->detail));
    }
  parl_table_add_tick (table, C_ ("table", "Promise"), &chart->promise);
  return table;
}

static void
describe (const ParlChartSpec *spec, GString *out)
{
  const ParlWaterfallChart *chart = &spec->waterfall;

  parl_words_add_line (out, NULL, PARL_WORDS (chart->subtitle));
  for (unsigned i = 0; i < chart->bars->len; i++)
    {
      const ParlWaterfallBar *bar = &g_array_index (chart->bars, ParlWaterfallBar, i);
      parl_words_add_line (out, bar->label, PARL_WORDS (bar->value, bar->detail));
    }
  parl_words_add_tick (out, &chart->promise);
}

static void
clear_bar (ParlWaterfallBar *bar)
{
  g_free (bar->value);
  g_free (bar->label);
  g_free (bar->detail);
}

static const ParlOwned owned[] = {
  PARL_ARRAY (waterfall.bars, ParlWaterfallBar, clear_bar),
  PARL_TICK (waterfall.promise),
  PARL_STRING (waterfall.subtitle),
  { PARL_OWNED_END },
};

const ParlChartKindClass parl_waterfall_kind = {
  .owned = owned,
  .lay_out = lay_out,
  .get_height = get_height,
  .items = offsetof (ParlChartSpec, waterfall.bars),
  .dup_tip = dup_tip,
  .get_step = parl_kind_step_sideways,
  .tabulate = tabulate,
  .describe = describe,
};
