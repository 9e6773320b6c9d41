/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes and frees chart specs. Knows what belongs to them, not what it means. */
#include "config.h"

#include "charts/spec.h"

#include "charts/line/pyramid.h"

#include <math.h>
#include <string.h>

static void
clear_tick (ParlTick *tick)
{
  g_free (tick->label);
}

static void
clear_mark (ParlMark *mark)
{
  g_free (mark->label);
  g_free (mark->release);
}

static void
clear_control_point (ParlControlPoint *point)
{
  g_free (point->tip);
}

static void
clear_waterfall_bar (ParlWaterfallBar *bar)
{
  g_free (bar->value);
  g_free (bar->label);
  g_free (bar->detail);
  g_free (bar->tip);
}

static void
clear_histogram_row (ParlHistogramRow *row)
{
  g_free (row->label);
  g_free (row->weights);
  g_free (row->value);
  g_free (row->detail);
}

static void
clear_cascade_row (ParlCascadeRow *row)
{
  g_free (row->label);
  g_free (row->text);
}

static void
clear_ladder_row (ParlLadderRow *row)
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

static void
clear_bar (ParlBar *bar)
{
  g_free (bar->label);
  g_free (bar->text);
}

static void
clear_interval (ParlInterval *row)
{
  g_free (row->label);
  g_free (row->tip);
}

static void
clear_burndown_point (ParlBurndownPoint *point)
{
  g_free (point->tip);
}

static void
clear_risk_part (ParlRiskPart *part)
{
  g_free (part->label);
  g_free (part->text);
  g_free (part->tip);
}

static void
clear_lane (ParlLane *lane)
{
  g_free (lane->name);
  g_free (lane->label);
  g_free (lane->tip);
}

#define NEW_ARRAY(Type, clear) create_array (sizeof (Type), (GDestroyNotify)clear)

static GArray *
create_array (size_t size, GDestroyNotify clear)
{
  GArray *array = g_array_new (FALSE, TRUE, size);

  g_array_set_clear_func (array, clear);
  return array;
}

static void
init_control (ParlControlChart *chart)
{
  chart->points = NEW_ARRAY (ParlControlPoint, clear_control_point);
  chart->marks = NEW_ARRAY (ParlMark, clear_mark);
  chart->x_ticks = NEW_ARRAY (ParlTick, clear_tick);
  chart->y_ticks = NEW_ARRAY (ParlTick, clear_tick);
  chart->mean.value = chart->lower.value = chart->upper.value = chart->budget.value = NAN;
}

static void
init_histogram (ParlHistogramChart *chart)
{
  chart->rows = NEW_ARRAY (ParlHistogramRow, clear_histogram_row);
  chart->x_ticks = NEW_ARRAY (ParlTick, clear_tick);
  chart->start = chart->width = chart->target.value = NAN;
}

static void
init_waterfall (ParlWaterfallChart *chart)
{
  chart->bars = NEW_ARRAY (ParlWaterfallBar, clear_waterfall_bar);
  chart->promise.value = NAN;
}

static void
init_cascade (ParlCascadeChart *chart)
{
  chart->rows = NEW_ARRAY (ParlCascadeRow, clear_cascade_row);
  chart->total = chart->budget.value = NAN;
}

static void
init_ladder (ParlLadderChart *chart)
{
  chart->rows = NEW_ARRAY (ParlLadderRow, clear_ladder_row);
  chart->promise.value = chart->halt.value = chart->axis_end = NAN;
}

static void
init_bullet (ParlBulletChart *chart)
{
  chart->value = chart->previous = chart->promise = NAN;
  chart->end = chart->forecast_low = chart->forecast_high = NAN;
}

static void
init_line (ParlLineChart *chart)
{
  chart->target.value = NAN;
  chart->x_ticks = NEW_ARRAY (ParlTick, clear_tick);
  chart->y_ticks = NEW_ARRAY (ParlTick, clear_tick);
}

static void
init_bars (ParlBarsChart *chart)
{
  chart->bars = NEW_ARRAY (ParlBar, clear_bar);
  chart->promise.value = NAN;
}

