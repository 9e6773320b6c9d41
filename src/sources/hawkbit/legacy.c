/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Actions of hawkBit 0.3, which has no list of them all: they hang below each target. So only those
 * targets are asked that something has happened to: assigned since the last sync, or open and no
 * longer pending. An action there says neither its release nor how it ended: a
 * request for its own page tells the one, its last report the other. */
#include "config.h"

#include "sources/hawkbit/private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KEPT 2 /* actions of a device that are read from before the recent part of its past */

/* What a device's target shows about its actions. */
typedef struct
{
  ParlHbTarget *target;
  bool whole; /* no earlier sync has read its actions */
  GPtrArray *actions;
} Wanted;

static void
free_wanted (Wanted *wanted)
{
  g_ptr_array_unref (wanted->actions);
  g_free (wanted);
}

/* device id -> attempt that history holds as open; of several, any. */
static GHashTable *
collect_open_devices (ParlHb *self)
{
  GHashTable *open = g_hash_table_new (g_str_hash, g_str_equal);

  for (unsigned i = 0; i < self->call->known->open->len; i++)
    {
      ParlAttempt *attempt = self->call->known->open->pdata[i];
      int64_t id;

      if (parl_hb_parse_key (self, attempt->key, &id))
        g_hash_table_insert (open, attempt->device, attempt);
    }
  return open;
}

static const ParlAttempt *
find_open (ParlHb *self, int64_t action)
{
  for (unsigned i = 0; i < self->call->known->open->len; i++)
    {
      const ParlAttempt *attempt = self->call->known->open->pdata[i];
      int64_t id;

      if (parl_hb_parse_key (self, attempt->key, &id) && id == action)
        return attempt;
    }
  return NULL;
}

static void
want (GPtrArray *list, ParlHbTarget *target, bool whole)
{
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->target = target;
  wanted->whole = whole;
  wanted->actions = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_hb_action_free);
  g_ptr_array_add (list, wanted);
}

static bool
is_after (ParlTime time, ParlTime before)
{
  return time != PARL_TIME_NONE && time > before;
}

typedef struct
{
  GHashTable *pending;
} Pending;

static bool
on_pending (ParlHb *self G_GNUC_UNUSED, const ParlJsonAt *element, gpointer data, GError **error)
{
  const Pending *pending = data;
  const char *id;

  if (!parl_json_get_string (element, "controllerId", &id, error))
    return false;
  g_hash_table_add (pending->pending, g_strdup (id));
  return true;
}

/* An action can be called off without its device being heard of: then its target is not among those
 * that were listed. As many pending targets as open devices: there is none such. */
static bool
want_called_off (ParlHb *self, GHashTable *open, GPtrArray *list, GError **error)
{
  g_autofree char *path = parl_hb_query ("/targets", "updatestatus==pending");
  g_autoptr (GHashTable) pending = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  unsigned n_open = 0, n_listed = 0;
  const char *device;
  GHashTableIter iter;
  int64_t total;

  g_hash_table_iter_init (&iter, open);
  while (g_hash_table_iter_next (&iter, (gpointer *)&device, NULL))
    {
      const ParlHbTarget *target = g_hash_table_lookup (self->targets, device);
      if (target == NULL || !target->listed)
        n_open++;
    }
  ParlHbTarget *target;
  g_hash_table_iter_init (&iter, self->targets);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&target))
    if (target->listed && target->pending)
      n_listed++;

  if (n_open == 0)
    return true;
  if (!parl_hb_get_total (self, path, &total, error))
    return false;
  if (total == n_open + n_listed)
    return true;
  if (!parl_hb_read_pages (self, path, "controllerId", N_ ("reading open devices"), on_pending,
                           &(Pending){ pending }, error))
    return false;
  g_hash_table_iter_init (&iter, open);
  while (g_hash_table_iter_next (&iter, (gpointer *)&device, NULL))
    {
      target = parl_hb_find_target (self, device);
      if (!target->listed && !g_hash_table_contains (pending, device))
        want (list, target, false);
    }
  return true;
}

/* The targets whose actions have to be read. */
static bool
collect_wanted (ParlHb *self, GPtrArray *list, GError **error)
{
  g_autoptr (GHashTable) open = collect_open_devices (self);
  ParlHbTarget *target;
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, self->targets);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&target))
    {
      bool is_open = g_hash_table_contains (open, target->device->id);
      bool first = !target->known || self->changed_before == PARL_TIME_NONE;

      if (!target->listed || !target->updated)
        continue;
      if (first || is_open != target->pending || is_after (target->modified, self->changed_before))
        want (list, target, first);
    }
  return want_called_off (self, open, list, error);
}

/* Of a device's past before the recent part, only the last few: they tell what it ran. */
static void
drop_old (const ParlHb *self, GPtrArray *actions)
{
  unsigned n_old = 0;

  while (n_old < actions->len
         && !is_after (((ParlHbAction *)actions->pdata[n_old])->created,
                       self->call->now - PARL_HB_RECENT))
    n_old++;
  if (n_old > KEPT)
    g_ptr_array_remove_range (actions, 0, n_old - KEPT);
}

/* Those that matter: open ones; and, when something was assigned to the target since the last sync,
 * those that were made since, or whose turn in a rollout came: lastModifiedAt of both moved then.
 */
