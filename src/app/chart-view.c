/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart spec in a widget: its theme, size, scene and view of the time axis. The scene is laid out
 * and painted once for every spec, theme, size and view, then shown in every frame. Knows no fact;
 * what a chart looks like is the business of charts/. */
#include "config.h"

#include "app/chart-view-private.h"

#include "app/chart-painter.h"

#include <glib/gi18n.h>
#include <math.h>

#define MINIMUM_WIDTH 120
#define NATURAL_WIDTH 400

G_DEFINE_FINAL_TYPE (ParlChartView, parl_chart_view, GTK_TYPE_WIDGET)

static void
clear_scene (ParlChartView *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_clear_pointer (&self->scene, parl_scene_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The desktop's text scaling arrives as the resolution of its fonts. */
static double
get_text_scale (ParlChartView *self)
{
  int dpi = 0;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? dpi / 1024.0 / 96 : 1;
}

ParlStyle
parl_chart_view_get_style (ParlChartView *self)
{
  static const ParlTheme themes[2][2] = { { PARL_THEME_LIGHT, PARL_THEME_CONTRAST },
                                          { PARL_THEME_DARK, PARL_THEME_CONTRAST_DARK } };
  AdwStyleManager *manager = adw_style_manager_get_default ();
  ParlStyle style = parl_style_new (
      themes[adw_style_manager_get_dark (manager)][adw_style_manager_get_high_contrast (manager)]);
  double scale = get_text_scale (self);

  style.label_size *= scale;
  style.value_size *= scale;
  return style;
}

const ParlScene *
parl_chart_view_get_scene (ParlChartView *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->scene == NULL && self->spec != NULL && width > 0 && height > 0)
    {
      ParlStyle style = parl_chart_view_get_style (self);
      self->scene = parl_chart_layout (self->spec, &style, &self->view, width, height);
    }
  return self->scene;
}

/* The view of the time axis. */

/* false: there is no time axis, or nothing to zoom on it. */
bool
parl_chart_view_get_extent (ParlChartView *self, ParlView *extent)
{
  return self->spec != NULL && parl_chart_get_extent (self->spec, extent)
         && extent->from < extent->to;
}

static void
set_view (ParlChartView *self, ParlView view)
{
  if (parl_zoom_is_whole (view) ? parl_zoom_is_whole (self->view)
                                : view.from == self->view.from && view.to == self->view.to)
    return;
  self->view = view;
  gtk_widget_set_visible (self->all_button, !parl_zoom_is_whole (view));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chart.show-all", !parl_zoom_is_whole (view));
  clear_scene (self);
}

/* A chart of another time shows all of its own. */
static void
on_link_changed (ParlChartView *self)
{
  ParlView view, extent;

  if (!parl_time_link_get_view (self->link, &view.from, &view.to)
      || !parl_chart_view_get_extent (self, &extent) || !parl_zoom_overlaps (view, extent))
    view = parl_zoom_get_whole ();
  set_view (self, view);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
parl_chart_view_show (ParlChartView *self, ParlView view)
{
  ParlView extent;

  if (!parl_chart_view_get_extent (self, &extent))
    return;
  if (!parl_zoom_is_whole (view))
    view = parl_zoom_fit (view, extent, parl_zoom_get_minimum (self->spec, extent));
  parl_time_link_set_view (self->link, view.from, view.to);
}

void
parl_chart_view_zoom (ParlChartView *self, double anchor, double factor)
{
  ParlView extent;

  if (parl_chart_view_get_extent (self, &extent))
    parl_chart_view_show (self, parl_zoom_scale (self->view, extent,
                                                 parl_zoom_get_minimum (self->spec, extent), anchor,
                                                 factor));
}

void
parl_chart_view_pan (ParlChartView *self, double part)
{
  ParlView extent;

  if (parl_chart_view_get_extent (self, &extent) && !parl_zoom_is_whole (self->view))
    parl_chart_view_show (
        self, parl_zoom_pan (self->view, extent, part * (self->view.to - self->view.from)));
}

/* Items. */

double
parl_chart_view_get_item_time (ParlChartView *self, int item)
{
  if (self->spec == NULL || item < 0 || (unsigned)item >= parl_chart_get_n_items (self->spec))
    return NAN;

  return parl_chart_get_place (self->spec, (unsigned)item).time;
}

/* The whole chart in words, while nothing in it has the focus; then what has. */
static void
update_description (ParlChartView *self)
{
  g_auto (ParlTip) tip = { 0 };
  g_autofree char *words = NULL;

  if (self->spec != NULL && self->item >= 0)
    tip = parl_chart_dup_tip (self->spec, (unsigned)self->item);
  words = self->spec == NULL || self->item >= 0 ? parl_tip_join (&tip)
                                                : parl_chart_spec_describe (self->spec);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words,
                                  -1);
}

/* Moves the view where the item is, if need be. */
static void
reveal_time (ParlChartView *self, double time)
{
  if (parl_zoom_is_whole (self->view) || isnan (time))
    return;

  double span = self->view.to - self->view.from;
  if (time < self->view.from)
    parl_chart_view_pan (self, (time - self->view.from) / span - 0.1);
  else if (time > self->view.to)
    parl_chart_view_pan (self, (time - self->view.to) / span + 0.1);
}

void
parl_chart_view_set_item (ParlChartView *self, int item)
{
  double time = parl_chart_view_get_item_time (self, item);

  self->item = item;
  reveal_time (self, time);
  parl_time_link_set_cursor (self->link, time);
  update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

int
parl_chart_view_get_item (ParlChartView *self)
{
  g_return_val_if_fail (PARL_IS_CHART_VIEW (self), -1);

  return self->item;
}

/* Only a mark on the axis opens anything. */
bool
parl_chart_view_activate_item (ParlChartView *self, int item)
{
  const ParlMark *mark
      = self->spec != NULL && item >= 0 ? parl_chart_get_mark (self->spec, (unsigned)item) : NULL;

  return mark != NULL
         && gtk_widget_activate_action (GTK_WIDGET (self), "win.mark", "x", (gint64)mark->time);
}

/* The widget. */

static void
parl_chart_view_dispose (GObject *object)
{
  ParlChartView *self = PARL_CHART_VIEW (object);

  if (self->link != NULL)
    g_signal_handlers_disconnect_by_data (self->link, self);
  g_clear_object (&self->link);
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->all_button, gtk_widget_unparent);
  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_clear_pointer (&self->scene, parl_scene_free);
  g_clear_pointer (&self->spec, parl_chart_spec_unref);
  G_OBJECT_CLASS (parl_chart_view_parent_class)->dispose (object);
}

static void
parl_chart_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);
  ParlStyle style = parl_chart_view_get_style (self);

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MINIMUM_WIDTH : 0;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? NATURAL_WIDTH : 0;
  if (orientation == GTK_ORIENTATION_VERTICAL && self->spec != NULL)
    *minimum = *natural = (int)ceil (parl_chart_get_natural_height (
        self->spec, &style, for_size > 0 ? for_size : NATURAL_WIDTH));
  *minimum_baseline = *natural_baseline = -1;
}

