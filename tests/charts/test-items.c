/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be pointed at and walked through: every item has words, is found where it stands, and
 * stays where it belongs when only a part of the time axis is shown. */
#include "config.h"

#include "charts/chart.h"
#include "charts/line/columns.h"
#include "tests/charts/fixtures.h"
#include "tests/charts/makers.h"

#include <math.h>
#include <string.h>

static ParlScene *
lay_out (const ParlChartSpec *spec, const ParlView *view, double width, double height)
{
  ParlStyle style = parl_style_new (PARL_THEME_LIGHT);

  return parl_chart_layout (spec, &style, view, width, height);
}

static ParlChartSpec *
create_golden (const char *name, const Fixture **found)
{
  for (const Fixture *fixture = golden_fixtures; fixture->name != NULL; fixture++)
    if (strcmp (fixture->name, name) == 0)
      {
        *found = fixture;
        return fixture->create ();
      }
  g_error ("There is no fixture “%s”", name);
}

static char *
join_tip (const ParlChartSpec *spec, unsigned item)
{
  g_auto (ParlTip) tip = parl_chart_dup_tip (spec, item);

  return parl_tip_join (&tip);
}

/* In its box is the item itself; every box lies in the picture or at its edge. */
static void
test_boxes (const void *data)
{
  const Fixture *fixture = data;
  g_autoptr (ParlChartSpec) spec = fixture->create ();
  g_autoptr (ParlScene) scene = lay_out (spec, NULL, fixture->width, fixture->height);
  unsigned n_items = parl_chart_get_n_items (spec), n_shown = 0;
  double x, y, width, height;

  for (unsigned item = 0; item < MIN (n_items, 1000); item++)
    {
      g_autofree char *tip = join_tip (spec, item);
      g_assert_cmpstr (tip, !=, "");
      if (!parl_scene_get_item_box (scene, (int)item, &x, &y, &width, &height))
        continue;
      n_shown++;
      g_assert_cmpfloat (x + width, >=, 0);
      g_assert_cmpfloat (x, <=, fixture->width);
      if (spec->kind != PARL_CHART_CONTROL || item < spec->control.points->len)
        g_assert_cmpint (parl_chart_hit (spec, scene, x + width / 2, y + height / 2), ==,
                         (int)item);
    }
  if (n_items < 1000)
    g_assert_cmpuint (n_shown, >=, n_items * 3 / 4);
  g_assert_false (parl_scene_get_item_box (scene, -1, &x, &y, &width, &height));
  g_assert_false (parl_scene_get_item_box (scene, (int)n_items, &x, &y, &width, &height));
}

static void
test_odd_tips (void)
{
  for (const Fixture *fixture = odd_fixtures; fixture->name != NULL; fixture++)
    {
      g_autoptr (ParlChartSpec) spec = fixture->create ();
      for (unsigned item = 0; item < parl_chart_get_n_items (spec); item++)
        {
          g_autofree char *tip = join_tip (spec, item);
          g_assert_nonnull (tip);
          g_assert_null (strstr (tip, "(null)"));
        }
    }
}

static void
test_marks (void)
{
  const Fixture *fixture;
  g_autoptr (ParlChartSpec) spec = create_golden ("control", &fixture);
  g_autoptr (ParlScene) scene = lay_out (spec, NULL, fixture->width, fixture->height);
  g_autofree char *tip = join_tip (spec, 57);
  double x, y, width, height;

  g_assert_cmpuint (parl_chart_get_n_items (spec), ==, 58);
  g_assert_null (parl_chart_get_link (spec, 56));
  g_assert_cmpstr (parl_chart_get_link (spec, 57), ==, "the wave");
  g_assert_null (parl_chart_get_link (spec, 58));
  g_assert_cmpstr (tip, ==, "wave 2, 8 Nov");
  g_assert_true (parl_scene_get_item_box (scene, 57, &x, &y, &width, &height));
  g_assert_cmpint (parl_chart_hit (spec, scene, x + 5, y + 5), ==, 57);
  g_assert_cmpint (parl_chart_hit (spec, scene, x + width - 5, y + 5), ==, 57);
}

