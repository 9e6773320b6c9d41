/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads every source on a thread of its own and adds what it brings to the history. Knows no HTTP
 * and no SQL. */
#include "config.h"

#include "session/collect.h"

#include "session/health.h"
#include "store/store.h"

#include <glib/gi18n-lib.h>

#define FIRST_ESTIMATE (5 * PARL_SECOND)
#define LAST_ESTIMATE (10 * PARL_SECOND)

/* Days of samples that are kept where the user wants few: more than any fact looks back. */
#define MIN_KEEP_DAYS (PARL_STORE_DAYS + 10)

/* One source's sync, on its own thread. */
typedef struct
{
  ParlSession *session;
  ParlSourceConfig *config;
  ParlTime now;
  const ParlCollectWatch *watch;
  GCancellable *cancellable;
  ParlCollected *result;
  char *step;     /* that is under way; NULL: none yet */
  unsigned first; /* how many of it were done when it was first heard of, */
  int64_t begun;  /* and when that was, by the monotonic clock */
} Sync;

static void
free_result (ParlCollected *self)
{
  g_free (self->source);
  parl_harvest_free (self->harvest);
  g_clear_error (&self->error);
  g_free (self);
}

/* No estimate before some seconds have passed, nor of less than some seconds. */
ParlTime
parl_collect_time_left (ParlTime elapsed, unsigned done, unsigned total)
{
  if (elapsed < FIRST_ESTIMATE || done == 0 || done >= total)
    return PARL_TIME_NONE;

  ParlTime left = (ParlTime)((double)elapsed / done * (total - done));
  return left >= LAST_ESTIMATE ? left : PARL_TIME_NONE;
}

static void
on_progress (const char *what, unsigned done, unsigned total, gpointer data)
{
  Sync *sync = data;
  int64_t now = g_get_monotonic_time ();

  if (sync->watch->progress == NULL)
    return;
  if (g_strcmp0 (what, sync->step) != 0 || done < sync->first)
    {
      g_free (sync->step);
      sync->step = g_strdup (what);
      sync->first = done;
      sync->begun = now;
    }
  ParlTime left = parl_collect_time_left ((now - sync->begun) / 1000, done - sync->first,
                                          total > sync->first ? total - sync->first : 0);
  sync->watch->progress (sync->result->source, what, done, total, left, sync->watch->data);
}

static bool
store (Sync *sync, const ParlHarvest *harvest, GError **error)
{
  if (!parl_store_add (parl_session_get_store (sync->session), sync->result->source,
                       parl_source_config_get_kind (sync->config), harvest, sync->now, error))
    return false;
  sync->result->attempts += harvest->attempts->len;
  sync->result->devices += harvest->devices->len;
  return true;
}

static bool
on_part (const ParlHarvest *part, gpointer data, GError **error)
{
  Sync *sync = data;

  if (!store (sync, part, error))
    return false;
  if (sync->watch->stored != NULL)
    sync->watch->stored (sync->result->source, sync->watch->data);
  return true;
}

/* For the user to look up. That it can't be written is only logged: the history, in the same
 * folder, has said so. */
static void
keep_health (Sync *sync, ParlSource *source, const ParlHarvest *harvest, int64_t begun,
             const GError *problem)
{
  const char *state_dir = parl_session_get_state_dir (sync->session);
  g_autoptr (GPtrArray) nothing = parl_journal_new ();
  g_autoptr (GStrvBuilder) warnings = g_strv_builder_new ();
  GPtrArray *journal = source != NULL ? parl_source_get_journal (source) : NULL;

  if (state_dir == NULL)
    return;
  for (unsigned i = 0; harvest != NULL && i < harvest->warnings->len; i++)
    g_strv_builder_add (warnings, harvest->warnings->pdata[i]);
  g_auto (GStrv) sentences = g_strv_builder_end (warnings);
  const ParlHealth health = { .at = sync->now,
                              .took = (g_get_monotonic_time () - begun) / 1000,
                              .server = harvest != NULL ? harvest->server : NULL,
                              .error = problem != NULL ? problem->message : NULL,
                              .warnings = sentences,
                              .journal = journal != NULL ? journal : nothing };
  g_autoptr (GError) error = NULL;
  if (!parl_health_save (&health, state_dir, sync->result->source, &error))
    g_debug ("%s", error->message);
}

