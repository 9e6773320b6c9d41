/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Mender source: one sync, step by step, straight down. Knows the order of the steps and what a
 * failed one means for the whole, and holds what was found so far; each step knows its own bodies.
 *
 *   deployments   those that are watched
 *   rows          of the deployments where something has happened
 *   devices       of the inventory, those that changed; when they checked in, a few times a day
 *   logs          of failures that are news
 *   attempts      from the rows; what the devices run
 *   rollouts      from the rows, phase by phase
 */
#include "config.h"

#include "sources/mender/private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
free_device (ParlMdDevice *device)
{
  parl_device_free (device->device);
  g_free (device->reported);
  g_ptr_array_unref (device->rows);
  g_free (device);
}

ParlMd *
parl_md_new (const ParlSourceCall *call)
{
  ParlMd *self = g_new0 (ParlMd, 1);

  self->call = call;
  self->harvest = parl_harvest_new ();
  self->complaints = parl_complaints_new (self->harvest->warnings);
  self->mark = parl_md_bookmark_new ();
  self->kept = parl_md_bookmark_new ();
  self->deployments = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_md_deployment_free);
  self->devices
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)free_device);
  self->open = g_hash_table_new (g_str_hash, g_str_equal);
  self->page = PARL_MD_PAGE;
  for (unsigned i = 0; i < call->known->open->len; i++)
    {
      ParlAttempt *attempt = call->known->open->pdata[i];
      g_hash_table_insert (self->open, attempt->key, attempt);
    }
  return self;
}

void
parl_md_free (ParlMd *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->harvest, parl_harvest_free);
  g_clear_pointer (&self->causes, parl_causes_free);
  parl_complaints_free (self->complaints);
  parl_md_bookmark_free (self->mark);
  parl_md_bookmark_free (self->kept);
  g_hash_table_unref (self->devices);
  g_ptr_array_unref (self->deployments);
  g_hash_table_unref (self->open);
  g_free (self);
}

/* Returns: (transfer none): what this sync knows of a device; made from what history knows when it
 *   is the first to ask. Only what the inventory lists or history knows goes into the harvest. */
ParlMdDevice *
parl_md_find_device (ParlMd *self, const char *id)
{
  ParlMdDevice *device = g_hash_table_lookup (self->devices, id);

  if (device == NULL)
    {
      const ParlDevice *known = g_hash_table_lookup (self->call->known->devices, id);

      device = g_new0 (ParlMdDevice, 1);
      device->device = known != NULL ? parl_device_copy (known) : parl_device_new (id);
      device->known = known != NULL;
      device->updated = PARL_TIME_NONE;
      device->rows = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (self->devices, device->device->id, device);
    }
  return device;
}

void
parl_md_note_datum (ParlMd *self, ParlTime time)
{
  self->mark->newest = MAX (self->mark->newest, time);
}

static void
load_mark (ParlMd *self)
{
  g_autoptr (GError) problem = NULL;

  if (self->call->known->bookmark == NULL)
    return;
  ParlMdBookmark *mark = parl_md_bookmark_parse (self->call->known->bookmark, &problem);
  if (mark == NULL)
    {
      parl_complain (self->complaints,
                     _ ("%s: everything is read again, for what was kept of the last sync "
                        "cannot be read: %s"),
                     parl_http_get_source (self->call->http), problem->message);
      return;
    }
  parl_md_bookmark_free (self->mark);
  self->mark = mark;
  if (mark->synced == PARL_TIME_NONE)
    {
      parl_md_bookmark_free (self->kept);
      self->kept = parl_md_bookmark_parse (self->call->known->bookmark, NULL);
    }
}

/* Gives the rows what history has of them, and the devices their rows. */
static void
link_rows (ParlMd *self)
{
  for (unsigned i = 0; i < self->deployments->len; i++)
    {
      ParlMdDeployment *deployment = self->deployments->pdata[i];
      ParlMdRow *row;
      GHashTableIter iter;

      if (deployment->rows == NULL)
        continue;
      g_hash_table_iter_init (&iter, deployment->rows);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&row))
        {
          g_autofree char *key = parl_md_get_key (deployment, row);
          ParlMdDeviceRow one = { deployment, row };

          row->known = g_hash_table_lookup (self->open, key);
          g_ptr_array_add (parl_md_find_device (self, row->device)->rows,
                           g_memdup2 (&one, sizeof one));
        }
    }
}

typedef bool (*Step) (ParlMd *self, GError **error);

