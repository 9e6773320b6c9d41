/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the rollout goes on: what is left of the failure budget, and what the risk is made of. Draws
 * what facts say. */
#include "config.h"

#include "audiences/board-chart.h"

#include "analysis/catalogue.h"
#include "audiences/format.h"
#include "audiences/phrase.h"
#include "audiences/vocabulary.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_DAYS 120 /* as many labels of a time axis */

static char *
dup_part_text (ParlWording *wording, const ParlCardPlan *card, const char *part,
               const ParlFact *fact)
{
  g_autoptr (ParlLine) line = parl_board_chart_say_part (wording, card, part, fact);

  return line != NULL ? g_strdup (line->text) : NULL;
}

/* From day to day, or in longer steps where there are very many. */
void
parl_board_chart_add_days (GArray *ticks, ParlTime since, ParlTime until)
{
  ParlTime step = MAX ((until - since) / PARL_DAY / MAX_DAYS + 1, 1) * PARL_DAY;

  for (ParlTime time = since; time <= until; time += step)
    {
      ParlTick tick = { (double)time, parl_format_date (time, PARL_DATE_SHORT) };
      g_array_append_val (ticks, tick);
    }
}

/* @allowed: how many failures all of the budget is */
static ParlBurndownPoint
make_burn_point (const ParlBurnDay *day, double allowed)
{
  g_autofree char *date = parl_format_date (day->time, PARL_DATE_SHORT);
  g_autofree char *left = parl_format_number (day->left * allowed, 0);
  g_autofree char *all = parl_format_number (allowed, 0);

  return (ParlBurndownPoint){ day->time, day->left * allowed,
                              g_strdup_printf (ngettext ("%s: %s of %s failure left",
                                                         "%s: %s of %s failures left",
                                                         (gulong)fabs (round (allowed))),
                                               date, left, all) };
}

/* The day on which it ran out, where the line crosses 0 on that day. */
static ParlTick
make_spent (ParlWording *wording, const GArray *days)
{
  const ParlFact *spent = parl_board_chart_find (wording, PARL_FACT_BUDGET_SPENT, NULL, NULL);
  ParlTick tick = { NAN, NULL };

  for (unsigned i = 1; spent != NULL && i < days->len; i++)
    {
      const ParlBurnDay *before = &g_array_index (days, ParlBurnDay, i - 1);
      const ParlBurnDay *day = before + 1;
      if (before->left < 0 || day->left >= 0)
        continue;

      double part = before->left / (before->left - day->left);
      g_autofree char *date = parl_format_date ((ParlTime)spent->value, PARL_DATE_SHORT);
      tick.value = (double)before->time + part * (double)(day->time - before->time);
      tick.label = g_strdup_printf (C_ ("burn-down", "spent %s"), date);
      break;
    }
  return tick;
}

/**
 * parl_board_chart_burn_down:
 *
 * In failures, as people count them; all of the budget is what the success target leaves room for.
 */
ParlChartSpec *
parl_board_chart_burn_down (ParlWording *wording, const char *message)
{
  const GArray *days = wording->findings->burn_down;
  const ParlFact *left = parl_board_chart_find (wording, PARL_FACT_BUDGET_LEFT, NULL, NULL);
  const ParlFact *over = parl_board_chart_find (wording, PARL_FACT_BUDGET_OVER, NULL, NULL);
  if (days == NULL || days->len == 0 || left == NULL || over == NULL)
    return NULL;

  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_BURNDOWN, message);
  ParlBurndownChart *chart = &spec->burndown;
  for (unsigned i = 0; i < days->len; i++)
    {
      ParlBurndownPoint point = make_burn_point (&g_array_index (days, ParlBurnDay, i), left->n);
      g_array_append_val (chart->points, point);
    }
  chart->budget = left->n;
  chart->since = g_array_index (days, ParlBurnDay, 0).time;
  chart->until = g_array_index (days, ParlBurnDay, days->len - 1).time;
  chart->pace_label = g_strdup (C_ ("burn-down", "even pace"));
  chart->end_label = parl_format_number (-over->value, 0);
  chart->spent = make_spent (wording, days);
  parl_board_chart_add_days (chart->x_ticks, chart->since, chart->until);

  ParlTick zero = { 0, parl_format_number (0, 0) };
  ParlTick all = { left->n, parl_format_number (left->n, 0) };
  g_array_append_val (chart->y_ticks, zero);
  g_array_append_val (chart->y_ticks, all);
  return spec;
}