static void
test_axis (void)
{
  const Fixture *fixture;
  g_autoptr (ParlChartSpec) spec = create_golden ("control", &fixture);
  g_autoptr (ParlChartSpec) bars = create_golden ("bars", &fixture);
  g_autoptr (ParlScene) scene = lay_out (spec, NULL, 800, 200);
  g_autoptr (ParlScene) other = lay_out (bars, NULL, 800, 200);
  ParlView extent = { 1, 2 };

  g_assert_false (parl_chart_get_extent (bars, &extent));
  g_assert_cmpfloat (extent.from, ==, 1);
  g_assert_true (isnan (parl_scene_get_time (other, 400)));
  g_assert_true (isnan (parl_scene_get_x (other, 0)));

  g_assert_true (parl_chart_get_extent (spec, &extent));
  g_assert_cmpfloat (extent.to - extent.from, ==, 55.0 * PARL_DAY);
  g_assert_true (isnan (parl_scene_get_time (scene, 0)));
  g_assert_true (isnan (parl_scene_get_time (scene, 800)));
  g_assert_true (isnan (parl_scene_get_x (scene, extent.from - 1)));
  g_assert_true (isnan (parl_scene_get_x (scene, extent.to + 1)));
  for (double time = extent.from; time <= extent.to; time += PARL_DAY * 5)
    g_assert_cmpfloat_with_epsilon (parl_scene_get_time (scene, parl_scene_get_x (scene, time)),
                                    time, 1);
}

/* The middle of a point's glyph. */
static bool
find_point (const ParlScene *scene, int item, double *x, double *y)
{
  double width, height;

  if (!parl_scene_get_item_box (scene, item, x, y, &width, &height))
    return false;
  *x += width / 2;
  *y += height / 2;
  return true;
}

/* From the middle of day 10 to the middle of day 20: the points between, as high as before, and a
 * line that goes on to both edges, at the height between its neighbours. */
static void
test_control_view (void)
{
  const Fixture *fixture;
  g_autoptr (ParlChartSpec) spec = create_golden ("control", &fixture);
  g_autoptr (ParlScene) whole = lay_out (spec, NULL, fixture->width, fixture->height);
  const ParlControlPoint *points = (const void *)spec->control.points->data;
  ParlView view
      = { (double)points[10].time + PARL_DAY / 2, (double)points[20].time + PARL_DAY / 2 };
  g_autoptr (ParlScene) scene = lay_out (spec, &view, fixture->width, fixture->height);
  double x, y, whole_x, heights[56];

  for (int i = 0; i < 56; i++)
    {
      g_assert_true (find_point (whole, i, &whole_x, &heights[i]));
      g_assert_true (find_point (scene, i, &x, &y) == (i > 10 && i <= 20));
      if (i > 10 && i <= 20)
        {
          g_assert_cmpfloat_with_epsilon (y, heights[i], 0.01);
          g_assert_cmpfloat_with_epsilon (x, parl_scene_get_x (scene, (double)points[i].time), 0.6);
        }
    }
  for (unsigned i = 0; i < scene->marks->len; i++)
    {
      const ParlSceneMark *mark = &g_array_index (scene->marks, ParlSceneMark, i);
      if (mark->kind != PARL_MARK_POLYLINE)
        continue;
      g_assert_cmpuint (mark->n_points, ==, 12);
      g_assert_cmpfloat (mark->points[0], ==, scene->view_left);
      g_assert_cmpfloat_with_epsilon (mark->points[1], (heights[10] + heights[11]) / 2, 0.01);
      g_assert_cmpfloat (mark->points[22], ==, scene->view_right);
      g_assert_cmpfloat_with_epsilon (mark->points[23], (heights[20] + heights[21]) / 2, 0.01);
    }
}

