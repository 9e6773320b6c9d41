/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes one sync. Every row is an upsert by its key, and what is not known any more stays as it
 * was last known: a source can add to history and correct it, but not take away from it. */
#include "config.h"

#include "store/add.h"

#include "model/release.h"
#include "model/snapshot.h"
#include "store/builds.h"
#include "store/changes.h"
#include "store/milestones.h"
#include "store/series.h"
#include "store/spells.h"
#include "store/store.h"

typedef struct
{
  ParlSql *sql;
  int64_t source; /* its row */
  const ParlHarvest *harvest;
  ParlTime now;
} Adding;

static void
append_sentences (GString *text, const GPtrArray *sentences)
{
  for (unsigned i = 0; i < sentences->len; i++)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "",
                            (const char *)sentences->pdata[i]);
}

/* Warnings, then notes, joined by semicolons; NULL for none. */
static char *
join_message (const ParlHarvest *harvest)
{
  GString *text = g_string_new (NULL);

  append_sentences (text, harvest->warnings);
  append_sentences (text, harvest->notes);
  return g_string_free (text, text->len == 0);
}

/* A datum from the future is a server's wrong clock: taken at its word, it would hide for ever that
 * nothing newer comes. */
static bool
add_source (Adding *self, const char *name, const char *kind, GError **error)
{
  const ParlHarvest *harvest = self->harvest;
  bool is_whole = harvest->warnings->len == 0 && harvest->updates_since == PARL_TIME_NONE;
  ParlSyncState state = is_whole ? PARL_SYNC_DONE : PARL_SYNC_PARTIAL;
  g_autofree char *message = join_message (harvest);
  g_autoptr (ParlStatement) insert = parl_sql_query (
      self->sql,
      "INSERT INTO source (name, kind, state, message, tried, fetched, newest, bookmark, server,"
      "  updates_since) VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9)"
      " ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, state = excluded.state,"
      "  message = excluded.message, tried = excluded.tried, fetched = excluded.fetched,"
      "  newest = coalesce (max (excluded.newest, newest), excluded.newest, newest),"
      "  bookmark = coalesce (excluded.bookmark, bookmark),"
      "  server = coalesce (excluded.server, server), updates_since = excluded.updates_since"
      " RETURNING id",
      error, "ssssitsst", name, kind, parl_sync_state_to_string (state), message, self->now,
      MIN (harvest->newest, self->now), harvest->bookmark, harvest->server, harvest->updates_since);

  if (parl_statement_step (insert, error) != PARL_STEP_ROW)
    return false;
  self->source = parl_column_integer (insert, 0);
  return parl_statement_run (insert, error);
}

/* Once closed, an attempt stays closed; class and site stay what the device was when it was tried;
 * and a time at which it was only seen closed does not replace the one that stands there. */
static const char add_attempt_sql[]
    = "INSERT INTO attempt (source, key, device, rollout, stage, from_release, to_release,"
      "  outcome, started, ended, ended_is_seen, cause, message, link, class, site)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (source, key) DO UPDATE SET"
      "  class = coalesce (class, excluded.class), site = coalesce (site, excluded.site),"
      "  device = coalesce (excluded.device, device),"
      "  rollout = coalesce (excluded.rollout, rollout),"
      "  stage = coalesce (excluded.stage, stage),"
      "  from_release = coalesce (excluded.from_release, from_release),"
      "  to_release = coalesce (excluded.to_release, to_release),"
      "  started = coalesce (excluded.started, started),"
      "  link = coalesce (excluded.link, link),"
      "  outcome = iif (excluded.outcome = 'open', outcome, excluded.outcome),"
      "  ended = CASE WHEN excluded.ended IS NULL OR (excluded.ended_is_seen AND ended NOT NULL)"
      "   THEN ended ELSE excluded.ended END,"
      "  ended_is_seen = CASE WHEN excluded.ended IS NULL"
      "   OR (excluded.ended_is_seen AND ended NOT NULL)"
      "   THEN ended_is_seen ELSE excluded.ended_is_seen END,"
      "  cause = CASE excluded.outcome WHEN 'open' THEN cause"
      "   WHEN 'failed' THEN coalesce (excluded.cause, cause) END,"
      "  message = CASE excluded.outcome WHEN 'open' THEN message"
      "   WHEN 'failed' THEN coalesce (excluded.message, message) END";

