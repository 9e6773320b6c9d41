/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request with all its tries, redirects and waits, as a chain of callbacks on the client's own
 * main context:
 *
 *   start -> wait for a slot -> send -> read, read, ... -> conclude -> done
 *                ^-- wait out the backoff <-- retry ---------'
 *
 * Exactly one timer a transfer: it ends a wait, or, while something is under way, the try that has
 * been silent for too long. Knows nothing of the other requests of its batch.
 *
 * libsoup 3.2 takes a chunked body that ends between two chunks for a whole one; the reader of the
 * JSON in it finds out. */
#include "config.h"

#include "sources/http/private.h"

#include "model/instant.h"
#include "sources/http/journal.h"
#include "sources/http/reason.h"
#include "sources/http/retry.h"
#include "sources/http/tokens.h"
#include "sources/http/url.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PIECE (64 * 1024)
#define MAX_ERROR_BODY (64 * 1024)
#define MAX_SHOWN_WAIT (366 * 24 * 3600)

typedef enum
{
  PHASE_OVER, /* not begun, or done */
  PHASE_BACKOFF,
  PHASE_SLOT,
  PHASE_TRY
} Phase;

struct _ParlTransfer
{
  ParlHttp *http;
  ParlHttpRequest request; /* strings borrowed from the caller's batch */
  unsigned index;
  ParlHttpSink sink;
  gpointer sink_data;
  ParlTransferDone done;
  gpointer done_data;

  char *where;   /* "hawkBit: GET /rest/v1/rollouts" */
  char *token;   /* that this try has, where one is fetched */
  char *address; /* where to ask; differs from the request's after a redirect */
  unsigned tries;
  unsigned redirects;
  bool sink_used;
  bool renewed; /* its token was refused once */

  /* one try */
  SoupMessage *message;
  GInputStream *stream;
  GCancellable *cancellable;
  GByteArray *body;
  size_t received;
  char *piece;
  int64_t began;
  int64_t deadline; /* of all tries */
  bool timed_out;

  GSource *timer;
  Phase phase;
  bool cancelled; /* by the batch */
  GError *error;
  ParlHttpResponse *response;
};

static void start_try (ParlTransfer *self);
static void read_more (ParlTransfer *self);

static bool
is_post (const ParlHttpRequest *request)
{
  return request->form != NULL || request->json != NULL || request->text != NULL;
}

static void
set_timer (ParlTransfer *self, int64_t when)
{
  g_source_set_ready_time (self->timer, when);
}

static void
drop_try (ParlTransfer *self)
{
  g_clear_object (&self->stream);
  g_clear_object (&self->message);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->body, g_byte_array_unref);
}

static void
note_in_journal (ParlTransfer *self)
{
  const GError *error = self->error;

  if (error != NULL && error->domain != PARL_SOURCE_ERROR)
    return; /* cancelled */
  parl_journal_add (
      self->http->journal,
      &(ParlJournalNote){
          .method = is_post (&self->request) ? "POST" : "GET",
          .path = self->request.path,
          .bytes = self->received,
          .took = self->began > 0 ? (g_get_monotonic_time () - self->began) / 1000 : 0,
          .denied = g_error_matches (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_DENIED),
          .problem = error != NULL ? error->message : NULL });
}

static void
finish (ParlTransfer *self)
{
  note_in_journal (self);
  set_timer (self, -1);
  drop_try (self);
  self->phase = PHASE_OVER;
  self->done (self, self->done_data);
}

static void
fail (ParlTransfer *self, ParlSourceError code, const char *reason)
{
  g_debug ("%s: %s", self->where, reason);
  g_autofree char *tries
      = self->tries > 1 ? g_strdup_printf (_ (" (tried %u times)"), self->tries) : g_strdup ("");

  g_set_error (&self->error, PARL_SOURCE_ERROR, code, "%s: %s%s", self->where, reason, tries);
  finish (self);
}

