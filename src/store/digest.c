/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A digest of each row, and of a table the sum of them: a sum that rows can be added to and taken
 * from without looking at the others. Triggers that live on the connection alone note what a
 * transaction changes, and its last act is to store the new sums. Another program's changes, or a
 * disk's, are not in them.
 *
 * Blobs have a digest of their own in the column `digest` beside them, so that one that is damaged
 * can be let go of alone: neither is part of the sum. Knows no table by name but its own. */
#include "config.h"

#include "store/digest.h"

#include "store/store.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <sqlite3.h>

/* The file's own list of its tables is summed like one of them. */
#define SCHEMA "sqlite_schema"

#define INTEGERS_END 9223372036854775808.0 /* 2^63 */

typedef struct
{
  GChecksum *checksum;
  GHashTable *changes; /* name of a table -> uint64_t: what the transaction adds to its sum */
} Digest;

static void
free_digest (Digest *self)
{
  g_checksum_free (self->checksum);
  g_hash_table_unref (self->changes);
  g_free (self);
}

static void
add_bytes (GChecksum *checksum, unsigned char tag, const void *bytes, size_t length)
{
  g_checksum_update (checksum, &tag, sizeof tag);
  g_checksum_update (checksum, (const unsigned char *)&length, sizeof length);
  g_checksum_update (checksum, bytes, (gssize)length);
}

/* The same number is the same whether SQLite keeps it as an integer or not. */
static void
add_number (GChecksum *checksum, double number)
{
  int64_t whole = fabs (number) < INTEGERS_END ? (int64_t)number : 0;

  if (number == (double)whole)
    add_bytes (checksum, SQLITE_INTEGER, &whole, sizeof whole);
  else
    add_bytes (checksum, SQLITE_FLOAT, &number, sizeof number);
}

static void
add_value (GChecksum *checksum, sqlite3_value *value)
{
  int type = sqlite3_value_type (value);
  int64_t whole;

  switch (type)
    {
    case SQLITE_INTEGER:
      whole = sqlite3_value_int64 (value);
      add_bytes (checksum, SQLITE_INTEGER, &whole, sizeof whole);
      break;
    case SQLITE_FLOAT:
      add_number (checksum, sqlite3_value_double (value));
      break;
    case SQLITE_NULL:
      add_bytes (checksum, SQLITE_NULL, "", 0);
      break;
    default:
      {
        const void *bytes = sqlite3_value_blob (value);
        add_bytes (checksum, (unsigned char)type, bytes != NULL ? bytes : "",
                   (size_t)sqlite3_value_bytes (value));
      }
    }
}

static uint64_t
digest_row (Digest *self, int n, sqlite3_value **values)
{
  uint64_t digest[2];
  gsize size = sizeof digest;

  g_checksum_reset (self->checksum);
  for (int i = 0; i < n; i++)
    add_value (self->checksum, values[i]);
  g_checksum_get_digest (self->checksum, (guint8 *)digest, &size);
  return digest[0];
}

/* digest_of (value, ...) */
static void
do_digest_of (sqlite3_context *context, int n, sqlite3_value **values)
{
  sqlite3_result_int64 (context, (int64_t)digest_row (sqlite3_user_data (context), n, values));
}

/* digest_sum (value, ...): over rows */
static void
step_digest_sum (sqlite3_context *context, int n, sqlite3_value **values)
{
  uint64_t *sum = sqlite3_aggregate_context (context, sizeof *sum);

  if (sum != NULL)
    *sum += digest_row (sqlite3_user_data (context), n, values);
}

static void
finish_digest_sum (sqlite3_context *context)
{
  const uint64_t *sum = sqlite3_aggregate_context (context, 0);

  sqlite3_result_int64 (context, sum != NULL ? (int64_t)*sum : 0);
}

/* digest_note (table, 1 for a row that comes or -1 for one that goes, value, ...) */
static void
do_digest_note (sqlite3_context *context, int n, sqlite3_value **values)
{
  Digest *self = sqlite3_user_data (context);
  const char *table = (const char *)sqlite3_value_text (values[0]);
  uint64_t *change = g_hash_table_lookup (self->changes, table);
  uint64_t digest = digest_row (self, n - 2, values + 2);

  if (change == NULL)
    {
      change = g_new0 (uint64_t, 1);
      g_hash_table_insert (self->changes, g_strdup (table), change);
    }
  *change += sqlite3_value_int (values[1]) > 0 ? digest : -digest;
}