static GtkSizeRequestMode
parl_chart_view_get_request_mode (GtkWidget *widget)
{
  (void)widget;
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* The button stands in the upper corner at the end of the line. */
static void
parl_chart_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);

  (void)baseline;
  if (self->scene != NULL && (self->scene->width != width || self->scene->height != height))
    clear_scene (self);
  if (gtk_widget_should_layout (self->all_button))
    {
      GtkRequisition size;
      gtk_widget_get_preferred_size (self->all_button, NULL, &size);
      bool is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
      GtkAllocation place
          = { is_rtl ? 0 : MAX (width - size.width, 0), 0, size.width, size.height };
      gtk_widget_size_allocate (self->all_button, &place, -1);
    }
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
parl_chart_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);
  const ParlScene *scene = parl_chart_view_get_scene (self);

  if (scene == NULL)
    return;
  if (self->node == NULL)
    self->node = parl_chart_painter_create_node (scene);
  if (self->node != NULL)
    gtk_snapshot_append_node (snapshot, self->node);
  parl_chart_view_draw_overlay (self, snapshot);
  gtk_widget_snapshot_child (widget, self->all_button, snapshot);
}

static void
parl_chart_view_class_init (ParlChartViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_chart_view_dispose;
  widget_class->measure = parl_chart_view_measure;
  widget_class->get_request_mode = parl_chart_view_get_request_mode;
  widget_class->size_allocate = parl_chart_view_size_allocate;
  widget_class->snapshot = parl_chart_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  parl_chart_view_install_keys (widget_class);
  parl_chart_view_install_menu (widget_class);
}

