/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One drawing for every surface: lays the spec out into a scene, then paints, hits or dumps it. */
#include "config.h"

#include "charts/chart.h"
#include "charts/layout.h"

#include <math.h>

static ParlScene *
create_scene (const ParlChartSpec *spec, const ParlStyle *style, double width, double height)
{
  ParlScene *scene = parl_scene_new (style, width, height);

  switch (spec->kind)
    {
    case PARL_CHART_CONTROL:
      parl_control_layout (&spec->control, scene);
      break;
    case PARL_CHART_HEATMAP:
      parl_heatmap_layout (&spec->heatmap, scene);
      break;
    case PARL_CHART_WATERFALL:
      parl_waterfall_layout (&spec->waterfall, scene);
      break;
    case PARL_CHART_HISTOGRAM:
      parl_histogram_layout (&spec->histogram, scene);
      break;
    case PARL_CHART_CASCADE:
      parl_cascade_layout (&spec->cascade, scene);
      break;
    case PARL_CHART_LADDER:
      parl_ladder_layout (&spec->ladder, scene);
      break;
    case PARL_CHART_BULLET:
      parl_bullet_layout (&spec->bullet, scene);
      break;
    case PARL_CHART_LINE:
      parl_line_layout (&spec->line, scene);
      break;
    case PARL_CHART_BARS:
    default:
      parl_bars_layout (&spec->bars, scene);
      break;
    }
  return scene;
}

/**
 * parl_chart_draw:
 * @width: user units
 * @height: user units
 * @cr: whose status the caller looks at
 */
void
parl_chart_draw (const ParlChartSpec *spec, const ParlStyle *style, double width, double height,
                 cairo_t *cr)
{
  g_return_if_fail (spec != NULL && style != NULL && cr != NULL);

  g_autoptr (ParlScene) scene = create_scene (spec, style, width, height);
  parl_scene_paint (scene, cr);
}

static double
count_ladder_px (const ParlLadderChart *chart)
{
  double px = 24;

  for (unsigned i = 0; i < chart->rows->len; i++)
    px += 40 + (g_array_index (chart->rows, ParlLadderRow, i).group != NULL ? 24 : 0);
  return px;
}

/**
 * parl_chart_get_natural_height:
 *
 * Returns: user units; what the rows ask for, or of a chart without rows a pleasant proportion
 */
double
parl_chart_get_natural_height (const ParlChartSpec *spec, const ParlStyle *style, double width)
{
  g_return_val_if_fail (spec != NULL && style != NULL, 0);

  double scale = style->label_size / 13, px = 0;

  switch (spec->kind)
    {
    case PARL_CHART_HEATMAP:
      px = 22 + 24.0 * (spec->heatmap.n_rows + 1);
      break;
    case PARL_CHART_HISTOGRAM:
      px = 42 + 45.0 * spec->histogram.rows->len;
      break;
    case PARL_CHART_CASCADE:
      px = 24 + 24.0 * (spec->cascade.rows->len + 1);
      break;
    case PARL_CHART_LADDER:
      px = count_ladder_px (&spec->ladder);
      break;
    case PARL_CHART_BULLET:
      px = 52;
      break;
    case PARL_CHART_BARS:
      px = 24.0 * spec->bars.bars->len;
      break;
    case PARL_CHART_LINE:
      if (!spec->line.axes)
        {
          px = 32;
          break;
        }
      G_GNUC_FALLTHROUGH;
    case PARL_CHART_CONTROL:
    default:
      px = CLAMP (width / scale * 0.32, 180, 260);
      break;
    case PARL_CHART_WATERFALL: /* in a narrow place its words take more lines */
      px = width / scale < 500 ? 260 : CLAMP (width / scale * 0.35, 220, 260);
      break;
    }
  return ceil (px * scale);
}

/* "label: first, second" of those that are there. */
static char *
join_words (const char *label, const char *first, const char *second)
{
  GString *words = g_string_new (label);
  const char *parts[] = { first, second };

  for (unsigned i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (words, "%s%s", words->len == 0 ? "" : i == 0 ? ": " : ", ", parts[i]);
  return g_string_free (words, FALSE);
}

static char *
create_ladder_tip (const ParlLadderRow *row)
{
  g_autofree char *rate = join_words (NULL, row->rate_text, row->soak);
  return join_words (row->name, rate, row->verdict);
}

static char *
create_tip (const ParlChartSpec *spec, unsigned item)
{
  switch (spec->kind)
    {
    case PARL_CHART_CONTROL:
      return g_strdup (g_array_index (spec->control.points, ParlControlPoint, item).tip);
    case PARL_CHART_HEATMAP:
      return g_strdup (spec->heatmap.cells[item].tip);
    case PARL_CHART_WATERFALL:
      return g_strdup (g_array_index (spec->waterfall.bars, ParlWaterfallBar, item).tip);
    case PARL_CHART_HISTOGRAM:
      {
        const ParlHistogramRow *row = &g_array_index (spec->histogram.rows, ParlHistogramRow, item);
        return join_words (row->label, row->value, row->detail);
      }
    case PARL_CHART_CASCADE:
      {
        if (item == spec->cascade.rows->len)
          return join_words (spec->cascade.total_label, spec->cascade.total_text, NULL);
        const ParlCascadeRow *row = &g_array_index (spec->cascade.rows, ParlCascadeRow, item);
        return join_words (row->label, row->text, NULL);
      }
    case PARL_CHART_LADDER:
      return create_ladder_tip (&g_array_index (spec->ladder.rows, ParlLadderRow, item));
    case PARL_CHART_BULLET:
      return join_words (spec->message, spec->bullet.promise_label, spec->bullet.previous_label);
    case PARL_CHART_BARS:
      {
        const ParlBar *bar = &g_array_index (spec->bars.bars, ParlBar, item);
        return join_words (bar->label, bar->text, NULL);
      }
    case PARL_CHART_LINE:
    default:
      return NULL;
    }
}

/**
 * parl_chart_hit:
 * @tip: (out) (optional) (nullable) (transfer full): its words; %NULL where the spec has none
 *
 * Returns: the index of the point, bar, cell (row by row) or row at @x, @y; a cascade's total comes
 *   after its rows; of a line the nearest sample; -1: nothing
 */
int
parl_chart_hit (const ParlChartSpec *spec, const ParlStyle *style, double width, double height,
                double x, double y, char **tip)
{
  g_return_val_if_fail (spec != NULL && style != NULL, -1);

  g_autoptr (ParlScene) scene = create_scene (spec, style, width, height);
  int item = spec->kind == PARL_CHART_LINE ? parl_line_hit (&spec->line, scene, x, y)
                                           : parl_scene_hit (scene, x, y);

  if (tip != NULL)
    *tip = item < 0 ? NULL : create_tip (spec, (unsigned)item);
  return item;
}

char *
parl_chart_dump (const ParlChartSpec *spec, const ParlStyle *style, double width, double height)
{
  g_return_val_if_fail (spec != NULL && style != NULL, NULL);

  g_autoptr (ParlScene) scene = create_scene (spec, style, width, height);
  return parl_scene_dump (scene);
}
