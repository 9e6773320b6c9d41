/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* R as the judge: it gets what the C code says, computes it again, and fails when they part. */

#include <stdbool.h>

bool has_r (void);
void run_r (const char *script, const char *cases);
