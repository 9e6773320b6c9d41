/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings files: what is read, what is refused and where, and what an edit leaves alone. */
#include "config.h"

#include "settings/schema.h"

#include "support/folder.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

typedef struct
{
  char *folder, *path;
} Place;

static void
set_up (Place *self, gconstpointer data)
{
  (void)data;
  self->folder = folder_new ();
  self->path = g_build_filename (self->folder, "deep", "a.conf", NULL);
}

static void
tear_down (Place *self, gconstpointer data)
{
  (void)data;
  folder_remove (self->folder);
  g_free (self->path);
}

static void
write_text (Place *self, const char *text, gssize length)
{
  g_autofree char *deep = g_path_get_dirname (self->path);

  g_assert_cmpint (g_mkdir_with_parents (deep, 0700), ==, 0);
  g_assert_true (g_file_set_contents (self->path, text, length, NULL));
}

static char *
read_text (Place *self)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (self->path, &text, NULL, NULL));
  return text;
}

static ParlSettingsFile *
load (Place *self, const char *text)
{
  g_autoptr (GError) error = NULL;

  write_text (self, text, -1);
  ParlSettingsFile *file = parl_settings_file_load (self->path, &error);
  g_assert_no_error (error);
  return file;
}

static void
test_values (Place *self, gconstpointer data)
{
  g_autoptr (ParlSettingsFile) file = load (
      self, "# head\n\n  [A b]\r\n key = two words \nTitle=T\\sx\\n\nTitle[xx]=other\n"
            "List=a;b\\;c;\nNumber=0.5\nNo=5 apples\nQuery=rate(x[5m]) \\ \"a=b\"\nEmpty=\n[C]\n");
  g_auto (GStrv) groups = parl_settings_file_list_groups (file);
  g_auto (GStrv) keys = parl_settings_file_list_keys (file, "A b");
  g_autofree char *title = parl_settings_file_dup_text (file, "A b", "Title");
  g_autofree char *bad = parl_settings_file_dup_text (file, "A b", "Query");
  g_auto (GStrv) list = parl_settings_file_dup_list (file, "A b", "List");
  g_autofree char *all = g_strjoinv ("|", keys);

  (void)data;
  g_assert_true (g_strv_equal ((const char *const *)groups, (const char *[]){ "A b", "C", NULL }));
  g_assert_cmpstr (all, ==, "key|Title|Title[xx]|List|Number|No|Query|Empty");
  g_assert_cmpstr (parl_settings_file_get (file, "A b", "key"), ==, "two words");
  g_assert_cmpstr (parl_settings_file_get (file, "A b", "Query"), ==, "rate(x[5m]) \\ \"a=b\"");
  g_assert_cmpstr (parl_settings_file_get (file, "A b", "Empty"), ==, "");
  g_assert_null (parl_settings_file_get (file, "C", "key"));
  g_assert_cmpstr (title, ==, "T x\n");
  g_assert_null (bad);
  g_assert_true (g_strv_equal ((const char *const *)list, (const char *[]){ "a", "b;c", NULL }));
  g_assert_cmpfloat (parl_settings_file_get_number (file, "A b", "Number"), ==, 0.5);
  g_assert_true (isnan (parl_settings_file_get_number (file, "A b", "No")));
  g_assert_true (isnan (parl_settings_file_get_number (file, "A b", "none")));
  g_assert_true (parl_settings_file_has_group (file, "C"));
  g_assert_false (parl_settings_file_has_group (file, "D"));
}

static const ParlSetting settings[] = {
  { .key = "Title", .type = PARL_SETTING_TEXT, .translated = true, .required = true },
  PARL_SETTING ("Bool", PARL_SETTING_BOOLEAN, NULL, NULL),
  PARL_SETTING_RANGE ("Whole", PARL_SETTING_WHOLE, NULL, 1, 9, NULL),
  PARL_SETTING_RANGE ("Number", PARL_SETTING_NUMBER, "2", 0, 3, NULL),
  PARL_SETTING_RANGE ("Numbers", PARL_SETTING_NUMBERS, NULL, 0, 1, NULL),
  PARL_SETTING ("Day", PARL_SETTING_DAY, NULL, NULL),
  PARL_SETTING ("List", PARL_SETTING_LIST, NULL, NULL),
  PARL_SETTING ("Word", PARL_SETTING_WORD, NULL, NULL),
  PARL_SETTING ("Query.*", PARL_SETTING_RAW, NULL, NULL),
  { .key = "Choice",
    .type = PARL_SETTING_CHOICE,
    .choices = (const char *const[]){ "one", "two", NULL } },
};
static const ParlSettingsGroup groups[] = { { "One *", settings, G_N_ELEMENTS (settings), NULL } };

