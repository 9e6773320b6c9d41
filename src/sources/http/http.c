/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HTTP client: its settings, its session, and batches of requests. It blocks the calling
 * thread in a main loop of its own. What one request goes through is http/transfer.c's business. */
#include "config.h"

#include "sources/http/http.h"

#include "sources/http/journal.h"
#include "sources/http/private.h"
#include "sources/http/reason.h"
#include "sources/http/tokens.h"
#include "sources/http/url.h"
#include "sources/secret.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LATE 5          /* seconds that a loop may be later than its own time limits */
#define IDLE_TIMEOUT 60 /* seconds that a connection is kept for the next request */

static bool
has_control_character (const char *text)
{
  for (; text != NULL && *text != '\0'; text++)
    if (g_ascii_iscntrl (*text))
      return true;
  return false;
}

static bool
needs_user (ParlAuth auth)
{
  return auth == PARL_AUTH_BASIC || auth == PARL_AUTH_OAUTH2;
}

/* "X-Key" or "Authorization: Token", several of them with ";" between them. */
static bool
is_header (const char *header)
{
  g_auto (GStrv) each = g_strsplit (header != NULL ? header : "", ";", -1);

  for (unsigned i = 0; each[i] != NULL; i++)
    {
      const char *name = g_strstrip (each[i]);
      size_t length = strspn (name, G_CSET_A_2_Z G_CSET_a_2_z "0123456789-_");
      if (length == 0 || (name[length] != '\0' && name[length] != ':'))
        return false;
    }
  return each[0] != NULL && !has_control_character (header);
}

static bool
check_credentials (const ParlHttpOptions *options, GError **error)
{
  ParlSourceError code = PARL_SOURCE_ERROR_CONFIG;
  const char *complaint = NULL;

  if (needs_user (options->auth) && (options->user == NULL || *options->user == '\0'))
    complaint = _ ("no user is set");
  else if (needs_user (options->auth) && strchr (options->user, ':') != NULL)
    complaint = _ ("the user’s name must not hold a “:”");
  else if (options->auth == PARL_AUTH_HEADER && !is_header (options->header))
    complaint = _ ("no header is set that the key goes into, or its name is none");
  else if (options->auth == PARL_AUTH_OAUTH2 && options->token_url == NULL)
    complaint = _ ("no address is set where a token can be fetched");
  else if (has_control_character (options->user) || has_control_character (options->tenant))
    complaint = _ ("the user and the tenant must not hold control characters");
  else if (options->auth != PARL_AUTH_NONE && (options->secret == NULL || *options->secret == '\0'))
    {
      code = PARL_SOURCE_ERROR_SECRET;
      complaint = options->auth == PARL_AUTH_BASIC ? _ ("no password is stored for it")
                                                   : _ ("no token is stored for it");
    }
  else if (options->auth != PARL_AUTH_NONE && has_control_character (options->secret))
    {
      code = PARL_SOURCE_ERROR_SECRET;
      complaint = _ ("the password or token holds a line break or another control character");
    }

  if (complaint != NULL)
    g_set_error (error, PARL_SOURCE_ERROR, code, "%s: %s", options->source, complaint);
  return complaint == NULL;
}

static void
add_credential (ParlHttp *self, const char *name, char *value)
{
  g_ptr_array_add (self->credentials, g_strdup (name));
  g_ptr_array_add (self->credentials, value);
}

static void
free_secret (gpointer secret)
{
  parl_secret_free (secret);
}

/* As many secrets as headers. */
static bool
set_headers (ParlHttp *self, const ParlHttpOptions *options, GPtrArray *secrets, GError **error)
{
  g_auto (GStrv) headers = g_strsplit (options->header, ";", -1);
  unsigned n = g_strv_length (headers);
  g_auto (GStrv) words
      = n > 1 ? g_strsplit_set (options->secret, " ", -1) : g_strsplit (options->secret, "\n", 1);

  if (g_strv_length (words) != n)
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SECRET,
                   _ ("%s: expected %u keys with a blank between them, one for each header"),
                   options->source, n);
      return false;
    }
  for (unsigned i = 0; i < n; i++)
    {
      char *word = strchr (headers[i], ':');
      if (word != NULL)
        *word++ = '\0';
      add_credential (self, g_strstrip (headers[i]),
                      word != NULL ? g_strconcat (g_strstrip (word), " ", words[i], NULL)
                                   : g_strdup (words[i]));
      g_ptr_array_add (secrets, g_strdup (words[i]));
    }
  return true;
}

