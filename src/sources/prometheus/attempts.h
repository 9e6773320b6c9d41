/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Counts of updates by day. */

#include "sources/source-kind.h"

bool parl_prometheus_count_attempts (const ParlSourceCall *call, const char *query,
                                     int64_t last_day, ParlHarvest *harvest, GError **error);
