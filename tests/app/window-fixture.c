/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-fixture.h"

#include "app/main-window.h"

#include "demo-origin.h"
#include "app/dashboard/dashboard.h"

#include "golden.h"
#include "support/folder.h"

#include <stdio.h>

typedef struct
{
  WindowFixture fixture;
  void (*prepare) (WindowFixture *self);
  int status;
} Run;

static void
on_painted (GdkFrameClock *clock, gpointer data)
{
  (void)clock;
  ++*(unsigned *)data;
}

/* What changes in one frame may ask for another one. A spinner never comes to rest. */
void
window_fixture_settle (WindowFixture *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (self->window);
  unsigned n = 0;
  unsigned long id = g_signal_connect (clock, "after-paint", G_CALLBACK (on_painted), &n);

  for (unsigned target = 1; target <= 3; target++)
    {
      gtk_widget_queue_draw (self->window);
      while (n < target)
        g_main_context_iteration (NULL, TRUE);
    }
  g_signal_handler_disconnect (clock, id);
  for (unsigned i = 0; i < 50 && g_main_context_iteration (NULL, FALSE); i++)
    ;
}

static bool
is_computed (gpointer data)
{
  ParlDashboard *dashboard = data;

  return !dashboard->computer->busy && dashboard->state != PARL_DASHBOARD_OPENING;
}

void
window_fixture_wait_computed (WindowFixture *self)
{
  wait_until (is_computed, self->dashboard);
}

void
window_fixture_follow (WindowFixture *self)
{
  self->dashboard = PARL_MAIN_WINDOW (self->window)->dashboard;
}

/* Paused, so that nobody tries to read what is not there. */
static ParlSourceItem *
create_item (const ParlSourceState *state)
{
  g_autoptr (ParlSourceConfig) config
      = parl_source_config_new (state->name, state->kind, "https://server.example.com");
  g_autoptr (GError) error = NULL;

  parl_source_config_set (config, "Paused", "true", &error);
  g_assert_no_error (error);
  return parl_source_item_new (config);
}

/* No row that was not asked for. */
static void
put_question_away (ParlDashboard *dashboard)
{
  g_autofree char *path
      = g_build_filename (g_get_user_config_dir (), "parlance", "parlance.conf", NULL);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_assert_true (g_file_set_contents (path, "[Window]\ntargets-asked=true\n", -1, NULL));
  dashboard->may_ask_for_targets = false;
}

void
window_fixture_fill (WindowFixture *self)
{
  ParlDashboard *dashboard = self->dashboard;

  window_fixture_wait_computed (self);
  ParlComputed *computed = parl_computed_new (dashboard->session);
  computed->snapshot = golden_snapshot_new ();
  for (unsigned i = 0; i < computed->snapshot->sources->len; i++)
    {
      g_autoptr (ParlSourceItem) item
          = create_item (g_ptr_array_index (computed->snapshot->sources, i));
      g_list_store_append (G_LIST_STORE (G_LIST_MODEL (dashboard->syncs->sources)), item);
    }
  dashboard->may_ask_for_targets
      = false; /* until its file is changed: no row that was not asked for */
  put_question_away (dashboard);
  parl_computer_take (dashboard->computer, computed);
  parl_computer_run (dashboard->computer);
  window_fixture_wait_computed (self);
  g_assert_cmpint (dashboard->state, ==, PARL_DASHBOARD_READY);
  window_fixture_settle (self);
}

void
window_fixture_resize (WindowFixture *self, int width, int height)
{
  gtk_window_set_default_size (GTK_WINDOW (self->window), width, height);
  for (unsigned i = 0; i < 20; i++)
    {
      window_fixture_settle (self);
      if (gtk_widget_get_width (self->window) == width
          && gtk_widget_get_height (self->window) == height)
        return;
    }
  g_error ("asked for %d x %d, but the window is %d x %d", width, height,
           gtk_widget_get_width (self->window), gtk_widget_get_height (self->window));
}

