/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One card of a board: its message, number and verdict, picture, lines and small print. */

#include "analysis/findings.h"
#include "app/board/card-parts.h"
#include "app/board/fact-area.h"
#include "app/chart/chart-axis.h"
#include "audiences/board.h"

/* What replaces a card's verdict when its data are stale or partial. */
typedef struct
{
  bool is_offline; /* a source was not reached: its own glyph */
  bool is_stale;   /* too old to judge by: the number is dimmed */
  bool is_partial; /* not whole; the verdict stays, and this stands beside it */
  char *text;      /* "as of 07:12", "part as of 07:12", "partial" */
} ParlCardState;

ParlCardState *parl_card_state_new (const ParlFact *fact, const ParlFindings *findings);
void parl_card_state_free (ParlCardState *self);
/* @self: (nullable): hides the badge. */
void parl_card_state_show (const ParlCardState *self, ParlBadge *badge);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlCardState, parl_card_state_free)

#define PARL_TYPE_CARD_VIEW (parl_card_view_get_type ())
G_DECLARE_FINAL_TYPE (ParlCardView, parl_card_view, PARL, CARD_VIEW, ParlFactArea)

GtkWidget *parl_card_view_new (ParlTimeLink *link);
/* @titles: (nullable): of cards with a number beside each other, so that the numbers stand on one
 * line */
void parl_card_view_set_peers (ParlCardView *self, GPtrArray *titles);
/* Instead of the card's own. */
void parl_card_view_set_note (ParlCardView *self, const char *words);
/* Until the next card: where nothing can be done about what is missing. */
void parl_card_view_hide_help (ParlCardView *self);
/* Changes what is shown in place; all is copied but the chart's spec, which is shared.
 * @audience: (nullable): whose digits a copied number gets; NULL: none can be copied. */
void parl_card_view_set_card (ParlCardView *self, const ParlCard *card,
                              const ParlFindings *findings, const ParlAudience *audience);
