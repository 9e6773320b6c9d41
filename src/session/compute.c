/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes facts, boards and evidence of what the history holds. Knows no source but by its name, and
 * no formula. */
#include "config.h"

#include "session/compute.h"

#include "store/store.h"

/* Completes the snapshot's sources: only the settings know the kind of one that was never read, and
 * only its descriptor what it feeds. */
static void
name_kinds (ParlSession *session, ParlSnapshot *snapshot)
{
  g_autoptr (GPtrArray) sources = parl_session_list_sources (session);

  for (unsigned i = 0; i < snapshot->sources->len; i++)
    {
      ParlSourceState *state = g_ptr_array_index (snapshot->sources, i);
      const ParlSourceConfig *config = parl_source_config_find (sources, state->name);
      if (state->kind == NULL && config != NULL)
        state->kind = g_strdup (parl_source_config_get_kind (config));
      if (config != NULL && g_strcmp0 (state->kind, parl_source_config_get_kind (config)) != 0)
        config = NULL; /* what history has is another kind's */
      const ParlSourceKind *kind = parl_source_kind_find (state->kind);
      const ParlSourceDirs dirs = parl_session_get_dirs (session);
      state->feeds = kind != NULL ? parl_source_kind_find_feeds (kind, config, &dirs) : 0;
    }
}

static void
mark_being_read (ParlSnapshot *snapshot, const char *const *names)
{
  for (unsigned i = 0; names != NULL && i < snapshot->sources->len; i++)
    {
      ParlSourceState *state = g_ptr_array_index (snapshot->sources, i);
      state->is_being_read
          = state->fetched == PARL_TIME_NONE && g_strv_contains (names, state->name);
    }
}

/* Returns: (transfer full): all that the history holds as of @as_of, with the session's plan; %NULL
 *   with a %PARL_STORE_ERROR */
ParlSnapshot *
parl_session_snapshot (ParlSession *session, ParlTime as_of, GError **error)
{
  g_auto (GStrv) names = parl_session_list_source_names (session);
  const ParlPlan *plan = parl_session_get_plan (session);
  ParlSnapshot *snapshot
      = parl_store_snapshot (parl_session_get_store (session), (const char *const *)names, as_of,
                             parl_session_get_zone (session), error);

  if (snapshot == NULL)
    return NULL;
  name_kinds (session, snapshot);
  if (snapshot->milestones->len > 0)
    snapshot->plan = parl_plan_merge (plan, snapshot->milestones);
  else if (plan != NULL)
    snapshot->plan = parl_plan_ref (plan);
  return snapshot;
}

/* @fact: one of @findings
 * Returns: (transfer full): the rows that add up to it; %NULL with an error of the room that
 * refused */
ParlEvidence *
parl_session_evidence (ParlSession *session, const ParlFindings *findings, const ParlFact *fact,
                       GError **error)
{
  g_auto (GStrv) names = parl_session_list_source_names (session);
  g_autoptr (GPtrArray) attempts = NULL;

  if (fact->evidence.rows == PARL_ROWS_ATTEMPTS)
    {
      attempts = parl_store_attempts (parl_session_get_store (session), (const char *const *)names,
                                      fact->evidence.window, findings->as_of, error);
      if (attempts == NULL)
        return NULL;
    }
  return parl_evidence_new (findings, fact, attempts, error);
}

static bool
load_audiences (ParlComputed *self, ParlSession *session, const ParlQuestion *question,
                GError **error)
{
  const ParlComputed *before = question->before;

  if (question->audiences == NULL)
    {
      bool keep = before != NULL && question->keep_audiences;
      self->problems
          = keep ? g_ptr_array_ref (before->problems) : g_ptr_array_new_with_free_func (g_free);
      self->audiences
          = keep ? g_ptr_array_ref (before->audiences)
                 : parl_session_load_audiences (session, before != NULL ? before->audiences : NULL,
                                                self->problems);
      return true;
    }

  self->problems = g_ptr_array_new_with_free_func (g_free);
  self->audiences = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_audience_unref);
  for (const char *const *id = question->audiences; *id != NULL; id++)
    {
      ParlAudience *audience = parl_session_load_audience (session, *id, error);
      if (audience == NULL)
        return false;
      g_ptr_array_add (self->audiences, audience);
    }
  return true;
}

