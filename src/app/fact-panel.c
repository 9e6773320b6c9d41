/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TODO */
#include "config.h"

#include "app/fact-panel.h"

struct _ParlFactPanel
{
  GtkBox parent_instance;

  ParlDashboard *dashboard;
};

G_DEFINE_FINAL_TYPE (ParlFactPanel, parl_fact_panel, GTK_TYPE_BOX)

static void
parl_fact_panel_dispose (GObject *object)
{
  g_clear_object (&PARL_FACT_PANEL (object)->dashboard);
  G_OBJECT_CLASS (parl_fact_panel_parent_class)->dispose (object);
}

static void
parl_fact_panel_class_init (ParlFactPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parl_fact_panel_dispose;
}

static void
parl_fact_panel_init (ParlFactPanel *self)
{
  (void)self;
}

void
parl_fact_panel_set_dashboard (ParlFactPanel *self, ParlDashboard *dashboard)
{
  g_set_object (&self->dashboard, dashboard);
}

void
parl_fact_panel_show (ParlFactPanel *self, const char *link, const char *audience)
{
  (void)self;
  (void)link;
  (void)audience;
}
