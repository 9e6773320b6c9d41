/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Targets -> devices: all of them at the first sync, then those that were heard of or changed; and
 * what those devices run of which no action tells. securityToken, address and IP of a target are
 * never touched. */
#include "config.h"

#include "sources/hawkbit/private.h"

#include "model/release.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* hawkBit writes down polls in batches, some ten seconds late: what was read up to an instant is
 * complete only up to that much before it. */
#define LATE (20 * PARL_SECOND)
#define MAX_RELEASES 100 /* how many distribution sets are asked for who has them installed */
#define FEW 100          /* devices that are named one by one in a question */

static ParlHbTarget *
create_target (const ParlDevice *known, const char *id)
{
  ParlHbTarget *target = g_new0 (ParlHbTarget, 1);

  target->device = known != NULL ? parl_device_copy (known) : parl_device_new (id);
  target->known = known != NULL;
  target->installed = target->modified = PARL_TIME_NONE;
  return target;
}

/* Returns: (transfer none): what this sync knows of a device; made from what history knows when it
 *   is the first to ask. Only what the server lists or history knows goes into the harvest. */
ParlHbTarget *
parl_hb_find_target (ParlHb *self, const char *id)
{
  ParlHbTarget *target = g_hash_table_lookup (self->targets, id);

  if (target == NULL)
    {
      target = create_target (g_hash_table_lookup (self->call->known->devices, id), id);
      g_hash_table_insert (self->targets, target->device->id, target);
    }
  return target;
}

/* One that was registered anew is another device, of which nothing is known; unless all are, in a
 * new database. */
static ParlHbTarget *
note_registered (ParlHb *self, ParlHbTarget *target, ParlTime created)
{
  ParlDevice *device = target->device;

  if (created == PARL_TIME_NONE || created == device->registered)
    return target;
  if (!self->new_epoch && target->known && device->registered != PARL_TIME_NONE
      && created > device->registered)
    {
      g_autofree char *id = g_strdup (device->id);

      target = create_target (NULL, id);
      g_hash_table_replace (self->targets, target->device->id, target);
      g_ptr_array_add (self->harvest->new_devices, g_steal_pointer (&id));
    }
  target->device->registered = created;
  target->changed = true;
  return target;
}

