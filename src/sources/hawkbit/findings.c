/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The test of a connection to hawkBit: what is there, and what these credentials may not see. */
#include "config.h"

#include "sources/hawkbit/private.h"

#include "sources/traits.h"

#include <glib/gi18n-lib.h>
#define SAMPLE 40     /* devices that are asked for their attributes, one request each */
#define MOST_FAILED 3 /* of these: then the server has no more to tell */

typedef struct
{
  const char *path;
  const char *one, *many; /* "rollout", "rollouts" */
  unsigned feeds;
} Thing;

static const Thing things[] = {
  { "/rollouts", N_ ("rollout"), N_ ("rollouts"), PARL_FEEDS_ROLLOUTS },
  { "/targets", N_ ("device"), N_ ("devices"), PARL_FEEDS_DEVICES },
  { "/actions?representation=full", N_ ("action"), N_ ("actions"), PARL_FEEDS_ATTEMPTS },
};

/* Adds what was found of one list. A part that may not be seen is a finding; a server that cannot
 * be reached is an error. */
static bool
add_count (ParlHb *self, const Thing *thing, GPtrArray *findings, unsigned *n_found, GError **error)
{
  g_autoptr (GError) problem = NULL;
  int64_t total;

  if (parl_hb_get_total (self, thing->path, &total, &problem))
    {
      (*n_found)++;
      parl_source_call_note_found (self->call, total > 0 ? thing->feeds : 0);
      g_ptr_array_add (findings, g_strdup_printf ("%" G_GINT64_FORMAT " %s", total,
                                                  _ (total == 1 ? thing->one : thing->many)));
      return true;
    }
  if (!parl_source_error_is_local (problem))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return false;
    }
  parl_source_call_set_partial (self->call);
  if (g_error_matches (problem, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_DENIED))
    g_ptr_array_add (findings, g_strdup_printf (_ ("These credentials may not see the %s (%s)"),
                                                _ (thing->many), problem->message));
  else
    g_ptr_array_add (findings, g_strdup_printf (_ ("The %s cannot be read (%s)"), _ (thing->many),
                                                problem->message));
  return true;
}

static bool
on_first_action (ParlHb *self, const ParlJsonAt *element, GError **error)
{
  g_autoptr (ParlHbAction) action = parl_hb_read_action (self, element, NULL, error);

  return action != NULL;
}

/* Whether there is /actions, and of which generation its rows are. */
static bool
find_way (ParlHb *self, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (ParlJson) body = parl_hb_get (self, "/actions?representation=full&limit=1", &problem);

  if (g_error_matches (problem, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_NOT_FOUND))
    self->mark->way = PARL_HB_LEGACY;
  else if (problem != NULL && !parl_source_error_is_local (problem))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return false;
    }
  if (body == NULL)
    return true;

  ParlJsonAt root = parl_json_root (body), content, element;
  unsigned n;
  if (!parl_json_member (&root, "content", &content, error)
      || !parl_json_length (&content, &n, error))
    return false;
  self->mark->way = PARL_HB_ACTIONS;
  return n == 0
         || (parl_json_element (&content, 0, &element, error)
             && on_first_action (self, &element, error));
}

static bool
add_polling (ParlHb *self, GPtrArray *findings, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (ParlJson) body = parl_hb_get (self, "/system/configs/pollingOverdueTime", &problem);

  if (body != NULL)
    {
      ParlJsonAt root = parl_json_root (body);
      g_autofree char *value = parl_clean_name (parl_hb_optional_string (self, &root, "value"));
      g_ptr_array_add (findings,
                       g_strdup_printf (_ ("A device is overdue %s after its next poll was due"),
                                        value != NULL ? value : _ ("some time")));
      return true;
    }
  if (!parl_source_error_is_local (problem))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return false;
    }
  g_ptr_array_add (findings,
                   g_strdup_printf (_ ("These credentials may not see the server's settings "
                                       "(%s)"),
                                    problem->message));
  return true;
}

/* (transfer full) (nullable) (element-type utf8): ids of some devices from all over the first page,
 * the first of all before them. */
