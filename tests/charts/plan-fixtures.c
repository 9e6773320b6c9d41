/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fixtures of the kinds that speak of promises, budgets and plans, with the golden fleet's numbers.
 */
#include "config.h"

#include "tests/charts/fixtures.h"
#include "tests/charts/makers.h"

#include <math.h>

/* 24 October 2026 */
#define FIRST_DAY (INT64_C (20750) * PARL_DAY)

static ParlTime
find_day (int day)
{
  return FIRST_DAY + day * PARL_DAY;
}

static char *
name_day (int day)
{
  g_autoptr (GDateTime) first = g_date_time_new_from_unix_utc (FIRST_DAY / 1000);
  g_autoptr (GDateTime) date = g_date_time_add_days (first, day);

  return g_date_time_format (date, "%-d %b");
}

static void
add_days (GArray *ticks, int from, int to)
{
  for (int day = from; day <= to; day++)
    {
      g_autofree char *name = name_day (day);
      add_tick (ticks, (double)find_day (day), name);
    }
}

ParlChartSpec *
create_intervals (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_INTERVALS, "7.30 % failed, up from 5.98 %");
  const ParlIntervalRow rows[] = {
    { 5.98,
      5.57,
      6.41,
      g_strdup ("before 5.98"),
      PARL_TONE_PREVIOUS,
      { g_strdup ("Before"), g_strdup ("5.98 % (5.57–6.41), 717 of 12,000") } },
    { 7.3,
      6.85,
      7.77,
      g_strdup ("now 7.30"),
      PARL_TONE_PLAIN,
      { g_strdup ("Now"), g_strdup ("7.30 % (6.85–7.77), 905 of 12,400") } },
  };

  g_array_append_vals (spec->intervals.rows, rows, G_N_ELEMENTS (rows));
  spec->intervals.promise = make_tick (5, "promise");
  add_tick (spec->intervals.x_ticks, 0, "0 %");
  add_tick (spec->intervals.x_ticks, 5, "5 %");
  add_tick (spec->intervals.x_ticks, 10, "10 %");
  return spec;
}

ParlChartSpec *
create_burndown (void)
{
  static const double left[]
      = { 620, 613, 605, 598, 592, 585, 570, 550, 525, 500, 476,  450,  428,  400,
          370, 340, 310, 277, 230, 170, 90,  25,  -40, -90, -140, -180, -230, -285 };
  ParlChartSpec *spec
      = parl_chart_spec_new (PARL_CHART_BURNDOWN, "Budget of 620 failures ran out on 14 November");
  ParlBurndownChart *chart = &spec->burndown;

  for (int i = 0; i < (int)G_N_ELEMENTS (left); i++)
    {
      g_autofree char *name = name_day (i);
      ParlBurndownPoint point = {
        find_day (i), left[i], { g_strdup (name), g_strdup_printf ("%.0f of 620 left", left[i]) }
      };
      g_array_append_val (chart->points, point);
    }
  chart->budget = 620;
  chart->since = find_day (0);
  chart->until = find_day (27);
  chart->pace_label = g_strdup ("even pace");
  chart->spent = make_tick ((double)find_day (21) + 25.0 / 65 * PARL_DAY, "spent 14 Nov");
  chart->end_label = g_strdup ("−285");
  add_days (chart->x_ticks, 0, 27);
  add_tick (chart->y_ticks, 0, "0");
  add_tick (chart->y_ticks, 300, "300");
  add_tick (chart->y_ticks, 620, "620");
  return spec;
}

static void
add_part (ParlRiskChart *chart, const char *label, double value, double most, const char *text,
          ParlTone tone)
{
  ParlRiskPart part = { g_strdup (label), value, most,
                        g_strdup (text),  tone,  g_strdup_printf ("%s of %.0f", text, most) };

  g_array_append_val (chart->parts, part);
}

