/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parlance.conf for widgets: what is set here the tool reads, what others write is taken over, and
 * a file that others have broken is left as it is. */
#include "config.h"

#include "analysis/targets.h"
#include "app/settings.h"
#include "wait.h"

#include "support/folder.h"

#include <gtk/gtk.h>
#include <string.h>

typedef struct
{
  char *folder, *path;
  ParlSettings *settings;
  unsigned n_changes;
  char *failure; /* the last */
} Place;

static void
on_changed (Place *self)
{
  self->n_changes++;
}

static void
on_failed (Place *self, const char *sentence)
{
  g_free (self->failure);
  self->failure = g_strdup (sentence);
}

static void
write_file (Place *self, const char *text)
{
  g_assert_true (g_file_set_contents (self->path, text, -1, NULL));
}

static void
open_settings (Place *self)
{
  self->settings = parl_settings_new (&(ParlSettingsLayers){ self->path, NULL });
  g_signal_connect_swapped (self->settings, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->settings, "failed", G_CALLBACK (on_failed), self);
}

static void
set_up (Place *self, gconstpointer data)
{
  self->folder = folder_new ();
  self->path = g_build_filename (self->folder, "parlance.conf", NULL);
  if (data != NULL)
    write_file (self, data);
  open_settings (self);
}

static void
tear_down (Place *self, gconstpointer data)
{
  (void)data;
  g_assert_finalize_object (self->settings);
  folder_remove (self->folder);
  g_free (self->path);
  g_free (self->failure);
}

static char *
read_file (Place *self)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (self->path, &text, NULL, NULL));
  return text;
}

static void
test_file_is_kept (Place *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  (void)data;
  g_assert_cmpfloat (parl_settings_get_number (self->settings, PARL_CONF_TARGETS, "success"), ==,
                     0.9);
  parl_settings_set (self->settings, PARL_CONF_TARGETS, "fps", "25");
  parl_settings_set (self->settings, PARL_CONF_TARGETS, "finish", "2026-12-24");
  g_assert_cmpuint (self->n_changes, ==, 2);
  parl_settings_flush (self->settings);
  g_autofree char *after = read_file (self);
  g_assert_cmpstr (after, ==,
                   "# ours\n[Targets]\nsuccess=0.9\npreventable=battery;thermal\nfps=25\n"
                   "finish=2026-12-24\n");

  g_autoptr (ParlSettingsFile) file
      = parl_conf_load (&(ParlSettingsLayers){ self->path, NULL }, &error);
  g_assert_no_error (error);
  g_autoptr (ParlTargets) targets = parl_targets_read (file, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (targets->promise.fps, ==, 25);
  g_assert_cmpfloat (targets->promise.success, ==, 0.9);
}

/* As older versions wrote it. */
static void
test_quotes (Place *self, gconstpointer data)
{
  g_autofree char *audience = parl_settings_dup_word (self->settings, PARL_CONF_WINDOW, "audience");
  g_autofree char *folder = parl_settings_dup_word (self->settings, PARL_CONF_EXPORT, "folder");

  (void)data;
  g_assert_cmpstr (audience, ==, "ops");
  g_assert_null (folder);
}

static void
test_defaults (Place *self, gconstpointer data)
{
  (void)data;
  g_assert_cmpfloat (parl_settings_get_number (self->settings, PARL_CONF_TARGETS, "halt"), ==, 0.1);
  g_assert_true (isnan (parl_settings_get_number (self->settings, PARL_CONF_TARGETS, "success")));
  g_assert_cmpfloat (parl_settings_get_number (self->settings, PARL_CONF_COLLECTING, "interval"),
                     ==, 5);
  g_assert_true (parl_settings_get_boolean (self->settings, PARL_CONF_EXPORT, "print"));
  parl_settings_set (self->settings, PARL_CONF_TARGETS, "success", "0.5");
  parl_settings_reset (self->settings, PARL_CONF_TARGETS);
  g_assert_true (isnan (parl_settings_get_number (self->settings, PARL_CONF_TARGETS, "success")));
}

static bool
has_changed (gpointer data)
{
  return ((Place *)data)->n_changes > 0;
}

/* A change by hand arrives, and one that is not written yet here stays. */
static void
test_others (Place *self, gconstpointer data)
{
  (void)data;
  write_file (self, "[Targets]\nhalt=0.2\n");
  wait_until (has_changed, self);
  g_assert_cmpfloat (parl_settings_get_number (self->settings, PARL_CONF_TARGETS, "halt"), ==, 0.2);

  parl_settings_set (self->settings, PARL_CONF_TARGETS, "fps", "25");
  write_file (self, "[Targets]\nhalt=0.3\n");
  parl_settings_flush (self->settings);
  g_autofree char *text = read_file (self);
  g_assert_cmpstr (text, ==, "[Targets]\nhalt=0.3\nfps=25\n");
}

/* A value that finds the file broken is told of, waits, and is written into the mended file. */
static void
test_broken (Place *self, gconstpointer data)
{
  (void)data;
  write_file (self, "[Targets]\nhalt=high\n");
  parl_settings_set (self->settings, PARL_CONF_TARGETS, "fps", "25");
  parl_settings_flush (self->settings);
  g_autofree char *text = read_file (self);
  g_assert_cmpstr (text, ==, "[Targets]\nhalt=high\n");
  g_assert_nonnull (self->failure);
  g_assert_nonnull (strstr (self->failure, "parlance.conf, line 2"));

  write_file (self, "[Targets]\nhalt=0.2\n");
  parl_settings_flush (self->settings);
  g_autofree char *mended = read_file (self);
  g_assert_cmpstr (mended, ==, "[Targets]\nhalt=0.2\nfps=25\n");
}

/* A spin button's adjustment stands for any object with a number. */
static void
test_bind (Place *self, gconstpointer data)
{
  GtkAdjustment *shown = gtk_adjustment_new (0, 0, 1e6, 1, 1, 0);

  (void)data;
  g_object_ref_sink (shown);
  parl_settings_set (self->settings, PARL_CONF_TARGETS, "success", "0.95");
  parl_settings_bind_number (self->settings, PARL_CONF_TARGETS, "success", shown, "value",
                             PARL_BIND_BOTH, 100, 2);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (shown), 95, 1e-9);
  gtk_adjustment_set_value (shown, 97.1);
  parl_settings_flush (self->settings);
  g_autofree char *text = read_file (self);
  g_assert_cmpstr (text, ==, "[Targets]\nsuccess=0.971\n");
  parl_settings_set (self->settings, PARL_CONF_TARGETS, "success", "0.5");
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (shown), 50, 1e-9);

  g_assert_finalize_object (shown);
  parl_settings_set (self->settings, PARL_CONF_TARGETS, "success", "0.6");
}

