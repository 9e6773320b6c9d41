/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store's own thread, and the calls that wait for it. All SQL is elsewhere. */
#include "config.h"

#include "store/store.h"

#include "store/add.h"
#include "store/digest.h"
#include "store/open.h"
#include "store/read.h"
#include "store/series.h"

typedef bool (*Work) (ParlStore *self, gpointer data, GError **error);

/* One call, on the caller's stack: the caller waits until it is done. */
typedef struct
{
  Work work;
  gpointer data;
  GError **error;
  bool result;
  bool is_done; /* guarded by the store's mutex */
} Call;

struct _ParlStore
{
  GThread *thread;
  GAsyncQueue *calls;
  GMutex mutex;
  GCond done;
  char *notice;

  /* The thread's own. */
  ParlSql *sql;
  char *path; /* NULL: in memory */
  ParlFileId file;
  bool is_ending;
};

static gpointer
run_calls (gpointer data)
{
  ParlStore *self = data;

  while (!self->is_ending)
    {
      Call *call = g_async_queue_pop (self->calls);

      call->result = call->work (self, call->data, call->error);
      g_mutex_lock (&self->mutex);
      call->is_done = true;
      g_cond_broadcast (&self->done);
      g_mutex_unlock (&self->mutex);
    }
  return NULL;
}

static bool
call_thread (ParlStore *self, Work work, gpointer data, GError **error)
{
  Call call = { work, data, error, false, false };

  g_async_queue_push (self->calls, &call);
  g_mutex_lock (&self->mutex);
  while (!call.is_done)
    g_cond_wait (&self->done, &self->mutex);
  g_mutex_unlock (&self->mutex);
  return call.result;
}

typedef struct
{
  ParlSqlAccess access;
  ParlSqlTask task;
  gpointer data;
} Transaction;

static bool
do_transaction (ParlStore *self, gpointer data, GError **error)
{
  const Transaction *transaction = data;

  return parl_digest_transact (self->sql, transaction->access, transaction->task, transaction->data,
                               error);
}

static bool
transact (ParlStore *self, ParlSqlAccess access, ParlSqlTask task, gpointer data, GError **error)
{
  Transaction transaction = { access, task, data };

  return call_thread (self, do_transaction, &transaction, error);
}

typedef struct
{
  const char *path;
  ParlTime now;
} OpenCall;

static bool
do_open (ParlStore *self, gpointer data, GError **error)
{
  const OpenCall *call = data;

  self->path = g_strdup (call->path);
  self->sql = parl_history_open (call->path, call->now, &self->file, &self->notice, error);
  return self->sql != NULL;
}

typedef struct
{
  ParlTime now;
  char *notice;
} VerifyCall;

static bool
do_verify (ParlStore *self, gpointer data, GError **error)
{
  VerifyCall *call = data;

  return parl_history_verify (&self->sql, self->path, call->now, &self->file, &call->notice, error);
}

static bool
do_close (ParlStore *self, gpointer data G_GNUC_UNUSED, GError **error G_GNUC_UNUSED)
{
  parl_sql_close (g_steal_pointer (&self->sql));
  self->is_ending = true;
  return true;
}

/* @path: (nullable): the history's file, made with its folder where there is none; %NULL for one in
 *   memory that vanishes when it is closed
 * @now: for the name of a damaged file that is set aside
 * A damaged file, or one that is no database, is set aside under another name in the same folder
 * and a new one is begun: parl_store_get_notice() says so.
 * Returns: (transfer full): the store, or %NULL with a %PARL_STORE_ERROR */
ParlStore *
parl_store_open (const char *path, ParlTime now, GError **error)
{
  g_return_val_if_fail (parl_time_is_plausible (now), NULL);

  g_autoptr (ParlStore) self = g_new0 (ParlStore, 1);
  OpenCall call = { path, now };

  g_mutex_init (&self->mutex);
  g_cond_init (&self->done);
  self->calls = g_async_queue_new ();
  self->thread = g_thread_new ("store", run_calls, self);
  return call_thread (self, do_open, &call, error) ? g_steal_pointer (&self) : NULL;
}

/* @self: (transfer full) (nullable): not in use by any other thread any more */
void
parl_store_close (ParlStore *self)
{
  if (self == NULL)
    return;
  call_thread (self, do_close, NULL, NULL);
  g_thread_join (self->thread);
  g_async_queue_unref (self->calls);
  g_cond_clear (&self->done);
  g_mutex_clear (&self->mutex);
  g_free (self->notice);
  g_free (self->path);
  g_free (self);
}

/* Returns: (transfer none) (nullable): a sentence that the user must see: that the history was
 *   damaged, where it is kept, and that a new one was begun */
const char *
parl_store_get_notice (const ParlStore *self)
{
  return self->notice;
}

/* @now: for the name of a damaged file that is set aside
 * @notice: (out) (nullable) (transfer full): a sentence that the user must see: as of
 *   parl_store_get_notice()
 * Reads all of the file, and holds it against the checksums of what was written: of what is stored
 * as one piece, such as a chunk of samples, when that is read. Where it is damaged, it is set aside
 * and a new one is begun.
 * Returns: false with a %PARL_STORE_ERROR when that cannot be done: nothing was changed then */
