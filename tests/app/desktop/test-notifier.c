/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is told once, when, to whom it leads, and when it is taken back. */
#include "config.h"

#include "app/desktop/notifier.h"

#include "analysis/catalogue.h"
#include "golden.h"
#include "panel-fixture.h"

typedef struct
{
  PanelFixture panel;
  ParlNotifier *notifier;
  bool watched;
  GPtrArray *sent, *withdrawn; /* ids */
} Fixture;

static bool
is_watched (gpointer data)
{
  return ((Fixture *)data)->watched;
}

static void
on_send (const char *id, GNotification *notification, gpointer data)
{
  g_assert_true (G_IS_NOTIFICATION (notification));
  g_ptr_array_add (((Fixture *)data)->sent, g_strdup (id));
}

static void
on_withdraw (const char *id, gpointer data)
{
  g_ptr_array_add (((Fixture *)data)->withdrawn, g_strdup (id));
}

static char *
dup_audience (const char *const *ids, gpointer data)
{
  (void)ids;
  (void)data;
  return g_strdup ("ops");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  ParlNotifierDesk desk = { is_watched, on_send, on_withdraw, dup_audience, fixture };

  fixture->panel = panel_fixture_new (golden_findings_new ());
  fixture->watched = data != NULL;
  fixture->sent = g_ptr_array_new_with_free_func (g_free);
  fixture->withdrawn = g_ptr_array_new_with_free_func (g_free);
  fixture->notifier = parl_notifier_new (fixture->panel.dashboard, &desk);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  (void)data;
  g_ptr_array_unref (fixture->sent);
  g_ptr_array_unref (fixture->withdrawn);
  parl_notifier_free (fixture->notifier);
  panel_fixture_clear (&fixture->panel);
}

static void
look (Fixture *fixture)
{
  g_signal_emit_by_name (fixture->panel.dashboard, "changed");
}

/* The golden fleet has one release that the halt rule stops. */
static void
test_halt (Fixture *fixture, gconstpointer data)
{
  (void)data;
  look (fixture);
  look (fixture);
  g_assert_cmpuint (fixture->sent->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (fixture->sent, 0), ==,
                   "halt " PARL_FACT_FAILURE_RATE "?cohort=v2.3");
  g_assert_cmpuint (fixture->withdrawn->len, ==, 0);
}

static void
test_watched (Fixture *fixture, gconstpointer data)
{
  (void)data;
  look (fixture);
  fixture->watched = false;
  look (fixture);
  g_assert_cmpuint (fixture->sent->len, ==, 0);
}

static void
test_part (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ParlScope) scope = parl_scope_new ();

  (void)data;
  scope->device_class = g_strdup ("nano");
  parl_computer_set_scope (fixture->panel.dashboard->computer, scope);
  look (fixture);
  g_assert_cmpuint (fixture->sent->len, ==, 0);
}

static ParlSourceItem *
add_source (Fixture *fixture, ParlTime fetched)
{
  g_autoptr (ParlSourceConfig) config
      = parl_source_config_new ("updates", "hawkbit", "https://server.example.com");
  ParlSourceItem *item = parl_source_item_new (config);
  ParlSourceState *state = parl_source_state_new ("updates", "hawkbit");

  state->state = PARL_SYNC_DONE;
  state->fetched = state->newest = fetched;
  parl_source_item_set_state (item, state);
  parl_source_state_free (state);
  g_list_store_append (fixture->panel.dashboard->syncs->sources, item);
  return item;
}

static void
end_sync (ParlSourceItem *item, bool worked)
{
  g_autoptr (GError) error = g_error_new (PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_UNREACHABLE, "away");

  parl_source_item_begin_sync (item);
  parl_source_item_end_sync (item, worked ? NULL : error);
}

static void
test_source (Fixture *fixture, gconstpointer data)
{
  ParlTime now = parl_time_now ();
  struct
  {
    ParlTime fetched;
    unsigned n_sent;
  } cases[] = { { now - 23 * PARL_HOUR, 0 }, { PARL_TIME_NONE, 0 }, { now - 25 * PARL_HOUR, 1 } };

  (void)data;
  look (fixture);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlSourceItem) item = add_source (fixture, cases[i].fetched);
      g_ptr_array_set_size (fixture->sent, 0);
      end_sync (item, false);
      end_sync (item, false);
      look (fixture);
      g_assert_cmpuint (fixture->sent->len, ==, cases[i].n_sent);
      if (cases[i].n_sent > 0)
        {
          g_assert_cmpstr (g_ptr_array_index (fixture->sent, 0), ==, "source updates");
          end_sync (item, true);
          look (fixture);
          g_assert_cmpuint (fixture->withdrawn->len, ==, 1);
        }
      g_list_store_remove_all (fixture->panel.dashboard->syncs->sources);
    }
}

#define ADD(path, test, data) g_test_add (path, Fixture, data, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/notifier/halt", test_halt, NULL);
  ADD ("/notifier/watched", test_watched, "watched");
  ADD ("/notifier/part", test_part, NULL);
  ADD ("/notifier/source", test_source, NULL);
  return g_test_run ();
}