static GPtrArray *
list_some_devices (ParlHb *self, GError **error)
{
  g_autoptr (ParlJson) body
      = parl_hb_get (self, "/targets?offset=0&limit=500&sort=id%3AASC", error);
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func (g_free);
  ParlJsonAt root, content, element;
  const char *id;
  unsigned n;

  if (body == NULL)
    return NULL;
  root = parl_json_root (body);
  if (!parl_json_member (&root, "content", &content, error)
      || !parl_json_length (&content, &n, error))
    return NULL;
  for (unsigned i = 0; i < MIN (n, SAMPLE); i++)
    {
      unsigned place = n <= SAMPLE ? i : (unsigned)((uint64_t)i * n / SAMPLE);
      if (!parl_json_element (&content, place, &element, error)
          || !parl_json_get_string (&element, "controllerId", &id, error))
        return NULL;
      g_ptr_array_add (devices, g_strdup (id));
    }
  return g_steal_pointer (&devices);
}

static void
add_names (GPtrArray *findings, char **names)
{
  g_autofree char *text = names != NULL ? g_strjoinv (", ", names) : NULL;
  g_autofree char *clean = parl_clean_name (text);

  g_ptr_array_add (findings, g_strdup_printf (_ ("The first device has the attributes: %s"),
                                              clean != NULL ? clean : _ ("none")));
}

/* @names: (out): of its attributes; %NULL: it has none */
static bool
look_at_device (ParlHb *self, const char *device, ParlTraits *traits, char ***names, GError **error)
{
  g_autofree char *escaped = g_uri_escape_string (device, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/targets/%s/attributes", escaped);
  GError *problem = NULL;
  g_autoptr (ParlJson) body = parl_hb_get_any (self, path, &problem);
  ParlJsonAt root;

  if (body != NULL)
    {
      root = parl_json_root (body);
      *names = parl_json_dup_names (&root, &problem);
    }
  if (problem != NULL)
    {
      g_propagate_error (error, problem);
      return false;
    }
  parl_traits_begin_device (traits);
  for (unsigned i = 0; *names != NULL && (*names)[i] != NULL; i++)
    {
      const char *value = parl_hb_optional_string (self, &root, (*names)[i]);
      if (value != NULL)
        parl_traits_add (traits, (*names)[i], value);
    }
  return true;
}

/* The names of the attributes that one device has: what the settings can choose from; and of some
 * more devices, which of them would fit. A device that the server does not tell of is left out. */
static bool
add_attributes (ParlHb *self, GPtrArray *findings, GError **error)
{
  g_autoptr (GPtrArray) devices = list_some_devices (self, error);
  g_autoptr (ParlTraits) traits = parl_traits_new ();
  unsigned n_failed = 0;

  if (devices == NULL)
    return false;
  for (unsigned i = 0; i < devices->len && n_failed < MOST_FAILED; i++)
    {
      g_autoptr (GError) problem = NULL;
      g_auto (GStrv) names = NULL;

      if (look_at_device (self, devices->pdata[i], traits, &names, &problem))
        {
          if (i == 0)
            add_names (findings, names);
        }
      else if (!parl_source_error_is_local (problem))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return false;
        }
      else
        n_failed++;
    }
  parl_traits_propose (traits, self->call, findings);
  return true;
}

/* Returns: (transfer full): the findings, one a line */
char **
parl_hb_test (const ParlSourceCall *call, GError **error)
{
  g_autoptr (ParlHb) self = parl_hb_new (call);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) problem = NULL;
  unsigned n_found = 0;

  if (!find_way (self, error))
    return NULL;
  g_ptr_array_add (findings, parl_hb_dup_server (self));
  for (unsigned i = 0; i < G_N_ELEMENTS (things); i++)
    {
      if (self->mark->way == PARL_HB_LEGACY && i + 1 == G_N_ELEMENTS (things))
        {
          parl_source_call_note_found (call, PARL_FEEDS_ATTEMPTS);
          g_ptr_array_add (findings,
                           g_strdup (_ ("Actions are read device by device: this server has no "
                                        "list of them all")));
        }
      else if (!add_count (self, &things[i], findings, &n_found, error))
        return NULL;
    }
  if (n_found == 0)
    {
      /* Nothing at all: what the server says to the first question is what is wrong. */
      int64_t total;
      if (!parl_hb_get_total (self, things[0].path, &total, error))
        return NULL;
    }
  if (!add_polling (self, findings, error))
    return NULL;
  if (!add_attributes (self, findings, &problem) && !parl_source_error_is_local (problem))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  g_ptr_array_add (findings, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&findings), FALSE);
}
