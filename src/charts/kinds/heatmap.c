/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows by columns, one hue, words in the cells.
 *
 *                  v2.3            v2.4        all
 *   disk-space  [442 . 17.0 %]       0         442     0 stays white and says 0,
 *   battery     [ 28 . 1.1 %]  [62 . 1.5 %]    171     unobserved is a dash
 *   ----------------------------------------------
 *   of n         520 / 2,600    164 / 4,100    905
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
  const ParlHeatmapChart *chart;
  ParlScene *scene;
  double label, left, right; /* width of the rows' names; the cells' edges */
  double top, pitch, column;
  double most;
  bool has_totals, is_short;
} Plot;

static const ParlHeatCell *
get_cell (const Plot *plot, unsigned row, unsigned column)
{
  return &plot->chart->cells[(size_t)row * plot->chart->n_columns + column];
}

static const char *
get_string (char *const *strings, unsigned index)
{
  return strings == NULL ? NULL : strings[index];
}

/* The part after the last middle dot, the rate, where there is no room for the count. */
static const char *
get_words (const ParlHeatCell *cell, bool is_short)
{
  const char *text = isnan (cell->rate) || cell->text == NULL ? "–" : cell->text;
  const char *dot = is_short ? g_strrstr (text, "·") : NULL;

  if (dot == NULL)
    return text;
  for (text = g_utf8_next_char (dot); g_unichar_isspace (g_utf8_get_char (text));)
    text = g_utf8_next_char (text);
  return text;
}

static double
measure (const Plot *plot, bool bold, const char *text)
{
  return parl_scene_measure (plot->scene, parl_scene_label (plot->scene, bold), text);
}

static ParlColor
get_fill (const ParlStyle *style, double alpha)
{
  return parl_color_blend (parl_style_get_color (style, PARL_COLOR_CARD),
                           parl_style_get_color (style, PARL_COLOR_HEAT), alpha);
}

/* Black or white, whichever is read better on the fill. */
static ParlColorRole
choose_text (const Plot *plot, double alpha)
{
  const ParlStyle *style = &plot->scene->style;
  ParlColor fill = get_fill (style, alpha);

  if (alpha == 0)
    return PARL_COLOR_TEXT_2;
  return parl_color_get_contrast (fill, parl_style_get_color (style, PARL_COLOR_FULL))
                 < parl_color_get_contrast (fill, parl_style_get_color (style, PARL_COLOR_INVERSE))
             ? PARL_COLOR_INVERSE
             : PARL_COLOR_FULL;
}

static bool
is_legible (const Plot *plot, double alpha)
{
  const ParlStyle *style = &plot->scene->style;
  ParlColor text = parl_style_get_color (style, choose_text (plot, alpha));

  return parl_color_get_contrast (get_fill (style, alpha), text)
         >= parl_style_get_least_contrast (style);
}

/* One hue; 0 stays as white as the card. In high contrast the middle of the scale carries no words:
 * what would lie there goes to the nearest fill that does. */
static double
get_alpha (const Plot *plot, double rate)
{
  if (!isfinite (rate) || rate <= 0 || !(plot->most > 0))
    return 0;

  double alpha = 0.08 + 0.92 * pow (rate / plot->most, 0.75);
  for (double off = 0; off < 1; off += 0.01)
    if (alpha - off > 0 && is_legible (plot, alpha - off))
      return alpha - off;
    else if (alpha + off <= 1 && is_legible (plot, alpha + off))
      return alpha + off;
  return alpha;
}

static double
measure_cell (const Plot *plot, const ParlHeatCell *cell)
{
  bool bold = choose_text (plot, get_alpha (plot, cell->rate)) == PARL_COLOR_INVERSE;

  return measure (plot, bold, get_words (cell, plot->is_short));
}

/* Of the widest column: its head, its foot and its cells. */
static double
measure_column (const Plot *plot)
{
  const ParlHeatmapChart *chart = plot->chart;
  double widest = 0;

  for (unsigned column = 0; column < chart->n_columns; column++)
    {
      widest = fmax (widest, measure (plot, true, get_string (chart->columns, column)));
      widest = fmax (widest, measure (plot, true, get_string (chart->feet, column)));
      for (unsigned row = 0; row < chart->n_rows; row++)
        widest = fmax (widest, measure_cell (plot, get_cell (plot, row, column)));
    }
  return widest + parl_scene_px (plot->scene, 5);
}

