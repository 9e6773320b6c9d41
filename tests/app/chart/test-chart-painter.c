/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The widget's nodes and the page's painting are the same picture. Words are compared by their ink
 * in small fields, because cairo before 1.17.4 sets glyphs on whole pixels; all else pixel by
 * pixel. */
#include "config.h"

#include "app/chart/chart-painter.h"

#include "charts/chart.h"
#include "tests/charts/fixtures.h"
#include "wait.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FIELD 16             /* px a side, in which ink is compared */
#define MOST_FIELD 10        /* of 255, the mean difference in a field with words */
#define MOST_PIXEL 128       /* of 255, at the corner of an outline without inside */
#define MOST_EDGE_PIXELS 0.5 /* of a thousand, that differ by more than one in 255 */

static graphene_rect_t
make_rect (double x, double y, double width, double height)
{
  return GRAPHENE_RECT_INIT ((float)x, (float)y, (float)width, (float)height);
}

static cairo_surface_t *
create_surface (const ParlScene *scene)
{
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, (int)ceil (scene->width), (int)ceil (scene->height));
  cairo_t *cr = cairo_create (surface);
  ParlColor card = parl_style_get_color (&scene->style, PARL_COLOR_CARD);

  cairo_set_source_rgb (cr, card.red, card.green, card.blue);
  cairo_paint (cr);
  cairo_destroy (cr);
  return surface;
}

