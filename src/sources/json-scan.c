/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A strict pass over a JSON text (RFC 8259), without recursion. json-glib 1.6 crashes on deep
 * nesting, takes comments, 'quotes' and octal numbers, wraps integers beyond 64 bits around, and
 * makes invalid UTF-8 of half a surrogate pair. So: depth and grammar are held here, an integer
 * that int64_t cannot hold is mended into a double, half a pair into U+FFFD, and "\u0000", which
 * would cut a C string short, is refused. Builds nothing and knows no names. */
#include "config.h"

#include "sources/json-scan.h"

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

typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  const char *copied; /* up to here the text is in `mended` already */
  ParlJsonScan *scan;
  Expect expect;
  unsigned depth;
  uint64_t objects; /* a bit for each level, the innermost lowest: whether it is an object */
} Scanner;

static const char *const expected_words[] = {
  [EXPECT_VALUE] = "a value",
  [EXPECT_FIRST_ELEMENT] = "a value or “]”",
  [EXPECT_FIRST_KEY] = "a name or “}”",
  [EXPECT_KEY] = "a name",
  [EXPECT_COLON] = "“:”",
  [EXPECT_NEXT] = "“,” or the end of the list",
  [EXPECT_END] = "nothing more",
};

static bool
fail (Scanner *self, const char *expected)
{
  self->scan->verdict = PARL_JSON_BROKEN;
  self->scan->expected = expected;
  self->scan->position = self->at - self->start;
  return false;
}

/* Puts @text in the place of the @length bytes at @from. */
static void
mend (Scanner *self, const char *from, size_t length, const char *text)
{
  if (self->scan->mended == NULL)
    self->scan->mended = g_string_sized_new (self->end - self->start + 16);
  g_string_append_len (self->scan->mended, self->copied, from - self->copied);
  g_string_append (self->scan->mended, text);
  self->copied = from + length;
}

/* The four digits of \uXXXX; -1 when they are not there. */
static int
read_hex (const char *at, const char *end)
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

/* self->at is behind "\u". */
static bool
scan_unicode_escape (Scanner *self)
{
  int unit = read_hex (self->at, self->end);
  const char *escape = self->at - 2;

  if (unit < 0)
    return fail (self, "four hexadecimal digits");
  if (unit == 0)
    return fail (self, "a character other than NUL");
  self->at += 4;
  if (unit < 0xd800 || unit > 0xdfff)
    return true;

  if (unit < 0xdc00 && self->end - self->at >= 6 && self->at[0] == '\\' && self->at[1] == 'u')
    {
      int low = read_hex (self->at + 2, self->end);
      if (low >= 0xdc00 && low <= 0xdfff)
        {
          self->at += 6;
          return true;
        }
    }
  mend (self, escape, 6, "\\ufffd");
  return true;
}

/* self->at is behind the opening quote. */
static bool
scan_string (Scanner *self)
{
  while (self->at < self->end)
    {
      unsigned char c = *self->at;
      if (c < 0x20)
        return fail (self, "no control character in a string");
      self->at++;
      if (c == '"')
        return true;
      if (c != '\\')
        continue;
      if (self->at == self->end)
        break;
      char escaped = *self->at++;
      if (escaped == 'u')
        {
          if (!scan_unicode_escape (self))
            return false;
        }
      else if (escaped == '\0' || strchr ("\"\\/bfnrt", escaped) == NULL)
        {
          self->at--;
          return fail (self, "a known escape");
        }
    }
  return fail (self, "the end of a string");
}

static size_t
skip_digits (Scanner *self)
{
  const char *first = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return self->at - first;
}

static bool
scan_number (Scanner *self)
{
  const char *number = self->at;
  bool whole = true;

  if (*self->at == '-')
    self->at++;
  const char *digits = self->at;
  size_t n_digits = skip_digits (self);
  if (n_digits == 0 || (n_digits > 1 && *digits == '0'))
    return fail (self, "a number");

  if (self->at < self->end && *self->at == '.')
    {
      whole = false;
      self->at++;
      if (skip_digits (self) == 0)
        return fail (self, "a digit");
    }
  if (self->at < self->end && (*self->at == 'e' || *self->at == 'E'))
    {
      whole = false;
      self->at++;
      if (self->at < self->end && (*self->at == '+' || *self->at == '-'))
        self->at++;
      if (skip_digits (self) == 0)
        return fail (self, "a digit");
    }

  if (whole
      && (n_digits > 19 || (n_digits == 19 && memcmp (digits, "9223372036854775807", 19) > 0)))
    {
      g_autofree char *as_double = g_strdup_printf ("%.*s.0", (int)(self->at - number), number);
      mend (self, number, self->at - number, as_double);
    }
  return true;
}

