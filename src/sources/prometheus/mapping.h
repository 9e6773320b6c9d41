/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Turns the series that a server answers with into those of the model. */

#include "model/harvest.h"
#include "sources/prometheus/roles.h"

void parl_prometheus_map_series (ParlRole role, const ParlSourceConfig *config,
                                 const GPtrArray *series, const char *place, ParlHarvest *harvest);
ParlLabels *parl_prometheus_map_labels (const ParlRoleInfo *info, const ParlSourceConfig *config,
                                        const ParlLabels *theirs);
