/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads Mender's bodies: deployments, of both versions of their list, and the rows of their
 * devices. Knows no requests, and nothing of what was known before. */
#include "config.h"

#include "sources/mender/private.h"

#include "model/release.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *name;
  ParlMdStatus status;
} statuses[] = {
  { "pending", PARL_MD_PENDING },
  { "downloading", PARL_MD_ACTIVE },
  { "installing", PARL_MD_ACTIVE },
  { "rebooting", PARL_MD_ACTIVE },
  { "pause_before_installing", PARL_MD_ACTIVE },
  { "pause_before_rebooting", PARL_MD_ACTIVE },
  { "pause_before_committing", PARL_MD_ACTIVE },
  { "success", PARL_MD_SUCCESS },
  { "failure", PARL_MD_FAILURE },
  { "aborted", PARL_MD_ABORTED },
  { "decommissioned", PARL_MD_ABORTED },
  { "already-installed", PARL_MD_IDLE },
  { "noartifact", PARL_MD_IDLE },
};

/* The length of the product's name before "-1.2", "_v1.2", " 1.2"; 0: there is none. */
static size_t
measure_product (const char *artifact)
{
  for (const char *c = artifact; *c != '\0'; c++)
    {
      if (c == artifact || strchr ("-_ +:/", *c) == NULL)
        continue;
      const char *version = c[1] == 'v' || c[1] == 'V' ? c + 2 : c + 1;
      size_t digits = strspn (version, "0123456789");
      if (digits > 0 && version[digits] == '.' && g_ascii_isdigit (version[digits + 1]))
        return (size_t)(c - artifact);
    }
  return 0;
}

/* @artifact: (nullable): "cam-1.0.0": Mender has one name for product and version
 * Returns: (transfer full) (nullable): the release: the version and, where a name stands before it,
 *   of that product */
char *
parl_md_spell_release (const char *artifact)
{
  g_autofree char *clean = parl_clean_name (artifact);

  if (clean == NULL)
    return NULL;
  size_t length = measure_product (clean);
  if (length == 0)
    return g_steal_pointer (&clean);
  g_autofree char *product = g_strndup (clean, length);
  const char *version = clean + length + 1;
  return parl_release_new (product, version);
}

static ParlMdStatus
read_status (ParlMd *self, const ParlJsonAt *at, const char *text)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *found = NULL;

  for (unsigned i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (strcmp (text, statuses[i].name) == 0)
      return statuses[i].status;
  found = parl_clean_name (text);
  parl_json_fail (at, &problem, _ ("expected a status, found “%s”; it is taken to be open"),
                  found != NULL ? found : _ ("nothing"));
  parl_complain (self->complaints, "%s", problem->message);
  return PARL_MD_ACTIVE;
}

/* Returns: (transfer full): what a deployment's list of devices says of one */
ParlMdRow *
parl_md_read_row (ParlMd *self, const ParlJsonAt *at, GError **error)
{
  g_autoptr (ParlMdRow) row = g_new0 (ParlMdRow, 1);
  const char *id, *status;
  ParlTime now = self->call->now;

  if (!parl_json_get_string (at, "id", &id, error)
      || !parl_json_get_string (at, "status", &status, error))
    return NULL;
  row->device = g_strdup (id);
  row->status = read_status (self, at, status);
  row->aborted = strcmp (status, "aborted") == 0;
  row->has_row = true;
  row->logged = parl_lenient_bool (self->complaints, at, "log");
  row->substate = parl_clean_message (parl_lenient_string (self->complaints, at, "substate"));
  row->started = parl_lenient_iso (self->complaints, at, "started", now);
  row->ended = parl_lenient_iso (self->complaints, at, "finished", now);
  row->phase = -1;
  return g_steal_pointer (&row);
}

void
parl_md_row_free (ParlMdRow *self)
{
  if (self == NULL)
    return;
  g_free (self->device);
  g_free (self->substate);
  g_free (self->message);
  g_free (self);
}

/* @status: an object of counts by status, or what a server adds to them
 * Appends what is not 0, by name. */
bool
parl_md_append_statistics (GString *state, const ParlJsonAt *status, GError **error)
{
  g_auto (GStrv) names = parl_json_dup_names (status, error);

  for (char **name = names; name != NULL && *name != NULL; name++)
    {
      int64_t count;

      if (!parl_json_get_count (status, *name, &count, error))
        return false;
      if (count > 0)
        g_string_append_printf (state, " %s=%" G_GINT64_FORMAT, *name, count);
    }
  return names != NULL;
}

/* What changes when a device reports. The statistics alone do not: a device that never asked, and
 * is aborted by itself, shows in device_count only. */
static char *
read_state (ParlMd *self, const ParlJsonAt *at, const char *status, bool *counted)
{
  g_autoptr (GString) state = g_string_new (status);
  g_autoptr (GError) problem = NULL;
  ParlJsonAt statistics, counts;
  int64_t count = 0;

  if (parl_lenient_int (self->complaints, at, "device_count", &count))
    g_string_append_printf (state, " %" G_GINT64_FORMAT, count);
  *counted = parl_lenient_find (self->complaints, at, "statistics", &statistics)
             && parl_lenient_find (self->complaints, &statistics, "status", &counts);
  if (*counted && !parl_md_append_statistics (state, &counts, &problem))
    parl_complain (self->complaints, "%s", problem->message);
  return g_strdup (state->str);
}