/* Whatever the view, nothing is drawn outside the axis but what is named beside it. */
static void
test_inside_view (void)
{
  static const char *const names[] = { "control", "line", "burndown", "roadmap" };
  static const double parts[][2]
      = { { 0.1, 0.3 }, { 0.6, 0.61 }, { 0.74, 0.93 }, { -0.5, 0.2 }, { 1.5, 2 } };

  for (unsigned i = 0; i < G_N_ELEMENTS (names) * G_N_ELEMENTS (parts); i++)
    {
      const double *part = parts[i % G_N_ELEMENTS (parts)];
      const Fixture *fixture;
      g_autoptr (ParlChartSpec) spec = create_golden (names[i / G_N_ELEMENTS (parts)], &fixture);
      ParlView all;
      g_assert_true (parl_chart_get_extent (spec, &all));
      ParlView view
          = { all.from + part[0] * (all.to - all.from), all.from + part[1] * (all.to - all.from) };
      g_autoptr (ParlScene) scene = lay_out (spec, &view, fixture->width, fixture->height);
      unsigned n_paths = 0;
      for (unsigned j = 0; j < scene->marks->len; j++)
        {
          const ParlSceneMark *mark = &g_array_index (scene->marks, ParlSceneMark, j);
          bool is_path = mark->kind == PARL_MARK_POLYLINE || mark->kind == PARL_MARK_POLYGON;
          bool is_bar = mark->kind == PARL_MARK_HATCH || mark->kind == PARL_MARK_OUTLINE;
          for (size_t k = 0; is_path && k < mark->n_points; k++)
            {
              g_assert_cmpfloat (mark->points[2 * k], >=, scene->view_left - 0.001);
              g_assert_cmpfloat (mark->points[2 * k], <=, scene->view_right + 0.001);
            }
          if (is_bar)
            {
              g_assert_cmpfloat (mark->x, >=, scene->view_left - 0.5);
              g_assert_cmpfloat (mark->x + mark->width, <=, scene->view_right + 1);
            }
          n_paths += is_path || is_bar || mark->kind == PARL_MARK_COLUMNS;
        }
      if (part[0] >= 0 && part[1] <= 1)
        g_assert_cmpuint (n_paths, >, 0);
      else if (part[0] > 1)
        g_assert_cmpuint (n_paths, ==, 0);
    }
}

/* Named days never touch and keep a regular distance, at any zoom. */
static void
test_tick_views (void)
{
  g_autoptr (ParlChartSpec) spec = parl_chart_spec_new (PARL_CHART_CONTROL, "ticks");
  static const double days[] = { 400, 200, 100, 56, 28, 10, 5 };

  for (int i = 0; i < 400; i++)
    {
      g_autofree char *label = g_strdup_printf ("day %d", i);
      add_control_point (&spec->control, i * PARL_DAY, 1, PARL_SIGNAL_NONE, (ParlTip){ 0 });
      add_tick (spec->control.x_ticks, (double)(i * PARL_DAY), label);
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (days); i++)
    {
      ParlView view = { (double)(150.0 * PARL_DAY), (150.0 + days[i]) * PARL_DAY };
      g_autoptr (ParlScene) scene = lay_out (spec, &view, 600, 160);
      unsigned n_texts = 0;
      int last = -1, distance = 0;
      for (unsigned j = 0; j < scene->marks->len; j++)
        {
          const ParlSceneMark *mark = &g_array_index (scene->marks, ParlSceneMark, j);
          if (mark->kind != PARL_MARK_TEXT)
            continue;
          int day = (int)g_ascii_strtoll (mark->text + strlen ("day "), NULL, 10);
          if (n_texts == 1)
            distance = day - last;
          else if (n_texts > 1)
            g_assert_cmpint (day - last, ==, distance);
          last = day;
          n_texts++;
        }
      g_assert_cmpuint (n_texts, >=, 2);
      g_assert_cmpuint (n_texts, <=, 9);
      g_assert_cmpint (distance, <=, (int)days[i]);
    }
}

static ParlChartSpec *
create_line (size_t length, const double *x, const double *y)
{
  ParlChartSpec *spec = parl_chart_spec_new (PARL_CHART_LINE, "line");

  spec->line.length = length;
  spec->line.x = g_memdup2 (x, length * sizeof (double));
  spec->line.y = g_memdup2 (y, length * sizeof (double));
  spec->line.axes = true;
  add_tick (spec->line.y_ticks, 0, "0");
  add_tick (spec->line.y_ticks, 1, "1");
  return spec;
}

static void
compare_scenes (const ParlScene *one, const ParlScene *two)
{
  g_assert_cmpuint (one->marks->len, ==, two->marks->len);
  for (unsigned i = 0; i < one->marks->len; i++)
    {
      const ParlSceneMark *a = &g_array_index (one->marks, ParlSceneMark, i);
      const ParlSceneMark *b = &g_array_index (two->marks, ParlSceneMark, i);
      unsigned values = a->kind == PARL_MARK_COLUMNS ? 3 : 2;
      g_assert_cmpint (a->kind, ==, b->kind);
      g_assert_cmpuint (a->n_points, ==, b->n_points);
      for (size_t j = 0; j < a->n_points * values; j++)
        g_assert_cmpfloat_with_epsilon (a->points[j], b->points[j], 1e-6);
    }
}

