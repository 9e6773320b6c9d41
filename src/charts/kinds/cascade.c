/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts that follow each other and add up to the last row.
 *
 *                         budget
 *   capture    ==  4.2      |
 *   inference    ####21.3###|               the largest in actual, the others previous
 *   publish                 |=  2.4
 *   whole      #############|!!  36.8 ms    past the budget: bad
 */
#include "config.h"

#include "charts/kind.h"
#include "charts/place.h"
#include "charts/words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  const ParlCascadeChart *chart;
  ParlScene *scene;
  double left, right, top, pitch, bar;
  double end; /* of the scale, from 0 */
} Plot;

static const ParlCascadeRow *
get_row (const Plot *plot, unsigned index)
{
  return &g_array_index (plot->chart->rows, ParlCascadeRow, index);
}

static double
map_x (const Plot *plot, double value)
{
  return parl_place_map (value, 0, plot->end, plot->left, plot->right);
}

static void
find_plot (Plot *plot)
{
  ParlScene *scene = plot->scene;
  const ParlCascadeChart *chart = plot->chart;
  ParlFont bold = parl_scene_label (scene, true), label = parl_scene_label (scene, false);
  double labels = parl_scene_measure (scene, bold, chart->total_label);
  double texts = parl_scene_measure (scene, bold, chart->total_text), sum = 0;

  for (unsigned i = 0; i < chart->rows->len; i++)
    {
      labels = fmax (labels, parl_scene_measure (scene, label, get_row (plot, i)->label));
      texts = fmax (texts, parl_scene_measure (scene, bold, get_row (plot, i)->text));
      sum += parl_place_get_length (get_row (plot, i)->value);
    }
  labels = fmin (labels, scene->width * 0.45);
  plot->end = fmax (fmax (sum, parl_place_get_length (chart->total)),
                    parl_place_get_length (chart->budget.value));
  if (!(plot->end > 0) || !isfinite (plot->end))
    plot->end = isfinite (plot->end) ? 1 : G_MAXDOUBLE;
  plot->left = labels > 0 ? labels + parl_scene_px (scene, 16) : 0;
  plot->right = scene->width - texts - parl_scene_px (scene, 14);
  plot->top = parl_scene_px (scene, chart->budget.label != NULL ? 20 : 2);
  plot->pitch
      = fmin ((scene->height - plot->top - parl_scene_px (scene, 4)) / (chart->rows->len + 1),
              parl_scene_px (scene, 46));
  plot->bar = round (fmin (plot->pitch * 0.58, parl_scene_px (scene, 26)));
}

/* The value after the bar; it steps over the budget's line. */
static void
add_value (Plot *plot, const char *text, double bar_end, double middle)
{
  ParlScene *scene = plot->scene;
  ParlFont bold = parl_scene_label (scene, true);
  double x = bar_end + parl_scene_px (scene, 6);

  if (isfinite (plot->chart->budget.value))
    {
      double line = map_x (plot, plot->chart->budget.value);
      double end = x + parl_scene_measure (scene, bold, text);
      if (line > x - parl_scene_px (scene, 3) && line < end)
        x = line + parl_scene_px (scene, 5);
    }
  parl_place_label (scene, PARL_COLOR_TEXT_1, bold, PARL_ANCHOR_START, x, middle, text);
}

static void
add_label (Plot *plot, ParlColorRole role, ParlFont font, double middle, const char *text)
{
  plot->scene->in_plot = false;
  parl_place_block (plot->scene, role, font, PARL_ANCHOR_START, 0, middle,
                    fmax (plot->left - parl_scene_px (plot->scene, 16), 1), text);
  plot->scene->in_plot = true;
}

static void
add_row (Plot *plot, unsigned index, double before)
{
  const ParlCascadeRow *row = get_row (plot, index);
  ParlScene *scene = plot->scene;
  ParlFont bold = parl_scene_label (scene, true);
  double left = map_x (plot, before),
         right = map_x (plot, before + parl_place_get_length (row->value));
  double middle = plot->top + (index + 0.5) * plot->pitch;
  double edge = fmax (round (right) - 1, plot->left);

  parl_scene_add_rect (scene, row->largest ? PARL_COLOR_ACTUAL : PARL_COLOR_PREVIOUS, left,
                       middle - plot->bar / 2, right - left, plot->bar);
  if (index + 1 < plot->chart->rows->len)
    parl_scene_add_line (scene, PARL_COLOR_AXIS, edge, middle + plot->bar / 2, edge,
                         middle + plot->pitch - plot->bar / 2, 1, PARL_DASH_NONE);
  add_label (plot, PARL_COLOR_TEXT_2, parl_scene_label (scene, false), middle, row->label);

  double width = parl_scene_measure (scene, bold, row->text) + parl_scene_px (scene, 12);
  if (row->largest && width <= right - left && plot->bar >= bold.size)
    parl_place_label (scene, PARL_COLOR_INVERSE, bold, PARL_ANCHOR_MIDDLE, (left + right) / 2,
                      middle, row->text);
  else
    add_value (plot, row->text, right, middle);
}

