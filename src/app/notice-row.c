/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TODO */
#include "config.h"

#include "app/notice-row.h"

struct _ParlNoticeRow
{
  GtkBox parent_instance;

  ParlDashboard *dashboard;
};

G_DEFINE_FINAL_TYPE (ParlNoticeRow, parl_notice_row, GTK_TYPE_BOX)

static void
parl_notice_row_dispose (GObject *object)
{
  g_clear_object (&PARL_NOTICE_ROW (object)->dashboard);
  G_OBJECT_CLASS (parl_notice_row_parent_class)->dispose (object);
}

static void
parl_notice_row_class_init (ParlNoticeRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parl_notice_row_dispose;
}

static void
parl_notice_row_init (ParlNoticeRow *self)
{
  (void)self;
}

void
parl_notice_row_set_dashboard (ParlNoticeRow *self, ParlDashboard *dashboard)
{
  g_set_object (&self->dashboard, dashboard);
}
