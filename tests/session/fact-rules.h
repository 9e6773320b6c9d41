/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How every fact's number follows from what its rows add up to: a list of its own beside the
 * catalogue, so that neither can be wrong alone. */

#include "row-sum.h"

typedef enum
{
  VALUE_SUM,   /* the sum itself */
  VALUE_SHARE, /* sum / n */
  VALUE_REST,  /* 1 - sum / n */
  VALUE_OVER,  /* sum - n */
  VALUE_CHANGE,
  VALUE_COST,
  VALUE_HOUR_PRICE,
  VALUE_PRICE,
  VALUE_TENFOLD,
  VALUE_HOURS,   /* the hours of the rows */
  VALUE_SETTING, /* there are no rows */
  VALUE_SCORE,   /* not from these rows, and of what did not happen there are none */
  VALUE_OTHER    /* not from these rows alone: `reason` says why */
} FactValue;

typedef struct
{
  const char *id;
  RowAmount amount;
  FactValue value;
  const char *reason; /* why the rows do not add up, or their sum is not the value; else NULL */
} FactRule;

const FactRule *find_rule (const char *id);
RowAmount get_amount (const FactRule *rule, const ParlFact *fact);
double follow_rule (const FactRule *rule, const ParlFindings *findings, const ParlFact *fact,
                    double sum, double hours);