static void
fail_cancelled (ParlTransfer *self)
{
  g_set_error (&self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("%s: cancelled"), self->where);
  finish (self);
}

/* Something moved: the silence begins anew. */
static void
note_progress (ParlTransfer *self)
{
  int64_t silence_ends = g_get_monotonic_time () + (int64_t)self->http->timeout * G_USEC_PER_SEC;

  set_timer (self, MIN (silence_ends, self->deadline));
}

static void
wait_until (ParlTransfer *self, Phase phase, int64_t when)
{
  drop_try (self);
  self->phase = phase;
  set_timer (self, when);
}

static void
fail_or_retry (ParlTransfer *self, ParlHttpReason *reason, int64_t pause)
{
  g_autofree char *text = g_steal_pointer (&reason->text);

  if (!reason->can_retry || self->tries > self->http->retries)
    {
      fail (self, reason->code, text);
      return;
    }
  if (pause < 0)
    pause = parl_http_draw_backoff (self->http->backoff, self->tries);
  if (g_get_monotonic_time () + pause >= self->deadline)
    {
      fail (self, reason->code, text);
      return;
    }
  g_debug ("%s: %s; try %u follows in %d ms", self->where, text, self->tries + 1,
           (int)(pause / 1000));
  wait_until (self, PHASE_BACKOFF, g_get_monotonic_time () + pause);
}

/* One request, or all of them together, took too long. */
static void
fail_late (ParlTransfer *self)
{
  bool is_sync = g_get_monotonic_time () >= self->http->ends;
  g_autofree char *text
      = is_sync
            ? g_strdup_printf (_ ("the whole reading took longer than %u seconds"),
                               self->http->sync_time)
            : g_strdup_printf (_ ("no whole answer within %u seconds"), self->http->request_time);

  fail (self, PARL_SOURCE_ERROR_SLOW, text);
}

/* Takes @error. */
static void
conclude_error (ParlTransfer *self, GError *error)
{
  g_autoptr (GError) local = error;

  if (g_get_monotonic_time () >= self->deadline)
    {
      fail_late (self);
      return;
    }
  if (self->timed_out)
    {
      ParlHttpReason reason = { PARL_SOURCE_ERROR_SLOW, true, NULL };
      reason.text = self->received > 0
                        ? g_strdup_printf (
                            _ ("the answer stopped after %zu bytes and did not go on in time"),
                            self->received)
                        : g_strdup_printf (_ ("no answer within %u seconds"), self->http->timeout);
      fail_or_retry (self, &reason, -1);
      return;
    }

  ParlHttpReason reason = parl_http_explain_error (local, self->message);
  fail_or_retry (self, &reason, -1);
}

static const char *
get_header (ParlTransfer *self, const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (self->message), name);
}

/* Answers with an error status: what does it mean, and is it worth another try? */
static void
conclude_refusal (ParlTransfer *self)
{
  if (soup_message_get_status (self->message) == SOUP_STATUS_UNAUTHORIZED
      && self->http->tokens != NULL && !self->renewed)
    {
      self->renewed = true;
      parl_http_tokens_forget (self->http->tokens, self->token);
      drop_try (self);
      start_try (self);
      return;
    }

  g_autoptr (GBytes) body = g_byte_array_free_to_bytes (g_steal_pointer (&self->body));
  ParlHttpReason reason = parl_http_explain_status (
      soup_message_get_status (self->message), soup_message_get_reason_phrase (self->message),
      self->http->tokens != NULL ? PARL_AUTH_BEARER : self->http->auth, body,
      (const char *const *)self->http->secrets);
  int64_t now = g_get_real_time () / G_USEC_PER_SEC;
  int64_t seconds = 0;

  if (!reason.can_retry
      || !parl_http_read_retry_after (get_header (self, "Retry-After"), get_header (self, "Date"),
                                      now, &seconds))
    {
      fail_or_retry (self, &reason, -1);
      return;
    }
  if (seconds <= PARL_HTTP_MAX_RETRY_AFTER && self->tries <= self->http->retries)
    {
      fail_or_retry (self, &reason, seconds * G_USEC_PER_SEC);
      return;
    }

  g_autofree char *plain = g_steal_pointer (&reason.text);
  g_autofree char *when = parl_time_to_iso ((now + MIN (seconds, MAX_SHOWN_WAIT)) * 1000);
  g_autofree char *text = g_strdup_printf (_ ("%s; it asks to come back after %s"), plain, when);
  fail (self, PARL_SOURCE_ERROR_BUSY, text);
}

