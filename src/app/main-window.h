/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The main window: one fleet, one audience at a time. */

#include "app/application.h"
#include "app/board/board-switch.h"
#include "app/breakpoint-bin.h"
#include "app/evidence/evidence-page.h"
#include "app/panel/fact-panel.h"
#include "app/sources/freshness-strip.h"
#include "app/sources/notice.h"
#include "app/state-page.h"
#include "app/tour.h"

#define PARL_TYPE_MAIN_WINDOW (parl_main_window_get_type ())
G_DECLARE_FINAL_TYPE (ParlMainWindow, parl_main_window, PARL, MAIN_WINDOW, AdwApplicationWindow)

/* Its inside, for its tests. */
struct _ParlMainWindow
{
  AdwApplicationWindow parent_instance;

  ParlDashboard *dashboard;
  char *audience;     /* id of the one shown; "" before there is one */
  char *fact;         /* link of the one in focus; NULL: none */
  char *period;       /* "Last 28 days vs the 28 before" */
  GtkWidget *pressed; /* weak: where the fact was asked about; NULL: elsewhere than on a board */
  bool in_evidence;
  bool filling; /* audiences are being added */

  AdwToastOverlay *toasts;
  ParlBreakpointBin *bin;
  GtkButton *back_button;
  GtkStack *refresh_stack;
  GtkStack *title_stack;
  GtkBox *switcher;
  char **names; /* of the audiences in it: id and name by turns; NULL: none */
  AdwWindowTitle *narrow_title;
  GtkMenuButton *period_button;
  GMenu *period_menu;
  GMenu *period_place;  /* in the main menu */
  GMenu *exports_place; /* of the pages that were exported last */
  GtkButton *export_button;
  ParlFreshnessStrip *strip;
  ParlNoticeRow *notice;
  GtkStack *pages;
  ParlStatePage *state_page;
  AdwViewStack *boards;
  ParlBoardSwitch *board_switch;
  GtkRevealer *panel_revealer;
  ParlFactPanel *panel;
  ParlEvidencePage *evidence;
  ParlTour *tour;
  AdwViewSwitcherBar *switcher_bar;
};

GtkWidget *parl_main_window_new (ParlApplication *application);
/* NULL: none, and what it showed is let go. */
void parl_main_window_set_dashboard (ParlMainWindow *self, ParlDashboard *dashboard);
/* The keys of win.* actions, once an application. */
void parl_main_window_add_accels (GtkApplication *application);
/* Which of @ids is shown: @wanted (nullable), where it is there. NULL where there is none. */
const char *parl_main_window_choose_audience (const char *const *ids, const char *wanted);
/* Before there are audiences, the one to begin with. */
void parl_main_window_show_audience (ParlMainWindow *self, const char *audience);
