/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Where the cards of a board stand, by its width alone: 12 columns, 6 or one. Cards of a row are
 * equally tall; a head stands over the card that follows it. */

#include <gtk/gtk.h>
#include <stdbool.h>

#define PARL_TYPE_BOARD_LAYOUT (parl_board_layout_get_type ())
G_DECLARE_FINAL_TYPE (ParlBoardLayout, parl_board_layout, PARL, BOARD_LAYOUT, GtkLayoutManager)

/* What a child is told: how many of 12 columns it takes; 0: it is the head of the next child. */
#define PARL_TYPE_BOARD_LAYOUT_CHILD (parl_board_layout_child_get_type ())
G_DECLARE_FINAL_TYPE (ParlBoardLayoutChild, parl_board_layout_child, PARL, BOARD_LAYOUT_CHILD,
                      GtkLayoutChild)

/* One column whatever the width: the window is narrow, not only the board. */
void parl_board_layout_set_single (ParlBoardLayout *self, bool single);
/* 12 columns at any width that gives every card the room that its words need. */
void parl_board_layout_set_close (ParlBoardLayout *self, bool close);
void parl_board_layout_set_span (ParlBoardLayout *self, GtkWidget *child, unsigned span);
