/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pointer and touch on a chart: what is pointed at, zooming, moving, choosing a span. A plain
 * wheel, a finger that moves up or down and a click on nothing in particular are left to what is
 * around the chart: the page scrolls, the card opens. */
#include "config.h"

#include "app/chart-view-private.h"

#include <math.h>

#define ZOOM_STEP 1.25    /* a notch of the wheel */
#define PAN_STEP 0.1      /* of what is shown, a notch */
#define PIXELS_A_NOTCH 40 /* of a touchpad */
#define DRAG_THRESHOLD 8

static int
hit_item (ParlChartView *self, double x, double y)
{
  const ParlScene *scene = parl_chart_view_get_scene (self);

  return scene != NULL ? parl_chart_hit (self->spec, scene, x, y) : -1;
}

static bool
is_mark (ParlChartView *self, int item)
{
  return item >= 0 && parl_chart_get_mark (self->spec, (unsigned)item) != NULL;
}

/* The time at @x, at the nearer end of the axis where @x lies beside it. */
static double
get_time (ParlChartView *self, double x)
{
  const ParlScene *scene = parl_chart_view_get_scene (self);

  return scene == NULL || isnan (scene->view_left)
             ? NAN
             : parl_scene_get_time (scene, CLAMP (x, scene->view_left, scene->view_right));
}

/* Pointing. */

static void
on_motion (ParlChartView *self, double x, double y)
{
  const ParlScene *scene = parl_chart_view_get_scene (self);
  ParlView extent;

  /* GTK tells again where the pointer is whenever anything below it was laid out. */
  if (x == self->pointer_x && y == self->pointer_y)
    return;
  self->pointer_x = x;
  self->pointer_y = y;

  int item = hit_item (self, x, y);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), is_mark (self, item) ? "pointer" : NULL);

  if (!parl_chart_view_get_extent (self, &extent))
    return;
  double time = parl_chart_view_get_item_time (self, item);
  if (isnan (time) && scene != NULL)
    time = parl_scene_get_time (scene, x);
  parl_time_link_set_cursor (self->link, time);
}

/* Back to where the keyboard stands. */
static void
on_leave (ParlChartView *self)
{
  bool has_focus = gtk_widget_has_focus (GTK_WIDGET (self));
  ParlView extent;

  self->pointer_x = self->pointer_y = NAN;
  if (!parl_chart_view_get_extent (self, &extent))
    return;
  parl_time_link_set_cursor (self->link,
                             has_focus ? parl_chart_view_get_item_time (self, self->item) : NAN);
}

static gboolean
on_query_tooltip (ParlChartView *self, int x, int y, gboolean is_keyboard, GtkTooltip *tooltip)
{
  int item = is_keyboard ? self->item : hit_item (self, x, y);
  double left, top, width, height;

  if (item < 0)
    return false;

  g_auto (ParlTip) tip = parl_chart_dup_tip (self->spec, (unsigned)item);
  g_autofree char *words = parl_tip_join (&tip);
  gtk_tooltip_set_text (tooltip, words);
  if (parl_scene_get_item_box (self->scene, item, &left, &top, &width, &height))
    gtk_tooltip_set_tip_area (
        tooltip, &(GdkRectangle){ (int)left, (int)top, (int)ceil (width), (int)ceil (height) });
  return true;
}

/* Zooming and moving. */

static gboolean
on_scroll (ParlChartView *self, double dx, double dy, GtkEventController *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (controller);
  bool in_pixels = gtk_event_controller_scroll_get_unit (GTK_EVENT_CONTROLLER_SCROLL (controller))
                   == GDK_SCROLL_UNIT_SURFACE;
  double notch = in_pixels ? PIXELS_A_NOTCH : 1;
  ParlView extent;

  if (!parl_chart_view_get_extent (self, &extent))
    return false;
  if ((state & GDK_CONTROL_MASK) != 0)
    {
      parl_chart_view_zoom (self, get_time (self, self->pointer_x), pow (ZOOM_STEP, dy / notch));
      return true;
    }

  bool is_sideways = (state & GDK_SHIFT_MASK) != 0 || fabs (dx) > fabs (dy);
  if (!is_sideways || parl_zoom_is_whole (self->view))
    return false;
  parl_chart_view_pan (self, (dx != 0 ? dx : dy) / notch * PAN_STEP);
  return true;
}

static void
on_drag_begin (ParlChartView *self, double x, double y, GtkGesture *gesture)
{
  ParlView extent;

  (void)x;
  (void)y;
  self->is_dragging = false;
  self->drag_view = self->view;
  if (!parl_chart_view_get_extent (self, &extent))
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
}

