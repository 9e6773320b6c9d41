/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart as a table. Only words that stand in the spec, and the names of the columns; nothing is
 * counted, rounded or judged here. A tip "8 Nov: 9.21 %" is split into when and what. */
#include "config.h"

#include "charts/table.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static char **
copy_words (unsigned length, const char *const *words)
{
  char **copy = g_new0 (char *, length + 1);

  for (unsigned i = 0; i < length; i++)
    copy[i] = g_strdup (words[i] != NULL ? words[i] : "");
  return copy;
}

static ParlTable *
create_table (unsigned n_columns, const char *const *heads)
{
  ParlTable *self = g_new0 (ParlTable, 1);

  self->n_columns = n_columns;
  self->heads = copy_words (n_columns, heads);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  return self;
}

#define WORDS(...)                                                                                 \
  G_N_ELEMENTS (((const char *[]){ __VA_ARGS__ })), (const char *[])                               \
  {                                                                                                \
    __VA_ARGS__                                                                                    \
  }

/* What is not given stays empty. */
static void
add_row (ParlTable *self, unsigned length, const char *const *words)
{
  char **row = g_new0 (char *, self->n_columns + 1);

  for (unsigned i = 0; i < self->n_columns; i++)
    row[i] = g_strdup (i < length && words[i] != NULL ? words[i] : "");
  g_ptr_array_add (self->rows, row);
}

static void
add_tick (ParlTable *self, const char *name, const ParlTick *tick)
{
  if (isfinite (tick->value) && tick->label != NULL)
    add_row (self, WORDS (name, tick->label));
}

/* "8 Nov: 9.21 %" into two columns; without a colon, it is all in the second. */
static void
add_tip (ParlTable *self, const char *tip, const char *third)
{
  const char *colon = tip != NULL ? strstr (tip, ": ") : NULL;
  g_autofree char *first = colon != NULL ? g_strndup (tip, (size_t)(colon - tip)) : NULL;

  add_row (self, WORDS (first, colon != NULL ? colon + 2 : tip, third));
}

static void
add_marks (ParlTable *self, const GArray *marks, unsigned *at, double until)
{
  for (; *at < marks->len; (*at)++)
    {
      const ParlMark *mark = &g_array_index (marks, ParlMark, *at);
      if ((double)mark->time > until)
        return;
      add_row (self, WORDS (NULL, mark->label, C_ ("table", "Release")));
    }
}

/* The marks stand before the first point that is not before them. */
static ParlTable *
tabulate_control (const ParlControlChart *chart)
{
  const char *const signals[]
      = { [PARL_SIGNAL_NONE] = NULL,
          [PARL_SIGNAL_BEYOND] = C_ ("table", "Outside the limits"),
          [PARL_SIGNAL_RUN] = C_ ("table", "In a run on one side of the mean") };
  ParlTable *self
      = create_table (WORDS (C_ ("table", "When"), C_ ("table", "What"), C_ ("table", "Signal")));
  const ParlTick *levels[] = { &chart->mean, &chart->upper, &chart->lower, &chart->budget };
  unsigned mark = 0;

  for (unsigned i = 0; i < chart->points->len; i++)
    {
      const ParlControlPoint *point = &g_array_index (chart->points, ParlControlPoint, i);
      add_marks (self, chart->marks, &mark, (double)point->time);
      if (point->tip != NULL)
        add_tip (self, point->tip, signals[point->signal]);
    }
  add_marks (self, chart->marks, &mark, INFINITY);
  for (unsigned i = 0; i < G_N_ELEMENTS (levels); i++)
    add_tick (self, NULL, levels[i]);
  return self;
}

static ParlTable *
tabulate_heatmap (const ParlHeatmapChart *chart)
{
  unsigned n_columns = chart->n_columns + 2;
  g_autofree const char **words = g_new0 (const char *, n_columns);

  for (unsigned i = 0; chart->columns != NULL && i < chart->n_columns; i++)
    words[i + 1] = chart->columns[i];
  words[n_columns - 1] = chart->totals_head;

  ParlTable *self = create_table (n_columns, words);
  for (unsigned row = 0; chart->cells != NULL && row < chart->n_rows; row++)
    {
      words[0] = chart->rows != NULL ? chart->rows[row] : NULL;
      for (unsigned i = 0; i < chart->n_columns; i++)
        {
          const ParlHeatCell *cell = &chart->cells[(size_t)row * chart->n_columns + i];
          words[i + 1] = isnan (cell->rate) || cell->text == NULL ? "–" : cell->text;
        }
      words[n_columns - 1] = chart->totals != NULL ? chart->totals[row] : NULL;
      add_row (self, n_columns, words);
    }
  if (chart->feet == NULL)
    return self;
  words[0] = chart->feet_head;
  for (unsigned i = 0; i <= chart->n_columns; i++)
    words[i + 1] = chart->feet[i];
  add_row (self, n_columns, words);
  return self;
}