/* The last place of the secrets is for a token that is fetched later. */
static bool
set_credentials (ParlHttp *self, const ParlHttpOptions *options, GError **error)
{
  g_autoptr (GPtrArray) secrets = g_ptr_array_new_with_free_func (free_secret);

  self->credentials = g_ptr_array_new_with_free_func (free_secret);
  if (options->auth == PARL_AUTH_OAUTH2
      || (options->auth == PARL_AUTH_BASIC && options->login != NULL))
    {
      self->tokens = parl_http_tokens_new (options, error);
      if (self->tokens == NULL)
        return false;
    }
  else if (options->auth == PARL_AUTH_BASIC)
    {
      char *pair = g_strconcat (options->user, ":", options->secret, NULL);
      char *encoded = g_base64_encode ((const guchar *)pair, strlen (pair));
      add_credential (self, "Authorization", g_strconcat ("Basic ", encoded, NULL));
      g_ptr_array_add (secrets, encoded);
      parl_secret_free (pair);
    }
  else if (options->auth == PARL_AUTH_BEARER)
    add_credential (self, "Authorization", g_strconcat ("Bearer ", options->secret, NULL));
  else if (options->auth == PARL_AUTH_HEADER && !set_headers (self, options, secrets, error))
    return false;
  if (options->auth != PARL_AUTH_NONE)
    g_ptr_array_add (secrets, g_strdup (options->secret));
  g_ptr_array_add (secrets, NULL);
  g_ptr_array_add (secrets, NULL);
  self->secrets = (char **)g_ptr_array_steal (secrets, NULL);
  return true;
}

/* No message shows it from now on. */
void
parl_http_note_token (ParlHttp *self, const char *token)
{
  unsigned n = g_strv_length (self->secrets);

  if (self->has_token)
    parl_secret_free (self->secrets[--n]);
  self->has_token = true;
  self->secrets[n] = g_strdup (token);
}

static bool
fail_file (const ParlHttpOptions *options, const char *file, GError *cause, GError **error)
{
  g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG, _ ("%s: %s cannot be used: %s"),
               options->source, file, cause->message);
  g_error_free (cause);
  return false;
}

/* (transfer full) (nullable) */
static GTlsCertificate *
load_certificate (const ParlHttpOptions *options, GError **error)
{
  g_autofree char *text = NULL;

  if (options->certificate_key == NULL)
    return g_tls_certificate_new_from_file (options->certificate, error);
  if (!g_file_get_contents (options->certificate, &text, NULL, error))
    return NULL;
  char *both = g_strconcat (text, "\n", options->certificate_key, NULL);
  GTlsCertificate *certificate = g_tls_certificate_new_from_pem (both, -1, error);
  parl_secret_free (both);
  return certificate;
}

/* Nothing is ever trusted that neither the system nor the file trusts. */
static bool
set_certificates (ParlHttp *self, const ParlHttpOptions *options, GError **error)
{
  GError *cause = NULL;

  if (options->ca_file != NULL)
    {
      self->authorities = g_tls_file_database_new (options->ca_file, &cause);
      if (self->authorities == NULL)
        return fail_file (options, options->ca_file, cause, error);
    }
  if (options->certificate != NULL)
    {
      self->certificate = load_certificate (options, &cause);
      if (self->certificate == NULL)
        return fail_file (options, options->certificate, cause, error);
    }
  return true;
}

/* libsoup makes a stream of whatever length a server tells, and GObject warns of one below nothing:
 * that is the server's fault, which the reading of the answer tells, and nobody's at this machine.
 */
static void
drop_length_warning (const char *domain, GLogLevelFlags level, const char *message,
                     gpointer data G_GNUC_UNUSED)
{
  if (strstr (message, "for property 'content-length'") == NULL)
    g_log_default_handler (domain, level, message, NULL);
}

static void
silence_length_warning (void)
{
  static gsize is_done = 0;

  if (g_once_init_enter (&is_done))
    {
      g_log_set_handler ("GLib-GObject", G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL,
                         drop_length_warning, NULL);
      g_once_init_leave (&is_done, 1);
    }
}

/* @options: copied
 * Opens no connection yet.
 * Returns: (transfer full): the client, or %NULL with CONFIG or SECRET */
