/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Facts and boards as JSON. The shape is data/facts.schema.json; shares are fractions, times are
 * RFC 3339 in UTC, and a key that does not apply is left out. */

#include "audiences/board.h"

char *parl_facts_to_json (const ParlFindings *findings, const GPtrArray *facts);
char *parl_board_to_json (const ParlBoard *board);
