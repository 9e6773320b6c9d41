/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The items of a chart, what can be pointed at and walked through: how many there are, what each is
 * called, and over which time they lie. Only words that stand in the spec; knows no places. */
#include "config.h"

#include "charts/chart.h"
#include "charts/place.h"

#include <math.h>

static bool
has_words (const char *text)
{
  return text != NULL && *text != '\0';
}

/* "label: first, second" of those that are there. */
static char *
join_words (const char *label, const char *first, const char *second)
{
  GString *words = g_string_new (label);
  const char *parts[] = { first, second };
  const char *joint = has_words (label) ? ": " : "";

  for (unsigned i = 0; i < G_N_ELEMENTS (parts); i++)
    if (has_words (parts[i]))
      {
        g_string_append_printf (words, "%s%s", joint, parts[i]);
        joint = ", ";
      }
  return g_string_free (words, FALSE);
}

/**
 * parl_chart_get_n_items:
 *
 * Returns: 0 of an empty chart; a cascade's total comes after its rows, and marks after points
 */
unsigned
parl_chart_get_n_items (const ParlChartSpec *spec)
{
  g_return_val_if_fail (spec != NULL, 0);

  switch (spec->kind)
    {
    case PARL_CHART_CONTROL:
      return spec->control.points->len + spec->control.marks->len;
    case PARL_CHART_HEATMAP:
      return spec->heatmap.cells == NULL ? 0 : spec->heatmap.n_rows * spec->heatmap.n_columns;
    case PARL_CHART_WATERFALL:
      return spec->waterfall.bars->len;
    case PARL_CHART_HISTOGRAM:
      return spec->histogram.rows->len;
    case PARL_CHART_CASCADE:
      return spec->cascade.rows->len + 1;
    case PARL_CHART_LADDER:
      return spec->ladder.rows->len;
    case PARL_CHART_BULLET:
      return 1;
    case PARL_CHART_LINE:
      return (unsigned)MIN (spec->line.length, G_MAXINT);
    case PARL_CHART_INTERVALS:
      return spec->intervals.rows->len;
    case PARL_CHART_BURNDOWN:
      return spec->burndown.points->len;
    case PARL_CHART_RISK:
      return spec->risk.parts->len;
    case PARL_CHART_ROADMAP:
      return spec->roadmap.lanes->len;
    case PARL_CHART_BARS:
    default:
      return spec->bars.bars->len;
    }
}

/**
 * parl_chart_get_mark:
 *
 * Returns: (transfer none) (nullable): the mark on the time axis that is this item
 */
const ParlMark *
parl_chart_get_mark (const ParlChartSpec *spec, unsigned item)
{
  g_return_val_if_fail (spec != NULL, NULL);

  if (spec->kind != PARL_CHART_CONTROL || item < spec->control.points->len)
    return NULL;
  item -= spec->control.points->len;
  return item < spec->control.marks->len ? &g_array_index (spec->control.marks, ParlMark, item)
                                         : NULL;
}

/* The name of a time, where the axis has one for exactly it. */
static const char *
find_tick (const GArray *ticks, double value)
{
  for (unsigned i = 0; i < ticks->len; i++)
    if (g_array_index (ticks, ParlTick, i).value == value)
      return g_array_index (ticks, ParlTick, i).label;
  return NULL;
}

static char *
create_control_tip (const ParlChartSpec *spec, unsigned item)
{
  const ParlMark *mark = parl_chart_get_mark (spec, item);

  if (mark != NULL)
    return g_strdup (mark->label);
  const ParlControlPoint *point = &g_array_index (spec->control.points, ParlControlPoint, item);
  if (has_words (point->tip))
    return g_strdup (point->tip);
  return g_strdup (find_tick (spec->control.x_ticks, (double)point->time));
}

static char *
create_heatmap_tip (const ParlHeatmapChart *chart, unsigned item)
{
  const ParlHeatCell *cell = &chart->cells[item];
  const char *row = chart->rows == NULL ? NULL : chart->rows[item / chart->n_columns];
  const char *column = chart->columns == NULL ? NULL : chart->columns[item % chart->n_columns];

  if (has_words (cell->tip))
    return g_strdup (cell->tip);
  return join_words (row, column, isnan (cell->rate) || cell->text == NULL ? "–" : cell->text);
}

static char *
create_ladder_tip (const ParlLadderRow *row)
{
  g_autofree char *rate = join_words (NULL, row->rate_text, row->soak);
  return join_words (row->name, rate, row->verdict);
}

static char *
create_cascade_tip (const ParlCascadeChart *chart, unsigned item)
{
  if (item == chart->rows->len)
    return join_words (chart->total_label, chart->total_text, NULL);

  const ParlCascadeRow *row = &g_array_index (chart->rows, ParlCascadeRow, item);
  return join_words (row->label, row->text, NULL);
}

static char *
create_waterfall_tip (const ParlWaterfallBar *bar)
{
  return has_words (bar->tip) ? g_strdup (bar->tip)
                              : join_words (bar->label, bar->value, bar->detail);
}

static char *
create_histogram_tip (const ParlHistogramRow *row)
{
  return join_words (row->label, row->value, row->detail);
}

static char *
create_line_tip (const ParlLineChart *chart, unsigned item)
{
  return g_strdup (chart->tips != NULL ? chart->tips[item]
                                       : find_tick (chart->x_ticks, chart->x[item]));
}

static char *
create_bar_tip (const ParlBar *bar)
{
  return join_words (bar->label, bar->text, NULL);
}

