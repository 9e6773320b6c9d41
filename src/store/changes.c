/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Merges and tags of trackers: each sync brings what is new, or all there are; one that is told
 * again with another time was moved. And of all attempts, when each release reached its first
 * device and half of them. */
#include "config.h"

#include "store/changes.h"

#include "model/device.h"
#include "model/release.h"
#include "store/store.h"

#include <glib/gi18n-lib.h>

/* @changes: (element-type ParlChange): of @source */
bool
parl_changes_store (ParlSql *sql, int64_t source, const GPtrArray *changes, GError **error)
{
  if (changes->len == 0)
    return true;

  g_autoptr (ParlStatement) insert = parl_sql_prepare (
      sql,
      "INSERT INTO change (source, kind, id, title, release, milestone, time, link)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (source, kind, id) DO UPDATE SET title = excluded.title,"
      "  release = excluded.release, milestone = excluded.milestone, time = excluded.time,"
      "  link = excluded.link, moved = moved OR time <> excluded.time",
      error);
  if (insert == NULL)
    return false;
  for (unsigned i = 0; i < changes->len; i++)
    {
      const ParlChange *change = changes->pdata[i];
      parl_bind (insert, "isssssts", source, parl_change_kind_to_string (change->kind), change->id,
                 change->title, change->release, change->milestone, change->time, change->link);
      if (!parl_statement_run (insert, error))
        return false;
    }
  return true;
}

static ParlChange *
read_change (ParlSql *sql, ParlStatement *row, GError **error)
{
  const char *word = parl_column_text (row, 1);
  ParlChangeKind kind;

  if (!parl_change_kind_from_string (word, &kind))
    {
      g_set_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_DAMAGED,
                   _ ("The history “%s” is damaged: “%s” is no kind of change"),
                   parl_sql_get_name (sql), word);
      return NULL;
    }
  ParlChange *change = parl_change_new (kind, parl_column_text (row, 2), parl_column_time (row, 6));
  change->source = parl_column_dup_text (row, 0);
  change->title = parl_column_dup_text (row, 3);
  change->release = parl_column_dup_text (row, 4);
  change->milestone = parl_column_dup_text (row, 5);
  change->moved = parl_column_integer (row, 7);
  change->link = parl_column_dup_text (row, 8);
  return change;
}

/* @sources: rows of sources, "[1,2]"
 * @changes: (element-type ParlChange): gets those up to @as_of, by time */
bool
parl_changes_load (ParlSql *sql, const char *sources, ParlTime as_of, GPtrArray *changes,
                   GError **error)
{
  g_autoptr (ParlStatement) list = parl_sql_query (
      sql,
      "SELECT source.name, change.kind, change.id, title, release, milestone, time, moved, link"
      " FROM change JOIN source ON source.id = change.source"
      " WHERE change.source IN (SELECT value FROM json_each (?)) AND time <= ?"
      " ORDER BY time, change.source, change.kind, change.id",
      error, "si", sources, as_of);
  ParlStep step;

  while ((step = parl_statement_step (list, error)) == PARL_STEP_ROW)
    {
      ParlChange *change = read_change (sql, list, error);
      if (change == NULL)
        return false;
      g_ptr_array_add (changes, change);
    }
  return step == PARL_STEP_DONE;
}

/* Arrivals. */

static bool
runs_product (const ParlDevice *device, const char *release)
{
  if (device->release == NULL || parl_release_is_same_product (device->release, release))
    return true;
  for (char **also = device->also; also != NULL && *also != NULL; also++)
    if (parl_release_is_same_product (*also, release))
      return true;
  return false;
}

static ParlArrival *
find_arrival (GHashTable *found, const char *release, const GPtrArray *devices, GPtrArray *arrivals)
{
  ParlArrival *arrival = g_hash_table_lookup (found, release);

  if (arrival != NULL)
    return arrival;
  arrival = parl_arrival_new (release);
  for (unsigned i = 0; i < devices->len; i++)
    arrival->n_devices += runs_product (devices->pdata[i], release);
  g_ptr_array_add (arrivals, arrival);
  g_hash_table_insert (found, arrival->release, arrival);
  return arrival;
}

/* Each device counts once, at its first success. @counts: of each arrival */
static bool
read_arrivals (ParlStatement *list, const ParlNames *names, const GPtrArray *devices,
               GHashTable *found, GPtrArray *arrivals, GError **error)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  ParlStep step;

  while ((step = parl_statement_step (list, error)) == PARL_STEP_ROW)
    {
      const char *release = parl_names_get (names, parl_column_text (list, 0));
      ParlArrival *arrival = find_arrival (found, release, devices, arrivals);
      unsigned n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, arrival)) + 1;

      g_hash_table_insert (counts, arrival, GUINT_TO_POINTER (n));
      if (n == 1)
        arrival->first = parl_column_time (list, 1);
      if (arrival->n_devices > 0 && n == (arrival->n_devices + 1) / 2)
        arrival->half = parl_column_time (list, 1);
    }
  return step == PARL_STEP_DONE;
}

/* What a device came from before anybody is known to have got it was there before history was. */
static bool
read_before (ParlStatement *list, const ParlNames *names, GHashTable *found, GError **error)
{
  ParlStep step;

  while ((step = parl_statement_step (list, error)) == PARL_STEP_ROW)
    {
      const char *from
          = parl_names_get_before (names, parl_column_text (list, 0), parl_column_text (list, 1));
      ParlArrival *arrival = from != NULL ? g_hash_table_lookup (found, from) : NULL;
      if (arrival != NULL && parl_column_time (list, 2) < arrival->first)
        arrival->before = true;
    }
  return step == PARL_STEP_DONE;
}

/* @devices: (element-type ParlDevice): those of the snapshot
 * @arrivals: (element-type ParlArrival): gets one for each release that an update is known to have
 *   brought to a device before @as_of, by first */
bool
parl_arrivals_load (ParlSql *sql, const char *sources, const ParlNames *names, ParlTime as_of,
                    const GPtrArray *devices, GPtrArray *arrivals, GError **error)
{
  g_autoptr (GHashTable) found = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (ParlStatement) successes = parl_sql_query (
      sql,
      "SELECT to_release, min (ended) AS time FROM attempt"
      " WHERE source IN (SELECT value FROM json_each (?1)) AND outcome = 'succeeded'"
      "  AND ended < ?2 AND to_release IS NOT NULL AND device IS NOT NULL"
      " GROUP BY source, device, to_release ORDER BY time, to_release",
      error, "si", sources, as_of);
  g_autoptr (ParlStatement) origins = parl_sql_query (
      sql,
      "SELECT from_release, to_release, min (coalesce (started, ended)) FROM attempt"
      " WHERE source IN (SELECT value FROM json_each (?1)) AND from_release IS NOT NULL"
      "  AND coalesce (started, ended) < ?2 GROUP BY from_release, to_release",
      error, "si", sources, as_of);

  return successes != NULL && origins != NULL
         && read_arrivals (successes, names, devices, found, arrivals, error)
         && read_before (origins, names, found, error);
}
