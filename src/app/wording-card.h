/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A fact in one audience's words, to be read and copied. */

#include "audiences/board.h"

#include <adwaita.h>

#define PARL_TYPE_WORDING_CARD (parl_wording_card_get_type ())
G_DECLARE_FINAL_TYPE (ParlWordingCard, parl_wording_card, PARL, WORDING_CARD, GtkBox)

GtkWidget *parl_wording_card_new (void);
/* @shown: the audience whose board is shown just now. All is copied. */
void parl_wording_card_set (ParlWordingCard *self, const char *audience, const ParlLine *line,
                            bool shown);
const char *parl_wording_card_get_text (ParlWordingCard *self);
bool parl_wording_card_get_shown (ParlWordingCard *self);
