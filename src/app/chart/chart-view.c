/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart spec in a widget: theme and size, menu, pointer and keyboard. The scene is laid out and
 * painted once for every spec, theme, size and view, then shown in every frame. Knows no fact and
 * no kind of chart; what a chart looks like is the business of charts/. */
#include "config.h"

#include "app/chart/chart-view.h"

#include "app/chart/chart-axis.h"
#include "app/chart/chart-painter.h"
#include "app/chart/chart-table.h"
#include "app/chart/chart-zoom.h"
#include "app/picture.h"
#include "app/widget.h"

#include <glib/gi18n.h>
#include <math.h>

#define MINIMUM_WIDTH 120
#define NATURAL_WIDTH 400
#define WIDE 2000
#define ZOOM_STEP 1.5 /* of a key */
#define PAN_STEP 0.25

struct _ParlChartView
{
  GtkWidget parent_instance;

  ParlChartSpec *spec; /* NULL: nothing to show */
  ParlChartAxis *axis;
  ParlScene *scene;    /* NULL: to be laid out */
  GskRenderNode *node; /* of the scene; NULL: to be painted, or there is nothing in it */

  int item;                    /* of the keyboard; -1: none */
  double pointer_x, pointer_y; /* NAN: elsewhere */

  GtkWidget *all_button;
  GtkWidget *menu;               /* NULL: not opened yet */
  GtkFileChooserNative *chooser; /* NULL: none is open */
};

G_DEFINE_FINAL_TYPE (ParlChartView, parl_chart_view, GTK_TYPE_WIDGET)

static void
clear_scene (ParlChartView *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_clear_pointer (&self->scene, parl_scene_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static bool
is_rtl (ParlChartView *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

static ParlStyle
get_style (ParlChartView *self)
{
  ParlStyle style = parl_style_of_desktop ();
  double scale = parl_widget_get_text_scale (self);

  style.label_size *= scale;
  style.value_size *= scale;
  style.whole_px = gtk_widget_get_scale_factor (GTK_WIDGET (self)) == 1;
  style.is_rtl = is_rtl (self);
  return style;
}

static const ParlScene *
get_scene (ParlChartView *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->scene == NULL && self->spec != NULL && width > 0 && height > 0)
    {
      ParlStyle style = get_style (self);
      self->scene = parl_chart_layout (self->spec, &style, &self->axis->view, width, height);
    }
  return self->scene;
}

/* What the axis asks and tells. */

static const ParlScene *
on_get_scene (GtkWidget *widget)
{
  return get_scene (PARL_CHART_VIEW (widget));
}

static bool
is_zoomed (ParlChartView *self)
{
  return !parl_zoom_is_whole (self->axis->view);
}

static void
on_axis_changed (GtkWidget *widget, bool is_moved)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);

  gtk_widget_queue_draw (widget);
  if (!is_moved)
    return;
  gtk_widget_set_visible (self->all_button, is_zoomed (self));
  gtk_widget_action_set_enabled (widget, "chart.show-all", is_zoomed (self));
  clear_scene (self);
}

static const ParlChartAxisOwner axis_owner = { on_get_scene, on_axis_changed };

/* Items. */

/* NAN: it has none. */
static double
get_item_time (ParlChartView *self, int item)
{
  if (self->spec == NULL || item < 0 || (unsigned)item >= parl_chart_get_n_items (self->spec))
    return NAN;

  return parl_chart_get_place (self->spec, (unsigned)item).time;
}

static char *
dup_words (ParlChartView *self, int item)
{
  g_auto (ParlTip) tip = parl_chart_dup_tip (self->spec, (unsigned)item);

  return parl_tip_join (&tip);
}

/* The whole chart in words, while nothing in it has the focus; then what has. */
static void
update_description (ParlChartView *self)
{
  g_autofree char *words = self->spec == NULL ? g_strdup ("")
                           : self->item >= 0  ? dup_words (self, self->item)
                                              : parl_chart_spec_describe (self->spec);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words,
                                  -1);
}

