/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A path of a mapping in the first line, a body in the rest. */
#include "config.h"

#include "sources/json/path.h"
#include "tests/fuzz/fuzz.h"

static bool
found (const ParlJsonAt *at, bool name, gpointer data, GError **error)
{
  g_autofree char *text = name ? NULL : parl_json_dup_scalar (at, NULL);

  (void)error;
  fuzz_check_text (text);
  return ++*(unsigned *)data < 10000;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const uint8_t *rest;
  size_t rest_size;
  g_autofree char *text = fuzz_split (data, size, &rest, &rest_size);
  g_autoptr (GError) error = NULL;
  unsigned n_found = 0;

  /* Out of a settings file, which is UTF-8. */
  if (!g_utf8_validate (text, -1, NULL))
    return 0;
  g_autoptr (ParlJsonPath) path = parl_json_path_new (text, &error);
  fuzz_check_error (path != NULL, error);
  if (path == NULL)
    return 0;
  g_autoptr (GBytes) bytes = g_bytes_new (rest, rest_size);
  g_autoptr (ParlJson) body = parl_json_parse (bytes, "server: GET /list", NULL);
  if (body == NULL)
    return 0;
  ParlJsonAt root = parl_json_root (body);
  parl_json_path_walk (path, &root, NULL, found, &n_found, &error);
  if (error != NULL)
    fuzz_check_text (error->message);
  return 0;
}