bool
parl_store_verify (ParlStore *self, ParlTime now, char **notice, GError **error)
{
  g_return_val_if_fail (self != NULL && parl_time_is_plausible (now), false);

  VerifyCall call = { now, NULL };
  bool is_done = call_thread (self, do_verify, &call, error);

  *notice = call.notice;
  return is_done;
}

typedef struct
{
  const char *source;
  ParlKnown *known;
} KnownCall;

static bool
do_load_known (ParlSql *sql, gpointer data, GError **error)
{
  KnownCall *call = data;

  call->known = parl_read_known (sql, call->source, error);
  return call->known != NULL;
}

/* @source: its name
 * Returns: (transfer full): what the source needs for its next sync; empty for one that was never
 *   synced; or %NULL with a %PARL_STORE_ERROR */
ParlKnown *
parl_store_load_known (ParlStore *self, const char *source, GError **error)
{
  g_return_val_if_fail (self != NULL && source != NULL, NULL);

  KnownCall call = { source, NULL };

  if (!transact (self, PARL_SQL_READ, do_load_known, &call, error))
    g_clear_pointer (&call.known, parl_known_free);
  return call.known;
}

typedef struct
{
  const char *source;
  const char *kind;
  const ParlHarvest *harvest;
  const char *message;
  ParlTime now;
} AddCall;

static bool
do_add (ParlSql *sql, gpointer data, GError **error)
{
  const AddCall *call = data;

  return parl_add_harvest (sql, call->source, call->kind, call->harvest, call->now, error);
}

/* @source: its name
 * @kind: what kind of source it is, as its descriptor names it
 * @harvest: what a sync brought
 * @now: when it was asked for
 * Stores all of it, or nothing. An attempt that is closed stays closed, and a time at which it was
 * only seen closed does not move its end; a closed attempt without an end gets @now. A sample
 * replaces the one at the same time, a day's counts those of that day. A warning makes the source's
 * state partial.
 * Returns: false with a %PARL_STORE_ERROR */
bool
parl_store_add (ParlStore *self, const char *source, const char *kind, const ParlHarvest *harvest,
                ParlTime now, GError **error)
{
  g_return_val_if_fail (self != NULL && source != NULL && kind != NULL && harvest != NULL, false);

  AddCall call = { source, kind, harvest, NULL, now };

  g_debug ("%s: stores %u attempts, %u devices, %u rollouts, %u series, %u day counts; %u warnings",
           source, harvest->attempts->len, harvest->devices->len, harvest->rollouts->len,
           harvest->series->len, harvest->days->len, harvest->warnings->len);
  return transact (self, PARL_SQL_WRITE, do_add, &call, error);
}

static bool
do_note_failure (ParlSql *sql, gpointer data, GError **error)
{
  const AddCall *call = data;

  return parl_add_failure (sql, call->source, call->kind, call->message, call->now, error);
}

/* @message: one sentence, why the source's sync failed
 * @now: when it was tried
 * Marks the source as failed. What it brought before, and when, stays. */
bool
parl_store_note_failure (ParlStore *self, const char *source, const char *kind, const char *message,
                         ParlTime now, GError **error)
{
  g_return_val_if_fail (self != NULL && source != NULL && kind != NULL, false);

  AddCall call = { source, kind, NULL, message, now };

  return transact (self, PARL_SQL_WRITE, do_note_failure, &call, error);
}

typedef struct
{
  unsigned days;
  ParlTime now;
} ForgetCall;

static bool
do_forget_samples (ParlSql *sql, gpointer data, GError **error)
{
  const ForgetCall *call = data;

  return parl_series_forget (sql, call->days, call->now, error);
}

/* @days: more than %PARL_STORE_DAYS, so that no fact changes
 * @now: by the clock, which may be wrong
 * Makes room: lets go of chunks of samples that are older. Their age counts from the newest sample
 * where that is before @now; and where samples of the same age were let go of before, only as much
 * more goes as time has passed since. Attempts stay, they are the evidence. The space is used again
 * for what comes; the file does not become smaller. */
bool
parl_store_forget_samples (ParlStore *self, unsigned days, ParlTime now, GError **error)
{
  g_return_val_if_fail (self != NULL && days > PARL_STORE_DAYS, false);

  ForgetCall call = { days, now };

  return transact (self, PARL_SQL_WRITE, do_forget_samples, &call, error);
}

typedef struct
{
  const char *const *names;
  ParlTime as_of;
  GTimeZone *zone;
  GArray *broken; /* (element-type ParlGap) */
  ParlSnapshot *snapshot;
} SnapshotCall;

static bool
do_snapshot (ParlSql *sql, gpointer data, GError **error)
{
  SnapshotCall *call = data;

  call->snapshot
      = parl_read_snapshot (sql, call->names, call->as_of, call->zone, call->broken, error);
  return call->snapshot != NULL;
}

