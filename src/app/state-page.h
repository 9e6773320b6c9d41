/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The page shown while there are no boards: first run, opening, first sync, a history that can't
 * be read. */

#include "app/dashboard/dashboard.h"

#include <adwaita.h>

#define PARL_TYPE_STATE_PAGE (parl_state_page_get_type ())
G_DECLARE_FINAL_TYPE (ParlStatePage, parl_state_page, PARL, STATE_PAGE, GtkBox)

/* NULL: none, and what it showed is let go. */
void parl_state_page_set_dashboard (ParlStatePage *self, ParlDashboard *dashboard);
