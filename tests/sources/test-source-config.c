/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings file: strict in what it takes, careful with what is already there. */

#include "settings/file.h"
#include "sources/source-config.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->folder = g_dir_make_tmp ("parlance-config-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "below", "sources.conf", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *below = g_path_get_dirname (fixture->path);

  g_unlink (fixture->path);
  g_rmdir (below);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
write_text (Fixture *fixture, const char *text)
{
  g_autofree char *below = g_path_get_dirname (fixture->path);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (below, 0700);
  g_file_set_contents (fixture->path, text, -1, &error);
  g_assert_no_error (error);
}

static void
test_missing (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all
      = parl_source_config_load (&(ParlSettingsLayers){ fixture->path, NULL }, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 0);
}

static void
test_load (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  ParlHttpOptions options;

  write_text (fixture, "# mine\n[Source updates]\nKind=hawkbit\nUrl=https://updates.example.com\n"
                       "Auth=basic\nUser=reader\nCohortBy=attribute:board\n\n"
                       "[Source metrics]\nKind=prometheus\nUrl=http://10.0.0.5:9090/prom\n"
                       "AllowPlain=true\nAuth=bearer\nPaused=true\nTimeout=5\nRate=2.5\n"
                       "Profile=frigate\nTenant=cameras\nLabel.class=hw\n"
                       "Query.fps=camera_fps{name=~\"a\\\\.b\"} > 0\nQuery.stage-time=\n");
  g_autoptr (GPtrArray) all
      = parl_source_config_load (&(ParlSettingsLayers){ fixture->path, NULL }, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 2);

  const ParlSourceConfig *first = all->pdata[0];
  g_assert_cmpstr (parl_source_config_get_name (first), ==, "updates");
  g_assert_cmpstr (parl_source_config_get (first, "CohortBy"), ==, "attribute:board");
  g_assert_true (parl_source_config_get_http_options (first, &options, &error));
  g_assert_cmpint (options.auth, ==, PARL_AUTH_BASIC);
  g_assert_cmpstr (options.user, ==, "reader");
  g_assert_cmpuint (options.timeout, ==, 30);
  g_assert_false (options.allow_plain);
  g_assert_false (parl_source_config_get_paused (first));

  const ParlSourceConfig *second = all->pdata[1];
  g_assert_cmpstr (parl_source_config_get (second, "Query.fps"), ==,
                   "camera_fps{name=~\"a\\\\.b\"} > 0");
  g_assert_cmpstr (parl_source_config_get (second, "Query.stage-time"), ==, "");
  g_assert_null (parl_source_config_get (second, "Query.frame-time"));
  g_assert_true (parl_source_config_get_paused (second));
  g_assert_true (parl_source_config_get_http_options (second, &options, &error));
  g_assert_cmpint (options.auth, ==, PARL_AUTH_BEARER);
  g_assert_cmpstr (options.tenant, ==, "cameras");
  g_assert_cmpuint (options.timeout, ==, 5);
  g_assert_cmpfloat (options.rate, ==, 2.5);
}

