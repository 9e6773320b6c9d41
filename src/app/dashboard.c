/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session seen from the main thread. Everything that can take longer than a frame runs in a
 * GTask; results are swapped in whole, so that the window never sees half of anything. Knows no
 * widget, no SQL, no HTTP and no number.
 *
 *   open --> session ----> sync (one task a source) ----+
 *                                                       v
 *        scope, targets, audiences, reload ---> parl_dashboard_compute (one at a time)
 *                                                       |
 *                                                       +--> "changed"
 */
#include "config.h"

#include "app/dashboard-private.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (ParlDashboard, parl_dashboard, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  PROP_SYNCING,
  PROP_BUSY,
  N_PROPS
};

enum
{
  CHANGED,
  SCOPE_CHANGED,
  FILES_READ,
  PROBLEM,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
parl_dashboard_finalize (GObject *object)
{
  ParlDashboard *self = PARL_DASHBOARD (object);

  g_free (self->message);
  g_clear_pointer (&self->what_if, g_array_unref);
  g_clear_pointer (&self->boards, g_hash_table_unref);
  g_clear_pointer (&self->findings, parl_findings_unref);
  g_clear_pointer (&self->snapshot, parl_snapshot_unref);
  g_clear_pointer (&self->choices, parl_choices_free);
  g_clear_pointer (&self->scope, parl_scope_free);
  g_clear_pointer (&self->targets, parl_targets_free);
  g_clear_object (&self->collector);
  g_clear_object (&self->sources);
  g_clear_pointer (&self->settings_watch, parl_folder_watch_free);
  g_clear_pointer (&self->audiences_watch, parl_folder_watch_free);
  g_clear_pointer (&self->audiences, g_ptr_array_unref);
  g_clear_pointer (&self->audience_problems, g_ptr_array_unref);
  g_free (self->targets_problem);
  g_strfreev (self->ids);
  g_clear_object (&self->closing);
  g_clear_object (&self->cancellable);
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
      g_value_set_boolean (value, self->n_syncs > 0);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->computing);
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
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", PARL_TYPE_DASHBOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[SCOPE_CHANGED] = g_signal_new ("scope-changed", PARL_TYPE_DASHBOARD, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FILES_READ] = g_signal_new ("files-read", PARL_TYPE_DASHBOARD, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);
  signals[PROBLEM] = g_signal_new ("problem", PARL_TYPE_DASHBOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
parl_dashboard_init (ParlDashboard *self)
{
  self->closing = g_cancellable_new ();
  self->cancellable = g_cancellable_new ();
  self->sources = g_list_store_new (PARL_TYPE_SOURCE_ITEM);
  self->scope = parl_scope_new ();
  self->targets = parl_targets_new ();
  self->ids = g_new0 (char *, 1);
  self->audiences = g_ptr_array_new ();
  self->audience_problems = g_ptr_array_new ();
}

void
parl_dashboard_set_state (ParlDashboard *self, ParlDashboardState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
parl_dashboard_complain (ParlDashboard *self, const char *sentence)
{
  g_signal_emit (self, signals[PROBLEM], 0, sentence);
}

void
parl_dashboard_notify_syncing (ParlDashboard *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SYNCING]);
}

void
parl_dashboard_notify_busy (ParlDashboard *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

void
parl_dashboard_notify_changed (ParlDashboard *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
parl_dashboard_notify_scope (ParlDashboard *self)
{
  g_signal_emit (self, signals[SCOPE_CHANGED], 0);
}

void
parl_dashboard_notify_files (ParlDashboard *self)
{
  g_signal_emit (self, signals[FILES_READ], 0);
}

void
parl_dashboard_run_task (ParlDashboard *self, gpointer data, GDestroyNotify free_data,
                         GTaskThreadFunc func, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, NULL);

  g_task_set_task_data (task, data, free_data);
  self->n_tasks++;
  g_task_run_in_thread (task, func);
}

bool
parl_dashboard_end_task (ParlDashboard *self)
{
  self->n_tasks--;
  return !g_cancellable_is_cancelled (self->closing);
}

/* Opening. */

typedef struct
{
  ParlSessionOptions options;
  ParlSession *session;
  GPtrArray *audiences;
  GPtrArray *problems;
} OpenJob;

static void
free_open_job (gpointer data)
{
  OpenJob *job = data;

  g_clear_pointer (&job->session, parl_session_free);
  g_clear_pointer (&job->audiences, g_ptr_array_unref);
  g_clear_pointer (&job->problems, g_ptr_array_unref);
  g_free (job);
}

static void
run_open (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  OpenJob *job = data;
  GError *error = NULL;

  (void)source;
  (void)cancellable;
  job->session = parl_session_new (&job->options, parl_time_now (), &error);
  if (job->session == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  job->problems = g_ptr_array_new_with_free_func (g_free);
  job->audiences = parl_session_load_audiences (job->session, NULL, job->problems);
  g_task_return_boolean (task, TRUE);
}

static void
on_opened (GObject *object, GAsyncResult *result, gpointer data)
{
  ParlDashboard *self = PARL_DASHBOARD (object);
  OpenJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  (void)data;
  bool done = g_task_propagate_boolean (G_TASK (result), &error);
  if (!parl_dashboard_end_task (self))
    return;
  if (!done)
    {
      self->message = g_strdup (error->message);
      self->trouble = parl_session_get_trouble (error);
      parl_dashboard_set_state (self, PARL_DASHBOARD_FAILED);
      return;
    }

  self->session = g_steal_pointer (&job->session);
  parl_dashboard_take_audiences (self, job->audiences, job->problems);
  self->message = g_strdup (parl_session_get_notice (self->session));
  parl_targets_free (self->targets);
  self->targets = parl_targets_copy (parl_session_get_targets (self->session));
  parl_dashboard_fill_sources (self);
  self->snapshot_dirty = true;
  if (g_list_model_get_n_items (G_LIST_MODEL (self->sources)) == 0)
    parl_dashboard_set_state (self, PARL_DASHBOARD_UNSET);
  else
    parl_dashboard_compute (self);
  parl_dashboard_begin_collecting (self);
}

/**
 * parl_dashboard_new:
 *
 * Begins to open the history and, when that is done, to read all sources.
 *
 * Returns: (transfer full): the dashboard, opening
 */
ParlDashboard *
parl_dashboard_new (const ParlSessionOptions *options)
{
  ParlDashboard *self = g_object_new (PARL_TYPE_DASHBOARD, NULL);
  OpenJob *job = g_new0 (OpenJob, 1);

  self->demo = options->demo;
  self->collector = parl_collector_new (
      G_LIST_MODEL (self->sources), options->demo ? NULL : g_network_monitor_get_default (), NULL);
  parl_dashboard_watch_files (self, options->config_dir);
  job->options = *options;
  parl_dashboard_run_task (self, job, free_open_job, run_open, on_opened);
  return self;
}

/**
 * parl_dashboard_close:
 *
 * Stops what is under way and waits for it: a sync ends at its next step. Nothing is emitted any
 * more.
 */
void
parl_dashboard_close (ParlDashboard *self)
{
  g_clear_object (&self->collector);
  g_clear_pointer (&self->settings_watch, parl_folder_watch_free);
  g_clear_pointer (&self->audiences_watch, parl_folder_watch_free);
  g_cancellable_cancel (self->closing);
  g_cancellable_cancel (self->cancellable);
  while (self->n_tasks > 0)
    g_main_context_iteration (NULL, TRUE);
}

ParlDashboardState
parl_dashboard_get_state (ParlDashboard *self)
{
  return self->state;
}

const char *
parl_dashboard_get_message (ParlDashboard *self)
{
  return self->message;
}

ParlTrouble
parl_dashboard_get_trouble (ParlDashboard *self)
{
  return self->trouble;
}

bool
parl_dashboard_is_demo (ParlDashboard *self)
{
  return self->demo;
}

ParlSession *
parl_dashboard_get_session (ParlDashboard *self)
{
  return self->session;
}

const ParlFindings *
parl_dashboard_get_findings (ParlDashboard *self)
{
  return self->findings;
}

const char *const *
parl_dashboard_get_audiences (ParlDashboard *self)
{
  return (const char *const *)self->ids;
}

ParlAudience *
parl_dashboard_get_audience (ParlDashboard *self, const char *id)
{
  for (unsigned i = 0; i < self->audiences->len; i++)
    {
      ParlAudience *audience = g_ptr_array_index (self->audiences, i);
      if (g_str_equal (parl_audience_get_id (audience), id))
        return audience;
    }
  return NULL;
}

ParlBoard *
parl_dashboard_get_board (ParlDashboard *self, const char *id)
{
  return self->boards != NULL ? g_hash_table_lookup (self->boards, id) : NULL;
}

/**
 * parl_dashboard_set_what_if:
 * @checks: (nullable) (element-type ParlCheck): not to be changed any more; none: no what-if
 */
void
parl_dashboard_set_what_if (ParlDashboard *self, const GArray *checks)
{
  g_clear_pointer (&self->what_if, g_array_unref);
  if (checks != NULL && checks->len > 0)
    self->what_if = g_array_ref ((GArray *)checks);
}

const GArray *
parl_dashboard_get_what_if (ParlDashboard *self)
{
  return self->what_if;
}

ParlBoard *
parl_dashboard_make_page (ParlDashboard *self, const char *id, bool what_if)
{
  ParlBoard *board = parl_dashboard_get_board (self, id);

  if (board == NULL || self->what_if == NULL || !what_if)
    return board != NULL ? parl_board_ref (board) : NULL;

  g_autoptr (ParlFindings) imagined = parl_findings_imagine (self->findings, self->what_if);
  return parl_board_new (parl_dashboard_get_audience (self, id), imagined);
}

const ParlScope *
parl_dashboard_get_scope (ParlDashboard *self)
{
  return self->scope;
}

/**
 * parl_dashboard_get_choices:
 *
 * Returns: (transfer none) (nullable): what a scope may name; good until the next "changed"
 */
const ParlChoices *
parl_dashboard_get_choices (ParlDashboard *self)
{
  return self->choices;
}

const ParlTargets *
parl_dashboard_get_targets (ParlDashboard *self)
{
  return self->targets;
}

GListModel *
parl_dashboard_get_sources (ParlDashboard *self)
{
  return G_LIST_MODEL (self->sources);
}

/**
 * parl_dashboard_get_collector:
 *
 * Returns: (transfer none): what reads the sources by itself; %NULL once the dashboard is closed
 */
ParlCollector *
parl_dashboard_get_collector (ParlDashboard *self)
{
  return self->collector;
}
