/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Actions and what was reported about them -> attempts: from which release to which, in which stage
 * of which rollout, when and how it ended. */
#include "config.h"

#include "sources/hawkbit/private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define AT_ONCE PARL_SECOND

static int
compare_actions (gconstpointer a, gconstpointer b)
{
  const ParlHbAction *first = *(ParlHbAction *const *)a;
  const ParlHbAction *second = *(ParlHbAction *const *)b;

  return (first->id > second->id) - (first->id < second->id);
}

/* Those of which only the reports tell the outcome. */
static bool
read_outcomes (ParlHb *self, GError **error)
{
  g_autoptr (GPtrArray) asked = g_ptr_array_new ();

  for (unsigned i = 0; i < self->actions->len; i++)
    {
      ParlHbAction *action = self->actions->pdata[i];
      if (action->undecided)
        g_ptr_array_add (asked, action);
    }
  return parl_hb_read_reports (self, asked, 0, 0, error);
}

/* What the device ran before the first action that was read: what history says; of a past that is
 * read from its start, nothing. */
static ParlDevice *
find_past (ParlHb *self, GHashTable *pasts, const ParlHbTarget *target)
{
  ParlDevice *past = g_hash_table_lookup (pasts, target->device->id);

  if (past == NULL)
    {
      const ParlDevice *known
          = self->from_start || target->whole || !target->known
                ? NULL
                : g_hash_table_lookup (self->call->known->devices, target->device->id);

      past = known != NULL ? parl_device_copy (known) : parl_device_new (target->device->id);
      g_hash_table_insert (pasts, past->id, past);
    }
  return past;
}

/* Goes through the actions in the order they were made, and so through every device's past: what it
 * ran when an action came is what the finished one before had brought. */
static void
walk (ParlHb *self)
{
  g_autoptr (GHashTable) last = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) pasts
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)parl_device_free);

  for (unsigned i = 0; i < self->actions->len; i++)
    {
      ParlHbAction *action = self->actions->pdata[i];
      ParlHbTarget *target = parl_hb_find_target (self, action->device);
      ParlDevice *past = find_past (self, pasts, target);
      ParlHbAction *before = g_hash_table_lookup (last, action->device);

      if (before != NULL)
        before->superseded = action->created;
      g_hash_table_insert (last, action->device, action);

      action->from
          = g_strdup (action->known != NULL ? action->known->from
                                            : parl_device_get_before (past, action->release));
      if (action->outcome != PARL_OUTCOME_SUCCEEDED)
        continue;
      target->newest_finished = action;
      if (action->release == NULL)
        continue;
      parl_device_install (past, action->release);
      if (g_strcmp0 (target->device->release, action->release) != 0)
        target->changed = true;
      g_free (target->device->release);
      g_strfreev (target->device->also);
      target->device->release = g_strdup (past->release);
      target->device->also = g_strdupv (past->also);
    }
}

/* A device that failed, and never finished an action, still has what it has installed now. */
static void
complete_from (ParlHb *self)
{
  for (unsigned i = 0; i < self->actions->len; i++)
    {
      ParlHbAction *action = self->actions->pdata[i];
      const ParlHbTarget *target = parl_hb_find_target (self, action->device);

      if (action->from == NULL && action->known == NULL && target->newest_finished == NULL)
        action->from = g_strdup (target->device->release);
    }
}

/* When the target's own time of installation is that of this action. */
static bool
is_installed_by (const ParlHbTarget *target, const ParlHbAction *action)
{
  return target->newest_finished == action && target->installed != PARL_TIME_NONE
         && action->created != PARL_TIME_NONE && target->installed >= action->created;
}

/* The earlier of the clock and the newest action, so that a clock that is ahead makes nothing old.
 */
static ParlTime
find_present (const ParlHb *self)
{
  ParlTime newest = PARL_TIME_NONE;

  for (unsigned i = 0; i < self->actions->len; i++)
    newest = MAX (newest, ((const ParlHbAction *)self->actions->pdata[i])->created);
  return MIN (newest, self->call->now);
}

/* Whether a failure lies in no period of any fact: one request each is too much for its cause. It
 * has ended when the device got its next action at the latest. */
static bool
is_long_ago (const ParlHbAction *action, ParlTime present)
{
  return action->known == NULL && action->superseded != PARL_TIME_NONE
         && action->superseded < present - PARL_SNAPSHOT_DAYS * PARL_DAY;
}

