/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one loop: every configured source is read on a thread of its own, what it brings goes into
 * the history, and facts and boards are made from the history alone. So the demo, a live fleet and
 * an offline laptop take the same way. Knows no widget, no HTTP, no SQL and no formula. */
#include "config.h"

#include "session.h"

#include "analysis/plan-file.h"
#include "sources/secret.h"
#include "store/store.h"

#include <glib/gi18n-lib.h>

/* Days of samples that are kept where the user wants few: more than any fact looks back. */
#define MIN_KEEP_DAYS (PARL_STORE_DAYS + 10)
#define MAX_KEEP_DAYS 36500

struct _ParlSession
{
  char *config_dir;
  char *data_dir;
  int secret_fd;
  ParlDemo *demo;
  bool has_own_sources; /* of the demo or of a file: the user's are not read */
  ParlStore *store;
  ParlTargets *targets;
  ParlPlan *plan;     /* NULL: there is none */
  GMutex mutex;       /* guards which array `sources` is; an array is never changed */
  GPtrArray *sources; /* (element-type ParlSourceConfig) */
};

/* One source's sync, on its own thread. */
typedef struct
{
  ParlSession *session;
  ParlSourceConfig *config;
  ParlTime now;
  ParlSessionProgress progress;
  gpointer data;
  GCancellable *cancellable;
  ParlSessionResult *result;
} Sync;

static void
free_result (ParlSessionResult *self)
{
  g_free (self->source);
  parl_harvest_free (self->harvest);
  g_clear_error (&self->error);
  g_free (self);
}

static bool
set_all (ParlSourceConfig *config, const char *const (*pairs)[2], unsigned n_pairs, GError **error)
{
  for (unsigned i = 0; i < n_pairs; i++)
    if (!parl_source_config_set (config, pairs[i][0], pairs[i][1], error))
      return false;
  return true;
}

/* The demo is a server like any other: only its address comes from here. */
static bool
add_demo_sources (ParlSession *self, const ParlSessionOptions *options, ParlTime now,
                  GError **error)
{
  static const char *const hawkbit[][2] = { { "ClassAttribute", "hw" },
                                            { "SiteAttribute", "site" },
                                            { "RollbackAttribute", "rollback" },
                                            { "Rate", "10000" } };
  static const char *const prometheus[][2] = { { "Profile", "exporter" }, { "Rate", "10000" } };

  self->demo = parl_demo_new (now, options->demo_generation, 0, error);
  if (self->demo == NULL)
    return false;

  g_autofree char *hawkbit_url = parl_demo_dup_url (self->demo, "hawkbit");
  g_autofree char *prometheus_url = parl_demo_dup_url (self->demo, "prometheus");
  ParlSourceConfig *updates = parl_source_config_new ("hawkBit", "hawkbit", hawkbit_url);
  g_ptr_array_add (self->sources, updates);
  ParlSourceConfig *speed = parl_source_config_new ("Prometheus", "prometheus", prometheus_url);
  g_ptr_array_add (self->sources, speed);

  return set_all (updates, hawkbit, G_N_ELEMENTS (hawkbit), error)
         && set_all (speed, prometheus, G_N_ELEMENTS (prometheus), error);
}

/* A file like any other that is named in the settings, without being named there. */
static void
add_counts_source (ParlSession *self, const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);

  g_ptr_array_add (self->sources, parl_source_config_new (name, "counts", path));
}

static bool
add_own_sources (ParlSession *self, const ParlSessionOptions *options, ParlTime now, GError **error)
{
  if (options->counts != NULL)
    add_counts_source (self, options->counts);
  return !options->demo || add_demo_sources (self, options, now, error);
}

/**
 * parl_session_default_options:
 *
 * Returns: the user's own folders, no demo, no secret's file descriptor
 */
