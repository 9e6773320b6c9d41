/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The typed readers: what is taken, what is refused, and what the refusal says. */

#include "sources/json/json.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

static ParlJson *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return parl_json_parse (bytes, "updates: GET /x", error);
}

typedef struct
{
  const char *text;
  int code;
  const char *says;
} BrokenCase;

static const BrokenCase broken[] = {
  { "", PARL_SOURCE_ERROR_MALFORMED, "updates: GET /x: expected JSON, found an empty answer" },
  { "  ", PARL_SOURCE_ERROR_MALFORMED,
    "updates: GET /x: the answer is not JSON: expected a value at byte 2" },
  { " \n<!DOCTYPE html>", PARL_SOURCE_ERROR_MALFORMED,
    "updates: GET /x: expected JSON, found a web page" },
  { "<html>", PARL_SOURCE_ERROR_MALFORMED, "updates: GET /x: expected JSON, found a web page" },
  { "[1,]", PARL_SOURCE_ERROR_MALFORMED, "expected a value" },
  { "[1 2]", PARL_SOURCE_ERROR_MALFORMED, "expected “,” or the end of the list at byte 3" },
  { "{\"a\" 1}", PARL_SOURCE_ERROR_MALFORMED, "expected “:”" },
  { "{\"a\":1,}", PARL_SOURCE_ERROR_MALFORMED, "expected a name" },
  { "{a:1}", PARL_SOURCE_ERROR_MALFORMED, "expected a name or “}”" },
  { "[1}", PARL_SOURCE_ERROR_MALFORMED, "expected" },
  { "{\"a\":1]", PARL_SOURCE_ERROR_MALFORMED, "expected" },
  { "[1", PARL_SOURCE_ERROR_MALFORMED, "at byte 2" },
  { "1 2", PARL_SOURCE_ERROR_MALFORMED, "expected nothing more at byte 2" },
  { "['a']", PARL_SOURCE_ERROR_MALFORMED, "expected a value" },
  { "[/* no */1]", PARL_SOURCE_ERROR_MALFORMED, "expected a value" },
  { "var x = [1]", PARL_SOURCE_ERROR_MALFORMED, "expected a value" },
  { "[010]", PARL_SOURCE_ERROR_MALFORMED, "expected a number" },
  { "[0x10]", PARL_SOURCE_ERROR_MALFORMED, "expected “,”" },
  { "[+1]", PARL_SOURCE_ERROR_MALFORMED, "expected a value" },
  { "[.5]", PARL_SOURCE_ERROR_MALFORMED, "expected a value" },
  { "[5.]", PARL_SOURCE_ERROR_MALFORMED, "expected a digit" },
  { "[1e]", PARL_SOURCE_ERROR_MALFORMED, "expected a digit" },
  { "[NaN]", PARL_SOURCE_ERROR_MALFORMED, "expected a value" },
  { "[Infinity]", PARL_SOURCE_ERROR_MALFORMED, "expected a value" },
  { "[nul]", PARL_SOURCE_ERROR_MALFORMED, "expected a value" },
  { "[\"\\x41\"]", PARL_SOURCE_ERROR_MALFORMED, "expected a known escape" },
  { "[\"\\u00g0\"]", PARL_SOURCE_ERROR_MALFORMED, "four hexadecimal digits" },
  { "[\"a\\u0000b\"]", PARL_SOURCE_ERROR_MALFORMED, "a character other than NUL" },
  { "[\"a\nb\"]", PARL_SOURCE_ERROR_MALFORMED, "no control character" },
  { "[\"abc", PARL_SOURCE_ERROR_MALFORMED, "the end of a string" },
  { "[\"abc\\", PARL_SOURCE_ERROR_MALFORMED, "the end of a string" },
  { "[\"\xff\"]", PARL_SOURCE_ERROR_MALFORMED, "not valid UTF-8 at byte 2" },
};

static void
test_broken (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ParlJson) json = parse (broken[i].text, &error);
      g_test_message ("case %u", i);
      g_assert_null (json);
      g_assert_error (error, PARL_SOURCE_ERROR, broken[i].code);
      g_assert_nonnull (strstr (error->message, broken[i].says));
    }
}

