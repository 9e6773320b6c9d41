/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Caveats of a fact, as whole sentences. Private to this room. */

#include "analysis/findings.h"

char **parl_caveats_list (const ParlFindings *findings, const ParlFact *fact);
char *parl_caveats_say_token (const char *token);
/* Whether a token that analysis puts into a fact has a sentence of its own. */
