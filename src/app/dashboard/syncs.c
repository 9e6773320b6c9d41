/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sources as items of a list, and a sync of each as a task of its own. Knows no fact and no widget.
 */
#include "config.h"

#include "app/dashboard/syncs.h"

#include "session/collect.h"

G_DEFINE_FINAL_TYPE (ParlSyncs, parl_syncs, G_TYPE_OBJECT)

enum
{
  BEGUN,
  STORED,
  ENDED,
  PROBLEM,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
parl_syncs_finalize (GObject *object)
{
  ParlSyncs *self = PARL_SYNCS (object);

  g_clear_object (&self->collector);
  g_clear_object (&self->sources);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (parl_syncs_parent_class)->finalize (object);
}

static void
parl_syncs_class_init (ParlSyncsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parl_syncs_finalize;

  signals[BEGUN] = g_signal_new ("begun", PARL_TYPE_SYNCS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[STORED] = g_signal_new ("stored", PARL_TYPE_SYNCS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
  signals[ENDED] = g_signal_new ("ended", PARL_TYPE_SYNCS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[PROBLEM] = g_signal_new ("problem", PARL_TYPE_SYNCS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
parl_syncs_init (ParlSyncs *self)
{
  self->sources = g_list_store_new (PARL_TYPE_SOURCE_ITEM);
  self->cancellable = g_cancellable_new ();
}

ParlSyncs *
parl_syncs_new (GNetworkMonitor *monitor)
{
  ParlSyncs *self = g_object_new (PARL_TYPE_SYNCS, NULL);

  self->collector = parl_collector_new (G_LIST_MODEL (self->sources), monitor, NULL);
  return self;
}

void
parl_syncs_open (ParlSyncs *self, ParlSession *session)
{
  self->session = session;
  parl_syncs_fill (self);
}

void
parl_syncs_close (ParlSyncs *self)
{
  self->closed = true;
  g_clear_object (&self->collector);
  g_cancellable_cancel (self->cancellable);
}

static unsigned
count_sources (ParlSyncs *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->sources));
}

/* Borrowed: the list keeps it. */
static ParlSourceItem *
get_source (ParlSyncs *self, unsigned position)
{
  g_autoptr (ParlSourceItem) item = g_list_model_get_item (G_LIST_MODEL (self->sources), position);

  return item;
}

bool
parl_syncs_get_syncing (ParlSyncs *self)
{
  for (unsigned i = 0; i < count_sources (self); i++)
    if (get_source (self, i)->syncing)
      return true;
  return false;
}

char **
parl_syncs_list_first_reads (ParlSyncs *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (unsigned i = 0; i < count_sources (self); i++)
    {
      ParlSourceItem *item = get_source (self, i);
      if (parl_source_item_is_first_read (item))
        g_strv_builder_add (names, parl_source_item_get_name (item));
    }
  return g_strv_builder_end (names);
}

static const ParlSourceState *
find_state (const ParlSnapshot *snapshot, const char *name)
{
  for (unsigned i = 0; snapshot != NULL && i < snapshot->sources->len; i++)
    {
      const ParlSourceState *state = g_ptr_array_index (snapshot->sources, i);
      if (g_str_equal (state->name, name))
        return state;
    }
  return NULL;
}

void
parl_syncs_set_states (ParlSyncs *self, const ParlSnapshot *snapshot)
{
  for (unsigned i = 0; i < count_sources (self); i++)
    {
      ParlSourceItem *item = get_source (self, i);
      parl_source_item_set_state (item, find_state (snapshot, parl_source_item_get_name (item)));
    }
}

/* Items of sources that stay are kept: a sync may be writing into them. */
void
parl_syncs_fill (ParlSyncs *self)
{
  g_autoptr (GPtrArray) configs = parl_session_list_sources (self->session);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (unsigned i = 0; i < configs->len; i++)
    {
      ParlSourceConfig *config = g_ptr_array_index (configs, i);
      ParlSourceItem *item = parl_source_items_find (G_LIST_MODEL (self->sources),
                                                     parl_source_config_get_name (config));

      if (item != NULL)
        parl_source_item_set_config (item, config);
      g_ptr_array_add (items, item != NULL ? g_object_ref (item) : parl_source_item_new (config));
    }
  g_list_store_splice (self->sources, 0, count_sources (self), items->pdata, items->len);
}

/* What one sync reports, on its way from its thread to the main thread. */
typedef struct
{
  ParlSyncs *syncs;
  char *source, *what;
  unsigned done, total;
  ParlTime left;
} Progress;

static void
free_progress (Progress *progress)
{
  g_object_unref (progress->syncs);
  g_free (progress->source);
  g_free (progress->what);
  g_free (progress);
}

static gboolean
on_progress_idle (gpointer data)
{
  Progress *progress = data;
  ParlSourceItem *item
      = parl_source_items_find (G_LIST_MODEL (progress->syncs->sources), progress->source);

  if (item != NULL && !progress->syncs->closed && item->syncing)
    parl_source_item_set_progress (item, progress->what, progress->done, progress->total,
                                   progress->left);
  return G_SOURCE_REMOVE;
}

static void
on_progress (const char *source, const char *what, unsigned done, unsigned total, ParlTime left,
             gpointer data)
{
  Progress *progress = g_new0 (Progress, 1);

  progress->syncs = g_object_ref (data);
  progress->source = g_strdup (source);
  progress->what = g_strdup (what);
  progress->done = done;
  progress->total = total;
  progress->left = left;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_progress_idle, progress,
                   (GDestroyNotify)free_progress);
}

static gboolean
on_stored_idle (gpointer data)
{
  ParlSyncs *self = data;

  if (!self->closed)
    g_signal_emit (self, signals[STORED], 0);
  return G_SOURCE_REMOVE;
}

static void
on_stored (const char *source, gpointer data)
{
  (void)source;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_stored_idle, g_object_ref (data), g_object_unref);
}

typedef struct
{
  char *name;
  GCancellable *cancellable;
} SyncJob;

static void
free_sync_job (gpointer data)
{
  SyncJob *job = data;

  g_free (job->name);
  g_object_unref (job->cancellable);
  g_free (job);
}

static void
run_sync (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ParlSyncs *self = source;
  const SyncJob *job = data;
  GError *error = NULL;
  const ParlCollectWatch watch = { on_progress, on_stored, self };
  g_autoptr (GPtrArray) results = parl_session_collect (self->session, job->name, parl_time_now (),
                                                        &watch, job->cancellable, &error);
  if (results != NULL)
    {
      ParlCollected *result = g_ptr_array_index (results, 0);
      error = g_steal_pointer (&result->error);
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* A source's own trouble stands in history and comes back with the snapshot; anything else (a full
 * disk) is said. */
static void
on_synced (GObject *object, GAsyncResult *result, gpointer data)
{
  ParlSyncs *self = PARL_SYNCS (object);
  const SyncJob *job = g_task_get_task_data (G_TASK (result));
  ParlSourceItem *item = parl_source_items_find (G_LIST_MODEL (self->sources), job->name);
  g_autoptr (GError) error = NULL;
  self->n_tasks--;
  bool done = g_task_propagate_boolean (G_TASK (result), &error);
  if (self->closed)
    return;
  if (item != NULL)
    parl_source_item_end_sync (item, error);
  if (!done && error->domain != PARL_SOURCE_ERROR
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[PROBLEM], 0, error->message);
  g_signal_emit (self, signals[ENDED], 0);
}

static void
sync_source (ParlSyncs *self, ParlSourceItem *item)
{
  if (item->syncing)
    return;

  SyncJob *job = g_new0 (SyncJob, 1);
  job->name = g_strdup (parl_source_item_get_name (item));
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      g_object_unref (self->cancellable);
      self->cancellable = g_cancellable_new ();
    }
  job->cancellable = g_object_ref (self->cancellable);
  parl_source_item_begin_sync (item);
  self->n_tasks++;

  g_autoptr (GTask) task = g_task_new (self, NULL, on_synced, NULL);
  g_task_set_task_data (task, job, free_sync_job);
  g_task_run_in_thread (task, run_sync);
}

/* @name: (nullable): one source, even a paused one; %NULL: all that are not paused
 * Reads them side by side; one that is being read already goes on. */
void
parl_syncs_read (ParlSyncs *self, const char *name)
{
  for (unsigned i = 0; i < count_sources (self); i++)
    {
      ParlSourceItem *item = get_source (self, i);
      if (name != NULL ? g_str_equal (name, parl_source_item_get_name (item))
                       : !parl_source_config_get_paused (item->config))
        sync_source (self, item);
    }
  g_signal_emit (self, signals[BEGUN], 0);
}

/* @snapshot: (nullable): what is known; sources that it does not name are read now */
void
parl_syncs_read_new (ParlSyncs *self, const ParlSnapshot *snapshot)
{
  for (unsigned i = 0; i < count_sources (self); i++)
    {
      const char *name = parl_source_item_get_name (get_source (self, i));
      if (find_state (snapshot, name) == NULL)
        parl_syncs_read (self, name);
    }
}

void
parl_syncs_start_timer (ParlSyncs *self)
{
  self->waits = self->collector->hold != PARL_HOLD_NONE;
  g_signal_connect_swapped (self->collector, "due", G_CALLBACK (parl_syncs_read), self);
  parl_collector_start (self->collector);
}

/* @is_empty: history holds nothing
 * Where nothing may be read without being asked for, an empty history is worth one exception. */
void
parl_syncs_end_wait (ParlSyncs *self, bool is_empty)
{
  bool read = self->waits && is_empty;

  self->waits = false;
  if (read)
    parl_syncs_read (self, NULL);
}

void
parl_syncs_cancel (ParlSyncs *self)
{
  g_cancellable_cancel (self->cancellable);
}