static ParlTable *
tabulate_waterfall (const ParlWaterfallChart *chart)
{
  ParlTable *self
      = create_table (WORDS (C_ ("table", "Step"), C_ ("table", "Value"), C_ ("table", "Reason")));

  for (unsigned i = 0; i < chart->bars->len; i++)
    {
      const ParlWaterfallBar *bar = &g_array_index (chart->bars, ParlWaterfallBar, i);
      add_row (self, WORDS (bar->label, bar->value, bar->detail));
    }
  add_tick (self, C_ ("table", "Promise"), &chart->promise);
  return self;
}

static ParlTable *
tabulate_histogram (const ParlHistogramChart *chart)
{
  ParlTable *self
      = create_table (WORDS (C_ ("table", "Row"), C_ ("table", "Value"), C_ ("table", "Detail")));

  for (unsigned i = 0; i < chart->rows->len; i++)
    {
      const ParlHistogramRow *row = &g_array_index (chart->rows, ParlHistogramRow, i);
      add_row (self, WORDS (row->label, row->value, row->detail));
    }
  add_tick (self, C_ ("table", "Target"), &chart->target);
  return self;
}

static ParlTable *
tabulate_cascade (const ParlCascadeChart *chart)
{
  ParlTable *self = create_table (WORDS (C_ ("table", "Part"), C_ ("table", "Value")));

  for (unsigned i = 0; i < chart->rows->len; i++)
    {
      const ParlCascadeRow *row = &g_array_index (chart->rows, ParlCascadeRow, i);
      add_row (self, WORDS (row->label, row->text));
    }
  add_row (self, WORDS (chart->total_label, chart->total_text));
  add_tick (self, C_ ("table", "Budget"), &chart->budget);
  return self;
}

/* A row of a group has no gate: its soak is the interval. */
static ParlTable *
tabulate_ladder (const ParlLadderChart *chart)
{
  ParlTable *self = create_table (WORDS (chart->heads[0], chart->heads[1], chart->heads[2],
                                         C_ ("table", "Rate"), chart->heads[3], chart->heads[4],
                                         chart->heads[5]));

  for (unsigned i = 0; i < chart->rows->len; i++)
    {
      const ParlLadderRow *row = &g_array_index (chart->rows, ParlLadderRow, i);
      if (row->group != NULL)
        add_row (self, WORDS (row->group));
      add_row (self, WORDS (row->name, row->done_text, row->n_text, row->rate_text, row->verdict,
                            row->soak, row->gate));
    }
  add_tick (self, C_ ("table", "Promise"), &chart->promise);
  add_tick (self, C_ ("table", "Halt"), &chart->halt);
  return self;
}

static ParlTable *
tabulate_bullet (const ParlChartSpec *spec)
{
  ParlTable *self = create_table (WORDS (C_ ("table", "What"), C_ ("table", "Value")));

  add_row (self, WORDS (C_ ("table", "Now"), spec->message));
  if (spec->bullet.promise_label != NULL)
    add_row (self, WORDS (C_ ("table", "Promise"), spec->bullet.promise_label));
  if (spec->bullet.previous_label != NULL)
    add_row (self, WORDS (C_ ("table", "Compared with"), spec->bullet.previous_label));
  return self;
}

/* Without tips, a line has no words but those of its axes. */
static ParlTable *
tabulate_line (const ParlLineChart *chart)
{
  ParlTable *self = create_table (WORDS (C_ ("table", "When"), C_ ("table", "What")));
  unsigned last = chart->x_ticks->len;

  for (size_t i = 0; chart->tips != NULL && i < chart->length; i++)
    add_tip (self, chart->tips[i], NULL);
  if (chart->tips == NULL && last > 0)
    {
      add_tick (self, C_ ("table", "From"), &g_array_index (chart->x_ticks, ParlTick, 0));
      add_tick (self, C_ ("table", "To"), &g_array_index (chart->x_ticks, ParlTick, last - 1));
    }
  add_tick (self, C_ ("table", "Target"), &chart->target);
  return self;
}

