/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tasks around one source's settings. Keeps no secret longer than its task. */
#include "config.h"

#include "app/sources/source-tasks.h"

#include "session/session.h"
#include "sources/certificate.h"
#include "sources/secret.h"

typedef struct
{
  ParlSourceConfig *config;
  char *source, *url, *secret;
  char *key;                 /* of a certificate, to be kept */
  ParlSourceVerdict verdict; /* of a test */
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->config, parl_source_config_unref);
  g_free (job->source);
  g_free (job->url);
  parl_secret_free (job->secret);
  parl_secret_free (job->key);
  g_clear_pointer (&job->verdict.values, g_strv_builder_unref);
  g_free (job);
}

static void
run_job (Job *job, GTaskThreadFunc func, GCancellable *cancellable, GAsyncReadyCallback callback,
         gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_task_data (task, job, free_job);
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, func);
}

/* (transfer full) (nullable): NULL with an error */
static ParlSource *
open_source (Job *job, GCancellable *cancellable, GError **error)
{
  const ParlSessionOptions session = parl_session_default_options ();
  GError *local = NULL;

  if (parl_source_config_get_auth (job->config) != PARL_AUTH_NONE && job->secret == NULL)
    job->secret = parl_secret_lookup (job->source, job->url, -1, cancellable, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  return parl_source_new (job->config,
                          &(ParlSourceOptions){ .secret = job->secret,
                                                .rules_dir = session.config_dir,
                                                .data_dir = session.data_dir,
                                                .cancellable = cancellable },
                          error);
}

static void
run_try (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (ParlSource) opened = open_source (data, cancellable, &error);
  char **lines = opened != NULL ? parl_source_test (opened, parl_time_now (),
                                                    &((Job *)data)->verdict, cancellable, &error)
                                : NULL;

  if (lines != NULL)
    g_task_return_pointer (task, lines, (GDestroyNotify)g_strfreev);
  else
    g_task_return_error (task, error);
}

static void
run_preview (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (ParlSource) opened = open_source (data, cancellable, &error);
  GPtrArray *previews
      = opened != NULL ? parl_source_preview (opened, parl_time_now (), cancellable, &error) : NULL;

  if (previews != NULL)
    g_task_return_pointer (task, previews, (GDestroyNotify)g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static Job *
create_job (ParlSourceConfig *config, const char *secret)
{
  Job *job = g_new0 (Job, 1);

  job->config = parl_source_config_ref (config);
  job->source = g_strdup (parl_source_config_get_name (config));
  job->url = g_strdup (parl_source_config_get_url (config));
  job->secret = g_strdup (secret);
  return job;
}

void
parl_source_try_async (ParlSourceConfig *config, const char *secret, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  Job *job = create_job (config, secret);

  job->verdict.values = g_strv_builder_new ();
  run_job (job, run_try, cancellable, callback, data);
}

/* @is_partial: (out): whether something could not be read
 * @feeds: (out): of ParlFeeds: what there is; 0: the test can't tell
 * @values: (out) (transfer full): key, value, key, value of settings that would fit
 * Returns: (transfer full): lines for people; %NULL with a %PARL_SOURCE_ERROR or CANCELLED */
char **
parl_source_try_finish (GAsyncResult *result, bool *is_partial, unsigned *feeds, char ***values,
                        GError **error)
{
  const Job *job = g_task_get_task_data (G_TASK (result));

  *is_partial = job->verdict.is_partial;
  *feeds = job->verdict.feeds;
  *values = g_strv_builder_end (job->verdict.values);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
parl_source_preview_async (ParlSourceConfig *config, const char *secret, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data)
{
  run_job (create_job (config, secret), run_preview, cancellable, callback, data);
}

/* Returns: (transfer full) (element-type ParlPreview): %NULL with a %PARL_SOURCE_ERROR or CANCELLED
 */
GPtrArray *
parl_source_preview_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_store (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;

  if ((job->key == NULL || parl_certificate_keep_key (job->source, job->key, cancellable, &error))
      && (job->secret == NULL
          || parl_secret_store (job->source, job->url, job->secret, cancellable, &error)))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
run_forget (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;

  if ((job->config == NULL || parl_source_config_get (job->config, "Certificate") == NULL
       || parl_certificate_keep_key (job->source, NULL, cancellable, &error))
      && (job->url == NULL
          || (job->config != NULL && parl_source_config_get_auth (job->config) == PARL_AUTH_NONE)
          || parl_secret_clear (job->source, job->url, cancellable, &error)))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
parl_keyring_store_async (ParlSourceConfig *config, const char *secret, const char *key,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  Job *job = create_job (config, secret);

  job->key = g_strdup (key);
  run_job (job, run_store, cancellable, callback, data);
}

void
parl_keyring_forget (ParlSourceConfig *config)
{
  run_job (create_job (config, NULL), run_forget, NULL, NULL, NULL);
}

void
parl_keyring_forget_address (const char *source, const char *url)
{
  Job *job = g_new0 (Job, 1);

  job->source = g_strdup (source);
  job->url = g_strdup (url);
  run_job (job, run_forget, NULL, NULL, NULL);
}

bool
parl_keyring_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
