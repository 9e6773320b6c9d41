/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What rows of evidence are and add up to, in words of the reader's locale. */

#include "analysis/evidence-table.h"

char *parl_query_in_words (const ParlFindings *findings, const ParlFact *fact);
char *parl_evidence_say (const ParlEvidence *evidence, const ParlFact *fact);
char *parl_evidence_say_pick (const ParlEvidence *evidence, const ParlEvidencePick *pick);
