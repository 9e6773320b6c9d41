/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows what an explanation has; what it has not takes no room. */
#include "config.h"

#include "app/counted-card.h"

#include "app/chart/chart-view.h"
#include "app/widget.h"
#include "audiences/panel-words.h"

#include <glib/gi18n.h>

struct _ParlCountedCard
{
  GtkBox parent_instance;

  GtkLabel *formula, *expression, *result, *size, *window, *change, *judgement;
  ParlChartView *chart;
};

G_DEFINE_FINAL_TYPE (ParlCountedCard, parl_counted_card, GTK_TYPE_BOX)

static void
parl_counted_card_class_init (ParlCountedCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PARL_TYPE_CHART_VIEW);
  parl_widget_class_set_template (widget_class, "counted-card.ui");
  PARL_BIND_CHILDREN (widget_class, ParlCountedCard, formula, expression, result, size, window,
                      change, judgement, chart);
}

static void
parl_counted_card_init (ParlCountedCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

void
parl_counted_card_set_explanation (ParlCountedCard *self, const ParlExplanation *explanation)
{
  g_autoptr (ParlChartSpec) spec = parl_explanation_chart (explanation);
  g_autofree char *change
      = explanation->change != NULL
            ? g_strdup_printf (_ ("%s; change %s"), explanation->comparison, explanation->change)
            : g_strdup (explanation->comparison);

  show (self->formula, explanation->formula);
  show (self->expression, explanation->expression);
  show (self->result, explanation->result);
  show (self->size, explanation->size);
  show (self->window, explanation->window);
  show (self->change, change);
  show (self->judgement, explanation->judgement);
  parl_chart_view_set_spec (self->chart, spec);
  gtk_widget_set_visible (GTK_WIDGET (self->chart), spec != NULL);
}
