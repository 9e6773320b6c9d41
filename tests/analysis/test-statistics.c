/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statistics against printed tables and against themselves; check.R is the outside judge. */
#include "config.h"

#include "analysis/statistics/statistics.h"
#include "golden.h"

#include <math.h>

static void
test_wilson (void)
{
  static const struct
  {
    double count, n;
    const char *low, *high; /* per cent, one decimal */
  } cases[] = {
    { 3, 40, "2.6", "19.9" },     { 0, 25, "0.0", "13.3" },      { 25, 25, "86.7", "100.0" },
    { 905, 12400, "6.9", "7.8" }, { 520, 2600, "18.5", "21.6" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ParlInterval interval = parl_wilson (cases[i].count, cases[i].n);
      golden_assert_printed (100 * interval.low, 1, cases[i].low);
      golden_assert_printed (100 * interval.high, 1, cases[i].high);
    }
  g_assert_true (isnan (parl_wilson (0, 0).low));
  g_assert_cmpfloat (parl_wilson (0, 25).low, ==, 0);
  g_assert_cmpfloat (parl_wilson (25, 25).high, ==, 1);
}

/* The examples of Newcombe's paper, table II, method 10. */
static void
test_newcombe (void)
{
  static const struct
  {
    double a, m, b, n;
    const char *low, *high;
  } cases[] = {
    { 56, 70, 48, 80, "0.0524", "0.3339" }, { 9, 10, 3, 10, "0.1705", "0.8090" },
    { 6, 7, 2, 7, "0.0582", "0.8062" },     { 5, 56, 0, 29, "-0.0381", "0.1926" },
    { 0, 10, 0, 20, "-0.1611", "0.2775" },  { 10, 10, 0, 20, "0.6791", "1.0000" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ParlInterval interval = parl_newcombe (cases[i].a, cases[i].m, cases[i].b, cases[i].n);
      golden_assert_printed (interval.low, 4, cases[i].low);
      golden_assert_printed (interval.high, 4, cases[i].high);
    }
  g_assert_true (isnan (parl_newcombe (1, 2, 0, 0).low));
  g_assert_true (isnan (parl_two_proportions_z (0, 10, 0, 10)));
}

static void
test_student (void)
{
  static const struct
  {
    double df;
    const char *quantile; /* 97.5 %, as in any table */
  } cases[] = {
    { 1, "12.7062" }, { 2, "4.3027" }, { 5, "2.5706" }, { 27, "2.0518" }, { 120, "1.9799" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double t = parl_student_quantile (0.975, cases[i].df);
      golden_assert_printed (t, 4, cases[i].quantile);
      g_assert_cmpfloat_with_epsilon (parl_student_cdf (t, cases[i].df), 0.975, 1e-13);
      g_assert_cmpfloat_with_epsilon (parl_student_quantile (0.025, cases[i].df), -t, 1e-9);
    }
  g_assert_cmpfloat (parl_student_quantile (0.5, 3), ==, 0);
  g_assert_cmpfloat (parl_student_cdf (0, 3), ==, 0.5);
  g_assert_true (isnan (parl_student_quantile (0, 3)));
  g_assert_true (isnan (parl_student_quantile (0.975, NAN)));
}

static void
test_cluster_ratio (void)
{
  const double parts[] = { 8, 0, 18, 27 };
  const double wholes[] = { 10, 0, 20, 30 }; /* the second was not observed */
  const double alike[] = { 5, 10 };
  const double alike_wholes[] = { 10, 20 };
  ParlEstimate estimate = parl_cluster_ratio (parts, wholes, 4);

  /* R = 53/60; residuals -.8333, .3333, .5; sqrt (1.0556 / 3 / 2) / 20. */
  g_assert_cmpfloat_with_epsilon (estimate.value, 53.0 / 60, 1e-15);
  g_assert_cmpfloat (estimate.df, ==, 2);
  g_assert_cmpfloat_with_epsilon (estimate.error, 0.020972, 1e-6);
  g_assert_cmpfloat (parl_cluster_ratio (alike, alike_wholes, 2).error, ==, 0);
  g_assert_true (isnan (parl_cluster_ratio (parts, wholes, 1).error));
  g_assert_true (isnan (parl_cluster_ratio (parts, wholes, 0).value));
}

static void
test_difference (void)
{
  ParlEstimate a = { 0.9, 0.01, 27 };
  ParlEstimate b = { 0.8, 0.02, 27 };
  ParlEstimate difference = parl_estimate_subtract (a, b);
  ParlEstimate exact = { 0.5, 0, 3 };
  ParlInterval interval = parl_estimate_interval (parl_estimate_subtract (exact, exact));

  g_assert_cmpfloat_with_epsilon (difference.value, 0.1, 1e-15);
  g_assert_cmpfloat_with_epsilon (difference.error, sqrt (0.0005), 1e-15);
  g_assert_cmpfloat_with_epsilon (difference.df, 27 * 25.0 / 17, 1e-9);
  g_assert_cmpfloat (interval.low, ==, 0);
  g_assert_cmpfloat (interval.high, ==, 0);
}

static void
test_laney (void)
{
  const double counts[] = { 0, 40, 0, 10, 30 }, even[] = { 20, 20, 0, 20, 20 };
  const double sizes[] = { 100, 100, 0, 100, 100 };
  ParlSpread spread = parl_laney (counts, sizes, 5, 4);

  /* A fifth of 100 has a standard error of 0.04: z is -5, 5, a gap, -2.5, 2.5; ranges 10 and 5. */
  g_assert_cmpfloat_with_epsilon (spread.mean, 0.2, 1e-12);
  g_assert_cmpfloat_with_epsilon (spread.spread, 7.5 / 1.128, 1e-12);
  g_assert_cmpfloat (parl_laney (even, sizes, 5, 4).spread, ==, 1);
  g_assert_true (isnan (parl_laney (counts, sizes, 5, 5).mean));
  g_assert_true (isnan (parl_laney (counts, sizes, 0, 0).mean));
  g_assert_cmpfloat (parl_laney ((double[]){ 0, 0 }, sizes, 2, 2).spread, ==, 1);
}

static void
test_binomial_tail (void)
{
  g_assert_cmpfloat_with_epsilon (parl_binomial_tail (1, 1, 0.05), 0.05, 1e-15);
  g_assert_cmpfloat_with_epsilon (parl_binomial_tail (2, 3, 0.5), 0.5, 1e-15);
  g_assert_cmpfloat (parl_binomial_tail (0, 10, 0.5), ==, 1);
  g_assert_cmpfloat (parl_binomial_tail (1, 10, 0), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/statistics/wilson", test_wilson);
  g_test_add_func ("/analysis/statistics/newcombe", test_newcombe);
  g_test_add_func ("/analysis/statistics/student", test_student);
  g_test_add_func ("/analysis/statistics/cluster-ratio", test_cluster_ratio);
  g_test_add_func ("/analysis/statistics/difference", test_difference);
  g_test_add_func ("/analysis/statistics/laney", test_laney);
  g_test_add_func ("/analysis/statistics/binomial-tail", test_binomial_tail);
  return g_test_run ();
}
