/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inventory -> devices: what they run, their class and site, when they were last heard of. All
 * of it at the first sync, then what has changed, the newest first. Addresses, keys and other
 * attributes of a device are never kept. */
#include "config.h"

#include "sources/mender/private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define RELEASE "artifact_name"

/* How often the check-ins are read: the server notes them about once a day. */
#define CHECKING (6 * PARL_HOUR)

typedef enum
{
  ROLE_CLASS,
  ROLE_SITE,
  ROLE_ROLLBACK,
  N_ROLES
} Role;

static const char *const settings[] = {
  [ROLE_CLASS] = "ClassAttribute",
  [ROLE_SITE] = "SiteAttribute",
  [ROLE_ROLLBACK] = "RollbackAttribute",
};

/* Whose value counts where several scopes have an attribute of a name. */
static const char *const scopes[] = { "inventory", "tags", "identity", "system", "monitor" };

static void
replace (char **text, const char *value, bool *changed)
{
  if (value == NULL || g_strcmp0 (*text, value) == 0)
    return;
  g_free (*text);
  *text = g_strdup (value);
  *changed = true;
}

/* A newer time replaces the one that is known; none or an older one does not. */
static bool
advance (ParlTime *time, ParlTime newer)
{
  if (newer == PARL_TIME_NONE || newer <= *time)
    return false;
  *time = newer;
  return true;
}

/* Text, a number, or the first of a list of them. */
static char *
read_value (const ParlJsonAt *attribute)
{
  ParlJsonAt value, first, *at = &value;
  const char *text;
  int64_t whole;
  double number;
  unsigned n;

  if (!parl_json_member (attribute, "value", &value, NULL))
    return NULL;
  if (parl_json_length (&value, &n, NULL))
    {
      if (n == 0 || !parl_json_element (&value, 0, &first, NULL))
        return NULL;
      at = &first;
    }
  if (parl_json_read_string (at, &text, NULL))
    return parl_clean_name (text);
  if (parl_json_read_int (at, &whole, NULL))
    return g_strdup_printf ("%" G_GINT64_FORMAT, whole);
  if (parl_json_read_double (at, &number, NULL))
    {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];
      return g_strdup (g_ascii_dtostr (buffer, sizeof buffer, number));
    }
  return NULL;
}

static unsigned
rank_scope (const char *scope)
{
  unsigned rank = 0;

  while (rank < G_N_ELEMENTS (scopes) && g_strcmp0 (scopes[rank], scope) != 0)
    rank++;
  return rank;
}

/* @name: "site", or with its scope "tags/site"
 * Returns: (transfer full) (nullable): the value of that attribute of a device */
static char *
find_attribute (ParlMd *self, const ParlJsonAt *device, const char *name)
{
  const char *slash = name != NULL ? strchr (name, '/') : NULL;
  g_autofree char *wanted = slash != NULL ? g_strndup (name, (size_t)(slash - name)) : NULL;
  unsigned best = G_MAXUINT, n = 0;
  char *found = NULL;
  ParlJsonAt list, one;

  if (name == NULL || *name == '\0'
      || !parl_lenient_find (self->complaints, device, "attributes", &list)
      || !parl_json_length (&list, &n, NULL))
    return NULL;
  for (unsigned i = 0; i < n && parl_json_element (&list, i, &one, NULL); i++)
    {
      const char *own = NULL, *scope = NULL;

      if (!parl_json_get_string (&one, "name", &own, NULL))
        continue;
      parl_json_get_string (&one, "scope", &scope, NULL);
      bool in_scope
          = wanted != NULL && g_strcmp0 (scope, wanted) == 0 && strcmp (own, slash + 1) == 0;
      unsigned rank = in_scope ? 0 : 1 + rank_scope (scope);
      if ((!in_scope && strcmp (own, name) != 0) || rank >= best)
        continue;
      best = rank;
      g_free (found);
      found = read_value (&one);
    }
  return found;
}

static ParlTime
find_time (ParlMd *self, const ParlJsonAt *at, const char *name)
{
  g_autofree char *text = find_attribute (self, at, name);
  ParlTime time;

  return text != NULL && parl_time_from_iso (text, &time, NULL)
                 && time <= self->call->now + PARL_DAY
             ? time
             : PARL_TIME_NONE;
}