static void
on_theme_changed (ParlChartView *self)
{
  clear_scene (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* Connected for as long as the widget lives: the settings outlive it. */
static void
follow_theme (ParlChartView *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self));

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (on_theme_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (on_theme_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::gtk-xft-dpi", G_CALLBACK (on_theme_changed), self,
                           G_CONNECT_SWAPPED);
}

static void
parl_chart_view_init (ParlChartView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->item = -1;
  self->pointer_x = self->pointer_y = self->drag_start = self->drag_end = NAN;
  self->view = parl_zoom_get_whole ();
  gtk_widget_set_focusable (widget, true);
  gtk_widget_set_has_tooltip (widget, true);
  self->all_button = gtk_button_new_with_label (_ ("All"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->all_button), "chart.show-all");
  gtk_widget_set_tooltip_text (self->all_button, _ ("Show the Whole Time"));
  gtk_widget_add_css_class (self->all_button, "show-all");
  gtk_widget_set_visible (self->all_button, false);
  gtk_widget_action_set_enabled (widget, "chart.show-all", false);
  gtk_widget_set_parent (self->all_button, widget);
  parl_chart_view_add_pointer (self);
  parl_chart_view_set_link (self, NULL);
  parl_chart_view_set_spec (self, NULL);
  follow_theme (self);
}

GtkWidget *
parl_chart_view_new (void)
{
  return g_object_new (PARL_TYPE_CHART_VIEW, NULL);
}

/* Newer data of the same kind keep the reader where they are. */
static bool
is_walk_kept (const ParlChartSpec *old, const ParlChartSpec *spec, int item)
{
  return old != NULL && spec != NULL && old->kind == spec->kind
         && parl_chart_get_n_items (old) == parl_chart_get_n_items (spec)
         && item < (int)parl_chart_get_n_items (spec);
}

/**
 * parl_chart_view_set_spec:
 * @spec: (nullable): what to show; the view of the time axis stays, and so does the focus in a
 * chart of the same kind and number of items
 */
void
parl_chart_view_set_spec (ParlChartView *self, const ParlChartSpec *spec)
{
  g_return_if_fail (PARL_IS_CHART_VIEW (self));

  static const char *const actions[]
      = { "chart.table", "chart.copy-image", "chart.copy-description", "chart.save-png",
          "chart.save-svg" };
  ParlChartSpec *old = self->spec;

  self->spec = spec != NULL ? parl_chart_spec_ref (spec) : NULL;
  if (!is_walk_kept (old, spec, self->item))
    self->item = -1;
  g_clear_pointer (&old, parl_chart_spec_unref);
  for (unsigned i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i], spec != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spec != NULL && spec->message != NULL ? spec->message : "", -1);
  update_description (self);
  clear_scene (self);
  on_link_changed (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * parl_chart_view_set_link:
 * @link: (nullable): the view and cursor to share; %NULL: on its own
 */
void
parl_chart_view_set_link (ParlChartView *self, ParlTimeLink *link)
{
  g_return_if_fail (PARL_IS_CHART_VIEW (self));

  ParlTimeLink *old = self->link;

  self->link = link != NULL ? g_object_ref (link) : parl_time_link_new ();
  if (old != NULL)
    g_signal_handlers_disconnect_by_data (old, self);
  g_clear_object (&old);
  g_signal_connect_swapped (self->link, "changed", G_CALLBACK (on_link_changed), self);
  on_link_changed (self);
}
