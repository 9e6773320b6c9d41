/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rollouts, their stages (hawkBit's deploy groups), and which device belongs to which stage. Asks
 * only for what can have changed: the stages of a rollout whose status or counts differ from the
 * last time, the members of a stage once. */
#include "config.h"

#include "sources/hawkbit/private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

static bool
is_deleted (const ParlJsonAt *at)
{
  bool deleted = false, present = false;
  ParlJsonAt member;

  return parl_json_optional (at, "deleted", &member, &present, NULL) && present
         && parl_json_read_bool (&member, &deleted, NULL) && deleted;
}

static bool
on_rollout (ParlHb *self, const ParlJsonAt *element, gpointer data G_GNUC_UNUSED, GError **error)
{
  if (is_deleted (element))
    return true;
  ParlHbRollout *rollout = parl_hb_read_rollout (self, element, error);
  if (rollout == NULL)
    return false;
  g_ptr_array_add (self->rollouts, rollout);
  return true;
}

static int
compare_rollouts (gconstpointer a, gconstpointer b)
{
  const ParlHbRollout *first = *(ParlHbRollout *const *)a;
  const ParlHbRollout *second = *(ParlHbRollout *const *)b;

  return (first->id > second->id) - (first->id < second->id);
}

ParlHbRollout *
parl_hb_find_rollout (ParlHb *self, int64_t id)
{
  for (unsigned i = 0; i < self->rollouts->len; i++)
    {
      ParlHbRollout *rollout = self->rollouts->pdata[i];
      if (rollout->id == id)
        return rollout;
    }
  return NULL;
}

/* 0.3 leaves the counts out of its list: replaces the rollout by what its own page says. */
static bool
read_alone (ParlHb *self, ParlHbRollout **rollout, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/rollouts/%" G_GINT64_FORMAT, (*rollout)->id);
  g_autoptr (ParlJson) body = parl_hb_get (self, path, error);
  if (body == NULL)
    return false;

  ParlJsonAt root = parl_json_root (body);
  ParlHbRollout *whole = parl_hb_read_rollout (self, &root, error);
  if (whole == NULL)
    return false;
  parl_hb_rollout_free (*rollout);
  *rollout = whole;
  return true;
}

typedef struct
{
  ParlHbRollout *rollout;
  bool uncounted; /* some stage came without its counts */
} Stages;

static bool
on_stage (ParlHb *self, const ParlJsonAt *element, gpointer data, GError **error)
{
  Stages *stages = data;
  ParlHbGroup *group;
  bool counted;
  int64_t id;

  g_autoptr (ParlStage) stage
      = parl_hb_read_stage (self, element, stages->rollout->download, &counted, error);
  if (stage == NULL || !parl_json_get_count (element, "id", &id, error))
    return false;

  group = g_new0 (ParlHbGroup, 1);
  group->id = id;
  group->key = g_strdup (stage->id);
  g_ptr_array_add (stages->rollout->groups, group);
  g_ptr_array_add (stages->rollout->value->stages, g_steal_pointer (&stage));
  stages->uncounted = stages->uncounted || !counted;
  return true;
}

static bool
read_stage_alone (ParlHb *self, ParlHbRollout *rollout, unsigned index, GError **error)
{
  const ParlHbGroup *group = rollout->groups->pdata[index];
  g_autofree char *path = g_strdup_printf (
      "/rollouts/%" G_GINT64_FORMAT "/deploygroups/%" G_GINT64_FORMAT, rollout->id, group->id);
  g_autoptr (ParlJson) body = parl_hb_get (self, path, error);
  if (body == NULL)
    return false;

  ParlJsonAt root = parl_json_root (body);
  bool counted;
  ParlStage *stage = parl_hb_read_stage (self, &root, rollout->download, &counted, error);
  if (stage == NULL)
    return false;
  parl_stage_free (rollout->value->stages->pdata[index]);
  rollout->value->stages->pdata[index] = stage;
  if (!counted)
    parl_json_fail (&root, error, _ ("expected totalTargetsPerStatus, found none"));
  return counted;
}

/* Fills in groups and stages; partial when one of them could not be read. */
static bool
read_stages (ParlHb *self, ParlHbRollout *rollout, bool with_counts, GError **error)
{
  g_autofree char *path = g_strdup_printf (
      "/rollouts/%" G_GINT64_FORMAT "/deploygroups?representation=full", rollout->id);
  Stages stages = { .rollout = rollout };

  if (!parl_hb_read_pages (self, path, "id", N_ ("reading stages"), on_stage, &stages, error))
    return false;
  rollout->partial = self->incomplete;
  for (unsigned i = 0; with_counts && stages.uncounted && i < rollout->groups->len; i++)
    if (!read_stage_alone (self, rollout, i, error))
      return false;
  return true;
}

typedef struct
{
  GHashTable *members;
  char *group;
} Members;

static bool
on_member (ParlHb *self G_GNUC_UNUSED, const ParlJsonAt *element, gpointer data, GError **error)
{
  const Members *members = data;
  const char *id;

  if (!parl_json_get_string (element, "controllerId", &id, error))
    return false;
  g_hash_table_insert (members->members, g_strdup (id), members->group);
  return true;
}

static bool
read_members (ParlHb *self, ParlHbRollout *rollout, GError **error)
{
  g_autoptr (GHashTable) members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  rollout->members_tried = true;
  if (rollout->groups->len == 0 && !read_stages (self, rollout, false, error))
    return false;
  for (unsigned i = 0; i < rollout->groups->len; i++)
    {
      const ParlHbGroup *group = rollout->groups->pdata[i];
      g_autofree char *path = g_strdup_printf ("/rollouts/%" G_GINT64_FORMAT
                                               "/deploygroups/%" G_GINT64_FORMAT "/targets",
                                               rollout->id, group->id);

      if (!parl_hb_read_pages (self, path, "controllerId", N_ ("reading who is in which stage"),
                               on_member, &(Members){ members, group->key }, error))
        return false;
      rollout->partial = rollout->partial || self->incomplete;
    }
  rollout->members = g_steal_pointer (&members);
  if (!rollout->partial)
    parl_hb_mark_rollout (self->mark, rollout->id, true)->members = rollout->total;
  return true;
}

static bool
is_recent (const ParlHb *self, const ParlHbRollout *rollout)
{
  return !rollout->closed || rollout->value->created == PARL_TIME_NONE
         || rollout->value->created >= self->call->now - PARL_HB_RECENT;
}

/* @stage: (out) (nullable) (transfer none): key of the stage of @rollout that @device is in
 * Reads the members of a recent rollout when neither this sync nor history knows the answer. */
bool
parl_hb_find_stage (ParlHb *self, ParlHbRollout *rollout, const char *device, const char **stage,
                    GError **error)
{
  const ParlDevice *known = g_hash_table_lookup (self->call->known->devices, device);
  g_autoptr (GError) problem = NULL;

  *stage = NULL;
  if (rollout->members == NULL && known != NULL && g_strcmp0 (known->rollout, rollout->key) == 0)
    {
      *stage = known->stage;
      return true;
    }
  if (rollout->members == NULL && !rollout->members_tried && is_recent (self, rollout)
      && !read_members (self, rollout, &problem)
      && !parl_complaints_tolerate (self->complaints, g_steal_pointer (&problem),
                                    _ ("who is in its stages is not known"), error))
    return false;
  if (rollout->members != NULL)
    *stage = g_hash_table_lookup (rollout->members, device);
  return true;
}

static bool
complete_release (ParlHb *self, ParlHbRollout *rollout, GError **error)
{
  ParlHbRolloutMark *mark = parl_hb_mark_rollout (self->mark, rollout->id, true);
  const char *release = mark->release;

  if (rollout->value->release == NULL && release == NULL
      && !parl_hb_find_release (self, rollout->distribution, &release, error))
    return false;
  if (rollout->value->release == NULL)
    rollout->value->release = g_strdup (release);
  g_free (mark->release);
  mark->release = g_strdup (rollout->value->release);
  return true;
}

static bool
note_same (ParlHb *self, const ParlHbRollout *rollout)
{
  g_ptr_array_add (self->harvest->same, g_strdup (rollout->key));
  return true;
}

/* Reads what is needed of one rollout and, when something of it is new, puts it into the harvest.
 * The members come later: by then the devices are there. */
static bool
sync_rollout (ParlHb *self, unsigned index, GError **error)
{
  ParlHbRollout **rollout = (ParlHbRollout **)&self->rollouts->pdata[index];
  ParlHbRolloutMark *mark = parl_hb_mark_rollout (self->mark, (*rollout)->id, true);
  bool first = mark->state == NULL;

  if ((*rollout)->state == NULL && (*rollout)->closed && !first && !mark->moving
      && g_str_has_prefix (mark->state, (*rollout)->status))
    return complete_release (self, *rollout, error) && note_same (self, *rollout);
  if ((*rollout)->state == NULL && !read_alone (self, rollout, error))
    return false;
  if (!complete_release (self, *rollout, error))
    return false;
  if ((*rollout)->state == NULL)
    {
      parl_complain (self->complaints,
                     _ ("%s: GET /rest/v1/rollouts/%" PRId64
                        ": expected totalTargetsPerStatus, found none; it was left out"),
                     parl_http_get_source (self->call->http), (*rollout)->id);
      return true;
    }

  bool changed = g_strcmp0 (mark->state, (*rollout)->state) != 0;
  if (!changed && !mark->moving && self->mark->left_device == NULL)
    return note_same (self, *rollout);
  if (!read_stages (self, *rollout, true, error))
    return false;
  if ((*rollout)->partial)
    return true;

  /* The server's counts lag by up to ten seconds, and its stages change their status some time
   * after the last device did: one more look after each change. */
  mark->moving = changed && !first;
  g_free (mark->state);
  mark->state = g_strdup ((*rollout)->state);
  g_ptr_array_add (self->harvest->rollouts, (*rollout)->value);
  (*rollout)->harvested = true;
  return true;
}

static bool
sync_members (ParlHb *self, ParlHbRollout *rollout, GError **error)
{
  const ParlHbRolloutMark *mark = parl_hb_mark_rollout (self->mark, rollout->id, true);

  if (rollout->total == 0 || mark->members == rollout->total || !is_recent (self, rollout))
    return true;
  return read_members (self, rollout, error);
}

/* A rollout that is deleted is dropped from the list, and says so when it is asked for.
 * Returns: whether the server says so, or knows no such rollout */
static bool
is_gone (ParlHb *self, int64_t id, bool *gone, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/rollouts/%" G_GINT64_FORMAT, id);
  g_autoptr (GError) problem = NULL;
  g_autoptr (ParlJson) body = parl_hb_get (self, path, &problem);
  int64_t found = id;

  *gone = g_error_matches (problem, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_NOT_FOUND);
  if (body != NULL)
    {
      ParlJsonAt root = parl_json_root (body);
      parl_hb_optional_int (self, &root, "id", &found);
      *gone = is_deleted (&root) || found != id;
    }
  if (problem == NULL || *gone)
    return true;
  g_propagate_error (error, g_steal_pointer (&problem));
  return false;
}

/* Notes those rollouts of the last sync as gone that are not in the list any more. */
static bool
find_gone (ParlHb *self, GError **error)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();
  GHashTableIter iter;
  int64_t *id;

  g_hash_table_iter_init (&iter, self->mark->rollouts);
  while (g_hash_table_iter_next (&iter, (gpointer *)&id, NULL))
    if (parl_hb_find_rollout (self, *id) == NULL)
      g_ptr_array_add (missing, id);
  for (unsigned i = 0; i < missing->len; i++)
    {
      g_autoptr (GError) problem = NULL;
      bool gone;

      id = missing->pdata[i];
      if (!is_gone (self, *id, &gone, &problem)
          && !parl_complaints_tolerate (self->complaints, g_steal_pointer (&problem),
                                        _ ("this rollout stays as it was"), error))
        return false;
      if (!gone)
        continue;
      g_ptr_array_add (self->harvest->gone_rollouts, parl_hb_key (self, *id));
      g_hash_table_remove (self->mark->rollouts, id);
    }
  return true;
}