static void
test_nul (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("[1]\0[2]", 7);
  g_autoptr (GError) error = NULL;

  g_assert_null (parl_json_parse (bytes, "updates: GET /x", &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED);
}

static void
test_depth (void)
{
  for (unsigned depth = 63; depth <= 100000; depth += depth < 66 ? 1 : 99934)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      for (unsigned i = 0; i < depth; i++)
        g_string_append (text, i % 2 == 0 ? "[" : "{\"a\":");
      g_string_append (text, "1");
      for (unsigned i = depth; i > 0; i--)
        g_string_append (text, i % 2 == 1 ? "]" : "}");
      g_autoptr (ParlJson) json = parse (text->str, &error);
      if (depth <= 64)
        g_assert_no_error (error);
      else
        g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_TOO_LARGE);
    }
}

static void
test_too_large (void)
{
  size_t length = 17 * 1024 * 1024;
  char *text = g_malloc (length);
  g_autoptr (GError) error = NULL;

  memset (text, ' ', length);
  text[0] = '1';
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, length);
  g_assert_null (parl_json_parse (bytes, "updates: GET /x", &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_TOO_LARGE);
}

typedef struct
{
  const char *text;
  const char *as_int;    /* NULL: refused */
  const char *as_double; /* NULL: refused */
} NumberCase;

static const NumberCase numbers[] = {
  { "0", "0", "0" },
  { "-0", "0", "0" },
  { "42", "42", "42" },
  { "42.0", "42", "42" },
  { "4.2e1", "42", "42" },
  { "42.5", NULL, "42.5" },
  { "33.333336", NULL, "33.333336" },
  { "9223372036854775807", "9223372036854775807", "9.2233720368547758e+18" },
  { "9223372036854775808", NULL, "9.2233720368547758e+18" },
  { "-9223372036854775809", NULL, "-9.2233720368547758e+18" },
  { "18446744073709551616", NULL, "1.8446744073709552e+19" },
  { "1e400", NULL, NULL },
  { "-1e400", NULL, NULL },
  { "1e300", NULL, "1.0000000000000001e+300" },
  { "9007199254740993.0", "9007199254740992", "9007199254740992" },
  { "9007199254740994.0", NULL, "9007199254740994" },
  { "\"42\"", NULL, NULL },
  { "true", NULL, NULL },
  { "[42]", NULL, NULL },
};

static void
test_numbers (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"n\":%s}", numbers[i].text);
      g_autoptr (GError) error = NULL;
      g_autoptr (ParlJson) json = parse (text, &error);
      g_assert_no_error (error);

      ParlJsonAt root = parl_json_root (json);
      ParlJsonAt at;
      int64_t whole;
      double number;
      g_assert_true (parl_json_member (&root, "n", &at, &error));
      g_test_message ("%s", numbers[i].text);
      bool is_int = parl_json_read_int (&at, &whole, NULL);
      bool is_double = parl_json_read_double (&at, &number, NULL);
      g_autofree char *as_int = is_int ? g_strdup_printf ("%" G_GINT64_FORMAT, whole) : NULL;
      g_autofree char *as_double = is_double ? g_strdup_printf ("%.17g", number) : NULL;
      g_assert_cmpstr (as_int, ==, numbers[i].as_int);
      if (as_double == NULL || numbers[i].as_double == NULL)
        g_assert_cmpstr (as_double, ==, numbers[i].as_double);
      else
        g_assert_true (number == g_ascii_strtod (numbers[i].as_double, NULL));
    }
}

static const char page[]
    = "{\"total\":2,\"content\":[{\"id\":7,\"name\":\"a\\ud800b\",\"big\":99999999999999999999},"
      "{\"id\":\"x\",\"name\":null,\"at\":1795249561411,\"twice\":1,\"twice\":2,\"neg\":-1,"
      "\"flag\":true,\"far\":9e15,\"pair\":\"\\ud83d\\ude00\"}]}";