ParlSessionOptions
parl_session_default_options (void)
{
  g_autofree char *config_dir = g_build_filename (g_get_user_config_dir (), "parlance", NULL);
  g_autofree char *state_dir = g_build_filename (g_get_user_data_dir (), "parlance", NULL);
  const char *data_dir = g_getenv ("PARLANCE_DATA_DIR");

  return (ParlSessionOptions){ .config_dir = g_intern_string (config_dir),
                               .state_dir = g_intern_string (state_dir),
                               .data_dir = data_dir != NULL ? data_dir : PARL_DATA_DIR,
                               .secret_fd = -1 };
}

/**
 * parl_session_reload_sources:
 *
 * Reads the sources' file again, after it was changed. Syncs that are under way end with what they
 * began with. The demo, and a session on a file of counts, have sources of their own and read none.
 *
 * Returns: %false with %PARL_SOURCE_ERROR_CONFIG; the sources are then as before
 */
bool
parl_session_reload_sources (ParlSession *self, GError **error)
{
  if (self->has_own_sources)
    return true;

  g_autofree char *path = parl_session_dup_sources_path (self);
  g_autoptr (GPtrArray) sources = parl_source_config_load (path, error);

  if (sources == NULL)
    return false;
  g_mutex_lock (&self->mutex);
  GPtrArray *old = self->sources;
  self->sources = g_steal_pointer (&sources);
  g_mutex_unlock (&self->mutex);
  g_ptr_array_unref (old);
  return true;
}

/**
 * parl_session_load_targets:
 *
 * Returns: (transfer full): the targets as their file says now: without a file everything stands at
 *   its default; %NULL with an error of parl_targets_load()
 */
ParlTargets *
parl_session_load_targets (ParlSession *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->config_dir, "parlance.conf", NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS) ? parl_targets_load (path, error)
                                                : parl_targets_new ();
}

/* Without a file there is none; the demo has its own. */
static bool
load_plan (ParlSession *self, const ParlSessionOptions *options, ParlTime now, GError **error)
{
  g_autofree char *path = g_build_filename (options->config_dir, "plan.conf", NULL);

  if (options->demo)
    self->plan = parl_demo_create_plan (now);
  else if (g_file_test (path, G_FILE_TEST_EXISTS))
    self->plan = parl_plan_load (path, error);
  else
    return true;
  return self->plan != NULL;
}

/**
 * parl_session_new:
 * @now: the demo's today, and the name of a damaged history that is set aside
 *
 * Reads the settings and opens the history; asks no server yet.
 *
 * Returns: (transfer full): the session; %NULL with an error of the room that refused
 */
ParlSession *
parl_session_new (const ParlSessionOptions *options, ParlTime now, GError **error)
{
  g_return_val_if_fail (options != NULL, NULL);

  g_autoptr (ParlSession) self = g_new0 (ParlSession, 1);
  g_mutex_init (&self->mutex);

  self->config_dir = g_strdup (options->config_dir);
  self->data_dir = g_strdup (options->data_dir);
  self->secret_fd = options->secret_fd;
  self->has_own_sources = options->demo || options->counts != NULL;
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_source_config_unref);
  self->targets = parl_session_load_targets (self, error);
  if (self->targets == NULL || !load_plan (self, options, now, error))
    return NULL;
  if (self->has_own_sources ? !add_own_sources (self, options, now, error)
                            : !parl_session_reload_sources (self, error))
    return NULL;

  g_autofree char *history
      = self->has_own_sources ? NULL : g_build_filename (options->state_dir, "history.db", NULL);
  self->store = parl_store_open (history, now, error);
  if (self->store == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

void
parl_session_free (ParlSession *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->store, parl_store_close);
  g_clear_pointer (&self->targets, parl_targets_free);
  g_clear_pointer (&self->plan, parl_plan_unref);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_pointer (&self->demo, parl_demo_free);
  g_mutex_clear (&self->mutex);
  g_free (self->config_dir);
  g_free (self->data_dir);
  g_free (self);
}

/**
 * parl_session_get_notice:
 *
 * Returns: (transfer none) (nullable): what the user must know of the history: that it was damaged
 *   and where it was put
 */
