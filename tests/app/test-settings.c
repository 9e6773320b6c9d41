/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Schema and key file: the defaults and ranges of the window are those of the headless tool, and
 * what one writes the other reads. */
#include "config.h"

#include "analysis/targets.h"
#include "app/settings.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

typedef struct
{
  char *folder, *path;
} Place;

static void
set_up (Place *place, gconstpointer data)
{
  (void)data;
  place->folder = g_dir_make_tmp ("parlance-settings-XXXXXX", NULL);
  place->path = g_build_filename (place->folder, "parlance.conf", NULL);
}

static void
tear_down (Place *place, gconstpointer data)
{
  (void)data;
  g_unlink (place->path);
  g_rmdir (place->folder);
  g_free (place->path);
  g_free (place->folder);
}

static ParlSettings *
open_settings (Place *place)
{
  g_autoptr (GError) error = NULL;
  ParlSettings *settings = parl_settings_new (place->path, &error);

  g_assert_no_error (error);
  return settings;
}

static char **
list_keys (GSettings *settings)
{
  g_autoptr (GSettingsSchema) schema = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  return g_settings_schema_list_keys (schema);
}

/* Writing every default of the schema changes no target. */
static void
test_defaults (Place *place, gconstpointer data)
{
  g_autoptr (ParlSettings) settings = open_settings (place);
  GSettings *group = parl_settings_get (settings, PARL_SETTINGS_TARGETS);
  g_auto (GStrv) keys = list_keys (group);
  g_autoptr (ParlTargets) wanted = parl_targets_new ();
  g_autoptr (GError) error = NULL;

  (void)data;
  g_assert_cmpuint (g_strv_length (keys), >=, 18);
  for (char **key = keys; *key != NULL; key++)
    {
      g_autoptr (GVariant) value = g_settings_get_default_value (group, *key);
      g_assert_true (g_settings_set_value (group, *key, value));
    }
  g_settings_sync ();
  g_autoptr (ParlTargets) targets = parl_targets_load (place->path, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (targets->success, ==, wanted->success);
  g_assert_cmpfloat (targets->halt, ==, wanted->halt);
  g_assert_cmpfloat (targets->fps, ==, wanted->fps);
  g_assert_cmpfloat (targets->fps_share, ==, wanted->fps_share);
  g_assert_cmpfloat (targets->minimum_n, ==, wanted->minimum_n);
  g_assert_cmpfloat (targets->minimum_effect, ==, wanted->minimum_effect);
  g_assert_true (isnan (targets->impact_hours) && isnan (wanted->impact_hours));
  g_assert_true (isnan (targets->cost_per_failure) && isnan (wanted->cost_per_failure));
  g_assert_true (isnan (targets->cost_per_hour) && isnan (wanted->cost_per_hour));
  g_assert_cmpint (targets->finish, ==, wanted->finish);
  g_assert_null (targets->currency);
  g_assert_null (wanted->currency);
  g_assert_cmpint (targets->silent_limit, ==, wanted->silent_limit);
  g_assert_cmpint (targets->late_after, ==, wanted->late_after);
  g_assert_cmpint (targets->stale_after, ==, wanted->stale_after);
  g_assert_cmpmem (&targets->risk, sizeof targets->risk, &wanted->risk, sizeof wanted->risk);
}

/* Each end of each range is accepted by the tool's own reader; a step further by neither. */
static void
test_ranges (Place *place, gconstpointer data)
{
  g_autoptr (ParlSettings) settings = open_settings (place);
  GSettings *group = parl_settings_get (settings, PARL_SETTINGS_TARGETS);
  g_auto (GStrv) keys = list_keys (group);
  g_autoptr (GSettingsSchema) schema = NULL;

  (void)data;
  g_object_get (group, "settings-schema", &schema, NULL);
  for (char **name = keys; *name != NULL; name++)
    {
      g_autoptr (GSettingsSchemaKey) key = g_settings_schema_get_key (schema, *name);
      g_autoptr (GVariant) range = g_settings_schema_key_get_range (key);
      g_autoptr (GVariant) limits = NULL;
      double ends[2];

      if (!g_variant_type_equal (g_settings_schema_key_get_value_type (key), G_VARIANT_TYPE_DOUBLE))
        continue;
      g_variant_get (range, "(sv)", NULL, &limits);
      g_variant_get (limits, "(dd)", &ends[0], &ends[1]);
      for (unsigned i = 0; i < 2; i++)
        {
          double beyond = i == 0 ? ends[0] - 1 : ends[1] + 1;
          char text[G_ASCII_DTOSTR_BUF_SIZE];
          g_autoptr (GError) error = NULL;

          g_autofree char *file = g_strdup_printf ("[Targets]\n%s=%s\n", *name,
                                                   g_ascii_dtostr (text, sizeof text, beyond));
          g_assert_true (g_file_set_contents (place->path, file, -1, NULL));
          g_assert_null (parl_targets_load (place->path, &error));
          g_assert_nonnull (strstr (error->message, "is not a number from"));
        }
    }
}

/* What the window writes, the tool reads: words are in quotes there. */
static void
test_words (Place *place, gconstpointer data)
{
  g_autoptr (ParlSettings) settings = open_settings (place);
  GSettings *group = parl_settings_get (settings, PARL_SETTINGS_TARGETS);
  g_autoptr (GError) error = NULL;
  ParlTime finish;

  (void)data;
  g_assert_true (parl_time_from_iso ("2026-12-24", &finish, NULL));
  g_assert_true (g_settings_set_double (group, "cost-per-failure", 35));
  g_assert_true (g_settings_set_string (group, "currency", "EUR"));
  g_assert_true (g_settings_set_string (group, "finish", "2026-12-24"));
  g_settings_sync ();
  g_autoptr (ParlTargets) targets = parl_targets_load (place->path, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (targets->cost_per_failure, ==, 35);
  g_assert_cmpstr (targets->currency, ==, "EUR");
  g_assert_cmpint (targets->finish, ==, finish);
}

static void
test_file_is_kept (Place *place, gconstpointer data)
{
  const char *text = "# ours\n[Targets]\nsuccess=0.9\npreventable=battery;thermal\n";
  g_autofree char *after = NULL;

  (void)data;
  g_assert_true (g_file_set_contents (place->path, text, -1, NULL));
  g_autoptr (ParlSettings) settings = open_settings (place);
  GSettings *group = parl_settings_get (settings, PARL_SETTINGS_TARGETS);
  g_assert_cmpfloat (g_settings_get_double (group, "success"), ==, 0.9);
  g_assert_true (g_settings_set_double (group, "fps", 25));
  g_settings_sync ();
  g_assert_true (g_file_get_contents (place->path, &after, NULL, NULL));
  g_assert_nonnull (strstr (after, "# ours"));
  g_assert_nonnull (strstr (after, "preventable=battery;thermal"));

  g_autoptr (ParlTargets) targets = parl_targets_load (place->path, NULL);
  g_assert_nonnull (targets);
  g_assert_cmpfloat (targets->fps, ==, 25);
  g_assert_cmpfloat (targets->success, ==, 0.9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/app/settings/defaults", Place, NULL, set_up, test_defaults, tear_down);
  g_test_add ("/app/settings/ranges", Place, NULL, set_up, test_ranges, tear_down);
  g_test_add ("/app/settings/words", Place, NULL, set_up, test_words, tear_down);
  g_test_add ("/app/settings/file-is-kept", Place, NULL, set_up, test_file_is_kept, tear_down);
  return g_test_run ();
}
