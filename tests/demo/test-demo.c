/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The servers over real HTTP on loopback. */
#include "config.h"

#include "demo/demo.h"

#include <gio/gio.h>
#include <libsoup/soup.h>
#include <string.h>

#define NOW ((ParlTime)1795253980000)

typedef struct
{
  ParlDemo *demo;
  SoupSession *session;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->demo = parl_demo_new (NOW, (ParlDemoGeneration)GPOINTER_TO_INT (data), 0, &error);
  g_assert_no_error (error);
  fixture->session = soup_session_new ();
}

static void
tear_down (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  soup_session_abort (fixture->session);
  g_assert_finalize_object (fixture->session);
  parl_demo_free (fixture->demo);
}

/* @form: what to POST, NULL to GET. Gives the text of the body. */
static char *
fetch (Fixture *fixture, ParlDemo *demo, const char *server, const char *path, const char *form,
       const char *etag, SoupMessage **out_message)
{
  g_autofree char *base = parl_demo_dup_url (demo, server);
  g_autofree char *url = g_strconcat (base, path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (form != NULL ? "POST" : "GET", url);
  g_autoptr (GError) error = NULL;

  if (form != NULL)
    {
      g_autoptr (GBytes) body = g_bytes_new (form, strlen (form));
      soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", body);
    }
  if (etag != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "If-None-Match",
                                  etag);
  g_autoptr (GBytes) bytes = soup_session_send_and_read (fixture->session, message, NULL, &error);
  g_assert_no_error (error);
  *out_message = g_steal_pointer (&message);
  size_t length = g_bytes_get_size (bytes);
  return length > 0 ? g_strndup (g_bytes_get_data (bytes, NULL), length) : g_strdup ("");
}

static const char *
get_header (SoupMessage *message, const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (message), name);
}

static void
test_etag (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (SoupMessage) first = NULL;
  g_autoptr (SoupMessage) again = NULL;
  g_autoptr (SoupMessage) other = NULL;
  g_autofree char *body
      = fetch (fixture, fixture->demo, "hawkbit", "/rest/v1/rollouts", NULL, NULL, &first);
  const char *etag = get_header (first, "ETag");

  g_assert_cmpuint (soup_message_get_status (first), ==, 200);
  g_assert_cmpstr (get_header (first, "Content-Type"), ==, "application/hal+json");
  g_assert_true (g_str_has_prefix (body, "{\"content\":[{"));
  g_assert_true (g_str_has_prefix (etag, "\"0") && g_str_has_suffix (etag, "\""));

  g_autofree char *nothing
      = fetch (fixture, fixture->demo, "hawkbit", "/rest/v1/rollouts", NULL, etag, &again);
  g_assert_cmpuint (soup_message_get_status (again), ==, 304);
  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpstr (get_header (again, "ETag"), ==, etag);

  g_autofree char *page
      = fetch (fixture, fixture->demo, "hawkbit", "/rest/v1/targets", NULL, etag, &other);
  g_assert_cmpuint (soup_message_get_status (other), ==, 200);
  g_assert_cmpuint (strlen (page), >, 1000);
}

/* The same now gives the same bytes, but for the port in links. */
static void
test_same_bytes (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *server;
    const char *path;
  } cases[] = {
    { "hawkbit", "/rest/v1/rollouts?representation=full" },
    { "hawkbit", "/rest/v1/targets?limit=500&offset=7000" },
    { "hawkbit", "/rest/v1/actions?limit=500&offset=30000&representation=full" },
    { "hawkbit", "/rest/v1/targets/cam-04417/actions" },
    { "prometheus", "/api/v1/query?query=camera_fps_seconds_bucket" },
    { "prometheus", "/api/v1/query?query=ota_updates_total" },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlDemo) twin
      = parl_demo_new (NOW, (ParlDemoGeneration)GPOINTER_TO_INT (data), 0, &error);
  g_assert_no_error (error);

  g_autofree char *url = parl_demo_dup_url (fixture->demo, "hawkbit");
  g_autofree char *twin_url = parl_demo_dup_url (twin, "hawkbit");
  g_assert_cmpstr (url, !=, twin_url);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SoupMessage) message = NULL;
      g_autoptr (SoupMessage) twin_message = NULL;
      g_autofree char *body
          = fetch (fixture, fixture->demo, cases[i].server, cases[i].path, NULL, NULL, &message);
      g_autofree char *twin_body
          = fetch (fixture, twin, cases[i].server, cases[i].path, NULL, NULL, &twin_message);
      g_autoptr (GString) text = g_string_new (twin_body);
      g_string_replace (text, twin_url, url, 0);
      g_assert_cmpuint (strlen (body), >, 100);
      g_assert_cmpstr (body, ==, text->str);
    }
}

