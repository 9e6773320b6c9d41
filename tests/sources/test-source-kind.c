/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Descriptors of the kinds of source: each is complete, and docs/sources.md says of each key what
 * its row says. */
#include "config.h"

#include "sources/source-config.h"
#include "sources/source-kind.h"
#include "support/folder.h"

#include <string.h>

/* "`a`, `b` or `c`" */
static char *
list_choices (const char *const *choices)
{
  GString *list = g_string_new (NULL);

  for (unsigned i = 0; choices[i] != NULL; i++)
    g_string_append_printf (list, "%s`%s`",
                            i == 0                   ? ""
                            : choices[i + 1] == NULL ? " or "
                                                     : ", ",
                            choices[i]);
  return g_string_free (list, FALSE);
}

/* What the column “value” says of a key. */
static char *
dup_type (const ParlSetting *key)
{
  g_autofree char *list = key->choices != NULL ? list_choices (key->choices) : NULL;

  switch ((int)key->type)
    {
    case PARL_SETTING_BOOLEAN:
      return g_strdup ("`true` or `false`");
    case PARL_SETTING_WHOLE:
      return g_strdup_printf ("whole %s, %.10g to %.10g", key->counted, key->minimum, key->maximum);
    case PARL_SETTING_NUMBER:
      return g_strdup_printf ("%s, %.10g to %.10g", key->counted, key->minimum, key->maximum);
    case PARL_SETTING_CHOICE:
    case PARL_SETTING_PATTERN:
      return g_steal_pointer (&list);
    case PARL_SETTING_RAW:
      return g_strdup ("query; empty: not asked for");
    case PARL_SETTING_URL:
      return g_strdup ("address");
    case PARL_SETTING_PATH:
      return g_strdup ("path");
    case PARL_SETTING_LINE:
      return g_strdup ("text");
    default:
      g_assert_not_reached ();
    }
}

static char *
dup_default (const ParlSetting *key)
{
  if (key->required)
    return g_strdup ("required");
  return key->initial != NULL ? g_strdup_printf ("`%s`", key->initial) : g_strdup ("");
}

static void
assert_documented (const char *text, const ParlSetting *key)
{
  g_autofree char *type = dup_type (key);
  g_autofree char *fallback = dup_default (key);
  g_autofree char *line
      = g_strdup_printf ("\n| `%s` | %s | %s | %s |\n", key->key, type, fallback, key->help);

  if (strstr (text, line) == NULL)
    g_test_message ("docs/sources.md lacks in this section: %s", line);
  g_assert_nonnull (strstr (text, line));
}

static char *
read_document (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "docs", "sources.md", NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* From its heading to the next one. */
static char *
dup_section (const char *document, const char *heading)
{
  g_autofree char *begin = g_strdup_printf ("\n## %s\n", heading);
  const char *start = strstr (document, begin);

  if (start == NULL)
    g_test_message ("docs/sources.md lacks the section: %s", heading);
  g_assert_nonnull (start);
  const char *end = strstr (start + 1, "\n## ");
  return end != NULL ? g_strndup (start, (size_t)(end - start)) : g_strdup (start);
}

static void
test_documented (void)
{
  g_autofree char *document = read_document ();
  const ParlSourceKind *kind;

  for (unsigned i = 0; (kind = parl_source_kind_get (i)) != NULL; i++)
    {
      g_autofree char *own = dup_section (document, kind->name);
      g_autofree char *shared
          = dup_section (document, kind->reads_file ? "Any file" : "Any server");
      const ParlSetting *key;
      const char *first = parl_source_kind_get_address_key (kind);
      bool is_own = true;

      for (unsigned j = 0; (key = parl_settings_group_get (&kind->settings, j)) != NULL; j++)
        {
          is_own &= !g_str_equal (key->key, first);
          assert_documented (is_own ? own : shared, key);
        }
    }
}

/* Its examples are read without a complaint, and there is one of each kind. */
static void
test_examples (void)
{
  g_autofree char *document = read_document ();
  g_auto (GStrv) lines = g_strsplit (document, "\n", -1);
  g_autoptr (GString) examples = g_string_new (NULL);
  char *folder = folder_new ();
  g_autofree char *path = g_build_filename (folder, "sources.conf", NULL);
  g_autoptr (GError) error = NULL;
  const ParlSourceKind *kind;

  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, "    "))
      g_string_append_printf (examples, "%s\n", *line + strlen ("    "));
  g_assert_true (g_file_set_contents (path, examples->str, -1, NULL));
  g_autoptr (GPtrArray) sources
      = parl_source_config_load (&(ParlSettingsLayers){ path, NULL }, &error);
  g_assert_no_error (error);
  for (unsigned i = 0; (kind = parl_source_kind_get (i)) != NULL; i++)
    {
      unsigned n = 0;
      for (unsigned j = 0; j < sources->len; j++)
        n += g_str_equal (parl_source_config_get_kind (sources->pdata[j]), kind->name);
      g_assert_cmpuint (n, >, 0);
    }
  folder_remove (folder);
}

static void
test_complete (void)
{
  const ParlSourceKind *kind;

  for (unsigned i = 0; (kind = parl_source_kind_get (i)) != NULL; i++)
    {
      const ParlSetting *key;

      g_test_message ("%s", kind->name);
      g_assert_true (parl_source_kind_find (kind->name) == kind);
      g_assert_cmpstr (parl_source_kind_names[i], ==, kind->name);
      g_assert_cmpuint (kind->feeds, !=, 0);
      g_assert_nonnull (kind->title);
      g_assert_nonnull (kind->example);
      g_assert_nonnull (kind->steps);
      g_assert_true (kind->sync != NULL && kind->test != NULL);
      for (unsigned j = 0; (key = parl_settings_group_get (&kind->settings, j)) != NULL; j++)
        {
          g_autofree char *flaw
              = key->initial != NULL ? parl_setting_dup_flaw (key, key->initial) : NULL;
          g_assert_cmpstr (flaw, ==, NULL);
          g_assert_nonnull (key->help);
          g_assert_true (parl_settings_group_find (&kind->settings, key->key) == key);
        }
    }
  g_assert_null (parl_source_kind_find ("nonsense"));
  g_assert_null (parl_source_kind_find (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source-kind/complete", test_complete);
  g_test_add_func ("/source-kind/documented", test_documented);
  g_test_add_func ("/source-kind/examples", test_examples);
  return g_test_run ();
}