static void
add_header (const char *name, const char *value, gpointer headers)
{
  char *key = g_ascii_strdown (name, -1);
  const char *before = g_hash_table_lookup (headers, key);

  g_hash_table_insert (headers, key,
                       before != NULL ? g_strconcat (before, ", ", value, NULL) : g_strdup (value));
}

static void
conclude_success (ParlTransfer *self)
{
  g_debug ("%s: %u, %zu bytes in %d ms", self->where, soup_message_get_status (self->message),
           self->received, (int)((g_get_monotonic_time () - self->began) / 1000));
  self->response = g_new0 (ParlHttpResponse, 1);
  self->response->status = soup_message_get_status (self->message);
  self->response->etag = g_strdup (get_header (self, "ETag"));
  self->response->content_type = g_strdup (get_header (self, "Content-Type"));
  self->response->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  soup_message_headers_foreach (soup_message_get_response_headers (self->message), add_header,
                                self->response->headers);
  if (self->sink == NULL)
    self->response->body = g_byte_array_free_to_bytes (g_steal_pointer (&self->body));
  finish (self);
}

static bool
is_success (ParlTransfer *self)
{
  return SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (self->message));
}

static void
conclude (ParlTransfer *self)
{
  unsigned status = soup_message_get_status (self->message);

  if (is_success (self) || (status == SOUP_STATUS_NOT_MODIFIED && self->request.etag != NULL))
    conclude_success (self);
  else
    conclude_refusal (self);
}

static void
fail_too_large (ParlTransfer *self)
{
  g_autofree char *size = g_format_size (self->http->max_body);
  g_autofree char *reason = g_strdup_printf (_ ("the answer is larger than %s"), size);

  fail (self, PARL_SOURCE_ERROR_TOO_LARGE, reason);
}

/* Returns: whether it ended because the bound of all requests is passed. */
static bool
fail_spent (ParlTransfer *self)
{
  g_autofree char *reason = parl_http_dup_spent (self->http);

  if (reason != NULL)
    fail (self, PARL_SOURCE_ERROR_SPENT, reason);
  return reason != NULL;
}

/* Returns: false when the transfer ended here. */
static bool
take_piece (ParlTransfer *self, size_t length)
{
  size_t limit = is_success (self) ? self->http->max_body : MAX_ERROR_BODY;

  self->received += length;
  self->http->n_bytes += length;
  if (fail_spent (self))
    return false;
  if (self->received > limit)
    {
      if (is_success (self))
        fail_too_large (self);
      else
        conclude (self);
      return false;
    }
  if (self->sink == NULL || !is_success (self))
    {
      g_byte_array_append (self->body, (const guint8 *)self->piece, length);
      return true;
    }
  if (!self->sink (self->piece, length, self->sink_data, &self->error))
    {
      finish (self);
      return false;
    }
  return true;
}

static void
on_read (GObject *object, GAsyncResult *result, gpointer data)
{
  ParlTransfer *self = data;
  g_autoptr (GError) error = NULL;
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (object), result, &error);

  if (self->cancelled)
    fail_cancelled (self);
  else if (length < 0)
    conclude_error (self, g_steal_pointer (&error));
  else if (length == 0)
    conclude (self);
  else if (take_piece (self, length))
    {
      note_progress (self);
      read_more (self);
    }
}

