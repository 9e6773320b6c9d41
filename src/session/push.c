/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hands the exposition of a history on: into a file that an exporter reads, to VictoriaMetrics'
 * import, or to a Pushgateway. What was told is remembered only once the other side has it. */
#include "config.h"

#include "session/push.h"

#include "session/exposition.h"
#include "sources/http/http.h"
#include "sources/secret.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NAME "push" /* as a source is called, in messages and for its secret */
#define MOST_BYTES (4 * 1024 * 1024)

/* What stands in front of each path is the address of the server. */
static const struct
{
  const char *path;
  bool is_end; /* of the address; else a job follows */
  bool lines;  /* JSON, a series a line; else text */
  bool timed;
} targets[] = {
  { "/api/v1/import", true, true, true },
  { "/api/v1/import/prometheus", true, false, true },
  { "/metrics/job/", false, false, false },
};

typedef struct
{
  unsigned target;
  char *base;
  char *path; /* with the query, if there is one */
} Address;

static void
clear_address (Address *address)
{
  g_free (address->base);
  g_free (address->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Address, clear_address)

static bool
split (const char *url, Address *address)
{
  g_autofree char *whole = g_strndup (url, strcspn (url, "?#"));

  for (unsigned i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      const char *path = strstr (whole, targets[i].path);
      if (path == NULL || (strlen (path) == strlen (targets[i].path)) != targets[i].is_end)
        continue;
      *address = (Address){ i, g_strndup (url, (size_t)(path - whole)),
                            g_strdup (url + (path - whole)) };
      return true;
    }
  return false;
}

/* Whether @url is one of those that can be pushed to. */
bool
parl_push_takes (const char *url)
{
  g_auto (Address) address = { 0 };

  return split (url, &address);
}

static ParlHttp *
open_http (const ParlPushOptions *push, const Address *address, const char *secret, GError **error)
{
  ParlHttpOptions options = PARL_HTTP_OPTIONS_INIT;

  options.source = NAME;
  options.base_url = address->base;
  options.auth = push->user != NULL ? PARL_AUTH_BASIC
                 : push->has_token  ? PARL_AUTH_BEARER
                                    : PARL_AUTH_NONE;
  options.user = push->user;
  options.secret = secret;
  options.allow_plain = push->allow_plain;
  return parl_http_new (&options, error);
}

static bool
send (ParlHttp *http, const Address *address, const char *text, GCancellable *cancellable,
      GError **error)
{
  ParlHttpRequest request = { .path = address->path, .text = text };
  ParlHttpResponse *response = parl_http_fetch (http, &request, cancellable, error);
  bool is_sent = response != NULL;

  parl_http_response_free (response);
  return is_sent;
}

static bool
send_all (ParlHttp *http, const Address *address, const GPtrArray *series,
          GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) part = g_string_new (NULL);

  if (!targets[address->target].timed)
    {
      g_autofree char *text = parl_exposition_to_text (series, false);
      return *text == '\0' || send (http, address, text, cancellable, error);
    }
  for (unsigned i = 0; i < series->len; i++)
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      g_ptr_array_add (one, series->pdata[i]);
      g_autofree char *text = targets[address->target].lines
                                  ? parl_exposition_to_line (series->pdata[i])
                                  : parl_exposition_to_text (one, true);
      g_string_append (part, text);
      if (part->len < MOST_BYTES && i + 1 < series->len)
        continue;
      if (!send (http, address, part->str, cancellable, error))
        return false;
      g_string_truncate (part, 0);
    }
  return true;
}

/* Asks for the secret by the same name and address as a source's. */
static bool
dup_secret (ParlSession *session, const ParlPushOptions *options, char **secret,
            GCancellable *cancellable, GError **error)
{
  *secret = NULL;
  if (options->user == NULL && !options->has_token)
    return true;
  *secret = parl_session_dup_secret (session, NAME, options->url, cancellable, error);
  return *secret != NULL;
}

/* @results: (element-type ParlCollected): what was collected just now
 * Returns: false with a %PARL_SOURCE_ERROR, or an error of the store or of files */
bool
parl_push (ParlSession *session, const ParlPushOptions *options, const GPtrArray *results,
           ParlTime now, GCancellable *cancellable, GError **error)
{
  g_auto (Address) address = { 0 };

  g_return_val_if_fail (split (options->url, &address), false);

  g_autoptr (ParlTotals) totals
      = parl_totals_count (session, options->url, targets[address.target].timed, now, error);
  g_autoptr (GPtrArray) series
      = totals != NULL ? parl_exposition_make (session, totals, results, error) : NULL;
  char *secret = NULL;

  if (series == NULL || !dup_secret (session, options, &secret, cancellable, error))
    return false;

  g_autoptr (ParlHttp) http = open_http (options, &address, secret, error);
  parl_secret_free (secret);
  return http != NULL && send_all (http, &address, series, cancellable, error)
         && parl_totals_remember (totals, error);
}

/* Writes the file that node_exporter's textfile collector reads, whole or not at all; others may
 * read it, as the exporter runs as somebody else.
 * Returns: false with an error of the store or of files */
bool
parl_push_write (ParlSession *session, const char *path, const GPtrArray *results, ParlTime now,
                 GError **error)
{
  g_autofree char *whole = g_canonicalize_filename (path, NULL);
  g_autoptr (ParlTotals) totals = parl_totals_count (session, whole, false, now, error);
  g_autoptr (GPtrArray) series
      = totals != NULL ? parl_exposition_make (session, totals, results, error) : NULL;

  if (series == NULL)
    return false;

  g_autofree char *text = parl_exposition_to_text (series, false);
  return g_file_set_contents_full (whole, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644, error)
         && parl_totals_remember (totals, error);
}
