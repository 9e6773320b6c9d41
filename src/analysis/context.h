/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What every theme of the analysis works with while findings are made: the snapshot, the two
 * windows, the facts so far, and the few steps that all facts share. Private to this room. */

#include "analysis/catalogue.h"
#include "analysis/findings.h"
#include "analysis/statistics/statistics.h"
#include "model/fact.h"
#include "model/scope.h"
#include "model/snapshot.h"

#define PARL_MAX_DAYS (PARL_N_PERIODS * PARL_SCOPE_MAX_DAYS)

typedef enum
{
  PARL_NOW,
  PARL_BEFORE,
  PARL_N_PERIODS
} ParlPeriod;

/* Where facts of a kind come from: the sources of updates and devices, or those of speed. */
typedef struct
{
  const char *source; /* NULL: none or several */
  ParlTime newest;    /* of the stalest of them: a sum is as fresh as its oldest part */
  ParlTime fetched;   /* the last time that any of them was asked */
  bool partial, failed;
} ParlFeed;

typedef struct
{
  const ParlSnapshot *snapshot; /* narrowed: no theme sees what the scope leaves out */
  const ParlTargets *targets;
  const ParlScope *scope;
  ParlWindow windows[PARL_N_PERIODS];       /* of updates */
  ParlWindow speed_windows[PARL_N_PERIODS]; /* the same, but for calendar days: see context.c */
  ParlFeed updates, speed;
  GArray *cells;    /* ParlOutcomeCount, of both windows, merged: see context.c */
  GPtrArray *facts; /* (element-type ParlFact) */
} ParlContext;

/* Counts by day of age: 0 is the newest day, `n_days` the newest of the window before. */
typedef struct
{
  unsigned n_days; /* of a window */
  double days[PARL_MAX_DAYS];
} ParlTally;

typedef struct
{
  double count, n;
} ParlProportion;

/* The same proportion in both windows. */
typedef struct
{
  ParlProportion periods[PARL_N_PERIODS];
} ParlPair;

ParlContext *parl_context_new (const ParlSnapshot *snapshot, const ParlTargets *targets,
                               const ParlScope *scope);
void parl_context_free (ParlContext *self);

/* Making facts. */
ParlFact *parl_context_add (ParlContext *self, const char *id, ParlLabels *subject);
ParlFact *parl_context_add_rate (ParlContext *self, const char *id, ParlLabels *subject,
                                 ParlLabels *filter, const ParlPair *pair);
ParlTime parl_context_get_last_look (const ParlContext *self);
ParlFact *parl_context_find (const ParlContext *self, const char *id, const ParlLabels *subject);
void parl_context_finish (ParlContext *self);
void parl_fact_take_filter (ParlFact *self, ParlLabels *filter);

/* Whether the scope leaves one release: nothing can be told apart by cohort. */
bool parl_context_is_of_release (const ParlContext *self);

/* Counting attempts. */
ParlTally parl_context_tally (const ParlContext *self, const ParlLabels *filter);
double parl_tally_sum (const ParlTally *self, ParlPeriod period);
ParlPair parl_context_count (const ParlContext *self, const ParlLabels *part,
                             const ParlLabels *whole);
ParlPair parl_context_count_failures (const ParlContext *self, const ParlLabels *subject);
ParlLabels *parl_get_attempts_filter (const ParlLabels *subject, const char *outcome);

/* Numbers of a fact. */
void parl_fact_set_rate (ParlFact *self, ParlProportion rate);
void parl_fact_compare_value (ParlFact *self, double before, double n, ParlWindow window);
void parl_fact_aim_below (ParlFact *self, double target);
void parl_fact_aim_above (ParlFact *self, double target);
void parl_fact_judge_size (ParlFact *self, double n, const ParlTargets *targets);
ParlVerdict parl_judge_change (const ParlFact *fact, double change, ParlInterval interval,
                               double n_1, double n_0, const ParlTargets *targets);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlContext, parl_context_free)