static void
move_view (ParlChartView *self, double offset)
{
  const ParlScene *scene = parl_chart_view_get_scene (self);
  ParlView extent;

  if (scene == NULL || !parl_chart_view_get_extent (self, &extent)
      || !(scene->view_right > scene->view_left))
    return;

  double span = self->drag_view.to - self->drag_view.from;
  double delta = -offset / (scene->view_right - scene->view_left) * span;
  parl_chart_view_show (self, parl_zoom_pan (self->drag_view, extent, delta));
}

static void
on_drag_update (ParlChartView *self, double dx, double dy, GtkGestureDrag *gesture)
{
  double start = 0;

  if (!self->is_dragging && hypot (dx, dy) < DRAG_THRESHOLD)
    return;
  if (!self->is_dragging && fabs (dy) > fabs (dx))
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->is_dragging = true;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  if (!parl_zoom_is_whole (self->drag_view))
    {
      move_view (self, dx);
      return;
    }
  gtk_gesture_drag_get_start_point (gesture, &start, NULL);
  self->drag_start = start;
  self->drag_end = start + dx;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
forget_span (ParlChartView *self)
{
  self->drag_start = self->drag_end = NAN;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_drag_end (ParlChartView *self)
{
  double from = get_time (self, fmin (self->drag_start, self->drag_end));
  double to = get_time (self, fmax (self->drag_start, self->drag_end));
  bool is_span = fabs (self->drag_end - self->drag_start) >= DRAG_THRESHOLD && from < to;

  forget_span (self);
  if (is_span)
    parl_chart_view_show (self, (ParlView){ from, to });
}

static void
on_pinch_begin (ParlChartView *self, GdkEventSequence *sequence, GtkGesture *gesture)
{
  ParlView extent;

  (void)sequence;
  self->drag_view = self->view;
  gtk_gesture_set_state (gesture, parl_chart_view_get_extent (self, &extent)
                                      ? GTK_EVENT_SEQUENCE_CLAIMED
                                      : GTK_EVENT_SEQUENCE_DENIED);
}

static void
on_pinch (ParlChartView *self, double scale, GtkGesture *gesture)
{
  ParlView extent;
  double x = 0, y = 0;

  if (!parl_chart_view_get_extent (self, &extent) || !(scale > 0)
      || !gtk_gesture_get_bounding_box_center (gesture, &x, &y))
    return;
  parl_chart_view_show (self, parl_zoom_scale (self->drag_view, extent,
                                               parl_zoom_get_minimum (self->spec, extent),
                                               get_time (self, x), 1 / scale));
}

/* Clicking. In a part of the axis every click is the chart's, so that a double click can't open the
 * card before it shows all. */
static void
on_pressed (ParlChartView *self, int n_press, double x, double y, GtkGesture *gesture)
{
  (void)n_press;
  if (!parl_zoom_is_whole (self->view) || is_mark (self, hit_item (self, x, y)))
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
on_released (ParlChartView *self, int n_press, double x, double y)
{
  if (self->is_dragging)
    return;
  if (n_press == 2 && !parl_zoom_is_whole (self->view))
    parl_chart_view_show (self, parl_zoom_get_whole ());
  else if (n_press == 1)
    parl_chart_view_activate_item (self, hit_item (self, x, y));
}

static void
on_menu_pressed (ParlChartView *self, int n_press, double x, double y, GtkGesture *gesture)
{
  (void)n_press;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  parl_chart_view_popup_menu (self, x, y);
}

static void
on_long_pressed (ParlChartView *self, double x, double y, GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  parl_chart_view_popup_menu (self, x, y);
}

static void
add_gestures (ParlChartView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkGesture *menu = gtk_gesture_click_new ();
  GtkGesture *hold = gtk_gesture_long_press_new ();
  GtkGesture *all[] = { click, drag, pinch, menu, hold };

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (hold), true);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (forget_span), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (on_pinch), self);
  g_signal_connect_swapped (menu, "pressed", G_CALLBACK (on_menu_pressed), self);
  g_signal_connect_swapped (hold, "pressed", G_CALLBACK (on_long_pressed), self);
  for (unsigned i = 0; i < G_N_ELEMENTS (all); i++)
    gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (all[i]));
  gtk_gesture_group (click, drag);
}

void
parl_chart_view_add_pointer (ParlChartView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  add_gestures (self);
}
