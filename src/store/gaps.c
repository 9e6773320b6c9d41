/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps in mind which samples were lost with a damaged chunk: they are asked for again, and until
 * they are back the source's speed is partial for that time. Knows no format of chunks. */
#include "config.h"

#include "store/gaps.h"

#include <glib/gi18n-lib.h>

/* How often samples are asked for again that no answer brings back. */
#define TRIES "3"

/* Lets go of a chunk that cannot be read, and keeps in mind when it was. */
bool
parl_gaps_drop_chunk (ParlSql *sql, const ParlGap *gap, GError **error)
{
  g_autoptr (ParlStatement) note = parl_sql_query (
      sql,
      "INSERT INTO gap (series, first, last) SELECT series, first, last FROM chunk WHERE id = ?",
      error, "i", gap->chunk);
  g_autoptr (ParlStatement) drop
      = note != NULL
            ? parl_sql_query (sql, "DELETE FROM chunk WHERE id = ?", error, "i", gap->chunk)
            : NULL;

  return drop != NULL && parl_statement_run (note, error) && parl_statement_run (drop, error);
}

/* Keeps in mind, of every series, that a clock that ran ahead let go of samples that are looked at.
 * Of the runs of retention, the first row is the last one, and the others are those that went so
 * far.
 * @last: not after @first: there are none */
bool
parl_gaps_note_range (ParlSql *sql, ParlTime first, ParlTime last, GError **error)
{
  g_autoptr (ParlStatement) note = parl_sql_query (
      sql, "INSERT INTO gap (series, first, last) SELECT id, ?1, ?2 FROM series WHERE ?1 < ?2",
      error, "ii", first, last);
  g_autoptr (ParlStatement) why
      = note != NULL
            ? parl_sql_query (sql,
                              "INSERT INTO retention (run, days, before)"
                              " SELECT run, days, before FROM retention WHERE id = 1 AND ?1 < ?2",
                              error, "ii", first, last)
            : NULL;

  return why != NULL && parl_statement_run (note, error) && parl_statement_run (why, error);
}

/* Counts that the source was asked for what is missing. */
bool
parl_gaps_note_asked (ParlSql *sql, int64_t source, GError **error)
{
  g_autoptr (ParlStatement) update
      = parl_sql_query (sql,
                        "UPDATE gap SET asked = asked + 1"
                        " WHERE series IN (SELECT id FROM series WHERE source = ?)",
                        error, "i", source);

  return update != NULL && parl_statement_run (update, error);
}

/* @sources: rows of sources, as in "[1,2]"
 * @first: (out): from when on samples are to be asked for again; %PARL_TIME_NONE: nothing is */
bool
parl_gaps_find_first (ParlSql *sql, const char *sources, ParlTime *first, GError **error)
{
  g_autoptr (ParlStatement) query
      = parl_sql_query (sql,
                        "SELECT min (first) FROM gap JOIN series ON series.id = gap.series"
                        " WHERE asked < " TRIES " AND source IN (SELECT value FROM json_each (?))",
                        error, "s", sources);

  if (parl_statement_step (query, error) != PARL_STEP_ROW)
    return false;
  *first = parl_column_time (query, 0);
  return true;
}

/* From when to when samples of a source are missing. */
typedef struct
{
  char *source;
  bool is_forgotten; /* they were not damaged, but let go of too early */
  ParlTime first, last;
} Span;

static void
clear_span (Span *self)
{
  g_free (self->source);
}

static void
mark_source (GPtrArray *states, const Span *span)
{
  for (unsigned i = 0; i < states->len; i++)
    {
      ParlSourceState *state = g_ptr_array_index (states, i);
      if (g_strcmp0 (state->name, span->source) != 0)
        continue;

      g_autofree char *since = parl_time_to_iso (span->first);
      g_autofree char *until = parl_time_to_iso (span->last);
      g_autofree char *missing = g_strdup_printf (
          span->is_forgotten
              ? _ ("%s: samples from %s to %s are missing, for the clock was ahead when old ones "
                   "were let go of; they are asked for again up to three times")
              : _ ("%s: samples from %s to %s are missing, for the history was damaged there; they "
                   "are asked for again up to three times"),
          span->source, since, until);
      parl_source_state_add_message (state, missing);
      if (state->state == PARL_SYNC_FAILED)
        state->after_partial = true;
      else
        state->state = PARL_SYNC_PARTIAL;
    }
}

static Span *
find_span (GArray *spans, const char *source, bool is_forgotten)
{
  Span fresh = { NULL, is_forgotten, PARL_TIME_MAX, 0 };

  for (unsigned i = 0; i < spans->len; i++)
    {
      Span *span = &g_array_index (spans, Span, i);
      if (span->is_forgotten == is_forgotten && g_strcmp0 (span->source, source) == 0)
        return span;
    }
  fresh.source = g_strdup (source);
  g_array_append_val (spans, fresh);
  return &g_array_index (spans, Span, spans->len - 1);
}

/* The spans of what @query finds, one row a gap: source, first, last, and whether it was let go of.
 */
static bool
read_gaps (ParlStatement *query, GArray *spans, GError **error)
{
  ParlStep step;

  while ((step = parl_statement_step (query, error)) == PARL_STEP_ROW)
    {
      Span *span
          = find_span (spans, parl_column_text (query, 0), parl_column_integer (query, 3) != 0);
      span->first = MIN (span->first, parl_column_time (query, 1));
      span->last = MAX (span->last, parl_column_time (query, 2));
    }
  return step == PARL_STEP_DONE;
}

#define OF_SOURCE                                                                                  \
  "JOIN series ON series.id = lost.series JOIN source ON source.id = series.source"                \
  " WHERE lost.last >= ? AND lost.first < ?"

/* @found: (element-type ParlGap): chunks that were just found broken, and are still there
 * @window: what is looked at
 * @states: (element-type ParlSourceState): those of which samples are missing there become
 *   partial, with a sentence */
bool
parl_gaps_mark_sources (ParlSql *sql, const GArray *found, ParlWindow window, GPtrArray *states,
                        GError **error)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (Span));
  g_autoptr (ParlStatement) known
      = parl_sql_query (sql,
                        "SELECT source.name, lost.first, lost.last,"
                        " lost.last IN (SELECT before FROM retention WHERE id > 1)"
                        " FROM gap AS lost " OF_SOURCE,
                        error, "ii", window.since, window.until);

  g_array_set_clear_func (spans, (GDestroyNotify)clear_span);
  if (known == NULL || !read_gaps (known, spans, error))
    return false;
  for (unsigned i = 0; i < found->len; i++)
    {
      g_autoptr (ParlStatement) one = parl_sql_query (
          sql,
          "SELECT source.name, lost.first, lost.last, 0 FROM chunk AS lost " OF_SOURCE
          " AND lost.id = ?",
          error, "iii", window.since, window.until, g_array_index (found, ParlGap, i).chunk);
      if (one == NULL || !read_gaps (one, spans, error))
        return false;
    }
  for (unsigned i = 0; i < spans->len; i++)
    mark_source (states, &g_array_index (spans, Span, i));
  return true;
}
