/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The freshness badge that replaces a card's verdict when its data are stale or partial. No widget.
 */

#include "analysis/findings.h"

typedef struct
{
  bool is_offline; /* a source was not reached: its own glyph */
  bool is_stale;   /* too old to judge by: the number steps back */
  bool is_partial; /* not whole; the verdict stays, and this stands beside it */
  char *text;      /* "as of 07:12", "part as of 07:12", "partial" */
} ParlCardState;

ParlCardState *parl_card_state_new (const ParlFact *fact, const ParlFindings *findings);
void parl_card_state_free (ParlCardState *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlCardState, parl_card_state_free)
