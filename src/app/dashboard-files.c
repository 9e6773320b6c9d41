/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's own files, parlance.conf and audiences/, read again whenever they change. What is
 * wrong is kept in words, and what was good the last time stays in use. Reads no file but through
 * the session. */
#include "config.h"

#include "app/dashboard-private.h"

#define AUDIENCES "audiences"

static void
on_audiences_changed (gpointer data)
{
  ParlDashboard *self = data;

  self->audiences_dirty = true;
  parl_dashboard_compute (self);
}

/* The window keeps its size in the same file, so most changes are none of the targets. */
static void
on_settings_changed (gpointer data)
{
  ParlDashboard *self = data;
  g_autoptr (GError) error = NULL;

  if (self->session == NULL)
    return;

  g_autoptr (ParlTargets) targets = parl_session_load_targets (self->session, &error);
  const char *problem = error != NULL ? error->message : NULL;
  if (g_strcmp0 (self->targets_problem, problem) != 0)
    {
      g_free (self->targets_problem);
      self->targets_problem = g_strdup (problem);
      parl_dashboard_notify_files (self);
    }
  if (targets == NULL || parl_targets_equal (self->targets, targets))
    return;
  parl_targets_free (self->targets);
  self->targets = g_steal_pointer (&targets);
  parl_dashboard_compute (self);
}

void
parl_dashboard_watch_files (ParlDashboard *self, const char *config_dir)
{
  g_autofree char *audiences = g_build_filename (config_dir, AUDIENCES, NULL);

  self->settings_watch = parl_folder_watch_new (config_dir, on_settings_changed, self);
  self->audiences_watch = parl_folder_watch_new (audiences, on_audiences_changed, self);
}

/* Audiences come in with the boards that were made from them. */
void
parl_dashboard_take_audiences (ParlDashboard *self, GPtrArray *audiences, GPtrArray *problems)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (unsigned i = 0; i < audiences->len; i++)
    g_strv_builder_add (ids, parl_audience_get_id (g_ptr_array_index (audiences, i)));
  g_strfreev (self->ids);
  self->ids = g_strv_builder_end (ids);
  g_ptr_array_unref (self->audiences);
  self->audiences = g_ptr_array_ref (audiences);
  g_ptr_array_unref (self->audience_problems);
  self->audience_problems = g_ptr_array_ref (problems);
}

/**
 * parl_dashboard_get_targets_problem:
 *
 * Returns: (transfer none) (nullable): why the targets as their file has them now can't be used;
 *   the last good ones are
 */
const char *
parl_dashboard_get_targets_problem (ParlDashboard *self)
{
  return self->targets_problem;
}

/**
 * parl_dashboard_get_audience_problems:
 *
 * Returns: (transfer none) (element-type utf8): a sentence for each audience file that can't be
 *   used; good until the next "changed"
 */
const GPtrArray *
parl_dashboard_get_audience_problems (ParlDashboard *self)
{
  return self->audience_problems;
}
