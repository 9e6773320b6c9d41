/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A glyph and a word or two, in the tone's colour: "Missed", "as of 07:12". */

#include "app/glyph-view.h"

#define PARL_TYPE_BADGE (parl_badge_get_type ())
G_DECLARE_FINAL_TYPE (ParlBadge, parl_badge, PARL, BADGE, GtkBox)

/* @text: (nullable): NULL hides it. */
void parl_badge_set (ParlBadge *self, ParlTone tone, const char *text);
void parl_badge_set_offline (ParlBadge *self, const char *text);
const char *parl_badge_get_text (ParlBadge *self);
