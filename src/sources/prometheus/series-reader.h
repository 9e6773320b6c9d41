/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Reads the answer to a Prometheus query or query_range while it arrives, in pieces of any size,
 * straight into arrays: no tree is ever built. */

#include "sources/prometheus/series-answer.h"

typedef struct _ParlSeriesReader ParlSeriesReader;

ParlSeriesReader *parl_series_reader_new (const char *where, size_t max_samples);
void parl_series_reader_free (ParlSeriesReader *self);

/* A ParlHttpSink whose data is the reader. */
bool parl_series_reader_feed (const char *piece, size_t length, gpointer reader, GError **error);
bool parl_series_reader_finish (ParlSeriesReader *self, GError **error);

ParlSeriesAnswer *parl_series_reader_get_answer (ParlSeriesReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlSeriesReader, parl_series_reader_free)
