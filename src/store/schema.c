/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables, one step for each version of them. A step that was ever shipped is never changed: a
 * change is a new step at the end. Knows nothing of what is written into the tables. */
#include "config.h"

#include "store/schema.h"

#include "store/digest.h"
#include "store/store.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* Times are milliseconds since the epoch. What is not known is NULL. Outcomes, progress and states
 * are the words of the model. Whether an attempt is a retry is found when it is read, from
 * attempt_retry.
 *
 * A series' samples: the newest, less than a chunk, one by one in `head`; all before them in
 * `chunk`, up to 1,024 in a blob, blobs never overlapping in time. */
static const char *const steps[] = {
  /* version 1 */
  "CREATE TABLE source ("
  "  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,"
  "  state TEXT NOT NULL, message TEXT, tried INTEGER NOT NULL, fetched INTEGER,"
  "  newest INTEGER, bookmark TEXT, server TEXT) STRICT;"

  "CREATE TABLE attempt ("
  "  id INTEGER PRIMARY KEY, source INTEGER NOT NULL, key TEXT NOT NULL, device TEXT,"
  "  rollout TEXT, stage TEXT, from_release TEXT, to_release TEXT, outcome TEXT NOT NULL,"
  "  started INTEGER, ended INTEGER, ended_is_seen INTEGER NOT NULL,"
  "  cause TEXT, message TEXT, link TEXT,"
  "  UNIQUE (source, key)) STRICT;"
  "CREATE INDEX attempt_ended ON attempt (ended);"
  "CREATE INDEX attempt_open ON attempt (source) WHERE outcome = 'open';"
  "CREATE INDEX attempt_retry"
  "  ON attempt (device, to_release, source, started, key, outcome);"
  "CREATE INDEX attempt_stage ON attempt (rollout, source, stage, ended);"

  "CREATE TABLE device ("
  "  source INTEGER NOT NULL, id TEXT NOT NULL, class TEXT, site TEXT, release TEXT,"
  "  rollout TEXT, stage TEXT, last_seen INTEGER, heartbeat INTEGER, tested_rollback INTEGER,"
  "  PRIMARY KEY (source, id)) STRICT, WITHOUT ROWID;"

  "CREATE TABLE rollout ("
  "  source INTEGER NOT NULL, id TEXT NOT NULL, name TEXT, release TEXT, progress TEXT NOT NULL,"
  "  created INTEGER,"
  "  PRIMARY KEY (source, id)) STRICT, WITHOUT ROWID;"
  "CREATE TABLE stage ("
  "  source INTEGER NOT NULL, rollout TEXT NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL,"
  "  name TEXT, progress TEXT NOT NULL, total INTEGER NOT NULL, succeeded INTEGER NOT NULL,"
  "  failed INTEGER NOT NULL, cancelled INTEGER NOT NULL, running INTEGER NOT NULL,"
  "  waiting INTEGER NOT NULL, success_threshold REAL, error_threshold REAL,"
  "  PRIMARY KEY (source, rollout, id)) STRICT, WITHOUT ROWID;"

  "CREATE TABLE day ("
  "  id INTEGER PRIMARY KEY, source INTEGER NOT NULL, day INTEGER NOT NULL,"
  "  outcome TEXT NOT NULL, from_release TEXT, to_release TEXT, class TEXT, site TEXT,"
  "  cause TEXT, count INTEGER NOT NULL) STRICT;"
  "CREATE INDEX day_day ON day (source, day);"

  "CREATE TABLE series ("
  "  id INTEGER PRIMARY KEY, source INTEGER NOT NULL, name TEXT NOT NULL, labels TEXT NOT NULL,"
  "  unit TEXT NOT NULL,"
  "  UNIQUE (source, name, labels)) STRICT;"
  "CREATE TABLE head ("
  "  series INTEGER NOT NULL, time INTEGER NOT NULL, value REAL NOT NULL,"
  "  PRIMARY KEY (series, time)) STRICT, WITHOUT ROWID;"
  "CREATE TABLE chunk ("
  "  id INTEGER PRIMARY KEY, series INTEGER NOT NULL, first INTEGER NOT NULL,"
  "  last INTEGER NOT NULL, data BLOB NOT NULL) STRICT;"
  "CREATE INDEX chunk_series ON chunk (series, first, last);",

  /* version 2: of a progress a server tells only the present one; what it was is seen by looking.
   * A row for each time in which all looks found the same; `stage` is "" for the rollout itself. */
  "CREATE TABLE spell ("
  "  id INTEGER PRIMARY KEY, source INTEGER NOT NULL, rollout TEXT NOT NULL, stage TEXT NOT NULL,"
  "  progress TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;"
  "CREATE INDEX spell_newest ON spell (source, rollout, stage, id);",

  /* version 3: a release has a name, and a type that tells whether two names are one product. What
   * a device was when an attempt was made stands with the attempt. What a server no longer has is
   * gone since it was first missed. */
  "CREATE TABLE release ("
  "  source INTEGER NOT NULL, release TEXT NOT NULL, type TEXT,"
  "  PRIMARY KEY (source, release)) STRICT, WITHOUT ROWID;"
  "ALTER TABLE attempt ADD COLUMN class TEXT;"
  "ALTER TABLE attempt ADD COLUMN site TEXT;"
  "ALTER TABLE device ADD COLUMN also TEXT;"
  "ALTER TABLE device ADD COLUMN registered INTEGER;"
  "ALTER TABLE device ADD COLUMN gone INTEGER;"
  "ALTER TABLE rollout ADD COLUMN gone INTEGER;"
  "ALTER TABLE stage ADD COLUMN downloaded INTEGER NOT NULL DEFAULT 0;",

  /* version 4: what trackers plan. */
  "CREATE TABLE milestone ("
  "  source INTEGER NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL, title TEXT NOT NULL,"
  "  outcome TEXT, owner TEXT, start INTEGER, due INTEGER NOT NULL, done INTEGER, gone INTEGER,"
  "  PRIMARY KEY (source, id)) STRICT, WITHOUT ROWID;",

  /* version 5: samples that were lost with a damaged chunk, and how often they were asked for
   * since; and the last time when old samples were let go of. */
  "CREATE TABLE gap ("
  "  id INTEGER PRIMARY KEY, series INTEGER NOT NULL, first INTEGER NOT NULL,"
  "  last INTEGER NOT NULL, asked INTEGER NOT NULL DEFAULT 0) STRICT;"
  "CREATE INDEX gap_series ON gap (series, first, last);"
  "CREATE TABLE retention ("
  "  id INTEGER PRIMARY KEY, run INTEGER NOT NULL, days INTEGER NOT NULL,"
  "  before INTEGER NOT NULL) STRICT;",

  /* version 6: the sum of the digests of a table's rows, and a digest of each chunk. */
  "CREATE TABLE digest (name TEXT PRIMARY KEY, sum INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
  "ALTER TABLE chunk ADD COLUMN digest INTEGER;"
  "UPDATE chunk SET digest = digest_of (data);",

  /* version 7: a long past is read in parts, the newest first: how far back updates are read. */
  "ALTER TABLE source ADD COLUMN updates_since INTEGER;",

  /* version 8: what trackers merged and tagged. `moved`: it was told with another time before. */
  "CREATE TABLE change ("
  "  source INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, title TEXT, release TEXT,"
  "  milestone TEXT, time INTEGER NOT NULL, moved INTEGER NOT NULL DEFAULT 0, link TEXT,"
  "  PRIMARY KEY (source, kind, id)) STRICT, WITHOUT ROWID;",

  /* version 9: how builds ended. `duration` in ms; `again`: it was run again. */
  "CREATE TABLE build ("
  "  source INTEGER NOT NULL, id TEXT NOT NULL, outcome TEXT NOT NULL, ended INTEGER NOT NULL,"
  "  duration INTEGER, again INTEGER NOT NULL, link TEXT,"
  "  PRIMARY KEY (source, id)) STRICT, WITHOUT ROWID;",
};

