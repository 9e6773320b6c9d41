/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Whether a number in a sentence is a rounding of a fact's number: the check that no room but the
 * analysis has computed it. */

#include "analysis/findings.h"

/* All that may be said of @findings: a set of roundings. */
GHashTable *numbers_list (const ParlFindings *findings);
/* Fails the test for a number in @text that is of no fact, no setting and no name. */
void numbers_assert_known (GHashTable *known, const char *text);
bool numbers_are_known (GHashTable *known, const char *text, char **first_unknown);
/* With plain spaces, without word joiners. */
char *numbers_make_plain (const char *text);
