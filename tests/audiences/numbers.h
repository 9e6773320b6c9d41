/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Whether a number in a sentence is a rounding of a fact's number: the check that no room but the
 * analysis has computed it. */

#include "analysis/findings.h"

/* Fails the test for a number in @text that is of no fact of @findings, no setting and no name. */
void numbers_assert_known (const ParlFindings *findings, const char *text);
bool numbers_are_known (const ParlFindings *findings, const char *text, char **first_unknown);
/* With plain spaces, without word joiners. */
char *numbers_make_plain (const char *text);
