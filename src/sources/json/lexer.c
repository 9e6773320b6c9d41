/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts JSON (RFC 8259) into tokens, strictly, whether it comes in pieces or as a whole: half a
 * surrogate pair becomes U+FFFD, and "\u0000", which would cut a C string short, is refused. A
 * token that lies within one piece is never copied; one that a piece's end cuts through is carried
 * over. Knows tokens, not how they may follow each other. */
#include "config.h"

#include "sources/json/lexer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
parl_json_lexer_init (ParlJsonLexer *self)
{
  *self = (ParlJsonLexer){ .carry = g_string_new (NULL),
                           .plain = g_string_new (NULL),
                           .max_token = PARL_JSON_MAX_TOKEN };
}

void
parl_json_lexer_clear (ParlJsonLexer *self)
{
  g_string_free (self->carry, TRUE);
  g_string_free (self->plain, TRUE);
}

void
parl_json_lexer_restart (ParlJsonLexer *self)
{
  g_string_truncate (self->carry, 0);
  self->kind = 0;
  self->escapes = false;
  self->backslash = false;
  self->expect = PARL_EXPECT_VALUE;
  self->depth = 0;
}

/* The token's raw text: in the piece, or, when a part was carried over, put together. */
static bool
take_raw (ParlJsonLexer *self, const char *from, const char *to)
{
  if (self->carry->len > 0)
    {
      g_string_append_len (self->carry, from, to - from);
      self->text = self->carry->str;
      self->length = self->carry->len;
    }
  else
    {
      self->text = from;
      self->length = to - from;
    }
  return self->length <= self->max_token;
}

static ParlToken
carry_over (ParlJsonLexer *self, char kind, const char *from, const char **at, const char *end)
{
  self->kind = kind;
  g_string_append_len (self->carry, from, end - from);
  *at = end;
  return self->carry->len <= self->max_token ? PARL_TOKEN_MORE : PARL_TOKEN_TOO_LONG;
}

static ParlToken
fail (ParlJsonLexer *self, const char *at, const char *expected)
{
  self->expected = expected;
  self->flaw = at;
  return PARL_TOKEN_BROKEN;
}

/* The four digits of \uXXXX; -1 when they are not there. */
static int
read_unit (const char *at, const char *end)
{
  int value = 0;

  if (end - at < 4)
    return -1;
  for (unsigned i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (at[i]);
      if (digit < 0)
        return -1;
      value = value * 16 + digit;
    }
  return value;
}

/* @at: (inout): behind "\u"; moved behind what was read
 *
 * Returns: the character, U+FFFD for half a surrogate pair; -1, and nothing is moved, when there
 * are no four digits */
static int
read_unicode (const char **at, const char *end)
{
  int unit = read_unit (*at, end);

  if (unit < 0)
    return -1;
  *at += 4;
  if (unit < 0xd800 || unit > 0xdfff)
    return unit;

  int low = unit < 0xdc00 && end - *at >= 6 && (*at)[0] == '\\' && (*at)[1] == 'u'
                ? read_unit (*at + 2, end)
                : -1;
  if (low < 0xdc00 || low > 0xdfff)
    return 0xfffd;
  *at += 6;
  return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
}

/* @at: (inout): behind a backslash; moved behind what was read. Returns: false with a flaw. */
static bool
read_escape (ParlJsonLexer *self, const char **at, const char *end)
{
  static const char escaped[] = "\"\\/bfnrt";
  static const char meaning[] = "\"\\/\b\f\n\r\t";
  const char *found = **at != '\0' ? strchr (escaped, **at) : NULL;

  if (found != NULL)
    {
      g_string_append_c (self->plain, meaning[found - escaped]);
      ++*at;
      return true;
    }
  if (**at != 'u')
    {
      fail (self, *at, N_ ("a known escape"));
      return false;
    }

  const char *digits = ++*at;
  int c = read_unicode (at, end);
  if (c <= 0)
    {
      fail (self, digits,
            c < 0 ? N_ ("four hexadecimal digits") : N_ ("a character other than NUL"));
      return false;
    }
  g_string_append_unichar (self->plain, (gunichar)c);
  return true;
}

static bool
remove_escapes (ParlJsonLexer *self)
{
  const char *end = self->text + self->length;

  g_string_truncate (self->plain, 0);
  for (const char *at = self->text; at < end;)
    {
      const char *backslash = memchr (at, '\\', (size_t)(end - at));
      g_string_append_len (self->plain, at, (backslash != NULL ? backslash : end) - at);
      at = backslash != NULL ? backslash + 1 : end;
      if (backslash != NULL && !read_escape (self, &at, end))
        return false;
    }
  self->text = self->plain->str;
  self->length = self->plain->len;
  return true;
}

