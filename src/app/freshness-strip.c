/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TODO */
#include "config.h"

#include "app/freshness-strip.h"

struct _ParlFreshnessStrip
{
  GtkBox parent_instance;

  ParlDashboard *dashboard;
};

G_DEFINE_FINAL_TYPE (ParlFreshnessStrip, parl_freshness_strip, GTK_TYPE_BOX)

static void
parl_freshness_strip_dispose (GObject *object)
{
  g_clear_object (&PARL_FRESHNESS_STRIP (object)->dashboard);
  G_OBJECT_CLASS (parl_freshness_strip_parent_class)->dispose (object);
}

static void
parl_freshness_strip_class_init (ParlFreshnessStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parl_freshness_strip_dispose;
}

static void
parl_freshness_strip_init (ParlFreshnessStrip *self)
{
  (void)self;
}

void
parl_freshness_strip_set_dashboard (ParlFreshnessStrip *self, ParlDashboard *dashboard)
{
  g_set_object (&self->dashboard, dashboard);
}

void
parl_freshness_strip_set_mode (ParlFreshnessStrip *self, ParlWidth mode)
{
  (void)self;
  (void)mode;
}
