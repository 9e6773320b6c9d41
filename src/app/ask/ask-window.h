/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Ask: a line to type into, and what there is to find. Choosing an answer closes the window and
 * activates its action in the window below. */

#include "app/dashboard/dashboard.h"

#include <adwaita.h>

#define PARL_TYPE_ASK_WINDOW (parl_ask_window_get_type ())
G_DECLARE_FINAL_TYPE (ParlAskWindow, parl_ask_window, PARL, ASK_WINDOW, AdwWindow)

/* @audience: id of the board that is asked first */
GtkWindow *parl_ask_window_new (ParlDashboard *dashboard, const char *audience);
