/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of a roadmap at its natural height, from a telephone's width to a page's: all that a
 * lane has to say stands at its bar, nothing runs into anything, and today's line crosses no word.
 */
#include "config.h"

#include "charts/chart.h"
#include "charts/scene.h"
#include "model/name.h"
#include "tests/charts/fixtures.h"

#include <math.h>
#include <string.h>

typedef struct
{
  double left, top, right, bottom;
} Box;

static Box
get_box (const ParlSceneMark *mark)
{
  return (Box){ mark->x, mark->y, mark->x + mark->width, mark->y + mark->height };
}

static bool
touch (Box a, Box b)
{
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

static bool
is_bar (const ParlSceneMark *mark)
{
  return mark->kind == PARL_MARK_OUTLINE || mark->kind == PARL_MARK_HATCH
         || (mark->kind == PARL_MARK_RECT && mark->role != PARL_COLOR_CARD);
}

/* The label's words, joined; its box, and that of its bar. */
typedef struct
{
  GString *label;
  unsigned n_lines;
  Box words, bar;
  bool has_bar;
} Lane;

static void
extend (Box *all, Box box)
{
  all->left = fmin (all->left, box.left);
  all->top = fmin (all->top, box.top);
  all->right = fmax (all->right, box.right);
  all->bottom = fmax (all->bottom, box.bottom);
}

static Lane
read_lane (const ParlScene *scene, int item)
{
  Box none = { INFINITY, INFINITY, -INFINITY, -INFINITY };
  Lane lane = { g_string_new (NULL), 0, none, none, false };

  for (unsigned i = 0; i < scene->marks->len; i++)
    {
      const ParlSceneMark *mark = &g_array_index (scene->marks, ParlSceneMark, i);
      if (mark->item != item)
        continue;
      if (is_bar (mark))
        {
          extend (&lane.bar, get_box (mark));
          lane.has_bar = true;
        }
      /* Names are bold. */
      if (mark->kind == PARL_MARK_TEXT && mark->font.weight == 400)
        {
          g_string_append_printf (lane.label, "%s%s", lane.n_lines++ > 0 ? " " : "", mark->text);
          extend (&lane.words, get_box (mark));
        }
    }
  return lane;
}

static bool
is_beside (const Lane *lane, double near)
{
  double gap = fmax (lane->words.left - lane->bar.right, lane->bar.left - lane->words.right);
  double middle = (lane->words.top + lane->words.bottom) / 2;

  return gap >= 0 && gap <= near && middle > lane->bar.top && middle < lane->bar.bottom;
}

static bool
is_below (const Lane *lane, double near)
{
  double gap = lane->words.top - lane->bar.bottom;

  return gap >= 0 && gap <= near && lane->words.left <= lane->bar.right
         && lane->words.right >= lane->bar.left;
}

static void
check_lanes (const ParlChartSpec *spec, const ParlScene *scene)
{
  for (unsigned i = 0; i < spec->roadmap.lanes->len; i++)
    {
      const ParlLane *wanted = &g_array_index (spec->roadmap.lanes, ParlLane, i);
      Lane lane = read_lane (scene, (int)i);
      double near = parl_scene_px (scene, 14);
      g_autofree char *label = parl_names_shorten (wanted->label, PARL_NAME_MOST);

      g_assert_cmpstr (lane.label->str, ==, label);
      if (lane.has_bar && !is_beside (&lane, near) && !is_below (&lane, near))
        g_error ("at %.0f px “%s” is not at its bar", scene->width, label);
      g_string_free (lane.label, TRUE);
    }
}

/* A name with its lines once only, and every lane below the one that bears it. */
static void
check_names (const ParlChartSpec *spec, const ParlScene *scene)
{
  for (unsigned i = 0; i < spec->roadmap.lanes->len; i++)
    {
      const GArray *lanes = spec->roadmap.lanes;
      const char *name = g_array_index (lanes, ParlLane, i).name;
      bool is_first = i == 0 || strcmp (name, g_array_index (lanes, ParlLane, i - 1).name) != 0;
      g_autoptr (GString) shown = g_string_new (NULL);

      for (unsigned j = 0; j < scene->marks->len; j++)
        {
          const ParlSceneMark *mark = &g_array_index (scene->marks, ParlSceneMark, j);
          if (mark->kind == PARL_MARK_TEXT && mark->font.weight == 700 && mark->item == (int)i)
            g_string_append_printf (shown, "%s%s", shown->len > 0 ? " " : "", mark->text);
        }
      g_assert_cmpstr (shown->str, ==, is_first ? name : "");
    }
}

/* What is painted later lies above. */
static void
check_free (const ParlScene *scene)
{
  for (unsigned i = 0; i < scene->marks->len; i++)
    {
      const ParlSceneMark *text = &g_array_index (scene->marks, ParlSceneMark, i);
      if (text->kind != PARL_MARK_TEXT)
        continue;
      for (unsigned j = 0; j < scene->marks->len; j++)
        {
          const ParlSceneMark *other = &g_array_index (scene->marks, ParlSceneMark, j);
          bool is_in_the_way = (other->kind == PARL_MARK_TEXT && i != j) || is_bar (other)
                               || (other->kind == PARL_MARK_LINE && j > i);
          Box box = get_box (other);
          box.right = fmax (box.right, box.left + 0.1);
          box.bottom = fmax (box.bottom, box.top + 0.1);
          if (is_in_the_way && touch (get_box (text), box))
            g_error ("at %.0f px something crosses “%s”", scene->width, text->text);
        }
    }
}

static void
check_words (const ParlChartSpec *spec)
{
  static const double widths[] = { 240, 296, 368, 504, 784, 1232 };

  for (double size = 13; size <= 26; size += 13)
    for (unsigned i = 0; i < G_N_ELEMENTS (widths); i++)
      {
        ParlStyle style = parl_style_new (PARL_THEME_LIGHT);
        style.label_size = size;
        double width = widths[i] * size / 13;
        double height = parl_chart_get_natural_height (spec, &style, width);
        g_autoptr (ParlScene) scene = parl_chart_layout (spec, &style, NULL, width, height);
        check_lanes (spec, scene);
        check_names (spec, scene);
        check_free (scene);
      }
}

static void
test_plain (void)
{
  g_autoptr (ParlChartSpec) spec = create_roadmap ();

  check_words (spec);
}

static void
test_busy (void)
{
  g_autoptr (ParlChartSpec) spec = create_roadmap_busy ();

  check_words (spec);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/charts/roadmap/plain", test_plain);
  g_test_add_func ("/charts/roadmap/busy", test_busy);
  return g_test_run ();
}
