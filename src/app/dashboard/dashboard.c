/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state of one fleet's session, and the one that tells the window. The work is done by two
 * objects, both in tasks, so that the main thread never waits; results are swapped in whole.
 *
 *   open --> session --> ParlSyncs: a sync of each source ----+
 *                                                             v
 *        scope, targets, audience files, reload ----> ParlComputer ----> "changed"
 *
 * Knows no widget, no SQL, no HTTP and no number. */
#include "config.h"

#include "app/dashboard/dashboard.h"

#include <glib/gi18n.h>

#define TICK 30 /* seconds between two looks at the clock */

G_DEFINE_FINAL_TYPE (ParlDashboard, parl_dashboard, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  PROP_SYNCING,
  N_PROPS
};

enum
{
  CHANGED,
  SCOPE_CHANGED,
  SOURCES_CHANGED,
  FILES_READ,
  PROBLEM,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
stop_watching_sources (ParlDashboard *self)
{
  g_clear_pointer (&self->sources_watch, parl_source_watch_free);
  g_clear_handle_id (&self->tick, g_source_remove);
}

static void
parl_dashboard_finalize (GObject *object)
{
  ParlDashboard *self = PARL_DASHBOARD (object);

  g_free (self->message);
  g_free (self->targets_problem);
  g_clear_pointer (&self->what_if, g_array_unref);
  g_clear_pointer (&self->scopes, g_ptr_array_unref);
  g_clear_pointer (&self->settings_watch, parl_folder_watch_free);
  g_clear_pointer (&self->audiences_watch, parl_folder_watch_free);
  stop_watching_sources (self);
  g_clear_object (&self->computer);
  g_clear_object (&self->syncs);
  g_clear_pointer (&self->session, parl_session_free);
  G_OBJECT_CLASS (parl_dashboard_parent_class)->finalize (object);
}

static void
parl_dashboard_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  ParlDashboard *self = PARL_DASHBOARD (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_int (value, (int)self->state);
      break;
    case PROP_SYNCING:
      g_value_set_boolean (value, parl_syncs_get_syncing (self->syncs));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
parl_dashboard_class_init (ParlDashboardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = parl_dashboard_finalize;
  object_class->get_property = parl_dashboard_get_property;

  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, PARL_DASHBOARD_OPENING,
                                             PARL_DASHBOARD_READY, PARL_DASHBOARD_OPENING, flags);
  properties[PROP_SYNCING] = g_param_spec_boolean ("syncing", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", PARL_TYPE_DASHBOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[SCOPE_CHANGED] = g_signal_new ("scope-changed", PARL_TYPE_DASHBOARD, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SOURCES_CHANGED] = g_signal_new ("sources-changed", PARL_TYPE_DASHBOARD,
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FILES_READ] = g_signal_new ("files-read", PARL_TYPE_DASHBOARD, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);
  signals[PROBLEM] = g_signal_new ("problem", PARL_TYPE_DASHBOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

void
parl_dashboard_set_state (ParlDashboard *self, ParlDashboardState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
emit_problem (ParlDashboard *self, const char *sentence)
{
  g_signal_emit (self, signals[PROBLEM], 0, sentence);
}

static bool
has_sources (ParlDashboard *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->syncs->sources)) > 0;
}

static void
update_syncing (ParlDashboard *self)
{
  bool syncing = parl_syncs_get_syncing (self->syncs);
  g_auto (GStrv) first = parl_syncs_list_first_reads (self->syncs);

  if (parl_computer_set_being_read (self->computer, (const char *const *)first)
      && (self->computer->busy || self->state == PARL_DASHBOARD_READY))
    parl_computer_run (self->computer);
  if (syncing && self->state == PARL_DASHBOARD_UNSET)
    parl_dashboard_set_state (self, PARL_DASHBOARD_FIRST_SYNC);
  if (self->syncing == syncing)
    return;
  self->syncing = syncing;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SYNCING]);
}

static void
on_stored (ParlDashboard *self)
{
  update_syncing (self);
  parl_computer_expect_data (self->computer);
  parl_computer_run (self->computer);
}

/* Whether a source has told something of the days that are shown. */
static bool
has_data (const ParlSnapshot *snapshot, ParlTime since)
{
  for (unsigned i = 0; i < snapshot->sources->len; i++)
    {
      const ParlSourceState *state = g_ptr_array_index (snapshot->sources, i);
      if (state->fetched != PARL_TIME_NONE
          && (state->updates_since == PARL_TIME_NONE || state->updates_since <= since))
        return true;
    }
  return false;
}

