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

#include "sources/json/lexer.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* An array or object that is not yet at its end. */
typedef struct
{
  const char *name;
  unsigned first; /* of its children, on the pile */
} Level;

typedef struct
{
  char *text;
  size_t length; /* behind it there is a NUL */
  ParlJsonLexer lexer;
  const char *name; /* of the value that comes next */
  Level levels[PARL_JSON_MAX_DEPTH];
  GArray *pile; /* (element-type ParlJsonNode) */
  GArray *nodes;
  ParlJsonVerdict verdict;
  ParlJsonFlaw *flaw;
} Builder;

static void
add_node (Builder *self, ParlJsonNode node)
{
  node.name = self->name;
  g_array_append_val (self->pile, node);
  self->name = NULL;
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

static void
add_number (Builder *self)
{
  const char *number = self->lexer.text;
  char *end;

  errno = 0;
  int64_t whole = g_ascii_strtoll (number, &end, 10);
  if (end == number + self->lexer.length && errno == 0)
    add_node (self, (ParlJsonNode){ .type = PARL_JSON_INTEGER, .whole = whole });
  else
    add_node (self,
              (ParlJsonNode){ .type = PARL_JSON_DOUBLE, .number = g_ascii_strtod (number, NULL) });
}

/* The lexer has just gone one level down. */
static void
open_level (Builder *self)
{
  self->levels[self->lexer.depth - 1] = (Level){ self->name, self->pile->len };
  self->name = NULL;
}

/* The lexer has just come one level up. */
static void
close_level (Builder *self, ParlJsonType type)
{
  const Level *level = &self->levels[self->lexer.depth];
  ParlJsonNode node
      = { .type = type, .first = self->nodes->len, .length = self->pile->len - level->first };

  if (node.length > 0)
    g_array_append_vals (self->nodes, &g_array_index (self->pile, ParlJsonNode, level->first),
                         node.length);
  g_array_set_size (self->pile, level->first);
  self->name = level->name;
  add_node (self, node);
}

static bool
fail (Builder *self, ParlJsonVerdict verdict)
{
  const ParlJsonLexer *lexer = &self->lexer;
  bool unfinished = lexer->first == '"' && lexer->flaw == self->text + self->length;
  const char *at = verdict == PARL_JSON_BROKEN ? lexer->flaw : lexer->start;

  self->verdict = verdict;
  *self->flaw = (ParlJsonFlaw){ unfinished ? N_ ("the end of a string") : lexer->expected,
                                (size_t)(at - self->text) };
  return false;
}

static bool
take_token (Builder *self, ParlToken token)
{
  switch (token)
    {
    case PARL_TOKEN_BEGIN_OBJECT:
    case PARL_TOKEN_BEGIN_ARRAY:
      open_level (self);
      return true;
    case PARL_TOKEN_END_OBJECT:
    case PARL_TOKEN_END_ARRAY:
      close_level (self, token == PARL_TOKEN_END_OBJECT ? PARL_JSON_OBJECT : PARL_JSON_ARRAY);
      return true;
    case PARL_TOKEN_NAME:
      self->name = keep_string (self);
      return true;
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
    case PARL_TOKEN_TOO_DEEP:
      return fail (self, PARL_JSON_TOO_DEEP);
    case PARL_TOKEN_BROKEN:
      return fail (self, PARL_JSON_BROKEN);
    case PARL_TOKEN_MORE:
    case PARL_TOKEN_TOO_LONG:
    case PARL_TOKEN_COMMA:
    case PARL_TOKEN_COLON:
    default:
      g_assert_not_reached ();
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

      if (self->lexer.start == end && self->lexer.expect == PARL_EXPECT_END)
        return true;
      if (!take_token (self, token))
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
