/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chips of sources in every condition, their folding, and the filters beside them; and the notice
 * under them. */

#include "sources-fixture.h"

#include "app/sources/freshness-strip.h"
#include "app/sources/notice.h"
#include "app/sources/source-chip.h"

static GtkWidget *
new_strip (ParlDashboard *dashboard)
{
  GtkWidget *strip = g_object_new (PARL_TYPE_FRESHNESS_STRIP, NULL);

  parl_freshness_strip_set_dashboard (PARL_FRESHNESS_STRIP (strip), dashboard);
  return strip;
}

static const struct
{
  ParlSyncState state;
  ParlTime age;
  const char *word;
  const char *age_text;
} conditions[] = {
  { PARL_SYNC_DONE, 12 * PARL_MINUTE, "Fresh", "12\u00a0min old" },
  { PARL_SYNC_DONE, 26 * PARL_HOUR, "Late", "26\u00a0h old" },
  { PARL_SYNC_DONE, 5 * PARL_DAY, "Stale", "5\u00a0d old" },
  { PARL_SYNC_PARTIAL, 12 * PARL_MINUTE, "Partial", "12\u00a0min old" },
  { PARL_SYNC_FAILED, 12 * PARL_MINUTE, "Offline", "12\u00a0min old" },
  { PARL_SYNC_NEVER, PARL_TIME_NONE, "Never Read", NULL },
};

static void
test_conditions (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (conditions); i++)
    {
      ParlDashboard *dashboard = fixture_new_dashboard (PARL_DASHBOARD_READY);
      fixture_add_source (dashboard, "hawkBit", "hawkbit", conditions[i].state, conditions[i].age);
      GtkWidget *strip = new_strip (dashboard);
      GtkWidget *window = fixture_show (strip, 1200);

      g_assert_true (fixture_shows (strip, "Updates · hawkBit"));
      g_assert_true (fixture_shows (strip, conditions[i].word));
      if (conditions[i].age_text != NULL)
        g_assert_true (fixture_shows (strip, conditions[i].age_text));
      fixture_destroy_window (window);
      fixture_close_dashboard (dashboard);
    }
}

static void
test_follows (void)
{
  ParlDashboard *dashboard = fixture_new_dashboard (PARL_DASHBOARD_READY);
  GtkWidget *strip = new_strip (dashboard);
  GtkWidget *window = fixture_show (strip, 1200);
  ParlSourceItem *item
      = fixture_add_source (dashboard, "hawkBit", "hawkbit", PARL_SYNC_NEVER, PARL_TIME_NONE);
  g_autoptr (ParlSourceConfig) paused
      = parl_source_config_new ("hawkBit", "hawkbit", "https://server.example.com");

  g_assert_cmpuint (fixture_count (strip, PARL_TYPE_SOURCE_CHIP), ==, 2); /* and the folded one */
  parl_source_item_begin_sync (item);
  g_assert_true (fixture_shows (strip, "Reading"));
  g_assert_true (parl_source_config_set (paused, "Paused", "true", NULL));
  parl_source_item_set_config (item, paused);
  g_assert_true (fixture_shows (strip, "Paused"));
  g_list_store_remove_all (G_LIST_STORE (G_LIST_MODEL (dashboard->syncs->sources)));
  g_assert_cmpuint (fixture_count (strip, PARL_TYPE_SOURCE_CHIP), ==, 1);
  parl_freshness_strip_set_dashboard (PARL_FRESHNESS_STRIP (strip), NULL);
  fixture_destroy_window (window);
  fixture_close_dashboard (dashboard);
}

static bool
is_folded (gpointer strip)
{
  return fixture_shows (strip, "1 fresh, 1 late");
}

/* Where there is no room, one chip tells of all. */
static void
test_folds (void)
{
  ParlDashboard *dashboard = fixture_new_dashboard (PARL_DASHBOARD_READY);
  GtkWidget *strip;

  fixture_add_source (dashboard, "hawkBit", "hawkbit", PARL_SYNC_DONE, PARL_MINUTE);
  fixture_add_source (dashboard, "Prometheus", "prometheus", PARL_SYNC_DONE, 3 * PARL_HOUR);
  strip = new_strip (dashboard);
  GtkWidget *window = fixture_show (strip, 1200);
  g_assert_false (is_folded (strip));
  g_assert_true (fixture_shows (strip, "Speed · Prometheus"));
  fixture_destroy_window (window);

  strip = new_strip (dashboard);
  parl_freshness_strip_set_mode (PARL_FRESHNESS_STRIP (strip), PARL_WIDTH_NARROW);
  window = fixture_show (strip, 340);
  wait_until (is_folded, strip);
  g_assert_false (fixture_shows (strip, "Speed · Prometheus"));
  fixture_destroy_window (window);
  fixture_close_dashboard (dashboard);
}

/* The filters. */

static void
on_site (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  (void)action;
  g_string_append_printf (data, "%s|", g_variant_get_string (parameter, NULL));
}

