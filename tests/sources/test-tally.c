/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a list against what its server says of them. */
#include "config.h"

#include "sources/tally.h"

static void
test_whole (void)
{
  ParlTally tally = PARL_TALLY_INIT;

  parl_tally_add_page (&tally, 700, 500, 500);
  g_assert_true (parl_tally_goes_on (&tally, 500, false));
  g_assert_false (parl_tally_is_whole (&tally));
  parl_tally_add_page (&tally, 700, 200, 200);
  g_assert_false (parl_tally_goes_on (&tally, 500, false));
  g_assert_true (parl_tally_is_whole (&tally));
}

/* A total that is too small in one answer ends nothing that an other one promised. */
static void
test_lie (void)
{
  ParlTally tally = PARL_TALLY_INIT;

  parl_tally_add_page (&tally, 700, 500, 500);
  parl_tally_add_page (&tally, 0, 100, 100);
  g_assert_true (parl_tally_goes_on (&tally, 500, false));
  g_assert_false (parl_tally_is_whole (&tally));
}

static void
test_endless (void)
{
  ParlTally tally = PARL_TALLY_INIT;

  parl_tally_add_page (&tally, 10, 5010, 5010);
  g_assert_false (parl_tally_is_endless (&tally));
  parl_tally_add_page (&tally, 10, 1, 1);
  g_assert_true (parl_tally_is_endless (&tally));
}

/* The greatest number that a body can hold. */
static void
test_greatest (void)
{
  ParlTally tally = PARL_TALLY_INIT;

  parl_tally_add_page (&tally, G_MAXINT64, 500, 500);
  g_assert_false (parl_tally_is_endless (&tally));
  g_assert_true (parl_tally_goes_on (&tally, 500, false));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tally/whole", test_whole);
  g_test_add_func ("/tally/lie", test_lie);
  g_test_add_func ("/tally/endless", test_endless);
  g_test_add_func ("/tally/greatest", test_greatest);
  return g_test_run ();
}
