/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Actions of hawkBit 0.3, which has no list of them all: they hang below each target. So only those
 * targets are asked that something has happened to: assigned since the last sync, or open and no
 * longer pending. An action there says neither its release nor how it ended: a
 * request for its own page tells the one, its last report the other. Only of what a device has
 * installed last, and of what waits for its turn in a rollout, do lists tell.
 *
 * A first sync asks all of them, those first that the server has touched last, and hands out what
 * it has read in parts: no update that began since is on a device that comes later. */
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
  GHashTable *open; /* as parl_hb_index_open() gives it; borrowed */
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

/* The newest change first, and of the same the first in the alphabet. */
static int
compare_changes (ParlTime changed, const char *device, ParlTime other_changed, const char *other)
{
  if (changed != other_changed)
    return changed > other_changed ? -1 : 1;
  return strcmp (device, other);
}

static int
compare_wanted (gconstpointer a, gconstpointer b)
{
  const ParlHbTarget *first = (*(const Wanted *const *)a)->target;
  const ParlHbTarget *second = (*(const Wanted *const *)b)->target;

  return compare_changes (first->modified, first->device->id, second->modified, second->device->id);
}

/* Whether no sync has asked for its actions yet. */
static bool
is_left (const ParlHbMark *mark, const ParlHbTarget *target)
{
  return mark->left_device != NULL
         && compare_changes (mark->left_changed, mark->left_device, target->modified,
                             target->device->id)
                < 0;
}

/* The targets whose actions have to be read. What changed while a first sync was cut off may be one
 * that it had not come to. */
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
      bool first = !target->known || is_left (self->mark, target);

      if (!target->listed || !target->updated)
        continue;
      if (first || is_open != target->pending || is_after (target->modified, self->changed_before))
        want (list, target, first || self->mark->left_device != NULL);
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
      action->known = wanted->whole ? NULL : g_hash_table_lookup (wanted->open, &action->id);
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

/* Whether the server has done nothing about it but to make it. */
static bool
is_untouched (const ParlHbAction *action)
{
  return action->by_server && action->created != PARL_TIME_NONE
         && action->modified == action->created;
}

static bool
waits_in (ParlHb *self, ParlHbRollout *rollout, const char *device)
{
  const char *id = NULL;

  if (!parl_hb_find_stage (self, rollout, device, &id, NULL) || id == NULL)
    return false;
  for (unsigned i = 0; i < rollout->value->stages->len; i++)
    {
      const ParlStage *stage = rollout->value->stages->pdata[i];
      if (strcmp (stage->id, id) == 0)
        return stage->progress == PARL_PROGRESS_WAITING;
    }
  return false;
}

/* Whether the turn of the device's newest action has not come: the server made it for a rollout
 * whose stage still waits. */
static bool
waits_for_turn (ParlHb *self, const ParlHbTarget *target, const ParlHbAction *action)
{
  if (!target->in_sync || !is_untouched (action)
      || (target->installed != PARL_TIME_NONE && target->installed >= action->created))
    return false;
  for (unsigned i = 0; i < self->rollouts->len; i++)
    {
      ParlHbRollout *rollout = self->rollouts->pdata[i];

      if (!rollout->closed && rollout->value->created <= action->created
          && waits_in (self, rollout, target->device->id))
        return true;
    }
  return false;
}

/* What the target tells about its newest action, without a request: that it has installed it, and
 * then what it brought; or that it waits for its turn. */
static void
decide_by_target (ParlHb *self, const ParlHbTarget *target, ParlHbAction *action)
{
  if (!action->undecided || !target->listed)
    return;
  if (waits_for_turn (self, target, action))
    {
      action->undecided = action->begun = false;
      return;
    }
  if (is_untouched (action) || action->created == PARL_TIME_NONE
      || target->installed == PARL_TIME_NONE || target->installed < action->created)
    return;
  action->outcome = PARL_OUTCOME_SUCCEEDED;
  action->undecided = false;
  if (!target->in_sync || target->installed_set == 0)
    return;
  action->distribution = target->installed_set;
  action->release = g_strdup (target->device->release);
}

/* Moves the kept actions over to the sync's own. */
static void
take_actions (ParlHb *self, GPtrArray *part)
{
  for (unsigned i = 0; i < part->len; i++)
    {
      Wanted *wanted = part->pdata[i];

      for (unsigned k = 0; k < wanted->actions->len; k++)
        {
          ParlHbAction *action = wanted->actions->pdata[k];

          if (k + 1 == wanted->actions->len)
            decide_by_target (self, wanted->target, action);
          if (action->known != NULL)
            action->release = g_strdup (action->known->to);
          g_ptr_array_add (self->actions, action);
          wanted->actions->pdata[k] = NULL;
        }
      g_ptr_array_set_size (wanted->actions, 0);
    }
}

/* Finds out what each action has brought, of which nothing else tells; not of those that wait for
 * their turn. */
