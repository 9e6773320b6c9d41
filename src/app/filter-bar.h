/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What part of the fleet is spoken of: site, camera class and release, and a way back to all. */

#include "app/dashboard/dashboard.h"

#include <adwaita.h>

#define PARL_TYPE_FILTER_BAR (parl_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (ParlFilterBar, parl_filter_bar, PARL, FILTER_BAR, GtkBox)

void parl_filter_bar_set_dashboard (ParlFilterBar *self, ParlDashboard *dashboard);
