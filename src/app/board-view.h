/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One audience's board: headline, cards in the audience's order, charts. One view an audience, kept
 * while another is shown, so that scroll and focus are where they were. */

#include "app/dashboard.h"

#include <adwaita.h>

#define PARL_TYPE_BOARD_VIEW (parl_board_view_get_type ())
G_DECLARE_FINAL_TYPE (ParlBoardView, parl_board_view, PARL, BOARD_VIEW, GtkBox)

void parl_board_view_set_dashboard (ParlBoardView *self, ParlDashboard *dashboard);
void parl_board_view_set_board (ParlBoardView *self, ParlBoard *board);
void parl_board_view_set_fact (ParlBoardView *self, const char *link);
