/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules for causes in the first part, a device's message behind the first blank line; and the
 * message held against the rules that Parlance brings along. */
#include "config.h"

#include "sources/causes.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void
check_match (const ParlCauses *causes, const char *message)
{
  ParlCauseMatch match = parl_causes_match (causes, message, NULL);

  g_assert_nonnull (match.cause);
  fuzz_check_text (match.cause);
  g_assert_true ((match.place == NULL) == (match.rank == G_MAXUINT));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static ParlCauses *ours;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = fuzz_text (data, size);
  char *blank = strstr (text, "\n\n");
  size_t length = blank != NULL ? (size_t)(blank - text) : strlen (text);
  const char *message = blank != NULL ? blank + 2 : text;

  if (ours == NULL)
    {
      g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
      ours = parl_causes_load (NULL, g_getenv ("PARLANCE_DATA_DIR"), warnings, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (warnings->len, ==, 0);
    }
  /* What a device says comes out of JSON, which is UTF-8. */
  if (g_utf8_validate (message, -1, NULL))
    check_match (ours, message);

  g_autoptr (ParlCauses) causes = parl_causes_new ();
  bool is_read = parl_causes_add_file (causes, fuzz_file ((const uint8_t *)text, length), &error);
  fuzz_check_error (is_read, error);
  if (is_read && g_utf8_validate (message, -1, NULL))
    check_match (causes, message);
  return 0;
}