static void
set_item (ParlChartView *self, int item)
{
  double time = get_item_time (self, item);

  self->item = item;
  parl_widget_set_class (self, "in-item", item >= 0); /* which has the ring */
  parl_chart_axis_reveal (self->axis, time);
  parl_time_link_set_cursor (self->axis->link, time);
  update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

int
parl_chart_view_get_item (ParlChartView *self)
{
  g_return_val_if_fail (PARL_IS_CHART_VIEW (self), -1);

  return self->item;
}

/* (nullable): what a click on it explains */
static const char *
get_link (ParlChartView *self, int item)
{
  return self->spec != NULL && item >= 0 ? parl_chart_get_link (self->spec, (unsigned)item) : NULL;
}

static bool
activate_item (ParlChartView *self, int item)
{
  const char *link = get_link (self, item);

  return link != NULL && gtk_widget_activate_action (GTK_WIDGET (self), "win.fact", "s", link);
}

/* The part of the fleet that it is about, on the whole board. */
static bool
drill_item (ParlChartView *self, int item)
{
  const char *link = get_link (self, item);

  return link != NULL && gtk_widget_activate_action (GTK_WIDGET (self), "win.drill", "s", link);
}

/* The menu. */

static void
on_table (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWindow *table = parl_chart_table_new (PARL_CHART_VIEW (widget)->spec);
  GtkRoot *root = gtk_widget_get_root (widget);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (table, GTK_WINDOW (root));
  gtk_window_present (table);
}

static void
on_copy_image (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);
  ParlStyle style = get_style (self);
  parl_chart_picture_make (widget, self->spec, &style, PARL_PICTURE_PNG, NULL);
}

static void
on_copy_description (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);
  g_autofree char *words = parl_chart_spec_describe (self->spec);
  g_autofree char *text
      = g_strconcat (self->spec->message != NULL ? self->spec->message : "", "\n", words, NULL);
  parl_widget_copy_text (widget, text);
}

static void
on_chosen (ParlChartView *self, int response, GtkFileChooserNative *chooser)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_autofree char *path
      = response == GTK_RESPONSE_ACCEPT && file != NULL ? g_file_get_path (file) : NULL;
  ParlStyle style = get_style (self);

  if (path != NULL && self->spec != NULL)
    parl_chart_picture_make (GTK_WIDGET (self), self->spec, &style,
                             GPOINTER_TO_INT (g_object_get_data (G_OBJECT (chooser), "format")),
                             path);
  else if (response == GTK_RESPONSE_ACCEPT)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s",
                                _ ("The chart could not be saved: that place is no folder of "
                                   "this computer."));
  g_clear_object (&self->chooser);
}

static void
on_save (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);
  bool is_svg = g_str_equal (name, "chart.save-svg");
  GtkRoot *root = gtk_widget_get_root (widget);
  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (
      is_svg ? _ ("Save Chart as SVG") : _ ("Save Chart as PNG"),
      GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), true);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser),
                                     is_svg ? _ ("chart.svg") : _ ("chart.png"));
  g_object_set_data (G_OBJECT (self->chooser), "format",
                     GINT_TO_POINTER (is_svg ? PARL_PICTURE_SVG : PARL_PICTURE_PNG));
  g_signal_connect_swapped (self->chooser, "response", G_CALLBACK (on_chosen), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_show_all (GtkWidget *widget, const char *name, GVariant *parameter)
{
  parl_chart_axis_show_all (PARL_CHART_VIEW (widget)->axis);
  gtk_widget_grab_focus (widget);
}

static void
popup_menu (ParlChartView *self, double x, double y)
{
  if (self->spec == NULL)
    return;
  parl_widget_pop_up (self, &self->menu, "chart", &(GdkRectangle){ (int)x, (int)y, 1, 1 });
}

/* By the Menu key: at the item in focus. */
static void
on_menu (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);
  const ParlScene *scene = get_scene (self);
  double x = 0, y = 0, width = gtk_widget_get_width (widget),
         height = gtk_widget_get_height (widget);
  if (scene != NULL)
    parl_scene_get_item_box (scene, self->item, &x, &y, &width, &height);
  popup_menu (self, x + width / 2, y + height / 2);
}

static void
install_menu (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "chart.table", NULL, on_table);
  gtk_widget_class_install_action (klass, "chart.show-all", NULL, on_show_all);
  gtk_widget_class_install_action (klass, "chart.copy-image", NULL, on_copy_image);
  gtk_widget_class_install_action (klass, "chart.copy-description", NULL, on_copy_description);
  gtk_widget_class_install_action (klass, "chart.save-png", NULL, on_save);
  gtk_widget_class_install_action (klass, "chart.save-svg", NULL, on_save);
  gtk_widget_class_install_action (klass, "menu.popup", NULL, on_menu);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Menu, 0, "menu.popup", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_F10, GDK_SHIFT_MASK, "menu.popup", NULL);
}

/* The pointer. */

static int
hit_item (ParlChartView *self, double x, double y)
{
  const ParlScene *scene = get_scene (self);

  return scene != NULL ? parl_chart_hit (self->spec, scene, x, y) : -1;
}

