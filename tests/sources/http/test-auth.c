/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the client signs in: keys in headers, tokens of OAuth 2, certificates; and which next pages
 * it goes to. A secret is seen by nobody but whom it is for. */
#include "config.h"

#include "sources/http/http.h"

#include "sources/certificate.h"
#include "sources/http/url.h"
#include "sources/secret.h"

#include "support/certificate.h"
#include "support/folder.h"
#include "support/script-server.h"

#include <glib/gstdio.h>
#include <string.h>

#define SECRET "open-sesame"

static ParlHttpOptions
get_options (ScriptServer *server, ParlAuth auth)
{
  ParlHttpOptions options = PARL_HTTP_OPTIONS_INIT;

  options.source = "fleet";
  options.base_url = script_server_get_url (server);
  options.auth = auth;
  options.user = "client";
  options.secret = SECRET;
  options.rate = 0;
  options.retries = 1;
  options.backoff = 1;
  return options;
}

static ParlHttp *
create (const ParlHttpOptions *options)
{
  g_autoptr (GError) error = NULL;
  ParlHttp *http = parl_http_new (options, &error);

  g_assert_no_error (error);
  return http;
}

static void
assert_refused (const ParlHttpOptions *options, int code, const char *says)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlHttp) http = parl_http_new (options, &error);

  g_assert_null (http);
  g_assert_error (error, PARL_SOURCE_ERROR, code);
  g_assert_nonnull (strstr (error->message, says));
  g_assert_null (strstr (error->message, SECRET));
}

static bool
fetch (ParlHttp *http, GError **error)
{
  const ParlHttpRequest request = { .path = "/x" };
  g_autoptr (ParlHttpResponse) response = parl_http_fetch (http, &request, NULL, error);

  return response != NULL;
}

static void
assert_sent (ScriptServer *server, unsigned index, const char *line)
{
  g_autofree char *request = script_server_dup_request (server, index);

  if (strstr (request, line) == NULL)
    g_test_message ("%s", request);
  g_assert_nonnull (strstr (request, line));
}

static void
test_headers (void)
{
  static const struct
  {
    const char *header, *secret, *first, *second;
  } cases[] = {
    { "X-API-Key", SECRET, "\r\nX-API-Key: " SECRET "\r\n", "" },
    { "X-API-Key", "with a blank", "\r\nX-API-Key: with a blank\r\n", "" },
    { "Authorization: Token", SECRET, "\r\nAuthorization: Token " SECRET "\r\n", "" },
    { "DD-API-KEY; DD-APPLICATION-KEY", "one two", "\r\nDD-API-KEY: one\r\n",
      "\r\nDD-APPLICATION-KEY: two\r\n" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ScriptServer) server = script_server_new ();
      g_autoptr (GError) error = NULL;
      ParlHttpOptions options = get_options (server, PARL_AUTH_HEADER);
      options.header = cases[i].header;
      options.secret = cases[i].secret;
      script_server_add (server, "/x", &(ScriptAnswer){ .body = "{}" });
      g_autoptr (ParlHttp) http = create (&options);
      g_assert_true (fetch (http, &error));
      assert_sent (server, 0, cases[i].first);
      assert_sent (server, 0, cases[i].second);
    }
}

static void
test_bad_options (void)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  ParlHttpOptions options = get_options (server, PARL_AUTH_HEADER);

  assert_refused (&options, PARL_SOURCE_ERROR_CONFIG, "no header is set");
  options.header = "X Key";
  assert_refused (&options, PARL_SOURCE_ERROR_CONFIG, "no header is set");
  options.header = "A;B";
  assert_refused (&options, PARL_SOURCE_ERROR_SECRET, "expected 2 keys");
  options = get_options (server, PARL_AUTH_OAUTH2);
  assert_refused (&options, PARL_SOURCE_ERROR_CONFIG, "no address is set where a token");
  options.token_url = "http://login.example.com/token";
  assert_refused (&options, PARL_SOURCE_ERROR_CONFIG, "plain http to another machine");
  options = get_options (server, PARL_AUTH_NONE);
  options.ca_file = "/nonexistent/ca.pem";
  assert_refused (&options, PARL_SOURCE_ERROR_CONFIG, "/nonexistent/ca.pem cannot be used");
  options.ca_file = NULL;
  options.certificate = "/nonexistent/me.pem";
  assert_refused (&options, PARL_SOURCE_ERROR_CONFIG, "/nonexistent/me.pem cannot be used");
}

typedef struct
{
  ScriptServer *login, *server;
  char *token_url;
  ParlHttp *http;
} OAuth;