void
window_fixture_do (WindowFixture *self, const char *actions)
{
  g_auto (GStrv) all = g_strsplit (actions, " ", -1);

  for (char **detailed = all; *detailed != NULL; detailed++)
    {
      g_autofree char *action = NULL;
      g_autoptr (GVariant) target = NULL;
      g_autoptr (GError) error = NULL;
      g_action_parse_detailed_name (*detailed, &action, &target, &error);
      g_assert_no_error (error);
      if (!gtk_widget_activate_action_variant (self->window, action, target))
        g_error ("nobody answers to %s", action);
      window_fixture_follow (self);
      window_fixture_wait_computed (self);
      window_fixture_settle (self);
    }
}

GtkWindow *
window_fixture_find_dialog (WindowFixture *self)
{
  g_autoptr (GList) all = gtk_window_list_toplevels ();

  for (GList *l = all; l != NULL; l = l->next)
    if (l->data != (gpointer)self->window && gtk_widget_get_visible (l->data))
      return l->data;
  return NULL;
}

void
window_fixture_close_dialog (WindowFixture *self)
{
  GtkWindow *dialog = window_fixture_find_dialog (self);

  g_assert_nonnull (dialog);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *)&dialog);
  gtk_window_close (dialog);
  wait_until (is_gone, &dialog);
  window_fixture_settle (self);
}

void
window_fixture_walk (GtkWidget *root, void (*visit) (GtkWidget *widget, gpointer data),
                     gpointer data)
{
  if (!gtk_widget_get_mapped (root) || GTK_IS_POPOVER (root))
    return;
  visit (root, data);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    window_fixture_walk (child, visit, data);
}

GtkWidget *
window_fixture_find (GtkWidget *root, GType type)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = window_fixture_find (child, type);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Without a window manager a window draws its own frame; then it is smaller than was asked for. */
static void
remove_frame (GtkWidget *window)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_data (provider, "window { margin: 0; padding: 0; border-width: 0; }",
                                   -1);
  gtk_style_context_add_provider_for_display (gtk_widget_get_display (window),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_USER);
}

static gboolean
run_tests (gpointer data)
{
  Run *run = data;
  WindowFixture *self = &run->fixture;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  self->window
      = GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (self->application)));
  remove_frame (self->window);
  window_fixture_follow (self);
  window_fixture_wait_computed (self);
  run->prepare (self);
  run->status = g_test_run ();
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *)&self->window);
  g_object_add_weak_pointer (G_OBJECT (self->dashboard), (gpointer *)&self->dashboard);
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "quit", NULL);
  return G_SOURCE_REMOVE;
}

static void
on_activate (GApplication *application, gpointer data)
{
  (void)application;
  g_idle_add (run_tests, data);
}

int
window_fixture_main (int argc, char **argv, void (*prepare) (WindowFixture *self))
{
  char *folder = folder_new ();
  Run run = { .prepare = prepare };

  g_setenv ("XDG_CONFIG_HOME", folder, TRUE);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  /* No desktop: what asks for a bus would start one. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  /* Keeps accessible properties where a test can see them, and tells nobody. */
  g_setenv ("GTK_A11Y", "test", TRUE);
  g_test_init (&argc, &argv, NULL);
  if (!init_display ())
    {
      puts ("1..0 # SKIP there is no display");
      folder_remove (folder);
      return 0;
    }

  run.fixture.application = parl_application_new (parl_demo_open_origin);
  g_application_set_flags (G_APPLICATION (run.fixture.application),
                           G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_NON_UNIQUE);
  g_signal_connect_after (run.fixture.application, "activate", G_CALLBACK (on_activate), &run);
  g_assert_cmpint (g_application_run (G_APPLICATION (run.fixture.application), 1, argv), ==, 0);
  g_assert_null (run.fixture.window);
  g_assert_null (run.fixture.dashboard);
  g_assert_finalize_object (run.fixture.application);
  folder_remove (folder);
  return run.status;
}