const char *
parl_session_get_notice (ParlSession *self)
{
  return parl_store_get_notice (self->store);
}

char *
parl_session_dup_sources_path (ParlSession *self)
{
  return g_build_filename (self->config_dir, "sources.conf", NULL);
}

/**
 * parl_session_list_sources:
 *
 * Returns: (transfer container) (element-type ParlSourceConfig): the configured sources, as they
 *   stand now
 */
GPtrArray *
parl_session_list_sources (ParlSession *self)
{
  g_mutex_lock (&self->mutex);
  GPtrArray *sources = g_ptr_array_ref (self->sources);
  g_mutex_unlock (&self->mutex);
  return sources;
}

/**
 * parl_session_get_targets:
 *
 * Returns: (transfer none): the settings that findings are judged by, as read at the beginning
 */
const ParlTargets *
parl_session_get_targets (ParlSession *self)
{
  return self->targets;
}

static ParlSource *
open_source (ParlSession *self, ParlSourceConfig *config, GCancellable *cancellable, GError **error)
{
  char *secret = NULL;

  if (parl_source_config_get_auth (config) != PARL_AUTH_NONE)
    {
      secret = parl_secret_lookup (parl_source_config_get_name (config),
                                   parl_source_config_get_url (config), self->secret_fd,
                                   cancellable, error);
      if (secret == NULL)
        return NULL;
    }

  ParlSource *source = parl_source_new (
      config,
      &(ParlSourceOptions){ .secret = secret,
                            .rules_dir = self->demo == NULL ? self->config_dir : NULL,
                            .data_dir = self->data_dir },
      error);
  parl_secret_free (secret);
  return source;
}

/**
 * parl_session_open_source:
 *
 * Returns: (transfer full): the configured source of that name with its credentials; %NULL with
 *   %PARL_SOURCE_ERROR_CONFIG or %PARL_SOURCE_ERROR_SECRET
 */
ParlSource *
parl_session_open_source (ParlSession *self, const char *name, GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GPtrArray) sources = parl_session_list_sources (self);

  for (unsigned i = 0; i < sources->len; i++)
    {
      ParlSourceConfig *config = g_ptr_array_index (sources, i);
      if (g_str_equal (parl_source_config_get_name (config), name))
        return open_source (self, config, cancellable, error);
    }
  g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG,
               _ ("There is no source named “%s”"), name);
  return NULL;
}

static void
on_progress (const char *what, unsigned done, unsigned total, gpointer data)
{
  Sync *sync = data;

  if (sync->progress != NULL)
    sync->progress (sync->result->source, what, done, total, sync->data);
}

static ParlHarvest *
sync_source (Sync *sync, GError **error)
{
  ParlSession *session = sync->session;
  const char *name = sync->result->source;
  g_autoptr (ParlSource) source = open_source (session, sync->config, sync->cancellable, error);
  g_autoptr (ParlKnown) known
      = source != NULL ? parl_store_load_known (session->store, name, error) : NULL;
  g_autoptr (ParlHarvest) harvest = known != NULL
                                        ? parl_source_sync (source, known, sync->now, on_progress,
                                                            sync, sync->cancellable, error)
                                        : NULL;

  if (harvest == NULL
      || !parl_store_add (session->store, name, parl_source_config_get_kind (sync->config), harvest,
                          sync->now, error))
    return NULL;
  return g_steal_pointer (&harvest);
}

static gpointer
run_sync (gpointer data)
{
  Sync *sync = data;
  ParlSessionResult *result = sync->result;

  result->harvest = sync_source (sync, &result->error);
  if (result->harvest == NULL && result->error->domain == PARL_SOURCE_ERROR)
    {
      g_autoptr (GError) error = NULL;
      if (!parl_store_note_failure (sync->session->store, result->source,
                                    parl_source_config_get_kind (sync->config),
                                    result->error->message, sync->now, &error))
        g_prefix_error (&result->error, "%s; ", error->message);
    }
  return NULL;
}

