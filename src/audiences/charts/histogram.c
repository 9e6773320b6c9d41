/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills the histogram: device-time by frames a second, a row a device class. */
#include "config.h"

#include "audiences/charts/board-chart.h"

#include "analysis/catalogue.h"
#include "audiences/format.h"
#include "audiences/phrase.h"
#include "model/name.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_CLASSES 5
#define MAX_TICKS 6
#define VISIBLE_SHARE 0.0005 /* of a row's time: what would not show on the page */

static bool
has_bins_of (const ParlDistribution *a, const ParlDistribution *b)
{
  return a->n_bins == b->n_bins && a->start == b->start && a->width == b->width;
}

/* Classes, at most five, or the whole fleet where no class is known. */
static GPtrArray *
pick_distributions (const ParlFindings *findings)
{
  GPtrArray *picked = g_ptr_array_new ();
  GPtrArray *all = findings->distributions;

  for (unsigned i = 0; all != NULL && i < all->len && picked->len < MAX_CLASSES; i++)
    {
      const ParlDistribution *row = all->pdata[i];
      if (row->device_class != NULL && row->n_bins > 0
          && (picked->len == 0 || has_bins_of (row, picked->pdata[0])))
        g_ptr_array_add (picked, (gpointer)row);
    }
  if (picked->len == 0 && all != NULL && all->len > 0
      && ((const ParlDistribution *)all->pdata[0])->n_bins > 0)
    g_ptr_array_add (picked, all->pdata[0]);
  return picked;
}

/* Leaves out bins at both ends in which no row has any time, but keeps the target in sight. */
static void
find_visible_bins (GPtrArray *rows, double target, unsigned *first, unsigned *end)
{
  const ParlDistribution *model = rows->pdata[0];

  *first = model->n_bins;
  *end = 0;
  for (unsigned i = 0; i < rows->len; i++)
    for (unsigned bin = 0; bin < model->n_bins; bin++)
      {
        double at = model->start + bin * model->width;
        bool holds_target = target >= at && target < at + model->width;
        if (((const ParlDistribution *)rows->pdata[i])->shares[bin] >= VISIBLE_SHARE
            || holds_target)
          {
            *first = MIN (*first, bin);
            *end = MAX (*end, bin + 1);
          }
      }
}

/* (nullable): how much of the time kept the promise; without one, the lowest speed */
static const ParlFact *
find_share (ParlWording *wording, const ParlDistribution *distribution)
{
  const char *key = distribution->device_class != NULL ? "class" : NULL;
  const ParlFact *kept
      = parl_board_chart_find (wording, PARL_FACT_SPEED_KEPT, key, distribution->device_class);

  return kept != NULL ? kept
                      : parl_board_chart_find (wording, PARL_FACT_LOWEST_SPEED, key,
                                               distribution->device_class);
}

static ParlHistogramRow
make_row (ParlWording *wording, const ParlCardTemplate *card, const ParlDistribution *distribution,
          const ParlFact *share, unsigned first, unsigned end)
{
  bool is_kept = share != NULL && parl_fact_is (share, PARL_FACT_SPEED_KEPT);
  g_autoptr (ParlLine) words
      = parl_board_chart_say_part (wording, card, is_kept ? "row" : "plain", share);
  ParlHistogramRow row
      = { NULL, g_memdup2 (distribution->shares + first, (end - first) * sizeof (double)), NULL,
          NULL, PARL_TONE_PLAIN };

  row.label = share != NULL && distribution->device_class != NULL
                  ? parl_phrase_find_word (wording->audience, wording->findings, share, "class")
              : distribution->device_class != NULL ? parl_name_mark (distribution->device_class)
                                                   : g_strdup (C_ ("histogram", "All"));
  row.value = g_strdup (words != NULL ? words->text : "");
  row.detail = g_strdup (words != NULL && words->detail != NULL ? words->detail : "");
  if (words != NULL)
    row.tone = words->tone;
  return row;
}

static void
add_ticks (GArray *ticks, double start, double end)
{
  double step = parl_scale_get_step (end - start, MAX_TICKS);

  for (double value = parl_scale_round_up (start, step); value <= end + 1e-9; value += step)
    parl_board_chart_add_tick (ticks, value, parl_format_number (value, 0));
}

static ParlChartSpec *
create (ParlWording *wording, const ParlCardTemplate *card, const char *message)
{
  g_autoptr (GPtrArray) rows = pick_distributions (wording->findings);
  const ParlTargets *targets = wording->findings->targets;
  double target = parl_targets_has_one_speed (targets) ? targets->promise.fps : NAN;
  unsigned first, end;
  if (rows->len == 0)
    return NULL;

  const ParlDistribution *model = rows->pdata[0];
  find_visible_bins (rows, target, &first, &end);
  if (end <= first)
    return NULL;

  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_HISTOGRAM, message);
  ParlHistogramChart *histogram = &spec->histogram;
  histogram->start = model->start + first * model->width;
  histogram->width = model->width;
  histogram->n_bins = end - first;
  if (!isnan (target))
    histogram->target = (ParlTick){ target, parl_format_round (target, PARL_UNIT_FPS) };
  add_ticks (histogram->x_ticks, histogram->start,
             histogram->start + histogram->n_bins * histogram->width);
  for (unsigned i = 0; i < rows->len; i++)
    {
      const ParlFact *share = find_share (wording, rows->pdata[i]);
      ParlHistogramRow row = make_row (wording, card, rows->pdata[i], share, first, end);
      parl_board_chart_link (spec, i, share);
      g_array_append_val (histogram->rows, row);
    }
  return spec;
}

const ParlBoardChart parl_board_histogram = {
  .name = "histogram",
  .parts = "row plain",
  .create = create,
};
