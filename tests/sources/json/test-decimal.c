/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decimal text as JSON and Go write it, and what is none. */

#include "sources/json/decimal.h"

#include <string.h>

static void
assert_same (const char *text)
{
  double value = 0;

  g_assert_true (parl_decimal_parse (text, strlen (text), &value));
  if (value != g_ascii_strtod (text, NULL))
    g_error ("%s is %.17g, not %.17g", text, value, g_ascii_strtod (text, NULL));
}

static void
test_hard (void)
{
  static const char *const texts[] = {
    "0",
    "-0",
    "0.0",
    "1",
    "-1",
    "0.1",
    "0.3",
    "28.166666666666668",
    "9007199254740993",
    "9007199254740992.5",
    "9007199254740991.5",
    "9007199254740993.0",
    "9999999999999999999",
    "18446744073709551615",
    "0.000000000000000001",
    "0.9999999999999999999",
    "1.7976931348623157",
    "99999999999999999999999",
    "1e22",
    "1.5e-5",
    "1.767226740e+09",
    "5e-324",
    "2.5e-324",
    "123456789.1234567891",
    "4503599627370496.5",
    "4503599627370497.5",
    "0.5000000000000000001",
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_same (texts[i]);
}

static void
test_refused (void)
{
  static const char *const texts[] = { "",      "-",    "x",   "1x",  "0x10", "NaN", "inf",
                                       "1e400", "1..2", "1e+", "--1", "1 ",   " 1",  "1,5" };

  for (unsigned i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      double value;
      g_assert_false (parl_decimal_parse (texts[i], strlen (texts[i]), &value));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decimal/hard", test_hard);
  g_test_add_func ("/decimal/refused", test_refused);
  return g_test_run ();
}
