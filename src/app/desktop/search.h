/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Finds what a board says, by words that somebody types into the desktop's search. */

#include "audiences/board.h"

/* Returns: (transfer full) (element-type ParlLine): the sentences that have all of @terms in them
 * or in the name of their fact, one a fact, in the board's order, at most @max; borrowed from the
 * board */
GPtrArray *parl_search_board (const ParlBoard *board, const char *const *terms, unsigned max);
/* Whether every one of @terms, NULL-terminated, is the beginning of a word of @text. */
bool parl_search_matches (const char *const *terms, const char *text);
