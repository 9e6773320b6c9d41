/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Picks the chart of a card, and draws up the two small ones: bullet and bars. */
#include "config.h"

#include "audiences/board-chart.h"

#include "analysis/catalogue.h"
#include "audiences/format.h"
#include "audiences/phrase.h"
#include "audiences/scale.h"
#include "audiences/vocabulary.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/**
 * parl_board_chart_say_part:
 * @fact: what the part of the chart shows
 *
 * Returns: (transfer full) (nullable): the audience's label for it
 */
ParlLine *
parl_board_chart_say_part (ParlWording *wording, const ParlCardPlan *card, const char *part,
                           const ParlFact *fact)
{
  const char *line = g_hash_table_lookup (card->parts, part);

  return line != NULL && fact != NULL ? parl_wording_say (wording, line, fact) : NULL;
}

/**
 * parl_board_chart_find:
 * @key: (nullable): %NULL for the fact of the whole
 *
 * Returns: (transfer none) (nullable): the fact that has a value; it counts as spoken of
 */
const ParlFact *
parl_board_chart_find (ParlWording *wording, const char *id, const char *key, const char *value)
{
  g_autoptr (ParlLabels) subject = parl_labels_new (key, value, NULL);
  const ParlFact *fact = parl_findings_find (wording->findings, id, subject, true);

  if (fact == NULL || isnan (fact->value))
    return NULL;
  parl_wording_note (wording, fact);
  return fact;
}

/* A bar that passes the line breaks the promise, so what is promised to happen is drawn as what did
 * not: slow time instead of time at speed. */
static double
place_on_bullet (const ParlFact *fact, double value)
{
  return parl_fact_is (fact, PARL_FACT_SPEED_KEPT) ? 1 - value : value;
}

static char *
dup_part_text (ParlWording *wording, const ParlCardPlan *card, const char *part,
               const ParlFact *fact)
{
  g_autoptr (ParlLine) line = parl_board_chart_say_part (wording, card, part, fact);

  return line != NULL ? g_strdup (line->text) : NULL;
}

ParlChartSpec *
parl_board_chart_bullet (ParlWording *wording, const ParlCardPlan *card, const char *message)
{
  const ParlFact *fact = parl_wording_find (wording, card->of, 0);
  if (fact == NULL || isnan (fact->value))
    return NULL;

  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_BULLET, message);
  ParlBulletChart *bullet = &spec->bullet;
  bool is_budget = parl_fact_is (fact, PARL_FACT_BUDGET_LEFT);

  bullet->value = is_budget ? fact->count : place_on_bullet (fact, fact->value);
  bullet->promise = is_budget ? fact->n : place_on_bullet (fact, fact->target);
  bullet->previous = is_budget ? NAN : place_on_bullet (fact, fact->comparison.value);
  if (parl_fact_is (fact, PARL_FACT_FINISH))
    {
      bullet->forecast_low = fact->low;
      bullet->forecast_high = fact->high;
    }
  bullet->promise_label = dup_part_text (wording, card, "promise", fact);
  if (!isnan (bullet->previous) || !isnan (bullet->forecast_high))
    bullet->previous_label = dup_part_text (wording, card, "previous", fact);

  double top = fmax (fmax (bullet->value, bullet->previous), bullet->forecast_high);
  bullet->end = isnan (bullet->promise) || bullet->promise <= 0
                    ? parl_scale_round_up (top, parl_scale_get_step (top, 4))
                    : fmax (2 * bullet->promise, parl_scale_round_up (top, bullet->promise));
  parl_wording_note (wording, fact);
  return spec;
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  const ParlFact *first = *(const ParlFact *const *)a;
  const ParlFact *second = *(const ParlFact *const *)b;

  if (isnan (first->value) || isnan (second->value))
    return (int)isnan (first->value) - (int)isnan (second->value);
  return (first->value < second->value) - (first->value > second->value);
}

