/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One filter: all, or one of many values, which can be searched; a set value is shown and can be
 * taken away. Acts by an action with the value as its string, "" for all. */

#include <adwaita.h>

#define PARL_TYPE_FILTER_BUTTON (parl_filter_button_get_type ())
G_DECLARE_FINAL_TYPE (ParlFilterButton, parl_filter_button, PARL, FILTER_BUTTON, AdwBin)

/* Properties, construct only: "action" ("win.site"), "all" ("All sites"), "title" ("Site"). */
void parl_filter_button_set_values (ParlFilterButton *self, const char *const *values,
                                    const char *chosen); /* NULL: all */