ParlChartSpec *
create_risk_parts (void)
{
  ParlChartSpec *spec
      = parl_chart_spec_new (PARL_CHART_RISK, "Risk is high, 36 of 100: the budget is spent");
  ParlRiskChart *chart = &spec->risk;

  add_part (chart, "Failure rate above the promise", 19, 35, "19", PARL_TONE_BAD);
  add_part (chart, "Silent devices", 5, 15, "5", PARL_TONE_PLAIN);
  add_part (chart, "Speed drop", 5, 15, "5", PARL_TONE_PLAIN);
  add_part (chart, "Size of the next wave", 3, 20, "3", PARL_TONE_PLAIN);
  add_part (chart, "Failures without a cause", 2, 10, "2", PARL_TONE_PLAIN);
  add_part (chart, "Days late", NAN, 5, "unknown", PARL_TONE_NONE);
  add_tick (chart->bands, 25, "Low");
  add_tick (chart->bands, 50, "Medium");
  add_tick (chart->bands, 75, "High");
  add_tick (chart->bands, 100, "Severe");
  chart->band = 2;
  chart->rule = g_strdup ("budget spent");
  return spec;
}

ParlChartSpec *
create_roadmap (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (
      PARL_CHART_ROADMAP, "Space check ships 27 November; the fleet is likely done 9 December");
  ParlRoadmapChart *chart = &spec->roadmap;
  const ParlLane lanes[] = {
    { .name = g_strdup ("Safer updates"),
      .done = { find_day (25), find_day (28) },
      .plan = { find_day (25), find_day (34) },
      .label = g_strdup ("Free-space check, 27 Nov") },
    { .name = g_strdup ("Whole fleet"),
      .done = { find_day (19), find_day (28) },
      .likely = { find_day (28), find_day (45) },
      .range = { find_day (45), find_day (48) },
      .label = g_strdup ("8 to 11 Dec"),
      .tip.what = g_strdup ("likely done 9 Dec (8 to 11 Dec)") },
    { .name = g_strdup ("Higher speed"),
      .plan = { find_day (41), find_day (53) },
      .label = g_strdup ("Start after the decision of 4 Dec"),
      .waits_for = 1 },
  };

  g_array_append_vals (chart->lanes, lanes, G_N_ELEMENTS (lanes));
  chart->today = make_tick ((double)find_day (28), "today");
  add_days (chart->x_ticks, 19, 53);
  return spec;
}

/* What is worst for labels: several milestones in one week, long titles, one of long ago that was
 * never done, one beyond the rest, and one that nobody gave a day. */
ParlChartSpec *
create_roadmap_busy (void)
{
  static const struct
  {
    const char *name, *title, *when;
    int start, due;
  } rows[] = {
    { "Sicherere Aktualisierungen", "Prüfung des freien Speicherplatzes", "fällig am 27. Nov.", 33,
      35 },
    { "Sicherere Aktualisierungen", "Rückfallprüfung", "fällig am 28. Nov.", 34, 36 },
    { "Sicherere Aktualisierungen", "Akkustand vor jeder Aktualisierung", "fällig am 28. Nov.", 36,
      36 },
    { "Höhere Bildrate der Nachtaufnahmen", "Entscheidung", "fällig am 29. Nov.", 37, 37 },
    { "Höhere Bildrate der Nachtaufnahmen", "Leichteres Modell für alle Geräteklassen",
      "fällig am 30. Nov., wartet auf „Entscheidung“", 36, 38 },
    { "Freigabe", "Lang überfällige Abnahme durch die Betreiber", "fällig am 1. Sep.", -60, -53 },
    { "Freigabe", "Feldversuch", "fällig am 24. Dez.", 55, 61 },
    { "Freigabe", "Ohne Tag", "noch offen", 1, 0 },
  };
  ParlChartSpec *spec
      = parl_chart_spec_new (PARL_CHART_ROADMAP, "Fünf Meilensteine in einer Woche");
  ParlRoadmapChart *chart = &spec->roadmap;

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      ParlLane lane = { .name = g_strdup (rows[i].name),
                        .label = g_strdup_printf ("%s, %s", rows[i].title, rows[i].when) };
      if (rows[i].start <= rows[i].due)
        lane.plan = (ParlSpan){ find_day (rows[i].start), find_day (rows[i].due + 1) };
      g_array_append_val (chart->lanes, lane);
    }
  g_array_index (chart->lanes, ParlLane, 4).waits_for = 4;
  chart->today = make_tick ((double)find_day (28) + PARL_DAY / 3.0, "heute");
  add_days (chart->x_ticks, -60, 68);
  return spec;
}

