/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bodies from servers. What the strict reader accepts, json-glib reads, too. */
#include "config.h"

#include "sources/json/json.h"
#include "tests/fuzz/fuzz.h"

#include <json-glib/json-glib.h>

/* Reads a place as whatever it might be. */
static void
read_all (const ParlJsonAt *at, unsigned depth)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *scalar = parl_json_dup_scalar (at, &error);
  int64_t whole;
  double number;
  bool truth;
  const char *text;
  ParlTime time;

  fuzz_check_error (scalar != NULL, error);
  fuzz_check_text (scalar);
  if (parl_json_read_string (at, &text, NULL))
    fuzz_check_text (text);
  if (parl_json_read_int (at, &whole, NULL))
    g_assert_true (parl_json_read_double (at, &number, NULL));
  if (parl_json_read_count (at, &whole, NULL))
    g_assert_cmpint (whole, >=, 0);
  if (parl_json_read_double (at, &number, NULL))
    g_assert_false (number != number || number - number != 0);
  if (parl_json_read_epoch_ms (at, &time, NULL))
    g_assert_true (parl_time_is_plausible (time));
  parl_json_read_bool (at, &truth, NULL);
  g_assert_cmpuint (depth, <=, 64);
  for (unsigned i = 0; i < parl_json_count_children (at); i++)
    {
      ParlJsonAt child = parl_json_child (at, i);
      read_all (&child, depth + 1);
    }
}

/* json-glib refuses half a surrogate pair, which we read as U+FFFD. */
static bool
has_surrogate (GBytes *bytes)
{
  size_t size;
  const char *text = g_bytes_get_data (bytes, &size);

  return g_strstr_len (text, (gssize)size, "\\ud") != NULL
         || g_strstr_len (text, (gssize)size, "\\uD") != NULL;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlJson) body = parl_json_parse (bytes, "server: GET /list", &error);

  fuzz_check_error (body != NULL, error);
  if (body == NULL)
    return 0;
  ParlJsonAt root = parl_json_root (body);
  read_all (&root, 0);
  if (has_surrogate (bytes))
    return 0;

  g_autoptr (JsonParser) second = json_parser_new ();
  g_assert_true (json_parser_load_from_data (second, (const char *)data, (gssize)size, &error));
  g_assert_no_error (error);
  return 0;
}