static void
init_intervals (ParlIntervalsChart *chart)
{
  chart->rows = NEW_ARRAY (ParlInterval, clear_interval);
  chart->x_ticks = NEW_ARRAY (ParlTick, clear_tick);
  chart->promise.value = NAN;
}

static void
init_burndown (ParlBurndownChart *chart)
{
  chart->points = NEW_ARRAY (ParlBurndownPoint, clear_burndown_point);
  chart->x_ticks = NEW_ARRAY (ParlTick, clear_tick);
  chart->y_ticks = NEW_ARRAY (ParlTick, clear_tick);
  chart->budget = chart->spent.value = NAN;
}

static void
init_risk (ParlRiskChart *chart)
{
  chart->parts = NEW_ARRAY (ParlRiskPart, clear_risk_part);
  chart->bands = NEW_ARRAY (ParlTick, clear_tick);
  chart->band = -1;
}

static void
init_roadmap (ParlRoadmapChart *chart)
{
  chart->lanes = NEW_ARRAY (ParlLane, clear_lane);
  chart->x_ticks = NEW_ARRAY (ParlTick, clear_tick);
  chart->today.value = NAN;
}

/**
 * parl_chart_spec_new:
 * @message: the sentence it illustrates
 *
 * Returns: (transfer full): an empty spec to be filled in: arrays there and empty, numbers NAN,
 *   strings %NULL, counts 0
 */
ParlChartSpec *
parl_chart_spec_new (ParlChartKind kind, const char *message)
{
  ParlChartSpec *self = g_atomic_rc_box_new0 (ParlChartSpec);

  self->kind = kind;
  self->message = g_strdup (message);
  switch (kind)
    {
    case PARL_CHART_CONTROL:
      init_control (&self->control);
      break;
    case PARL_CHART_WATERFALL:
      init_waterfall (&self->waterfall);
      break;
    case PARL_CHART_HISTOGRAM:
      init_histogram (&self->histogram);
      break;
    case PARL_CHART_CASCADE:
      init_cascade (&self->cascade);
      break;
    case PARL_CHART_LADDER:
      init_ladder (&self->ladder);
      break;
    case PARL_CHART_BULLET:
      init_bullet (&self->bullet);
      break;
    case PARL_CHART_LINE:
      init_line (&self->line);
      break;
    case PARL_CHART_BARS:
      init_bars (&self->bars);
      break;
    case PARL_CHART_INTERVALS:
      init_intervals (&self->intervals);
      break;
    case PARL_CHART_BURNDOWN:
      init_burndown (&self->burndown);
      break;
    case PARL_CHART_RISK:
      init_risk (&self->risk);
      break;
    case PARL_CHART_ROADMAP:
      init_roadmap (&self->roadmap);
      break;
    case PARL_CHART_HEATMAP:
    default:
      break;
    }
  return self;
}

/**
 * parl_chart_spec_index:
 *
 * Of a kind other than a line: does nothing. The samples must not change afterwards.
 */
void
parl_chart_spec_index (ParlChartSpec *self)
{
  g_return_if_fail (self != NULL);

  if (self->kind != PARL_CHART_LINE || self->line.pyramid != NULL)
    return;
  self->line.pyramid = parl_pyramid_new (self->line.length, self->line.y);
}

ParlChartSpec *
parl_chart_spec_ref (const ParlChartSpec *self)
{
  return g_atomic_rc_box_acquire ((ParlChartSpec *)self);
}

static void
free_strings (char **strings, size_t length)
{
  for (size_t i = 0; strings != NULL && i < length; i++)
    g_free (strings[i]);
  g_free (strings);
}

static void
free_control (ParlControlChart *chart)
{
  g_array_unref (chart->points);
  g_array_unref (chart->marks);
  g_array_unref (chart->x_ticks);
  g_array_unref (chart->y_ticks);
  clear_tick (&chart->mean);
  clear_tick (&chart->lower);
  clear_tick (&chart->upper);
  clear_tick (&chart->budget);
}