static void
read_more (ParlTransfer *self)
{
  g_input_stream_read_async (self->stream, self->piece, PIECE, G_PRIORITY_DEFAULT,
                             self->cancellable, on_read, self);
}

/* Follows a redirect to the same origin, credentials and all; never to any other. */
static void
follow_redirect (ParlTransfer *self)
{
  unsigned status = soup_message_get_status (self->message);
  const char *location = get_header (self, "Location");
  g_autoptr (GUri) target = location != NULL
                                ? g_uri_parse_relative (soup_message_get_uri (self->message),
                                                        location, SOUP_HTTP_URI_FLAGS, NULL)
                                : NULL;
  bool keeps_method = !is_post (&self->request) || status == SOUP_STATUS_TEMPORARY_REDIRECT
                      || status == SOUP_STATUS_PERMANENT_REDIRECT;

  if (target == NULL)
    {
      fail (self, PARL_SOURCE_ERROR_SERVER, _ ("the server redirects, but not to an address"));
      return;
    }
  if (!parl_http_url_is_same_origin (self->http->base, target))
    {
      g_autofree char *there
          = g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (target), NULL,
                        g_uri_get_host (target) != NULL ? g_uri_get_host (target) : "",
                        g_uri_get_port (target), "", NULL, NULL);
      g_autofree char *clean
          = parl_http_clean_text (there, strlen (there), (const char *const *)self->http->secrets);
      g_autofree char *reason = g_strdup_printf (
          _ ("the server redirects to “%s”; credentials are never sent on to another place"),
          clean);
      fail (self, PARL_SOURCE_ERROR_SERVER, reason);
      return;
    }
  if (!keeps_method || ++self->redirects > PARL_HTTP_MAX_REDIRECTS)
    {
      fail (self, PARL_SOURCE_ERROR_SERVER,
            keeps_method ? _ ("the server redirects again and again")
                         : _ ("the server redirects a POST as if it were a GET"));
      return;
    }

  g_free (self->address);
  self->address = g_uri_to_string (target);
  g_debug ("%s: redirected to %s", self->where, g_uri_get_path (target));
  self->tries--; /* a way on is not another try */
  drop_try (self);
  start_try (self);
}

static bool
is_redirect (unsigned status)
{
  return status == SOUP_STATUS_MOVED_PERMANENTLY || status == SOUP_STATUS_FOUND
         || status == SOUP_STATUS_SEE_OTHER || status == SOUP_STATUS_TEMPORARY_REDIRECT
         || status == SOUP_STATUS_PERMANENT_REDIRECT;
}

static void
on_sent (GObject *object, GAsyncResult *result, gpointer data)
{
  ParlTransfer *self = data;
  g_autoptr (GError) error = NULL;

  self->stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  if (self->cancelled)
    {
      fail_cancelled (self);
      return;
    }
  if (self->stream == NULL)
    {
      conclude_error (self, g_steal_pointer (&error));
      return;
    }
  if (is_redirect (soup_message_get_status (self->message)))
    {
      follow_redirect (self);
      return;
    }

  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  if (is_success (self)
      && soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
      && soup_message_headers_get_content_length (headers) > (goffset)self->http->max_body)
    {
      fail_too_large (self);
      return;
    }
  if (self->sink != NULL && is_success (self))
    {
      if (self->sink_used && !self->sink (NULL, 0, self->sink_data, &self->error))
        {
          finish (self);
          return;
        }
      self->sink_used = true;
    }
  note_progress (self);
  read_more (self);
}

static void
set_body (SoupMessage *message, const char *type, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  soup_message_set_request_body_from_bytes (message, type, bytes);
}

