/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A chart as a widget: the same spec and layout as on a page, with pointer, touch and keyboard.
 *
 * Ctrl+wheel and pinching zoom the time axis, Shift+wheel and sideways scrolling move along it, a
 * plain wheel scrolls the page. Dragging over a whole axis chooses the part to show; dragging a
 * part moves it; a double click, 0 or the button shows all again. Arrow keys walk the items, Home
 * and End jump, + and - zoom, Shift+arrows move, Enter explains the item. Below a right click, a
 * long press and the Menu key: the chart as a table, an image, a description, a file. */

#include "app/chart/chart-axis.h"

#include <gtk/gtk.h>

#define PARL_TYPE_CHART_VIEW (parl_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (ParlChartView, parl_chart_view, PARL, CHART_VIEW, GtkWidget)

/* As tall as the chart wants to be at the width it gets; more height makes the chart taller.
 * Activates win.fact (link) for an item that has a link, and win.toast (sentence) when a file could
 * not be written. */
void parl_chart_view_set_spec (ParlChartView *self, const ParlChartSpec *spec); /* NULL: none */
void parl_chart_view_set_link (ParlChartView *self, ParlTimeLink *link); /* NULL: on its own */
int parl_chart_view_get_item (ParlChartView *self); /* where the keyboard stands; -1: nowhere */
