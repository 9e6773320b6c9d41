/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Findings as chart specs, one function a kind. All return (transfer full) (nullable): %NULL where
 * there is nothing to draw. Positions are the facts' own numbers; every word is finished here. */

#include "audiences/wording.h"

ParlChartSpec *parl_board_chart_new (ParlWording *wording, const ParlCardPlan *card,
                                     const char *message);

ParlChartSpec *parl_board_chart_waterfall (ParlWording *wording, const ParlCardPlan *card,
                                           const char *message);
ParlChartSpec *parl_board_chart_bullet (ParlWording *wording, const ParlCardPlan *card,
                                        const char *message);
ParlChartSpec *parl_board_chart_bars (ParlWording *wording, const ParlCardPlan *card,
                                      const char *message);
ParlChartSpec *parl_board_chart_control (ParlWording *wording, const char *message);
ParlChartSpec *parl_board_chart_heatmap (ParlWording *wording, const char *message);
ParlChartSpec *parl_board_chart_ladder (ParlWording *wording, const ParlCardPlan *card,
                                        const char *message);
ParlChartSpec *parl_board_chart_histogram (ParlWording *wording, const ParlCardPlan *card,
                                           const char *message);
ParlChartSpec *parl_board_chart_cascade (ParlWording *wording, const char *message);

ParlChartSpec *parl_board_chart_burn_down (ParlWording *wording, const char *message);
ParlChartSpec *parl_board_chart_risk (ParlWording *wording, const ParlCardPlan *card,
                                      const char *message);
ParlChartSpec *parl_board_chart_roadmap (ParlWording *wording, const ParlCardPlan *card,
                                         const char *message);

void parl_board_chart_add_days (GArray *ticks, ParlTime since, ParlTime until);
ParlLine *parl_board_chart_say_part (ParlWording *wording, const ParlCardPlan *card,
                                     const char *part, const ParlFact *fact);
const ParlFact *parl_board_chart_find (ParlWording *wording, const char *id, const char *key,
                                       const char *value);
