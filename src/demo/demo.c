/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Serves the simulated fleet over HTTP on 127.0.0.1, on a thread and main context of its own. Knows
 * sockets, methods and headers; what is said stands in hawkbit-server.c, mender-server.c and
 * prometheus-server.c. */
#include "config.h"

#include "demo/demo.h"

#include "demo/hawkbit-server.h"
#include "demo/mender-server.h"
#include "demo/prometheus-server.h"

#include <libsoup/soup.h>
#include <string.h>

#define HAWKBIT "/hawkbit"
#define MENDER "/mender"
#define PROMETHEUS "/prometheus"

struct _ParlDemo
{
  ParlFleet *fleet;
  ParlHawkbit *hawkbit; /* one of these two */
  ParlMender *mender;
  ParlMetrics *metrics;
  ParlDemoGeneration generation;
  unsigned port;

  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;

  GMutex mutex;
  GCond started;
  bool is_started;
  GError *error; /* why it could not start */
};

static void
send_answer (SoupServerMessage *message, ParlDemoAnswer *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, answer->status, NULL);
  if (answer->is_list)
    {
      g_autofree char *total = g_strdup_printf ("%" G_GINT64_FORMAT, answer->total);
      soup_message_headers_replace (headers, "X-Total-Count", total);
    }
  if (answer->links != NULL)
    soup_message_headers_replace (headers, "Link", answer->links);
  g_clear_pointer (&answer->links, g_free);
  if (answer->body->len > 0)
    {
      gsize length = answer->body->len;
      soup_server_message_set_response (message, answer->content_type, SOUP_MEMORY_TAKE,
                                        g_string_free (answer->body, FALSE), length);
    }
  else
    g_string_free (answer->body, TRUE);
  answer->body = NULL;
}

/* As Spring's filter does: the digest of the body; and no body for those who have it already. */
static void
add_etag (SoupServerMessage *message, ParlDemoAnswer *answer)
{
  g_autofree char *digest = g_compute_checksum_for_data (
      G_CHECKSUM_MD5, (const unsigned char *)answer->body->str, answer->body->len);
  g_autofree char *etag = g_strdup_printf ("\"0%s\"", digest);
  SoupMessageHeaders *request = soup_server_message_get_request_headers (message);
  const char *known = soup_message_headers_get_one (request, "If-None-Match");

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "ETag", etag);
  if (known != NULL && strstr (known, etag) != NULL)
    {
      answer->status = SOUP_STATUS_NOT_MODIFIED;
      g_string_truncate (answer->body, 0);
    }
}

static void
on_hawkbit (G_GNUC_UNUSED SoupServer *server, SoupServerMessage *message, const char *path,
            GHashTable *query, gpointer data)
{
  ParlDemo *self = data;
  ParlDemoAnswer answer = { .status = SOUP_STATUS_NOT_FOUND,
                            .content_type = "application/json",
                            .body = g_string_new (NULL) };
  const char *rest = path + strlen (HAWKBIT "/rest/v1");

  if (soup_server_message_get_method (message) != SOUP_METHOD_GET)
    answer.status = SOUP_STATUS_METHOD_NOT_ALLOWED;
  else if (g_str_has_prefix (path, HAWKBIT "/rest/v1") && (*rest == '/' || *rest == '\0'))
    parl_hawkbit_answer (self->hawkbit, rest, query, &answer);
  if (answer.status == SOUP_STATUS_OK)
    add_etag (message, &answer);
  send_answer (message, &answer);
}

/* What was posted; %NULL: nothing was. */
static char *
dup_body (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  if (soup_server_message_get_method (message) != SOUP_METHOD_POST)
    return NULL;
  return g_strndup (body->data != NULL ? body->data : "", (size_t)body->length);
}

static void
on_mender (G_GNUC_UNUSED SoupServer *server, SoupServerMessage *message, const char *path,
           GHashTable *query, gpointer data)
{
  ParlDemo *self = data;
  ParlDemoAnswer answer = { .status = SOUP_STATUS_METHOD_NOT_ALLOWED,
                            .content_type = "application/json",
                            .body = g_string_new (NULL) };
  g_autofree char *body = dup_body (message);

  if (body != NULL || soup_server_message_get_method (message) == SOUP_METHOD_GET)
    parl_mender_answer (self->mender, path + strlen (MENDER), query, body, &answer);
  send_answer (message, &answer);
}