static double
interpolate (const double *x, const double *y, size_t index, double at)
{
  return y[index] + (y[index + 1] - y[index]) * (at - x[index]) / (x[index + 1] - x[index]);
}

/* A part of a line, sparse or dense, is drawn as a line that consists of this part alone. */
static void
test_line_view (void)
{
  static const size_t lengths[] = { 40, 900, 5000, 40000 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (unsigned run = 0; run < 60; run++)
    {
      size_t length = lengths[run % G_N_ELEMENTS (lengths)];
      g_autofree double *x = g_new (double, length), *y = g_new (double, length);
      for (size_t i = 0; i < length; i++)
        {
          x[i] = (i > 0 ? x[i - 1] : 0) + 0.1 + g_rand_double (rand);
          y[i] = g_rand_double (rand);
        }
      size_t first = (size_t)g_rand_int_range (rand, 0, (gint32)length / 2);
      size_t last = (size_t)g_rand_int_range (rand, (gint32)first + 2, (gint32)length - 1);
      ParlView view = { (x[first] + x[first + 1]) / 2, x[last] + 0.3 * (x[last + 1] - x[last]) };
      g_autoptr (ParlChartSpec) whole = create_line (length, x, y);
      g_autoptr (ParlScene) scanned = lay_out (whole, &view, 333, 90);
      parl_chart_spec_index (whole);
      g_autoptr (ParlScene) indexed = lay_out (whole, &view, 333, 90);

      y[first] = interpolate (x, y, first, view.from);
      y[last + 1] = interpolate (x, y, last, view.to);
      x[first] = view.from;
      x[last + 1] = view.to;
      g_autoptr (ParlChartSpec) part = create_line (last - first + 2, x + first, y + first);
      part->line.x[0] = view.from;
      g_autoptr (ParlScene) alone = lay_out (part, NULL, 333, 90);
      for (unsigned i = 0; i < alone->marks->len; i++)
        {
          const ParlSceneMark *mark = &g_array_index (alone->marks, ParlSceneMark, i);
          bool is_edge = mark->item == 0 || mark->item == (int)(last - first + 1);
          if (mark->kind == PARL_MARK_AREA && is_edge)
            g_array_remove_index (alone->marks, i--);
        }
      if (last - first > 333 || last - first + 2 <= 333 - 20)
        {
          compare_scenes (scanned, alone);
          compare_scenes (indexed, alone);
        }
    }
}

static void
test_line_hit (void)
{
  static const double x[] = { 0, 1, 2, 3, 4, 5 }, y[] = { 0, 1, NAN, 1, 0, 1 };
  g_autoptr (ParlChartSpec) spec = create_line (6, x, y);
  ParlView view = { 1.5, 4.5 };
  g_autoptr (ParlScene) scene = lay_out (spec, &view, 300, 90);

  g_assert_cmpint (parl_chart_hit (spec, scene, parl_scene_get_x (scene, 3) + 5, 40), ==, 3);
  g_assert_cmpint (parl_chart_hit (spec, scene, parl_scene_get_x (scene, 2), 40), ==, -1);
  g_assert_cmpint (parl_chart_hit (spec, scene, scene->view_left, 40), ==, -1);
  g_assert_cmpint (parl_chart_hit (spec, scene, scene->view_right, 40), ==, -1);
  g_assert_cmpint (parl_chart_hit (spec, scene, -1, 40), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (const Fixture *fixture = golden_fixtures; fixture->name != NULL; fixture++)
    {
      g_autofree char *path = g_strdup_printf ("/charts/items/boxes/%s", fixture->name);
      g_test_add_data_func (path, fixture, test_boxes);
    }
  g_test_add_func ("/charts/items/odd-tips", test_odd_tips);
  g_test_add_func ("/charts/items/marks", test_marks);
  g_test_add_func ("/charts/items/axis", test_axis);
  g_test_add_func ("/charts/items/control-view", test_control_view);
  g_test_add_func ("/charts/items/inside-view", test_inside_view);
  g_test_add_func ("/charts/items/tick-views", test_tick_views);
  g_test_add_func ("/charts/items/line-view", test_line_view);
  g_test_add_func ("/charts/items/line-hit", test_line_hit);
  return g_test_run ();
}
