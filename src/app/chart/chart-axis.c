/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The time axis of a chart in a widget: the part that is shown, and the gestures that change it.
 * Knows no kind of chart and draws nothing. */
#include "config.h"

#include "app/chart/chart-axis.h"

#include "app/chart/chart-zoom.h"

#include <math.h>

#define ZOOM_STEP 1.25    /* a notch of the wheel */
#define PAN_STEP 0.1      /* of what is shown, a notch */
#define PIXELS_A_NOTCH 40 /* of a touchpad */
#define DRAG_THRESHOLD 8

/* The link. Knows no chart. */

G_DEFINE_FINAL_TYPE (ParlTimeLink, parl_time_link, G_TYPE_OBJECT)

static guint changed_signal;

static void
parl_time_link_class_init (ParlTimeLinkClass *klass)
{
  changed_signal = g_signal_new ("changed", PARL_TYPE_TIME_LINK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
parl_time_link_init (ParlTimeLink *self)
{
  self->from = self->to = self->cursor = NAN;
}

bool
parl_time_link_get_view (ParlTimeLink *self, double *from, double *to)
{
  *from = self->from;
  *to = self->to;
  return !isnan (self->from);
}

static bool
is_same (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

void
parl_time_link_set_view (ParlTimeLink *self, double from, double to)
{
  if (is_same (self->from, from) && is_same (self->to, to))
    return;
  self->from = from;
  self->to = to;
  g_signal_emit (self, changed_signal, 0);
}

void
parl_time_link_set_cursor (ParlTimeLink *self, double time)
{
  if (is_same (self->cursor, time))
    return;
  self->cursor = time;
  g_signal_emit (self, changed_signal, 0);
}

/* The axis. */

static bool
get_extent (ParlChartAxis *self, ParlView *extent)
{
  return self->spec != NULL && parl_chart_get_extent (self->spec, extent)
         && extent->from < extent->to;
}

bool
parl_chart_axis_exists (ParlChartAxis *self)
{
  ParlView extent;

  return get_extent (self, &extent);
}

double
parl_chart_axis_get_part (ParlChartAxis *self)
{
  ParlView extent;

  return get_extent (self, &extent) && !parl_zoom_is_whole (self->view)
             ? (self->view.to - self->view.from) / (extent.to - extent.from)
             : 1;
}

/* A chart whose time does not overlap the shared view shows all of its own. */
static void
on_link_changed (ParlChartAxis *self)
{
  ParlView view, extent;

  if (!parl_time_link_get_view (self->link, &view.from, &view.to) || !get_extent (self, &extent)
      || !parl_zoom_overlaps (view, extent))
    view = parl_zoom_get_whole ();
  bool is_same = parl_zoom_is_whole (view)
                     ? parl_zoom_is_whole (self->view)
                     : view.from == self->view.from && view.to == self->view.to;
  self->view = is_same ? self->view : view;
  self->owner->changed (self->widget, !is_same);
}

/* The shown part. */

static void
show (ParlChartAxis *self, ParlView view)
{
  ParlView extent;

  if (!get_extent (self, &extent))
    return;
  if (!parl_zoom_is_whole (view))
    view = parl_zoom_fit (view, extent, parl_zoom_get_minimum (self->spec, extent));
  parl_time_link_set_view (self->link, view.from, view.to);
}

void
parl_chart_axis_show_all (ParlChartAxis *self)
{
  show (self, parl_zoom_get_whole ());
}

static void
scale (ParlChartAxis *self, ParlView view, double anchor, double factor)
{
  ParlView extent;

  if (get_extent (self, &extent))
    show (self, parl_zoom_scale (view, extent, parl_zoom_get_minimum (self->spec, extent), anchor,
                                 factor));
}

void
parl_chart_axis_zoom (ParlChartAxis *self, double anchor, double factor)
{
  scale (self, self->view, anchor, factor);
}

static void
move (ParlChartAxis *self, ParlView view, double part)
{
  ParlView extent;

  if (get_extent (self, &extent) && !parl_zoom_is_whole (view))
    show (self, parl_zoom_pan (view, extent, part * (view.to - view.from)));
}

void
parl_chart_axis_pan (ParlChartAxis *self, double part)
{
  move (self, self->view, part);
}

/* Moves the view where @time is, if need be. */
void
parl_chart_axis_reveal (ParlChartAxis *self, double time)
{
  if (parl_zoom_is_whole (self->view) || isnan (time))
    return;

  double span = self->view.to - self->view.from;
  if (time < self->view.from)
    parl_chart_axis_pan (self, (time - self->view.from) / span - 0.1);
  else if (time > self->view.to)
    parl_chart_axis_pan (self, (time - self->view.to) / span + 0.1);
}

/* Gestures. */

/* The time at @x, at the nearer end of the axis where @x lies beside it. */
static double
get_time (ParlChartAxis *self, double x)
{
  const ParlScene *scene = self->owner->get_scene (self->widget);

  return scene == NULL || isnan (scene->view_left)
             ? NAN
             : parl_scene_get_time (scene, CLAMP (x, scene->view_left, scene->view_right));
}

static gboolean
on_scroll (ParlChartAxis *self, double dx, double dy, GtkEventController *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (controller);
  bool in_pixels = gtk_event_controller_scroll_get_unit (GTK_EVENT_CONTROLLER_SCROLL (controller))
                   == GDK_SCROLL_UNIT_SURFACE;
  double notch = in_pixels ? PIXELS_A_NOTCH : 1;

  if (!parl_chart_axis_exists (self))
    return false;
  if ((state & GDK_CONTROL_MASK) != 0)
    {
      parl_chart_axis_zoom (self, get_time (self, self->pointer_x), pow (ZOOM_STEP, dy / notch));
      return true;
    }

  bool is_sideways = (state & GDK_SHIFT_MASK) != 0 || fabs (dx) > fabs (dy);
  if (!is_sideways || parl_zoom_is_whole (self->view))
    return false;
  parl_chart_axis_pan (self, (dx != 0 ? dx : dy) / notch * PAN_STEP);
  return true;
}

static void
on_drag_begin (ParlChartAxis *self, double x, double y, GtkGesture *gesture)
{
  self->is_dragging = false;
  self->drag_view = self->view;
  if (!parl_chart_axis_exists (self))
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
}

static void
on_drag_update (ParlChartAxis *self, double dx, double dy, GtkGestureDrag *gesture)
{
  const ParlScene *scene = self->owner->get_scene (self->widget);
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
      if (scene != NULL && scene->view_right > scene->view_left)
        move (self, self->drag_view, -dx / (scene->view_right - scene->view_left));
      return;
    }
  gtk_gesture_drag_get_start_point (gesture, &start, NULL);
  self->drag_start = start;
  self->drag_end = start + dx;
  gtk_widget_queue_draw (self->widget);
}

static void
forget_span (ParlChartAxis *self)
{
  self->drag_start = self->drag_end = NAN;
  gtk_widget_queue_draw (self->widget);
}

static void
on_drag_end (ParlChartAxis *self)
{
  double from = get_time (self, fmin (self->drag_start, self->drag_end));
  double to = get_time (self, fmax (self->drag_start, self->drag_end));
  bool is_span = fabs (self->drag_end - self->drag_start) >= DRAG_THRESHOLD && from < to;

  forget_span (self);
  if (is_span)
    show (self, (ParlView){ from, to });
}

static void
on_pinch_begin (ParlChartAxis *self, GdkEventSequence *sequence, GtkGesture *gesture)
{
  self->drag_view = self->view;
  gtk_gesture_set_state (gesture, parl_chart_axis_exists (self) ? GTK_EVENT_SEQUENCE_CLAIMED
                                                                : GTK_EVENT_SEQUENCE_DENIED);
}

static void
on_pinch (ParlChartAxis *self, double factor, GtkGesture *gesture)
{
  double x = 0, y = 0;

  if (factor > 0 && gtk_gesture_get_bounding_box_center (gesture, &x, &y))
    scale (self, self->drag_view, get_time (self, x), 1 / factor);
}

ParlChartAxis *
parl_chart_axis_new (GtkWidget *widget, const ParlChartAxisOwner *owner, GtkGesture *click)
{
  ParlChartAxis *self = g_new0 (ParlChartAxis, 1);
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  self->widget = widget;
  self->owner = owner;
  self->view = parl_zoom_get_whole ();
  self->pointer_x = self->drag_start = self->drag_end = NAN;
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (forget_span), self);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (on_pinch), self);
  gtk_widget_add_controller (widget, scroll);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  gtk_gesture_group (click, drag);
  parl_chart_axis_set_link (self, NULL);
  return self;
}

void
parl_chart_axis_free (ParlChartAxis *self)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (self->widget);

  for (unsigned i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      g_signal_handlers_disconnect_by_data (controller, self);
    }
  g_signal_handlers_disconnect_by_data (self->link, self);
  g_object_unref (self->link);
  g_clear_pointer (&self->spec, parl_chart_spec_unref);
  g_free (self);
}

/* @spec: (nullable): what lies on the axis; the view stays as far as it can */
void
parl_chart_axis_set_spec (ParlChartAxis *self, const ParlChartSpec *spec)
{
  g_clear_pointer (&self->spec, parl_chart_spec_unref);
  self->spec = spec != NULL ? parl_chart_spec_ref (spec) : NULL;
  on_link_changed (self);
}

void
parl_chart_axis_set_link (ParlChartAxis *self, ParlTimeLink *link)
{
  g_autoptr (ParlTimeLink) old = self->link;

  self->link = link != NULL ? g_object_ref (link) : g_object_new (PARL_TYPE_TIME_LINK, NULL);
  if (old != NULL)
    g_signal_handlers_disconnect_by_data (old, self);
  g_signal_connect_swapped (self->link, "changed", G_CALLBACK (on_link_changed), self);
  on_link_changed (self);
}
