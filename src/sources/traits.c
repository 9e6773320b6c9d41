/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proposes attributes by what they are called and how their values are spread. Knows no server. */
#include "config.h"

#include "sources/traits.h"

#include "sources/lenient.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  GHashTable *values; /* owned texts */
  unsigned n_devices, n_tristates;
  unsigned last; /* the device that was counted last, from 1 */
} Trait;

struct _ParlTraits
{
  GHashTable *traits; /* name -> Trait, both owned */
  unsigned n_devices;
};

/* A setting, and what attributes that fit it are called, without "-", "_" and ".": the first is the
 * likeliest. */
typedef struct
{
  const char *key;
  const char *const *names;
  bool is_tristate;
  bool is_group; /* several devices share a value; a site may have one device alone */
} Role;

static const char *const class_names[]
    = { "hw",    "hardware", "hwrevision", "hwversion",   "hwmodel", "hardwarerevision",
        "model", "board",    "devicetype", "deviceclass", "class",   "variant",
        NULL };
static const char *const site_names[]
    = { "site",   "siteid", "sitename", "location", "place", "store",
        "branch", "plant",  "region",   "city",     NULL };
static const char *const rollback_names[]
    = { "rollback", "rollbacktested", "testedrollback", NULL };

static const Role roles[] = { { "ClassAttribute", class_names, false, true },
                              { "SiteAttribute", site_names, false, false },
                              { "RollbackAttribute", rollback_names, true, false } };

static void
free_trait (gpointer data)
{
  Trait *trait = data;

  g_hash_table_unref (trait->values);
  g_free (trait);
}

ParlTraits *
parl_traits_new (void)
{
  ParlTraits *self = g_new0 (ParlTraits, 1);

  self->traits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_trait);
  return self;
}

void
parl_traits_free (ParlTraits *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->traits);
  g_free (self);
}

void
parl_traits_begin_device (ParlTraits *self)
{
  self->n_devices++;
}

void
parl_traits_add (ParlTraits *self, const char *name, const char *value)
{
  Trait *trait = g_hash_table_lookup (self->traits, name);

  if (trait == NULL)
    {
      trait = g_new0 (Trait, 1);
      trait->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_insert (self->traits, g_strdup (name), trait);
    }
  if (trait->last == self->n_devices)
    return;
  trait->last = self->n_devices;
  trait->n_devices++;
  trait->n_tristates += parl_parse_tristate (value) != PARL_UNKNOWN;
  g_hash_table_add (trait->values, g_strdup (value));
}

/* How early its name stands among @names; G_MAXUINT: not at all. */
static unsigned
rank (const char *name, const char *const *names)
{
  g_autoptr (GString) bare = g_string_new (NULL);

  for (; *name != '\0'; name++)
    if (strchr ("-_.", *name) == NULL)
      g_string_append_c (bare, g_ascii_tolower (*name));
  for (unsigned i = 0; names[i] != NULL; i++)
    if (g_str_equal (bare->str, names[i]))
      return i;
  return G_MAXUINT;
}

/* Most devices have it; a class is no serial number. */
static bool
fits (const ParlTraits *self, const Trait *trait, const Role *role)
{
  unsigned n_values = g_hash_table_size (trait->values);

  return 2 * trait->n_devices >= self->n_devices
         && (!role->is_tristate || trait->n_tristates == trait->n_devices)
         && (!role->is_group || n_values == 1 || 2 * n_values <= trait->n_devices);
}

static const char *
find_best (const ParlTraits *self, const Role *role, const Trait **best)
{
  unsigned best_rank = G_MAXUINT;
  const char *best_name = NULL;
  GHashTableIter iter;
  gpointer name, trait;

  g_hash_table_iter_init (&iter, self->traits);
  while (g_hash_table_iter_next (&iter, &name, &trait))
    {
      unsigned its_rank = fits (self, trait, role) ? rank (name, role->names) : G_MAXUINT;
      if (its_rank < best_rank
          || (its_rank == best_rank && best_name != NULL && strcmp (name, best_name) < 0))
        {
          best_rank = its_rank;
          best_name = name;
          *best = trait;
        }
    }
  return best_name;
}

void
parl_traits_propose (const ParlTraits *self, const ParlSourceCall *call, GPtrArray *findings)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      const Trait *trait = NULL;
      const char *name = parl_source_config_get (call->config, roles[i].key) == NULL
                             ? find_best (self, &roles[i], &trait)
                             : NULL;
      if (name == NULL)
        continue;
      unsigned n = g_hash_table_size (trait->values);
      g_ptr_array_add (
          findings, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                  "%s=%s would fit: it has %u value on %u of %u "
                                                  "devices that were looked at",
                                                  "%s=%s would fit: it has %u values on %u of %u "
                                                  "devices that were looked at",
                                                  n),
                                     roles[i].key, name, n, trait->n_devices, self->n_devices));
      parl_source_call_propose (call, roles[i].key, name);
    }
}