static void
free_heatmap (ParlHeatmapChart *chart)
{
  for (size_t i = 0; chart->cells != NULL && i < (size_t)chart->n_rows * chart->n_columns; i++)
    {
      g_free (chart->cells[i].text);
      g_free (chart->cells[i].tip);
    }
  g_free (chart->cells);
  free_strings (chart->columns, chart->n_columns);
  free_strings (chart->rows, chart->n_rows);
  free_strings (chart->totals, chart->n_rows);
  free_strings (chart->feet, chart->n_columns + 1);
  g_free (chart->totals_head);
  g_free (chart->feet_head);
}

static void
free_ladder (ParlLadderChart *chart)
{
  g_array_unref (chart->rows);
  for (unsigned i = 0; i < G_N_ELEMENTS (chart->heads); i++)
    g_free (chart->heads[i]);
  clear_tick (&chart->promise);
  clear_tick (&chart->halt);
}

static void
free_line (ParlLineChart *chart)
{
  g_clear_pointer (&chart->pyramid, parl_pyramid_free);
  g_free (chart->x);
  g_free (chart->y);
  free_strings (chart->tips, chart->length);
  clear_tick (&chart->target);
  g_array_unref (chart->x_ticks);
  g_array_unref (chart->y_ticks);
}

static void
free_burndown (ParlBurndownChart *chart)
{
  g_array_unref (chart->points);
  g_array_unref (chart->x_ticks);
  g_array_unref (chart->y_ticks);
  g_free (chart->pace_label);
  g_free (chart->end_label);
  clear_tick (&chart->spent);
}

static void
free_waterfall (ParlWaterfallChart *chart)
{
  g_array_unref (chart->bars);
  clear_tick (&chart->promise);
  g_free (chart->subtitle);
}

static void
free_histogram (ParlHistogramChart *chart)
{
  g_array_unref (chart->rows);
  g_array_unref (chart->x_ticks);
  clear_tick (&chart->target);
}

static void
free_cascade (ParlCascadeChart *chart)
{
  g_array_unref (chart->rows);
  g_free (chart->total_label);
  g_free (chart->total_text);
  clear_tick (&chart->budget);
}

static void
free_bullet (ParlBulletChart *chart)
{
  g_free (chart->promise_label);
  g_free (chart->previous_label);
}

static void
free_bars (ParlBarsChart *chart)
{
  g_array_unref (chart->bars);
  clear_tick (&chart->promise);
}

static void
free_intervals (ParlIntervalsChart *chart)
{
  g_array_unref (chart->rows);
  g_array_unref (chart->x_ticks);
  clear_tick (&chart->promise);
}

static void
free_risk (ParlRiskChart *chart)
{
  g_array_unref (chart->parts);
  g_array_unref (chart->bands);
  g_free (chart->rule);
}

static void
free_roadmap (ParlRoadmapChart *chart)
{
  g_array_unref (chart->lanes);
  g_array_unref (chart->x_ticks);
  clear_tick (&chart->today);
}

static void
free_spec (ParlChartSpec *self)
{
  switch (self->kind)
    {
    case PARL_CHART_CONTROL:
      free_control (&self->control);
      break;
    case PARL_CHART_HEATMAP:
      free_heatmap (&self->heatmap);
      break;
    case PARL_CHART_WATERFALL:
      free_waterfall (&self->waterfall);
      break;
    case PARL_CHART_HISTOGRAM:
      free_histogram (&self->histogram);
      break;
    case PARL_CHART_CASCADE:
      free_cascade (&self->cascade);
      break;
    case PARL_CHART_LADDER:
      free_ladder (&self->ladder);
      break;
    case PARL_CHART_BULLET:
      free_bullet (&self->bullet);
      break;
    case PARL_CHART_LINE:
      free_line (&self->line);
      break;
    case PARL_CHART_BARS:
      free_bars (&self->bars);
      break;
    case PARL_CHART_INTERVALS:
      free_intervals (&self->intervals);
      break;
    case PARL_CHART_BURNDOWN:
      free_burndown (&self->burndown);
      break;
    case PARL_CHART_RISK:
      free_risk (&self->risk);
      break;
    case PARL_CHART_ROADMAP:
      free_roadmap (&self->roadmap);
      break;
    default:
      break;
    }
  g_free (self->message);
}

void
parl_chart_spec_unref (ParlChartSpec *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify)free_spec);
}
