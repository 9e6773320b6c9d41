/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills the heatmap: how often each cause struck devices of each old release. */
#include "config.h"

#include "audiences/charts/board-chart.h"

#include "analysis/catalogue.h"
#include "audiences/format.h"
#include "audiences/phrase.h"
#include "model/release.h"

#include <glib/gi18n-lib.h>
#include <math.h>

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

static char *
format_part (double count, double n)
{
  g_autofree char *part = parl_format_number (count, 0);
  g_autofree char *whole = parl_format_number (n, 0);

  return g_strdup_printf ("%s\u00a0/\u00a0%s", part, whole);
}

/* (nullable): how often the cause struck the cohort, whether or not a value is known */
static const ParlFact *
find_cell_fact (ParlWording *wording, const ParlFact *cause, const ParlFact *cohort)
{
  const char *cause_token = parl_labels_get (cause->subject, "cause");
  const char *cohort_token = parl_labels_get (cohort->subject, "cohort");
  g_autoptr (ParlLabels) subject
      = parl_labels_new ("cause", cause_token, "cohort", cohort_token, NULL);

  return parl_findings_find (wording->findings, PARL_FACT_COHORT_CAUSE_RATE, subject, true);
}

static ParlHeatCell
make_cell (ParlWording *wording, const ParlFact *cause, const ParlFact *cohort,
           const ParlFact *fact)
{
  g_autofree char *row
      = parl_phrase_find_word (wording->audience, wording->findings, cause, "cause");
  g_autofree char *column
      = parl_phrase_find_word (wording->audience, wording->findings, cohort, "cohort");

  if (fact == NULL || isnan (fact->value))
    return (ParlHeatCell){ NAN,
                           g_strdup ("–"),
                           { g_strdup_printf (C_ ("heatmap", "%s, %s"), row, column),
                             g_strdup (C_ ("heatmap", "not observed")) } };
  parl_wording_note (wording, fact);

  g_autofree char *count = parl_format_number (fact->count, 0);
  g_autofree char *share = parl_format_share (fact->value, 1);
  g_autofree char *interval = parl_format_interval (fact->low, fact->high, PARL_UNIT_SHARE, 1);
  g_autofree char *n = parl_format_number (fact->n, 0);
  return (ParlHeatCell){
    fact->value,
    fact->count > 0 ? g_strdup_printf ("%s\u00a0·\u00a0%s", count, share) : g_strdup ("0"),
    { g_strdup_printf (C_ ("heatmap", "%s, %s"), row, column),
      g_strdup_printf (C_ ("heatmap", "%s of %s = %s (%s)"), count, n, share, interval) },
  };
}

static void
fill_heatmap (ParlWording *wording, ParlChartSpec *spec, GPtrArray *causes, GPtrArray *cohorts,
              const ParlFact *whole)
{
  ParlHeatmapChart *heatmap = &spec->heatmap;

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
        {
          unsigned item = row * cohorts->len + column;
          const ParlFact *fact = find_cell_fact (wording, cause, cohorts->pdata[column]);
          heatmap->cells[item] = make_cell (wording, cause, cohorts->pdata[column], fact);
          parl_board_chart_link (spec, item, fact);
        }
    }
  for (unsigned column = 0; column < cohorts->len; column++)
    {
      const ParlFact *cohort = cohorts->pdata[column];
      heatmap->columns[column]
          = parl_phrase_find_word (wording->audience, wording->findings, cohort, "cohort");
      heatmap->feet[column] = format_part (cohort->count, cohort->n);
      parl_wording_note (wording, cohort);
    }
  heatmap->feet[cohorts->len]
      = whole != NULL ? parl_format_number (whole->count, 0) : g_strdup ("–");
}

static ParlChartSpec *
create (ParlWording *wording, G_GNUC_UNUSED const ParlCardTemplate *card, const char *message)
{
  g_autoptr (GPtrArray) causes
      = parl_board_chart_pick (wording, PARL_FACT_CAUSE_SHARE, "cause", MAX_CAUSES);
  g_autoptr (GPtrArray) cohorts
      = parl_board_chart_pick (wording, PARL_FACT_FAILURE_RATE, "cohort", MAX_COHORTS);

  if (causes->len == 0 || cohorts->len == 0)
    return NULL;

  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_HEATMAP, message);
  g_ptr_array_sort (cohorts, compare_cohorts);
  fill_heatmap (wording, spec, causes, cohorts,
                parl_board_chart_find (wording, PARL_FACT_FAILURE_RATE, NULL, NULL));
  return spec;
}

const ParlBoardChart parl_board_heatmap = {
  .name = "heatmap",
  .parts = "",
  .create = create,
};
