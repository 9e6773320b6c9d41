/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQLite, with GErrors. Only this file and digest.c include sqlite3.h. Knows no table. */
#include "config.h"

#include "store/sql.h"

#include "store/store.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <sqlite3.h>

/* How long to wait for another process that is writing. */
#define PATIENCE_MS 30000 /* a first sync of a large fleet by another process */

struct _ParlSql
{
  sqlite3 *db;
  char *name;      /* the file, for messages */
  GTimeZone *zone; /* of calendar_day(); NULL: UTC */
  gpointer digest; /* of digest.c */
  GDestroyNotify free_digest;
};

struct _ParlStatement
{
  ParlSql *sql;
  sqlite3_stmt *stmt;
  int bound;       /* parameters bound so far */
  int bind_status; /* the first that was not SQLITE_OK */
};

G_DEFINE_QUARK (parl - store - error - quark, parl_store_error)

/* SQLite tells a full disk, but neither a quota nor a limit of the file's size; and after a COMMIT
 * it does not keep the system's error: then it is still in errno. */
static bool
is_out_of_space (int status, int kept_error, int last_error)
{
  int reason = kept_error != 0 ? kept_error : last_error;

  return status == SQLITE_FULL
         || ((status & 0xff) == SQLITE_IOERR
             && (reason == ENOSPC || reason == EDQUOT || reason == EFBIG));
}

/* One sentence for what just went wrong on the connection. */
static void
set_error (ParlSql *self, int status, GError **error)
{
  int last_error = errno;
  int system_error = sqlite3_system_errno (self->db);
  int primary = status & 0xff;
  const char *reason = sqlite3_errmsg (self->db);
  bool reason_is_system = (primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN) && system_error;

  if (is_out_of_space (status, system_error, last_error))
    g_set_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_FULL,
                 _ ("The history “%s” could not be written: no space is left for it"), self->name);
  else if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB)
    g_set_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_DAMAGED,
                 _ ("The history “%s” is damaged: %s"), self->name, reason);
  else if (primary == SQLITE_READONLY || primary == SQLITE_PERM || primary == SQLITE_CANTOPEN)
    g_set_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_UNWRITABLE,
                 _ ("The history “%s” could not be opened for writing: %s"), self->name,
                 reason_is_system ? g_strerror (system_error) : reason);
  else if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED)
    g_set_error (
        error, PARL_STORE_ERROR, PARL_STORE_ERROR_BUSY,
        _ ("The history “%s” is in use: another program has kept it locked for %d seconds"),
        self->name, PATIENCE_MS / 1000);
  else
    g_set_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_FAILED,
                 _ ("The history “%s” could not be used: %s%s%s"), self->name, reason,
                 reason_is_system ? ": " : "", reason_is_system ? g_strerror (system_error) : "");
}

/* @status: what a function of SQLite gave
 * Returns: false with an error when it failed */
bool
parl_sql_check (ParlSql *self, int status, GError **error)
{
  if (status == SQLITE_OK)
    return true;
  set_error (self, status, error);
  return false;
}

static void
do_calendar_day (sqlite3_context *context, G_GNUC_UNUSED int n, sqlite3_value **values)
{
  const ParlSql *self = sqlite3_user_data (context);

  if (sqlite3_value_type (values[0]) != SQLITE_NULL)
    sqlite3_result_int64 (context,
                          parl_get_calendar_day (sqlite3_value_int64 (values[0]), self->zone));
}

/* @zone: (nullable): in which the SQL function calendar_day (instant) counts; %NULL for UTC */
void
parl_sql_set_zone (ParlSql *self, GTimeZone *zone)
{
  g_clear_pointer (&self->zone, g_time_zone_unref);
  self->zone = zone != NULL ? g_time_zone_ref (zone) : NULL;
}

/* @path: an existing file, or ":memory:"
 * Returns: (transfer full): a connection that waits up to 30 seconds for other processes */
