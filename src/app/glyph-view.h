/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The small sign before a sentence or a verdict, as on a page: it says in shape what colour says
 * too. As tall as a line of its text. Says nothing to a screen reader: the word beside it does. */

#include "charts/spec.h"

#include <gtk/gtk.h>

#define PARL_TYPE_GLYPH_VIEW (parl_glyph_view_get_type ())
G_DECLARE_FINAL_TYPE (ParlGlyphView, parl_glyph_view, PARL, GLYPH_VIEW, GtkWidget)

GtkWidget *parl_glyph_view_new (void);
void parl_glyph_view_set_tone (ParlGlyphView *self, ParlTone tone);
void parl_glyph_view_set_offline (ParlGlyphView *self); /* a struck ring: not reached */
