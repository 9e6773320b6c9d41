/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes goes again: dialogs, windows, dashboards; and the window while there is nothing to
 * show, or nothing can be opened. Every GTK warning ends the test. */
#include "config.h"

#include "window-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

/* Every action that is possible just now, whatever the window shows. */
static void
do_all_actions (WindowFixture *self)
{
  static const char *const harmless[]
      = { "win.back",         "win.close-panel", "win.cancel",   "win.clear-filters",
          "win.days",         "win.fact",        "win.evidence", "win.class",
          "win.nth-audience", "win.copy-page",   "win.audience" };

  for (unsigned i = 0; i < G_N_ELEMENTS (harmless); i++)
    {
      const char *name = harmless[i];
      GVariant *target = g_str_equal (name, "win.days") || g_str_equal (name, "win.nth-audience")
                             ? g_variant_new_int32 (7)
                         : g_str_equal (name, "win.fact") || g_str_equal (name, "win.evidence")
                                 || g_str_equal (name, "win.class")
                                 || g_str_equal (name, "win.audience")
                             ? g_variant_new_string ("no such thing")
                             : NULL;
      gtk_widget_activate_action_variant (self->window, name, target);
    }
  window_fixture_settle (self);
}

static void
test_no_sources (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;

  g_assert_cmpint (self->dashboard->state, ==, PARL_DASHBOARD_UNSET);
  do_all_actions (self);
  window_fixture_do (self, "win.sources");
  window_fixture_close_dialog (self);
  window_fixture_do (self, "win.add-source");
  window_fixture_close_dialog (self);
  g_assert_cmpint (self->dashboard->state, ==, PARL_DASHBOARD_UNSET);
}

/* Own fleet, demo, own fleet, also before any of them is open. */
static void
test_replaced (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  GActionGroup *application = G_ACTION_GROUP (self->application);

  for (unsigned i = 0; i < 2; i++)
    {
      ParlDashboard *old = self->dashboard;
      g_object_add_weak_pointer (G_OBJECT (old), (gpointer *)&old);
      g_action_group_activate_action (application, "demo", NULL);
      window_fixture_follow (self);
      window_fixture_settle (self);
      wait_until (is_gone, &old);
      g_assert_true (self->dashboard->demo);
      do_all_actions (self);
      g_action_group_activate_action (application, "own-fleet", NULL);
      window_fixture_follow (self);
    }
  g_action_group_activate_action (application, "demo", NULL);
  g_action_group_activate_action (application, "own-fleet", NULL);
  window_fixture_follow (self);
  window_fixture_wait_computed (self);
  window_fixture_settle (self);
  g_assert_cmpint (self->dashboard->state, ==, PARL_DASHBOARD_UNSET);
}

static void
open_again (WindowFixture *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "own-fleet", NULL);
  window_fixture_follow (self);
  window_fixture_wait_computed (self);
  window_fixture_settle (self);
}

/* As the file of a version to come: where SQLite keeps the number of the tables. */
static void
make_newer (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  size_t length;

  g_autofree char *log = g_strconcat (path, "-wal", NULL);

  g_unlink (log); /* what stands in it would count instead */
  g_file_get_contents (path, &bytes, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (length, >, 100);
  memcpy (bytes + 60, "\0\0\0\143", 4);
  g_file_set_contents (path, bytes, (gssize)length, &error);
  g_assert_no_error (error);
}

static void
test_failed (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "parlance", "history.db", NULL);

  /* The history is closed with its dashboard. */
  ParlDashboard *old = self->dashboard;
  g_object_add_weak_pointer (G_OBJECT (old), (gpointer *)&old);
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "demo", NULL);
  window_fixture_follow (self);
  wait_until (is_gone, &old);
  make_newer (path);
  open_again (self);
  g_assert_cmpint (self->dashboard->state, ==, PARL_DASHBOARD_FAILED);
  g_assert_cmpint (self->dashboard->trouble, ==, PARL_TROUBLE_NEWER);
  do_all_actions (self);

  /* A folder can't be written as a file, whoever asks. */
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  open_again (self);
  g_assert_cmpint (self->dashboard->state, ==, PARL_DASHBOARD_FAILED);
  g_assert_nonnull (self->dashboard->message);
  do_all_actions (self);

  g_assert_cmpint (g_rmdir (path), ==, 0);
  open_again (self);
  g_assert_cmpint (self->dashboard->state, ==, PARL_DASHBOARD_UNSET);
}

