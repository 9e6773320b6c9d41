/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A label whose lines are about equally long: as many lines as its full width asks for, then the
 * narrowest width that keeps their number. Never cut short. */

#include <gtk/gtk.h>

#define PARL_TYPE_BALANCED_LABEL (parl_balanced_label_get_type ())
G_DECLARE_FINAL_TYPE (ParlBalancedLabel, parl_balanced_label, PARL, BALANCED_LABEL, GtkWidget)

void parl_balanced_label_set_text (ParlBalancedLabel *self, const char *text);
