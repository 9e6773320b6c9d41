/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names from outside in sentences: which are marked, and how long ones are shortened. */

#include "model/name.h"

#define LONG "core-image-camera-full-cmdline-imx8mp-rc3"
#define ARABIC "\u0625\u0635\u062f\u0627\u0631"

static void
test_mark (void)
{
  static const struct
  {
    const char *name, *marked;
  } cases[] = {
    { NULL, NULL },
    { "", "" },
    { "v2.3", "v2.3" },
    { "Überwachung Süd", "Überwachung Süd" },
    { "abcdefghijklmnopqrstuvwxyz012345", "abcdefghijklmnopqrstuvwxyz012345" },
    { "abcdefghijklmnopqrstuvwxyz0123456",
      PARL_NAME_BEGIN "abcdefghijklmnopqrstuvwxyz0123456" PARL_NAME_END },
    { ARABIC " 2", "\u200e" PARL_NAME_BEGIN ARABIC " 2" PARL_NAME_END },
    { "\u05d2", "\u200e" PARL_NAME_BEGIN "\u05d2" PARL_NAME_END },
    { PARL_NAME_BEGIN ARABIC PARL_NAME_END, PARL_NAME_BEGIN ARABIC PARL_NAME_END },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *marked = parl_name_mark (cases[i].name);
      g_assert_cmpstr (marked, ==, cases[i].marked);
    }
}

/* Titles are words: they may be long, and only their direction is kept to themselves. */
static void
test_title (void)
{
  g_autofree char *plain = parl_title_mark ("A free-space check before each update begins");
  g_autofree char *turned = parl_title_mark (ARABIC);
  g_autofree char *again = parl_title_mark (turned);
  g_autofree char *unmarked = parl_names_unmark (turned);

  g_assert_cmpstr (plain, ==, "A free-space check before each update begins");
  g_assert_cmpstr (turned, ==, "\u200e\u2067" ARABIC PARL_NAME_END);
  g_assert_cmpstr (again, ==, turned);
  g_assert_cmpstr (unmarked, ==, ARABIC);
  g_assert_null (parl_title_mark (NULL));
}

static void
test_shorten (void)
{
  static const struct
  {
    const char *text;
    unsigned most;
    const char *shortened;
  } cases[] = {
    { "19.0 % of the devices that nobody has ever heard of", 3,
      "19.0 % of the devices that nobody has ever heard of" },
    { "on " PARL_NAME_BEGIN LONG PARL_NAME_END ": 420 of 504", 11,
      "on " PARL_NAME_BEGIN "core-\u2026p-rc3" PARL_NAME_END ": 420 of 504" },
    { "on " PARL_NAME_BEGIN LONG PARL_NAME_END ": 420 of 504", 10,
      "on " PARL_NAME_BEGIN "core-\u2026-rc3" PARL_NAME_END ": 420 of 504" },
    { PARL_NAME_BEGIN "äöüßéè" PARL_NAME_END " and " PARL_NAME_BEGIN "abc" PARL_NAME_END, 4,
      PARL_NAME_BEGIN "äö\u2026è" PARL_NAME_END " and " PARL_NAME_BEGIN "abc" PARL_NAME_END },
    { PARL_NAME_BEGIN LONG, 10, PARL_NAME_BEGIN LONG },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shortened = parl_names_shorten (cases[i].text, cases[i].most);
      g_assert_cmpstr (shortened, ==, cases[i].shortened);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/name/mark", test_mark);
  g_test_add_func ("/name/title", test_title);
  g_test_add_func ("/name/shorten", test_shorten);
  return g_test_run ();
}
