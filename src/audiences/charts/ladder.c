/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills the ladder: the stages of the current rollout, groups of devices, or both, each with its
 * rate and verdict. */
#include "config.h"

#include "audiences/charts/board-chart.h"

#include "analysis/catalogue.h"
#include "audiences/format.h"
#include "audiences/phrase.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* What a row of the ladder says of its rate, from whichever fact holds it. */
static void
fill_rate (ParlLadderRow *row, const ParlFact *fact, const ParlLine *words)
{
  row->rate = fact != NULL ? fact->value : NAN;
  row->low = fact != NULL ? fact->low : NAN;
  row->high = fact != NULL ? fact->high : NAN;
  row->rate_text
      = isnan (row->rate) ? g_strdup (C_ ("ladder", "no data")) : parl_format_share (row->rate, 1);
  row->n_text = fact != NULL && !isnan (fact->n) ? parl_format_number (fact->n, 0) : g_strdup ("–");
  row->tone = words != NULL ? words->tone : PARL_TONE_NONE;
  row->verdict = g_strdup (words != NULL ? words->text : "");
}

/* @rate: (nullable) */
static ParlLadderRow
make_stage_row (ParlWording *wording, const ParlCardTemplate *card, const ParlFact *progress,
                const ParlFact *rate)
{
  const ParlFindings *findings = wording->findings;
  const ParlFact *soak = parl_findings_find (findings, PARL_FACT_SOAK, progress->subject, true);
  g_autoptr (ParlLine) words = parl_board_chart_say_part (wording, card, "stage", rate);
  ParlLadderRow row = { 0 };

  row.name = parl_phrase_find_word (wording->audience, findings, progress, "stage");
  row.done = isnan (progress->count) ? 0 : progress->count;
  row.total = progress->n;
  row.done_text = parl_format_number (row.done, 0);
  fill_rate (&row, rate, words);
  row.soak = soak != NULL && !isnan (soak->value) ? parl_format_value (soak->value, soak->unit, 0)
                                                  : g_strdup ("–");
  row.gate = g_strdup (words != NULL && words->detail != NULL ? words->detail : "");
  parl_wording_note (wording, progress);
  if (rate != NULL)
    parl_wording_note (wording, rate);
  return row;
}

static char *
name_group (const ParlWording *wording, const ParlFact *rate)
{
  g_autofree char *cohort
      = parl_phrase_find_word (wording->audience, wording->findings, rate, "cohort");

  if (cohort != NULL)
    return g_strdup_printf (C_ ("ladder", "%s devices"), cohort);
  return g_strdup (parl_labels_size (rate->subject) == 0 ? C_ ("ladder", "Whole fleet")
                                                         : C_ ("ladder", "All others"));
}

/* @first: below rows of another kind */
static ParlLadderRow
make_group_row (ParlWording *wording, const ParlCardTemplate *card, const ParlFact *rate,
                bool first)
{
  g_autoptr (ParlLine) words = parl_board_chart_say_part (wording, card, "group", rate);
  ParlLadderRow row = { 0 };

  row.name = name_group (wording, rate);
  row.done = row.total = NAN;
  row.done_text = g_strdup ("");
  fill_rate (&row, rate, words);
  if (!isnan (rate->low))
    {
      g_autofree char *interval = parl_format_interval (rate->low, rate->high, PARL_UNIT_SHARE, 1);
      row.soak = g_strdup_printf (C_ ("number", "%s\u00a0%%"), interval);
    }
  row.gate = g_strdup ("");
  row.new_group = first;
  row.group = first ? g_strdup (C_ ("ladder", "By device group")) : NULL;
  parl_wording_note (wording, rate);
  return row;
}

/* The cohort that matters most for the change, the whole, and all others; NULL: none. */
static void
find_groups (ParlWording *wording, const ParlFact *whole, const ParlFact *groups[3])
{
  g_autoptr (GPtrArray) others
      = parl_board_chart_pick (wording, PARL_FACT_FAILURE_RATE, "cohort-not", 1);
  const ParlFact *rest = others->len > 0 ? others->pdata[0] : NULL;

  groups[0] = rest == NULL ? NULL
                           : parl_board_chart_find (wording, PARL_FACT_FAILURE_RATE, "cohort",
                                                    parl_labels_get (rest->subject, "cohort-not"));
  groups[1] = whole;
  groups[2] = groups[0] != NULL ? rest : NULL;
}

