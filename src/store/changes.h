/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What trackers merged and tagged, and when releases arrived on devices. All calls belong into a
 * transaction. */

#include "model/change.h"
#include "store/names.h"
#include "store/sql.h"

bool parl_changes_store (ParlSql *sql, int64_t source, const GPtrArray *changes, GError **error);
bool parl_changes_load (ParlSql *sql, const char *sources, ParlTime as_of, GPtrArray *changes,
                        GError **error);
bool parl_arrivals_load (ParlSql *sql, const char *sources, const ParlNames *names, ParlTime as_of,
                         const GPtrArray *devices, GPtrArray *arrivals, GError **error);
