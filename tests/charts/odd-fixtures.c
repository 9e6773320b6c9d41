/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What charts must survive: nothing at all, one point, nothing observed, zeros, huge numbers, long
 * words, narrow places. */
#include "config.h"

#include "tests/charts/fixtures.h"
#include "tests/charts/makers.h"

#include <math.h>

static ParlChartSpec *
fill_control (const double *values, unsigned length)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_CONTROL, "odd");

  for (unsigned i = 0; i < length; i++)
    add_control_point (&spec->control, i * PARL_DAY, values[i], i % 3, (ParlTip){ 0 });
  return spec;
}

static ParlChartSpec *
create_control_one (void)
{
  return fill_control ((double[]){ 3 }, 1);
}

static ParlChartSpec *
create_control_nan (void)
{
  ParlChartSpec *spec = fill_control ((double[]){ NAN, NAN, NAN }, 3);

  add_tick (spec->control.y_ticks, 10, "10 %");
  return spec;
}

static ParlChartSpec *
create_control_zeros (void)
{
  ParlChartSpec *spec = fill_control ((double[]){ 0, 0, 0, 0 }, 4);

  spec->control.mean = make_tick (0, "mean 0");
  set_control_limits (&spec->control, 0, 0);
  spec->control.budget = make_tick (0, "budget 0");
  return spec;
}

static ParlChartSpec *
create_control_huge (void)
{
  ParlChartSpec *spec
      = fill_control ((double[]){ 1.7e308, -1.7e308, 1, INFINITY, -INFINITY, 2 }, 6);

  spec->control.mean = make_tick (-1e308, LONG_WORDS);
  return spec;
}

static ParlChartSpec *
create_control_crowded (void)
{
  ParlChartSpec *spec = fill_control ((double[]){ 5, 6, NAN, 5, 6, 7, 5 }, 7);

  spec->control.mean = make_tick (5.5, "Mittelwert 5,50");
  set_control_limits (&spec->control, 5.4, 5.6);
  spec->control.budget = make_tick (5.45, "Fehlerbudget");
  for (unsigned i = 0; i < 7; i++)
    {
      add_mark (spec->control.marks, i * PARL_DAY, LONG_WORD);
      add_tick (spec->control.x_ticks, (double)(i * PARL_DAY), "20. November 2026");
    }
  add_tick (spec->control.y_ticks, 0, "0");
  add_tick (spec->control.y_ticks, 0.1, "0,1");
  add_tick (spec->control.y_ticks, 7, "7 Größe");
  return spec;
}

static ParlChartSpec *
create_heatmap_long (void)
{
  static const char *const columns[] = { "Vorgängerversion 2.3", LONG_WORD, "ü", "v2.6" };
  static const char *const rows[] = { LONG_WORD, LONG_WORDS, "x" };
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_HEATMAP, "odd");
  static const double rates[] = { 0.6, 0.1, NAN, 0, 0.01, 0.5, 0.3, 0.2, 0.05, 0.7, 1, NAN };

  fill_heatmap (&spec->heatmap, 3, 4, rows, columns);
  for (unsigned i = 0; i < 12; i++)
    {
      spec->heatmap.cells[i].rate = rates[i];
      spec->heatmap.cells[i].text = g_strdup_printf ("123.456 · %.1f %%", 100 * rates[i]);
    }
  spec->heatmap.feet_head = g_strdup (LONG_WORDS);
  return spec;
}

static ParlChartSpec *
create_heatmap_empty (void)
{
  static const char *const columns[] = { "a", "b" };
  static const char *const rows[] = { "one", "two" };
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_HEATMAP, "odd");

  fill_heatmap (&spec->heatmap, 2, 2, rows, columns);
  spec->heatmap.cells[1].rate = NAN;
  spec->heatmap.cells[2].rate = INFINITY;
  return spec;
}

static ParlChartSpec *
create_waterfall_long (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_WATERFALL, "odd");
  ParlWaterfallChart *chart = &spec->waterfall;

  chart->subtitle = g_strdup (LONG_WORDS);
  chart->promise = make_tick (9, "versprochen: höchstens 9 %");
  add_waterfall_bar (chart, 0, 5, PARL_TONE_PREVIOUS, false, "5,00 %", LONG_WORDS, LONG_WORDS);
  add_waterfall_bar (chart, 5, 12, PARL_TONE_BAD, true, "+7,00", LONG_WORD, "mehr");
  add_waterfall_bar (chart, 12, -3, PARL_TONE_GOOD, true, "−15,00", "jäh gesunken", LONG_WORDS);
  add_waterfall_bar (chart, 0, -3, PARL_TONE_PLAIN, false, "−3,00 %", "jetzt", NULL);
  return spec;
}

static ParlChartSpec *
create_waterfall_nan (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_WATERFALL, "odd");

  add_waterfall_bar (&spec->waterfall, 0, NAN, PARL_TONE_NONE, true, "–", "none", NULL);
  add_waterfall_bar (&spec->waterfall, NAN, NAN, PARL_TONE_NONE, false, "", "", "");
  add_waterfall_bar (&spec->waterfall, 0, 0, PARL_TONE_NONE, false, "0", "zero", "0");
  return spec;
}

