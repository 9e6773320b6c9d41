/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Speed and frame time from small histograms whose results can be worked out by hand. */
#include "config.h"

#include "analysis/evidence.h"
#include "analysis/statistics/histogram.h"
#include "golden.h"

#include <math.h>
#include <string.h>

#define HOURS 3600.0

/* One sample a day, an hour before the day's end; @even and @odd by age. */
static void
add_series (ParlSnapshot *snapshot, const char *name, const char *device_class, const char *le,
            double even, double odd, int days)
{
  ParlTime *times = g_new (ParlTime, days);
  double *values = g_new (double, days);

  for (int i = 0; i < days; i++)
    {
      int age = days - 1 - i;
      times[i] = snapshot->as_of - age * PARL_DAY - PARL_HOUR;
      values[i] = age % 2 == 0 ? even : odd;
    }
  g_ptr_array_add (snapshot->series,
                   parl_series_new_take (name, "s",
                                         parl_labels_new ("class", device_class, "le", le, NULL),
                                         days, times, values));
}

static ParlFindings *
analyse (ParlSnapshot *snapshot)
{
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();

  return parl_findings_new (snapshot, targets, NULL);
}

/* 10 and 20 of 100 hours slow by turns: 15 %, residuals of 5 on 28 days. */
static void
test_compliance (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  add_series (snapshot, PARL_SERIES_FPS_TIME, "A", "20", 10 * HOURS, 20 * HOURS, 28);
  add_series (snapshot, PARL_SERIES_FPS_TIME, "A", "30", 0, 0, 28);
  add_series (snapshot, PARL_SERIES_FPS_TIME, "A", "40", 90 * HOURS, 80 * HOURS, 28);
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlFact *share = golden_get (findings, "fps-compliance", "");
  const ParlFact *p5 = golden_get (findings, "fps-p5", "");
  const ParlFact *slow = golden_get (findings, "fps-slow-hours", "");
  double half = 2.0518305 * sqrt (700.0 * 28 / 27) / 2800;

  g_assert_cmpfloat_with_epsilon (share->value, 0.85, 1e-12);
  g_assert_cmpfloat_with_epsilon (share->low, 0.85 - half, 1e-8);
  g_assert_cmpfloat_with_epsilon (share->high, 0.85 + half, 1e-8);
  g_assert_cmpfloat_with_epsilon (share->n, 2800, 1e-9);
  g_assert_cmpfloat_with_epsilon (share->count, 2380, 1e-9);
  g_assert_cmpint (share->target_state, ==, PARL_TARGET_MISSED);
  g_assert_cmpint (share->verdict, ==, PARL_VERDICT_NONE);
  g_assert_cmpfloat_with_epsilon (slow->value, 420, 1e-9);
  g_assert_cmpfloat_with_epsilon (slow->value, slow->n * (1 - share->value), 1e-9);

  /* 5 % of the time lies in the lowest third of a bin of 15 %. */
  g_assert_cmpfloat_with_epsilon (p5->value, 20.0 / 3, 1e-9);
  g_assert_cmpfloat (p5->low, <, p5->value);
  g_assert_cmpfloat (p5->high, >, p5->value);
}

static void
test_change (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  /* 56 days alike, and as much again of slow time in the last 28. */
  add_series (snapshot, PARL_SERIES_FPS_TIME, "A", "30", 4 * HOURS, 6 * HOURS, 56);
  add_series (snapshot, PARL_SERIES_FPS_TIME, "A", "40", 95 * HOURS, 95 * HOURS, 56);
  add_series (snapshot, PARL_SERIES_FPS_TIME, "B", "30", 5 * HOURS, 5 * HOURS, 28);
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlFact *share = golden_get (findings, "fps-compliance", "");
  const ParlFact *same = golden_get (findings, "fps-compliance", "class=A");

  g_assert_cmpint (share->verdict, ==, PARL_VERDICT_CONFIRMED);
  g_assert_cmpfloat_with_epsilon (share->comparison.change, 95 / 105.0 - 95 / 100.0, 1e-9);
  g_assert_cmpfloat (share->comparison.change_high, <, 0);
  g_assert_cmpint (same->verdict, ==, PARL_VERDICT_NO_CHANGE);
  g_assert_cmpfloat (same->comparison.change, ==, 0);
}

