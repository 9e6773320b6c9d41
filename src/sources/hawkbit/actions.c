/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Actions, where the server lists them: what is new since the last sync, and what has become of
 * those that were open. lastModifiedAt is of no use: it does not move when a device reports. */
#include "config.h"

#include "sources/hawkbit/private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define PER_QUESTION 250 /* ids in one id=in=(...), so that the address stays below 4 KiB */

/* Whether the server still has that very action; another one under its id makes *replaced true. */
static bool
check_anchor (ParlHb *self, const ParlHbAnchor *anchor, bool *there, bool *replaced, GError **error)
{
  g_autofree char *device = g_uri_escape_string (anchor->device, NULL, FALSE);
  g_autofree char *path
      = g_strdup_printf ("/targets/%s/actions/%" G_GINT64_FORMAT, device, anchor->id);
  g_autoptr (GError) problem = NULL;
  g_autoptr (ParlJson) body = parl_hb_get (self, path, &problem);

  *there = false;
  if (body == NULL)
    {
      if (g_error_matches (problem, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_NOT_FOUND))
        return true;
      g_propagate_error (error, g_steal_pointer (&problem));
      return false;
    }

  ParlJsonAt root = parl_json_root (body);
  *there = parl_hb_optional_time (self, &root, "createdAt") == anchor->created;
  *replaced = !*there;
  return true;
}

/* Actions are deleted, one by one, with their targets, or all that are old; a database that has
 * lost every known one is still the same where the oldest under their ids is no younger than they
 * were. Only a new one begins to count again. */
static bool
check_oldest (ParlHb *self, const ParlHbAnchor *newest, bool *replaced, GError **error)
{
  g_autofree char *query = g_strdup_printf ("id=le=%" G_GINT64_FORMAT, newest->id);
  g_autofree char *path = parl_hb_query ("/actions?sort=id%3AASC&offset=0&limit=1", query);
  g_autoptr (ParlJson) body = parl_hb_get (self, path, error);
  ParlJsonAt root, content, oldest;

  if (body == NULL)
    return false;
  root = parl_json_root (body);
  if (!parl_json_member (&root, "content", &content, error))
    return false;
  *replaced = parl_json_element (&content, 0, &oldest, NULL)
              && parl_hb_optional_time (self, &oldest, "createdAt") > newest->created;
  return true;
}

/* @highest_is_there: whether the newest known action has already been seen to be the same
 * Looks whether behind the address there still is the database of the last sync. One where the
 * known actions are others, or 0.3 where they are gone, is a new one: it gets its own keys, and
 * everything is read from the start. */
bool
parl_hb_check_epoch (ParlHb *self, bool highest_is_there, GError **error)
{
  bool there = highest_is_there, replaced = false;

  for (unsigned i = self->mark->anchors->len; !there && !replaced && i > 0; i--)
    if (!check_anchor (self, self->mark->anchors->pdata[i - 1], &there, &replaced, error))
      return false;
  if (there || self->mark->anchors->len == 0)
    return true;
  if (!replaced && self->mark->way != PARL_HB_LEGACY)
    {
      if (!check_oldest (self, self->mark->anchors->pdata[self->mark->anchors->len - 1], &replaced,
                         error))
        return false;
      if (!replaced)
        {
          /* Those before the newest need not be asked for again. */
          g_ptr_array_remove_range (self->mark->anchors, 0, self->mark->anchors->len - 1);
          return true;
        }
    }

  parl_complain (self->complaints,
                 _ ("%s: the server has a new database: what was known stays in history, and "
                    "everything is read again from its start"),
                 parl_http_get_source (self->call->http));
  parl_hb_mark_forget (self->mark);
  self->mark->epoch++;
  return true;
}

/* Actions come in the order of their ids. */
static bool
on_action (ParlHb *self, const ParlJsonAt *element, gpointer data, GError **error)
{
  g_autoptr (ParlHbAction) action = parl_hb_read_action (self, element, NULL, error);

  if (action == NULL)
    return false;
  g_ptr_array_add (data, g_steal_pointer (&action));
  return true;
}

static bool
read_from (ParlHb *self, int64_t highest, GPtrArray *actions, GError **error)
{
  g_autofree char *query = g_strdup_printf ("id=ge=%" G_GINT64_FORMAT, highest);
  g_autofree char *path = highest > 0 ? parl_hb_query ("/actions?representation=full", query)
                                      : g_strdup ("/actions?representation=full");

  return parl_hb_read_pages (self, path, "id", N_ ("reading actions"), on_action, actions, error);
}

