/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of sources: pausing and removing are written at once, and removing can be undone. */

#include "sources-fixture.h"

#include "app/sources/sources-window.h"
#include "session/health.h"

#include "support/folder.h"

#include <string.h>

typedef struct
{
  ParlDashboard *dashboard;
  char *folder;
  GtkWindow *window;
} Fixture;

static char *
dup_path (Fixture *self)
{
  return g_build_filename (self->folder, "sources.conf", NULL);
}

static void
set_up (Fixture *self, bool demo)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlSourceConfig) config
      = parl_source_config_new ("hawkBit", "hawkbit", "http://127.0.0.1:9");

  self->dashboard = fixture_new_open_dashboard (&self->folder);
  self->dashboard->demo = demo;
  g_autofree char *path = dup_path (self);
  parl_source_config_set (config, "SiteAttribute", "place", &error);
  g_assert_no_error (error);
  parl_source_config_save (&(ParlSettingsLayers){ path, NULL }, config, &error);
  g_assert_no_error (error);
  g_assert_true (parl_session_reload_sources (self->dashboard->session, NULL));
  parl_syncs_fill (self->dashboard->syncs);
  self->window = parl_sources_window_new (self->dashboard);
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *)&self->window);
  gtk_window_present (self->window);
  fixture_settle ();
}

static void
tear_down (Fixture *self)
{
  gtk_window_destroy (self->window);
  fixture_settle ();
  g_assert_null (self->window);
  fixture_close_dashboard (self->dashboard);
  folder_remove (self->folder);
}

static unsigned
count_rows (Fixture *self)
{
  return fixture_count (GTK_WIDGET (self->window), g_type_from_name ("ParlSourceRow"));
}

static GtkWidget *
find_widget (GtkWidget *root, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static char *
read_file (Fixture *self)
{
  g_autofree char *path = dup_path (self);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
test_pause (void)
{
  Fixture self = { 0 };

  set_up (&self, false);
  GtkWidget *button = find_widget (GTK_WIDGET (self.window), GTK_TYPE_SWITCH);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (button)));
  gtk_switch_set_active (GTK_SWITCH (button), FALSE);
  g_autofree char *paused = read_file (&self);
  g_assert_nonnull (strstr (paused, "Paused=true"));
  g_assert_nonnull (strstr (paused, "SiteAttribute=place"));
  g_assert_true (fixture_shows (GTK_WIDGET (self.window), "Paused"));
  gtk_switch_set_active (GTK_SWITCH (button), TRUE);
  g_autofree char *read = read_file (&self);
  g_assert_null (strstr (read, "Paused"));
  tear_down (&self);
}

static void
test_remove_and_undo (void)
{
  Fixture self = { 0 };

  set_up (&self, false);
  g_assert_cmpuint (count_rows (&self), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (self.window), "sources.remove", "s", "hawkBit");
  g_autofree char *removed = read_file (&self);
  g_assert_null (strstr (removed, "hawkBit"));
  g_assert_cmpuint (count_rows (&self), ==, 0);
  g_assert_true (fixture_shows (GTK_WIDGET (self.window), "No Source Yet"));
  g_assert_cmpint (self.dashboard->state, ==, PARL_DASHBOARD_UNSET);
  fixture_settle ();

  GtkWidget *undo = fixture_find_button (GTK_WIDGET (self.window), "_Undo");
  g_assert_nonnull (undo);
  g_signal_emit_by_name (undo, "clicked");
  g_autofree char *again = read_file (&self);
  g_assert_nonnull (strstr (again, "[Source hawkBit]"));
  g_assert_nonnull (strstr (again, "SiteAttribute=place"));
  g_assert_cmpuint (count_rows (&self), ==, 1);
  tear_down (&self);
}

static void
test_demo (void)
{
  Fixture self = { 0 };

  set_up (&self, true);
  g_assert_true (fixture_shows (GTK_WIDGET (self.window), "belong to the demo fleet"));
  g_assert_false (
      gtk_widget_is_sensitive (find_widget (GTK_WIDGET (self.window), GTK_TYPE_SWITCH)));
  gtk_widget_activate_action (GTK_WIDGET (self.window), "sources.remove", "s", "hawkBit");
  g_assert_cmpuint (count_rows (&self), ==, 1);
  tear_down (&self);
}

