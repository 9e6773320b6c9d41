/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "panel-fixture.h"

#include "app/dashboard-private.h"

#include <glib/gstdio.h>

void
panel_fixture_finalize (gpointer object)
{
  GObject *weak = object;

  g_object_add_weak_pointer (weak, (gpointer *)&weak);
  g_object_unref (object);
  wait_until (is_gone, &weak);
}

static bool
is_open (gpointer data)
{
  return parl_dashboard_get_state (data) != PARL_DASHBOARD_OPENING;
}

static void
free_board (gpointer data)
{
  parl_board_unref (data);
}

void
panel_fixture_take_findings (PanelFixture *self, ParlFindings *findings)
{
  ParlDashboard *dashboard = self->dashboard;

  g_clear_pointer (&dashboard->findings, parl_findings_unref);
  g_clear_pointer (&dashboard->boards, g_hash_table_unref);
  dashboard->findings = findings;
  dashboard->boards = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_board);
  for (unsigned i = 0; i < dashboard->audiences->len; i++)
    {
      ParlAudience *audience = g_ptr_array_index (dashboard->audiences, i);
      g_hash_table_insert (dashboard->boards, g_strdup (parl_audience_get_id (audience)),
                           parl_board_new (audience, findings));
    }
  parl_dashboard_set_state (dashboard, PARL_DASHBOARD_READY);
  parl_dashboard_notify_changed (dashboard);
}

PanelFixture
panel_fixture_new (ParlFindings *findings)
{
  PanelFixture self = { .folder = g_dir_make_tmp ("parlance-panel-XXXXXX", NULL) };
  ParlSessionOptions options = parl_session_default_options ();

  options.config_dir = options.state_dir = self.folder;
  options.secret_fd = -1;
  self.dashboard = parl_dashboard_new (&options);
  if (findings == NULL)
    return self;
  wait_until (is_open, self.dashboard);
  panel_fixture_take_findings (&self, findings);
  return self;
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_unlink (child);
    }
  g_rmdir (path);
}

void
panel_fixture_clear (PanelFixture *self)
{
  parl_dashboard_close (self->dashboard);
  panel_fixture_finalize (self->dashboard);
  remove_folder (self->folder);
  g_free (self->folder);
}
