/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One line of a card: glyph, sentence, and a lighter second line; a link to its fact. */

#include "app/fact-area.h"

#include "audiences/board.h"

#define PARL_TYPE_LINE_VIEW (parl_line_view_get_type ())
G_DECLARE_FINAL_TYPE (ParlLineView, parl_line_view, PARL, LINE_VIEW, ParlFactArea)

GtkWidget *parl_line_view_new (void);
/* @audience: (nullable): whose digits a copied number gets; NULL: none can be copied. All copied.
 */
void parl_line_view_set_line (ParlLineView *self, const ParlLine *line,
                              const ParlAudience *audience);
