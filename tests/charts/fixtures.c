/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One spec of each kind, with the numbers of the golden fleet where it defines them. */
#include "config.h"

#include "tests/charts/fixtures.h"
#include "tests/charts/makers.h"

#include <math.h>

static const ParlTime first_day = (ParlTime)1790380800 * PARL_SECOND; /* 26 Sep 2026 */

static ParlChartSpec *
create_control (void)
{
  static const double values[]
      = { 5.2, 5.2, 6.6, 4.0, 5.9, 4.3, 7.1, 6.1, 7.4, 5.7, 6.4, 5.9, 5.5, 6.1,
          5.0, 5.7, 6.6, 6.1, 5.7, 8.0, 6.1, 5.7, 6.1, 5.7, 5.7, 5.7, 7.8, 5.9,
          4.2, 4.2, 5.0, 3.7, 3.7, 7.2, 5.0, 5.5, 6.1, 7.2, 5.2, 4.4, 6.1, 5.4,
          5.6, 9.2, 9.0, 9.0, 8.6, 9.7, 9.9, 9.0, 8.6, 9.4, 9.2, 8.4, 8.6, 9.6 };
  static const double ticks[] = { 0, 14, 28, 42, 55 };
  static const char *const names[] = { "26 Sep", "10 Oct", "24 Oct", "7 Nov", "20 Nov" };
  ParlChartSpec *spec = parl_chart_spec_new (
      PARL_CHART_CONTROL, "Daily failure left its limits on 8 Nov; that coincides with wave 2");
  ParlControlChart *chart = &spec->control;

  for (unsigned i = 0; i < G_N_ELEMENTS (values); i++)
    {
      ParlSignal signal = i < 43                           ? PARL_SIGNAL_NONE
                          : i + 1 == G_N_ELEMENTS (values) ? PARL_SIGNAL_NONE
                          : values[i] > 8.9                ? PARL_SIGNAL_BEYOND
                                                           : PARL_SIGNAL_RUN;
      add_control_point (
          chart, first_day + i * PARL_DAY, values[i], signal,
          (ParlTip){ g_strdup_printf ("Day %u", i), g_strdup_printf ("%.1f %%", values[i]) });
    }
  chart->mean = make_tick (5.98, "mean 5.98");
  set_control_limits (chart, 3.0, 8.9);
  g_array_index (chart->points, ParlControlPoint, G_N_ELEMENTS (values) - 1).is_partial = true;
  chart->budget = make_tick (5, "budget 5 %");
  add_mark (chart->marks, first_day + 28 * PARL_DAY, "v2.6 canary, 24 Oct");
  add_mark (chart->marks, first_day + 43 * PARL_DAY, "wave 2, 8 Nov");
  parl_chart_spec_set_link (spec, chart->points->len + 1, g_strdup ("the wave"));
  for (unsigned i = 0; i < G_N_ELEMENTS (ticks); i++)
    add_tick (chart->x_ticks, (double)(first_day + (ParlTime)ticks[i] * PARL_DAY), names[i]);
  add_tick (chart->y_ticks, 0, "0");
  add_tick (chart->y_ticks, 5, "5");
  add_tick (chart->y_ticks, 10, "10 %");
  return spec;
}

