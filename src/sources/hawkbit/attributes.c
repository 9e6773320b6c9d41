/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What class a device is of, where it stands and the like: attributes that the devices sent to the
 * server, and may send again: a camera is moved, or replaced under its name. One request a device
 * would be far too many. So one device is asked for all it has, and for each value that is new the
 * server is asked who else has it; then the next device that is still without is asked. A server
 * that refuses such a search (names with a dot, before 2022) is asked device by device. */
#include "config.h"

#include "sources/hawkbit/private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define FEW 50          /* so many devices are simply asked one by one */
#define MAX_PROBES 2000 /* devices that are asked in one sync */
#define MAX_EMPTY                                                                                  \
  60 /* in a row that have nothing, of more than FEW: the others may be asked later */
#define MAX_BLANK 5 /* known devices without any of it that are asked again in one sync */

typedef enum
{
  ROLE_CLASS,
  ROLE_SITE,
  ROLE_ROLLBACK,
  ROLE_COHORT,
  N_ROLES
} Role;

static const char *const settings[] = {
  [ROLE_CLASS] = "ClassAttribute",
  [ROLE_SITE] = "SiteAttribute",
  [ROLE_ROLLBACK] = "RollbackAttribute",
};

typedef struct
{
  Role role;
  const char *name;
  bool refused;       /* the server does not search by it */
  GHashTable *left;   /* device id -> ParlHbTarget: those whose value is not known */
  GHashTable *values; /* those that the server was asked about */
} Attribute;

static void
clear_attribute (Attribute *attribute)
{
  g_hash_table_unref (attribute->left);
  g_hash_table_unref (attribute->values);
}

static void
replace (char **text, const char *value, bool *changed)
{
  if (g_strcmp0 (*text, value) == 0)
    return;
  g_free (*text);
  *text = g_strdup (value);
  *changed = true;
}

static void
set_value (ParlHbTarget *target, Role role, const char *value)
{
  ParlTristate tested;
  bool other;

  switch (role)
    {
    case ROLE_CLASS:
      replace (&target->device->device_class, value, &target->changed);
      break;
    case ROLE_SITE:
      replace (&target->device->site, value, &target->changed);
      break;
    case ROLE_ROLLBACK:
      tested = parl_parse_tristate (value);
      target->changed = target->changed || tested != target->device->tested_rollback;
      target->device->tested_rollback = tested;
      break;
    case ROLE_COHORT:
      replace (&target->cohort, value, &other);
      break;
    case N_ROLES:
      g_assert_not_reached ();
    }
}

typedef struct
{
  const Attribute *attribute;
  const char *value;
} Bearers;

static bool
on_bearer (ParlHb *self G_GNUC_UNUSED, const ParlJsonAt *element, gpointer data, GError **error)
{
  const Bearers *bearers = data;
  const char *id;

  if (!parl_json_get_string (element, "controllerId", &id, error))
    return false;

  ParlHbTarget *target = g_hash_table_lookup (bearers->attribute->left, id);
  if (target == NULL)
    return true;
  set_value (target, bearers->attribute->role, bearers->value);
  g_hash_table_remove (bearers->attribute->left, id);
  return true;
}

/* Who else has this value? */
static bool
read_bearers (ParlHb *self, Attribute *attribute, const char *value, GError **error)
{
  g_autofree char *quoted = parl_hb_quote (value);
  g_autoptr (GError) problem = NULL;

  if (quoted == NULL || !g_hash_table_add (attribute->values, g_strdup (value)))
    return true;

  g_autofree char *query = g_strdup_printf ("attribute.%s==%s", attribute->name, quoted);
  g_autofree char *path = parl_hb_query ("/targets", query);
  if (parl_hb_read_pages (self, path, "controllerId", NULL, on_bearer,
                          &(Bearers){ attribute, value }, &problem))
    return true;
  if (parl_source_error_is_local (problem))
    {
      g_debug ("%s", problem->message);
      attribute->refused = true;
      return true;
    }
  g_propagate_error (error, g_steal_pointer (&problem));
  return false;
}

