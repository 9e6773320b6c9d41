/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Watches a folder, or the nearest one above it that exists, so that nobody has to look again and
 * again. An editor writes a file in several steps: what comes in quick succession is told once.
 * Knows nothing of what is in the files. */
#include "config.h"

#include "app/dashboard/folder-watch.h"

#include <stdbool.h>

#define QUIET 250 /* ms without an event, after which changes are told */

struct _ParlFolderWatch
{
  char *path;
  char *watched; /* the folder that there is a monitor of; NULL: none */
  GFileMonitor *monitor;
  unsigned timer;
  bool touched; /* something happened in the folder itself */
  void (*changed) (gpointer data);
  gpointer data;
};

static gboolean on_quiet (gpointer data);

static void
let_go (ParlFolderWatch *self)
{
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->watched, g_free);
}

static void
on_event (ParlFolderWatch *self, GFile *file, GFile *other, GFileMonitorEvent event)
{
  g_autofree char *path = g_file_get_path (file);
  self->touched = self->touched || g_str_equal (self->watched, self->path);
  /* A folder that is made again under the same name is another one, and needs a new monitor. */
  if (g_strcmp0 (path, self->watched) == 0
      && (event == G_FILE_MONITOR_EVENT_DELETED || event == G_FILE_MONITOR_EVENT_UNMOUNTED))
    let_go (self);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (QUIET, on_quiet, self);
}

static char *
find_nearest (const char *path)
{
  g_autofree char *folder = g_strdup (path);

  while (!g_file_test (folder, G_FILE_TEST_IS_DIR) && !g_str_equal (folder, G_DIR_SEPARATOR_S)
         && !g_str_equal (folder, "."))
    {
      char *parent = g_path_get_dirname (folder);
      g_free (folder);
      folder = parent;
    }
  return g_steal_pointer (&folder);
}

/* Where no monitor is to be had, nothing is told: the next start reads the files. */
static void
watch (ParlFolderWatch *self)
{
  g_autofree char *nearest = find_nearest (self->path);

  /* The folder may be made between the search for it and the start of the monitor. */
  while (g_strcmp0 (nearest, self->watched) != 0)
    {
      let_go (self);
      g_autoptr (GFile) folder = g_file_new_for_path (nearest);
      self->monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_NONE, NULL, NULL);
      self->watched = g_steal_pointer (&nearest);
      if (self->monitor != NULL)
        g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (on_event), self);
      nearest = find_nearest (self->path);
      self->touched = self->touched || g_str_equal (self->watched, self->path);
    }
}

static gboolean
on_quiet (gpointer data)
{
  ParlFolderWatch *self = data;

  self->timer = 0;
  watch (self);
  if (self->touched)
    {
      self->touched = false;
      self->changed (self->data);
    }
  return G_SOURCE_REMOVE;
}

/* @path: a folder; need not exist
 * @changed: called on the main thread, a moment after the last change; not for what is there
 *   already. Must not free the watch */
ParlFolderWatch *
parl_folder_watch_new (const char *path, void (*changed) (gpointer data), gpointer data)
{
  g_return_val_if_fail (path != NULL && changed != NULL, NULL);

  ParlFolderWatch *self = g_new0 (ParlFolderWatch, 1);

  self->path = g_strdup (path);
  self->changed = changed;
  self->data = data;
  watch (self);
  self->touched = false;
  return self;
}

void
parl_folder_watch_free (ParlFolderWatch *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  let_go (self);
  g_free (self->path);
  g_free (self);
}
