/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths into a body: which places each finds, and what is no path. */
#include "config.h"

#include "sources/json/locate.h"

#include <string.h>

#define BODY                                                                                       \
  "{\"results\":[{\"series\":[{\"name\":\"fps\",\"tags\":{\"device\":\"cam-1\"},"                  \
  "\"columns\":[\"time\",\"value\"],\"values\":[[1,30.5],[2,null]]},"                              \
  "{\"name\":\"ms\",\"values\":[]}]}],"                                                            \
  "\"a.b\":true,\"list\":[{\"k\":\"x\",\"v\":1},{\"k\":\"y\",\"v\":2}],\"n\":{\"n\":{\"n\":7}}}"

static bool
append (const ParlJsonAt *at, bool name, gpointer data, GError **error G_GNUC_UNUSED)
{
  GString *text = data;
  g_autofree char *value = name ? g_strdup (at->member) : parl_json_dup_scalar (at, NULL);

  g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", value != NULL ? value : "-");
  return true;
}

static ParlJson *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  ParlJson *body = parl_json_parse (bytes, "it", &error);

  g_assert_no_error (error);
  return body;
}

/* Takes the first row of $.results[*].series[*].values[*] and reads another path from there. */
typedef struct
{
  const char *path;
  GHashTable *columns;
  GString *found;
} FromRow;

static bool
read_from_row (const ParlJsonAt *at, bool name G_GNUC_UNUSED, gpointer data, GError **error)
{
  FromRow *self = data;
  g_autoptr (ParlJsonPath) path = parl_json_path_new (self->path, error);

  g_assert_nonnull (path);
  parl_json_path_walk (path, at, self->columns, append, self->found, error);
  return false;
}

static void
test_find (void)
{
  static const struct
  {
    const char *path, *found;
  } cases[] = {
    { "$", "-" },
    { "$['a.b']", "true" },
    { "$.list[0].k", "x" },
    { "$.list[-1].v", "2" },
    { "$.list[7].v", "" },
    { "$.list[-3]", "" },
    { "$.list[*].v", "1 2" },
    { "$.list[0].*", "x 1" },
    { "$.list[0].*~", "k v" },
    { "$.list[?@.k=='y'].v", "2" },
    { "$.list[?@.k != 'y'].v", "1" },
    { "$.list[?@.v==2].k", "y" },
    { "$.list.k", "" },
    { "$..name", "fps ms" },
    { "$..n", "- - 7" },
    { "$.results[*].series[*].values[*][1]", "30.5 -" },
    { "$.nothing.at.all", "" },
  };
  g_autoptr (ParlJson) body = parse (BODY);
  ParlJsonAt root = parl_json_root (body);

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ParlJsonPath) path = parl_json_path_new (cases[i].path, &error);
      g_autoptr (GString) found = g_string_new (NULL);
      g_assert_no_error (error);
      g_test_message ("%s", cases[i].path);
      g_assert_true (parl_json_path_walk (path, &root, NULL, append, found, &error));
      g_assert_cmpstr (found->str, ==, cases[i].found);
    }
}

static void
test_from_row (void)
{
  static const struct
  {
    const char *path, *found;
  } cases[] = {
    { "@[0]", "1" },
    { "@.value", "30.5" },
    { "@.other", "" },
    { "^.name", "fps" },
    { "^.tags.device", "cam-1" },
    { "^^.series[1].name", "ms" },
    { "^^^['a.b']", "true" },
    { "^^^^.x", "" },
    { "$.list[0].k", "x" },
  };
  g_autoptr (ParlJson) body = parse (BODY);
  ParlJsonAt root = parl_json_root (body);
  g_autoptr (ParlJsonPath) rows = parl_json_path_new ("$.results[*].series[*].values[*]", NULL);
  g_autoptr (GHashTable) columns = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (columns, (gpointer) "time", GUINT_TO_POINTER (1));
  g_hash_table_insert (columns, (gpointer) "value", GUINT_TO_POINTER (2));
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) found = g_string_new (NULL);
      FromRow from = { cases[i].path, columns, found };
      g_test_message ("%s", cases[i].path);
      g_assert_false (parl_json_path_walk (rows, &root, NULL, read_from_row, &from, NULL));
      g_assert_cmpstr (found->str, ==, cases[i].found);
    }
}

