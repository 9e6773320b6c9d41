/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The release lines there are, in their order, and how far behind the newest one a device is.
 * Private to this room. */

#include "model/snapshot.h"

#define PARL_OLD_LINES 2 /* so many behind is a debt */

GPtrArray *parl_list_release_lines (const ParlSnapshot *snapshot);
int parl_count_lines_behind (const GPtrArray *lines, const char *release);
