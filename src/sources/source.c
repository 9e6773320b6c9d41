/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One configured server or file: its settings, its HTTP client if there is a server to ask, and the
 * kind that knows what to ask for. */
#include "config.h"

#include "sources/source.h"

#include <glib/gi18n-lib.h>

static const ParlSourceKind *const kinds[] = { &parl_hawkbit, &parl_prometheus, &parl_counts };

struct _ParlSource
{
  ParlSourceConfig *config;
  ParlHttp *http; /* NULL: a file */
  const ParlSourceKind *kind;
};

static const ParlSourceKind *
find_kind (const ParlSourceConfig *config, GError **error)
{
  const char *name = parl_source_config_get_kind (config);

  for (unsigned i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i]->kind, name))
      return kinds[i];
  g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG,
               _ ("%s: there is no kind of source called “%s”"),
               parl_source_config_get_name (config), name);
  return NULL;
}

static ParlHttp *
open_http (const ParlSourceConfig *config, const char *secret, GError **error)
{
  ParlHttpOptions options;

  if (!parl_source_config_get_http_options (config, &options, error))
    return NULL;
  options.secret = secret;
  return parl_http_new (&options, error);
}

/**
 * parl_source_new:
 * @config: kept by reference
 * @secret: (nullable): password or token; not needed for Auth=none
 *
 * Returns: (transfer full): the source, or %NULL with CONFIG or SECRET; no connection is made yet
 */
ParlSource *
parl_source_new (ParlSourceConfig *config, const char *secret, GError **error)
{
  g_return_val_if_fail (config != NULL, NULL);

  const ParlSourceKind *kind = find_kind (config, error);
  bool has_server = parl_source_config_get_file (config) == NULL;
  ParlHttp *http = kind != NULL && has_server ? open_http (config, secret, error) : NULL;

  if (kind == NULL || (http == NULL && has_server))
    return NULL;

  ParlSource *self = g_new0 (ParlSource, 1);
  self->config = parl_source_config_ref (config);
  self->http = http;
  self->kind = kind;
  return self;
}

void
parl_source_free (ParlSource *self)
{
  if (self == NULL)
    return;
  parl_http_free (self->http);
  parl_source_config_unref (self->config);
  g_free (self);
}

ParlHarvest *
parl_source_sync (ParlSource *self, const ParlKnown *known, ParlTime now,
                  ParlSourceProgress progress, gpointer data, GCancellable *cancellable,
                  GError **error)
{
  g_return_val_if_fail (self != NULL && known != NULL, NULL);

  return self->kind->sync (self->http, self->config, known, now, progress, data, cancellable,
                           error);
}

char **
parl_source_test (ParlSource *self, ParlTime now, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->kind->test (self->http, self->config, now, cancellable, error);
}