/* How often the target should be heard of; 0 when the body does not say so, as in 0.3. */
static ParlTime
read_heartbeat (ParlHb *self, const ParlJsonAt *at)
{
  ParlJsonAt poll;
  int64_t last, next;

  if (!parl_hb_find (self, at, "pollStatus", &poll)
      || !parl_hb_optional_int (self, &poll, "lastRequestAt", &last)
      || !parl_hb_optional_int (self, &poll, "nextExpectedRequestAt", &next))
    return 0;
  return last >= 0 && next > last && next - last < 366 * PARL_DAY ? next - last : 0;
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

typedef struct
{
  ParlTime seen;    /* newest poll of the first page */
  ParlTime changed; /* newest creation of all; of 0.3, newest change of the first page */
  bool unpolled;    /* some target came without pollStatus */
} Listing;

/* Reads one target into the sync's targets: a new one, or what has changed of a known one. */
static bool
on_target (ParlHb *self, const ParlJsonAt *at, gpointer data, GError **error)
{
  Listing *listing = data;
  const char *id;

  if (!parl_json_get_string (at, "controllerId", &id, error))
    return false;
  if (*id == '\0')
    {
      parl_json_fail (at, error, _ ("expected the device's id, found an empty text"));
      return false;
    }

  ParlTime created = parl_hb_optional_time (self, at, "createdAt");
  ParlHbTarget *target = note_registered (self, parl_hb_find_target (self, id), created);
  const char *status = parl_hb_optional_string (self, at, "updateStatus");
  ParlTime heartbeat = read_heartbeat (self, at);

  target->listed = true;
  target->pending = g_strcmp0 (status, "pending") == 0;
  target->in_sync = g_strcmp0 (status, "in_sync") == 0;
  target->updated = g_strcmp0 (status, "unknown") != 0 && g_strcmp0 (status, "registered") != 0;
  target->installed = parl_hb_optional_time (self, at, "installedAt");
  target->modified = parl_hb_optional_time (self, at, "lastModifiedAt");
  if (advance (&target->device->last_seen,
               parl_hb_optional_time (self, at, "lastControllerRequestAt")))
    target->changed = true;
  advance (&self->mark->newest, target->device->last_seen);
  if (self->page == 0)
    advance (&listing->seen, target->device->last_seen);
  if (self->mark->way != PARL_HB_LEGACY)
    advance (&listing->changed, created);
  else if (self->page == 0)
    advance (&listing->changed, target->modified);
  listing->unpolled = listing->unpolled || heartbeat == 0;
  if (heartbeat == 0 && target->device->heartbeat == 0)
    heartbeat = MAX (self->mark->heartbeat, 0);
  if (heartbeat != 0 && heartbeat != target->device->heartbeat)
    {
      target->device->heartbeat = heartbeat;
      target->changed = true;
    }
  return true;
}

/* "00:05:00" -> 300,000 */
static ParlTime
parse_span (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", -1);
  ParlTime span = 0;

  if (g_strv_length (parts) != 3)
    return 0;
  for (unsigned i = 0; i < 3; i++)
    {
      guint64 part;

      if (!g_ascii_string_to_unsigned (parts[i], 10, 0, 9999, &part, NULL))
        return 0;
      span = span * 60 + (ParlTime)part;
    }
  return span * PARL_SECOND;
}

/* 0.3 does not say in its lists when a target should poll next: asks once how often all of them
 * should. Without the right to see that, it stays unknown. */
static bool
read_polling_time (ParlHb *self, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (ParlJson) body = parl_hb_get (self, "/system/configs/pollingTime", &problem);

  self->mark->heartbeat = -1;
  if (body == NULL)
    {
      if (parl_source_error_is_local (problem))
        return true;
      g_propagate_error (error, g_steal_pointer (&problem));
      return false;
    }

  ParlJsonAt root = parl_json_root (body);
  const char *text = parl_hb_optional_string (self, &root, "value");
  ParlTime span = text != NULL ? parse_span (text) : 0;
  GHashTableIter iter;
  ParlHbTarget *target;

  if (span == 0)
    return true;
  self->mark->heartbeat = span;
  g_hash_table_iter_init (&iter, self->targets);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&target))
    if (target->listed && target->device->heartbeat == 0)
      {
        target->device->heartbeat = span;
        target->changed = true;
      }
  return true;
}

/* The targets that polled since the last sync, and those that it could not know for they never did.
 * In 0.3 what was assigned shows in no other place: so all that changed. NULL: all targets, also
 * where a sync goes on with another one, for their last installations save many requests. */
static char *
build_query (const ParlHb *self)
{
  const ParlHbMark *mark = self->mark;

  if (self->stored_to > 0 || mark->left_device != NULL || mark->seen == PARL_TIME_NONE
      || mark->changed == PARL_TIME_NONE)
    return NULL;
  return g_strdup_printf ("lastcontrollerrequestat=gt=%" G_GINT64_FORMAT ",%s=gt=%" G_GINT64_FORMAT,
                          mark->seen, mark->way == PARL_HB_LEGACY ? "lastmodifiedat" : "createdat",
                          mark->changed);
}

static bool
list_all (ParlHb *self, Listing *listing, GError **error)
{
  self->listed_all = true;
  return parl_hb_read_pages (self, "/targets", "controllerId", N_ ("reading devices"), on_target,
                             listing, error);
}