/* Headers go out with the very first request: we never wait to be asked by whoever answers. */
static void
set_headers (ParlTransfer *self, SoupMessageHeaders *headers)
{
  const ParlHttp *http = self->http;

  for (const char *const *each = self->request.headers; each != NULL && each[0] != NULL; each += 2)
    soup_message_headers_replace (headers, each[0], each[1]);
  for (unsigned i = 0; i < http->credentials->len; i += 2)
    soup_message_headers_replace (headers, http->credentials->pdata[i],
                                  http->credentials->pdata[i + 1]);
  if (http->tokens != NULL)
    {
      g_autofree char *value = g_strconcat ("Bearer ", self->token, NULL);
      soup_message_headers_replace (headers, "Authorization", value);
    }
}

/* On the thread with the loop. */
static void
on_network_event (ParlWatchdog *watchdog, GSocketClientEvent event, GIOStream *connection)
{
  if (event == G_SOCKET_CLIENT_CONNECTED && G_IS_SOCKET_CONNECTION (connection))
    parl_watchdog_add (watchdog, g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection)));
}

static SoupMessage *
create_message (ParlTransfer *self)
{
  SoupMessage *message
      = soup_message_new (is_post (&self->request) ? "POST" : "GET", self->address);

  if (message == NULL)
    return NULL;

  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_signal_connect_swapped (message, "network-event", G_CALLBACK (on_network_event),
                            self->http->watchdog);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_IDEMPOTENT);
  soup_message_headers_replace (headers, "Accept",
                                "application/hal+json, application/json, */*;q=0.1");
  if (parl_http_url_is_loopback (self->http->base))
    soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  set_headers (self, headers);
  if (self->http->certificate != NULL)
    soup_message_set_tls_client_certificate (message, self->http->certificate);
  if (self->http->tenant != NULL)
    soup_message_headers_replace (headers, "X-Scope-OrgID", self->http->tenant);
  if (self->request.etag != NULL && self->sink == NULL)
    soup_message_headers_replace (headers, "If-None-Match", self->request.etag);
  if (self->request.form != NULL)
    set_body (message, "application/x-www-form-urlencoded", self->request.form);
  else if (self->request.json != NULL)
    set_body (message, "application/json", self->request.json);
  else if (self->request.text != NULL)
    set_body (message, "text/plain", self->request.text);
  return message;
}

/* Returns: false when the transfer ended here. */
static bool
take_token (ParlTransfer *self)
{
  g_clear_pointer (&self->token, g_free);
  parl_watchdog_pause (self->http->watchdog);
  self->token = parl_http_tokens_dup (self->http->tokens, self->http->cancellable, &self->error);
  parl_watchdog_start (self->http->watchdog, self->http->cancellable);
  if (self->token != NULL)
    parl_http_note_token (self->http, self->token);
  else
    finish (self);
  return self->token != NULL;
}

static void
send_request (ParlTransfer *self)
{
  int64_t now = g_get_monotonic_time ();

  if (self->tries == 0)
    self->deadline
        = MIN (now + (int64_t)self->http->request_time * G_USEC_PER_SEC, self->http->ends);
  if (now >= self->deadline)
    {
      fail_late (self);
      return;
    }
  if (fail_spent (self))
    return;
  self->phase = PHASE_TRY;
  if (self->http->tokens != NULL && !take_token (self))
    return;
  self->message = create_message (self);
  if (self->message == NULL)
    {
      fail (self, PARL_SOURCE_ERROR_CONFIG, _ ("this is not an address that can be asked"));
      return;
    }
  self->tries++;
  self->http->n_requests++;
  self->received = 0;
  self->timed_out = false;
  self->body = g_byte_array_new ();
  self->cancellable = g_cancellable_new ();
  self->began = g_get_monotonic_time ();
  note_progress (self);
  soup_session_send_async (self->http->session, self->message, G_PRIORITY_DEFAULT,
                           self->cancellable, on_sent, self);
}

static void
start_try (ParlTransfer *self)
{
  wait_until (self, PHASE_SLOT, parl_pace_take_slot (&self->http->pace));
}

