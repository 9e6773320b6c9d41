/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens the history's file: makes it, checks it, sets a damaged one aside and begins anew. Never
 * deletes anything, and never touches a file that is not Parlance's or newer than it. */
#include "config.h"

#include "store/open.h"

#include "store/digest.h"
#include "store/schema.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Tries to switch to the write-ahead log while another process does the same: SQLite refuses one
 * of the two at once, so that none waits for ever for the other. */
#define SWITCH_TRIES 100
#define SWITCH_PAUSE_US 20000

#define HEADER_SIZE 100 /* bytes that every database begins with */

static bool
fail_unwritable (const char *path, int system_error, GError **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_UNWRITABLE,
               _ ("The history “%s” could not be opened for writing: %s"), name,
               g_strerror (system_error));
  return false;
}

/* An empty file that only its owner may read; SQLite gives its log the same mode. An existing file
 * is not even opened here: closing it would drop the locks of every connection to it that this
 * process has. */
static bool
create_file (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail_unwritable (path, errno, error);

  int file = g_open (path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0)
    return errno == EEXIST || fail_unwritable (path, errno, error);
  return g_close (file, NULL) || fail_unwritable (path, EIO, error);
}

static bool
check_pages (ParlSql *sql, GError **error)
{
  g_autoptr (ParlStatement) check = parl_sql_prepare (sql, "PRAGMA quick_check (1)", error);

  if (check == NULL || parl_statement_step (check, error) != PARL_STEP_ROW)
    return false;

  const char *finding = parl_column_text (check, 0);
  if (g_strcmp0 (finding, "ok") == 0)
    return true;
  g_set_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_DAMAGED,
               _ ("The history “%s” is damaged: %s"), parl_sql_get_name (sql), finding);
  return false;
}

static bool
switch_to_log (ParlSql *sql, GError **error)
{
  for (unsigned tries = 1;; tries++)
    {
      g_autoptr (GError) problem = NULL;

      if (parl_sql_execute (sql, "PRAGMA journal_mode = WAL", &problem))
        return true;
      if (tries == SWITCH_TRIES
          || !g_error_matches (problem, PARL_STORE_ERROR, PARL_STORE_ERROR_BUSY))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return false;
        }
      g_usleep (SWITCH_PAUSE_US);
    }
}

/* Sorting in memory lets a history be read when the disk is full. */
static bool
prepare (ParlSql *sql, GError **error)
{
  return switch_to_log (sql, error)
         && parl_sql_execute (sql,
                              "PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;"
                              "PRAGMA cache_size = -16000",
                              error)
         && parl_digest_attach (sql, error) && parl_schema_upgrade (sql, error)
         && parl_digest_watch (sql, error);
}

/* SQLite takes a file of one byte for a new one. */
static bool
check_length (const char *path, const GStatBuf *file, GError **error)
{
  if (file->st_size == 0 || file->st_size >= HEADER_SIZE)
    return true;

  g_autofree char *name = g_filename_display_name (path);
  g_set_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_DAMAGED,
               _ ("The history “%s” is damaged: %s"), name, "file is not a database");
  return false;
}

/* @alone: keep other processes out; then no file in shared memory is needed */
static ParlSql *
open_as (const char *path, bool alone, GError **error)
{
  g_autoptr (ParlSql) sql = parl_sql_open (path, error);
  GError *problem = NULL;

  if (sql == NULL || (alone && !parl_sql_execute (sql, "PRAGMA locking_mode = EXCLUSIVE", error)))
    return NULL;
  if (parl_schema_check (sql, &problem) && check_pages (sql, &problem) && prepare (sql, &problem))
    return g_steal_pointer (&sql);
  if (g_error_matches (problem, PARL_STORE_ERROR, PARL_STORE_ERROR_DAMAGED))
    parl_sql_keep_log (sql);
  g_propagate_error (error, problem);
  return NULL;
}

/* On a full disk there is no room for the file that several processes share; one alone can still
 * read. */
static ParlSql *
open_checked (const char *path, GError **error)
{
  GError *problem = NULL;
  ParlSql *sql = open_as (path, false, &problem);

  if (sql == NULL && g_error_matches (problem, PARL_STORE_ERROR, PARL_STORE_ERROR_FULL))
    {
      g_clear_error (&problem);
      sql = open_as (path, true, &problem);
    }
  if (sql == NULL)
    g_propagate_error (error, problem);
  return sql;
}

/* "history.db.damaged-2026-11-21T09-40-00Z", with a number behind it if that is taken. */
static char *
choose_aside (const char *path, ParlTime now)
{
  g_autofree char *time = parl_time_to_iso (now - now % PARL_SECOND);
  g_autofree char *base = g_strdup_printf ("%s.damaged-%s", path, g_strdelimit (time, ":", '-'));
  char *aside = g_strdup (base);

  for (unsigned i = 2; g_file_test (aside, G_FILE_TEST_EXISTS); i++)
    {
      g_free (aside);
      aside = g_strdup_printf ("%s-%u", base, i);
    }
  return aside;
}