/* Whether the file is one that this program may work with. Changes nothing.
 * Returns: false with %PARL_STORE_ERROR_NEWER for the file of a newer version,
 *   %PARL_STORE_ERROR_FAILED for another program's, %PARL_STORE_ERROR_DAMAGED for no database */
bool
parl_schema_check (ParlSql *sql, GError **error)
{
  int64_t tables, application, version;

  if (!parl_sql_get_integer (sql, "SELECT count(*) FROM sqlite_schema", &tables, error)
      || !parl_sql_get_integer (sql, "PRAGMA application_id", &application, error)
      || !parl_sql_get_integer (sql, "PRAGMA user_version", &version, error))
    return false;
  if (tables > 0 && application != PARL_SCHEMA_APPLICATION_ID)
    {
      g_set_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_FAILED,
                   _ ("The file “%s” is the database of another program and was left as it is"),
                   parl_sql_get_name (sql));
      return false;
    }
  if (version > (int64_t)G_N_ELEMENTS (steps))
    {
      g_set_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_NEWER,
                   _ ("The history “%s” was written by a newer version of Parlance (its format is "
                      "%" PRId64 ", this version reads up to %u) and was left as it is"),
                   parl_sql_get_name (sql), version, (unsigned)G_N_ELEMENTS (steps));
      return false;
    }
  return true;
}

typedef struct
{
  const char *const *steps;
  unsigned count;
  bool has_digests; /* at the end of them */
} Migration;

/* The version is read again here, now that no other process can change it. */
static bool
migrate (ParlSql *sql, gpointer data, GError **error)
{
  const Migration *migration = data;
  int64_t version;

  if (!parl_sql_get_integer (sql, "PRAGMA user_version", &version, error))
    return false;
  g_debug ("history: version %" PRId64 " becomes %u", version, migration->count);
  for (int64_t i = version; i < (int64_t)migration->count; i++)
    if (!parl_sql_execute (sql, migration->steps[i], error))
      return false;

  g_autofree char *mark = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %u",
                                           PARL_SCHEMA_APPLICATION_ID, migration->count);
  return version >= (int64_t)migration->count
         || (parl_sql_execute (sql, mark, error)
             && (!migration->has_digests || parl_digest_take (sql, error)));
}

/* @sql_steps: (array length=count): SQL that leads from version i to version i + 1
 * Takes the file from its version to version @count, all in one transaction: a step that fails
 * leaves the file as it was. */
bool
parl_schema_migrate (ParlSql *sql, const char *const *sql_steps, unsigned count, GError **error)
{
  Migration migration = { sql_steps, count, sql_steps == steps };
  int64_t version;

  if (!parl_sql_get_integer (sql, "PRAGMA user_version", &version, error))
    return false;
  return version >= (int64_t)count
         || parl_sql_transact (sql, PARL_SQL_WRITE, migrate, &migration, error);
}

/* Makes the tables in a new file, or brings those of an older version up to this one. */
bool
parl_schema_upgrade (ParlSql *sql, GError **error)
{
  return parl_schema_migrate (sql, steps, G_N_ELEMENTS (steps), error);
}
