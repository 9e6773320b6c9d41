/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bodies of rollouts and deploy groups -> values. Counts are kept as the server gave them; a body
 * whose counts cannot be read is an error, for a stage with wrong numbers is worse than none. */
#include "config.h"

#include "sources/hawkbit/private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

/* The progress that a status stands for; the first of them for what is not known. */
static const struct
{
  const char *status;
  ParlProgress progress;
  bool closed;
} progresses[] = {
  { "creating", PARL_PROGRESS_WAITING, false },
  { "ready", PARL_PROGRESS_WAITING, false },
  { "scheduled", PARL_PROGRESS_WAITING, false },
  { "waiting_for_approval", PARL_PROGRESS_WAITING, false },
  { "starting", PARL_PROGRESS_RUNNING, false },
  { "running", PARL_PROGRESS_RUNNING, false },
  { "paused", PARL_PROGRESS_PAUSED, false },
  { "finished", PARL_PROGRESS_FINISHED, true },
  { "stopping", PARL_PROGRESS_STOPPED, false },
  { "stopped", PARL_PROGRESS_STOPPED, true },
  { "error", PARL_PROGRESS_STOPPED, false },
  { "approval_denied", PARL_PROGRESS_STOPPED, true },
  { "error_creating", PARL_PROGRESS_STOPPED, false },
  { "error_starting", PARL_PROGRESS_STOPPED, false },
  { "deleting", PARL_PROGRESS_STOPPED, true },
  { "deleted", PARL_PROGRESS_STOPPED, true },
};

static bool
read_progress (const ParlJsonAt *at, const char **status, ParlProgress *progress, bool *closed,
               GError **error)
{
  if (!parl_json_get_string (at, "status", status, error))
    return false;
  for (unsigned i = 0; i < G_N_ELEMENTS (progresses); i++)
    if (strcmp (*status, progresses[i].status) == 0)
      {
        *progress = progresses[i].progress;
        *closed = progresses[i].closed;
        return true;
      }

  g_autofree char *found = parl_hb_clean (*status);
  parl_json_fail (at, error, _ ("expected a status, found “%s”"), found);
  return false;
}

/**
 * parl_hb_read_counts:
 * @present: (out): whether there are any; 0.3 leaves them out of its lists
 *
 * Reads totalTargets and totalTargetsPerStatus, as given: they need not add up, but more than all
 * is worth a warning.
 */
bool
parl_hb_read_counts (ParlHb *self, const ParlJsonAt *at, ParlStage *stage, bool *present,
                     GError **error)
{
  int64_t scheduled, not_started;
  ParlJsonAt counts;

  if (!parl_json_get_count (at, "totalTargets", &stage->total, error)
      || !parl_json_optional (at, "totalTargetsPerStatus", &counts, present, error))
    return false;
  if (!*present)
    return true;
  if (!parl_json_get_count (&counts, "finished", &stage->succeeded, error)
      || !parl_json_get_count (&counts, "error", &stage->failed, error)
      || !parl_json_get_count (&counts, "cancelled", &stage->cancelled, error)
      || !parl_json_get_count (&counts, "running", &stage->running, error)
      || !parl_json_get_count (&counts, "scheduled", &scheduled, error)
      || !parl_json_get_count (&counts, "notstarted", &not_started, error))
    return false;
  if (scheduled > G_MAXINT64 - not_started)
    {
      parl_json_fail (&counts, error, _ ("expected counts, found numbers past all bounds"));
      return false;
    }
  stage->waiting = scheduled + not_started;

  double sum = (double)stage->succeeded + stage->failed + stage->cancelled + stage->running
               + stage->waiting;
  if (sum > stage->total)
    {
      g_autoptr (GError) problem = NULL;

      parl_json_fail (
          &counts, &problem,
          _ ("the counts add up to %.0f devices of %" PRId64 "; they are kept as they are"), sum,
          stage->total);
      parl_complain (self->complaints, "%s", problem->message);
    }
  return true;
}

