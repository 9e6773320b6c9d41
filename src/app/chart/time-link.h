/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the time charts of one board share: the part of the time axis that is shown, and where the
 * pointer or the keyboard stands. */

#include "charts/chart.h"

#include <glib-object.h>

#define PARL_TYPE_TIME_LINK (parl_time_link_get_type ())
G_DECLARE_FINAL_TYPE (ParlTimeLink, parl_time_link, PARL, TIME_LINK, GObject)

/* Emits "changed" when view or cursor did. Times are ms since the epoch. */
ParlTimeLink *parl_time_link_new (void);
bool parl_time_link_get_view (ParlTimeLink *self, double *from, double *to); /* false: all */
void parl_time_link_set_view (ParlTimeLink *self, double from, double to);   /* NAN: all */
double parl_time_link_get_cursor (ParlTimeLink *self);                       /* NAN: none */
void parl_time_link_set_cursor (ParlTimeLink *self, double time);
