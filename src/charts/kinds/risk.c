/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts that add up to a score, in one bar on its bands, and a row for each.
 *
 *   [#####|##|##|#|..------> budget spent ..|...........]   the rule's arrow ends in its band
 *       Low        Medium       *High*         Severe
 *   Failure rate above the promise  ######:::  19           light: as far as it could go
 *   Days late                       [        ] unknown      hollow: not known
 */
#include "config.h"

#include "charts/kind.h"
#include "charts/place.h"
#include "charts/words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  const ParlRiskChart *chart;
  ParlScene *scene;
  double end, score;                    /* of the scale from 0; of the known parts */
  double bar;                           /* height */
  double left, right, top, pitch, most; /* of the rows' bars */
} Plot;

static const ParlRiskPart *
get_part (const Plot *plot, unsigned index)
{
  return &g_array_index (plot->chart->parts, ParlRiskPart, index);
}

static const ParlTick *
get_band (const Plot *plot, unsigned index)
{
  return &g_array_index (plot->chart->bands, ParlTick, index);
}

static double
map_x (const Plot *plot, double value)
{
  return parl_place_map (value, 0, plot->end, 0, plot->scene->width);
}

static double
find_band_start (const Plot *plot, unsigned index)
{
  return index == 0 ? 0 : map_x (plot, parl_place_get_length (get_band (plot, index - 1)->value));
}

static void
find_plot (Plot *plot)
{
  const ParlRiskChart *chart = plot->chart;
  ParlScene *scene = plot->scene;
  double labels = 0, texts = 0;

  for (unsigned i = 0; i < chart->bands->len; i++)
    plot->end = fmax (plot->end, parl_place_get_length (get_band (plot, i)->value));
  for (unsigned i = 0; i < chart->parts->len; i++)
    {
      const ParlRiskPart *part = get_part (plot, i);
      labels = parl_place_widen (scene, labels, false, part->label);
      texts = parl_place_widen (scene, texts, true, part->text);
      plot->most = fmax (plot->most, fmax (parl_place_get_length (part->value),
                                           parl_place_get_length (part->most)));
      plot->score += parl_place_get_length (part->value);
    }
  plot->end = fmax (plot->end, plot->score);
  plot->bar = chart->bands->len > 0 ? parl_scene_px (scene, 22) : 0;
  plot->top = chart->bands->len > 0 ? parl_scene_px (scene, 52) : 0;
  labels = fmin (labels, fmin (scene->width * 0.58, scene->width - texts));
  plot->left = fmax (labels > 0 ? labels + parl_scene_px (scene, 16) : 0, scene->width * 0.4);
  plot->right = scene->width - texts - parl_scene_px (scene, 16);
  plot->pitch
      = fmin ((scene->height - plot->top) / fmax (chart->parts->len, 1), parl_scene_px (scene, 40));
}

static void
add_bands (Plot *plot)
{
  ParlScene *scene = plot->scene;
  unsigned length = plot->chart->bands->len;

  for (unsigned i = 0; i < length; i++)
    {
      double start = find_band_start (plot, i);
      double end = i + 1 == length ? scene->width : find_band_start (plot, i + 1);
      parl_scene_add_band (scene, i % 2 == 0 ? PARL_COLOR_BAND_2 : PARL_COLOR_BAND_1, start, 0,
                           end - start, plot->bar);
    }
}

