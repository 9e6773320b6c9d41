/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bookmarks of hawkBit out of the history: what can be read is written
 * back the same. */
#include "config.h"

#include "sources/hawkbit/private.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = fuzz_utf8 (data, size);
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return 0;
  ParlHbMark *mark = parl_hb_mark_parse (text, &error);
  fuzz_check_error (mark != NULL, error);
  if (mark == NULL)
    return 0;
  g_autofree char *once = parl_hb_mark_to_text (mark);
  parl_hb_mark_free (mark);
  mark = parl_hb_mark_parse (once, &error);
  g_assert_no_error (error);
  g_autofree char *twice = parl_hb_mark_to_text (mark);
  parl_hb_mark_free (mark);
  g_assert_cmpstr (once, ==, twice);
  return 0;
}