/* A file, and what the message must say, among it the line. */
static const struct
{
  const char *text, *words;
} refused[] = {
  { "x\n", "line 1: neither" },
  { "\n\na=b\n", "line 3: stands before" },
  { "[]\n", "line 1: a group is written" },
  { "[One a\n", "line 1: a group is written" },
  { "[One a]\n=b\n", "line 2: neither" },
  { "[One a]\nTitle=\377\n", "line 2: is not UTF-8" },
  { "[One a]\nTitle=x\n[One b]\nTitle=y\n[One a]\n",
    "line 1, group [One a]: stands twice, again in line 5" },
  { "[One a]\nTitle=x\nTitle=y\n",
    "line 2, group [One a], key “Title”: stands twice, again in line 3" },
  { "[Two]\n", "line 1, group [Two]: there is no such group; there are: [One *]" },
  { "[One a]\nTitle=x\nTitel=y\n", "line 3, group [One a], key “Titel”: there is no such key" },
  { "[One a]\nBool=true\n", "line 1, group [One a], key “Title”: is missing" },
  { "[One a]\nTitle=x\nBool[de]=true\n", "line 3, group [One a], key “Bool[de]”" },
  { "[One a]\nTitle=x\nBool=yes\n", "“yes” is neither “true” nor “false”" },
  { "[One a]\nTitle=x\\q\n", "key “Title”: a backslash" },
  { "[One a]\nTitle[de]=x\\\n", "key “Title[de]”: a backslash" },
  { "[One a]\nTitle=x\nWhole=1.5\n", "“1.5” is not a whole number from 1 to 9" },
  { "[One a]\nTitle=x\nWhole=10\n", "“10” is not a whole number from 1 to 9" },
  { "[One a]\nTitle=x\nNumber=nan\n", "“nan” is not a number from 0 to 3" },
  { "[One a]\nTitle=x\nNumber=\n", "“” is not a number from 0 to 3" },
  { "[One a]\nTitle=x\nNumbers=0;2\n", "“0;2” is not a list of numbers from 0 to 1" },
  { "[One a]\nTitle=x\nDay=2026-02-30\n", "“2026-02-30” is not a day" },
  { "[One a]\nTitle=x\nDay=2026-02-01T00:00\n", "is not a day" },
  { "[One a]\nTitle=x\nList=a\\q\n", "a backslash" },
  { "[One a]\nTitle=x\nQuery.a=x\ty\n", "control characters" },
  { "[One a]\nTitle=x\nChoice=three\n", "“three” is not one of: one, two" },
};