static ParlToken
read_string (ParlJsonLexer *self, const char **at, const char *end)
{
  const char *from = *at;
  const char *p = from;

  for (; p < end; p++)
    {
      if ((unsigned char)*p < 0x20)
        return fail (self, p, N_ ("no control character in a string"));
      if (self->backslash)
        self->backslash = false;
      else if (*p == '\\')
        self->backslash = self->escapes = true;
      else if (*p == '"')
        break;
    }
  if (p == end)
    return carry_over (self, '"', from, at, end);

  bool escapes = self->escapes;
  bool fits = take_raw (self, from, p);
  *at = p + 1;
  self->kind = 0;
  self->escapes = false;
  if (!fits)
    return PARL_TOKEN_TOO_LONG;
  if ((escapes && !remove_escapes (self))
      || (!self->is_utf8 && !g_utf8_validate_len (self->text, self->length, NULL)))
    return PARL_TOKEN_BROKEN;
  return PARL_TOKEN_STRING;
}

static const char *
skip_digits (const char *at, const char *end)
{
  while (at < end && g_ascii_isdigit (*at))
    at++;
  return at;
}

/* By RFC 8259: no "+", no ".5", no "01".
 *
 * Returns: behind the number that @text begins with; %NULL with a flaw: it begins with none */
static const char *
scan_number (ParlJsonLexer *self, const char *text, const char *end)
{
  const char *digits = text + (text < end && *text == '-');
  const char *at = skip_digits (digits, end);
  const char *first;

  if (at == digits || (at - digits > 1 && *digits == '0'))
    {
      fail (self, at, N_ ("a number"));
      return NULL;
    }
  if (at < end && *at == '.')
    {
      first = at + 1;
      at = skip_digits (first, end);
      if (at == first)
        {
          fail (self, at, N_ ("a digit"));
          return NULL;
        }
    }
  if (at < end && (*at == 'e' || *at == 'E'))
    {
      first = at + 1;
      first += first < end && (*first == '+' || *first == '-');
      at = skip_digits (first, end);
      if (at == first)
        {
          fail (self, at, N_ ("a digit"));
          return NULL;
        }
    }
  return at;
}

/* Takes the token's first @length bytes for all of it, and the rest for the next one, where none of
 * it was carried over. */
static bool
shorten (ParlJsonLexer *self, size_t length, const char **at)
{
  if (length < self->length && self->carry->len > 0)
    return false;
  *at -= self->length - length;
  self->length = length;
  return true;
}

static ParlToken
read_number (ParlJsonLexer *self, const char **at, const char *end)
{
  const char *p = *at;

  while (p < end && (g_ascii_isdigit (*p) || strchr ("+-.eE", *p) != NULL) && *p != '\0')
    p++;
  if (p == end)
    return carry_over (self, '0', *at, at, end);
  bool fits = take_raw (self, *at, p);
  *at = p;
  self->kind = 0;
  if (!fits)
    return PARL_TOKEN_TOO_LONG;

  const char *after = scan_number (self, self->text, self->text + self->length);
  return after != NULL && shorten (self, (size_t)(after - self->text), at) ? PARL_TOKEN_NUMBER
                                                                           : PARL_TOKEN_BROKEN;
}

static ParlToken
read_word (ParlJsonLexer *self, const char **at, const char *end)
{
  static const struct
  {
    const char *word;
    ParlToken token;
  } words[]
      = { { "true", PARL_TOKEN_TRUE }, { "false", PARL_TOKEN_FALSE }, { "null", PARL_TOKEN_NULL } };
  const char *p = *at;

  while (p < end && g_ascii_islower (*p))
    p++;
  if (p == end)
    return carry_over (self, 'a', *at, at, end);
  bool fits = take_raw (self, *at, p);
  *at = p;
  self->kind = 0;
  for (unsigned i = 0; fits && i < G_N_ELEMENTS (words); i++)
    {
      size_t length = strlen (words[i].word);
      if (self->length >= length && memcmp (self->text, words[i].word, length) == 0
          && shorten (self, length, at))
        return words[i].token;
    }
  return fail (self, self->start, N_ ("a value"));
}

static ParlToken
resume_token (ParlJsonLexer *self, const char **at, const char *end)
{
  switch (self->kind)
    {
    case '"':
      return read_string (self, at, end);
    case '0':
      return read_number (self, at, end);
    default:
      return read_word (self, at, end);
    }
}

static ParlToken
cut_token (ParlJsonLexer *self, const char **at, const char *end)
{
  if (self->kind != 0)
    return *at < end ? resume_token (self, at, end) : PARL_TOKEN_MORE;
  g_string_truncate (self->carry, 0);

  while (*at < end && (**at == ' ' || **at == '\t' || **at == '\r' || **at == '\n'))
    ++*at;
  if (*at == end)
    return PARL_TOKEN_MORE;

  char c = **at;
  self->start = *at;
  self->first = c;
  self->expected = NULL;
  self->flaw = *at;
  if (g_ascii_isdigit (c) || c == '-')
    return read_number (self, at, end);
  if (g_ascii_islower (c))
    return read_word (self, at, end);
  ++*at;
  switch (c)
    {
    case '{':
      return PARL_TOKEN_BEGIN_OBJECT;
    case '}':
      return PARL_TOKEN_END_OBJECT;
    case '[':
      return PARL_TOKEN_BEGIN_ARRAY;
    case ']':
      return PARL_TOKEN_END_ARRAY;
    case ',':
      return PARL_TOKEN_COMMA;
    case ':':
      return PARL_TOKEN_COLON;
    case '"':
      return read_string (self, at, end);
    default:
      return PARL_TOKEN_BROKEN;
    }
}