static ParlChartSpec *
create_waterfall_huge (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_WATERFALL, "odd");

  add_waterfall_bar (&spec->waterfall, 0, 1.7e308, PARL_TONE_BAD, true, "1.7e308", "up", NULL);
  add_waterfall_bar (&spec->waterfall, 1.7e308, -1.7e308, PARL_TONE_GOOD, true, "−∞", "down", "x");
  return spec;
}

static ParlChartSpec *
create_histogram_odd (void)
{
  static const double zeros[8] = { 0 };
  static const double wild[8] = { NAN, INFINITY, -1, 1e308, 0, 1, NAN, 3 };
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_HISTOGRAM, "odd");
  ParlHistogramChart *chart = &spec->histogram;

  chart->start = 0;
  chart->width = 1;
  chart->n_bins = 8;
  chart->target = make_tick (8, "Zielgeschwindigkeit 8 Bilder je Sekunde");
  add_histogram_row (chart, LONG_WORD, zeros, "0 %", "p5 –", PARL_TONE_NONE);
  add_histogram_row (chart, LONG_WORDS, wild, "unbekannt", NULL, PARL_TONE_WARN);
  for (unsigned i = 0; i < 9; i++)
    add_tick (chart->x_ticks, i, "Größe");
  return spec;
}

static ParlChartSpec *
create_cascade_odd (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_CASCADE, "odd");

  add_cascade_row (&spec->cascade, LONG_WORD, 1e308, "1e308 ms", true);
  add_cascade_row (&spec->cascade, LONG_WORDS, 1.7e308, "1.7e308 ms", false);
  add_cascade_row (&spec->cascade, "none", NAN, "–", false);
  add_cascade_row (&spec->cascade, NULL, -5, NULL, false);
  spec->cascade.total = INFINITY;
  spec->cascade.total_label = g_strdup ("all");
  spec->cascade.budget = make_tick (1e300, "Zeitbudget je Einzelbild");
  return spec;
}

static ParlChartSpec *
create_ladder_odd (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_LADDER, "odd");
  ParlLadderChart *chart = &spec->ladder;

  chart->promise = make_tick (5, "Versprechen 5 %");
  chart->halt = make_tick (5.1, "Abbruchgrenze 5,1 %");
  chart->axis_end = 22;
  chart->heads[0] = g_strdup ("Auslieferungsstufe");
  chart->heads[5] = g_strdup ("Nächste Freigabeprüfung");
  add_stage (chart, LONG_WORDS, 3, 3, "3", "40", 7.5, 2.6, 30, "7,5 %", PARL_TONE_WARN,
             "zu wenig bekannt", "21 Tage", "Freigabe nach der Speicherplatzprüfung");
  add_stage (chart, LONG_WORD, 0, 0, "0", "0", 40, 35, 45, "40 %", PARL_TONE_BAD, "Anhalten", "–",
             NULL);
  add_stage (chart, "Rest", NAN, NAN, NULL, NULL, NAN, NAN, NAN, "keine Daten", PARL_TONE_NONE,
             "Nicht begonnen", NULL, NULL);
  return spec;
}

static ParlChartSpec *
create_ladder_halt (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_LADDER, "halt");
  ParlLadderChart *chart = &spec->ladder;

  chart->promise = make_tick (5, "promise 5 %");
  chart->halt = make_tick (10, "halt 10 %");
  chart->axis_end = 22;
  add_stage (chart, "Devices on v2.3", NAN, NAN, NULL, "2,600", 20, 18.5, 21.6, "20.0 %",
             PARL_TONE_BAD, "Stop", "18.5–21.6 %", NULL);
  add_stage (chart, "Whole fleet", NAN, NAN, NULL, "12,400", 7.3, 6.9, 7.8, "7.3 %", PARL_TONE_WARN,
             "Over budget", "6.9–7.8 %", NULL);
  add_stage (chart, "All other devices", NAN, NAN, NULL, "9,800", 3.9, 3.6, 4.3, "3.9 %",
             PARL_TONE_GOOD, "Continue", "3.6–4.3 %", NULL);
  return spec;
}

static ParlChartSpec *
create_bullet_odd (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_BULLET, "odd");

  spec->bullet.value = 1e300;
  spec->bullet.previous = INFINITY;
  spec->bullet.promise = 5;
  spec->bullet.end = 10;
  spec->bullet.promise_label = g_strdup ("versprochen: höchstens 5 %");
  spec->bullet.previous_label = g_strdup ("im Zeitraum davor 6,0 %");
  return spec;
}

static ParlChartSpec *
create_bullet_open (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_BULLET, "no promise, no end");

  spec->bullet.value = 4720;
  spec->bullet.previous = 5120;
  spec->bullet.previous_label = g_strdup ("before 5,120");
  return spec;
}

static ParlChartSpec *
create_line_one (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_LINE, "one");

  fill_line (&spec->line, 1, 1, 1);
  spec->line.axes = true;
  return spec;
}

