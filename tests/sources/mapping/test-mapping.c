/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mapping files: what is refused, and where; that docs/mappings.md names every key; and that all
 * that Parlance brings along are right. */
#include "config.h"

#include "sources/mapping/mapping.h"
#include "support/folder.h"

#include <string.h>

#define HEAD "[Mapping]\nTitle=x\n"
#define ATTEMPTS HEAD "[Attempts a]\nPath=/a\nDevice=@.d\nOutcome=@.o\n"
#define SPEED HEAD "[Speed a]\nPath=/a\nTime=@.t\n"

static const struct
{
  const char *text, *says;
} refused[] = {
  { "", "group [Mapping]: is missing" },
  { HEAD, "group [Mapping]: nothing is read" },
  { "[Mapping]\n" ATTEMPTS, "stands twice" },
  { HEAD "[Things a]\nPath=/\n", "line 3, group [Things a]: there is no such group; there are: "
                                 "[Mapping], [Setting *], [List *], [Attempts *], [Days *]" },
  { ATTEMPTS "Devise=@.x\n", "line 7, group [Attempts a], key “Devise”: there is no such key" },
  { HEAD "[Attempts a]\nPath=/a\nDevice=@.d\n", "group [Attempts a], key “Outcome”: is missing" },
  { HEAD "[Attempts a]\nDevice=@.d\nOutcome=@.o\n", "key “Path”: is missing" },
  { HEAD "[Attempts a]\nPath=a\nDevice=@.d\nOutcome=@.o\n", "line 4, group [Attempts a], key "
                                                            "“Path”: must begin with “/” or “?”" },
  { ATTEMPTS "Key=device\n", "line 7, group [Attempts a], key “Key”: “device” is not a path" },
  { ATTEMPTS "Key=@.a + b\n", "key “Key”: “b” is not a path" },
  { ATTEMPTS "Rows=$.a[\n", "key “Rows”: “$.a[” is not a path like $.items[*] or @.name: it is not "
                            "understood from “[” on" },
  { ATTEMPTS "Outcome.Values=OK=done\n",
    "key “Outcome.Values”: “done” is not one of: open, succeeded, failed" },
  { ATTEMPTS "Outcome.Values=OK\n", "“OK” is not of the form Key=Value" },
  { ATTEMPTS "Key.Match=(\n", "line 7, group [Attempts a], key “Key.Match”: needs Key" },
  { ATTEMPTS "Key=@.k\nKey.Match=(\n", "line 8, group [Attempts a], key “Key.Match”: " },
  { ATTEMPTS "Started=@.s\nStarted.Format=iso\n", "“iso” is not one of: rfc3339, epoch-s" },
  { ATTEMPTS "Started=@.s\nStarted.Unit=s\n", "there is no such key" },
  { ATTEMPTS "Paging=page\n", "key “Paging”: needs {page} in the path or the body" },
  { ATTEMPTS "Paging=cursor\n", "key “Next”: is missing" },
  { ATTEMPTS "Body={}\n", "key “Body”: needs Method=POST" },
  { ATTEMPTS "Header.Authorization=Bearer x\n", "this header has no place in a mapping" },
  { ATTEMPTS "Header.cookie=x\n", "this header has no place in a mapping" },
  { ATTEMPTS "Each=jobs\n", "there is no group [List jobs] before this one" },
  { ATTEMPTS "Key=\"{jobs.id}\"\n", "nothing gives {jobs.id} a value" },
  { HEAD "[Attempts a]\nPath=/{org}/a\nDevice=@.d\nOutcome=@.o\n", "nothing gives {org} a value" },
  { HEAD "[List l]\nPath=/l\n", "nothing is read" },
  { SPEED, "key “Series”: is missing" },
  { SPEED "Series=fps\nFps=@.v\n", "key “Seconds”: is missing" },
  { SPEED "Series=fps-time\nSeconds=@.v\n", "key “Le”: is missing" },
  { SPEED "Series=frame-time\nLe=@.v\n", "key “Frames”: is missing" },
  { SPEED "Series=stage-time\nStage=@.v\n", "key “Duration”: is missing" },
  { HEAD "[Days a]\nPath=/\nDay=@.d\nOutcome=\"open\"\nOutcome.Values=x=open\nCount=@.n\n",
    "“open” is not one of: succeeded, failed" },
};

