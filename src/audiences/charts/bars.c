/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills the bars: facts of one kind, each a bar with its value. */
#include "config.h"

#include "audiences/charts/board-chart.h"

#include "audiences/format.h"
#include "audiences/phrase.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static ParlBar
make_bar (ParlWording *wording, const ParlCardTemplate *card, const ParlFact *fact)
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

static ParlChartSpec *
create (ParlWording *wording, const ParlCardTemplate *card, const char *message)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new ();
  const ParlFact *fact;

  for (unsigned i = 0; (fact = parl_wording_find (wording, card->of, i)) != NULL; i++)
    if (!isnan (fact->value) || fact->unit == PARL_UNIT_SCORE)
      g_ptr_array_add (facts, (gpointer)fact);
  if (facts->len == 0)
    return NULL;
  if (((const ParlFact *)facts->pdata[0])->unit == PARL_UNIT_SCORE)
    g_ptr_array_sort (facts, parl_board_chart_compare_values);

  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_BARS, message);
  for (unsigned i = 0; i < facts->len; i++)
    {
      ParlBar bar = make_bar (wording, card, facts->pdata[i]);
      g_array_append_val (spec->bars.bars, bar);
      parl_board_chart_link (spec, i, facts->pdata[i]);
      parl_wording_note (wording, facts->pdata[i]);
    }
  fact = facts->pdata[0];
  if (g_hash_table_contains (card->parts, "promise") && !isnan (fact->target))
    spec->bars.promise
        = (ParlTick){ fact->target, parl_board_chart_dup_part (wording, card, "promise", fact) };
  return spec;
}

const ParlBoardChart parl_board_bars = {
  .name = "bars",
  .parts = "bar promise",
  .needs_of = true,
  .create = create,
};
