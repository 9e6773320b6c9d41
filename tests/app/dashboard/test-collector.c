/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When sources are read in the background: by a clock and a network that the test holds in its
 * hands. No main loop runs. */

#include "app/dashboard/collector.h"

#define INTERVAL (PARL_COLLECTOR_INTERVAL * PARL_SECOND)

/* A network that can be made metered or changed. */
#define TEST_TYPE_MONITOR (test_monitor_get_type ())
G_DECLARE_FINAL_TYPE (TestMonitor, test_monitor, TEST, MONITOR, GObject)

struct _TestMonitor
{
  GObject parent_instance;

  gboolean metered;
};

static void
test_monitor_init_interfaces (gpointer iface, gpointer data)
{
  (void)iface;
  (void)data;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (
    TestMonitor, test_monitor, G_TYPE_OBJECT,
    G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, (GInterfaceInitFunc)test_monitor_init_interfaces)
        G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR,
                               (GInterfaceInitFunc)test_monitor_init_interfaces))

static void
test_monitor_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (g_str_equal (spec->name, "network-metered"))
    g_value_set_boolean (value, TEST_MONITOR (object)->metered);
  else if (g_str_equal (spec->name, "network-available"))
    g_value_set_boolean (value, TRUE);
  else if (g_str_equal (spec->name, "connectivity"))
    g_value_set_enum (value, G_NETWORK_CONNECTIVITY_FULL);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
test_monitor_class_init (TestMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = test_monitor_get_property;
  g_object_class_override_property (object_class, 1, "network-metered");
  g_object_class_override_property (object_class, 2, "network-available");
  g_object_class_override_property (object_class, 3, "connectivity");
}

static void
test_monitor_init (TestMonitor *self)
{
  (void)self;
}

typedef struct
{
  ParlTime now;
  double random;
  TestMonitor *monitor;
  GListStore *sources;
  ParlCollector *collector;
  GString *due; /* names, each with a blank behind it */
} Fixture;

static ParlTime
get_now (gpointer data)
{
  return ((Fixture *)data)->now;
}

static double
get_random (gpointer data)
{
  return ((Fixture *)data)->random;
}

static void
on_due (ParlCollector *collector, const char *name, Fixture *fixture)
{
  (void)collector;
  g_string_append_printf (fixture->due, "%s ", name);
}

static void
add_source (Fixture *fixture, const char *name)
{
  g_autoptr (ParlSourceConfig) config
      = parl_source_config_new (name, "hawkbit", "https://updates.example.com");
  g_autoptr (ParlSourceItem) item = parl_source_item_new (config);

  g_list_store_append (fixture->sources, item);
}

/* The list keeps it. */
static ParlSourceItem *
get_source (Fixture *fixture, unsigned i)
{
  g_autoptr (ParlSourceItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->sources), i);

  return item;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const ParlCollectorClock clock = { get_now, get_random, fixture };

  (void)data;
  fixture->now = 1000 * PARL_DAY;
  fixture->random = 0.5; /* no jitter */
  fixture->due = g_string_new (NULL);
  fixture->monitor = g_object_new (TEST_TYPE_MONITOR, NULL);
  fixture->sources = g_list_store_new (PARL_TYPE_SOURCE_ITEM);
  add_source (fixture, "a");
  add_source (fixture, "b");
  fixture->collector = parl_collector_new (G_LIST_MODEL (fixture->sources),
                                           G_NETWORK_MONITOR (fixture->monitor), &clock);
  g_signal_connect (fixture->collector, "due", G_CALLBACK (on_due), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  (void)data;
  g_assert_finalize_object (fixture->collector);
  g_assert_finalize_object (fixture->sources);
  g_assert_finalize_object (fixture->monitor);
  g_string_free (fixture->due, TRUE);
}

static void
assert_due (Fixture *fixture, const char *names)
{
  g_assert_cmpstr (fixture->due->str, ==, names);
  g_string_truncate (fixture->due, 0);
}

