/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The strip under the header bar: a chip for each source, which fold into one where there is no
 * room. Knows neither history nor server. */
#include "config.h"

#include "app/sources/freshness-strip.h"

#include "app/filter-bar.h"
#include "app/breakpoint-bin.h"
#include "app/sources/source-chip.h"
#include "app/widget.h"

#include <glib/gi18n.h>

struct _ParlFreshnessStrip
{
  GtkBox parent_instance;

  ParlDashboard *dashboard;
  GtkBox *chips; /* of ParlSourceChip, in the order of the sources */
  ParlSourceChip *folded;
  ParlFilterBar *filters, *folded_filters;
  GtkMenuButton *filters_button;
};

PARL_DEFINE_TEMPLATE_TYPE (ParlFreshnessStrip, parl_freshness_strip, GTK_TYPE_BOX)

static void
update_chips (ParlFreshnessStrip *self)
{
  GListModel *sources = parl_dashboard_get_sources (self->dashboard);
  const ParlTargets *targets = self->dashboard->computer->targets;
  unsigned n = g_list_model_get_n_items (sources);
  ParlTime now = parl_time_now ();

  parl_box_set_n_children (self->chips, n, parl_source_chip_new);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->chips));
  for (unsigned i = 0; i < n; i++, child = gtk_widget_get_next_sibling (child))
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (sources, i);
      parl_source_chip_show_one (PARL_SOURCE_CHIP (child), item, now, targets);
    }
  parl_source_chip_show_all (self->folded, sources, now, targets);
}

/* Says in the folded button how many filters are set. */
static void
update_filters_button (ParlFreshnessStrip *self)
{
  const ParlScope *scope = self->dashboard->computer->scope;
  unsigned n = (scope->site != NULL) + (scope->device_class != NULL) + (scope->release != NULL);
  g_autofree char *label = n > 0 ? g_strdup_printf (_ ("Filters (%u)"), n) : NULL;

  gtk_menu_button_set_label (self->filters_button, label != NULL ? label : _ ("Filters"));
}

static void
parl_freshness_strip_dispose (GObject *object)
{
  parl_freshness_strip_set_dashboard (PARL_FRESHNESS_STRIP (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARL_TYPE_FRESHNESS_STRIP);
  G_OBJECT_CLASS (parl_freshness_strip_parent_class)->dispose (object);
}

static void
parl_freshness_strip_class_init (ParlFreshnessStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_freshness_strip_dispose;
  g_type_ensure (PARL_TYPE_FILTER_BAR);
  g_type_ensure (PARL_TYPE_FIT_BIN);
  g_type_ensure (PARL_TYPE_SOURCE_CHIP);
  parl_widget_class_set_template (widget_class, "freshness-strip.ui");
  PARL_BIND_CHILDREN (widget_class, ParlFreshnessStrip, chips, folded, filters, folded_filters,
                      filters_button);
}

void
parl_freshness_strip_set_dashboard (ParlFreshnessStrip *self, ParlDashboard *dashboard)
{
  if (self->dashboard != NULL)
    g_signal_handlers_disconnect_by_data (self->dashboard, self);
  g_set_object (&self->dashboard, dashboard);
  if (self->chips == NULL) /* it is going */
    return;
  parl_filter_bar_set_dashboard (self->filters, dashboard);
  parl_filter_bar_set_dashboard (self->folded_filters, dashboard);
  if (dashboard == NULL)
    {
      parl_box_set_n_children (self->chips, 0, NULL);
      return;
    }
  g_signal_connect_swapped (dashboard, "scope-changed", G_CALLBACK (update_filters_button), self);
  update_filters_button (self);
  g_signal_connect_swapped (dashboard, "sources-changed", G_CALLBACK (update_chips), self);
  update_chips (self);
}

void
parl_freshness_strip_set_mode (ParlFreshnessStrip *self, ParlWidth mode)
{
  bool narrow = mode == PARL_WIDTH_NARROW;

  gtk_widget_set_visible (GTK_WIDGET (self->filters), !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->filters_button), narrow);
  parl_widget_set_class (self, "narrow", narrow);
}
