/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Queries to a Prometheus-compatible server. */

#include "model/harvest.h"
#include "sources/http/http.h"

/* Prometheus refuses more than 11,000 points a series. */
#define PARL_PROMETHEUS_MAX_POINTS 10000

/* How far a first sync looks back: two windows of 28 days, and the day that is not over. */
#define PARL_PROMETHEUS_PAST (57 * PARL_DAY)

/* A grid of times: first, first + step, ... up to and including last. */
typedef struct
{
  ParlTime first;
  ParlTime last;
  ParlTime step;
} ParlGrid;

bool parl_grid_next_chunk (const ParlGrid *grid, unsigned max_points, ParlTime *next,
                           ParlGrid *chunk);

char *parl_prometheus_dup_place (ParlHttp *http, bool range, const char *what);
GPtrArray *parl_prometheus_ask_range (ParlHttp *http, const char *what, const char *query,
                                      const ParlGrid *grid, unsigned most, ParlHarvest *harvest,
                                      GCancellable *cancellable, GError **error);
GPtrArray *parl_prometheus_ask_now (ParlHttp *http, const char *what, const char *query,
                                    ParlTime time, ParlHarvest *harvest, GCancellable *cancellable,
                                    GError **error);
char *parl_prometheus_ask_version (ParlHttp *http, GCancellable *cancellable, GError **error);
