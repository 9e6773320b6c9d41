/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* An index over the rows of evidence, so that sorting, searching and filtering are fast however
 * many rows there are. Immutable but for its caches; usable from several threads. */

#include "analysis/evidence.h"

typedef enum
{
  PARL_CELL_TEXT,   /* as a server spells it */
  PARL_CELL_NUMBER, /* plain C notation */
  PARL_CELL_TIME    /* RFC 3339 in UTC */
} ParlCellKind;

/* One value of a column. */
typedef struct
{
  const char *text; /* owned by the table; "" for unknown */
  unsigned n_rows;
} ParlEvidenceValue;

/* Which rows, in which order. Columns go by their names: those the evidence doesn't have, mean
 * nothing. */
typedef struct
{
  char *search; /* rows with a text or number that contains it, in upper or lower case; NULL: all */
  GHashTable *only; /* column -> the one text to keep; NULL: any */
  char *sort;       /* column; NULL: as they were listed */
  bool descending;
} ParlEvidenceLayout;

typedef struct
{
  unsigned *rows; /* indices of the evidence's rows, in order */
  unsigned n;
  double sum; /* of their weights */
} ParlEvidencePick;

typedef struct _ParlEvidenceTable ParlEvidenceTable;

ParlEvidenceTable *parl_evidence_table_new_take (ParlEvidence *evidence);
ParlEvidenceTable *parl_evidence_table_ref (ParlEvidenceTable *self);
void parl_evidence_table_unref (ParlEvidenceTable *self);
/* The rows as they were taken; borrowed. */
const ParlEvidence *parl_evidence_table_get_evidence (const ParlEvidenceTable *self);

int parl_evidence_table_find_column (const ParlEvidenceTable *self, const char *name);
ParlCellKind parl_evidence_table_get_kind (const ParlEvidenceTable *self, unsigned column);
GArray *parl_evidence_table_list_values (const ParlEvidenceTable *self, unsigned column);
ParlEvidencePick *parl_evidence_table_pick (ParlEvidenceTable *self,
                                            const ParlEvidenceLayout *layout);
char *parl_evidence_table_to_csv (const ParlEvidenceTable *self, const ParlEvidencePick *pick);

/* A new layout shows all rows, as listed. */
ParlEvidenceLayout *parl_evidence_layout_new (void);
ParlEvidenceLayout *parl_evidence_layout_copy (const ParlEvidenceLayout *self);
void parl_evidence_layout_free (ParlEvidenceLayout *self);
void parl_evidence_pick_free (ParlEvidencePick *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlEvidenceTable, parl_evidence_table_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlEvidencePick, parl_evidence_pick_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlEvidenceLayout, parl_evidence_layout_free)