static void
on_motion (ParlChartView *self, double x, double y)
{
  const ParlScene *scene = get_scene (self);

  /* GTK tells again where the pointer is whenever anything below it was laid out. */
  if (x == self->pointer_x && y == self->pointer_y)
    return;
  self->pointer_x = x;
  self->pointer_y = y;

  self->axis->pointer_x = x;

  int item = hit_item (self, x, y);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   get_link (self, item) != NULL ? "pointer" : NULL);

  if (!parl_chart_axis_exists (self->axis))
    return;
  double time = get_item_time (self, item);
  if (isnan (time) && scene != NULL)
    time = parl_scene_get_time (scene, x);
  parl_time_link_set_cursor (self->axis->link, time);
}

/* Back to where the keyboard stands. */
static void
on_leave (ParlChartView *self)
{
  bool has_focus = gtk_widget_has_focus (GTK_WIDGET (self));

  self->pointer_x = self->pointer_y = NAN;
  self->axis->pointer_x = NAN;
  if (parl_chart_axis_exists (self->axis))
    parl_time_link_set_cursor (self->axis->link,
                               has_focus ? get_item_time (self, self->item) : NAN);
}

static gboolean
on_query_tooltip (ParlChartView *self, int x, int y, gboolean is_keyboard, GtkTooltip *tooltip)
{
  int item = is_keyboard ? self->item : hit_item (self, x, y);
  double left, top, width, height;

  if (item < 0)
    return false;

  g_autofree char *words = dup_words (self, item);
  gtk_tooltip_set_text (tooltip, words);
  if (parl_scene_get_item_box (self->scene, item, &left, &top, &width, &height))
    gtk_tooltip_set_tip_area (
        tooltip, &(GdkRectangle){ (int)left, (int)top, (int)ceil (width), (int)ceil (height) });
  return true;
}

/* Clicking. In a part of the axis every click is the chart's, so that a double click can't open the
 * card before it shows all. */
static void
on_pressed (ParlChartView *self, int n_press, double x, double y, GtkGesture *gesture)
{
  if (is_zoomed (self) || get_link (self, hit_item (self, x, y)) != NULL)
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
on_released (ParlChartView *self, int n_press, double x, double y, GtkEventController *click)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (click);

  if (self->axis->is_dragging)
    return;
  if (n_press == 2 && is_zoomed (self))
    parl_chart_axis_show_all (self->axis);
  else if (n_press == 1 && (state & GDK_CONTROL_MASK) != 0)
    drill_item (self, hit_item (self, x, y));
  else if (n_press == 1)
    activate_item (self, hit_item (self, x, y));
}

static void
on_menu_pressed (ParlChartView *self, int n_press, double x, double y, GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  popup_menu (self, x, y);
}

static void
on_long_pressed (ParlChartView *self, double x, double y, GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  popup_menu (self, x, y);
}

/* The keyboard: time runs from left to right in every language, items of a mirrored chart do not.
 */

/* How many items an arrow key goes on; 0: none of the chart's business. */
static int
get_step (ParlChartView *self, GtkDirectionType direction)
{
  bool is_sideways = direction == GTK_DIR_LEFT || direction == GTK_DIR_RIGHT;
  GtkDirectionType back
      = is_rtl (self) && parl_chart_is_mirrored (self->spec) ? GTK_DIR_RIGHT : GTK_DIR_LEFT;
  bool is_back = direction == back || direction == GTK_DIR_UP;
  int step = parl_chart_get_step (self->spec, is_sideways, parl_chart_axis_get_part (self->axis));

  return is_back ? -step : step;
}

/* The next item from @start on; a day or sample without a value is walked over, and where the chart
 * ends the focus stays. */
static void
walk (ParlChartView *self, gint64 start, int step)
{
  gint64 n_items = parl_chart_get_n_items (self->spec);

  for (gint64 item = start; item >= 0 && item < n_items; item += step)
    if (!parl_chart_get_place (self->spec, (unsigned)item).is_gap)
      {
        set_item (self, (int)item);
        return;
      }
}

static gboolean
on_arrow (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);
  int step
      = self->spec != NULL ? get_step (self, (GtkDirectionType)g_variant_get_int32 (parameter)) : 0;
  if (step == 0)
    return false;
  if (self->item >= 0)
    walk (self, (gint64)self->item + step, step);
  else
    walk (self, step > 0 ? 0 : (gint64)parl_chart_get_n_items (self->spec) - 1, step > 0 ? 1 : -1);
  return true;
}

