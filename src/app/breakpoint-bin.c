/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bin of any width from 360 on. While its child still needs more, the child gets what it needs
 * and is clipped: for the one frame until the window has followed the new mode. */
#include "config.h"

#include "app/breakpoint-bin.h"

#include "app/widget.h"

#define MIN_WIDTH 360
#define MIN_HEIGHT 294

static void parl_breakpoint_bin_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ParlBreakpointBin, parl_breakpoint_bin, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      parl_breakpoint_bin_buildable_init))

static guint mode_changed_signal;
static GtkBuildableIface *parent_buildable;

static void
parl_breakpoint_bin_dispose (GObject *object)
{
  ParlBreakpointBin *self = PARL_BREAKPOINT_BIN (object);

  g_clear_handle_id (&self->notify_id, g_source_remove);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (parl_breakpoint_bin_parent_class)->dispose (object);
}

static void
parl_breakpoint_bin_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                             int *minimum, int *natural, int *minimum_baseline,
                             int *natural_baseline)
{
  ParlBreakpointBin *self = PARL_BREAKPOINT_BIN (widget);
  int least = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : MIN_HEIGHT;
  if (self->child != NULL)
    gtk_widget_measure (self->child, orientation, -1, NULL, natural, NULL, NULL);
  *minimum = least;
  *natural = MAX (*natural, least);
  *minimum_baseline = *natural_baseline = -1;
}

static gboolean
on_mode_idle (gpointer data)
{
  ParlBreakpointBin *self = data;

  self->notify_id = 0;
  g_signal_emit (self, mode_changed_signal, 0);
  return G_SOURCE_REMOVE;
}

static void
parl_breakpoint_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ParlBreakpointBin *self = PARL_BREAKPOINT_BIN (widget);
  /* The widths are meant for text as large as it is by default. */
  double scaled = width / MAX (parl_widget_get_text_scale (widget), 1);
  ParlWidth mode = scaled >= 1100  ? PARL_WIDTH_WIDE
                   : scaled >= 700 ? PARL_WIDTH_MEDIUM
                                   : PARL_WIDTH_NARROW;
  int least_width, least_height;

  if (self->child != NULL)
    {
      gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL,
                          NULL);
      width = MAX (width, least_width);
      gtk_widget_measure (self->child, GTK_ORIENTATION_VERTICAL, width, &least_height, NULL, NULL,
                          NULL);
      gtk_widget_allocate (self->child, width, MAX (height, least_height), baseline, NULL);
    }
  if (mode == self->mode)
    return;
  self->mode = mode;
  if (self->notify_id == 0)
    self->notify_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_mode_idle, self, NULL);
}

static void
parl_breakpoint_bin_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child,
                               const char *type)
{
  ParlBreakpointBin *self = PARL_BREAKPOINT_BIN (buildable);

  if (!GTK_IS_WIDGET (child))
    {
      parent_buildable->add_child (buildable, builder, child, type);
      return;
    }
  self->child = GTK_WIDGET (child);
  gtk_widget_set_parent (self->child, GTK_WIDGET (self));
}

static void
parl_breakpoint_bin_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = parl_breakpoint_bin_add_child;
}

static void
parl_breakpoint_bin_class_init (ParlBreakpointBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = parl_breakpoint_bin_dispose;
  widget_class->measure = parl_breakpoint_bin_measure;
  widget_class->size_allocate = parl_breakpoint_bin_size_allocate;
  mode_changed_signal = g_signal_new ("mode-changed", PARL_TYPE_BREAKPOINT_BIN, G_SIGNAL_RUN_LAST,
                                      0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
parl_breakpoint_bin_init (ParlBreakpointBin *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/* One of two children, by the width there is. */

struct _ParlFitBin
{
  GtkWidget parent_instance;

  GtkWidget *wide, *slim;
};

static void parl_fit_bin_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ParlFitBin, parl_fit_bin, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      parl_fit_bin_buildable_init))

static void
parl_fit_bin_dispose (GObject *object)
{
  ParlFitBin *self = PARL_FIT_BIN (object);

  GtkWidget *child;

  /* They may be somebody's template children, and gone already. */
  self->wide = self->slim = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (parl_fit_bin_parent_class)->dispose (object);
}

static int
get_minimum (GtkWidget *child)
{
  int minimum = 0;

  if (child != NULL)
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static void
parl_fit_bin_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                      int *natural, int *minimum_baseline, int *natural_baseline)
{
  ParlFitBin *self = PARL_FIT_BIN (widget);
  GtkWidget *children[] = { self->wide, self->slim };
  *minimum = *natural = 0;
  *minimum_baseline = *natural_baseline = -1;
  for (unsigned i = 0; i < G_N_ELEMENTS (children); i++)
    {
      int child_minimum = 0;
      int child_natural = 0;
      if (children[i] != NULL)
        gtk_widget_measure (children[i], orientation, -1, &child_minimum, &child_natural, NULL,
                            NULL);
      *minimum
          = orientation == GTK_ORIENTATION_VERTICAL ? MAX (*minimum, child_minimum) : child_minimum;
      *natural = MAX (*natural, child_natural);
    }
}

static void
parl_fit_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ParlFitBin *self = PARL_FIT_BIN (widget);
  bool fits = get_minimum (self->wide) <= width;

  if (self->wide != NULL)
    {
      gtk_widget_set_child_visible (self->wide, fits);
      if (fits)
        gtk_widget_allocate (self->wide, width, height, baseline, NULL);
    }
  if (self->slim != NULL)
    {
      gtk_widget_set_child_visible (self->slim, !fits);
      if (!fits)
        gtk_widget_allocate (self->slim, MAX (width, get_minimum (self->slim)), height, baseline,
                             NULL);
    }
}

static void
parl_fit_bin_class_init (ParlFitBinClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_fit_bin_dispose;
  widget_class->measure = parl_fit_bin_measure;
  widget_class->size_allocate = parl_fit_bin_size_allocate;
}

static void
parl_fit_bin_init (ParlFitBin *self)
{
}

/* <child type="wide"> and <child type="slim"> */
static void
parl_fit_bin_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child,
                        const char *type)
{
  ParlFitBin *self = PARL_FIT_BIN (buildable);
  GtkWidget **place = g_strcmp0 (type, "slim") == 0 ? &self->slim : &self->wide;
  g_set_weak_pointer (place, GTK_WIDGET (child));
  gtk_widget_set_parent (*place, GTK_WIDGET (self));
}

static void
parl_fit_bin_buildable_init (GtkBuildableIface *iface)
{
  iface->add_child = parl_fit_bin_add_child;
}
