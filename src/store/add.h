/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Writes what one sync brought into the history. Both calls belong into a transaction. */

#include "model/harvest.h"
#include "store/sql.h"

/* The state of a source that failed while what there is from before is partial. */
#define PARL_STATE_FAILED_PARTIAL "failed-partial"

bool parl_add_harvest (ParlSql *sql, const char *source, const char *kind,
                       const ParlHarvest *harvest, ParlTime now, GError **error);
bool parl_add_failure (ParlSql *sql, const char *source, const char *kind, const char *message,
                       ParlTime now, GError **error);