ParlHttp *
parl_http_new (const ParlHttpOptions *options, GError **error)
{
  g_return_val_if_fail (options != NULL && options->source != NULL && options->base_url != NULL,
                        NULL);
  g_return_val_if_fail (options->timeout > 0 && options->parallel > 0 && options->max_body > 0,
                        NULL);

  if (!check_credentials (options, error))
    return NULL;
  g_autofree char *prefix = g_strdup (options->base_url);
  while (g_str_has_suffix (prefix, "/"))
    prefix[strlen (prefix) - 1] = '\0';
  g_autoptr (GUri) base
      = parl_http_url_parse_base (options->source, prefix, options->allow_plain, error);
  if (base == NULL)
    return NULL;

  silence_length_warning ();
  g_autoptr (ParlHttp) self = g_new0 (ParlHttp, 1);
  self->journal = parl_journal_new ();
  self->context = g_main_context_new ();
  self->watchdog = parl_watchdog_new (options->timeout + LATE);
  self->request_time = options->request_time;
  self->sync_time = options->sync_time;
  self->ends = g_get_monotonic_time () + (int64_t)options->sync_time * G_USEC_PER_SEC;
  self->source = g_strdup (options->source);
  self->base = g_steal_pointer (&base);
  self->prefix = g_steal_pointer (&prefix);
  self->auth = options->auth;
  self->tenant = g_strdup (options->tenant);
  self->timeout = options->timeout;
  self->max_rows = options->max_rows;
  self->max_bytes = options->max_bytes;
  self->parallel = options->parallel;
  self->pace.rate = options->rate;
  self->max_body = options->max_body;
  self->retries = options->retries;
  self->backoff = options->backoff;
  if (!set_credentials (self, options, error) || !set_certificates (self, options, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
drop_session (ParlHttp *self)
{
  if (self->session == NULL)
    return;
  g_main_context_push_thread_default (self->context);
  soup_session_abort (self->session);
  g_clear_object (&self->session);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
}

void
parl_http_free (ParlHttp *self)
{
  if (self == NULL)
    return;
  drop_session (self);
  parl_watchdog_free (self->watchdog);
  g_ptr_array_unref (self->journal);
  g_main_context_unref (self->context);
  g_free (self->source);
  g_uri_unref (self->base);
  g_free (self->prefix);
  g_ptr_array_unref (self->credentials);
  for (char **secret = self->secrets; secret != NULL && *secret != NULL; secret++)
    parl_secret_free (*secret);
  g_free (self->secrets);
  parl_http_tokens_free (self->tokens);
  g_clear_object (&self->authorities);
  g_clear_object (&self->certificate);
  g_free (self->tenant);
  g_free (self);
}

/* A session belongs to the thread that made it; a client may be made on one thread and used on
 * another. Silence and time limits are the transfers' own business. */
static void
ensure_session (ParlHttp *self)
{
  if (self->session != NULL && self->thread == g_thread_self ())
    return;
  drop_session (self);
  self->thread = g_thread_self ();
  self->session = soup_session_new_with_options (
      "max-conns", (int)self->parallel, "max-conns-per-host", (int)self->parallel, "timeout", 0u,
      "idle-timeout", IDLE_TIMEOUT, "user-agent", "Parlance/" PARL_VERSION, NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  if (self->authorities != NULL)
    soup_session_set_tls_database (self->session, self->authorities);
  if (parl_http_url_is_loopback (self->base))
    soup_session_set_proxy_resolver (self->session, NULL);
}

typedef struct
{
  GPtrArray *active; /* (element-type ParlTransfer), owned */
  GQueue done;       /* of ParlTransfer, owned */
} Batch;

static void
on_transfer_done (ParlTransfer *transfer, gpointer data)
{
  Batch *batch = data;
  unsigned index;
  bool found = g_ptr_array_find (batch->active, transfer, &index);

  g_assert (found);
  g_queue_push_tail (&batch->done, g_ptr_array_steal_index_fast (batch->active, index));
}

static void
cancel_batch (Batch *batch)
{
  for (unsigned i = batch->active->len; i > 0; i--)
    parl_transfer_cancel (batch->active->pdata[i - 1]);
}

static gboolean
dispatch_watch (GSource *watch, GSourceFunc callback G_GNUC_UNUSED, gpointer batch)
{
  g_source_set_ready_time (watch, -1);
  cancel_batch (batch);
  return G_SOURCE_CONTINUE;
}

/* On the thread that cancels. */
static void
on_cancelled (GCancellable *cancellable G_GNUC_UNUSED, gpointer watch)
{
  g_source_set_ready_time (watch, 0);
}

/* Cancels the batch, on the thread that runs it, once @cancellable is cancelled. Not a source of
 * g_cancellable_source_new(): of that one GLib 2.74 touches the main context on the thread that
 * cancels, and nothing waits for it before the context goes. */
static GSource *
start_watch (ParlHttp *self, Batch *batch, GCancellable *cancellable, gulong *handler)
{
  static GSourceFuncs watch_funcs = { .dispatch = dispatch_watch };
  GSource *watch = g_source_new (&watch_funcs, sizeof (GSource));

  g_source_set_callback (watch, NULL, batch, NULL);
  g_source_attach (watch, self->context);
  *handler = cancellable != NULL
                 ? g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), watch, NULL)
                 : 0;
  return watch;
}

/* Waits for a thread that is just cancelling. */
static void
stop_watch (GSource *watch, GCancellable *cancellable, gulong handler)
{
  g_cancellable_disconnect (cancellable, handler);
  g_source_destroy (watch);
  g_source_unref (watch);
}

/* Hands over what is done, outside libsoup's callbacks. */
static bool
hand_over (Batch *batch, ParlHttpDone done, gpointer data, GError **error)
{
  for (;;)
    {
      g_autoptr (ParlTransfer) transfer = g_queue_pop_head (&batch->done);
      if (transfer == NULL)
        return true;
      g_autoptr (ParlHttpResponse) response = parl_transfer_steal_response (transfer);
      if (!done (parl_transfer_get_index (transfer), response, parl_transfer_get_error (transfer),
                 data, error))
        return false;
    }
}

static void
clear_batch (ParlHttp *self, Batch *batch)
{
  ParlTransfer *transfer;

  cancel_batch (batch);
  while (batch->active->len > 0)
    g_main_context_iteration (self->context, TRUE);
  while ((transfer = g_queue_pop_head (&batch->done)) != NULL)
    parl_transfer_free (transfer);
  g_ptr_array_unref (batch->active);
}

static void
start_transfers (ParlHttp *self, Batch *batch, const ParlHttpRequest *requests, unsigned n_requests,
                 unsigned *next, ParlHttpSink sink, gpointer data)
{
  for (; *next < n_requests && batch->active->len < self->parallel; ++*next)
    {
      ParlTransfer *transfer
          = parl_transfer_new (self, &requests[*next], *next, sink, sink != NULL ? data : NULL);
      g_ptr_array_add (batch->active, transfer);
      parl_transfer_start (transfer, on_transfer_done, batch);
    }
}

static bool
run_batch (ParlHttp *self, const ParlHttpRequest *requests, unsigned n_requests, ParlHttpSink sink,
           ParlHttpDone done, gpointer data, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return false;

  Batch batch = { .active = g_ptr_array_new (), .done = G_QUEUE_INIT };
  bool going = true;
  gulong handler;

  self->cancellable = cancellable;

  g_main_context_push_thread_default (self->context);
  ensure_session (self);
  GSource *watch = start_watch (self, &batch, cancellable, &handler);

  unsigned next = 0;
  parl_watchdog_start (self->watchdog, cancellable);
  while (going && (next < n_requests || batch.active->len > 0))
    {
      start_transfers (self, &batch, requests, n_requests, &next, sink, data);
      g_main_context_iteration (self->context, TRUE);
      parl_watchdog_turn (self->watchdog);
      going = !g_cancellable_set_error_if_cancelled (cancellable, error)
              && hand_over (&batch, done, data, error);
    }

  stop_watch (watch, cancellable, handler);
  clear_batch (self, &batch);
  parl_watchdog_pause (self->watchdog);
  g_main_context_pop_thread_default (self->context);
  return going;
}

/* @requests: (array length=n_requests): must stay as they are until this returns
 * @done: called on this thread for each, in the order in which they finish
 * Returns: true when all are finished, well or badly; false when @done stopped the batch, with its
 *   error, or with %G_IO_ERROR_CANCELLED */
bool
parl_http_fetch_many (ParlHttp *self, const ParlHttpRequest *requests, unsigned n_requests,
                      ParlHttpDone done, gpointer data, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL && done != NULL, false);

  return run_batch (self, requests, n_requests, NULL, done, data, cancellable, error);
}

static bool
keep_response (unsigned index G_GNUC_UNUSED, ParlHttpResponse *response, const GError *error,
               gpointer data, GError **out_error)
{
  ParlHttpResponse *kept = data;

  if (error != NULL)
    {
      g_propagate_error (out_error, g_error_copy (error));
      return false;
    }
  *kept = *response;
  *response = (ParlHttpResponse){ 0 };
  return true;
}

/* Returns: (transfer full): the answer: a 2xx, or the 304 that an etag asked for; %NULL with any
 *   error of this room, or with %G_IO_ERROR_CANCELLED */
ParlHttpResponse *
parl_http_fetch (ParlHttp *self, const ParlHttpRequest *request, GCancellable *cancellable,
                 GError **error)
{
  g_return_val_if_fail (self != NULL && request != NULL, NULL);

  g_autoptr (ParlHttpResponse) response = g_new0 (ParlHttpResponse, 1);

  if (!run_batch (self, request, 1, NULL, keep_response, response, cancellable, error))
    return NULL;
  return g_steal_pointer (&response);
}

typedef struct
{
  ParlHttpSink sink;
  gpointer data;
} SinkClosure;

static bool
pour (const char *piece, size_t length, gpointer data, GError **error)
{
  SinkClosure *closure = data;

  return closure->sink (piece, length, closure->data, error);
}

static bool
pass_error (unsigned index G_GNUC_UNUSED, ParlHttpResponse *response G_GNUC_UNUSED,
            const GError *error, gpointer data G_GNUC_UNUSED, GError **out_error)
{
  if (error != NULL)
    g_propagate_error (out_error, g_error_copy (error));
  return error == NULL;
}

/* @sink: gets a successful body piece by piece, as it arrives
 * Returns: whether the whole body went into @sink; its error, any error of this room, or
 *   %G_IO_ERROR_CANCELLED */
bool
parl_http_fetch_into (ParlHttp *self, const ParlHttpRequest *request, ParlHttpSink sink,
                      gpointer data, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL && request != NULL && sink != NULL, false);

  SinkClosure closure = { sink, data };

  return run_batch (self, request, 1, pour, pass_error, &closure, cancellable, error);
}