static void
test_escapes (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autofree char *body
      = fetch (fixture, fixture->demo, "hawkbit",
               "/rest/v1/targets?limit=1&sort=id%3ADESC&q=attribute.hw%3D%3Dnano%3B"
               "installedds.version%3D%3D2.6.0",
               NULL, NULL, &message);

  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
  g_assert_nonnull (strstr (body, "\"description\":\"nano\""));
}

static void
test_post (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (SoupMessage) refused = NULL;
  g_autofree char *body
      = fetch (fixture, fixture->demo, "prometheus", "/api/v1/query_range",
               "query=sum(increase(ota_updates_total%7Boutcome%3D%22failed%22%7D%5B28d%5D))"
               "&start=1795253980&end=1795253980&step=60",
               NULL, &message);
  g_assert_cmpstr (body, ==,
                   "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":["
                   "{\"metric\":{},\"values\":[[1795253980,\"905\"]]}]}}");

  g_autofree char *nothing
      = fetch (fixture, fixture->demo, "hawkbit", "/rest/v1/rollouts", "x=y", NULL, &refused);
  g_assert_cmpuint (soup_message_get_status (refused), ==, 405);
  g_assert_cmpstr (nothing, ==, "");
}

static void
test_unknown_paths (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  static const struct
  {
    const char *server;
    const char *path;
  } cases[] = { { "hawkbit", "" },
                { "hawkbit", "/rest/v1" },
                { "hawkbit", "/rest/v1x/rollouts" },
                { "hawkbit", "/rest/v1/nowhere" },
                { "prometheus", "" },
                { "prometheus", "/api/v2/query" } };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SoupMessage) message = NULL;
      g_autofree char *body
          = fetch (fixture, fixture->demo, cases[i].server, cases[i].path, NULL, NULL, &message);
      g_assert_cmpuint (soup_message_get_status (message), ==, 404);
    }
}

static void
test_old (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autofree char *body
      = fetch (fixture, fixture->demo, "hawkbit", "/rest/v1/actions", NULL, NULL, &message);

  g_assert_cmpuint (soup_message_get_status (message), ==, 404);
  g_assert_cmpstr (body, ==,
                   "{\"timestamp\":\"2026-11-21T09:39:40.000+00:00\",\"status\":404,"
                   "\"error\":\"Not Found\",\"message\":\"\","
                   "\"path\":\"/hawkbit/rest/v1/actions\"}");
}

static void
test_port_taken (Fixture *fixture, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *url = parl_demo_dup_url (fixture->demo, "hawkbit");
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (g_uri_get_host (uri), ==, "127.0.0.1");
  g_assert_null (
      parl_demo_new (NOW, PARL_DEMO_HAWKBIT_0_10, (unsigned)g_uri_get_port (uri), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
}

/* Freed before its loop may have begun to run. */
static void
test_short_life (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlDemo) demo = parl_demo_new (NOW, PARL_DEMO_HAWKBIT_0_10, 0, &error);

  g_assert_no_error (error);
  g_assert_nonnull (demo);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    ParlDemoGeneration generation;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/demo/http/etag", PARL_DEMO_HAWKBIT_0_10, test_etag },
    { "/demo/http/etag-old", PARL_DEMO_HAWKBIT_0_3, test_etag },
    { "/demo/http/same-bytes", PARL_DEMO_HAWKBIT_0_10, test_same_bytes },
    { "/demo/http/same-bytes-old", PARL_DEMO_HAWKBIT_0_3, test_same_bytes },
    { "/demo/http/escapes", PARL_DEMO_HAWKBIT_0_10, test_escapes },
    { "/demo/http/post", PARL_DEMO_HAWKBIT_0_10, test_post },
    { "/demo/http/unknown-paths", PARL_DEMO_HAWKBIT_0_10, test_unknown_paths },
    { "/demo/http/old", PARL_DEMO_HAWKBIT_0_3, test_old },
    { "/demo/http/port-taken", PARL_DEMO_HAWKBIT_0_10, test_port_taken },
  };

  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, GINT_TO_POINTER ((int)tests[i].generation), set_up,
                tests[i].run, tear_down);
  g_test_add_func ("/demo/http/short-life", test_short_life);
  return g_test_run ();
}