/* The token's server is another one than that of the data. */
static void
set_up_oauth (OAuth *self)
{
  self->login = script_server_new ();
  self->server = script_server_new ();
  self->token_url = g_strconcat (script_server_get_url (self->login), "/token", NULL);
  ParlHttpOptions options = get_options (self->server, PARL_AUTH_OAUTH2);
  options.token_url = self->token_url;
  options.scope = "https://api.example.com/.default";
  self->http = create (&options);
}

static void
tear_down_oauth (OAuth *self)
{
  parl_http_free (self->http);
  script_server_free (self->login);
  script_server_free (self->server);
  g_free (self->token_url);
}

#define TOKEN(name, seconds)                                                                       \
  "{\"access_token\":\"" name "\",\"token_type\":\"bearer\",\"expires_in\":" seconds "}"

/* One token for many requests; id and secret only go where tokens come from. */
static void
test_oauth (void)
{
  OAuth self;
  g_autoptr (GError) error = NULL;

  set_up_oauth (&self);
  script_server_add (self.login, "/token", &(ScriptAnswer){ .body = TOKEN ("tok1", "3600") });
  script_server_add (self.server, "/x", &(ScriptAnswer){ .body = "{}" });
  for (unsigned i = 0; i < 3; i++)
    g_assert_true (fetch (self.http, &error));
  g_assert_cmpuint (script_server_count (self.login), ==, 1);
  assert_sent (self.login, 0, "\r\nAuthorization: Basic Y2xpZW50Om9wZW4tc2VzYW1l\r\n");
  assert_sent (self.login, 0,
               "grant_type=client_credentials&scope=https%3A%2F%2Fapi.example.com%2F.default");
  assert_sent (self.server, 2, "\r\nAuthorization: Bearer tok1\r\n");
  g_autofree char *request = script_server_dup_request (self.server, 0);
  g_assert_null (strstr (request, SECRET));
  g_assert_null (strstr (request, "Y2xpZW50"));
  tear_down_oauth (&self);
}

static void
test_oauth_expiry (void)
{
  OAuth self;
  g_autoptr (GError) error = NULL;

  set_up_oauth (&self);
  script_server_add (self.login, "/token", &(ScriptAnswer){ .body = TOKEN ("tok1", "\"20\"") });
  script_server_add (self.login, "/token", &(ScriptAnswer){ .body = TOKEN ("tok2", "3600") });
  script_server_add (self.server, "/x", &(ScriptAnswer){ .body = "{}" });
  g_assert_true (fetch (self.http, &error));
  g_assert_true (fetch (self.http, &error));
  assert_sent (self.server, 1, "\r\nAuthorization: Bearer tok2\r\n");
  tear_down_oauth (&self);
}

