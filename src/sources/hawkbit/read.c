/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads hawkBit's bodies, of both generations: actions, rollouts, deploy groups, and the texts,
 * times and links in them. What is missing stays unknown; what is there and wrong stays unknown
 * too, with a warning. But a body whose counts cannot be read is an error, for a stage with wrong
 * numbers is worse than none. When an action ended and why is not in here: see reports.c. */
#include "config.h"

#include "sources/hawkbit/private.h"

#include "sources/clean.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

bool
parl_hb_find (ParlHb *self, const ParlJsonAt *at, const char *name, ParlJsonAt *member)
{
  return parl_lenient_find (self->complaints, at, name, member);
}

const char *
parl_hb_optional_string (ParlHb *self, const ParlJsonAt *at, const char *name)
{
  return parl_lenient_string (self->complaints, at, name);
}

bool
parl_hb_optional_int (ParlHb *self, const ParlJsonAt *at, const char *name, int64_t *value)
{
  return parl_lenient_int (self->complaints, at, name, value);
}

ParlTime
parl_hb_optional_time (ParlHb *self, const ParlJsonAt *at, const char *name)
{
  return parl_lenient_epoch_ms (self->complaints, at, name, self->call->now);
}

/* What stands behind @after in a link: "cam-7" for ".../targets/cam-7/actions/3{?x}" and
 * "/targets/". The links of 0.3 are templates. */
char *
parl_hb_find_in_link (ParlHb *self, const ParlJsonAt *at, const char *link, const char *after)
{
  ParlJsonAt links, one;

  if (!parl_hb_find (self, at, "_links", &links) || !parl_hb_find (self, &links, link, &one))
    return NULL;

  const char *href = parl_hb_optional_string (self, &one, "href");
  const char *start = href != NULL ? g_strrstr (href, after) : NULL;
  if (start == NULL)
    return NULL;

  start += strlen (after);
  size_t length = strcspn (start, "/?#{");
  return length > 0 ? g_uri_unescape_segment (start, start + length, NULL) : NULL;
}

int64_t
parl_hb_read_distribution (ParlHb *self, const ParlJsonAt *at)
{
  g_autofree char *text = parl_hb_find_in_link (self, at, "distributionset", "/distributionsets/");
  gint64 id = -1;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &id, NULL))
    return -1;
  return id;
}

/* Returns: (transfer full) (nullable): the release that a link to a distribution set names */
char *
parl_hb_read_release (ParlHb *self, const ParlJsonAt *at)
{
  ParlJsonAt links, one;

  if (!parl_hb_find (self, at, "_links", &links)
      || !parl_hb_find (self, &links, "distributionset", &one))
    return NULL;

  g_autofree char *text = parl_clean_name (parl_hb_optional_string (self, &one, "name"));
  return text != NULL ? parl_hb_spell_release (self, text, parl_hb_read_distribution (self, at))
                      : NULL;
}

static const struct
{
  const char *status;
  ParlOutcome outcome;
} outcomes[] = {
  { "finished", PARL_OUTCOME_SUCCEEDED },   { "error", PARL_OUTCOME_FAILED },
  { "canceled", PARL_OUTCOME_CANCELLED },   { "cancelled", PARL_OUTCOME_CANCELLED },
  { "pending", PARL_OUTCOME_OPEN },         { "running", PARL_OUTCOME_OPEN },
  { "warning", PARL_OUTCOME_OPEN },         { "canceling", PARL_OUTCOME_OPEN },
  { "retrieved", PARL_OUTCOME_OPEN },       { "download", PARL_OUTCOME_OPEN },
  { "downloaded", PARL_OUTCOME_OPEN },      { "scheduled", PARL_OUTCOME_OPEN },
  { "cancel_rejected", PARL_OUTCOME_OPEN }, { "wait_for_confirmation", PARL_OUTCOME_OPEN },
};

/* @kind: (nullable): the type of an action or rollout, in any case */
bool
parl_hb_is_download (const char *kind)
{
  return kind != NULL && g_ascii_strcasecmp (kind, "downloadonly") == 0;
}

/* detailStatus is the truth where there is one; from 0.10 on (which has “active”) status is; before
 * both, “finished” means no more than that it is over. */
static void
read_outcome (ParlHb *self, const ParlJsonAt *at, ParlHbAction *action)
{
  const char *detail = parl_hb_optional_string (self, at, "detailStatus");
  const char *status = detail != NULL ? detail : parl_hb_optional_string (self, at, "status");
  const char *kind = parl_hb_optional_string (self, at, "forceType");
  g_autoptr (GError) problem = NULL;
  ParlJsonAt member;
  bool active = true;
  bool has_active
      = parl_hb_find (self, at, "active", &member) && parl_json_read_bool (&member, &active, NULL);

  if (detail != NULL)
    self->mark->detailed = true;
  else if (has_active)
    self->mark->detailed = false;

  action->outcome = PARL_OUTCOME_OPEN;
  if (detail == NULL && !has_active && g_strcmp0 (status, "finished") == 0)
    {
      action->undecided = true;
      return;
    }
  /* What was only to be downloaded is over when it is; else an installation follows. */
  bool over = has_active
                  ? !active
                  : g_strcmp0 (parl_hb_optional_string (self, at, "status"), "finished") == 0;
  if (g_strcmp0 (status, "downloaded") == 0 && (over || parl_hb_is_download (kind)))
    {
      action->outcome = PARL_OUTCOME_DOWNLOADED;
      return;
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (outcomes); i++)
    if (g_strcmp0 (status, outcomes[i].status) == 0)
      {
        action->outcome = outcomes[i].outcome;
        return;
      }

  g_autofree char *found = parl_clean_name (status);
  self->newer |= found != NULL;
  parl_json_fail (at, &problem, _ ("expected a status, found “%s”; it is taken to be open"),
                  found != NULL ? found : _ ("nothing"));
  parl_complain (self->complaints, "%s", problem->message);
}

