/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the boards of the golden fleet give to the charts: positions are the facts' own numbers. */
#include "config.h"

#include "audiences/board.h"

#include "fixture.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#define NB "\u00a0"

static ParlBoard *
create_board (const char *audience_id, ParlFindings *findings)
{
  g_autofree char *dir = fixture_get_audiences_dir ();
  g_autoptr (ParlAudience) audience = parl_audience_find (audience_id, NULL, dir, NULL);

  return parl_board_new (audience, findings);
}

static const ParlChartSpec *
find_chart (const ParlBoard *board, const char *id)
{
  for (unsigned i = 0; i < board->cards->len; i++)
    {
      const ParlCard *card = board->cards->pdata[i];
      if (strcmp (card->id, id) == 0)
        return card->chart;
    }
  g_assert_not_reached ();
}

static void
test_waterfall (void)
{
  g_autoptr (ParlFindings) findings = fixture_golden ();
  g_autoptr (ParlBoard) board = create_board ("exec", findings);
  const ParlChartSpec *spec = find_chart (board, "why");
  const struct
  {
    double from, to;
    ParlTone tone;
    bool triangle;
    const char *value;
  } bars[] = {
    { 0, 706.0 / 11800, PARL_TONE_PREVIOUS, false, "5.98" NB "%" },
    { 706.0 / 11800, 706.0 / 11800 + 0.017374, PARL_TONE_BAD, true, "+1.74" },
    { 706.0 / 11800 + 0.017374, 905.0 / 12400, PARL_TONE_PREVIOUS, false, "−0.42" },
    { 0, 905.0 / 12400, PARL_TONE_PLAIN, false, "7.30" NB "%" },
  };

  g_assert_cmpint (spec->kind, ==, PARL_CHART_WATERFALL);
  g_assert_cmpstr (spec->message, ==, board->main_card->title->text);
  g_assert_cmpuint (spec->waterfall.bars->len, ==, G_N_ELEMENTS (bars));
  for (unsigned i = 0; i < G_N_ELEMENTS (bars); i++)
    {
      const ParlWaterfallBar *bar = &g_array_index (spec->waterfall.bars, ParlWaterfallBar, i);
      g_assert_cmpfloat_with_epsilon (bar->from, bars[i].from, 1e-12);
      g_assert_cmpfloat_with_epsilon (bar->to, bars[i].to, 1e-12);
      g_assert_cmpint (bar->tone, ==, bars[i].tone);
      g_assert_cmpint (bar->triangle, ==, bars[i].triangle);
      g_assert_cmpstr (bar->value, ==, bars[i].value);
      g_assert_nonnull (bar->label);
    }
  g_assert_cmpfloat_with_epsilon (spec->waterfall.promise.value, 0.05, 1e-12);
}

/* Without a confirmed change no step has a colour; without a window before there is no bridge. */
static void
test_waterfall_plain (void)
{
  g_autoptr (ParlFindings) healthy = fixture_healthy ();
  g_autoptr (ParlFindings) tiny = fixture_tiny ();
  g_autoptr (ParlBoard) board = create_board ("exec", healthy);
  g_autoptr (ParlBoard) small = create_board ("exec", tiny);
  const ParlChartSpec *spec = find_chart (board, "why");

  for (unsigned i = 1; i < 3; i++)
    {
      const ParlWaterfallBar *bar = &g_array_index (spec->waterfall.bars, ParlWaterfallBar, i);
      g_assert_cmpint (bar->tone, ==, PARL_TONE_PREVIOUS);
      g_assert_false (bar->triangle);
    }
  g_assert_null (find_chart (small, "why"));
}

