/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills the bridge from the rate before to the rate now: mix and within, or the whole change where
 * it can't be split. Its bars carry two digits for every audience, so that what is read adds up. */
#include "config.h"

#include "audiences/charts/board-chart.h"

#include "analysis/catalogue.h"
#include "audiences/format.h"

#define DIGITS 2

typedef struct
{
  ParlWording *wording;
  const ParlCardTemplate *card;
  ParlChartSpec *spec;
} Bridge;

static void
add_bar (Bridge *bridge, const char *part, const ParlFact *fact, double from, double to,
         ParlTone tone)
{
  g_autoptr (ParlLine) words
      = parl_board_chart_say_part (bridge->wording, bridge->card, part, fact);
  bool is_step = fact->unit == PARL_UNIT_POINTS;
  ParlWaterfallBar bar
      = { from, to, tone, is_step && tone != PARL_TONE_PREVIOUS, NULL, NULL, NULL };

  bar.value = is_step ? parl_format_bare (fact->value, fact->unit, DIGITS)
                      : parl_format_share (to, DIGITS);
  if (words != NULL)
    {
      bar.label = g_strdup (words->text);
      bar.detail = g_strdup (words->detail);
    }
  parl_board_chart_link (bridge->spec, bridge->spec->waterfall.bars->len, fact);
  g_array_append_val (bridge->spec->waterfall.bars, bar);
}

/* Only what is sure has a colour: the mix counts as such when the change as a whole is confirmed,
 * for it has no interval of its own. */
static ParlTone
get_step_tone (const ParlFact *step, const ParlFact *judge)
{
  if (judge == NULL || judge->verdict != PARL_VERDICT_CONFIRMED || step->value == 0)
    return PARL_TONE_PREVIOUS;
  return step->value > 0 ? PARL_TONE_BAD : PARL_TONE_GOOD;
}

static ParlChartSpec *
create (ParlWording *wording, const ParlCardTemplate *card, const char *message)
{
  const ParlFact *rate = parl_board_chart_find (wording, PARL_FACT_FAILURE_RATE, NULL, NULL);
  const ParlFact *change = parl_board_chart_find (wording, PARL_FACT_FAILURE_CHANGE, NULL, NULL);
  const ParlFact *mix = parl_board_chart_find (wording, PARL_FACT_FAILURE_MIX, NULL, NULL);
  const ParlFact *within = parl_board_chart_find (wording, PARL_FACT_FAILURE_WITHIN, NULL, NULL);
  bool is_split = mix != NULL && within != NULL;
  if (rate == NULL || (!is_split && change == NULL) || !parl_fact_has_comparison (rate))
    return NULL;

  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_WATERFALL, message);
  Bridge bridge = { wording, card, spec };
  double before = rate->comparison.value;

  add_bar (&bridge, "before", rate, 0, before, PARL_TONE_PREVIOUS);
  if (is_split)
    {
      double between = before + mix->value; /* where the second step starts */

      add_bar (&bridge, "mix", mix, before, between, get_step_tone (mix, change));
      add_bar (&bridge, "within", within, between, rate->value, get_step_tone (within, within));
    }
  else
    add_bar (&bridge, "change", change, before, rate->value, get_step_tone (change, change));
  add_bar (&bridge, "now", rate, 0, rate->value, PARL_TONE_PLAIN);
  spec->waterfall.promise.label = parl_board_chart_dup_part (wording, card, "promise", rate);
  if (spec->waterfall.promise.label != NULL)
    spec->waterfall.promise.value = rate->target;
  spec->waterfall.subtitle = parl_board_chart_dup_part (wording, card, "subtitle", rate);
  return spec;
}

const ParlBoardChart parl_board_waterfall = {
  .name = "waterfall",
  .parts = "before mix within change now promise subtitle",
  .create = create,
};
