/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a rollout was at an instant in the past, though its server was asked again since. */

#include "model/rollout.h"
#include "store/sql.h"

/* Servers are asked after what they are asked about: so much later is still the same look. */
#define PARL_SAME_LOOK PARL_HOUR

bool parl_past_rollout_restore (ParlSql *sql, ParlRollout *rollout, int64_t source, ParlTime as_of,
                                bool *known, GError **error);
