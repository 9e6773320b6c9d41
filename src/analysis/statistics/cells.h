/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The outcome table as facts need it: both windows, without what no fact asks for. Private to this
 * room. */

#include "model/outcomes.h"

GArray *parl_merge_cells (const ParlOutcomes *outcomes, int n_days);
