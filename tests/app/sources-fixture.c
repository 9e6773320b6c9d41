/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sources-fixture.h"

#include "support/folder.h"

#include <glib/gstdio.h>
#include <string.h>

void
fixture_init (int *argc, char ***argv)
{
  begin_with_display (argc, argv);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/org/parlance/Parlance/icons");
}

ParlDashboard *
fixture_new_dashboard (ParlDashboardState state)
{
  ParlDashboard *dashboard = g_object_new (PARL_TYPE_DASHBOARD, NULL);

  parl_dashboard_take_syncs (dashboard, parl_syncs_new (NULL));
  dashboard->state = state;
  return dashboard;
}

ParlDashboard *
fixture_new_open_dashboard (char **folder)
{
  g_autoptr (GError) error = NULL;
  ParlDashboard *dashboard = fixture_new_dashboard (PARL_DASHBOARD_UNSET);

  *folder = folder_new ();
  g_autofree char *system_dir = g_build_filename (*folder, "system", NULL);
  const ParlSessionOptions options = { .config_dir = *folder,
                                       .system_dir = system_dir,
                                       .state_dir = *folder,
                                       .data_dir = g_getenv ("PARLANCE_DATA_DIR"),
                                       .secret_fd = -1 };
  dashboard->session = parl_session_new (&options, parl_time_now (), &error);
  g_assert_no_error (error);
  parl_computer_open (dashboard->computer, dashboard->session);
  parl_syncs_open (dashboard->syncs, dashboard->session);
  return dashboard;
}

void
fixture_ship_source (ParlDashboard *dashboard, const char *folder)
{
  g_autofree char *system_dir = g_build_filename (folder, "system", NULL);
  g_autofree char *path = g_build_filename (system_dir, "sources.conf", NULL);

  g_assert_cmpint (g_mkdir (system_dir, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path,
                                      "[Source fleet]\nKind=hawkbit\nUrl=http://127.0.0.1:9\n"
                                      "Auth=basic\nClassAttribute=hw\n",
                                      -1, NULL));
  g_assert_true (parl_session_reload_sources (dashboard->session, NULL));
  parl_syncs_fill (dashboard->syncs);
}

ParlSourceItem *
fixture_add_source (ParlDashboard *dashboard, const char *name, const char *kind,
                    ParlSyncState state, ParlTime age)
{
  g_autoptr (ParlSourceConfig) config
      = parl_source_config_new (name, kind, "https://server.example.com");
  g_autoptr (ParlSourceItem) item = parl_source_item_new (config);
  g_autoptr (ParlSourceState) known = parl_source_state_new (name, kind);

  known->state = state;
  known->newest = age != PARL_TIME_NONE ? parl_time_now () - age : PARL_TIME_NONE;
  known->fetched = known->newest;
  if (state == PARL_SYNC_FAILED || state == PARL_SYNC_PARTIAL)
    known->message = g_strdup_printf ("%s: it says why", name);
  parl_source_item_set_state (item, known);
  g_list_store_append (G_LIST_STORE (G_LIST_MODEL (dashboard->syncs->sources)), item);
  return item;
}

void
fixture_settle (void)
{
  for (unsigned i = 0; i < 200 && g_main_context_iteration (NULL, FALSE); i++)
    ;
}

void
fixture_close_dashboard (ParlDashboard *dashboard)
{
  g_object_add_weak_pointer (G_OBJECT (dashboard), (gpointer *)&dashboard);
  parl_dashboard_close (dashboard);
  g_object_unref (dashboard);
  wait_until (is_gone, &dashboard);
}

static bool
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data) && gtk_widget_get_width (data) > 0;
}

GtkWidget *
fixture_show (GtkWidget *child, int width)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, 800);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  wait_until (is_mapped, child);
  return window;
}

void
fixture_destroy_window (GtkWidget *window)
{
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *)&window);
  gtk_window_destroy (GTK_WINDOW (window));
  fixture_settle ();
  g_assert_null (window);
}

bool
fixture_shows (GtkWidget *root, const char *text)
{
  if (!gtk_widget_get_visible (root) || !gtk_widget_get_child_visible (root))
    return false;
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), text) != NULL)
    return true;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_POPOVER (child) && fixture_shows (child, text))
      return true;
  return false;
}

GtkWidget *
fixture_find_row (GtkWidget *root, const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (root) && gtk_widget_get_visible (root)
      && strcmp (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = fixture_find_row (child, title);
      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
fixture_find_button (GtkWidget *root, const char *label)
{
  if (!gtk_widget_get_visible (root) || !gtk_widget_get_child_visible (root))
    return NULL;
  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = fixture_find_button (child, label);
      if (found != NULL)
        return found;
    }
  return NULL;
}

unsigned
fixture_count (GtkWidget *root, GType type)
{
  unsigned n = G_TYPE_CHECK_INSTANCE_TYPE (root, type) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += fixture_count (child, type);
  return n;
}
