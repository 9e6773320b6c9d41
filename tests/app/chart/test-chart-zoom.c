/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A view never leaves the time there is, and what stands under the pointer stays there. */
#include "config.h"

#include "app/chart/chart-zoom.h"

#include <math.h>

static const ParlView extent = { 1000, 2000 };

static void
test_scale (void)
{
  static const struct
  {
    ParlView view;
    double anchor, factor;
    ParlView want; /* from NAN: all */
  } cases[] = {
    { { NAN, NAN }, 1500, 0.5, { 1250, 1750 } },
    { { NAN, NAN }, 1000, 0.5, { 1000, 1500 } },
    { { NAN, NAN }, 2000, 0.5, { 1500, 2000 } },
    { { NAN, NAN }, NAN, 0.5, { 1250, 1750 } },
    { { NAN, NAN }, 1500, 2, { NAN, NAN } },
    { { 1200, 1400 }, 1200, 2, { 1200, 1600 } },
    { { 1900, 2000 }, 1900, 2, { 1800, 2000 } }, /* moved back into the extent */
    { { 1200, 1400 }, 1300, 100, { NAN, NAN } },
    { { 1200, 1400 }, 1300, 0.001, { 1250, 1350 } }, /* no closer than 100 */
    { { 1200, 1400 }, 1300, 0, { 1200, 1400 } },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ParlView view
          = parl_zoom_scale (cases[i].view, extent, 100, cases[i].anchor, cases[i].factor);
      g_assert_cmpint (parl_zoom_is_whole (view), ==, isnan (cases[i].want.from));
      if (isnan (cases[i].want.from))
        continue;
      g_assert_cmpfloat_with_epsilon (view.from, cases[i].want.from, 1e-6);
      g_assert_cmpfloat_with_epsilon (view.to, cases[i].want.to, 1e-6);
    }
}

/* Closer and back again about one time. */
static void
test_anchor (void)
{
  ParlView view = parl_zoom_get_whole ();

  for (unsigned i = 0; i < 5; i++)
    {
      view = parl_zoom_scale (view, extent, 10, 1300, 0.7);
      g_assert_cmpfloat_with_epsilon ((1300 - view.from) / (view.to - view.from), 0.3, 1e-9);
    }
  for (unsigned i = 0; i < 6; i++)
    view = parl_zoom_scale (view, extent, 10, 1300, 1 / 0.7);
  g_assert_true (parl_zoom_is_whole (view));
}

static void
test_pan (void)
{
  static const struct
  {
    double delta, from;
  } cases[] = { { 50, 1250 }, { -50, 1150 }, { -5000, 1000 }, { 5000, 1600 }, { 0, 1200 } };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ParlView view = parl_zoom_pan ((ParlView){ 1200, 1600 }, extent, cases[i].delta);
      g_assert_cmpfloat_with_epsilon (view.from, cases[i].from, 1e-6);
      g_assert_cmpfloat_with_epsilon (view.to - view.from, 400, 1e-6);
    }
  g_assert_true (parl_zoom_is_whole (parl_zoom_pan (parl_zoom_get_whole (), extent, 50)));
}

static void
test_overlap (void)
{
  g_assert_true (parl_zoom_overlaps ((ParlView){ 1200, 1300 }, extent));
  g_assert_true (parl_zoom_overlaps ((ParlView){ 900, 1100 }, extent));
  g_assert_false (parl_zoom_overlaps ((ParlView){ 850, 1099 }, extent));
  g_assert_false (parl_zoom_overlaps ((ParlView){ 3000, 4000 }, extent));
}

static void
test_minimum (void)
{
  g_autoptr (ParlChartSpec) line = parl_chart_spec_new (PARL_CHART_LINE, "line");

  g_assert_cmpfloat (parl_zoom_get_minimum (line, extent), ==, 1000);
  line->line.length = 100;
  line->line.x = g_new0 (double, 100);
  line->line.y = g_new0 (double, 100);
  g_assert_cmpfloat_with_epsilon (parl_zoom_get_minimum (line, extent), 40, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/chart-zoom/scale", test_scale);
  g_test_add_func ("/app/chart-zoom/anchor", test_anchor);
  g_test_add_func ("/app/chart-zoom/pan", test_pan);
  g_test_add_func ("/app/chart-zoom/overlap", test_overlap);
  g_test_add_func ("/app/chart-zoom/minimum", test_minimum);
  return g_test_run ();
}
