/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the boards of the golden fleet give to the charts: positions are the facts' own numbers. */
#include "config.h"

#include "audiences/board.h"

#include "analysis/catalogue.h"

#include "fixture-parts.h"
#include "fixture.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#define NB "\u00a0"

static ParlBoard *
create_board (const char *audience_id, ParlFindings *findings)
{
  g_autoptr (ParlAudience) audience = fixture_load_audience (audience_id);

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

/* Where the change can't be split, it is one step. */
static void
test_waterfall_whole (void)
{
  g_autoptr (ParlFindings) findings = fixture_golden ();
  ParlFact *mix = (ParlFact *)parl_findings_find (findings, PARL_FACT_FAILURE_MIX, NULL, true);
  mix->value = NAN;
  g_autoptr (ParlBoard) board = create_board ("engineer", findings);
  const ParlChartSpec *spec = find_chart (board, "bridge");
  const ParlWaterfallBar *step = &g_array_index (spec->waterfall.bars, ParlWaterfallBar, 1);

  g_assert_cmpuint (spec->waterfall.bars->len, ==, 3);
  g_assert_cmpfloat_with_epsilon (step->from, 706.0 / 11800, 1e-12);
  g_assert_cmpfloat_with_epsilon (step->to, 905.0 / 12400, 1e-12);
  g_assert_cmpint (step->tone, ==, PARL_TONE_BAD);
  g_assert_cmpstr (step->value, ==, "+1.32");
  g_assert_cmpstr (step->label, ==, "change");
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
  const ParlTip *tip = &g_array_index (chart->points, ParlControlPoint, 0).tip;
  g_assert_cmpstr (tip->when, ==, "26" NB "Sep");
  g_assert_cmpstr (tip->what, ==,
                   "4.77" NB "% (3.1\u2060–\u20607.2), 21 of 440; limits 3.0\u2060–\u20609.0");
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
free_news (ParlNews *news)
{
  g_free (news->release);
  g_free (news->title);
  g_free (news);
}

static void
add_news (ParlFindings *findings, unsigned day, const char *release, const char *title, unsigned n)
{
  ParlNews *news = g_new0 (ParlNews, 1);

  news->time = findings->before.since + day * PARL_DAY + 9 * PARL_HOUR;
  news->release = g_strdup (release);
  news->title = g_strdup (title);
  news->n_merges = n;
  g_ptr_array_add (findings->news, news);
}

/* What a tracker tells stands among the stages, by time; a click on it leads to the lead time. */
static void
test_news (void)
{
  g_autoptr (ParlFindings) findings = fixture_delivered ();
  findings->news = g_ptr_array_new_with_free_func ((GDestroyNotify)free_news);
  add_news (findings, 14, "2.6.0", NULL, 0);
  add_news (findings, 15, NULL, "Check the free space", 1);
  add_news (findings, 16, NULL, NULL, 3);
  fixture_add_event (findings, "Canary", 15);
  g_autoptr (ParlBoard) board = create_board ("engineer", findings);
  const ParlChartSpec *spec = find_chart (board, "daily");
  const ParlControlChart *chart = &spec->control;
  const char *const labels[]
      = { "2.6.0 tagged, 10" NB "Oct", "v2.6 Canary, 11" NB "Oct",
          "“Check the free space” merged, 11" NB "Oct", "3 merges, 12" NB "Oct" };

  g_assert_cmpuint (chart->marks->len, ==, G_N_ELEMENTS (labels));
  for (unsigned i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      const ParlMark *mark = &g_array_index (chart->marks, ParlMark, i);
      g_assert_cmpstr (mark->label, ==, labels[i]);
      g_assert_cmpint (mark->is_small, ==, i >= 2);
    }
  g_assert_cmpstr (spec->links->pdata[chart->points->len], ==, "delivery-lead");
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
    { "Canary", "192", "200", "4.0" NB "%", "Cannot tell", "3" NB "d", "1,625 more updates",
      PARL_TONE_WARN },
    { "Pilot", "958", "1,000", "4.2" NB "%", "Cannot tell", "2" NB "d", "1,852 more updates",
      PARL_TONE_WARN },
    { "Wave 1", "4,710", "5,000", "5.8" NB "%", "Over 5" NB "%", "10" NB "d", "passed",
      PARL_TONE_WARN },
    { "Wave 2", "5,635", "6,200", "9.1" NB "%", "Hold v2.3", "13" NB "d", "space check",
      PARL_TONE_BAD },
    { "Wave 3", "0", "0", "no data", "Not started", "–", "all but v2.3", PARL_TONE_NONE },
  };
  const ParlLadderChart *groups = &find_chart (board, "halt")->ladder;
  const struct
  {
    const char *name, *n, *rate, *verdict, *soak;
    ParlTone tone;
  } group_rows[] = {
    { "v2.3 devices", "2,600", "20.0" NB "%", "Stop", "18.5\u2060–\u206021.6" NB "%",
      PARL_TONE_BAD },
    { "Whole fleet", "12,400", "7.3" NB "%", "Over 5" NB "%", "6.9\u2060–\u20607.8" NB "%",
      PARL_TONE_WARN },
    { "All others", "9,800", "3.9" NB "%", "Continue", "3.6\u2060–\u20604.3" NB "%",
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
      g_assert_false (row->new_group);
      g_assert_false (isnan (row->total));
    }
  g_assert_cmpuint (groups->rows->len, ==, G_N_ELEMENTS (group_rows));
  for (unsigned i = 0; i < G_N_ELEMENTS (group_rows); i++)
    {
      const ParlLadderRow *row = &g_array_index (groups->rows, ParlLadderRow, i);
      g_assert_cmpstr (row->name, ==, group_rows[i].name);
      g_assert_cmpstr (row->n_text, ==, group_rows[i].n);
      g_assert_cmpstr (row->rate_text, ==, group_rows[i].rate);
      g_assert_cmpstr (row->verdict, ==, group_rows[i].verdict);
      g_assert_cmpstr (row->soak, ==, group_rows[i].soak);
      g_assert_cmpint (row->tone, ==, group_rows[i].tone);
      g_assert_true (isnan (row->total));
    }
  g_assert_cmpstr (chart->promise.label, ==, "promise 5" NB "%");
  g_assert_cmpstr (chart->halt.label, ==, "halt 10" NB "%");
  g_assert_cmpfloat_with_epsilon (groups->axis_end, 0.22, 1e-12);
  g_assert_cmpfloat (chart->axis_end, ==, groups->axis_end);
}

static void
test_bullets (void)
{
  g_autoptr (ParlFindings) findings = fixture_golden ();
  g_autoptr (ParlBoard) exec = create_board ("exec", findings);
  const ParlBulletChart *updates = &find_chart (exec, "updates")->bullet;
  const ParlBulletChart *speed = &find_chart (exec, "speed")->bullet;
  const ParlBulletChart *schedule = &find_chart (exec, "schedule")->bullet;

  g_assert_cmpfloat_with_epsilon (updates->value, 905.0 / 12400, 1e-12);
  g_assert_cmpfloat_with_epsilon (updates->end, 0.10, 1e-12);
  g_assert_cmpstr (updates->promise_label, ==, "at most 5" NB "%");
  g_assert_cmpstr (updates->previous_label, ==, "before 6.0" NB "%");
  g_assert_cmpfloat_with_epsilon (speed->value, 0.066, 1e-9);
  g_assert_cmpfloat_with_epsilon (speed->promise, 0.05, 1e-9);
  g_assert_cmpfloat_with_epsilon (speed->end, 0.10, 1e-9);
  g_assert_cmpfloat (schedule->value, ==, 18.2);
  g_assert_cmpfloat (schedule->promise, ==, 16);
  g_assert_cmpfloat (schedule->forecast_low, ==, 17.4);
  g_assert_cmpfloat (schedule->forecast_high, ==, 20.1);
  g_assert_cmpstr (schedule->previous_label, ==, "likely 9" NB "Dec");
}

static void
test_bars (void)
{
  g_autoptr (ParlFindings) findings = fixture_golden ();
  g_autoptr (ParlBoard) board = create_board ("ops", findings);
  GArray *blast = find_chart (board, "blast")->bars.bars;

  g_assert_cmpuint (blast->len, ==, 2);
  g_assert_cmpstr (g_array_index (blast, ParlBar, 0).label, ==, "Wave 2");
  g_assert_cmpstr (g_array_index (blast, ParlBar, 1).text, ==, "4,800 · 96 sites");
}

static void
test_risk (void)
{
  g_autoptr (ParlFindings) findings = fixture_golden ();
  g_autoptr (ParlBoard) board = create_board ("ops", findings);
  const ParlRiskChart *risk = &find_chart (board, "risk")->risk;
  const ParlRiskPart *first = &g_array_index (risk->parts, ParlRiskPart, 0);
  const ParlRiskPart *last = &g_array_index (risk->parts, ParlRiskPart, 5);

  g_assert_cmpuint (risk->parts->len, ==, 6);
  for (unsigned i = 1; i < 5; i++)
    g_assert_cmpfloat (g_array_index (risk->parts, ParlRiskPart, i).value, <=,
                       g_array_index (risk->parts, ParlRiskPart, i - 1).value);
  g_assert_cmpstr (first->label, ==, "Failure rate");
  g_assert_cmpfloat (first->most, ==, 35);
  g_assert_cmpint (first->tone, ==, PARL_TONE_BAD);
  g_assert_true (isnan (last->value));
  g_assert_cmpfloat (last->most, ==, 5);
  g_assert_cmpstr (last->text, ==, "unknown");
  g_assert_cmpuint (risk->bands->len, ==, 4);
  g_assert_cmpfloat (g_array_index (risk->bands, ParlTick, 1).value, ==, 50);
  g_assert_cmpint (risk->band, ==, 2);
  g_assert_cmpstr (risk->rule, ==, "budget spent");
}

/* In failures; the line crosses 0 where its label stands. */
static void
test_burn_down (void)
{
  g_autoptr (ParlFindings) findings = fixture_golden ();
  g_autoptr (ParlFindings) healthy = fixture_healthy ();
  g_autoptr (ParlBoard) board = create_board ("ops", findings);
  g_autoptr (ParlBoard) good = create_board ("ops", healthy);
  const ParlBurndownChart *chart = &find_chart (board, "budget")->burndown;
  double crossing = (double)findings->window.since + 28 * 620.0 / 905 * (double)PARL_DAY;

  g_assert_cmpuint (chart->points->len, ==, 29);
  g_assert_cmpfloat (chart->budget, ==, 620);
  g_assert_cmpfloat (g_array_index (chart->points, ParlBurndownPoint, 0).left, ==, 620);
  g_assert_cmpfloat_with_epsilon (g_array_index (chart->points, ParlBurndownPoint, 28).left, -285,
                                  1e-9);
  g_assert_cmpstr (chart->end_label, ==, "−285");
  g_assert_cmpstr (chart->spent.label, ==, "spent 14" NB "Nov");
  g_assert_cmpfloat_with_epsilon (chart->spent.value, crossing, 1000);
  g_assert_true (isnan (find_chart (good, "budget")->burndown.spent.value));
  g_assert_null (find_chart (good, "budget")->burndown.spent.label);
}

static void
test_roadmap (void)
{
  g_autoptr (ParlFindings) findings = fixture_golden ();
  g_autoptr (ParlFindings) healthy = fixture_healthy ();
  g_autoptr (ParlBoard) board = create_board ("exec", findings);
  g_autoptr (ParlBoard) finished = create_board ("exec", healthy);
  const ParlRoadmapChart *chart = &find_chart (board, "roadmap")->roadmap;
  const ParlLane *lane = &g_array_index (chart->lanes, ParlLane, 0);

  g_assert_cmpuint (chart->lanes->len, ==, 1);
  g_assert_cmpstr (lane->name, ==, "800 of 6,505 left");
  g_assert_cmpstr (lane->label, ==, "likely 9" NB "Dec, between 8" NB "Dec and 11" NB "Dec");
  g_assert_cmpint (lane->done.since, ==, findings->as_of - 28 * PARL_DAY);
  g_assert_cmpint (lane->done.until, ==, findings->as_of);
  g_assert_cmpint (lane->likely.since, ==, findings->as_of);
  g_assert_cmpint (lane->likely.until, <, lane->range.until);
  g_assert_cmpint (lane->plan.since, ==, lane->plan.until);
  g_assert_cmpfloat (chart->today.value, ==, (double)findings->as_of);
  g_assert_null (find_chart (finished, "roadmap"));
}

/* Below the rollout the milestones, by what they are for; what is long done is left out. */
static void
test_plan (void)
{
  g_autoptr (ParlFindings) findings = fixture_planned ();
  g_autoptr (ParlBoard) board = create_board ("exec", findings);
  const ParlRoadmapChart *chart = &find_chart (board, "roadmap")->roadmap;
  const struct
  {
    const char *name, *label;
    int done_since, done_until, plan_since, plan_until;
    unsigned waits_for;
  } lanes[] = {
    { "Whole fleet", "likely 9" NB "Dec, between 8" NB "Dec and 11" NB "Dec", -28, 0, 0, 0, 0 },
    { "Explained failures", "Every failure sends its log, done 24" NB "Oct", -28, -27, -30, -29,
      0 },
    { "Safer updates", "Downloads resume, done 31" NB "Oct", -21, -20, -22, -21, 0 },
    { "Safer updates", "Free-space check, due 27" NB "Nov", -4, 0, -4, 7, 0 },
    { "Release notes", "done 18" NB "Nov", -3, -2, -3, -2, 0 },
    { "Release", "Wave 3 begins, due 30" NB "Nov", 0, 0, 9, 10, 4 },
  };

  g_assert_cmpuint (chart->lanes->len, ==, G_N_ELEMENTS (lanes));
  for (unsigned i = 0; i < G_N_ELEMENTS (lanes); i++)
    {
      const ParlLane *lane = &g_array_index (chart->lanes, ParlLane, i);
      g_assert_cmpstr (lane->name, ==, lanes[i].name);
      g_assert_cmpstr (lane->label, ==, lanes[i].label);
      g_assert_cmpuint (lane->waits_for, ==, lanes[i].waits_for);
      if (lanes[i].done_until > lanes[i].done_since)
        g_assert_cmpint (lane->done.since, ==, findings->as_of + lanes[i].done_since * PARL_DAY);
      g_assert_cmpint (lane->done.until - lane->done.since, ==,
                       (lanes[i].done_until - lanes[i].done_since) * PARL_DAY);
      if (lanes[i].plan_until > lanes[i].plan_since)
        g_assert_cmpint (lane->plan.since, ==, findings->as_of + lanes[i].plan_since * PARL_DAY);
      g_assert_cmpint (lane->plan.until - lane->plan.since, ==,
                       (lanes[i].plan_until - lanes[i].plan_since) * PARL_DAY);
    }
  const ParlTip *check = &g_array_index (chart->lanes, ParlLane, 3).tip;
  const ParlTip *wave = &g_array_index (chart->lanes, ParlLane, 5).tip;
  g_assert_cmpstr (check->when, ==, "Free-space check");
  g_assert_cmpstr (check->what, ==, "due 27" NB "Nov, Platform team");
  g_assert_cmpstr (wave->when, ==, "Wave 3 begins");
  g_assert_cmpstr (wave->what, ==, "due 30" NB "Nov, waits for “Free-space check”");

  /* A plan alone. */
  g_autoptr (ParlFindings) healthy = fixture_healthy ();
  healthy->snapshot->plan = parl_plan_ref (findings->snapshot->plan);
  g_ptr_array_add (healthy->facts, parl_fact_new ("value-delivered", parl_labels_new (NULL, NULL)));
  g_autoptr (ParlBoard) alone = create_board ("exec", healthy);
  g_assert_cmpuint (find_chart (alone, "roadmap")->roadmap.lanes->len, ==,
                    G_N_ELEMENTS (lanes) - 1);
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
  g_test_add_func ("/board-chart/waterfall-whole", test_waterfall_whole);
  g_test_add_func ("/board-chart/control", test_control);
  g_test_add_func ("/board-chart/news", test_news);
  g_test_add_func ("/board-chart/heatmap", test_heatmap);
  g_test_add_func ("/board-chart/heatmap-unobserved", test_heatmap_unobserved);
  g_test_add_func ("/board-chart/ladder", test_ladder);
  g_test_add_func ("/board-chart/bullets", test_bullets);
  g_test_add_func ("/board-chart/bars", test_bars);
  g_test_add_func ("/board-chart/risk", test_risk);
  g_test_add_func ("/board-chart/burn-down", test_burn_down);
  g_test_add_func ("/board-chart/roadmap", test_roadmap);
  g_test_add_func ("/board-chart/plan", test_plan);
  g_test_add_func ("/board-chart/speed", test_speed);
  return g_test_run ();
}
