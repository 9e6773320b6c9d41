/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens a configured source and hands each sync and test to its kind. Knows no kind by name. */
#include "config.h"

#include "sources/source.h"

#include "sources/certificate.h"
#include "sources/secret.h"

#include <glib/gi18n-lib.h>

struct _ParlSource
{
  ParlSourceConfig *config;
  ParlHttp *http; /* NULL: a file */
  const ParlSourceKind *kind;
  ParlSourceKeep keep;
  char *rules_dir;
  char *data_dir;
};

static ParlHttp *
open_http (const ParlSourceConfig *config, const ParlSourceKind *kind,
           const ParlSourceOptions *given, GError **error)
{
  ParlHttpOptions options;
  char *key;

  if (!parl_source_config_get_http_options (config, &options, error)
      || !parl_certificate_lookup_key (config, &key, given->cancellable, error))
    return NULL;
  options.secret = given->secret;
  options.certificate_key = key;
  options.login = kind->login;
  ParlHttp *http = parl_http_new (&options, error);
  parl_secret_free (key);
  return http;
}

/* @config: kept by reference
 * Asks the keyring for the key of a certificate that stands without it.
 * Returns: (transfer full): the source, or %NULL with CONFIG or SECRET; no connection is made yet
 */
ParlSource *
parl_source_new (ParlSourceConfig *config, const ParlSourceOptions *options, GError **error)
{
  g_return_val_if_fail (config != NULL && options != NULL, NULL);

  const ParlSourceKind *kind = parl_source_kind_find (parl_source_config_get_kind (config));
  g_autoptr (ParlSource) self = g_new0 (ParlSource, 1);

  self->config = parl_source_config_ref (config);
  self->kind = kind;
  self->rules_dir = g_strdup (options->rules_dir);
  self->data_dir = g_strdup (options->data_dir);
  if (kind == NULL)
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG,
                   _ ("%s: there is no kind of source called “%s”"),
                   parl_source_config_get_name (config), parl_source_config_get_kind (config));
      return NULL;
    }
  if (!kind->reads_file)
    self->http = open_http (config, kind, options, error);
  return kind->reads_file || self->http != NULL ? g_steal_pointer (&self) : NULL;
}

void
parl_source_free (ParlSource *self)
{
  if (self == NULL)
    return;
  parl_http_free (self->http);
  parl_source_config_unref (self->config);
  g_free (self->rules_dir);
  g_free (self->data_dir);
  g_free (self);
}

GPtrArray *
parl_source_get_journal (ParlSource *self)
{
  return self->http != NULL ? parl_http_get_journal (self->http) : NULL;
}

void
parl_source_set_keep (ParlSource *self, ParlSourceKeep keep)
{
  self->keep = keep;
}

ParlHarvest *
parl_source_sync (ParlSource *self, const ParlKnown *known, ParlTime now,
                  ParlSourceProgress progress, gpointer data, GCancellable *cancellable,
                  GError **error)
{
  g_return_val_if_fail (self != NULL && known != NULL, NULL);

  if (known->newest > now + PARL_DAY)
    {
      g_autofree char *newest = parl_time_to_iso (known->newest);
      g_autofree char *clock = parl_time_to_iso (now);
      g_set_error (
          error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CLOCK,
          _ ("%s: this computer’s clock says %s, but data of %s are known: nothing is read "
             "until it is right"),
          parl_source_config_get_name (self->config), clock, newest);
      return NULL;
    }

  g_autoptr (GError) local = NULL;
  ParlHarvest *harvest = self->kind->sync (&(ParlSourceCall){ .http = self->http,
                                                              .config = self->config,
                                                              .known = known,
                                                              .now = now,
                                                              .rules_dir = self->rules_dir,
                                                              .data_dir = self->data_dir,
                                                              .progress = progress,
                                                              .keep = self->keep,
                                                              .data = data,
                                                              .cancellable = cancellable },
                                           &local);
  if (harvest == NULL && g_error_matches (local, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CLOCK))
    g_prefix_error (&local, "%s: ", parl_source_config_get_name (self->config));
  if (harvest == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return harvest;
}

/* A look that knows nothing of what history holds. */
static ParlSourceCall
begin_look (ParlSource *self, const ParlKnown *known, ParlTime now, GCancellable *cancellable)
{
  return (ParlSourceCall){ .http = self->http,
                           .config = self->config,
                           .known = known,
                           .now = now,
                           .rules_dir = self->rules_dir,
                           .data_dir = self->data_dir,
                           .cancellable = cancellable };
}

char **
parl_source_test (ParlSource *self, ParlTime now, ParlSourceVerdict *verdict,
                  GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr (ParlKnown) known = parl_known_new ();
  ParlSourceCall call = begin_look (self, known, now, cancellable);
  call.verdict = verdict;
  return self->kind->test (&call, error);
}

char *
parl_source_verdict_dup_words (const ParlSourceVerdict *self, const ParlSourceConfig *config,
                               const ParlSourceDirs *dirs)
{
  const ParlSourceKind *kind = parl_source_kind_find (parl_source_config_get_kind (config));

  if (self->is_partial)
    return g_strdup (_ ("Works, but something is missing"));
  g_autofree char *feeds = parl_feeds_dup_words (
      self->feeds != 0 ? self->feeds : parl_source_kind_find_feeds (kind, config, dirs));
  return g_strdup_printf (_ ("Works: %s"), feeds);
}

GPtrArray *
parl_source_preview (ParlSource *self, ParlTime now, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->kind->preview == NULL)
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG,
                   _ ("%s: this kind of source shows no raw answers"),
                   parl_source_config_get_name (self->config));
      return NULL;
    }
  g_autoptr (ParlKnown) known = parl_known_new ();
  const ParlSourceCall call = begin_look (self, known, now, cancellable);
  return self->kind->preview (&call, error);
}
