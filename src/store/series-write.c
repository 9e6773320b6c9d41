/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes samples: new ones into the head, a head that has grown full into chunks, and old ones
 * into the chunk that covers their time:
 *
 *        chunk 1      chunk 2          head
 *     |-----------||-------------|  . . . . . . .
 *        late samples are merged ^               ^ new ones come here
 *
 * Everything in the head is later than everything in the chunks. Knows no other table. */
#include "config.h"

#include "store/series.h"

#include "store/labels.h"
#include "store/store.h"

#include <glib/gi18n-lib.h>
#include <math.h>

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
    "SELECT id, data, (SELECT min (first) FROM chunk AS after"
    "  WHERE after.series = chunk.series AND after.first > chunk.first)"
    " FROM chunk WHERE series = ?1 AND first <= max (?2,"
    "  (SELECT min (first) FROM chunk WHERE series = ?1))"
    " ORDER BY first DESC LIMIT 1" },
  { offsetof (Writer, add_chunk),
    "INSERT INTO chunk (series, first, last, data) VALUES (?, ?, ?, ?)" },
  { offsetof (Writer, drop_chunk), "DELETE FROM chunk WHERE id = ?" },
  { offsetof (Writer, read_head), "SELECT time, value FROM head WHERE series = ? ORDER BY time" },
  { offsetof (Writer, add_head), "INSERT INTO head (series, time, value) VALUES (?, ?, ?)"
                                 " ON CONFLICT DO UPDATE SET value = excluded.value" },
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
  g_autofree char *labels = parl_labels_to_key (self->series->labels);

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
  if (!parl_series_decode (self->sql, self->codec, self->series->name, self->find_chunk, 1, &old,
                           error))
    return 0;
  if (!parl_column_is_null (self->find_chunk, 2))
    while (mine.times[mine.length - 1] >= parl_column_time (self->find_chunk, 2))
      mine.length--;
  if (!parl_statement_run (self->find_chunk, error))
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

/**
 * parl_series_store:
 * @source: the source's row
 * @series: (element-type ParlSeries): a sample at a time that has one already replaces it; samples
 *   that are not finite or lie outside 1970..2200 are left out
 */
bool
parl_series_store (ParlSql *sql, int64_t source, GPtrArray *series, GError **error)
{
  g_auto (Writer) writer = { 0 };

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
