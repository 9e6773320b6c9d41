/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills the bullet: one number against what was promised of it, or what it was. A bar that passes
 * the line breaks the promise, so only facts of which less is better may be asked for. */
#include "config.h"

#include "audiences/charts/board-chart.h"

#include "analysis/catalogue.h"
#include "audiences/format.h"

#include <math.h>

static ParlChartSpec *
create (ParlWording *wording, const ParlCardTemplate *card, const char *message)
{
  const ParlFact *fact = parl_wording_find (wording, card->of, 0);
  if (fact == NULL || isnan (fact->value))
    return NULL;
  bool has_scale = fact->target > 0 || fact->comparison.value > 0;
  if (!has_scale && !parl_fact_is (fact, PARL_FACT_BUDGET_LEFT))
    return NULL; /* a bar that nothing is held against says nothing */

  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_BULLET, message);
  ParlBulletChart *bullet = &spec->bullet;
  bool is_budget = parl_fact_is (fact, PARL_FACT_BUDGET_LEFT);

  bullet->value = is_budget ? fact->count : fact->value;
  bullet->promise = is_budget ? fact->n : fact->target;
  bullet->previous = is_budget ? NAN : fact->comparison.value;
  if (parl_fact_is (fact, PARL_FACT_FINISH))
    {
      bullet->forecast_low = fact->low;
      bullet->forecast_high = fact->high;
    }
  bullet->promise_label = parl_board_chart_dup_part (wording, card, "promise", fact);
  if (!isnan (bullet->previous) || !isnan (bullet->forecast_high))
    bullet->previous_label = parl_board_chart_dup_part (wording, card, "previous", fact);

  double top = fmax (fmax (bullet->value, bullet->previous), bullet->forecast_high);
  bullet->end = isnan (bullet->promise) || bullet->promise <= 0
                    ? parl_scale_round_up (1.5 * top, parl_scale_get_step (top, 4))
                    : fmax (2 * bullet->promise, parl_scale_round_up (top, bullet->promise));
  parl_wording_note (wording, fact);
  return spec;
}

const ParlBoardChart parl_board_bullet = {
  .name = "bullet",
  .parts = "promise previous",
  .needs_of = true,
  .draws_value = true,
  .create = create,
};
