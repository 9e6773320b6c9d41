/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model/release.h"

#include <glib.h>

static void
test_cohort (void)
{
  static const struct
  {
    const char *release;
    const char *cohort;
  } cases[] = {
    { "2.3.0", "v2.3" }, { "2.3.1-rc2", "v2.3" },  { "v2.10.4", "v2.10" }, { "2.6", "v2.6" },
    { "7", "7" },        { "nightly", "nightly" }, { "2.x", "2.x" },       { "", "unknown" },
    { NULL, "unknown" },
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
  static const char *const rising[] = { "2.3.0", "2.3.1", "2.9", "2.10", "2.10.1", "10.0" };

  for (unsigned i = 0; i < G_N_ELEMENTS (rising); i++)
    for (unsigned j = 0; j < G_N_ELEMENTS (rising); j++)
      {
        int order = parl_release_compare (rising[i], rising[j]);
        g_assert_cmpint ((order > 0) - (order < 0), ==, (i > j) - (i < j));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/release/cohort", test_cohort);
  g_test_add_func ("/model/release/order", test_order);
  return g_test_run ();
}
