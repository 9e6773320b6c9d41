/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Rows of evidence as a list for a view. A row's object is made when the view asks for it, so that
 * a hundred thousand rows cost no more than those on the screen. Searching, narrowing and sorting
 * happen on a worker thread and are swapped in whole. Belongs to the main thread. */

#include "analysis/evidence-table.h"

#include <gio/gio.h>

#define PARL_TYPE_EVIDENCE_ROW (parl_evidence_row_get_type ())
G_DECLARE_FINAL_TYPE (ParlEvidenceRow, parl_evidence_row, PARL, EVIDENCE_ROW, GObject)

/* As in the evidence; "" for a column it does not have. */
const char *parl_evidence_row_get_cell (ParlEvidenceRow *self, const char *column);
const char *const *parl_evidence_row_get_cells (ParlEvidenceRow *self);

#define PARL_TYPE_EVIDENCE_MODEL (parl_evidence_model_get_type ())
G_DECLARE_FINAL_TYPE (ParlEvidenceModel, parl_evidence_model, PARL, EVIDENCE_MODEL, GObject)

/* Fields are for reading. */
struct _ParlEvidenceModel
{
  GObject parent_instance;

  ParlEvidenceTable *table; /* with the pick what is shown; NULL: nothing */
  ParlEvidencePick *pick;
  ParlEvidenceLayout *layout;
  ParlEvidence *next; /* to be made a table of, when the present task is done */
  bool busy, dirty;
  unsigned generation; /* a task that was begun before the last clearing is not wanted */
};

/* Signals: "changed": another pick of rows, or other evidence, is shown. */

/* @evidence: (transfer full): under the layout there is; NULL: none, at once. */
void parl_evidence_model_take_evidence (ParlEvidenceModel *self, ParlEvidence *evidence);

/* The layout. Columns by name; NULL: all rows, any text, as listed. */
void parl_evidence_model_set_search (ParlEvidenceModel *self, const char *search);
void parl_evidence_model_set_only (ParlEvidenceModel *self, const char *column, const char *text);
void parl_evidence_model_set_sort (ParlEvidenceModel *self, const char *column, bool descending);
void parl_evidence_model_reset (ParlEvidenceModel *self); /* all rows, as listed */
