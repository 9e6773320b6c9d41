/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The strip under the header bar: a chip for each source with the age of its data, and the filters.
 */

#include "app/breakpoint-bin.h"
#include "app/dashboard/dashboard.h"

#include <adwaita.h>

#define PARL_TYPE_FRESHNESS_STRIP (parl_freshness_strip_get_type ())
G_DECLARE_FINAL_TYPE (ParlFreshnessStrip, parl_freshness_strip, PARL, FRESHNESS_STRIP, GtkBox)

/* NULL: none, and what it showed is let go. */
void parl_freshness_strip_set_dashboard (ParlFreshnessStrip *self, ParlDashboard *dashboard);
void parl_freshness_strip_set_mode (ParlFreshnessStrip *self, ParlWidth mode);