/* The whole only where no stage stands above. */
static void
add_groups (ParlWording *wording, const ParlCardTemplate *card, const ParlFact *groups[3],
            ParlChartSpec *spec)
{
  GArray *rows = spec->ladder.rows;
  bool first = rows->len > 0;

  for (unsigned i = 0; i < 3; i++)
    if (groups[i] != NULL && (i != 1 || !first))
      {
        ParlLadderRow row = make_group_row (wording, card, groups[i], first && i == 0);
        parl_board_chart_link (spec, rows->len, groups[i]);
        g_array_append_val (rows, row);
      }
}

static void
add_stages (ParlWording *wording, const ParlCardTemplate *card, ParlChartSpec *spec)
{
  GArray *rows = spec->ladder.rows;
  GPtrArray *facts = wording->findings->facts;
  const char *rollout = NULL;

  for (unsigned i = 0; i < facts->len; i++)
    {
      const ParlFact *fact = facts->pdata[i];
      const char *id = parl_labels_get (fact->subject, "rollout");
      if (!parl_fact_is (fact, PARL_FACT_PROGRESS)
          || parl_labels_get (fact->subject, "stage") == NULL
          || (rollout != NULL && g_strcmp0 (rollout, id) != 0))
        continue;
      const ParlFact *rate
          = parl_findings_find (wording->findings, PARL_FACT_STAGE_RATE, fact->subject, true);
      ParlLadderRow row = make_stage_row (wording, card, fact, rate);
      parl_board_chart_link (spec, rows->len, rate != NULL ? rate : fact);
      g_array_append_val (rows, row);
      rollout = id;
    }
}

static ParlTick
make_line (const char *word, double value)
{
  g_autofree char *share = parl_format_round (value, PARL_UNIT_SHARE);

  return (ParlTick){ value, g_strconcat (word, " ", share, NULL) };
}

static void
fill_heads (ParlLadderChart *ladder, bool has_stages)
{
  const char *const stages[] = { C_ ("ladder", "Stage"), C_ ("ladder", "Updated of devices"),
                                 C_ ("ladder", "n"),     C_ ("ladder", "Verdict"),
                                 C_ ("ladder", "Soak"),  C_ ("ladder", "Next gate") };
  const char *const groups[]
      = { C_ ("ladder", "Devices"), "", C_ ("ladder", "n"), C_ ("ladder", "Verdict"),
          /* xgettext:no-c-format */
          C_ ("ladder", "95\u00a0% interval"), "" };

  for (unsigned i = 0; i < G_N_ELEMENTS (stages); i++)
    ladder->heads[i] = g_strdup (has_stages ? stages[i] : groups[i]);
}

/* The stages of the current rollout, groups of devices, or both: those that the card has words for.
 */
static ParlChartSpec *
create (ParlWording *wording, const ParlCardTemplate *card, const char *message)
{
  const ParlFact *rate = parl_board_chart_find (wording, PARL_FACT_FAILURE_RATE, NULL, NULL);
  g_autoptr (ParlChartSpec) spec = parl_chart_spec_new (PARL_CHART_LADDER, message);
  ParlLadderChart *ladder = &spec->ladder;
  double halt = wording->findings->targets->halt;
  double top = halt;

  bool has_stages = g_hash_table_contains (card->parts, "stage");
  const ParlFact *groups[3];

  find_groups (wording, rate, groups);

  if (has_stages)
    add_stages (wording, card, spec);
  if (g_hash_table_contains (card->parts, "group"))
    add_groups (wording, card, groups, spec);
  if (ladder->rows->len == 0)
    return NULL;

  fill_heads (ladder, has_stages);
  if (rate != NULL && !isnan (rate->target))
    ladder->promise = make_line (C_ ("ladder", "promise"), rate->target);
  ladder->halt = make_line (C_ ("ladder", "halt"), halt);
  for (unsigned i = 0; i < ladder->rows->len; i++)
    top = fmax (top, g_array_index (ladder->rows, ParlLadderRow, i).high);
  for (unsigned i = 0; i < G_N_ELEMENTS (groups); i++) /* like charts share one scale */
    top = groups[i] != NULL ? fmax (top, groups[i]->high) : top;
  ladder->axis_end = fmin (1, parl_scale_round_up (top, parl_scale_get_step (top, 12)));
  return g_steal_pointer (&spec);
}

const ParlBoardChart parl_board_ladder = {
  .name = "ladder",
  .parts = "stage group",
  .create = create,
};