static double
measure_names (const Plot *plot)
{
  double names = measure (plot, false, plot->chart->feet_head);

  for (unsigned row = 0; row < plot->chart->n_rows; row++)
    names = fmax (names, measure (plot, false, get_string (plot->chart->rows, row)));
  return names;
}

static double
measure_totals (const Plot *plot)
{
  const ParlHeatmapChart *chart = plot->chart;
  double totals = fmax (measure (plot, true, chart->totals_head),
                        measure (plot, true, get_string (chart->feet, chart->n_columns)));

  for (unsigned row = 0; row < chart->n_rows; row++)
    totals = fmax (totals, measure (plot, true, get_string (chart->totals, row)));
  return totals;
}

/* Where there is little room, the counts in the cells are left out first, then names are wrapped,
 * then the totals are left out. */
static void
find_columns (Plot *plot)
{
  double names = measure_names (plot), totals = measure_totals (plot);
  double gap = parl_scene_px (plot->scene, 10);

  for (unsigned level = 0; level < 4; level++)
    {
      plot->is_short = level >= 1;
      plot->has_totals = level < 3 && totals > 0;
      double room = plot->scene->width - (plot->has_totals ? totals + gap : 0);
      double cells = measure_column (plot) * plot->chart->n_columns;
      double least = fmin (names, level < 2 ? names : plot->scene->width * 0.2);
      plot->label = fmax (fmin (names, room - cells - gap), least);
      plot->left = plot->label > 0 ? plot->label + gap : 0;
      plot->right = fmax (room, plot->left);
      if (plot->right - plot->left >= cells)
        break;
    }
  plot->column = (plot->right - plot->left) / fmax (plot->chart->n_columns, 1);
}

/* In px of a window. */
static double
get_tallest_name (const Plot *plot, double least)
{
  for (unsigned row = 0; row < plot->chart->n_rows; row++)
    least = parl_place_heighten (plot->scene, least, plot->label,
                                 get_string (plot->chart->rows, row));
  return least;
}

static void
find_rows (Plot *plot)
{
  const ParlHeatmapChart *chart = plot->chart;
  unsigned n_rows = chart->n_rows + (chart->feet != NULL || chart->feet_head != NULL ? 1 : 0);
  double tallest = parl_scene_px (plot->scene, get_tallest_name (plot, 44));

  plot->top = chart->columns != NULL ? parl_scene_px (plot->scene, 22) : 0;
  plot->pitch = fmin ((plot->scene->height - plot->top) / fmax (n_rows, 1), tallest);
}

static void
add_cell (Plot *plot, unsigned row, unsigned column)
{
  const ParlHeatCell *cell = get_cell (plot, row, column);
  ParlScene *scene = plot->scene;
  double gap = parl_scene_px (scene, 2), alpha = get_alpha (plot, cell->rate);
  double x = plot->left + column * plot->column, y = plot->top + row * plot->pitch;
  ParlColorRole role = choose_text (plot, alpha);
  ParlFont font = parl_scene_label (scene, role == PARL_COLOR_INVERSE);

  scene->item = (int)(row * plot->chart->n_columns + column);
  parl_scene_add_area (scene, x, y, plot->column, plot->pitch);
  if (alpha > 0)
    parl_scene_add_tint (scene, PARL_COLOR_HEAT, alpha, parl_scene_px (scene, 2), x, y,
                         plot->column - gap, plot->pitch - gap);
  if (measure_cell (plot, cell) <= plot->column - gap)
    parl_place_label (scene, role, font, PARL_ANCHOR_MIDDLE, x + (plot->column - gap) / 2,
                      y + (plot->pitch - gap) / 2, get_words (cell, plot->is_short));
  scene->item = -1;
}

static void
add_bold (Plot *plot, ParlAnchor anchor, double x, double middle, const char *text)
{
  ParlFont bold = parl_scene_label (plot->scene, true);

  parl_place_label (plot->scene, PARL_COLOR_TEXT_1, bold, anchor, x, middle, text);
}

/* Names stay within their columns and rows. */
static char *
fit_name (const Plot *plot, bool bold, const char *name, double width, double height)
{
  ParlFont font = parl_scene_label (plot->scene, bold);
  double n_lines = height / parl_place_get_line_height (font);

  return name == NULL
             ? NULL
             : parl_scene_fit_names (plot->scene, font, name, width, (unsigned)fmax (n_lines, 1));
}

