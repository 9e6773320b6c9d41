/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TODO */
#include "config.h"

#include "app/evidence-page.h"

struct _ParlEvidencePage
{
  GtkBox parent_instance;

  ParlDashboard *dashboard;
};

G_DEFINE_FINAL_TYPE (ParlEvidencePage, parl_evidence_page, GTK_TYPE_BOX)

static void
parl_evidence_page_dispose (GObject *object)
{
  g_clear_object (&PARL_EVIDENCE_PAGE (object)->dashboard);
  G_OBJECT_CLASS (parl_evidence_page_parent_class)->dispose (object);
}

static void
parl_evidence_page_class_init (ParlEvidencePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parl_evidence_page_dispose;
}

static void
parl_evidence_page_init (ParlEvidencePage *self)
{
  (void)self;
}

void
parl_evidence_page_set_dashboard (ParlEvidencePage *self, ParlDashboard *dashboard)
{
  g_set_object (&self->dashboard, dashboard);
}

void
parl_evidence_page_show (ParlEvidencePage *self, const char *link)
{
  (void)self;
  (void)link;
}
