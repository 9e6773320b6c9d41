/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Prometheus' HTTP API, without the HTTP around it. */

#include "demo/answer.h"
#include "demo/metrics.h"

void parl_prometheus_answer (const ParlMetrics *metrics, const char *path, GHashTable *parameters,
                             ParlDemoAnswer *answer);
