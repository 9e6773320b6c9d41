/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dashboard's sources: their items, and a sync of each as a task of its own. Knows nothing of
 * facts but that they are to be computed again. */
#include "config.h"

#include "app/dashboard-private.h"

static ParlSourceItem *
find_source (ParlDashboard *self, const char *name)
{
  for (unsigned i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sources)); i++)
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (G_LIST_MODEL (self->sources), i);
      if (g_str_equal (parl_source_item_get_name (item), name))
        return item;
    }
  return NULL;
}

static const ParlSourceState *
find_source_state (ParlDashboard *self, const char *name)
{
  for (unsigned i = 0; self->snapshot != NULL && i < self->snapshot->sources->len; i++)
    {
      const ParlSourceState *state = g_ptr_array_index (self->snapshot->sources, i);
      if (g_str_equal (state->name, name))
        return state;
    }
  return NULL;
}

void
parl_dashboard_tell_sources_their_state (ParlDashboard *self)
{
  for (unsigned i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sources)); i++)
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (G_LIST_MODEL (self->sources), i);
      parl_source_item_set_state (item, find_source_state (self, parl_source_item_get_name (item)));
    }
}

/* Items of sources that stay are kept: a sync may be writing into them. */
void
parl_dashboard_fill_sources (ParlDashboard *self)
{
  g_autoptr (GPtrArray) configs = parl_session_list_sources (self->session);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (unsigned i = 0; i < configs->len; i++)
    {
      ParlSourceConfig *config = g_ptr_array_index (configs, i);
      ParlSourceItem *item = find_source (self, parl_source_config_get_name (config));

      if (item != NULL)
        parl_source_item_set_config (item, config);
      g_ptr_array_add (items, item != NULL ? g_object_ref (item) : parl_source_item_new (config));
    }
  g_list_store_splice (self->sources, 0, g_list_model_get_n_items (G_LIST_MODEL (self->sources)),
                       items->pdata, items->len);
}

/* What one sync reports, on its way from its thread to the main thread. */
typedef struct
{
  ParlDashboard *dashboard;
  char *source, *what;
  unsigned done, total;
} Progress;

static void
free_progress (Progress *progress)
{
  g_object_unref (progress->dashboard);
  g_free (progress->source);
  g_free (progress->what);
  g_free (progress);
}

static gboolean
on_progress_idle (gpointer data)
{
  Progress *progress = data;
  ParlSourceItem *item = find_source (progress->dashboard, progress->source);

  if (item != NULL && !g_cancellable_is_cancelled (progress->dashboard->closing)
      && parl_source_item_get_syncing (item))
    parl_source_item_set_progress (item, progress->what, progress->done, progress->total);
  return G_SOURCE_REMOVE;
}

static void
on_progress (const char *source, const char *what, unsigned done, unsigned total, gpointer data)
{
  Progress *progress = g_new0 (Progress, 1);

  progress->dashboard = g_object_ref (data);
  progress->source = g_strdup (source);
  progress->what = g_strdup (what);
  progress->done = done;
  progress->total = total;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_progress_idle, progress,
                   (GDestroyNotify)free_progress);
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
  ParlDashboard *self = source;
  SyncJob *job = data;
  GError *error = NULL;
  g_autoptr (GPtrArray) results = parl_session_collect (
      self->session, job->name, parl_time_now (), on_progress, self, job->cancellable, &error);

  (void)cancellable;
  if (results == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  ParlSessionResult *result = g_ptr_array_index (results, 0);
  if (result->error != NULL)
    g_task_return_error (task, g_steal_pointer (&result->error));
  else
    g_task_return_boolean (task, TRUE);
}

/* A source's own trouble stands in history and comes back with the snapshot; anything else (a full
 * disk) is said. */
static void
on_synced (GObject *object, GAsyncResult *result, gpointer data)
{
  ParlDashboard *self = PARL_DASHBOARD (object);
  SyncJob *job = g_task_get_task_data (G_TASK (result));
  ParlSourceItem *item = find_source (self, job->name);
  g_autoptr (GError) error = NULL;

  (void)data;
  self->n_syncs--;
  bool done = g_task_propagate_boolean (G_TASK (result), &error);
  if (!parl_dashboard_end_task (self))
    return;
  if (item != NULL)
    parl_source_item_end_sync (item, error);
  if (!done && error->domain != PARL_SOURCE_ERROR
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    parl_dashboard_complain (self, error->message);
  if (self->n_syncs == 0)
    parl_dashboard_notify_syncing (self);
  self->snapshot_dirty = true;
  if (self->state == PARL_DASHBOARD_READY || self->n_syncs == 0)
    parl_dashboard_compute (self);
}

static void
sync_source (ParlDashboard *self, ParlSourceItem *item)
{
  if (parl_source_item_get_syncing (item))
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
  self->n_syncs++;
  parl_dashboard_run_task (self, job, free_sync_job, run_sync, on_synced);
}

/**
 * parl_dashboard_sync:
 * @name: (nullable): one source, even a paused one; %NULL: all that are not paused
 *
 * Reads them side by side; one that is being read already goes on.
 */
void
parl_dashboard_sync (ParlDashboard *self, const char *name)
{
  bool was_syncing = self->n_syncs > 0;

  for (unsigned i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sources)); i++)
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (G_LIST_MODEL (self->sources), i);
      if (name != NULL ? g_str_equal (name, parl_source_item_get_name (item))
                       : !parl_source_config_get_paused (parl_source_item_get_config (item)))
        sync_source (self, item);
    }
  if (self->n_syncs > 0 && self->state == PARL_DASHBOARD_UNSET)
    parl_dashboard_set_state (self, PARL_DASHBOARD_FIRST_SYNC);
  if (was_syncing != (self->n_syncs > 0))
    parl_dashboard_notify_syncing (self);
}

static void
on_due (ParlDashboard *self, const char *name)
{
  parl_dashboard_sync (self, name);
}

/* Reads all now and then again and again. Where nothing may be read without being asked for, a
 * history that holds nothing yet is worth one exception. */
void
parl_dashboard_begin_collecting (ParlDashboard *self)
{
  self->first_read_waits = parl_collector_get_hold (self->collector) != PARL_HOLD_NONE;
  g_signal_connect_swapped (self->collector, "due", G_CALLBACK (on_due), self);
  parl_collector_start (self->collector);
}

void
parl_dashboard_cancel_sync (ParlDashboard *self)
{
  g_cancellable_cancel (self->cancellable);
}

bool
parl_dashboard_get_syncing (ParlDashboard *self)
{
  return self->n_syncs > 0;
}

/**
 * parl_dashboard_reload_sources:
 *
 * Takes over what the sources' file says now. A source that is new is read at once.
 */
void
parl_dashboard_reload_sources (ParlDashboard *self)
{
  g_autoptr (GError) error = NULL;

  if (!parl_session_reload_sources (self->session, &error))
    {
      parl_dashboard_complain (self, error->message);
      return;
    }
  parl_dashboard_fill_sources (self);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->sources)) == 0)
    parl_dashboard_set_state (self, PARL_DASHBOARD_UNSET);
  self->snapshot_dirty = true;
  for (unsigned i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->sources)); i++)
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (G_LIST_MODEL (self->sources), i);
      if (find_source_state (self, parl_source_item_get_name (item)) == NULL)
        parl_dashboard_sync (self, parl_source_item_get_name (item));
    }
  if (self->state != PARL_DASHBOARD_FIRST_SYNC)
    parl_dashboard_compute (self);
}