/* Brings the rollouts that changed, and reads who is in the stages of those where that is not
 * known. */
bool
parl_hb_sync_rollouts (ParlHb *self, GError **error)
{
  if (!parl_hb_read_pages (self, "/rollouts?representation=full", "id", N_ ("reading rollouts"),
                           on_rollout, NULL, error))
    return false;
  g_ptr_array_sort (self->rollouts, compare_rollouts);
  if (!self->incomplete && !find_gone (self, error))
    return false;

  for (unsigned i = 0; i < self->rollouts->len; i++)
    {
      g_autoptr (GError) problem = NULL;

      parl_ask_report (self->call, N_ ("reading stages"), i, self->rollouts->len);
      if (sync_rollout (self, i, &problem)
          && sync_members (self, self->rollouts->pdata[i], &problem))
        continue;
      if (!parl_complaints_tolerate (self->complaints, g_steal_pointer (&problem),
                                     _ ("this rollout stays as it was"), error))
        return false;
    }
  return true;
}

/* Gives the devices the newest rollout that they belong to, and their stage in it. */
void
parl_hb_apply_members (ParlHb *self)
{
  for (unsigned i = 0; i < self->rollouts->len; i++)
    {
      const ParlHbRollout *rollout = self->rollouts->pdata[i];
      const char *device, *group;
      GHashTableIter iter;

      if (rollout->members == NULL)
        continue;
      g_hash_table_iter_init (&iter, rollout->members);
      while (g_hash_table_iter_next (&iter, (gpointer *)&device, (gpointer *)&group))
        {
          ParlHbTarget *target = parl_hb_find_target (self, device);
          int64_t current;

          if (target->device->rollout != NULL
              && parl_hb_parse_key (self, target->device->rollout, &current)
              && current > rollout->id)
            continue;
          if (g_strcmp0 (target->device->rollout, rollout->key) == 0
              && g_strcmp0 (target->device->stage, group) == 0)
            continue;
          g_free (target->device->rollout);
          g_free (target->device->stage);
          target->device->rollout = g_strdup (rollout->key);
          target->device->stage = g_strdup (group);
          target->changed = true;
        }
    }
}