/* Asks one device for all its attributes. *empty: it had none of those that are asked for. */
static bool
probe (ParlHb *self, GArray *attributes, ParlHbTarget *target, bool spread, bool *empty,
       GError **error)
{
  g_autofree char *escaped = g_uri_escape_string (target->device->id, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/targets/%s/attributes", escaped);
  g_autoptr (GError) problem = NULL;
  g_autoptr (ParlJson) body = parl_hb_get_any (self, path, &problem);

  *empty = true;
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return false;
    }
  for (unsigned i = 0; i < attributes->len; i++)
    {
      Attribute *attribute = &g_array_index (attributes, Attribute, i);
      ParlJsonAt root = body != NULL ? parl_json_root (body) : (ParlJsonAt){ 0 };
      g_autofree char *value
          = body != NULL ? parl_clean_name (parl_hb_optional_string (self, &root, attribute->name))
                         : NULL;

      if (!g_hash_table_remove (attribute->left, target->device->id) || value == NULL)
        continue;
      *empty = false;
      set_value (target, attribute->role, value);
      if (spread && !attribute->refused && g_hash_table_size (attribute->left) > 0
          && !read_bearers (self, attribute, value, error))
        return false;
    }
  return true;
}

static bool
is_left (GArray *attributes, const char *id)
{
  for (unsigned i = 0; i < attributes->len; i++)
    if (g_hash_table_contains (g_array_index (attributes, Attribute, i).left, id))
      return true;
  return false;
}

static unsigned
count_left (GArray *attributes)
{
  unsigned most = 0;

  for (unsigned i = 0; i < attributes->len; i++)
    most = MAX (most, g_hash_table_size (g_array_index (attributes, Attribute, i).left));
  return most;
}

static bool
is_any_refused (GArray *attributes)
{
  for (unsigned i = 0; i < attributes->len; i++)
    if (g_array_index (attributes, Attribute, i).refused)
      return true;
  return false;
}

/* Finds the attributes' values for all @targets. A device whose attributes can't be read has none;
 * it is an error only where that is so of all that were asked. */
static bool
classify (ParlHb *self, GArray *attributes, GPtrArray *targets, GError **error)
{
  unsigned probes = 0, empties = 0, failures = 0;
  g_autoptr (GError) first = NULL;

  for (unsigned i = 0; i < targets->len && probes < MAX_PROBES; i++)
    {
      ParlHbTarget *target = targets->pdata[i];
      g_autoptr (GError) problem = NULL;
      bool empty;

      if (!is_left (attributes, target->device->id))
        continue;
      if (empties >= MAX_EMPTY && count_left (attributes) > FEW && !is_any_refused (attributes))
        break;
      probes++;
      if (!probe (self, attributes, target, targets->len > FEW, &empty, &problem))
        {
          if (!parl_source_error_is_local (problem))
            {
              g_propagate_error (error, g_steal_pointer (&problem));
              return false;
            }
          failures++;
          if (first == NULL
              && !g_error_matches (problem, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_NOT_FOUND))
            first = g_steal_pointer (&problem);
        }
      empties = empty ? empties + 1 : 0;
      parl_ask_report (self->call, N_ ("reading attributes"),
                       targets->len - count_left (attributes), targets->len);
    }
  if (first == NULL || failures < probes)
    return true;
  g_propagate_error (error, g_steal_pointer (&first));
  return false;
}

static void
add_attribute (GArray *attributes, Role role, const char *name, GPtrArray *targets)
{
  Attribute attribute = { .role = role, .name = name };

  attribute.left = g_hash_table_new (g_str_hash, g_str_equal);
  attribute.values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (unsigned i = 0; i < targets->len; i++)
    {
      ParlHbTarget *target = targets->pdata[i];
      g_hash_table_insert (attribute.left, target->device->id, target);
    }
  g_array_append_val (attributes, attribute);
}

static GArray *
create_attributes (void)
{
  GArray *attributes = g_array_new (FALSE, FALSE, sizeof (Attribute));

  g_array_set_clear_func (attributes, (GDestroyNotify)clear_attribute);
  return attributes;
}

/* Without a pattern, so that no part of the fleet hides another behind it, and another order every
 * day. */
static unsigned
rank (const ParlHbTarget *target, ParlTime now)
{
  return (g_str_hash (target->device->id) ^ (unsigned)(now / PARL_DAY)) * 2654435761U;
}

