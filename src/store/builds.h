/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Builds of trackers. All calls belong into a transaction. */

#include "model/build.h"
#include "store/sql.h"

bool parl_builds_store (ParlSql *sql, int64_t source, const GPtrArray *builds, GError **error);
bool parl_builds_load (ParlSql *sql, const char *sources, ParlWindow window, GPtrArray *builds,
                       GError **error);
