/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns decimal text into the nearest double. Knows nothing of NaN and infinities: those are words,
 * not numbers. */
#include "config.h"

#include "sources/json/decimal.h"

#include <math.h>
#include <string.h>

#define MAX_LENGTH 64

/**
 * parl_decimal_parse:
 * @text: @length characters, not ended by NUL
 * @value: (out): the nearest double; finite
 *
 * Takes what JSON and Go write: an optional "-" (Go: also "+"), digits, ".", exponent.
 *
 * Returns: false when @text is no such number, or too large for a double
 */
bool
parl_decimal_parse (const char *text, size_t length, double *value)
{
  char copy[MAX_LENGTH + 1];
  char *end;

  if (length == 0 || length > MAX_LENGTH)
    return false;
  memcpy (copy, text, length);
  copy[length] = '\0';
  if (strspn (copy, "0123456789+-.eE") != length)
    return false;
  *value = g_ascii_strtod (copy, &end);
  return *end == '\0' && end != copy && isfinite (*value);
}
