/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills the cascade of a slow frame: where its time goes, stage by stage. */
#include "config.h"

#include "audiences/charts/board-chart.h"

#include "analysis/catalogue.h"
#include "audiences/format.h"
#include "audiences/phrase.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static ParlChartSpec *
create (ParlWording *wording, G_GNUC_UNUSED const ParlCardTemplate *card, const char *message)
{
  const ParlFact *total = parl_board_chart_find (wording, PARL_FACT_FRAME_TIME, NULL, NULL);
  const ParlFact *budget = parl_board_chart_find (wording, PARL_FACT_FRAME_BUDGET, NULL, NULL);
  GPtrArray *facts = wording->findings->facts;

  if (total == NULL)
    return NULL;

  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_CASCADE, message);
  ParlCascadeChart *cascade = &spec->cascade;
  for (unsigned i = 0; i < facts->len; i++)
    {
      const ParlFact *fact = facts->pdata[i];
      if (!parl_fact_is (fact, PARL_FACT_STAGE_TIME) || isnan (fact->value))
        continue;
      ParlCascadeRow row
          = { parl_phrase_find_word (wording->audience, wording->findings, fact, "stage"),
              fact->value, parl_format_number (fact->value, 1),
              g_strcmp0 (fact->aspect, "largest") == 0 };
      parl_board_chart_link (spec, cascade->rows->len, fact);
      g_array_append_val (cascade->rows, row);
      parl_wording_note (wording, fact);
    }
  cascade->total_label = g_strdup (C_ ("cascade", "p95 frame"));
  cascade->total = total->value;
  cascade->total_text = parl_format_value (total->value, total->unit, 1);
  if (budget != NULL)
    {
      g_autofree char *number = parl_format_number (budget->value, 1);
      cascade->budget
          = (ParlTick){ budget->value, g_strdup_printf (C_ ("cascade", "budget %s"), number) };
    }
  return spec;
}

const ParlBoardChart parl_board_frame_time = {
  .name = "frame-time",
  .parts = "",
  .create = create,
};
