/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads PromQL. Knows no metric and computes nothing. */
#include "config.h"

#include "demo/promql.h"

#include <gio/gio.h>
#include <string.h>

typedef struct
{
  const char *text;
  const char *rest;
} Reader;

static void
fail (const Reader *reader, GError **error, const char *what)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "1:%d: parse error: %s",
               (int)(reader->rest - reader->text) + 1, what);
}

static void
skip_space (Reader *reader)
{
  while (g_ascii_isspace (*reader->rest))
    reader->rest++;
}

static bool
take (Reader *reader, char wanted)
{
  skip_space (reader);
  if (*reader->rest != wanted)
    return false;
  reader->rest++;
  return true;
}

static bool
expect (Reader *reader, char wanted, GError **error)
{
  if (take (reader, wanted))
    return true;

  g_autofree char *what
      = *reader->rest == '\0' && wanted == ')'
            ? g_strdup ("unclosed left parenthesis")
            : g_strdup_printf ("unexpected character: '%c'", *reader->rest ? *reader->rest : ' ');
  fail (reader, error, what);
  return false;
}

/* (transfer full) (nullable) */
static char *
take_name (Reader *reader)
{
  skip_space (reader);

  const char *start = reader->rest;
  while (g_ascii_isalnum (*reader->rest) || *reader->rest == '_' || *reader->rest == ':')
    reader->rest++;
  if (reader->rest == start || g_ascii_isdigit (*start))
    {
      reader->rest = start;
      return NULL;
    }
  return g_strndup (start, (size_t)(reader->rest - start));
}

/* Takes @word when it is the next name. */
static bool
take_word (Reader *reader, const char *word)
{
  Reader saved = *reader;
  g_autofree char *name = take_name (reader);

  if (g_strcmp0 (name, word) == 0)
    return true;
  *reader = saved;
  return false;
}

/* @text: (inout): moved behind what was read: "1h30m"
 * Returns: whether there was a duration */
bool
parl_promql_read_duration (const char **text, ParlTime *duration)
{
  static const struct
  {
    const char *unit;
    ParlTime length;
  } units[]
      = { { "ms", 1 },       { "s", PARL_SECOND },  { "m", PARL_MINUTE },   { "h", PARL_HOUR },
          { "d", PARL_DAY }, { "w", 7 * PARL_DAY }, { "y", 365 * PARL_DAY } };
  const char *rest = *text;

  *duration = 0;
  while (g_ascii_isdigit (*rest))
    {
      char *end;
      uint64_t number = g_ascii_strtoull (rest, &end, 10);
      unsigned unit = 0;
      while (unit < G_N_ELEMENTS (units) && !g_str_has_prefix (end, units[unit].unit))
        unit++;
      if (unit == G_N_ELEMENTS (units) || number > 100000000)
        return false;
      *duration += (ParlTime)number * units[unit].length;
      rest = end + strlen (units[unit].unit);
    }
  if (rest == *text)
    return false;
  *text = rest;
  return true;
}

static void
free_matcher (ParlPromqlMatcher *matcher)
{
  g_free (matcher->label);
  g_free (matcher->value);
  g_free (matcher);
}

static bool
read_by (Reader *reader, ParlPromql *self, GError **error)
{
  if (!take_word (reader, "by"))
    return true;
  if (!expect (reader, '(', error))
    return false;
  while (!take (reader, ')'))
    {
      char *label = take_name (reader);
      if (label == NULL)
        {
          fail (reader, error, "unexpected token in grouping opts, expected label");
          return false;
        }
      g_ptr_array_add (self->by, label);
      take (reader, ',');
    }
  return true;
}

static bool
read_matcher (Reader *reader, ParlPromql *self, GError **error)
{
  ParlPromqlMatcher *matcher = g_new0 (ParlPromqlMatcher, 1);

  g_ptr_array_add (self->matchers, matcher);
  matcher->label = take_name (reader);
  matcher->negated = matcher->label != NULL && take (reader, '!');
  skip_space (reader);
  if (matcher->label == NULL || !expect (reader, '=', error))
    {
      g_clear_error (error);
      fail (reader, error, "unexpected token in label matching, expected string");
      return false;
    }
  skip_space (reader);

  char quote = *reader->rest;
  const char *end = quote == '"' || quote == '\'' ? strchr (reader->rest + 1, quote) : NULL;
  if (end == NULL)
    {
      fail (reader, error, "unexpected token in label matching, expected string");
      return false;
    }
  matcher->value = g_strndup (reader->rest + 1, (size_t)(end - reader->rest - 1));
  reader->rest = end + 1;
  return true;
}

static bool
read_range (Reader *reader, ParlPromql *self, GError **error)
{
  bool is_range = take (reader, '[');

  skip_space (reader);
  if (is_range && parl_promql_read_duration (&reader->rest, &self->range) && self->range > 0
      && take (reader, ']'))
    return true;
  fail (reader, error, "expected type range vector in call to function, got instant vector");
  return false;
}

static bool
read_selector (Reader *reader, ParlPromql *self, GError **error)
{
  self->metric = take_name (reader);
  if (self->metric == NULL)
    {
      fail (reader, error,
            *reader->rest == '\0' ? "no expression found in input" : "unexpected token");
      return false;
    }
  if (take (reader, '{'))
    while (!take (reader, '}'))
      {
        if (!read_matcher (reader, self, error))
          return false;
        take (reader, ',');
      }

  return self->function == PARL_PROMQL_LEVEL || read_range (reader, self, error);
}

static bool
read_call (Reader *reader, ParlPromql *self, GError **error)
{
  if (take_word (reader, "increase"))
    self->function = PARL_PROMQL_INCREASE;
  else if (take_word (reader, "rate"))
    self->function = PARL_PROMQL_RATE;
  else if (take_word (reader, "avg_over_time"))
    self->function = PARL_PROMQL_MEAN;
  else
    return read_selector (reader, self, error);
  return expect (reader, '(', error) && read_selector (reader, self, error)
         && expect (reader, ')', error);
}

static bool
read_aggregate (Reader *reader, ParlPromql *self, GError **error)
{
  if (take_word (reader, "sum"))
    self->aggregate = PARL_PROMQL_SUM;
  else if (take_word (reader, "avg"))
    self->aggregate = PARL_PROMQL_AVG;
  else
    return read_call (reader, self, error);
  return read_by (reader, self, error) && expect (reader, '(', error)
         && read_call (reader, self, error) && expect (reader, ')', error)
         && (self->by->len > 0 || read_by (reader, self, error));
}

/* Returns: (transfer full): what is asked, or %NULL with %G_IO_ERROR_INVALID_ARGUMENT, worded as
 *   Prometheus words it: "1:9: parse error: unclosed left parenthesis" */
ParlPromql *
parl_promql_new (const char *text, GError **error)
{
  Reader reader = { text, text };
  g_autoptr (ParlPromql) self = g_new0 (ParlPromql, 1);

  self->by = g_ptr_array_new_with_free_func (g_free);
  self->matchers = g_ptr_array_new_with_free_func ((GDestroyNotify)free_matcher);
  if (!read_aggregate (&reader, self, error))
    return NULL;
  skip_space (&reader);
  if (*reader.rest != '\0')
    {
      fail (&reader, error, "unexpected token, expected end of input");
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
parl_promql_free (ParlPromql *self)
{
  g_ptr_array_unref (self->by);
  g_ptr_array_unref (self->matchers);
  g_free (self->metric);
  g_free (self);
}
