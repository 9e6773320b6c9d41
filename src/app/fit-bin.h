/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shows its wide child where there is room for it, its slim child where there is not. Like
 * AdwSqueezer, which newer versions of libadwaita have given up. */

#include <gtk/gtk.h>

#define PARL_TYPE_FIT_BIN (parl_fit_bin_get_type ())
G_DECLARE_FINAL_TYPE (ParlFitBin, parl_fit_bin, PARL, FIT_BIN, GtkWidget)

/* Children in a .ui file: type="wide" and type="slim". */
