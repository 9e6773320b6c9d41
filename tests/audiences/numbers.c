/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All roundings of all numbers of all facts, and a reader of numbers in sentences. */
#include "config.h"

#include "numbers.h"

#include "analysis/targets.h"

#include <math.h>

char *
numbers_make_plain (const char *text)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);
      if (c == 0xa0)
        g_string_append_c (plain, ' ');
      else if (c != 0x2060)
        g_string_append_unichar (plain, c);
    }
  return g_string_free (g_steal_pointer (&plain), FALSE);
}

static void
add (GHashTable *known, double value)
{
  if (!isfinite (value))
    return;
  for (int digits = 0; digits <= 4; digits++)
    g_hash_table_add (known, g_strdup_printf ("%.*f", digits, fabs (value)));
}

static void
add_share (GHashTable *known, double value)
{
  add (known, value);
  add (known, value * 100);
  add (known, 100 - value * 100);
  if (value != 0)
    add (known, 1 / value);
}

static void
add_fact (GHashTable *known, const ParlFact *fact)
{
  const double values[] = {
    fact->value,
    fact->low,
    fact->high,
    fact->target,
    fact->comparison.value,
    fact->comparison.low,
    fact->comparison.high,
    fact->comparison.change,
    fact->comparison.change_low,
    fact->comparison.change_high,
  };
  const double counts[] = { fact->count, fact->n, fact->n - fact->count, fact->comparison.n };

  for (unsigned i = 0; i < G_N_ELEMENTS (values); i++)
    if (fact->unit == PARL_UNIT_SHARE || fact->unit == PARL_UNIT_POINTS
        || fact->unit == PARL_UNIT_RATIO)
      add_share (known, values[i]);
    else
      add (known, values[i]);
  add (known, fact->comparison.relative * 100);
  for (unsigned i = 0; i < G_N_ELEMENTS (counts); i++)
    add (known, counts[i]);
}

GHashTable *
numbers_list (const ParlFindings *findings)
{
  double minimum_n = findings->targets->minimum_n;
  GHashTable *known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (unsigned i = 0; i < findings->facts->len; i++)
    {
      add_fact (known, findings->facts->pdata[i]);
      add (known, parl_fact_count_more_to_tell (findings->facts->pdata[i], minimum_n));
    }
  add_share (known, findings->targets->promise.success);
  add_share (known, findings->targets->halt);
  add_share (known, findings->targets->promise.fps_share);
  add (known, findings->targets->promise.fps);
  add (known, findings->targets->minimum_n);
  return known;
}

/* Names and settings that have digits in them: releases, dates, ages, percentiles. */
static char *
strip_names (const char *text)
{
  const char *const names[] = {
    "\\bv\\d+\\.\\d+\\b",
    "\\b[Ww]ave \\d\\b",
    "\\b[pP](5|15|50|85|95)\\b",
    "\\b95 % (interval|of the time)\\b",
    "\\b(19 of 20|of 100|24 h|depot \\d+|Depot \\d+|Site \\d+)\\b",
    "\\b\\d+-\\d+ d\\b|\\b28 d\\+|\\b\\d+ to \\d+ days\\b|\\b(1 day|(3|7|28) days)\\b",
    "\\b\\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|"
    "December|[A-Z][a-z]{2})\\b( \\d{4})?(,? \\d\\d:\\d\\d)?",
    "\\b[a-z]+-\\d+\\b",
  };
  char *plain = numbers_make_plain (text);

  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *before = plain;
      g_autoptr (GRegex) regex = g_regex_new (names[i], 0, 0, NULL);
      plain = g_regex_replace_literal (regex, before, -1, 0, " ", 0, NULL);
    }
  return plain;
}

bool
numbers_are_known (GHashTable *known, const char *text, char **first_unknown)
{
  g_autofree char *plain = strip_names (text);
  g_autoptr (GRegex) regex = g_regex_new ("\\d[\\d,]*(\\.\\d+)?", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  for (g_regex_match (regex, plain, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_autofree char *number = g_match_info_fetch (match, 0);
      g_auto (GStrv) parts = g_strsplit (number, ",", -1);
      g_autofree char *bare = g_strjoinv ("", parts);
      if (g_hash_table_contains (known, bare))
        continue;
      if (first_unknown != NULL)
        *first_unknown = g_steal_pointer (&number);
      return false;
    }
  return true;
}

void
numbers_assert_known (GHashTable *known, const char *text)
{
  g_autofree char *unknown = NULL;

  if (text != NULL && !numbers_are_known (known, text, &unknown))
    g_error ("%s is no fact's number: “%s”", unknown, text);
}
