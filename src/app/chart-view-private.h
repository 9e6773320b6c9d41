/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The inside of the chart widget, shared by the chart-view-*.c files only. */

#include "app/chart-view.h"
#include "app/chart-zoom.h"

#include <adwaita.h>

struct _ParlChartView
{
  GtkWidget parent_instance;

  ParlChartSpec *spec; /* NULL: nothing to show */
  ParlTimeLink *link;  /* its own, or the board's */
  ParlView view;       /* the shown part of the time axis, as the scene has it */
  ParlScene *scene;    /* NULL: to be laid out */
  GskRenderNode *node; /* of the scene; NULL: to be painted, or there is nothing in it */

  int item;                    /* of the keyboard; -1: none */
  double drag_start, drag_end; /* the span that is being chosen, in px; NAN: none */
  ParlView drag_view;          /* the view when a drag or pinch began */
  double pointer_x, pointer_y; /* NAN: elsewhere */
  bool is_dragging;

  GtkWidget *all_button;
  GtkWidget *menu;               /* NULL: not opened yet */
  GtkFileChooserNative *chooser; /* NULL: none is open */
};

/* chart-view.c */
ParlStyle parl_chart_view_get_style (ParlChartView *self);
const ParlScene *parl_chart_view_get_scene (ParlChartView *self); /* NULL: nothing to show */
bool parl_chart_view_get_extent (ParlChartView *self, ParlView *extent);
void parl_chart_view_show (ParlChartView *self, ParlView view); /* in all linked charts */
void parl_chart_view_zoom (ParlChartView *self, double anchor, double factor);
void parl_chart_view_pan (ParlChartView *self, double part); /* of what is shown */
void parl_chart_view_set_item (ParlChartView *self, int item);
bool parl_chart_view_activate_item (ParlChartView *self, int item);
double parl_chart_view_get_item_time (ParlChartView *self, int item); /* NAN: has none */

/* One file each: what is drawn above the chart, the pointer, the keyboard, the menu. */
void parl_chart_view_draw_overlay (ParlChartView *self, GtkSnapshot *snapshot);
void parl_chart_view_add_pointer (ParlChartView *self);
void parl_chart_view_install_keys (GtkWidgetClass *klass);
void parl_chart_view_install_menu (GtkWidgetClass *klass);
void parl_chart_view_popup_menu (ParlChartView *self, double x, double y);