/* Whether an earlier sync, which was not read to its end, has stored all about it. */
static bool
is_stored (const ParlHb *self, const ParlHbAction *action)
{
  return action->known == NULL && action->id >= self->stored_from && action->id <= self->stored_to;
}

/* Why and when updates failed. And when they succeeded: a target has the time of its last success
 * only, and those before it have to be asked for. So have those that were over at once, for no
 * update is so fast: the server closed them. Not those of long ago: one request each is too much
 * for them.
 * Returns: (transfer container) (element-type ParlHbAction): the newest first */
static GPtrArray *
list_ends (ParlHb *self)
{
  ParlTime present = find_present (self);
  GPtrArray *asked = g_ptr_array_new ();

  for (unsigned i = self->actions->len; i > 0; i--)
    {
      ParlHbAction *action = self->actions->pdata[i - 1];
      const ParlHbTarget *target = parl_hb_find_target (self, action->device);
      bool installs = action->outcome == PARL_OUTCOME_SUCCEEDED && is_installed_by (target, action);
      bool at_once = installs && target->installed - action->created <= AT_ONCE;

      if (is_stored (self, action))
        continue;
      if (action->outcome == PARL_OUTCOME_FAILED && !action->ended
          && !is_long_ago (action, present))
        g_ptr_array_add (asked, action);
      if ((action->outcome != PARL_OUTCOME_SUCCEEDED && action->outcome != PARL_OUTCOME_DOWNLOADED)
          || action->reported != PARL_TIME_NONE || (installs && !at_once))
        continue;
      if (action->created >= self->call->now - PARL_HB_RECENT)
        g_ptr_array_add (asked, action);
      else
        action->no_attempt = at_once;
    }
  return asked;
}

/* When it ended, where the server has no time for it: when we first see it closed or, as one action
 * ends where the device's next begins, that. What was made so long ago that nobody asked for its
 * reports, or nobody has yet, ended long ago too: it must not fall into the weeks that are looked
 * at. */
static ParlTime
guess_end (const ParlHb *self, const ParlHbAction *action)
{
  if (action->known == NULL && action->created != PARL_TIME_NONE
      && (action->unread || action->created < self->call->now - PARL_HB_RECENT))
    return action->created;
  if (action->superseded != PARL_TIME_NONE && action->superseded < self->call->now)
    return action->superseded;
  return self->call->now;
}

static void
fill_in_end (ParlHb *self, const ParlHbAction *action, ParlAttempt *attempt)
{
  const ParlHbTarget *target = parl_hb_find_target (self, action->device);

  if (action->outcome == PARL_OUTCOME_SUCCEEDED && is_installed_by (target, action))
    attempt->ended = target->installed;
  else if (action->reported != PARL_TIME_NONE)
    attempt->ended = action->reported;
  else
    {
      attempt->ended_is_seen = true;
      attempt->ended = guess_end (self, action);
    }
  if (!attempt->ended_is_seen && attempt->ended > self->mark->newest)
    self->mark->newest = attempt->ended;
}

/* The rollout of an action of 0.3, which does not name it: the newest one of that release, begun
 * before the action, that has the device in one of its stages. Only for actions that the server
 * made by itself: what a person assigns, to try again, looks the same but for that. */
static ParlHbRollout *
guess_rollout (ParlHb *self, const ParlHbAction *action)
{
  for (unsigned i = self->rollouts->len; action->release != NULL && i > 0; i--)
    {
      ParlHbRollout *rollout = self->rollouts->pdata[i - 1];
      const char *stage = NULL;

      if (g_strcmp0 (rollout->value->release, action->release) == 0
          && rollout->value->created <= action->created
          && parl_hb_find_stage (self, rollout, action->device, &stage, NULL) && stage != NULL)
        return rollout;
    }
  return NULL;
}

static bool
fill_in_rollout (ParlHb *self, const ParlHbAction *action, ParlAttempt *attempt, GError **error)
{
  ParlHbRollout *rollout = NULL;
  const char *stage = NULL;

  if (action->known != NULL)
    {
      attempt->rollout = g_strdup (action->known->rollout);
      attempt->stage = g_strdup (action->known->stage);
      return true;
    }
  if (action->rollout >= 0)
    {
      attempt->rollout = parl_hb_key (self, action->rollout);
      rollout = parl_hb_find_rollout (self, action->rollout);
    }
  else if (self->mark->way == PARL_HB_LEGACY && action->by_server)
    {
      rollout = guess_rollout (self, action);
      attempt->rollout = rollout != NULL ? g_strdup (rollout->key) : NULL;
    }
  if (rollout != NULL && !parl_hb_find_stage (self, rollout, action->device, &stage, error))
    return false;
  attempt->stage = g_strdup (stage);
  return true;
}