/* A closed attempt always has an end, an open one never: an end that the source does not know is
 * the moment when it was first seen closed. An unknown cause is none. */
static bool
add_attempt (Adding *self, ParlStatement *insert, const ParlAttempt *attempt, GError **error)
{
  bool is_open = attempt->outcome == PARL_OUTCOME_OPEN;
  bool is_failed = attempt->outcome == PARL_OUTCOME_FAILED;
  bool is_known = is_failed && g_strcmp0 (attempt->cause, PARL_CAUSE_UNKNOWN) != 0;
  bool is_seen = attempt->ended_is_seen || !parl_time_is_plausible (attempt->ended);
  ParlTime ended = parl_time_is_plausible (attempt->ended) ? attempt->ended : self->now;

  parl_bind (insert, "isssssssttisssss", self->source, attempt->key, attempt->device,
             attempt->rollout, attempt->stage, attempt->from, attempt->to,
             parl_outcome_to_string (attempt->outcome), attempt->started,
             is_open ? PARL_TIME_NONE : ended, (int64_t)(!is_open && is_seen),
             is_known ? attempt->cause : NULL, is_failed ? attempt->message : NULL, attempt->link,
             attempt->device_class, attempt->site);
  return parl_statement_run (insert, error);
}

static bool
add_attempts (Adding *self, GError **error)
{
  g_autoptr (ParlStatement) forget
      = parl_sql_query (self->sql, "UPDATE attempt SET class = NULL, site = NULL WHERE source = ?",
                        error, "i", self->source);
  g_autoptr (ParlStatement) insert
      = forget != NULL ? parl_sql_prepare (self->sql, add_attempt_sql, error) : NULL;

  if (insert == NULL || (self->harvest->reclassified && !parl_statement_run (forget, error)))
    return false;
  for (unsigned i = 0; i < self->harvest->attempts->len; i++)
    if (!add_attempt (self, insert, g_ptr_array_index (self->harvest->attempts, i), error))
      return false;
  return true;
}

/* @seen: (element-type utf8): those that were added, borrowed */
static bool
add_release (Adding *self, ParlStatement *insert, GHashTable *seen, const char *release,
             const char *type, GError **error)
{
  if (release == NULL || parl_release_get_version (release) == release
      || !g_hash_table_add (seen, (gpointer)release))
    return true;
  parl_bind (insert, "iss", self->source, release, type);
  return parl_statement_run (insert, error);
}

/* All that name a product. */
static bool
add_releases (Adding *self, GError **error)
{
  const ParlHarvest *harvest = self->harvest;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (ParlStatement) insert = parl_sql_prepare (
      self->sql,
      "INSERT INTO release (source, release, type) VALUES (?, ?, ?)"
      " ON CONFLICT (source, release) DO UPDATE SET type = coalesce (excluded.type, type)",
      error);
  GHashTableIter iter;
  const char *release, *type;

  if (insert == NULL)
    return false;
  g_hash_table_iter_init (&iter, harvest->releases);
  while (g_hash_table_iter_next (&iter, (gpointer *)&release, (gpointer *)&type))
    if (!add_release (self, insert, seen, release, type, error))
      return false;
  for (unsigned i = 0; i < harvest->attempts->len; i++)
    {
      const ParlAttempt *attempt = g_ptr_array_index (harvest->attempts, i);
      if (!add_release (self, insert, seen, attempt->from, NULL, error)
          || !add_release (self, insert, seen, attempt->to, NULL, error))
        return false;
    }
  for (unsigned i = 0; i < harvest->devices->len; i++)
    if (!add_release (self, insert, seen,
                      ((ParlDevice *)g_ptr_array_index (harvest->devices, i))->release, NULL,
                      error))
      return false;
  for (unsigned i = 0; i < harvest->rollouts->len; i++)
    if (!add_release (self, insert, seen,
                      ((ParlRollout *)g_ptr_array_index (harvest->rollouts, i))->release, NULL,
                      error))
      return false;
  return true;
}