static bool
scan_word (Scanner *self, const char *word)
{
  size_t length = strlen (word);

  if ((size_t)(self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return fail (self, "a value");
  self->at += length;
  return true;
}

static bool
open_level (Scanner *self, bool object)
{
  if (self->depth == PARL_JSON_MAX_DEPTH)
    {
      self->scan->verdict = PARL_JSON_TOO_DEEP;
      self->scan->position = self->at - self->start;
      return false;
    }
  self->at++;
  self->depth++;
  self->objects = self->objects << 1 | object;
  self->expect = object ? EXPECT_FIRST_KEY : EXPECT_FIRST_ELEMENT;
  return true;
}

static void
close_level (Scanner *self)
{
  self->at++;
  self->depth--;
  self->objects >>= 1;
  self->expect = self->depth > 0 ? EXPECT_NEXT : EXPECT_END;
}

static bool
scan_value (Scanner *self)
{
  bool sound;

  switch (*self->at)
    {
    case '{':
      return open_level (self, true);
    case '[':
      return open_level (self, false);
    case '"':
      self->at++;
      sound = scan_string (self);
      break;
    case 't':
      sound = scan_word (self, "true");
      break;
    case 'f':
      sound = scan_word (self, "false");
      break;
    case 'n':
      sound = scan_word (self, "null");
      break;
    default:
      sound = *self->at == '-' || g_ascii_isdigit (*self->at)
                  ? scan_number (self)
                  : fail (self, expected_words[self->expect]);
      break;
    }
  self->expect = self->depth > 0 ? EXPECT_NEXT : EXPECT_END;
  return sound;
}

/* One token, which is not white space. */
static bool
scan_token (Scanner *self)
{
  char c = *self->at;
  bool object = self->depth > 0 && (self->objects & 1) != 0;

  switch (self->expect)
    {
    case EXPECT_FIRST_ELEMENT:
      if (c == ']')
        {
          close_level (self);
          return true;
        }
      return scan_value (self);
    case EXPECT_VALUE:
      return scan_value (self);
    case EXPECT_FIRST_KEY:
      if (c == '}')
        {
          close_level (self);
          return true;
        }
      G_GNUC_FALLTHROUGH;
    case EXPECT_KEY:
      if (c != '"')
        return fail (self, expected_words[self->expect]);
      self->at++;
      self->expect = EXPECT_COLON;
      return scan_string (self);
    case EXPECT_COLON:
      if (c != ':')
        return fail (self, expected_words[EXPECT_COLON]);
      self->at++;
      self->expect = EXPECT_VALUE;
      return true;
    case EXPECT_NEXT:
      if (c == (object ? '}' : ']'))
        {
          close_level (self);
          return true;
        }
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

/**
 * parl_json_scan:
 * @text: @length bytes of valid UTF-8
 * @scan: (out): the verdict; `mended` is the caller's to free
 */
void
parl_json_scan (const char *text, size_t length, ParlJsonScan *scan)
{
  Scanner self = { .start = text, .at = text, .end = text + length, .copied = text, .scan = scan };
  bool sound = true;

  *scan = (ParlJsonScan){ .verdict = PARL_JSON_SOUND };
  while (sound)
    {
      while (self.at < self.end && strchr (" \t\r\n", *self.at) != NULL && *self.at != '\0')
        self.at++;
      if (self.at == self.end)
        break;
      sound = scan_token (&self);
    }
  if (sound && self.expect != EXPECT_END)
    fail (&self, expected_words[self.expect]);
  if (scan->mended != NULL)
    g_string_append_len (scan->mended, self.copied, self.end - self.copied);
}
