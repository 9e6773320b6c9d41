/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the hawkBit source keeps from sync to sync, as compact JSON. Knows its own format, and
 * nothing of servers. */
#include "config.h"

#include "sources/hawkbit/private.h"

#include "sources/mark.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define N_FIRST 3 /* anchors: the oldest actions that were read */
#define N_LAST 3  /* and the newest */

static void
free_anchor (ParlHbAnchor *anchor)
{
  g_free (anchor->device);
  g_free (anchor);
}

static void
free_rollout (ParlHbRolloutMark *rollout)
{
  g_free (rollout->release);
  g_free (rollout->state);
  g_free (rollout);
}

ParlHbMark *
parl_hb_mark_new (void)
{
  ParlHbMark *self = g_new0 (ParlHbMark, 1);

  self->epoch = 1;
  self->newest = PARL_TIME_NONE;
  parl_hb_mark_forget (self);
  return self;
}

/* Another database: nothing that was known about the server holds any more. */
void
parl_hb_mark_forget (ParlHbMark *self)
{
  self->highest = self->unread = 0;
  self->newest_set = -1;
  self->seen = self->changed = self->modified = self->left_changed = PARL_TIME_NONE;
  g_clear_pointer (&self->left_device, g_free);
  self->heartbeat = 0;
  g_clear_pointer (&self->anchors, g_ptr_array_unref);
  g_clear_pointer (&self->rollouts, g_hash_table_unref);
  self->anchors = g_ptr_array_new_with_free_func ((GDestroyNotify)free_anchor);
  self->rollouts
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify)free_rollout);
}

void
parl_hb_mark_free (ParlHbMark *self)
{
  if (self == NULL)
    return;
  g_free (self->attributes);
  g_free (self->left_device);
  g_ptr_array_unref (self->anchors);
  g_hash_table_unref (self->rollouts);
  g_free (self);
}

static void
add_anchor (ParlHbMark *self, int64_t id, ParlTime created, const char *device)
{
  ParlHbAnchor *anchor = g_new0 (ParlHbAnchor, 1);

  anchor->id = id;
  anchor->created = created;
  anchor->device = g_strdup (device);
  g_ptr_array_add (self->anchors, anchor);
  if (self->anchors->len > N_FIRST + N_LAST)
    g_ptr_array_remove_index (self->anchors, N_FIRST);
}

/* @action: newer than all before */
void
parl_hb_mark_add_anchor (ParlHbMark *self, const ParlHbAction *action)
{
  if (action->id <= self->highest)
    return;
  self->highest = action->id;
  if (action->created != PARL_TIME_NONE)
    add_anchor (self, action->id, action->created, action->device);
}

/* (nullable): NULL for one that is not there, unless @create. */
ParlHbRolloutMark *
parl_hb_mark_rollout (ParlHbMark *self, int64_t id, bool create)
{
  ParlHbRolloutMark *rollout = g_hash_table_lookup (self->rollouts, &id);

  if (rollout == NULL && create)
    {
      rollout = g_new0 (ParlHbRolloutMark, 1);
      rollout->id = id;
      rollout->members = -1;
      g_hash_table_insert (self->rollouts, &rollout->id, rollout);
    }
  return rollout;
}

static bool
read_anchors (ParlHbMark *self, const ParlJsonAt *list, GError **error)
{
  unsigned n;

  if (!parl_json_length (list, &n, error))
    return false;
  for (unsigned i = 0; i < n; i++)
    {
      ParlJsonAt one;
      int64_t id, created;
      const char *device;

      if (!parl_json_element (list, i, &one, error) || !parl_json_get_int (&one, "id", &id, error)
          || !parl_json_get_int (&one, "created", &created, error)
          || !parl_json_get_string (&one, "device", &device, error))
        return false;
      add_anchor (self, id, created, device);
    }
  return true;
}

static bool
read_rollouts (ParlHbMark *self, const ParlJsonAt *list, GError **error)
{
  unsigned n;

  if (!parl_json_length (list, &n, error))
    return false;
  for (unsigned i = 0; i < n; i++)
    {
      ParlJsonAt one;
      int64_t id, members;

      if (!parl_json_element (list, i, &one, error) || !parl_json_get_int (&one, "id", &id, error)
          || !parl_json_get_int (&one, "members", &members, error))
        return false;

      ParlHbRolloutMark *rollout = parl_hb_mark_rollout (self, id, true);
      rollout->members = members;
      g_free (rollout->release);
      g_free (rollout->state);
      rollout->release = rollout->state = NULL;
      if (!parl_mark_read_flag (&one, "moving", &rollout->moving, error)
          || !parl_mark_read_text (&one, "release", &rollout->release, error)
          || !parl_mark_read_text (&one, "state", &rollout->state, error))
        return false;
    }
  return true;
}

/* Which rollouts there were is what tells those that are deleted. */
static void
forget_all_but_ids (ParlHbMark *self)
{
  g_autoptr (GHashTable) rollouts = g_steal_pointer (&self->rollouts);
  GHashTableIter iter;
  int64_t *id;

  parl_hb_mark_forget (self);
  g_hash_table_iter_init (&iter, rollouts);
  while (g_hash_table_iter_next (&iter, (gpointer *)&id, NULL))
    parl_hb_mark_rollout (self, *id, true);
}

