/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills the risk of going on: what it is made of, and in which band it lies. */
#include "config.h"

#include "audiences/charts/board-chart.h"

#include "analysis/catalogue.h"
#include "audiences/format.h"
#include "audiences/phrase.h"
#include "audiences/vocabulary.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static ParlRiskPart
make_risk_part (ParlWording *wording, const ParlFact *fact, ParlTone tone)
{
  g_autofree char *most = parl_format_number (fact->n, 0);
  ParlRiskPart part = { .value = fact->value, .most = fact->n, .tone = tone };

  part.label = parl_phrase_find_word (wording->audience, wording->findings, fact, "part");
  part.text = isnan (fact->value) ? g_strdup (C_ ("bar", "unknown"))
                                  : parl_format_number (fact->value, 0);
  part.detail = isnan (fact->value) ? g_strdup_printf (C_ ("risk", "unknown, at most %s"), most)
                                    : g_strdup_printf (C_ ("risk", "%s of %s"), part.text, most);
  return part;
}

/* From the largest; what is not known stands last. Only the largest has a colour of its own. */
static void
add_risk_parts (ParlWording *wording, const ParlCardTemplate *card, ParlChartSpec *spec,
                ParlTone tone)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new ();
  const ParlFact *fact;

  for (unsigned i = 0; (fact = parl_wording_find (wording, card->of, i)) != NULL; i++)
    {
      g_ptr_array_add (facts, (gpointer)fact);
      parl_wording_note (wording, fact);
    }
  g_ptr_array_sort (facts, parl_board_chart_compare_values);
  for (unsigned i = 0; i < facts->len; i++)
    {
      ParlRiskPart part = make_risk_part (wording, facts->pdata[i],
                                          i == 0 && tone == PARL_TONE_BAD ? tone : PARL_TONE_PLAIN);
      parl_board_chart_link (spec, i, facts->pdata[i]);
      g_array_append_val (spec->risk.parts, part);
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

static ParlChartSpec *
create (ParlWording *wording, const ParlCardTemplate *card, const char *message)
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

  /* Parts that make no score stand on no bands: their sum would lie in one. */
  for (unsigned i = 0; !isnan (whole->value) && i < G_N_ELEMENTS (bands); i++)
    parl_board_chart_add_tick (chart->bands, bands[i].end, g_strdup (bands[i].name));
  add_risk_parts (wording, card, spec, parl_vocabulary_get_tone (whole, targets->minimum_n));
  chart->band = find_band (whole, targets->minimum_n);
  chart->rule = parl_board_chart_dup_part (wording, card, "rule", whole);
  return spec;
}

const ParlBoardChart parl_board_risk = {
  .name = "risk",
  .parts = "rule",
  .needs_of = true,
  .create = create,
};
