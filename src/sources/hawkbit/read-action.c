/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An action's body, of any generation, -> a value, and how it stands. When it ended and why is not
 * in there: see reports.c. */
#include "config.h"

#include "sources/hawkbit/private.h"

#include <glib/gi18n-lib.h>

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

/* detailStatus is the truth where there is one; from 0.10 on (which has “active”) status is; before
 * both, “finished” means no more than that it is over. */
static void
read_outcome (ParlHb *self, const ParlJsonAt *at, ParlHbAction *action)
{
  const char *detail = parl_hb_optional_string (self, at, "detailStatus");
  const char *status = detail != NULL ? detail : parl_hb_optional_string (self, at, "status");
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
  /* What was only to be downloaded is done when it is. */
  if (g_strcmp0 (status, "downloaded") == 0 && has_active && !active)
    status = "finished";
  for (unsigned i = 0; i < G_N_ELEMENTS (outcomes); i++)
    if (g_strcmp0 (status, outcomes[i].status) == 0)
      {
        action->outcome = outcomes[i].outcome;
        return;
      }

  g_autofree char *found = parl_hb_clean (status);
  parl_json_fail (at, &problem, _ ("expected a status, found “%s”; it is taken to be open"),
                  found != NULL ? found : _ ("nothing"));
  parl_complain (self->complaints, "%s", problem->message);
}

/**
 * parl_hb_read_action:
 * @device: (nullable): whose it is, where the body does not say so
 *
 * Returns: (transfer full): the action, with nothing yet from its reports
 */
ParlHbAction *
parl_hb_read_action (ParlHb *self, const ParlJsonAt *at, const char *device, GError **error)
{
  g_autoptr (ParlHbAction) action = g_new0 (ParlHbAction, 1);

  action->rollout = action->distribution = -1;
  action->begun = true;
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