/* Each of @ids is gone from @table since now, if it was there. */
static bool
add_gone (Adding *self, const char *table, const GPtrArray *ids, GError **error)
{
  g_autofree char *text = g_strdup_printf (
      "UPDATE %s SET gone = coalesce (gone, ?) WHERE source = ? AND id = ?", table);
  g_autoptr (ParlStatement) update = parl_sql_prepare (self->sql, text, error);

  if (update == NULL)
    return false;
  for (unsigned i = 0; i < ids->len; i++)
    {
      parl_bind (update, "iis", self->now, self->source, (const char *)g_ptr_array_index (ids, i));
      if (!parl_statement_run (update, error))
        return false;
    }
  return true;
}

/* Of another device nothing is known yet. */
static bool
drop_replaced (Adding *self, GError **error)
{
  g_autoptr (ParlStatement) drop
      = parl_sql_prepare (self->sql, "DELETE FROM device WHERE source = ? AND id = ?", error);

  if (drop == NULL)
    return false;
  for (unsigned i = 0; i < self->harvest->new_devices->len; i++)
    {
      parl_bind (drop, "is", self->source,
                 (const char *)g_ptr_array_index (self->harvest->new_devices, i));
      if (!parl_statement_run (drop, error))
        return false;
    }
  return true;
}

static bool
add_devices (Adding *self, GError **error)
{
  g_autoptr (ParlStatement) insert = parl_sql_prepare (
      self->sql,
      "INSERT INTO device (source, id, class, site, release, also, rollout, stage, last_seen,"
      "  heartbeat, tested_rollback, registered)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, nullif (?, 0), nullif (?, -1), ?)"
      " ON CONFLICT (source, id) DO UPDATE SET class = coalesce (excluded.class, class),"
      "  site = coalesce (excluded.site, site), release = coalesce (excluded.release, release),"
      "  also = iif (excluded.release IS NULL, also, excluded.also),"
      "  stage = CASE WHEN excluded.rollout IS NULL OR excluded.rollout IS rollout"
      "   THEN coalesce (excluded.stage, stage) ELSE excluded.stage END,"
      "  rollout = coalesce (excluded.rollout, rollout),"
      "  last_seen = coalesce (excluded.last_seen, last_seen),"
      "  heartbeat = coalesce (excluded.heartbeat, heartbeat),"
      "  tested_rollback = coalesce (excluded.tested_rollback, tested_rollback),"
      "  registered = coalesce (excluded.registered, registered), gone = NULL",
      error);

  if (insert == NULL || !drop_replaced (self, error))
    return false;
  for (unsigned i = 0; i < self->harvest->devices->len; i++)
    {
      const ParlDevice *device = g_ptr_array_index (self->harvest->devices, i);

      g_autofree char *also = device->also != NULL ? g_strjoinv ("\n", device->also) : NULL;
      parl_bind (insert, "issssssstiit", self->source, device->id, device->device_class,
                 device->site, device->release, also, device->rollout, device->stage,
                 device->last_seen, device->heartbeat, (int64_t)device->tested_rollback,
                 device->registered);
      if (!parl_statement_run (insert, error))
        return false;
    }
  return true;
}

static bool
add_stages (Adding *self, ParlStatement *insert, const ParlRollout *rollout, GError **error)
{
  for (unsigned i = 0; i < rollout->stages->len; i++)
    {
      const ParlStage *stage = g_ptr_array_index (rollout->stages, i);

      parl_bind (insert, "ississiiiiiiddi", self->source, rollout->id, stage->id, (int64_t)i,
                 stage->name, parl_progress_to_string (stage->progress), stage->total,
                 stage->succeeded, stage->failed, stage->cancelled, stage->running, stage->waiting,
                 stage->success_threshold, stage->error_threshold, stage->downloaded);
      if (!parl_statement_run (insert, error))
        return false;
    }
  return true;
}

