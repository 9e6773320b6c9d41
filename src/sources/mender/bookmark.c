/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Mender source keeps from sync to sync, as compact JSON. Knows its own format, and
 * nothing of servers. */
#include "config.h"

#include "sources/mender/private.h"

#include "sources/mark.h"

#include <string.h>

static void
free_mark (ParlMdMark *mark)
{
  g_free (mark->id);
  g_free (mark->state);
  g_hash_table_unref (mark->failed);
  g_free (mark);
}

ParlMdBookmark *
parl_md_bookmark_new (void)
{
  ParlMdBookmark *self = g_new0 (ParlMdBookmark, 1);

  self->seen = self->synced = self->newest = PARL_TIME_NONE;
  self->deployments
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)free_mark);
  return self;
}

void
parl_md_bookmark_free (ParlMdBookmark *self)
{
  if (self == NULL)
    return;
  g_free (self->attributes);
  g_hash_table_unref (self->deployments);
  g_free (self);
}

/* (nullable): NULL for one that is not there, unless @create. */
ParlMdMark *
parl_md_bookmark_get (ParlMdBookmark *self, const char *id, bool create)
{
  ParlMdMark *mark = g_hash_table_lookup (self->deployments, id);

  if (mark == NULL && create)
    {
      mark = g_new0 (ParlMdMark, 1);
      mark->id = g_strdup (id);
      mark->created = mark->looked = mark->newest_start = mark->unseen_end = PARL_TIME_NONE;
      mark->failed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_insert (self->deployments, mark->id, mark);
    }
  return mark;
}

static bool
read_failed (const ParlJsonAt *at, GHashTable *failed, GError **error)
{
  ParlJsonAt list, one;
  unsigned n;

  if (!parl_json_member (at, "failed", &list, error) || !parl_json_length (&list, &n, error))
    return false;
  for (unsigned i = 0; i < n; i++)
    {
      const char *device;

      if (!parl_json_element (&list, i, &one, error)
          || !parl_json_read_string (&one, &device, error))
        return false;
      g_hash_table_add (failed, g_strdup (device));
    }
  return true;
}

static bool
read_mark (ParlMdBookmark *self, const ParlJsonAt *at, GError **error)
{
  const char *id;
  int64_t unseen;

  if (!parl_json_get_string (at, "id", &id, error))
    return false;
  ParlMdMark *mark = parl_md_bookmark_get (self, id, true);
  if (mark->state != NULL || !parl_mark_read_text (at, "state", &mark->state, error)
      || !parl_mark_read_flag (at, "closed", &mark->closed, error)
      || !parl_json_get_count (at, "unseen", &unseen, error)
      || !parl_json_get_count (at, "begun", &mark->begun, error)
      || !parl_mark_read_time (at, "created", &mark->created, error)
      || !parl_mark_read_time (at, "looked", &mark->looked, error)
      || !parl_mark_read_time (at, "start", &mark->newest_start, error)
      || !parl_mark_read_time (at, "unseen_end", &mark->unseen_end, error)
      || !read_failed (at, mark->failed, error))
    return false;
  mark->unseen = (unsigned)MIN (unseen, G_MAXUINT);
  return true;
}

/* @text: what parl_md_bookmark_to_text() wrote
 * Returns: (transfer full): the bookmark, or %NULL with %PARL_SOURCE_ERROR_MALFORMED */
ParlMdBookmark *
parl_md_bookmark_parse (const char *text, GError **error)
{
  g_autoptr (ParlMdBookmark) self = parl_md_bookmark_new ();
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (ParlJson) body = parl_json_parse (bytes, "bookmark", error);
  ParlJsonAt root, list, one;
  unsigned n;

  if (body == NULL)
    return NULL;
  root = parl_json_root (body);
  if (!parl_mark_read_flag (&root, "old", &self->old, error)
      || !parl_mark_read_text (&root, "attributes", &self->attributes, error)
      || !parl_mark_read_time (&root, "seen", &self->seen, error)
      || !parl_mark_read_time (&root, "synced", &self->synced, error)
      || !parl_mark_read_time (&root, "newest", &self->newest, error)
      || !parl_json_member (&root, "deployments", &list, error)
      || !parl_json_length (&list, &n, error))
    return NULL;
  for (unsigned i = 0; i < n; i++)
    if (!parl_json_element (&list, i, &one, error) || !read_mark (self, &one, error))
      return NULL;
  return g_steal_pointer (&self);
}

static void
write_mark (JsonBuilder *builder, const ParlMdMark *mark)
{
  GHashTableIter iter;
  const char *device;

  json_builder_begin_object (builder);
  parl_mark_add_text (builder, "id", mark->id);
  parl_mark_add_text (builder, "state", mark->state);
  parl_mark_add_flag (builder, "closed", mark->closed);
  parl_mark_add_int (builder, "unseen", mark->unseen);
  parl_mark_add_int (builder, "begun", mark->begun);
  parl_mark_add_int (builder, "created", mark->created);
  parl_mark_add_int (builder, "looked", mark->looked);
  parl_mark_add_int (builder, "start", mark->newest_start);
  parl_mark_add_int (builder, "unseen_end", mark->unseen_end);
  json_builder_set_member_name (builder, "failed");
  json_builder_begin_array (builder);
  g_hash_table_iter_init (&iter, mark->failed);
  while (g_hash_table_iter_next (&iter, (gpointer *)&device, NULL))
    json_builder_add_string_value (builder, device);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/* Returns: (transfer full): JSON on one line */
char *
parl_md_bookmark_to_text (const ParlMdBookmark *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  const ParlMdMark *mark;
  GHashTableIter iter;

  json_builder_begin_object (builder);
  parl_mark_add_flag (builder, "old", self->old);
  parl_mark_add_text (builder, "attributes", self->attributes);
  parl_mark_add_int (builder, "seen", self->seen);
  parl_mark_add_int (builder, "synced", self->synced);
  parl_mark_add_int (builder, "newest", self->newest);
  json_builder_set_member_name (builder, "deployments");
  json_builder_begin_array (builder);
  g_hash_table_iter_init (&iter, self->deployments);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&mark))
    write_mark (builder, mark);
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