static void
test_control (void)
{
  g_autoptr (ParlFindings) findings = fixture_golden ();
  ParlControlDay *gap = &g_array_index (findings->control->days, ParlControlDay, 5);
  gap->value = gap->low = gap->high = NAN;
  g_autoptr (ParlBoard) board = create_board ("engineer", findings);
  const ParlControlChart *chart = &find_chart (board, "daily")->control;
  const char *const y_labels[] = { "0", "5", "10" NB "%" };

  g_assert_cmpuint (chart->points->len, ==, 56);
  g_assert_true (isnan (g_array_index (chart->points, ParlControlPoint, 5).value));
  g_assert_cmpint (g_array_index (chart->points, ParlControlPoint, 44).signal, ==,
                   PARL_SIGNAL_BEYOND);
  g_assert_cmpint (g_array_index (chart->points, ParlControlPoint, 43).signal, ==, PARL_SIGNAL_RUN);
  g_assert_cmpint (g_array_index (chart->points, ParlControlPoint, 3).signal, ==, PARL_SIGNAL_NONE);
  g_assert_cmpstr (g_array_index (chart->points, ParlControlPoint, 0).tip, ==,
                   "26" NB "Sep: 4.77" NB "% (3.1\u2060–\u20607.2), 21 of 440");
  g_assert_cmpuint (chart->x_ticks->len, ==, 56);
  g_assert_cmpstr (g_array_index (chart->x_ticks, ParlTick, 0).label, ==, "26" NB "Sep");
  g_assert_cmpstr (g_array_index (chart->x_ticks, ParlTick, 14).label, ==, "10" NB "Oct");
  g_assert_cmpstr (g_array_index (chart->x_ticks, ParlTick, 55).label, ==, "20" NB "Nov");
  g_assert_cmpuint (chart->y_ticks->len, ==, G_N_ELEMENTS (y_labels));
  for (unsigned i = 0; i < G_N_ELEMENTS (y_labels); i++)
    g_assert_cmpstr (g_array_index (chart->y_ticks, ParlTick, i).label, ==, y_labels[i]);
  g_assert_cmpstr (chart->budget.label, ==, "budget 5" NB "%");
  g_assert_cmpstr (chart->mean.label, ==, "mean 5.98");
  g_assert_cmpuint (chart->marks->len, ==, 2);
  g_assert_cmpstr (g_array_index (chart->marks, ParlMark, 0).label, ==, "v2.6 Canary, 24" NB "Oct");
  g_assert_cmpstr (g_array_index (chart->marks, ParlMark, 1).label, ==, "Wave 2, 8" NB "Nov");
}

static void
test_heatmap (void)
{
  g_autoptr (ParlFindings) findings = fixture_golden ();
  g_autoptr (ParlBoard) board = create_board ("engineer", findings);
  const ParlHeatmapChart *chart = &find_chart (board, "causes")->heatmap;

  g_assert_cmpuint (chart->n_rows, ==, 6);
  g_assert_cmpuint (chart->n_columns, ==, 3);
  g_assert_cmpstr (chart->rows[0], ==, "disk-space");
  g_assert_cmpstr (chart->columns[0], ==, "v2.3");
  g_assert_cmpstr (chart->columns[2], ==, "v2.5");
  g_assert_cmpstr (chart->cells[0].text, ==, "442" NB "·" NB "17.0" NB "%");
  g_assert_cmpfloat_with_epsilon (chart->cells[0].rate, 0.17, 1e-12);
  g_assert_cmpstr (chart->cells[1].text, ==, "0");
  g_assert_cmpfloat (chart->cells[1].rate, ==, 0);
  g_assert_cmpstr (chart->totals[0], ==, "442");
  g_assert_cmpstr (chart->feet[0], ==, "520" NB "/" NB "2,600");
  g_assert_cmpstr (chart->feet[3], ==, "905");
}

/* Unobserved is not zero. */
static void
test_heatmap_unobserved (void)
{
  g_autoptr (ParlFindings) findings = fixture_healthy ();
  g_autoptr (ParlBoard) board = create_board ("engineer", findings);
  const ParlHeatmapChart *chart = &find_chart (board, "causes")->heatmap;

  g_assert_cmpstr (chart->rows[1], ==, "battery");
  g_assert_true (isnan (chart->cells[2].rate));
  g_assert_cmpstr (chart->cells[2].text, ==, "–");
}

