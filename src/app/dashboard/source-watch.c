/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One callback for a list and its items. Knows nothing of what is in them. */
#include "config.h"

#include "app/dashboard/source-watch.h"

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
