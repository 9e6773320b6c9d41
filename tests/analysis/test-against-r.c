/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes cases with what the C code says, and lets R judge them (check.R). Skipped where there is
 * no Rscript. */
#include "config.h"

#include "analysis/statistics/histogram.h"
#include "analysis/statistics/rare.h"
#include "analysis/statistics/statistics.h"
#include "golden.h"
#include "run-r.h"

#include <math.h>

/* " 1 2.5" after a tab: one argument of check.R, or the answer. */
static void
append_list (GString *text, const double *values, size_t length)
{
  for (size_t i = 0; i < length; i++)
    if (isnan (values[i]))
      g_string_append_printf (text, "%s", i > 0 ? " NA" : "\tNA");
    else
      g_string_append_printf (text, "%s%.17g", i > 0 ? " " : "\t", values[i]);
}

static void
append_numbers (GString *text, unsigned n, ...)
{
  va_list args;

  va_start (args, n);
  for (unsigned i = 0; i < n; i++)
    {
      double value = va_arg (args, double);
      append_list (text, &value, 1);
    }
  va_end (args);
  g_string_append_c (text, '\n');
}

static void
add_proportions (GString *cases, GRand *random)
{
  static const double edges[][4] = {
    { 3, 40, 0, 25 },         { 905, 12400, 706, 11800 }, { 385, 9800, 470, 10620 },
    { 520, 2600, 236, 1180 }, { 25, 25, 0, 25 },          { 1, 1000000, 999999, 1000000 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (edges) + 200; i++)
    {
      bool fixed = i < G_N_ELEMENTS (edges);
      double n1 = fixed ? edges[i][1] : g_rand_int_range (random, 1, 20000);
      double n0 = fixed ? edges[i][3] : g_rand_int_range (random, 1, 20000);
      double x1 = fixed ? edges[i][0] : g_rand_int_range (random, 0, (int)n1 + 1);
      double x0 = fixed ? edges[i][2] : g_rand_int_range (random, 0, (int)n0 + 1);
      ParlInterval w = parl_wilson (x1, n1);
      ParlInterval d = parl_newcombe (x1, n1, x0, n0);
      double statistic = parl_two_proportions_z (x1, n1, x0, n0);

      g_string_append (cases, "wilson");
      append_list (cases, &w.low, 2);
      append_numbers (cases, 2, x1, n1);
      g_string_append (cases, "newcombe");
      append_list (cases, &d.low, 2);
      append_numbers (cases, 4, x1, n1, x0, n0);
      if (isnan (statistic))
        continue;
      g_string_append (cases, "z");
      append_list (cases, &statistic, 1);
      append_numbers (cases, 4, x1, n1, x0, n0);
    }
}

static void
add_student (GString *cases)
{
  static const double degrees[] = { 0.7, 1, 1.5, 2, 3, 5, 11, 26.4, 27, 54, 200, 1000 };
  static const double ps[] = { 0.0005, 0.01, 0.025, 0.3, 0.5, 0.77, 0.975, 0.995 };

  for (unsigned i = 0; i < G_N_ELEMENTS (degrees); i++)
    for (unsigned j = 0; j < G_N_ELEMENTS (ps); j++)
      {
        double t = parl_student_quantile (ps[j], degrees[i]);
        double p = parl_student_cdf (t / 2, degrees[i]);

        g_string_append (cases, "quantile");
        append_list (cases, &t, 1);
        append_numbers (cases, 2, ps[j], degrees[i]);
        g_string_append (cases, "cdf");
        append_list (cases, &p, 1);
        append_numbers (cases, 2, t / 2, degrees[i]);
      }
}

static void
add_clusters (GString *cases, GRand *random)
{
  for (unsigned i = 0; i < 50; i++)
    {
      double parts[28], wholes[28];
      size_t n = g_rand_int_range (random, 2, 29);

      for (size_t j = 0; j < n; j++)
        {
          wholes[j] = j > 1 && g_rand_boolean (random) ? 0 : g_rand_double_range (random, 1, 900);
          parts[j] = wholes[j] * g_rand_double (random);
        }

      ParlEstimate estimate = parl_cluster_ratio (parts, wholes, n);
      ParlInterval interval = parl_estimate_interval (estimate);
      double said[] = { estimate.value, estimate.error, interval.low, interval.high };
      g_string_append (cases, "ratio");
      append_list (cases, said, 4);
      append_list (cases, parts, n);
      append_list (cases, wholes, n);
      g_string_append_c (cases, '\n');
    }
}

static void
add_days (GString *cases, GRand *random)
{
  for (unsigned i = 0; i < 50; i++)
    {
      double counts[28], sizes[28];

      for (unsigned j = 0; j < G_N_ELEMENTS (sizes); j++)
        {
          bool is_gap = j > 2 && g_rand_int_range (random, 0, 5) == 0;
          sizes[j] = is_gap ? 0 : g_rand_int_range (random, 1, i % 2 == 0 ? 9 : 900);
          counts[j] = is_gap ? 0 : g_rand_int_range (random, 0, (int)sizes[j] + 1);
        }

      ParlSpread spread = parl_laney (counts, sizes, G_N_ELEMENTS (sizes), 3);
      g_string_append (cases, "laney");
      append_list (cases, &spread.mean, 2);
      append_list (cases, counts, G_N_ELEMENTS (counts));
      append_list (cases, sizes, G_N_ELEMENTS (sizes));
      g_string_append_c (cases, '\n');

      double n = sizes[0], count = counts[0], p = g_rand_double (random);
      double tail = parl_binomial_tail (count, n, p);
      g_string_append (cases, "tail");
      append_list (cases, &tail, 1);
      append_list (cases, &count, 1);
      append_list (cases, &n, 1);
      append_list (cases, &p, 1);
      g_string_append_c (cases, '\n');
    }
}

static void
add_percentiles (GString *cases, GRand *random)
{
  for (unsigned i = 0; i < 50; i++)
    {
      ParlHistogram *histogram = g_new0 (ParlHistogram, 1);
      double ends[9] = { 0 }, weights[8];
      double p = g_rand_double (random);

      histogram->n_days = 28;
      histogram->bins = g_array_new (FALSE, TRUE, sizeof (ParlBin));
      for (unsigned j = 0; j < G_N_ELEMENTS (weights); j++)
        {
          ends[j + 1] = ends[j] + g_rand_double_range (random, 0.5, 5);
          weights[j] = g_rand_double_range (random, 0.01, 100);
          ParlBin bin = { .lower = ends[j], .upper = ends[j + 1] };
          bin.days[j] = weights[j];
          g_array_append_val (histogram->bins, bin);
        }

      double said = parl_histogram_percentile (histogram, PARL_NOW, p).value;
      g_string_append (cases, "percentile");
      append_list (cases, &said, 1);
      append_list (cases, &p, 1);
      append_list (cases, ends, G_N_ELEMENTS (ends));
      append_list (cases, weights, G_N_ELEMENTS (weights));
      g_string_append_c (cases, '\n');
      parl_histogram_free (histogram);
    }
}

static void
add_rare (GString *cases, GRand *random)
{
  for (unsigned i = 0; i < 60; i++)
    {
      double now = i, before = g_rand_int_range (random, i == 0, 40);
      ParlInterval mean = parl_poisson_interval (now), change = parl_poisson_change (now, before);

      g_string_append (cases, "poisson");
      append_list (cases, &mean.low, 2);
      append_numbers (cases, 1, now);
      g_string_append (cases, "rare");
      append_list (cases, &change.low, 2);
      append_numbers (cases, 2, now, before);
    }
}

/* Shares of clusters, of which none is 0 or 1 in all. */
static void
add_cluster_shares (GString *cases, GRand *random)
{
  for (unsigned i = 0; i < 60; i++)
    {
      double parts[28] = { 1, 0 }, wholes[28] = { 2, 1 };
      size_t n = g_rand_int_range (random, 8, 29);

      for (size_t j = 2; j < n; j++)
        {
          wholes[j] = g_rand_int_range (random, 0, 9);
          parts[j] = i % 2 == 0 && g_rand_boolean (random)
                         ? wholes[j]
                         : g_rand_int_range (random, 0, (int)wholes[j] + 1);
        }
      ParlInterval interval = parl_cluster_wilson (parts, wholes, n);
      g_string_append (cases, "wilsons");
      append_list (cases, &interval.low, 2);
      append_list (cases, parts, n);
      append_list (cases, wholes, n);
      g_string_append_c (cases, '\n');
    }
}

/* An interval that cannot be told is written -1. */
static void
add_quantiles (GString *cases, GRand *random)
{
  static const double ps[] = { 0.5, 0.9 };

  for (unsigned i = 0; i < 200; i++)
    {
      double values[60], shown[60], p = ps[i % 2];
      unsigned clusters[60];
      size_t n = g_rand_int_range (random, 1, 61);
      unsigned most = g_rand_int_range (random, 1, 9);

      for (size_t j = 0; j < n; j++)
        {
          clusters[j] = g_rand_int_range (random, 0, (int)MIN (most, n));
          shown[j] = clusters[j];
          values[j] = g_rand_int_range (random, 0, 30) + clusters[j] * (i % 3);
        }
      ParlInterval interval = parl_quantile_interval (values, clusters, n, p);
      double said[] = { parl_quantile (values, n, p), isnan (interval.low) ? -1 : interval.low,
                        isnan (interval.high) ? -1 : interval.high };
      g_string_append (cases, "woodruff");
      append_list (cases, said, 3);
      append_list (cases, values, n);
      append_list (cases, shown, n);
      append_list (cases, &p, 1);
      g_string_append_c (cases, '\n');
    }
}

/* Mix and within of whole fleets, through the findings as they are made. */
static void
add_mixes (GString *cases, GRand *random)
{
  static const char *const releases[] = { "2.3.0", "2.4.1", "2.5.0", "2.10.2" };
  const size_t n = G_N_ELEMENTS (releases);

  for (unsigned i = 0; i < 20; i++)
    {
      g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
      g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
      double failed[2][4], tried[2][4];

      for (unsigned period = 0; period < 2; period++)
        for (unsigned j = 0; j < n; j++)
          {
            tried[period][j] = g_rand_int_range (random, 300, 9000);
            failed[period][j] = g_rand_int_range (random, 20, 200);
            golden_spread (snapshot, (int)period * 28, releases[j], PARL_OUTCOME_FAILED, "verify",
                           (int64_t)failed[period][j]);
            golden_spread (snapshot, (int)period * 28, releases[j], PARL_OUTCOME_SUCCEEDED, NULL,
                           (int64_t)(tried[period][j] - failed[period][j]));
          }

      g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
      const ParlFact *within = golden_get (findings, "ota-failure-within", "");
      double said[] = { golden_get (findings, "ota-failure-mix", "")->value, within->value,
                        within->low, within->high };
      g_string_append (cases, "within");
      append_list (cases, said, 4);
      append_list (cases, failed[1], n);
      append_list (cases, tried[1], n);
      append_list (cases, failed[0], n);
      append_list (cases, tried[0], n);
      g_string_append_c (cases, '\n');
    }
}

static void
test_against_r (void)
{
  g_autoptr (GString) cases = g_string_new (NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  if (!has_r ())
    return;
  add_proportions (cases, random);
  add_student (cases);
  add_clusters (cases, random);
  add_days (cases, random);
  add_percentiles (cases, random);
  add_rare (cases, random);
  add_quantiles (cases, random);
  add_cluster_shares (cases, random);
  add_mixes (cases, random);
  run_r ("check.R", cases->str);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/statistics/against-r", test_against_r);
  return g_test_run ();
}
