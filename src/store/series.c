/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples in the history. New ones go into the head, a head that has grown full into chunks, and
 * old ones into the chunk that covers their time:
 *
 *        chunk 1      chunk 2          head
 *     |-----------||-------------|  . . . . . . .
 *        late samples are merged ^               ^ new ones come here
 *
 * Everything in the head is later than everything in the chunks. Reading takes the chunks that
 * touch the window, then the head. Knows no other table. */
#include "config.h"

#include "store/series.h"

#include "store/chunk.h"
#include "store/store.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

/* Returns: "class=Dome%2C%20outdoor&le=25": the labels, sorted by key. Unlike
 * parl_labels_to_string(), which is for people, it keeps apart what servers put into a value. */
static char *
labels_to_key (const ParlLabels *labels)
{
  GString *text = g_string_new (NULL);

  for (unsigned i = 0; i < parl_labels_size (labels); i++)
    {
      if (i > 0)
        g_string_append_c (text, '&');
      g_string_append_uri_escaped (text, parl_labels_get_key (labels, i), NULL, TRUE);
      g_string_append_c (text, '=');
      g_string_append_uri_escaped (text, parl_labels_get_value (labels, i), NULL, TRUE);
    }
  return g_string_free (text, FALSE);
}

/* Returns: (transfer full) (nullable): the labels; NULL when @key is not from labels_to_key() */
static ParlLabels *
labels_from_key (const char *key)
{
  g_autoptr (ParlLabels) labels = parl_labels_new (NULL, NULL);
  g_auto (GStrv) parts = g_strsplit (key, "&", -1);

  for (unsigned i = 0; parts[i] != NULL; i++)
    {
      char *equals = strchr (parts[i], '=');
      if (equals == NULL)
        return NULL;

      g_autofree char *name = g_uri_unescape_segment (parts[i], equals, NULL);
      g_autofree char *value = g_uri_unescape_string (equals + 1, NULL);
      if (name == NULL || value == NULL)
        return NULL;

      ParlLabels *longer = parl_labels_with (labels, name, value);
      parl_labels_unref (labels);
      labels = longer;
    }
  return g_steal_pointer (&labels);
}

/* @row: a row whose @column is a chunk, and the one after it whether it is what was written
 * @samples: (inout): the chunk's samples are put at its end
 * Returns: false for a broken chunk, of which nothing is taken */
static bool
decode (ParlChunkCodec *codec, ParlStatement *row, int column, ParlSamples *samples)
{
  g_autoptr (GError) problem = NULL;
  size_t size, before = samples->length;
  const void *data = parl_column_blob (row, column, &size);

  if (parl_column_integer (row, column + 1) != 0
      && parl_chunk_decode (codec, data, size, samples, &problem))
    return true;
  g_debug ("history: a chunk is broken: %s",
           problem != NULL ? problem->message : "it is not what was written");
  samples->length = before;
  return false;
}

typedef struct
{
  ParlSql *sql;
  ParlChunkCodec *codec;
  ParlStatement *find_series;
  ParlStatement *find_end;
  ParlStatement *find_chunk;
  ParlStatement *add_chunk;
  ParlStatement *drop_chunk;
  ParlStatement *read_head;
  ParlStatement *add_head;
  ParlStatement *drop_head;
  ParlStatement *close_gaps;
  const ParlSeries *series; /* the one at hand, and its row */
  int64_t id;
} Writer;

/* The statements by their place in a Writer. */
static const struct
{
  size_t place;
  const char *text;
} statements[] = {
  { offsetof (Writer, find_series),
    "INSERT INTO series (source, name, labels, unit) VALUES (?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET unit = excluded.unit RETURNING id" },
  { offsetof (Writer, find_end),
    "SELECT last FROM chunk WHERE series = ? ORDER BY first DESC LIMIT 1" },
  /* The last chunk that begins at or before the time, else the first of all; and where the one
   * after it begins. */
  { offsetof (Writer, find_chunk),
    "SELECT id, data, digest IS digest_of (data), (SELECT min (first) FROM chunk AS after"
    "  WHERE after.series = chunk.series AND after.first > chunk.first)"
    " FROM chunk WHERE series = ?1 AND first <= max (?2,"
    "  (SELECT min (first) FROM chunk WHERE series = ?1))"
    " ORDER BY first DESC LIMIT 1" },
  { offsetof (Writer, add_chunk), "INSERT INTO chunk (series, first, last, data, digest)"
                                  " VALUES (?, ?, ?, ?4, digest_of (?4))" },
  { offsetof (Writer, drop_chunk), "DELETE FROM chunk WHERE id = ?" },
  { offsetof (Writer, read_head), "SELECT time, value FROM head WHERE series = ? ORDER BY time" },
  { offsetof (Writer, add_head), "INSERT INTO head (series, time, value) VALUES (?, ?, ?)"
                                 " ON CONFLICT DO UPDATE SET value = excluded.value" },
  { offsetof (Writer, close_gaps),
    "DELETE FROM gap WHERE series = ? AND first >= ? AND last <= ?" },
  { offsetof (Writer, drop_head), "DELETE FROM head WHERE series = ?" },
};

