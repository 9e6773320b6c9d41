/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HTTP client against a scripted server: what comes back, what a failure is called, and where
 * credentials go. */

#include "sources/http/http.h"

#include "sources/http/reason.h"
#include "support/script-server.h"

#include <glib/gstdio.h>
#include <string.h>

static ParlHttp *
create_client (const char *url, ParlAuth auth)
{
  ParlHttpOptions options = PARL_HTTP_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  options.source = "updates";
  options.base_url = url;
  options.auth = auth;
  options.user = auth == PARL_AUTH_BASIC ? "reader" : NULL;
  options.secret = auth != PARL_AUTH_NONE ? "open sesame" : NULL;
  options.rate = 0;
  options.retries = 2;
  options.backoff = 2;
  ParlHttp *http = parl_http_new (&options, &error);
  g_assert_no_error (error);
  return http;
}

typedef struct
{
  const char *name;
  ScriptAnswer answer;
  int code;
  const char *says; /* the whole message; “%u” stands for the port */
  unsigned requests;
} FailureCase;

static const FailureCase failures[] = {
  { "401",
    { .status = 401, .type = "text/plain", .body = "Unauthorized\n" },
    PARL_SOURCE_ERROR_DENIED,
    "updates: GET /x: the server answered 401: wrong user or password; it says “Unauthorized”",
    1 },
  { "403-spring",
    { .status = 403,
      .body = "{\"timestamp\":1,\"status\":403,\"error\":\"Forbidden\",\"path\":\"/x\"}" },
    PARL_SOURCE_ERROR_DENIED,
    "updates: GET /x: the server answered 403: these credentials may not read this; it says "
    "“Forbidden”",
    1 },
  { "404-text",
    { .status = 404, .type = "text/plain", .body = "404 page not found\n" },
    PARL_SOURCE_ERROR_NOT_FOUND,
    "updates: GET /x: the server answered 404: there is nothing at this address; it says “404 page "
    "not found”",
    1 },
  { "404-hawkbit",
    { .status = 404,
      .body = "{\"errorCode\":\"hawkbit.server.error.repo.entitiyNotFound\",\"message\":\"no such "
              "rollout\"}" },
    PARL_SOURCE_ERROR_NOT_FOUND,
    "updates: GET /x: the server answered 404: there is nothing at this address; it says “no such "
    "rollout (hawkbit.server.error.repo.entitiyNotFound)”",
    1 },
  { "400-prometheus",
    { .status = 400,
      .body = "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"1:9: parse error\"}" },
    PARL_SOURCE_ERROR_SERVER,
    "updates: GET /x: the server answered 400 (Scripted); it says “1:9: parse error (bad_data)”",
    1 },
  { "500-web-page",
    { .status = 500, .type = "text/html", .body = "<html>sorry</html>" },
    PARL_SOURCE_ERROR_SERVER,
    "updates: GET /x: the server answered 500 (Scripted)",
    1 },
  { "echoes-secret",
    { .status = 400,
      .type = "text/plain",
      .body = "you\r\nsent\x01 cmVhZGVyOm9wZW4gc2VzYW1l, open sesame" },
    PARL_SOURCE_ERROR_SERVER,
    "updates: GET /x: the server answered 400 (Scripted); it says “you sent …, …”",
    1 },
  { "429",
    { .status = 429 },
    PARL_SOURCE_ERROR_BUSY,
    "updates: GET /x: the server answered 429: it is busy (tried 3 times)",
    3 },
  { "503-wait-0",
    { .status = 503, .headers = "Retry-After: 0\r\nDate: Sat, 21 Nov 2026 10:00:00 GMT\r\n" },
    PARL_SOURCE_ERROR_BUSY,
    NULL,
    3 },
  { "502",
    { .status = 502 },
    PARL_SOURCE_ERROR_SERVER,
    "updates: GET /x: the server answered 502: the server behind it does not answer (tried 3 "
    "times)",
    3 },
  { "cut-length",
    { .body = "{\"status\":\"success\"}", .cut = 7 },
    PARL_SOURCE_ERROR_UNREACHABLE,
    "updates: GET /x: the connection to 127.0.0.1 broke off (tried 3 times)",
    3 },
  { "cut-chunk",
    { .raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{\"sta" },
    PARL_SOURCE_ERROR_UNREACHABLE,
    "updates: GET /x: the connection to 127.0.0.1 broke off (tried 3 times)",
    3 },
  { "no-answer",
    { .drop = true },
    PARL_SOURCE_ERROR_UNREACHABLE,
    "updates: GET /x: the connection to 127.0.0.1 broke off (tried 3 times)",
    3 },
  { "not-http",
    { .raw = "220 mail.example.com ESMTP\r\n\r\n" },
    PARL_SOURCE_ERROR_MALFORMED,
    "updates: GET /x: what 127.0.0.1 answers is not HTTP",
    1 },
  { "304-not-asked",
    { .status = 304 },
    PARL_SOURCE_ERROR_SERVER,
    "updates: GET /x: the server answered 304 (Scripted)",
    1 },
  { "redirect-loop",
    { .status = 302, .headers = "Location: /x\r\n" },
    PARL_SOURCE_ERROR_SERVER,
    "updates: GET /x: the server redirects again and again",
    4 },
  { "redirect-nowhere",
    { .status = 302 },
    PARL_SOURCE_ERROR_SERVER,
    "updates: GET /x: the server redirects, but not to an address",
    1 },
};

static void
test_failure (gconstpointer data)
{
  const FailureCase *test = data;
  g_autoptr (ScriptServer) server = script_server_new ();
  g_autoptr (ParlHttp) http = create_client (script_server_get_url (server), PARL_AUTH_BASIC);
  ParlHttpRequest request = { .path = "/x?secret-looking=query" };
  g_autoptr (GError) error = NULL;

  script_server_add (server, "/x", &test->answer);
  g_autoptr (ParlHttpResponse) response = parl_http_fetch (http, &request, NULL, &error);
  g_assert_null (response);
  g_assert_error (error, PARL_SOURCE_ERROR, test->code);
  if (test->says != NULL)
    g_assert_cmpstr (error->message, ==, test->says);
  g_assert_cmpuint (script_server_count (server), ==, test->requests);
  g_assert_cmpuint (parl_http_get_n_requests (http), ==, test->requests);
}

typedef struct
{
  const char *file;
  unsigned status;
  int code;
  const char *says;
} RecordedCase;

static const RecordedCase recorded[] = {
  { "prometheus/err_401.txt", 401, PARL_SOURCE_ERROR_DENIED, "it says “Unauthorized”" },
  { "prometheus/err_404.txt", 404, PARL_SOURCE_ERROR_NOT_FOUND, "“404 page not found”" },
  { "prometheus/err_bad_data_11000.json", 400, PARL_SOURCE_ERROR_SERVER,
    "“exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query "
    "resolution (?step=XX) (bad_data)”" },
  { "prometheus/err_bad_data_parse.json", 400, PARL_SOURCE_ERROR_SERVER,
    "“invalid parameter \"query\": 1:9: parse error: unclosed left parenthesis (bad_data)”" },
  { "prometheus/err_execution_many_to_many.json", 422, PARL_SOURCE_ERROR_SERVER,
    "“found duplicate series for the match group {model=\"yolov8n\"}" },
  { "prometheus/err_timeout.json", 503, PARL_SOURCE_ERROR_BUSY,
    "“query timed out in expression evaluation (timeout)”" },
  { "victoriametrics/err_parse.json", 422, PARL_SOURCE_ERROR_SERVER,
    "“error when executing query=\"rate(foo\" for" },
  { "victoriametrics/err_points.json", 422, PARL_SOURCE_ERROR_SERVER, "too many points" },
};

static void
test_recorded (void)
{
  static const char *const no_secrets[] = { NULL };

  for (unsigned i = 0; i < G_N_ELEMENTS (recorded); i++)
    {
      g_autofree char *path
          = g_test_build_filename (G_TEST_DIST, "fixtures", recorded[i].file, NULL);
      g_autofree char *text = NULL;
      size_t length;
      g_autoptr (GError) error = NULL;
      g_file_get_contents (path, &text, &length, &error);
      g_assert_no_error (error);
      g_autoptr (GBytes) body = g_bytes_new (text, length);
      ParlHttpReason reason
          = parl_http_explain_status (recorded[i].status, "", PARL_AUTH_NONE, body, no_secrets);
      g_autofree char *says = reason.text;
      g_assert_cmpint (reason.code, ==, recorded[i].code);
      g_assert_nonnull (strstr (says, recorded[i].says));
      g_assert_cmpint (g_utf8_strlen (says, -1), <, 300);
    }
}

static void
test_answer (void)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  g_autofree char *base = g_strconcat (script_server_get_url (server), "/prefix/", NULL);
  g_autoptr (ParlHttp) http = create_client (base, PARL_AUTH_BASIC);
  ParlHttpRequest request = { .path = "/x?limit=5" };
  g_autoptr (GError) error = NULL;

  script_server_add (server, "/prefix/x",
                     &(ScriptAnswer){ .headers = "ETag: \"v1\"\r\n", .body = "{}", .piece = 1 });
  g_autoptr (ParlHttpResponse) response = parl_http_fetch (http, &request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (response->status, ==, 200);
  g_assert_cmpmem (g_bytes_get_data (response->body, NULL), g_bytes_get_size (response->body), "{}",
                   2);
  g_assert_cmpstr (response->etag, ==, "\"v1\"");
  g_assert_cmpstr (response->content_type, ==, "application/json");

  g_autofree char *sent = script_server_dup_request (server, 0);
  g_assert_true (g_str_has_prefix (sent, "GET /prefix/x?limit=5 HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (sent, "\r\nAuthorization: Basic cmVhZGVyOm9wZW4gc2VzYW1l\r\n"));
  g_assert_nonnull (strstr (sent, "\r\nAccept-Encoding: identity\r\n"));
  g_autofree char *where = parl_http_dup_where (http, &request);
  g_assert_cmpstr (where, ==, "updates: GET /prefix/x");
}

static void
test_etag (void)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  g_autoptr (ParlHttp) http = create_client (script_server_get_url (server), PARL_AUTH_NONE);
  ParlHttpRequest request = { .path = "/x", .etag = "\"v1\"" };
  g_autoptr (GError) error = NULL;

  script_server_add (server, "/x", &(ScriptAnswer){ .status = 304, .headers = "ETag: \"v1\"\r\n" });
  g_autoptr (ParlHttpResponse) response = parl_http_fetch (http, &request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (response->status, ==, 304);
  g_autofree char *sent = script_server_dup_request (server, 0);
  g_assert_nonnull (strstr (sent, "\r\nIf-None-Match: \"v1\"\r\n"));
  g_assert_null (strstr (sent, "Authorization"));
}

static void
test_post (void)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  ParlHttpOptions options = PARL_HTTP_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  options.source = "metrics";
  options.base_url = script_server_get_url (server);
  options.auth = PARL_AUTH_BEARER;
  options.secret = "t0ken";
  options.tenant = "cameras";
  options.backoff = 1;
  g_autoptr (ParlHttp) http = parl_http_new (&options, &error);
  g_assert_no_error (error);
  script_server_add (server, "/q", &(ScriptAnswer){ .status = 503 });
  script_server_add (server, "/q", &(ScriptAnswer){ .body = "{}" });

  ParlHttpRequest request = { .path = "/q", .form = "query=up&step=60" };
  g_autoptr (ParlHttpResponse) response = parl_http_fetch (http, &request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (script_server_count (server), ==, 2);
  g_autofree char *sent = script_server_dup_request (server, 1);
  g_assert_true (g_str_has_prefix (sent, "POST /q HTTP/1.1\r\n"));
  g_assert_true (g_str_has_suffix (sent, "\r\n\r\nquery=up&step=60"));
  g_assert_nonnull (strstr (sent, "\r\nAuthorization: Bearer t0ken\r\n"));
  g_assert_nonnull (strstr (sent, "\r\nX-Scope-OrgID: cameras\r\n"));
}

static void
test_redirect_inside (void)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  g_autoptr (ParlHttp) http = create_client (script_server_get_url (server), PARL_AUTH_BASIC);
  ParlHttpRequest request = { .path = "/old" };
  g_autoptr (GError) error = NULL;

  script_server_add (server, "/old",
                     &(ScriptAnswer){ .status = 301, .headers = "Location: /new?a=1\r\n" });
  script_server_add (server, "/new?a=1", &(ScriptAnswer){ .body = "{}" });
  g_autoptr (ParlHttpResponse) response = parl_http_fetch (http, &request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (response->status, ==, 200);
  g_autofree char *sent = script_server_dup_request (server, 1);
  g_assert_nonnull (strstr (sent, "\r\nAuthorization: Basic "));
}

/* Another port is another place: nothing may arrive there. */
static void
test_redirect_outside (void)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  g_autoptr (ScriptServer) thief = script_server_new ();
  g_autoptr (ParlHttp) http = create_client (script_server_get_url (server), PARL_AUTH_BASIC);
  g_autofree char *location
      = g_strdup_printf ("Location: %s/take\r\n", script_server_get_url (thief));
  g_autofree char *says = g_strdup_printf ("updates: GET /x: the server redirects to “%s”; "
                                           "credentials are never sent on to another place",
                                           script_server_get_url (thief));
  ParlHttpRequest request = { .path = "/x" };
  g_autoptr (GError) error = NULL;

  script_server_add (server, "/x", &(ScriptAnswer){ .status = 307, .headers = location });
  script_server_add (thief, "/take", &(ScriptAnswer){ .body = "{}" });
  g_autoptr (ParlHttpResponse) response = parl_http_fetch (http, &request, NULL, &error);
  g_assert_null (response);
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SERVER);
  g_assert_cmpstr (error->message, ==, says);
  g_assert_cmpuint (script_server_count (thief), ==, 0);
}

static void
test_unreachable (void)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  g_autofree char *dead = g_strdup (script_server_get_url (server));
  ParlHttpRequest request = { .path = "/x" };
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&server, script_server_free);
  g_autoptr (ParlHttp) refused = create_client (dead, PARL_AUTH_NONE);
  g_autoptr (ParlHttpResponse) response = parl_http_fetch (refused, &request, NULL, &error);
  g_assert_null (response);
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_UNREACHABLE);
  g_assert_true (g_str_has_prefix (error->message, "updates: GET /x: 127.0.0.1 refuses connections"
                                                   " on port "));
  g_assert_cmpuint (parl_http_get_n_requests (refused), ==, 3);

  g_clear_error (&error);
  g_autoptr (ParlHttp) nowhere = create_client ("https://updates.invalid", PARL_AUTH_NONE);
  response = parl_http_fetch (nowhere, &request, NULL, &error);
  g_assert_null (response);
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (error->message, "“updates.invalid”"));
  g_assert_nonnull (strstr (error->message, "(DNS)"));
}

