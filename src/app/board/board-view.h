/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One audience's board: headline, cards in the audience's order, charts. One view an audience, kept
 * while another is shown, so that scroll and focus are where they were. */

#include "app/breakpoint-bin.h"
#include "app/dashboard/dashboard.h"
#include "audiences/wording.h"

#include <adwaita.h>

#define PARL_TYPE_BOARD_VIEW (parl_board_view_get_type ())
G_DECLARE_FINAL_TYPE (ParlBoardView, parl_board_view, PARL, BOARD_VIEW, GtkBox)

void parl_board_view_set_dashboard (ParlBoardView *self, ParlDashboard *dashboard);
/* @board: (nullable): copied or shared; widgets of cards that were there before stay. */
void parl_board_view_set_board (ParlBoardView *self, ParlBoard *board);
/* The fact being explained keeps a ring; NULL: none. */
void parl_board_view_set_fact (ParlBoardView *self, const char *link);
/* Returns: (transfer full) (nullable): what stands where the ring is; NULL: nothing has it */
ParlLine *parl_board_view_dup_said (ParlBoardView *self);
/* Scrolls to the fact being explained, after cards have moved. */
void parl_board_view_reveal_fact (ParlBoardView *self);
/* Moves the keyboard focus to what has the ring or, where nothing has, to the headline. */
void parl_board_view_focus_fact (ParlBoardView *self);
/* As parl_board_view_set_board(), but of @n cards from @first on alone, in one row that is as tall
 * as they are: nothing scrolls, and no card offers help. The headline stands over the first card.
 */
void parl_board_view_set_part (ParlBoardView *self, ParlBoard *board, unsigned first, unsigned n);
/* Calls @visit for the headline, heads and cards, in their order. */
void parl_board_view_foreach_part (ParlBoardView *self,
                                   void (*visit) (GtkWidget *widget, gpointer data), gpointer data);
/* Of the window, whatever is left of it for the board. */
void parl_board_view_set_mode (ParlBoardView *self, ParlWidth mode);