static void
clear_writer (Writer *self)
{
  parl_chunk_codec_free (self->codec);
  for (unsigned i = 0; i < G_N_ELEMENTS (statements); i++)
    parl_statement_free (G_STRUCT_MEMBER (ParlStatement *, self, statements[i].place));
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writer, clear_writer)

static bool
init_writer (Writer *self, ParlSql *sql, GError **error)
{
  self->sql = sql;
  self->codec = parl_chunk_codec_new ();
  for (unsigned i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      ParlStatement *statement = parl_sql_prepare (sql, statements[i].text, error);
      if (statement == NULL)
        return false;
      G_STRUCT_MEMBER (ParlStatement *, self, statements[i].place) = statement;
    }
  return true;
}

static bool
find_series (Writer *self, int64_t source, GError **error)
{
  g_autofree char *labels = labels_to_key (self->series->labels);

  parl_bind (self->find_series, "isss", source, self->series->name, labels, self->series->unit);
  if (parl_statement_step (self->find_series, error) != PARL_STEP_ROW)
    return false;
  self->id = parl_column_integer (self->find_series, 0);
  return parl_statement_run (self->find_series, error);
}

/* Both rise; where both have a sample at the same time, the newer one counts. */
static void
merge (const ParlSamples *old, const ParlSamples *new, ParlSamples *merged)
{
  size_t i = 0, j = 0;

  while (i < old->length || j < new->length)
    if (j == new->length || (i < old->length && old->times[i] < new->times[j]))
      {
        parl_samples_append (merged, old->times[i], old->values[i]);
        i++;
      }
    else
      {
        if (i < old->length && old->times[i] == new->times[j])
          i++;
        parl_samples_append (merged, new->times[j], new->values[j]);
        j++;
      }
}

static bool
write_chunk (Writer *self, const ParlSamples *samples, size_t start, size_t length, GError **error)
{
  size_t size;
  const void *data = parl_chunk_encode (self->codec, samples->times + start,
                                        samples->values + start, length, &size);

  parl_bind (self->add_chunk, "iii", self->id, samples->times[start],
             samples->times[start + length - 1]);
  parl_bind_blob (self->add_chunk, data, size);
  return parl_statement_run (self->add_chunk, error);
}

/* Puts the first of @late into the chunk that covers them.
 * Returns: how many they were; 0 on an error */
static size_t
rewrite_chunk (Writer *self, const ParlSamples *late, GError **error)
{
  g_auto (ParlSamples) old = { 0 };
  g_auto (ParlSamples) merged = { 0 };
  ParlSamples mine = *late;

  parl_bind (self->find_chunk, "ii", self->id, late->times[0]);
  if (parl_statement_step (self->find_chunk, error) != PARL_STEP_ROW)
    return 0;

  int64_t id = parl_column_integer (self->find_chunk, 0);
  bool is_sound = decode (self->codec, self->find_chunk, 1, &old);
  if (!parl_column_is_null (self->find_chunk, 3))
    while (mine.times[mine.length - 1] >= parl_column_time (self->find_chunk, 3))
      mine.length--;
  if (!parl_statement_run (self->find_chunk, error))
    return 0;

  if (!is_sound && !parl_gaps_drop_chunk (self->sql, &(ParlGap){ id }, error))
    return 0;
  parl_bind (self->drop_chunk, "i", id);
  if (!parl_statement_run (self->drop_chunk, error))
    return 0;
  merge (&old, &mine, &merged);

  size_t pieces = (merged.length + PARL_CHUNK_LENGTH - 1) / PARL_CHUNK_LENGTH;
  for (size_t i = 0; i < pieces; i++)
    {
      size_t start = merged.length * i / pieces;
      size_t end = merged.length * (i + 1) / pieces;
      if (!write_chunk (self, &merged, start, end - start, error))
        return 0;
    }
  return mine.length;
}

