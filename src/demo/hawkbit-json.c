/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Targets, actions, their logs, distribution sets and settings as hawkBit writes them. Recorded
 * bodies of 0.10.0 and 0.3.0M7 are the model, down to the order of fields. Knows nothing of paging,
 * queries or HTTP. */
#include "config.h"

#include "demo/hawkbit-json.h"

#include "demo/json-writer.h"

#include <string.h>

static bool
is_old (const ParlHawkbitStyle *style)
{
  return style->generation == PARL_DEMO_HAWKBIT_0_3;
}

const char *
parl_hawkbit_spell_action (ParlFleetState state)
{
  static const char *const names[PARL_FLEET_STATES]
      = { "scheduled", "running", "finished", "error" };

  return names[state];
}

const char *
parl_hawkbit_spell_target (ParlFleetState state)
{
  static const char *const names[PARL_FLEET_STATES] = { "in_sync", "pending", "in_sync", "error" };

  return names[state];
}

static void
write_trace (GString *json, const char *by, ParlTime created, ParlTime modified)
{
  parl_writer_string (json, "createdBy", by);
  parl_writer_int (json, "createdAt", created);
  parl_writer_string (json, "lastModifiedBy", modified == created ? by : "system");
  parl_writer_int (json, "lastModifiedAt", modified);
}

static void
open_link (GString *json, const ParlHawkbitStyle *style, const char *rel, const char *path)
{
  parl_writer_open (json, rel, '{');
  parl_writer_printf (json, "href", "%s/rest/v1/%s", style->base, path);
}

static void
write_link (GString *json, const ParlHawkbitStyle *style, const char *rel, const char *path)
{
  open_link (json, style, rel, path);
  parl_writer_close (json, '}');
}

static void
write_named_link (GString *json, const ParlHawkbitStyle *style, const char *rel, const char *path,
                  const char *name)
{
  open_link (json, style, rel, path);
  if (!is_old (style))
    parl_writer_string (json, "name", name);
  parl_writer_close (json, '}');
}

static void
write_action_links (GString *json, const ParlHawkbitStyle *style, unsigned index,
                    ParlHawkbitDetail detail)
{
  const ParlFleetAction *action = &style->fleet->actions[index];
  char device[16];
  char path[96];
  char name[32];

  parl_fleet_name_device (action->device, device);
  parl_writer_open (json, "_links", '{');
  g_snprintf (path, sizeof path, "targets/%s/actions/%u", device, index + 1);
  write_link (json, style, "self", path);
  if (detail != PARL_HAWKBIT_COMPACT)
    {
      if (!is_old (style))
        {
          g_snprintf (path, sizeof path, "targets/%s", device);
          g_snprintf (name, sizeof name, "Camera %u", action->device + 1);
          write_named_link (json, style, "target", path, name);
        }
      g_snprintf (path, sizeof path, "distributionsets/%u", (unsigned)action->set + 1);
      g_snprintf (name, sizeof name, "camera:%s", parl_fleet_get_version (action->set));
      write_named_link (json, style, "distributionset", path, name);
      g_snprintf (path, sizeof path, "targets/%s/actions/%u/status?offset=0&limit=50&sort=id%sDESC",
                  device, index + 1, is_old (style) ? ":" : "%3A");
      write_link (json, style, "status", path);
      if (!is_old (style) && action->rollout >= 0)
        {
          g_snprintf (path, sizeof path, "rollouts/%d", action->rollout + 1);
          write_named_link (json, style, "rollout", path,
                            style->fleet->rollouts[action->rollout].name);
        }
    }
  parl_writer_close (json, '}');
}