/* Another token should be here. */
static ParlToken
refuse (ParlJsonLexer *self)
{
  static const char *const words[] = {
    [PARL_EXPECT_VALUE] = N_ ("a value"),
    [PARL_EXPECT_FIRST] = N_ ("a value or “]”"),
    [PARL_EXPECT_NAME] = N_ ("a name"),
    [PARL_EXPECT_COLON] = "“:”",
    [PARL_EXPECT_NEXT] = N_ ("“,” or the end of the list"),
    [PARL_EXPECT_END] = N_ ("nothing more"),
  };
  bool in_object = self->depth > 0 && self->levels[self->depth - 1].object;

  return fail (self, self->start,
               self->expect == PARL_EXPECT_FIRST && in_object ? N_ ("a name or “}”")
                                                              : words[self->expect]);
}

/* What is wrong inside a token is of use only where such a token would have been welcome. */
static ParlToken
refuse_broken (ParlJsonLexer *self)
{
  bool in_object = self->depth > 0 && self->levels[self->depth - 1].object;
  bool wants_name
      = self->expect == PARL_EXPECT_NAME || (self->expect == PARL_EXPECT_FIRST && in_object);
  bool wants_value
      = self->expect == PARL_EXPECT_VALUE || (self->expect == PARL_EXPECT_FIRST && !in_object);

  if (self->expected != NULL && (wants_value || (wants_name && self->first == '"')))
    return PARL_TOKEN_BROKEN;
  return refuse (self);
}

static ParlToken
take_value (ParlJsonLexer *self, ParlToken token)
{
  if (token >= PARL_TOKEN_STRING)
    {
      self->expect = self->depth > 0 ? PARL_EXPECT_NEXT : PARL_EXPECT_END;
      return token;
    }
  if (token != PARL_TOKEN_BEGIN_OBJECT && token != PARL_TOKEN_BEGIN_ARRAY)
    return refuse (self);
  if (self->depth == PARL_JSON_MAX_DEPTH)
    return PARL_TOKEN_TOO_DEEP;
  self->levels[self->depth++] = (ParlJsonLevel){ token == PARL_TOKEN_BEGIN_OBJECT, 0 };
  self->expect = PARL_EXPECT_FIRST;
  return token;
}

static ParlToken
take_end (ParlJsonLexer *self, ParlToken token)
{
  self->depth--;
  self->expect = self->depth > 0 ? PARL_EXPECT_NEXT : PARL_EXPECT_END;
  return token;
}

static ParlToken
take_name (ParlJsonLexer *self, ParlToken token)
{
  if (token != PARL_TOKEN_STRING)
    return refuse (self);
  self->expect = PARL_EXPECT_COLON;
  return PARL_TOKEN_NAME;
}

/* Returns: what the caller is to know of; a comma or colon that is where it should be: that one. */
static ParlToken
hold_order (ParlJsonLexer *self, ParlToken token)
{
  ParlJsonLevel *level = self->depth > 0 ? &self->levels[self->depth - 1] : NULL;
  bool ends
      = level != NULL && token == (level->object ? PARL_TOKEN_END_OBJECT : PARL_TOKEN_END_ARRAY);

  switch (self->expect)
    {
    case PARL_EXPECT_FIRST:
      if (ends)
        return take_end (self, token);
      return level->object ? take_name (self, token) : take_value (self, token);
    case PARL_EXPECT_VALUE:
      return take_value (self, token);
    case PARL_EXPECT_NAME:
      return take_name (self, token);
    case PARL_EXPECT_COLON:
      if (token != PARL_TOKEN_COLON)
        return refuse (self);
      self->expect = PARL_EXPECT_VALUE;
      return token;
    case PARL_EXPECT_NEXT:
      if (ends)
        return take_end (self, token);
      if (token != PARL_TOKEN_COMMA)
        return refuse (self);
      level->index++;
      self->expect = level->object ? PARL_EXPECT_NAME : PARL_EXPECT_VALUE;
      return token;
    case PARL_EXPECT_END:
    default:
      return refuse (self);
    }
}

/* @at: (inout): where to go on in the piece
 * @end: the piece's end
 * Returns: the next token but commas and colons; one that JSON does not allow there is broken */
ParlToken
parl_json_lexer_next (ParlJsonLexer *self, const char **at, const char *end)
{
  for (;;)
    {
      ParlToken token = cut_token (self, at, end);

      if (token == PARL_TOKEN_BROKEN)
        return refuse_broken (self);
      if (token == PARL_TOKEN_MORE || token == PARL_TOKEN_TOO_LONG)
        return token;
      token = hold_order (self, token);
      if (token != PARL_TOKEN_COMMA && token != PARL_TOKEN_COLON)
        return token;
    }
}
