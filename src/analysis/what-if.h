/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What if some causes were checked for before each update: the facts of the checks for any choice
 * of causes, as a user makes it. The same formulas as for the checks that the targets name. What is
 * imagined never stands for what is: its facts are marked by their subject, "what-if=yes". */

#include "analysis/findings.h"

/* A cause that can be chosen. */
typedef struct
{
  char *cause;
  double failures;  /* first attempts of the window that failed of it */
  double efficacy;  /* share of them that its check would prevent: the targets', else 1 */
  double avoidable; /* failures x efficacy: how many fewer there would be, at best */
  bool preventable; /* the targets name it as one that a check of the device's state sees */
} ParlWhatIfCause;

GArray *parl_checks_new (void);
void parl_checks_add (GArray *checks, const char *cause, double efficacy);
bool parl_checks_work_always (const GArray *checks);
bool parl_checks_complete (GArray *checks, const ParlFindings *findings, GError **error);

/* Facts of one choice: they live as long as this. Each has the aspect "always" where every check is
 * taken to prevent all failures of its cause, else "sometimes"; none without a check. */
struct _ParlWhatIf
{
  GArray *checks;      /* (element-type ParlCheck), by cause */
  ParlFact *avoidable; /* "ota-avoidable" */
  ParlFact *rate;      /* "ota-rate-without" */
  ParlFact *budget;    /* "ota-budget-without"; NULL: no success is promised */
  ParlFact *cost;      /* "cost-avoidable"; NULL: no price is set */
};

ParlWhatIf *parl_what_if_new (const ParlFindings *findings, const GArray *checks);
void parl_what_if_free (ParlWhatIf *self);
GPtrArray *parl_what_if_list_causes (const ParlFindings *findings);
ParlFindings *parl_findings_imagine (const ParlFindings *findings, const GArray *checks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlWhatIf, parl_what_if_free)
