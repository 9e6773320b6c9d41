/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scripted server: one thread that accepts, one for each connection, all plain blocking code.
 * Knows nothing of any real server's answers. */
#include "config.h"

#include "support/script-server.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#define MAX_REQUEST (1024 * 1024)

typedef struct
{
  GPtrArray *answers; /* (element-type ScriptAnswer) */
  unsigned next;
  unsigned count;
} Script;

struct _ScriptServer
{
  GSocket *socket;
  GTlsCertificate *certificate;
  bool wants_certificate;
  GCancellable *stopping;
  GThread *acceptor;
  char *url;
  unsigned port;

  GMutex mutex;
  GPtrArray *connections; /* (element-type GThread) */
  GHashTable *scripts;    /* target -> Script */
  GPtrArray *requests;    /* (element-type utf8) */
  ScriptHandler handler;
  gpointer handler_data;
  unsigned parallel;
  unsigned most_parallel;
};

typedef struct
{
  ScriptServer *server;
  GSocketConnection *connection;
} Guest;

static void
free_answer (ScriptAnswer *answer)
{
  g_free ((char *)answer->headers);
  g_free ((char *)answer->type);
  g_free ((char *)answer->body);
  g_free ((char *)answer->raw);
  g_clear_pointer (&answer->bytes, g_bytes_unref);
  g_free (answer);
}

static void
free_script (Script *script)
{
  g_ptr_array_unref (script->answers);
  g_free (script);
}

static Script *
find_script (ScriptServer *self, const char *target)
{
  Script *script = g_hash_table_lookup (self->scripts, target);
  g_autofree char *path = g_strndup (target, strcspn (target, "?"));

  return script != NULL ? script : g_hash_table_lookup (self->scripts, path);
}

static ScriptAnswer
choose_answer (ScriptServer *self, const char *method, const char *target, const char *body)
{
  ScriptAnswer answer = { .status = 404, .type = "text/plain", .body = "404 page not found\n" };
  ScriptHandler handler;

  g_mutex_lock (&self->mutex);
  Script *script = find_script (self, target);
  if (script != NULL)
    {
      answer = *(ScriptAnswer *)script->answers->pdata[script->next];
      script->next = MIN (script->next + 1, script->answers->len - 1);
      script->count++;
    }
  handler = script == NULL ? self->handler : NULL;
  g_mutex_unlock (&self->mutex);
  return handler != NULL ? handler (method, target, body, self->handler_data) : answer;
}

static void
wait_for_stop (ScriptServer *self, unsigned ms)
{
  GPollFD fd;

  if (ms != 0 && g_cancellable_make_pollfd (self->stopping, &fd))
    {
      g_poll (&fd, 1, ms == G_MAXUINT ? -1 : (int)ms);
      g_cancellable_release_fd (self->stopping);
    }
}

static bool
send_all (ScriptServer *self, GOutputStream *out, const char *data, size_t length)
{
  return g_output_stream_write_all (out, data, length, NULL, self->stopping, NULL);
}

static bool
send_chunks (ScriptServer *self, GOutputStream *out, const char *data, size_t length, size_t piece)
{
  for (size_t at = 0; at < length; at += piece)
    {
      size_t size = MIN (piece, length - at);
      g_autofree char *head = g_strdup_printf ("%zx\r\n", size);
      if (!send_all (self, out, head, strlen (head)) || !send_all (self, out, data + at, size)
          || !send_all (self, out, "\r\n", 2))
        return false;
    }
  return true;
}

/* Returns: whether the connection can take another request. */
static bool
send_answer (ScriptServer *self, GOutputStream *out, const ScriptAnswer *answer)
{
  size_t length = answer->body != NULL ? strlen (answer->body) : 0;
  const char *body
      = answer->bytes != NULL ? g_bytes_get_data (answer->bytes, &length) : answer->body;
  size_t to_send = answer->cut > 0 || answer->silent ? MIN (answer->cut, length) : length;
  unsigned status = answer->status != 0 ? answer->status : 200;
  g_autoptr (GString) head = g_string_new (NULL);

  wait_for_stop (self, answer->delay);
  if (answer->drop)
    return false;
  if (answer->raw != NULL)
    {
      send_all (self, out, answer->raw, strlen (answer->raw));
      return false;
    }

  g_string_printf (head, "HTTP/1.1 %u Scripted\r\n%s", status,
                   answer->headers != NULL ? answer->headers : "");
  if (status != 304 && status != 204)
    g_string_append_printf (head, "Content-Type: %s\r\n",
                            answer->type != NULL ? answer->type : "application/json");
  if (answer->piece > 0)
    g_string_append (head, "Transfer-Encoding: chunked\r\n");
  else if (status != 304 && status != 204)
    g_string_append_printf (head, "Content-Length: %zu\r\n", length);
  g_string_append (head, "\r\n");

  bool sent = send_all (self, out, head->str, head->len);
  if (sent && answer->piece > 0)
    sent = send_chunks (self, out, body, to_send, answer->piece);
  else if (sent && to_send > 0)
    sent = send_all (self, out, body, to_send);
  if (sent && answer->silent)
    wait_for_stop (self, G_MAXUINT);
  if (!sent || to_send < length || answer->silent)
    return false;
  return answer->piece == 0 || send_all (self, out, "0\r\n\r\n", 5);
}