static void
test_refused (void)
{
  char *folder = folder_new ();
  g_autofree char *path = g_build_filename (folder, "x.mapping", NULL);

  for (unsigned i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_true (g_file_set_contents (path, refused[i].text, -1, NULL));
      g_autoptr (ParlMapping) mapping = parl_mapping_load (path, &error);
      g_assert_null (mapping);
      g_assert_error (error, PARL_SETTINGS_ERROR, PARL_SETTINGS_ERROR_INVALID);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, refused[i].says));
      g_assert_nonnull (strstr (error->message, "x.mapping"));
    }
  folder_remove (folder);
}

static void
test_find (void)
{
  char *user = folder_new (), *data = folder_new ();
  g_autofree char *own = g_build_filename (user, "mappings", NULL);
  g_autofree char *ours = g_build_filename (data, "mappings", NULL);
  const ParlSourceDirs dirs = { user, data };
  static const char *const files[] = { "a", "b" };
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (own, 0700);
  g_mkdir_with_parents (ours, 0700);
  for (unsigned i = 0; i < 2; i++)
    {
      g_autofree char *base = g_strconcat (files[i], ".mapping", NULL);
      g_autofree char *path = g_build_filename (ours, base, NULL);
      g_file_set_contents (path, ATTEMPTS, -1, NULL);
    }
  g_autofree char *mine = g_build_filename (own, "b.mapping", NULL);
  g_file_set_contents (mine, ATTEMPTS "Site=@.s\n", -1, NULL);

  g_auto (GStrv) names = parl_mapping_list (&dirs);
  g_autofree char *all = g_strjoinv (" ", names);
  g_assert_cmpstr (all, ==, "a b");
  g_autoptr (ParlMapping) mapping = parl_mapping_find ("b", &dirs, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mapping->path, ==, mine);
  g_assert_cmpstr (mapping->name, ==, "b");
  g_autoptr (ParlMapping) by_path = parl_mapping_find (mine, &dirs, &error);
  g_assert_cmpstr (by_path->checksum, ==, mapping->checksum);
  g_assert_null (parl_mapping_find ("../b", &dirs, &error));
  g_assert_cmpstr (error->message, ==, "there is no mapping “../b”; there are: a, b");
  folder_remove (user);
  folder_remove (data);
}

/* In backticks, beside others or alone: `Class`, `Site`. */
static void
assert_named (const char *document, const char *key)
{
  g_autofree char *base = g_strndup (key, strcspn (key, ".*"));
  g_autofree char *quoted = g_strconcat ("`", base, NULL);

  if (strstr (document, quoted) == NULL)
    g_test_message ("docs/mappings.md lacks %s", key);
  g_assert_nonnull (strstr (document, quoted));
}

static void
test_documented (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "docs", "mappings.md", NULL);
  g_autofree char *document = NULL;
  unsigned n_groups;
  const ParlSettingsGroup *groups = parl_mapping_get_schema (&n_groups);
  const ParlSetting *key;

  g_assert_true (g_file_get_contents (path, &document, NULL, NULL));
  for (unsigned i = 0; i < n_groups; i++)
    for (unsigned j = 0; (key = parl_settings_group_get (&groups[i], j)) != NULL; j++)
      assert_named (document, key->key);
}

/* The example of the document is right. */
static void
test_example (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "docs", "mappings.md", NULL);
  g_autofree char *document = NULL;
  g_autoptr (GString) example = g_string_new (NULL);
  char *folder = folder_new ();
  g_autofree char *copy = g_build_filename (folder, "fleet.mapping", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &document, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (strstr (document, "    [Mapping]"), "\n", -1);
  for (char **line = lines; **line == '\0' || g_str_has_prefix (*line, "    "); line++)
    g_string_append_printf (example, "%s\n", **line != '\0' ? *line + 4 : "");
  g_assert_true (g_file_set_contents (copy, example->str, -1, NULL));
  g_autoptr (ParlMapping) mapping = parl_mapping_load (copy, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mapping->parts->len, ==, 1);
  folder_remove (folder);
}

static void
test_shipped (void)
{
  const ParlSourceDirs dirs = { NULL, g_getenv ("PARLANCE_DATA_DIR") };
  g_auto (GStrv) names = parl_mapping_list (&dirs);

  g_assert_cmpuint (g_strv_length (names), >, 0);
  for (char **name = names; *name != NULL; name++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ParlMapping) mapping = parl_mapping_find (*name, &dirs, &error);
      g_assert_no_error (error);
      g_assert_nonnull (mapping->server);
      g_assert_nonnull (mapping->note);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mapping/refused", test_refused);
  g_test_add_func ("/mapping/find", test_find);
  g_test_add_func ("/mapping/documented", test_documented);
  g_test_add_func ("/mapping/example", test_example);
  g_test_add_func ("/mapping/shipped", test_shipped);
  return g_test_run ();
}