static ParlChartSpec *
create_line_nan (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_LINE, "none");

  fill_line (&spec->line, 500, 1, 1);
  for (unsigned i = 0; i < 500; i++)
    spec->line.y[i] = NAN;
  return spec;
}

static ParlChartSpec *
create_line_wild (void)
{
  static const double wild[] = { 1.7e308, -1.7e308, INFINITY, 0, NAN, 1, -INFINITY, 1e300 };
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_LINE, "wild");

  fill_line (&spec->line, 8, 1, 1);
  for (unsigned i = 0; i < 8; i++)
    spec->line.y[i] = wild[i];
  spec->line.axes = true;
  spec->line.target = make_tick (0, "Zielgeschwindigkeit");
  add_tick (spec->line.y_ticks, 0, LONG_WORD);
  return spec;
}

static ParlChartSpec *
create_bars_odd (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_BARS, "odd");

  add_bar (&spec->bars, LONG_WORDS, 1e308, NAN, "1e308", PARL_TONE_BAD);
  add_bar (&spec->bars, LONG_WORD, NAN, INFINITY, "unbekannt", PARL_TONE_NONE);
  add_bar (&spec->bars, NULL, -3, 5, NULL, PARL_TONE_GOOD);
  add_bar (&spec->bars, "x", 0, 0, "0", PARL_TONE_WARN);
  return spec;
}

#define EMPTY(name, KIND)                                                                          \
  static ParlChartSpec *create_empty_##name (void)                                                 \
  {                                                                                                \
    return parl_chart_spec_new (KIND, "empty");                                                    \
  }
EMPTY (control, PARL_CHART_CONTROL)
EMPTY (heatmap, PARL_CHART_HEATMAP)
EMPTY (waterfall, PARL_CHART_WATERFALL)
EMPTY (histogram, PARL_CHART_HISTOGRAM)
EMPTY (cascade, PARL_CHART_CASCADE)
EMPTY (ladder, PARL_CHART_LADDER)
EMPTY (bullet, PARL_CHART_BULLET)
EMPTY (line, PARL_CHART_LINE)
EMPTY (bars, PARL_CHART_BARS)
EMPTY (intervals, PARL_CHART_INTERVALS)
EMPTY (burndown, PARL_CHART_BURNDOWN)
EMPTY (risk, PARL_CHART_RISK)
EMPTY (roadmap, PARL_CHART_ROADMAP)

const Fixture odd_fixtures[] = {
  { "control-one", create_control_one, 300, 160 },
  { "control-nan", create_control_nan, 300, 160 },
  { "control-zeros", create_control_zeros, 300, 160 },
  { "control-huge", create_control_huge, 300, 160 },
  { "control-crowded", create_control_crowded, 420, 160 },
  { "heatmap-long", create_heatmap_long, 420, 220 },
  { "heatmap-empty", create_heatmap_empty, 200, 100 },
  { "waterfall-long", create_waterfall_long, 380, 260 },
  { "waterfall-nan", create_waterfall_nan, 300, 180 },
  { "waterfall-huge", create_waterfall_huge, 300, 180 },
  { "histogram-odd", create_histogram_odd, 400, 180 },
  { "cascade-odd", create_cascade_odd, 400, 200 },
  { "ladder-odd", create_ladder_odd, 500, 180 },
  { "ladder-halt", create_ladder_halt, 784, 112 },
  { "bullet-odd", create_bullet_odd, 264, 52 },
  { "bullet-open", create_bullet_open, 264, 52 },
  { "line-one", create_line_one, 200, 100 },
  { "line-nan", create_line_nan, 200, 100 },
  { "line-wild", create_line_wild, 400, 160 },
  { "bars-odd", create_bars_odd, 300, 140 },
  { "intervals-odd", create_intervals_odd, 316, 130 },
  { "burndown-odd", create_burndown_odd, 368, 150 },
  { "risk-odd", create_risk_odd, 368, 150 },
  { "roadmap-odd", create_roadmap_odd, 500, 122 },
  { "roadmap-busy", create_roadmap_busy, 296, 480 },
  { "empty-control", create_empty_control, 100, 80 },
  { "empty-heatmap", create_empty_heatmap, 100, 80 },
  { "empty-waterfall", create_empty_waterfall, 100, 80 },
  { "empty-histogram", create_empty_histogram, 100, 80 },
  { "empty-cascade", create_empty_cascade, 100, 80 },
  { "empty-ladder", create_empty_ladder, 100, 80 },
  { "empty-bullet", create_empty_bullet, 100, 80 },
  { "empty-line", create_empty_line, 100, 80 },
  { "empty-bars", create_empty_bars, 100, 80 },
  { "empty-intervals", create_empty_intervals, 100, 80 },
  { "empty-burndown", create_empty_burndown, 100, 80 },
  { "empty-risk", create_empty_risk, 100, 80 },
  { "empty-roadmap", create_empty_roadmap, 100, 80 },
  { NULL, NULL, 0, 0 },
};
