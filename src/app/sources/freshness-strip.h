/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The strip under the header bar: a chip for each source with the age of its data, and the filters.
 */

#include "app/breakpoint-bin.h"
#include "app/dashboard/dashboard.h"

#include <adwaita.h>

/* One filter: all, or one of many values, which can be searched; a set value is shown and can be
 * taken away. Acts by an action with the value as its string, "" for all. */
#define PARL_TYPE_FILTER_BUTTON (parl_filter_button_get_type ())
G_DECLARE_FINAL_TYPE (ParlFilterButton, parl_filter_button, PARL, FILTER_BUTTON, AdwBin)

/* Properties, construct only: "action" ("win.site"), "all" ("All sites"), "title" ("Site"). */
void parl_filter_button_set_values (ParlFilterButton *self, const char *const *values,
                                    const char *chosen); /* NULL: all */

#define PARL_TYPE_FILTER_BAR (parl_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (ParlFilterBar, parl_filter_bar, PARL, FILTER_BAR, GtkBox)

void parl_filter_bar_set_dashboard (ParlFilterBar *self, ParlDashboard *dashboard);

#define PARL_TYPE_FRESHNESS_STRIP (parl_freshness_strip_get_type ())
G_DECLARE_FINAL_TYPE (ParlFreshnessStrip, parl_freshness_strip, PARL, FRESHNESS_STRIP, GtkBox)

/* NULL: none, and what it showed is let go. */
void parl_freshness_strip_set_dashboard (ParlFreshnessStrip *self, ParlDashboard *dashboard);
/* Whether evidence stands below it. */
void parl_freshness_strip_set_over_rows (ParlFreshnessStrip *self, bool over_rows);
void parl_freshness_strip_set_mode (ParlFreshnessStrip *self, ParlWidth mode);
