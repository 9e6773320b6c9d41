/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One computation at a time, in a task; its results replace the old ones whole. Knows no source and
 * no widget. */
#include "config.h"

#include "app/dashboard/computer.h"

G_DEFINE_FINAL_TYPE (ParlComputer, parl_computer, G_TYPE_OBJECT)

enum
{
  COMPUTED,
  PROBLEM,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
parl_computer_finalize (GObject *object)
{
  ParlComputer *self = PARL_COMPUTER (object);

  g_clear_pointer (&self->computed, parl_computed_free);
  g_clear_pointer (&self->scope, parl_scope_free);
  g_clear_pointer (&self->targets, parl_targets_free);
  g_strfreev (self->being_read);
  G_OBJECT_CLASS (parl_computer_parent_class)->finalize (object);
}

static void
parl_computer_class_init (ParlComputerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parl_computer_finalize;

  signals[COMPUTED] = g_signal_new ("computed", PARL_TYPE_COMPUTER, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
  signals[PROBLEM] = g_signal_new ("problem", PARL_TYPE_COMPUTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
parl_computer_init (ParlComputer *self)
{
  self->computed = parl_computed_new (NULL);
  self->scope = parl_scope_new ();
  self->targets = parl_targets_new ();
  self->being_read = g_new0 (char *, 1);
}

void
parl_computer_open (ParlComputer *self, ParlSession *session)
{
  self->session = session;
  self->new_data = true;
  parl_computer_set_targets (self, parl_session_get_targets (session));
}

void
parl_computer_close (ParlComputer *self)
{
  self->closed = true;
}

static void
replace_computed (ParlComputer *self, ParlComputed *computed)
{
  parl_computed_free (self->computed);
  self->computed = computed;
}

/* @computed: (transfer full): the newest results from here on; their snapshot is not read again
 *   before there may be new data */
void
parl_computer_take (ParlComputer *self, ParlComputed *computed)
{
  replace_computed (self, computed);
  self->new_data = false;
}

void
parl_computer_set_scope (ParlComputer *self, const ParlScope *scope)
{
  ParlScope *old = self->scope;

  self->scope = parl_scope_copy (scope);
  parl_scope_free (old);
}

void
parl_computer_set_targets (ParlComputer *self, const ParlTargets *targets)
{
  ParlTargets *old = self->targets;

  self->targets = parl_targets_copy (targets);
  parl_targets_free (old);
}

bool
parl_computer_set_being_read (ParlComputer *self, const char *const *names)
{
  if (g_strv_equal ((const char *const *)self->being_read, names))
    return false;
  g_strfreev (self->being_read);
  self->being_read = g_strdupv ((char **)names);
  self->new_data = true;
  return true;
}

void
parl_computer_expect_data (ParlComputer *self)
{
  self->new_data = true;
}

void
parl_computer_expect_audiences (ParlComputer *self)
{
  self->new_audiences = true;
}

/* What one computation works on: copies, since the computer's own may change meanwhile. The
 * computer keeps @question.before until it is over. */
typedef struct
{
  ParlQuestion question;
  ParlScope *scope;
  ParlTargets *targets;
  char **being_read;
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  parl_scope_free (job->scope);
  parl_targets_free (job->targets);
  g_strfreev (job->being_read);
  g_free (job);
}

static void
run_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  ParlComputed *computed = parl_session_compute (PARL_COMPUTER (source)->session, &job->question,
                                                 parl_time_now (), &error);
  if (computed != NULL)
    g_task_return_pointer (task, computed, (GDestroyNotify)parl_computed_free);
  else
    g_task_return_error (task, error);
}

static void
on_job_done (GObject *object, GAsyncResult *result, gpointer data)
{
  ParlComputer *self = PARL_COMPUTER (object);
  const Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlComputed) computed = g_task_propagate_pointer (G_TASK (result), &error);
  self->busy = false;
  if (self->closed)
    return;

  bool taken = computed != NULL && !self->again;
  if (taken)
    replace_computed (self, g_steal_pointer (&computed));
  /* Results that are dropped had read what was new: the next computation reads it again. */
  self->new_data |= !taken && !job->question.keep_snapshot;
  self->new_audiences |= !taken && !job->question.keep_audiences;
  if (error != NULL)
    g_signal_emit (self, signals[PROBLEM], 0, error->message);
  else if (taken)
    g_signal_emit (self, signals[COMPUTED], 0);
  if (self->again)
    parl_computer_run (self);
}

/* Computes with the scope, targets, data and audience files of now; after the computation that is
 * under way, if there is one. Does nothing before it is opened. */
void
parl_computer_run (ParlComputer *self)
{
  self->again = self->busy;
  if (self->busy || self->session == NULL)
    return;

  Job *job = g_new0 (Job, 1);
  job->scope = parl_scope_copy (self->scope);
  job->targets = parl_targets_copy (self->targets);
  job->being_read = g_strdupv (self->being_read);
  job->question
      = (ParlQuestion){ .scope = job->scope,
                        .targets = job->targets,
                        .being_read = (const char *const *)job->being_read,
                        .before = self->computed,
                        .keep_snapshot = !self->new_data && self->computed->snapshot != NULL,
                        .keep_audiences = !self->new_audiences };
  self->new_data = self->new_audiences = false;
  self->busy = true;

  g_autoptr (GTask) task = g_task_new (self, NULL, on_job_done, NULL);
  g_task_set_task_data (task, job, free_job);
  g_task_run_in_thread (task, run_job);
}
