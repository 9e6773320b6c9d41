/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Right to left: what stands beside a chart and every table in it is mirrored, and time and scales
 * of numbers are not. */
#include "config.h"

#include "charts/chart.h"
#include "charts/scene.h"
#include "tests/charts/fixtures.h"

#include <math.h>
#include <string.h>

static ParlScene *
lay_out (const ParlChartSpec *spec, bool is_rtl, double width)
{
  ParlStyle style = parl_style_new (PARL_THEME_LIGHT);
  double height = parl_chart_get_natural_height (spec, &style, width);

  style.is_rtl = is_rtl;
  return parl_chart_layout (spec, &style, NULL, width, height);
}

static const ParlSceneMark *
get_mark (const ParlScene *scene, unsigned index)
{
  return &g_array_index (scene->marks, ParlSceneMark, index);
}

/* In the order in which they were added. */
static const ParlSceneMark *
find_text (const ParlScene *scene, const char *text)
{
  for (unsigned i = 0; i < scene->marks->len; i++)
    if (g_strcmp0 (get_mark (scene, i)->text, text) == 0)
      return get_mark (scene, i);
  g_error ("nothing says “%s”", text);
}

/* What begins at the left edge ends at the right one. */
static void
check_edges (const char *name, const ParlScene *ltr, const ParlScene *rtl)
{
  g_assert_cmpuint (ltr->marks->len, ==, rtl->marks->len);
  for (unsigned i = 0; i < ltr->marks->len; i++)
    {
      const ParlSceneMark *one = get_mark (ltr, i), *two = get_mark (rtl, i);
      bool is_first = one->kind == PARL_MARK_TEXT && one->x < 0.5 && !one->in_plot;
      g_assert_cmpstr (one->text, ==, two->text);
      g_assert_cmpfloat_with_epsilon (one->y, two->y, 1e-9);
      if (is_first && fabs (two->x + two->width - rtl->width) > 0.5)
        g_error ("%s: “%s” does not stand at the right edge", name, two->text);
    }
}

static void
check_apart (const char *name, const ParlScene *scene)
{
  for (unsigned i = 0; i < scene->marks->len; i++)
    for (unsigned j = 0; j < i; j++)
      {
        const ParlSceneMark *one = get_mark (scene, i), *two = get_mark (scene, j);
        if (one->kind == PARL_MARK_TEXT && two->kind == PARL_MARK_TEXT
            && one->x + 0.2 < two->x + two->width && two->x + 0.2 < one->x + one->width
            && one->y + 0.2 < two->y + two->height && two->y + 0.2 < one->y + one->height)
          g_error ("%s at %.0f: “%s” touches “%s”", name, scene->width, one->text, two->text);
        if (one->kind == PARL_MARK_TEXT
            && (one->x < -0.5 || one->x + one->width > scene->width + 0.5))
          g_error ("%s at %.0f: “%s” is cut off", name, scene->width, one->text);
      }
}

static void
test_words (gconstpointer data)
{
  static const double parts[] = { 0.5, 0.8, 1, 1.6 };
  const Fixture *fixture = data;
  g_autoptr (ParlChartSpec) spec = fixture->create ();

  for (unsigned i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      double width = round (fixture->width * parts[i]);
      g_autoptr (ParlScene) ltr = lay_out (spec, false, width);
      g_autoptr (ParlScene) rtl = lay_out (spec, true, width);
      check_apart (fixture->name, rtl);
      if (parl_chart_is_mirrored (spec))
        check_edges (fixture->name, ltr, rtl);
    }
}

/* Of two texts, whether the first one stands before the second for those who read so. */
static const struct
{
  const char *fixture, *one, *two;
  bool is_kept;
} orders[] = {
  { "control", "26 Sep", "20 Nov", true },
  { "line", "24 Oct", "20 Nov", true },
  { "burndown", "30 Oct", "20 Nov", true },
  { "intervals", "0 %", "10 %", true },
  { "waterfall", "The 28 days before", "Last 28 days", true },
  { "waterfall", "Failed updates per 100, first try", "+1.74", false },
  { "histogram", "15", "35", true },
  { "histogram", "Nano", "82.1 % ≥ 30", false },
  { "cascade", "4.2", "5.1", true },
  { "cascade", "capture", "4.2", false },
  { "roadmap", "18 Nov", "16 Dec", true },
  { "roadmap", "Safer updates", "Free-space check, 27 Nov", false },
  { "heatmap", "v2.3", "v2.5", false },
  { "heatmap", "disk-space", "442", false },
  { "ladder", "Stage", "Next gate", false },
  { "ladder", "promise 5 %", "halt 10 %", false },
  { "bars", "1 to 3 days", "286", false },
  { "risk-parts", "Low", "Severe", false },
  { "bullet", "at most 5 %", "before 6.0 %", true },
};

static void
test_order (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      const Fixture *fixture = golden_fixtures;
      while (strcmp (fixture->name, orders[i].fixture) != 0)
        fixture++;
      g_autoptr (ParlChartSpec) spec = fixture->create ();
      g_autoptr (ParlScene) rtl = lay_out (spec, true, fixture->width);
      double one = find_text (rtl, orders[i].one)->x, two = find_text (rtl, orders[i].two)->x;
      if ((one < two) != orders[i].is_kept)
        g_error ("%s: “%s” and “%s” stand the wrong way round", fixture->name, orders[i].one,
                 orders[i].two);
    }
}

/* The time at a place is the time that is written there. */
static void
test_time (void)
{
  g_autoptr (ParlChartSpec) spec = create_roadmap ();
  g_autoptr (ParlScene) rtl = lay_out (spec, true, 784);
  const ParlSceneMark *today = find_text (rtl, "today");

  g_assert_cmpfloat_with_epsilon (parl_scene_get_x (rtl, spec->roadmap.today.value),
                                  today->x + today->width / 2, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (const Fixture *list = golden_fixtures; list != NULL;
       list = list == golden_fixtures ? odd_fixtures : NULL)
    for (const Fixture *fixture = list; fixture->name != NULL; fixture++)
      {
        g_autofree char *path = g_strdup_printf ("/charts/mirror/words/%s", fixture->name);
        g_test_add_data_func (path, fixture, test_words);
      }
  g_test_add_func ("/charts/mirror/order", test_order);
  g_test_add_func ("/charts/mirror/time", test_time);
  return g_test_run ();
}
