/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds as values. Knows no tracker and no server. */
#include "config.h"

#include "model/build.h"

static const char *const outcomes[] = {
  [PARL_BUILD_SUCCEEDED] = "succeeded",
  [PARL_BUILD_FAILED] = "failed",
  [PARL_BUILD_NEITHER] = "neither",
};

/* Returns: (transfer full): with nothing else known, to be filled by its maker */
ParlBuild *
parl_build_new (const char *id, ParlBuildOutcome outcome, ParlTime ended)
{
  ParlBuild *self = g_new0 (ParlBuild, 1);

  self->id = g_strdup (id);
  self->outcome = outcome;
  self->ended = ended;
  self->duration = PARL_TIME_NONE;
  return self;
}

void
parl_build_free (ParlBuild *self)
{
  if (self == NULL)
    return;
  g_free (self->source);
  g_free (self->id);
  g_free (self->link);
  g_free (self);
}

/* Whether it is known how long it took as a whole. */
bool
parl_build_is_timed (const ParlBuild *self)
{
  return self->duration != PARL_TIME_NONE && !self->again;
}

const char *
parl_build_outcome_to_string (ParlBuildOutcome outcome)
{
  return outcomes[outcome];
}

bool
parl_build_outcome_from_string (const char *text, ParlBuildOutcome *outcome)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (outcomes); i++)
    if (g_strcmp0 (text, outcomes[i]) == 0)
      {
        *outcome = (ParlBuildOutcome)i;
        return true;
      }
  return false;
}
