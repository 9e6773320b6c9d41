/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A fact's formula with its numbers put in, so that a reader can work it out again. */

#include "analysis/catalogue.h"
#include "analysis/findings.h"

#define PARL_DIGITS_AS_SET                                                                         \
  -1 /* of a number that somebody chose: as many as it has, at most two                            \
      */

/* A number of the formula, as it is shown: rounded to its digits. */
typedef struct
{
  double value;
  ParlUnit unit;
  int digits;       /* of per cent for shares and points; or PARL_DIGITS_AS_SET */
  bool bare;        /* without its unit */
  const char *name; /* (nullable): whose it is, "v2.3"; borrowed from a fact */
} ParlTerm;

struct _ParlFormula
{
  const ParlFindings *findings;
  const ParlFact *fact;
  int digits;          /* of shares and times */
  GArray *terms;       /* ParlTerm: "a" in the two expressions is the first, "b" the second, ... */
  GString *expression; /* "a / (b + a)": letters, whole numbers, + - * / and brackets */
  GString *step;       /* half worked out: "a / c"; empty: there is no such step */
};

ParlFormula *parl_formula_new (const ParlFindings *findings, const ParlFact *fact);
void parl_formula_free (ParlFormula *self);
int parl_formula_get_digits (ParlUnit unit);

/* Columns of the catalogue: each puts the terms of one kind of formula in, in so many digits.
 * Returns: whether all its inputs are facts, and not too many. */
bool parl_fill_nothing (ParlFormula *self);  /* there is no formula to work out */
bool parl_fill_quotient (ParlFormula *self); /* count / n */
bool parl_fill_failure_rate (ParlFormula *self);
bool parl_fill_change (ParlFormula *self);
bool parl_fill_mix (ParlFormula *self);
bool parl_fill_within (ParlFormula *self);
bool parl_fill_standardised (ParlFormula *self);
bool parl_fill_avoidable (ParlFormula *self);
bool parl_fill_without (ParlFormula *self);
bool parl_fill_budget_left (ParlFormula *self);
bool parl_fill_budget_over (ParlFormula *self);
bool parl_fill_burn (ParlFormula *self);
bool parl_fill_untraced (ParlFormula *self);
bool parl_fill_slow (ParlFormula *self);
bool parl_fill_frame_budget (ParlFormula *self);
bool parl_fill_headroom (ParlFormula *self);
bool parl_fill_stage_share (ParlFormula *self);
bool parl_fill_left (ParlFormula *self);
bool parl_fill_risk (ParlFormula *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlFormula, parl_formula_free)
