/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server that answers everything wrongly, for every kind of source: the sync fails as a whole,
 * brings nothing, and says why in one sentence that names source, request and reason. */
#include "config.h"

#include "sources/source.h"
#include "support/script-server.h"

#include <string.h>

#define NOW ((ParlTime)1795254000000)

typedef struct
{
  const ParlSourceKind *kind;
  const char *first; /* what a sync asks for first; the reason follows */
  const char *ask;   /* what it asks for when that had no answer of use */
} Kind;

static const Kind kinds[] = {
  { &parl_kind_hawkbit, "s: GET /rest/v1/actions: ", "s: GET /rest/v1/actions: " },
  { &parl_kind_prometheus, "s: GET /api/v1/status/buildinfo: ", "s: POST /api/v1/query_range: " },
  { &parl_kind_mender, "s: GET /api/management/v2/deployments/deployments: ",
    "s: GET /api/management/v2/deployments/deployments: " },
};

typedef struct
{
  const char *name;
  ScriptAnswer answer;
  bool at_once;        /* no other request would fare better */
  int code;            /* the same for all kinds */
  const char *says[3]; /* how the reason begins, by kind; one for all where the second is NULL;
                          NULL: that kind takes it */
} Case;

#define NOT_JSON "the answer is not JSON"
#define FPS "fps-time: "

static const Case cases[] = {
  { "401",
    { .status = 401, .type = "text/plain", .body = "Unauthorized\n" },
    false,
    PARL_SOURCE_ERROR_DENIED,
    { "the server answered 401: it asks for a user or a token, and none is set; it "
      "says “Unauthorized”" } },
  { "403",
    { .status = 403, .body = "{\"status\":403,\"error\":\"Forbidden\"}" },
    false,
    PARL_SOURCE_ERROR_DENIED,
    { "the server answered 403: " } },
  { "404-text",
    { .status = 404, .type = "text/plain", .body = "404 page not found\n" },
    false,
    PARL_SOURCE_ERROR_NOT_FOUND,
    { "the server answered 404: there is nothing at this address; it says “404 page not found”" } },
  { "429",
    { .status = 429 },
    false,
    PARL_SOURCE_ERROR_BUSY,
    { "the server answered 429: it is busy" } },
  { "429-retry-after",
    { .status = 429, .headers = "Retry-After: 7200\r\n" },
    false,
    PARL_SOURCE_ERROR_BUSY,
    { "the server answered 429: it is busy; it asks to come back after 20" } },
  { "500",
    { .status = 500, .type = "text/html", .body = "<html><b>sorry</b></html>" },
    false,
    PARL_SOURCE_ERROR_SERVER,
    { "the server answered 500 (Scripted)" } },
  { "500-commands",
    { .status = 500,
      .type = "text/plain",
      .body = "a\x1b[2Jb\r\nc\xc2\x9b"
              "d\xe2\x80\xae\xff" },
    false,
    PARL_SOURCE_ERROR_SERVER,
    { "the server answered 500 (Scripted); it says “a [2Jb c d" } },
  { "cut-body",
    { .body = "{\"status\":\"success\",\"total\":1,\"content\":[]}", .cut = 9 },
    true,
    PARL_SOURCE_ERROR_UNREACHABLE,
    { "the connection to 127.0.0.1 broke off" } },
  { "no-answer",
    { .drop = true },
    true,
    PARL_SOURCE_ERROR_UNREACHABLE,
    { "the connection to 127.0.0.1 broke off" } },
  { "not-http",
    { .raw = "220 mail.example.com ESMTP\r\n\r\n" },
    false,
    PARL_SOURCE_ERROR_MALFORMED,
    { "what 127.0.0.1 answers is not HTTP" } },
  { "empty",
    { .body = "" },
    false,
    PARL_SOURCE_ERROR_MALFORMED,
    { "expected JSON, found an empty answer", FPS "the answer does not end where it should",
      "expected JSON, found an empty answer" } },
  { "web-page",
    { .type = "text/html", .body = "<html><body>Log in</body></html>" },
    false,
    PARL_SOURCE_ERROR_MALFORMED,
    { "expected JSON, found a web page",
      FPS "expected JSON, found a web page: a page to sign in on?",
      "expected JSON, found a web page" } },
  { "wrong-type",
    { .body = "[]" },
    false,
    PARL_SOURCE_ERROR_MALFORMED,
    { "expected an object, found an array", FPS "expected a JSON object" } },
  { "wrong-type-inside",
    { .body = "{\"total\":\"1\",\"content\":{},\"status\":\"success\",\"data\":[]}" },
    false,
    PARL_SOURCE_ERROR_MALFORMED,
    { "total: expected a number, found a string", FPS "expected an object, found an array",
      "expected an array, found an object" } },
  { "missing-key",
    { .body = "{\"status\":\"success\",\"data\":{}}" },
    false,
    PARL_SOURCE_ERROR_MALFORMED,
    { "total: is missing", FPS "“data.result” is missing", "expected an array, found an object" } },
  { "null",
    { .body = "null" },
    false,
    PARL_SOURCE_ERROR_MALFORMED,
    { "expected an object, found null", FPS "the answer does not end where it should",
      "expected an array, found null" } },
  { "nan",
    { .body = "{\"total\":NaN,\"content\":[]}" },
    false,
    PARL_SOURCE_ERROR_MALFORMED,
    { NOT_JSON, FPS NOT_JSON, NOT_JSON } },
  { "1e400",
    { .body = "{\"total\":1e400,\"content\":[],\"status\":\"success\",\"data\":{\"result\":"
              "[{\"values\":[[1e400,\"1\"]]}]}}" },
    false,
    PARL_SOURCE_ERROR_MALFORMED,
    { "total: expected", FPS "data.result[0].values[0][0]: expected a time",
      "expected an array, found an object" } },
  { "negative-total",
    { .body = "{\"total\":-1,\"content\":[],\"status\":\"success\",\"data\":{\"result\":"
              "[{\"values\":[[-1,\"1\"]]}]}}" },
    false,
    PARL_SOURCE_ERROR_MALFORMED,
    { "total: expected a count, found -1", FPS "data.result[0].values[0][0]: expected a time",
      "expected an array, found an object" } },
};