/* A file is sought in the folder of the settings, and has no address, user or time limit. */
static void
test_file (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *beside = g_build_filename (folder, "counts.csv", NULL);

  write_text (fixture, "[Source a]\nKind=counts\nFile=counts.csv\nPaused=true\n"
                       "[Source b]\nKind=counts\nFile=/srv/b.csv\n");
  g_autoptr (GPtrArray) all
      = parl_source_config_load (&(ParlSettingsLayers){ fixture->path, NULL }, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (parl_source_config_get_file (all->pdata[0]), ==, beside);
  g_assert_cmpstr (parl_source_config_get_address (all->pdata[0]), ==, beside);
  g_assert_cmpstr (parl_source_config_get_file (all->pdata[1]), ==, "/srv/b.csv");
  g_assert_null (parl_source_config_get_url (all->pdata[1]));
  g_assert_cmpint (parl_source_config_get_auth (all->pdata[1]), ==, PARL_AUTH_NONE);

  g_autoptr (ParlSourceConfig) config = parl_source_config_new ("c", "counts", "/srv/c.csv");
  g_assert_true (
      parl_source_config_save (&(ParlSettingsLayers){ fixture->path, NULL }, config, &error));
  g_assert_no_error (error);
  g_autofree char *text = NULL;
  g_file_get_contents (fixture->path, &text, NULL, NULL);
  g_assert_nonnull (strstr (text, "[Source c]\nKind=counts\nFile=/srv/c.csv\n"));
  g_assert_nonnull (strstr (text, "[Source a]\nKind=counts\nFile=counts.csv\n"));
}

/* So are all paths; what is no path stays. */
static void
test_paths (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    const char *key, *beside, *as_it_stands;
  } cases[] = { { "CaFile", "company-ca.pem", NULL },
                { "Certificate", NULL, "/srv/own.pem" },
                { "Mapping", "fleet.mapping", NULL },
                { "Value.file", NULL, "rows.mapping" },
                { "Scope", NULL, "a.pem" } };
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  write_text (fixture, "[Source a]\nKind=json\nUrl=https://a.example\nCaFile=company-ca.pem\n"
                       "Certificate=/srv/own.pem\nMapping=fleet.mapping\n"
                       "Value.file=rows.mapping\nScope=a.pem\n"
                       "[Source b]\nKind=json\nUrl=https://b.example\nMapping=fleet\n");
  g_autoptr (GPtrArray) all
      = parl_source_config_load (&(ParlSettingsLayers){ fixture->path, NULL }, &error);
  g_assert_no_error (error);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = cases[i].beside != NULL
                                  ? g_build_filename (folder, cases[i].beside, NULL)
                                  : g_strdup (cases[i].as_it_stands);
      g_assert_cmpstr (parl_source_config_get (all->pdata[0], cases[i].key), ==, path);
    }
  g_assert_cmpstr (parl_source_config_get (all->pdata[1], "Mapping"), ==, "fleet");
}

typedef struct
{
  const char *text;
  const char *says;
} RefusedCase;

#define HEAD "[Source a]\nKind=prometheus\nUrl=https://example.com\n"

#define COUNTS_HEAD "[Source a]\nKind=counts\nFile=counts.csv\n"

static const RefusedCase refused[] = {
  { "nonsense", "line 1: neither a comment, a [Group] nor Key=Value" },
  { "[Server a]\nKind=hawkbit\n", "line 1, group [Server a]: must be of the form [Source NAME]" },
  { "[Source a]\nUrl=https://example.com\n", "line 1, group [Source a], key “Kind”: is missing" },
  { "[Source a]\nKind=hawkbit\n", "line 1, group [Source a], key “Url”: is missing" },
  { "[Source a]\nKind=nonsense\nUrl=https://example.com\n",
    "line 2, group [Source a], key “Kind”: “nonsense” is not one of: hawkbit, mender, prometheus, "
    "counts, json" },
  { HEAD "File=x\n", "line 4, group [Source a], key “File”: there is no such key" },
  { "[Source a]\nKind=counts\n", "line 1, group [Source a], key “File”: is missing" },
  { COUNTS_HEAD "Url=https://example.com\n",
    "key “Url”: there is no such key; there are: Kind, File, Paused" },
  { COUNTS_HEAD "Auth=none\n", "key “Auth”: there is no such key" },
  { COUNTS_HEAD "Timeout=5\n", "key “Timeout”: there is no such key" },
  { "[Source a]\nKind=counts\nFile=\n", "line 3, group [Source a], key “File”: must not be empty" },
  { HEAD "Urk=x\n", "key “Urk”: there is no such key" },
  { HEAD "Url[de]=https://example.org\n", "key “Url[de]”: there is no such key" },
  { HEAD "CohortBy=release\n", "key “CohortBy”: there is no such key" },
  { "[Source a]\nKind=hawkbit\nUrl=https://example.com\nCohortBy=attribute:\n",
    "line 4, group [Source a], key “CohortBy”: “attribute:” is not one of: release, "
    "attribute:NAME" },
  { HEAD "Password=hunter2\n",
    "line 4, group [Source a], key “Password”: secrets are never kept in this file" },
  { HEAD "Auth=digest\n",
    "key “Auth”: “digest” is not one of: none, basic, bearer, header, oauth2" },
  { HEAD "Auth=basic\n", "User: is needed for Auth=basic" },
  { HEAD "Auth=oauth2\nUser=me\n", "User and TokenUrl: are needed for Auth=oauth2" },
  { HEAD "Paused=yes\n", "key “Paused”: “yes” is neither “true” nor “false”" },
  { HEAD "Timeout=0\n", "“0” is not a whole number of seconds from 1 to 3600" },
  { HEAD "Timeout=1.5\n", "“1.5” is not a whole number of seconds" },
  { HEAD "Rate=fast\n", "“fast” is not a number of requests a second from 0.01 to 10000" },
  { HEAD "Rate=nan\n", "“nan” is not a number of requests a second" },
  { HEAD "Profile=grafana\n", "key “Profile”: “grafana” is not one of: " },
  { HEAD "Query.speed=up\n", "key “Query.speed”: there is no such key" },
  { HEAD "Label.colour=x\n", "key “Label.colour”: there is no such key" },
  { HEAD "Label.class=\n", "key “Label.class”: must not be empty" },
  { "[Source a]b]\nKind=hawkbit\nUrl=https://example.com\n", "nor hold brackets" },
  { "[Source a]\nKind=prometheus\nUrl=http://example.com\n", "plain http to another machine" },
  { "[Source a]\nKind=prometheus\nUrl=https://u:hunter2@example.com\n", "user or password" },
  /* GKeyFile merges these: the first one's user would sign in at the second one's address. */
  { HEAD "Auth=basic\nUser=u\n[Source a]\nKind=hawkbit\nUrl=https://other.example\n",
    "line 1, group [Source a]: stands twice, again in line 6" },
  { HEAD "Url=https://other.example\n",
    "line 3, group [Source a], key “Url”: stands twice, again in line 4" },
  { "[Source f\xff]\nKind=counts\nFile=counts.csv\n", "line 1: is not UTF-8" },
};