static bool
keep_actions (gpointer row, const ParlJsonAt *root, gpointer data, GError **error)
{
  Wanted *wanted = row;
  ParlHb *self = data;
  bool assigned = is_after (wanted->target->modified, self->changed_before);
  ParlJsonAt content;
  int64_t total;
  unsigned n;

  if (!parl_json_member (root, "content", &content, error)
      || !parl_json_length (&content, &n, error)
      || !parl_json_get_count (root, "total", &total, error))
    return false;
  for (unsigned i = 0; i < n; i++)
    {
      g_autoptr (ParlHbAction) action = NULL;
      ParlJsonAt element;

      if (!parl_json_element (&content, i, &element, error))
        return false;
      action = parl_hb_read_action (self, &element, wanted->target->device->id, error);
      if (action == NULL)
        return false;
      action->known = find_open (self, action->id);
      if (wanted->whole || action->known != NULL || !action->undecided
          || (assigned
              && (is_after (action->created, self->changed_before)
                  || is_after (action->modified, self->changed_before))))
        g_ptr_array_add (wanted->actions, g_steal_pointer (&action));
    }
  if (wanted->whole)
    drop_old (self, wanted->actions);
  return true;
}

/* The page of one action names its distribution set, which the list of 0.3 does not. */
static bool
read_release (gpointer row, const ParlJsonAt *root, gpointer data, GError **error G_GNUC_UNUSED)
{
  ParlHbAction *action = row;

  action->release = parl_hb_read_release (data, root);
  action->distribution = parl_hb_read_distribution (data, root);
  return true;
}

static char *
build_list_path (gconstpointer row)
{
  const Wanted *wanted = row;
  g_autofree char *device = g_uri_escape_string (wanted->target->device->id, NULL, FALSE);

  return g_strdup_printf ("/rest/v1/targets/%s/actions?offset=0&limit=%d&sort=id%%3AASC", device,
                          PARL_HB_PAGE);
}

static char *
build_action_path (gconstpointer row)
{
  const ParlHbAction *action = row;
  g_autofree char *device = g_uri_escape_string (action->device, NULL, FALSE);

  return g_strdup_printf ("/rest/v1/targets/%s/actions/%" G_GINT64_FORMAT, device, action->id);
}

/* The target of a device that is in sync tells how its newest action ended, without a request. */
static void
decide_by_target (const Wanted *wanted, ParlHbAction *action, bool is_newest)
{
  const ParlHbTarget *target = wanted->target;

  if (is_newest && action->undecided && target->listed && target->installed != PARL_TIME_NONE
      && action->created != PARL_TIME_NONE && target->installed >= action->created)
    {
      action->outcome = PARL_OUTCOME_SUCCEEDED;
      action->undecided = false;
    }
}

/* Moves the kept actions over to the sync's own, each with its release. */
static bool
take_actions (ParlHb *self, GPtrArray *list, GError **error)
{
  g_autoptr (GPtrArray) unnamed = g_ptr_array_new ();

  for (unsigned i = 0; i < list->len; i++)
    {
      Wanted *wanted = list->pdata[i];

      for (unsigned k = 0; k < wanted->actions->len; k++)
        {
          ParlHbAction *action = wanted->actions->pdata[k];

          decide_by_target (wanted, action, k + 1 == wanted->actions->len);
          if (action->known != NULL && !self->from_start)
            action->release = g_strdup (action->known->to);
          else if (action->release == NULL)
            g_ptr_array_add (unnamed, action);
          g_ptr_array_add (self->actions, action);
          wanted->actions->pdata[k] = NULL;
        }
    }
  const ParlAskEach each = { .what = N_ ("reading actions"),
                             .consequence = _ ("the release of this update is not known"),
                             .build_path = build_action_path,
                             .read = read_release };
  if (!parl_ask_each (self->call, &each, unnamed, self, self->complaints, error))
    return false;
  for (unsigned i = 0; i < unnamed->len; i++)
    {
      ParlHbAction *action = unnamed->pdata[i];
      const char *release;

      if (action->release != NULL)
        continue;
      if (!parl_hb_find_release (self, action->distribution, &release, error))
        return false;
      action->release = g_strdup (release);
    }
  return true;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const ParlHbAction *first = *(ParlHbAction *const *)a;
  const ParlHbAction *second = *(ParlHbAction *const *)b;

  return (first->id > second->id) - (first->id < second->id);
}

/* Reads the actions of those targets that something has happened to. */
bool
parl_hb_sync_legacy_actions (ParlHb *self, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)free_wanted);

  const ParlAskEach each = { .what = N_ ("reading the actions of devices"),
                             .consequence = _ ("the actions of this device are not known"),
                             .build_path = build_list_path,
                             .read = keep_actions };
  if (!collect_wanted (self, list, error)
      || !parl_ask_each (self->call, &each, list, self, self->complaints, error)
      || !take_actions (self, list, error))
    return false;

  g_ptr_array_sort (self->actions, compare_ids);
  for (unsigned i = 0; i < self->actions->len; i++)
    parl_hb_mark_add_anchor (self->mark, self->actions->pdata[i]);
  return true;
}