/* As the user set it in the group [Collecting]; read each time, so that a change acts at once. */
static bool
forget_old_samples (ParlSession *self, ParlTime now, GError **error)
{
  g_autofree char *path = g_build_filename (self->config_dir, "parlance.conf", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return true;

  uint64_t days = g_key_file_get_uint64 (file, "Collecting", "keep-days", NULL);
  if (days == 0 || days > MAX_KEEP_DAYS)
    return true;
  return parl_store_forget_samples (self->store,
                                    now - (ParlTime)MAX (days, MIN_KEEP_DAYS) * PARL_DAY, error);
}

/**
 * parl_session_collect:
 * @only: (nullable): the name of the one source to read; %NULL: all that are not paused
 * @progress: (nullable): called on the sources' threads
 *
 * Reads the sources side by side and stores what they bring. A source that fails does not keep the
 * others from being stored: its error is in its result, and history remembers it.
 *
 * Returns: (transfer full) (element-type ParlSessionResult): one a source, in their order; %NULL
 *   with %PARL_SOURCE_ERROR_CONFIG when there is none
 */
GPtrArray *
parl_session_collect (ParlSession *self, const char *only, ParlTime now,
                      ParlSessionProgress progress, gpointer data, GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func ((GDestroyNotify)free_result);
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();
  g_autoptr (GPtrArray) sources = parl_session_list_sources (self);
  g_autofree Sync *syncs = g_new0 (Sync, sources->len + 1);

  for (unsigned i = 0; i < sources->len; i++)
    {
      ParlSourceConfig *config = g_ptr_array_index (sources, i);
      const char *name = parl_source_config_get_name (config);

      if (only != NULL ? !g_str_equal (only, name) : parl_source_config_get_paused (config))
        continue;

      ParlSessionResult *result = g_new0 (ParlSessionResult, 1);
      result->source = g_strdup (name);
      syncs[i] = (Sync){ self, config, now, progress, data, cancellable, result };
      g_ptr_array_add (results, result);
      g_ptr_array_add (threads, g_thread_new ("source", run_sync, &syncs[i]));
    }
  for (unsigned i = 0; i < threads->len; i++)
    g_thread_join (g_ptr_array_index (threads, i));
  if (!forget_old_samples (self, now, error))
    return NULL;

  if (results->len > 0)
    return g_steal_pointer (&results);
  g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG,
               only != NULL ? _ ("There is no source named “%s”")
                            : _ ("There is no source to collect from: add one with “parlance-cli "
                                 "source add”, or try “--demo”%s"),
               only != NULL ? only : "");
  return NULL;
}

static char **
list_source_names (ParlSession *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GPtrArray) sources = parl_session_list_sources (self);

  for (unsigned i = 0; i < sources->len; i++)
    g_strv_builder_add (names, parl_source_config_get_name (g_ptr_array_index (sources, i)));
  return g_strv_builder_end (names);
}

/* The history has not met a source that was never read: what it is only the settings know. What a
 * kind tells of only its descriptor knows. */
static void
name_kinds (ParlSession *self, ParlSnapshot *snapshot)
{
  g_autoptr (GPtrArray) sources = parl_session_list_sources (self);

  for (unsigned i = 0; i < snapshot->sources->len; i++)
    {
      ParlSourceState *state = g_ptr_array_index (snapshot->sources, i);
      for (unsigned j = 0; state->kind == NULL && j < sources->len; j++)
        {
          const ParlSourceConfig *config = g_ptr_array_index (sources, j);
          if (g_str_equal (parl_source_config_get_name (config), state->name))
            state->kind = g_strdup (parl_source_config_get_kind (config));
        }
      const ParlSourceKind *kind = parl_source_kind_find (state->kind);
      state->feeds = kind != NULL ? kind->feeds : 0;
    }
}

/**
 * parl_session_snapshot:
 *
 * Returns: (transfer full): all that the history holds as of @as_of, with the plan as it was read
 * at the beginning; %NULL with a %PARL_STORE_ERROR
 */
