/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a milestone may be measured by: shares of attempts, which can be counted in any two equally
 * long windows. */

#include "model/fact.h"

bool parl_milestone_can_measure (const char *id, const ParlLabels *subject);
char *parl_milestone_list_measures (void);
bool parl_milestone_is_measured (const ParlFact *effect);