static char *
build_link (ParlHb *self, const ParlHbAction *action)
{
  g_autofree char *device = g_uri_escape_string (action->device, NULL, FALSE);
  const char *url = parl_source_config_get_url (self->call->config);
  size_t length = strlen (url);

  while (length > 0 && url[length - 1] == '/')
    length--;
  return g_strdup_printf ("%.*s/rest/v1/targets/%s/actions/%" G_GINT64_FORMAT, (int)length, url,
                          device, action->id);
}

static bool
add_attempt (ParlHb *self, const ParlHbAction *action, bool by_attribute, GError **error)
{
  g_autoptr (ParlAttempt) attempt = parl_attempt_new ();
  const ParlHbTarget *target = parl_hb_find_target (self, action->device);
  const char *from = by_attribute && action->known == NULL ? target->cohort : action->from;

  attempt->key = parl_hb_key (self, action->id);
  attempt->device = g_strdup (action->device);
  attempt->from = g_strdup (from);
  attempt->to = g_strdup (action->release);
  attempt->started = action->created;
  attempt->outcome = action->no_attempt && action->outcome == PARL_OUTCOME_SUCCEEDED
                         ? PARL_OUTCOME_NONE
                         : action->outcome;
  attempt->link = build_link (self, action);
  attempt->device_class = g_strdup (target->device->device_class);
  attempt->site = g_strdup (target->device->site);
  if (!fill_in_rollout (self, action, attempt, error))
    return false;
  if (action->outcome != PARL_OUTCOME_OPEN)
    fill_in_end (self, action, attempt);
  if (action->outcome == PARL_OUTCOME_FAILED)
    {
      ParlCauseMatch by_code
          = parl_causes_match (self->causes, NULL, action->has_code ? &action->code : NULL);

      attempt->message = g_strdup (action->message);
      attempt->cause
          = g_strdup (by_code.rank < action->why.rank ? by_code.cause : action->why.cause);
    }
  g_ptr_array_add (self->harvest->attempts, g_steal_pointer (&attempt));
  return true;
}

/* CohortBy=attribute:NAME: whatever compares cohorts goes by what stands in “from”, so the
 * attribute's value takes the release's place there. */
static bool
read_cohorts (ParlHb *self, bool *by_attribute, GError **error)
{
  const char *setting = parl_source_config_get (self->call->config, "CohortBy");
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) targets = g_ptr_array_new ();
  g_autoptr (GError) problem = NULL;

  *by_attribute = setting != NULL && g_str_has_prefix (setting, "attribute:");
  if (!*by_attribute)
    return true;
  for (unsigned i = 0; i < self->actions->len; i++)
    {
      const ParlHbAction *action = self->actions->pdata[i];
      ParlHbTarget *target = parl_hb_find_target (self, action->device);

      if (action->known == NULL && g_hash_table_add (seen, target))
        g_ptr_array_add (targets, target);
    }
  if (parl_hb_read_cohorts (self, setting + strlen ("attribute:"), targets, &problem))
    return true;
  return parl_complaints_tolerate (self->complaints, g_steal_pointer (&problem),
                                   _ ("the cohort of some devices is not known"), error);
}

/* An attempt of @action, unless it is still open; or, in 0.3, “finished” without an end: its turn
 * in the rollout has not come, and when it does, the target shows it. */
static bool
add_ended (ParlHb *self, const ParlHbAction *action, bool by_attribute, GError **error)
{
  return is_stored (self, action)
         || (action->outcome == PARL_OUTCOME_OPEN && (action->known != NULL || !action->begun))
         || add_attempt (self, action, by_attribute, error);
}

/* Lets go of an action that an attempt was made of: a million of both would not be held. */
static void
drop_action (ParlHb *self, unsigned index)
{
  ParlHbAction *action = self->actions->pdata[index];
  ParlHbTarget *target = parl_hb_find_target (self, action->device);

  if (target->newest_finished == action)
    target->newest_finished = NULL;
  self->actions->pdata[index] = NULL;
  parl_hb_action_free (action);
}

