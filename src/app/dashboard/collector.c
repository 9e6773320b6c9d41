/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When a source is read next. Sees a sync begin and end by its source's item; knows no session, no
 * server and no widget.
 *
 *   a sync ended well:       now + interval
 *   the n-th failure:        now + interval * 2^(n-1), at most an hour, a fifth more or less
 *   the network came back:   what failed is due, when it has been back for a second
 */
#include "config.h"

#include "app/dashboard/collector.h"

#include <math.h>

#define TICK 30 /* seconds at most, as a timer stands still while a laptop sleeps */
#define JITTER 0.2

/* Of one source. */
typedef struct
{
  bool syncing; /* as last seen */
  ParlTime next;
} Plan;

G_DEFINE_FINAL_TYPE (ParlCollector, parl_collector, G_TYPE_OBJECT)

enum
{
  PROP_INTERVAL = 1,
  PROP_ENABLED,
  PROP_METERED,
  PROP_HOLD,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint due_signal;

static void arm_timer (ParlCollector *self);

static ParlTime
get_now (ParlCollector *self)
{
  return self->clock.now != NULL ? self->clock.now (self->clock.data) : parl_time_now ();
}

static double
get_random (ParlCollector *self)
{
  return self->clock.random != NULL ? self->clock.random (self->clock.data) : g_random_double ();
}

static ParlTime
get_longest (ParlCollector *self)
{
  return MAX (PARL_COLLECTOR_LONGEST, self->interval * PARL_SECOND);
}

static ParlTime
get_delay (ParlCollector *self, unsigned failures)
{
  ParlTime longest = get_longest (self);

  if (failures == 0)
    return self->interval * PARL_SECOND;
  double delay = ldexp ((double)(self->interval * PARL_SECOND), (int)MIN (failures - 1, 20));
  delay *= 1 + JITTER * (2 * get_random (self) - 1);
  return delay < (double)longest ? (ParlTime)delay : longest;
}

static Plan *
get_plan (ParlCollector *self, ParlSourceItem *item, ParlTime now)
{
  const char *name = parl_source_item_get_name (item);
  Plan *plan = g_hash_table_lookup (self->plans, name);

  if (plan == NULL)
    {
      plan = g_new0 (Plan, 1);
      plan->next = now + self->interval * PARL_SECOND;
      g_hash_table_insert (self->plans, g_strdup (name), plan);
    }
  return plan;
}

static void
show_next (ParlCollector *self, ParlSourceItem *item, const Plan *plan)
{
  bool waits = self->started && self->hold == PARL_HOLD_NONE && !plan->syncing
               && !parl_source_config_get_paused (item->config);

  parl_source_item_set_next_try (item, waits ? plan->next : PARL_TIME_NONE);
}

static gboolean
is_gone (gpointer name, gpointer plan, gpointer data)
{
  ParlCollector *self = data;
  return parl_source_items_find (self->sources, name) == NULL;
}

/* Sees which syncs ended, and plans the next. */
static void
follow_syncs (ParlCollector *self)
{
  ParlTime now = get_now (self);

  g_hash_table_foreach_remove (self->plans, is_gone, self);

  for (unsigned i = 0; i < g_list_model_get_n_items (self->sources); i++)
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (self->sources, i);
      Plan *plan = get_plan (self, item, now);
      bool syncing = item->syncing;

      if (plan->syncing && !syncing)
        plan->next = now + get_delay (self, item->failures);
      plan->syncing = syncing;
      show_next (self, item, plan);
    }
}

static void
on_sources_changed (gpointer data)
{
  ParlCollector *self = data;

  follow_syncs (self);
  arm_timer (self);
}

/* Makes those sources due whose server could not be reached. */
static void
forgive (ParlCollector *self, ParlTime now)
{
  for (unsigned i = 0; i < g_list_model_get_n_items (self->sources); i++)
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (self->sources, i);
      if (item->error_code == PARL_SOURCE_ERROR_UNREACHABLE
          || item->error_code == PARL_SOURCE_ERROR_SLOW)
        get_plan (self, item, now)->next = now;
    }
}

/* Emits "due" for each source whose time has come and that is not being read. A clock that was set
 * back does not make anybody wait. */
void
parl_collector_run (ParlCollector *self)
{
  g_return_if_fail (PARL_IS_COLLECTOR (self));

  ParlTime now = get_now (self);
  g_autoptr (GPtrArray) due = g_ptr_array_new_with_free_func (g_free);

  if (self->back_at != PARL_TIME_NONE && now >= self->back_at)
    {
      self->back_at = PARL_TIME_NONE;
      forgive (self, now);
    }
  for (unsigned i = 0; self->started && self->hold == PARL_HOLD_NONE
                       && i < g_list_model_get_n_items (self->sources);
       i++)
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (self->sources, i);
      Plan *plan = get_plan (self, item, now);

      if (item->syncing || parl_source_config_get_paused (item->config)
          || (now < plan->next && plan->next - now <= get_longest (self)))
        continue;
      plan->next = now + self->interval * PARL_SECOND;
      g_ptr_array_add (due, g_strdup (parl_source_item_get_name (item)));
    }
  for (unsigned i = 0; i < due->len; i++)
    g_signal_emit (self, due_signal, 0, g_ptr_array_index (due, i));
  follow_syncs (self);
  arm_timer (self);
}

static gboolean
on_timer (gpointer data)
{
  ParlCollector *self = data;

  self->timer = 0;
  parl_collector_run (self);
  return G_SOURCE_REMOVE;
}