/* Reads up to the end of one request; what came behind it stays in @buffer. */
static char *
read_request (ScriptServer *self, GInputStream *in, GString *buffer, size_t *head_length)
{
  size_t wanted = 0;

  *head_length = 0;
  while (buffer->len < MAX_REQUEST)
    {
      char *end = *head_length == 0 ? strstr (buffer->str, "\r\n\r\n") : NULL;
      if (end != NULL)
        {
          g_autofree char *head = g_ascii_strdown (buffer->str, end - buffer->str);
          const char *length = strstr (head, "\r\ncontent-length:");
          *head_length = end + 4 - buffer->str;
          wanted = *head_length + (length != NULL ? strtoul (length + 17, NULL, 10) : 0);
        }
      if (*head_length > 0 && buffer->len >= wanted)
        {
          char *request = g_strndup (buffer->str, wanted);
          g_string_erase (buffer, 0, wanted);
          return request;
        }

      char piece[4096];
      gssize got = g_input_stream_read (in, piece, sizeof piece, self->stopping, NULL);
      if (got <= 0)
        return NULL;
      g_string_append_len (buffer, piece, got);
    }
  return NULL;
}

static bool
answer_request (ScriptServer *self, GOutputStream *out, char *request, size_t head_length)
{
  g_autofree char *line = g_strndup (request, strcspn (request, "\r"));
  g_auto (GStrv) words = g_strsplit (line, " ", 3);

  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->requests, g_strdup (request));
  self->parallel++;
  self->most_parallel = MAX (self->most_parallel, self->parallel);
  g_mutex_unlock (&self->mutex);

  bool keep = false;
  if (g_strv_length (words) == 3)
    {
      ScriptAnswer answer = choose_answer (self, words[0], words[1], request + head_length);
      keep = send_answer (self, out, &answer);
    }

  g_mutex_lock (&self->mutex);
  self->parallel--;
  g_mutex_unlock (&self->mutex);
  return keep;
}

static gboolean
accept_certificate (GTlsConnection *connection G_GNUC_UNUSED,
                    GTlsCertificate *certificate G_GNUC_UNUSED,
                    GTlsCertificateFlags flaws G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  return TRUE;
}

static GIOStream *
wrap_connection (ScriptServer *self, GSocketConnection *connection)
{
  if (self->certificate == NULL)
    return g_object_ref (G_IO_STREAM (connection));

  GIOStream *stream
      = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
  if (self->wants_certificate)
    {
      g_object_set (stream, "authentication-mode", G_TLS_AUTHENTICATION_REQUIRED, NULL);
      g_signal_connect (stream, "accept-certificate", G_CALLBACK (accept_certificate), NULL);
    }
  return stream;
}

static gpointer
serve (gpointer data)
{
  Guest *guest = data;
  ScriptServer *self = guest->server;
  g_autoptr (GIOStream) stream = wrap_connection (self, guest->connection);
  GSocket *socket = g_socket_connection_get_socket (guest->connection);
  g_autoptr (GString) buffer = g_string_new (NULL);
  bool keep = stream != NULL;

  /* Head and body are written apart: without this each body waits 40 ms for the head's receipt. */
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  while (keep)
    {
      size_t head_length;
      g_autofree char *request
          = read_request (self, g_io_stream_get_input_stream (stream), buffer, &head_length);
      keep = request != NULL
             && answer_request (self, g_io_stream_get_output_stream (stream), request, head_length);
    }
  if (stream != NULL)
    g_io_stream_close (stream, NULL, NULL);
  g_object_unref (guest->connection);
  g_free (guest);
  return NULL;
}

static gpointer
accept_guests (gpointer data)
{
  ScriptServer *self = data;

  for (;;)
    {
      g_autoptr (GSocket) socket = g_socket_accept (self->socket, self->stopping, NULL);
      if (socket == NULL)
        return NULL;
      Guest *guest = g_new0 (Guest, 1);
      guest->server = self;
      guest->connection = g_socket_connection_factory_create_connection (socket);
      g_mutex_lock (&self->mutex);
      g_ptr_array_add (self->connections, g_thread_new ("guest", serve, guest));
      g_mutex_unlock (&self->mutex);
    }
}

