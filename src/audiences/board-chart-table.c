/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts that are read like a table: cause by cohort, and the ladder of a rollout's stages. */
#include "config.h"

#include "audiences/board-chart.h"

#include "analysis/catalogue.h"
#include "audiences/format.h"
#include "audiences/phrase.h"
#include "audiences/scale.h"
#include "model/release.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_CAUSES 10
#define MAX_COHORTS 6

static int
compare_cohorts (gconstpointer a, gconstpointer b)
{
  const ParlFact *first = *(const ParlFact *const *)a;
  const ParlFact *second = *(const ParlFact *const *)b;

  return parl_release_compare (parl_labels_get (first->subject, "cohort"),
                               parl_labels_get (second->subject, "cohort"));
}

/* The first facts of @id whose subject is exactly @key, as they come. */
static GPtrArray *
pick_facts (ParlWording *wording, const char *id, const char *key, unsigned max)
{
  GPtrArray *facts = g_ptr_array_new ();

  for (unsigned i = 0; i < wording->findings->facts->len && facts->len < max; i++)
    {
      const ParlFact *fact = wording->findings->facts->pdata[i];
      if (parl_fact_is (fact, id) && parl_labels_size (fact->subject) == 1
          && parl_labels_get (fact->subject, key) != NULL && !isnan (fact->value))
        g_ptr_array_add (facts, (gpointer)fact);
    }
  return facts;
}

static char *
format_part (double count, double n)
{
  g_autofree char *part = parl_format_number (count, 0);
  g_autofree char *whole = parl_format_number (n, 0);

  return g_strdup_printf ("%s\u00a0/\u00a0%s", part, whole);
}

static ParlHeatCell
make_cell (ParlWording *wording, const ParlFact *cause, const ParlFact *cohort)
{
  const char *cause_token = parl_labels_get (cause->subject, "cause");
  const char *cohort_name = parl_labels_get (cohort->subject, "cohort");
  g_autoptr (ParlLabels) subject
      = parl_labels_new ("cause", cause_token, "cohort", cohort_name, NULL);
  const ParlFact *fact
      = parl_findings_find (wording->findings, PARL_FACT_COHORT_CAUSE_RATE, subject, true);
  g_autofree char *row
      = parl_phrase_find_word (wording->audience, wording->findings, cause, "cause");

  if (fact == NULL || isnan (fact->value))
    return (
        ParlHeatCell){ NAN, g_strdup ("–"),
                       g_strdup_printf (C_ ("heatmap", "%s, %s: not observed"), row, cohort_name) };
  parl_wording_note (wording, fact);

  g_autofree char *count = parl_format_number (fact->count, 0);
  g_autofree char *share = parl_format_share (fact->value, 1);
  g_autofree char *interval = parl_format_interval (fact->low, fact->high, PARL_UNIT_SHARE, 1);
  g_autofree char *n = parl_format_number (fact->n, 0);
  return (ParlHeatCell){
    fact->value,
    fact->count > 0 ? g_strdup_printf ("%s\u00a0·\u00a0%s", count, share) : g_strdup ("0"),
    g_strdup_printf (C_ ("heatmap", "%s, %s: %s of %s = %s (%s)"), row, cohort_name, count, n,
                     share, interval),
  };
}

static void
fill_heatmap (ParlWording *wording, ParlHeatmapChart *heatmap, GPtrArray *causes,
              GPtrArray *cohorts, const ParlFact *whole)
{
  heatmap->n_rows = causes->len;
  heatmap->n_columns = cohorts->len;
  heatmap->rows = g_new0 (char *, causes->len + 1);
  heatmap->totals = g_new0 (char *, causes->len + 1);
  heatmap->columns = g_new0 (char *, cohorts->len + 1);
  heatmap->feet = g_new0 (char *, cohorts->len + 2);
  heatmap->cells = g_new0 (ParlHeatCell, causes->len * cohorts->len);
  heatmap->totals_head = g_strdup (C_ ("heatmap", "all"));
  heatmap->feet_head = g_strdup (C_ ("heatmap", "of n attempts"));

  for (unsigned row = 0; row < causes->len; row++)
    {
      const ParlFact *cause = causes->pdata[row];
      heatmap->rows[row]
          = parl_phrase_find_word (wording->audience, wording->findings, cause, "cause");
      heatmap->totals[row] = parl_format_number (cause->count, 0);
      for (unsigned column = 0; column < cohorts->len; column++)
        heatmap->cells[row * cohorts->len + column]
            = make_cell (wording, cause, cohorts->pdata[column]);
    }
  for (unsigned column = 0; column < cohorts->len; column++)
    {
      const ParlFact *cohort = cohorts->pdata[column];
      heatmap->columns[column] = g_strdup (parl_labels_get (cohort->subject, "cohort"));
      heatmap->feet[column] = format_part (cohort->count, cohort->n);
      parl_wording_note (wording, cohort);
    }
  heatmap->feet[cohorts->len]
      = whole != NULL ? parl_format_number (whole->count, 0) : g_strdup ("–");
}

