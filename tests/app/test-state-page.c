/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands where boards can't, in every state of a dashboard. */

#include "sources-fixture.h"

#include "app/state-page.h"

typedef struct
{
  GtkWidget *page, *window;
  ParlDashboard *dashboard;
} Fixture;

static Fixture
begin (ParlDashboardState state)
{
  Fixture self = { .page = g_object_new (PARL_TYPE_STATE_PAGE, NULL),
                   .dashboard = fixture_new_dashboard (state) };

  self.window = fixture_show (self.page, 900);
  return self;
}

static void
end (Fixture *self)
{
  fixture_destroy_window (self->window);
  fixture_close_dashboard (self->dashboard);
}

static void
show (Fixture *self)
{
  parl_state_page_set_dashboard (PARL_STATE_PAGE (self->page), self->dashboard);
}

static void
test_first_run (void)
{
  Fixture self = begin (PARL_DASHBOARD_UNSET);

  show (&self);
  g_assert_true (fixture_shows (self.page, "One fleet, told in everyone’s words"));
  g_assert_nonnull (fixture_find_button (self.page, "Open the Demo Fleet"));
  g_assert_nonnull (fixture_find_button (self.page, "Add a Source…"));
  end (&self);
}

static bool
shows_opening (gpointer page)
{
  return fixture_shows (page, "Opening the history");
}

/* The spinner only after a while, and not any more when it is open. */
static void
test_opening (void)
{
  Fixture self = begin (PARL_DASHBOARD_OPENING);

  show (&self);
  g_assert_false (shows_opening (self.page));
  wait_until (shows_opening, self.page);
  parl_dashboard_set_state (self.dashboard, PARL_DASHBOARD_UNSET);
  g_assert_true (fixture_shows (self.page, "One fleet, told in everyone’s words"));
  end (&self);
}

static void
test_first_sync (void)
{
  Fixture self = begin (PARL_DASHBOARD_FIRST_SYNC);
  g_autoptr (GError) error
      = g_error_new (PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_UNREACHABLE, "hawkBit: no answer");
  ParlSourceItem *updates
      = fixture_add_source (self.dashboard, "hawkBit", "hawkbit", PARL_SYNC_NEVER, PARL_TIME_NONE);
  ParlSourceItem *speed = fixture_add_source (self.dashboard, "Prometheus", "prometheus",
                                              PARL_SYNC_NEVER, PARL_TIME_NONE);

  parl_source_item_begin_sync (updates);
  parl_source_item_begin_sync (speed);
  show (&self);
  g_assert_cmpuint (fixture_count (self.page, g_type_from_name ("ParlSyncRow")), ==, 2);
  g_assert_true (fixture_shows (self.page, "Reading the Fleet for the First Time"));
  g_assert_true (fixture_shows (self.page, "Connecting"));
  g_assert_nonnull (fixture_find_button (self.page, "Cancel"));
  g_assert_null (fixture_find_button (self.page, "Try Again"));

  parl_source_item_set_progress (updates, "reading devices", 1200, 18000, 3 * PARL_MINUTE);
  g_assert_true (fixture_shows (self.page, "Reading devices: 1,200 of 18,000, 3\u00a0min left"));
  parl_source_item_end_sync (updates, error);
  parl_source_item_end_sync (speed, NULL);
  g_assert_true (fixture_shows (self.page, "hawkBit: no answer"));
  g_assert_true (fixture_shows (self.page, "Read"));
  g_assert_nonnull (fixture_find_button (self.page, "Try Again"));
  g_assert_nonnull (fixture_find_button (self.page, "Edit Source…"));

  g_object_notify (G_OBJECT (self.dashboard), "syncing");
  g_assert_true (fixture_shows (self.page, "Putting the Boards Together"));
  g_assert_null (fixture_find_button (self.page, "Read All Again"));

  g_list_store_remove (self.dashboard->syncs->sources, 1); /* that failed is all there is */
  g_assert_cmpuint (fixture_count (self.page, g_type_from_name ("ParlSyncRow")), ==, 1);
  g_object_notify (G_OBJECT (self.dashboard), "syncing");
  g_assert_true (fixture_shows (self.page, "Nothing Could Be Read Yet"));
  g_assert_nonnull (fixture_find_button (self.page, "Read All Again"));
  g_assert_null (fixture_find_button (self.page, "Cancel"));
  end (&self);
}

static const struct
{
  ParlTrouble trouble;
  const char *title;
  const char *advice;
} troubles[] = {
  { PARL_TROUBLE_SETTINGS, "The Settings Can’t Be Read", "Correct it" },
  { PARL_TROUBLE_DAMAGED, "The History Is Damaged", "Move it to another place" },
  { PARL_TROUBLE_NEWER, "The History Is from a Newer Version", "Update Parlance" },
  { PARL_TROUBLE_FULL, "No Space Is Left", "Make room" },
  { PARL_TROUBLE_UNWRITABLE, "The History Can’t Be Written", "Allow yourself" },
  { PARL_TROUBLE_BUSY, "Another Program Uses the History", "Close the other program" },
  { PARL_TROUBLE_OTHER, "The Fleet Can’t Be Opened", "left as it is" },
};

static void
test_failed (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (troubles); i++)
    {
      Fixture self = begin (PARL_DASHBOARD_FAILED);
      self.dashboard->trouble = troubles[i].trouble;
      self.dashboard->message = g_strdup ("The history “a” says why");
      show (&self);
      g_assert_true (fixture_shows (self.page, troubles[i].title));
      g_assert_true (fixture_shows (self.page, "The history “a” says why."));
      g_assert_true (fixture_shows (self.page, troubles[i].advice));
      g_assert_nonnull (fixture_find_button (self.page, "Try Again"));
      g_assert_nonnull (fixture_find_button (self.page, "Open the Demo Fleet"));
      end (&self);
    }
}

/* One dashboard after the other, and none. */
static void
test_replaced (void)
{
  Fixture self = begin (PARL_DASHBOARD_UNSET);
  ParlDashboard *other = fixture_new_dashboard (PARL_DASHBOARD_FIRST_SYNC);

  show (&self);
  parl_state_page_set_dashboard (PARL_STATE_PAGE (self.page), other);
  g_assert_true (fixture_shows (self.page, "Nothing Has Been Read Yet"));
  parl_dashboard_set_state (self.dashboard, PARL_DASHBOARD_FAILED); /* nobody's any more */
  g_assert_true (fixture_shows (self.page, "Nothing Has Been Read Yet"));
  parl_state_page_set_dashboard (PARL_STATE_PAGE (self.page), NULL);
  fixture_close_dashboard (other);
  end (&self);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/state-page/first-run", test_first_run);
  g_test_add_func ("/state-page/opening", test_opening);
  g_test_add_func ("/state-page/first-sync", test_first_sync);
  g_test_add_func ("/state-page/failed", test_failed);
  g_test_add_func ("/state-page/replaced", test_replaced);
  return g_test_run ();
}
