/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* From the server's series to ours. */

#include "model/harvest.h"
#include "sources/prometheus/roles.h"

void parl_prometheus_map_series (ParlRole role, const ParlSourceConfig *config,
                                 const GPtrArray *series, const char *place, ParlHarvest *harvest);
ParlLabels *parl_prometheus_map_labels (const ParlRoleInfo *info, const ParlSourceConfig *config,
                                        const ParlLabels *theirs);
