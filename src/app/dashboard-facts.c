/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A dashboard's findings, boards and evidence, made in tasks and swapped in whole. Knows no source
 * but by the state that history has of it. */
#include "config.h"

#include "app/dashboard-private.h"

typedef struct
{
  bool read_snapshot;     /* in: history may hold something new */
  ParlSnapshot *snapshot; /* in: the old one, or NULL; out: what was used */
  ParlScope *scope;
  ParlTargets *targets;
  bool read_audiences;    /* in: the files have changed */
  GPtrArray *audiences;   /* in: the old ones; out: those of the boards */
  GPtrArray *problems;    /* in, out: of the audiences */
  ParlFindings *findings; /* out */
  GHashTable *boards;     /* out */
  ParlChoices *choices;   /* out */
} ComputeJob;

static void
free_compute_job (gpointer data)
{
  ComputeJob *job = data;

  g_clear_pointer (&job->snapshot, parl_snapshot_unref);
  parl_scope_free (job->scope);
  parl_targets_free (job->targets);
  g_ptr_array_unref (job->audiences);
  g_ptr_array_unref (job->problems);
  g_clear_pointer (&job->findings, parl_findings_unref);
  g_clear_pointer (&job->boards, g_hash_table_unref);
  g_clear_pointer (&job->choices, parl_choices_free);
  g_free (job);
}

static void
free_board (gpointer data)
{
  parl_board_unref (data);
}

static void
read_audiences (ParlSession *session, ComputeJob *job)
{
  g_autoptr (GPtrArray) old = job->audiences;

  g_ptr_array_unref (job->problems);
  job->problems = g_ptr_array_new_with_free_func (g_free);
  job->audiences = parl_session_load_audiences (session, old, job->problems);
}

static void
run_compute (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ParlDashboard *self = source;
  ComputeJob *job = data;
  GError *error = NULL;

  (void)cancellable;
  if (job->read_snapshot)
    job->snapshot = parl_session_snapshot (self->session, parl_time_now (), &error);
  if (job->snapshot == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (job->read_audiences)
    read_audiences (self->session, job);
  job->choices = parl_choices_new (job->snapshot);
  job->findings = parl_findings_new (job->snapshot, job->targets, job->scope);
  job->boards = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_board);
  for (unsigned i = 0; i < job->audiences->len; i++)
    {
      ParlAudience *audience = g_ptr_array_index (job->audiences, i);
      g_hash_table_insert (job->boards, g_strdup (parl_audience_get_id (audience)),
                           parl_board_new (audience, job->findings));
    }
  g_task_return_boolean (task, TRUE);
}

static bool
has_data (const ParlSnapshot *snapshot)
{
  for (unsigned i = 0; i < snapshot->sources->len; i++)
    {
      const ParlSourceState *state = g_ptr_array_index (snapshot->sources, i);
      if (state->fetched != PARL_TIME_NONE)
        return true;
    }
  return false;
}

static void
take_results (ParlDashboard *self, ComputeJob *job)
{
  g_clear_pointer (&self->snapshot, parl_snapshot_unref);
  g_clear_pointer (&self->findings, parl_findings_unref);
  g_clear_pointer (&self->boards, g_hash_table_unref);
  g_clear_pointer (&self->choices, parl_choices_free);
  self->snapshot = g_steal_pointer (&job->snapshot);
  self->choices = g_steal_pointer (&job->choices);
  self->findings = g_steal_pointer (&job->findings);
  self->boards = g_steal_pointer (&job->boards);
  parl_dashboard_take_audiences (self, job->audiences, job->problems);
  parl_dashboard_tell_sources_their_state (self);
  parl_dashboard_set_state (self, g_list_model_get_n_items (G_LIST_MODEL (self->sources)) == 0
                                      ? PARL_DASHBOARD_UNSET
                                  : has_data (self->snapshot) ? PARL_DASHBOARD_READY
                                                              : PARL_DASHBOARD_FIRST_SYNC);
  if (self->first_read_waits)
    {
      self->first_read_waits = false;
      if (self->state == PARL_DASHBOARD_FIRST_SYNC)
        parl_dashboard_sync (self, NULL);
    }
  parl_dashboard_notify_changed (self);
}

