/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How a fact is counted: its formula, the numbers put in, and its interval beside what was before
 * and what was promised. */

#include "audiences/panel/explanation.h"

#include <gtk/gtk.h>

#define PARL_TYPE_COUNTED_CARD (parl_counted_card_get_type ())
G_DECLARE_FINAL_TYPE (ParlCountedCard, parl_counted_card, PARL, COUNTED_CARD, GtkBox)

/* All is copied. */
void parl_counted_card_set_explanation (ParlCountedCard *self, const ParlExplanation *explanation);