static ParlBar
make_bar (ParlWording *wording, const ParlCardPlan *card, const ParlFact *fact)
{
  g_autoptr (ParlLine) line = parl_board_chart_say_part (wording, card, "bar", fact);
  bool is_score = fact->unit == PARL_UNIT_SCORE;
  bool is_counted = fact->unit == PARL_UNIT_SHARE && !isnan (fact->count);
  ParlBar bar = {
    NULL, is_counted ? fact->count : fact->value, is_score ? fact->n : NAN, NULL, PARL_TONE_PLAIN,
    false
  };

  if (line != NULL)
    {
      bar.text = g_strdup (line->text);
      bar.label = g_strdup (line->detail);
      bar.tone = line->tone;
    }
  for (unsigned i = 0; bar.label == NULL && i < card->of->keys->len; i++)
    if (strchr (card->of->values->pdata[i], '*') != NULL)
      bar.label = parl_phrase_find_word (wording->audience, wording->findings, fact,
                                         card->of->keys->pdata[i]);
  if (bar.text == NULL)
    bar.text
        = isnan (bar.value) ? g_strdup (C_ ("bar", "unknown")) : parl_format_number (bar.value, 0);
  return bar;
}

ParlChartSpec *
parl_board_chart_bars (ParlWording *wording, const ParlCardPlan *card, const char *message)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new ();
  const ParlFact *fact;

  for (unsigned i = 0; (fact = parl_wording_find (wording, card->of, i)) != NULL; i++)
    if (!isnan (fact->value) || fact->unit == PARL_UNIT_SCORE)
      g_ptr_array_add (facts, (gpointer)fact);
  if (facts->len == 0)
    return NULL;
  if (((const ParlFact *)facts->pdata[0])->unit == PARL_UNIT_SCORE)
    g_ptr_array_sort (facts, compare_values);

  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_BARS, message);
  for (unsigned i = 0; i < facts->len; i++)
    {
      ParlBar bar = make_bar (wording, card, facts->pdata[i]);
      g_array_append_val (spec->bars.bars, bar);
      parl_wording_note (wording, facts->pdata[i]);
    }
  fact = facts->pdata[0];
  if (g_hash_table_contains (card->parts, "promise") && !isnan (fact->target))
    spec->bars.promise = (ParlTick){ fact->target, dup_part_text (wording, card, "promise", fact) };
  return spec;
}

/**
 * parl_board_chart_new:
 * @message: the card's title: what the chart shows
 *
 * Returns: (transfer full) (nullable): the chart that @card asks for, where there is anything to
 * draw
 */
ParlChartSpec *
parl_board_chart_new (ParlWording *wording, const ParlCardPlan *card, const char *message)
{
  switch (card->chart)
    {
    case PARL_CARD_CHART_CONTROL:
      return parl_board_chart_control (wording, message);
    case PARL_CARD_CHART_HEATMAP:
      return parl_board_chart_heatmap (wording, message);
    case PARL_CARD_CHART_WATERFALL:
      return parl_board_chart_waterfall (wording, card, message);
    case PARL_CARD_CHART_HISTOGRAM:
      return parl_board_chart_histogram (wording, card, message);
    case PARL_CARD_CHART_FRAME_TIME:
      return parl_board_chart_cascade (wording, message);
    case PARL_CARD_CHART_LADDER:
      return parl_board_chart_ladder (wording, card, message);
    case PARL_CARD_CHART_BULLET:
      return parl_board_chart_bullet (wording, card, message);
    case PARL_CARD_CHART_BARS:
      return parl_board_chart_bars (wording, card, message);
    case PARL_CARD_CHART_BURN_DOWN:
      return parl_board_chart_burn_down (wording, message);
    case PARL_CARD_CHART_RISK:
      return parl_board_chart_risk (wording, card, message);
    case PARL_CARD_CHART_ROADMAP:
      return parl_board_chart_roadmap (wording, card, message);
    case PARL_CARD_CHART_NONE:
    default:
      return NULL;
    }
}
