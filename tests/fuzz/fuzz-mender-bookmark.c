/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bookmarks of Mender out of the history: what can be read is written
 * back the same. */
#include "config.h"

#include "sources/mender/private.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = fuzz_utf8 (data, size);
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return 0;
  ParlMdBookmark *mark = parl_md_bookmark_parse (text, &error);
  fuzz_check_error (mark != NULL, error);
  if (mark == NULL)
    return 0;
  g_autofree char *once = parl_md_bookmark_to_text (mark);
  parl_md_bookmark_free (mark);
  mark = parl_md_bookmark_parse (once, &error);
  g_assert_no_error (error);
  g_autofree char *twice = parl_md_bookmark_to_text (mark);
  parl_md_bookmark_free (mark);
  g_assert_cmpstr (once, ==, twice);
  return 0;
}
