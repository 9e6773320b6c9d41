/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Animates the change from one board to another: what both boards say moves to its new place while
 * its words cross-fade; everything else fades in or out. Lies over the boards for that time, takes
 * no input, and does nothing where the desktop wants no animations. */

#include "app/board/board-view.h"

#define PARL_TYPE_BOARD_SWITCH (parl_board_switch_get_type ())
G_DECLARE_FINAL_TYPE (ParlBoardSwitch, parl_board_switch, PARL, BOARD_SWITCH, GtkWidget)

/* @from: (nullable): the board that is shown; takes a picture of it */
void parl_board_switch_begin (ParlBoardSwitch *self, ParlBoardView *from);
/* @to: the board that is shown now, laid out or not */
void parl_board_switch_play (ParlBoardSwitch *self, ParlBoardView *to);