static void
add_head (Plot *plot, unsigned column)
{
  g_autofree char *name
      = fit_name (plot, true, get_string (plot->chart->columns, column), plot->column, 0);

  add_bold (plot, PARL_ANCHOR_MIDDLE,
            plot->left + (column + 0.5) * plot->column - parl_scene_px (plot->scene, 1),
            parl_scene_px (plot->scene, 9), name);
}

static void
add_feet (Plot *plot)
{
  const ParlHeatmapChart *chart = plot->chart;
  ParlScene *scene = plot->scene;
  double y = plot->top + chart->n_rows * plot->pitch;

  if (chart->feet == NULL && chart->feet_head == NULL)
    return;
  parl_scene_add_line (scene, PARL_COLOR_AXIS, 0, y, scene->width, y, 1, PARL_DASH_NONE);
  y += plot->pitch / 2;
  for (unsigned column = 0; column < chart->n_columns; column++)
    add_bold (plot, PARL_ANCHOR_MIDDLE,
              plot->left + (column + 0.5) * plot->column - parl_scene_px (scene, 1), y,
              get_string (chart->feet, column));
  if (plot->has_totals)
    add_bold (plot, PARL_ANCHOR_END, scene->width, y, get_string (chart->feet, chart->n_columns));
  parl_place_name (scene, PARL_COLOR_TEXT_2, false, y, plot->label, chart->feet_head);
}

static Plot
begin_plot (const ParlHeatmapChart *chart, ParlScene *scene)
{
  Plot plot = { .chart = chart, .scene = scene };

  for (size_t i = 0; chart->cells != NULL && i < (size_t)chart->n_rows * chart->n_columns; i++)
    if (isfinite (chart->cells[i].rate))
      plot.most = fmax (plot.most, chart->cells[i].rate);
  if (chart->cells != NULL)
    find_columns (&plot);
  return plot;
}

static void
lay_out (const ParlChartSpec *spec, ParlScene *scene)
{
  const ParlHeatmapChart *chart = &spec->heatmap;

  if (chart->n_rows == 0 || chart->n_columns == 0 || chart->cells == NULL)
    return;
  Plot plot = begin_plot (chart, scene);
  find_rows (&plot);
  if (plot.pitch <= 0)
    return;
  for (unsigned column = 0; column < chart->n_columns; column++)
    add_head (&plot, column);
  if (plot.has_totals)
    add_bold (&plot, PARL_ANCHOR_END, scene->width, parl_scene_px (scene, 9), chart->totals_head);
  for (unsigned row = 0; row < chart->n_rows; row++)
    {
      double middle = plot.top + (row + 0.5) * plot.pitch - parl_scene_px (scene, 1);
      for (unsigned column = 0; column < chart->n_columns; column++)
        add_cell (&plot, row, column);
      if (plot.has_totals)
        add_bold (&plot, PARL_ANCHOR_END, scene->width, middle, get_string (chart->totals, row));
      g_autofree char *name
          = fit_name (&plot, false, get_string (chart->rows, row), plot.label, plot.pitch);
      parl_place_name (scene, PARL_COLOR_TEXT_2, false, middle, plot.label, name);
    }
  add_feet (&plot);
}

/* Rows are as tall as the lines that a long name takes in a narrow chart. */
static double
get_height (const ParlChartSpec *spec, ParlScene *scene)
{
  Plot plot = begin_plot (&spec->heatmap, scene);
  double row = spec->heatmap.cells != NULL ? get_tallest_name (&plot, 24) : 24;

  return 22 + row * (spec->heatmap.n_rows + 1);
}

static unsigned
get_n_items (const ParlChartSpec *spec)
{
  return spec->heatmap.cells == NULL ? 0 : spec->heatmap.n_rows * spec->heatmap.n_columns;
}

static ParlTip
dup_tip (const ParlChartSpec *spec, unsigned item)
{
  const ParlHeatmapChart *chart = &spec->heatmap;
  const ParlHeatCell *cell = &chart->cells[item];

  if (parl_tip_exists (&cell->tip))
    return parl_tip_copy (&cell->tip);
  return parl_tip_new (
      get_string (chart->rows, item / chart->n_columns),
      PARL_WORDS (get_string (chart->columns, item % chart->n_columns), get_words (cell, false)));
}