static ParlTable *
tabulate_bars (const ParlBarsChart *chart)
{
  ParlTable *self = create_table (WORDS (C_ ("table", "What"), C_ ("table", "Value")));

  for (unsigned i = 0; i < chart->bars->len; i++)
    {
      const ParlBar *bar = &g_array_index (chart->bars, ParlBar, i);
      add_row (self, WORDS (bar->label, bar->text));
    }
  add_tick (self, C_ ("table", "Promise"), &chart->promise);
  return self;
}

static ParlTable *
tabulate_intervals (const ParlIntervalsChart *chart)
{
  ParlTable *self = create_table (WORDS (C_ ("table", "What"), C_ ("table", "With its interval")));

  for (unsigned i = 0; i < chart->rows->len; i++)
    {
      const ParlInterval *row = &g_array_index (chart->rows, ParlInterval, i);
      add_row (self, WORDS (row->label, row->tip));
    }
  add_tick (self, C_ ("table", "Promise"), &chart->promise);
  return self;
}

static ParlTable *
tabulate_burndown (const ParlBurndownChart *chart)
{
  ParlTable *self = create_table (WORDS (C_ ("table", "When"), C_ ("table", "Left")));

  for (unsigned i = 0; i < chart->points->len; i++)
    if (g_array_index (chart->points, ParlBurndownPoint, i).tip != NULL)
      add_tip (self, g_array_index (chart->points, ParlBurndownPoint, i).tip, NULL);
  add_tick (self, NULL, &chart->spent);
  if (chart->end_label != NULL)
    add_row (self, WORDS (C_ ("table", "At the end"), chart->end_label));
  return self;
}

static ParlTable *
tabulate_risk (const ParlRiskChart *chart)
{
  ParlTable *self = create_table (WORDS (C_ ("table", "Part"), C_ ("table", "Points")));

  for (unsigned i = 0; i < chart->parts->len; i++)
    {
      const ParlRiskPart *part = &g_array_index (chart->parts, ParlRiskPart, i);
      add_row (self, WORDS (part->label, part->text));
    }
  if (chart->band >= 0 && chart->band < (int)chart->bands->len)
    add_row (self, WORDS (C_ ("table", "Band"),
                          g_array_index (chart->bands, ParlTick, chart->band).label));
  if (chart->rule != NULL)
    add_row (self, WORDS (C_ ("table", "Raised by"), chart->rule));
  return self;
}

static ParlTable *
tabulate_roadmap (const ParlRoadmapChart *chart)
{
  ParlTable *self = create_table (WORDS (C_ ("table", "Lane"), C_ ("table", "When")));

  for (unsigned i = 0; i < chart->lanes->len; i++)
    {
      const ParlLane *lane = &g_array_index (chart->lanes, ParlLane, i);
      add_row (self, WORDS (lane->name, lane->tip != NULL ? lane->tip : lane->label));
    }
  return self;
}

/**
 * parl_chart_spec_tabulate:
 *
 * Returns: (transfer full): all of its words, as rows and columns
 */
ParlTable *
parl_chart_spec_tabulate (const ParlChartSpec *spec)
{
  g_return_val_if_fail (spec != NULL, NULL);

  switch (spec->kind)
    {
    case PARL_CHART_CONTROL:
      return tabulate_control (&spec->control);
    case PARL_CHART_HEATMAP:
      return tabulate_heatmap (&spec->heatmap);
    case PARL_CHART_WATERFALL:
      return tabulate_waterfall (&spec->waterfall);
    case PARL_CHART_HISTOGRAM:
      return tabulate_histogram (&spec->histogram);
    case PARL_CHART_CASCADE:
      return tabulate_cascade (&spec->cascade);
    case PARL_CHART_LADDER:
      return tabulate_ladder (&spec->ladder);
    case PARL_CHART_BULLET:
      return tabulate_bullet (spec);
    case PARL_CHART_LINE:
      return tabulate_line (&spec->line);
    case PARL_CHART_INTERVALS:
      return tabulate_intervals (&spec->intervals);
    case PARL_CHART_BURNDOWN:
      return tabulate_burndown (&spec->burndown);
    case PARL_CHART_RISK:
      return tabulate_risk (&spec->risk);
    case PARL_CHART_ROADMAP:
      return tabulate_roadmap (&spec->roadmap);
    case PARL_CHART_BARS:
    default:
      return tabulate_bars (&spec->bars);
    }
}

void
parl_table_free (ParlTable *self)
{
  g_strfreev (self->heads);
  g_ptr_array_unref (self->rows);
  g_free (self);
}