static GTlsCertificate *
create_certificate (GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("parlance-tls-XXXXXX", error);
  g_autofree char *key = g_build_filename (folder, "key.pem", NULL);
  g_autofree char *pem = g_build_filename (folder, "cert.pem", NULL);
  const char *arguments[]
      = { "openssl", "req",  "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout",
          key,       "-out", pem,     "-days",   "2",        "-subj",  "/CN=elsewhere.example",
          NULL };
  int status;

  GTlsCertificate *certificate = NULL;

  if (g_spawn_sync (NULL, (char **)arguments, NULL,
                    G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                    &status, error)
      && g_spawn_check_wait_status (status, error))
    certificate = g_tls_certificate_new_from_files (pem, key, error);
  g_unlink (pem);
  g_unlink (key);
  g_rmdir (folder);
  return certificate;
}

static void
test_certificate (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = create_certificate (&error);

  if (certificate == NULL)
    {
      g_autofree char *reason = g_strdup_printf ("no certificate to test with: %s", error->message);
      g_test_skip (reason);
      return;
    }

  g_autoptr (ScriptServer) server = script_server_new_tls (certificate);
  g_autoptr (ParlHttp) http = create_client (script_server_get_url (server), PARL_AUTH_BASIC);
  ParlHttpRequest request = { .path = "/x" };
  g_autoptr (ParlHttpResponse) response = parl_http_fetch (http, &request, NULL, &error);
  g_assert_null (response);
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_UNREACHABLE);
  g_assert_cmpstr (error->message, ==,
                   "updates: GET /x: the server’s certificate is not accepted: nobody we trust has "
                   "signed it, it is made out to another host");
  g_assert_cmpuint (script_server_count (server), ==, 0);
}