static gboolean
on_end (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);
  int step = g_variant_get_int32 (parameter);
  if (self->spec == NULL)
    return false;
  walk (self, step > 0 ? 0 : (gint64)parl_chart_get_n_items (self->spec) - 1, step);
  return true;
}

/* Towards and from the item in focus, else the cursor, else the middle. */
static gboolean
on_zoom (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);
  double factor = g_variant_get_double (parameter);
  if (!parl_chart_axis_exists (self->axis))
    return false;
  if (factor == 0)
    parl_chart_axis_show_all (self->axis);
  else
    parl_chart_axis_zoom (self->axis, self->axis->link->cursor, factor);
  return true;
}

static gboolean
on_pan (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);
  if (!parl_chart_axis_exists (self->axis))
    return false;
  parl_chart_axis_pan (self->axis, g_variant_get_double (parameter));
  return true;
}

static gboolean
on_activate (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);
  return activate_item (self, self->item);
}

static gboolean
on_drill (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);
  return drill_item (self, self->item);
}

static void
install_keys (GtkWidgetClass *klass)
{
  static const struct
  {
    unsigned keys[4];
    GdkModifierType state;
    GtkShortcutFunc function;
    double number; /* what the key asks for: a direction, step, factor or part */
  } bindings[] = {
    { { GDK_KEY_Left, GDK_KEY_KP_Left }, 0, on_arrow, GTK_DIR_LEFT },
    { { GDK_KEY_Right, GDK_KEY_KP_Right }, 0, on_arrow, GTK_DIR_RIGHT },
    { { GDK_KEY_Up, GDK_KEY_KP_Up }, 0, on_arrow, GTK_DIR_UP },
    { { GDK_KEY_Down, GDK_KEY_KP_Down }, 0, on_arrow, GTK_DIR_DOWN },
    { { GDK_KEY_Home, GDK_KEY_KP_Home }, 0, on_end, 1 },
    { { GDK_KEY_End, GDK_KEY_KP_End }, 0, on_end, -1 },
    { { GDK_KEY_plus, GDK_KEY_equal, GDK_KEY_KP_Add }, 0, on_zoom, 1 / ZOOM_STEP },
    { { GDK_KEY_minus, GDK_KEY_KP_Subtract }, 0, on_zoom, ZOOM_STEP },
    { { GDK_KEY_0, GDK_KEY_KP_0 }, 0, on_zoom, 0 },
    { { GDK_KEY_Left, GDK_KEY_KP_Left }, GDK_SHIFT_MASK, on_pan, -PAN_STEP },
    { { GDK_KEY_Right, GDK_KEY_KP_Right }, GDK_SHIFT_MASK, on_pan, PAN_STEP },
    { { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter, GDK_KEY_space }, 0, on_activate, 0 },
    { { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter }, GDK_CONTROL_MASK, on_drill, 0 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (bindings); i++)
    for (unsigned j = 0; j < G_N_ELEMENTS (bindings[i].keys) && bindings[i].keys[j] != 0; j++)
      {
        bool is_whole = bindings[i].function == on_arrow || bindings[i].function == on_end;
        if (is_whole)
          gtk_widget_class_add_binding (klass, bindings[i].keys[j], bindings[i].state,
                                        bindings[i].function, "i", (int)bindings[i].number);
        else
          gtk_widget_class_add_binding (klass, bindings[i].keys[j], bindings[i].state,
                                        bindings[i].function, "d", bindings[i].number);
      }
}

/* The widget. */

static void
parl_chart_view_dispose (GObject *object)
{
  ParlChartView *self = PARL_CHART_VIEW (object);

  g_clear_pointer (&self->axis, parl_chart_axis_free);
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
  ParlStyle style = get_style (self);

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MINIMUM_WIDTH : 0;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? NATURAL_WIDTH : 0;
  if (orientation == GTK_ORIENTATION_VERTICAL && self->spec != NULL)
    {
      *minimum = *natural = (int)ceil (parl_chart_get_natural_height (
          self->spec, &style, for_size > 0 ? for_size : NATURAL_WIDTH));
      /* Of no width in particular: names that a narrow chart wraps, a wide one does not. */
      if (for_size <= 0)
        *minimum
            = MIN (*minimum, (int)ceil (parl_chart_get_natural_height (self->spec, &style, WIDE)));
    }
  *minimum_baseline = *natural_baseline = -1;
}

static GtkSizeRequestMode
parl_chart_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* The button stands in the upper corner at the end of the line. */
static void
parl_chart_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);
  if (self->scene != NULL && (self->scene->width != width || self->scene->height != height))
    clear_scene (self);
  if (gtk_widget_should_layout (self->all_button))
    {
      GtkRequisition size;
      gtk_widget_get_preferred_size (self->all_button, NULL, &size);
      GtkAllocation place
          = { is_rtl (self) ? 0 : MAX (width - size.width, 0), 0, size.width, size.height };
      gtk_widget_size_allocate (self->all_button, &place, -1);
    }
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
add_overlay (ParlChartView *self, const ParlScene *scene, GtkSnapshot *snapshot)
{
  bool has_item = self->item >= 0 && gtk_widget_has_focus (GTK_WIDGET (self));
  g_autofree char *words = has_item ? dup_words (self, self->item) : NULL;
  ParlChartOverlay overlay = { .cursor = self->axis->link->cursor,
                               .span_start = self->axis->drag_start,
                               .span_end = self->axis->drag_end,
                               .item = has_item ? self->item : -1,
                               .item_time = get_item_time (self, self->item),
                               .words = words };

  parl_chart_overlay_snapshot (&overlay, scene, snapshot);
}

