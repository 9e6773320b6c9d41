/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distribution sets: which release each of them is, and of which type. A set is named by its name
 * and its version; two sets that share a version only are different software. */
#include "config.h"

#include "sources/hawkbit/private.h"

#include "model/release.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* @name: (nullable)
 * @version: (nullable)
 * Returns: (transfer full) (nullable): the release that a distribution set is */
char *
parl_hb_make_release (const char *name, const char *version)
{
  g_autofree char *clean_name = parl_clean_name (name);
  g_autofree char *clean_version = parl_clean_name (version);

  return clean_version != NULL ? parl_release_new (clean_name, clean_version) : NULL;
}

void
parl_hb_set_free (ParlHbSet *self)
{
  g_free (self->name);
  g_free (self->release);
  g_free (self);
}

/* Keeps what a body says of a set, and gives the harvest its type. */
static const ParlHbSet *
keep_set (ParlHb *self, int64_t id, const ParlJsonAt *at, GError **error)
{
  const char *version;

  if (!parl_json_get_string (at, "version", &version, error))
    return NULL;

  ParlHbSet *set = g_new0 (ParlHbSet, 1);
  g_autofree char *type = parl_clean_name (parl_hb_optional_string (self, at, "type"));
  set->id = id;
  set->name = parl_clean_name (parl_hb_optional_string (self, at, "name"));
  set->release = parl_hb_make_release (set->name, version);
  g_hash_table_replace (self->sets, &set->id, set);
  if (set->release != NULL)
    g_hash_table_replace (self->harvest->releases, g_strdup (set->release),
                          g_steal_pointer (&type));
  return set;
}

/* One that cannot be had is kept as one without a name. */
static const ParlHbSet *
find_set (ParlHb *self, int64_t id, GError **error)
{
  const ParlHbSet *known = g_hash_table_lookup (self->sets, &id);

  if (known != NULL)
    return known;

  g_autofree char *path = g_strdup_printf ("/distributionsets/%" G_GINT64_FORMAT, id);
  g_autoptr (ParlJson) body = parl_hb_get (self, path, error);
  ParlJsonAt root = body != NULL ? parl_json_root (body) : (ParlJsonAt){ 0 };
  const ParlHbSet *set = body != NULL ? keep_set (self, id, &root, error) : NULL;

  if (set == NULL)
    {
      ParlHbSet *empty = g_new0 (ParlHbSet, 1);
      empty->id = id;
      g_hash_table_replace (self->sets, &empty->id, empty);
    }
  return set;
}

/* @distribution: id of a distribution set; -1: not known
 * @release: (out) (nullable) (transfer none)
 * Asks once for each distribution set. One that cannot be had is a warning. */
bool
parl_hb_find_release (ParlHb *self, int64_t distribution, const char **release, GError **error)
{
  g_autoptr (GError) problem = NULL;
  const ParlHbSet *set = distribution >= 0 ? find_set (self, distribution, &problem) : NULL;

  *release = set != NULL ? set->release : NULL;
  return problem == NULL
         || parl_complaints_tolerate (self->complaints, g_steal_pointer (&problem),
                                      _ ("its release is not known"), error);
}

/* @text: what a link calls the set, "NAME:VERSION", clean
 * Both may hold colons: then only the set's own page tells where the one ends, and where that
 * cannot be had, the first colon is taken.
 * Returns: (transfer full): the release */
char *
parl_hb_spell_release (ParlHb *self, const char *text, int64_t distribution)
{
  const char *colon = strchr (text, ':');

  if (colon == NULL)
    return g_strdup (text);
  if (strchr (colon + 1, ':') != NULL && distribution >= 0)
    {
      const ParlHbSet *set = find_set (self, distribution, NULL);
      g_autofree char *spelled
          = set != NULL && set->name != NULL && set->release != NULL
                ? g_strconcat (set->name, ":", parl_release_get_version (set->release), NULL)
                : NULL;
      if (g_strcmp0 (spelled, text) == 0)
        return g_strdup (set->release);
    }

  g_autofree char *name = g_strndup (text, colon - text);
  return parl_hb_make_release (name, colon + 1);
}

static bool
on_set (ParlHb *self, const ParlJsonAt *element, gpointer data G_GNUC_UNUSED, GError **error)
{
  int64_t id;

  return parl_json_get_count (element, "id", &id, error)
         && keep_set (self, id, element, error) != NULL;
}

bool
parl_hb_read_sets (ParlHb *self, GError **error)
{
  if (self->sets_read)
    return true;
  self->sets_read = true;
  return parl_hb_read_pages (self, "/distributionsets", "id", N_ ("reading releases"), on_set, NULL,
                             error);
}

/* Learns the types of sets that no sync has met before: they tell which of them are builds of one
 * product. Without the right to see sets, that stays unknown. */
bool
parl_hb_sync_sets (ParlHb *self, GError **error)
{
  g_autoptr (GError) problem = NULL;
  int64_t newest = -1;

  for (unsigned i = 0; i < self->actions->len; i++)
    newest = MAX (newest, ((const ParlHbAction *)self->actions->pdata[i])->distribution);
  for (unsigned i = 0; i < self->rollouts->len; i++)
    newest = MAX (newest, ((const ParlHbRollout *)self->rollouts->pdata[i])->distribution);
  if (newest <= self->mark->newest_set)
    return true;
  if (parl_hb_read_sets (self, &problem) || parl_source_error_is_local (problem))
    {
      self->mark->newest_set = newest;
      return true;
    }
  g_propagate_error (error, g_steal_pointer (&problem));
  return false;
}
