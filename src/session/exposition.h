/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the company's own metrics engine is told, and the formats that such engines read. */

#include "model/series.h"
#include "session/totals.h"

GPtrArray *parl_exposition_make (ParlSession *session, const ParlTotals *totals,
                                 const GPtrArray *results, GError **error);
char *parl_exposition_to_text (const GPtrArray *series, bool timed);
char *parl_exposition_to_line (const ParlSeries *series);
