/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The little waterfall that stands where boards will: an ornament, in the colours of the charts. */

#include <adwaita.h>

#define PARL_TYPE_STATE_ART (parl_state_art_get_type ())
G_DECLARE_FINAL_TYPE (ParlStateArt, parl_state_art, PARL, STATE_ART, GtkWidget)