/* @address: where a server says that more is: a whole address, or one relative to @request
 * Only its path and query are ever used: what a server behind a proxy calls itself does not matter,
 * but nothing is asked of another host.
 * Returns: (transfer full): a path for a request; %NULL with SERVER, when it lies outside of the
 *   client's address */
char *
parl_http_dup_path (ParlHttp *self, const ParlHttpRequest *request, const char *address,
                    GError **error)
{
  g_autofree char *here = g_strconcat (self->prefix, request->path, NULL);
  g_autoptr (GUri) from = g_uri_parse (here, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (GUri) to
      = from != NULL ? g_uri_parse_relative (from, address, SOUP_HTTP_URI_FLAGS, NULL) : NULL;
  g_autofree char *where = parl_http_dup_where (self, request);
  const char *prefix = g_uri_get_path (self->base);
  size_t length = g_str_equal (prefix, "/") ? 0 : strlen (prefix);

  if (to == NULL || g_uri_get_host (to) == NULL)
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SERVER,
                   _ ("%s: the server does not say where the next page is"), where);
      return NULL;
    }
  const char *path = g_uri_get_path (to);
  if (g_ascii_strcasecmp (g_uri_get_host (to), g_uri_get_host (self->base)) != 0
      || strncmp (path, prefix, length) != 0)
    {
      g_autofree char *there = g_strconcat (g_uri_get_host (to), path, NULL);
      g_autofree char *clean
          = parl_http_clean_text (there, strlen (there), (const char *const *)self->secrets);
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SERVER,
                   _ ("%s: the server says that the next page is at “%s”, outside of this source’s "
                      "address; nothing is asked there"),
                   where, clean);
      return NULL;
    }
  return g_uri_get_query (to) != NULL ? g_strconcat (path + length, "?", g_uri_get_query (to), NULL)
                                      : g_strdup (path + length);
}