static ScriptAnswer
answer_always (const char *method G_GNUC_UNUSED, const char *target G_GNUC_UNUSED,
               const char *body G_GNUC_UNUSED, gpointer data)
{
  return *(const ScriptAnswer *)data;
}

/* One sentence: one line, without a full stop, and nothing in it that a terminal would obey. */
static void
assert_sentence (const char *message, const char *begin, const char *reason)
{
  g_autofree char *expected = g_strconcat (begin, reason, NULL);

  g_test_message ("%s", message);
  if (!g_str_has_prefix (message, expected))
    g_assert_cmpstr (message, ==, expected);
  g_assert_true (g_utf8_validate (message, -1, NULL));
  for (const char *c = message; *c != '\0'; c = g_utf8_next_char (c))
    g_assert_false (g_unichar_iscntrl (g_utf8_get_char (c)));
  g_assert_false (g_str_has_suffix (message, "."));
}

static void
assert_sync_fails (const Kind *kind, const char *url, size_t max_body, int code, const char *begin,
                   const char *reason)
{
  ParlHttpOptions options = PARL_HTTP_OPTIONS_INIT;
  g_autoptr (ParlKnown) known = parl_known_new ();
  g_autoptr (ParlSourceConfig) config = parl_source_config_new ("s", kind->kind->name, url);
  g_autoptr (GError) error = NULL;

  options.source = "s";
  options.base_url = url;
  options.rate = 0;
  options.retries = 0;
  options.max_body = max_body;
  ParlHttp *http = parl_http_new (&options, &error);
  g_assert_no_error (error);
  const ParlSourceCall call = { .http = http,
                                .config = config,
                                .known = known,
                                .now = NOW,
                                .data_dir = g_getenv ("PARLANCE_DATA_DIR") };
  g_assert_null (kind->kind->sync (&call, &error));
  g_assert_error (error, PARL_SOURCE_ERROR, code);
  assert_sentence (error->message, begin, reason);
  g_clear_error (&error);
  g_assert_null (kind->kind->test (&call, &error));
  g_assert_error (error, PARL_SOURCE_ERROR, code);
  assert_sentence (error->message, "s: ", "");
  parl_http_free (http);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;

  for (unsigned i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (ScriptServer) server = script_server_new ();
      const char *reason = test->says[1] != NULL ? test->says[i] : test->says[0];

      if (reason == NULL)
        continue;
      script_server_set_handler (server, answer_always, (gpointer)&test->answer);
      assert_sync_fails (&kinds[i], script_server_get_url (server), 1000000, test->code,
                         test->at_once ? kinds[i].first : kinds[i].ask, reason);
    }
}

static void
test_huge (void)
{
  g_autofree char *zeros = g_strnfill (300000, ' ');

  *zeros = '{';
  for (unsigned i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (ScriptServer) server = script_server_new ();
      ScriptAnswer answer = { .body = zeros };
      script_server_set_handler (server, answer_always, &answer);
      assert_sync_fails (&kinds[i], script_server_get_url (server), 100000,
                         PARL_SOURCE_ERROR_TOO_LARGE, kinds[i].ask,
                         "the answer is larger than 100.0");
    }
}

static void
test_deep (void)
{
  static const char *const reasons[]
      = { "the answer is nested more than 64 levels deep", FPS "the answer is nested too deep",
          "the answer is nested more than 64 levels deep" };
  g_autoptr (GString) deep = g_string_new ("{\"total\":");

  for (unsigned i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  for (unsigned i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (ScriptServer) server = script_server_new ();
      ScriptAnswer answer = { .body = deep->str };
      script_server_set_handler (server, answer_always, &answer);
      assert_sync_fails (&kinds[i], script_server_get_url (server), 1000000,
                         PARL_SOURCE_ERROR_TOO_LARGE, kinds[i].ask, reasons[i]);
    }
}

static void
test_unreachable (void)
{
  g_autoptr (ScriptServer) server = script_server_new ();
  g_autofree char *dead = g_strdup (script_server_get_url (server));

  g_clear_pointer (&server, script_server_free);
  for (unsigned i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      assert_sync_fails (&kinds[i], dead, 1000, PARL_SOURCE_ERROR_UNREACHABLE, kinds[i].first,
                         "127.0.0.1 refuses connections on port ");
      assert_sync_fails (&kinds[i], "https://updates.invalid", 1000, PARL_SOURCE_ERROR_UNREACHABLE,
                         kinds[i].first, "the name “updates.invalid” ");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/bad-input/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/bad-input/huge", test_huge);
  g_test_add_func ("/bad-input/deep", test_deep);
  g_test_add_func ("/bad-input/unreachable", test_unreachable);
  return g_test_run ();
}
