/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The acts of a presentation: the cards of a board that stand on one screen together. */

#include "audiences/board.h"

typedef struct
{
  unsigned first, n; /* cards of the board, in its order */
} ParlAct;

/* A head begins an act, and so does a row of cards.
 * Returns: (transfer full) (element-type ParlAct): at least one for a board with cards */
GArray *parl_acts_new (const ParlBoard *board);
