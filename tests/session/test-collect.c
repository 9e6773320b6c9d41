/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a step will still take: told late enough to be true, and not of what is nearly over. */
#include "config.h"

#include "session/collect.h"

static void
test_time_left (void)
{
  static const struct
  {
    ParlTime elapsed;
    unsigned done, total;
    ParlTime left;
  } cases[] = {
    { 4 * PARL_SECOND, 200, 9000, PARL_TIME_NONE },
    { 10 * PARL_SECOND, 500, 9000, 170 * PARL_SECOND },
    { 60 * PARL_SECOND, 3000, 9000, 2 * PARL_MINUTE },
    { 175 * PARL_SECOND, 8700, 9000, PARL_TIME_NONE }, /* six seconds */
    { 180 * PARL_SECOND, 9000, 9000, PARL_TIME_NONE },
    { 60 * PARL_SECOND, 0, 9000, PARL_TIME_NONE },
    { 60 * PARL_SECOND, 3000, 0, PARL_TIME_NONE }, /* nobody knows how many there are */
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (parl_collect_time_left (cases[i].elapsed, cases[i].done, cases[i].total), ==,
                     cases[i].left);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/collect/time-left", test_time_left);
  return g_test_run ();
}
