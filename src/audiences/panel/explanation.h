/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How a fact is counted and how far it may be trusted, in finished words that belong to no
 * audience: the fact panel shows them below the audiences' wordings. */

#include "analysis/findings.h"
#include "charts/spec.h"

/* A value with its interval, as the analysis made them; NAN where there is none. */
typedef struct
{
  double value, low, high;
  char *label; /* "now 7.30 %"; NULL: there is no such value */
} ParlExplanationMark;

/* Strings are NULL where there is nothing to say, unless told otherwise. */
typedef struct
{
  const ParlFact *fact; /* borrowed */
  char *name;           /* "Updates that failed at the first try"; never NULL */
  char *title;          /* "Updates that failed at the first try: 7.30 %"; never NULL */
  char *verdict;        /* "Confirmed rise" */
  ParlTone tone;        /* of the verdict */

  char *formula;    /* "failed ÷ (succeeded + failed), first attempts" */
  char *expression; /* "905 ÷ (11,495 + 905)": only where all inputs are facts */
  char *result;     /* "= 905 ÷ 12,400 = 7.30 %" */
  char *size;       /* "n = 12,400 · 95 % interval 6.85 to 7.77" */
  char *method;     /* "Wilson (1927); change: Newcombe (1998), method 10" */

  char *window;     /* "24 Oct – 20 Nov 2026"; never NULL */
  char *comparison; /* "26 Sep – 23 Oct 2026: 5.98 %, n = 11,800" */
  char *change;     /* "+1.32 points (+0.69 to +1.94), +22.0 %" */

  ParlTargetState target_state;
  char *judgement; /* "Missed: the whole interval is beyond 5 %" */
  double more; /* attempts that it would take to tell; NAN: see parl_fact_count_more_to_tell() */

  char **caveats;  /* whole sentences; never NULL, may be empty */
  char *source;    /* "All from hawkBit" */
  char *freshness; /* "Newest data 21 Nov 09:28" */
  char *query;     /* "First update attempts that failed, 24 Oct – 20 Nov 2026"; never NULL */
  double n_rows;   /* 905: every row counts one; NAN: rows weigh otherwise, or are not known */
  char *rows;      /* "Show the 905 Rows": a button; never NULL */
  char *evidence;  /* "905 rows = 7.30 % of 12,400: First update attempts ..."; never NULL */

  ParlUnit unit; /* of the marks and the target */
  ParlExplanationMark now, before, target;
} ParlExplanation;

ParlExplanation *parl_explanation_new (const ParlFindings *findings, const ParlFact *fact);
void parl_explanation_free (ParlExplanation *self);
/* Plain text, for the clipboard. */
char *parl_explanation_to_text (const ParlExplanation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlExplanation, parl_explanation_free)
