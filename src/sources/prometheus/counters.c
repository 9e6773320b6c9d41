/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A counter with labels appears with its first event, at 1. increase() sees no rise there and loses
 * that event, and failures are hit most: they are few, and spread over many label sets. So each
 * `increase(X[1d])` of a query is asked for as what it stands for: the last value less the value
 * before, which is 0 where there was none. Knows PromQL's brackets and quotes, and no metric. */
#include "config.h"

#include "sources/prometheus/counters.h"

#include <glib.h>
#include <string.h>

#define INCREASE "increase"
#define BY_DAY "[1d]"

/* By hour, so that it is seen when a label set is gone after a restart: what comes back is born
 * again. Four cases, the first that fits:
 *
 *   - it goes on, without a reset
 *   - it is reset within the range
 *   - it was away for more than an hour, but less than a day, and goes on: it has grown above what
 *     one begins with, or nobody scraped its exporter: none of that was seen in the hour before,
 *     and all of them are back
 *   - it is born */
#define LAST "last_over_time($c[$r])"
#define FIRST "min_over_time($c[$r])" /* of one without a reset */
#define HOUR_BEFORE "last_over_time($c[1h] offset $r)"
#define DAY_BEFORE "last_over_time($c[1d] offset $r)"
#define SCRAPED "(" HOUR_BEFORE " unless on (instance) vector(1))" /* vector(1) has no instance */
#define RISE                                                                                       \
  "((" LAST " - (" HOUR_BEFORE " <= " FIRST ")) unless (resets($c[$r]) > 0) "                      \
  "or (increase($c[$r]) and (resets($c[$r]) > 0)) "                                                \
  "or ((" LAST " - (" DAY_BEFORE " <= " FIRST ")) unless ((" DAY_BEFORE                            \
  " <= 10) and on (job, instance) (" DAY_BEFORE " unless " LAST " or " SCRAPED "))) "              \
  "or " LAST ")"

/* How many counters are not born but only new to the server: they begin with more than they have
 * grown by since; or were away for days and go on; or no counter was there before any of them, as
 * where the server's own past begins. */
#define WEEK_BEFORE "last_over_time($c[7d] offset $r)"
#define DOUBTS                                                                                     \
  "(count((" FIRST " unless " DAY_BEFORE ") > 10 and (2 * " FIRST " > " LAST ")) "                 \
  "or count((" FIRST " >= " WEEK_BEFORE ") >= 2 unless " DAY_BEFORE ") "                           \
  "or (count(" LAST ") unless group(" WEEK_BEFORE ")))"

/* Returns: behind the bracket that ends what begins at @text; NULL: it does not end */
static const char *
find_end (const char *text)
{
  char quote = '\0';

  for (unsigned depth = 1; *text != '\0'; text++)
    if (quote != '\0')
      {
        if (*text == '\\' && quote != '`' && text[1] != '\0')
          text++;
        else if (*text == quote)
          quote = '\0';
      }
    else if (strchr ("\"'`", *text) != NULL)
      quote = *text;
    else if (*text == '(')
      depth++;
    else if (*text == ')' && --depth == 0)
      return text + 1;
  return NULL;
}

static bool
is_word_character (char character)
{
  return g_ascii_isalnum (character) || character == '_' || character == ':';
}

/* @at: (inout): where to look from; behind what was found
 * @start: (out): where it begins
 * Returns: (transfer full) (nullable): X of the next "increase(X[1d])"; NULL when there is none */
static char *
take_increase (const char *query, const char **at, const char **start)
{
  while ((*start = strstr (*at, INCREASE)) != NULL)
    {
      const char *inner = *start + strlen (INCREASE);
      bool is_word = *start == query || !is_word_character ((*start)[-1]);

      *at = inner;
      while (g_ascii_isspace (*inner))
        inner++;
      if (!is_word || *inner != '(')
        continue;

      const char *end = find_end (++inner);
      g_autofree char *all = end != NULL ? g_strndup (inner, (size_t)(end - 1 - inner)) : NULL;
      if (all == NULL || !g_str_has_suffix (g_strstrip (all), BY_DAY))
        continue;
      *at = end;
      return g_strndup (all, strlen (all) - strlen (BY_DAY));
    }
  return NULL;
}

static char *
fill_in (const char *pattern, const char *counter, ParlTime range)
{
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT "s", range / PARL_SECOND);
  g_autoptr (GString) text = g_string_new (pattern);

  g_string_replace (text, "$r", seconds, 0);
  g_string_replace (text, "$c", counter, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* @query: PromQL for increases by day
 * @range: what to ask for instead of a day: an hour, or the begun one
 * Returns: (transfer full) (nullable): PromQL for what the counters rose by in @range, births
 *   too, where it is not 0; NULL where @query takes no increase() of a counter over [1d] */
char *
parl_counters_dup_query (const char *query, ParlTime range)
{
  g_autoptr (GString) text = g_string_new ("(");
  const char *at = query, *rest = query, *start;
  char *counter;

  while ((counter = take_increase (query, &at, &start)) != NULL)
    {
      g_autofree char *rise = fill_in (RISE, counter, range);
      g_string_append_len (text, rest, start - rest);
      g_string_append (text, rise);
      rest = at;
      g_free (counter);
    }
  if (rest == query)
    return NULL;
  g_string_append_printf (text, "%s) > 0", rest);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* @query: PromQL for increases by day, of which parl_counters_dup_query() makes something
 * @range: a day, or what there is of it so far
 * Returns: (transfer full): PromQL that has a sample where the increase over @range can't be
 *   trusted, since what is new to the server may be old */
char *
parl_counters_dup_doubts_query (const char *query, ParlTime range)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *at = query, *start;
  char *counter;

  while ((counter = take_increase (query, &at, &start)) != NULL)
    {
      g_autofree char *doubts = fill_in (DOUBTS, counter, range);
      g_string_append_printf (text, "%s%s", text->len > 0 ? " or " : "", doubts);
      g_free (counter);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