/* Runs one step. When only that part is out of reach, a warning says so, *first keeps the first
 * such error, and the sync goes on. */
static bool
run (ParlMd *self, Step step, const char *consequence, unsigned *reached, GError **first,
     GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (step (self, &problem))
    {
      ++*reached;
      return true;
    }
  if (g_error_matches (problem, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SPENT))
    ++*reached; /* what came before is kept */
  if (*first == NULL)
    *first = g_error_copy (problem);
  return parl_complaints_tolerate (self->complaints, g_steal_pointer (&problem), consequence,
                                   error);
}

static bool
run_steps (ParlMd *self, GError **error)
{
  g_autoptr (GError) first = NULL;
  unsigned reached = 0;

  if (!run (self, parl_md_sync_deployments, _ ("the rollouts stay as they were"), &reached, &first,
            error)
      || !parl_md_sync_rows (self, error)
      || !run (self, parl_md_sync_devices, _ ("the devices stay as they were"), &reached, &first,
               error))
    return false;
  if (reached == 0)
    {
      g_propagate_error (error, g_steal_pointer (&first));
      return false;
    }
  link_rows (self);
  parl_md_place_devices (self);
  if (!parl_md_sync_check_ins (self, error) || !parl_md_sync_logs (self, error))
    return false;
  parl_md_make_attempts (self);
  parl_md_make_rollouts (self);
  return true;
}

static void
harvest_devices (ParlMd *self)
{
  const ParlMdDevice *device;
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, self->devices);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&device))
    if (!device->gone && (device->listed || device->known) && (!device->known || device->changed))
      g_ptr_array_add (self->harvest->devices, parl_device_copy (device->device));
}

static ParlHarvest *
sync_mender (const ParlSourceCall *call, GError **error)
{
  g_autoptr (ParlMd) self = parl_md_new (call);
  unsigned before = parl_http_get_n_requests (call->http);

  self->causes = parl_ask_load_causes (call, self->complaints, error);
  if (self->causes == NULL)
    return NULL;
  load_mark (self);
  if (!run_steps (self, error))
    return NULL;

  harvest_devices (self);
  if (!parl_complaints_finish (self->complaints, error))
    return NULL;
  self->mark->synced = call->now;
  g_free (self->harvest->bookmark);
  self->harvest->bookmark = parl_md_bookmark_to_text (self->mark);
  self->harvest->updates_since = PARL_TIME_NONE;
  self->harvest->newest = self->mark->newest;
  self->harvest->server = g_strdup ("Mender");
  self->harvest->requests = parl_http_get_n_requests (call->http) - before;
  return g_steal_pointer (&self->harvest);
}

static const ParlSetting keys[] = {
  { .key = "ClassAttribute",
    .type = PARL_SETTING_LINE,
    .initial = "device_type",
    .title = N_ ("Attribute of the camera class"),
    .help = N_ ("The attribute of a device that names its class") },
  { .key = "SiteAttribute",
    .type = PARL_SETTING_LINE,
    .title = N_ ("Attribute of the site"),
    .help = N_ ("The attribute of a device that names its site") },
  { .key = "RollbackAttribute",
    .type = PARL_SETTING_LINE,
    .title = N_ ("Attribute of a rollback"),
    .help = N_ ("The attribute of a device that says whether its rollback was tested") },
};

static const ParlSourceStep steps[] = {
  { "reading rollouts", N_ ("rollouts") },
  { "reading stages", N_ ("stages of rollouts") },
  { "reading updates", N_ ("updates") },
  { "reading devices", N_ ("devices") },
  { "reading what devices reported", N_ ("what devices reported") },
  { 0 },
};

static const char *const pages[] = { "/ui/devices/accepted",
                                     "/ui/devices",
                                     "/ui/deployments/active",
                                     "/ui/deployments/finished",
                                     "/ui/deployments",
                                     "/ui/releases",
                                     "/ui",
                                     NULL };

const ParlSourceKind parl_kind_mender = {
  .name = "mender",
  .title = N_ ("Mender (updates)"),
  .example = "Mender",
  .feeds = PARL_FEEDS_ATTEMPTS | PARL_FEEDS_DEVICES | PARL_FEEDS_ROLLOUTS,
  .login = "/api/management/v1/useradm/auth/login",
  .settings = { "Source *", keys, G_N_ELEMENTS (keys), &parl_server_settings },
  .steps = steps,
  .pages = pages,
  .sync = sync_mender,
  .test = parl_md_test,
};
