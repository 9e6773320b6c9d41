/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A chart as a widget: the same spec and layout as on a page, with pointer, touch and keyboard. */

#include "app/time-link.h"

#include <gtk/gtk.h>

#define PARL_TYPE_CHART_VIEW (parl_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (ParlChartView, parl_chart_view, PARL, CHART_VIEW, GtkWidget)

/* As tall as the chart wants to be at the width it gets. Signals: "mark-activated" (label): a
 * release mark was clicked. */
GtkWidget *parl_chart_view_new (void);
void parl_chart_view_set_spec (ParlChartView *self, const ParlChartSpec *spec);
void parl_chart_view_set_link (ParlChartView *self, ParlTimeLink *link); /* NULL: on its own */
