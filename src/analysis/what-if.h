/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What if some causes were checked for before each update: the facts of the checks for any choice
 * of causes, as a user makes it. The same formulas as for the checks that the targets name. */

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

/* Facts of one choice, not of the findings: they live as long as this. */
typedef struct
{
  ParlFact *avoidable; /* "ota-avoidable" */
  ParlFact *rate;      /* "ota-rate-without" */
  ParlFact *budget;    /* "ota-budget-without" */
} ParlWhatIf;

ParlWhatIf *parl_what_if_new (const ParlFindings *findings, const char *const *causes,
                              const double *efficacies);
void parl_what_if_free (ParlWhatIf *self);
GPtrArray *parl_what_if_list_causes (const ParlFindings *findings);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlWhatIf, parl_what_if_free)
