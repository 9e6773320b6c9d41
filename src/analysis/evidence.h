/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The rows that add up to a fact's number. The same predicate picks cells for the counting and
 * rows for the evidence, so the two cannot part. */

#include "analysis/findings.h"

typedef struct
{
  const char *const *columns; /* NULL-terminated names */
  GPtrArray *rows;            /* (element-type GStrv), as many cells as columns; "" for unknown */
  GArray *weights;            /* double: what each row adds to the sum */
  double sum;                 /* what the rows add up to: the fact's `count` */
  bool adds_up;               /* false: the rows are what was looked at, their sum says nothing */
} ParlEvidence;

/* @attempts: (element-type ParlAttempt): those that ended in the fact's window, from the store, of
 * the whole fleet; NULL where the fact's rows are no attempts. */
ParlEvidence *parl_evidence_new (const ParlFindings *findings, const ParlFact *fact,
                                 GPtrArray *attempts, GError **error);
void parl_evidence_free (ParlEvidence *self);
char *parl_evidence_to_csv (const ParlEvidence *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlEvidence, parl_evidence_free)
