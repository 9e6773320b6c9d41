/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every kind of chart: the layout against its dump, no text over another or out of the picture, the
 * same bytes twice, in all themes; hits and descriptions.
 *
 * To renew the dumps after a wanted change, from the source folder, and then look at the
 * difference: PARLANCE_UPDATE_GOLDEN=1 tools/test charts/charts; git diff tests/charts/dumps
 */
#include "config.h"

#include "charts/chart.h"
#include "charts/scene.h"
#include "tests/charts/fixtures.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

/* The same layout, within half a pixel: fonts differ in the last digit from release to release. */
#define DUMP_TOLERANCE 0.5

static const double label_sizes[] = { 13, 24 };

typedef struct
{
  const Fixture *fixture;
  double label_size;
} DumpCase;

static ParlStyle
create_style (ParlTheme theme, double label_size)
{
  ParlStyle style = parl_style_new (theme);

  style.value_size = style.value_size * label_size / style.label_size;
  style.label_size = label_size;
  return style;
}

static bool
has_font (const char *family)
{
  PangoFontFamily **families;
  int n_families;
  bool is_there = false;

  pango_font_map_list_families (pango_cairo_font_map_get_default (), &families, &n_families);
  for (int i = 0; i < n_families; i++)
    is_there = is_there || strcmp (pango_font_family_get_name (families[i]), family) == 0;
  g_free (families);
  return is_there;
}

static char *
dump_chart (const ParlChartSpec *spec, const ParlStyle *style, double width, double height)
{
  g_autoptr (ParlScene) scene = parl_chart_layout (spec, style, NULL, width, height);

  return parl_scene_dump (scene);
}

static char *
create_dump (const Fixture *fixture, double label_size)
{
  ParlStyle style = create_style (PARL_THEME_LIGHT, label_size);
  double scale = label_size / 13;
  g_autoptr (ParlChartSpec) spec = fixture->create ();

  return dump_chart (spec, &style, round (fixture->width * scale), round (fixture->height * scale));
}

/* Word by word; numbers may differ a little. */
static void
compare_lines (const char *path, const char *wanted, const char *got)
{
  g_auto (GStrv) one = g_strsplit (wanted, " ", -1), two = g_strsplit (got, " ", -1);
  bool is_equal = g_strv_length (one) == g_strv_length (two);

  for (unsigned i = 0; is_equal && one[i] != NULL; i++)
    {
      char *one_end, *two_end;
      double one_value = g_ascii_strtod (one[i], &one_end);
      double two_value = g_ascii_strtod (two[i], &two_end);
      bool are_numbers
          = one_end != one[i] && two_end != two[i] && *one_end == '\0' && *two_end == '\0';
      is_equal = are_numbers ? fabs (one_value - two_value) <= DUMP_TOLERANCE
                             : strcmp (one[i], two[i]) == 0;
    }
  if (!is_equal)
    g_error ("%s:\n  wanted %s\n  got    %s", path, wanted, got);
}

static void
test_dump (const void *data)
{
  const DumpCase *test = data;
  g_autofree char *name = g_strdup_printf ("%s-%.0f.txt", test->fixture->name, test->label_size);
  g_autofree char *path = g_build_filename (SOURCE_ROOT, "tests", "charts", "dumps", name, NULL);
  g_autofree char *dump = create_dump (test->fixture, test->label_size);
  g_autofree char *wanted = NULL;
  g_autoptr (GError) error = NULL;

  if (!has_font ("Cantarell"))
    {
      g_test_skip ("Cantarell is not installed, and the dumps measure it");
      return;
    }
  if (g_getenv ("PARLANCE_UPDATE_GOLDEN") != NULL)
    {
      g_assert_true (g_file_set_contents (path, dump, -1, &error));
      return;
    }
  g_assert_true (g_file_get_contents (path, &wanted, NULL, &error));
  g_auto (GStrv) one = g_strsplit (wanted, "\n", -1), two = g_strsplit (dump, "\n", -1);
  g_assert_cmpuint (g_strv_length (one), ==, g_strv_length (two));
  for (unsigned i = 0; one[i] != NULL; i++)
    compare_lines (path, one[i], two[i]);
}

