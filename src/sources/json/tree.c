/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds a tree of a JSON text, strictly and without recursion: json-glib takes ten times as long,
 * crashes on deep nesting, takes comments, 'quotes' and octal numbers, wraps integers beyond 64
 * bits around, and makes invalid UTF-8 of half a surrogate pair. Here depth and grammar are held,
 * and an integer that int64_t cannot hold becomes a double. The tokens are lexer.c's.
 *
 * Strings stay in a copy of the text, and end where their quote was. A value waits on a pile until
 * what it lies in ends; then all that lies in it moves to the nodes at once:
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
  char *text;
  size_t length; /* behind it there is a NUL */
  ParlJsonLexer lexer;
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
fail (Builder *self, const char *expected, const char *at)
{
  self->verdict = PARL_JSON_BROKEN;
  *self->flaw = (ParlJsonFlaw){ expected, (size_t)(at - self->text) };
  return false;
}

/* Another token should be here. */
static bool
fail_token (Builder *self)
{
  return fail (self, expected_words[self->expect], self->lexer.start);
}

/* What the lexer says is of use where the token would have been welcome. */
static bool
fail_broken (Builder *self)
{
  const ParlJsonLexer *lexer = &self->lexer;
  bool wants_name = self->expect == EXPECT_FIRST_KEY || self->expect == EXPECT_KEY;
  bool wants_value = self->expect == EXPECT_FIRST_ELEMENT || self->expect == EXPECT_VALUE;

  if (lexer->expected == NULL || !(wants_value || (wants_name && *lexer->start == '"')))
    return fail_token (self);
  if (*lexer->start == '"' && lexer->flaw == self->text + self->length)
    return fail (self, N_ ("the end of a string"), lexer->flaw);
  return fail (self, lexer->expected, lexer->flaw);
}

static void
add_node (Builder *self, ParlJsonNode node)
{
  node.name = self->name;
  g_array_append_val (self->pile, node);
  self->name = NULL;
  self->expect = self->depth > 0 ? EXPECT_NEXT : EXPECT_END;
}

/* Returns: the string of the token, in the text, where it has room: escapes only get shorter. */
static const char *
keep_string (Builder *self)
{
  char *string = self->text + (self->lexer.start + 1 - self->text);

  if (self->lexer.text != string)
    memcpy (string, self->lexer.text, self->lexer.length);
  string[self->lexer.length] = '\0';
  return string;
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

static void
add_number (Builder *self)
{
  const char *number = self->lexer.text;
  const char *digits = number + (*number == '-');
  size_t n_digits = 0;

  while (g_ascii_isdigit (digits[n_digits]))
    n_digits++;
  if (digits + n_digits == number + self->lexer.length
      && (n_digits < 19 || (n_digits == 19 && memcmp (digits, "9223372036854775807", 19) <= 0)))
    {
      int64_t size = read_digits (digits, n_digits);
      add_node (self, (ParlJsonNode){ .type = PARL_JSON_INTEGER,
                                      .whole = *number == '-' ? -size : size });
      return;
    }

  double value;
  const char *after = number;
  if (!parl_decimal_parse_plain (&after, &value) || after != number + self->lexer.length)
    value = g_ascii_strtod (number, NULL);
  add_node (self, (ParlJsonNode){ .type = PARL_JSON_DOUBLE, .number = value });
}

static bool
open_level (Builder *self, bool object)
{
  if (self->depth == PARL_JSON_MAX_DEPTH)
    {
      self->verdict = PARL_JSON_TOO_DEEP;
      self->flaw->position = (size_t)(self->lexer.start - self->text);
      return false;
    }
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

  if (node.length > 0)
    g_array_append_vals (self->nodes, &g_array_index (self->pile, ParlJsonNode, level->first),
                         node.length);
  g_array_set_size (self->pile, level->first);
  self->name = level->name;
  add_node (self, node);
}

static bool
take_value (Builder *self, ParlToken token)
{
  switch ((int)token)
    {
    case PARL_TOKEN_BEGIN_OBJECT:
      return open_level (self, true);
    case PARL_TOKEN_BEGIN_ARRAY:
      return open_level (self, false);
    case PARL_TOKEN_STRING:
      add_node (self, (ParlJsonNode){ .type = PARL_JSON_STRING, .text = keep_string (self) });
      return true;
    case PARL_TOKEN_NUMBER:
      add_number (self);
      return true;
    case PARL_TOKEN_TRUE:
    case PARL_TOKEN_FALSE:
      add_node (self,
                (ParlJsonNode){ .type = PARL_JSON_BOOLEAN, .truth = token == PARL_TOKEN_TRUE });
      return true;
    case PARL_TOKEN_NULL:
      add_node (self, (ParlJsonNode){ .type = PARL_JSON_NULL });
      return true;
    default:
      return fail_token (self);
    }
}

static bool
take_token (Builder *self, ParlToken token)
{
  bool object = self->depth > 0 && self->levels[self->depth - 1].object;

  if ((self->expect == EXPECT_FIRST_ELEMENT && token == PARL_TOKEN_END_ARRAY)
      || (self->expect == EXPECT_FIRST_KEY && token == PARL_TOKEN_END_OBJECT)
      || (self->expect == EXPECT_NEXT
          && token == (object ? PARL_TOKEN_END_OBJECT : PARL_TOKEN_END_ARRAY)))
    {
      close_level (self);
      return true;
    }
  switch (self->expect)
    {
    case EXPECT_FIRST_ELEMENT:
    case EXPECT_VALUE:
      return take_value (self, token);
    case EXPECT_FIRST_KEY:
    case EXPECT_KEY:
      if (token != PARL_TOKEN_STRING)
        return fail_token (self);
      self->name = keep_string (self);
      self->expect = EXPECT_COLON;
      return true;
    case EXPECT_COLON:
      if (token != PARL_TOKEN_COLON)
        return fail_token (self);
      self->expect = EXPECT_VALUE;
      return true;
    case EXPECT_NEXT:
      if (token != PARL_TOKEN_COMMA)
        return fail_token (self);
      self->expect = object ? EXPECT_KEY : EXPECT_VALUE;
      return true;
    case EXPECT_END:
    default:
      return fail_token (self);
    }
}

/* The NUL behind the text ends the last token, and is none itself. */
static bool
build (Builder *self)
{
  const char *at = self->text;
  const char *end = self->text + self->length;

  for (;;)
    {
      ParlToken token = parl_json_lexer_next (&self->lexer, &at, end + 1);

      if (self->lexer.start == end)
        return self->expect == EXPECT_END || fail_token (self);
      if (token == PARL_TOKEN_BROKEN ? !fail_broken (self) : !take_token (self, token))
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
  Builder builder = { .text = copy, .length = length, .flaw = flaw };

  memcpy (copy, text, length);
  copy[length] = '\0';
  *self = (ParlJsonTree){ copy, g_array_new (FALSE, FALSE, sizeof (ParlJsonNode)) };
  *flaw = (ParlJsonFlaw){ 0 };
  builder.nodes = self->nodes;
  builder.pile = g_array_new (FALSE, FALSE, sizeof (ParlJsonNode));
  parl_json_lexer_init (&builder.lexer);
  builder.lexer.max_token = G_MAXSIZE;
  builder.lexer.is_utf8 = true;
  if (build (&builder))
    g_array_append_vals (self->nodes, builder.pile->data, 1);
  else
    parl_json_tree_clear (self);
  parl_json_lexer_clear (&builder.lexer);
  g_array_unref (builder.pile);
  return builder.verdict;
}

void
parl_json_tree_clear (ParlJsonTree *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->nodes, g_array_unref);
}