static void
on_prometheus (G_GNUC_UNUSED SoupServer *server, SoupServerMessage *message, const char *path,
               GHashTable *query, gpointer data)
{
  ParlDemo *self = data;
  ParlDemoAnswer answer = { .status = SOUP_STATUS_METHOD_NOT_ALLOWED,
                            .content_type = "text/plain",
                            .body = g_string_new (NULL) };
  const char *method = soup_server_message_get_method (message);
  bool is_known = g_str_has_prefix (path, PROMETHEUS "/api/v1/");
  const char *rest = is_known ? path + strlen (PROMETHEUS "/api/v1") : "";
  g_autoptr (GHashTable) form = NULL;

  g_autofree char *body = dup_body (message);
  if (body != NULL)
    form = soup_form_decode (body);
  if (method == SOUP_METHOD_GET || method == SOUP_METHOD_POST)
    parl_prometheus_answer (self->metrics, rest, form != NULL ? form : query, &answer);
  send_answer (message, &answer);
}

static SoupServer *
start_server (ParlDemo *self, GError **error)
{
  g_autoptr (SoupServer) server = soup_server_new ("server-header", "parlance-demo", NULL);

  if (!soup_server_listen_local (server, self->port, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return NULL;

  GSList *uris = soup_server_get_uris (server);
  self->port = (unsigned)g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);

  if (self->generation >= PARL_DEMO_MENDER)
    {
      self->mender = parl_mender_new (self->fleet, self->generation == PARL_DEMO_MENDER);
      soup_server_add_handler (server, MENDER, on_mender, self, NULL);
    }
  else
    {
      g_autofree char *base = g_strdup_printf ("http://127.0.0.1:%u" HAWKBIT, self->port);
      self->hawkbit = parl_hawkbit_new (self->fleet, self->generation, base);
      soup_server_add_handler (server, HAWKBIT, on_hawkbit, self, NULL);
    }
  soup_server_add_handler (server, PROMETHEUS, on_prometheus, self, NULL);
  return g_steal_pointer (&server);
}

static gboolean
on_quit (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static gpointer
run (gpointer data)
{
  ParlDemo *self = data;
  g_autoptr (SoupServer) server = NULL;

  g_main_context_push_thread_default (self->context);
  server = start_server (self, &self->error);

  g_mutex_lock (&self->mutex);
  self->is_started = true;
  g_cond_signal (&self->started);
  g_mutex_unlock (&self->mutex);

  if (server != NULL)
    {
      g_main_loop_run (self->loop);
      soup_server_disconnect (server);
    }
  g_clear_object (&server);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

/* @now: the instant at which the fleet's story stands; the servers' clocks do not move on
 * @generation: which update server it is, and how it speaks
 * @port: to listen on, 0 for any that is free
 * Makes the fleet and serves it on 127.0.0.1 until it is freed: hawkBit below /hawkbit or Mender
 * below /mender, Prometheus below /prometheus.
 * Returns: (transfer full): the servers, already listening, or %NULL with a %G_IO_ERROR when the
 *   port cannot be had */
ParlDemo *
parl_demo_new (ParlTime now, ParlDemoGeneration generation, unsigned port, GError **error)
{
  g_return_val_if_fail (parl_time_is_plausible (now) && port <= G_MAXUINT16, NULL);

  g_autoptr (ParlDemo) self = g_new0 (ParlDemo, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->started);
  self->generation = generation;
  self->port = port;
  self->fleet = parl_fleet_new (now);
  self->metrics = parl_metrics_new (self->fleet);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("demo", run, self);

  g_mutex_lock (&self->mutex);
  while (!self->is_started)
    g_cond_wait (&self->started, &self->mutex);
  g_mutex_unlock (&self->mutex);

  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* @server: "hawkbit", "mender" or "prometheus"
 * Returns: (transfer full): what a source of that kind takes as its URL:
 *   "http://127.0.0.1:8080/hawkbit" */
char *
parl_demo_dup_url (ParlDemo *self, const char *server)
{
  g_return_val_if_fail (g_str_equal (server, "prometheus")
                            || g_str_equal (server, self->mender != NULL ? "mender" : "hawkbit"),
                        NULL);

  return g_strdup_printf ("http://127.0.0.1:%u/%s", self->port, server);
}

/* Stops serving, also to those who are still connected, and waits until it has stopped. */
void
parl_demo_free (ParlDemo *self)
{
  /* Through the loop itself: a loop that has not begun to run would not notice. */
  g_autoptr (GSource) quit = g_idle_source_new ();
  g_source_set_callback (quit, on_quit, self->loop, NULL);
  g_source_attach (quit, self->context);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_clear_pointer (&self->hawkbit, parl_hawkbit_free);
  g_clear_pointer (&self->mender, parl_mender_free);
  parl_metrics_free (self->metrics);
  parl_fleet_free (self->fleet);
  g_clear_error (&self->error);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->started);
  g_free (self);
}