static bool
has_highest (const ParlHbMark *mark, GPtrArray *actions)
{
  const ParlHbAnchor *anchor
      = mark->anchors->len > 0 ? mark->anchors->pdata[mark->anchors->len - 1] : NULL;

  for (unsigned i = 0; anchor != NULL && i < actions->len; i++)
    {
      const ParlHbAction *action = actions->pdata[i];
      if (action->id == anchor->id)
        return action->created == anchor->created && strcmp (action->device, anchor->device) == 0;
    }
  return false;
}

/* 0.3 has no /actions; but where there are no /targets either, no hawkBit answers: a wrong address,
 * or a gateway whose server is away. Takes @problem. */
static bool
turn_to_legacy (ParlHb *self, GError *problem, GError **error)
{
  g_autoptr (GError) first = problem;
  g_autoptr (GError) second = NULL;
  int64_t total;

  if (!parl_hb_get_total (self, "/targets", &total, &second)
      && !g_error_matches (second, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_DENIED))
    {
      bool same = g_error_matches (second, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_NOT_FOUND);
      g_propagate_error (error, same ? g_steal_pointer (&first) : g_steal_pointer (&second));
      return false;
    }
  self->mark->way = PARL_HB_LEGACY;
  g_debug ("%s: no /actions, but /targets: hawkBit 0.3", parl_http_get_source (self->call->http));
  return parl_hb_check_epoch (self, false, error);
}

/* Returns: (transfer full): the attempts that history holds as open, by the ids of their actions;
 * not those of a database that is gone */
GHashTable *
parl_hb_index_open (ParlHb *self)
{
  GHashTable *open = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (unsigned i = 0; i < self->call->known->open->len; i++)
    {
      const ParlAttempt *attempt = self->call->known->open->pdata[i];
      int64_t id;

      if (parl_hb_parse_key (self, attempt->key, &id))
        g_hash_table_insert (open, g_memdup2 (&id, sizeof id), (gpointer)attempt);
    }
  return open;
}

/* A sync that goes on with another one reads its actions again: from them follows what devices ran
 * when the older ones came. */
static void
go_on (ParlHb *self, int64_t unread, int64_t highest)
{
  g_autoptr (GHashTable) open = parl_hb_index_open (self);

  self->stored_from = unread;
  self->stored_to = highest;
  for (unsigned i = 0; i < self->actions->len; i++)
    {
      ParlHbAction *action = self->actions->pdata[i];
      action->known = g_hash_table_lookup (open, &action->id);
    }
}

/* Finds out which way this server goes and whether its database is still the same, and reads the
 * actions that are new. The newest known one is asked for along with them: it tells. */
bool
parl_hb_sync_new_actions (ParlHb *self, GError **error)
{
  int64_t unread = self->mark->unread, stored = self->mark->highest;
  int64_t highest = unread > 0 ? 0 : stored;
  g_autoptr (GPtrArray) actions
      = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_hb_action_free);
  g_autoptr (GError) problem = NULL;
  int64_t epoch = self->mark->epoch;

  bool complete = read_from (self, highest, actions, &problem);
  if (!complete && actions->len == 0
      && g_error_matches (problem, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_NOT_FOUND))
    return turn_to_legacy (self, g_steal_pointer (&problem), error);
  self->mark->way = PARL_HB_ACTIONS;
  g_debug ("%s: /actions answers, with %u actions from %" PRId64 " on",
           parl_http_get_source (self->call->http), actions->len, highest);

  if (complete && !parl_hb_check_epoch (self, has_highest (self->mark, actions), error))
    return false;
  if (self->mark->epoch != epoch && highest > 0)
    {
      g_ptr_array_set_size (actions, 0);
      highest = 0;
      complete = read_from (self, 0, actions, &problem);
    }

  /* What came before an error is good, and the next sync goes on behind it; where rows are missing
   * in between, it asks for all of them again. */
  bool gapped = complete && self->gapped;
  for (unsigned i = 0; i < actions->len; i++)
    {
      ParlHbAction *action = actions->pdata[i];

      if (action->id <= highest)
        continue;
      if (!gapped)
        parl_hb_mark_add_anchor (self->mark, action);
      g_ptr_array_add (self->actions, action);
      actions->pdata[i] = NULL;
    }
  self->has_all = complete && !gapped;
  if (unread > 0 && self->mark->epoch == epoch)
    go_on (self, unread, stored);
  if (!complete)
    g_propagate_error (error, g_steal_pointer (&problem));
  return complete;
}

/* Those that are open in history, and were not just read. */
static GHashTable *
collect_open (ParlHb *self)
{
  GHashTable *open = parl_hb_index_open (self);

  for (unsigned i = 0; i < self->actions->len; i++)
    g_hash_table_remove (open, &((ParlHbAction *)self->actions->pdata[i])->id);
  return open;
}