static char *
create_interval_tip (const ParlInterval *row)
{
  return g_strdup (has_words (row->tip) ? row->tip : row->label);
}

static char *
create_risk_tip (const ParlRiskPart *part)
{
  return has_words (part->tip) ? g_strdup (part->tip) : join_words (part->label, part->text, NULL);
}

static char *
create_lane_tip (const ParlLane *lane)
{
  return has_words (lane->tip) ? g_strdup (lane->tip) : join_words (lane->name, lane->label, NULL);
}

static char *
create_burndown_tip (const ParlBurndownChart *chart, unsigned item)
{
  const ParlBurndownPoint *point = &g_array_index (chart->points, ParlBurndownPoint, item);

  if (has_words (point->tip))
    return g_strdup (point->tip);
  return join_words (find_tick (chart->x_ticks, (double)point->time),
                     item + 1 == chart->points->len ? chart->end_label : NULL, NULL);
}

static char *
create_tip (const ParlChartSpec *spec, unsigned item)
{
  switch (spec->kind)
    {
    case PARL_CHART_CONTROL:
      return create_control_tip (spec, item);
    case PARL_CHART_HEATMAP:
      return create_heatmap_tip (&spec->heatmap, item);
    case PARL_CHART_WATERFALL:
      return create_waterfall_tip (&g_array_index (spec->waterfall.bars, ParlWaterfallBar, item));
    case PARL_CHART_HISTOGRAM:
      return create_histogram_tip (&g_array_index (spec->histogram.rows, ParlHistogramRow, item));
    case PARL_CHART_CASCADE:
      return create_cascade_tip (&spec->cascade, item);
    case PARL_CHART_LADDER:
      return create_ladder_tip (&g_array_index (spec->ladder.rows, ParlLadderRow, item));
    case PARL_CHART_BULLET:
      return join_words (spec->message, spec->bullet.promise_label, spec->bullet.previous_label);
    case PARL_CHART_LINE:
      return create_line_tip (&spec->line, item);
    case PARL_CHART_INTERVALS:
      return create_interval_tip (&g_array_index (spec->intervals.rows, ParlInterval, item));
    case PARL_CHART_BURNDOWN:
      return create_burndown_tip (&spec->burndown, item);
    case PARL_CHART_RISK:
      return create_risk_tip (&g_array_index (spec->risk.parts, ParlRiskPart, item));
    case PARL_CHART_ROADMAP:
      return create_lane_tip (&g_array_index (spec->roadmap.lanes, ParlLane, item));
    case PARL_CHART_BARS:
    default:
      return create_bar_tip (&g_array_index (spec->bars.bars, ParlBar, item));
    }
}

/**
 * parl_chart_dup_tip:
 * @item: below parl_chart_get_n_items()
 *
 * Returns: (transfer full): its own tip, else made of its words, else the chart's message
 */
char *
parl_chart_dup_tip (const ParlChartSpec *spec, unsigned item)
{
  g_return_val_if_fail (spec != NULL && item < parl_chart_get_n_items (spec), g_strdup (""));

  g_autofree char *tip = create_tip (spec, item);

  if (has_words (tip))
    return g_steal_pointer (&tip);
  return g_strdup (spec->message != NULL ? spec->message : "");
}

/* Of all that stands on the time axis. */
static void
extend_burndown (const ParlBurndownChart *chart, ParlView *found)
{
  if (chart->until > chart->since)
    *found = (ParlView){ (double)chart->since, (double)chart->until };
  for (unsigned i = 0; i < chart->points->len; i++)
    parl_place_extend ((double)g_array_index (chart->points, ParlBurndownPoint, i).time,
                       &found->from, &found->to);
}

static void
extend_roadmap (const ParlRoadmapChart *chart, ParlView *found)
{
  for (unsigned i = 0; i < chart->lanes->len; i++)
    {
      const ParlLane *lane = &g_array_index (chart->lanes, ParlLane, i);
      const ParlSpan *spans[] = { &lane->done, &lane->plan, &lane->likely, &lane->range };
      for (unsigned j = 0; j < G_N_ELEMENTS (spans); j++)
        if (spans[j]->until > spans[j]->since)
          {
            parl_place_extend ((double)spans[j]->since, &found->from, &found->to);
            parl_place_extend ((double)spans[j]->until, &found->from, &found->to);
          }
    }
  parl_place_extend (chart->today.value, &found->from, &found->to);
}

/**
 * parl_chart_get_extent:
 * @extent: (out): the whole of the time axis
 *
 * Returns: whether the chart has a time axis and anything on it
 */
bool
parl_chart_get_extent (const ParlChartSpec *spec, ParlView *extent)
{
  g_return_val_if_fail (spec != NULL && extent != NULL, false);

  ParlView found = { INFINITY, -INFINITY };

  if (spec->kind == PARL_CHART_CONTROL)
    for (unsigned i = 0; i < spec->control.points->len; i++)
      parl_place_extend ((double)g_array_index (spec->control.points, ParlControlPoint, i).time,
                         &found.from, &found.to);
  else if (spec->kind == PARL_CHART_BURNDOWN)
    extend_burndown (&spec->burndown, &found);
  else if (spec->kind == PARL_CHART_ROADMAP)
    extend_roadmap (&spec->roadmap, &found);
  else if (spec->kind == PARL_CHART_LINE && spec->line.length > 0)
    found = (ParlView){ spec->line.x[0], spec->line.x[spec->line.length - 1] };
  if (!(found.from <= found.to))
    return false;
  *extent = found;
  return true;
}