static void
test_refused (Place *self, gconstpointer data)
{
  (void)data;
  for (unsigned i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      write_text (self, refused[i].text, -1);
      g_autoptr (ParlSettingsFile) file = parl_settings_file_load (self->path, &error);
      if (file != NULL)
        g_assert_false (parl_settings_file_check (file, groups, G_N_ELEMENTS (groups), &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, PARL_SETTINGS_ERROR, PARL_SETTINGS_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, refused[i].words));
      g_assert_true (g_str_has_prefix (error->message, self->path));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_allowed (Place *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlSettingsFile) file
      = load (self, "[One a]\nTitle=\nTitle[de]=x\nBool=false\nWhole=9\nNumber=0\nNumbers=0;0.5;1\n"
                    "Day=2026-12-01\nList=\nWord='x y'\nQuery.a=\nChoice=two\n");
  g_autofree char *word = parl_setting_dup_word (&settings[7], file, "One a");

  (void)data;
  g_assert_true (parl_settings_file_check (file, groups, G_N_ELEMENTS (groups), &error));
  g_assert_no_error (error);
  g_assert_cmpstr (word, ==, "x y");
  g_assert_cmpfloat (parl_setting_get_number (&settings[3], file, "One a"), ==, 0);
  g_assert_cmpfloat (parl_setting_get_number (&settings[3], file, "One b"), ==, 2);
  g_assert_true (isnan (parl_setting_get_number (&settings[2], file, "One b")));
}

/* Comments, order, other groups and translations stay as they were, to the byte. */
static void
test_edit (Place *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlSettingsFile) file
      = load (self, "# head\n[A]\n# of x\nx = 1\ny=2\n\n# of B\n[B]\nx=3\n");

  (void)data;
  parl_settings_file_set (file, "A", "x", "5");
  parl_settings_file_set (file, "A", "z", "6");
  parl_settings_file_set (file, "A", "y", NULL);
  parl_settings_file_set (file, "A", "none", NULL);
  parl_settings_file_set (file, "New", "k", "v");
  g_assert_true (parl_settings_file_save (file, &error));
  g_assert_no_error (error);
  g_autofree char *text = read_text (self);
  g_assert_cmpstr (text, ==, "# head\n[A]\n# of x\nx=5\nz=6\n\n# of B\n[B]\nx=3\n\n[New]\nk=v\n");

  parl_settings_file_remove_group (file, "B");
  g_assert_false (parl_settings_file_has_group (file, "B"));
  g_assert_true (parl_settings_file_save (file, &error));
  g_autofree char *without = read_text (self);
  g_assert_cmpstr (without, ==, "# head\n[A]\n# of x\nx=5\nz=6\n\n# of B\n\n[New]\nk=v\n");

  g_autoptr (ParlSettingsFile) other = load (self, "[A]\n# of x\nx=1\n\n# of B\n[B]\nx=3\n");
  parl_settings_file_remove_group (other, "A");
  g_assert_true (parl_settings_file_save (other, &error));
  g_autofree char *rest = read_text (self);
  g_assert_cmpstr (rest, ==, "# of B\n[B]\nx=3\n");
}

/* Nobody else may read what Parlance writes, whatever stood there before. */
static void
test_mode (Place *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GStatBuf before, after;
  g_autoptr (ParlSettingsFile) fresh = parl_settings_file_load (self->path, &error);

  (void)data;
  parl_settings_file_set (fresh, "A", "x", "1");
  g_assert_true (parl_settings_file_save (fresh, &error));
  g_assert_cmpint (g_stat (self->path, &before), ==, 0);
  g_assert_cmpint (before.st_mode & 0777, ==, 0600);

  g_assert_cmpint (g_chmod (self->path, 0644), ==, 0);
  g_autoptr (ParlSettingsFile) open = parl_settings_file_load (self->path, &error);
  g_assert_true (parl_settings_file_save (open, &error));
  g_assert_cmpint (g_stat (self->path, &after), ==, 0);
  g_assert_cmpint (after.st_mode & 0777, ==, 0600);
}

static void
test_unwritable (Place *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *below = g_build_filename (self->path, "b.conf", NULL);

  (void)data;
  write_text (self, "[A]\n", -1);
  g_assert_null (parl_settings_file_load (below, &error));
  g_assert_error (error, PARL_SETTINGS_ERROR, PARL_SETTINGS_ERROR_UNREADABLE);
  g_clear_error (&error);
  g_autoptr (ParlSettingsFile) file = parl_settings_file_new (below);
  g_assert_false (parl_settings_file_save (file, &error));
  g_assert_error (error, PARL_SETTINGS_ERROR, PARL_SETTINGS_ERROR_UNWRITABLE);
  g_assert_nonnull (strstr (error->message, below));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/settings/file/values", Place, NULL, set_up, test_values, tear_down);
  g_test_add ("/settings/file/refused", Place, NULL, set_up, test_refused, tear_down);
  g_test_add ("/settings/file/allowed", Place, NULL, set_up, test_allowed, tear_down);
  g_test_add ("/settings/file/edit", Place, NULL, set_up, test_edit, tear_down);
  g_test_add ("/settings/file/mode", Place, NULL, set_up, test_mode, tear_down);
  g_test_add ("/settings/file/unwritable", Place, NULL, set_up, test_unwritable, tear_down);
  return g_test_run ();
}
