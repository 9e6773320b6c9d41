/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Which cards of a board stand on one screen of a presentation. */

#include "audiences/board.h"

typedef struct
{
  unsigned first, n; /* cards of the board, in its order */
} ParlAct;

/* A head begins an act, and so does a row of cards.
 * Returns: (transfer full) (element-type ParlAct): at least one for a board with cards */
GArray *parl_acts_new (const ParlBoard *board);