static ParlChartSpec *
create_heatmap (void)
{
  static const char *const columns[] = { "v2.3", "v2.4", "v2.5" };
  static const char *const rows[]
      = { "disk-space", "battery", "network", "boot-rollback", "verify", "unknown" };
  static const double counts[]
      = { 442, 0, 0, 28, 62, 81, 19, 38, 54, 14, 27, 33, 10, 22, 31, 7, 15, 22 };
  static const double attempts[] = { 2600, 4100, 5700 };
  static const char *const feet[] = { "520 / 2,600", "164 / 4,100", "221 / 5,700", "905" };
  static const char *const totals[] = { "442", "171", "111", "74", "63", "44" };
  ParlChartSpec *spec = parl_chart_spec_new (
      PARL_CHART_HEATMAP, "disk-space is 442 of 2,600 = 17.0 % on v2.3, and on no other release");
  ParlHeatmapChart *chart = &spec->heatmap;

  fill_heatmap (chart, 6, 3, rows, columns);
  chart->totals_head = g_strdup ("all");
  chart->feet_head = g_strdup ("of n attempts");
  chart->totals = copy_strings (totals, 6);
  chart->feet = copy_strings (feet, 4);
  for (unsigned i = 0; i < 18; i++)
    {
      double rate = counts[i] / attempts[i % 3];
      chart->cells[i].rate = rate;
      chart->cells[i].text = counts[i] > 0
                                 ? g_strdup_printf ("%.0f · %.1f %%", counts[i], 100 * rate)
                                 : g_strdup ("0");
      chart->cells[i].tip.when = g_strdup_printf ("%s on %s", rows[i / 3], columns[i % 3]);
      chart->cells[i].tip.what = g_strdup_printf ("%.0f of %.0f", counts[i], attempts[i % 3]);
    }
  return spec;
}

static ParlChartSpec *
create_waterfall (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (
      PARL_CHART_WATERFALL, "Release v2.3 still fails 1 in 5 times, but is now 21 % of updates");
  ParlWaterfallChart *chart = &spec->waterfall;

  chart->subtitle = g_strdup ("Failed updates per 100, first try");
  chart->promise = make_tick (5, "promised: at most 5 %");
  add_waterfall_bar (chart, 0, 5.98, PARL_TONE_PREVIOUS, false, "5.98 %", "The 28 days before",
                     NULL);
  add_waterfall_bar (chart, 5.98, 7.72, PARL_TONE_BAD, true, "+1.74", "More from an old release",
                     "v2.3: 10\302\240% → 21\302\240%");
  add_waterfall_bar (chart, 7.72, 7.30, PARL_TONE_PREVIOUS, false, "−0.42", "Like for like",
                     "no measurable change");
  add_waterfall_bar (chart, 0, 7.30, PARL_TONE_PLAIN, false, "7.30 %", "Last 28 days", NULL);
  return spec;
}

static ParlChartSpec *
create_histogram (void)
{
  static const double nano[]
      = { 0, 0, 0, 1, 1, 1, 1.2, 1.5, 1.5, 1.6, 1.8, 2, 2, 3, 7, 14, 16, 13, 9, 5, 2, 0.8, 0, 0 };
  static const double xavier[]
      = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.2, 0.3, 0.3, 0.5, 1.6, 11, 16, 12, 8, 4, 1.2, 0, 0, 0 };
  static const double orin[]
      = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.4, 1.5, 9, 16, 16, 8, 4, 0.8, 0, 0 };
  ParlChartSpec *spec = parl_chart_spec_new (
      PARL_CHART_HISTOGRAM, "93.4 % of time at 30 FPS or more, p5 24.1; only Nano falls short");
  ParlHistogramChart *chart = &spec->histogram;

  chart->start = 15;
  chart->width = 1;
  chart->n_bins = G_N_ELEMENTS (nano);
  chart->target = make_tick (30, "30 FPS");
  add_histogram_row (chart, "Nano", nano, "82.1 % ≥ 30", "p5 21.8", PARL_TONE_BAD);
  add_histogram_row (chart, "Xavier", xavier, "97.9 % ≥ 30", "p5 30.2", PARL_TONE_PLAIN);
  add_histogram_row (chart, "Orin", orin, "99.6 % ≥ 30", "p5 31.4", PARL_TONE_PLAIN);
  add_tick (chart->x_ticks, 15, "15");
  add_tick (chart->x_ticks, 20, "20");
  add_tick (chart->x_ticks, 25, "25");
  add_tick (chart->x_ticks, 30, "30");
  add_tick (chart->x_ticks, 35, "35");
  return spec;
}