/* An administrator's file is below the user's, and above it where it is locked; none of it is
 * written into the user's. */
static void
test_layers (Place *self, gconstpointer data)
{
  g_autofree char *system = g_build_filename (self->folder, "system.conf", NULL);
  ParlSettingsLayers files = { self->path, system };
  double number;

  (void)data;
  g_assert_true (g_file_set_contents (system,
                                      "[Targets]\nsuccess=0.97\nhalt=0.2\nfps=25\n"
                                      "[Locked]\nTargets=success;currency\nCollecting=*\n",
                                      -1, NULL));
  g_autoptr (ParlSettings) settings = parl_settings_new (&files);
  g_assert_true (parl_settings_is_locked (settings, PARL_CONF_TARGETS, "success"));
  g_assert_false (parl_settings_is_locked (settings, PARL_CONF_TARGETS, "halt"));
  g_assert_true (parl_settings_is_locked (settings, PARL_CONF_COLLECTING, "interval"));
  static const struct
  {
    const char *key;
    double expected;
  } first[] = { { "success", 0.97 }, { "halt", 0.3 }, { "fps", 25 } };
  for (unsigned i = 0; i < G_N_ELEMENTS (first); i++)
    {
      number = parl_settings_get_number (settings, PARL_CONF_TARGETS, first[i].key);
      g_assert_cmpfloat (number, ==, first[i].expected);
    }
  g_assert_null (parl_settings_dup_word (settings, PARL_CONF_TARGETS, "currency"));

  parl_settings_set (settings, PARL_CONF_TARGETS, "success", "0.5"); /* does nothing */
  parl_settings_set (settings, PARL_CONF_TARGETS, "fps", "15");
  parl_settings_set (settings, PARL_CONF_TARGETS, "halt", NULL); /* back to the administrator's */
  parl_settings_flush (settings);
  g_autofree char *text = read_file (self);
  g_assert_cmpstr (text, ==, "[Targets]\nsuccess=0.9\ncurrency=EUR\nfps=15\n");
  number = parl_settings_get_number (settings, PARL_CONF_TARGETS, "success");
  g_assert_cmpfloat (number, ==, 0.97);
  number = parl_settings_get_number (settings, PARL_CONF_TARGETS, "halt");
  g_assert_cmpfloat (number, ==, 0.2);

  static const char *const refused[] = { "[Locked]\nTargets=sucess\n", "[Locked]\nTarget=*\n" };
  for (unsigned i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_true (g_file_set_contents (system, refused[i], -1, NULL));
      g_assert_null (parl_conf_load (&files, &error));
      g_assert_error (error, PARL_SETTINGS_ERROR, PARL_SETTINGS_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "system.conf, line 2, group [Locked]"));
    }
  write_file (self, "[Locked]\nTargets=*\n"); /* nobody locks himself */
  g_assert_null (parl_conf_load (&(ParlSettingsLayers){ self->path, NULL }, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/app/settings/file-is-kept", Place,
              "# ours\n[Targets]\nsuccess=0.9\npreventable=battery;thermal\n", set_up,
              test_file_is_kept, tear_down);
  g_test_add ("/app/settings/quotes", Place, "[Window]\naudience='ops'\n[Export]\nfolder=''\n",
              set_up, test_quotes, tear_down);
  g_test_add ("/app/settings/defaults", Place, NULL, set_up, test_defaults, tear_down);
  g_test_add ("/app/settings/others", Place, NULL, set_up, test_others, tear_down);
  g_test_add ("/app/settings/broken", Place, NULL, set_up, test_broken, tear_down);
  g_test_add ("/app/settings/bind", Place, NULL, set_up, test_bind, tear_down);
  g_test_add ("/app/settings/layers", Place, "[Targets]\nsuccess=0.9\nhalt=0.3\ncurrency=EUR\n",
              set_up, test_layers, tear_down);
  return g_test_run ();
}