/* An administrator's source can be paused, not removed; what is paused stands in the user's file.
 */
static void
test_managed (void)
{
  Fixture self = { 0 };

  set_up (&self, false);
  fixture_ship_source (self.dashboard, self.folder);
  g_signal_emit_by_name (self.dashboard, "sources-changed");
  g_assert_cmpuint (count_rows (&self), ==, 2);
  g_assert_true (fixture_shows (GTK_WIDGET (self.window), "Set by your administrator"));
  gtk_widget_activate_action (GTK_WIDGET (self.window), "sources.remove", "s", "fleet");
  fixture_settle ();
  g_assert_cmpuint (count_rows (&self), ==, 2);
  g_assert_true (fixture_shows (GTK_WIDGET (self.window), "it can be paused, not removed"));

  GtkWidget *button = find_widget (GTK_WIDGET (self.window), GTK_TYPE_SWITCH);
  gtk_switch_set_active (GTK_SWITCH (button), FALSE);
  g_autofree char *text = read_file (&self);
  g_assert_nonnull (strstr (text, "[Source fleet]\nPaused=true\n"));
  g_assert_nonnull (strstr (text, "SiteAttribute=place"));
  g_assert_null (strstr (text, "Auth="));
  g_assert_true (fixture_shows (GTK_WIDGET (self.window), "Paused"));
  tear_down (&self);
}

static GtkWindow *
find_window (const char *title)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (unsigned i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (all, i);
      if (g_strcmp0 (gtk_window_get_title (window), title) == 0)
        return window;
    }
  return NULL;
}

/* What the last reading asked, what it could not have, and what that would need. */
static void
test_health (void)
{
  Fixture self = { 0 };
  g_autoptr (GPtrArray) journal = parl_journal_new ();
  char *warnings[] = { (char *)"the rollouts stay as they were", NULL };
  const ParlHealth health = { .at = parl_time_now (),
                              .took = 3 * PARL_MINUTE,
                              .server = (char *)"hawkBit 0.10",
                              .warnings = warnings,
                              .journal = journal };

  set_up (&self, false);
  gtk_widget_activate_action (GTK_WIDGET (self.window), "sources.health", "s", "hawkBit");
  GtkWindow *window = find_window ("Health of hawkBit");
  g_assert_true (fixture_shows (GTK_WIDGET (window), "No reading is on record yet."));
  fixture_destroy_window (GTK_WIDGET (window));

  for (unsigned i = 0; i < 3; i++)
    parl_journal_add (journal, &(ParlJournalNote){ "GET", "/rest/v1/targets/cam-1/actions", 1000,
                                                   10, false, NULL });
  parl_journal_add (journal, &(ParlJournalNote){ "GET", "/rest/v1/rollouts?limit=500", 0, 5, true,
                                                 "hawkBit: GET /rest/v1/rollouts: 403" });
  g_assert_true (parl_health_save (&health, self.folder, "hawkBit", NULL));
  gtk_widget_activate_action (GTK_WIDGET (self.window), "sources.health", "s", "hawkBit");
  window = find_window ("Health of hawkBit");
  static const char *const shown[]
      = { "4 requests in 3\u00a0min, hawkBit 0.10",
          "the rollouts stay as they were",
          "The right to ask for GET /rest/v1/rollouts",
          "GET /rest/v1/targets/…/actions",
          "3 requests, 10\u00a0ms on average, 10\u00a0ms at most, 3.0\u00a0kB",
          "1 failed: hawkBit: GET /rest/v1/rollouts: 403" };
  for (unsigned i = 0; i < G_N_ELEMENTS (shown); i++)
    if (!fixture_shows (GTK_WIDGET (window), shown[i]))
      g_error ("“%s” is not shown", shown[i]);
  fixture_destroy_window (GTK_WIDGET (window));
  tear_down (&self);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/sources-window/pause", test_pause);
  g_test_add_func ("/sources-window/remove-and-undo", test_remove_and_undo);
  g_test_add_func ("/sources-window/demo", test_demo);
  g_test_add_func ("/sources-window/managed", test_managed);
  g_test_add_func ("/sources-window/health", test_health);
  return g_test_run ();
}
