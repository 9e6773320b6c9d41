/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenes and what places labels in them: measuring, wrapping, spreading, refusing to overlap. */
#include "config.h"

#include "charts/place.h"
#include "charts/scene.h"
#include "model/name.h"

#include <math.h>
#include <string.h>

static ParlScene *
create_scene (void)
{
  ParlStyle style = parl_style_new (PARL_THEME_LIGHT);

  return parl_scene_new (&style, 300, 100);
}

/* Digits are tabular, an empty text is nothing, and twice the size is twice as wide: unhinted. */
static void
test_measure (void)
{
  g_autoptr (ParlScene) scene = create_scene ();
  ParlFont small = { 13, 400 }, large = { 26, 400 };

  g_assert_cmpfloat (parl_scene_measure (scene, small, NULL), ==, 0);
  g_assert_cmpfloat (parl_scene_measure (scene, small, ""), ==, 0);
  g_assert_cmpfloat_with_epsilon (parl_scene_measure (scene, small, "1111"),
                                  parl_scene_measure (scene, small, "8080"), 0.01);
  g_assert_cmpfloat_with_epsilon (2 * parl_scene_measure (scene, small, "7.30 % failed"),
                                  parl_scene_measure (scene, large, "7.30 % failed"), 0.1);
  g_assert_cmpfloat (parl_scene_measure (scene, (ParlFont){ 13, 800 }, "failed"), >,
                     parl_scene_measure (scene, small, "failed"));
}

/* Letters at whole px: words stay apart, and each begins at one. */
static void
test_whole_px (void)
{
  ParlStyle style = parl_style_new (PARL_THEME_LIGHT);
  style.whole_px = true;
  g_autoptr (ParlScene) scene = parl_scene_new (&style, 300, 100);

  for (double size = 13; size <= 26; size++)
    {
      ParlFont font = { size, 400 };
      double apart = parl_scene_measure (scene, font, "before 5.0");
      double together = parl_scene_measure (scene, font, "before5.0");
      g_assert_cmpfloat (apart, ==, round (apart));
      g_assert_cmpfloat (apart - together, >=, fmin (0.26 * size, 4));
    }
}

static double
measure_widest (const ParlScene *scene, ParlFont font, char *const *lines)
{
  double widest = 0;

  for (unsigned i = 0; lines[i] != NULL; i++)
    widest = fmax (widest, parl_scene_measure (scene, font, lines[i]));
  return widest;
}

/* Balanced: as many lines as at full width, none wider, and in a narrower place there would be
 * more. No word is lost. */
static void
test_wrap (void)
{
  static const char text[] = "1 in 14 updates failed, up from 1 in 17, because more devices came "
                             "from an old release";
  g_autoptr (ParlScene) scene = create_scene ();
  ParlFont font = { 20, 800 };

  for (double width = 120; width < 1000; width += 40)
    {
      g_auto (GStrv) lines = parl_scene_wrap (scene, font, text, width);
      g_autofree char *joined = g_strjoinv (" ", lines);
      double widest = measure_widest (scene, font, lines);
      g_auto (GStrv) same = parl_scene_wrap (scene, font, text, ceil (widest));
      g_auto (GStrv) more = parl_scene_wrap (scene, font, text, widest - 2);

      g_assert_cmpstr (joined, ==, text);
      g_assert_cmpfloat (widest, <=, width);
      g_assert_cmpuint (g_strv_length (same), ==, g_strv_length (lines));
      if (g_strv_length (lines) > 1)
        g_assert_cmpuint (g_strv_length (more), >, g_strv_length (lines));
    }
}

/* What was measured fits in its own width, whatever was added and taken away again. */
static void
test_wrap_measured (void)
{
  g_autoptr (ParlScene) scene = create_scene ();

  for (double size = 13; size < 40; size += 0.7)
    {
      ParlFont font = { size, 700 };
      double width = parl_scene_measure (scene, font, "Xavier") + 14 * size / 13;
      g_auto (GStrv) lines = parl_scene_wrap (scene, font, "Xavier", width - 14 * size / 13);
      g_assert_cmpuint (g_strv_length (lines), ==, 1);
    }
}