/* @text: what parl_hb_mark_to_text() wrote
 * Returns: (transfer full): the bookmark, or %NULL with %PARL_SOURCE_ERROR_MALFORMED */
ParlHbMark *
parl_hb_mark_parse (const char *text, GError **error)
{
  g_autoptr (ParlHbMark) self = parl_hb_mark_new ();
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (ParlJson) body = parl_json_parse (bytes, "bookmark", error);
  int64_t way;

  if (body == NULL)
    return NULL;

  ParlJsonAt root = parl_json_root (body), anchors, rollouts, set, unread, left;
  bool named, in_parts;
  if (!parl_json_get_count (&root, "way", &way, error)
      || !parl_mark_read_flag (&root, "detailed", &self->detailed, error)
      || !parl_json_get_count (&root, "epoch", &self->epoch, error)
      || !parl_json_get_count (&root, "highest", &self->highest, error)
      || !parl_json_get_int (&root, "heartbeat", &self->heartbeat, error)
      || !parl_mark_read_time (&root, "seen", &self->seen, error)
      || !parl_mark_read_time (&root, "changed", &self->changed, error)
      || !parl_mark_read_time (&root, "modified", &self->modified, error)
      || !parl_mark_read_time (&root, "newest", &self->newest, error)
      || !parl_mark_read_text (&root, "attributes", &self->attributes, error)
      || !parl_json_member (&root, "anchors", &anchors, error)
      || !read_anchors (self, &anchors, error)
      || !parl_json_member (&root, "rollouts", &rollouts, error)
      || !read_rollouts (self, &rollouts, error))
    return NULL;
  if (way > PARL_HB_LEGACY || self->epoch < 1)
    {
      parl_json_fail (&root, error, _ ("expected a bookmark of this program"));
      return NULL;
    }
  self->way = (ParlHbWay)way;

  /* Only where a sync was not read to its end. */
  if (!parl_json_optional (&root, "unread", &unread, &in_parts, error)
      || (in_parts && !parl_json_read_int (&unread, &self->unread, error))
      || !parl_json_optional (&root, "left", &left, &in_parts, error)
      || (in_parts
          && (!parl_mark_read_text (&left, "device", &self->left_device, error)
              || !parl_mark_read_time (&left, "changed", &self->left_changed, error))))
    return NULL;
  /* Written when releases went by their version alone: all is read once more, with the names. */
  if (!parl_json_optional (&root, "set", &set, &named, error)
      || (named && !parl_json_read_int (&set, &self->newest_set, error)))
    return NULL;
  if (!named)
    forget_all_but_ids (self);
  return g_steal_pointer (&self);
}

static void
write_anchors (JsonBuilder *builder, const ParlHbMark *self)
{
  json_builder_set_member_name (builder, "anchors");
  json_builder_begin_array (builder);
  for (unsigned i = 0; i < self->anchors->len; i++)
    {
      const ParlHbAnchor *anchor = self->anchors->pdata[i];

      json_builder_begin_object (builder);
      parl_mark_add_int (builder, "id", anchor->id);
      parl_mark_add_int (builder, "created", anchor->created);
      parl_mark_add_text (builder, "device", anchor->device);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
write_rollouts (JsonBuilder *builder, const ParlHbMark *self)
{
  ParlHbRolloutMark *rollout;
  GHashTableIter iter;

  json_builder_set_member_name (builder, "rollouts");
  json_builder_begin_array (builder);
  g_hash_table_iter_init (&iter, self->rollouts);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&rollout))
    {
      json_builder_begin_object (builder);
      parl_mark_add_int (builder, "id", rollout->id);
      parl_mark_add_int (builder, "members", rollout->members);
      parl_mark_add_flag (builder, "moving", rollout->moving);
      parl_mark_add_text (builder, "release", rollout->release);
      parl_mark_add_text (builder, "state", rollout->state);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* Returns: (transfer full): JSON on one line */
char *
parl_hb_mark_to_text (const ParlHbMark *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  json_builder_begin_object (builder);
  parl_mark_add_int (builder, "way", self->way);
  parl_mark_add_flag (builder, "detailed", self->detailed);
  parl_mark_add_int (builder, "epoch", self->epoch);
  parl_mark_add_int (builder, "highest", self->highest);
  if (self->unread > 0)
    parl_mark_add_int (builder, "unread", self->unread);
  if (self->left_device != NULL)
    {
      json_builder_set_member_name (builder, "left");
      json_builder_begin_object (builder);
      parl_mark_add_text (builder, "device", self->left_device);
      parl_mark_add_int (builder, "changed", self->left_changed);
      json_builder_end_object (builder);
    }
  parl_mark_add_int (builder, "set", self->newest_set);
  parl_mark_add_int (builder, "heartbeat", self->heartbeat);
  parl_mark_add_int (builder, "seen", self->seen);
  parl_mark_add_int (builder, "changed", self->changed);
  parl_mark_add_int (builder, "modified", self->modified);
  parl_mark_add_int (builder, "newest", self->newest);
  parl_mark_add_text (builder, "attributes", self->attributes);
  write_anchors (builder, self);
  write_rollouts (builder, self);
  json_builder_end_object (builder);

  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
