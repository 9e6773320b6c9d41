/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Three steps on the first demo: the sentence, its number, its rows. A row at the foot of the
 * window that can be skipped, and never comes back by itself. */

#include "app/dashboard/dashboard.h"
#include "app/settings.h"

#include <gtk/gtk.h>

#define PARL_TYPE_TOUR (parl_tour_get_type ())
G_DECLARE_FINAL_TYPE (ParlTour, parl_tour, PARL, TOUR, GtkBox)

/* Begins if the boards of the demo are shown and nobody has seen the tour; remembers that it was
 * seen. */
void parl_tour_offer (ParlTour *self, ParlDashboard *dashboard, ParlSettings *settings);
