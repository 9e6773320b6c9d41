/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The themes of the analysis, one file each: every function adds its facts to the context. Those
 * that look at other facts come after them, in this order. Private to this room. */

#include "analysis/context.h"
#include "analysis/what-if.h"

void parl_add_ota_facts (ParlContext *context);       /* ota.c: rates, by cohort and class */
void parl_add_mix_facts (ParlContext *context);       /* mix.c: why a rate changed */
void parl_add_cause_facts (ParlContext *context);     /* causes.c: of what, traced or not */
void parl_add_budget_facts (ParlContext *context);    /* budget.c: of what was allowed */
void parl_add_check_facts (ParlContext *context);     /* causes.c: what checks would prevent */
void parl_add_speed_facts (ParlContext *context);     /* speed.c: frames per second */
void parl_add_latency_facts (ParlContext *context);   /* latency.c: where a frame's time goes */
void parl_add_rollout_facts (ParlContext *context);   /* rollouts.c: stage by stage */
void parl_add_blast_facts (ParlContext *context);     /* blast.c: what could be hit */
void parl_add_silent_facts (ParlContext *context);    /* silent.c: who is not heard of */
void parl_add_wait_facts (ParlContext *context);      /* waits.c; what is held is known by then */
void parl_add_finish_facts (ParlContext *context);    /* finish.c: pace, and when it is done */
void parl_add_detect_facts (ParlContext *context);    /* halt.c: when it could be known */
void parl_add_halt_facts (ParlContext *context);      /* halt.c: what was done about it, and when */
void parl_add_impact_facts (ParlContext *context);    /* impact.c: degraded device-hours */
void parl_add_debt_facts (ParlContext *context);      /* silent.c: old releases */
void parl_add_tenfold_facts (ParlContext *context);   /* cost.c: at ten times the fleet */
void parl_add_cost_facts (ParlContext *context);      /* cost.c: in money, where prices are set */
void parl_add_risk_facts (ParlContext *context);      /* risk.c: from the facts before it */
void parl_add_milestone_facts (ParlContext *context); /* milestones.c: what a plan has changed */

void parl_add_delivery_facts (ParlContext *context); /* delivery.c: from merge to device */
void parl_add_build_facts (ParlContext *context);    /* builds.c */

/* Tables behind charts. */
ParlControl *parl_make_control (const ParlContext *context);     /* control.c */
GArray *parl_make_burn_down (const ParlContext *context);        /* budget.c */
GPtrArray *parl_make_distributions (const ParlContext *context); /* speed.c */
GPtrArray *parl_make_events (const ParlContext *context);        /* rollouts.c */
GPtrArray *parl_make_news (const ParlContext *context);          /* delivery.c */

/* mix.c: cohorts with attempts in either window, in the order in which they should be told:
 * by the size of their part in the change, then by attempts. */
typedef struct
{
  char *name;          /* "v2.3" */
  const char *release; /* one of its releases, as of the snapshot; NULL: not known */
  ParlPair failures;
  double share[PARL_N_PERIODS]; /* of all attempts; NAN: none in that window */
  double rate[PARL_N_PERIODS];  /* NAN: no attempts in that window */
  double mix, within;           /* parts in the change; NAN: a window without attempts */
} ParlCohort;

GPtrArray *parl_list_cohorts (const ParlContext *context);
/* kinds.c */
const char *parl_find_other_kinds (ParlContext *context, const ParlFact *change, double within,
                                   double variance, double limit);
/* ota.c */
const char *parl_get_halt_aspect (const ParlFact *rate, const ParlTargets *targets);
/* what-if.c */
ParlWhatIf *parl_make_what_if (const ParlFact *rate, const GArray *checks, bool imagined,
                               double avoided, const ParlTargets *targets);
/* milestones.c: a milestone may be measured by shares of attempts, which can be counted in any two
 * equally long windows. */
bool parl_milestone_can_measure (const char *id, const ParlLabels *subject);
char *parl_milestone_list_measures (void);
bool parl_milestone_is_measured (const ParlFact *effect);
