/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paints a scene with cairo and Pango. Decides nothing: every place and size stands in the scene.
 */
#include "config.h"

#include "charts/scene.h"

#include <math.h>
#include <pango/pangocairo.h>

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
  set_color (cr, parl_color_get_contrast (fill, text) < parl_color_get_contrast (fill, card)
                     ? card
                     : text);
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
  else if (glyph == PARL_GLYPH_LEFT)
    trace_polygon (cr, 3, (double[]){ -0.45, 0, 0.45, -0.5, 0.45, 0.5 });
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

static void
paint_glyph (const ParlStyle *style, const ParlSceneMark *mark, cairo_t *cr)
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

static void
set_dash (const ParlScene *self, cairo_t *cr, ParlDash dash)
{
  static const double lengths[][2] = {
    [PARL_DASH_NONE] = { 0, 0 }, [PARL_DASH_DASHED] = { 5, 4 }, [PARL_DASH_DOTTED] = { 2, 3 }
  };
  double scaled[] = { round (parl_scene_px (self, lengths[dash][0])),
                      round (parl_scene_px (self, lengths[dash][1])) };

  cairo_set_dash (cr, scaled, dash == PARL_DASH_NONE ? 0 : 2, 0);
}

static void
paint_rect (cairo_t *cr, const ParlSceneMark *mark)
{
  double x = mark->x, y = mark->y, r = mark->radius;

  if (r <= 0)
    cairo_rectangle (cr, x, y, mark->width, mark->height);
  else
    {
      cairo_new_sub_path (cr);
      cairo_arc (cr, x + mark->width - r, y + r, r, -G_PI_2, 0);
      cairo_arc (cr, x + mark->width - r, y + mark->height - r, r, 0, G_PI_2);
      cairo_arc (cr, x + r, y + mark->height - r, r, G_PI_2, G_PI);
      cairo_arc (cr, x + r, y + r, r, G_PI, 3 * G_PI_2);
      cairo_close_path (cr);
    }
  cairo_fill (cr);
}

static void
paint_outline (cairo_t *cr, const ParlSceneMark *mark)
{
  /* Nothing is left inside, and cairo would leave out the ends of what it takes for a line. */
  if (2 * mark->stroke >= fmin (mark->width, mark->height))
    {
      cairo_rectangle (cr, mark->x, mark->y, mark->width, mark->height);
      cairo_fill (cr);
      return;
    }
  cairo_set_line_width (cr, mark->stroke);
  cairo_rectangle (cr, mark->x + mark->stroke / 2, mark->y + mark->stroke / 2,
                   mark->width - mark->stroke, mark->height - mark->stroke);
  cairo_stroke (cr);
}

/* Stripes at 45 degrees, 2.4 px of 6, between the bar's edges. */
static void
paint_hatch (const ParlScene *self, cairo_t *cr, const ParlSceneMark *mark)
{
  double step = parl_scene_px (self, 6) * G_SQRT2;

  cairo_save (cr);
  cairo_rectangle (cr, mark->x, mark->y, mark->width, mark->height);
  cairo_clip (cr);
  cairo_set_line_width (cr, parl_scene_px (self, 2.4));
  for (double x = mark->x - mark->height; x < mark->x + mark->width; x += step)
    {
      cairo_move_to (cr, x, mark->y + mark->height);
      cairo_line_to (cr, x + mark->height, mark->y);
    }
  cairo_stroke (cr);
  cairo_restore (cr);

  ParlSceneMark edge = *mark;
  edge.stroke = fmax (round (self->scale), 1);
  paint_outline (cr, &edge);
}

