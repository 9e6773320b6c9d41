/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A thin skin over SQLite in which no status can get lost: what fails ends in a GError of
 * PARL_STORE_ERROR that names the file. One connection belongs to one thread. */

#include "model/instant.h"

struct sqlite3;

typedef struct _ParlSql ParlSql;
typedef struct _ParlStatement ParlStatement;

typedef enum
{
  PARL_SQL_READ, /* sees one state of the file from beginning to end */
  PARL_SQL_WRITE /* has the file for itself; other processes wait their turn */
} ParlSqlAccess;

typedef enum
{
  PARL_STEP_FAILED,
  PARL_STEP_ROW,
  PARL_STEP_DONE
} ParlStep;

typedef bool (*ParlSqlTask) (ParlSql *sql, gpointer data, GError **error);

ParlSql *parl_sql_open (const char *path, GError **error);
void parl_sql_close (ParlSql *self);
void parl_sql_keep_log (ParlSql *self);
void parl_sql_set_zone (ParlSql *self, GTimeZone *zone);
const char *parl_sql_get_name (const ParlSql *self);

/* For digest.c. */
struct sqlite3 *parl_sql_get_handle (ParlSql *self);
bool parl_sql_check (ParlSql *self, int status, GError **error);
void parl_sql_set_digest (ParlSql *self, gpointer digest, GDestroyNotify free_digest);
gpointer parl_sql_get_digest (ParlSql *self);

bool parl_sql_execute (ParlSql *self, const char *text, GError **error);
bool parl_sql_get_integer (ParlSql *self, const char *text, int64_t *value, GError **error);
bool parl_sql_transact (ParlSql *self, ParlSqlAccess access, ParlSqlTask task, gpointer data,
                        GError **error);

/* Parameters are bound one after the other, in the order of the statement's question marks. Texts
 * and blobs are borrowed until the statement is run. A failed binding shows when it is run. */
ParlStatement *parl_sql_prepare (ParlSql *self, const char *text, GError **error);
void parl_statement_free (ParlStatement *self);
ParlStatement *parl_sql_query (ParlSql *self, const char *text, GError **error, const char *types,
                               ...); /* prepared and bound */
void parl_bind (ParlStatement *self, const char *types, ...);
void parl_bind_blob (ParlStatement *self, const void *data, size_t size);
bool parl_statement_run (ParlStatement *self, GError **error);
ParlStep parl_statement_step (ParlStatement *self, GError **error);

/* Columns of the row that the last step came to. */
bool parl_column_is_null (ParlStatement *self, int column);
int64_t parl_column_integer (ParlStatement *self, int column);
ParlTime parl_column_time (ParlStatement *self, int column);
double parl_column_double (ParlStatement *self, int column);
const char *parl_column_text (ParlStatement *self, int column);
char *parl_column_dup_text (ParlStatement *self, int column);
const void *parl_column_blob (ParlStatement *self, int column, size_t *size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlSql, parl_sql_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlStatement, parl_statement_free)
