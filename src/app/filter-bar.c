/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three filters that follow a dashboard's scope. Changes nothing itself: its buttons are actions of
 * the window. */
#include "config.h"

#include "app/filter-bar.h"

#include "app/filter-button.h"
#include "app/widget.h"

struct _ParlFilterBar
{
  GtkBox parent_instance;

  ParlDashboard *dashboard;
  ParlFilterButton *site, *device_class, *release;
  GtkButton *clear_button;
};

G_DEFINE_FINAL_TYPE (ParlFilterBar, parl_filter_bar, GTK_TYPE_BOX)

static void
update_filters (ParlFilterBar *self)
{
  static const char *const none[] = { NULL };
  const ParlChoices *choices = parl_dashboard_get_choices (self->dashboard);
  const ParlScope *scope = parl_dashboard_get_scope (self->dashboard);

  parl_filter_button_set_values (
      self->site, choices != NULL ? (const char *const *)choices->sites : none, scope->site);
  parl_filter_button_set_values (self->device_class,
                                 choices != NULL ? (const char *const *)choices->classes : none,
                                 scope->device_class);
  parl_filter_button_set_values (self->release,
                                 choices != NULL ? (const char *const *)choices->releases : none,
                                 scope->release);
  gtk_widget_set_visible (GTK_WIDGET (self->clear_button), parl_scope_is_filtered (scope));
}

static void
parl_filter_bar_dispose (GObject *object)
{
  parl_filter_bar_set_dashboard (PARL_FILTER_BAR (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARL_TYPE_FILTER_BAR);
  G_OBJECT_CLASS (parl_filter_bar_parent_class)->dispose (object);
}

static void
parl_filter_bar_class_init (ParlFilterBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_filter_bar_dispose;
  g_type_ensure (PARL_TYPE_FILTER_BUTTON);
  parl_widget_class_set_template (widget_class, "filter-bar.ui");
  PARL_BIND_CHILDREN (widget_class, ParlFilterBar, site, device_class, release, clear_button);
}

static void
parl_filter_bar_init (ParlFilterBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * parl_filter_bar_set_dashboard:
 * @dashboard: (nullable): whose scope to show
 */
void
parl_filter_bar_set_dashboard (ParlFilterBar *self, ParlDashboard *dashboard)
{
  if (self->dashboard != NULL)
    g_signal_handlers_disconnect_by_data (self->dashboard, self);
  g_set_object (&self->dashboard, dashboard);
  if (dashboard == NULL)
    return;
  g_signal_connect_swapped (dashboard, "changed", G_CALLBACK (update_filters), self);
  g_signal_connect_swapped (dashboard, "scope-changed", G_CALLBACK (update_filters), self);
  update_filters (self);
}
