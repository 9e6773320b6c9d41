/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The test of a connection to Mender: what is there, and what these credentials may not see. */
#include "config.h"

#include "sources/mender/private.h"
#include "sources/traits.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *path, *old; /* old: where the first is not there; may be NULL */
  const char *one, *many; /* "rollout", "rollouts" */
} Thing;

static const Thing things[] = {
  { PARL_MD_DEPLOYMENTS_V2, PARL_MD_DEPLOYMENTS_V1, N_ ("rollout"), N_ ("rollouts") },
  { PARL_MD_INVENTORY, NULL, N_ ("device"), N_ ("devices") },
};

static bool
count (ParlMd *self, const Thing *thing, int64_t *total, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (parl_md_count (self, thing->path, total, &problem))
    return true;
  if (thing->old != NULL
      && g_error_matches (problem, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_NOT_FOUND)
      && parl_md_count (self, thing->old, total, NULL))
    return true;
  g_propagate_error (error, g_steal_pointer (&problem));
  return false;
}

/* Adds what was found of one list. A part that may not be seen is a finding; a server that cannot
 * be reached is an error. */
static bool
add_count (ParlMd *self, const Thing *thing, GPtrArray *findings, unsigned *n_found, GError **first,
           GError **error)
{
  g_autoptr (GError) problem = NULL;
  int64_t total;

  if (count (self, thing, &total, &problem))
    {
      ++*n_found;
      if (total >= 0)
        g_ptr_array_add (findings, g_strdup_printf ("%" G_GINT64_FORMAT " %s", total,
                                                    _ (total == 1 ? thing->one : thing->many)));
      return true;
    }
  if (*first == NULL)
    *first = g_error_copy (problem);
  if (!parl_source_error_is_local (problem))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return false;
    }
  if (g_error_matches (problem, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_DENIED))
    g_ptr_array_add (findings, g_strdup_printf (_ ("These credentials may not see the %s (%s)"),
                                                _ (thing->many), problem->message));
  else
    g_ptr_array_add (findings, g_strdup_printf (_ ("The %s cannot be read (%s)"), _ (thing->many),
                                                problem->message));
  return true;
}

/* The attributes of one device of the inventory; @names: gets their names. */
static bool
read_traits (const ParlJsonAt *device, ParlTraits *traits, GString *names, GError **error)
{
  ParlJsonAt list, one, at;
  unsigned n;

  if (!parl_json_member (device, "attributes", &list, error)
      || !parl_json_length (&list, &n, error))
    return false;
  parl_traits_begin_device (traits);
  for (unsigned i = 0; i < n; i++)
    {
      const char *name, *value;

      if (!parl_json_element (&list, i, &one, error)
          || !parl_json_get_string (&one, "name", &name, error))
        return false;
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
      if (parl_json_member (&one, "value", &at, NULL) && parl_json_read_string (&at, &value, NULL))
        parl_traits_add (traits, name, value);
    }
  return true;
}

/* The names of the attributes that one device has: what the settings can choose from; and of a page
 * of devices, which of them would fit. */
static bool
add_attributes (ParlMd *self, GPtrArray *findings, GError **error)
{
  g_autoptr (ParlJson) body
      = parl_ask (self->call, PARL_MD_INVENTORY "?page=1&per_page=500", error);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) others = g_string_new (NULL);
  g_autoptr (ParlTraits) traits = parl_traits_new ();
  ParlJsonAt root, device;
  unsigned n;

  if (body == NULL)
    return false;
  root = parl_json_root (body);
  if (!parl_json_length (&root, &n, error))
    return false;
  if (n == 0)
    return true;
  for (unsigned i = 0; i < n; i++)
    if (!parl_json_element (&root, i, &device, error)
        || !read_traits (&device, traits, i == 0 ? names : others, error))
      return false;
  g_autofree char *clean = parl_clean_name (names->str);
  g_ptr_array_add (findings, g_strdup_printf (_ ("The first device has the attributes: %s"),
                                              clean != NULL ? clean : _ ("none")));
  parl_traits_propose (traits, self->call, findings);
  return true;
}

/* Returns: (transfer full): the findings, one a line */
char **
parl_md_test (const ParlSourceCall *call, GError **error)
{
  g_autoptr (ParlMd) self = parl_md_new (call);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) problem = NULL, first = NULL;
  unsigned n_found = 0;

  g_ptr_array_add (findings, g_strdup ("Mender"));
  for (unsigned i = 0; i < G_N_ELEMENTS (things); i++)
    if (!add_count (self, &things[i], findings, &n_found, &first, error))
      return NULL;
  if (n_found == 0)
    {
      /* Nothing at all: what the server says to the first question is what is wrong. */
      g_propagate_error (error, g_steal_pointer (&first));
      return NULL;
    }
  if (!add_attributes (self, findings, &problem) && !parl_source_error_is_local (problem))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  g_ptr_array_add (findings, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&findings), FALSE);
}
