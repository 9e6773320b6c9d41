/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "report/page.h"

#include "audiences/fixture.h"
#include "report/error.h"

#include <stdio.h>
#include <string.h>

static const char *const audiences[] = { "exec", "ops", "engineer", "designer" };
static const char *const size_names[] = { "1080p", "2x", "a4" };
static const char *const fleets[] = { "golden", "healthy", "tiny", "stale" };

static ParlBoard *
create_board (const char *fleet, const char *audience)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = fixture_get_audiences_dir ();
  g_autofree char *name = g_strdup_printf ("%s/%s.audience", folder, audience);
  g_autoptr (ParlAudience) words = parl_audience_load (name, &error);
  g_assert_no_error (error);
  g_autoptr (ParlFindings) findings = fixture_get (fleet);
  return parl_board_new (words, findings);
}

typedef struct
{
  double x, y, width, height;
} Area;

/* The boxes of the texts in a dump: "text role x y width height ...". */
static GArray *
list_texts (const char *dump)
{
  GArray *areas = g_array_new (FALSE, FALSE, sizeof (Area));
  g_auto (GStrv) lines = g_strsplit (dump, "\n", -1);

  for (unsigned i = 0; lines[i] != NULL && strcmp (lines[i], "chart") != 0; i++)
    {
      Area area;
      if (sscanf (lines[i], "text %*s %lf %lf %lf %lf", &area.x, &area.y, &area.width, &area.height)
          == 4)
        g_array_append_val (areas, area);
    }
  return areas;
}

static bool
overlap (const Area *a, const Area *b)
{
  const double touch = 0.5;

  return a->x + touch < b->x + b->width && b->x + touch < a->x + a->width
         && a->y + touch < b->y + b->height && b->y + touch < a->y + a->height;
}

static void
check_layout (const char *dump, const ParlPageSize *size)
{
  g_autoptr (GArray) areas = list_texts (dump);

  g_assert_cmpuint (areas->len, >, 8);
  for (unsigned i = 0; i < areas->len; i++)
    {
      const Area *area = &g_array_index (areas, Area, i);
      g_assert_cmpfloat (area->x, >=, 63);
      g_assert_cmpfloat (area->y, >=, 0);
      g_assert_cmpfloat (area->x + area->width, <=, 1857);
      g_assert_cmpfloat (area->y + area->height, <=, size->height);
      for (unsigned j = 0; j < i; j++)
        if (overlap (area, &g_array_index (areas, Area, j)))
          g_error ("texts overlap at %g,%g in:\n%s", area->x, area->y, dump);
    }
}

/* Nothing clipped, nothing over something else: every fleet, audience and size. */
static void
test_layout (void)
{
  ParlPageOptions options = { PARL_THEME_PRINT, NULL };

  for (unsigned f = 0; f < G_N_ELEMENTS (fleets); f++)
    for (unsigned a = 0; a < G_N_ELEMENTS (audiences); a++)
      for (unsigned s = 0; s < G_N_ELEMENTS (size_names); s++)
        {
          g_autoptr (ParlBoard) board = create_board (fleets[f], audiences[a]);
          const ParlPageSize *size = parl_page_size_find (size_names[s]);
          g_autofree char *dump = parl_page_dump (board, size, &options);

          g_test_message ("%s, %s, %s", fleets[f], audiences[a], size_names[s]);
          check_layout (dump, size);
        }
}

static ParlLine *
create_line (const char *text)
{
  ParlLine *line = g_new0 (ParlLine, 1);

  line->text = g_strdup (text);
  line->detail = g_strdup (text);
  return line;
}

/* More lines, and longer ones, than any page can hold: the last go, and their number is said. */
static void
test_too_much (void)
{
  static const char *const text
      = "An unreasonably long line about a release whose name nobody has ever made short enough";
  ParlPageOptions options = { PARL_THEME_PRINT, NULL };
  const ParlPageSize *size = parl_page_size_find ("1080p");
  g_autoptr (ParlBoard) board = create_board ("golden", "exec");

  for (unsigned i = 0; i < 12; i++)
    {
      g_ptr_array_add (board->changes, create_line (text));
      g_ptr_array_add (board->risks, create_line (text));
      g_ptr_array_add (board->actions, create_line (text));
    }
  g_free (board->headline->text);
  board->headline->text = g_strdup_printf ("%s, %s, %s and %s", text, text, text, text);

  g_autofree char *dump = parl_page_dump (board, size, &options);
  check_layout (dump, size);
  g_assert_nonnull (strstr (dump, " more"));
}

static void
test_same_pixels (void)
{
  ParlPageOptions options = { PARL_THEME_PRINT, NULL };
  ParlPageOptions stamped = { PARL_THEME_PRINT, "DRAFT" };
  const ParlPageSize *size = parl_page_size_find ("1080p");
  g_autoptr (ParlBoard) board = create_board ("golden", "ops");
  cairo_surface_t *pages[3];

  for (unsigned i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      pages[i] = parl_page_draw (board, size, i < 2 ? &options : &stamped, &error);
      g_assert_no_error (error);
    }

  size_t bytes = (size_t)cairo_image_surface_get_stride (pages[0])
                 * (size_t)cairo_image_surface_get_height (pages[0]);
  const guchar *first = cairo_image_surface_get_data (pages[0]);
  g_assert_cmpint (cairo_image_surface_get_width (pages[0]), ==, 1920);
  g_assert_cmpint (cairo_image_surface_get_height (pages[0]), ==, 1080);
  g_assert_cmpint (memcmp (first, cairo_image_surface_get_data (pages[1]), bytes), ==, 0);
  g_assert_cmpint (memcmp (first, cairo_image_surface_get_data (pages[2]), bytes), !=, 0);
  for (unsigned i = 0; i < 3; i++)
    cairo_surface_destroy (pages[i]);
}

static void
test_never_blank (void)
{
  ParlPageOptions options = { PARL_THEME_PRINT, NULL };

  for (unsigned a = 0; a < G_N_ELEMENTS (audiences); a++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ParlBoard) board = create_board ("empty", audiences[a]);
      g_assert_null (parl_page_draw (board, parl_page_size_find ("1080p"), &options, &error));
      g_assert_error (error, PARL_REPORT_ERROR, PARL_REPORT_ERROR_NO_DATA);
    }
}

static void
test_cards (void)
{
  for (unsigned a = 0; a < G_N_ELEMENTS (audiences); a++)
    {
      g_autoptr (ParlBoard) board = create_board ("golden", audiences[a]);
      for (unsigned i = 0; i < board->cards->len; i++)
        {
          g_autoptr (GError) error = NULL;
          cairo_surface_t *picture
              = parl_card_draw (g_ptr_array_index (board->cards, i), parl_page_size_find ("1080p"),
                                PARL_THEME_DARK, &error);
          g_assert_no_error (error);
          cairo_surface_destroy (picture);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/page/layout", test_layout);
  g_test_add_func ("/report/page/too-much", test_too_much);
  g_test_add_func ("/report/page/same-pixels", test_same_pixels);
  g_test_add_func ("/report/page/never-blank", test_never_blank);
  g_test_add_func ("/report/page/cards", test_cards);
  return g_test_run ();
}
