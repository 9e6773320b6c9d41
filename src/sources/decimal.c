/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns decimal text into the nearest double. Plain numbers of up to 19 digits take one exact
 * integer division, several times faster than strtod() and always the same result; all others go
 * to strtod(). Knows nothing of NaN and infinities: those are words, not numbers. */
#include "config.h"

#include "sources/decimal.h"

#include <math.h>
#include <string.h>

#define MAX_LENGTH 64
#define MAX_DIGITS 19 /* all fit uint64_t */

static const uint64_t powers_of_ten[MAX_DIGITS + 1] = {
  1u,
  10u,
  100u,
  1000u,
  10000u,
  100000u,
  1000000u,
  10000000u,
  100000000u,
  1000000000u,
  10000000000u,
  100000000000u,
  1000000000000u,
  10000000000000u,
  100000000000000u,
  1000000000000000u,
  10000000000000000u,
  100000000000000000u,
  1000000000000000000u,
  10000000000000000000u,
};

#ifdef __SIZEOF_INT128__
/* mantissa / 10^decimals, rounded once, half to even. The quotient gets at least 55 bits: 53
 * for the double, the rest and the remainder tell which way to round. */
static double
divide (uint64_t mantissa, unsigned decimals)
{
  uint64_t divisor = powers_of_ten[decimals];

  if (mantissa == 0 || decimals == 0)
    return (double)mantissa;

  int shift = 55 + __builtin_clzll (mantissa) - __builtin_clzll (divisor);
  shift = MAX (shift, 0);
  __extension__ unsigned __int128 dividend = mantissa;
  dividend <<= shift;
  uint64_t quotient = (uint64_t)(dividend / divisor);
  bool rest = (uint64_t)dividend != quotient * divisor; /* modulo 2^64 is enough */

  unsigned extra = 64 - __builtin_clzll (quotient) - 53;
  uint64_t half = (uint64_t)1 << (extra - 1);
  uint64_t low = quotient & ((half << 1) - 1);
  uint64_t rounded = quotient >> extra;
  if (low > half || (low == half && (rest || (rounded & 1) != 0)))
    rounded++;
  return ldexp ((double)rounded, (int)extra - shift);
}
#endif

/**
 * parl_decimal_parse_plain:
 * @at: (inout): at a number that something other than a digit follows; moved behind it
 * @value: (out): the nearest double
 *
 * Returns: false, and nothing is moved, for a number with an exponent or of many digits, and for
 *   what is none: then see parl_decimal_parse()
 */
bool
parl_decimal_parse_plain (const char **at, double *value)
{
#ifdef __SIZEOF_INT128__
  const char *p = *at;
  bool negative = *p == '-';
  uint64_t mantissa = 0;

  p += negative;
  const char *first = p;
  while (*p >= '0' && *p <= '9' && p - first <= MAX_DIGITS)
    mantissa = mantissa * 10 + (uint64_t)(*p++ - '0');
  size_t digits = p - first;
  unsigned decimals = 0;

  if (digits == 0 || digits > MAX_DIGITS || (digits > 1 && *first == '0'))
    return false;
  if (*p == '.')
    {
      const char *point = p++;
      while (*p >= '0' && *p <= '9' && digits + (p - point) <= MAX_DIGITS + 1)
        mantissa = mantissa * 10 + (uint64_t)(*p++ - '0');
      decimals = p - point - 1;
      if (decimals == 0 || digits + decimals > MAX_DIGITS)
        return false;
    }
  if (*p == 'e' || *p == 'E')
    return false;
  double size = divide (mantissa, decimals);
  *value = negative ? -size : size;
  *at = p;
  return true;
#else
  (void)at;
  (void)value;
  return false;
#endif
}

/**
 * parl_decimal_parse_seconds:
 * @at: (inout): at a time in seconds with at most three decimals; moved behind it
 *
 * Returns: milliseconds; -1, and nothing is moved, when it looks otherwise
 */
int64_t
parl_decimal_parse_seconds (const char **at)
{
  const char *p = *at;
  int64_t seconds = 0;
  int64_t ms = 0;

  if (*p < '1' || *p > '9')
    return -1;
  for (; *p >= '0' && *p <= '9' && p - *at < 11; p++)
    seconds = seconds * 10 + (*p - '0');
  if (*p == '.')
    {
      int64_t unit = 100;
      for (p++; *p >= '0' && *p <= '9' && unit > 0; p++, unit /= 10)
        ms += unit * (*p - '0');
      if (unit == 100)
        return -1;
    }
  *at = p;
  return seconds * 1000 + ms;
}

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

  const char *at = copy;
  if (parl_decimal_parse_plain (&at, value) && *at == '\0')
    return true;
  *value = g_ascii_strtod (copy, &end);
  return *end == '\0' && end != copy && isfinite (*value);
}