/* @device: (nullable): whose it is, where the body does not say so
 * Returns: (transfer full): the action, with nothing yet from its reports */
ParlHbAction *
parl_hb_read_action (ParlHb *self, const ParlJsonAt *at, const char *device, GError **error)
{
  g_autoptr (ParlHbAction) action = g_new0 (ParlHbAction, 1);

  action->rollout = action->distribution = -1;
  action->begun = true;
  action->why = PARL_CAUSE_NO_MATCH;
  action->reported = action->superseded = PARL_TIME_NONE;
  if (!parl_json_get_count (at, "id", &action->id, error))
    return NULL;

  action->device
      = device != NULL ? g_strdup (device) : parl_hb_find_in_link (self, at, "self", "/targets/");
  if (action->device == NULL)
    action->device = parl_hb_find_in_link (self, at, "target", "/targets/");
  if (action->device == NULL)
    {
      parl_json_fail (at, error, _ ("expected a link to the device, found none"));
      return NULL;
    }
  action->created = parl_hb_optional_time (self, at, "createdAt");
  action->by_server = g_strcmp0 (parl_hb_optional_string (self, at, "createdBy"), "system") == 0;
  action->modified = parl_hb_optional_time (self, at, "lastModifiedAt");
  action->release = parl_hb_read_release (self, at);
  action->distribution = parl_hb_read_distribution (self, at);
  parl_hb_optional_int (self, at, "rollout", &action->rollout);
  action->has_code = parl_hb_optional_int (self, at, "lastStatusCode", &action->code);
  read_outcome (self, at, action);
  return g_steal_pointer (&action);
}

void
parl_hb_action_free (ParlHbAction *self)
{
  if (self == NULL)
    return;
  g_free (self->device);
  g_free (self->release);
  g_free (self->message);
  g_free (self->from);
  g_free (self);
}

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

/* What its counts say of a status that only a newer server has. */
static ParlProgress
guess_progress (const ParlStage *counts)
{
  if (counts->running > 0)
    return PARL_PROGRESS_RUNNING;
  if (counts->waiting > 0)
    return counts->succeeded + counts->failed > 0 ? PARL_PROGRESS_PAUSED : PARL_PROGRESS_WAITING;
  return PARL_PROGRESS_FINISHED;
}

static bool
read_progress (ParlHb *self, const ParlJsonAt *at, const ParlStage *counts, const char **status,
               ParlProgress *progress, bool *closed, GError **error)
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

  g_autofree char *found = parl_clean_name (*status);
  g_autoptr (GError) problem = NULL;
  self->newer = true;
  *progress = guess_progress (counts);
  *closed = false;
  parl_json_fail (at, &problem, _ ("expected a status, found “%s”; its counts decide"), found);
  parl_complain (self->complaints, "%s", problem->message);
  return true;
}

/* Reads totalTargets and totalTargetsPerStatus, as given: they need not add up, but more than all
 * is worth a warning.
 *
 * @present: (out): whether there are any; 0.3 leaves them out of its lists */
static bool
read_counts (ParlHb *self, const ParlJsonAt *at, ParlStage *stage, bool *present, GError **error)
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

  g_autofree char *found = parl_clean_name (text);
  g_autoptr (GError) problem = NULL;
  parl_json_fail (&condition, &problem, _ ("expected per cent, found “%s”"), found);
  parl_complain (self->complaints, "%s", problem->message);
  return NAN;
}

/* @download: its rollout only downloads: what the server calls finished is not installed
 * @counted: (out): whether the body had the counts
 * Returns: (transfer full): one deploy group of a rollout; its id is the server's number */
ParlStage *
parl_hb_read_stage (ParlHb *self, const ParlJsonAt *at, bool download, bool *counted,
                    GError **error)
{
  const char *status, *name;
  int64_t id;
  bool closed;

  if (!parl_json_get_count (at, "id", &id, error)
      || !parl_json_get_string (at, "name", &name, error))
    return NULL;

  g_autofree char *key = parl_hb_key (self, id);
  g_autofree char *clean = parl_clean_name (name);
  g_autoptr (ParlStage) stage = parl_stage_new (key, clean != NULL ? clean : key);
  if (!read_counts (self, at, stage, counted, error)
      || !read_progress (self, at, stage, &status, &stage->progress, &closed, error))
    return NULL;
  if (download)
    {
      stage->downloaded = stage->succeeded;
      stage->succeeded = 0;
    }
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

/* Returns: (transfer full): one rollout without its stages; its state is %NULL when the body had no
 *   counts */
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

  g_autofree char *clean = parl_clean_name (name);
  rollout->key = parl_hb_key (self, rollout->id);
  rollout->value = parl_rollout_new (rollout->key, clean != NULL ? clean : rollout->key);
  if (!read_counts (self, at, sum, &counted, error)
      || !read_progress (self, at, sum, &status, &rollout->value->progress, &rollout->closed,
                         error))
    return NULL;

  rollout->status = g_strdup (status);
  rollout->download = parl_hb_is_download (parl_hb_optional_string (self, at, "type"));
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
