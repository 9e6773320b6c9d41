/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Counters of updates and the present rollouts as time series, and the formats in which metrics
 * engines read them. */

#include "model/series.h"
#include "session/totals.h"

GPtrArray *parl_exposition_make (ParlSession *session, const ParlTotals *totals,
                                 const GPtrArray *results, GError **error);
char *parl_exposition_to_text (const GPtrArray *series, bool timed);
char *parl_exposition_to_line (const ParlSeries *series);
