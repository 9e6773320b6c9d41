/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model/series.h"

/* Hours 1, 2, 3 and 5: the fourth was not observed. */
static ParlSeries *
create_hours (void)
{
  static const ParlTime times[] = { PARL_HOUR, 2 * PARL_HOUR, 3 * PARL_HOUR, 5 * PARL_HOUR };
  static const double values[] = { 1, 2, 4, 16 };

  return parl_series_new_take ("fps-time", "s", parl_labels_new ("class", "nano", NULL), 4,
                               g_memdup2 (times, sizeof times), g_memdup2 (values, sizeof values));
}

static void
test_find (void)
{
  g_autoptr (ParlSeries) series = create_hours ();

  g_assert_cmpuint (parl_series_find (series, 0), ==, 0);
  g_assert_cmpuint (parl_series_find (series, 3 * PARL_HOUR), ==, 2);
  g_assert_cmpuint (parl_series_find (series, 3 * PARL_HOUR + 1), ==, 3);
  g_assert_cmpuint (parl_series_find (series, 6 * PARL_HOUR), ==, 4);
}

static void
test_sum_takes_whole_hours (void)
{
  static const struct
  {
    ParlWindow window;
    double sum;
  } cases[] = {
    { { 0, 5 * PARL_HOUR }, 23 },
    { { PARL_HOUR, 3 * PARL_HOUR }, 6 },
    { { 1, 3 * PARL_HOUR }, 6 },     /* the first hour began before the window */
    { { 0, 3 * PARL_HOUR - 1 }, 3 }, /* the third ends after it */
    { { 3 * PARL_HOUR, 4 * PARL_HOUR }, 0 },
    { { 9 * PARL_HOUR, 10 * PARL_HOUR }, 0 },
  };
  g_autoptr (ParlSeries) series = create_hours ();

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat (parl_series_sum (series, cases[i].window), ==, cases[i].sum);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/series/find", test_find);
  g_test_add_func ("/model/series/sum-takes-whole-hours", test_sum_takes_whole_hours);
  return g_test_run ();
}