/* "60" -> 0.6. A condition of another kind is none that we know: NAN. */
static double
read_threshold (ParlHb *self, const ParlJsonAt *at, const char *name)
{
  ParlJsonAt condition;

  if (!parl_hb_find (self, at, name, &condition)
      || g_strcmp0 (parl_hb_optional_string (self, &condition, "condition"), "THRESHOLD") != 0)
    return NAN;

  const char *text = parl_hb_optional_string (self, &condition, "expression");
  if (text == NULL || *text == '\0')
    return NAN;

  char *end;
  double percent = g_ascii_strtod (text, &end);
  if (*end == '\0' && percent >= 0 && percent <= 100)
    return percent / 100;

  g_autofree char *found = parl_hb_clean (text);
  g_autoptr (GError) problem = NULL;
  parl_json_fail (&condition, &problem, _ ("expected per cent, found “%s”"), found);
  parl_complain (self->complaints, "%s", problem->message);
  return NAN;
}

/**
 * parl_hb_read_stage:
 * @counted: (out): whether the body had the counts
 *
 * Returns: (transfer full): one deploy group of a rollout; its id is the server's number
 */
ParlStage *
parl_hb_read_stage (ParlHb *self, const ParlJsonAt *at, bool *counted, GError **error)
{
  const char *status, *name;
  int64_t id;
  bool closed;

  if (!parl_json_get_count (at, "id", &id, error)
      || !parl_json_get_string (at, "name", &name, error))
    return NULL;

  g_autofree char *key = parl_hb_key (self, id);
  g_autofree char *clean = parl_hb_clean (name);
  g_autoptr (ParlStage) stage = parl_stage_new (key, clean != NULL ? clean : key);
  if (!read_progress (at, &status, &stage->progress, &closed, error)
      || !parl_hb_read_counts (self, at, stage, counted, error))
    return NULL;
  stage->success_threshold = read_threshold (self, at, "successCondition");
  stage->error_threshold = read_threshold (self, at, "errorCondition");
  return g_steal_pointer (&stage);
}

static void
free_group (ParlHbGroup *group)
{
  g_free (group->key);
  g_free (group);
}

/**
 * parl_hb_read_rollout:
 *
 * Returns: (transfer full): one rollout without its stages; its state is %NULL when the body had no
 *   counts
 */
ParlHbRollout *
parl_hb_read_rollout (ParlHb *self, const ParlJsonAt *at, GError **error)
{
  g_autoptr (ParlHbRollout) rollout = g_new0 (ParlHbRollout, 1);
  g_autoptr (ParlStage) sum = parl_stage_new (NULL, NULL);
  const char *name, *status;
  bool counted;

  rollout->groups = g_ptr_array_new_with_free_func ((GDestroyNotify)free_group);
  if (!parl_json_get_count (at, "id", &rollout->id, error)
      || !parl_json_get_string (at, "name", &name, error))
    return NULL;

  g_autofree char *clean = parl_hb_clean (name);
  rollout->key = parl_hb_key (self, rollout->id);
  rollout->value = parl_rollout_new (rollout->key, clean != NULL ? clean : rollout->key);
  if (!read_progress (at, &status, &rollout->value->progress, &rollout->closed, error)
      || !parl_hb_read_counts (self, at, sum, &counted, error))
    return NULL;

  rollout->status = g_strdup (status);
  rollout->total = sum->total;
  rollout->value->created = parl_hb_optional_time (self, at, "createdAt");
  rollout->value->release = parl_hb_read_release (self, at);
  rollout->distribution = parl_hb_read_distribution (self, at);
  if (rollout->distribution < 0)
    parl_hb_optional_int (self, at, "distributionSetId", &rollout->distribution);
  if (counted)
    rollout->state
        = g_strdup_printf ("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
                           " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                           status, sum->total, sum->succeeded, sum->failed, sum->cancelled,
                           sum->running, sum->waiting);
  return g_steal_pointer (&rollout);
}

void
parl_hb_rollout_free (ParlHbRollout *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->status);
  g_free (self->state);
  if (!self->harvested)
    g_clear_pointer (&self->value, parl_rollout_free);
  g_clear_pointer (&self->members, g_hash_table_unref);
  g_ptr_array_unref (self->groups);
  g_free (self);
}
