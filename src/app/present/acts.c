/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts a board into the screens of a presentation, along its heads and rows. Knows no widget. */
#include "config.h"

#include "app/present/acts.h"

#define FULL_SPAN 12 /* columns of a row */

GArray *
parl_acts_new (const ParlBoard *board)
{
  GArray *acts = g_array_new (FALSE, FALSE, sizeof (ParlAct));
  unsigned columns = 0;

  for (unsigned i = 0; i < board->cards->len; i++)
    {
      const ParlCard *card = g_ptr_array_index (board->cards, i);
      bool wraps = columns + card->span > FULL_SPAN;
      if (card->head != NULL || wraps || acts->len == 0)
        g_array_append_val (acts, ((ParlAct){ i, 0 }));
      g_array_index (acts, ParlAct, acts->len - 1).n++;
      columns = wraps ? card->span : columns + card->span;
    }
  return acts;
}