static void
read_phases (ParlMd *self, const ParlJsonAt *at, GArray *phases)
{
  g_autoptr (GError) problem = NULL;
  ParlJsonAt list;
  unsigned n = 0;

  if (!parl_lenient_find (self->complaints, at, "phases", &list)
      || !parl_json_length (&list, &n, &problem))
    n = 0;
  for (unsigned i = 0; i < n; i++)
    {
      ParlMdPhase phase = { -1, PARL_TIME_NONE, -1 };
      ParlJsonAt one;

      if (!parl_json_element (&list, i, &one, NULL))
        break;
      parl_lenient_int (self->complaints, &one, "batch_size", &phase.batch);
      parl_lenient_int (self->complaints, &one, "device_count", &phase.asked);
      /* It may well lie ahead: that is what a phase is for. */
      phase.start = parl_lenient_iso (self->complaints, &one, "start_ts", PARL_TIME_MAX - PARL_DAY);
      g_array_append_val (phases, phase);
    }
  if (problem != NULL)
    parl_complain (self->complaints, "%s", problem->message);
}

static bool
is_text (ParlMd *self, const ParlJsonAt *at, const char *name, const char *expected)
{
  return g_strcmp0 (parl_lenient_string (self->complaints, at, name), expected) == 0;
}

/* The ids in “identity id $in [...]”, which is how a deployment for a list of devices is kept. */
static GPtrArray *
read_members (ParlMd *self, const ParlJsonAt *at)
{
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (g_free);
  ParlJsonAt filter, terms, term, values;
  unsigned n;

  if (!parl_lenient_find (self->complaints, at, "filter", &filter)
      || !parl_lenient_find (self->complaints, &filter, "terms", &terms)
      || !parl_json_length (&terms, &n, NULL) || n != 1
      || !parl_json_element (&terms, 0, &term, NULL) || !is_text (self, &term, "scope", "identity")
      || !is_text (self, &term, "attribute", "id") || !is_text (self, &term, "type", "$in")
      || !parl_lenient_find (self->complaints, &term, "value", &values)
      || !parl_json_length (&values, &n, NULL))
    return NULL;
  for (unsigned i = 0; i < n; i++)
    {
      ParlJsonAt one;
      const char *id;

      if (!parl_json_element (&values, i, &one, NULL) || !parl_json_read_string (&one, &id, NULL))
        return NULL;
      g_ptr_array_add (members, g_strdup (id));
    }
  return g_steal_pointer (&members);
}

/* How many devices it is for: of one that devices may still join, max_devices is a limit. */
static int64_t
read_devices (ParlMd *self, const ParlJsonAt *at, const ParlMdDeployment *deployment)
{
  static const char *const names[] = { "device_count", "initial_device_count", "max_devices" };
  unsigned n = G_N_ELEMENTS (names) - (deployment->dynamic ? 1 : 0);
  int64_t most = deployment->members != NULL ? (int64_t)deployment->members->len : 0;

  for (unsigned i = 0; i < n; i++)
    {
      int64_t count;

      if (parl_lenient_int (self->complaints, at, names[i], &count))
        most = MAX (most, count);
    }
  return most;
}

/* Returns: (transfer full): one element of the list of deployments, without its rows */
ParlMdDeployment *
parl_md_read_deployment (ParlMd *self, const ParlJsonAt *at, GError **error)
{
  g_autoptr (ParlMdDeployment) deployment = g_new0 (ParlMdDeployment, 1);
  const char *id, *name, *status;
  ParlTime now = self->call->now;

  deployment->phases = g_array_new (FALSE, FALSE, sizeof (ParlMdPhase));
  if (!parl_json_get_string (at, "id", &id, error)
      || !parl_json_get_string (at, "status", &status, error))
    return NULL;
  name = parl_lenient_string (self->complaints, at, "name");
  deployment->id = g_strdup (id);
  deployment->name = parl_clean_name (name);
  if (deployment->name == NULL)
    deployment->name = g_strdup (id);
  deployment->release
      = parl_md_spell_release (parl_lenient_string (self->complaints, at, "artifact_name"));
  deployment->status = g_strdup (status);
  deployment->state = read_state (self, at, status, &deployment->counted);
  deployment->created = parl_lenient_iso (self->complaints, at, "created", now);
  deployment->finished = parl_lenient_iso (self->complaints, at, "finished", now);
  deployment->dynamic = parl_lenient_bool (self->complaints, at, "dynamic");
  deployment->over = strcmp (status, "finished") == 0 || strcmp (status, "aborted") == 0;
  deployment->configures = is_text (self, at, "type", "configuration");
  read_phases (self, at, deployment->phases);
  deployment->members = read_members (self, at);
  deployment->devices = read_devices (self, at, deployment);
  return g_steal_pointer (&deployment);
}

void
parl_md_deployment_free (ParlMdDeployment *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->release);
  g_free (self->status);
  g_free (self->state);
  g_array_unref (self->phases);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_free (self);
}