typedef struct
{
  double x, y, width, height;
  const char *words;
} Box;

/* The text marks of a dump; @lines keeps the words. */
static GArray *
find_texts (char **lines)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (Box));

  for (unsigned i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "text "))
      {
        g_auto (GStrv) words = g_strsplit (lines[i], " ", 7);
        Box box = { g_ascii_strtod (words[2], NULL), g_ascii_strtod (words[3], NULL),
                    g_ascii_strtod (words[4], NULL), g_ascii_strtod (words[5], NULL),
                    strstr (lines[i], "“") };
        g_array_append_val (boxes, box);
      }
  return boxes;
}

/* The dump has one decimal: a tenth may be rounding. */
static void
check_texts (const char *name, const char *dump, double width, double height)
{
  g_auto (GStrv) lines = g_strsplit (dump, "\n", -1);
  g_autoptr (GArray) boxes = find_texts (lines);

  for (unsigned i = 0; i < boxes->len; i++)
    {
      const Box *one = &g_array_index (boxes, Box, i);
      if (one->x < -0.1 || one->y < -0.1 || one->x + one->width > width + 0.2
          || one->y + one->height > height + 0.2)
        g_error ("%s at %.0f x %.0f: %s is cut off", name, width, height, one->words);
      for (unsigned j = 0; j < i; j++)
        {
          const Box *two = &g_array_index (boxes, Box, j);
          if (one->x + 0.2 < two->x + two->width && two->x + 0.2 < one->x + one->width
              && one->y + 0.2 < two->y + two->height && two->y + 0.2 < one->y + one->height)
            g_error ("%s at %.0f x %.0f: %s touches %s", name, width, height, one->words,
                     two->words);
        }
    }
  g_assert_null (strstr (dump, "nan"));
  g_assert_null (strstr (dump, "inf "));
  g_assert_null (strstr (dump, "…"));
}

/* From a postage stamp to a page, wide and tall. */
static void
test_text_fits (const void *data)
{
  const Fixture *fixture = data;
  static const double factors[] = { 0.1, 0.3, 0.5, 0.75, 1, 2 };
  static const double sizes[] = { 13, 19, 24 };
  g_autoptr (ParlChartSpec) spec = fixture->create ();

  for (unsigned i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (unsigned x = 0; x < G_N_ELEMENTS (factors); x++)
      for (unsigned y = 0; y < G_N_ELEMENTS (factors); y++)
        {
          ParlStyle style = create_style (PARL_THEME_LIGHT, sizes[i]);
          double width = round (fixture->width * factors[x] * sizes[i] / 13);
          double height = round (fixture->height * factors[y] * sizes[i] / 13);
          g_autofree char *dump = dump_chart (spec, &style, width, height);
          check_texts (fixture->name, dump, width, height);
        }
}

static cairo_surface_t *
draw (const ParlChartSpec *spec, ParlTheme theme, double width, double height)
{
  ParlStyle style = parl_style_new (theme);
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)width, (int)height);
  cairo_t *cr = cairo_create (surface);

  parl_chart_draw (spec, &style, width, height, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static bool
are_equal (cairo_surface_t *one, cairo_surface_t *two)
{
  size_t size
      = (size_t)cairo_image_surface_get_stride (one) * (size_t)cairo_image_surface_get_height (one);

  return memcmp (cairo_image_surface_get_data (one), cairo_image_surface_get_data (two), size) == 0;
}

/* Drawn twice it is the same; in another theme it is another. */
static void
test_draw (const void *data)
{
  const Fixture *fixture = data;
  g_autoptr (ParlChartSpec) spec = fixture->create (), again = fixture->create ();
  cairo_surface_t *first = draw (spec, PARL_THEME_LIGHT, fixture->width, fixture->height);
  cairo_surface_t *blank
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)fixture->width, (int)fixture->height);
  bool is_blank = are_equal (first, blank);

  for (int theme = PARL_THEME_LIGHT; theme <= PARL_THEME_PRINT; theme++)
    {
      cairo_surface_t *one = draw (spec, theme, fixture->width, fixture->height);
      cairo_surface_t *two = draw (again, theme, fixture->width, fixture->height);
      g_assert_true (are_equal (one, two));
      if (theme != PARL_THEME_LIGHT && theme != PARL_THEME_PRINT && !is_blank)
        g_assert_false (are_equal (one, first));
      cairo_surface_destroy (one);
      cairo_surface_destroy (two);
    }
  if (!g_str_has_prefix (fixture->name, "empty-") && strcmp (fixture->name, "line-nan") != 0)
    g_assert_false (is_blank);
  cairo_surface_destroy (blank);
  cairo_surface_destroy (first);
}

