/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See run.h. */
#include "config.h"

#include "run.h"

#include <string.h>

HawkbitRun *
hawkbit_run_new (const char *url)
{
  HawkbitRun *self = g_new0 (HawkbitRun, 1);
  ParlHttpOptions options = PARL_HTTP_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  options.source = "hawkBit";
  options.base_url = url;
  options.auth = PARL_AUTH_BASIC;
  options.user = "reader";
  options.secret = "open sesame";
  options.rate = 0;
  options.retries = 0;
  self->http = parl_http_new (&options, &error);
  g_assert_no_error (error);
  self->config = parl_source_config_new ("hawkBit", "hawkbit", url);
  self->known = parl_known_new ();
  self->attempts
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)parl_attempt_free);
  self->call = (ParlSourceCall){ .http = self->http,
                                 .config = self->config,
                                 .known = self->known,
                                 .now = HAWKBIT_NOW,
                                 .data_dir = g_getenv ("PARLANCE_DATA_DIR") };
  return self;
}

void
hawkbit_run_free (HawkbitRun *self)
{
  parl_http_free (self->http);
  parl_source_config_unref (self->config);
  parl_known_free (self->known);
  g_hash_table_unref (self->attempts);
  g_free (self);
}

ParlHarvest *
hawkbit_run_sync (HawkbitRun *self)
{
  g_autoptr (GError) error = NULL;
  ParlHarvest *harvest = parl_kind_hawkbit.sync (&self->call, &error);

  g_assert_no_error (error);
  for (unsigned i = 0; i < harvest->warnings->len; i++)
    g_test_message ("%s", (const char *)harvest->warnings->pdata[i]);
  return harvest;
}

static ParlAttempt *
copy_attempt (const ParlAttempt *attempt)
{
  ParlAttempt *copy = g_memdup2 (attempt, sizeof *attempt);

  copy->key = g_strdup (attempt->key);
  copy->device = g_strdup (attempt->device);
  copy->rollout = g_strdup (attempt->rollout);
  copy->stage = g_strdup (attempt->stage);
  copy->from = g_strdup (attempt->from);
  copy->to = g_strdup (attempt->to);
  copy->cause = g_strdup (attempt->cause);
  copy->message = g_strdup (attempt->message);
  copy->link = g_strdup (attempt->link);
  copy->device_class = g_strdup (attempt->device_class);
  copy->site = g_strdup (attempt->site);
  return copy;
}

void
hawkbit_run_store (HawkbitRun *self, ParlHarvest *harvest)
{
  GHashTableIter iter;
  ParlAttempt *attempt;

  g_free (self->known->bookmark);
  self->known->bookmark = g_strdup (harvest->bookmark);
  for (unsigned i = 0; i < harvest->devices->len; i++)
    {
      ParlDevice *device = parl_device_copy (harvest->devices->pdata[i]);
      g_hash_table_replace (self->known->devices, device->id, device);
    }
  for (unsigned i = 0; i < harvest->gone_devices->len; i++)
    g_hash_table_remove (self->known->devices, harvest->gone_devices->pdata[i]);
  for (unsigned i = 0; i < harvest->attempts->len; i++)
    {
      attempt = copy_attempt (harvest->attempts->pdata[i]);
      g_hash_table_replace (self->attempts, attempt->key, attempt);
    }
  g_ptr_array_set_size (self->known->open, 0);
  g_hash_table_iter_init (&iter, self->attempts);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&attempt))
    if (attempt->outcome == PARL_OUTCOME_OPEN)
      g_ptr_array_add (self->known->open, copy_attempt (attempt));
}

ParlHarvest *
hawkbit_run (HawkbitRun *self)
{
  ParlHarvest *harvest = hawkbit_run_sync (self);

  hawkbit_run_store (self, harvest);
  return harvest;
}

const ParlAttempt *
hawkbit_run_get (HawkbitRun *self, const char *key)
{
  const ParlAttempt *attempt = g_hash_table_lookup (self->attempts, key);

  g_assert_nonnull (attempt);
  return attempt;
}

const ParlDevice *
hawkbit_run_get_device (HawkbitRun *self, const char *id)
{
  const ParlDevice *device = g_hash_table_lookup (self->known->devices, id);

  g_assert_nonnull (device);
  return device;
}

unsigned
hawkbit_run_count (HawkbitRun *self, ParlOutcome outcome, const char *to)
{
  GHashTableIter iter;
  ParlAttempt *attempt;
  unsigned n = 0;

  g_hash_table_iter_init (&iter, self->attempts);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&attempt))
    n += attempt->outcome == outcome && g_strcmp0 (attempt->to, to) == 0;
  return n;
}

void
hawkbit_assert_warns (const ParlHarvest *harvest, const char *text)
{
  for (unsigned i = 0; i < harvest->warnings->len; i++)
    if (strstr (harvest->warnings->pdata[i], text) != NULL)
      return;
  g_test_message ("no warning says “%s”", text);
  g_assert_not_reached ();
}

void
hawkbit_assert_silent (const ParlHarvest *harvest)
{
  g_assert_cmpuint (harvest->warnings->len, ==, 0);
}
