/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a panel on one fact shows besides its explanation: the intervals as a chart, and a what-if
 * in words and bars. */

#include "analysis/what-if.h"
#include "audiences/file/audience.h"
#include "audiences/panel/explanation.h"

ParlChartSpec *parl_explanation_chart (const ParlExplanation *explanation);

/* Whether checks before an update have anything to do with @fact. */
bool parl_what_if_suits (const ParlFindings *findings, const ParlFact *fact);
char *parl_what_if_name_check (const ParlAudience *audience, const char *cause);
char *parl_what_if_say_avoidable (double avoidable, double efficacy);
char *parl_what_if_say (const ParlWhatIf *what_if);
char *parl_what_if_say_trust (const ParlWhatIf *what_if, bool always);
ParlChartSpec *parl_what_if_chart (const ParlFindings *findings, const ParlWhatIf *what_if);