static void
test_ladder (void)
{
  g_autoptr (ParlFindings) findings = fixture_golden ();
  g_autoptr (ParlBoard) board = create_board ("ops", findings);
  const ParlLadderChart *chart = &find_chart (board, "stages")->ladder;
  const struct
  {
    const char *name, *done, *n, *rate, *verdict, *soak, *gate;
    ParlTone tone;
  } rows[] = {
    { "Canary", "192", "200", "4.0" NB "%", "Passed", "3" NB "d", "passed", PARL_TONE_GOOD },
    { "Pilot", "958", "1,000", "4.2" NB "%", "Passed", "2" NB "d", "passed", PARL_TONE_GOOD },
    { "Wave 1", "4,710", "5,000", "5.8" NB "%", "Over 5" NB "%", "10" NB "d", "passed",
      PARL_TONE_WARN },
    { "Wave 2", "5,635", "6,200", "9.1" NB "%", "Hold v2.3", "13" NB "d", "space check",
      PARL_TONE_BAD },
    { "Wave 3", "0", "0", "no data", "Not started", "–", "Wave 2 ≤ 5" NB "%", PARL_TONE_NONE },
    { "v2.3 devices", "", "2,600", "20.0" NB "%", "Stop", "18.5\u2060–\u206021.6" NB "%", "",
      PARL_TONE_BAD },
    { "All others", "", "9,800", "3.9" NB "%", "Continue", "3.6\u2060–\u20604.3" NB "%", "",
      PARL_TONE_GOOD },
  };

  g_assert_cmpuint (chart->rows->len, ==, G_N_ELEMENTS (rows));
  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const ParlLadderRow *row = &g_array_index (chart->rows, ParlLadderRow, i);
      g_assert_cmpstr (row->name, ==, rows[i].name);
      g_assert_cmpstr (row->done_text, ==, rows[i].done);
      g_assert_cmpstr (row->n_text, ==, rows[i].n);
      g_assert_cmpstr (row->rate_text, ==, rows[i].rate);
      g_assert_cmpstr (row->verdict, ==, rows[i].verdict);
      g_assert_cmpstr (row->soak, ==, rows[i].soak);
      g_assert_cmpstr (row->gate, ==, rows[i].gate);
      g_assert_cmpint (row->tone, ==, rows[i].tone);
      g_assert_cmpint (row->new_group, ==, i == 5);
      g_assert_cmpint (isnan (row->total), ==, i >= 5);
    }
  g_assert_cmpstr (g_array_index (chart->rows, ParlLadderRow, 5).group, ==, "By device group");
  g_assert_cmpstr (chart->promise.label, ==, "promise 5" NB "%");
  g_assert_cmpstr (chart->halt.label, ==, "halt 10" NB "%");
  g_assert_cmpfloat_with_epsilon (chart->axis_end, 0.22, 1e-12);
}

static void
test_bullets (void)
{
  g_autoptr (ParlFindings) findings = fixture_golden ();
  g_autoptr (ParlBoard) exec = create_board ("exec", findings);
  g_autoptr (ParlBoard) ops = create_board ("ops", findings);
  const ParlBulletChart *updates = &find_chart (exec, "updates")->bullet;
  const ParlBulletChart *speed = &find_chart (exec, "speed")->bullet;
  const ParlBulletChart *budget = &find_chart (ops, "budget")->bullet;

  g_assert_cmpfloat_with_epsilon (updates->value, 905.0 / 12400, 1e-12);
  g_assert_cmpfloat_with_epsilon (updates->end, 0.10, 1e-12);
  g_assert_cmpstr (updates->promise_label, ==, "at most 5" NB "%");
  g_assert_cmpstr (updates->previous_label, ==, "before 6.0" NB "%");
  g_assert_cmpfloat_with_epsilon (speed->value, 0.066, 1e-9);
  g_assert_cmpfloat_with_epsilon (speed->promise, 0.05, 1e-9);
  g_assert_cmpfloat_with_epsilon (speed->end, 0.10, 1e-9);
  g_assert_cmpfloat_with_epsilon (budget->value, 905, 1e-9);
  g_assert_cmpfloat_with_epsilon (budget->promise, 620, 1e-9);
}

