/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns decimal text into the nearest double. Plain numbers of up to 19 digits take integer
 * arithmetic, several times faster than strtod() and always of the same result; all others go to
 * strtod(). Knows nothing of NaN and infinities: those are words, not numbers. */
#include "config.h"

#include "sources/json/decimal.h"

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
__extension__ typedef unsigned __int128 Wide;

/* 1 / 10^n, cut off: digits * 2^-exponent, the digits with their top bit set. */
static const struct
{
  uint64_t digits;
  int exponent;
} inverses[MAX_DIGITS + 1] = {
  { 0, 0 },
  { UINT64_C (0xcccccccccccccccc), 67 },
  { UINT64_C (0xa3d70a3d70a3d70a), 70 },
  { UINT64_C (0x83126e978d4fdf3b), 73 },
  { UINT64_C (0xd1b71758e219652b), 77 },
  { UINT64_C (0xa7c5ac471b478423), 80 },
  { UINT64_C (0x8637bd05af6c69b5), 83 },
  { UINT64_C (0xd6bf94d5e57a42bc), 87 },
  { UINT64_C (0xabcc77118461cefc), 90 },
  { UINT64_C (0x89705f4136b4a597), 93 },
  { UINT64_C (0xdbe6fecebdedd5be), 97 },
  { UINT64_C (0xafebff0bcb24aafe), 100 },
  { UINT64_C (0x8cbccc096f5088cb), 103 },
  { UINT64_C (0xe12e13424bb40e13), 107 },
  { UINT64_C (0xb424dc35095cd80f), 110 },
  { UINT64_C (0x901d7cf73ab0acd9), 113 },
  { UINT64_C (0xe69594bec44de15b), 117 },
  { UINT64_C (0xb877aa3236a4b449), 120 },
  { UINT64_C (0x9392ee8e921d5d07), 123 },
  { UINT64_C (0xec1e4a7db69561a5), 127 },
};

/* @quotient * 2^-shift, where @quotient has more than 54 bits, rounded once, half to even. @rest:
 * the true value is a little more. */
static double
round_to_double (uint64_t quotient, bool rest, int shift)
{
  unsigned extra = 64 - (unsigned)__builtin_clzll (quotient) - 53;
  uint64_t half = (uint64_t)1 << (extra - 1);
  uint64_t low = quotient & ((half << 1) - 1);
  uint64_t rounded = quotient >> extra;

  if (low > half || (low == half && (rest || (rounded & 1) != 0)))
    rounded++;
  return ldexp ((double)rounded, (int)extra - shift);
}

/* Exact, by long division. */
static double
divide_slowly (uint64_t mantissa, unsigned decimals)
{
  uint64_t divisor = powers_of_ten[decimals];
  int shift = 55 + __builtin_clzll (mantissa) - __builtin_clzll (divisor);

  shift = MAX (shift, 0);
  Wide dividend = (Wide)mantissa << shift;
  uint64_t quotient = (uint64_t)(dividend / divisor);
  bool rest = (uint64_t)dividend != quotient * divisor; /* modulo 2^64 is enough */

  return round_to_double (quotient, rest, shift);
}

/* mantissa / 10^decimals to the nearest double. A multiplication by the inverse gives 63 or 64 bits
 * of the quotient, at most two units too small. Only where that leaves open which way to round is
 * there a division. */
static double
divide (uint64_t mantissa, unsigned decimals)
{
  if (mantissa == 0 || decimals == 0)
    return (double)mantissa;

  int zeros = __builtin_clzll (mantissa);
  uint64_t quotient = (uint64_t)(((Wide)(mantissa << zeros) * inverses[decimals].digits) >> 64);
  unsigned extra = 64 - (unsigned)__builtin_clzll (quotient) - 53;
  uint64_t half = (uint64_t)1 << (extra - 1);
  uint64_t low = quotient & ((half << 1) - 1);

  if ((low + 2 >= half && low <= half) || low + 2 >= half << 1)
    return divide_slowly (mantissa, decimals);
  return round_to_double (quotient, true, zeros + inverses[decimals].exponent - 64);
}
#endif

/* @at: (inout): at a number that something other than a digit follows; moved behind it
 * @value: (out): the nearest double
 * Returns: false, and nothing is moved, for a number with an exponent or of many digits, and for
 *   what is none: then see parl_decimal_parse() */
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

/* @at: (inout): at a time in seconds with at most three decimals; moved behind it
 * Returns: milliseconds; -1, and nothing is moved, when it looks otherwise */
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

/* @text: @length characters, not ended by NUL
 * @value: (out): the nearest double; finite
 * Takes what JSON and Go write: an optional "-" (Go: also "+"), digits, ".", exponent.
 * Returns: false when @text is no such number, or too large for a double */
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