static const Fixture *
find_fixture (const char *name)
{
  for (const Fixture *fixture = golden_fixtures; fixture->name != NULL; fixture++)
    if (strcmp (fixture->name, name) == 0)
      return fixture;
  g_error ("There is no fixture “%s”", name);
}

typedef struct
{
  const char *fixture;
  double x, y;
  int item;
  const char *tip;
} Hit;

/* In the window's size, at places read off the pictures. */
static const Hit hits[] = {
  { "waterfall", 85, 200, 0, "The 28 days before: 5.98 %" },
  { "waterfall", 255, 60, 1, "More from an old release: +1.74" },
  { "waterfall", 679, 239, 3, "Last 28 days: 7.30 %" },
  { "waterfall", 700, 10, -1, NULL },
  { "heatmap", 120, 32, 0, "disk-space on v2.3: 442 of 2600" },
  { "heatmap", 280, 56, 5, "battery on v2.5: 81 of 5700" },
  { "heatmap", 20, 32, -1, NULL },
  { "ladder", 400, 44, 0, "Canary: 4.0 %, 3 d, Passed" },
  { "ladder", 10, 270, 5, "v2.3 devices: 20.0 %, 18.5–21.6 %, Stop" },
  { "ladder", 10, 5, -1, NULL },
  { "cascade", 200, 80, 2, "inference: 21.3" },
  { "cascade", 200, 155, 5, "p95 frame: 36.8 ms" },
  { "histogram", 150, 40, 0, "Nano: 82.1 % ≥ 30, p5 21.8" },
  { "bullet", 100, 12, 0, "7.3 % of updates failed: at most 5 %, before 6.0 %" },
  { "bars", 130, 35, 1, "3 to 7 days: 174" },
  { "intervals", 200, 55, 1, "Now: 7.30 % (6.85–7.77), 905 of 12,400" },
  { "burndown", 330, 10, 27, "20 Nov: -285 of 620 left" },
  { "burndown", 10, 10, -1, NULL },
  { "risk-parts", 100, 180, 5, "Days late: unknown of 5" },
  { "risk-parts", 100, 10, -1, NULL },
  { "roadmap", 500, 60, 1, "likely done 9 Dec (8 to 11 Dec)" },
  { "what-if", 100, 45, 1, "if: 3.73 %" },
  { "sparkline", 0, 10, 0, "Failures, day by day" },
  { "sparkline", 119, 10, 27, "Failures, day by day" },
};

static void
test_hit (void)
{
  ParlStyle style = parl_style_new (PARL_THEME_LIGHT);

  for (unsigned i = 0; i < G_N_ELEMENTS (hits); i++)
    {
      const Fixture *fixture = find_fixture (hits[i].fixture);
      g_autoptr (ParlChartSpec) spec = fixture->create ();
      g_autoptr (ParlScene) scene
          = parl_chart_layout (spec, &style, NULL, fixture->width, fixture->height);
      int item = parl_chart_hit (spec, scene, hits[i].x, hits[i].y);
      g_auto (ParlTip) parts = { 0 };
      if (item != hits[i].item)
        g_error ("%s at %.0f, %.0f: item %d", hits[i].fixture, hits[i].x, hits[i].y, item);
      if (item >= 0)
        parts = parl_chart_dup_tip (spec, (unsigned)item);
      g_autofree char *tip = parl_tip_join (&parts);
      g_assert_cmpstr (tip, ==, hits[i].tip != NULL ? hits[i].tip : "");
    }
}

