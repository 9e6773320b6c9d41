/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and charts of the panel on one fact. Every number comes from a fact; speaks to nobody in
 * particular. */
#include "config.h"

#include "audiences/panel/panel-words.h"

#include "analysis/catalogue.h"
#include "audiences/format.h"
#include "audiences/phrase.h"
#include "audiences/charts/board-chart.h"
#include "charts/place.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_TICKS 3

/* The intervals. */

static void
add_tick (GArray *ticks, double value, ParlUnit unit, double step)
{
  double shown = unit == PARL_UNIT_SHARE || unit == PARL_UNIT_POINTS ? step * 100 : step;
  int digits = shown >= 1 ? 0 : (int)ceil (-log10 (shown) - 1e-9);
  ParlTick tick = { value, parl_format_value (value, unit, MIN (digits, 4)) };

  g_array_append_val (ticks, tick);
}

/* From 0 where 0 is not far from what there is to see; else from just below it: dots, unlike bars,
 * need no zero. At the end there is room for a name. */
static void
add_ticks (GArray *ticks, double from, double to, ParlUnit unit)
{
  bool from_zero = from >= 0 && to - from > from / 4;
  double start = from_zero ? 0 : from;
  double step = parl_scale_get_step (fmax (to - start, 1e-6), MAX_TICKS);

  if (!from_zero)
    start = floor (from / step) * step;
  double end = start;
  for (unsigned i = 0; i <= 3 * MAX_TICKS && end - to < 0.3 * (end - start) + 1e-12; i++)
    {
      end = start + i * step;
      add_tick (ticks, end, unit, step);
    }
}

static void
add_interval (GArray *rows, const ParlExplanationMark *mark, ParlTone tone)
{
  if (isnan (mark->value) || mark->label == NULL)
    return;
  ParlIntervalRow row
      = { .value = mark->value, .low = mark->low, .high = mark->high, .tone = tone };

  row.label = g_strdup (mark->label);
  g_array_append_val (rows, row);
}

/* Returns: (transfer full) (nullable): what was and what is with their intervals, and what was
 *   promised; %NULL where there is only one number */
ParlChartSpec *
parl_explanation_chart (const ParlExplanation *explanation)
{
  const ParlExplanationMark *now = &explanation->now, *before = &explanation->before;
  const ParlExplanationMark *target = &explanation->target;
  double from = INFINITY, to = -INFINITY;

  if (isnan (now->value) || explanation->unit == PARL_UNIT_TIME
      || (isnan (now->low) && isnan (before->value) && isnan (target->value)))
    return NULL;

  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_INTERVALS, explanation->title);
  add_interval (spec->intervals.rows, before, PARL_TONE_PREVIOUS);
  add_interval (spec->intervals.rows, now, PARL_TONE_PLAIN);
  spec->intervals.promise.value = target->value;
  spec->intervals.promise.label = g_strdup (target->label);
  const double values[] = { now->value,  now->low,     now->high,    before->value,
                            before->low, before->high, target->value };
  for (unsigned i = 0; i < G_N_ELEMENTS (values); i++)
    parl_place_extend (values[i], &from, &to);
  add_ticks (spec->intervals.x_ticks, from, to, explanation->unit);
  return spec;
}

/* The what-if. */

/* Returns: whether @fact speaks of all failed first updates, of their causes, or of what they use
 * up */
bool
parl_what_if_suits (const ParlFindings *findings, const ParlFact *fact)
{
  const ParlFact *rate = parl_findings_find (findings, PARL_FACT_FAILURE_RATE, NULL, true);

  return fact->entry->of_failures && rate != NULL && rate->count > 0;
}

/* Returns: (transfer full): "Free-space check" */
char *
parl_what_if_name_check (const ParlAudience *audience, const char *cause)
{
  g_autofree char *word = parl_phrase_find_check (audience, cause);
  g_autofree char *name = g_strdup_printf (_ ("%s check"), word);
  g_autofree char *first = g_utf8_substring (name, 0, 1);
  g_autofree char *upper = g_utf8_strup (first, -1);

  return g_strconcat (upper, name + strlen (first), NULL);
}

/* @avoidable: failures fewer
 * Returns: (transfer full): "up to 442 fewer"; with a check that is known to miss some: "about 221
 *   fewer" */
char *
parl_what_if_say_avoidable (double avoidable, double efficacy)
{
  g_autofree char *n = parl_format_number (round (avoidable), 0);

  return g_strdup_printf (efficacy < 1 ? _ ("about %s fewer") : _ ("up to %s fewer"), n);
}

/* Returns: (transfer full): "3.73 % would fail: 75 % of the budget" */
char *
parl_what_if_say (const ParlWhatIf *what_if)
{
  if (isnan (what_if->rate->value))
    return g_strdup (_ ("No update was tried: nothing can be told"));

  g_autofree char *rate = parl_format_share (what_if->rate->value, 2);
  if (what_if->budget == NULL || isnan (what_if->budget->value))
    return g_strdup_printf (_ ("%s would fail"), rate);

  g_autofree char *budget = parl_format_share (what_if->budget->value, 0);
  return g_strdup_printf (_ ("%s would fail: %s of the budget"), rate, budget);
}

/* @always: each chosen check is taken to always work
 * Returns: (transfer full): how far the sentence can be trusted */
char *
parl_what_if_say_trust (const ParlWhatIf *what_if, bool always)
{
  const char *condition = always ? _ ("“up to”: if every check always works")
                                 : _ ("if each check works as often as is set here");

  if (isnan (what_if->rate->low) || isnan (what_if->rate->high))
    return g_strdup (condition);
  g_autofree char *interval
      = parl_format_interval (what_if->rate->low, what_if->rate->high, PARL_UNIT_SHARE, 2);
  return g_strdup_printf (_ ("95\u00a0%% interval %s; %s"), interval, condition);
}

static void
add_bar (GArray *bars, const char *label, double value, bool forecast)
{
  ParlBar bar = { .label = g_strdup (label), .value = value, .end = NAN, .forecast = forecast };

  bar.text = isnan (value) ? g_strdup (_ ("no data")) : parl_format_share (value, 2);
  g_array_append_val (bars, bar);
}

/* Returns: (transfer full): what is and what would be, and what was promised */
ParlChartSpec *
parl_what_if_chart (const ParlFindings *findings, const ParlWhatIf *what_if)
{
  const ParlFact *rate = parl_findings_find (findings, PARL_FACT_FAILURE_RATE, NULL, true);
  g_autofree char *message = parl_what_if_say (what_if);
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_BARS, message);

  add_bar (spec->bars.bars, C_ ("what-if", "now"), rate != NULL ? rate->value : NAN, false);
  add_bar (spec->bars.bars, C_ ("what-if", "if"), what_if->rate->value, true);
  spec->bars.promise.value = parl_targets_get_slo (findings->targets);
  return spec;
}