/* One sync of source @i from begin to end; @code: a ParlSourceError, -1: it works. */
static void
sync_source (Fixture *fixture, unsigned i, int code)
{
  ParlSourceItem *item = get_source (fixture, i);
  g_autoptr (GError) error
      = code >= 0 ? g_error_new (PARL_SOURCE_ERROR, code, "it does not answer") : NULL;

  parl_source_item_begin_sync (item);
  parl_source_item_end_sync (item, error);
}

static void
run_at (Fixture *fixture, ParlTime now)
{
  fixture->now = now;
  parl_collector_run (fixture->collector);
}

static void
test_interval (Fixture *fixture, gconstpointer data)
{
  ParlTime begin = fixture->now;

  (void)data;
  run_at (fixture, begin);
  assert_due (fixture, ""); /* not started */
  parl_collector_start (fixture->collector);
  assert_due (fixture, "a b ");
  sync_source (fixture, 0, -1);
  fixture->now = begin + 10 * PARL_SECOND;
  sync_source (fixture, 1, -1);
  g_assert_cmpint (get_source (fixture, 0)->next_try, ==, begin + INTERVAL);
  run_at (fixture, begin + INTERVAL - 1);
  assert_due (fixture, "");
  run_at (fixture, begin + INTERVAL);
  assert_due (fixture, "a ");
  run_at (fixture, begin + INTERVAL + 10 * PARL_SECOND);
  assert_due (fixture, "b ");
}

static void
test_never_twice (Fixture *fixture, gconstpointer data)
{
  (void)data;
  parl_collector_start (fixture->collector);
  assert_due (fixture, "a b ");
  parl_source_item_begin_sync (get_source (fixture, 0));
  g_assert_cmpint (get_source (fixture, 0)->next_try, ==, PARL_TIME_NONE);
  run_at (fixture, fixture->now + 10 * INTERVAL);
  assert_due (fixture, "b ");
}

static void
test_backoff (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    double random;
    ParlTime delay;
  } cases[] = { { 0.5, INTERVAL },          { 0.5, 2 * INTERVAL }, { 0.0, INTERVAL * 16 / 5 },
                { 1.0, INTERVAL * 48 / 5 }, { 0.5, PARL_HOUR },    { 0.0, PARL_HOUR } };

  (void)data;
  parl_collector_start (fixture->collector);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fixture->random = cases[i].random;
      sync_source (fixture, 0, PARL_SOURCE_ERROR_UNREACHABLE);
      ParlTime next = get_source (fixture, 0)->next_try;
      g_assert_cmpint (ABS (next - fixture->now - cases[i].delay), <=, 1);
      fixture->now = next;
    }
  sync_source (fixture, 0, -1);
  g_assert_cmpint (get_source (fixture, 0)->next_try, ==, fixture->now + INTERVAL);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");

  (void)data;
  parl_collector_start (fixture->collector);
  parl_source_item_begin_sync (get_source (fixture, 0));
  parl_source_item_end_sync (get_source (fixture, 0), error);
  g_assert_cmpuint (get_source (fixture, 0)->failures, ==, 0);
  g_assert_cmpint (get_source (fixture, 0)->next_try, ==, fixture->now + INTERVAL);
}

static void
set_metered (Fixture *fixture, bool metered)
{
  fixture->monitor->metered = metered;
  g_object_notify (G_OBJECT (fixture->monitor), "network-metered");
}

static void
test_metered (Fixture *fixture, gconstpointer data)
{
  (void)data;
  set_metered (fixture, true);
  g_assert_cmpint (fixture->collector->hold, ==, PARL_HOLD_METERED);
  parl_collector_start (fixture->collector);
  run_at (fixture, fixture->now + 3 * INTERVAL);
  assert_due (fixture, "");
  g_assert_cmpint (get_source (fixture, 0)->next_try, ==, PARL_TIME_NONE);
  g_object_set (fixture->collector, "metered", TRUE, NULL); /* the user pays */
  assert_due (fixture, "a b ");
  g_object_set (fixture->collector, "metered", FALSE, NULL);
  run_at (fixture, fixture->now + 3 * INTERVAL);
  assert_due (fixture, "");
  set_metered (fixture, false);
  assert_due (fixture, "a b ");
}