static void
test_paths (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlJson) json = parse (page, &error);
  g_assert_no_error (error);

  ParlJsonAt root = parl_json_root (json);
  ParlJsonAt content;
  ParlJsonAt second;
  const char *text;
  int64_t number;
  bool present = true;

  g_assert_true (parl_json_member (&root, "content", &content, &error));
  g_assert_true (parl_json_element (&content, 1, &second, &error));
  g_assert_false (parl_json_get_int (&second, "id", &number, &error));
  g_assert_cmpstr (error->message, ==,
                   "updates: GET /x: content[1].id: expected a number, found a string");
  g_clear_error (&error);
  g_assert_false (parl_json_get_string (&second, "name", &text, &error));
  g_assert_cmpstr (error->message, ==, "updates: GET /x: content[1].name: is null");
  g_clear_error (&error);
  g_assert_false (parl_json_get_string (&second, "site", &text, &error));
  g_assert_cmpstr (error->message, ==, "updates: GET /x: content[1].site: is missing");
  g_clear_error (&error);
  g_assert_false (parl_json_get_count (&second, "neg", &number, &error));
  g_assert_cmpstr (error->message, ==,
                   "updates: GET /x: content[1].neg: expected a count, found -1");
  g_clear_error (&error);
  g_assert_false (parl_json_get_string (&content, "x", &text, &error));
  g_assert_cmpstr (error->message, ==,
                   "updates: GET /x: content: expected an object, found an array");
  g_clear_error (&error);
  g_assert_false (parl_json_element (&content, 2, &second, &error));
  g_assert_cmpstr (error->message, ==,
                   "updates: GET /x: content: expected more than 2 elements, found 2");
  g_clear_error (&error);
  g_assert_false (parl_json_length (&root, &(unsigned){ 0 }, &error));
  g_assert_cmpstr (error->message, ==, "updates: GET /x: expected an array, found an object");

  g_assert_true (parl_json_optional (&second, "name", &content, &present, NULL));
  g_assert_false (present);
}

static void
test_values (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlJson) json = parse (page, &error);
  ParlJsonAt root = parl_json_root (json);
  ParlJsonAt content;
  ParlJsonAt first;
  ParlJsonAt second;
  ParlJsonAt at;
  const char *text;
  int64_t number;
  ParlTime time;
  bool flag = false;

  g_assert_true (parl_json_member (&root, "content", &content, &error));
  g_assert_true (parl_json_element (&content, 0, &first, &error));
  g_assert_true (parl_json_element (&content, 1, &second, &error));
  g_assert_true (parl_json_get_int (&first, "id", &number, &error));
  g_assert_cmpint (number, ==, 7);
  g_assert_true (parl_json_get_string (&first, "name", &text, &error));
  g_assert_cmpstr (text, ==,
                   "a\xef\xbf\xbd"
                   "b");
  g_assert_true (parl_json_get_string (&second, "pair", &text, &error));
  g_assert_cmpstr (text, ==, "\xf0\x9f\x98\x80");
  g_assert_true (parl_json_get_int (&second, "twice", &number, &error));
  g_assert_cmpint (number, ==, 2);
  g_assert_true (parl_json_member (&second, "at", &at, &error));
  g_assert_true (parl_json_read_epoch_ms (&at, &time, &error));
  g_assert_cmpint (time, ==, 1795249561411);
  g_assert_true (parl_json_member (&second, "far", &at, &error));
  g_assert_false (parl_json_read_epoch_ms (&at, &time, NULL));
  g_assert_true (parl_json_member (&second, "flag", &at, &error));
  g_assert_true (parl_json_read_bool (&at, &flag, &error));
  g_assert_true (flag);
  g_assert_no_error (error);
}

/* Whatever is cut off or flipped: a verdict, never a crash. */
static void
test_fuzz (void)
{
  size_t length = strlen (page);
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261121);

  for (size_t cut = 0; cut < length; cut++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (page, cut);
      g_assert_null (parl_json_parse (bytes, "updates: GET /x", NULL));
    }
  for (unsigned round = 0; round < 20000; round++)
    {
      g_autofree char *text = g_strdup (page);
      for (unsigned i = g_rand_int_range (rand, 1, 4); i > 0; i--)
        text[g_rand_int_range (rand, 0, length)]
            = "{}[]\",:\\u0e.-1tn \x7f"[g_rand_int_range (rand, 0, 18)];
      g_autoptr (GError) error = NULL;
      g_autoptr (ParlJson) json = parse (text, &error);
      g_assert_true ((json == NULL) == (error != NULL));
    }
}

static void append_random_value (GString *text, GRand *rand, unsigned depth);

static void
append_random_string (GString *text, GRand *rand)
{
  static const char *const parts[]
      = { "a",   "b",  "\\n",     "\\\"",    "\\\\", "\\u00e9",        "ü",
          "\\/", "{[", "\\u20aC", "\\u007f", ",:",   "\\ud83d\\ude00", "€" };

  g_string_append_c (text, '"');
  for (int i = g_rand_int_range (rand, 0, 4); i > 0; i--)
    g_string_append (text, parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))]);
  g_string_append_c (text, '"');
}

