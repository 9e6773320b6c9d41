/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TODO */
#include "config.h"

#include "app/state-page.h"

struct _ParlStatePage
{
  GtkBox parent_instance;

  ParlDashboard *dashboard;
};

G_DEFINE_FINAL_TYPE (ParlStatePage, parl_state_page, GTK_TYPE_BOX)

static void
parl_state_page_dispose (GObject *object)
{
  g_clear_object (&PARL_STATE_PAGE (object)->dashboard);
  G_OBJECT_CLASS (parl_state_page_parent_class)->dispose (object);
}

static void
parl_state_page_class_init (ParlStatePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parl_state_page_dispose;
}

static void
parl_state_page_init (ParlStatePage *self)
{
  (void)self;
}

void
parl_state_page_set_dashboard (ParlStatePage *self, ParlDashboard *dashboard)
{
  g_set_object (&self->dashboard, dashboard);
}
