/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deployments, their rows, devices and logs as Mender writes them. Bodies recorded from an
 * open-source server are the model; phases are as the documents of the API have them. Knows nothing
 * of paging, queries or HTTP. */
#include "config.h"

#include "demo/mender-json.h"

#include "demo/fleet-log.h"
#include "demo/json-writer.h"

static const char *const names[PARL_FLEET_STATES]
    = { "pending", "installing", "success", "failure" };

/* All that the server counts, in its order. */
static const struct
{
  const char *name;
  int state; /* -1: none of this fleet */
} statistics[] = {
  { "aborted", -1 },
  { "already-installed", -1 },
  { "decommissioned", -1 },
  { "downloading", -1 },
  { "failure", PARL_FLEET_FAILED },
  { "installing", PARL_FLEET_RUNNING },
  { "noartifact", -1 },
  { "pause_before_committing", -1 },
  { "pause_before_installing", -1 },
  { "pause_before_rebooting", -1 },
  { "pending", PARL_FLEET_SCHEDULED },
  { "rebooting", -1 },
  { "success", PARL_FLEET_SUCCEEDED },
};

static void
write_time (GString *json, const char *key, ParlTime time)
{
  g_autofree char *text = parl_time_to_iso (time);

  parl_writer_string (json, key, text);
}

void
parl_mender_write_statistics (GString *json, const char *key,
                              const ParlMenderDeployment *deployment)
{
  parl_writer_open (json, key, '{');
  for (unsigned i = 0; i < G_N_ELEMENTS (statistics); i++)
    parl_writer_int (json, statistics[i].name,
                     statistics[i].state >= 0 ? deployment->counts[statistics[i].state] : 0);
  parl_writer_close (json, '}');
}

/* A phase is for so many per cent of the devices, the last for all that are left; one that nobody
 * has begun is to begin tomorrow. */
static void
write_phases (GString *json, const ParlFleet *fleet, const ParlFleetRollout *rollout)
{
  parl_writer_open (json, "phases", '[');
  for (unsigned i = 0; i < rollout->n_groups; i++)
    {
      const ParlFleetGroup *group = &rollout->groups[i];
      bool has_begun = group->started != PARL_TIME_NONE;

      parl_writer_open (json, NULL, '{');
      parl_writer_printf (json, "id", "%u", i + 1);
      if (i + 1 < rollout->n_groups)
        parl_writer_int (json, "batch_size", 100 * group->total / rollout->total);
      write_time (json, "start_ts", has_begun ? group->started : fleet->now + PARL_DAY);
      parl_writer_int (json, "device_count",
                       has_begun ? group->total - group->counts[PARL_FLEET_SCHEDULED] : 0);
      parl_writer_close (json, '}');
    }
  parl_writer_close (json, ']');
}

/* A deployment for a list of devices is kept as a filter that names them. */
static void
write_filter (GString *json, const ParlMenderDeployment *deployment)
{
  parl_writer_open (json, "filter", '{');
  parl_writer_string (json, "id", "");
  parl_writer_string (json, "name", "");
  parl_writer_open (json, "terms", '[');
  parl_writer_open (json, NULL, '{');
  parl_writer_string (json, "scope", "identity");
  parl_writer_string (json, "attribute", "id");
  parl_writer_string (json, "type", "$in");
  parl_writer_open (json, "value", '[');
  for (unsigned i = 0; i < deployment->devices->len; i++)
    {
      char name[16];

      parl_fleet_name_device (g_array_index (deployment->devices, unsigned, i), name);
      parl_writer_string (json, NULL, name);
    }
  parl_writer_close (json, ']');
  parl_writer_close (json, '}');
  parl_writer_close (json, ']');
  parl_writer_close (json, '}');
}

void
parl_mender_write_deployment (GString *json, const ParlFleet *fleet,
                              const ParlMenderDeployment *deployment, bool with_phases)
{
  const ParlFleetRollout *rollout = deployment->rollout;
  const char *version = parl_fleet_get_version (deployment->set);

  parl_writer_open (json, NULL, '{');
  if (rollout != NULL)
    parl_writer_string (json, "name", rollout->name);
  else
    parl_writer_printf (json, "name", "camera %s", version);
  parl_writer_printf (json, "artifact_name", "camera-%s", version);
  write_time (json, "created", deployment->created);
  if (deployment->finished != PARL_TIME_NONE)
    write_time (json, "finished", deployment->finished);
  parl_writer_string (json, "id", deployment->id);
  parl_writer_open (json, "statistics", '{');
  parl_mender_write_statistics (json, "status", deployment);
  parl_writer_int (json, "total_size", (int64_t)deployment->rows->len * 10240);
  parl_writer_close (json, '}');
  parl_writer_string (json, "status",
                      deployment->finished != PARL_TIME_NONE ? "finished" : "inprogress");
  parl_writer_int (json, "device_count", deployment->rows->len);
  parl_writer_int (json, "max_devices", deployment->devices->len);
  write_filter (json, deployment);
  if (with_phases && rollout != NULL)
    write_phases (json, fleet, rollout);
  parl_writer_string (json, "type", "software");
  parl_writer_close (json, '}');
}