static GtkWidget *
find_list (GtkWidget *root)
{
  if (GTK_IS_LIST_VIEW (root))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_list (child);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* A choice, then the cross beside it. */
static void
test_filter (void)
{
  static const char *const sites[] = { "Harbour North", "Harbour South", NULL };
  g_autoptr (GString) log = g_string_new (NULL);
  const GActionEntry actions[] = { { .name = "site", .activate = on_site, .parameter_type = "s" } };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  GtkWidget *button = g_object_new (PARL_TYPE_FILTER_BUTTON, "action", "win.site", "all",
                                    "All sites", "title", "Site", NULL);

  g_action_map_add_action_entries (G_ACTION_MAP (group), actions, G_N_ELEMENTS (actions), log);
  gtk_widget_insert_action_group (button, "win", G_ACTION_GROUP (group));
  g_assert_false (gtk_widget_get_visible (button)); /* nothing to choose yet */
  parl_filter_button_set_values (PARL_FILTER_BUTTON (button), sites, NULL);
  GtkWidget *window = fixture_show (button, 400);
  g_assert_true (fixture_shows (button, "All sites"));
  g_signal_emit_by_name (find_list (button), "activate", 2);
  g_assert_cmpstr (log->str, ==, "Harbour South|");

  parl_filter_button_set_values (PARL_FILTER_BUTTON (button), sites, "Harbour South");
  g_assert_true (fixture_shows (button, "Harbour South"));
  GtkWidget *remove = gtk_widget_get_last_child (gtk_widget_get_first_child (button));
  g_assert_true (gtk_widget_get_visible (remove));
  g_signal_emit_by_name (remove, "clicked");
  g_assert_cmpstr (log->str, ==, "Harbour South||");
  fixture_destroy_window (window);
}

static void
test_filters_follow_scope (void)
{
  ParlDashboard *dashboard = fixture_new_dashboard (PARL_DASHBOARD_READY);
  GtkWidget *strip = new_strip (dashboard);
  GtkWidget *window = fixture_show (strip, 1200);

  g_assert_null (fixture_find_button (strip, "Clear"));
  g_autoptr (ParlScope) scope = parl_scope_new ();
  scope->site = g_strdup ("Harbour North");
  parl_dashboard_set_scope (dashboard, scope);
  g_assert_true (fixture_shows (strip, "Harbour North"));
  g_assert_nonnull (fixture_find_button (strip, "Clear"));
  parl_freshness_strip_set_mode (PARL_FRESHNESS_STRIP (strip), PARL_WIDTH_NARROW);
  g_assert_true (fixture_shows (strip, "Filters (1)"));
  fixture_destroy_window (window);
  fixture_close_dashboard (dashboard);
}

/* The notice. */

static bool
tells_of_refusal (gpointer row)
{
  return fixture_shows (row, "hawkBit has refused the credentials since");
}

static bool
tells_of_history (gpointer row)
{
  return fixture_shows (row, "The history was damaged & set aside");
}

static void
test_notice (void)
{
  ParlDashboard *dashboard = fixture_new_dashboard (PARL_DASHBOARD_READY);
  GtkWidget *row = g_object_new (PARL_TYPE_NOTICE_ROW, NULL);
  GtkWidget *window = fixture_show (row, 1200);
  GtkRevealer *revealer = GTK_REVEALER (gtk_widget_get_first_child (row));
  g_autoptr (GError) error
      = g_error_new (PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_DENIED, "hawkBit: 401");

  parl_notice_row_set_dashboard (PARL_NOTICE_ROW (row), dashboard);
  ParlSourceItem *item
      = fixture_add_source (dashboard, "hawkBit", "hawkbit", PARL_SYNC_DONE, PARL_MINUTE);
  g_assert_false (gtk_revealer_get_reveal_child (revealer));
  parl_source_item_begin_sync (item);
  parl_source_item_end_sync (item, error);
  g_assert_true (gtk_revealer_get_reveal_child (revealer));
  wait_until (tells_of_refusal, row);
  g_assert_nonnull (fixture_find_button (row, "Edit Source…"));
  g_assert_nonnull (fixture_find_button (row, "Try Again"));
  g_assert_null (fixture_find_button (row, "Dismiss"));
  parl_notice_row_set_mode (PARL_NOTICE_ROW (row), PARL_WIDTH_NARROW);
  parl_dashboard_set_state (dashboard, PARL_DASHBOARD_FIRST_SYNC); /* its page says it */
  g_assert_false (gtk_revealer_get_reveal_child (revealer));
  fixture_destroy_window (window);
  fixture_close_dashboard (dashboard);
}

/* What the history says of itself can be put away. */
static void
test_dismiss (void)
{
  ParlDashboard *dashboard = fixture_new_dashboard (PARL_DASHBOARD_READY);
  GtkWidget *row = g_object_new (PARL_TYPE_NOTICE_ROW, NULL);
  GtkWidget *window = fixture_show (row, 1200);
  GtkRevealer *revealer = GTK_REVEALER (gtk_widget_get_first_child (row));

  dashboard->message = g_strdup ("The history was damaged & set aside");
  parl_notice_row_set_dashboard (PARL_NOTICE_ROW (row), dashboard);
  wait_until (tells_of_history, row);
  g_signal_emit_by_name (fixture_find_button (row, "Dismiss"), "clicked");
  g_assert_false (gtk_revealer_get_reveal_child (revealer));
  fixture_destroy_window (window);
  fixture_close_dashboard (dashboard);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/freshness-strip/conditions", test_conditions);
  g_test_add_func ("/freshness-strip/follows", test_follows);
  g_test_add_func ("/freshness-strip/folds", test_folds);
  g_test_add_func ("/freshness-strip/filter", test_filter);
  g_test_add_func ("/freshness-strip/filters-follow-scope", test_filters_follow_scope);
  g_test_add_func ("/freshness-strip/notice", test_notice);
  g_test_add_func ("/freshness-strip/dismiss", test_dismiss);
  return g_test_run ();
}