static void
parl_chart_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);
  const ParlScene *scene = get_scene (self);

  if (scene == NULL)
    return;
  if (self->node == NULL)
    self->node = parl_chart_painter_create_node (scene);
  if (self->node != NULL)
    gtk_snapshot_append_node (snapshot, self->node);
  add_overlay (self, scene, snapshot);
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
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  install_keys (widget_class);
  install_menu (widget_class);
}

/* The order matters to GTK: the gesture that is added last hears of an event first. */
static void
add_pointer (ParlChartView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *menu = gtk_gesture_click_new ();
  GtkGesture *hold = gtk_gesture_long_press_new ();
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (hold), true);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  g_signal_connect_swapped (menu, "pressed", G_CALLBACK (on_menu_pressed), self);
  g_signal_connect_swapped (hold, "pressed", G_CALLBACK (on_long_pressed), self);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  self->axis = parl_chart_axis_new (widget, &axis_owner, click);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (menu));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (hold));
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
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self));

  parl_widget_follow_theme (self, G_CALLBACK (on_theme_changed));
  g_signal_connect_object (settings, "notify::gtk-xft-dpi", G_CALLBACK (on_theme_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::gtk-font-name", G_CALLBACK (on_theme_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (on_theme_changed), NULL);
  g_signal_connect (self, "direction-changed", G_CALLBACK (on_theme_changed), NULL);
}

static void
parl_chart_view_init (ParlChartView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->item = -1;
  self->pointer_x = self->pointer_y = NAN;
  gtk_widget_set_focusable (widget, true);
  gtk_widget_set_has_tooltip (widget, true);
  self->all_button = gtk_button_new_with_label (_ ("All"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->all_button), "chart.show-all");
  gtk_widget_set_tooltip_text (self->all_button, _ ("Show the Whole Time"));
  gtk_widget_add_css_class (self->all_button, "show-all");
  gtk_widget_set_visible (self->all_button, false);
  gtk_widget_action_set_enabled (widget, "chart.show-all", false);
  gtk_widget_set_parent (self->all_button, widget);
  add_pointer (self);
  parl_chart_view_set_spec (self, NULL);
  follow_theme (self);
}

/* Newer data of the same kind keep the reader where they are. */
static bool
is_walk_kept (const ParlChartSpec *old, const ParlChartSpec *spec, int item)
{
  return old != NULL && spec != NULL && old->kind == spec->kind
         && parl_chart_get_n_items (old) == parl_chart_get_n_items (spec)
         && item < (int)parl_chart_get_n_items (spec);
}

/* @spec: (nullable): what to show; the view of the time axis stays, and so does the focus in a
 * chart of the same kind and number of items */
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
    {
      self->item = -1;
      parl_widget_set_class (self, "in-item", false);
    }
  g_clear_pointer (&old, parl_chart_spec_unref);
  for (unsigned i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i], spec != NULL);
  parl_widget_set_spoken (self, spec != NULL && spec->message != NULL ? spec->message : "");
  update_description (self);
  clear_scene (self);
  parl_chart_axis_set_spec (self->axis, spec);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
parl_chart_view_set_link (ParlChartView *self, ParlTimeLink *link)
{
  g_return_if_fail (PARL_IS_CHART_VIEW (self));

  parl_chart_axis_set_link (self->axis, link);
}