/* Gives the connection the functions; what is written is noted from parl_digest_watch() on. */
bool
parl_digest_attach (ParlSql *sql, GError **error)
{
  Digest *self = g_new0 (Digest, 1);
  sqlite3 *db = parl_sql_get_handle (sql);
  const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;

  self->checksum = g_checksum_new (G_CHECKSUM_MD5);
  self->changes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  parl_sql_set_digest (sql, self, (GDestroyNotify)free_digest);
  return parl_sql_check (
             sql,
             sqlite3_create_function (db, "digest_of", -1, flags, self, do_digest_of, NULL, NULL),
             error)
         && parl_sql_check (sql,
                            sqlite3_create_function (db, "digest_sum", -1, flags, self, NULL,
                                                     step_digest_sum, finish_digest_sum),
                            error)
         && parl_sql_check (sql,
                            sqlite3_create_function (db, "digest_note", -1, SQLITE_UTF8, self,
                                                     do_digest_note, NULL, NULL),
                            error);
}

/* Returns: (transfer full) (element-type utf8): the tables that have a sum; %NULL with an error */
static GPtrArray *
list_tables (ParlSql *sql, GError **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ParlStatement) query
      = parl_sql_prepare (sql,
                          "SELECT name FROM main.sqlite_schema WHERE type = 'table'"
                          " AND name <> 'digest' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
                          error);
  ParlStep step;

  while ((step = parl_statement_step (query, error)) == PARL_STEP_ROW)
    g_ptr_array_add (tables, parl_column_dup_text (query, 0));
  return step == PARL_STEP_DONE ? g_steal_pointer (&tables) : NULL;
}

/* @row: "", "new." or "old."
 * Returns: (transfer full): "new.id, new.name": what is summed of a row; %NULL with an error */
static char *
list_columns (ParlSql *sql, const char *table, const char *row, GError **error)
{
  g_autoptr (ParlStatement) query = parl_sql_query (
      sql,
      "SELECT group_concat (? || '\"' || name || '\"', ', ') FROM pragma_table_info (?)"
      " WHERE type <> 'BLOB' AND name <> 'digest'",
      error, "ss", row, table);

  return parl_statement_step (query, error) == PARL_STEP_ROW ? parl_column_dup_text (query, 0)
                                                             : NULL;
}

static bool
watch_table (ParlSql *sql, const char *table, GError **error)
{
  g_autofree char *new_row = list_columns (sql, table, "new.", error);
  g_autofree char *old_row = new_row != NULL ? list_columns (sql, table, "old.", error) : NULL;

  if (old_row == NULL)
    return false;
  g_autofree char *coming = g_strdup_printf ("SELECT digest_note ('%s', 1, %s);", table, new_row);
  g_autofree char *going = g_strdup_printf ("SELECT digest_note ('%s', -1, %s);", table, old_row);
  g_autofree char *text = g_strdup_printf (
      "CREATE TEMP TRIGGER %1$s_comes AFTER INSERT ON main.%1$s BEGIN %2$s END;"
      "CREATE TEMP TRIGGER %1$s_goes AFTER DELETE ON main.%1$s BEGIN %3$s END;"
      "CREATE TEMP TRIGGER %1$s_changes AFTER UPDATE ON main.%1$s BEGIN %3$s %2$s END;",
      table, coming, going);
  return parl_sql_execute (sql, text, error);
}

/* From now on what is written on this connection is noted: also a row that another one replaces. */
bool
parl_digest_watch (ParlSql *sql, GError **error)
{
  g_autoptr (GPtrArray) tables = list_tables (sql, error);

  if (tables == NULL || !parl_sql_execute (sql, "PRAGMA recursive_triggers = ON", error))
    return false;
  for (unsigned i = 0; i < tables->len; i++)
    if (!watch_table (sql, tables->pdata[i], error))
      return false;
  return true;
}

static bool
read_sum (ParlSql *sql, const char *table, int64_t *sum, GError **error)
{
  g_autoptr (ParlStatement) query
      = parl_sql_query (sql, "SELECT sum FROM digest WHERE name = ?", error, "s", table);
  ParlStep step = parl_statement_step (query, error);

  *sum = step == PARL_STEP_ROW ? parl_column_integer (query, 0) : 0;
  return step != PARL_STEP_FAILED;
}