ScriptServer *
script_server_new_tls (GTlsCertificate *certificate)
{
  ScriptServer *self = g_new0 (ScriptServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->mutex);
  self->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  self->stopping = g_cancellable_new ();
  self->connections = g_ptr_array_new ();
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->scripts
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)free_script);
  self->socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_bind (self->socket, any_port, TRUE, &error);
  g_assert_no_error (error);
  g_socket_set_listen_backlog (self->socket, 64);
  g_socket_listen (self->socket, &error);
  g_assert_no_error (error);

  g_autoptr (GSocketAddress) bound = g_socket_get_local_address (self->socket, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  self->url
      = g_strdup_printf ("%s://127.0.0.1:%u", certificate != NULL ? "https" : "http", self->port);
  self->acceptor = g_thread_new ("script-server", accept_guests, self);
  return self;
}

ScriptServer *
script_server_new (void)
{
  return script_server_new_tls (NULL);
}

void
script_server_want_certificate (ScriptServer *self)
{
  self->wants_certificate = true;
}

void
script_server_free (ScriptServer *self)
{
  if (self == NULL)
    return;
  g_cancellable_cancel (self->stopping);
  g_thread_join (self->acceptor);
  for (unsigned i = 0; i < self->connections->len; i++)
    g_thread_join (self->connections->pdata[i]);
  g_ptr_array_unref (self->connections);
  g_ptr_array_unref (self->requests);
  g_hash_table_unref (self->scripts);
  g_object_unref (self->socket);
  g_object_unref (self->stopping);
  g_clear_object (&self->certificate);
  g_mutex_clear (&self->mutex);
  g_free (self->url);
  g_free (self);
}

void
script_server_add (ScriptServer *self, const char *target, const ScriptAnswer *answer)
{
  ScriptAnswer *copy = g_new0 (ScriptAnswer, 1);

  *copy = *answer;
  copy->headers = g_strdup (answer->headers);
  copy->type = g_strdup (answer->type);
  copy->body = g_strdup (answer->body);
  copy->raw = g_strdup (answer->raw);
  copy->bytes = answer->bytes != NULL ? g_bytes_ref (answer->bytes) : NULL;

  g_mutex_lock (&self->mutex);
  Script *script = g_hash_table_lookup (self->scripts, target);
  if (script == NULL)
    {
      script = g_new0 (Script, 1);
      script->answers = g_ptr_array_new_with_free_func ((GDestroyNotify)free_answer);
      g_hash_table_insert (self->scripts, g_strdup (target), script);
    }
  g_ptr_array_add (script->answers, copy);
  g_mutex_unlock (&self->mutex);
}

void
script_server_add_file (ScriptServer *self, const char *target, const char *path)
{
  g_autofree char *body = NULL;
  size_t length;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &body, &length, &error);
  g_assert_no_error (error);
  g_autoptr (GBytes) bytes = g_bytes_new (body, length);
  script_server_add (self, target, &(ScriptAnswer){ .bytes = bytes });
}

void
script_server_set_handler (ScriptServer *self, ScriptHandler handler, gpointer data)
{
  g_mutex_lock (&self->mutex);
  self->handler = handler;
  self->handler_data = data;
  g_mutex_unlock (&self->mutex);
}

const char *
script_server_get_url (ScriptServer *self)
{
  return self->url;
}

unsigned
script_server_get_port (ScriptServer *self)
{
  return self->port;
}

unsigned
script_server_count (ScriptServer *self)
{
  g_mutex_lock (&self->mutex);
  unsigned count = self->requests->len;
  g_mutex_unlock (&self->mutex);
  return count;
}

unsigned
script_server_count_target (ScriptServer *self, const char *target)
{
  g_mutex_lock (&self->mutex);
  Script *script = g_hash_table_lookup (self->scripts, target);
  unsigned count = script != NULL ? script->count : 0;
  g_mutex_unlock (&self->mutex);
  return count;
}

unsigned
script_server_get_most_parallel (ScriptServer *self)
{
  g_mutex_lock (&self->mutex);
  unsigned most = self->most_parallel;
  g_mutex_unlock (&self->mutex);
  return most;
}

char *
script_server_dup_request (ScriptServer *self, unsigned index)
{
  g_mutex_lock (&self->mutex);
  g_assert_cmpuint (index, <, self->requests->len);
  char *request = g_strdup (self->requests->pdata[index]);
  g_mutex_unlock (&self->mutex);
  return request;
}