static void
classify (ParlMd *self, const ParlJsonAt *at, ParlMdDevice *device)
{
  const ParlSourceConfig *config = self->call->config;
  char *values[N_ROLES];

  for (unsigned i = 0; i < N_ROLES; i++)
    values[i] = find_attribute (self, at, parl_source_config_get_or_default (config, settings[i]));
  replace (&device->device->device_class, values[ROLE_CLASS], &device->changed);
  replace (&device->device->site, values[ROLE_SITE], &device->changed);
  ParlTristate tested
      = values[ROLE_ROLLBACK] != NULL ? parl_parse_tristate (values[ROLE_ROLLBACK]) : PARL_UNKNOWN;
  if (tested != PARL_UNKNOWN && tested != device->device->tested_rollback)
    {
      device->device->tested_rollback = tested;
      device->changed = true;
    }
  for (unsigned i = 0; i < N_ROLES; i++)
    g_free (values[i]);
}

/* Only accepted devices are of the fleet; others have asked to be, or were. */
static bool
is_accepted (ParlMd *self, const ParlJsonAt *at)
{
  g_autofree char *status = find_attribute (self, at, "identity/status");

  return status == NULL || strcmp (status, "accepted") == 0;
}

typedef struct
{
  ParlTime newest; /* change on the first page: what changes while the others are read is later */
  bool has_page;
  ParlTime last;  /* change of the device that came last */
  ParlTime until; /* changes before were read by an earlier sync; PARL_TIME_NONE: none was */
  bool unsorted;  /* they do not come from the newest to the oldest */
} Listing;

/* Reads one device into the sync's devices: a new one, or what has changed of a known one. */
static bool
on_device (ParlMd *self, const ParlJsonAt *at, gpointer data, GError **error)
{
  Listing *listing = data;
  const char *id;

  if (!parl_json_get_string (at, "id", &id, error))
    return false;
  ParlTime updated = parl_lenient_iso (self->complaints, at, "updated_ts", self->call->now);
  if (updated == PARL_TIME_NONE)
    updated = find_time (self, at, "system/updated_ts");
  listing->unsorted = listing->unsorted
                      || (listing->last != PARL_TIME_NONE && updated != PARL_TIME_NONE
                          && updated > listing->last);
  if (updated != PARL_TIME_NONE)
    listing->last = updated;
  if (!listing->has_page)
    advance (&listing->newest, updated);
  if (!is_accepted (self, at))
    return true;

  ParlMdDevice *device = parl_md_find_device (self, id);
  g_autofree char *artifact = find_attribute (self, at, RELEASE);
  device->listed = true;
  device->updated = updated;
  g_free (device->reported);
  device->reported = parl_md_spell_release (artifact);
  device->news = !device->known || device->device->release == NULL || updated > self->mark->seen;
  classify (self, at, device);
  if (advance (&device->device->last_seen, updated))
    device->changed = true;
  if (advance (&device->device->last_seen, find_time (self, at, "system/check_in_time")))
    device->changed = true;
  ParlTime created = find_time (self, at, "system/created_ts");
  if (created != PARL_TIME_NONE && created != device->device->registered)
    {
      device->device->registered = created;
      device->changed = true;
    }
  parl_md_note_datum (self, device->device->last_seen);
  return true;
}

/* After each page: of what comes from the newest to the oldest, whether the rest is known. */
static bool
has_all_new (ParlMd *self G_GNUC_UNUSED, gpointer data)
{
  Listing *listing = data;

  listing->has_page = true;
  return listing->until != PARL_TIME_NONE
         && (listing->unsorted
             || (listing->last != PARL_TIME_NONE && listing->last < listing->until));
}

/* Those that the inventory does not list any more. */
static void
find_gone (ParlMd *self)
{
  GHashTableIter iter;
  const char *id;

  g_hash_table_iter_init (&iter, self->call->known->devices);
  while (g_hash_table_iter_next (&iter, (gpointer *)&id, NULL))
    {
      ParlMdDevice *device = parl_md_find_device (self, id);

      if (device->listed)
        continue;
      device->gone = true;
      g_ptr_array_add (self->harvest->gone_devices, g_strdup (id));
    }
}

