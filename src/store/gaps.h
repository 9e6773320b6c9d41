/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Samples that the history had and lost. All calls belong into a transaction. */

#include "model/snapshot.h"
#include "store/sql.h"

/* A chunk that cannot be read. */
typedef struct
{
  int64_t chunk; /* its row */
} ParlGap;

bool parl_gaps_drop_chunk (ParlSql *sql, const ParlGap *gap, GError **error);
bool parl_gaps_note_range (ParlSql *sql, ParlTime first, ParlTime last, GError **error);
bool parl_gaps_note_asked (ParlSql *sql, int64_t source, GError **error);
bool parl_gaps_find_first (ParlSql *sql, const char *sources, ParlTime *first, GError **error);
bool parl_gaps_mark_sources (ParlSql *sql, const GArray *found, ParlWindow window,
                             GPtrArray *states, GError **error);
