/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One number against its promise; lower is better, so a bar past the line is a broken promise.
 *
 *   +-----------band 1----------+|+---band 2-------+   24 high
 *   |###########################|||!!!!!!!!        |   bar 10 high, promise 3 wide, 28 high
 *   +---------------------------+|+----^-----------+   previous: a triangle below
 *                        at most 5 %      ^ before 6.0 %
 */
#include "config.h"

#include "charts/kind.h"
#include "charts/place.h"
#include "charts/words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  const ParlBulletChart *chart;
  ParlScene *scene;
  double end, middle;
} Plot;

static double
map_x (const Plot *plot, double value)
{
  return parl_place_map (value, 0, plot->end, 0, plot->scene->width);
}

static void
find_end (Plot *plot)
{
  const ParlBulletChart *chart = plot->chart;
  const double values[]
      = { chart->value, chart->previous, 2 * chart->promise, chart->forecast_high };
  double from = 0;

  plot->end = 0;
  if (isfinite (chart->end) && chart->end > 0)
    plot->end = chart->end;
  for (unsigned i = 0; !(plot->end > 0) && i < G_N_ELEMENTS (values); i++)
    for (unsigned j = i; j < G_N_ELEMENTS (values); j++)
      parl_place_extend (values[j], &from, &plot->end);
  if (!(plot->end > 0))
    plot->end = 1;
}

static void
add_bands (Plot *plot)
{
  double height = parl_scene_px (plot->scene, 24), top = plot->middle - height / 2;
  double promise = isfinite (plot->chart->promise) ? map_x (plot, plot->chart->promise) : 0;

  parl_scene_add_band (plot->scene, PARL_COLOR_BAND_2, 0, top, plot->scene->width, height);
  parl_scene_add_band (plot->scene, PARL_COLOR_BAND_1, 0, top, promise, height);
}

/* Two slanted strokes where the bar goes on beyond the scale. */
static void
add_break (Plot *plot)
{
  ParlScene *scene = plot->scene;
  double half = parl_scene_px (scene, 8);

  for (unsigned i = 0; i < 2; i++)
    {
      double x = scene->width - parl_scene_px (scene, 8 + 5 * i);
      parl_scene_add_line (scene, PARL_COLOR_CARD, x - half / 2, plot->middle + half, x + half / 2,
                           plot->middle - half, parl_scene_px (scene, 2), PARL_DASH_NONE);
    }
}

static void
add_bar (Plot *plot)
{
  const ParlBulletChart *chart = plot->chart;
  ParlScene *scene = plot->scene;
  double height = parl_scene_px (scene, 10), top = plot->middle - height / 2;

  if (!isfinite (chart->value) || chart->value <= 0)
    return;

  double end = map_x (plot, chart->value);
  double promise = isfinite (chart->promise) ? map_x (plot, chart->promise) : scene->width;
  if (isfinite (chart->forecast_low) || isfinite (chart->forecast_high))
    parl_scene_add_hatch (scene, PARL_COLOR_ACTUAL, 0, top, end, height);
  else
    {
      parl_scene_add_rect (scene, PARL_COLOR_ACTUAL, 0, top, fmin (end, promise), height);
      if (end > promise)
        parl_scene_add_rect (scene, PARL_COLOR_BAD, promise, top, end - promise, height);
    }
  if (chart->value > plot->end)
    add_break (plot);
}

static void
add_whisker (Plot *plot)
{
  ParlScene *scene = plot->scene;

  if (!isfinite (plot->chart->forecast_low) || !isfinite (plot->chart->forecast_high))
    return;

  double inset = parl_scene_px (scene, 2) / 2;
  double low = fmin (map_x (plot, plot->chart->forecast_low), scene->width - inset);
  double high = fmin (map_x (plot, plot->chart->forecast_high), scene->width - inset);
  parl_place_whisker (scene, PARL_COLOR_ACTUAL, low, high, plot->middle, parl_scene_px (scene, 5),
                      true);
}

static void
add_promise (Plot *plot)
{
  ParlScene *scene = plot->scene;
  double width = fmax (round (parl_scene_px (scene, 3)), 3);
  double gap = fmax (round (scene->scale), 1), half = parl_scene_px (scene, 14);

  if (!isfinite (plot->chart->promise))
    return;

  double left = round (map_x (plot, plot->chart->promise) - width / 2);
  left = fmax (fmin (left, scene->width - width), 0);
  parl_scene_add_rect (scene, PARL_COLOR_BAND_1, left - gap, plot->middle - half + 2 * gap, gap,
                       2 * half - 4 * gap);
  parl_scene_add_rect (scene, PARL_COLOR_BAND_2, left + width, plot->middle - half + 2 * gap, gap,
                       2 * half - 4 * gap);
  parl_scene_add_rect (scene, PARL_COLOR_TEXT_1, left, plot->middle - half, width, 2 * half);
}

