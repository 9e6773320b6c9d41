/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The time axis of a chart in a widget: which part of it is shown, and how the wheel, dragging and
 * pinching change that. The part is shared with other charts through a time link.
 *
 * A plain wheel and a finger that moves up or down are left to what is around the chart: the page
 * scrolls. */

#include "charts/chart.h"

#include <gtk/gtk.h>

/* What the time charts of one board share: the part of the time axis that is shown, and where the
 * pointer or the keyboard stands. */
#define PARL_TYPE_TIME_LINK (parl_time_link_get_type ())
G_DECLARE_FINAL_TYPE (ParlTimeLink, parl_time_link, PARL, TIME_LINK, GObject)

/* Fields are for reading. */
struct _ParlTimeLink
{
  GObject parent_instance;

  double from, to; /* the view; NAN: all */
  double cursor;   /* NAN: none */
};

/* Emits "changed" when view or cursor did. Times are ms since the epoch. */
bool parl_time_link_get_view (ParlTimeLink *self, double *from, double *to); /* false: all */
void parl_time_link_set_view (ParlTimeLink *self, double from, double to);   /* NAN: all */
void parl_time_link_set_cursor (ParlTimeLink *self, double time);

/* What the axis asks of the widget, and tells it. */
typedef struct
{
  const ParlScene *(*get_scene) (GtkWidget *widget); /* as it is shown; NULL: nothing is */
  /* Cursor or span are to be drawn again; @is_moved: everything is. */
  void (*changed) (GtkWidget *widget, bool is_moved);
} ParlChartAxisOwner;

/* Its owner reads it, and sets pointer_x. */
typedef struct
{
  GtkWidget *widget; /* owns this */
  const ParlChartAxisOwner *owner;
  ParlChartSpec *spec; /* NULL: nothing to show */
  ParlTimeLink *link;  /* its own, or the board's */
  ParlView view;       /* the shown part, as the scene has it */

  double pointer_x;            /* NAN: elsewhere */
  double drag_start, drag_end; /* the span that is being chosen, in px; NAN: none */
  ParlView drag_view;          /* the view when a drag or pinch began */
  bool is_dragging;
} ParlChartAxis;

/* @click: of the widget; it is over when a drag begins. The widget frees the axis in dispose. */
ParlChartAxis *parl_chart_axis_new (GtkWidget *widget, const ParlChartAxisOwner *owner,
                                    GtkGesture *click);
void parl_chart_axis_free (ParlChartAxis *self);
void parl_chart_axis_set_spec (ParlChartAxis *self, const ParlChartSpec *spec); /* NULL: none */
void parl_chart_axis_set_link (ParlChartAxis *self, ParlTimeLink *link); /* NULL: on its own */

bool parl_chart_axis_exists (ParlChartAxis *self);     /* false: there is nothing to zoom */
double parl_chart_axis_get_part (ParlChartAxis *self); /* shown of the whole, up to 1 */

/* In all linked charts. */
void parl_chart_axis_show_all (ParlChartAxis *self);
void parl_chart_axis_zoom (ParlChartAxis *self, double anchor, double factor);
void parl_chart_axis_pan (ParlChartAxis *self, double part); /* of what is shown */
void parl_chart_axis_reveal (ParlChartAxis *self, double time);
