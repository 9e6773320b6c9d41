/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads samples back: the chunks that touch the window, then the head. Knows no other table. */
#include "config.h"

#include "store/series.h"

#include "store/labels.h"
#include "store/store.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  ParlSql *sql;
  ParlChunkCodec *codec;
  ParlStatement *read_chunks;
  ParlStatement *read_head;
  ParlWindow window;
} Reader;

static void
clear_reader (Reader *self)
{
  parl_chunk_codec_free (self->codec);
  parl_statement_free (self->read_chunks);
  parl_statement_free (self->read_head);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, clear_reader)

static bool
init_reader (Reader *self, GError **error)
{
  self->codec = parl_chunk_codec_new ();
  return (self->read_chunks = parl_sql_prepare (
              self->sql,
              "SELECT data FROM chunk WHERE series = ? AND last >= ? AND first < ? ORDER BY first",
              error))
         && (self->read_head = parl_sql_prepare (
                 self->sql,
                 "SELECT time, value FROM head WHERE series = ? AND time >= ? AND time < ?"
                 " ORDER BY time",
                 error));
}

static void
bind_window (const Reader *self, ParlStatement *statement, int64_t series)
{
  parl_bind (statement, "iii", series, self->window.since, self->window.until);
}

/**
 * parl_series_decode:
 * @name: of the series, for the message
 * @row: a row whose @column is a chunk
 * @samples: (inout): the chunk's samples are put at its end
 *
 * Returns: false with %PARL_STORE_ERROR_DAMAGED for a broken chunk
 */
bool
parl_series_decode (ParlSql *sql, ParlChunkCodec *codec, const char *name, ParlStatement *row,
                    int column, ParlSamples *samples, GError **error)
{
  size_t size;
  const void *data = parl_column_blob (row, column, &size);

  if (parl_chunk_decode (codec, data, size, samples, error))
    return true;
  g_prefix_error (error, _ ("The history “%s” is damaged: a chunk of the series “%s” is broken: "),
                  parl_sql_get_name (sql), name);
  return false;
}

static bool
read_samples (Reader *self, int64_t series, const char *name, ParlSamples *samples, GError **error)
{
  ParlStep step;

  bind_window (self, self->read_chunks, series);
  while ((step = parl_statement_step (self->read_chunks, error)) == PARL_STEP_ROW)
    if (!parl_series_decode (self->sql, self->codec, name, self->read_chunks, 0, samples, error))
      return false;
  if (step == PARL_STEP_FAILED)
    return false;

  bind_window (self, self->read_head, series);
  while ((step = parl_statement_step (self->read_head, error)) == PARL_STEP_ROW)
    parl_samples_append (samples, parl_column_time (self->read_head, 0),
                         parl_column_double (self->read_head, 1));
  return step == PARL_STEP_DONE;
}

/* Cuts off what the first and the last chunk have outside the window. */
static void
trim_samples (ParlSamples *samples, ParlWindow window)
{
  size_t start = 0;

  while (samples->length > 0 && samples->times[samples->length - 1] >= window.until)
    samples->length--;
  while (start < samples->length && samples->times[start] < window.since)
    start++;
  if (start == 0)
    return;
  samples->length -= start;
  memmove (samples->times, samples->times + start, samples->length * sizeof *samples->times);
  memmove (samples->values, samples->values + start, samples->length * sizeof *samples->values);
}

static ParlSeries *
read_series (Reader *self, ParlStatement *row, GError **error)
{
  g_auto (ParlSamples) samples = { 0 };
  const char *name = parl_column_text (row, 1);
  g_autoptr (ParlLabels) labels = parl_labels_from_key (parl_column_text (row, 2));

  if (labels == NULL)
    {
      g_set_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_DAMAGED,
                   _ ("The history “%s” is damaged: the series “%s” has broken labels"),
                   parl_sql_get_name (self->sql), name);
      return NULL;
    }
  if (!read_samples (self, parl_column_integer (row, 0), name, &samples, error))
    return NULL;
  trim_samples (&samples, self->window);
  return parl_series_new_take (name, parl_column_text (row, 3), g_steal_pointer (&labels),
                               samples.length, g_steal_pointer (&samples.times),
                               g_steal_pointer (&samples.values));
}

static int
compare_series (gconstpointer a, gconstpointer b)
{
  const ParlSeries *left = *(ParlSeries *const *)a;
  const ParlSeries *right = *(ParlSeries *const *)b;
  int order = strcmp (left->name, right->name);

  return order != 0 ? order : parl_labels_compare (left->labels, right->labels);
}

/**
 * parl_series_load:
 * @sources: rows of sources, as in "[1,2]"
 * @window: half open
 *
 * Returns: (transfer full) (element-type ParlSeries): those that have samples in the window, by
 *   name and labels; %NULL on an error
 */
GPtrArray *
parl_series_load (ParlSql *sql, const char *sources, ParlWindow window, GError **error)
{
  g_auto (Reader) reader = { .sql = sql, .window = window };
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_series_unref);
  g_autoptr (ParlStatement) list
      = parl_sql_query (sql,
                        "SELECT id, name, labels, unit FROM series"
                        " WHERE source IN (SELECT value FROM json_each (?)) ORDER BY id",
                        error, "s", sources);
  ParlStep step;

  if (list == NULL || !init_reader (&reader, error))
    return NULL;
  while ((step = parl_statement_step (list, error)) == PARL_STEP_ROW)
    {
      g_autoptr (ParlSeries) series = read_series (&reader, list, error);

      if (series == NULL)
        return NULL;
      if (series->length > 0)
        g_ptr_array_add (all, g_steal_pointer (&series));
    }
  if (step == PARL_STEP_FAILED)
    return NULL;
  g_ptr_array_sort (all, compare_series);
  return g_steal_pointer (&all);
}
