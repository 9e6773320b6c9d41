/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The time axis of a chart in a widget: which part of it is shown, and how the wheel, dragging and
 * pinching change that. The part is shared with other charts through a time link.
 *
 * A plain wheel and a finger that moves up or down are left to what is around the chart: the page
 * scrolls. */

#include "app/chart/time-link.h"

#include <gtk/gtk.h>

/* What the axis asks of the widget, and tells it. */
typedef struct
{
  const ParlScene *(*get_scene) (GtkWidget *widget); /* as it is shown; NULL: nothing is */
  /* Cursor or span are to be drawn again; @is_moved: everything is. */
  void (*changed) (GtkWidget *widget, bool is_moved);
} ParlChartAxisOwner;

typedef struct _ParlChartAxis ParlChartAxis;

/* @click: of the widget; it is over when a drag begins. The widget frees the axis in dispose. */
ParlChartAxis *parl_chart_axis_new (GtkWidget *widget, const ParlChartAxisOwner *owner,
                                    GtkGesture *click);
void parl_chart_axis_free (ParlChartAxis *self);
void parl_chart_axis_set_spec (ParlChartAxis *self, const ParlChartSpec *spec); /* NULL: none */
void parl_chart_axis_set_link (ParlChartAxis *self, ParlTimeLink *link); /* NULL: on its own */
void parl_chart_axis_set_pointer (ParlChartAxis *self, double x);        /* NAN: elsewhere */

bool parl_chart_axis_exists (ParlChartAxis *self); /* false: there is nothing to zoom */
ParlView parl_chart_axis_get_view (ParlChartAxis *self);
double parl_chart_axis_get_part (ParlChartAxis *self); /* shown of the whole, up to 1 */
bool parl_chart_axis_is_dragging (ParlChartAxis *self);
/* The span that is being chosen, in px; NAN: none. */
void parl_chart_axis_get_span (ParlChartAxis *self, double *start, double *end);

/* In all linked charts. */
double parl_chart_axis_get_cursor (ParlChartAxis *self);
void parl_chart_axis_set_cursor (ParlChartAxis *self, double time);
void parl_chart_axis_show_all (ParlChartAxis *self);
void parl_chart_axis_zoom (ParlChartAxis *self, double anchor, double factor);
void parl_chart_axis_pan (ParlChartAxis *self, double part); /* of what is shown */
void parl_chart_axis_reveal (ParlChartAxis *self, double time);