static bool
list_all (ParlMd *self, GError **error)
{
  Listing listing = { PARL_TIME_NONE, false, PARL_TIME_NONE, PARL_TIME_NONE, false };
  const ParlMdList list
      = { PARL_MD_INVENTORY, NULL, N_ ("reading devices"), on_device, has_all_new, &listing };
  bool complete;

  if (!parl_md_read_list (self, &list, &complete, NULL, error))
    return false;
  if (complete)
    {
      find_gone (self);
      advance (&self->mark->seen, listing.newest);
    }
  else
    self->mark->seen = PARL_TIME_NONE; /* the next sync lists all of them again */
  return true;
}

static unsigned
count_known (ParlMd *self)
{
  unsigned n = g_hash_table_size (self->call->known->devices);
  const ParlMdDevice *device;
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, self->devices);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&device))
    n += device->listed && !device->known;
  return n;
}

/* What has changed since, the newest first; *found: it could be told, and no device is gone. */
static bool
list_changed (ParlMd *self, bool *found, GError **error)
{
  static const char body[]
      = "\"filters\":[{\"scope\":\"identity\",\"attribute\":\"status\",\"type\":\"$eq\","
        "\"value\":\"accepted\"}],"
        "\"sort\":[{\"scope\":\"system\",\"attribute\":\"updated_ts\",\"order\":\"desc\"}]";
  Listing listing = { PARL_TIME_NONE, false, PARL_TIME_NONE, self->mark->seen, false };
  const ParlMdList list
      = { PARL_MD_SEARCH, body, N_ ("reading devices"), on_device, has_all_new, &listing };
  g_autoptr (GError) problem = NULL;
  bool complete;
  int64_t total;

  *found = false;
  if (!parl_md_read_list (self, &list, &complete, &total, &problem))
    {
      if (parl_source_error_is_local (problem))
        return true;
      g_propagate_error (error, g_steal_pointer (&problem));
      return false;
    }
  *found = complete && !listing.unsorted && total == count_known (self);
  if (*found)
    advance (&self->mark->seen, listing.newest);
  return true;
}

static char *
describe_settings (const ParlSourceConfig *config)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (unsigned i = 0; i < N_ROLES; i++)
    {
      const char *name = parl_source_config_get_or_default (config, settings[i]);
      g_string_append_printf (text, "%s|", name != NULL ? name : "");
    }
  return g_strdup (text->str);
}

/* Brings the devices up to date. */
bool
parl_md_sync_devices (ParlMd *self, GError **error)
{
  g_autofree char *attributes = describe_settings (self->call->config);
  bool other = g_strcmp0 (self->mark->attributes, attributes) != 0;
  bool found = false;

  if (!other && self->mark->seen != PARL_TIME_NONE && !list_changed (self, &found, error))
    return false;
  if (!found && !list_all (self, error))
    return false;
  self->harvest->reclassified = other && self->mark->attributes != NULL;
  g_free (self->mark->attributes);
  self->mark->attributes = g_steal_pointer (&attributes);
  return true;
}

static bool
on_check_in (ParlMd *self, const ParlJsonAt *at, gpointer data G_GNUC_UNUSED, GError **error)
{
  const char *id;

  if (!parl_json_get_string (at, "id", &id, error))
    return false;
  ParlTime time = parl_lenient_iso (self->complaints, at, "check_in_time", self->call->now);
  ParlMdDevice *device = g_hash_table_lookup (self->devices, id);
  if (device == NULL && g_hash_table_contains (self->call->known->devices, id))
    device = parl_md_find_device (self, id);
  if (device == NULL || !advance (&device->device->last_seen, time))
    return true;
  device->changed = true;
  parl_md_note_datum (self, time);
  return true;
}

/* When devices last asked for anything: those that seldom send their inventory are not silent for
 * that. Without the right to see it, or on a server that does not tell, the inventory alone says.
 */
bool
parl_md_sync_check_ins (ParlMd *self, GError **error)
{
  const ParlMdList list
      = { PARL_MD_CHECK_INS, NULL, N_ ("reading devices"), on_check_in, NULL, NULL };
  g_autoptr (GError) problem = NULL;

  if (self->mark->checked > self->call->now - CHECKING)
    return true;
  if (!parl_md_read_list (self, &list, NULL, NULL, &problem)
      && !parl_source_error_is_local (problem))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return false;
    }
  self->mark->checked = self->call->now;
  return true;
}