/* What must not part does not: no-break space, word joiner. A word that is too long is broken. */
static void
test_wrap_words (void)
{
  g_autoptr (ParlScene) scene = create_scene ();
  ParlFont font = { 13, 400 };
  g_auto (GStrv) kept = parl_scene_wrap (
      scene, font, "about 7.30\302\240% failed 6.85\342\201\240–\342\201\2407.77", 60);
  g_auto (GStrv) broken = parl_scene_wrap (scene, font, "Überprüfungsfehlerursache", 60);
  g_auto (GStrv) empty = parl_scene_wrap (scene, font, "", 60);
  g_autofree char *joined = g_strjoinv (NULL, broken);

  for (unsigned i = 0; kept[i] != NULL; i++)
    {
      g_assert_false (g_str_has_suffix (kept[i], "7.30"));
      g_assert_false (g_str_has_suffix (kept[i], "6.85"));
      g_assert_false (g_str_has_suffix (kept[i], "–"));
    }
  g_assert_cmpuint (g_strv_length (broken), >, 1);
  g_assert_cmpfloat (measure_widest (scene, font, broken), <=, 60);
  g_assert_cmpstr (joined, ==, "Überprüfungsfehlerursache");
  g_assert_cmpuint (g_strv_length (empty), ==, 1);
}

static void
test_try_text (void)
{
  g_autoptr (ParlScene) scene = create_scene ();
  ParlFont font = { 13, 400 };

  g_assert_true (
      parl_scene_try_text (scene, PARL_COLOR_TEXT_1, font, PARL_ANCHOR_START, 0, 20, "first"));
  g_assert_false (
      parl_scene_try_text (scene, PARL_COLOR_TEXT_1, font, PARL_ANCHOR_START, 20, 22, "touches"));
  g_assert_true (
      parl_scene_try_text (scene, PARL_COLOR_TEXT_1, font, PARL_ANCHOR_START, 0, 36, "below"));
  g_assert_false (
      parl_scene_try_text (scene, PARL_COLOR_TEXT_1, font, PARL_ANCHOR_END, 301, 20, "beyond"));
  g_assert_false (
      parl_scene_try_text (scene, PARL_COLOR_TEXT_1, font, PARL_ANCHOR_MIDDLE, 2, 60, "before"));
  g_assert_false (
      parl_scene_try_text (scene, PARL_COLOR_TEXT_1, font, PARL_ANCHOR_START, 100, 5, "above"));
  g_assert_cmpuint (scene->marks->len, ==, 2);
  g_assert_false (parl_place_block (scene, PARL_COLOR_TEXT_1, font, PARL_ANCHOR_START, 0, 60, 40,
                                    "a block of which some lines touch others"));
  g_assert_cmpuint (scene->marks->len, ==, 2);
}

typedef struct
{
  unsigned length;
  double positions[4], wanted[4];
} Spread;

/* At least 10 apart, between 0 and 100, moved as little as possible. */
static const Spread spreads[] = {
  { 1, { 50 }, { 50 } },
  { 2, { 20, 80 }, { 20, 80 } },
  { 2, { 50, 50 }, { 45, 55 } },
  { 3, { 50, 50, 50 }, { 40, 50, 60 } },
  { 3, { 10, 52, 56 }, { 10, 49, 59 } },
  { 2, { -20, -20 }, { 0, 10 } },
  { 3, { 99, 100, 100 }, { 80, 90, 100 } },
  { 4, { 0, 40, 45, 100 }, { 0, 37.5, 47.5, 100 } },
};

static void
test_spread (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (spreads); i++)
    {
      double positions[4];
      memcpy (positions, spreads[i].positions, sizeof positions);
      parl_place_spread (spreads[i].length, positions, 10, 0, 100);
      for (unsigned j = 0; j < spreads[i].length; j++)
        g_assert_cmpfloat_with_epsilon (positions[j], spreads[i].wanted[j], 1e-9);
    }
}

