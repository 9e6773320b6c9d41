/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Rows of evidence, added up again by what their cells say, and held against what they were asked
 * for. Shares no line with the code that picked and weighed them. */

#include "analysis/evidence.h"

/* What one row adds. */
typedef enum
{
  ROW_NOTHING, /* the rows are what was looked at */
  ROW_ONE,     /* itself, or as many as it counts */
  ROW_AVOIDED, /* the part of it that checks would prevent */
  ROW_REMAINING,
  ROW_NEW_SITE,
  ROW_SUCCEEDED, /* of a stage */
  ROW_FAILED,
  ROW_LEFT,
  ROW_HOURS,
  ROW_MEASURED,     /* itself, if it has a value now */
  ROW_TARGET_HOURS, /* of a bin of speed */
  ROW_SLOW_HOURS
} RowAmount;

/* What must not be in the rows is told in @problems (element-type utf8). */
double sum_rows (const ParlFindings *findings, const ParlFact *fact, const ParlEvidence *evidence,
                 RowAmount amount);
void check_rows (const ParlFindings *findings, const ParlFact *fact, const ParlEvidence *evidence,
                 GPtrArray *problems);
double count_attempts (const ParlFindings *findings, const ParlSnapshot *whole,
                       const ParlFact *fact, RowAmount amount);
