/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Releases as servers spell them, and the release line ("cohort") that people speak of. */

#include <stdbool.h>

#define PARL_COHORT_UNKNOWN "unknown" /* of devices that nobody knows the release of */

char *parl_release_to_cohort (const char *release);
bool parl_release_is_of_cohort (const char *release, const char *cohort);
int parl_release_compare (const char *a, const char *b);
