/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises in the preferences: none until one is set, and none again when it is taken back. */

#include "sources-fixture.h"

#include "app/preferences.h"

#include "support/folder.h"

#include <math.h>

typedef struct
{
  char *folder, *path;
  ParlSettings *settings;
  GtkWidget *window;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = folder_new ();
  self->path = g_build_filename (self->folder, "parlance.conf", NULL);
  g_assert_true (g_file_set_contents (self->path, data, -1, NULL));
  self->settings = parl_settings_new (&(ParlSettingsLayers){ self->path, NULL });
  self->window = GTK_WIDGET (parl_preferences_new (self->settings));
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
tear_down (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  fixture_destroy_window (self->window);
  g_assert_finalize_object (self->settings);
  folder_remove (self->folder);
  g_free (self->path);
}

static double
get_promise (Fixture *self, const char *key)
{
  return parl_settings_get_number (self->settings, PARL_CONF_TARGETS, key);
}

static void
click (Fixture *self, const char *row, const char *label)
{
  GtkWidget *button = fixture_find_button (fixture_find_row (self->window, row), label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static void
test_set_and_unset (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_assert_true (isnan (get_promise (self, "success")));
  click (self, "Update success", "Set");
  g_assert_cmpfloat (get_promise (self, "success"), ==, 0.95);
  g_assert_true (isnan (get_promise (self, "fps"))); /* each by itself */

  click (self, "Update success", "Unset");
  g_assert_true (isnan (get_promise (self, "success")));
  g_autofree char *text = NULL;
  parl_settings_flush (self->settings);
  g_assert_true (g_file_get_contents (self->path, &text, NULL, NULL));
  g_assert_null (strstr (text, "success"));
}

/* What a file states is shown as it is, and can be taken back. */
static void
test_stated (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  GtkWidget *row = fixture_find_row (self->window, "Camera speed");

  g_assert_true (fixture_shows (row, "Unset"));
  click (self, "Camera speed", "Unset");
  g_assert_true (isnan (get_promise (self, "fps")));
  g_assert_true (fixture_shows (row, "Set"));
}

/* What an administrator has fixed is seen, and can't be changed. */
static void
test_locked (void)
{
  g_autofree char *folder = folder_new ();
  g_autofree char *own = g_build_filename (folder, "own.conf", NULL);
  g_autofree char *system = g_build_filename (folder, "system.conf", NULL);
  g_assert_true (g_file_set_contents (
      system, "[Targets]\nsuccess=0.97\nfps=25\n[Locked]\nTargets=success;finish\n", -1, NULL));
  g_autoptr (ParlSettings) settings = parl_settings_new (&(ParlSettingsLayers){ own, system });
  GtkWidget *window = GTK_WIDGET (parl_preferences_new (settings));

  gtk_window_present (GTK_WINDOW (window));
  GtkWidget *locked = fixture_find_row (window, "Update success");
  g_assert_false (gtk_widget_get_sensitive (locked));
  g_assert_true (fixture_shows (locked, "Set by your administrator"));
  g_assert_true (fixture_shows (locked, "Unset"));
  g_assert_false (gtk_widget_get_sensitive (fixture_find_row (window, "Rollout done by")));
  g_assert_true (gtk_widget_get_sensitive (fixture_find_row (window, "Camera speed")));
  fixture_destroy_window (window);
  folder_remove (g_steal_pointer (&folder));
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add ("/preferences/set-and-unset", Fixture, "", set_up, test_set_and_unset, tear_down);
  g_test_add ("/preferences/stated", Fixture, "[Targets]\nfps = 25\n", set_up, test_stated,
              tear_down);
  g_test_add_func ("/preferences/locked", test_locked);
  return g_test_run ();
}