static bool
read_targets (ParlHb *self, Listing *listing, GError **error)
{
  g_autofree char *query = build_query (self);
  g_autoptr (GError) problem = NULL;

  if (query != NULL)
    {
      g_autofree char *path = parl_hb_query ("/targets", query);

      if (parl_hb_read_pages (self, path, "controllerId", N_ ("reading devices"), on_target,
                              listing, &problem))
        return true;
      if (!g_error_matches (problem, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SERVER))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return false;
        }
    }
  /* The first time, or on a server that cannot be asked like that. */
  return list_all (self, listing, error);
}

/* What is asked for next time starts at the newest time of the first page: what happens while the
 * others are read is later than that. What is made meanwhile and sorts before them is met when it
 * polls. Where rows may be missing, the next sync asks for the same again. */
static void
note_listing (ParlHb *self, const Listing *listing)
{
  self->listed_all = self->listed_all && !self->incomplete;
  self->listed_without_gap = !self->gapped;
  if (self->gapped)
    return;
  if (listing->seen != PARL_TIME_NONE)
    advance (&self->mark->seen, listing->seen - LATE);
  advance (&self->mark->changed, listing->changed);
}

/* Brings the targets up to date. */
bool
parl_hb_sync_devices (ParlHb *self, GError **error)
{
  Listing listing = { .seen = PARL_TIME_NONE, .changed = PARL_TIME_NONE };

  if (!read_targets (self, &listing, error))
    return false;
  note_listing (self, &listing);
  if (listing.unpolled && self->mark->heartbeat == 0)
    return read_polling_time (self, error);
  return true;
}

static bool
on_present (ParlHb *self G_GNUC_UNUSED, const ParlJsonAt *element, gpointer data, GError **error)
{
  const char *id;

  if (!parl_json_get_string (element, "controllerId", &id, error))
    return false;
  g_hash_table_add (data, g_strdup (id));
  return true;
}

/* How many targets are known, and which of them were listed in this sync. */
static unsigned
count_devices (ParlHb *self, GHashTable *present)
{
  unsigned n = g_hash_table_size (self->call->known->devices);
  ParlHbTarget *target;
  GHashTableIter iter;
  const char *id;

  g_hash_table_iter_init (&iter, self->targets);
  while (g_hash_table_iter_next (&iter, (gpointer *)&id, (gpointer *)&target))
    {
      n += target->listed && !g_hash_table_contains (self->call->known->devices, id);
      if (target->listed)
        g_hash_table_add (present, g_strdup (id));
    }
  return n;
}

/* Notes those targets of history as gone that the server no longer has, and lists all when it has
 * more than are known. One number tells whether there are any, unless all were listed anyway. */
bool
parl_hb_sync_gone_devices (ParlHb *self, GError **error)
{
  g_autoptr (GHashTable) present = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  unsigned n = count_devices (self, present);
  Listing listing = { .seen = PARL_TIME_NONE, .changed = PARL_TIME_NONE };
  GHashTableIter iter;
  const char *id;
  int64_t total;

  if (!self->listed_all)
    {
      if (!parl_hb_get_total (self, "/targets", &total, error))
        return false;
      if (total == n)
        return true;
      if (total > n)
        {
          if (!list_all (self, &listing, error))
            return false;
          note_listing (self, &listing);
          count_devices (self, present);
        }
      else if (!parl_hb_read_pages (self, "/targets", "controllerId", N_ ("reading devices"),
                                    on_present, present, error))
        return false;
      if (self->incomplete)
        return true;
    }
  g_hash_table_iter_init (&iter, self->call->known->devices);
  while (g_hash_table_iter_next (&iter, (gpointer *)&id, NULL))
    if (!g_hash_table_contains (present, id))
      {
        parl_hb_find_target (self, id)->gone = true;
        g_ptr_array_add (self->harvest->gone_devices, g_strdup (id));
      }
  return true;
}

static bool
is_unreleased (const ParlHb *self, const ParlHbTarget *target)
{
  const char *release = target->device->release;

  if (!target->listed || !target->updated || target->installed_set > 0)
    return false;
  return target->whole
         || ((!target->known || self->from_start)
             && (release == NULL || parl_release_get_version (release) == release));
}