static gboolean
on_timer (gpointer data)
{
  ParlTransfer *self = data;

  set_timer (self, -1);
  switch (self->phase)
    {
    case PHASE_BACKOFF:
      start_try (self);
      break;
    case PHASE_SLOT:
      send_request (self);
      break;
    case PHASE_TRY:
      self->timed_out = true;
      g_cancellable_cancel (self->cancellable);
      break;
    case PHASE_OVER:
    default:
      break;
    }
  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch_timer (GSource *source G_GNUC_UNUSED, GSourceFunc callback, gpointer data)
{
  return callback (data);
}

/* Returns: (transfer full): "hawkBit: GET /rest/v1/rollouts", for messages: the prefix of the
 *   source's address counts as part of the path, the query does not */
char *
parl_http_dup_where (ParlHttp *self, const ParlHttpRequest *request)
{
  g_autofree char *path = g_strndup (request->path, strcspn (request->path, "?"));
  const char *prefix = g_uri_get_path (self->base);

  return g_strdup_printf ("%s: %s %s%s", self->source, is_post (request) ? "POST" : "GET",
                          g_str_equal (prefix, "/") ? "" : prefix, path);
}

/* @request: its strings must outlive the transfer
 * @sink: (nullable): where a successful body goes */
ParlTransfer *
parl_transfer_new (ParlHttp *http, const ParlHttpRequest *request, unsigned index,
                   ParlHttpSink sink, gpointer sink_data)
{
  static GSourceFuncs timer_funcs = { .dispatch = dispatch_timer };
  ParlTransfer *self = g_new0 (ParlTransfer, 1);

  self->http = http;
  self->request = *request;
  self->index = index;
  self->sink = sink;
  self->sink_data = sink_data;
  self->where = parl_http_dup_where (http, request);
  self->address = g_strconcat (http->prefix, request->path, NULL);
  self->piece = g_malloc (PIECE);
  self->timer = g_source_new (&timer_funcs, sizeof (GSource));
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, http->context);
  return self;
}

/* Only for a transfer that is done, or was never started. */
void
parl_transfer_free (ParlTransfer *self)
{
  if (self == NULL)
    return;
  g_source_destroy (self->timer);
  g_source_unref (self->timer);
  drop_try (self);
  g_free (self->where);
  g_free (self->address);
  g_free (self->token);
  g_free (self->piece);
  g_clear_error (&self->error);
  g_clear_pointer (&self->response, parl_http_response_free);
  g_free (self);
}

/* @done: called once, from the main context, or at once from parl_transfer_cancel() */
void
parl_transfer_start (ParlTransfer *self, ParlTransferDone done, gpointer data)
{
  self->done = done;
  self->done_data = data;
  start_try (self);
}

/* A transfer that only waits is done at once; one under way as soon as libsoup lets go of it. */
void
parl_transfer_cancel (ParlTransfer *self)
{
  if (self->cancelled || self->phase == PHASE_OVER)
    return;
  self->cancelled = true;
  if (self->phase == PHASE_TRY)
    g_cancellable_cancel (self->cancellable);
  else
    fail_cancelled (self);
}

unsigned
parl_transfer_get_index (const ParlTransfer *self)
{
  return self->index;
}

ParlHttpResponse *
parl_transfer_steal_response (ParlTransfer *self)
{
  return g_steal_pointer (&self->response);
}

const GError *
parl_transfer_get_error (const ParlTransfer *self)
{
  return self->error;
}

void
parl_http_response_free (ParlHttpResponse *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->etag);
  g_free (self->content_type);
  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_free (self);
}

/* @name: in small letters
 * Returns: (transfer none) (nullable): its value */
const char *
parl_http_response_get_header (const ParlHttpResponse *self, const char *name)
{
  return g_hash_table_lookup (self->headers, name);
}