static int
get_step (const ParlChartSpec *spec, bool sideways, G_GNUC_UNUSED double part)
{
  return sideways ? 1 : (int)spec->heatmap.n_columns;
}

static ParlTable *
tabulate (const ParlChartSpec *spec)
{
  const ParlHeatmapChart *chart = &spec->heatmap;
  unsigned n_columns = chart->n_columns + 2;
  g_autofree const char **words = g_new0 (const char *, n_columns);

  for (unsigned i = 0; i < chart->n_columns; i++)
    words[i + 1] = get_string (chart->columns, i);
  words[n_columns - 1] = chart->totals_head;

  ParlTable *table = parl_table_new (n_columns, words);
  for (unsigned row = 0; chart->cells != NULL && row < chart->n_rows; row++)
    {
      words[0] = get_string (chart->rows, row);
      for (unsigned i = 0; i < chart->n_columns; i++)
        words[i + 1] = get_words (&chart->cells[(size_t)row * chart->n_columns + i], false);
      words[n_columns - 1] = get_string (chart->totals, row);
      parl_table_add_row (table, n_columns, words);
    }
  if (chart->feet == NULL)
    return table;
  words[0] = chart->feet_head;
  for (unsigned i = 0; i <= chart->n_columns; i++)
    words[i + 1] = chart->feet[i];
  parl_table_add_row (table, n_columns, words);
  return table;
}

static void
describe_feet (const ParlHeatmapChart *chart, GString *out)
{
  g_autoptr (GString) feet = g_string_new (NULL);

  for (unsigned column = 0; column <= chart->n_columns; column++)
    {
      const char *head
          = column == chart->n_columns ? chart->totals_head : get_string (chart->columns, column);
      if (parl_words_exist (chart->feet[column]))
        g_string_append_printf (feet, "%s%s %s", column > 0 ? ", " : "", head != NULL ? head : "",
                                chart->feet[column]);
    }
  parl_words_add_line (out, chart->feet_head, PARL_WORDS (feet->str));
}

static void
describe (const ParlChartSpec *spec, GString *out)
{
  const ParlHeatmapChart *chart = &spec->heatmap;

  for (unsigned row = 0; row < chart->n_rows; row++)
    {
      g_autoptr (GString) cells = g_string_new (NULL);
      for (unsigned column = 0; column < chart->n_columns && chart->cells != NULL; column++)
        {
          const ParlHeatCell *cell = &chart->cells[(size_t)row * chart->n_columns + column];
          const char *head = chart->columns != NULL ? chart->columns[column] : "";
          g_string_append_printf (cells, "%s%s %s", column > 0 ? ", " : "", head,
                                  isnan (cell->rate) || cell->text == NULL ? _ ("not observed")
                                                                           : cell->text);
        }
      if (chart->totals != NULL)
        g_string_append_printf (cells, ", %s %s", chart->totals_head, chart->totals[row]);
      parl_words_add_line (out, get_string (chart->rows, row), PARL_WORDS (cells->str));
    }
  if (chart->feet != NULL)
    describe_feet (chart, out);
}

static void
free_strings (char **strings, size_t length)
{
  for (size_t i = 0; strings != NULL && i < length; i++)
    g_free (strings[i]);
  g_free (strings);
}

static void
clear (ParlChartSpec *spec)
{
  ParlHeatmapChart *chart = &spec->heatmap;

  for (size_t i = 0; chart->cells != NULL && i < (size_t)chart->n_rows * chart->n_columns; i++)
    {
      g_free (chart->cells[i].text);
      parl_tip_clear (&chart->cells[i].tip);
    }
  g_free (chart->cells);
  free_strings (chart->columns, chart->n_columns);
  free_strings (chart->rows, chart->n_rows);
  free_strings (chart->totals, chart->n_rows);
  free_strings (chart->feet, chart->n_columns + 1);
}

static const ParlOwned owned[] = {
  PARL_STRING (heatmap.totals_head),
  PARL_STRING (heatmap.feet_head),
  { PARL_OWNED_END },
};

const ParlChartKindClass parl_heatmap_kind = {
  .owned = owned,
  .clear = clear,
  .lay_out = lay_out,
  .is_mirrored = true,
  .get_height = get_height,
  .get_n_items = get_n_items,
  .dup_tip = dup_tip,
  .get_step = get_step,
  .tabulate = tabulate,
  .describe = describe,
};