/* The name of the promise stands under its line, that of the previous value at the right end; the
 * first moves left when they would touch. */
static void
add_names (Plot *plot)
{
  ParlScene *scene = plot->scene;
  ParlFont font = parl_scene_label (scene, false);
  const ParlBulletChart *chart = plot->chart;
  double baseline = plot->middle + parl_scene_px (scene, 33), free_end = scene->width;
  double promise = parl_scene_measure (scene, font, chart->promise_label);
  double previous = parl_scene_measure (scene, font, chart->previous_label);
  double sign = isfinite (chart->previous) ? parl_scene_px (scene, 14) : 0;
  double gap = parl_scene_px (scene, 8);

  if (previous > 0 && promise + gap + sign + previous <= scene->width
      && parl_scene_try_text (scene, PARL_COLOR_TEXT_3, font, PARL_ANCHOR_END, scene->width,
                              baseline, chart->previous_label))
    {
      free_end = scene->width - previous - sign - gap;
      if (sign > 0)
        parl_scene_add_glyph (scene, PARL_GLYPH_UP, PARL_COLOR_TEXT_3,
                              scene->width - previous - sign + parl_scene_px (scene, 4.5),
                              baseline - 0.33 * font.size, parl_scene_px (scene, 9));
    }

  double middle = isfinite (chart->promise) ? map_x (plot, chart->promise) : 0;
  middle = fmax (fmin (middle, free_end - promise / 2), promise / 2);
  parl_scene_try_text (scene, PARL_COLOR_TEXT_2, font, PARL_ANCHOR_MIDDLE, middle, baseline,
                       chart->promise_label);
}

static void
lay_out (const ParlChartSpec *spec, ParlScene *scene)
{
  const ParlBulletChart *chart = &spec->bullet;
  Plot plot = { .chart = chart, .scene = scene, .middle = round (parl_scene_px (scene, 14)) };

  find_end (&plot);
  scene->item = 0;
  parl_scene_add_area (scene, 0, 0, scene->width, scene->height);
  add_bands (&plot);
  add_bar (&plot);
  add_promise (&plot);
  add_whisker (&plot);
  if (isfinite (chart->previous))
    parl_scene_add_glyph (
        scene, PARL_GLYPH_UP, PARL_COLOR_TEXT_3,
        fmax (fmin (map_x (&plot, chart->previous), scene->width - parl_scene_px (scene, 5)),
              parl_scene_px (scene, 5)),
        plot.middle + parl_scene_px (scene, 17), parl_scene_px (scene, 9));
  scene->item = -1;
  add_names (&plot);
}

/* All of it is one item. */
static unsigned
get_n_items (G_GNUC_UNUSED const ParlChartSpec *spec)
{
  return 1;
}

static ParlTip
dup_tip (const ParlChartSpec *spec, G_GNUC_UNUSED unsigned item)
{
  return parl_tip_new (spec->message,
                       PARL_WORDS (spec->bullet.promise_label, spec->bullet.previous_label));
}

static ParlTable *
tabulate (const ParlChartSpec *spec)
{
  const ParlBulletChart *chart = &spec->bullet;
  ParlTable *table = parl_table_new (PARL_WORDS (C_ ("table", "What"), C_ ("table", "Value")));

  parl_table_add_row (table, PARL_WORDS (C_ ("table", "Now"), spec->message));
  if (chart->promise_label != NULL)
    parl_table_add_row (table, PARL_WORDS (C_ ("table", "Promise"), chart->promise_label));
  if (chart->previous_label != NULL)
    parl_table_add_row (table, PARL_WORDS (C_ ("table", "Compared with"), chart->previous_label));
  return table;
}

static void
describe (const ParlChartSpec *spec, GString *out)
{
  parl_words_add_line (out, NULL, PARL_WORDS (spec->bullet.promise_label));
  parl_words_add_line (out, NULL, PARL_WORDS (spec->bullet.previous_label));
}

static const ParlOwned owned[] = {
  PARL_NUMBER (bullet.value),
  PARL_NUMBER (bullet.previous),
  PARL_NUMBER (bullet.promise),
  PARL_NUMBER (bullet.end),
  PARL_NUMBER (bullet.forecast_low),
  PARL_NUMBER (bullet.forecast_high),
  PARL_STRING (bullet.promise_label),
  PARL_STRING (bullet.previous_label),
  { PARL_OWNED_END },
};

const ParlChartKindClass parl_bullet_kind = {
  .owned = owned,
  .lay_out = lay_out,
  .height = 52,
  .get_n_items = get_n_items,
  .dup_tip = dup_tip,
  .tabulate = tabulate,
  .describe = describe,
};