/* Whether the device told why: only then it sent a log. */
static bool
has_log (const ParlFleetAction *action)
{
  return action->state == PARL_FLEET_FAILED && action->cause != PARL_FLEET_UNKNOWN;
}

void
parl_mender_write_row (GString *json, const ParlFleet *fleet,
                       const ParlMenderDeployment *deployment, unsigned index)
{
  const ParlFleetAction *action = &fleet->actions[index];
  char name[16];

  parl_fleet_name_device (action->device, name);
  parl_writer_open (json, NULL, '{');
  write_time (json, "created", deployment->created);
  write_time (json, "started", action->started);
  if (action->ended != PARL_TIME_NONE)
    write_time (json, "finished", action->ended);
  parl_writer_string (json, "status", names[action->state]);
  parl_writer_string (json, "id", name);
  parl_writer_open (json, "image", '{');
  parl_writer_printf (json, "name", "camera-%s", parl_fleet_get_version (action->set));
  parl_writer_int (json, "size", 10240);
  parl_writer_close (json, '}');
  parl_writer_bool (json, "log", has_log (action));
  parl_writer_close (json, '}');
}

/* Returns: whether there is one */
bool
parl_mender_write_log (GString *text, const ParlFleet *fleet, unsigned index)
{
  if (!has_log (&fleet->actions[index]))
    return false;

  g_autoptr (ParlLog) log = parl_log_new (fleet, index);
  for (unsigned i = 0; i < log->length; i++)
    {
      const ParlLogEntry *entry = &log->entries[i];
      g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (entry->at / 1000);
      g_autofree char *when = g_date_time_format (at, "%Y-%m-%d %H:%M:%S");
      bool is_end = entry->kind == PARL_LOG_ERROR;

      for (unsigned j = entry->kind < PARL_LOG_RUNNING ? entry->n_messages : 0;
           j < entry->n_messages - (is_end && entry->code >= 0 ? 1 : 0); j++)
        g_string_append_printf (text, "%s.%03d +0000 UTC %s: %s\n", when, (int)(entry->at % 1000),
                                is_end && j > 0 ? "error" : "info", entry->messages[j]);
    }
  return true;
}

static void
write_attribute (GString *json, const char *scope, const char *name, const char *value)
{
  parl_writer_open (json, NULL, '{');
  parl_writer_string (json, "name", name);
  parl_writer_string (json, "value", value);
  parl_writer_string (json, "scope", scope);
  parl_writer_close (json, '}');
}

void
parl_mender_write_device (GString *json, const ParlFleet *fleet, unsigned index)
{
  const ParlFleetDevice *device = &fleet->devices[index];
  g_autofree char *artifact
      = g_strdup_printf ("camera-%s", parl_fleet_get_version (device->installed));
  g_autofree char *created = parl_time_to_iso (device->created);
  g_autofree char *updated = parl_time_to_iso (device->last_seen);
  char name[16];

  parl_fleet_name_device (index, name);
  parl_writer_open (json, NULL, '{');
  parl_writer_string (json, "id", name);
  parl_writer_open (json, "attributes", '[');
  write_attribute (json, "inventory", "artifact_name", artifact);
  write_attribute (json, "inventory", "device_type",
                   parl_fleet_get_class_name (device->device_class));
  write_attribute (json, "inventory", "site", parl_fleet_get_site_name (device->site));
  write_attribute (json, "inventory", "rollback", device->tested_rollback ? "tested" : "untested");
  write_attribute (json, "system", "created_ts", created);
  write_attribute (json, "system", "updated_ts", updated);
  write_attribute (json, "identity", "status", "accepted");
  parl_writer_close (json, ']');
  parl_writer_string (json, "updated_ts", updated);
  parl_writer_close (json, '}');
}