static void
add_total (Plot *plot)
{
  const ParlCascadeChart *chart = plot->chart;
  ParlScene *scene = plot->scene;
  double middle = plot->top + (chart->rows->len + 0.5) * plot->pitch;
  double end = map_x (plot, parl_place_get_length (chart->total));
  double limit = isfinite (chart->budget.value) ? map_x (plot, chart->budget.value) : end;

  parl_scene_add_rect (scene, PARL_COLOR_ACTUAL, plot->left, middle - plot->bar / 2,
                       fmin (end, limit) - plot->left, plot->bar);
  parl_scene_add_rect (scene, PARL_COLOR_BAD, limit, middle - plot->bar / 2, end - limit,
                       plot->bar);
  add_label (plot, PARL_COLOR_TEXT_1, parl_scene_label (scene, true), middle, chart->total_label);
  add_value (plot, chart->total_text, end, middle);
}

/* Behind all rows: what the total takes beyond the budget. */
static void
add_excess (Plot *plot)
{
  double limit = map_x (plot, plot->chart->budget.value);
  double end = map_x (plot, parl_place_get_length (plot->chart->total));

  parl_scene_add_tint (plot->scene, PARL_COLOR_BAD, 0.15, 0, limit, plot->top, end - limit,
                       plot->pitch * (plot->chart->rows->len + 1));
}

static void
lay_out (const ParlChartSpec *spec, ParlScene *scene)
{
  const ParlCascadeChart *chart = &spec->cascade;
  Plot plot = { .chart = chart, .scene = scene };
  double before = 0;

  find_plot (&plot);
  if (plot.pitch <= 0)
    return;
  plot.right = fmax (plot.right, plot.left);
  parl_scene_begin_plot (scene, plot.left, scene->width);
  if (isfinite (chart->budget.value) && plot.right > plot.left)
    add_excess (&plot);
  for (unsigned i = 0; i <= chart->rows->len; i++)
    {
      scene->item = (int)i;
      parl_scene_add_area (scene, 0, plot.top + i * plot.pitch, scene->width, plot.pitch);
      if (i < chart->rows->len)
        add_row (&plot, i, before);
      else if (isfinite (chart->total))
        add_total (&plot);
      if (i < chart->rows->len)
        before += parl_place_get_length (get_row (&plot, i)->value);
    }
  scene->item = -1;
  if (isfinite (chart->budget.value) && plot.right > plot.left)
    parl_place_promise (scene, &chart->budget, map_x (&plot, chart->budget.value), plot.top,
                        plot.top + plot.pitch * (chart->rows->len + 1), 1.5 * scene->scale);
}

/* The total is an item, too, after the rows. */
static unsigned
get_n_items (const ParlChartSpec *spec)
{
  return spec->cascade.rows->len + 1;
}

static ParlTip
dup_tip (const ParlChartSpec *spec, unsigned item)
{
  const ParlCascadeChart *chart = &spec->cascade;

  if (item == chart->rows->len)
    return parl_tip_new (chart->total_label, PARL_WORDS (chart->total_text));

  const ParlCascadeRow *row = &g_array_index (chart->rows, ParlCascadeRow, item);
  return parl_tip_new (row->label, PARL_WORDS (row->text));
}

static ParlTable *
tabulate (const ParlChartSpec *spec)
{
  const ParlCascadeChart *chart = &spec->cascade;
  ParlTable *table = parl_table_new (PARL_WORDS (C_ ("table", "Part"), C_ ("table", "Value")));

  for (unsigned i = 0; i < chart->rows->len; i++)
    {
      const ParlCascadeRow *row = &g_array_index (chart->rows, ParlCascadeRow, i);
      parl_table_add_row (table, PARL_WORDS (row->label, row->text));
    }
  parl_table_add_row (table, PARL_WORDS (chart->total_label, chart->total_text));
  parl_table_add_tick (table, C_ ("table", "Budget"), &chart->budget);
  return table;
}

static void
describe (const ParlChartSpec *spec, GString *out)
{
  const ParlCascadeChart *chart = &spec->cascade;

  for (unsigned i = 0; i < chart->rows->len; i++)
    {
      const ParlCascadeRow *row = &g_array_index (chart->rows, ParlCascadeRow, i);
      parl_words_add_line (out, row->label, PARL_WORDS (row->text));
    }
  parl_words_add_line (out, chart->total_label, PARL_WORDS (chart->total_text));
  parl_words_add_tick (out, &chart->budget);
}

static void
clear_row (ParlCascadeRow *row)
{
  g_free (row->label);
  g_free (row->text);
}

static const ParlOwned owned[] = {
  PARL_ARRAY (cascade.rows, ParlCascadeRow, clear_row),
  PARL_STRING (cascade.total_label),
  PARL_NUMBER (cascade.total),
  PARL_STRING (cascade.total_text),
  PARL_TICK (cascade.budget),
  { PARL_OWNED_END },
};

const ParlChartKindClass parl_cascade_kind = {
  .owned = owned,
  .lay_out = lay_out,
  .is_mirrored = true,
  .height = 24,
  .item_height = 24,
  .get_n_items = get_n_items,
  .dup_tip = dup_tip,
  .tabulate = tabulate,
  .describe = describe,
};
