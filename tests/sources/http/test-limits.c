/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HTTP client's limits: size, silence, rate, parallel requests, waiting times, cancelling. No
 * time is asserted, only counts and who gives up. */

#include "sources/http/http.h"

#include "sources/http/retry.h"
#include "support/script-server.h"

#include <stdint.h>
#include <string.h>

static ParlHttpOptions
choose_options (ScriptServer *server)
{
  ParlHttpOptions options = PARL_HTTP_OPTIONS_INIT;

  options.source = "updates";
  options.base_url = script_server_get_url (server);
  options.rate = 0;
  options.retries = 0;
  options.backoff = 1;
  return options;
}

static void
assert_fails (const ParlHttpOptions *options, GCancellable *cancellable, GQuark domain, int code,
              const char *says)
{
  ParlHttpRequest request = { .path = "/x" };
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlHttp) http = parl_http_new (options, &error);
  g_assert_no_error (error);

  g_autoptr (ParlHttpResponse) response = parl_http_fetch (http, &request, cancellable, &error);
  g_assert_null (response);
  g_assert_error (error, domain, code);
  g_assert_nonnull (strstr (error->message, says));
}

static void
test_huge (gconstpointer data)
{
  const ScriptAnswer *shape = data;
  g_autoptr (ScriptServer) server = script_server_new ();
  ParlHttpOptions options = choose_options (server);
  g_autoptr (GBytes) zeros = g_bytes_new_take (g_malloc0 (300000), 300000);
  ScriptAnswer answer = *shape;

  options.max_body = 100000;
  answer.bytes = zeros;
  script_server_add (server, "/x", &answer);
  assert_fails (&options, NULL, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_TOO_LARGE,
                "updates: GET /x: the answer is larger than 100.0");
}

static GBytes *
compress (const void *data, size_t length)
{
  g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (gzip));

  g_output_stream_write_all (stream, data, length, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static void
test_gzip_bomb (void)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  ParlHttpOptions options = choose_options (server);
  g_autofree char *zeros = g_malloc0 (50 * 1024 * 1024);
  g_autoptr (GBytes) bomb = compress (zeros, 50 * 1024 * 1024);

  g_assert_cmpuint (g_bytes_get_size (bomb), <, 100000);
  options.max_body = 1000000;
  script_server_add (server, "/x",
                     &(ScriptAnswer){ .headers = "Content-Encoding: gzip\r\n", .bytes = bomb });
  assert_fails (&options, NULL, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_TOO_LARGE, "1.0");
}

static void
test_gzip (void)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  ParlHttpOptions options = choose_options (server);
  ParlHttpRequest request = { .path = "/x" };
  g_autoptr (GBytes) packed = compress ("{\"a\":1}", 7);
  g_autoptr (GError) error = NULL;

  script_server_add (server, "/x",
                     &(ScriptAnswer){ .headers = "Content-Encoding: gzip\r\n", .bytes = packed });
  g_autoptr (ParlHttp) http = parl_http_new (&options, &error);
  g_autoptr (ParlHttpResponse) response = parl_http_fetch (http, &request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (response->body, NULL), g_bytes_get_size (response->body),
                   "{\"a\":1}", 7);
}

static void
test_gzip_broken (void)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  ParlHttpOptions options = choose_options (server);
  g_autofree char *noise = g_malloc (100000);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (unsigned i = 0; i < 100000; i++)
    noise[i] = (char)g_rand_int (rand);
  g_autoptr (GBytes) sound = compress (noise, 100000);
  size_t size;
  char *broken = g_bytes_unref_to_data (g_steal_pointer (&sound), &size);
  memset (broken + 70000, 0xff, 1000);
  g_autoptr (GBytes) bytes = g_bytes_new_take (broken, size);
  script_server_add (server, "/x",
                     &(ScriptAnswer){ .headers = "Content-Encoding: gzip\r\n", .bytes = bytes });
  assert_fails (&options, NULL, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED,
                "updates: GET /x: the answer cannot be decompressed");
}

static void
test_silence_before (void)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  ParlHttpOptions options = choose_options (server);

  options.timeout = 1;
  script_server_add (server, "/x", &(ScriptAnswer){ .body = "{}", .delay = 3600 * 1000 });
  assert_fails (&options, NULL, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SLOW,
                "no answer within 1 seconds");
}

