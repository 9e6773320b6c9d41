/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What an answer to a Prometheus query holds. Filled by series-reader.c. */

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

/* Series carry the metric's labels, its __name__ (or "") as name, and no unit. */
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
  size_t n_gaps;       /* samples that were NaN or infinite and so are left out */
  size_t n_histograms; /* series with native histograms, which are not read */

  /* the series under way */
  ParlLabels *labels;
  GArray *times;
  GArray *values;
  bool has_metric;
  bool has_values;
  ParlTime last; /* time of its last sample, gaps too */
} ParlSeriesAnswer;

/* What is wrong with what was added. */
typedef struct
{
  ParlSourceError code;
  const char *complaint;
} ParlSeriesFlaw;

void parl_series_answer_init (ParlSeriesAnswer *self, size_t max_samples);
void parl_series_answer_reset (ParlSeriesAnswer *self);
void parl_series_answer_clear (ParlSeriesAnswer *self);
void parl_series_answer_begin (ParlSeriesAnswer *self);
const ParlSeriesFlaw *parl_series_answer_add_label (ParlSeriesAnswer *self, const char *key,
                                                    const char *value);
const ParlSeriesFlaw *parl_series_answer_add_sample (ParlSeriesAnswer *self, ParlTime time,
                                                     double value);
const ParlSeriesFlaw *parl_series_answer_end (ParlSeriesAnswer *self);
char *parl_series_answer_dup_refusal (const ParlSeriesAnswer *self);