static void
on_computed (ParlDashboard *self)
{
  const ParlSnapshot *snapshot = self->computer->computed->snapshot;
  ParlTime since = snapshot->as_of - self->computer->scope->days * PARL_DAY;

  parl_syncs_set_states (self->syncs, snapshot);
  parl_dashboard_set_state (self, !has_sources (self)          ? PARL_DASHBOARD_UNSET
                                  : has_data (snapshot, since) ? PARL_DASHBOARD_READY
                                                               : PARL_DASHBOARD_FIRST_SYNC);
  parl_syncs_end_wait (self->syncs, self->state == PARL_DASHBOARD_FIRST_SYNC);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
parl_dashboard_init (ParlDashboard *self)
{
  self->computer = g_object_new (PARL_TYPE_COMPUTER, NULL);
  self->scopes = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_scope_free);
  g_signal_connect_object (self->computer, "computed", G_CALLBACK (on_computed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->computer, "problem", G_CALLBACK (emit_problem), self,
                           G_CONNECT_SWAPPED);
}

static void
on_sources_changed (gpointer data)
{
  g_signal_emit (data, signals[SOURCES_CHANGED], 0);
}

static gboolean
on_tick (gpointer data)
{
  on_sources_changed (data);
  return G_SOURCE_CONTINUE;
}

void
parl_dashboard_take_syncs (ParlDashboard *self, ParlSyncs *syncs)
{
  self->syncs = syncs;
  self->sources_watch
      = parl_source_watch_new (G_LIST_MODEL (syncs->sources), on_sources_changed, self);
  self->tick = g_timeout_add_seconds (TICK, on_tick, self);
  g_signal_connect_object (syncs, "begun", G_CALLBACK (update_syncing), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (syncs, "stored", G_CALLBACK (on_stored), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (syncs, "ended", G_CALLBACK (on_stored), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (syncs, "problem", G_CALLBACK (emit_problem), self, G_CONNECT_SWAPPED);
}

/* The user's own files. What is wrong is kept in words, and what was good the last time stays. */

static void
on_audiences_changed (gpointer data)
{
  ParlDashboard *self = data;

  parl_computer_expect_audiences (self->computer);
  parl_computer_run (self->computer);
}

/* The window keeps its size in the same file, so most changes are none of the targets. */
static void
on_settings_changed (gpointer data)
{
  ParlDashboard *self = data;
  g_autoptr (GError) error = NULL;

  if (self->session == NULL)
    return;

  g_autoptr (ParlTargets) targets = parl_session_load_targets (self->session, &error);
  const char *problem = error != NULL ? error->message : NULL;
  bool may_ask = parl_session_may_ask_for_targets (self->session);
  if (g_strcmp0 (self->targets_problem, problem) != 0 || may_ask != self->may_ask_for_targets)
    {
      g_free (self->targets_problem);
      self->targets_problem = g_strdup (problem);
      self->may_ask_for_targets = may_ask;
      g_signal_emit (self, signals[FILES_READ], 0);
    }
  if (targets == NULL || parl_targets_equal (self->computer->targets, targets))
    return;
  parl_computer_set_targets (self->computer, targets);
  parl_computer_run (self->computer);
}

/* Opening. */

typedef struct
{
  ParlSessionOptions options;
  ParlSession *session;
  ParlComputed *computed;
  char *notice; /* of a history that was damaged; NULL: it was not */
} OpenJob;

static void
free_open_job (gpointer data)
{
  OpenJob *job = data;

  g_clear_pointer (&job->session, parl_session_free);
  g_clear_pointer (&job->computed, parl_computed_free);
  g_free (job->notice);
  g_free (job);
}

static void
run_open (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  OpenJob *job = data;
  GError *error = NULL;
  job->session = parl_session_new (&job->options, parl_time_now (), &error);
  if (job->session == NULL
      || !parl_session_verify (job->session, parl_time_now (), &job->notice, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  job->computed = parl_computed_new (job->session);
  g_task_return_boolean (task, TRUE);
}

static void
on_opened (GObject *object, GAsyncResult *result, gpointer data)
{
  ParlDashboard *self = PARL_DASHBOARD (object);
  OpenJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  self->opening = false;
  bool done = g_task_propagate_boolean (G_TASK (result), &error);
  if (self->closed)
    return;
  if (!done)
    {
      self->message = g_strdup (error->message);
      self->trouble = parl_session_get_trouble (error);
      parl_dashboard_set_state (self, PARL_DASHBOARD_FAILED);
      return;
    }

  self->session = g_steal_pointer (&job->session);
  self->message = job->notice != NULL ? g_steal_pointer (&job->notice)
                                      : g_strdup (parl_session_get_notice (self->session));
  parl_computer_take (self->computer, g_steal_pointer (&job->computed));
  parl_computer_open (self->computer, self->session);
  self->may_ask_for_targets = parl_session_may_ask_for_targets (self->session);
  parl_syncs_open (self->syncs, self->session);
  if (has_sources (self))
    parl_computer_run (self->computer);
  else
    parl_dashboard_set_state (self, PARL_DASHBOARD_UNSET);
  parl_syncs_start_timer (self->syncs);
}

/* Begins to open the history and, when that is done, to read all sources.
 * Returns: (transfer full): the dashboard, opening */
ParlDashboard *
parl_dashboard_new (const ParlSessionOptions *options)
{
  ParlDashboard *self = g_object_new (PARL_TYPE_DASHBOARD, NULL);
  g_autofree char *audiences = g_build_filename (options->config_dir, "audiences", NULL);
  OpenJob *job = g_new0 (OpenJob, 1);

  self->demo = options->open_origin != NULL;
  parl_dashboard_take_syncs (self,
                             parl_syncs_new (self->demo ? NULL : g_network_monitor_get_default ()));
  self->settings_watch = parl_folder_watch_new (options->config_dir, on_settings_changed, self);
  self->audiences_watch = parl_folder_watch_new (audiences, on_audiences_changed, self);
  self->opening = true;
  job->options = *options;

  g_autoptr (GTask) task = g_task_new (self, NULL, on_opened, NULL);
  g_task_set_task_data (task, job, free_open_job);
  g_task_run_in_thread (task, run_open);
  return self;
}

/* Stops what is under way and waits for it: a sync ends at its next step. Nothing is emitted any
 * more. */
void
parl_dashboard_close (ParlDashboard *self)
{
  self->closed = true;
  stop_watching_sources (self);
  g_clear_pointer (&self->settings_watch, parl_folder_watch_free);
  g_clear_pointer (&self->audiences_watch, parl_folder_watch_free);
  parl_computer_close (self->computer);
  parl_syncs_close (self->syncs);
  while (self->opening || self->computer->busy || self->syncs->n_tasks > 0)
    g_main_context_iteration (NULL, TRUE);
}

const char *const *
parl_dashboard_get_audiences (ParlDashboard *self)
{
  return (const char *const *)self->computer->computed->ids;
}

ParlAudience *
parl_dashboard_get_audience (ParlDashboard *self, const char *id)
{
  return parl_computed_get_audience (self->computer->computed, id);
}

ParlBoard *
parl_dashboard_get_board (ParlDashboard *self, const char *id)
{
  return parl_computed_get_board (self->computer->computed, id);
}

/* @checks: (nullable) (element-type ParlCheck): not to be changed any more; none: no what-if */
void
parl_dashboard_set_what_if (ParlDashboard *self, const GArray *checks)
{
  g_clear_pointer (&self->what_if, g_array_unref);
  if (checks != NULL && checks->len > 0)
    self->what_if = g_array_ref ((GArray *)checks);
}

ParlBoard *
parl_dashboard_make_page (ParlDashboard *self, const char *id, bool what_if)
{
  ParlBoard *board = parl_dashboard_get_board (self, id);

  if (board != NULL && self->what_if != NULL && what_if)
    return parl_computed_imagine_board (self->computer->computed, id, self->what_if);
  return board != NULL ? parl_board_ref (board) : NULL;
}

static void
take_scope (ParlDashboard *self, const ParlScope *scope)
{
  parl_computer_set_scope (self->computer, scope);
  g_signal_emit (self, signals[SCOPE_CHANGED], 0);
  parl_computer_run (self->computer);
}

void
parl_dashboard_set_scope (ParlDashboard *self, const ParlScope *scope)
{
  if (parl_scope_equal (self->computer->scope, scope))
    return;
  g_ptr_array_add (self->scopes, parl_scope_copy (self->computer->scope));
  take_scope (self, scope);
}

void
parl_dashboard_undo_scope (ParlDashboard *self)
{
  if (self->scopes->len == 0)
    return;
  g_autoptr (ParlScope) scope = g_ptr_array_steal_index (self->scopes, self->scopes->len - 1);
  take_scope (self, scope);
}

/* Takes over what the sources' file says now. A source that is new is read at once. */
void
parl_dashboard_reload_sources (ParlDashboard *self)
{
  g_autoptr (GError) error = NULL;

  if (!parl_session_reload_sources (self->session, &error))
    {
      emit_problem (self, error->message);
      return;
    }
  parl_syncs_fill (self->syncs);
  update_syncing (self);
  if (!has_sources (self))
    parl_dashboard_set_state (self, PARL_DASHBOARD_UNSET);
  parl_computer_expect_data (self->computer);
  parl_syncs_read_new (self->syncs, self->computer->computed->snapshot);
  if (self->state != PARL_DASHBOARD_FIRST_SYNC)
    parl_computer_run (self->computer);
}
