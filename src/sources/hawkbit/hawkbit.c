/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hawkBit source: one sync, step by step, straight down. Knows the order of the steps and what
 * a failed one means for the whole, and holds what was found so far; each step knows its own
 * bodies.
 *
 *   what is new      actions behind the highest known one: also tells which way this server goes
 *                    and whether its database is still the same
 *   rollouts         those that changed, their stages, who is in them
 *   devices          those that polled or changed
 *   what was open    actions without an outcome so far
 *   attributes       of new devices
 *   attempts         with reports for what failed; of 0.3, the actions of changed targets with them
 */
#include "config.h"

#include "sources/hawkbit/private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* Returns: (transfer full): what history calls the action, rollout or stage with that number: the
 *   number itself, behind the epoch in every database but the first: "17", "e2/17" */
char *
parl_hb_key (const ParlHb *self, int64_t id)
{
  if (self->mark->epoch == 1)
    return g_strdup_printf ("%" G_GINT64_FORMAT, id);
  return g_strdup_printf ("e%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, self->mark->epoch, id);
}

/* False for a key of another epoch. */
bool
parl_hb_parse_key (const ParlHb *self, const char *key, int64_t *id)
{
  g_autofree char *prefix = self->mark->epoch == 1
                                ? g_strdup ("")
                                : g_strdup_printf ("e%" G_GINT64_FORMAT "/", self->mark->epoch);

  return key != NULL && g_str_has_prefix (key, prefix)
         && g_ascii_string_to_signed (key + strlen (prefix), 10, 0, G_MAXINT64, id, NULL);
}

static void
free_target (ParlHbTarget *target)
{
  g_clear_pointer (&target->device, parl_device_free);
  g_free (target->cohort);
  g_free (target);
}

ParlHb *
parl_hb_new (const ParlSourceCall *call)
{
  ParlHb *self = g_new0 (ParlHb, 1);

  self->call = call;
  self->harvest = parl_harvest_new ();
  self->mark = parl_hb_mark_new ();
  self->targets
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)free_target);
  self->rollouts = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_hb_rollout_free);
  self->actions = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_hb_action_free);
  self->sets
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify)parl_hb_set_free);
  self->complaints = parl_complaints_new (self->harvest->warnings);
  return self;
}

void
parl_hb_free (ParlHb *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->harvest, parl_harvest_free);
  g_clear_pointer (&self->mark, parl_hb_mark_free);
  g_clear_pointer (&self->causes, parl_causes_free);
  g_hash_table_unref (self->targets);
  g_ptr_array_unref (self->rollouts);
  g_ptr_array_unref (self->actions);
  g_hash_table_unref (self->sets);
  parl_complaints_free (self->complaints);
  g_free (self);
}

/* No body tells the version: only what it looks like. */
char *
parl_hb_dup_server (const ParlHb *self)
{
  switch (self->mark->way)
    {
    case PARL_HB_ACTIONS:
      if (self->newer)
        return g_strdup (_ ("hawkBit, newer than this program was tested with"));
      return g_strdup (self->mark->detailed ? _ ("hawkBit before 0.10")
                                            : _ ("hawkBit 0.10 or later"));
    case PARL_HB_LEGACY:
      return g_strdup ("hawkBit 0.3");
    case PARL_HB_UNDECIDED:
    default:
      return g_strdup ("hawkBit");
    }
}

static void
load_mark (ParlHb *self)
{
  g_autoptr (GError) problem = NULL;

  if (self->call->known->bookmark == NULL)
    return;
  ParlHbMark *mark = parl_hb_mark_parse (self->call->known->bookmark, &problem);
  if (mark == NULL)
    {
      parl_complain (self->complaints,
                     _ ("%s: everything is read again, for what was kept of the last sync "
                        "cannot be read: %s"),
                     parl_http_get_source (self->call->http), problem->message);
      return;
    }
  parl_hb_mark_free (self->mark);
  self->mark = mark;

  g_autofree char *seen = parl_time_to_iso (mark->seen);
  g_debug ("%s: known up to action %" PRId64 " of database %" PRId64 "; devices up to %s",
           parl_http_get_source (self->call->http), mark->highest, mark->epoch,
           seen != NULL ? seen : "never");
}

typedef bool (*Step) (ParlHb *self, GError **error);

/* Runs one step. When only that part is out of reach, a warning says so, *first keeps the first
 * such error, and the sync goes on. */
static bool
run (ParlHb *self, Step step, const char *consequence, bool *reached, GError **first,
     GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (step (self, &problem))
    {
      *reached = true;
      return true;
    }
  if (g_error_matches (problem, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SPENT))
    *reached = true; /* what came before is kept */
  if (*first == NULL)
    *first = g_error_copy (problem);
  return parl_complaints_tolerate (self->complaints, g_steal_pointer (&problem), consequence,
                                   error);
}

static bool
sync_known_actions (ParlHb *self, GError **error)
{
  return self->mark->way == PARL_HB_LEGACY || parl_hb_sync_open_actions (self, error);
}

