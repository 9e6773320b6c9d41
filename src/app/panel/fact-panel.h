/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The panel on one fact: in every audience's words, how it is counted, what if, and its caveats. */

#include "app/breakpoint-bin.h"
#include "app/dashboard/dashboard.h"
#include "audiences/wording.h"

#include <adwaita.h>

#define PARL_TYPE_FACT_PANEL (parl_fact_panel_get_type ())
G_DECLARE_FINAL_TYPE (ParlFactPanel, parl_fact_panel, PARL, FACT_PANEL, GtkBox)

void parl_fact_panel_set_dashboard (ParlFactPanel *self, ParlDashboard *dashboard);
/* @said: (nullable): the words about it on the board that is shown, copied */
void parl_fact_panel_show (ParlFactPanel *self, const char *link, const char *audience,
                           const ParlLine *said);
/* Beside the board it has a width of its own; else it takes all there is, in one column below 700.
 */
void parl_fact_panel_set_mode (ParlFactPanel *self, ParlWidth mode);