static cairo_surface_t *
paint_page (const ParlScene *scene)
{
  cairo_surface_t *surface = create_surface (scene);
  cairo_t *cr = cairo_create (surface);

  parl_scene_paint (scene, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static cairo_surface_t *
paint_nodes (const ParlScene *scene)
{
  cairo_surface_t *surface = create_surface (scene);
  cairo_t *cr = cairo_create (surface);
  GskRenderNode *node = parl_chart_painter_create_node (scene);

  if (node != NULL)
    {
      gsk_render_node_draw (node, cr);
      gsk_render_node_unref (node);
    }
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static int
get_channel (cairo_surface_t *surface, int x, int y, int channel)
{
  const unsigned char *data = cairo_image_surface_get_data (surface);

  return data[y * cairo_image_surface_get_stride (surface) + 4 * x + channel];
}

/* The largest difference of the mean colours of any field. */
static double
compare_fields (cairo_surface_t *a, cairo_surface_t *b)
{
  int width = cairo_image_surface_get_width (a), height = cairo_image_surface_get_height (a);
  double most = 0;

  for (int top = 0; top < height; top += FIELD)
    for (int left = 0; left < width; left += FIELD)
      for (int channel = 0; channel < 3; channel++)
        {
          int right = MIN (left + FIELD, width), bottom = MIN (top + FIELD, height);
          double sum = 0;
          for (int y = top; y < bottom; y++)
            for (int x = left; x < right; x++)
              sum += get_channel (a, x, y, channel) - get_channel (b, x, y, channel);
          most = fmax (most, fabs (sum) / (FIELD * FIELD));
        }
  return most;
}

static void
compare_pixels (cairo_surface_t *a, cairo_surface_t *b, int *most, double *share)
{
  int width = cairo_image_surface_get_width (a), height = cairo_image_surface_get_height (a);
  int n_different = 0;

  *most = 0;
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      {
        int pixel = 0;
        for (int channel = 0; channel < 3; channel++)
          pixel
              = MAX (pixel, abs (get_channel (a, x, y, channel) - get_channel (b, x, y, channel)));
        n_different += pixel > 1;
        *most = MAX (*most, pixel);
      }
  *share = (double)n_different / (width * height);
}

static void
drop_words (ParlScene *scene)
{
  for (unsigned i = scene->marks->len; i-- > 0;)
    if (g_array_index (scene->marks, ParlSceneMark, i).kind == PARL_MARK_TEXT)
      g_array_remove_index (scene->marks, i);
}

static void
compare_scene (const char *name, ParlTheme theme, ParlScene *scene)
{
  cairo_surface_t *page = paint_page (scene), *nodes = paint_nodes (scene);
  double field = compare_fields (page, nodes), share;
  int most;

  cairo_surface_destroy (page);
  cairo_surface_destroy (nodes);
  drop_words (scene);
  page = paint_page (scene);
  nodes = paint_nodes (scene);
  compare_pixels (page, nodes, &most, &share);
  cairo_surface_destroy (page);
  cairo_surface_destroy (nodes);
  g_test_message ("%s, theme %d: field %.1f, pixel %d, %.4f of the pixels", name, theme, field,
                  most, share);
  g_assert_cmpfloat (field, <=, MOST_FIELD);
  g_assert_cmpint (most, <=, MOST_PIXEL);
  g_assert_cmpfloat (share, <=, MOST_EDGE_PIXELS / 1000.0);
}

static void
test_same (const void *data)
{
  const Fixture *fixture = data;
  g_autoptr (ParlChartSpec) spec = fixture->create ();

  for (ParlTheme theme = PARL_THEME_LIGHT; theme <= PARL_THEME_PRINT; theme++)
    {
      ParlStyle style = parl_style_new (theme);
      g_autoptr (ParlScene) scene
          = parl_chart_layout (spec, &style, NULL, fixture->width, fixture->height);
      compare_scene (fixture->name, theme, scene);
    }
}

static unsigned
count_nodes (GskRenderNode *node, GskRenderNodeType type)
{
  unsigned count = gsk_render_node_get_node_type (node) == type;

  if (gsk_render_node_get_node_type (node) == GSK_CONTAINER_NODE)
    for (unsigned i = 0; i < gsk_container_node_get_n_children (node); i++)
      count += count_nodes (gsk_container_node_get_child (node, i), type);
  return count;
}

/* A dense line: a box a column and no cairo at all; nothing of any chart is a texture. */
static void
test_kinds (void)
{
  ParlStyle style = parl_style_new (PARL_THEME_LIGHT);
  g_autoptr (ParlScene) scene = parl_scene_new (&style, 100, 50);
  double columns[300];

  g_assert_null (parl_chart_painter_create_node (scene));
  for (unsigned i = 0; i < 100; i++)
    {
      columns[3 * i] = i;
      columns[3 * i + 1] = 10;
      columns[3 * i + 2] = 20;
    }
  parl_scene_add_columns (scene, PARL_COLOR_ACTUAL, 100, columns);
  parl_scene_add_line (scene, PARL_COLOR_AXIS, 0, 40, 100, 40, 1, PARL_DASH_NONE);
  GskRenderNode *node = parl_chart_painter_create_node (scene);
  g_assert_cmpuint (count_nodes (node, GSK_COLOR_NODE), ==, 101);
  g_assert_cmpuint (count_nodes (node, GSK_CAIRO_NODE), ==, 0);
  gsk_render_node_unref (node);

  for (const Fixture *fixture = golden_fixtures; fixture->name != NULL; fixture++)
    {
      g_autoptr (ParlChartSpec) spec = fixture->create ();
      g_autoptr (ParlScene) chart
          = parl_chart_layout (spec, &style, NULL, fixture->width, fixture->height);
      node = parl_chart_painter_create_node (chart);
      g_assert_nonnull (node);
      g_assert_cmpuint (count_nodes (node, GSK_TEXTURE_NODE), ==, 0);
      gsk_render_node_unref (node);
    }
}

/* The words of the item in focus leave it free. */
static void
test_words (void)
{
  ParlStyle style = parl_style_new (PARL_THEME_LIGHT);

  for (const Fixture *fixture = golden_fixtures; fixture->name != NULL; fixture++)
    {
      g_autoptr (ParlChartSpec) spec = fixture->create ();
      double tall = parl_chart_get_natural_height (spec, &style, 600);
      g_autoptr (ParlScene) scene = parl_chart_layout (spec, &style, NULL, 600, tall);
      for (unsigned item = 0; item < parl_chart_get_n_items (spec); item++)
        {
          double left, top, width, height, x, y;
          if (!parl_scene_get_item_box (scene, (int)item, &left, &top, &width, &height))
            continue;
          graphene_rect_t ring = make_rect (left, top, width, height);
          if (!parl_chart_overlay_place_words (scene, &ring, 140, 42, &x, &y))
            continue;
          graphene_rect_t words = make_rect (CLAMP (x - 70, 0, 600 - 140), y, 140, 42);
          g_assert_false (graphene_rect_intersection (&ring, &words, NULL));
          g_assert_cmpfloat (y, >=, 0);
          g_assert_cmpfloat (y + 42, <=, scene->height);
        }
    }
}

/* Of the chart's own words, in px². */
static double
measure_covered (const ParlScene *scene, double x, double y)
{
  graphene_rect_t words = make_rect (CLAMP (x - 70, 0, scene->width - 140), y, 140, 42), common;
  double sum = 0;

  for (unsigned i = 0; i < scene->marks->len; i++)
    {
      const ParlSceneMark *mark = &g_array_index (scene->marks, ParlSceneMark, i);
      graphene_rect_t text = make_rect (mark->x, mark->y, mark->width, mark->height);

      if (mark->kind == PARL_MARK_TEXT && graphene_rect_intersection (&words, &text, &common))
        sum += (double)common.size.width * (double)common.size.height;
    }
  return sum;
}

/* They cover no more of the chart's own words than they would straight above or below the item. */
static void
test_words_cover_little (void)
{
  ParlStyle style = parl_style_new (PARL_THEME_LIGHT);
  unsigned n_better = 0;

  for (const Fixture *fixture = golden_fixtures; fixture->name != NULL; fixture++)
    {
      g_autoptr (ParlChartSpec) spec = fixture->create ();
      double tall = parl_chart_get_natural_height (spec, &style, 400);
      g_autoptr (ParlScene) scene = parl_chart_layout (spec, &style, NULL, 400, tall);
      for (unsigned item = 0; item < parl_chart_get_n_items (spec); item++)
        {
          double left, top, width, height, x, y;
          if (!parl_scene_get_item_box (scene, (int)item, &left, &top, &width, &height))
            continue;
          graphene_rect_t ring = make_rect (left, top, width, height);
          if (!parl_chart_overlay_place_words (scene, &ring, 140, 42, &x, &y))
            continue;
          double covered = measure_covered (scene, x, y);
          const double tops[] = { top - 4 - 42, top + height + 4 };
          for (unsigned i = 0; i < G_N_ELEMENTS (tops); i++)
            {
              double plain = measure_covered (scene, left + width / 2, tops[i]);
              if (tops[i] < 0 || tops[i] + 42 > scene->height)
                continue;
              g_assert_cmpfloat (covered, <=, plain + 0.01);
              n_better += covered < plain - 1;
            }
        }
    }
  g_test_message ("%u places are better than the plain one", n_better);
  g_assert_cmpuint (n_better, >, 0);
}

int
main (int argc, char **argv)
{
  begin_with_display (&argc, &argv);
  g_test_add_func ("/app/chart-painter/kinds", test_kinds);
  g_test_add_func ("/app/chart-painter/words", test_words);
  g_test_add_func ("/app/chart-painter/words-cover-little", test_words_cover_little);
  for (const Fixture *fixture = golden_fixtures; fixture->name != NULL; fixture++)
    {
      g_autofree char *path = g_strconcat ("/app/chart-painter/same/", fixture->name, NULL);
      g_test_add_data_func (path, fixture, test_same);
    }
  for (const Fixture *fixture = odd_fixtures; fixture->name != NULL; fixture++)
    {
      g_autofree char *path = g_strconcat ("/app/chart-painter/odd/", fixture->name, NULL);
      g_test_add_data_func (path, fixture, test_same);
    }
  return g_test_run ();
}