static void
test_map (void)
{
  g_assert_cmpfloat (parl_place_map (5, 0, 10, 100, 200), ==, 150);
  g_assert_cmpfloat (parl_place_map (-5, 0, 10, 100, 200), ==, 100);
  g_assert_cmpfloat (parl_place_map (50, 0, 10, 200, 100), ==, 100);
  g_assert_cmpfloat (parl_place_map (0, -G_MAXDOUBLE, G_MAXDOUBLE, 0, 8), ==, 4);
  g_assert_cmpfloat (parl_place_map (3, 3, 3, 7, 9), ==, 7);
}

/* Rectangles and upright lines stand on whole pixels and never vanish. */
static void
test_snap (void)
{
  g_autoptr (ParlScene) scene = create_scene ();
  g_autofree char *dump = NULL;

  parl_scene_add_rect (scene, PARL_COLOR_BAD, 10.4, 20.6, 0.2, 30);
  parl_scene_add_rect (scene, PARL_COLOR_BAD, 10, 10, 0, 30);
  parl_scene_add_line (scene, PARL_COLOR_AXIS, 10.7, 0, 10.7, 50, 1.2, PARL_DASH_NONE);
  parl_scene_add_line (scene, PARL_COLOR_AXIS, 0, 10.7, 50, 10.7, 2, PARL_DASH_DASHED);
  scene->item = 3;
  parl_scene_add_tone (scene, PARL_TONE_WARN, 50, 50, 10);
  dump = parl_scene_dump (scene);
  g_assert_cmpstr (dump, ==,
                   "rect bad 10.0 21.0 1.0 30.0\n"
                   "line axis 10.5 0.0 0.0 50.0 stroke 1.0\n"
                   "line axis 0.0 11.0 50.0 0.0 stroke 2.0 dashed\n"
                   "glyph warn 44.8 44.8 10.4 10.4 warn item 3\n");
}

/* A name that goes on in the next line is marked in both, and is as long as there is room for. */
static void
test_names (void)
{
  static const char text[]
      = "on " PARL_NAME_BEGIN "core-image-camera-full-cmdline-imx8mp-lpddr4-evk-rc3" PARL_NAME_END
        ": 9 %";
  g_autoptr (ParlScene) scene = create_scene ();
  ParlFont font = { 13, 400 };
  g_auto (GStrv) lines = parl_scene_wrap (scene, font, text, 120);
  g_autofree char *one_line = parl_scene_fit_names (scene, font, text, 190, 1);
  g_autofree char *as_it_is = parl_scene_fit_names (scene, font, "no name at all", 20, 1);

  g_assert_cmpuint (g_strv_length (lines), >, 1);
  for (unsigned i = 0; lines[i] != NULL; i++)
    {
      const char *begin = strstr (lines[i], PARL_NAME_BEGIN);
      const char *end = strstr (lines[i], PARL_NAME_END);
      g_assert_true ((begin == NULL) == (end == NULL));
      g_assert_true (begin == NULL || begin < end);
    }
  g_assert_cmpfloat (parl_scene_measure (scene, font, one_line), <=, 190);
  g_assert_true (g_str_has_prefix (one_line, "on " PARL_NAME_BEGIN "core-"));
  g_assert_true (g_str_has_suffix (one_line, "rc3" PARL_NAME_END ": 9 %"));
  g_assert_cmpstr (as_it_is, ==, "no name at all");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/charts/scene/whole-px", test_whole_px);
  g_test_add_func ("/charts/scene/measure", test_measure);
  g_test_add_func ("/charts/scene/wrap", test_wrap);
  g_test_add_func ("/charts/scene/wrap-measured", test_wrap_measured);
  g_test_add_func ("/charts/scene/wrap-words", test_wrap_words);
  g_test_add_func ("/charts/scene/names", test_names);
  g_test_add_func ("/charts/scene/try-text", test_try_text);
  g_test_add_func ("/charts/scene/spread", test_spread);
  g_test_add_func ("/charts/scene/map", test_map);
  g_test_add_func ("/charts/scene/snap", test_snap);
  return g_test_run ();
}
