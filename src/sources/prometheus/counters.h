/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Increases of counters that count a counter's birth, too. */

#include "model/instant.h"

char *parl_counters_dup_query (const char *query, ParlTime range);
char *parl_counters_dup_doubts_query (const char *query, ParlTime range);