typedef struct
{
  const char *url;
  bool allow_plain;
  const char *says; /* NULL: fine */
} UrlCase;

static const UrlCase urls[] = {
  { "https://updates.example.com/api", false, NULL },
  { "http://127.0.0.1:9090", false, NULL },
  { "http://localhost:9090/", false, NULL },
  { "http://[::1]:9090", false, NULL },
  { "http://updates.example.com", true, NULL },
  { "http://updates.example.com", false, "plain http to another machine" },
  { "http://127.0.0.1.example.com", false, "plain http to another machine" },
  { "http://localhost.example.com", false, "plain http to another machine" },
  { "https://me:pw@example.com", false, "must not hold a user or password" },
  { "https://me@example.com", false, "must not hold a user or password" },
  { "https://example.com/?token=x", false, "must not have a “?”" },
  { "ftp://example.com", false, "must begin with https://" },
  { "example.com", false, "not of the form" },
  { "https://", false, "not of the form" },
  { "", false, "not of the form" },
};

static void
test_urls (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      ParlHttpOptions options = PARL_HTTP_OPTIONS_INIT;
      g_autoptr (GError) error = NULL;
      options.source = "updates";
      options.base_url = urls[i].url;
      options.allow_plain = urls[i].allow_plain;
      g_autoptr (ParlHttp) http = parl_http_new (&options, &error);
      if (urls[i].says == NULL)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG);
      g_assert_nonnull (strstr (error->message, urls[i].says));
      g_assert_null (strstr (error->message, "pw"));
    }
}

