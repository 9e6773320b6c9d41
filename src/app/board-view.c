/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TODO */
#include "config.h"

#include "app/board-view.h"

struct _ParlBoardView
{
  GtkBox parent_instance;

  ParlDashboard *dashboard;
};

G_DEFINE_FINAL_TYPE (ParlBoardView, parl_board_view, GTK_TYPE_BOX)

static void
parl_board_view_dispose (GObject *object)
{
  g_clear_object (&PARL_BOARD_VIEW (object)->dashboard);
  G_OBJECT_CLASS (parl_board_view_parent_class)->dispose (object);
}

static void
parl_board_view_class_init (ParlBoardViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parl_board_view_dispose;
}

static void
parl_board_view_init (ParlBoardView *self)
{
  (void)self;
}

void
parl_board_view_set_dashboard (ParlBoardView *self, ParlDashboard *dashboard)
{
  g_set_object (&self->dashboard, dashboard);
}

void
parl_board_view_set_board (ParlBoardView *self, ParlBoard *board)
{
  (void)self;
  (void)board;
}

void
parl_board_view_set_fact (ParlBoardView *self, const char *link)
{
  (void)self;
  (void)link;
}
