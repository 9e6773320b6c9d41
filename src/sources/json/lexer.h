/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* JSON tokens out of a text that comes in pieces, or as a whole. */

#include <glib.h>
#include <stdbool.h>

#define PARL_JSON_MAX_TOKEN (64 * 1024)

typedef enum
{
  PARL_TOKEN_MORE, /* the piece is used up */
  PARL_TOKEN_BROKEN,
  PARL_TOKEN_TOO_LONG,
  PARL_TOKEN_BEGIN_OBJECT,
  PARL_TOKEN_END_OBJECT,
  PARL_TOKEN_BEGIN_ARRAY,
  PARL_TOKEN_END_ARRAY,
  PARL_TOKEN_COMMA,
  PARL_TOKEN_COLON,
  PARL_TOKEN_STRING,
  PARL_TOKEN_NUMBER,
  PARL_TOKEN_TRUE,
  PARL_TOKEN_FALSE,
  PARL_TOKEN_NULL
} ParlToken;

typedef struct
{
  GString *carry;   /* the beginning of a token that the last piece cut through */
  GString *plain;   /* a string without its escapes */
  char kind;        /* of the token in carry: '"', '0' or 'a'; 0: none */
  bool escapes;     /* the string under way holds some */
  bool backslash;   /* the last character was an unanswered one */
  size_t max_token; /* bytes of a token that are put up with */
  bool is_utf8;     /* somebody has looked already */

  /* Of the last token. */
  const char *start; /* where it began in the piece */
  const char *text;
  size_t length; /* of a string or number; not ended by NUL; until the next call */

  /* Of a broken one, as far as it lies in one piece. */
  const char *expected; /* what should be there instead; NULL: another token */
  const char *flaw;     /* where */
} ParlJsonLexer;

void parl_json_lexer_init (ParlJsonLexer *self);
void parl_json_lexer_clear (ParlJsonLexer *self);
void parl_json_lexer_restart (ParlJsonLexer *self);
ParlToken parl_json_lexer_next (ParlJsonLexer *self, const char **at, const char *end);