/* Every point is found in its middle, its neighbours' nearness notwithstanding, and 12 px beside.
 */
static void
test_hit_points (void)
{
  const Fixture *fixture = find_fixture ("control");
  g_autoptr (ParlChartSpec) spec = fixture->create ();
  ParlStyle style = parl_style_new (PARL_THEME_LIGHT);
  g_autoptr (ParlScene) scene
      = parl_chart_layout (spec, &style, NULL, fixture->width, fixture->height);
  g_autofree char *dump = parl_scene_dump (scene);
  g_auto (GStrv) lines = g_strsplit (dump, "\n", -1);
  unsigned n_items = 0;

  for (unsigned i = 0; lines[i] != NULL; i++)
    {
      const char *item = strstr (lines[i], " item ");
      if (!g_str_has_prefix (lines[i], "glyph ") || item == NULL)
        continue;
      g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);
      double half = g_ascii_strtod (words[4], NULL) / 2;
      double x = g_ascii_strtod (words[2], NULL) + half, y = g_ascii_strtod (words[3], NULL) + half;
      g_assert_cmpint (parl_chart_hit (spec, scene, x, y), ==, atoi (item + 6));
      n_items++;
    }
  g_assert_cmpuint (n_items, ==, spec->control.points->len + spec->control.marks->len);
  g_assert_cmpuint (n_items, ==, parl_chart_get_n_items (spec));
  g_assert_cmpint (parl_chart_hit (spec, scene, 200, 180), ==, -1);
}

typedef struct
{
  const char *fixture;
  const char *words; /* lines that must be there, whole */
} Description;

static const Description descriptions[] = {
  { "waterfall", "Failed updates per 100, first try\nThe 28 days before: 5.98 %\n"
                 "More from an old release: +1.74, v2.3: 10\302\240% → 21\302\240%\n" },
  { "waterfall", "\nLast 28 days: 7.30 %\npromised: at most 5 %" },
  { "control", "mean 5.98\nbudget 5 %\nMarked: v2.6 canary, 24 Oct\n" },
  { "control", "\nMarked: wave 2, 8 Nov\nOutside the limits: Day 43: 9.2 %\n" },
  { "control", "\nIn a run on one side of the mean: Day 46: 8.6 %\n" },
  { "heatmap", "\ndisk-space: v2.3 442 · 17.0 %, v2.4 0, v2.5 0, all 442\n" },
  { "heatmap", "\nof n attempts: v2.3 520 / 2,600, v2.4 164 / 4,100, v2.5 221 / 5,700, all 905" },
  { "histogram", "\nNano: 82.1 % ≥ 30, p5 21.8\n" },
  { "cascade", "\npublish: 2.4\np95 frame: 36.8 ms\nbudget 33.3" },
  { "ladder", "\nWave 2: 9.1 %, Hold v2.3, n 6,200, Updated of devices 5,635, Soak 13 d, "
              "Next gate space check\n" },
  { "ladder", "\nBy device group\nv2.3 devices: 20.0 %, Stop, n 2,600, 18.5–21.6 %\n" },
  { "bullet", "7.3 % of updates failed\nat most 5 %\nbefore 6.0 %" },
  { "line", "Target: target 30\nFrom: 24 Oct, 20 Nov" },
  { "bars", "\nlonger: 54" },
  { "intervals", "\nnow 7.30: Now: 7.30 % (6.85–7.77), 905 of 12,400\nPromise: promise" },
  { "burndown", "\nspent 14 Nov\n20 Nov: -285 of 620 left" },
  { "risk-parts", "\nDays late: unknown\nBand: High\nRaised by: budget spent" },
  { "roadmap", "\nWhole fleet: likely done 9 Dec (8 to 11 Dec)\n" },
  { "what-if", "\nif: 3.73 %" },
};

