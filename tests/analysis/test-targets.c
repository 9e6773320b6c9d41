/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Targets: what a file sets, what it leaves alone, and what it is refused for. */
#include "config.h"

#include "analysis/targets.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static ParlTargets *
load_text (const char *text, GError **error)
{
  const ParlSettingsGroup groups[] = { parl_targets_group, parl_class_targets_group };
  g_autofree char *path = NULL;
  int file = g_file_open_tmp ("parlance-targets-XXXXXX", &path, NULL);

  g_assert_cmpint (file, !=, -1);
  g_close (file, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_autoptr (ParlSettingsFile) settings = parl_settings_file_load (path, error);
  g_unlink (path);
  return settings != NULL
                 && parl_settings_file_check (settings, groups, G_N_ELEMENTS (groups), error)
             ? parl_targets_read (settings, error)
             : NULL;
}

static void
test_defaults (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlTargets) targets = load_text ("# nothing is set\n", &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (targets->halt, ==, 0.10);
  g_assert_cmpfloat (targets->minimum_n, ==, 200);
  g_assert_cmpint (targets->silent_limit, ==, 24 * PARL_HOUR);
  g_assert_cmpint (targets->stale_after, ==, 48 * PARL_HOUR);
  g_assert_cmpuint (g_strv_length (targets->preventable), ==, 3);
  g_assert_cmpfloat (parl_targets_get_efficacy (targets, "network"), ==, 1);
  g_assert_cmpfloat (parl_targets_get_efficacy (targets, "verify"), ==, 0);
  g_assert_cmpfloat (targets->risk.failure + targets->risk.next_stage + targets->risk.silent
                         + targets->risk.untraced + targets->risk.fps_drop + targets->risk.late,
                     ==, 100);
}

static void
test_settings (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlTargets) loaded
      = load_text ("[Targets]\nsuccess=0.98\nsilent-hours=1.5\npreventable=battery;thermal\n"
                   "efficacy=0.5;1\nrisk-high=60\n",
                   &error);
  g_assert_no_error (error);
  g_autoptr (ParlTargets) targets = parl_targets_copy (loaded);

  g_assert_cmpfloat_with_epsilon (parl_targets_get_slo (targets), 0.02, 1e-12);
  g_assert_cmpint (targets->silent_limit, ==, 90 * PARL_MINUTE);
  g_assert_cmpfloat (parl_targets_get_efficacy (targets, "battery"), ==, 0.5);
  g_assert_cmpfloat (parl_targets_get_efficacy (targets, "disk-space"), ==, 0);
  g_assert_cmpfloat (targets->risk.high, ==, 60);
  g_assert_true (isnan (targets->promise.fps));
}

/* Nothing is promised until somebody did; what is usual is offered, and what a file states holds.
 */
static void
test_promises (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlTargets) none = load_text ("[Targets]\nhalt=0.2\nminimum-n=50\n", &error);
  g_assert_no_error (error);
  g_autoptr (ParlTargets) usual = parl_targets_new_usual ();
  g_autoptr (ParlTargets) one = load_text ("[Targets]\nfinish=2026-12-24\n", &error);
  g_assert_no_error (error);
  g_autofree char *keys = parl_targets_list_promises ();

  g_assert_true (isnan (none->promise.success) && isnan (none->promise.fps));
  g_assert_true (isnan (none->promise.fps_share) && isnan (none->impact_hours));
  g_assert_true (isnan (parl_targets_get_slo (none)));
  g_assert_false (parl_targets_has_promise (none));
  g_assert_true (parl_targets_has_promise (one));
  g_assert_cmpfloat (usual->promise.success, ==, 0.95);
  g_assert_cmpfloat (usual->promise.fps, ==, 30);
  g_assert_cmpfloat (usual->promise.fps_share, ==, 0.95);
  g_assert_cmpstr (keys, ==, "success, fps, fps-share, impact-hours, finish");
}

/* Each class by its own promise; what its group leaves out is as of the fleet. */
static void
test_classes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlTargets) loaded
      = load_text ("[Targets]\nsuccess=0.95\nfps=30\n[Targets class nano]\nfps=15\n"
                   "fps-share=0.9\n[Targets class big one]\nsuccess=0.99\n",
                   &error);
  g_assert_no_error (error);
  g_autoptr (ParlTargets) targets = parl_targets_copy (loaded);
  ParlPromise nano = parl_targets_get_promise (targets, "nano");
  ParlPromise big = parl_targets_get_promise (targets, "big one");
  ParlPromise other = parl_targets_get_promise (targets, "orin");

  g_assert_cmpfloat (nano.success, ==, 0.95);
  g_assert_cmpfloat (nano.fps, ==, 15);
  g_assert_cmpfloat (nano.fps_share, ==, 0.9);
  g_assert_cmpfloat (big.success, ==, 0.99);
  g_assert_cmpfloat (big.fps, ==, 30);
  g_assert_true (isnan (big.fps_share));
  g_assert_cmpfloat (other.fps, ==, 30);
  g_assert_false (parl_targets_has_one_speed (targets));
  parl_targets_narrow (targets, "nano");
  g_assert_cmpfloat (targets->promise.fps, ==, 15);
  g_assert_true (parl_targets_has_one_speed (targets));
}