static void
test_refused (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      write_text (fixture, refused[i].text);
      g_assert_null (
          parl_source_config_load (&(ParlSettingsLayers){ fixture->path, NULL }, &error));
      g_assert_error (error, PARL_SETTINGS_ERROR, PARL_SETTINGS_ERROR_INVALID);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, refused[i].says));
      g_assert_nonnull (strstr (error->message, "sources.conf"));
      g_assert_null (strstr (error->message, "hunter2"));
    }
}

static void
test_save (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (ParlSourceConfig) config
      = parl_source_config_new ("new", "prometheus", "https://metrics.example.com");
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  g_assert_true (
      parl_source_config_save (&(ParlSettingsLayers){ fixture->path, NULL }, config, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);

  write_text (fixture, "# all of them\n\n# the old one\n[Source old]\nKind=hawkbit\n# where\n"
                       "Url=https://old.example.com\nPaused=true\n");
  g_chmod (fixture->path, 0644);
  g_assert_true (parl_source_config_set (config, "Query.fps", "a{b=~\"\\\\d\"}", &error));
  g_assert_true (parl_source_config_set (config, "Paused", "true", &error));
  g_assert_true (
      parl_source_config_save (&(ParlSettingsLayers){ fixture->path, NULL }, config, &error));
  g_assert_true (parl_source_config_set (config, "Paused", NULL, &error));
  g_assert_true (
      parl_source_config_save (&(ParlSettingsLayers){ fixture->path, NULL }, config, &error));
  g_assert_no_error (error);
  g_stat (fixture->path, &status);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);

  g_autofree char *text = NULL;
  g_file_get_contents (fixture->path, &text, NULL, NULL);
  g_assert_nonnull (strstr (text, "# all of them"));
  g_assert_nonnull (strstr (text, "# the old one\n"));
  g_assert_nonnull (strstr (text, "[Source old]\nKind=hawkbit\n# where\nUrl="));
  g_autoptr (GPtrArray) all
      = parl_source_config_load (&(ParlSettingsLayers){ fixture->path, NULL }, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (parl_source_config_get (all->pdata[1], "Query.fps"), ==, "a{b=~\"\\\\d\"}");
  g_assert_null (parl_source_config_get (all->pdata[1], "Paused"));

  g_assert_true (
      parl_source_config_remove (&(ParlSettingsLayers){ fixture->path, NULL }, "old", &error));
  g_autoptr (GPtrArray) rest
      = parl_source_config_load (&(ParlSettingsLayers){ fixture->path, NULL }, &error);
  g_assert_cmpuint (rest->len, ==, 1);
  g_autofree char *left = NULL;
  g_file_get_contents (fixture->path, &left, NULL, NULL);
  g_assert_true (
      g_str_has_prefix (left, "# all of them\n\n# the old one\n[Source new]\nKind=prometheus\n"));
  g_assert_false (
      parl_source_config_remove (&(ParlSettingsLayers){ fixture->path, NULL }, "old", &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG);
}

/* Nothing is written that could not be read again. */
static void
test_save_incomplete (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (ParlSourceConfig) config
      = parl_source_config_new ("new", "json", "https://data.example.com");
  g_autoptr (GError) error = NULL;

  g_assert_false (
      parl_source_config_save (&(ParlSettingsLayers){ fixture->path, NULL }, config, &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG);
  g_assert_cmpstr (error->message, ==, "new: Mapping: is missing");
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_set (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (ParlSourceConfig) config
      = parl_source_config_new ("a]b", "hawkbit", "https://example.com");
  g_autoptr (GError) error = NULL;

  g_assert_false (parl_source_config_set (config, "Profile", "exporter", &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG);
  g_clear_error (&error);
  g_assert_false (parl_source_config_set (config, "User", "a\nAuth=none", &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG);
  g_clear_error (&error);
  g_assert_false (
      parl_source_config_save (&(ParlSettingsLayers){ fixture->path, NULL }, config, &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

/* An administrator's sources come first; what he states is fixed, what he leaves open is the
 * user's. */
static void
test_layers (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *system = g_build_filename (fixture->folder, "system.conf", NULL);
  const ParlSettingsLayers files = { fixture->path, system };

  g_assert_true (g_file_set_contents (system,
                                      "[Source updates]\nKind=hawkbit\nUrl=https://a.example\n"
                                      "Auth=basic\n[Source counts]\nKind=counts\nFile=a.csv\n",
                                      -1, NULL));
  write_text (fixture, "[Source mine]\nKind=counts\nFile=b.csv\n"
                       "[Source updates]\nUser=ann\nAuth=none\n"
                       "[Source gone]\nUser=ann\n"
                       "[Source counts]\nKind=hawkbit\nUrl=https://b.example\nSiteAttribute=x\n");
  g_autoptr (GPtrArray) all = parl_source_config_load (&files, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 3);
  ParlSourceConfig *updates = all->pdata[0];
  g_assert_cmpstr (parl_source_config_get_name (updates), ==, "updates");
  g_assert_cmpstr (parl_source_config_get_user (updates), ==, "ann");
  g_assert_cmpint (parl_source_config_get_auth (updates), ==, PARL_AUTH_BASIC);
  g_assert_true (parl_source_config_is_managed (updates));
  g_assert_true (parl_source_config_is_fixed (updates, "Auth"));
  g_assert_false (parl_source_config_is_fixed (updates, "User"));
  g_assert_cmpstr (parl_source_config_get_kind (all->pdata[1]), ==, "counts");
  g_autofree char *counts = g_build_filename (fixture->folder, "a.csv", NULL);
  g_assert_cmpstr (parl_source_config_get_file (all->pdata[1]), ==, counts);
  g_assert_false (parl_source_config_is_managed (all->pdata[2]));
  g_assert_true (g_str_has_suffix (parl_source_config_get_file (all->pdata[2]), "below/b.csv"));

  g_assert_false (parl_source_config_set (updates, "Url", "https://c.example", &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG);
  g_clear_error (&error);
  g_assert_true (parl_source_config_set (updates, "User", "bob", &error));
  g_assert_true (parl_source_config_save (&files, updates, &error));
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "[Source updates]\nUser=bob\n"));
  g_assert_null (strstr (text, "a.example"));
  g_assert_false (parl_source_config_remove (&files, "updates", &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG);
  g_unlink (system);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/source-config/missing", Fixture, NULL, set_up, test_missing, tear_down);
  g_test_add ("/source-config/load", Fixture, NULL, set_up, test_load, tear_down);
  g_test_add ("/source-config/file", Fixture, NULL, set_up, test_file, tear_down);
  g_test_add ("/source-config/paths", Fixture, NULL, set_up, test_paths, tear_down);
  g_test_add ("/source-config/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/source-config/save", Fixture, NULL, set_up, test_save, tear_down);
  g_test_add ("/source-config/save-incomplete", Fixture, NULL, set_up, test_save_incomplete,
              tear_down);
  g_test_add ("/source-config/set", Fixture, NULL, set_up, test_set, tear_down);
  g_test_add ("/source-config/layers", Fixture, NULL, set_up, test_layers, tear_down);
  return g_test_run ();
}
