/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What trackers plan. Both calls belong into a transaction. */

#include "model/plan.h"
#include "store/sql.h"

bool parl_milestones_store (ParlSql *sql, int64_t source, const GPtrArray *milestones, ParlTime now,
                            GError **error);
bool parl_milestones_load (ParlSql *sql, const char *sources, ParlTime as_of, GPtrArray *milestones,
                           GError **error);