static void
test_describe (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (descriptions); i++)
    {
      g_autoptr (ParlChartSpec) spec = find_fixture (descriptions[i].fixture)->create ();
      g_autofree char *words = parl_chart_spec_describe (spec);
      if (strstr (words, descriptions[i].words) == NULL)
        g_error ("“%s” is not in:\n%s", descriptions[i].words, words);
      g_assert_true (g_str_has_prefix (words, spec->message));
      g_assert_false (g_str_has_suffix (words, "\n"));
    }
  for (const Fixture *fixture = odd_fixtures; fixture->name != NULL; fixture++)
    {
      g_autoptr (ParlChartSpec) spec = fixture->create ();
      g_autofree char *words = parl_chart_spec_describe (spec);
      g_assert_true (g_utf8_validate (words, -1, NULL));
      g_assert_null (strstr (words, "(null)"));
    }
}

static void
test_natural_height (void)
{
  for (const Fixture *fixture = golden_fixtures; fixture->name != NULL; fixture++)
    {
      g_autoptr (ParlChartSpec) spec = fixture->create ();
      ParlStyle small = create_style (PARL_THEME_LIGHT, 13);
      ParlStyle large = create_style (PARL_THEME_LIGHT, 26);
      double height = parl_chart_get_natural_height (spec, &small, fixture->width);
      g_assert_cmpfloat (height, >, 20);
      g_assert_cmpfloat_with_epsilon (
          parl_chart_get_natural_height (spec, &large, 2 * fixture->width), 2 * height, 2);
    }
}

/* Where there is no room for counts, each cell still has its rate; number and dot may not part. */
static void
test_short_cells (void)
{
  g_autoptr (ParlChartSpec) spec = golden_fixtures[1].create ();
  ParlStyle style = parl_style_new (PARL_THEME_LIGHT);
  unsigned n = spec->heatmap.n_rows * spec->heatmap.n_columns, n_texts = 0;

  for (unsigned i = 0; i < n; i++)
    {
      g_auto (GStrv) parts = g_strsplit (spec->heatmap.cells[i].text, " · ", -1);
      g_free (spec->heatmap.cells[i].text);
      spec->heatmap.cells[i].text = g_strjoinv ("\302\240·\302\240", parts);
    }
  g_autoptr (ParlScene) scene = parl_chart_layout (spec, &style, NULL, 250, 180);
  for (unsigned i = 0; i < scene->marks->len; i++)
    {
      const ParlSceneMark *mark = &g_array_index (scene->marks, ParlSceneMark, i);
      n_texts += mark->kind == PARL_MARK_TEXT && mark->item >= 0;
    }
  g_assert_cmpuint (n_texts, ==, n);
}

/* The words in a heat map are legible at every rate, in every theme. */
static void
test_heat (void)
{
  ParlChartSpec *fixture = golden_fixtures[1].create ();
  g_autoptr (ParlChartSpec) spec = fixture;

  g_assert_cmpint (spec->kind, ==, PARL_CHART_HEATMAP);
  unsigned n = spec->heatmap.n_rows * spec->heatmap.n_columns;
  for (unsigned round = 0; round < 12; round++)
    for (ParlTheme theme = PARL_THEME_LIGHT; theme <= PARL_THEME_PRINT; theme++)
      {
        ParlStyle style = parl_style_new (theme);
        unsigned n_texts = 0;
        for (unsigned i = 1; i < n; i++)
          spec->heatmap.cells[i].rate = 0.17 * (round * (n - 1) + i) / (12 * (n - 1));
        g_autoptr (ParlScene) scene = parl_chart_layout (spec, &style, NULL, 368, 180);
        for (unsigned i = 1; i < scene->marks->len; i++)
          {
            const ParlSceneMark *fill = &g_array_index (scene->marks, ParlSceneMark, i - 1);
            const ParlSceneMark *text = &g_array_index (scene->marks, ParlSceneMark, i);
            if (text->kind != PARL_MARK_TEXT || fill->role != PARL_COLOR_HEAT)
              continue;
            ParlColor below
                = parl_color_blend (parl_style_get_color (&style, PARL_COLOR_CARD),
                                    parl_style_get_color (&style, PARL_COLOR_HEAT), fill->alpha);
            g_assert_cmpfloat (
                parl_color_get_contrast (below, parl_style_get_color (&style, text->role)), >=,
                theme == PARL_THEME_CONTRAST || theme == PARL_THEME_CONTRAST_DARK ? 7 : 4.5);
            n_texts++;
          }
        g_assert_cmpuint (n_texts, >, 10);
      }
}

