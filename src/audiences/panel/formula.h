/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How a fact was counted, with the numbers put in. Private to this room. */

#include "analysis/findings.h"

char *parl_formula_in_words (const ParlFact *fact);
void parl_formula_show (const ParlFindings *findings, const ParlFact *fact, char **expression,
                        char **result);