/* A token that is refused is renewed once, no more, and no message shows one. */
static void
test_oauth_renewal (void)
{
  OAuth self;
  g_autoptr (GError) error = NULL;

  set_up_oauth (&self);
  script_server_add (self.login, "/token", &(ScriptAnswer){ .body = TOKEN ("tok1", "3600") });
  script_server_add (self.login, "/token", &(ScriptAnswer){ .body = TOKEN ("tok2", "3600") });
  script_server_add (self.server, "/x", &(ScriptAnswer){ .status = 401 });
  script_server_add (self.server, "/x", &(ScriptAnswer){ .body = "{}" });
  script_server_add (self.server, "/x",
                     &(ScriptAnswer){ .status = 401, .type = "text/plain", .body = "tok2?" });
  g_assert_true (fetch (self.http, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (script_server_count (self.login), ==, 2);
  assert_sent (self.server, 1, "\r\nAuthorization: Bearer tok2\r\n");

  g_assert_false (fetch (self.http, &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_DENIED);
  g_assert_null (strstr (error->message, "tok2"));
  g_assert_cmpuint (script_server_count (self.login), ==, 3);
  g_assert_cmpuint (script_server_count (self.server), ==, 4);
  tear_down_oauth (&self);
}

static void
test_oauth_failures (void)
{
  static const struct
  {
    ScriptAnswer answer;
    int code;
    const char *says;
  } cases[] = {
    { { .status = 401, .body = "{\"error\":\"invalid_client\"}" },
      PARL_SOURCE_ERROR_DENIED,
      "fleet: POST /token: the server answered 401: wrong user or password; it says "
      "“invalid_client”" },
    { { .body = "<html>" },
      PARL_SOURCE_ERROR_MALFORMED,
      "fleet: POST /token: expected JSON, found a web page" },
    { { .body = "{}" },
      PARL_SOURCE_ERROR_MALFORMED,
      "fleet: POST /token: access_token: is missing" },
    { { .body = "{\"access_token\":\"a\",\"token_type\":\"mac\"}" },
      PARL_SOURCE_ERROR_MALFORMED,
      "fleet: POST /token: expected a token of type Bearer" },
    { { .body = "{\"access_token\":\"a\\r\\nX: y\"}" },
      PARL_SOURCE_ERROR_MALFORMED,
      "fleet: POST /token: the token holds a blank or a control character" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OAuth self;
      g_autoptr (GError) error = NULL;
      set_up_oauth (&self);
      script_server_add (self.login, "/token", &cases[i].answer);
      g_assert_false (fetch (self.http, &error));
      g_assert_error (error, PARL_SOURCE_ERROR, cases[i].code);
      g_assert_cmpstr (error->message, ==, cases[i].says);
      g_assert_cmpuint (script_server_count (self.server), ==, 0);
      tear_down_oauth (&self);
    }
}

/* Certificates. */

/* Of a company's own authority, and for a server that wants to see a certificate, too. */
static void
test_certificates (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("parlance-auth-XXXXXX", &error);
  g_autofree char *pem = NULL;

  if (!certificate_make (folder, &pem, &error))
    {
      g_test_skip (error->message);
      g_rmdir (folder);
      return;
    }
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (pem, &error);
  g_assert_no_error (error);
  g_autoptr (ScriptServer) server = script_server_new_tls (certificate);
  script_server_add (server, "/x", &(ScriptAnswer){ .body = "{}" });
  script_server_want_certificate (server);

  ParlHttpOptions options = get_options (server, PARL_AUTH_NONE);
  g_autoptr (ParlHttp) stranger = create (&options);
  g_assert_false (fetch (stranger, &error));
  g_assert_nonnull (strstr (error->message, "nobody we trust has signed it"));
  g_clear_error (&error);

  options.ca_file = pem;
  g_autoptr (ParlHttp) nobody = create (&options);
  g_assert_false (fetch (nobody, &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_UNREACHABLE);
  g_clear_error (&error);
  g_assert_cmpuint (script_server_count (server), ==, 0);

  options.certificate = pem;
  g_autoptr (ParlHttp) known = create (&options);
  g_assert_true (fetch (known, &error));
  g_assert_no_error (error);
  g_unlink (pem);
  g_rmdir (folder);
}

static char *
read_text (const char *path)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* Of a file that is chosen, only the certificate is copied; the server takes it with the key that
 * the keyring keeps. */
static void
test_import (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = folder_new ();
  g_autofree char *pem = NULL;
  char *key = NULL;

  if (!certificate_make (folder, &pem, &error))
    {
      g_test_skip (error->message);
      folder_remove (g_steal_pointer (&folder));
      return;
    }
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (pem, &error);
  g_autoptr (ScriptServer) server = script_server_new_tls (certificate);
  script_server_add (server, "/x", &(ScriptAnswer){ .body = "{}" });
  script_server_want_certificate (server);
  g_autoptr (ParlSourceConfig) config
      = parl_source_config_new ("a/b", "hawkbit", "https://127.0.0.1");
  g_assert_true (parl_source_config_set (config, "CaFile", pem, &error));
  g_assert_true (parl_source_config_set (config, "Certificate", pem, &error));
  g_assert_true (parl_certificate_import (config, folder, &key, &error));
  g_assert_no_error (error);
  g_assert_nonnull (strstr (key, "PRIVATE KEY"));
  g_unlink (pem);

  ParlHttpOptions options = get_options (server, PARL_AUTH_NONE);
  options.ca_file = parl_source_config_get (config, "CaFile");
  options.certificate = parl_source_config_get (config, "Certificate");
  const char *copies[] = { options.ca_file, options.certificate };
  for (unsigned i = 0; i < G_N_ELEMENTS (copies); i++)
    {
      g_autofree char *text = read_text (copies[i]);
      g_assert_true (g_str_has_prefix (copies[i], folder));
      g_assert_nonnull (strstr (text, "BEGIN CERTIFICATE"));
      g_assert_null (strstr (text, "PRIVATE KEY"));
    }
  options.certificate_key = key;
  g_autoptr (ParlHttp) known = create (&options);
  g_assert_true (fetch (known, &error));
  g_assert_no_error (error);

  /* A second time nothing is left to do. */
  char *again = NULL;
  g_assert_true (parl_certificate_import (config, folder, &again, &error));
  g_assert_null (again);
  /* Without its key the copy is of no use, and nobody guesses one. */
  g_setenv ("PARLANCE_SECRET_A_B_KEY", key, TRUE);
  g_assert_true (parl_certificate_lookup_key (config, &again, NULL, &error));
  g_assert_cmpstr (again, ==, key);
  g_unsetenv ("PARLANCE_SECRET_A_B_KEY");
  parl_secret_free (again);
  parl_secret_free (key);
  parl_certificate_remove_copies (folder, "a/b");
  g_assert_false (g_file_test (copies[1], G_FILE_TEST_EXISTS));
  folder_remove (g_steal_pointer (&folder));
}

static void
test_import_refused (void)
{
  static const struct
  {
    const char *setting, *text, *says;
  } cases[] = {
    { "CaFile", "hello", "it holds no certificate in PEM form" },
    { "CaFile", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
      "cannot be used" },
    { "CaFile", "-----BEGIN CERTIFICATE-----", "cannot be used" },
    { "Certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
      "it holds no private key" },
    { "Certificate",
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n"
      "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
      "its private key is encrypted" },
    { "Certificate", NULL, "No such file" },
  };
  g_autofree char *folder = folder_new ();
  g_autofree char *path = g_build_filename (folder, "chosen.pem", NULL);

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlSourceConfig) config
          = parl_source_config_new ("a", "hawkbit", "https://127.0.0.1");
      g_autoptr (GError) error = NULL;
      char *key = NULL;
      g_unlink (path);
      if (cases[i].text != NULL)
        g_assert_true (g_file_set_contents (path, cases[i].text, -1, NULL));
      g_assert_true (parl_source_config_set (config, cases[i].setting, path, NULL));
      g_assert_false (parl_certificate_import (config, folder, &key, &error));
      g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_assert_nonnull (strstr (error->message, path));
      g_assert_null (key);
      g_assert_cmpstr (parl_source_config_get (config, cases[i].setting), ==, path);
    }
  folder_remove (g_steal_pointer (&folder));
}

/* Next pages. */

static void
test_paths (void)
{
  static const struct
  {
    const char *address, *path; /* NULL: refused */
  } cases[] = {
    { "/api/x?page=2", "/x?page=2" },
    { "?page=2", "/x?page=2" },
    { "y", "/y" },
    { "http://127.0.0.1:1/api/x?page=2", "/x?page=2" },
    { "https://127.0.0.1/api/z", "/z" },
    { "http://evil.example.com/api/x?page=2", NULL },
    { "//evil.example.com/api/x", NULL },
    { "/other/x", NULL },
    { "http://user:pw@evil.example.com/api/", NULL },
  };
  ParlHttpOptions options = PARL_HTTP_OPTIONS_INIT;
  options.source = "fleet";
  options.base_url = "http://127.0.0.1:1/api";
  g_autoptr (ParlHttp) http = create (&options);
  const ParlHttpRequest request = { .path = "/x?page=1" };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = parl_http_dup_path (http, &request, cases[i].address, &error);
      g_test_message ("%s", cases[i].address);
      g_assert_cmpstr (path, ==, cases[i].path);
      if (path == NULL)
        g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SERVER);
    }
}

static void
test_links (void)
{
  static const struct
  {
    const char *link, *next;
  } cases[] = {
    { NULL, NULL },
    { "", NULL },
    { "<a>; rel=\"next\"", "a" },
    { "<a>; rel=prev, <b>; rel=next", "b" },
    { "<a?x=1,2>; title=\"x, y\"; rel=\"prev next\"", "a?x=1,2" },
    { "<a>; rel=\"last\"", NULL },
    { "<a>; rel=\"nextish\"", NULL },
    { "a; rel=next", NULL },
    { "<a; rel=next", NULL },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *next = parl_http_link_dup_next (cases[i].link);
      g_assert_cmpstr (next, ==, cases[i].next);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/auth/headers", test_headers);
  g_test_add_func ("/http/auth/bad-options", test_bad_options);
  g_test_add_func ("/http/auth/oauth", test_oauth);
  g_test_add_func ("/http/auth/oauth-expiry", test_oauth_expiry);
  g_test_add_func ("/http/auth/oauth-renewal", test_oauth_renewal);
  g_test_add_func ("/http/auth/oauth-failures", test_oauth_failures);
  g_test_add_func ("/http/auth/certificates", test_certificates);
  g_test_add_func ("/http/auth/import", test_import);
  g_test_add_func ("/http/auth/import-refused", test_import_refused);
  g_test_add_func ("/http/auth/paths", test_paths);
  g_test_add_func ("/http/auth/links", test_links);
  return g_test_run ();
}
