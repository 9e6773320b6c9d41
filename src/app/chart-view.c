/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart spec in a widget. */
#include "config.h"

#include "app/chart-view.h"

struct _ParlChartView
{
  GtkWidget parent_instance;

  ParlChartSpec *spec;
  ParlTimeLink *link;
};

G_DEFINE_FINAL_TYPE (ParlChartView, parl_chart_view, GTK_TYPE_WIDGET)

static void
parl_chart_view_dispose (GObject *object)
{
  ParlChartView *self = PARL_CHART_VIEW (object);

  g_clear_pointer (&self->spec, parl_chart_spec_unref);
  g_clear_object (&self->link);
  G_OBJECT_CLASS (parl_chart_view_parent_class)->dispose (object);
}

static void
parl_chart_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);
  ParlStyle style = parl_style_new (PARL_THEME_LIGHT);
  int size = 200;

  if (orientation == GTK_ORIENTATION_VERTICAL && self->spec != NULL)
    size = (int)parl_chart_get_natural_height (self->spec, &style, for_size > 0 ? for_size : 400);
  *minimum = *natural = size;
  *minimum_baseline = *natural_baseline = -1;
}

static void
parl_chart_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ParlChartView *self = PARL_CHART_VIEW (widget);
  ParlStyle style = parl_style_new (PARL_THEME_LIGHT);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  if (self->spec == NULL)
    return;
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot,
                                           &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  parl_chart_draw (self->spec, &style, width, height, cr);
  cairo_destroy (cr);
}

static GtkSizeRequestMode
parl_chart_view_get_request_mode (GtkWidget *widget)
{
  (void)widget;
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
parl_chart_view_class_init (ParlChartViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_chart_view_dispose;
  widget_class->measure = parl_chart_view_measure;
  widget_class->snapshot = parl_chart_view_snapshot;
  widget_class->get_request_mode = parl_chart_view_get_request_mode;
}

static void
parl_chart_view_init (ParlChartView *self)
{
  (void)self;
}

GtkWidget *
parl_chart_view_new (void)
{
  return g_object_new (PARL_TYPE_CHART_VIEW, NULL);
}

void
parl_chart_view_set_spec (ParlChartView *self, const ParlChartSpec *spec)
{
  ParlChartSpec *old = self->spec;

  self->spec = spec != NULL ? parl_chart_spec_ref (spec) : NULL;
  g_clear_pointer (&old, parl_chart_spec_unref);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
parl_chart_view_set_link (ParlChartView *self, ParlTimeLink *link)
{
  g_set_object (&self->link, link);
}
