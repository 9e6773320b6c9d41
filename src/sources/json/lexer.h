/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* JSON tokens, in an order that JSON allows, out of a text that comes in pieces, or as a whole. */

#include <glib.h>
#include <stdbool.h>

#define PARL_JSON_MAX_TOKEN (64 * 1024)
#define PARL_JSON_MAX_DEPTH 64

typedef enum
{
  PARL_TOKEN_MORE, /* the piece is used up */
  PARL_TOKEN_BROKEN,
  PARL_TOKEN_TOO_LONG,
  PARL_TOKEN_TOO_DEEP,
  PARL_TOKEN_BEGIN_OBJECT,
  PARL_TOKEN_END_OBJECT,
  PARL_TOKEN_BEGIN_ARRAY,
  PARL_TOKEN_END_ARRAY,
  PARL_TOKEN_COMMA, /* only inside the lexer, as the next one */
  PARL_TOKEN_COLON,
  PARL_TOKEN_NAME, /* of a member; a string like any other */
  PARL_TOKEN_STRING,
  PARL_TOKEN_NUMBER,
  PARL_TOKEN_TRUE,
  PARL_TOKEN_FALSE,
  PARL_TOKEN_NULL
} ParlToken;

typedef enum
{
  PARL_EXPECT_VALUE,
  PARL_EXPECT_FIRST, /* a value, a name, or the end of what was begun */
  PARL_EXPECT_NAME,
  PARL_EXPECT_COLON,
  PARL_EXPECT_NEXT, /* a comma, or the end */
  PARL_EXPECT_END
} ParlJsonExpect;

/* An array or object that is not yet at its end. */
typedef struct
{
  bool object;
  unsigned index; /* of the value that comes next or is under way */
} ParlJsonLevel;

typedef struct
{
  GString *carry;   /* the beginning of a token that the last piece cut through */
  GString *plain;   /* a string without its escapes */
  char kind;        /* of the token in carry: '"', '0' or 'a'; 0: none */
  bool escapes;     /* the string under way holds some */
  bool backslash;   /* the last character was an unanswered one */
  size_t max_token; /* bytes of a token that are put up with */
  bool is_utf8;     /* somebody has looked already */

  ParlJsonExpect expect;
  ParlJsonLevel levels[PARL_JSON_MAX_DEPTH];
  unsigned depth;

  /* Of the last token. */
  const char *start; /* where it began in its piece */
  char first;        /* its first character */
  const char *text;
  size_t length; /* of a string or number; not ended by NUL; until the next call */

  /* Of a broken one. */
  const char *expected; /* N_(): what should be there instead: "a value" */
  const char *flaw;     /* where, if it lies in one piece */
} ParlJsonLexer;

void parl_json_lexer_init (ParlJsonLexer *self);
void parl_json_lexer_clear (ParlJsonLexer *self);
void parl_json_lexer_restart (ParlJsonLexer *self);
ParlToken parl_json_lexer_next (ParlJsonLexer *self, const char **at, const char *end);