/* Each of these is another set of targets than all the others; each equals itself and its copy. */
static void
test_equal (void)
{
  static const char *const texts[] = { "",
                                       "[Targets]\nsuccess=0.9\n",
                                       "[Targets]\nimpact-hours=7\n",
                                       "[Targets]\nlate-hours=3\n",
                                       "[Targets]\nrisk-late=6\n",
                                       "[Targets]\nfinish=2026-12-24\n",
                                       "[Targets]\ncurrency=EUR\n",
                                       "[Targets class nano]\nfps=15\n",
                                       "[Targets class nano]\nfps=20\n",
                                       "[Targets class orin]\nfps=20\n",
                                       "[Targets]\npreventable=battery\n",
                                       "[Targets]\npreventable=battery\nefficacy=0.5\n" };

  for (unsigned i = 0; i < G_N_ELEMENTS (texts); i++)
    for (unsigned j = 0; j < G_N_ELEMENTS (texts); j++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (ParlTargets) one = load_text (texts[i], &error);
        g_assert_no_error (error);
        g_autoptr (ParlTargets) loaded = load_text (texts[j], &error);
        g_assert_no_error (error);
        g_autoptr (ParlTargets) other = parl_targets_copy (loaded);
        g_assert_true (parl_targets_equal (one, other) == (i == j));
      }
}

/* A file, and what the message must name. */
static const struct
{
  const char *text, *key;
} refused[] = {
  { "[Targets]\nsucces=0.95\n", "succes" },
  { "[Targets]\nsuccess=95\n", "“95”" },
  { "[Targets]\nsuccess=nan\n", "success" },
  { "[Targets]\nsuccess=1\n", "success" },
  { "[Targets]\nfps=thirty\n", "thirty" },
  { "[Targets]\nfps=0\n", "fps" },
  { "[Targets]\nsuccess=0.95\nhalt=0.04\n", "halt" },
  { "[Targets class nano]\nsuccess=0.85\n", "[Targets class nano]" },
  { "[Targets class nano]\nhalt=0.2\n", "halt" },
  { "[Targets]\nstale-hours=1\n", "stale-hours" },
  { "[Targets]\nefficacy=1;1\n", "efficacy" },
  { "[Targets]\npreventable=battery\nefficacy=1.5\n", "efficacy" },
  { "[Targets]\nrisk-high=80\n", "risk-severe" },
  { "[Targets]\ncost-per-failure=35\n", "currency" },
  { "[Targets]\ncost-per-hour=1\ncurrency= \n", "currency" },
  { "[Targets]\ncost-per-hour=-1\ncurrency=EUR\n", "cost-per-hour" },
  { "[Targets]\nfinish=soon\n", "“soon”" },
  { "[Targets]\nimpact-hours=many\n", "impact-hours" },
};

static void
test_refused (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ParlTargets) targets = load_text (refused[i].text, &error);

      g_test_message ("%s", refused[i].text);
      g_assert_null (targets);
      g_assert_error (error, PARL_SETTINGS_ERROR, PARL_SETTINGS_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, refused[i].key));
      g_assert_nonnull (strstr (error->message, "parlance-targets-"));
      g_assert_nonnull (strstr (error->message, "[Targets"));
    }
}

/* What has no default, and what it takes. */
static void
test_unset (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlTargets) unset = parl_targets_new ();
  g_autoptr (ParlTargets) loaded
      = load_text ("[Targets]\ncost-per-failure=35\ncost-per-hour=0.5\ncurrency=EUR\n"
                   "finish='2026-12-24'\nimpact-hours=5000\n",
                   &error);
  g_assert_no_error (error);
  g_autoptr (ParlTargets) targets = parl_targets_copy (loaded);

  g_assert_true (isnan (unset->cost_per_failure) && isnan (unset->cost_per_hour));
  g_assert_true (isnan (unset->impact_hours));
  g_assert_cmpint (unset->finish, ==, PARL_TIME_NONE);
  g_assert_null (unset->currency);
  g_assert_cmpfloat (targets->cost_per_failure, ==, 35);
  g_assert_cmpfloat (targets->cost_per_hour, ==, 0.5);
  g_assert_cmpfloat (targets->impact_hours, ==, 5000);
  g_assert_cmpstr (targets->currency, ==, "EUR");
  g_assert_cmpint (targets->finish, ==, INT64_C (1798070400000));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/targets/defaults", test_defaults);
  g_test_add_func ("/analysis/targets/settings", test_settings);
  g_test_add_func ("/analysis/targets/promises", test_promises);
  g_test_add_func ("/analysis/targets/classes", test_classes);
  g_test_add_func ("/analysis/targets/equal", test_equal);
  g_test_add_func ("/analysis/targets/unset", test_unset);
  g_test_add_func ("/analysis/targets/refused", test_refused);
  return g_test_run ();
}