static void
on_computed (GObject *object, GAsyncResult *result, gpointer data)
{
  ParlDashboard *self = PARL_DASHBOARD (object);
  ComputeJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  (void)data;
  self->computing = false;
  bool done = g_task_propagate_boolean (G_TASK (result), &error);
  if (!parl_dashboard_end_task (self))
    return;
  if (!done)
    parl_dashboard_complain (self, error->message);
  else if (!self->dirty)
    take_results (self, job);
  /* What was read for results that nobody took is to be read once more. */
  self->snapshot_dirty = self->snapshot_dirty || (job->read_snapshot && (!done || self->dirty));
  self->audiences_dirty = self->audiences_dirty || (job->read_audiences && (!done || self->dirty));
  if (self->dirty)
    parl_dashboard_compute (self);
  else
    parl_dashboard_notify_busy (self);
}

/* One at a time; whatever changes meanwhile is computed after it. */
void
parl_dashboard_compute (ParlDashboard *self)
{
  self->dirty = self->computing;
  if (self->computing || self->session == NULL)
    return;

  ComputeJob *job = g_new0 (ComputeJob, 1);
  job->read_snapshot = self->snapshot_dirty || self->snapshot == NULL;
  if (!job->read_snapshot)
    job->snapshot = parl_snapshot_ref (self->snapshot);
  self->snapshot_dirty = false;
  job->read_audiences = self->audiences_dirty;
  self->audiences_dirty = false;
  job->scope = parl_scope_copy (self->scope);
  job->targets = parl_targets_copy (self->targets);
  job->audiences = g_ptr_array_ref (self->audiences);
  job->problems = g_ptr_array_ref (self->audience_problems);
  self->computing = true;
  parl_dashboard_notify_busy (self);
  parl_dashboard_run_task (self, job, free_compute_job, run_compute, on_computed);
}

void
parl_dashboard_set_scope (ParlDashboard *self, const ParlScope *scope)
{
  if (parl_scope_equal (self->scope, scope))
    return;

  ParlScope *old = self->scope;
  self->scope = parl_scope_copy (scope);
  parl_scope_free (old);
  parl_dashboard_notify_scope (self);
  parl_dashboard_compute (self);
}

typedef struct
{
  ParlFindings *findings; /* keeps the fact */
  const ParlFact *fact;
} EvidenceJob;

static void
free_evidence_job (gpointer data)
{
  EvidenceJob *job = data;

  parl_findings_unref (job->findings);
  g_free (job);
}

static void
run_evidence (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ParlDashboard *self = source;
  EvidenceJob *job = data;
  GError *error = NULL;
  ParlEvidence *evidence = parl_session_evidence (self->session, job->findings, job->fact, &error);

  (void)cancellable;
  if (evidence != NULL)
    g_task_return_pointer (task, evidence, (GDestroyNotify)parl_evidence_free);
  else
    g_task_return_error (task, error);
}

/**
 * parl_dashboard_list_evidence_async:
 * @fact: of the present findings
 */
void
parl_dashboard_list_evidence_async (ParlDashboard *self, const ParlFact *fact,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer data)
{
  g_return_if_fail (self->findings != NULL && fact != NULL);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  EvidenceJob *job = g_new0 (EvidenceJob, 1);

  job->findings = parl_findings_ref (self->findings);
  job->fact = fact;
  g_task_set_task_data (task, job, free_evidence_job);
  g_task_run_in_thread (task, run_evidence);
}

/**
 * parl_dashboard_list_evidence_finish:
 *
 * Returns: (transfer full): the rows; %NULL with an error of the history
 */
ParlEvidence *
parl_dashboard_list_evidence_finish (ParlDashboard *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
