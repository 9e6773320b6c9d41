/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Queries for the increase of counters in which the first event of a new series counts, too. */

#include "model/instant.h"

char *parl_counters_dup_query (const char *query, ParlTime range);
char *parl_counters_dup_doubts_query (const char *query, ParlTime range);
