/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Findings made by hand, so that words are tested without the analysis: the golden fleet, and
 * fleets that are healthy, tiny, empty or not heard of for days. */

#include "analysis/findings.h"
#include "audiences/file/audience.h"

ParlFindings *fixture_golden (void);
ParlFindings *fixture_healthy (void);
ParlFindings *fixture_tiny (void);
ParlFindings *fixture_empty (void);
ParlFindings *fixture_stale (void);
/* The golden fleet with a plan. */
ParlFindings *fixture_planned (void);
ParlFindings *fixture_halted (void);
/* With a tracker: how long changes took to devices. */
ParlFindings *fixture_delivered (void);

/* By the names above. */
ParlFindings *fixture_get (const char *name);
char *fixture_get_audiences_dir (void);
/* Returns: (transfer full): one of those that are built in */
ParlAudience *fixture_load_audience (const char *id);
