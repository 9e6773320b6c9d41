/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A first sync of two sources, one of which has answered: its board is shown, and says of the other
 * that it is being read. It can be cancelled. */
#include "config.h"

#include "sources-fixture.h"

#include "app/board/board-view.h"

#include "support/folder.h"
#include "support/script-server.h"

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
write_sources (const char *folder, const char *url)
{
  g_autoptr (GDateTime) today = g_date_time_new_now_utc ();
  g_autofree char *day = g_date_time_format (today, "%Y-%m-%d");
  g_autofree char *counts
      = g_strdup_printf ("day,from,to,class,outcome,cause,count\n%s,1,2,nano,succeeded,,40\n", day);
  g_autofree char *sources = g_strdup_printf ("[Source ci]\nKind=counts\nFile=%s/counts.csv\n\n"
                                              "[Source metrics]\nKind=prometheus\nUrl=%s\n",
                                              folder, url);

  write_file (folder, "counts.csv", counts);
  write_file (folder, "sources.conf", sources);
}

static bool
is_ready (gpointer data)
{
  ParlDashboard *dashboard = data;

  return dashboard->state == PARL_DASHBOARD_READY && !dashboard->computer->busy;
}

static bool
is_over (gpointer data)
{
  ParlDashboard *dashboard = data;

  return !parl_syncs_get_syncing (dashboard->syncs) && dashboard->syncs->n_tasks == 0
         && !dashboard->computer->busy;
}

static void
show_board (ParlDashboard *dashboard, GtkWidget *view)
{
  ParlBoard *board = parl_dashboard_get_board (dashboard, "designer");

  g_assert_nonnull (board);
  parl_board_view_set_board (PARL_BOARD_VIEW (view), board);
}

static ScriptAnswer
answer_nothing (const char *method G_GNUC_UNUSED, const char *target G_GNUC_UNUSED,
                const char *body G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  return (ScriptAnswer){ .body = "{ }", .cut = 1, .silent = true };
}

static void
test_first_sync (void)
{
  char *folder = NULL;
  ParlDashboard *dashboard = fixture_new_open_dashboard (&folder);
  ScriptServer *server = script_server_new ();
  GtkWidget *view = g_object_new (PARL_TYPE_BOARD_VIEW, NULL);
  GtkWidget *window = fixture_show (view, 900);

  script_server_set_handler (server, answer_nothing, NULL);
  write_sources (folder, script_server_get_url (server));
  parl_computer_expect_audiences (dashboard->computer);
  parl_board_view_set_dashboard (PARL_BOARD_VIEW (view), dashboard);
  parl_dashboard_reload_sources (dashboard);

  wait_until (is_ready, dashboard);
  g_assert_true (parl_syncs_get_syncing (dashboard->syncs));
  show_board (dashboard, view);
  g_assert_true (fixture_shows (view, "metrics is being read for the first time"));
  g_assert_false (fixture_shows (view, "Connect the system that measures your cameras"));

  ParlSourceItem *item
      = parl_source_items_find (G_LIST_MODEL (dashboard->syncs->sources), "metrics");
  parl_source_item_set_progress (item, "reading devices", 1200, 18000, 3 * PARL_MINUTE);
  g_assert_true (fixture_shows (view, "1,200 of 18,000"));

  parl_syncs_cancel (dashboard->syncs);
  wait_until (is_over, dashboard);
  g_assert_cmpint (dashboard->state, ==, PARL_DASHBOARD_READY);
  show_board (dashboard, view);
  g_assert_true (fixture_shows (view, "metrics has not been read yet"));
  g_assert_false (fixture_shows (view, "is being read"));

  fixture_destroy_window (window);
  fixture_close_dashboard (dashboard);
  script_server_free (server);
  folder_remove (folder);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/first-sync/board", test_first_sync);
  return g_test_run ();
}