static void
test_no_path (void)
{
  static const char *const cases[]
      = { "",    "name",       "$.",     "$[",      "$['a]",     "$[?@.k]", "$.a b",      "$.a~.b",
          "$..", "$[?k=='x']", "$[1,2]", "@.a+@.b", "$.list[x]", "$['a'",   "$[?@.a=='x'" };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_test_message ("%s", cases[i]);
      g_assert_null (parl_json_path_new (cases[i], &error));
      g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG);
    }
}

/* Numbers as text are the shortest that are the same number. */
static void
test_scalars (void)
{
  g_autoptr (ParlJson) body = parse ("[0.1,1e3,12345678901234567,\"\",true,null,{}]");
  g_autoptr (ParlJsonPath) path = parl_json_path_new ("$[*]", NULL);
  g_autoptr (GString) found = g_string_new (NULL);
  ParlJsonAt root = parl_json_root (body);

  parl_json_path_walk (path, &root, NULL, append, found, NULL);
  g_assert_cmpstr (found->str, ==, "0.1 1000 12345678901234567  true - -");
}

/* The value that begins with @value in the body, seen from rows. */
static const struct
{
  const char *rows, *value, *path;
} places[] = {
  { "$.list[*]", "\"y\"", "@.k" },
  { "$.list[?@.k=='x']", "\"x\"", "@.k" },
  { NULL, "\"y\"", "$.list[1].k" },
  { "$.list[*]", "true", "$['a.b']" },
  { "$.list[*]", "7", "$.n.n.n" },
  { "$.results[*].series[*].values[*]", "30.5", "@[1]" },
  { "$.results[*].series[*].values[*]", "\"cam-1\"", "^.tags.device" },
  { "$.results[*].series[*].values[*]", "\"fps\"", "^.name" },
  { "$..values[*]", "30.5", "@[1]" },
  { "$.results[*].series[*].tags.*", "\"cam-1\"", "@" },
  { "$.results[*].series[*].tags.x[*]", "\"fps\"", "^^.name" },
};

/* From any of its letters, and also where the body is cut off behind it. */
static void
test_locate (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (ParlJsonPath) rows
          = places[i].rows != NULL ? parl_json_path_new (places[i].rows, NULL) : NULL;
      size_t offset = (size_t)(strstr (BODY, places[i].value) - BODY);
      size_t length = strlen (places[i].value);
      g_autofree char *cut = g_strndup (BODY, offset + length + 1);

      for (size_t j = 0; j < length; j++)
        {
          g_autofree char *path = parl_json_locate (BODY, offset + j, rows);
          g_assert_cmpstr (path, ==, places[i].path);
        }
      g_autofree char *path = parl_json_locate (cut, offset, rows);
      g_assert_cmpstr (path, ==, places[i].path);
    }
}

/* Between values, behind the end, in a text that is no JSON. */
static void
test_locate_nothing (void)
{
  static const char *const texts[] = { "", "{", "[1, ", "<html>", "{\"a\": ", "[1]   ", "{} \"" };

  for (unsigned i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *path = parl_json_locate (texts[i], strlen (texts[i]), NULL);
      g_assert_null (path);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/path/find", test_find);
  g_test_add_func ("/json/path/from-row", test_from_row);
  g_test_add_func ("/json/path/no-path", test_no_path);
  g_test_add_func ("/json/path/scalars", test_scalars);
  g_test_add_func ("/json/path/locate", test_locate);
  g_test_add_func ("/json/path/locate-nothing", test_locate_nothing);
  return g_test_run ();
}