/* For the earliest thing to do, but never longer than a tick. */
static void
arm_timer (ParlCollector *self)
{
  ParlTime now = get_now (self);
  ParlTime wait = TICK * PARL_SECOND;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (!self->started || g_list_model_get_n_items (self->sources) == 0)
    return;
  if (self->back_at != PARL_TIME_NONE)
    wait = MIN (wait, self->back_at - now);
  for (unsigned i = 0; i < g_list_model_get_n_items (self->sources); i++)
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (self->sources, i);
      ParlTime next = item->next_try;
      if (next != PARL_TIME_NONE)
        wait = MIN (wait, next - now);
    }
  self->timer
      = g_timeout_add ((guint)CLAMP (wait, PARL_SECOND, TICK * PARL_SECOND), on_timer, self);
}

/* Whether it may read at all. */

static void
update_hold (ParlCollector *self)
{
  ParlHold hold = !self->enabled ? PARL_HOLD_ASKED
                  : !self->metered && self->monitor != NULL
                          && g_network_monitor_get_network_metered (self->monitor)
                      ? PARL_HOLD_METERED
                      : PARL_HOLD_NONE;

  if (hold == self->hold)
    return;
  self->hold = hold;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HOLD]);
  if (self->started)
    parl_collector_run (self);
}

static void
on_network_changed (ParlCollector *self, gboolean available)
{
  self->back_at = available ? get_now (self) + PARL_COLLECTOR_SETTLE : PARL_TIME_NONE;
  update_hold (self);
  arm_timer (self);
}

/* Life. */

static void
parl_collector_dispose (GObject *object)
{
  ParlCollector *self = PARL_COLLECTOR (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->watch, parl_source_watch_free);
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  g_clear_object (&self->sources);
  g_clear_pointer (&self->plans, g_hash_table_unref);
  G_OBJECT_CLASS (parl_collector_parent_class)->dispose (object);
}

static void
parl_collector_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  ParlCollector *self = PARL_COLLECTOR (object);

  switch (id)
    {
    case PROP_INTERVAL:
      g_value_set_uint (value, self->interval);
      break;
    case PROP_ENABLED:
      g_value_set_boolean (value, self->enabled);
      break;
    case PROP_METERED:
      g_value_set_boolean (value, self->metered);
      break;
    case PROP_HOLD:
      g_value_set_int (value, (int)self->hold);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

/* A shorter interval counts from now on, not from the last try. */
static void
set_interval (ParlCollector *self, unsigned interval)
{
  GHashTableIter iter;
  gpointer value;

  self->interval = interval;
  g_hash_table_iter_init (&iter, self->plans);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Plan *plan = value;
      plan->next = MIN (plan->next, get_now (self) + interval * PARL_SECOND);
    }
  if (self->started)
    on_sources_changed (self);
}

static void
parl_collector_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  ParlCollector *self = PARL_COLLECTOR (object);

  switch (id)
    {
    case PROP_INTERVAL:
      set_interval (self, g_value_get_uint (value));
      break;
    case PROP_ENABLED:
      self->enabled = g_value_get_boolean (value);
      update_hold (self);
      break;
    case PROP_METERED:
      self->metered = g_value_get_boolean (value);
      update_hold (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
parl_collector_class_init (ParlCollectorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = parl_collector_dispose;
  object_class->get_property = parl_collector_get_property;
  object_class->set_property = parl_collector_set_property;
  properties[PROP_INTERVAL] = g_param_spec_uint ("interval", NULL, NULL, 10, 24 * 60 * 60,
                                                 PARL_COLLECTOR_INTERVAL, flags);
  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, TRUE, flags);
  properties[PROP_METERED] = g_param_spec_boolean ("metered", NULL, NULL, FALSE, flags);
  properties[PROP_HOLD]
      = g_param_spec_int ("hold", NULL, NULL, PARL_HOLD_NONE, PARL_HOLD_METERED, PARL_HOLD_NONE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  due_signal = g_signal_new ("due", PARL_TYPE_COLLECTOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                             G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
parl_collector_init (ParlCollector *self)
{
  self->plans = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->interval = PARL_COLLECTOR_INTERVAL;
  self->enabled = true;
  self->back_at = PARL_TIME_NONE;
}

ParlCollector *
parl_collector_new (GListModel *sources, GNetworkMonitor *monitor, const ParlCollectorClock *clock)
{
  g_return_val_if_fail (G_IS_LIST_MODEL (sources), NULL);

  ParlCollector *self = g_object_new (PARL_TYPE_COLLECTOR, NULL);

  self->sources = g_object_ref (sources);
  self->monitor = monitor != NULL ? g_object_ref (monitor) : NULL;
  if (clock != NULL)
    self->clock = *clock;
  self->watch = parl_source_watch_new (sources, on_sources_changed, self);
  if (monitor != NULL)
    {
      g_signal_connect_swapped (monitor, "network-changed", G_CALLBACK (on_network_changed), self);
      g_signal_connect_swapped (monitor, "notify::network-metered", G_CALLBACK (update_hold), self);
    }
  update_hold (self);
  return self;
}

void
parl_collector_start (ParlCollector *self)
{
  g_return_if_fail (PARL_IS_COLLECTOR (self));

  ParlTime now = get_now (self);

  self->started = true;
  for (unsigned i = 0; i < g_list_model_get_n_items (self->sources); i++)
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (self->sources, i);
      get_plan (self, item, now)->next = now;
    }
  parl_collector_run (self);
}