ParlChartSpec *
create_what_if (void)
{
  ParlChartSpec *spec
      = parl_chart_spec_new (PARL_CHART_BARS, "3.73 % would fail: 75 % of the budget");

  add_bar (&spec->bars, "now", 7.3, NAN, "7.30 %", PARL_TONE_PLAIN);
  add_bar (&spec->bars, "if", 3.73, NAN, "3.73 %", PARL_TONE_PLAIN);
  g_array_index (spec->bars.bars, ParlBar, 1).forecast = true;
  spec->bars.promise = make_tick (5, NULL);
  return spec;
}

ParlChartSpec *
create_intervals_odd (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_INTERVALS, "odd");
  const ParlIntervalRow rows[] = {
    { NAN, NAN, NAN, g_strdup ("vorher: keine Daten"), PARL_TONE_PREVIOUS, { 0 } },
    { 1e308, -1e308, INFINITY, g_strdup (LONG_WORDS), PARL_TONE_BAD, { 0 } },
    { 0, 0, 0, NULL, PARL_TONE_GOOD, { 0 } },
    { -5, -6, -4, g_strdup (LONG_WORD), PARL_TONE_NONE, { 0 } },
  };

  g_array_append_vals (spec->intervals.rows, rows, G_N_ELEMENTS (rows));
  spec->intervals.promise = make_tick (0, LONG_WORD);
  return spec;
}

/* It runs out, is filled up again, has gaps and no budget that is known. */
ParlChartSpec *
create_burndown_odd (void)
{
  static const double left[] = { 5, -1, 3, NAN, -2, -3, NAN, 4, INFINITY, 1 };
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_BURNDOWN, "odd");

  for (int i = 0; i < (int)G_N_ELEMENTS (left); i++)
    {
      ParlBurndownPoint point = { find_day (i), left[i], { 0 } };
      g_array_append_val (spec->burndown.points, point);
    }
  spec->burndown.since = find_day (3);
  spec->burndown.until = find_day (-3);
  spec->burndown.pace_label = g_strdup (LONG_WORDS);
  spec->burndown.end_label = g_strdup (LONG_WORD);
  spec->burndown.spent = make_tick ((double)find_day (0), LONG_WORD);
  return spec;
}

ParlChartSpec *
create_risk_odd (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_RISK, "odd");
  ParlRiskChart *chart = &spec->risk;

  add_part (chart, LONG_WORDS, 90, 20, "90 von 20", PARL_TONE_BAD);
  add_part (chart, LONG_WORD, NAN, NAN, "unbekannt", PARL_TONE_NONE);
  add_part (chart, "minus", -5, 1e308, "-5", PARL_TONE_WARN);
  add_tick (chart->bands, 10, LONG_WORD);
  add_tick (chart->bands, NAN, "Mittel");
  add_tick (chart->bands, 50, LONG_WORDS);
  chart->band = 7;
  chart->rule = g_strdup (LONG_WORDS);
  return spec;
}

ParlChartSpec *
create_roadmap_odd (void)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_ROADMAP, "odd");
  const ParlLane lanes[] = {
    { .name = g_strdup (LONG_WORDS), .label = g_strdup (LONG_WORDS) },
    { .name = g_strdup ("rückwärts"), .done = { find_day (9), find_day (3) } },
    { .done = { find_day (1), find_day (2) }, .label = g_strdup (LONG_WORD) },
    { .likely = { find_day (0), find_day (90) },
      .range = { find_day (2), find_day (3) },
      .label = g_strdup (LONG_WORD),
      .waits_for = 4 },
    { .plan = { find_day (1), find_day (2) }, .waits_for = 4 },
    { .plan = { find_day (1), find_day (2) }, .waits_for = 2 },
    { .plan = { find_day (1), find_day (2) }, .waits_for = 99 },
  };

  g_array_append_vals (spec->roadmap.lanes, lanes, G_N_ELEMENTS (lanes));
  spec->roadmap.today = make_tick ((double)find_day (90), LONG_WORD);
  return spec;
}