/* Bins of another width, and a target inside one: time is spread evenly within it. */
static void
test_layouts (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  add_series (snapshot, PARL_SERIES_FPS_TIME, "A", "25", 0, 0, 28);
  add_series (snapshot, PARL_SERIES_FPS_TIME, "A", "35", 10 * HOURS, 10 * HOURS, 28);
  add_series (snapshot, PARL_SERIES_FPS_TIME, "B", "60", 10 * HOURS, 10 * HOURS, 28);
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlDistribution *whole = g_ptr_array_index (findings->distributions, 0);
  double sum = 0;

  g_assert_cmpfloat_with_epsilon (golden_get (findings, "fps-compliance", "class=A")->value, 0.5,
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (golden_get (findings, "fps-compliance", "class=B")->value, 0.5,
                                  1e-12);
  g_assert_cmpuint (findings->distributions->len, ==, 3);
  g_assert_null (whole->device_class);
  g_assert_cmpfloat (whole->width, ==, 10);
  for (unsigned i = 0; i < whole->n_bins; i++)
    sum += whole->shares[i];
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-12);
  g_assert_cmpuint (whole->n_bins, ==, 7);
  g_assert_cmpfloat_with_epsilon (whole->shares[0], 1.0 / 12, 1e-12);
  g_assert_cmpfloat_with_epsilon (whole->shares[2], 1.0 / 12 + 0.25, 1e-12);
  g_assert_cmpfloat_with_epsilon (whole->shares[5], 1.0 / 12, 1e-12);

  const ParlFact *share = golden_get (findings, "fps-compliance", "");
  g_autoptr (ParlEvidence) evidence = parl_evidence_new (findings, share, NULL, NULL);
  g_assert_cmpfloat_with_epsilon (evidence->sum, share->count, 1e-9);
  g_assert_cmpfloat_with_epsilon (share->count, 280, 1e-9);
}

/* Beyond the last end nothing is known but that it is beyond. */
static void
test_open_bin (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  add_series (snapshot, PARL_SERIES_FRAME_TIME, "A", "20", 90, 90, 28);
  add_series (snapshot, PARL_SERIES_FRAME_TIME, "A", "+Inf", 10, 10, 28);
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlFact *p95 = golden_get (findings, "frame-time-p95", "");

  g_assert_cmpfloat (p95->value, ==, 20);
  g_assert_true (g_strv_contains ((const char *const *)p95->caveats, "at-least"));
}

/* An hour that reaches over the window's edge belongs to neither side; one that only touches the
 * end of the window before it does. */
static void
test_window_edges (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  const ParlTime middle = GOLDEN_AS_OF - 28 * PARL_DAY;
  ParlTime *times = g_new (ParlTime, 5);
  double *values = g_new (double, 5);

  times[0] = GOLDEN_AS_OF - 55 * PARL_DAY; /* before */
  times[1] = middle;                       /* before */
  times[2] = middle + 30 * PARL_MINUTE;    /* neither */
  times[3] = middle + PARL_HOUR;           /* now */
  times[4] = GOLDEN_AS_OF;                 /* now */
  for (unsigned i = 0; i < 5; i++)
    values[i] = (1 << i) * HOURS;
  g_ptr_array_add (snapshot->series,
                   parl_series_new_take (PARL_SERIES_FPS_TIME, "s",
                                         parl_labels_new ("class", "A", "le", "60", NULL), 5, times,
                                         values));
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlFact *share = golden_get (findings, "fps-compliance", "");

  g_assert_cmpfloat_with_epsilon (share->n, 8 + 16, 1e-12);
  g_assert_cmpfloat_with_epsilon (share->comparison.n, 1 + 2, 1e-12);
  g_assert_cmpint (share->verdict, ==, PARL_VERDICT_TOO_LITTLE);
}

/* Samples for so many days back: a window before that begins without any is not compared with. */
static void
test_partial_window (void)
{
  static const struct
  {
    int days_known;
    double n_before;
  } cases[] = { { 56, 28 }, { 53, 25 }, { 52, NAN }, { 29, NAN }, { 28, NAN } };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
      add_series (snapshot, PARL_SERIES_FPS_TIME, "A", "60", HOURS, HOURS, cases[i].days_known);
      g_autoptr (ParlFindings) findings = analyse (snapshot);
      const ParlFact *share = golden_get (findings, "fps-compliance", "");

      g_assert_cmpfloat_with_epsilon (share->n, 28, 1e-12);
      g_assert_true (isnan (cases[i].n_before) ? !parl_fact_has_comparison (share)
                                               : share->comparison.n == cases[i].n_before);
    }
}

