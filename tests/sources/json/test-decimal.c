/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fast decimal reader always gives what strtod() gives. */

#include "sources/json/decimal.h"

#include <math.h>
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
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (42);

  for (unsigned i = 0; i < 300000; i++)
    {
      char text[64];
      g_autoptr (GString) number = g_string_new (NULL);
      int digits = g_rand_int_range (rand, 1, 20);
      g_string_append_c (number, (char)g_rand_int_range (rand, '1', '9' + 1));
      while ((int)number->len < digits)
        g_string_append_c (number, (char)g_rand_int_range (rand, '0', '9' + 1));
      if (digits > 1)
        g_string_insert_c (number, g_rand_int_range (rand, 1, digits), '.');
      assert_same (number->str);
      g_ascii_dtostr (text, sizeof text,
                      g_rand_double (rand) * pow (10, g_rand_int_range (rand, -3, 9)));
      assert_same (text);
    }
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

static void
test_seconds (void)
{
  static const struct
  {
    const char *text;
    int64_t ms;
  } cases[] = { { "1767226740,", 1767226740000 },
                { "1767226740.5,", 1767226740500 },
                { "1767226740.781,", 1767226740781 },
                { "1.05,", 1050 },
                { "0,", -1 },
                { "-5,", -1 },
                { "1.,", -1 } };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *at = cases[i].text;
      g_assert_cmpint (parl_decimal_parse_seconds (&at), ==, cases[i].ms);
      g_assert_cmpint (*at == ',', ==, cases[i].ms >= 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decimal/hard", test_hard);
  g_test_add_func ("/decimal/random", test_random);
  g_test_add_func ("/decimal/refused", test_refused);
  g_test_add_func ("/decimal/seconds", test_seconds);
  return g_test_run ();
}
