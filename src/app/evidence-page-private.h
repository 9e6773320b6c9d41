/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The inside of the evidence page, shared by evidence-page.c, evidence-view.c and
 * evidence-actions.c only. */

#include "app/evidence-model.h"
#include "app/evidence-page.h"

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
};

void parl_evidence_page_install_actions (GtkWidgetClass *klass);
void parl_evidence_page_update_actions (ParlEvidencePage *self);
void parl_evidence_page_init_row_menu (ParlEvidencePage *self);

/* What the model shows: columns, filters, how many rows. */
void parl_evidence_page_init_view (ParlEvidencePage *self);
void parl_evidence_page_update_view (ParlEvidencePage *self);
void parl_evidence_page_clear_view (ParlEvidencePage *self);
void parl_evidence_page_show_all (ParlEvidencePage *self);

void parl_evidence_page_say (ParlEvidencePage *self, const char *title, const char *description,
                             const char *button, const char *action);
void parl_evidence_page_retry (ParlEvidencePage *self);
