/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer to a Prometheus query, as a whole and in pieces of a few bytes: the same either way.
 */
#include "config.h"

#include "sources/prometheus/series-reader.h"
#include "tests/fuzz/fuzz.h"

static bool
feed (ParlSeriesReader *reader, const uint8_t *data, size_t size, size_t piece, GError **error)
{
  for (size_t at = 0; at < size; at += piece)
    {
      size_t length = MIN (piece, size - at);
      g_autofree char *copy = g_memdup2 (data + at, length);
      if (!parl_series_reader_feed (copy, length, reader, error))
        return false;
    }
  return parl_series_reader_finish (reader, error);
}

static void
check_series (const ParlSeries *a, const ParlSeries *b)
{
  g_assert_cmpuint (a->length, ==, b->length);
  for (size_t i = 0; i < a->length; i++)
    {
      g_assert_cmpint (a->times[i], ==, b->times[i]);
      g_assert_cmpfloat (a->values[i], ==, b->values[i]);
      g_assert_true (i == 0 || a->times[i] > a->times[i - 1]);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (ParlSeriesReader) whole = parl_series_reader_new ("server: POST /query", 5000);
  g_autoptr (ParlSeriesReader) pieces = parl_series_reader_new ("server: POST /query", 5000);
  g_autoptr (GError) error = NULL, second = NULL;
  bool is_read = feed (whole, data, size, MAX (size, 1), &error);

  fuzz_check_error (is_read, error);
  g_assert_true (feed (pieces, data, size, 1 + size % 13, &second) == is_read);
  if (!is_read)
    return 0;

  ParlSeriesAnswer *a = parl_series_reader_get_answer (whole);
  ParlSeriesAnswer *b = parl_series_reader_get_answer (pieces);
  fuzz_check_text (a->status);
  fuzz_check_text (a->error);
  g_assert_cmpuint (a->n_samples, <=, 5000);
  g_assert_cmpuint (a->n_samples, ==, b->n_samples);
  g_assert_cmpuint (a->n_gaps, ==, b->n_gaps);
  g_assert_cmpint (a->type, ==, b->type);
  g_assert_cmpuint (a->series->len, ==, b->series->len);
  for (unsigned i = 0; i < a->series->len; i++)
    check_series (a->series->pdata[i], b->series->pdata[i]);
  return 0;
}
