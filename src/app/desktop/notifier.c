/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks at a dashboard whenever it has changed. The sentences are the audience's and the notice
 * row's own; what is new here is only when they are told. Says nothing of a part of the fleet:
 * filters are the user's, and what they leave out is no news. */
#include "config.h"

#include "app/desktop/notifier.h"

#include "analysis/catalogue.h"
#include "analysis/fact-link.h"
#include "app/sources/notice.h"
#include "audiences/fact-words.h"

#include <glib/gi18n.h>

struct _ParlNotifier
{
  ParlDashboard *dashboard;
  ParlNotifierDesk desk;
  GHashTable *told; /* ids of what is known */
};

static bool
is_whole (const ParlScope *scope)
{
  return scope->device_class == NULL && scope->release == NULL && scope->site == NULL;
}

/* Sends a notification that was not sent before, unless a window has the focus. */
static void
tell (ParlNotifier *self, GHashTable *now, const char *id, GNotification *notification)
{
  g_hash_table_add (now, g_strdup (id));
  if (!g_hash_table_contains (self->told, id) && !self->desk.is_watched (self->desk.data))
    self->desk.send (id, notification, self->desk.data);
}

static void
tell_halt (ParlNotifier *self, GHashTable *now, const ParlFact *fact)
{
  const ParlFindings *findings = self->dashboard->computer->computed->findings;
  const char *const *ids = parl_dashboard_get_audiences (self->dashboard);
  g_autofree char *id_of_audience = self->desk.dup_audience (ids, self->desk.data);
  ParlAudience *audience = parl_dashboard_get_audience (self->dashboard, id_of_audience);
  g_autoptr (ParlLine) line = parl_audience_say_fact (audience, findings, fact);
  g_autofree char *link = parl_fact_link_new (fact);
  g_autofree char *id = g_strconcat ("halt ", link, NULL);
  g_autoptr (GNotification) notification = g_notification_new (_ ("Over the halt limit"));

  g_notification_set_body (notification, line->text);
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
  g_notification_set_default_action_and_target (notification, "app.show-fact", "s", link);
  tell (self, now, id, notification);
}

static void
look_at_halts (ParlNotifier *self, GHashTable *now)
{
  const ParlFindings *findings = self->dashboard->computer->computed->findings;
  const char *const *ids = parl_dashboard_get_audiences (self->dashboard);

  for (unsigned i = 0; ids[0] != NULL && i < findings->facts->len; i++)
    {
      const ParlFact *fact = g_ptr_array_index (findings->facts, i);
      if (g_str_equal (fact->id, PARL_FACT_FAILURE_RATE) && g_strcmp0 (fact->aspect, "stop") == 0)
        tell_halt (self, now, fact);
    }
}

/* A source that was never read has no time since when. */
static bool
has_failed_for_a_day (ParlSourceItem *item, const ParlTargets *targets, ParlTime time)
{
  return parl_source_get_condition (item, time, targets) == PARL_CONDITION_OFFLINE
         && item->fetched != PARL_TIME_NONE && time - item->fetched >= PARL_DAY;
}

static void
tell_source (ParlNotifier *self, GHashTable *now, ParlSourceItem *item, const char *id,
             ParlTime time)
{
  g_autoptr (GListStore) alone = g_list_store_new (PARL_TYPE_SOURCE_ITEM);
  ParlNoticeInput input = { .sources = G_LIST_MODEL (alone),
                            .targets = self->dashboard->computer->targets,
                            .now = time };
  g_autoptr (GNotification) notification
      = g_notification_new (_ ("A source has not been read for a day"));

  g_list_store_append (alone, item);
  g_autoptr (ParlNotice) notice = parl_notice_new (&input);
  g_autofree char *body = g_strconcat (notice->lead, " ", notice->rest, NULL);
  g_notification_set_body (notification, body);
  g_notification_set_default_action (notification, "app.show-sources");
  tell (self, now, id, notification);
}

static void
look (ParlNotifier *self)
{
  ParlDashboard *dashboard = self->dashboard;
  ParlComputer *computer = dashboard->computer;
  GListModel *sources = G_LIST_MODEL (dashboard->syncs->sources);
  ParlTime time = parl_time_now ();

  if (dashboard->demo || dashboard->state != PARL_DASHBOARD_READY || !is_whole (computer->scope))
    return;

  GHashTable *now = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer over;
  if (computer->computed->findings != NULL)
    look_at_halts (self, now);
  for (unsigned i = 0; i < g_list_model_get_n_items (sources); i++)
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (sources, i);
      g_autofree char *id = g_strconcat ("source ", parl_source_item_get_name (item), NULL);
      if (item->syncing && g_hash_table_contains (self->told, id))
        g_hash_table_add (now, g_steal_pointer (&id)); /* until it is known how that ends */
      else if (has_failed_for_a_day (item, computer->targets, time))
        tell_source (self, now, item, id, time);
    }

  g_hash_table_iter_init (&iter, self->told);
  while (g_hash_table_iter_next (&iter, &over, NULL))
    if (!g_hash_table_contains (now, over))
      self->desk.withdraw (over, self->desk.data);
  g_hash_table_unref (self->told);
  self->told = now;
}

/* Returns: (transfer full): looks from now on; freed before the dashboard is closed */
ParlNotifier *
parl_notifier_new (ParlDashboard *dashboard, const ParlNotifierDesk *desk)
{
  ParlNotifier *self = g_new0 (ParlNotifier, 1);

  self->dashboard = g_object_ref (dashboard);
  self->desk = *desk;
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_signal_connect_swapped (dashboard, "changed", G_CALLBACK (look), self);
  g_signal_connect_swapped (dashboard, "sources-changed", G_CALLBACK (look), self);
  return self;
}

void
parl_notifier_free (ParlNotifier *self)
{
  g_signal_handlers_disconnect_by_data (self->dashboard, self);
  g_object_unref (self->dashboard);
  g_hash_table_unref (self->told);
  g_free (self);
}
