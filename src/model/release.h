/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Releases of rows, and the release line ("cohort") that people speak of. A release is a version as
 * the server spells it, "2.3.0"; where a fleet has several products, with the product's name before
 * it. A no-break space stands between the two, which no source's name may hold: it reads as a
 * space, and tells "detector" in version "2 beta" from "detector 2" in version "beta". */

#include <stdbool.h>

#define PARL_COHORT_UNKNOWN "unknown" /* of devices that nobody knows the release of */
#define PARL_RELEASE_MARK "\u00a0"

char *parl_release_new (const char *product, const char *version);
char *parl_release_dup_product (const char *release);
const char *parl_release_get_version (const char *release);
bool parl_release_is_same_product (const char *a, const char *b);
char *parl_release_to_text (const char *release);
char *parl_release_to_cohort (const char *release);
bool parl_release_is_of_cohort (const char *release, const char *cohort);
bool parl_release_has_line (const char *release);
int parl_release_compare (const char *a, const char *b);
bool parl_release_is_older (const char *release, const char *other);
bool parl_release_is_at_least (const char *release, const char *wanted);
