/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keyboard on a chart: arrows walk the items in the direction in which they stand, Home and End
 * jump, + - 0 and Shift+arrows move the view of the time axis. Time runs from left to right in
 * every language. */
#include "config.h"

#include "app/chart-view-private.h"

#define ZOOM_STEP 1.5
#define PAN_STEP 0.25

/* How many items an arrow key goes on; 0: none of the chart's business. */
static int
get_step (ParlChartView *self, GtkDirectionType direction)
{
  bool is_back = direction == GTK_DIR_LEFT || direction == GTK_DIR_UP;
  bool is_sideways = direction == GTK_DIR_LEFT || direction == GTK_DIR_RIGHT;
  ParlView extent = { 0, 0 };
  bool is_part = parl_chart_view_get_extent (self, &extent) && !parl_zoom_is_whole (self->view);
  double part = is_part ? (self->view.to - self->view.from) / (extent.to - extent.from) : 1;
  int step = parl_chart_get_step (self->spec, is_sideways, part);

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
        parl_chart_view_set_item (self, (int)item);
        return;
      }
}

static gboolean
on_arrow (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);
  int step
      = self->spec != NULL ? get_step (self, (GtkDirectionType)g_variant_get_int32 (parameter)) : 0;

  (void)data;
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

  (void)data;
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
  ParlView extent;

  (void)data;
  if (!parl_chart_view_get_extent (self, &extent))
    return false;
  if (factor == 0)
    parl_chart_view_show (self, parl_zoom_get_whole ());
  else
    parl_chart_view_zoom (self, parl_time_link_get_cursor (self->link), factor);
  return true;
}

static gboolean
on_pan (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);
  ParlView extent;

  (void)data;
  if (!parl_chart_view_get_extent (self, &extent))
    return false;
  parl_chart_view_pan (self, g_variant_get_double (parameter));
  return true;
}

static gboolean
on_activate (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);

  (void)parameter;
  (void)data;
  return parl_chart_view_activate_item (self, self->item);
}

void
parl_chart_view_install_keys (GtkWidgetClass *klass)
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
