/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One card of a board: its message, number and verdict, picture, lines and small print. */

#include "app/board/fact-area.h"
#include "app/chart/chart-axis.h"

#include "audiences/board.h"

#define PARL_TYPE_CARD_VIEW (parl_card_view_get_type ())
G_DECLARE_FINAL_TYPE (ParlCardView, parl_card_view, PARL, CARD_VIEW, ParlFactArea)

GtkWidget *parl_card_view_new (ParlTimeLink *link);
/* Changes what is shown in place; all is copied but the chart's spec, which is shared.
 * @audience: (nullable): whose digits a copied number gets; NULL: none can be copied. */
void parl_card_view_set_card (ParlCardView *self, const ParlCard *card,
                              const ParlFindings *findings, const ParlAudience *audience);
