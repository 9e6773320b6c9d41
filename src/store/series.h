/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The samples of the history. Both calls belong into a transaction. */

#include "model/series.h"
#include "store/sql.h"

bool parl_series_store (ParlSql *sql, int64_t source, GPtrArray *series, GError **error);
GPtrArray *parl_series_load (ParlSql *sql, const char *sources, ParlWindow window, GError **error);
