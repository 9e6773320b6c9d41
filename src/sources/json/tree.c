/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds a tree of a JSON text (RFC 8259), strictly and without recursion: json-glib takes ten
 * times as long, crashes on deep nesting, takes comments, 'quotes' and octal numbers, wraps
 * integers beyond 64 bits around, and makes invalid UTF-8 of half a surrogate pair. Here depth and
 * grammar are held, an integer that int64_t cannot hold becomes a double, half a pair U+FFFD, and
 * "\u0000", which would cut a C string short, is refused.
 *
 * Strings lose their escapes in place, in a copy of the text, and end where their quote was. A
 * value waits on a pile until what it lies in ends; then all that lies in it moves to the nodes at
 * once:
 *
 *   [1, {"a": 2}      pile  1 2      nodes
 *   [1, {"a": 2}      pile  1 {}     nodes  2
 *   [1, {"a": 2}]     pile  []       nodes  2 1 {}
 *
 * Knows no names. */
#include "config.h"

#include "sources/json/tree.h"

#include "sources/json/decimal.h"
#include "sources/json/lexer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef enum
{
  EXPECT_VALUE,
  EXPECT_FIRST_ELEMENT,
  EXPECT_FIRST_KEY,
  EXPECT_KEY,
  EXPECT_COLON,
  EXPECT_NEXT,
  EXPECT_END
} Expect;

/* An array or object that is not yet at its end. */
typedef struct
{
  bool object;
  const char *name;
  unsigned first; /* of its children, on the pile */
} Level;

typedef struct
{
  const char *start;
  char *at;
  const char *end; /* there is a NUL */
  Expect expect;
  const char *name; /* of the value that comes next */
  Level levels[PARL_JSON_MAX_DEPTH];
  unsigned depth;
  GArray *pile; /* (element-type ParlJsonNode) */
  GArray *nodes;
  ParlJsonVerdict verdict;
  ParlJsonFlaw *flaw;
} Builder;

static const char *const expected_words[] = {
  [EXPECT_VALUE] = N_ ("a value"),
  [EXPECT_FIRST_ELEMENT] = N_ ("a value or “]”"),
  [EXPECT_FIRST_KEY] = N_ ("a name or “}”"),
  [EXPECT_KEY] = N_ ("a name"),
  [EXPECT_COLON] = "“:”",
  [EXPECT_NEXT] = N_ ("“,” or the end of the list"),
  [EXPECT_END] = N_ ("nothing more"),
};

static bool
fail (Builder *self, const char *expected)
{
  self->verdict = PARL_JSON_BROKEN;
  *self->flaw = (ParlJsonFlaw){ expected, self->at - self->start };
  return false;
}

static void
add_node (Builder *self, ParlJsonNode node)
{
  node.name = self->name;
  g_array_append_val (self->pile, node);
  self->name = NULL;
  self->expect = self->depth > 0 ? EXPECT_NEXT : EXPECT_END;
}

/* self->at is behind the backslash. What is meant goes to *to, which lies before it. */
static bool
read_escape (Builder *self, char **to)
{
  static const char escaped[] = "\"\\/bfnrt";
  static const char meaning[] = "\"\\/\b\f\n\r\t";
  const char *found = self->at < self->end ? strchr (escaped, *self->at) : NULL;

  if (self->at == self->end)
    return fail (self, N_ ("the end of a string"));
  if (found != NULL && *found != '\0')
    {
      *(*to)++ = meaning[found - escaped];
      self->at++;
      return true;
    }
  if (*self->at != 'u')
    return fail (self, N_ ("a known escape"));

  const char *digits = ++self->at;
  int c = parl_json_read_unicode (&digits, self->end);
  if (c <= 0)
    return fail (self, c < 0 ? N_ ("four hexadecimal digits") : N_ ("a character other than NUL"));
  self->at += digits - self->at;
  *to += g_unichar_to_utf8 ((gunichar)c, *to);
  return true;
}

/* self->at is behind the opening quote. Returns: the string, or NULL. */
static const char *
read_string (Builder *self)
{
  char *text = self->at, *to = text;

  while (self->at < self->end)
    {
      unsigned char c = *self->at;
      if (c < 0x20)
        {
          fail (self, N_ ("no control character in a string"));
          return NULL;
        }
      self->at++;
      if (c == '"')
        {
          *to = '\0';
          return text;
        }
      if (c != '\\')
        *to++ = (char)c;
      else if (!read_escape (self, &to))
        return NULL;
    }
  fail (self, N_ ("the end of a string"));
  return NULL;
}

static size_t
skip_digits (Builder *self)
{
  const char *first = self->at;

  while (g_ascii_isdigit (*self->at))
    self->at++;
  return self->at - first;
}

/* Digits that int64_t holds. */
static int64_t
read_digits (const char *digits, size_t n_digits)
{
  int64_t value = 0;

  for (size_t i = 0; i < n_digits; i++)
    value = value * 10 + (digits[i] - '0');
  return value;
}

static bool
read_number (Builder *self)
{
  const char *number = self->at;
  bool whole = true;

  if (*self->at == '-')
    self->at++;
  const char *digits = self->at;
  size_t n_digits = skip_digits (self);
  if (n_digits == 0 || (n_digits > 1 && *digits == '0'))
    return fail (self, N_ ("a number"));

  if (*self->at == '.')
    {
      whole = false;
      self->at++;
      if (skip_digits (self) == 0)
        return fail (self, N_ ("a digit"));
    }
  if (*self->at == 'e' || *self->at == 'E')
    {
      whole = false;
      self->at++;
      if (*self->at == '+' || *self->at == '-')
        self->at++;
      if (skip_digits (self) == 0)
        return fail (self, N_ ("a digit"));
    }

  if (whole
      && (n_digits < 19 || (n_digits == 19 && memcmp (digits, "9223372036854775807", 19) <= 0)))
    {
      int64_t size = read_digits (digits, n_digits);
      add_node (self, (ParlJsonNode){ .type = PARL_JSON_INTEGER,
                                      .whole = *number == '-' ? -size : size });
      return true;
    }

  double value;
  const char *after = number;
  if (!parl_decimal_parse_plain (&after, &value) || after != self->at)
    value = g_ascii_strtod (number, NULL);
  add_node (self, (ParlJsonNode){ .type = PARL_JSON_DOUBLE, .number = value });
  return true;
}

static bool
read_word (Builder *self, const char *word, ParlJsonNode node)
{
  size_t length = strlen (word);

  if ((size_t)(self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return fail (self, N_ ("a value"));
  self->at += length;
  add_node (self, node);
  return true;
}

static bool
open_level (Builder *self, bool object)
{
  if (self->depth == PARL_JSON_MAX_DEPTH)
    {
      self->verdict = PARL_JSON_TOO_DEEP;
      self->flaw->position = self->at - self->start;
      return false;
    }
  self->at++;
  self->levels[self->depth++] = (Level){ object, self->name, self->pile->len };
  self->name = NULL;
  self->expect = object ? EXPECT_FIRST_KEY : EXPECT_FIRST_ELEMENT;
  return true;
}

static void
close_level (Builder *self)
{
  const Level *level = &self->levels[--self->depth];
  ParlJsonNode node = { .type = level->object ? PARL_JSON_OBJECT : PARL_JSON_ARRAY,
                        .first = self->nodes->len,
                        .length = self->pile->len - level->first };

  self->at++;
  if (node.length > 0)
    g_array_append_vals (self->nodes, &g_array_index (self->pile, ParlJsonNode, level->first),
                         node.length);
  g_array_set_size (self->pile, level->first);
  self->name = level->name;
  add_node (self, node);
}

static bool
read_value (Builder *self)
{
  const char *text;

  switch (*self->at)
    {
    case '{':
      return open_level (self, true);
    case '[':
      return open_level (self, false);
    case '"':
      self->at++;
      text = read_string (self);
      if (text != NULL)
        add_node (self, (ParlJsonNode){ .type = PARL_JSON_STRING, .text = text });
      return text != NULL;
    case 't':
      return read_word (self, "true", (ParlJsonNode){ .type = PARL_JSON_BOOLEAN, .truth = true });
    case 'f':
      return read_word (self, "false", (ParlJsonNode){ .type = PARL_JSON_BOOLEAN });
    case 'n':
      return read_word (self, "null", (ParlJsonNode){ .type = PARL_JSON_NULL });
    default:
      return *self->at == '-' || g_ascii_isdigit (*self->at)
                 ? read_number (self)
                 : fail (self, expected_words[self->expect]);
    }
}

static bool
read_name (Builder *self)
{
  if (*self->at != '"')
    return fail (self, expected_words[self->expect]);
  self->at++;
  self->name = read_string (self);
  self->expect = EXPECT_COLON;
  return self->name != NULL;
}

/* One token, which is not white space. */
static bool
read_token (Builder *self)
{
  char c = *self->at;
  bool object = self->depth > 0 && self->levels[self->depth - 1].object;

  if ((self->expect == EXPECT_FIRST_ELEMENT && c == ']')
      || (self->expect == EXPECT_FIRST_KEY && c == '}')
      || (self->expect == EXPECT_NEXT && c == (object ? '}' : ']')))
    {
      close_level (self);
      return true;
    }
  switch (self->expect)
    {
    case EXPECT_FIRST_ELEMENT:
    case EXPECT_VALUE:
      return read_value (self);
    case EXPECT_FIRST_KEY:
    case EXPECT_KEY:
      return read_name (self);
    case EXPECT_COLON:
      if (c != ':')
        return fail (self, expected_words[EXPECT_COLON]);
      self->at++;
      self->expect = EXPECT_VALUE;
      return true;
    case EXPECT_NEXT:
      if (c != ',')
        return fail (self, expected_words[EXPECT_NEXT]);
      self->at++;
      self->expect = object ? EXPECT_KEY : EXPECT_VALUE;
      return true;
    case EXPECT_END:
    default:
      return fail (self, expected_words[EXPECT_END]);
    }
}

static bool
build (Builder *self)
{
  for (;;)
    {
      while (*self->at == ' ' || *self->at == '\t' || *self->at == '\r' || *self->at == '\n')
        self->at++;
      if (self->at == self->end)
        return self->expect == EXPECT_END || fail (self, expected_words[self->expect]);
      if (!read_token (self))
        return false;
    }
}

/**
 * parl_json_tree_init:
 * @text: @length bytes of valid UTF-8
 * @flaw: (out): set when the verdict is bad; then there is no tree, and nothing to clear
 */
ParlJsonVerdict
parl_json_tree_init (ParlJsonTree *self, const char *text, size_t length, ParlJsonFlaw *flaw)
{
  char *copy = g_malloc (length + 1);
  Builder builder = { .start = copy, .at = copy, .end = copy + length, .flaw = flaw };

  memcpy (copy, text, length);
  copy[length] = '\0';
  *self = (ParlJsonTree){ copy, g_array_new (FALSE, FALSE, sizeof (ParlJsonNode)) };
  *flaw = (ParlJsonFlaw){ 0 };
  builder.nodes = self->nodes;
  builder.pile = g_array_new (FALSE, FALSE, sizeof (ParlJsonNode));
  if (build (&builder))
    g_array_append_vals (self->nodes, builder.pile->data, 1);
  else
    parl_json_tree_clear (self);
  g_array_unref (builder.pile);
  return builder.verdict;
}

void
parl_json_tree_clear (ParlJsonTree *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->nodes, g_array_unref);
}