static bool
read_head (Writer *self, ParlSamples *head, GError **error)
{
  ParlStep step;

  parl_bind (self->read_head, "i", self->id);
  while ((step = parl_statement_step (self->read_head, error)) == PARL_STEP_ROW)
    parl_samples_append (head, parl_column_time (self->read_head, 0),
                         parl_column_double (self->read_head, 1));
  return step == PARL_STEP_DONE;
}

static bool
write_head (Writer *self, const ParlSamples *samples, size_t start, GError **error)
{
  for (size_t i = start; i < samples->length; i++)
    {
      parl_bind (self->add_head, "iid", self->id, samples->times[i], samples->values[i]);
      if (!parl_statement_run (self->add_head, error))
        return false;
    }
  return true;
}

/* Puts samples that are later than every chunk into the head, and a full head into chunks. */
static bool
extend_head (Writer *self, const ParlSamples *new, GError **error)
{
  g_auto (ParlSamples) head = { 0 };
  g_auto (ParlSamples) merged = { 0 };
  const ParlSamples *all = new;

  if (!read_head (self, &head, error))
    return false;
  if (head.length > 0)
    {
      merge (&head, new, &merged);
      all = &merged;
    }
  if (all->length < PARL_CHUNK_LENGTH)
    return write_head (self, new, 0, error);

  size_t start = 0;
  for (; all->length - start >= PARL_CHUNK_LENGTH; start += PARL_CHUNK_LENGTH)
    if (!write_chunk (self, all, start, PARL_CHUNK_LENGTH, error))
      return false;
  parl_bind (self->drop_head, "i", self->id);
  return parl_statement_run (self->drop_head, error) && write_head (self, all, start, error);
}

/* What may be stored: finite values at plausible times, which rise. */
static bool
select_samples (Writer *self, ParlSamples *samples, GError **error)
{
  const ParlSeries *series = self->series;

  for (size_t i = 0; i < series->length; i++)
    {
      if (i > 0 && series->times[i] <= series->times[i - 1])
        {
          g_set_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_FAILED,
                       _ ("The series “%s” can not be stored in the history “%s”: its times do not "
                          "rise"),
                       series->name, parl_sql_get_name (self->sql));
          return false;
        }
      if (parl_time_is_plausible (series->times[i]) && isfinite (series->values[i]))
        parl_samples_append (samples, series->times[i], series->values[i]);
    }
  return true;
}

/* What was lost between the first and the last of them is back. */
static bool
close_gaps (Writer *self, const ParlSamples *samples, GError **error)
{
  if (samples->length == 0)
    return true;
  parl_bind (self->close_gaps, "iii", self->id, samples->times[0],
             samples->times[samples->length - 1]);
  return parl_statement_run (self->close_gaps, error);
}

static bool
write_series (Writer *self, int64_t source, GError **error)
{
  g_auto (ParlSamples) samples = { 0 };
  ParlTime end = PARL_TIME_NONE;

  if (!select_samples (self, &samples, error) || !find_series (self, source, error))
    return false;

  parl_bind (self->find_end, "i", self->id);
  ParlStep step = parl_statement_step (self->find_end, error);
  if (step == PARL_STEP_ROW)
    end = parl_column_time (self->find_end, 0);
  if (step == PARL_STEP_FAILED
      || (step == PARL_STEP_ROW && !parl_statement_run (self->find_end, error)))
    return false;

  if (!close_gaps (self, &samples, error))
    return false;
  size_t late = 0;
  while (late < samples.length && samples.times[late] <= end)
    late++;
  for (size_t i = 0, done; i < late; i += done)
    {
      ParlSamples rest = { late - i, 0, samples.times + i, samples.values + i };
      done = rewrite_chunk (self, &rest, error);
      if (done == 0)
        return false;
    }

  ParlSamples new = { samples.length - late, 0, samples.times + late, samples.values + late };
  return new.length == 0 || extend_head (self, &new, error);
}

/* @source: the source's row
 * @series: (element-type ParlSeries): a sample at a time that has one already replaces it; samples
 *   that are not finite or lie outside 1970..2200 are left out */
bool
parl_series_store (ParlSql *sql, int64_t source, GPtrArray *series, GError **error)
{
  g_auto (Writer) writer = { 0 };

  if (!parl_gaps_note_asked (sql, source, error))
    return false;
  if (series->len == 0)
    return true;
  if (!init_writer (&writer, sql, error))
    return false;
  for (unsigned i = 0; i < series->len; i++)
    {
      writer.series = g_ptr_array_index (series, i);
      if (!write_series (&writer, source, error))
        return false;
    }
  return true;
}