/* Words keep apart at the height that a chart asks for, whatever its width. */
static void
test_apart (gconstpointer data)
{
  const Fixture *fixture = data;
  ParlStyle style = parl_style_new (PARL_THEME_LIGHT);

  for (double width = 280; width <= 1240; width += 20)
    {
      g_autoptr (ParlChartSpec) spec = fixture->create ();
      double height = parl_chart_get_natural_height (spec, &style, width);
      g_autoptr (ParlScene) scene = parl_chart_layout (spec, &style, NULL, width, height);

      for (unsigned i = 0; i < scene->marks->len; i++)
        for (unsigned j = 0; j < i; j++)
          {
            const ParlSceneMark *a = &g_array_index (scene->marks, ParlSceneMark, i);
            const ParlSceneMark *b = &g_array_index (scene->marks, ParlSceneMark, j);
            if (a->kind != PARL_MARK_TEXT || b->kind != PARL_MARK_TEXT)
              continue;
            double wide = fmin (a->x + a->width, b->x + b->width) - fmax (a->x, b->x);
            double tall = fmin (a->y + a->height, b->y + b->height) - fmax (a->y, b->y);
            double lines = fabs (a->baseline - b->baseline) / fmax (a->font.size, b->font.size);
            bool is_dense = wide > 1 && fabs (a->x - b->x) < 1 && lines < 1.2;
            if ((wide > 1 && tall > 1) || is_dense)
              g_test_message ("%s at %g: “%s” and “%s”", fixture->name, width, a->text, b->text);
            g_assert_false (is_dense);
            g_assert_false (wide > 1 && tall > 1);
          }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (const Fixture *fixture = golden_fixtures; fixture->name != NULL; fixture++)
    for (unsigned i = 0; i < G_N_ELEMENTS (label_sizes); i++)
      {
        g_autofree char *path
            = g_strdup_printf ("/charts/dump/%s/%.0f", fixture->name, label_sizes[i]);
        DumpCase test = { fixture, label_sizes[i] };
        g_test_add_data_func_full (path, g_memdup2 (&test, sizeof test), test_dump, g_free);
      }
  for (const Fixture *list = golden_fixtures; list != NULL;
       list = list == golden_fixtures ? odd_fixtures : NULL)
    for (const Fixture *fixture = list; fixture->name != NULL; fixture++)
      {
        g_autofree char *fits = g_strdup_printf ("/charts/text-fits/%s", fixture->name);
        g_autofree char *drawn = g_strdup_printf ("/charts/draw/%s", fixture->name);
        g_test_add_data_func (fits, fixture, test_text_fits);
        g_test_add_data_func (drawn, fixture, test_draw);
      }
  for (const Fixture *fixture = golden_fixtures; fixture->name != NULL; fixture++)
    {
      g_autofree char *apart = g_strdup_printf ("/charts/apart/%s", fixture->name);
      g_test_add_data_func (apart, fixture, test_apart);
    }
  g_test_add_func ("/charts/heat", test_heat);
  g_test_add_func ("/charts/short-cells", test_short_cells);
  g_test_add_func ("/charts/hit", test_hit);
  g_test_add_func ("/charts/hit-points", test_hit_points);
  g_test_add_func ("/charts/describe", test_describe);
  g_test_add_func ("/charts/natural-height", test_natural_height);
  return g_test_run ();
}
