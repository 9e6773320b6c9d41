/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shows one widget as large as it fits: text, charts and gaps grow alike, nothing is cut off. */

#include <gtk/gtk.h>

#define PARL_TYPE_SCALED_BIN (parl_scaled_bin_get_type ())
G_DECLARE_FINAL_TYPE (ParlScaledBin, parl_scaled_bin, PARL, SCALED_BIN, GtkWidget)

/* Property "child" (GtkWidget). */
double parl_scaled_bin_get_scale (ParlScaledBin *self); /* px of the display a px of the child */
