/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "panel-fixture.h"

#include "app/dashboard/dashboard.h"

#include "support/folder.h"

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
  return PARL_DASHBOARD (data)->state != PARL_DASHBOARD_OPENING;
}

void
panel_fixture_take_findings (PanelFixture *self, ParlFindings *findings)
{
  ParlDashboard *dashboard = self->dashboard;
  ParlComputed *computed = parl_computed_new (dashboard->session);

  computed->snapshot = parl_snapshot_ref (findings->snapshot);
  computed->findings = findings;
  for (unsigned i = 0; i < computed->audiences->len; i++)
    g_ptr_array_add (computed->boards,
                     parl_board_new (g_ptr_array_index (computed->audiences, i), findings));
  parl_computer_take (dashboard->computer, computed);
  parl_dashboard_set_state (dashboard, PARL_DASHBOARD_READY);
  g_signal_emit_by_name (dashboard, "changed");
}

PanelFixture
panel_fixture_new (ParlFindings *findings)
{
  PanelFixture self = { .folder = folder_new () };
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

void
panel_fixture_present (PanelFixture *self, GtkWidget *child)
{
  self->child = g_object_ref_sink (child);
  self->window = gtk_window_new ();
  /* A window that grows after its page warns until the server has answered. */
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1000, 700);
  gtk_window_set_child (GTK_WINDOW (self->window), child);
  gtk_window_present (GTK_WINDOW (self->window));
}

void
panel_fixture_clear (PanelFixture *self)
{
  if (self->window != NULL)
    {
      gtk_window_destroy (GTK_WINDOW (self->window));
      panel_fixture_finalize (self->child);
    }
  parl_dashboard_close (self->dashboard);
  panel_fixture_finalize (self->dashboard);
  folder_remove (self->folder);
}
