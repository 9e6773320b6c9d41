/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One try to update one device: a plain value. */
#include "config.h"

#include "model/attempt.h"

static const char *const outcome_names[] = {
  [PARL_OUTCOME_OPEN] = "open",       [PARL_OUTCOME_SUCCEEDED] = "succeeded",
  [PARL_OUTCOME_FAILED] = "failed",   [PARL_OUTCOME_CANCELLED] = "cancelled",
  [PARL_OUTCOME_NONE] = "no-attempt", [PARL_OUTCOME_DOWNLOADED] = "downloaded",
};

/* Returns: (transfer full): an open attempt with nothing known, to be filled in by its maker */
ParlAttempt *
parl_attempt_new (void)
{
  ParlAttempt *self = g_new0 (ParlAttempt, 1);

  self->started = PARL_TIME_NONE;
  self->ended = PARL_TIME_NONE;
  return self;
}

void
parl_attempt_free (ParlAttempt *self)
{
  if (self == NULL)
    return;
  g_free (self->source);
  g_free (self->key);
  g_free (self->device);
  g_free (self->rollout);
  g_free (self->stage);
  g_free (self->from);
  g_free (self->to);
  g_free (self->cause);
  g_free (self->message);
  g_free (self->link);
  g_free (self->device_class);
  g_free (self->site);
  g_free (self);
}

bool
parl_outcome_is_tried (ParlOutcome outcome)
{
  return outcome == PARL_OUTCOME_SUCCEEDED || outcome == PARL_OUTCOME_FAILED
         || outcome == PARL_OUTCOME_DOWNLOADED;
}

const char *
parl_outcome_to_string (ParlOutcome outcome)
{
  return outcome_names[outcome];
}

bool
parl_outcome_from_string (const char *text, ParlOutcome *outcome)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (outcome_names); i++)
    if (g_strcmp0 (text, outcome_names[i]) == 0)
      {
        *outcome = (ParlOutcome)i;
        return true;
      }
  return false;
}
