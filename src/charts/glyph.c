/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small signs that say in shape what colour says too. Each is drawn in a box of one by one
 * around 0,0 and scaled to its mark. */
#include "config.h"

#include "charts/glyph.h"

#include <math.h>

static double
linearize (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

/* Relative luminance, WCAG 2.1. */
static double
get_luminance (ParlColor color)
{
  return 0.2126 * linearize (color.red) + 0.7152 * linearize (color.green)
         + 0.0722 * linearize (color.blue);
}

static double
get_contrast (ParlColor a, ParlColor b)
{
  double one = get_luminance (a) + 0.05, two = get_luminance (b) + 0.05;

  return fmax (one, two) / fmin (one, two);
}

/* Returns: whether @a is less legible on @fill than @b (contrast ratio of WCAG 2.1) */
bool
parl_color_is_nearer (ParlColor fill, ParlColor a, ParlColor b)
{
  return get_contrast (fill, a) < get_contrast (fill, b);
}

static void
set_color (cairo_t *cr, ParlColor color)
{
  cairo_set_source_rgb (cr, color.red, color.green, color.blue);
}

static void
trace_polygon (cairo_t *cr, unsigned n_points, const double *points)
{
  for (unsigned i = 0; i < n_points; i++)
    cairo_line_to (cr, points[2 * i], points[2 * i + 1]);
  cairo_close_path (cr);
}

static void
trace_diamond (cairo_t *cr, double radius)
{
  trace_polygon (cr, 4, (double[]){ 0, -radius, radius, 0, 0, radius, -radius, 0 });
}

static void
paint_good (cairo_t *cr, ParlColor card)
{
  cairo_arc (cr, 0, 0, 0.5, 0, 2 * G_PI);
  cairo_fill (cr);
  set_color (cr, card);
  cairo_set_line_width (cr, 0.14);
  cairo_move_to (cr, -0.22, 0.02);
  cairo_line_to (cr, -0.06, 0.18);
  cairo_line_to (cr, 0.23, -0.16);
  cairo_stroke (cr);
}

static void
paint_warn (cairo_t *cr, ParlColor fill, ParlColor text, ParlColor card)
{
  cairo_set_line_width (cr, 0.1);
  trace_polygon (cr, 3, (double[]){ 0, -0.42, 0.45, 0.41, -0.45, 0.41 });
  cairo_fill_preserve (cr);
  cairo_stroke (cr);
  set_color (cr, parl_color_is_nearer (fill, text, card) ? card : text);
  cairo_set_line_width (cr, 0.13);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_move_to (cr, 0, -0.17);
  cairo_line_to (cr, 0, 0.14);
  cairo_move_to (cr, 0, 0.21);
  cairo_line_to (cr, 0, 0.34);
  cairo_stroke (cr);
}

static void
paint_bad (cairo_t *cr, ParlColor card)
{
  trace_diamond (cr, 0.5);
  cairo_fill (cr);
  set_color (cr, card);
  cairo_set_line_width (cr, 0.12);
  cairo_move_to (cr, -0.14, -0.14);
  cairo_line_to (cr, 0.14, 0.14);
  cairo_move_to (cr, -0.14, 0.14);
  cairo_line_to (cr, 0.14, -0.14);
  cairo_stroke (cr);
}

static void
paint_hollow (cairo_t *cr, ParlColor fill, ParlColor card)
{
  trace_diamond (cr, 0.43);
  set_color (cr, card);
  cairo_fill_preserve (cr);
  set_color (cr, fill);
  cairo_set_line_width (cr, 0.11);
  cairo_stroke (cr);
}

/* @inside: painted where it is opaque */
static void
paint_ring (cairo_t *cr, ParlColor fill, ParlColor inside)
{
  cairo_arc (cr, 0, 0, 0.425, 0, 2 * G_PI);
  if (inside.alpha > 0)
    {
      set_color (cr, inside);
      cairo_fill_preserve (cr);
    }
  set_color (cr, fill);
  cairo_set_line_width (cr, 0.15);
  cairo_stroke (cr);
}

static void
paint_plain (cairo_t *cr, ParlGlyph glyph)
{
  if (glyph == PARL_GLYPH_UP)
    trace_polygon (cr, 3, (double[]){ 0, -0.4, 0.5, 0.4, -0.5, 0.4 });
  else if (glyph == PARL_GLYPH_DOWN)
    trace_polygon (cr, 3, (double[]){ 0, 0.4, 0.5, -0.4, -0.5, -0.4 });
  else if (glyph == PARL_GLYPH_RIGHT)
    trace_polygon (cr, 3, (double[]){ 0.45, 0, -0.45, 0.5, -0.45, -0.5 });
  else if (glyph == PARL_GLYPH_DIAMOND)
    trace_diamond (cr, 0.5);
  else if (glyph == PARL_GLYPH_EQUAL)
    {
      cairo_rectangle (cr, -0.5, -0.28, 1, 0.17);
      cairo_rectangle (cr, -0.5, 0.11, 1, 0.17);
    }
  else
    cairo_arc (cr, 0, 0, 0.5, 0, 2 * G_PI);
  cairo_fill (cr);
}

void
parl_glyph_paint (const ParlStyle *style, const ParlSceneMark *mark, cairo_t *cr)
{
  ParlColor fill = parl_style_get_color (style, mark->role);
  ParlColor card = parl_style_get_color (style, PARL_COLOR_CARD);

  cairo_save (cr);
  cairo_translate (cr, mark->x + mark->width / 2, mark->y + mark->height / 2);
  cairo_scale (cr, mark->width, mark->height);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  set_color (cr, fill);
  if (mark->glyph == PARL_GLYPH_GOOD)
    paint_good (cr, card);
  else if (mark->glyph == PARL_GLYPH_WARN)
    paint_warn (cr, fill, parl_style_get_color (style, PARL_COLOR_TEXT_1), card);
  else if (mark->glyph == PARL_GLYPH_BAD)
    paint_bad (cr, card);
  else if (mark->glyph == PARL_GLYPH_HOLLOW)
    paint_hollow (cr, fill, card);
  else if (mark->glyph == PARL_GLYPH_RING || mark->glyph == PARL_GLYPH_OPEN)
    paint_ring (cr, fill, mark->glyph == PARL_GLYPH_OPEN ? card : (ParlColor){ 0 });
  else
    paint_plain (cr, mark->glyph);
  cairo_restore (cr);
}