static void
test_credentials (void)
{
  ParlHttpOptions options = PARL_HTTP_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  options.source = "updates";
  options.base_url = "https://example.com";
  options.auth = PARL_AUTH_BEARER;
  g_assert_null (parl_http_new (&options, &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SECRET);
  g_clear_error (&error);
  options.secret = "two\r\nX-Admin: yes";
  g_assert_null (parl_http_new (&options, &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SECRET);
  g_assert_null (strstr (error->message, "X-Admin"));
  g_clear_error (&error);
  options.auth = PARL_AUTH_BASIC;
  options.secret = "pw";
  options.user = "a:b";
  g_assert_null (parl_http_new (&options, &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG);
}

/* A client that has to log in first. */
static ParlHttp *
create_member (const char *url)
{
  ParlHttpOptions options = PARL_HTTP_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  options.source = "updates";
  options.base_url = url;
  options.auth = PARL_AUTH_BASIC;
  options.user = "reader";
  options.secret = "open sesame";
  options.login = "/login";
  options.rate = 0;
  options.retries = 0;
  ParlHttp *http = parl_http_new (&options, &error);
  g_assert_no_error (error);
  return http;
}

static void
assert_sent (ScriptServer *server, unsigned index, const char *first, const char *authorization)
{
  g_autofree char *sent = script_server_dup_request (server, index);
  g_autofree char *line = g_strdup_printf ("\r\nAuthorization: %s\r\n", authorization);

  g_assert_true (g_str_has_prefix (sent, first));
  g_assert_nonnull (strstr (sent, line));
}

static unsigned
find_last (ScriptServer *server, const char *first)
{
  for (unsigned i = script_server_count (server); i > 0; i--)
    {
      g_autofree char *sent = script_server_dup_request (server, i - 1);
      if (g_str_has_prefix (sent, first))
        return i - 1;
    }
  g_assert_not_reached ();
}

#define PAIR "Basic cmVhZGVyOm9wZW4gc2VzYW1l"

/* User and password go to the login alone; its token to all others. */
static void
test_login (void)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  g_autoptr (ParlHttp) http = create_member (script_server_get_url (server));
  g_autoptr (GError) error = NULL;

  script_server_add (server, "/login",
                     &(ScriptAnswer){ .type = "application/jwt", .body = "a.b.c\n" });
  script_server_add (server, "/x", &(ScriptAnswer){ .body = "{}" });
  for (unsigned i = 0; i < 2; i++)
    {
      g_autoptr (ParlHttpResponse) response
          = parl_http_fetch (http, &(ParlHttpRequest){ .path = "/x" }, NULL, &error);
      g_assert_no_error (error);
      g_assert_nonnull (response);
    }
  g_assert_cmpuint (script_server_count (server), ==, 3);
  assert_sent (server, 0, "POST /login ", PAIR);
  assert_sent (server, 1, "GET /x ", "Bearer a.b.c");
  assert_sent (server, 2, "GET /x ", "Bearer a.b.c");
}

static bool
count_answer (unsigned index, ParlHttpResponse *response, const GError *error, gpointer data,
              GError **out_error G_GNUC_UNUSED)
{
  unsigned *counts = data;

  g_assert_no_error (error);
  g_assert_nonnull (response);
  counts[index]++;
  return true;
}

/* A token that runs out in the middle of a batch: one more login, and each request is answered
 * once.
 */
static void
test_login_again (void)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  g_autoptr (ParlHttp) http = create_member (script_server_get_url (server));
  const ParlHttpRequest requests[]
      = { { .path = "/a" }, { .path = "/b" }, { .path = "/c" }, { .path = "/d" } };
  unsigned counts[G_N_ELEMENTS (requests)] = { 0 };
  g_autoptr (GError) error = NULL;

  script_server_add (server, "/login", &(ScriptAnswer){ .body = "\"first\"" });
  script_server_add (server, "/login", &(ScriptAnswer){ .body = "second" });
  script_server_add (server, "/a", &(ScriptAnswer){ .body = "{}" });
  for (unsigned i = 1; i < G_N_ELEMENTS (requests); i++)
    {
      script_server_add (server, requests[i].path, &(ScriptAnswer){ .status = 401 });
      script_server_add (server, requests[i].path, &(ScriptAnswer){ .body = "{}" });
    }
  parl_http_fetch_many (http, requests, G_N_ELEMENTS (requests), count_answer, counts, NULL,
                        &error);
  g_assert_no_error (error);
  for (unsigned i = 0; i < G_N_ELEMENTS (requests); i++)
    g_assert_cmpuint (counts[i], ==, 1);
  g_assert_cmpuint (script_server_count_target (server, "/login"), ==, 2);
  /* Those that were refused have the new token; which request comes last nobody knows. */
  for (unsigned i = 1; i < G_N_ELEMENTS (requests); i++)
    {
      g_autofree char *first = g_strdup_printf ("GET %s ", requests[i].path);
      assert_sent (server, find_last (server, first), first, "Bearer second");
    }
}

static const struct
{
  const char *name;
  ScriptAnswer login, answer;
  int code;
  const char *says;
  unsigned requests;
} bad_logins[] = {
  { "wrong-password",
    { .status = 401, .body = "{\"error\":\"unauthorized\"}" },
    { .body = "{}" },
    PARL_SOURCE_ERROR_DENIED,
    "updates: POST /login: the server answered 401: wrong user or password; it says “unauthorized”",
    1 },
  { "a-page",
    { .type = "text/html", .body = "<html>log in</html>" },
    { .body = "{}" },
    PARL_SOURCE_ERROR_MALFORMED,
    "updates: POST /login: expected a token, found something else",
    1 },
  { "nothing",
    { .body = "" },
    { .body = "{}" },
    PARL_SOURCE_ERROR_MALFORMED,
    "updates: POST /login: expected a token, found something else",
    1 },
  { "never-good-enough",
    { .body = "token-x" },
    { .status = 401, .type = "text/plain", .body = "what is token-x?" },
    PARL_SOURCE_ERROR_DENIED,
    "updates: GET /x: the server answered 401: the token is not accepted; it says “what is …?” "
    "(tried 2 times)",
    4 },
};

static void
test_bad_login (gconstpointer data)
{
  unsigned i = GPOINTER_TO_UINT (data);
  g_autoptr (ScriptServer) server = script_server_new ();
  g_autoptr (ParlHttp) http = create_member (script_server_get_url (server));
  g_autoptr (GError) error = NULL;

  script_server_add (server, "/login", &bad_logins[i].login);
  script_server_add (server, "/x", &bad_logins[i].answer);
  g_assert_null (parl_http_fetch (http, &(ParlHttpRequest){ .path = "/x" }, NULL, &error));
  g_assert_error (error, PARL_SOURCE_ERROR, bad_logins[i].code);
  g_assert_cmpstr (error->message, ==, bad_logins[i].says);
  g_assert_cmpuint (script_server_count (server), ==, bad_logins[i].requests);
}

/* Lines of one name are one value. */
static void
test_headers (void)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  g_autoptr (ParlHttp) http = create_client (script_server_get_url (server), PARL_AUTH_NONE);
  g_autoptr (GError) error = NULL;

  script_server_add (server, "/x",
                     &(ScriptAnswer){ .headers = "X-Total-Count: 7\r\nLink: <a>; rel=\"first\"\r\n"
                                                 "Link: <b>; rel=\"next\"\r\n",
                                      .body = "[]" });
  g_autoptr (ParlHttpResponse) response = parl_http_fetch (
      http, &(ParlHttpRequest){ .path = "/x", .json = "{\"a\":1}" }, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (parl_http_response_get_header (response, "x-total-count"), ==, "7");
  g_assert_cmpstr (parl_http_response_get_header (response, "link"), ==,
                   "<a>; rel=\"first\", <b>; rel=\"next\"");
  g_assert_null (parl_http_response_get_header (response, "x-nothing"));
  g_autofree char *sent = script_server_dup_request (server, 0);
  g_assert_true (g_str_has_prefix (sent, "POST /x "));
  g_assert_nonnull (strstr (sent, "\r\nContent-Type: application/json\r\n"));
  g_assert_true (g_str_has_suffix (sent, "\r\n\r\n{\"a\":1}"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *path = g_strconcat ("/http/failure/", failures[i].name, NULL);
      g_test_add_data_func (path, &failures[i], test_failure);
    }
  g_test_add_func ("/http/recorded", test_recorded);
  g_test_add_func ("/http/answer", test_answer);
  g_test_add_func ("/http/etag", test_etag);
  g_test_add_func ("/http/post", test_post);
  g_test_add_func ("/http/redirect/inside", test_redirect_inside);
  g_test_add_func ("/http/redirect/outside", test_redirect_outside);
  g_test_add_func ("/http/unreachable", test_unreachable);
  g_test_add_func ("/http/certificate", test_certificate);
  g_test_add_func ("/http/urls", test_urls);
  g_test_add_func ("/http/credentials", test_credentials);
  g_test_add_func ("/http/login", test_login);
  g_test_add_func ("/http/login/again", test_login_again);
  for (unsigned i = 0; i < G_N_ELEMENTS (bad_logins); i++)
    {
      g_autofree char *path = g_strconcat ("/http/login/bad/", bad_logins[i].name, NULL);
      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_bad_login);
    }
  g_test_add_func ("/http/headers", test_headers);
  return g_test_run ();
}
