/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills the burn-down: what is left of the failure budget, day by day. */
#include "config.h"

#include "audiences/charts/board-chart.h"

#include "analysis/catalogue.h"
#include "audiences/format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* @allowed: how many failures all of the budget is */
static ParlBurndownPoint
make_burn_point (const ParlBurnDay *day, double allowed)
{
  g_autofree char *left = parl_format_number (day->left * allowed, 0);
  g_autofree char *all = parl_format_number (allowed, 0);

  return (ParlBurndownPoint){
    day->time,
    day->left * allowed,
    { parl_format_date (day->time, PARL_DATE_SHORT),
      g_strdup_printf (ngettext ("%s of %s failure left", "%s of %s failures left",
                                 (gulong)fabs (round (allowed))),
                       left, all) },
  };
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

/* In failures, as people count them; all of the budget is what the success target leaves room for.
 */
static ParlChartSpec *
create (ParlWording *wording, G_GNUC_UNUSED const ParlCardTemplate *card, const char *message)
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

  parl_board_chart_add_tick (chart->y_ticks, 0, parl_format_number (0, 0));
  parl_board_chart_add_tick (chart->y_ticks, left->n, parl_format_number (left->n, 0));
  return spec;
}

const ParlBoardChart parl_board_burn_down = {
  .name = "burn-down",
  .parts = "",
  .create = create,
};
