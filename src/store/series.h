/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The samples of the history. All calls belong into a transaction. */

#include "model/series.h"
#include "store/gaps.h"
#include "store/sql.h"

bool parl_series_store (ParlSql *sql, int64_t source, GPtrArray *series, GError **error);
bool parl_series_forget (ParlSql *sql, unsigned days, ParlTime now, GError **error);
GPtrArray *parl_series_load (ParlSql *sql, const char *sources, ParlWindow window, GArray *broken,
                             GError **error);