ParlSql *
parl_sql_open (const char *path, GError **error)
{
  g_autoptr (ParlSql) self = g_new0 (ParlSql, 1);

  self->name = g_filename_display_name (path);
  int status = sqlite3_open_v2 (path, &self->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  if (self->db == NULL)
    g_error ("out of memory");
  if (!parl_sql_check (self, status, error)
      || !parl_sql_check (self, sqlite3_extended_result_codes (self->db, 1), error)
      || !parl_sql_check (self, sqlite3_busy_timeout (self->db, PATIENCE_MS), error)
      || !parl_sql_check (self,
                          sqlite3_create_function (self->db, "calendar_day", 1, SQLITE_UTF8, self,
                                                   do_calendar_day, NULL, NULL),
                          error))
    return NULL;
  return g_steal_pointer (&self);
}

/* Every statement must have been freed: then closing cannot fail. */
void
parl_sql_close (ParlSql *self)
{
  if (self == NULL)
    return;

  int status = sqlite3_close (self->db);
  g_assert (status == SQLITE_OK);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  if (self->digest != NULL)
    self->free_digest (self->digest);
  g_free (self->name);
  g_free (self);
}

/* Makes closing leave the file and its write-ahead log as they are, for a file that is not to be
 * touched any more. */
void
parl_sql_keep_log (ParlSql *self)
{
  int status = sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  g_assert (status == SQLITE_OK);
}

struct sqlite3 *
parl_sql_get_handle (ParlSql *self)
{
  return self->db;
}

/* @digest: (transfer full): stays as long as the connection */
void
parl_sql_set_digest (ParlSql *self, gpointer digest, GDestroyNotify free_digest)
{
  self->digest = digest;
  self->free_digest = free_digest;
}

gpointer
parl_sql_get_digest (ParlSql *self)
{
  return self->digest;
}

const char *
parl_sql_get_name (const ParlSql *self)
{
  return self->name;
}

/* @text: statements without parameters, separated by semicolons; their rows are dropped */
bool
parl_sql_execute (ParlSql *self, const char *text, GError **error)
{
  return parl_sql_check (self, sqlite3_exec (self->db, text, NULL, NULL, NULL), error);
}

/* @text: a query or pragma that gives one row
 * @value: (out): the row's first column */
bool
parl_sql_get_integer (ParlSql *self, const char *text, int64_t *value, GError **error)
{
  g_autoptr (ParlStatement) statement = parl_sql_prepare (self, text, error);

  if (parl_statement_step (statement, error) != PARL_STEP_ROW)
    return false;
  *value = parl_column_integer (statement, 0);
  return true;
}

/* @task: what is to happen wholly or not at all; an error from it undoes everything */
bool
parl_sql_transact (ParlSql *self, ParlSqlAccess access, ParlSqlTask task, gpointer data,
                   GError **error)
{
  /* IMMEDIATE, because a reader that turns writer is refused without waiting. */
  if (!parl_sql_execute (self, access == PARL_SQL_WRITE ? "BEGIN IMMEDIATE" : "BEGIN", error))
    return false;
  if (task (self, data, error) && parl_sql_execute (self, "COMMIT", error))
    return true;

  /* SQLite has rolled back by itself after some errors. If it can not do so now, it does when the
   * file is next opened: the first error is the one to tell. */
  if (!sqlite3_get_autocommit (self->db))
    (void)parl_sql_execute (self, "ROLLBACK", NULL);
  return false;
}

ParlStatement *
parl_sql_prepare (ParlSql *self, const char *text, GError **error)
{
  sqlite3_stmt *stmt = NULL;

  if (!parl_sql_check (self, sqlite3_prepare_v2 (self->db, text, -1, &stmt, NULL), error))
    return NULL;

  ParlStatement *statement = g_new0 (ParlStatement, 1);
  statement->sql = self;
  statement->stmt = stmt;
  return statement;
}

void
parl_statement_free (ParlStatement *self)
{
  if (self == NULL)
    return;
  (void)sqlite3_finalize (self->stmt); /* repeats the status that the last step gave */
  g_free (self);
}

static void
note_binding (ParlStatement *self, int status)
{
  if (self->bind_status == SQLITE_OK)
    self->bind_status = status;
}

static void
bind_one (ParlStatement *self, char type, va_list *args)
{
  int column = ++self->bound;
  ParlTime time;

  switch (type)
    {
    case 'i':
      note_binding (self, sqlite3_bind_int64 (self->stmt, column, va_arg (*args, int64_t)));
      break;
    case 't':
      time = va_arg (*args, ParlTime);
      note_binding (self, parl_time_is_plausible (time)
                              ? sqlite3_bind_int64 (self->stmt, column, time)
                              : sqlite3_bind_null (self->stmt, column));
      break;
    case 'd':
      note_binding (self, sqlite3_bind_double (self->stmt, column, va_arg (*args, double)));
      break;
    case 's':
      note_binding (self, sqlite3_bind_text (self->stmt, column, va_arg (*args, const char *), -1,
                                             SQLITE_STATIC));
      break;
    default:
      g_assert_not_reached ();
    }
}

/* @types: a letter for each value: i: int64_t, t: ParlTime, NULL where it is not plausible, d:
 *   double, NULL where it is NAN, s: const char *, which may be %NULL */
void
parl_bind (ParlStatement *self, const char *types, ...)
{
  va_list args;

  va_start (args, types);
  for (; *types != '\0'; types++)
    bind_one (self, *types, &args);
  va_end (args);
}

/* @types: as of parl_bind()
 * Returns: (transfer full): the statement, bound; %NULL with an error */
ParlStatement *
parl_sql_query (ParlSql *self, const char *text, GError **error, const char *types, ...)
{
  ParlStatement *statement = parl_sql_prepare (self, text, error);
  va_list args;

  va_start (args, types);
  for (; statement != NULL && *types != '\0'; types++)
    bind_one (statement, *types, &args);
  va_end (args);
  return statement;
}

void
parl_bind_blob (ParlStatement *self, const void *data, size_t size)
{
  note_binding (self, sqlite3_bind_blob64 (self->stmt, ++self->bound, data, size, SQLITE_STATIC));
}

/* Makes the statement ready to be bound again. The status repeats the one that ended the run. */
static void
rewind_statement (ParlStatement *self)
{
  (void)sqlite3_reset (self->stmt);
  self->bound = 0;
  self->bind_status = SQLITE_OK;
}

/* @self: (nullable): %NULL: it could not be prepared, and has failed with that error
 * Comes to the next row. After %PARL_STEP_DONE and %PARL_STEP_FAILED the statement can be bound
 * again. */
ParlStep
parl_statement_step (ParlStatement *self, GError **error)
{
  if (self == NULL)
    return PARL_STEP_FAILED;

  int status = self->bind_status != SQLITE_OK ? self->bind_status : sqlite3_step (self->stmt);
  if (status == SQLITE_ROW)
    return PARL_STEP_ROW;
  if (status != SQLITE_DONE)
    set_error (self->sql, status, error);
  rewind_statement (self);
  return status == SQLITE_DONE ? PARL_STEP_DONE : PARL_STEP_FAILED;
}

/* Runs the statement to its end, for those that give no rows. */
bool
parl_statement_run (ParlStatement *self, GError **error)
{
  ParlStep step;

  do
    step = parl_statement_step (self, error);
  while (step == PARL_STEP_ROW);
  return step == PARL_STEP_DONE;
}

bool
parl_column_is_null (ParlStatement *self, int column)
{
  return sqlite3_column_type (self->stmt, column) == SQLITE_NULL;
}

int64_t
parl_column_integer (ParlStatement *self, int column)
{
  return sqlite3_column_int64 (self->stmt, column);
}

ParlTime
parl_column_time (ParlStatement *self, int column)
{
  return parl_column_is_null (self, column) ? PARL_TIME_NONE : parl_column_integer (self, column);
}

double
parl_column_double (ParlStatement *self, int column)
{
  return parl_column_is_null (self, column) ? NAN : sqlite3_column_double (self->stmt, column);
}

const char *
parl_column_text (ParlStatement *self, int column)
{
  return (const char *)sqlite3_column_text (self->stmt, column);
}

char *
parl_column_dup_text (ParlStatement *self, int column)
{
  return g_strdup (parl_column_text (self, column));
}

const void *
parl_column_blob (ParlStatement *self, int column, size_t *size)
{
  const void *data = sqlite3_column_blob (self->stmt, column);

  *size = (size_t)sqlite3_column_bytes (self->stmt, column);
  return data;
}
