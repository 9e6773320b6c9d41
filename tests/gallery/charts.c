/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the eyes: draws every fixture in every theme, one sheet a theme, into PNG files in the folder
 * that is its argument; and each once as large as on a page. Not installed, no test. */
#include "config.h"

#include "charts/chart.h"
#include "tests/charts/fixtures.h"

#include <stdio.h>
#include <stdlib.h>

#define MARGIN 24
#define SHEET_WIDTH 1640

static void
set_color (cairo_t *cr, const ParlStyle *style, ParlColorRole role)
{
  ParlColor color = parl_style_get_color (style, role);

  cairo_set_source_rgb (cr, color.red, color.green, color.blue);
}

static bool
write_surface (cairo_surface_t *surface, const char *folder, const char *name)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.png", folder, name);
  cairo_status_t status = cairo_surface_write_to_png (surface, path);

  if (status != CAIRO_STATUS_SUCCESS)
    g_printerr ("“%s” can't be written: %s\n", path, cairo_status_to_string (status));
  return status == CAIRO_STATUS_SUCCESS;
}

static bool
draw_sheet (const char *folder, ParlTheme theme, const char *name, const Fixture *fixtures,
            int height, bool is_rtl)
{
  ParlStyle style = parl_style_new (theme);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SHEET_WIDTH, height);
  cairo_t *cr = cairo_create (surface);
  double x = MARGIN, y = MARGIN, row = 0;

  style.is_rtl = is_rtl;
  set_color (cr, &style, PARL_COLOR_CARD);
  cairo_paint (cr);
  for (const Fixture *fixture = fixtures; fixture->name != NULL; fixture++)
    {
      g_autoptr (ParlChartSpec) spec = fixture->create ();
      if (x + fixture->width > SHEET_WIDTH)
        {
          x = MARGIN;
          y += row + 2 * MARGIN;
          row = 0;
        }
      cairo_save (cr);
      cairo_translate (cr, x, y);
      parl_chart_draw (spec, &style, fixture->width, fixture->height, cr);
      cairo_restore (cr);
      x += fixture->width + 2 * MARGIN;
      row = MAX (row, fixture->height);
    }
  bool is_written = write_surface (surface, folder, name);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return is_written;
}

/* As on a telephone: 352 px wide, as high as each asks for. */
static bool
draw_narrow (const char *folder)
{
  ParlStyle style = parl_style_new (PARL_THEME_LIGHT);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1200, 1000);
  cairo_t *cr = cairo_create (surface);
  double x = MARGIN, y = MARGIN;

  set_color (cr, &style, PARL_COLOR_CARD);
  cairo_paint (cr);
  for (const Fixture *fixture = golden_fixtures; fixture->name != NULL; fixture++)
    {
      g_autoptr (ParlChartSpec) spec = fixture->create ();
      double height = parl_chart_get_natural_height (spec, &style, 352);
      if (y + height > 1000)
        {
          y = MARGIN;
          x += 352 + MARGIN;
        }
      cairo_save (cr);
      cairo_translate (cr, x, y);
      parl_chart_draw (spec, &style, 352, height, cr);
      cairo_restore (cr);
      y += height + MARGIN;
    }
  bool is_written = write_surface (surface, folder, "narrow");
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return is_written;
}

static bool
draw_large (const char *folder, const Fixture *fixture, double label, double value)
{
  ParlStyle style = { PARL_THEME_PRINT, "Cantarell", label, value, false, false };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1200, 532);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (ParlChartSpec) spec = fixture->create ();
  g_autofree char *name = g_strdup_printf ("large-%.0f-%s", label, fixture->name);

  set_color (cr, &style, PARL_COLOR_CARD);
  cairo_paint (cr);
  cairo_translate (cr, 24, 24);
  parl_chart_draw (spec, &style, 1152, 484, cr);
  bool is_written = write_surface (surface, folder, name);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return is_written;
}

int
main (int argc, char **argv)
{
  static const struct
  {
    ParlTheme theme;
    const char *name;
  } themes[] = { { PARL_THEME_LIGHT, "light" },
                 { PARL_THEME_DARK, "dark" },
                 { PARL_THEME_CONTRAST, "contrast" },
                 { PARL_THEME_CONTRAST_DARK, "contrast-dark" },
                 { PARL_THEME_PRINT, "print" } };
  bool is_done = true;

  if (argc != 2)
    {
      g_printerr ("Usage: charts-gallery FOLDER\n");
      return 2;
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (themes); i++)
    is_done = draw_sheet (argv[1], themes[i].theme, themes[i].name, golden_fixtures, 1580, false)
              && is_done;
  is_done = draw_narrow (argv[1]) && is_done;
  is_done = draw_sheet (argv[1], PARL_THEME_LIGHT, "odd", odd_fixtures, 1900, false) && is_done;
  is_done = draw_sheet (argv[1], PARL_THEME_LIGHT, "right-to-left", golden_fixtures, 1580, true)
            && is_done;
  for (const Fixture *fixture = golden_fixtures; fixture->name != NULL; fixture++)
    {
      is_done = draw_large (argv[1], fixture, 24, 34) && is_done;
      is_done = draw_large (argv[1], fixture, 19, 24) && is_done;
    }
  return is_done ? 0 : 1;
}
