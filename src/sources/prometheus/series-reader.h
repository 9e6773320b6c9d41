/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Reads the answer to a Prometheus query or query_range while it arrives, in pieces of any size,
 * straight into arrays: no tree is ever built. */

#include "model/series.h"
#include "sources/error.h"

typedef enum
{
  PARL_RESULT_NONE, /* the server did not say */
  PARL_RESULT_MATRIX,
  PARL_RESULT_VECTOR,
  PARL_RESULT_SCALAR,
  PARL_RESULT_OTHER
} ParlResultType;

/* What an answer to a query holds. Series carry the metric's labels, its __name__ (or "") as name,
 * and no unit. */
typedef struct
{
  size_t max_samples;
  char *status;
  char *error;
  char *error_type;
  bool has_data;
  bool has_result;
  bool partial; /* VictoriaMetrics: some of the storage did not answer */
  ParlResultType type;
  GPtrArray *notes;  /* (element-type utf8): warnings and infos, as the server wrote them */
  GPtrArray *series; /* (element-type ParlSeries) */
  size_t n_samples;
  size_t n_gaps;       /* samples that were NaN, which is no value, and so are left out */
  size_t n_absurd;     /* those that were infinite or beyond PARL_SERIES_MOST, left out, too */
  size_t n_histograms; /* series with native histograms, which are not read */

  /* the series under way */
  ParlLabels *labels;
  GArray *times;
  GArray *values;
  bool has_metric;
  bool has_values;
  ParlTime last; /* time of its last sample, gaps too */
} ParlSeriesAnswer;

typedef struct _ParlSeriesReader ParlSeriesReader;

ParlSeriesReader *parl_series_reader_new (const char *where, size_t max_samples);
void parl_series_reader_free (ParlSeriesReader *self);

/* A ParlHttpSink whose data is the reader. */
bool parl_series_reader_feed (const char *piece, size_t length, gpointer reader, GError **error);
bool parl_series_reader_finish (ParlSeriesReader *self, GError **error);

ParlSeriesAnswer *parl_series_reader_get_answer (ParlSeriesReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlSeriesReader, parl_series_reader_free)
