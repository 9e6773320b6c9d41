/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One of two children, by the width there is. Knows nothing of them. */
#include "config.h"

#include "app/fit-bin.h"

#include <stdbool.h>

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