static bool
run_steps (ParlHb *self, GError **error)
{
  g_autoptr (GError) first = NULL;
  int64_t epoch = self->mark->epoch, highest = self->mark->highest;
  bool reached = false, minor;

  if (!run (self, parl_hb_sync_new_actions, _ ("no new updates were read"), &reached, &first,
            error))
    return false;
  self->changed_before = self->mark->changed;
  self->new_epoch = self->mark->epoch != epoch;
  self->from_start = !self->new_epoch && self->mark->way != PARL_HB_LEGACY
                     && (highest == 0 || self->stored_to > 0);
  if (!run (self, parl_hb_sync_rollouts, _ ("the rollouts stay as they were"), &reached, &first,
            error)
      || !run (self, parl_hb_sync_devices, _ ("the devices stay as they were"), &reached, &first,
               error))
    return false;
  if (!reached)
    {
      g_propagate_error (error, g_steal_pointer (&first));
      return false;
    }
  if (!run (self, parl_hb_sync_gone_devices, _ ("the devices stay as they were"), &minor, &first,
            error))
    return false;
  parl_hb_apply_members (self);
  return run (self, sync_known_actions, _ ("what became of open updates is not known"), &minor,
              &first, error)
         && run (self, parl_hb_sync_attributes, _ ("the attributes of some devices are not known"),
                 &minor, &first, error)
         && (self->mark->way == PARL_HB_LEGACY ? parl_hb_sync_by_device (self, error)
                                               : parl_hb_sync_attempts (self, error));
}

static void
harvest_devices (ParlHb *self)
{
  ParlHbTarget *target;
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, self->targets);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&target))
    if (!target->gone && (target->listed || target->known) && (!target->known || target->changed))
      g_ptr_array_add (self->harvest->devices, parl_device_copy (target->device));
}

static void
fill_harvest (ParlHb *self)
{
  harvest_devices (self);
  g_free (self->harvest->bookmark);
  self->harvest->bookmark = parl_hb_mark_to_text (self->mark);
  self->harvest->newest = self->mark->newest;
  if (self->harvest->server == NULL)
    self->harvest->server = parl_hb_dup_server (self);
}

/* Hands out what was found so far; the mark says what is left. */
bool
parl_hb_keep_part (ParlHb *self, GError **error)
{
  if (!parl_complaints_check_clock (self->complaints, error))
    return false;
  fill_harvest (self);
  if (!self->call->keep (self->harvest, self->call->data, error))
    return false;

  ParlHbTarget *target;
  GHashTableIter iter;
  g_hash_table_iter_init (&iter, self->targets);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&target))
    {
      target->known = target->known || target->listed;
      target->changed = false;
    }
  parl_harvest_clear_rows (self->harvest);
  return true;
}

static ParlHarvest *
sync_hawkbit (const ParlSourceCall *call, GError **error)
{
  g_autoptr (ParlHb) self = parl_hb_new (call);
  unsigned before = parl_http_get_n_requests (call->http);

  self->causes = parl_ask_load_causes (call, self->complaints, error);
  if (self->causes == NULL)
    return NULL;
  load_mark (self);
  if (!run_steps (self, error))
    return NULL;

  if (!parl_complaints_finish (self->complaints, error))
    return NULL;
  fill_harvest (self);
  self->harvest->requests = parl_http_get_n_requests (call->http) - before;
  return g_steal_pointer (&self->harvest);
}

static const char *const cohorts[] = { "release", "attribute:NAME", NULL };

static const ParlSetting keys[] = {
  { .key = "ClassAttribute",
    .type = PARL_SETTING_LINE,
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
  { .key = "CohortBy",
    .type = PARL_SETTING_PATTERN,
    .choices = cohorts,
    .initial = "release",
    .title = N_ ("Groups: release, or attribute:NAME"),
    .help = N_ ("What groups the devices that are compared: the release they come from, or an "
                "attribute") },
};

static const ParlSourceStep steps[] = {
  { "reading actions", N_ ("updates") },
  { "reading open actions", N_ ("open updates") },
  { "reading attributes", N_ ("attributes of devices") },
  { "reading devices", N_ ("devices") },
  { "reading open devices", N_ ("devices with open updates") },
  { "reading releases", N_ ("releases") },
  { "reading the actions of devices", N_ ("updates of devices") },
  { "reading what devices run", N_ ("what devices run") },
  { "reading what devices reported", N_ ("what devices reported") },
  { "reading stages", N_ ("stages of rollouts") },
  { "reading who is in which stage", N_ ("who is in which stage") },
  { "reading rollouts", N_ ("rollouts") },
  { 0 },
};

static const char *const pages[] = { "/rest/v1", "/UI", "/login", NULL };

const ParlSourceKind parl_kind_hawkbit = {
  .name = "hawkbit",
  .title = N_ ("hawkBit (updates)"),
  .example = "hawkBit",
  .feeds = PARL_FEEDS_ATTEMPTS | PARL_FEEDS_DEVICES | PARL_FEEDS_ROLLOUTS,
  .settings = { "Source *", keys, G_N_ELEMENTS (keys), &parl_server_settings },
  .steps = steps,
  .pages = pages,
  .sync = sync_hawkbit,
  .test = parl_hb_test,
};