static ParlChartSpec *
create_cascade (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (
      PARL_CHART_CASCADE, "p95 frame is 36.8 ms, 3.5 over budget; inference takes 58 % of it");
  ParlCascadeChart *chart = &spec->cascade;

  add_cascade_row (chart, "capture", 4.2, "4.2", false);
  add_cascade_row (chart, "pre-process", 5.1, "5.1", false);
  add_cascade_row (chart, "inference", 21.3, "21.3", true);
  add_cascade_row (chart, "post-process", 3.8, "3.8", false);
  add_cascade_row (chart, "publish", 2.4, "2.4", false);
  chart->total = 36.8;
  chart->total_label = g_strdup ("p95 frame");
  chart->total_text = g_strdup ("36.8 ms");
  chart->budget = make_tick (33.3, "budget 33.3");
  return spec;
}

static ParlChartSpec *
create_ladder (void)
{
  static const char *const heads[]
      = { "Stage", "Updated of devices", "n", "Verdict", "Soak", "Next gate" };
  ParlChartSpec *spec = parl_chart_spec_new (
      PARL_CHART_LADDER, "Wave 2 is over the promise at 9.1 %; wave 3 must wait");
  ParlLadderChart *chart = &spec->ladder;

  for (unsigned i = 0; i < 6; i++)
    chart->heads[i] = g_strdup (heads[i]);
  chart->promise = make_tick (5, "promise 5 %");
  chart->halt = make_tick (10, "halt 10 %");
  chart->axis_end = 22;
  add_stage (chart, "Canary", 192, 200, "192", "200", 4.0, 2.0, 7.7, "4.0 %", PARL_TONE_GOOD,
             "Passed", "3 d", "passed 26 Oct");
  add_stage (chart, "Pilot", 958, 1000, "958", "1,000", 4.2, 3.1, 5.6, "4.2 %", PARL_TONE_GOOD,
             "Passed", "2 d", "passed 28 Oct");
  add_stage (chart, "Wave 1", 4710, 5000, "4,710", "5,000", 5.8, 5.2, 6.5, "5.8 %", PARL_TONE_WARN,
             "Over 5 %", "10 d", "passed 7 Nov");
  add_stage (chart, "Wave 2", 5635, 7000, "5,635", "6,200", 9.1, 8.4, 9.9, "9.1 %", PARL_TONE_BAD,
             "Hold v2.3", "13 d", "space check");
  add_stage (chart, "Wave 3", 0, 4800, "0", "0", NAN, NAN, NAN, "no data", PARL_TONE_NONE,
             "Not started", "–", "wave 2 ≤ 5 %");
  add_stage (chart, "v2.3 devices", NAN, NAN, NULL, "2,600", 20.0, 18.5, 21.6, "20.0 %",
             PARL_TONE_BAD, "Stop", "18.5–21.6 %", NULL);
  ParlLadderRow *group = &g_array_index (chart->rows, ParlLadderRow, chart->rows->len - 1);
  group->new_group = true;
  group->group = g_strdup ("By device group");
  add_stage (chart, "All others", NAN, NAN, NULL, "9,800", 3.9, 3.6, 4.3, "3.9 %", PARL_TONE_GOOD,
             "Continue", "3.6–4.3 %", NULL);
  return spec;
}

static ParlChartSpec *
create_bullet (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_BULLET, "7.3 % of updates failed");

  spec->bullet.value = 7.3;
  spec->bullet.previous = 6.0;
  spec->bullet.promise = 5;
  spec->bullet.end = 10;
  spec->bullet.promise_label = g_strdup ("at most 5 %");
  spec->bullet.previous_label = g_strdup ("before 6.0 %");
  return spec;
}

static ParlChartSpec *
create_forecast (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_BULLET, "Done in 18 days, two days late");

  spec->bullet.value = 18;
  spec->bullet.promise = 16;
  spec->bullet.end = 32;
  spec->bullet.forecast_low = 17;
  spec->bullet.forecast_high = 20;
  spec->bullet.promise_label = g_strdup ("plan 16 days");
  spec->bullet.previous_label = g_strdup ("likely 9 Dec");
  return spec;
}