static int
compare_targets (gconstpointer a, gconstpointer b, gpointer data)
{
  const ParlHbTarget *first = *(ParlHbTarget *const *)a;
  const ParlHbTarget *second = *(ParlHbTarget *const *)b;
  unsigned rank_1 = rank (first, *(ParlTime *)data), rank_2 = rank (second, *(ParlTime *)data);

  return rank_1 != rank_2 ? (rank_1 > rank_2) - (rank_1 < rank_2)
                          : strcmp (first->device->id, second->device->id);
}

static void
sort_targets (const ParlHb *self, GPtrArray *targets)
{
  ParlTime now = self->call->now;

  g_ptr_array_sort_with_data (targets, compare_targets, &now);
}

static GPtrArray *
list_keys (GHashTable *table)
{
  GPtrArray *keys = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, key);
  return keys;
}

static bool
is_blank (const ParlDevice *device)
{
  return device->device_class == NULL && device->site == NULL
         && device->tested_rollback == PARL_UNKNOWN;
}

/* New devices; known ones that have changed since, or that something new was assigned to; all of
 * them when the settings have changed; and a few of those that told nothing so far, for a device
 * sends its attributes some time after it is first seen. */
static GPtrArray *
collect_targets (ParlHb *self, bool all)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) blanks = g_ptr_array_new ();
  ParlHbTarget *target;
  GHashTableIter iter;
  const char *id;

  if (all)
    {
      g_hash_table_iter_init (&iter, self->call->known->devices);
      while (g_hash_table_iter_next (&iter, (gpointer *)&id, NULL))
        parl_hb_find_target (self, id);
    }
  for (unsigned i = 0; i < self->actions->len; i++)
    {
      const ParlHbAction *action = self->actions->pdata[i];

      target = parl_hb_find_target (self, action->device);
      if (action->known == NULL && target->listed)
        g_hash_table_add (wanted, target);
    }
  g_hash_table_iter_init (&iter, self->targets);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&target))
    if (!target->gone
        && ((all && target->known)
            || (target->listed && (!target->known || target->modified > self->mark->modified))))
      g_hash_table_add (wanted, target);
    else if (target->listed && is_blank (target->device))
      g_ptr_array_add (blanks, target);

  sort_targets (self, blanks);
  for (unsigned i = 0; i < MIN (blanks->len, MAX_BLANK); i++)
    g_hash_table_add (wanted, blanks->pdata[i]);
  GPtrArray *targets = list_keys (wanted);
  sort_targets (self, targets);
  return targets;
}

static void
note_modified (ParlHb *self)
{
  ParlHbTarget *target;
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, self->targets);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&target))
    self->mark->modified = MAX (self->mark->modified, target->modified);
}

/* Gives the devices their class, site and tested rollback, by the settings ClassAttribute,
 * SiteAttribute and RollbackAttribute of the source; one that is not set is not asked for. */
bool
parl_hb_sync_attributes (ParlHb *self, GError **error)
{
  g_autoptr (GString) signature = g_string_new (NULL);
  g_autoptr (GArray) attributes = create_attributes ();

  for (unsigned i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      const char *name = parl_source_config_get (self->call->config, settings[i]);
      g_string_append_printf (signature, "%s|", name != NULL ? name : "");
    }
  bool all = g_strcmp0 (self->mark->attributes, signature->str) != 0;
  g_autoptr (GPtrArray) targets = collect_targets (self, all);

  for (unsigned i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      const char *name = parl_source_config_get (self->call->config, settings[i]);
      if (name != NULL && *name != '\0')
        add_attribute (attributes, (Role)i, name, targets);
    }
  if (attributes->len > 0 && !classify (self, attributes, targets, error))
    return false;
  note_modified (self);
  self->harvest->reclassified = all && self->mark->attributes != NULL;
  g_free (self->mark->attributes);
  self->mark->attributes = g_strdup (signature->str);
  return true;
}

/* @name: the attribute that makes the cohort
 * @targets: (element-type ParlHbTarget): those that need one */
bool
parl_hb_read_cohorts (ParlHb *self, const char *name, GPtrArray *targets, GError **error)
{
  g_autoptr (GArray) attributes = create_attributes ();

  if (targets->len == 0)
    return true;
  sort_targets (self, targets);
  add_attribute (attributes, ROLE_COHORT, name, targets);
  return classify (self, attributes, targets, error);
}