static bool
add_rollouts (Adding *self, GError **error)
{
  g_autoptr (ParlStatement) insert = parl_sql_prepare (
      self->sql,
      "INSERT INTO rollout (source, id, name, release, progress, created)"
      " VALUES (?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (source, id) DO UPDATE SET name = coalesce (excluded.name, name),"
      "  release = coalesce (excluded.release, release), progress = excluded.progress,"
      "  created = coalesce (excluded.created, created), gone = NULL",
      error);
  g_autoptr (ParlStatement) insert_stage
      = insert == NULL
            ? NULL
            : parl_sql_prepare (self->sql,
                                "INSERT OR REPLACE INTO stage (source, rollout, id, position, name,"
                                "  progress, total, succeeded, failed, cancelled, running, waiting,"
                                "  success_threshold, error_threshold, downloaded)"
                                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                error);

  if (insert_stage == NULL)
    return false;
  for (unsigned i = 0; i < self->harvest->rollouts->len; i++)
    {
      const ParlRollout *rollout = g_ptr_array_index (self->harvest->rollouts, i);

      parl_bind (insert, "isssst", self->source, rollout->id, rollout->name, rollout->release,
                 parl_progress_to_string (rollout->progress), rollout->created);
      if (!parl_statement_run (insert, error) || !add_stages (self, insert_stage, rollout, error))
        return false;
    }
  return true;
}

static bool
drop_days (Adding *self, GError **error)
{
  g_autoptr (ParlStatement) drop
      = parl_sql_prepare (self->sql, "DELETE FROM day WHERE source = ? AND day = ?", error);

  if (drop == NULL)
    return false;
  for (unsigned i = 0; i < self->harvest->days->len; i++)
    {
      const ParlDayCount *count = g_ptr_array_index (self->harvest->days, i);

      parl_bind (drop, "ii", self->source, count->day);
      if (!parl_statement_run (drop, error))
        return false;
    }
  return true;
}

static bool
add_days (Adding *self, GError **error)
{
  g_autoptr (ParlStatement) insert = parl_sql_prepare (
      self->sql,
      "INSERT INTO day (source, day, outcome, from_release, to_release, class, site, cause, count)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, nullif (?, '" PARL_CAUSE_UNKNOWN "'), ?)",
      error);

  if (insert == NULL || !drop_days (self, error))
    return false;
  for (unsigned i = 0; i < self->harvest->days->len; i++)
    {
      const ParlDayCount *count = g_ptr_array_index (self->harvest->days, i);
      bool is_failed = count->outcome == PARL_OUTCOME_FAILED;

      parl_bind (insert, "iissssssi", self->source, count->day,
                 parl_outcome_to_string (count->outcome), count->from, count->to,
                 count->device_class, count->site, is_failed ? count->cause : NULL, count->count);
      if (!parl_statement_run (insert, error))
        return false;
    }
  return true;
}

/* @now: when the source was asked; the end of attempts of which no end is known */
bool
parl_add_harvest (ParlSql *sql, const char *source, const char *kind, const ParlHarvest *harvest,
                  ParlTime now, GError **error)
{
  Adding self = { sql, 0, harvest, now };

  return add_source (&self, source, kind, error) && add_releases (&self, error)
         && add_attempts (&self, error) && add_devices (&self, error) && add_rollouts (&self, error)
         && add_gone (&self, "device", harvest->gone_devices, error)
         && add_gone (&self, "rollout", harvest->gone_rollouts, error)
         && parl_spells_note (sql, self.source, harvest, now, error) && add_days (&self, error)
         && parl_changes_store (sql, self.source, harvest->changes, error)
         && parl_builds_store (sql, self.source, harvest->builds, error)
         && parl_milestones_store (sql, self.source, harvest->milestones, now, error)
         && parl_series_store (sql, self.source, harvest->series, error);
}

/* Notes that the source could not be asked, and keeps all that it said before, and whether that was
 * whole. */
bool
parl_add_failure (ParlSql *sql, const char *source, const char *kind, const char *message,
                  ParlTime now, GError **error)
{
  g_autoptr (ParlStatement) insert = parl_sql_query (
      sql,
      "INSERT INTO source (name, kind, state, message, tried) VALUES (?, ?, ?, ?, ?)"
      " ON CONFLICT (name) DO UPDATE SET kind = excluded.kind,"
      "  state = CASE WHEN state IN ('partial', '" PARL_STATE_FAILED_PARTIAL "')"
      "   THEN '" PARL_STATE_FAILED_PARTIAL "' ELSE excluded.state END,"
      "  message = excluded.message, tried = excluded.tried",
      error, "ssssi", source, kind, parl_sync_state_to_string (PARL_SYNC_FAILED), message, now);

  return parl_statement_run (insert, error);
}
