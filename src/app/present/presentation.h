/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The boards in front of a room: full screen, one act a screen, as large as the display allows. */

#include "app/dashboard/dashboard.h"

#include <adwaita.h>

#define PARL_TYPE_PRESENTATION (parl_presentation_get_type ())
G_DECLARE_FINAL_TYPE (ParlPresentation, parl_presentation, PARL, PRESENTATION, AdwWindow)

/* Begins with @audience (id). Follows new data. Escape closes it. Whoever shows it makes it fill
 * the screen. */
GtkWindow *parl_presentation_new (ParlDashboard *dashboard, const char *audience);
/* By so many acts, back where @n is negative; stops at both ends. */
void parl_presentation_step (ParlPresentation *self, int n);