/* A machine that is too busy to bring the first bytes in time is asked again. */
static void
test_silence_inside (void)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  ParlHttpOptions options = choose_options (server);
  ParlHttpRequest request = { .path = "/x" };
  g_autoptr (GError) error = NULL;

  options.timeout = 1;
  script_server_add (server, "/x", &(ScriptAnswer){ .body = "[1,2,3]", .cut = 3, .silent = true });
  g_autoptr (ParlHttp) http = parl_http_new (&options, &error);
  do
    {
      g_clear_error (&error);
      g_assert_null (parl_http_fetch (http, &request, NULL, &error));
      g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SLOW);
    }
  while (strstr (error->message, "no answer within") != NULL);
  g_assert_nonnull (strstr (error->message, "the answer stopped after 3 bytes"));
}

static void
test_come_back_later (gconstpointer data)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  ParlHttpOptions options = choose_options (server);

  options.retries = 4;
  script_server_add (server, "/x", &(ScriptAnswer){ .status = 429, .headers = data });
  assert_fails (&options, NULL, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_BUSY,
                "the server answered 429: it is busy; it asks to come back after 20");
  g_assert_cmpuint (script_server_count (server), ==, 1);
}

typedef struct
{
  const char *retry_after;
  const char *date;
  int64_t seconds; /* -1: nothing that makes sense */
} RetryAfterCase;

static const RetryAfterCase retry_afters[] = {
  { "120", NULL, 120 },
  { "0", NULL, 0 },
  { NULL, NULL, -1 },
  { "", NULL, -1 },
  { "-5", NULL, -1 },
  { "soon", NULL, -1 },
  { "99999999999999999999", NULL, -1 },
  { "Sat, 21 Nov 2026 10:00:30 GMT", "Sat, 21 Nov 2026 10:00:00 GMT", 30 },
  { "Sat, 21 Nov 2026 10:00:30 GMT", "Sat, 21 Nov 2026 11:00:00 GMT", 0 },
  { "Thu, 01 Jan 1970 00:18:20 GMT", NULL, 100 }, /* our own clock says 1000 */
  { "Thu, 01 Jan 1970 00:18:20 GMT", "no date", 100 },
};

static void
test_retry_after (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (retry_afters); i++)
    {
      int64_t seconds = -1;
      bool found = parl_http_read_retry_after (retry_afters[i].retry_after, retry_afters[i].date,
                                               1000, &seconds);
      g_assert_cmpint (seconds, ==, retry_afters[i].seconds);
      g_assert_true (found == (retry_afters[i].seconds >= 0));
    }
}

static void
test_backoff (void)
{
  int64_t longest[] = { 0, 0, 0 };

  for (unsigned i = 0; i < 2000; i++)
    for (unsigned tries = 1; tries <= 3; tries++)
      {
        int64_t pause = parl_http_draw_backoff (500, tries);
        g_assert_cmpint (pause, >=, 0);
        g_assert_cmpint (pause, <=, 500000ll << (tries - 1));
        longest[tries - 1] = MAX (longest[tries - 1], pause);
      }
  g_assert_cmpint (longest[1], >, longest[0]);
  g_assert_cmpint (longest[2], >, longest[1]);
  g_assert_cmpint (parl_http_draw_backoff (500, 1000), <=, 30 * G_USEC_PER_SEC);
}

static gpointer
cancel_when_asked (gpointer data)
{
  gpointer *pair = data;

  while (script_server_count (pair[0]) == 0)
    g_usleep (1000);
  g_cancellable_cancel (pair[1]);
  return NULL;
}

/* The waits would take an hour; the test's own time limit fails it if cancelling has to wait. */
static void
test_cancel (gconstpointer data)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  ParlHttpOptions options = choose_options (server);
  gpointer pair[] = { server, cancellable };

  options.timeout = 3600;
  options.retries = 4;
  options.backoff = 3600 * 1000;
  script_server_add (server, "/x", data);
  GThread *thread = g_thread_new ("cancel", cancel_when_asked, pair);
  assert_fails (&options, cancellable, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  g_thread_join (thread);
  g_assert_cmpuint (script_server_count (server), ==, 1);
}

static void
test_cancelled_before (void)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  ParlHttpOptions options = choose_options (server);

  g_cancellable_cancel (cancellable);
  assert_fails (&options, cancellable, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  g_assert_cmpuint (script_server_count (server), ==, 0);
}

typedef struct
{
  unsigned good;
  unsigned bad;
  uint64_t seen;
  unsigned stop_after;
} Tally;

