/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Rollouts that another Parlance told of. */

#include "sources/source-kind.h"

bool parl_prometheus_read_rollouts (const ParlSourceCall *call, const char *query,
                                    ParlHarvest *harvest, GError **error);