/* The newest sample of all; PARL_TIME_NONE: there is none. */
static bool
find_newest (ParlSql *sql, ParlTime *newest, GError **error)
{
  g_autoptr (ParlStatement) query
      = parl_sql_prepare (sql,
                          "SELECT max (time) FROM (SELECT max (time) AS time FROM head"
                          " UNION ALL SELECT max (last) FROM chunk)",
                          error);

  if (parl_statement_step (query, error) != PARL_STEP_ROW)
    return false;
  *newest = parl_column_time (query, 0);
  return true;
}

/* @limit: (out): before which no sample is kept, after what the last run kept; PARL_TIME_NONE:
 * there is none
 * @before: (out): where the last run's was; PARL_TIME_NONE: there was none */
static bool
find_limit (ParlSql *sql, unsigned days, ParlTime now, ParlTime *limit, ParlTime *before,
            GError **error)
{
  g_autoptr (ParlStatement) last
      = parl_sql_prepare (sql, "SELECT run, days, before FROM retention WHERE id = 1", error);
  ParlTime newest;

  *before = PARL_TIME_NONE;
  if (last == NULL || !find_newest (sql, &newest, error))
    return false;
  if (newest == PARL_TIME_NONE)
    {
      *limit = PARL_TIME_NONE;
      return true;
    }
  *limit = MIN (now, newest) - (ParlTime)days * PARL_DAY;

  ParlStep step = parl_statement_step (last, error);
  if (step == PARL_STEP_ROW)
    *before = parl_column_time (last, 2);
  if (step == PARL_STEP_ROW && parl_column_integer (last, 1) == days)
    {
      ParlTime passed = MAX (now - parl_column_time (last, 0), 0);
      *limit = MIN (*limit, parl_column_time (last, 2) + passed);
    }
  return step != PARL_STEP_FAILED;
}

/* As parl_store_forget_samples(). */
bool
parl_series_forget (ParlSql *sql, unsigned days, ParlTime now, GError **error)
{
  ParlTime limit, before;

  if (!find_limit (sql, days, now, &limit, &before, error))
    return false;
  if (limit < 0)
    return true;
  if (!parl_gaps_note_range (sql, now - PARL_STORE_DAYS * PARL_DAY, before, error))
    return false;

  g_autoptr (ParlStatement) drop
      = parl_sql_query (sql, "DELETE FROM chunk WHERE last < ?", error, "i", limit);
  g_autoptr (ParlStatement) note = parl_sql_query (
      sql, "INSERT OR REPLACE INTO retention (id, run, days, before) VALUES (1, ?, ?, ?)", error,
      "iii", now, (int64_t)days, limit);
  g_autofree char *text = parl_time_to_iso (limit);

  g_debug ("history: forgets samples before %s", text);
  return drop != NULL && note != NULL && parl_statement_run (drop, error)
         && parl_statement_run (note, error);
}

typedef struct
{
  ParlSql *sql;
  ParlChunkCodec *codec;
  ParlStatement *read_chunks;
  ParlStatement *read_head;
  ParlWindow window;
  GArray *broken; /* (element-type ParlGap) */
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
  return (self->read_chunks
          = parl_sql_prepare (self->sql,
                              "SELECT data, digest IS digest_of (data), id FROM chunk"
                              " WHERE series = ? AND last >= ? AND first < ?"
                              " ORDER BY first",
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

static bool
read_samples (Reader *self, int64_t series, ParlSamples *samples, GError **error)
{
  ParlStep step;

  bind_window (self, self->read_chunks, series);
  while ((step = parl_statement_step (self->read_chunks, error)) == PARL_STEP_ROW)
    if (!decode (self->codec, self->read_chunks, 0, samples))
      {
        const ParlGap gap = { parl_column_integer (self->read_chunks, 2) };
        g_array_append_val (self->broken, gap);
      }
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
  g_autoptr (ParlLabels) labels = labels_from_key (parl_column_text (row, 2));

  if (labels == NULL)
    {
      g_set_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_DAMAGED,
                   _ ("The history “%s” is damaged: the series “%s” has broken labels"),
                   parl_sql_get_name (self->sql), name);
      return NULL;
    }
  if (!read_samples (self, parl_column_integer (row, 0), &samples, error))
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

/* @sources: rows of sources, as in "[1,2]"
 * @window: half open
 * @broken: (element-type ParlGap): gets the chunks that cannot be read; their samples are left out
 * Returns: (transfer full) (element-type ParlSeries): those that have samples in the window, by
 *   name and labels; %NULL on an error */
GPtrArray *
parl_series_load (ParlSql *sql, const char *sources, ParlWindow window, GArray *broken,
                  GError **error)
{
  g_auto (Reader) reader = { .sql = sql, .window = window, .broken = broken };
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
