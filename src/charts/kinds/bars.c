/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorted bars, one below the other: 12 high, 24 apart, the value at the end of the bar; at the
 * right edge where a light bar shows how far it could go. A bar that is only expected is hatched, a
 * promise is a dashed line through all of them. */
#include "config.h"

#include "charts/kind.h"
#include "charts/place.h"
#include "charts/words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  ParlScene *scene;
  double left, right, top, pitch, most;
  double promise; /* px; NAN: there is none */
  bool has_ends;
} Plot;

static void
find_plot (Plot *plot, const ParlBarsChart *chart)
{
  ParlScene *scene = plot->scene;
  double labels = 0, texts = 0;

  for (unsigned i = 0; i < chart->bars->len; i++)
    {
      const ParlBar *bar = &g_array_index (chart->bars, ParlBar, i);
      labels = parl_place_widen (scene, labels, false, bar->label);
      texts = parl_place_widen (scene, texts, true, bar->text);
      plot->most = fmax (
          plot->most, fmax (parl_place_get_length (bar->value), parl_place_get_length (bar->end)));
      plot->has_ends = plot->has_ends || isfinite (bar->end);
    }
  labels = fmin (labels, fmin (scene->width * 0.6, scene->width - texts));
  plot->left = labels > 0 ? labels + parl_scene_px (scene, 16) : 0;
  plot->right = scene->width - texts - parl_scene_px (scene, plot->has_ends ? 16 : 7);
  plot->most = fmax (plot->most, parl_place_get_length (chart->promise.value));
  bool has_promise = isfinite (chart->promise.value) && plot->most > 0 && plot->right > plot->left;
  plot->promise = has_promise ? parl_place_map (parl_place_get_length (chart->promise.value), 0,
                                                plot->most, plot->left, plot->right)
                              : NAN;
  plot->top = has_promise && chart->promise.label != NULL ? parl_scene_px (scene, 20) : 0;
  plot->pitch = fmin ((scene->height - plot->top) / chart->bars->len, parl_scene_px (scene, 40));
}

static void
add_bar (Plot *plot, const ParlBar *bar, double middle)
{
  ParlScene *scene = plot->scene;
  ParlFont bold = parl_scene_label (scene, true);
  double height = fmin (plot->pitch * 0.5, parl_scene_px (scene, 18)), end = plot->left;

  if (plot->right > plot->left && plot->most > 0)
    {
      if (parl_place_get_length (bar->end) > 0)
        parl_scene_add_band (scene, PARL_COLOR_BAND_2, plot->left, middle - height / 2,
                             parl_place_map (bar->end, 0, plot->most, 0, plot->right - plot->left),
                             height);
      end = parl_place_map (parl_place_get_length (bar->value), 0, plot->most, plot->left,
                            plot->right);
      if (bar->forecast)
        parl_scene_add_hatch (scene, parl_tone_get_fill (bar->tone), plot->left,
                              middle - height / 2, end - plot->left, height);
      else
        parl_scene_add_rect (scene, parl_tone_get_fill (bar->tone), plot->left, middle - height / 2,
                             end - plot->left, height);
    }
  double text = end + parl_scene_px (scene, 7);
  if (plot->promise > text - parl_scene_px (scene, 3)
      && plot->promise < text + parl_scene_measure (scene, bold, bar->text))
    text = plot->promise + parl_scene_px (scene, 7);
  if (plot->has_ends)
    parl_place_label (scene, PARL_COLOR_TEXT_1, bold, PARL_ANCHOR_END, scene->width, middle,
                      bar->text);
  else
    parl_place_label (scene, PARL_COLOR_TEXT_1, bold, PARL_ANCHOR_START, text, middle, bar->text);
  parl_place_name (scene, PARL_COLOR_TEXT_2, false, middle, plot->left - parl_scene_px (scene, 10),
                   bar->label);
}

static void
lay_out (const ParlChartSpec *spec, ParlScene *scene)
{
  const ParlBarsChart *chart = &spec->bars;
  Plot plot = { .scene = scene };

  if (chart->bars->len == 0)
    return;
  find_plot (&plot, chart);
  for (unsigned i = 0; i < chart->bars->len; i++)
    {
      scene->item = (int)i;
      parl_scene_add_area (scene, 0, plot.top + i * plot.pitch, scene->width, plot.pitch);
      add_bar (&plot, &g_array_index (chart->bars, ParlBar, i), plot.top + (i + 0.5) * plot.pitch);
    }
  scene->item = -1;
  if (isnan (plot.promise))
    return;
  parl_place_promise (scene, &chart->promise, plot.promise, plot.top,
                      plot.top + chart->bars->len * plot.pitch, scene->scale);
}

static double
get_height (const ParlChartSpec *spec, G_GNUC_UNUSED ParlScene *scene)
{
  return 24.0 * spec->bars.bars->len + (spec->bars.promise.label != NULL ? 20 : 0);
}

static ParlTip
dup_tip (const ParlChartSpec *spec, unsigned item)
{
  const ParlBar *bar = &g_array_index (spec->bars.bars, ParlBar, item);

  return parl_tip_new (bar->label, PARL_WORDS (bar->text));
}

static ParlTable *
tabulate (const ParlChartSpec *spec)
{
  ParlTable *table = parl_table_new (PARL_WORDS (C_ ("table", "What"), C_ ("table", "Value")));

  for (unsigned i = 0; i < spec->bars.bars->len; i++)
    {
      const ParlBar *bar = &g_array_index (spec->bars.bars, ParlBar, i);
      parl_table_add_row (table, PARL_WORDS (bar->label, bar->text));
    }
  parl_table_add_tick (table, C_ ("table", "Promise"), &spec->bars.promise);
  return table;
}

static void
clear_bar (ParlBar *bar)
{
  g_free (bar->label);
  g_free (bar->text);
}

static const ParlOwned owned[] = {
  PARL_ARRAY (bars.bars, ParlBar, clear_bar),
  PARL_TICK (bars.promise),
  { PARL_OWNED_END },
};

const ParlChartKindClass parl_bars_kind = {
  .owned = owned,
  .lay_out = lay_out,
  .is_mirrored = true,
  .get_height = get_height,
  .items = offsetof (ParlChartSpec, bars.bars),
  .dup_tip = dup_tip,
  .tabulate = tabulate,
};