/* The new devices that had an update, but none that an action tells of; of 0.3, where it costs a
 * request to know what an action brings, all that are read whole. */
static GHashTable *
collect_unreleased (ParlHb *self)
{
  GHashTable *wanted = g_hash_table_new (g_str_hash, g_str_equal);
  ParlHbTarget *target;
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, self->targets);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&target))
    if (is_unreleased (self, target))
      g_hash_table_insert (wanted, target->device->id, target);
  return wanted;
}

typedef struct
{
  GHashTable *wanted;
  const ParlHbSet *set;
} Installed;

static bool
on_installed (ParlHb *self G_GNUC_UNUSED, const ParlJsonAt *element, gpointer data, GError **error)
{
  const Installed *installed = data;
  const char *id;

  if (!parl_json_get_string (element, "controllerId", &id, error))
    return false;

  ParlHbTarget *target = g_hash_table_lookup (installed->wanted, id);
  if (target == NULL)
    return true;
  g_free (target->device->release);
  target->device->release = g_strdup (installed->set->release);
  target->installed_set = installed->set->id;
  target->changed = true;
  g_hash_table_remove (installed->wanted, id);
  return true;
}

/* "installedds.name==camera;installedds.version==2.3.4", for a few devices with their names. NULL:
 * it cannot be asked. */
static char *
ask_installed (GHashTable *wanted, const ParlHbSet *set)
{
  g_autofree char *name = set->name != NULL ? parl_hb_quote (set->name) : NULL;
  g_autofree char *version
      = set->release != NULL ? parl_hb_quote (parl_release_get_version (set->release)) : NULL;
  const char *id, *separator = ";controllerid=in=(";
  GHashTableIter iter;

  if (name == NULL || version == NULL)
    return NULL;

  GString *query = g_string_new (NULL);
  g_string_printf (query, "installedds.name==%s;installedds.version==%s", name, version);
  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_size (wanted) <= FEW && g_hash_table_iter_next (&iter, (gpointer *)&id, NULL))
    {
      g_autofree char *quoted = parl_hb_quote (id);

      if (quoted == NULL)
        continue;
      g_string_append_printf (query, "%s%s", separator, quoted);
      separator = ",";
    }
  if (*separator == ',')
    g_string_append_c (query, ')');
  return g_string_free (query, FALSE);
}

static int
compare_sets (gconstpointer a, gconstpointer b)
{
  const ParlHbSet *first = *(const ParlHbSet *const *)a;
  const ParlHbSet *second = *(const ParlHbSet *const *)b;

  return (first->id < second->id) - (first->id > second->id);
}

/* Finds out what those new devices run that were updated before the first action that the server
 * still has: by asking, release by release, the newest first, who has it installed. */
bool
parl_hb_sync_installed (ParlHb *self, GError **error)
{
  g_autoptr (GHashTable) wanted = collect_unreleased (self);
  g_autoptr (GPtrArray) sets = g_ptr_array_new ();
  GHashTableIter iter;
  ParlHbSet *set;

  if (g_hash_table_size (wanted) == 0)
    return true;
  if (!parl_hb_read_sets (self, error))
    return false;
  g_hash_table_iter_init (&iter, self->sets);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&set))
    g_ptr_array_add (sets, set);
  g_ptr_array_sort (sets, compare_sets);
  for (unsigned i = 0; i < MIN (sets->len, MAX_RELEASES) && g_hash_table_size (wanted) > 0; i++)
    {
      set = sets->pdata[i];
      g_autofree char *query = ask_installed (wanted, set);
      g_autofree char *path = query != NULL ? parl_hb_query ("/targets", query) : NULL;

      if (path != NULL
          && !parl_hb_read_pages (self, path, "controllerId", N_ ("reading what devices run"),
                                  on_installed, &(Installed){ wanted, set }, error))
        return false;
    }
  return true;
}