/* The band that holds is named first: where there is little room, it alone. */
static void
add_band_names (Plot *plot)
{
  ParlScene *scene = plot->scene;
  int length = (int)plot->chart->bands->len, band = plot->chart->band;
  bool is_known = band >= 0 && band < length;

  for (int i = is_known ? -1 : 0; i < length; i++)
    {
      int index = i < 0 ? band : i;
      if (is_known && i == band)
        continue;
      double start = find_band_start (plot, (unsigned)index);
      double end = index + 1 == length ? scene->width : find_band_start (plot, (unsigned)index + 1);
      ParlFont font = parl_scene_label (scene, i < 0);
      const char *name = get_band (plot, (unsigned)index)->label;
      double half = parl_scene_measure (scene, font, name) / 2;
      double x = fmax (fmin ((start + end) / 2, scene->width - half), half);
      if (i < 0 || 2 * half + parl_scene_px (scene, 4) <= end - start)
        parl_scene_try_text (scene, i < 0 ? PARL_COLOR_TEXT_1 : PARL_COLOR_TEXT_2, font,
                             PARL_ANCHOR_MIDDLE, x, plot->bar + parl_scene_px (scene, 17), name);
    }
}

static void
add_score (Plot *plot)
{
  ParlScene *scene = plot->scene;
  double inset = parl_scene_px (scene, 3), gap = fmax (round (scene->scale), 1), before = 0;

  for (unsigned i = 0; i < plot->chart->parts->len; i++)
    {
      const ParlRiskPart *part = get_part (plot, i);
      double value = parl_place_get_length (part->value);
      double left = round (map_x (plot, before)), right = round (map_x (plot, before + value));
      if (value > 0)
        parl_scene_add_rect (scene, parl_tone_get_fill (part->tone), left, inset,
                             fmax (right - left - gap, 1), plot->bar - 2 * inset);
      before += value;
    }
}

/* From the score to the band that a rule lifts it to; there is none when the score is there. */
static void
add_rule (Plot *plot)
{
  const ParlRiskChart *chart = plot->chart;
  ParlScene *scene = plot->scene;

  if (chart->rule == NULL || chart->band <= 0 || chart->band >= (int)chart->bands->len)
    return;

  double start = map_x (plot, plot->score) + parl_scene_px (scene, 5);
  double tip = find_band_start (plot, (unsigned)chart->band) + parl_scene_px (scene, 14);
  double size = parl_scene_px (scene, 9), y = round (plot->bar / 2);
  ParlFont bold = parl_scene_label (scene, true);
  if (map_x (plot, plot->score) >= find_band_start (plot, (unsigned)chart->band))
    return;
  if (tip - size > start)
    parl_scene_add_line (scene, PARL_COLOR_BAD, start, y, tip - size, y, parl_scene_px (scene, 1.5),
                         PARL_DASH_DASHED);
  parl_scene_add_glyph (scene, PARL_GLYPH_RIGHT, PARL_COLOR_BAD, tip - size / 2, y, size);

  double text = tip + parl_scene_px (scene, 5),
         width = parl_scene_measure (scene, bold, chart->rule);
  if (scene->style.theme == PARL_THEME_CONTRAST || scene->style.theme == PARL_THEME_CONTRAST_DARK)
    parl_scene_add_rect (scene, PARL_COLOR_CARD, text, 1, fmin (width, scene->width - 1 - text),
                         plot->bar - 2); /* else the bands' edges run through it */
  parl_place_label (scene, PARL_COLOR_BAD_TEXT, bold, PARL_ANCHOR_START, text, y, chart->rule);
}

static void
add_row (Plot *plot, unsigned index)
{
  const ParlRiskPart *part = get_part (plot, index);
  ParlScene *scene = plot->scene;
  bool is_known = isfinite (part->value);
  ParlFont font = parl_scene_label (scene, is_known);
  double top = plot->top + index * plot->pitch, middle = top + plot->pitch / 2;
  double height = fmin (plot->pitch * 0.5, parl_scene_px (scene, 10));
  double room = plot->right - plot->left;

  scene->item = (int)index;
  parl_scene_add_area (scene, 0, top, scene->width, plot->pitch);
  if (room > 0 && plot->most > 0)
    {
      double most = parl_place_map (parl_place_get_length (part->most), 0, plot->most, 0, room);
      double value = parl_place_map (parl_place_get_length (part->value), 0, plot->most, 0, room);
      if (is_known)
        parl_scene_add_band (scene, PARL_COLOR_BAND_2, plot->left, middle - height / 2, most,
                             height);
      else
        parl_scene_add_outline (scene, PARL_COLOR_AXIS, plot->left, middle - height / 2, most,
                                height, fmax (round (scene->scale), 1));
      parl_scene_add_rect (scene, parl_tone_get_fill (part->tone), plot->left, middle - height / 2,
                           value, height);
    }
  parl_place_label (scene, is_known ? PARL_COLOR_TEXT_1 : PARL_COLOR_TEXT_2, font, PARL_ANCHOR_END,
                    scene->width, middle, part->text);
  parl_place_name (scene, PARL_COLOR_TEXT_2, false, middle, plot->left - parl_scene_px (scene, 10),
                   part->label);
  scene->item = -1;
}