static int
compare_parts (gconstpointer a, gconstpointer b)
{
  const ParlFact *first = *(const ParlFact *const *)a;
  const ParlFact *second = *(const ParlFact *const *)b;

  if (isnan (first->value) || isnan (second->value))
    return (int)isnan (first->value) - (int)isnan (second->value);
  return (first->value < second->value) - (first->value > second->value);
}

static ParlRiskPart
make_risk_part (ParlWording *wording, const ParlFact *fact, ParlTone tone)
{
  g_autofree char *most = parl_format_number (fact->n, 0);
  ParlRiskPart part = { .value = fact->value, .most = fact->n, .tone = tone };

  part.label = parl_phrase_find_word (wording->audience, wording->findings, fact, "part");
  part.text = isnan (fact->value) ? g_strdup (C_ ("bar", "unknown"))
                                  : parl_format_number (fact->value, 0);
  part.tip = isnan (fact->value)
                 ? g_strdup_printf (C_ ("risk", "%s: unknown, at most %s"), part.label, most)
                 : g_strdup_printf (C_ ("risk", "%s: %s of %s"), part.label, part.text, most);
  return part;
}

/* From the largest; what is not known stands last. Only the largest has a colour of its own. */
static void
add_risk_parts (ParlWording *wording, const ParlCardPlan *card, GArray *parts, ParlTone tone)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new ();
  const ParlFact *fact;

  for (unsigned i = 0; (fact = parl_wording_find (wording, card->of, i)) != NULL; i++)
    {
      g_ptr_array_add (facts, (gpointer)fact);
      parl_wording_note (wording, fact);
    }
  g_ptr_array_sort (facts, compare_parts);
  for (unsigned i = 0; i < facts->len; i++)
    {
      ParlRiskPart part = make_risk_part (wording, facts->pdata[i],
                                          i == 0 && tone == PARL_TONE_BAD ? tone : PARL_TONE_PLAIN);
      g_array_append_val (parts, part);
    }
}

/* What the halt rule stops is drawn as the highest band. */
static int
find_band (const ParlFact *whole, double minimum_n)
{
  static const char *const bands[] = { "low", "medium", "high", "severe" };

  if (parl_vocabulary_is_silent (whole, minimum_n))
    return -1;
  for (unsigned i = 0; i < G_N_ELEMENTS (bands); i++)
    if (g_strcmp0 (whole->aspect, bands[i]) == 0)
      return (int)i;
  return g_strcmp0 (whole->aspect, "stop") == 0 ? (int)G_N_ELEMENTS (bands) - 1 : -1;
}

ParlChartSpec *
parl_board_chart_risk (ParlWording *wording, const ParlCardPlan *card, const char *message)
{
  const ParlTargets *targets = wording->findings->targets;
  const ParlFact *whole = parl_board_chart_find (wording, PARL_FACT_RISK, NULL, NULL);
  if (whole == NULL)
    return NULL;

  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_RISK, message);
  ParlRiskChart *chart = &spec->risk;
  const struct
  {
    double end;
    const char *name;
  } bands[] = { { targets->risk.medium, C_ ("risk", "Low") },
                { targets->risk.high, C_ ("risk", "Medium") },
                { targets->risk.severe, C_ ("risk", "High") },
                { fmax (whole->n, targets->risk.severe), C_ ("risk", "Severe") } };

  for (unsigned i = 0; i < G_N_ELEMENTS (bands); i++)
    {
      ParlTick band = { bands[i].end, g_strdup (bands[i].name) };
      g_array_append_val (chart->bands, band);
    }
  add_risk_parts (wording, card, chart->parts,
                  parl_vocabulary_get_tone (whole, targets->minimum_n));
  chart->band = find_band (whole, targets->minimum_n);
  chart->rule = dup_part_text (wording, card, "rule", whole);
  return spec;
}
