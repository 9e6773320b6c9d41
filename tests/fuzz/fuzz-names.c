/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names and messages from outside, two of them: releases are ordered, texts stay UTF-8. */
#include "config.h"

#include "model/cells.h"
#include "model/name.h"
#include "model/release.h"
#include "sources/clean.h"
#include "sources/http/reason.h"
#include "sources/http/url.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static int
sign (int value)
{
  return (value > 0) - (value < 0);
}

static void
check_shortened (const char *text)
{
  for (unsigned most = 6; most < 40; most += 9)
    {
      g_autofree char *shorter = parl_names_shorten (text, most);
      fuzz_check_text (shorter);
    }
}

static void
check_name (const char *name)
{
  g_autofree char *marked = parl_name_mark (name);
  g_autofree char *plain = parl_names_unmark (marked);
  g_autofree char *clean = parl_clean_name (name);
  g_autofree char *message = parl_clean_message (name);
  g_autofree char *said = parl_release_to_text (name);
  g_autofree char *cohort = parl_release_to_cohort (name);
  g_autofree char *next = parl_http_link_dup_next (name);

  fuzz_check_text (plain);
  fuzz_check_text (clean);
  fuzz_check_text (message);
  fuzz_check_text (said);
  fuzz_check_text (cohort);
  fuzz_check_text (next);
  check_shortened (marked);
  g_assert_cmpint (parl_release_compare (name, name), ==, 0);
}

static void
check_row (const char *first, const char *second)
{
  const char *const cells[] = { first, second, NULL };
  g_autoptr (GString) text = g_string_new (NULL);

  parl_cells_append_row (text, cells, ',');
  fuzz_check_text (text->str);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const uint8_t *rest;
  size_t rest_size;
  g_autofree char *first = fuzz_split (data, size, &rest, &rest_size);
  g_autofree char *second = fuzz_text (rest, rest_size);
  const char *const secrets[] = { "hunter2", "two  blanks", NULL };
  g_autofree char *clean = parl_http_clean_text ((const char *)data, size, secrets);

  fuzz_check_text (clean);
  g_assert_null (strstr (clean, "hunter2"));
  g_assert_null (strstr (clean, "two blanks"));
  if (!g_utf8_validate (first, -1, NULL) || !g_utf8_validate (second, -1, NULL))
    return 0;
  check_name (first);
  check_name (second);
  check_row (first, second);
  g_assert_cmpint (sign (parl_release_compare (first, second)), ==,
                   -sign (parl_release_compare (second, first)));
  return 0;
}