/* The log goes along under the name that SQLite's tools look for, and goes first: a new file must
 * never meet an old log. */
static bool
set_aside (const char *path, const char *aside, GError **error)
{
  static const char *const parts[] = { "-wal", "-shm", "" };

  for (unsigned i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *from = g_strconcat (path, parts[i], NULL);
      g_autofree char *to = g_strconcat (aside, parts[i], NULL);

      if (g_rename (from, to) != 0 && errno != ENOENT)
        return fail_unwritable (path, errno, error);
    }
  return true;
}

static char *
word_notice (const char *path, const char *aside)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *aside_name = g_filename_display_basename (aside);

  return g_strdup_printf (
      _ ("The history “%s” was damaged; it was kept as “%s”, and a new one was begun."), name,
      aside_name);
}

/* Two processes that find the same damage must not set aside each other's new file: the first one
 * through the folder's lock does it, for the second the file is another one by then. */
static bool
set_aside_once (const char *path, const ParlFileId *damaged, ParlTime now, char **notice,
                GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int lock = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  GStatBuf current;
  bool is_done = true;

  if (lock < 0)
    return fail_unwritable (path, errno, error);
  if (flock (lock, LOCK_EX) != 0)
    is_done = fail_unwritable (path, errno, error);
  else if (g_lstat (path, &current) == 0 && current.st_dev == damaged->device
           && current.st_ino == damaged->inode)
    {
      g_autofree char *aside = choose_aside (path, now);

      is_done = set_aside (path, aside, error);
      *notice = is_done ? word_notice (path, aside) : NULL;
    }
  g_close (lock, NULL); /* was only read */
  return is_done;
}

/* A file that is there, or an empty new one. */
static bool
find_file (const char *path, GStatBuf *info, ParlFileId *file, GError **error)
{
  if (!create_file (path, error))
    return false;
  if (g_lstat (path, info) != 0)
    return fail_unwritable (path, errno, error);
  if (S_ISDIR (info->st_mode)) /* which SQLite takes for a damaged file, or not, by its version */
    return fail_unwritable (path, EISDIR, error);
  *file = (ParlFileId){ info->st_dev, info->st_ino };
  return true;
}

/* @path: (nullable): the file; %NULL: one in memory that vanishes when it is closed
 * @now: the time in the name of a damaged file that is set aside
 * @file: (out): which file it is
 * @notice: (out) (nullable): a sentence for the user, when a damaged file was set aside
 * Returns: (transfer full): a connection to a sound file with the newest tables */
ParlSql *
parl_history_open (const char *path, ParlTime now, ParlFileId *file, char **notice, GError **error)
{
  GStatBuf info;
  g_autoptr (GError) problem = NULL;

  *notice = NULL;
  if (path == NULL)
    return open_checked (":memory:", error);
  if (!find_file (path, &info, file, error))
    return NULL;

  ParlSql *sql = check_length (path, &info, &problem) ? open_checked (path, &problem) : NULL;
  g_debug ("history %s: %s", path, sql != NULL ? "opened" : problem->message);
  if (sql == NULL && g_error_matches (problem, PARL_STORE_ERROR, PARL_STORE_ERROR_DAMAGED))
    return set_aside_once (path, file, now, notice, error) && find_file (path, &info, file, error)
               ? open_checked (path, error)
               : NULL;
  if (sql == NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return sql;
}

static bool
verify (ParlSql *sql, gpointer data G_GNUC_UNUSED, GError **error)
{
  return parl_digest_verify (sql, error);
}

/* Indexes are made of what the tables hold: damage in them alone costs nothing. */
static bool
mend_indexes (ParlSql *sql, gpointer data, GError **error)
{
  return parl_sql_execute (sql, "REINDEX", error) && verify (sql, data, error);
}

/* @sql: (inout): the connection to @file; to a new one where that was damaged and set aside
 * @path: (nullable): where it was opened; %NULL: in memory
 * @notice: (out) (nullable): as of parl_history_open()
 * Reads all of it, and whether it is what was written.
 * Returns: false when that cannot be told, or a damaged file not be set aside */
bool
parl_history_verify (ParlSql **sql, const char *path, ParlTime now, ParlFileId *file, char **notice,
                     GError **error)
{
  g_autoptr (GError) problem = NULL;

  *notice = NULL;
  if (parl_sql_transact (*sql, PARL_SQL_READ, verify, NULL, &problem))
    return true;
  g_debug ("history: %s", problem->message);
  bool is_damaged = g_error_matches (problem, PARL_STORE_ERROR, PARL_STORE_ERROR_DAMAGED);
  if (is_damaged && parl_sql_transact (*sql, PARL_SQL_WRITE, mend_indexes, NULL, NULL))
    return true;
  if (path == NULL || !is_damaged)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return false;
    }

  g_autofree char *other = NULL;
  ParlSql *anew = set_aside_once (path, file, now, notice, error)
                      ? parl_history_open (path, now, file, &other, error)
                      : NULL;
  if (anew == NULL)
    return false;
  parl_sql_keep_log (*sql);
  parl_sql_close (*sql);
  *sql = anew;
  return true;
}
