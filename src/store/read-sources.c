/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sources that the history knows, and how their last sync went. */
#include "config.h"

#include "store/read.h"

#include "store/store.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * parl_read_source_rows:
 * @names: (nullable): %NULL for all sources
 *
 * Returns: (transfer full): the rows of those of @names that the history knows, as in "[1,2]"
 */
char *
parl_read_source_rows (ParlSql *sql, const char *const *names, GError **error)
{
  g_autoptr (ParlStatement) list
      = parl_sql_prepare (sql, "SELECT id, name FROM source ORDER BY id", error);
  g_autoptr (GString) rows = g_string_new ("[");
  ParlStep step;

  while ((step = parl_statement_step (list, error)) == PARL_STEP_ROW)
    if (names == NULL || g_strv_contains (names, parl_column_text (list, 1)))
      g_string_append_printf (rows, "%s%" G_GINT64_FORMAT, rows->len > 1 ? "," : "",
                              parl_column_integer (list, 0));
  g_string_append_c (rows, ']');
  return step == PARL_STEP_DONE ? g_strdup (rows->str) : NULL;
}

static ParlSourceState *
read_state (ParlSql *sql, ParlStatement *row, GError **error)
{
  g_autoptr (ParlSourceState) state
      = parl_source_state_new (parl_column_text (row, 0), parl_column_text (row, 1));

  if (!parl_sync_state_from_string (parl_column_text (row, 2), &state->state))
    {
      g_set_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_DAMAGED,
                   _ ("The history “%s” is damaged: the source “%s” has no state “%s”"),
                   parl_sql_get_name (sql), state->name, parl_column_text (row, 2));
      return NULL;
    }
  state->message = parl_column_dup_text (row, 3);
  state->newest = parl_column_time (row, 4);
  state->fetched = parl_column_time (row, 5);
  return g_steal_pointer (&state);
}

static int
compare_states (gconstpointer a, gconstpointer b)
{
  const ParlSourceState *left = *(ParlSourceState *const *)a;
  const ParlSourceState *right = *(ParlSourceState *const *)b;

  return strcmp (left->name, right->name);
}

static bool
has_state (GPtrArray *states, const char *name)
{
  for (unsigned i = 0; i < states->len; i++)
    if (strcmp (((ParlSourceState *)g_ptr_array_index (states, i))->name, name) == 0)
      return true;
  return false;
}

/**
 * parl_read_sources:
 * @names: (nullable): the configured sources; %NULL for all that the history knows
 * @states: (element-type ParlSourceState): gets one for each, by name; of a source that the history
 *   does not know only the name is known, and that it was never fetched
 */
bool
parl_read_sources (ParlSql *sql, const char *const *names, GPtrArray *states, GError **error)
{
  g_autoptr (ParlStatement) list = parl_sql_prepare (
      sql, "SELECT name, kind, state, message, newest, fetched FROM source", error);
  ParlStep step;

  while ((step = parl_statement_step (list, error)) == PARL_STEP_ROW)
    {
      if (names != NULL && !g_strv_contains (names, parl_column_text (list, 0)))
        continue;

      ParlSourceState *state = read_state (sql, list, error);
      if (state == NULL)
        return false;
      g_ptr_array_add (states, state);
    }
  for (unsigned i = 0; names != NULL && names[i] != NULL; i++)
    if (!has_state (states, names[i]))
      g_ptr_array_add (states, parl_source_state_new (names[i], NULL));
  g_ptr_array_sort (states, compare_states);
  return step == PARL_STEP_DONE;
}