static void
lay_out (const ParlChartSpec *spec, ParlScene *scene)
{
  const ParlRiskChart *chart = &spec->risk;
  Plot plot = { .chart = chart, .scene = scene };

  find_plot (&plot);
  if (plot.end > 0 && isfinite (plot.end) && scene->height >= plot.bar)
    {
      add_bands (&plot);
      add_score (&plot);
      add_rule (&plot);
      add_band_names (&plot);
    }
  if (plot.pitch <= 0)
    return;
  for (unsigned i = 0; i < chart->parts->len; i++)
    add_row (&plot, i);
}

/* Rows are as tall as the lines that a long name takes in a narrow chart. */
static double
get_height (const ParlChartSpec *spec, ParlScene *scene)
{
  Plot plot = { .chart = &spec->risk, .scene = scene };
  double row = 23;

  find_plot (&plot);
  for (unsigned i = 0; i < spec->risk.parts->len; i++)
    row = parl_place_heighten (scene, row, plot.left - parl_scene_px (scene, 10),
                               get_part (&plot, i)->label);
  return 52 + row * spec->risk.parts->len;
}

static ParlTip
dup_tip (const ParlChartSpec *spec, unsigned item)
{
  const ParlRiskPart *part = &g_array_index (spec->risk.parts, ParlRiskPart, item);

  return parl_tip_new (part->label, PARL_WORDS (part->detail != NULL ? part->detail : part->text));
}

static ParlTable *
tabulate (const ParlChartSpec *spec)
{
  const ParlRiskChart *chart = &spec->risk;
  ParlTable *table = parl_table_new (PARL_WORDS (C_ ("table", "Part"), C_ ("table", "Points")));

  for (unsigned i = 0; i < chart->parts->len; i++)
    {
      const ParlRiskPart *part = &g_array_index (chart->parts, ParlRiskPart, i);
      parl_table_add_row (table, PARL_WORDS (part->label, part->text));
    }
  if (chart->band >= 0 && chart->band < (int)chart->bands->len)
    parl_table_add_row (table,
                        PARL_WORDS (C_ ("table", "Band"),
                                    g_array_index (chart->bands, ParlTick, chart->band).label));
  if (chart->rule != NULL)
    parl_table_add_row (table, PARL_WORDS (C_ ("table", "Raised by"), chart->rule));
  return table;
}

static void
clear_part (ParlRiskPart *part)
{
  g_free (part->label);
  g_free (part->text);
  g_free (part->detail);
}

static void
init (ParlChartSpec *spec)
{
  spec->risk.band = -1;
}

static const ParlOwned owned[] = {
  PARL_ARRAY (risk.parts, ParlRiskPart, clear_part),
  PARL_TICKS (risk.bands),
  PARL_STRING (risk.rule),
  { PARL_OWNED_END },
};

const ParlChartKindClass parl_risk_kind = {
  .owned = owned,
  .init = init,
  .lay_out = lay_out,
  .is_mirrored = true,
  .get_height = get_height,
  .items = offsetof (ParlChartSpec, risk.parts),
  .dup_tip = dup_tip,
  .tabulate = tabulate,
};