static bool
find_facts (ParlComputed *self, ParlSession *session, const ParlQuestion *question, GError **error)
{
  const ParlTargets *targets
      = question->targets != NULL ? question->targets : parl_session_get_targets (session);

  if (question->scope_must_exist && !parl_choices_allow (self->choices, question->scope, error))
    return false;
  self->findings = parl_findings_new (self->snapshot, targets, question->scope);
  if (question->checks == NULL)
    return true;
  if (!parl_checks_complete (question->checks, self->findings, error))
    return false;

  g_autoptr (ParlFindings) base = self->findings;
  self->findings = parl_findings_imagine (base, question->checks);
  return true;
}

/* @session: (nullable): whose audiences to load; %NULL: none
 * Returns: (transfer full): audiences, and nothing computed yet */
ParlComputed *
parl_computed_new (ParlSession *session)
{
  ParlComputed *self = g_new0 (ParlComputed, 1);

  self->problems = g_ptr_array_new_with_free_func (g_free);
  self->audiences = session != NULL ? parl_session_load_audiences (session, NULL, self->problems)
                                    : g_ptr_array_new ();
  self->ids = parl_audiences_list_ids (self->audiences);
  self->boards = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_board_unref);
  return self;
}

/* Returns: (transfer full): the answer; %NULL with a %PARL_STORE_ERROR, with
 *   %PARL_ANALYSIS_ERROR_SCOPE for a part of the fleet or a cause that does not exist, or with a
 *   %PARL_AUDIENCE_ERROR for an audience that was asked for */
ParlComputed *
parl_session_compute (ParlSession *session, const ParlQuestion *question, ParlTime as_of,
                      GError **error)
{
  g_autoptr (ParlComputed) self = g_new0 (ParlComputed, 1);

  self->snapshot = question->before != NULL && question->keep_snapshot
                       ? parl_snapshot_ref (question->before->snapshot)
                       : parl_session_snapshot (session, as_of, error);
  if (self->snapshot == NULL)
    return NULL;
  if (!question->keep_snapshot)
    mark_being_read (self->snapshot, question->being_read);
  self->choices = parl_choices_new (self->snapshot);
  if (!find_facts (self, session, question, error)
      || !load_audiences (self, session, question, error))
    return NULL;

  self->ids = parl_audiences_list_ids (self->audiences);
  self->boards = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_board_unref);
  for (unsigned i = 0; i < self->audiences->len; i++)
    g_ptr_array_add (self->boards,
                     parl_board_new (g_ptr_array_index (self->audiences, i), self->findings));
  return g_steal_pointer (&self);
}

void
parl_computed_free (ParlComputed *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->snapshot, parl_snapshot_unref);
  g_clear_pointer (&self->choices, parl_choices_free);
  g_clear_pointer (&self->findings, parl_findings_unref);
  g_clear_pointer (&self->audiences, g_ptr_array_unref);
  g_clear_pointer (&self->ids, g_strfreev);
  g_clear_pointer (&self->boards, g_ptr_array_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_free (self);
}

/* Returns: (transfer none) (nullable): the audience of that id */
ParlAudience *
parl_computed_get_audience (const ParlComputed *self, const char *id)
{
  return parl_audiences_find (self->audiences, id);
}

/* @audience: its id: "exec"
 * Returns: (transfer none) (nullable): what that audience sees */
ParlBoard *
parl_computed_get_board (const ParlComputed *self, const char *audience)
{
  for (unsigned i = 0; i < self->boards->len; i++)
    if (g_str_equal (self->ids[i], audience))
      return self->boards->pdata[i];
  return NULL;
}

/* @checks: (element-type ParlCheck): complete
 * Returns: (transfer full) (nullable): that audience's board with a what-if on it */
ParlBoard *
parl_computed_imagine_board (const ParlComputed *self, const char *audience, const GArray *checks)
{
  ParlAudience *words = parl_computed_get_audience (self, audience);
  g_autoptr (ParlFindings) imagined
      = words != NULL ? parl_findings_imagine (self->findings, checks) : NULL;

  return words != NULL ? parl_board_new (words, imagined) : NULL;
}
