/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What cards are made of: signs that say in shape what colour says too, and wrapped sentences. */

#include "charts/spec.h"

#include <gtk/gtk.h>

/* The small sign before a sentence or a verdict, as on a page; as tall as a line of its text. Says
 * nothing to a screen reader: the word beside it does. */
#define PARL_TYPE_GLYPH_VIEW (parl_glyph_view_get_type ())
G_DECLARE_FINAL_TYPE (ParlGlyphView, parl_glyph_view, PARL, GLYPH_VIEW, GtkWidget)

void parl_glyph_view_set_tone (ParlGlyphView *self, ParlTone tone);

/* A sign and a word or two, in the tone's colour: "Missed", "as of 07:12". */
#define PARL_TYPE_BADGE (parl_badge_get_type ())
G_DECLARE_FINAL_TYPE (ParlBadge, parl_badge, PARL, BADGE, GtkBox)

/* @text: (nullable): NULL hides it. */
void parl_badge_set (ParlBadge *self, ParlTone tone, const char *text);
void parl_badge_set_offline (ParlBadge *self, const char *text); /* a struck ring: not reached */
const char *parl_badge_get_text (ParlBadge *self);               /* NULL while it is hidden */

/* A label whose lines are about equally long: as many lines as its full width asks for, then the
 * narrowest width that keeps their number. Never cut short. */
#define PARL_TYPE_BALANCED_LABEL (parl_balanced_label_get_type ())
G_DECLARE_FINAL_TYPE (ParlBalancedLabel, parl_balanced_label, PARL, BALANCED_LABEL, GtkWidget)

void parl_balanced_label_set_text (ParlBalancedLabel *self, const char *text);
/* @peers: (nullable) (element-type ParlBalancedLabel): as tall as the tallest of which it becomes,
 * which are as wide; holds none of them */
void parl_balanced_label_set_peers (ParlBalancedLabel *self, GPtrArray *peers);