static ParlChartSpec *
create_line (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_LINE, "Speed sank after 8 Nov");
  ParlLineChart *chart = &spec->line;

  fill_line (chart, 20000, 7, 1200);
  for (size_t i = 0; i < chart->length; i++)
    if (i > 9000 && i < 10500)
      chart->y[i] = NAN;
  chart->axes = true;
  chart->target = make_tick (-20, "target 30");
  add_tick (chart->y_ticks, -100, "10");
  add_tick (chart->y_ticks, 0, "30");
  add_tick (chart->y_ticks, 100, "50 FPS");
  add_tick (chart->x_ticks, 0, "24 Oct");
  add_tick (chart->x_ticks, 10000, "7 Nov");
  add_tick (chart->x_ticks, 19999, "20 Nov");
  return spec;
}

static ParlChartSpec *
create_sparkline (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_LINE, "Failures, day by day");

  fill_line (&spec->line, 28, 3, 30);
  spec->line.y[9] = NAN;
  spec->line.y[11] = NAN;
  return spec;
}

static ParlChartSpec *
create_bars (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_BARS, "3.4 % blind: 612 of 18,000");

  add_bar (&spec->bars, "1 to 3 days", 286, NAN, "286", PARL_TONE_PLAIN);
  add_bar (&spec->bars, "3 to 7 days", 174, NAN, "174", PARL_TONE_PLAIN);
  add_bar (&spec->bars, "7 to 28 days", 98, NAN, "98", PARL_TONE_PLAIN);
  add_bar (&spec->bars, "longer", 54, NAN, "54", PARL_TONE_PLAIN);
  return spec;
}

static ParlChartSpec *
create_risk (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_BARS, "Risk is high, 36 of 100");

  add_bar (&spec->bars, "Failure rate above the promise", 19, 35, "19", PARL_TONE_BAD);
  add_bar (&spec->bars, "Silent devices", 5, 15, "5", PARL_TONE_PLAIN);
  add_bar (&spec->bars, "Speed drop", 5, 15, "5", PARL_TONE_PLAIN);
  add_bar (&spec->bars, "Size of the next wave", 3, 20, "3", PARL_TONE_PLAIN);
  add_bar (&spec->bars, "Failures without a cause", 2, 10, "2", PARL_TONE_PLAIN);
  add_bar (&spec->bars, "Days late", NAN, 5, "unknown", PARL_TONE_NONE);
  return spec;
}

/* With a tag and, as dots, days with merges; one of these stands on a stage's day. */
static ParlChartSpec *
create_news (void)
{
  ParlChartSpec *spec = create_control ();
  GArray *marks = spec->control.marks;
  const int days[] = { 3, 11, 28 };

  add_mark (marks, first_day + 16 * PARL_DAY, "2.6.0 tagged, 12 Oct");
  for (unsigned i = 0; i < G_N_ELEMENTS (days); i++)
    {
      add_mark (marks, first_day + days[i] * PARL_DAY, "3 merges");
      g_array_index (marks, ParlMark, marks->len - 1).is_small = true;
    }
  return spec;
}

const Fixture golden_fixtures[] = {
  { "control", create_control, 785, 210 },
  { "heatmap", create_heatmap, 368, 180 },
  { "waterfall", create_waterfall, 680, 240 },
  { "histogram", create_histogram, 368, 180 },
  { "cascade", create_cascade, 368, 170 },
  { "ladder", create_ladder, 784, 328 },
  { "bullet", create_bullet, 264, 52 },
  { "forecast", create_forecast, 264, 52 },
  { "line", create_line, 680, 200 },
  { "sparkline", create_sparkline, 120, 32 },
  { "bars", create_bars, 368, 100 },
  { "risk", create_risk, 368, 144 },
  { "intervals", create_intervals, 316, 86 },
  { "burndown", create_burndown, 368, 150 },
  { "risk-parts", create_risk_parts, 368, 192 },
  { "roadmap", create_roadmap, 784, 98 },
  { "what-if", create_what_if, 252, 60 },
  { "news", create_news, 785, 210 },
  { NULL, NULL, 0, 0 },
};
