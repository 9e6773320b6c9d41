/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Reads the history. All calls belong into a transaction. @sources, where it is one text, are rows
 * of the table of sources: a list for SQLite's json_each(), "[1,2]". */

#include "model/harvest.h"
#include "model/snapshot.h"
#include "store/names.h"
#include "store/sql.h"

ParlKnown *parl_read_known (ParlSql *sql, const char *source, GError **error);
ParlSnapshot *parl_read_snapshot (ParlSql *sql, const char *const *sources, ParlTime as_of,
                                  GTimeZone *zone, GArray *broken, GError **error);

char *parl_read_source_rows (ParlSql *sql, const char *const *names, GError **error);

bool parl_read_hours (ParlSql *sql, const char *sources, ParlWindow window, ParlTime as_of,
                      GPtrArray *hours, GError **error);
bool parl_read_rollouts (ParlSql *sql, const char *sources, const ParlNames *names, ParlTime as_of,
                         GPtrArray *rollouts, GError **error);
bool parl_read_closed (ParlSql *sql, const char *sources, ParlWindow window, ParlTime as_of,
                       GPtrArray *attempts, GError **error);