ParlChartSpec *
parl_board_chart_heatmap (ParlWording *wording, const char *message)
{
  g_autoptr (GPtrArray) causes = pick_facts (wording, PARL_FACT_CAUSE_SHARE, "cause", MAX_CAUSES);
  g_autoptr (GPtrArray) cohorts
      = pick_facts (wording, PARL_FACT_FAILURE_RATE, "cohort", MAX_COHORTS);
  if (causes->len == 0 || cohorts->len == 0)
    return NULL;

  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_HEATMAP, message);
  g_ptr_array_sort (cohorts, compare_cohorts);
  fill_heatmap (wording, &spec->heatmap, causes, cohorts,
                parl_board_chart_find (wording, PARL_FACT_FAILURE_RATE, NULL, NULL));
  return spec;
}

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

static ParlLadderRow
make_stage_row (ParlWording *wording, const ParlCardPlan *card, const ParlFact *progress)
{
  const ParlFindings *findings = wording->findings;
  const ParlFact *rate
      = parl_findings_find (findings, PARL_FACT_STAGE_RATE, progress->subject, true);
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
name_group (const ParlFact *rate)
{
  const char *cohort = parl_labels_get (rate->subject, "cohort");

  if (cohort != NULL)
    return g_strdup_printf (C_ ("ladder", "%s devices"), cohort);
  return g_strdup (parl_labels_size (rate->subject) == 0 ? C_ ("ladder", "Whole fleet")
                                                         : C_ ("ladder", "All others"));
}

/* @first: below rows of another kind */
static ParlLadderRow
make_group_row (ParlWording *wording, const ParlCardPlan *card, const ParlFact *rate, bool first)
{
  g_autoptr (ParlLine) words = parl_board_chart_say_part (wording, card, "group", rate);
  ParlLadderRow row = { 0 };

  row.name = name_group (rate);
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
  g_autoptr (GPtrArray) others = pick_facts (wording, PARL_FACT_FAILURE_RATE, "cohort-not", 1);
  const ParlFact *rest = others->len > 0 ? others->pdata[0] : NULL;

  groups[0] = rest == NULL ? NULL
                           : parl_board_chart_find (wording, PARL_FACT_FAILURE_RATE, "cohort",
                                                    parl_labels_get (rest->subject, "cohort-not"));
  groups[1] = whole;
  groups[2] = groups[0] != NULL ? rest : NULL;
}

/* The whole only where no stage stands above. */
static void
add_groups (ParlWording *wording, const ParlCardPlan *card, const ParlFact *groups[3], GArray *rows)
{
  bool first = rows->len > 0;

  for (unsigned i = 0; i < 3; i++)
    if (groups[i] != NULL && (i != 1 || !first))
      {
        ParlLadderRow row = make_group_row (wording, card, groups[i], first && i == 0);
        g_array_append_val (rows, row);
      }
}

static void
add_stages (ParlWording *wording, const ParlCardPlan *card, GArray *rows)
{
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
      ParlLadderRow row = make_stage_row (wording, card, fact);
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

/**
 * parl_board_chart_ladder:
 *
 * The stages of the current rollout, groups of devices, or both: those that the card has words for.
 */
ParlChartSpec *
parl_board_chart_ladder (ParlWording *wording, const ParlCardPlan *card, const char *message)
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
    add_stages (wording, card, ladder->rows);
  if (g_hash_table_contains (card->parts, "group"))
    add_groups (wording, card, groups, ladder->rows);
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