/* `lastModifiedAt` is when the server last did something, never when the device reported. */
void
parl_hawkbit_write_action (GString *json, const ParlHawkbitStyle *style, unsigned index,
                           ParlHawkbitDetail detail)
{
  const ParlFleetAction *action = &style->fleet->actions[index];
  bool active = action->state == PARL_FLEET_RUNNING;
  int code = parl_log_get_code (style->fleet, index);
  bool by_hand = action->rollout < 0;

  parl_writer_open (json, NULL, '{');
  write_trace (json, by_hand || !is_old (style) ? "admin" : "system", action->created,
               MAX (action->created, action->started));
  if (!is_old (style))
    parl_writer_int (json, "id", index + 1);
  parl_writer_string (json, "type", "update");
  if (!is_old (style))
    parl_writer_bool (json, "active", active);
  parl_writer_string (json, "status",
                      !is_old (style) ? parl_hawkbit_spell_action (action->state)
                      : active        ? "pending"
                                      : "finished");
  if (!is_old (style))
    {
      parl_writer_string (json, "forceType", "forced");
      parl_writer_int (json, "weight", 1000);
      if (!by_hand)
        {
          parl_writer_int (json, "rollout", action->rollout + 1);
          parl_writer_string (json, "rolloutName", style->fleet->rollouts[action->rollout].name);
        }
      if (code >= 0)
        parl_writer_int (json, "lastStatusCode", code);
    }
  write_action_links (json, style, index, detail);
  if (is_old (style))
    {
      parl_writer_int (json, "id", index + 1);
      parl_writer_string (json, "forceType", "forced");
    }
  parl_writer_close (json, '}');
}

static void
write_target_links (GString *json, const ParlHawkbitStyle *style, const char *name,
                    ParlHawkbitDetail detail)
{
  static const char *const parts[] = { "assignedDS", "installedDS", "attributes" };
  char path[96];

  parl_writer_open (json, "_links", '{');
  g_snprintf (path, sizeof path, "targets/%s", name);
  write_link (json, style, "self", path);
  if (detail == PARL_HAWKBIT_SINGLE)
    {
      for (unsigned i = 0; i < G_N_ELEMENTS (parts); i++)
        {
          g_snprintf (path, sizeof path, "targets/%s/%s", name, parts[i]);
          write_link (json, style, parts[i], path);
        }
      g_snprintf (path, sizeof path, "targets/%s/actions?offset=0&limit=50&sort=id%s", name,
                  is_old (style) ? ":DESC{&q}" : "%3ADESC");
      open_link (json, style, "actions", path);
      if (is_old (style))
        parl_writer_bool (json, "templated", true);
      parl_writer_close (json, '}');
    }
  parl_writer_close (json, '}');
}

static void
write_poll_status (GString *json, const ParlFleet *fleet, const ParlFleetDevice *device)
{
  ParlTime next = device->last_seen + PARL_FLEET_HEARTBEAT;

  parl_writer_open (json, "pollStatus", '{');
  parl_writer_int (json, "lastRequestAt", device->last_seen);
  parl_writer_int (json, "nextExpectedRequestAt", next);
  parl_writer_bool (json, "overdue", next + PARL_FLEET_HEARTBEAT < fleet->now);
  parl_writer_close (json, '}');
}

/* When the server last did something with a device: it was made, or an action of it was begun. */
ParlTime
parl_hawkbit_find_touched (const ParlFleet *fleet, unsigned index)
{
  const ParlFleetDevice *device = &fleet->devices[index];
  ParlTime touched = device->created;

  for (unsigned i = 0; i < G_N_ELEMENTS (device->actions); i++)
    if (device->actions[i] >= 0)
      touched = MAX (touched, fleet->actions[device->actions[i]].started);
  return touched;
}

void
parl_hawkbit_write_target (GString *json, const ParlHawkbitStyle *style, unsigned index,
                           ParlHawkbitDetail detail)
{
  const ParlFleetDevice *device = &style->fleet->devices[index];
  ParlTime touched = parl_hawkbit_find_touched (style->fleet, index);
  char address[48];
  char name[16];

  parl_fleet_name_device (index, name);
  g_snprintf (address, sizeof address, "http://10.%u.%u.%u", device->site + 1, index / 250,
              index % 250 + 1);
  parl_writer_open (json, NULL, '{');
  write_trace (json, "admin", device->created, touched);
  parl_writer_printf (json, "name", "Camera %u", index + 1);
  parl_writer_string (json, "description", parl_fleet_get_class_name (device->device_class));
  parl_writer_string (json, "controllerId", name);
  parl_writer_string (json, "updateStatus", parl_hawkbit_spell_target (device->last_state));
  parl_writer_int (json, "lastControllerRequestAt", device->last_seen);
  parl_writer_int (json, "installedAt", device->installed_at);
  parl_writer_string (json, "ipAddress", address + strlen ("http://"));
  parl_writer_string (json, "address", address);
  if (!is_old (style))
    write_poll_status (json, style->fleet, device);
  parl_writer_string (json, "securityToken", "00000000000000000000000000000000");
  parl_writer_bool (json, "requestAttributes", device->last_state == PARL_FLEET_SUCCEEDED);
  write_target_links (json, style, name, detail);
  parl_writer_close (json, '}');
}