static void
test_bars (void)
{
  g_autoptr (ParlFindings) findings = fixture_golden ();
  g_autoptr (ParlBoard) board = create_board ("ops", findings);
  GArray *risk = find_chart (board, "risk")->bars.bars;
  GArray *blast = find_chart (board, "blast")->bars.bars;

  g_assert_cmpuint (risk->len, ==, 6);
  for (unsigned i = 1; i < 5; i++)
    g_assert_cmpfloat (g_array_index (risk, ParlBar, i).value, <=,
                       g_array_index (risk, ParlBar, i - 1).value);
  g_assert_cmpstr (g_array_index (risk, ParlBar, 0).label, ==, "Failure rate above the promise");
  g_assert_cmpfloat (g_array_index (risk, ParlBar, 0).end, ==, 35);
  g_assert_true (isnan (g_array_index (risk, ParlBar, 5).value));
  g_assert_cmpstr (g_array_index (risk, ParlBar, 5).text, ==, "unknown");
  g_assert_cmpuint (blast->len, ==, 2);
  g_assert_cmpstr (g_array_index (blast, ParlBar, 0).label, ==, "Wave 2");
  g_assert_cmpstr (g_array_index (blast, ParlBar, 1).text, ==, "4,800 · 96 sites");
}

static void
test_speed (void)
{
  g_autoptr (ParlFindings) findings = fixture_golden ();
  g_autoptr (ParlBoard) board = create_board ("engineer", findings);
  const ParlHistogramChart *histogram = &find_chart (board, "speed")->histogram;
  const ParlCascadeChart *cascade = &find_chart (board, "frame-time")->cascade;
  const ParlHistogramRow *nano = &g_array_index (histogram->rows, ParlHistogramRow, 0);
  double sum = 0;

  g_assert_cmpuint (histogram->rows->len, ==, 3);
  g_assert_cmpstr (nano->label, ==, "Nano");
  g_assert_cmpint (nano->tone, ==, PARL_TONE_BAD);
  g_assert_cmpstr (nano->detail, ==, "p5 21.8");
  g_assert_cmpfloat (histogram->start, >, 10);
  g_assert_cmpfloat (histogram->start, <, 30);
  for (unsigned i = 0; i < histogram->n_bins; i++)
    sum += nano->weights[i];
  g_assert_cmpfloat_with_epsilon (sum, 1, 0.01);

  g_assert_cmpuint (cascade->rows->len, ==, 5);
  g_assert_true (g_array_index (cascade->rows, ParlCascadeRow, 2).largest);
  g_assert_cmpstr (cascade->total_text, ==, "36.8" NB "ms");
  g_assert_cmpstr (cascade->budget.label, ==, "budget 33.3");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/board-chart/waterfall", test_waterfall);
  g_test_add_func ("/board-chart/waterfall-plain", test_waterfall_plain);
  g_test_add_func ("/board-chart/control", test_control);
  g_test_add_func ("/board-chart/heatmap", test_heatmap);
  g_test_add_func ("/board-chart/heatmap-unobserved", test_heatmap_unobserved);
  g_test_add_func ("/board-chart/ladder", test_ladder);
  g_test_add_func ("/board-chart/bullets", test_bullets);
  g_test_add_func ("/board-chart/bars", test_bars);
  g_test_add_func ("/board-chart/speed", test_speed);
  return g_test_run ();
}
