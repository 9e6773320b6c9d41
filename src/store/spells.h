/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Spells: from when to when a rollout and its stages were seen in the same progress. */

#include "model/harvest.h"
#include "store/sql.h"

bool parl_spells_note (ParlSql *sql, int64_t source, const ParlHarvest *harvest, ParlTime now,
                       GError **error);

/* The statement that parl_spells_read() runs, once for each rollout. */
ParlStatement *parl_spells_prepare (ParlSql *sql, GError **error);
bool parl_spells_read (ParlSql *sql, ParlStatement *list, ParlRollout *rollout, int64_t source,
                       ParlTime as_of, GError **error);

bool parl_read_progress (ParlSql *sql, const char *text, ParlProgress *progress, GError **error);