static ParlHarvest *
sync_source (Sync *sync, GError **error)
{
  int64_t begun = g_get_monotonic_time ();
  g_autoptr (GError) problem = NULL;
  g_autoptr (ParlSource) source
      = parl_session_open_source (sync->session, sync->config, sync->cancellable, &problem);
  g_autoptr (ParlKnown) known = source != NULL
                                    ? parl_store_load_known (parl_session_get_store (sync->session),
                                                             sync->result->source, &problem)
                                    : NULL;
  g_autoptr (ParlHarvest) harvest = NULL;

  if (known != NULL)
    {
      parl_source_set_keep (source, on_part);
      harvest = parl_source_sync (source, known, sync->now, on_progress, sync, sync->cancellable,
                                  &problem);
    }
  if (!g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    keep_health (sync, source, harvest, begun, problem);
  if (harvest == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  return store (sync, harvest, error) ? g_steal_pointer (&harvest) : NULL;
}

static gpointer
run_sync (gpointer data)
{
  Sync *sync = data;
  ParlCollected *result = sync->result;

  result->harvest = sync_source (sync, &result->error);
  if (result->harvest == NULL && result->error->domain == PARL_SOURCE_ERROR)
    {
      g_autoptr (GError) error = NULL;
      if (!parl_store_note_failure (parl_session_get_store (sync->session), result->source,
                                    parl_source_config_get_kind (sync->config),
                                    result->error->message, sync->now, &error))
        g_prefix_error (&result->error, "%s; ", error->message);
    }
  return NULL;
}

static bool
forget_old_samples (ParlSession *session, ParlTime now, GError **error)
{
  unsigned days;

  if (!parl_session_load_keep_days (session, &days, error))
    return false;
  return days == 0
         || parl_store_forget_samples (parl_session_get_store (session), MAX (days, MIN_KEEP_DAYS),
                                       now, error);
}

/* @only: (nullable): the name of the one source to read; %NULL: all that are not paused
 * @watch: (nullable): who hears of it
 * Reads the sources side by side and stores what they bring. A source that fails does not keep the
 * others from being stored: its error is in its result, and history remembers it.
 * Returns: (transfer full) (element-type ParlCollected): one a source, in their order; %NULL
 *   with %PARL_SOURCE_ERROR_CONFIG when there is none */
GPtrArray *
parl_session_collect (ParlSession *session, const char *only, ParlTime now,
                      const ParlCollectWatch *watch, GCancellable *cancellable, GError **error)
{
  static const ParlCollectWatch nobody = { 0 };
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func ((GDestroyNotify)free_result);
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();
  g_autoptr (GPtrArray) sources = parl_session_list_sources (session);
  g_autofree Sync *syncs = g_new0 (Sync, sources->len + 1);

  for (unsigned i = 0; i < sources->len; i++)
    {
      ParlSourceConfig *config = g_ptr_array_index (sources, i);
      const char *name = parl_source_config_get_name (config);

      if (only != NULL ? !g_str_equal (only, name) : parl_source_config_get_paused (config))
        continue;

      ParlCollected *result = g_new0 (ParlCollected, 1);
      result->source = g_strdup (name);
      syncs[i] = (Sync){ .session = session,
                         .config = config,
                         .now = now,
                         .watch = watch != NULL ? watch : &nobody,
                         .cancellable = cancellable,
                         .result = result };
      g_ptr_array_add (results, result);
      g_ptr_array_add (threads, g_thread_new ("source", run_sync, &syncs[i]));
    }
  for (unsigned i = 0; i < threads->len; i++)
    g_thread_join (g_ptr_array_index (threads, i));
  for (unsigned i = 0; i < sources->len; i++)
    g_free (syncs[i].step);
  if (!forget_old_samples (session, now, error))
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