static void
append_random_list (GString *text, GRand *rand, bool object, unsigned depth)
{
  g_string_append_c (text, object ? '{' : '[');
  for (int i = g_rand_int_range (rand, 0, 6); i > 0; i--)
    {
      if (object)
        {
          append_random_string (text, rand);
          g_string_append (text, g_rand_boolean (rand) ? ":" : " :\n");
        }
      append_random_value (text, rand, depth + 1);
      g_string_append (text, i == 1 ? "" : g_rand_boolean (rand) ? "," : "\t, ");
    }
  g_string_append_c (text, object ? '}' : ']');
}

static void
append_random_value (GString *text, GRand *rand, unsigned depth)
{
  static const char *const words[]
      = { "true", "false", "null", "0", "-0", "1e5", "0.1", "-2.5E-3" };
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  switch (g_rand_int_range (rand, depth < 6 ? 0 : 2, 6))
    {
    case 0:
    case 1:
      append_random_list (text, rand, g_rand_boolean (rand), depth);
      break;
    case 2:
      append_random_string (text, rand);
      break;
    case 3:
      g_string_append (text, words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
      break;
    case 4:
      g_string_append_printf (text, "%d", (int)g_rand_int (rand));
      break;
    default:
      g_string_append (
          text, g_ascii_dtostr (number, sizeof number, g_rand_double_range (rand, -1e9, 1e9)));
      break;
    }
}

static void assert_same (const ParlJsonAt *at, JsonNode *node);

static void
assert_same_object (const ParlJsonAt *at, JsonObject *object)
{
  g_auto (GStrv) names = parl_json_dup_names (at, NULL);

  g_assert_nonnull (names);
  g_assert_cmpint (g_strv_length (names) > 0, ==, json_object_get_size (object) > 0);
  for (unsigned i = 0; names[i] != NULL; i++)
    {
      ParlJsonAt member;
      bool present;
      g_assert_true (parl_json_optional (at, names[i], &member, &present, NULL));
      g_assert_true (json_object_has_member (object, names[i]));
      assert_same (&member, json_object_get_member (object, names[i]));
    }
}

static void
assert_same (const ParlJsonAt *at, JsonNode *node)
{
  ParlJsonAt element;
  const char *text;
  int64_t whole;
  double number;
  unsigned n;
  bool truth;

  if (JSON_NODE_HOLDS_NULL (node))
    g_assert_true (parl_json_is_null (at));
  else if (JSON_NODE_HOLDS_OBJECT (node))
    assert_same_object (at, json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      g_assert_true (parl_json_length (at, &n, NULL));
      g_assert_cmpuint (n, ==, json_array_get_length (json_node_get_array (node)));
      for (unsigned i = 0; i < n; i++)
        {
          g_assert_true (parl_json_element (at, i, &element, NULL));
          assert_same (&element, json_array_get_element (json_node_get_array (node), i));
        }
    }
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      g_assert_true (parl_json_read_string (at, &text, NULL));
      g_assert_cmpstr (text, ==, json_node_get_string (node));
    }
  else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    {
      g_assert_true (parl_json_read_bool (at, &truth, NULL));
      g_assert_true (truth == json_node_get_boolean (node));
    }
  else if (json_node_get_value_type (node) == G_TYPE_INT64)
    {
      g_assert_true (parl_json_read_int (at, &whole, NULL));
      g_assert_cmpint (whole, ==, json_node_get_int (node));
    }
  else
    {
      g_assert_true (parl_json_read_double (at, &number, NULL));
      g_assert_cmpfloat (number, ==, json_node_get_double (node));
    }
}

/* The same tree as json-glib's, for whatever is sound. */
static void
test_same_as_json_glib (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261122);

  for (unsigned round = 0; round < 5000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autoptr (GError) error = NULL;
      append_random_list (text, rand, g_rand_boolean (rand), 0);
      json_parser_load_from_data (parser, text->str, (gssize)text->len, &error);
      g_assert_no_error (error);
      g_autoptr (ParlJson) json = parse (text->str, &error);
      g_assert_no_error (error);
      ParlJsonAt root = parl_json_root (json);
      assert_same (&root, json_parser_get_root (parser));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/broken", test_broken);
  g_test_add_func ("/json/nul", test_nul);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/too-large", test_too_large);
  g_test_add_func ("/json/numbers", test_numbers);
  g_test_add_func ("/json/paths", test_paths);
  g_test_add_func ("/json/values", test_values);
  g_test_add_func ("/json/fuzz", test_fuzz);
  g_test_add_func ("/json/same-as-json-glib", test_same_as_json_glib);
  return g_test_run ();
}