static void
look_for_toast (GtkWidget *widget, gpointer found)
{
  if (GTK_IS_LABEL (widget)
      && gtk_widget_get_ancestor (widget, g_type_from_name ("AdwToastWidget")) != NULL
      && strstr (gtk_label_get_text (GTK_LABEL (widget)), "parlance.conf") != NULL)
    *(bool *)found = true;
}

static bool
is_told (gpointer window)
{
  bool found = false;

  window_fixture_walk (window, look_for_toast, &found);
  return found;
}

/* Where a folder stands no settings can be written: the window says so, and they are kept. */
static void
test_settings_unwritten (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  g_autofree char *path
      = g_build_filename (g_get_user_config_dir (), "parlance", "parlance.conf", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  window_fixture_fill (self);
  g_unlink (path);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  window_fixture_do (self, "win.days(14)");
  wait_until (is_told, self->window);
  g_assert_cmpint (g_rmdir (path), ==, 0);

  window_fixture_do (self, "win.audience::ops");
  parl_settings_flush (parl_application_get_settings (self->application));
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (text, "days=14"));
  window_fixture_do (self, "win.days(28)");
}

/* Again and again over boards. */
static void
test_again_and_again (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  static const char *const dialogs[]
      = { "win.sources", "win.add-source", "win.export", "app.preferences", "app.about" };

  window_fixture_fill (self);
  for (unsigned round = 0; round < 3; round++)
    {
      window_fixture_do (self, "win.audience::exec win.fact::ota-failure-rate win.close-panel "
                               "win.audience::ops win.evidence::ota-failure-rate win.back");
      for (unsigned i = 0; i < G_N_ELEMENTS (dialogs); i++)
        {
          window_fixture_do (self, dialogs[i]);
          window_fixture_close_dialog (self);
        }
    }
  do_all_actions (self);
  window_fixture_do (self, "win.audience::exec win.copy-page");
}

/* A window that is destroyed leaves nothing behind that holds it or its dashboard. */
static void
test_destroyed (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;

  for (unsigned round = 0; round < 3; round++)
    {
      GtkWidget *window = parl_main_window_new (self->application);
      unsigned n = G_OBJECT (self->dashboard)->ref_count;
      parl_main_window_set_dashboard (PARL_MAIN_WINDOW (window), self->dashboard);
      gtk_window_present (GTK_WINDOW (window));
      window_fixture_settle (self);
      gtk_widget_activate_action (window, "win.fact", "s", "ota-failure-rate");
      window_fixture_settle (self);
      parl_main_window_set_dashboard (PARL_MAIN_WINDOW (window), NULL);
      parl_main_window_set_dashboard (PARL_MAIN_WINDOW (window), self->dashboard);
      window_fixture_settle (self);
      g_object_add_weak_pointer (G_OBJECT (window), (gpointer *)&window);
      gtk_window_destroy (GTK_WINDOW (window));
      window_fixture_settle (self);
      g_assert_null (window);
      g_assert_cmpuint (G_OBJECT (self->dashboard)->ref_count, ==, n);
    }
}

static void
prepare (WindowFixture *self)
{
  g_test_add_data_func ("/app/window-life/no-sources", self, test_no_sources);
  g_test_add_data_func ("/app/window-life/replaced", self, test_replaced);
  g_test_add_data_func ("/app/window-life/failed", self, test_failed);
  g_test_add_data_func ("/app/window-life/settings-unwritten", self, test_settings_unwritten);
  g_test_add_data_func ("/app/window-life/again-and-again", self, test_again_and_again);
  g_test_add_data_func ("/app/window-life/destroyed", self, test_destroyed);
}

int
main (int argc, char **argv)
{
  return window_fixture_main (argc, argv, prepare);
}