/* Makes attempts of all actions. Those stay of which a later part will tell more. */
static bool
add_all (ParlHb *self, bool by_attribute, GError **error)
{
  for (unsigned i = 0; i < self->actions->len; i++)
    {
      const ParlHbAction *action = self->actions->pdata[i];

      if (!add_ended (self, action, by_attribute, error))
        return false;
      if (!action->unread)
        drop_action (self, i);
    }
  return true;
}

static bool
add_part (ParlHb *self, GPtrArray *part, bool by_attribute, GError **error)
{
  for (unsigned i = 0; i < part->len; i++)
    if (!add_ended (self, part->pdata[i], by_attribute, error))
      return false;
  return true;
}

/* Notes in the mark, and for history, that of the updates below @id not all is read. */
static void
note_unread (ParlHb *self, int64_t id, ParlTime created)
{
  self->mark->unread = id;
  self->harvest->updates_since
      = created != PARL_TIME_NONE ? created + PARL_HB_LONGEST : self->call->now;
}

/* (transfer container): @n of @ends from @first on, which are read now. */
static GPtrArray *
take_part (GPtrArray *ends, unsigned first, unsigned n)
{
  GPtrArray *part = g_ptr_array_sized_new (n);

  for (unsigned i = first; i < first + n; i++)
    {
      ParlHbAction *action = ends->pdata[i];
      action->unread = false;
      g_ptr_array_add (part, action);
    }
  return part;
}

/* @ends: as list_ends() gives them
 * Reads when and why they ended, the newest first, and makes attempts of all actions of this sync.
 * What is read is handed out in parts; a sync that is cut off goes on behind the last of them. */
static bool
read_in_parts (ParlHb *self, GPtrArray *ends, bool by_attribute, GError **error)
{
  int64_t unread = self->mark->unread;
  unsigned n = 0;

  for (unsigned i = 0; i < ends->len; i++)
    ((ParlHbAction *)ends->pdata[i])->unread = true;
  for (unsigned done = 0; done == 0 || done < ends->len; done += n)
    {
      n = MIN (ends->len - done, PARL_HB_PART);
      g_autoptr (GPtrArray) part = take_part (ends, done, n);
      const ParlHbAction *newest = n > 0 ? part->pdata[0] : NULL;
      const ParlHbAction *oldest = n > 0 ? part->pdata[n - 1] : NULL;
      int64_t newest_id = n > 0 ? newest->id : 0, oldest_id = n > 0 ? oldest->id : 0;
      ParlTime created = n > 0 ? oldest->created : PARL_TIME_NONE;

      if (!parl_hb_read_reports (self, part, done, ends->len - done - n, error)
          || !(done == 0 ? add_all (self, by_attribute, error)
                         : add_part (self, part, by_attribute, error)))
        return false;
      if (done + n == ends->len)
        break;
      if (parl_complaints_is_spent (self->complaints))
        {
          if (done == 0)
            self->mark->unread = newest_id + 1;
          return true; /* the mark, and what history is told, are of the part before */
        }
      note_unread (self, oldest_id, created);
      if (!parl_hb_keep_part (self, error))
        return false;
    }
  self->mark->unread = self->has_all ? 0 : unread;
  self->harvest->updates_since = self->has_all ? PARL_TIME_NONE : self->call->known->updates_since;
  return true;
}

/* Makes attempts of all actions that this sync has read; of 0.3, that this part of it has. */
bool
parl_hb_sync_attempts (ParlHb *self, GError **error)
{
  bool legacy = self->mark->way == PARL_HB_LEGACY;
  g_autoptr (GError) problem = NULL;
  bool by_attribute;

  if (!read_outcomes (self, error) || (legacy && !parl_hb_read_releases (self, error))
      || !parl_hb_sync_sets (self, error))
    return false;
  g_ptr_array_sort (self->actions, compare_actions);
  walk (self);
  if (!legacy && !parl_hb_sync_installed (self, &problem)
      && !parl_complaints_tolerate (self->complaints, g_steal_pointer (&problem),
                                    _ ("what some devices run is not known"), error))
    return false;
  complete_from (self);
  if (!read_cohorts (self, &by_attribute, error))
    return false;
  g_autoptr (GPtrArray) ends = list_ends (self);
  if (!legacy && self->call->keep != NULL)
    return read_in_parts (self, ends, by_attribute, error);
  return parl_hb_read_reports (self, ends, 0, 0, error) && add_all (self, by_attribute, error);
}