/* Days of which nothing is known, between known ones: more than four make what is told partial. */
static void
test_hole (void)
{
  static const struct
  {
    size_t days_off;
    bool is_partial;
  } cases[] = { { 0, false }, { 3, false }, { 4, true }, { 20, true } };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
      add_series (snapshot, PARL_SERIES_FPS_TIME, "A", "60", HOURS, HOURS, 56);
      ParlSeries *series = snapshot->series->pdata[0];
      size_t from = 30, rest = series->length - from - cases[i].days_off;
      memmove (series->times + from, series->times + from + cases[i].days_off,
               rest * sizeof *series->times);
      series->length -= cases[i].days_off;
      g_autoptr (ParlFindings) findings = analyse (snapshot);
      const ParlFact *share = golden_get (findings, "fps-compliance", "");

      g_assert_cmpint (g_strv_contains ((const char *const *)share->caveats, "partial"), ==,
                       cases[i].is_partial);
    }
}

static void
add_stage_time (ParlSnapshot *snapshot, const char *device_class, const char *stage, double ms)
{
  ParlTime *times = g_new (ParlTime, 1);
  double *values = g_new (double, 1);

  times[0] = snapshot->as_of - PARL_DAY;
  values[0] = ms;
  g_ptr_array_add (snapshot->series, parl_series_new_take (PARL_SERIES_STAGE_TIME, "ms",
                                                           parl_labels_new ("stage", stage, "class",
                                                                            device_class, NULL),
                                                           1, times, values));
}

/* Classes count by their frames, three to one here; a series of the whole stands alone. */
static void
test_stages (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  add_series (snapshot, PARL_SERIES_FRAME_TIME, "A", "30", 75, 75, 28);
  add_series (snapshot, PARL_SERIES_FRAME_TIME, "B", "30", 25, 25, 28);
  add_stage_time (snapshot, "A", "inference", 20);
  add_stage_time (snapshot, "B", "inference", 40);
  add_stage_time (snapshot, "A", "debayer", 5);
  add_stage_time (snapshot, "A", "zoom", 7);
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlFact *inference = golden_get (findings, "latency-stage-time", "stage=inference");
  const ParlFact *zoom = golden_get (findings, "latency-stage-time", "stage=zoom");
  g_autoptr (ParlLabels) any = parl_labels_new (NULL, NULL);

  g_assert_cmpfloat_with_epsilon (inference->value, 25, 1e-9);
  g_assert_cmpstr (inference->aspect, ==, "largest");
  g_assert_null (zoom->aspect);
  g_assert_true (parl_findings_find (findings, "latency-stage-time", any, false) == inference);

  add_stage_time (snapshot, NULL, "inference", 21);
  g_autoptr (ParlFindings) whole = analyse (snapshot);
  g_assert_cmpfloat (golden_get (whole, "latency-stage-time", "stage=inference")->value, ==, 21);
  g_assert_null (golden_find (whole, "latency-stage-time", "stage=zoom"));
}

static void
test_headroom (void)
{
  g_autoptr (ParlFindings) findings = golden_findings_new ();
  const ParlFact *p95 = golden_get (findings, "frame-time-p95", "");
  const ParlFact *headroom = golden_get (findings, "latency-headroom", "");
  const ParlFact *budget = golden_get (findings, "latency-budget", "");

  g_assert_cmpfloat_with_epsilon (headroom->value + p95->value, budget->value, 1e-12);
  g_assert_cmpfloat (headroom->low, <, headroom->high);
  g_assert_cmpfloat_with_epsilon (headroom->low + p95->high, budget->value, 1e-12);
  g_assert_cmpint (headroom->target_state, ==, PARL_TARGET_MISSED);
}