void
parl_hawkbit_write_attributes (GString *json, const ParlHawkbitStyle *style, unsigned index)
{
  const ParlFleetDevice *device = &style->fleet->devices[index];

  parl_writer_open (json, NULL, '{');
  parl_writer_string (json, "hw", parl_fleet_get_class_name (device->device_class));
  parl_writer_string (json, "site", parl_fleet_get_site_name (device->site));
  parl_writer_string (json, "rollback", device->tested_rollback ? "tested" : "untested");
  parl_writer_close (json, '}');
}

void
parl_hawkbit_write_set (GString *json, const ParlHawkbitStyle *style, ParlFleetSet set)
{
  ParlTime created = parl_fleet_get_set_created (style->fleet, set);
  char path[48];

  parl_writer_open (json, NULL, '{');
  write_trace (json, "admin", created, created);
  parl_writer_string (json, "name", "camera");
  parl_writer_printf (json, "description", "Camera software %s", parl_fleet_get_version (set));
  if (!is_old (style))
    parl_writer_int (json, "id", (int)set + 1);
  parl_writer_string (json, "version", parl_fleet_get_version (set));
  parl_writer_open (json, "modules", '[');
  parl_writer_close (json, ']');
  parl_writer_bool (json, "requiredMigrationStep", false);
  parl_writer_string (json, "type", "os");
  if (!is_old (style))
    parl_writer_string (json, "typeName", "OS only");
  parl_writer_bool (json, "complete", true);
  if (!is_old (style))
    parl_writer_bool (json, "locked", true);
  parl_writer_bool (json, "deleted", false);
  if (!is_old (style))
    parl_writer_bool (json, "valid", true);
  parl_writer_open (json, "_links", '{');
  g_snprintf (path, sizeof path, "distributionsets/%u", (unsigned)set + 1);
  write_link (json, style, "self", path);
  parl_writer_close (json, '}');
  if (is_old (style))
    parl_writer_int (json, "id", (int)set + 1);
  parl_writer_close (json, '}');
}

/* The old server writes no timestamp, nothing of a status code, and not how an action began. */
void
parl_hawkbit_write_entry (GString *json, const ParlHawkbitStyle *style, const ParlLogEntry *entry,
                          int64_t id)
{
  static const char *const types[] = { "running", "retrieved", "running", "finished", "error" };
  unsigned n_messages = entry->n_messages;

  if (is_old (style) && entry->kind == PARL_LOG_INITIATED)
    n_messages = 0;
  else if (is_old (style) && entry->code >= 0)
    n_messages--;

  parl_writer_open (json, NULL, '{');
  if (!is_old (style))
    parl_writer_int (json, "id", id);
  parl_writer_string (json, "type", types[entry->kind]);
  parl_writer_open (json, "messages", '[');
  if (n_messages == 0)
    parl_writer_string (json, NULL, NULL);
  for (unsigned i = 0; i < n_messages; i++)
    parl_writer_string (json, NULL, entry->messages[i]);
  parl_writer_close (json, ']');
  parl_writer_int (json, "reportedAt", entry->at);
  if (is_old (style))
    parl_writer_int (json, "id", id);
  else
    {
      parl_writer_int (json, "timestamp", entry->at - 2);
      if (entry->code >= 0)
        parl_writer_int (json, "code", entry->code);
    }
  parl_writer_close (json, '}');
}

void
parl_hawkbit_write_config (GString *json, const ParlHawkbitStyle *style, const char *name,
                           const char *value)
{
  g_autofree char *path = g_strdup_printf ("system/configs/%s", name);

  parl_writer_open (json, NULL, '{');
  parl_writer_string (json, "value", value);
  parl_writer_bool (json, "global", true);
  parl_writer_open (json, "_links", '{');
  write_link (json, style, "self", path);
  parl_writer_close (json, '}');
  parl_writer_close (json, '}');
}