ParlSnapshot *
parl_session_snapshot (ParlSession *self, ParlTime as_of, GError **error)
{
  g_auto (GStrv) names = list_source_names (self);
  ParlSnapshot *snapshot
      = parl_store_snapshot (self->store, (const char *const *)names, as_of, error);

  if (snapshot == NULL)
    return NULL;
  name_kinds (self, snapshot);
  if (self->plan != NULL)
    snapshot->plan = parl_plan_ref (self->plan);
  return snapshot;
}

/**
 * parl_session_find:
 * @scope: (nullable): %NULL: the whole fleet, the last 28 days
 *
 * Returns: (transfer full): every fact of @snapshot
 */
ParlFindings *
parl_session_find (ParlSession *self, const ParlSnapshot *snapshot, const ParlScope *scope)
{
  return parl_findings_new (snapshot, self->targets, scope);
}

/**
 * parl_session_evidence:
 * @fact: one of @findings
 *
 * Returns: (transfer full): the rows that add up to it
 */
ParlEvidence *
parl_session_evidence (ParlSession *self, const ParlFindings *findings, const ParlFact *fact,
                       GError **error)
{
  g_auto (GStrv) names = list_source_names (self);
  g_autoptr (GPtrArray) attempts = NULL;

  if (fact->evidence.rows == PARL_ROWS_ATTEMPTS)
    {
      attempts = parl_store_attempts (self->store, (const char *const *)names,
                                      fact->evidence.window, findings->as_of, error);
      if (attempts == NULL)
        return NULL;
    }
  return parl_evidence_new (findings, fact, attempts, error);
}

static char *
dup_audiences_dir (const char *folder)
{
  return g_build_filename (folder, "audiences", NULL);
}

/**
 * parl_session_list_audiences:
 * @problems: (nullable) (element-type utf8): gets a sentence for each file that doesn't parse
 *
 * Needs no session: it reads no more than the names in the two folders.
 *
 * Returns: (transfer full): ids in their order
 */
char **
parl_session_list_audiences (const ParlSessionOptions *options, GPtrArray *problems)
{
  g_autofree char *user_dir = dup_audiences_dir (options->config_dir);
  g_autofree char *data_dir = dup_audiences_dir (options->data_dir);

  return parl_audience_list (user_dir, data_dir, problems);
}

/**
 * parl_session_load_audiences:
 * @before: (nullable) (element-type ParlAudience): what was loaded the last time
 * @problems: (element-type utf8): gets a sentence for each file that doesn't parse; what it said
 *   in @before stays
 *
 * Returns: (transfer full) (element-type ParlAudience): all there are, in their order
 */
GPtrArray *
parl_session_load_audiences (ParlSession *self, const GPtrArray *before, GPtrArray *problems)
{
  g_autofree char *user_dir = dup_audiences_dir (self->config_dir);
  g_autofree char *data_dir = dup_audiences_dir (self->data_dir);

  return parl_audience_load_all (user_dir, data_dir, before, problems);
}

/**
 * parl_session_load_audience:
 * @audience: its id: "exec"
 *
 * Returns: (transfer full): it, the user's own before the built-in one; %NULL with a
 *   %PARL_AUDIENCE_ERROR
 */
ParlAudience *
parl_session_load_audience (ParlSession *self, const char *audience, GError **error)
{
  g_autofree char *user_dir = dup_audiences_dir (self->config_dir);
  g_autofree char *data_dir = dup_audiences_dir (self->data_dir);

  return parl_audience_find (audience, user_dir, data_dir, error);
}

/**
 * parl_session_board:
 * @audience: its id: "exec"
 *
 * Returns: (transfer full): what that audience sees; %NULL with a %PARL_AUDIENCE_ERROR
 */
ParlBoard *
parl_session_board (ParlSession *self, const char *audience, const ParlFindings *findings,
                    GError **error)
{
  g_autoptr (ParlAudience) words = parl_session_load_audience (self, audience, error);

  return words != NULL ? parl_board_new (words, findings) : NULL;
}