/* Cameras at 0 frames a second, or below, are offline: in no number, and told apart. */
static void
test_offline (void)
{
  g_autoptr (ParlSnapshot) snapshot = parl_snapshot_new (GOLDEN_AS_OF);
  add_series (snapshot, PARL_SERIES_FPS_TIME, "A", "0", 10 * HOURS, 10 * HOURS, 28);
  add_series (snapshot, PARL_SERIES_FPS_TIME, "A", "30", 9 * HOURS, 9 * HOURS, 28);
  add_series (snapshot, PARL_SERIES_FPS_TIME, "A", "40", 81 * HOURS, 81 * HOURS, 28);
  g_autoptr (ParlFindings) findings = analyse (snapshot);
  const ParlFact *share = golden_get (findings, "fps-compliance", "");
  const ParlFact *p5 = golden_get (findings, "fps-p5", "");
  g_autoptr (ParlEvidence) evidence = parl_evidence_new (findings, share, NULL, NULL);
  g_autoptr (ParlEvidence) slow_rows = parl_evidence_new (findings, p5, NULL, NULL);

  g_assert_cmpfloat_with_epsilon (share->value, 0.9, 1e-12);
  g_assert_cmpfloat_with_epsilon (share->n, 28 * 90, 1e-9);
  g_assert_cmpstr (share->caveats[0], ==, "offline:280");
  g_assert_cmpfloat_with_epsilon (evidence->sum, share->count, 1e-9);
  g_assert_cmpuint (slow_rows->rows->len, ==, 56);
  g_assert_cmpfloat_with_epsilon (p5->value, 15, 1e-9);
}

/* What is observed now comes in bins one wide, and who is at the promise keeps it: 4 of 40 cameras
 * at 29, 36 at 30 exactly. A histogram can't tell, and says so. */
static void
test_at_promise (void)
{
  g_autoptr (ParlSnapshot) gauges = parl_snapshot_new (GOLDEN_AS_OF);
  add_series (gauges, PARL_SERIES_FPS_TIME, "A", "29", 0, 0, 28);
  add_series (gauges, PARL_SERIES_FPS_TIME, "A", "30", 4 * HOURS, 4 * HOURS, 28);
  add_series (gauges, PARL_SERIES_FPS_TIME, "A", "31", 36 * HOURS, 36 * HOURS, 28);
  g_autoptr (ParlFindings) findings = analyse (gauges);
  const ParlFact *share = golden_get (findings, "fps-compliance", "");

  g_assert_cmpfloat_with_epsilon (share->value, 0.9, 1e-12);
  g_assert_cmpuint (g_strv_length (share->caveats), ==, 0);
  g_assert_cmpfloat (golden_get (findings, "fps-p5", "")->value, ==, 29.5);

  g_autoptr (ParlSnapshot) buckets = parl_snapshot_new (GOLDEN_AS_OF);
  add_series (buckets, PARL_SERIES_FPS_TIME, "A", "30", 4 * HOURS, 4 * HOURS, 28);
  add_series (buckets, PARL_SERIES_FPS_TIME, "A", "+Inf", 36 * HOURS, 36 * HOURS, 28);
  g_autoptr (ParlFindings) hidden = analyse (buckets);
  share = golden_get (hidden, "fps-compliance", "");
  g_assert_cmpfloat_with_epsilon (share->value, 0.9, 1e-12);
  g_assert_cmpstr (share->caveats[0], ==, "bucket");

  g_autoptr (ParlSnapshot) empty = parl_snapshot_new (GOLDEN_AS_OF);
  add_series (empty, PARL_SERIES_FPS_TIME, "A", "30", 0, 0, 28);
  add_series (empty, PARL_SERIES_FPS_TIME, "A", "+Inf", 36 * HOURS, 36 * HOURS, 28);
  g_autoptr (ParlFindings) plain = analyse (empty);
  g_assert_cmpuint (g_strv_length (golden_get (plain, "fps-compliance", "")->caveats), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/speed/compliance", test_compliance);
  g_test_add_func ("/analysis/speed/change", test_change);
  g_test_add_func ("/analysis/speed/layouts", test_layouts);
  g_test_add_func ("/analysis/speed/open-bin", test_open_bin);
  g_test_add_func ("/analysis/speed/window-edges", test_window_edges);
  g_test_add_func ("/analysis/speed/partial-window", test_partial_window);
  g_test_add_func ("/analysis/speed/hole", test_hole);
  g_test_add_func ("/analysis/speed/offline", test_offline);
  g_test_add_func ("/analysis/speed/at-promise", test_at_promise);
  g_test_add_func ("/analysis/latency/stages", test_stages);
  g_test_add_func ("/analysis/latency/headroom", test_headroom);
  return g_test_run ();
}