static bool
write_sum (ParlSql *sql, const char *table, int64_t sum, GError **error)
{
  g_autoptr (ParlStatement) insert = parl_sql_query (
      sql, "INSERT OR REPLACE INTO digest (name, sum) VALUES (?, ?)", error, "si", table, sum);

  return insert != NULL && parl_statement_run (insert, error);
}

typedef struct
{
  ParlSqlTask task;
  gpointer data;
} Watched;

static bool
run_watched (ParlSql *sql, gpointer data, GError **error)
{
  const Watched *watched = data;
  Digest *self = parl_sql_get_digest (sql);
  GHashTableIter iter;
  const char *table;
  const uint64_t *change;

  g_hash_table_remove_all (self->changes);
  if (!watched->task (sql, watched->data, error))
    return false;
  g_hash_table_iter_init (&iter, self->changes);
  while (g_hash_table_iter_next (&iter, (gpointer *)&table, (gpointer *)&change))
    {
      int64_t sum;
      if (!read_sum (sql, table, &sum, error)
          || !write_sum (sql, table, (int64_t)((uint64_t)sum + *change), error))
        return false;
    }
  return true;
}

/* As parl_sql_transact(), and what is written is summed in the same transaction. */
bool
parl_digest_transact (ParlSql *sql, ParlSqlAccess access, ParlSqlTask task, gpointer data,
                      GError **error)
{
  Watched watched = { task, data };

  return access == PARL_SQL_WRITE ? parl_sql_transact (sql, access, run_watched, &watched, error)
                                  : parl_sql_transact (sql, access, task, data, error);
}

static bool
sum_table (ParlSql *sql, const char *table, int64_t *sum, GError **error)
{
  bool is_schema = g_str_equal (table, SCHEMA);
  g_autofree char *columns
      = is_schema ? g_strdup ("type, name, tbl_name, sql") : list_columns (sql, table, "", error);
  g_autofree char *text
      = columns != NULL ? g_strdup_printf ("SELECT digest_sum (%s) FROM main.%s", columns, table)
                        : NULL;

  return text != NULL && parl_sql_get_integer (sql, text, sum, error);
}

/* Takes what is stored for right: sums all of it anew. Belongs into a transaction. */
bool
parl_digest_take (ParlSql *sql, GError **error)
{
  g_autoptr (GPtrArray) tables = list_tables (sql, error);
  int64_t sum;

  if (tables == NULL)
    return false;
  g_ptr_array_add (tables, g_strdup (SCHEMA));
  for (unsigned i = 0; i < tables->len; i++)
    if (!sum_table (sql, tables->pdata[i], &sum, error)
        || !write_sum (sql, tables->pdata[i], sum, error))
      return false;
  return true;
}

static bool
fail_damaged (ParlSql *sql, const char *reason, GError **error)
{
  g_set_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_DAMAGED,
               _ ("The history “%s” is damaged: %s"), parl_sql_get_name (sql), reason);
  return false;
}

/* That indexes list what the tables hold. */
static bool
verify_structure (ParlSql *sql, GError **error)
{
  g_autoptr (ParlStatement) check = parl_sql_prepare (sql, "PRAGMA integrity_check (1)", error);

  if (parl_statement_step (check, error) != PARL_STEP_ROW)
    return false;

  const char *finding = parl_column_text (check, 0);
  return g_strcmp0 (finding, "ok") == 0 || fail_damaged (sql, finding, error);
}

/* Whether all is as it was written, but for blobs, which are looked at when they are read. Belongs
 * into a transaction.
 * Returns: false with %PARL_STORE_ERROR_DAMAGED when it is not */
bool
parl_digest_verify (ParlSql *sql, GError **error)
{
  g_autoptr (GPtrArray) tables = verify_structure (sql, error) ? list_tables (sql, error) : NULL;

  if (tables == NULL)
    return false;
  g_ptr_array_add (tables, g_strdup (SCHEMA));
  for (unsigned i = 0; i < tables->len; i++)
    {
      const char *table = tables->pdata[i];
      int64_t stored, found;

      if (!read_sum (sql, table, &stored, error) || !sum_table (sql, table, &found, error))
        return false;
      if (stored != found)
        {
          g_autofree char *reason = g_strconcat ("other rows than were written in ", table, NULL);
          return fail_damaged (sql, reason, error);
        }
    }
  return true;
}