/* Returns: (transfer full) (nullable): which bound of the whole reading has been passed, as the end
 *   of a sentence; %NULL: none */
char *
parl_http_dup_spent (const ParlHttp *self)
{
  if (self->n_rows > self->max_rows)
    return g_strdup_printf (_ ("the whole reading came to more than %u rows (setting %s); what is "
                               "behind them was not read"),
                            self->max_rows, "SyncRows");
  if (self->n_bytes <= self->max_bytes)
    return NULL;
  g_autofree char *size = g_format_size (self->max_bytes);
  return g_strdup_printf (_ ("the whole reading came to more than %s (setting %s); what is behind "
                             "it was not read"),
                          size, "SyncMegabytes");
}

/* Counts the rows of a list that were read, before they are kept.
 * Returns: false with SPENT: all that this client has read comes to its bound */
bool
parl_http_take_rows (ParlHttp *self, unsigned rows, GError **error)
{
  self->n_rows += rows;

  g_autofree char *spent = parl_http_dup_spent (self);
  if (spent != NULL)
    g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SPENT, "%s: %s", self->source, spent);
  return spent == NULL;
}

GPtrArray *
parl_http_get_journal (ParlHttp *self)
{
  return self->journal;
}

/* Tries are counted, so a request that needed three counts three. */
unsigned
parl_http_get_n_requests (ParlHttp *self)
{
  return self->n_requests;
}

const char *
parl_http_get_source (ParlHttp *self)
{
  return self->source;
}