static bool
do_drop_broken (ParlSql *sql, gpointer data, GError **error)
{
  const GArray *broken = data;

  for (unsigned i = 0; i < broken->len; i++)
    if (!parl_gaps_drop_chunk (sql, &g_array_index (broken, ParlGap, i), error))
      return false;
  return true;
}

/* @sources: (nullable) (array zero-terminated=1): names of the configured sources; %NULL for all
 *   that the history knows. One it does not know is in state %PARL_SYNC_NEVER and has no kind
 * @as_of: the instant to look from; windows end before it, so an attempt that ended at @as_of
 *   itself is still open
 * @zone: (nullable): whose calendar days outcomes are counted by; %NULL for UTC
 * Outcomes and samples of the last %PARL_STORE_DAYS days and nothing later than @as_of; devices,
 * stages' counts and the sources' states as last heard. A chunk of samples that cannot be read is
 * left out and let go of: its source is partial, and asked again for that time.
 * Returns: (transfer full): the snapshot, or %NULL with a %PARL_STORE_ERROR */
ParlSnapshot *
parl_store_snapshot (ParlStore *self, const char *const *sources, ParlTime as_of, GTimeZone *zone,
                     GError **error)
{
  g_return_val_if_fail (self != NULL && parl_time_is_plausible (as_of), NULL);

  g_autoptr (GArray) broken = g_array_new (FALSE, FALSE, sizeof (ParlGap));
  SnapshotCall call = { sources, as_of, zone, broken, NULL };

  if (!transact (self, PARL_SQL_READ, do_snapshot, &call, error))
    g_clear_pointer (&call.snapshot, parl_snapshot_unref);
  /* Where it cannot be written, the snapshot says the same, and the next one tries again. */
  if (broken->len > 0)
    transact (self, PARL_SQL_WRITE, do_drop_broken, broken, NULL);
  return call.snapshot;
}

typedef struct
{
  const char *const *names;
  ParlWindow window;
  ParlTime as_of;
  GPtrArray *attempts;
} AttemptsCall;

static bool
do_attempts (ParlSql *sql, gpointer data, GError **error)
{
  AttemptsCall *call = data;
  g_autofree char *rows = parl_read_source_rows (sql, call->names, error);

  return rows != NULL
         && parl_read_closed (sql, rows, call->window, call->as_of, call->attempts, error);
}

/* @sources: (nullable) (array zero-terminated=1): as for parl_store_snapshot()
 * @window: half open; of the attempts' ends
 * @as_of: as for parl_store_snapshot(), so that the rows add up to its counts
 * Returns: (transfer full) (element-type ParlAttempt): the attempts that have an outcome, by end
 * and key, with source, class, site and retry filled in; or %NULL with a %PARL_STORE_ERROR */
GPtrArray *
parl_store_attempts (ParlStore *self, const char *const *sources, ParlWindow window, ParlTime as_of,
                     GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr (GPtrArray) attempts
      = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_attempt_free);
  AttemptsCall call = { sources, window, as_of, attempts };

  if (!transact (self, PARL_SQL_READ, do_attempts, &call, error))
    return NULL;
  return g_steal_pointer (&attempts);
}

static bool
do_count_hours (ParlSql *sql, gpointer data, GError **error)
{
  AttemptsCall *call = data;
  g_autofree char *rows = parl_read_source_rows (sql, call->names, error);

  return rows != NULL
         && parl_read_hours (sql, rows, call->window, call->as_of, call->attempts, error);
}

/* As parl_store_attempts(), but counted by the hour in which they ended, and with releases as their
 * source names them.
 * Returns: (transfer full) (element-type ParlHourCount): oldest first; or %NULL with a
 *   %PARL_STORE_ERROR */
GPtrArray *
parl_store_count_hours (ParlStore *self, const char *const *sources, ParlWindow window,
                        ParlTime as_of, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr (GPtrArray) hours
      = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_hour_count_free);
  AttemptsCall call = { sources, window, as_of, hours };

  if (!transact (self, PARL_SQL_READ, do_count_hours, &call, error))
    return NULL;
  return g_steal_pointer (&hours);
}

static bool
do_rollouts (ParlSql *sql, gpointer data, GError **error)
{
  AttemptsCall *call = data;
  g_autofree char *rows = parl_read_source_rows (sql, call->names, error);

  return rows != NULL && parl_read_rollouts (sql, rows, NULL, call->as_of, call->attempts, error);
}

/* Returns: (transfer full) (element-type ParlRollout): those of parl_store_snapshot(), with
 * releases as their source names them; or %NULL with a %PARL_STORE_ERROR */
GPtrArray *
parl_store_rollouts (ParlStore *self, const char *const *sources, ParlTime as_of, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr (GPtrArray) rollouts
      = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_rollout_free);
  AttemptsCall call = { .names = sources, .as_of = as_of, .attempts = rollouts };

  if (!transact (self, PARL_SQL_READ, do_rollouts, &call, error))
    return NULL;
  return g_steal_pointer (&rollouts);
}