static void
paint_line (const ParlScene *self, cairo_t *cr, const ParlSceneMark *mark)
{
  cairo_save (cr);
  cairo_set_line_width (cr, mark->stroke);
  set_dash (self, cr, mark->dash);
  cairo_move_to (cr, mark->x, mark->y);
  cairo_rel_line_to (cr, mark->width, mark->height);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
paint_polyline (cairo_t *cr, const ParlSceneMark *mark)
{
  cairo_save (cr);
  cairo_set_line_width (cr, mark->stroke);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (size_t i = 0; i < mark->n_points; i++)
    cairo_line_to (cr, mark->points[2 * i], mark->points[2 * i + 1]);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
paint_polygon (cairo_t *cr, const ParlSceneMark *mark)
{
  for (size_t i = 0; i < mark->n_points; i++)
    cairo_line_to (cr, mark->points[2 * i], mark->points[2 * i + 1]);
  cairo_fill (cr);
}

/* A fill a column: a single box is what cairo fills fastest, many boxes in one path take its
 * general way, and an antialiased stroke of the line would take 100 times as long. */
static void
paint_columns (cairo_t *cr, const ParlSceneMark *mark)
{
  for (size_t i = 0; i < mark->n_points; i++)
    {
      const double *column = mark->points + 3 * i;
      cairo_rectangle (cr, column[0], column[1], 1, column[2] - column[1]);
      cairo_fill (cr);
    }
}

static bool
is_vector (cairo_t *cr)
{
  cairo_surface_type_t type = cairo_surface_get_type (cairo_get_group_target (cr));

  return type == CAIRO_SURFACE_TYPE_PDF || type == CAIRO_SURFACE_TYPE_SVG
         || type == CAIRO_SURFACE_TYPE_PS;
}

/* On pixels the outlines are filled: cairo before 1.17.4 sets every glyph on a whole pixel, so that
 * letters of 13 px would stand unevenly, and differently from release to release. */
static void
paint_text (const ParlScene *self, cairo_t *cr, const ParlSceneMark *mark)
{
  g_autoptr (PangoLayout) layout = parl_text_create_layout (self->context, mark->font, mark->text);

  cairo_move_to (cr, mark->x, mark->baseline);
  if (is_vector (cr))
    pango_cairo_show_layout_line (cr, pango_layout_get_line_readonly (layout, 0));
  else
    {
      pango_cairo_layout_line_path (cr, pango_layout_get_line_readonly (layout, 0));
      cairo_fill (cr);
    }
}

/* @mark: of @self
 * @cr: as new, but for its place; other than parl_scene_paint() this leaves it changed
 * Paints one mark alone, for surfaces that draw most kinds of marks in a way of their own. */
void
parl_scene_paint_mark (const ParlScene *self, const ParlSceneMark *mark, cairo_t *cr)
{
  g_return_if_fail (self != NULL && mark != NULL && cr != NULL);

  ParlColor color = parl_style_get_color (&self->style, mark->role);
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, mark->alpha);
  cairo_new_path (cr);
  switch (mark->kind)
    {
    case PARL_MARK_RECT:
      paint_rect (cr, mark);
      break;
    case PARL_MARK_OUTLINE:
      paint_outline (cr, mark);
      break;
    case PARL_MARK_HATCH:
      paint_hatch (self, cr, mark);
      break;
    case PARL_MARK_LINE:
      paint_line (self, cr, mark);
      break;
    case PARL_MARK_POLYLINE:
      paint_polyline (cr, mark);
      break;
    case PARL_MARK_POLYGON:
      paint_polygon (cr, mark);
      break;
    case PARL_MARK_COLUMNS:
      paint_columns (cr, mark);
      break;
    case PARL_MARK_GLYPH:
      paint_glyph (&self->style, mark, cr);
      break;
    case PARL_MARK_TEXT:
      paint_text (self, cr, mark);
      break;
    case PARL_MARK_AREA:
    default:
      break;
    }
}

/* @cr: whose status the caller looks at when all is drawn
 * Paints over what is there, from 0,0 of @cr; leaves @cr as it was. */
void
parl_scene_paint (const ParlScene *self, cairo_t *cr)
{
  g_return_if_fail (self != NULL && cr != NULL);

  cairo_save (cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
  cairo_set_miter_limit (cr, 10);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_dash (cr, NULL, 0, 0);
  pango_cairo_update_context (cr, self->context);
  for (unsigned i = 0; i < self->marks->len; i++)
    parl_scene_paint_mark (self, &g_array_index (self->marks, ParlSceneMark, i), cr);
  cairo_new_path (cr);
  cairo_restore (cr);
}