bool
parl_hb_read_releases (ParlHb *self, GError **error)
{
  g_autoptr (GPtrArray) unnamed = g_ptr_array_new ();

  for (unsigned i = 0; i < self->actions->len; i++)
    {
      ParlHbAction *action = self->actions->pdata[i];
      if (action->release == NULL && action->begun)
        g_ptr_array_add (unnamed, action);
    }
  const ParlAskEach each = { .consequence = _ ("the release of this update is not known"),
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

/* Reads the actions of these targets, and makes attempts of them. Where a bound of the sync is
 * reached meanwhile, of what is to be read whole none. */
static bool
read_part (ParlHb *self, GPtrArray *part, GError **error)
{
  const ParlAskEach each = { .consequence = _ ("the actions of this device are not known"),
                             .build_path = build_list_path,
                             .read = keep_actions };
  unsigned n_before = self->harvest->attempts->len;

  g_ptr_array_set_size (self->actions, 0);
  if (!parl_ask_each (self->call, &each, part, self, self->complaints, error))
    return false;
  take_actions (self, part);
  g_ptr_array_sort (self->actions, compare_ids);
  for (unsigned i = 0; i < self->actions->len; i++)
    parl_hb_mark_add_anchor (self->mark, self->actions->pdata[i]);
  if (!parl_hb_sync_attempts (self, error))
    return false;
  if (self->mark->left_device != NULL && parl_complaints_is_spent (self->complaints))
    g_ptr_array_set_size (self->harvest->attempts, (int)n_before);
  return true;
}

/* Notes in the mark, and for history, that all up to this target is read. */
static void
note_left (ParlHb *self, const ParlHbTarget *last)
{
  ParlHbMark *mark = self->mark;

  /* What was touched while a first sync was cut off comes once more, before what is left. */
  if (compare_changes (mark->left_changed, mark->left_device, last->modified, last->device->id) < 0)
    {
      g_free (mark->left_device);
      mark->left_device = g_strdup (last->device->id);
      mark->left_changed = last->modified;
    }
  self->harvest->updates_since = mark->left_changed != PARL_TIME_NONE
                                     ? MIN (mark->left_changed, self->call->now) + PARL_HB_LONGEST
                                     : self->call->now;
}

/* @list: (element-type Wanted): all that is wanted, in its order
 * Reads it, and hands out what is read in parts where the past is read for the first time. Until it
 * is read, what changed since that was begun is asked for again. */
static bool
read_all (ParlHb *self, GPtrArray *list, GError **error)
{
  bool is_first = self->mark->left_device != NULL;
  unsigned n = is_first ? PARL_HB_LEGACY_PART : MAX (list->len, 1);
  ParlTime changed = self->mark->changed;

  if (self->changed_before != PARL_TIME_NONE)
    self->mark->changed = self->changed_before;
  for (unsigned done = 0; done < list->len; done += n)
    {
      g_autoptr (GPtrArray) part = g_ptr_array_new ();

      parl_ask_report (self->call, N_ ("reading the actions of devices"), done, list->len);
      for (unsigned i = done; i < MIN (done + n, list->len); i++)
        g_ptr_array_add (part, list->pdata[i]);
      if (!read_part (self, part, error))
        return false;
      if (parl_complaints_is_spent (self->complaints))
        return true;
      if (!is_first || done + n >= list->len)
        continue;
      note_left (self, ((const Wanted *)part->pdata[part->len - 1])->target);
      if (self->call->keep != NULL && !parl_hb_keep_part (self, error))
        return false;
    }
  self->mark->changed = changed;
  if (is_first && self->listed_without_gap)
    {
      g_clear_pointer (&self->mark->left_device, g_free);
      self->harvest->updates_since = PARL_TIME_NONE;
    }
  return true;
}

/* Reads the actions of those targets that something has happened to, and makes attempts of them. */
bool
parl_hb_sync_by_device (ParlHb *self, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)free_wanted);
  g_autoptr (GHashTable) open = parl_hb_index_open (self);
  g_autoptr (GError) problem = NULL;

  if (self->changed_before == PARL_TIME_NONE && self->mark->left_device == NULL)
    {
      self->mark->left_device = g_strdup ("");
      self->mark->left_changed = G_MAXINT64;
    }
  if (self->mark->left_device != NULL)
    self->harvest->updates_since = self->call->known->updates_since != PARL_TIME_NONE
                                       ? self->call->known->updates_since
                                       : self->call->now;
  if (!collect_wanted (self, list, &problem)
      && !parl_complaints_tolerate (self->complaints, g_steal_pointer (&problem),
                                    _ ("what became of open updates is not known"), error))
    return false;
  g_ptr_array_sort (list, compare_wanted);
  for (unsigned i = 0; i < list->len; i++)
    {
      Wanted *wanted = list->pdata[i];
      wanted->open = open;
      wanted->target->whole = wanted->whole && !self->new_epoch;
    }
  if (!parl_hb_sync_installed (self, &problem)
      && !parl_complaints_tolerate (self->complaints, g_steal_pointer (&problem),
                                    _ ("what some devices run is not known"), error))
    return false;
  return read_all (self, list, error);
}
