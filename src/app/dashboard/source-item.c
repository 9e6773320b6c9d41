/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A source's row, chip and progress in one object. Knows neither server nor history: the dashboard
 * tells it. */
#include "config.h"

#include "app/dashboard/source-item.h"

#include <math.h>

G_DEFINE_FINAL_TYPE (ParlSourceItem, parl_source_item, G_TYPE_OBJECT)

static guint changed_signal;

static void
parl_source_item_finalize (GObject *object)
{
  ParlSourceItem *self = PARL_SOURCE_ITEM (object);

  parl_source_config_unref (self->config);
  g_free (self->message);
  g_free (self->what);
  G_OBJECT_CLASS (parl_source_item_parent_class)->finalize (object);
}

static void
parl_source_item_class_init (ParlSourceItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parl_source_item_finalize;

  changed_signal = g_signal_new ("changed", PARL_TYPE_SOURCE_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
parl_source_item_init (ParlSourceItem *self)
{
  self->newest = PARL_TIME_NONE;
  self->fetched = self->updates_since = self->left = PARL_TIME_NONE;
  self->next_try = PARL_TIME_NONE;
  self->error_code = -1;
}

static void
tell (ParlSourceItem *self)
{
  g_signal_emit (self, changed_signal, 0);
}

ParlSourceItem *
parl_source_item_new (ParlSourceConfig *config)
{
  ParlSourceItem *self = g_object_new (PARL_TYPE_SOURCE_ITEM, NULL);

  self->config = parl_source_config_ref (config);
  return self;
}

void
parl_source_item_set_config (ParlSourceItem *self, ParlSourceConfig *config)
{
  ParlSourceConfig *old = self->config;

  self->config = parl_source_config_ref (config);
  parl_source_config_unref (old);
  tell (self);
}

const char *
parl_source_item_get_name (ParlSourceItem *self)
{
  return parl_source_config_get_name (self->config);
}

void
parl_source_item_set_state (ParlSourceItem *self, const ParlSourceState *state)
{
  g_free (self->message);
  self->unsettled = false;
  self->sync_state = state != NULL ? state->state : PARL_SYNC_NEVER;
  self->message = state != NULL ? g_strdup (state->message) : NULL;
  self->newest = state != NULL ? state->newest : PARL_TIME_NONE;
  self->fetched = state != NULL ? state->fetched : PARL_TIME_NONE;
  self->updates_since = state != NULL ? state->updates_since : PARL_TIME_NONE;
  tell (self);
}

/* Returns: what its newest datum is worth at @now; a source that was not reached is offline,
 *   however young its data */
ParlFreshness
parl_source_item_get_freshness (ParlSourceItem *self, ParlTime now, const ParlTargets *targets)
{
  if (self->sync_state == PARL_SYNC_FAILED)
    return PARL_FRESHNESS_OFFLINE;
  if (self->newest == PARL_TIME_NONE)
    return PARL_FRESHNESS_UNKNOWN;

  ParlTime age = now - self->newest;
  return age > targets->stale_after  ? PARL_FRESHNESS_STALE
         : age > targets->late_after ? PARL_FRESHNESS_LATE
                                     : PARL_FRESHNESS_FRESH;
}

void
parl_source_item_set_progress (ParlSourceItem *self, const char *what, unsigned done,
                               unsigned total, ParlTime left)
{
  if (g_strcmp0 (what, self->what) != 0)
    {
      g_free (self->what);
      self->what = g_strdup (what);
    }
  self->done = done;
  self->total = total;
  self->left = left;
  tell (self);
}

static void
set_syncing (ParlSourceItem *self, bool syncing)
{
  self->syncing = syncing;
  self->done = self->total = 0;
  self->left = PARL_TIME_NONE;
  g_clear_pointer (&self->what, g_free);
  tell (self);
}

bool
parl_source_item_is_first_read (ParlSourceItem *self)
{
  return self->syncing && self->fetched == PARL_TIME_NONE && !self->unsettled;
}

void
parl_source_item_begin_sync (ParlSourceItem *self)
{
  set_syncing (self, true);
}

/* The history will say the same when it is read the next time. */
static void
note_failure (ParlSourceItem *self, const GError *error)
{
  self->failures++;
  self->error_code = error->domain == PARL_SOURCE_ERROR ? error->code : -1;
  if (error->domain != PARL_SOURCE_ERROR)
    return;
  g_free (self->message);
  self->message = g_strdup (error->message);
  self->sync_state = PARL_SYNC_FAILED;
}

/* @error: (nullable): why it brought nothing; one that was cancelled is no failure */
void
parl_source_item_end_sync (ParlSourceItem *self, const GError *error)
{
  if (error == NULL)
    {
      self->failures = 0;
      self->error_code = -1;
      self->unsettled = true;
      if (self->sync_state == PARL_SYNC_FAILED)
        {
          g_clear_pointer (&self->message, g_free);
          self->sync_state = PARL_SYNC_DONE;
        }
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    note_failure (self, error);
  set_syncing (self, false);
}

double
parl_source_item_get_fraction (ParlSourceItem *self)
{
  return self->total > 0 ? (double)MIN (self->done, self->total) / self->total : NAN;
}

void
parl_source_item_set_next_try (ParlSourceItem *self, ParlTime time)
{
  if (self->next_try == time)
    return;
  self->next_try = time;
  tell (self);
}

ParlSourceItem *
parl_source_items_find (GListModel *items, const char *name)
{
  for (unsigned i = 0; name != NULL && i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (items, i);
      if (g_str_equal (parl_source_item_get_name (item), name))
        return item; /* the list keeps it */
    }
  return NULL;
}

/* One callback for a list and its items. */

struct _ParlSourceWatch
{
  GListModel *sources;
  GPtrArray *items; /* those that are followed */
  void (*changed) (gpointer data);
  gpointer data;
};

static void
on_item_changed (ParlSourceWatch *self)
{
  self->changed (self->data);
}

static void
unfollow (gpointer item, gpointer data)
{
  g_signal_handlers_disconnect_by_data (item, data);
}

static void
follow_items (ParlSourceWatch *self)
{
  g_ptr_array_foreach (self->items, unfollow, self);
  g_ptr_array_set_size (self->items, 0);
  for (unsigned i = 0; i < g_list_model_get_n_items (self->sources); i++)
    {
      ParlSourceItem *item = g_list_model_get_item (self->sources, i);
      g_signal_connect_swapped (item, "changed", G_CALLBACK (on_item_changed), self);
      g_ptr_array_add (self->items, item);
    }
}

static void
on_items_changed (ParlSourceWatch *self)
{
  follow_items (self);
  self->changed (self->data);
}

/* @sources: (element-type ParlSourceItem)
 * Does not call @changed for what is there already. */
ParlSourceWatch *
parl_source_watch_new (GListModel *sources, void (*changed) (gpointer data), gpointer data)
{
  ParlSourceWatch *self = g_new0 (ParlSourceWatch, 1);

  self->sources = g_object_ref (sources);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->changed = changed;
  self->data = data;
  g_signal_connect_swapped (sources, "items-changed", G_CALLBACK (on_items_changed), self);
  follow_items (self);
  return self;
}

void
parl_source_watch_free (ParlSourceWatch *self)
{
  if (self == NULL)
    return;
  g_ptr_array_foreach (self->items, unfollow, self);
  g_signal_handlers_disconnect_by_data (self->sources, self);
  g_ptr_array_unref (self->items);
  g_object_unref (self->sources);
  g_free (self);
}
