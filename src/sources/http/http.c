/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HTTP client: its settings, its session, signing in, and batches of requests. It blocks the
 * calling thread in a main loop of its own. What one request goes through is http/transfer.c's
 * business. */
#include "config.h"

#include "sources/http/http.h"

#include "sources/http/private.h"
#include "sources/http/url.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define IDLE_TIMEOUT 60 /* seconds that a connection is kept for the next request */
#define MAX_TOKEN 16384 /* bytes */

static bool
has_control_character (const char *text)
{
  for (; text != NULL && *text != '\0'; text++)
    if (g_ascii_iscntrl (*text))
      return true;
  return false;
}

static bool
check_credentials (const ParlHttpOptions *options, GError **error)
{
  ParlSourceError code = PARL_SOURCE_ERROR_CONFIG;
  const char *complaint = NULL;

  if (options->auth == PARL_AUTH_BASIC && (options->user == NULL || *options->user == '\0'))
    complaint = _ ("no user is set");
  else if (options->auth == PARL_AUTH_BASIC && strchr (options->user, ':') != NULL)
    complaint = _ ("the user’s name must not hold a “:”");
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

/* The header goes out with the very first request: we never wait to be asked by whoever answers.
 * Where there is a login, only to that. */
static void
set_authorization (ParlHttp *self, const ParlHttpOptions *options)
{
  g_autoptr (GPtrArray) secrets = g_ptr_array_new ();

  if (options->auth == PARL_AUTH_BASIC)
    {
      g_autofree char *pair = g_strconcat (options->user, ":", options->secret, NULL);
      char *encoded = g_base64_encode ((const guchar *)pair, strlen (pair));
      self->login = g_strdup (options->login);
      *(self->login != NULL ? &self->pair : &self->authorization)
          = g_strconcat ("Basic ", encoded, NULL);
      g_ptr_array_add (secrets, encoded);
    }
  else if (options->auth == PARL_AUTH_BEARER)
    self->authorization = g_strconcat ("Bearer ", options->secret, NULL);
  if (options->auth != PARL_AUTH_NONE)
    g_ptr_array_add (secrets, g_strdup (options->secret));
  g_ptr_array_add (secrets, NULL);
  self->secrets = (char **)g_ptr_array_steal (secrets, NULL);
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

  ParlHttp *self = g_new0 (ParlHttp, 1);
  self->source = g_strdup (options->source);
  self->base = g_steal_pointer (&base);
  self->prefix = g_steal_pointer (&prefix);
  self->auth = options->auth;
  set_authorization (self, options);
  self->tenant = g_strdup (options->tenant);
  self->timeout = options->timeout;
  self->parallel = options->parallel;
  self->pace.rate = options->rate;
  self->max_body = options->max_body;
  self->retries = options->retries;
  self->backoff = options->backoff;
  self->context = g_main_context_new ();
  return self;
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
  g_main_context_unref (self->context);
  g_free (self->source);
  g_uri_unref (self->base);
  g_free (self->prefix);
  g_free (self->authorization);
  g_free (self->login);
  g_free (self->pair);
  g_strfreev (self->secrets);
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
  if (parl_http_url_is_loopback (self->base))
    soup_session_set_proxy_resolver (self->session, NULL);
}

typedef struct
{
  GPtrArray *active; /* (element-type ParlTransfer), owned */
  GQueue done;       /* of ParlTransfer, owned */
  GArray *denied;    /* (element-type unsigned): gets those that were answered 401, which are not
                        handed over; NULL: they are */
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
      unsigned index = parl_transfer_get_index (transfer);
      if (batch->denied != NULL && parl_transfer_get_status (transfer) == SOUP_STATUS_UNAUTHORIZED)
        {
          g_array_append_val (batch->denied, index);
          continue;
        }
      g_autoptr (ParlHttpResponse) response = parl_transfer_steal_response (transfer);
      if (!done (index, response, parl_transfer_get_error (transfer), data, error))
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

/* What is asked. */
typedef struct
{
  const ParlHttpRequest *requests;
  unsigned n;
  const unsigned *only; /* (array length=n): indices of these; NULL: all @n of them */
} Asking;

static void
start_transfers (ParlHttp *self, Batch *batch, const Asking *asking, unsigned *next,
                 ParlHttpSink sink, gpointer data)
{
  for (; *next < asking->n && batch->active->len < self->parallel; ++*next)
    {
      unsigned index = asking->only != NULL ? asking->only[*next] : *next;
      ParlTransfer *transfer = parl_transfer_new (self, &asking->requests[index], index, sink,
                                                  sink != NULL ? data : NULL);
      g_ptr_array_add (batch->active, transfer);
      parl_transfer_start (transfer, on_transfer_done, batch);
    }
}

static bool
run_once (ParlHttp *self, const Asking *asking, ParlHttpSink sink, ParlHttpDone done, gpointer data,
          GArray *denied, GCancellable *cancellable, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return false;

  Batch batch = { .active = g_ptr_array_new (), .done = G_QUEUE_INIT, .denied = denied };
  bool going = true;
  gulong handler;

  g_main_context_push_thread_default (self->context);
  ensure_session (self);
  GSource *watch = start_watch (self, &batch, cancellable, &handler);

  unsigned next = 0;
  while (going && (next < asking->n || batch.active->len > 0))
    {
      start_transfers (self, &batch, asking, &next, sink, data);
      g_main_context_iteration (self->context, TRUE);
      going = !g_cancellable_set_error_if_cancelled (cancellable, error)
              && hand_over (&batch, done, data, error);
    }

  stop_watch (watch, cancellable, handler);
  clear_batch (self, &batch);
  g_main_context_pop_thread_default (self->context);
  return going;
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

/* From now on sends @value, which it takes, as what @auth calls for. */
static void
carry (ParlHttp *self, ParlAuth auth, char *value)
{
  g_free (self->authorization);
  self->authorization = value;
  self->auth = auth;
}

/* Returns: (transfer full) (nullable): the token that is all of @body, as text or as a JSON string
 */
static char *
dup_token (GBytes *body)
{
  size_t length;
  const char *data = g_bytes_get_data (body, &length);
  g_autofree char *token = length > 0 && length <= MAX_TOKEN ? g_strndup (data, length) : NULL;

  if (token == NULL)
    return NULL;
  g_strstrip (token);
  size_t n = strlen (token);
  bool is_quoted = n > 2 && token[0] == '"' && token[n - 1] == '"';
  char *bare = is_quoted ? g_strndup (token + 1, n - 2) : g_strdup (token);
  for (const char *c = bare; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c) || strchr ("<>{}[]\"", *c) != NULL)
      *bare = '\0';
  if (*bare == '\0')
    g_clear_pointer (&bare, g_free);
  return bare;
}

/* No message may show the token either. */
static void
keep_secret (ParlHttp *self, const char *token)
{
  unsigned n = g_strv_length (self->secrets);

  self->secrets = g_renew (char *, self->secrets, n + 2);
  self->secrets[n] = g_strdup (token);
  self->secrets[n + 1] = NULL;
}

/* Gets a token for user and password. */
static bool
log_in (ParlHttp *self, GCancellable *cancellable, GError **error)
{
  const ParlHttpRequest request = { .path = self->login, .json = "" };
  g_autoptr (ParlHttpResponse) response = g_new0 (ParlHttpResponse, 1);

  carry (self, PARL_AUTH_BASIC, g_strdup (self->pair));
  bool answered = run_once (self, &(Asking){ &request, 1, NULL }, NULL, keep_response, response,
                            NULL, cancellable, error);
  g_autofree char *token = answered ? dup_token (response->body) : NULL;
  if (token == NULL)
    {
      g_autofree char *where = parl_http_dup_where (self, &request);

      carry (self, PARL_AUTH_BASIC, NULL);
      if (answered)
        g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED,
                     _ ("%s: expected a token, found something else"), where);
      return false;
    }
  keep_secret (self, token);
  carry (self, PARL_AUTH_BEARER, g_strconcat ("Bearer ", token, NULL));
  return true;
}

/* Signs in first where that is needed, and once again when the token has run out meanwhile. */
static bool
run_batch (ParlHttp *self, const ParlHttpRequest *requests, unsigned n_requests, ParlHttpSink sink,
           ParlHttpDone done, gpointer data, GCancellable *cancellable, GError **error)
{
  Asking asking = { requests, n_requests, NULL };
  g_autoptr (GArray) denied = g_array_new (FALSE, FALSE, sizeof (unsigned));

  if (self->login == NULL)
    return run_once (self, &asking, sink, done, data, NULL, cancellable, error);
  if (self->authorization == NULL && !log_in (self, cancellable, error))
    return false;
  if (!run_once (self, &asking, sink, done, data, denied, cancellable, error))
    return false;
  if (denied->len == 0)
    return true;
  if (!log_in (self, cancellable, error))
    return false;
  asking.only = (const unsigned *)(const void *)denied->data;
  asking.n = denied->len;
  return run_once (self, &asking, sink, done, data, NULL, cancellable, error);
}

/* @requests: (array length=n_requests): must stay as they are until this returns
 * @done: called on this thread for each, in the order in which they finish
 * Returns: true when all are finished, well or badly; false when @done stopped the batch, with its
 *   error, when it could not sign in, or with %G_IO_ERROR_CANCELLED */
bool
parl_http_fetch_many (ParlHttp *self, const ParlHttpRequest *requests, unsigned n_requests,
                      ParlHttpDone done, gpointer data, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (self != NULL && done != NULL, false);

  return run_batch (self, requests, n_requests, NULL, done, data, cancellable, error);
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
