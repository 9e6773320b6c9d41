/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A child that is narrower is drawn larger, but gets taller: its lines break and its cards stand
 * below each other. So sizes are tried from the largest one down until the height fits. */
#include "config.h"

#include "app/present/scaled-bin.h"

#include <stdbool.h>

#define NARROWEST 640 /* px of the child: below it a board is a column for a telephone */
#define SMALLEST 0.5  /* scale */
#define STEP 0.97     /* from one tried scale to the next */

struct _ParlScaledBin
{
  GtkWidget parent_instance;

  GtkWidget *child;
  double scale;
};

G_DEFINE_FINAL_TYPE (ParlScaledBin, parl_scaled_bin, GTK_TYPE_WIDGET)

enum
{
  PROP_CHILD = 1
};

static void
set_child (ParlScaledBin *self, GtkWidget *child)
{
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static bool
fits (ParlScaledBin *self, double scale, int width, int height)
{
  int least_width, natural;
  int child_width = (int)(width / scale);

  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
  if (least_width > child_width)
    return false;
  gtk_widget_measure (self->child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &natural, NULL,
                      NULL);
  return natural * scale <= height;
}

static double
find_scale (ParlScaledBin *self, int width, int height)
{
  double scale = MAX ((double)width / NARROWEST, SMALLEST);

  while (scale > SMALLEST && !fits (self, scale, width, height))
    scale *= STEP;
  return scale;
}

static void
parl_scaled_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ParlScaledBin *self = PARL_SCALED_BIN (widget);
  if (self->child == NULL || !gtk_widget_should_layout (self->child))
    return;

  self->scale = find_scale (self, width, height);
  int least_width, least_height, child_width = (int)(width / self->scale);
  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
  child_width = MAX (child_width, least_width);
  gtk_widget_measure (self->child, GTK_ORIENTATION_VERTICAL, child_width, &least_height, NULL, NULL,
                      NULL);
  gtk_widget_allocate (self->child, child_width, MAX ((int)(height / self->scale), least_height),
                       -1, gsk_transform_scale (NULL, (float)self->scale, (float)self->scale));
}

/* Any size will do: the child is scaled. */
static void
parl_scaled_bin_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = 0;
  *natural = NARROWEST;
  *minimum_baseline = *natural_baseline = -1;
}

static void
parl_scaled_bin_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  set_child (PARL_SCALED_BIN (object), g_value_get_object (value));
}

static void
parl_scaled_bin_dispose (GObject *object)
{
  set_child (PARL_SCALED_BIN (object), NULL);
  G_OBJECT_CLASS (parl_scaled_bin_parent_class)->dispose (object);
}

static void
parl_scaled_bin_class_init (ParlScaledBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = parl_scaled_bin_set_property;
  object_class->dispose = parl_scaled_bin_dispose;
  widget_class->measure = parl_scaled_bin_measure;
  widget_class->size_allocate = parl_scaled_bin_size_allocate;
  g_object_class_install_property (object_class, PROP_CHILD,
                                   g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                                        G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
}

static void
parl_scaled_bin_init (ParlScaledBin *self)
{
  self->scale = 1;
}

double
parl_scaled_bin_get_scale (ParlScaledBin *self)
{
  return self->scale;
}
