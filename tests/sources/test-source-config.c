/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings file: strict in what it takes, careful with what is already there. */

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
  g_autoptr (GPtrArray) all = parl_source_config_load (fixture->path, &error);

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
  g_autoptr (GPtrArray) all = parl_source_config_load (fixture->path, &error);
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
  g_autoptr (GPtrArray) all = parl_source_config_load (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (parl_source_config_get_file (all->pdata[0]), ==, beside);
  g_assert_cmpstr (parl_source_config_get_address (all->pdata[0]), ==, beside);
  g_assert_cmpstr (parl_source_config_get_file (all->pdata[1]), ==, "/srv/b.csv");
  g_assert_null (parl_source_config_get_url (all->pdata[1]));
  g_assert_cmpint (parl_source_config_get_auth (all->pdata[1]), ==, PARL_AUTH_NONE);

  g_autoptr (ParlSourceConfig) config = parl_source_config_new ("c", "counts", "/srv/c.csv");
  g_assert_true (parl_source_config_save (fixture->path, config, &error));
  g_assert_no_error (error);
  g_autofree char *text = NULL;
  g_file_get_contents (fixture->path, &text, NULL, NULL);
  g_assert_nonnull (strstr (text, "[Source c]\nKind=counts\nFile=/srv/c.csv\n"));
  g_assert_nonnull (strstr (text, "[Source a]\nKind=counts\nFile=counts.csv\n"));
}

typedef struct
{
  const char *text;
  const char *says;
} RefusedCase;

#define HEAD "[Source a]\nKind=prometheus\nUrl=https://example.com\n"

#define COUNTS_HEAD "[Source a]\nKind=counts\nFile=counts.csv\n"

static const RefusedCase refused[] = {
  { "nonsense", "sources.conf: " },
  { "[Server a]\nKind=hawkbit\n", "[Server a]: must be of the form [Source NAME]" },
  { "[Source a]\nUrl=https://example.com\n", "[Source a] Kind: is missing" },
  { "[Source a]\nKind=hawkbit\n", "[Source a] Url: is missing" },
  { "[Source a]\nKind=mender\nUrl=https://example.com\n", "[Source a] Kind: must be" },
  { HEAD "File=x\n", "[Source a] File: there is no such key" },
  { "[Source a]\nKind=counts\n", "[Source a] File: is missing" },
  { COUNTS_HEAD "Url=https://example.com\n", "[Source a] Url: there is no such key" },
  { COUNTS_HEAD "Auth=none\n", "[Source a] Auth: there is no such key" },
  { COUNTS_HEAD "Timeout=5\n", "[Source a] Timeout: there is no such key" },
  { "[Source a]\nKind=counts\nFile=\n", "[Source a] File: must not be empty" },
  { HEAD "Urk=x\n", "[Source a] Urk: there is no such key" },
  { HEAD "CohortBy=release\n", "[Source a] CohortBy: there is no such key" },
  { HEAD "Password=hunter2\n", "[Source a] Password: secrets are never kept in this file" },
  { HEAD "Auth=digest\n", "[Source a] Auth: must be “none”, “basic” or “bearer”" },
  { HEAD "Auth=basic\n", "User: is needed for Auth=basic" },
  { HEAD "Paused=yes\n", "[Source a] Paused: must be “true” or “false”" },
  { HEAD "Timeout=0\n", "[Source a] Timeout: must be whole seconds" },
  { HEAD "Timeout=1.5\n", "[Source a] Timeout: must be whole seconds" },
  { HEAD "Rate=fast\n", "[Source a] Rate: must be a number" },
  { HEAD "Rate=nan\n", "[Source a] Rate: must be a number" },
  { HEAD "Profile=grafana\n", "[Source a] Profile: must be" },
  { HEAD "Query.speed=up\n", "[Source a] Query.speed: there is no such key" },
  { HEAD "Label.colour=x\n", "[Source a] Label.colour: there is no such key" },
  { HEAD "Label.class=\n", "[Source a] Label.class: must not be empty" },
  { "[Source a]\nKind=prometheus\nUrl=http://example.com\n", "plain http to another machine" },
  { "[Source a]\nKind=prometheus\nUrl=https://u:hunter2@example.com\n", "user or password" },
};

static void
test_refused (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      write_text (fixture, refused[i].text);
      g_assert_null (parl_source_config_load (fixture->path, &error));
      g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG);
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

  g_assert_true (parl_source_config_save (fixture->path, config, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);

  write_text (fixture, "# all of them\n\n# the old one\n[Source old]\nKind=hawkbit\n# where\n"
                       "Url=https://old.example.com\nPaused=true\n");
  g_chmod (fixture->path, 0644);
  g_assert_true (parl_source_config_set (config, "Query.fps", "a{b=~\"\\\\d\"}", &error));
  g_assert_true (parl_source_config_set (config, "Paused", "true", &error));
  g_assert_true (parl_source_config_save (fixture->path, config, &error));
  g_assert_true (parl_source_config_set (config, "Paused", NULL, &error));
  g_assert_true (parl_source_config_save (fixture->path, config, &error));
  g_assert_no_error (error);
  g_stat (fixture->path, &status);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);

  g_autofree char *text = NULL;
  g_file_get_contents (fixture->path, &text, NULL, NULL);
  g_assert_nonnull (strstr (text, "# all of them"));
  g_assert_nonnull (strstr (text, "# the old one\n"));
  g_assert_nonnull (strstr (text, "[Source old]\nKind=hawkbit\n# where\nUrl="));
  g_autoptr (GPtrArray) all = parl_source_config_load (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (parl_source_config_get (all->pdata[1], "Query.fps"), ==, "a{b=~\"\\\\d\"}");
  g_assert_null (parl_source_config_get (all->pdata[1], "Paused"));

  g_assert_true (parl_source_config_remove (fixture->path, "old", &error));
  g_autoptr (GPtrArray) rest = parl_source_config_load (fixture->path, &error);
  g_assert_cmpuint (rest->len, ==, 1);
  g_assert_false (parl_source_config_remove (fixture->path, "old", &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG);
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
  g_assert_false (parl_source_config_save (fixture->path, config, &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/source-config/missing", Fixture, NULL, set_up, test_missing, tear_down);
  g_test_add ("/source-config/load", Fixture, NULL, set_up, test_load, tear_down);
  g_test_add ("/source-config/file", Fixture, NULL, set_up, test_file, tear_down);
  g_test_add ("/source-config/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/source-config/save", Fixture, NULL, set_up, test_save, tear_down);
  g_test_add ("/source-config/set", Fixture, NULL, set_up, test_set, tear_down);
  return g_test_run ();
}