/* Every action up to the highest known one that is active, or scheduled and so not yet active, is
 * among the open ones, and what is closed stays so: when the server counts as many, they are the
 * same, and nothing has happened. */
static bool
is_quiet (ParlHb *self, unsigned n_open, bool *quiet, GError **error)
{
  int64_t n_new = 0, total;
  g_autofree char *path = parl_hb_query ("/actions", "active==true,status==scheduled");
  g_autoptr (GError) problem = NULL;

  *quiet = false;
  for (unsigned i = 0; i < self->actions->len; i++)
    if (((ParlHbAction *)self->actions->pdata[i])->outcome == PARL_OUTCOME_OPEN)
      n_new++;
  if (parl_hb_get_total (self, path, &total, &problem))
    {
      *quiet = total == n_open + n_new;
      return true;
    }
  if (g_error_matches (problem, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SERVER))
    return true;
  g_propagate_error (error, g_steal_pointer (&problem));
  return false;
}

static bool
read_again (ParlHb *self, GHashTable *open, GPtrArray *actions, bool *incomplete, GError **error)
{
  GString *ids = g_string_new (NULL);
  g_autoptr (GPtrArray) questions = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  int64_t *id;
  unsigned n = 0;

  g_hash_table_iter_init (&iter, open);
  while (g_hash_table_iter_next (&iter, (gpointer *)&id, NULL))
    {
      g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, ids->len > 0 ? "," : "", *id);
      if (++n % PER_QUESTION != 0 && n < g_hash_table_size (open))
        continue;
      g_autofree char *query = g_strdup_printf ("id=in=(%s)", ids->str);
      g_ptr_array_add (questions, parl_hb_query ("/actions?representation=full", query));
      g_string_truncate (ids, 0);
    }
  g_string_free (ids, TRUE);
  for (unsigned i = 0; i < questions->len; i++)
    {
      if (!parl_hb_read_pages (self, questions->pdata[i], "id", N_ ("reading open actions"),
                               on_action, actions, error))
        return false;
      *incomplete = *incomplete || self->incomplete;
    }
  return true;
}

/* An open action that the server no longer has was deleted, with its target or by itself. */
static void
call_off (ParlHb *self, int64_t id, const ParlAttempt *known)
{
  ParlHbAction *action = g_new0 (ParlHbAction, 1);

  action->id = id;
  action->rollout = action->distribution = -1;
  action->device = g_strdup (known->device);
  action->release = g_strdup (known->to);
  action->created = known->started;
  action->modified = action->reported = action->superseded = PARL_TIME_NONE;
  action->outcome = PARL_OUTCOME_CANCELLED;
  action->known = known;
  g_ptr_array_add (self->actions, action);
  parl_complain (self->complaints,
                 _ ("%s: the server no longer has action %" PRId64
                    ", which was open; it counts as called off"),
                 parl_http_get_source (self->call->http), id);
}

/* Moves those of @actions that are in @open to the sync's. */
static void
take_known (ParlHb *self, GHashTable *open, GPtrArray *actions)
{
  for (unsigned i = 0; i < actions->len; i++)
    {
      ParlHbAction *action = actions->pdata[i];

      action->known = g_hash_table_lookup (open, &action->id);
      if (action->known == NULL)
        continue;
      g_hash_table_remove (open, &action->id);
      g_ptr_array_add (self->actions, action);
      actions->pdata[i] = NULL;
    }
  g_ptr_array_set_size (actions, 0);
}

/* Reads again those actions that history holds as open, unless one number shows that none of them
 * can have changed. */
bool
parl_hb_sync_open_actions (ParlHb *self, GError **error)
{
  g_autoptr (GHashTable) open = collect_open (self);
  g_autoptr (GPtrArray) actions
      = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_hb_action_free);
  const ParlAttempt *known;
  GHashTableIter iter;
  int64_t *id;
  bool quiet, incomplete = false;

  if (g_hash_table_size (open) == 0)
    return true;
  if (!is_quiet (self, g_hash_table_size (open), &quiet, error))
    return false;
  if (quiet)
    return true;
  /* What one answer left out is asked for once more, before it counts as gone. */
  for (unsigned tries = 0; tries < 2 && g_hash_table_size (open) > 0; tries++)
    {
      incomplete = false;
      if (!read_again (self, open, actions, &incomplete, error))
        return false;
      take_known (self, open, actions);
    }
  g_hash_table_iter_init (&iter, open);
  while (!incomplete && g_hash_table_iter_next (&iter, (gpointer *)&id, (gpointer *)&known))
    call_off (self, *id, known);
  return true;
}
