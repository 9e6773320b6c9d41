/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model/release.h"

#include <glib.h>
#include <string.h>

static void
test_cohort (void)
{
  static const struct
  {
    const char *release;
    const char *cohort;
  } cases[] = {
    { "2.3.0", "v2.3" },
    { "2.3.1-rc2", "v2.3" },
    { "v2.10.4", "v2.10" },
    { "2.6", "v2.6" },
    { "7", "7" },
    { "nightly", "nightly" },
    { "2.x", "2.x" },
    { "", "unknown" },
    { NULL, "unknown" },
    { "camera-os" PARL_RELEASE_MARK "2.6.0", "camera-os 2.6" },
    { "detector 2" PARL_RELEASE_MARK "beta", "detector 2 beta" },
    { "0.0.1:A", "v0.0" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *cohort = parl_release_to_cohort (cases[i].release);
      g_assert_cmpstr (cohort, ==, cases[i].cohort);
      for (unsigned j = 0; j < G_N_ELEMENTS (cases); j++)
        g_assert_true (parl_release_is_of_cohort (cases[i].release, cases[j].cohort)
                       == g_str_equal (cohort, cases[j].cohort));
    }
}

static void
test_order (void)
{
  static const char *const rising[]
      = { "2.3.0-rc1", "2.3.0", "2.3.1", "2.9~beta", "2.9", "2.10", "2.10.1", "10.0" };

  for (unsigned i = 0; i < G_N_ELEMENTS (rising); i++)
    for (unsigned j = 0; j < G_N_ELEMENTS (rising); j++)
      {
        int order = parl_release_compare (rising[i], rising[j]);
        g_assert_cmpint ((order > 0) - (order < 0), ==, (i > j) - (i < j));
      }
}

static void
test_product (void)
{
  static const struct
  {
    const char *release, *wanted;
    bool at_least;
  } cases[] = {
    { "2.6.0", "2.6.0", true },
    { "2.10", "2.6.0", true },
    { "2.5.9", "2.6.0", false },
    { "2.6.0-rc1", "2.6.0", false },
    { "nightly", "nightly", true },
    { "weekly", "nightly", false },
    { "v2.6.0", "2.5.0", true },
    { "nightly-20261115", "nightly-20261101", true },
    { "nightly-20261115", "weekly-20261101", false },
    { "9f8e7d6", "00ffee1", false },
    { "00ffee1", "9f8e7d6", false },
    { "Firmware B", "Firmware A", false },
    { "8", "7", true },
    { "big" PARL_RELEASE_MARK "7.1", "camera" PARL_RELEASE_MARK "2.4", false },
    { "camera" PARL_RELEASE_MARK "2.5", "camera" PARL_RELEASE_MARK "2.4", true },
    { "camera" PARL_RELEASE_MARK "2.5", "2.4", false },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      bool older = parl_release_is_older (cases[i].wanted, cases[i].release);

      g_assert_true (parl_release_is_at_least (cases[i].release, cases[i].wanted)
                     == cases[i].at_least);
      g_assert_true (older
                     == (cases[i].at_least && strcmp (cases[i].release, cases[i].wanted) != 0));
    }
}

static void
test_text (void)
{
  g_autofree char *release = parl_release_new ("camera-os", "2.6 beta");
  g_autofree char *text = parl_release_to_text (release);
  g_autofree char *product = parl_release_dup_product (release);
  g_autofree char *nameless = parl_release_new (NULL, "2.6");

  g_assert_cmpstr (text, ==, "camera-os 2.6 beta");
  g_assert_cmpstr (product, ==, "camera-os");
  g_assert_cmpstr (parl_release_get_version (release), ==, "2.6 beta");
  g_assert_cmpstr (nameless, ==, "2.6");
  g_assert_null (parl_release_dup_product (nameless));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/release/cohort", test_cohort);
  g_test_add_func ("/model/release/order", test_order);
  g_test_add_func ("/model/release/product", test_product);
  g_test_add_func ("/model/release/text", test_text);
  return g_test_run ();
}