static void
test_asked (Fixture *fixture, gconstpointer data)
{
  (void)data;
  parl_collector_start (fixture->collector);
  assert_due (fixture, "a b ");
  g_object_set (fixture->collector, "enabled", FALSE, NULL);
  g_assert_cmpint (fixture->collector->hold, ==, PARL_HOLD_ASKED);
  run_at (fixture, fixture->now + 3 * INTERVAL);
  assert_due (fixture, "");
  g_object_set (fixture->collector, "enabled", TRUE, NULL);
  assert_due (fixture, "a b ");
}

static void
test_paused (Fixture *fixture, gconstpointer data)
{
  ParlSourceItem *item = get_source (fixture, 0);
  g_autoptr (ParlSourceConfig) config
      = parl_source_config_new ("a", "hawkbit", "https://updates.example.com");

  (void)data;
  g_assert_true (parl_source_config_set (config, "Paused", "true", NULL));
  parl_source_item_set_config (item, config);
  parl_collector_start (fixture->collector);
  assert_due (fixture, "b ");
  g_assert_cmpint (item->next_try, ==, PARL_TIME_NONE);
}

/* Only what failed for want of a server is asked again, and only once it has been back a while. */
static void
test_network_back (Fixture *fixture, gconstpointer data)
{
  ParlTime begin = fixture->now;

  (void)data;
  parl_collector_start (fixture->collector);
  assert_due (fixture, "a b ");
  sync_source (fixture, 0, PARL_SOURCE_ERROR_UNREACHABLE);
  sync_source (fixture, 1, PARL_SOURCE_ERROR_DENIED);
  fixture->now = begin + PARL_SECOND;
  g_signal_emit_by_name (fixture->monitor, "network-changed", FALSE);
  run_at (fixture, begin + PARL_MINUTE);
  assert_due (fixture, "");
  g_signal_emit_by_name (fixture->monitor, "network-changed", TRUE);
  run_at (fixture, begin + PARL_MINUTE + PARL_COLLECTOR_SETTLE - 1);
  g_signal_emit_by_name (fixture->monitor, "network-changed", TRUE); /* again: it waits anew */
  run_at (fixture, begin + PARL_MINUTE + PARL_COLLECTOR_SETTLE);
  assert_due (fixture, "");
  run_at (fixture, begin + PARL_MINUTE + 2 * PARL_COLLECTOR_SETTLE);
  assert_due (fixture, "a ");
}

static void
test_clock_set_back (Fixture *fixture, gconstpointer data)
{
  (void)data;
  parl_collector_start (fixture->collector);
  assert_due (fixture, "a b ");
  sync_source (fixture, 0, -1);
  sync_source (fixture, 1, -1);
  run_at (fixture, fixture->now - PARL_DAY);
  assert_due (fixture, "a b ");
}

static void
test_sources_come_and_go (Fixture *fixture, gconstpointer data)
{
  (void)data;
  parl_collector_start (fixture->collector);
  assert_due (fixture, "a b ");
  g_list_store_remove (fixture->sources, 0);
  add_source (fixture, "c"); /* whoever adds it reads it */
  run_at (fixture, fixture->now + INTERVAL);
  assert_due (fixture, "b c ");
}

static void
test_set_interval (Fixture *fixture, gconstpointer data)
{
  ParlTime begin = fixture->now;

  (void)data;
  parl_collector_start (fixture->collector);
  sync_source (fixture, 0, -1);
  sync_source (fixture, 1, -1);
  assert_due (fixture, "a b ");
  g_object_set (fixture->collector, "interval", 60, NULL);
  run_at (fixture, begin + PARL_MINUTE);
  assert_due (fixture, "a b ");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *fixture, gconstpointer data);
  } cases[] = { { "interval", test_interval },
                { "never-twice", test_never_twice },
                { "backoff", test_backoff },
                { "cancelled", test_cancelled },
                { "metered", test_metered },
                { "asked", test_asked },
                { "paused", test_paused },
                { "network-back", test_network_back },
                { "clock-set-back", test_clock_set_back },
                { "sources-come-and-go", test_sources_come_and_go },
                { "set-interval", test_set_interval } };

  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/collector/", cases[i].name, NULL);
      g_test_add (path, Fixture, NULL, set_up, cases[i].test, tear_down);
    }
  return g_test_run ();
}
