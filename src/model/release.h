/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Releases as servers spell them, and the release line ("cohort") that people speak of. */

char *parl_release_to_cohort (const char *release);
int parl_release_compare (const char *a, const char *b);
