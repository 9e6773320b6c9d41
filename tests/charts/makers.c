/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills specs, for the fixtures. */
#include "config.h"

#include "tests/charts/makers.h"

#include <math.h>

ParlTick
make_tick (double value, const char *label)
{
  return (ParlTick){ value, g_strdup (label) };
}

void
add_tick (GArray *ticks, double value, const char *label)
{
  ParlTick tick = make_tick (value, label);

  g_array_append_val (ticks, tick);
}

void
add_mark (GArray *marks, ParlTime time, const char *label)
{
  ParlMark mark = { time, g_strdup (label), false };

  g_array_append_val (marks, mark);
}

void
add_control_point (ParlControlChart *chart, ParlTime time, double value, ParlSignal signal,
                   ParlTip tip)
{
  ParlControlPoint point = { time, value, NAN, NAN, false, signal, tip };

  g_array_append_val (chart->points, point);
}

/* The same limits for every point but the third, which has fewer updates and wider ones. */
void
set_control_limits (ParlControlChart *chart, double lower, double upper)
{
  for (unsigned i = 0; i < chart->points->len; i++)
    {
      ParlControlPoint *point = &g_array_index (chart->points, ParlControlPoint, i);
      double more = i == 2 ? (upper - lower) / 4 : 0;
      point->lower = lower - more;
      point->upper = upper + more;
    }
  chart->limit = g_strdup ("limit");
}

char **
copy_strings (const char *const *strings, unsigned length)
{
  char **copy = g_new0 (char *, length);

  for (unsigned i = 0; i < length; i++)
    copy[i] = g_strdup (strings[i]);
  return copy;
}

void
fill_heatmap (ParlHeatmapChart *chart, unsigned n_rows, unsigned n_columns, const char *const *rows,
              const char *const *columns)
{
  chart->n_rows = n_rows;
  chart->n_columns = n_columns;
  chart->rows = copy_strings (rows, n_rows);
  chart->columns = copy_strings (columns, n_columns);
  chart->cells = g_new0 (ParlHeatCell, n_rows * n_columns);
}

void
add_waterfall_bar (ParlWaterfallChart *chart, double from, double to, ParlTone tone, bool triangle,
                   const char *value, const char *label, const char *detail)
{
  ParlWaterfallBar bar = { .from = from,
                           .to = to,
                           .tone = tone,
                           .triangle = triangle,
                           .value = g_strdup (value),
                           .label = g_strdup (label),
                           .detail = g_strdup (detail) };

  g_array_append_val (chart->bars, bar);
}

void
add_histogram_row (ParlHistogramChart *chart, const char *label, const double *weights,
                   const char *value, const char *detail, ParlTone tone)
{
  ParlHistogramRow row = { .label = g_strdup (label),
                           .weights = g_memdup2 (weights, chart->n_bins * sizeof (double)),
                           .value = g_strdup (value),
                           .detail = g_strdup (detail),
                           .tone = tone };

  g_array_append_val (chart->rows, row);
}

void
add_cascade_row (ParlCascadeChart *chart, const char *label, double value, const char *text,
                 bool largest)
{
  ParlCascadeRow row = { g_strdup (label), value, g_strdup (text), largest };

  g_array_append_val (chart->rows, row);
}

void
add_stage (ParlLadderChart *chart, const char *name, double done, double total,
           const char *done_text, const char *n_text, double rate, double low, double high,
           const char *rate_text, ParlTone tone, const char *verdict, const char *soak,
           const char *gate)
{
  ParlLadderRow row = { .name = g_strdup (name),
                        .done = done,
                        .total = total,
                        .done_text = g_strdup (done_text),
                        .n_text = g_strdup (n_text),
                        .rate = rate,
                        .low = low,
                        .high = high,
                        .rate_text = g_strdup (rate_text),
                        .tone = tone,
                        .verdict = g_strdup (verdict),
                        .soak = g_strdup (soak),
                        .gate = g_strdup (gate) };

  g_array_append_val (chart->rows, row);
}

void
add_bar (ParlBarsChart *chart, const char *label, double value, double end, const char *text,
         ParlTone tone)
{
  ParlBar bar = { g_strdup (label), value, end, g_strdup (text), tone, false };

  g_array_append_val (chart->bars, bar);
}

/* A random walk, the same for the same seed; x counts from 0. */
void
fill_line (ParlLineChart *chart, size_t length, unsigned seed, double drift)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  double y = 0;

  chart->length = length;
  chart->x = g_new (double, length);
  chart->y = g_new (double, length);
  for (size_t i = 0; i < length; i++)
    {
      y = 0.995 * y + g_rand_double_range (rand, -1, 1) * drift / 120;
      chart->x[i] = (double)i;
      chart->y[i] = y;
    }
}