static bool
count_done (unsigned index, ParlHttpResponse *response, const GError *error, gpointer data,
            GError **out_error)
{
  Tally *tally = data;

  g_assert_true ((response != NULL) == (error == NULL));
  g_assert_cmpuint (tally->seen & ((uint64_t)1 << index), ==, 0);
  tally->seen |= (uint64_t)1 << index;
  tally->good += error == NULL;
  tally->bad += error != NULL;
  if (tally->good + tally->bad != tally->stop_after)
    return true;
  g_set_error (out_error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED, "enough");
  return false;
}

typedef struct
{
  GMutex mutex;
  GCond cond;
  unsigned n_there;
} Gate;

/* Nobody gets an answer before two have asked: a client that asks one by one never ends. */
static ScriptAnswer
answer_two (const char *method G_GNUC_UNUSED, const char *target, const char *body G_GNUC_UNUSED,
            gpointer data)
{
  Gate *gate = data;

  g_mutex_lock (&gate->mutex);
  gate->n_there++;
  g_cond_broadcast (&gate->cond);
  while (gate->n_there < 2)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
  return (ScriptAnswer){ .status = g_str_equal (target, "/x") ? 200 : 404, .body = "{}" };
}

static void
test_batch (void)
{
  Gate gate = { 0 };
  g_autoptr (ScriptServer) server = script_server_new ();
  ParlHttpOptions options = choose_options (server);
  ParlHttpRequest requests[40];
  Tally tally = { 0 };
  g_autoptr (GError) error = NULL;

  options.parallel = 3;
  for (unsigned i = 0; i < G_N_ELEMENTS (requests); i++)
    requests[i] = (ParlHttpRequest){ .path = i % 10 == 7 ? "/missing" : "/x" };
  script_server_set_handler (server, answer_two, &gate);
  g_autoptr (ParlHttp) http = parl_http_new (&options, &error);
  g_assert_true (parl_http_fetch_many (http, requests, G_N_ELEMENTS (requests), count_done, &tally,
                                       NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (tally.good, ==, 36);
  g_assert_cmpuint (tally.bad, ==, 4);
  g_assert_cmpuint (script_server_get_most_parallel (server), <=, 3);
  g_assert_cmpuint (script_server_get_most_parallel (server), >, 1);
}

static void
test_batch_stops (void)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  ParlHttpOptions options = choose_options (server);
  ParlHttpRequest requests[40];
  Tally tally = { .stop_after = 3 };
  g_autoptr (GError) error = NULL;

  options.parallel = 2;
  for (unsigned i = 0; i < G_N_ELEMENTS (requests); i++)
    requests[i] = (ParlHttpRequest){ .path = "/x" };
  script_server_add (server, "/x", &(ScriptAnswer){ .body = "{}" });
  g_autoptr (ParlHttp) http = parl_http_new (&options, &error);
  g_assert_false (parl_http_fetch_many (http, requests, G_N_ELEMENTS (requests), count_done, &tally,
                                        NULL, &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED);
  g_assert_cmpuint (tally.good, ==, 3);
  g_assert_cmpuint (script_server_count (server), <=, 6);
}

/* However slow this machine is, t seconds hold at most rate * t + 1 requests. */
static void
test_rate (void)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  ParlHttpOptions options = choose_options (server);
  ParlHttpRequest requests[30];
  Tally tally = { 0 };
  g_autoptr (GError) error = NULL;

  options.rate = 100;
  options.parallel = 8;
  for (unsigned i = 0; i < G_N_ELEMENTS (requests); i++)
    requests[i] = (ParlHttpRequest){ .path = "/x" };
  script_server_add (server, "/x", &(ScriptAnswer){ .body = "{}" });
  g_autoptr (ParlHttp) http = parl_http_new (&options, &error);
  int64_t start = g_get_monotonic_time ();
  g_assert_true (parl_http_fetch_many (http, requests, G_N_ELEMENTS (requests), count_done, &tally,
                                       NULL, &error));
  double seconds = (double)(g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  g_assert_cmpuint (tally.good, ==, 30);
  g_assert_cmpfloat (tally.good, <=, 100 * seconds + 1);
}

typedef struct
{
  GString *text;
  unsigned restarts;
  size_t stop_at;
} Basin;

static bool
catch_piece (const char *piece, size_t length, gpointer data, GError **error)
{
  Basin *basin = data;

  if (piece == NULL)
    {
      basin->restarts++;
      g_string_truncate (basin->text, 0);
      return true;
    }
  g_string_append_len (basin->text, piece, length);
  if (basin->stop_at == 0 || basin->text->len < basin->stop_at)
    return true;
  g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED, "full");
  return false;
}

static void
test_sink (void)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  ParlHttpOptions options = choose_options (server);
  ParlHttpRequest request = { .path = "/x" };
  g_autoptr (GString) text = g_string_new (NULL);
  Basin basin = { .text = text };
  g_autoptr (GError) error = NULL;

  options.retries = 3;
  script_server_add (server, "/x", &(ScriptAnswer){ .status = 503, .body = "not this" });
  script_server_add (server, "/x", &(ScriptAnswer){ .body = "hello, world", .cut = 4 });
  script_server_add (server, "/x", &(ScriptAnswer){ .body = "hello, world", .piece = 2 });
  g_autoptr (ParlHttp) http = parl_http_new (&options, &error);
  g_assert_true (parl_http_fetch_into (http, &request, catch_piece, &basin, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (text->str, ==, "hello, world");
  g_assert_cmpuint (basin.restarts, ==, 1);

  basin.stop_at = 4;
  g_string_truncate (text, 0);
  g_assert_false (parl_http_fetch_into (http, &request, catch_piece, &basin, NULL, &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED);
  g_assert_cmpstr (error->message, ==, "full");
}

static gpointer
fetch_elsewhere (gpointer data)
{
  ParlHttpRequest request = { .path = "/x" };
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlHttpResponse) response = parl_http_fetch (data, &request, NULL, &error);

  g_assert_no_error (error);
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  ParlHttpOptions options = choose_options (server);
  g_autoptr (ParlHttp) http = parl_http_new (&options, NULL);

  script_server_add (server, "/x", &(ScriptAnswer){ .body = "{}" });
  for (unsigned i = 0; i < 4; i++)
    {
      fetch_elsewhere (http);
      g_thread_join (g_thread_new ("elsewhere", fetch_elsewhere, http));
    }
  g_assert_cmpuint (script_server_count (server), ==, 8);
}

static const ScriptAnswer whole = { 0 };
static const ScriptAnswer chunked = { .piece = 4096 };
static const ScriptAnswer busy = { .status = 503 };
static const ScriptAnswer busy_hour = { .status = 503, .headers = "Retry-After: 59\r\n" };
static const ScriptAnswer late = { .body = "{}", .delay = 3600 * 1000 };
static const ScriptAnswer silent = { .body = "[1,2,3]", .cut = 3, .silent = true };

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/http/huge/whole", &whole, test_huge);
  g_test_add_data_func ("/http/huge/chunked", &chunked, test_huge);
  g_test_add_func ("/http/gzip/bomb", test_gzip_bomb);
  g_test_add_func ("/http/gzip/broken", test_gzip_broken);
  g_test_add_func ("/http/gzip/plain", test_gzip);
  g_test_add_func ("/http/silence/before", test_silence_before);
  g_test_add_func ("/http/silence/inside", test_silence_inside);
  g_test_add_data_func ("/http/come-back-later/seconds", "Retry-After: 7200\r\n",
                        test_come_back_later);
  g_test_add_data_func ("/http/come-back-later/date",
                        "Date: Sat, 21 Nov 2026 10:00:00 GMT\r\n"
                        "Retry-After: Sat, 21 Nov 2026 12:00:00 GMT\r\n",
                        test_come_back_later);
  g_test_add_func ("/http/retry-after", test_retry_after);
  g_test_add_func ("/http/backoff", test_backoff);
  g_test_add_data_func ("/http/cancel/backoff", &busy, test_cancel);
  g_test_add_data_func ("/http/cancel/retry-after", &busy_hour, test_cancel);
  g_test_add_data_func ("/http/cancel/before-answer", &late, test_cancel);
  g_test_add_data_func ("/http/cancel/inside-answer", &silent, test_cancel);
  g_test_add_func ("/http/cancel/before", test_cancelled_before);
  g_test_add_func ("/http/batch/all", test_batch);
  g_test_add_func ("/http/batch/stops", test_batch_stops);
  g_test_add_func ("/http/rate", test_rate);
  g_test_add_func ("/http/sink", test_sink);
  g_test_add_func ("/http/threads", test_threads);
  return g_test_run ();
}
