/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The rows that add up to a fact's number. */

#include "app/evidence/evidence-model.h"
#include "app/dashboard/dashboard.h"

#include <adwaita.h>

#define PARL_TYPE_EVIDENCE_PAGE (parl_evidence_page_get_type ())
G_DECLARE_FINAL_TYPE (ParlEvidencePage, parl_evidence_page, PARL, EVIDENCE_PAGE, GtkBox)

/* Its inside, for its tests. */
struct _ParlEvidencePage
{
  GtkBox parent_instance;

  ParlDashboard *dashboard;
  char *link;             /* of the fact; NULL: none */
  ParlFindings *findings; /* those that the shown rows were asked of: keep the fact */
  const ParlFact *fact;
  GCancellable *cancellable; /* of the loading under way */
  unsigned loading_id;       /* until it is said that it takes a while */
  bool dirty;                /* what is shown is not the newest: to be loaded when seen */

  ParlEvidenceModel *model;
  GtkSingleSelection *selection;
  char **columns;              /* that the view's were made for */
  ParlEvidenceTable *filtered; /* that the drop-downs were made for */
  int sorted;                  /* column found by the present probe; -1: none */
  GtkWidget *row_popover;

  GtkLabel *title, *subtitle, *shown;
  GtkWidget *head, *tools, *summary;
  GtkSearchEntry *search;
  GtkBox *filters;
  GtkButton *all_button;
  GtkStack *states;
  GtkSpinner *spinner;
  GtkColumnView *view;
  AdwStatusPage *message;
  GtkButton *message_button;
  GMenuModel *row_menu;
  GtkLabel *said;
  GtkWidget *said_box;
};

void parl_evidence_page_set_dashboard (ParlEvidencePage *self, ParlDashboard *dashboard);
void parl_evidence_page_show (ParlEvidencePage *self, const char *link);
/* Of the rows that are shown, only those that have all @words in them. */
void parl_evidence_page_find (ParlEvidencePage *self, const char *words);
