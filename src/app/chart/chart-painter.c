/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart's scene as render nodes: boxes, columns and plain lines are nodes of one colour, words
 * are text nodes, and only what has slanted or round edges goes through cairo, in nodes as small as
 * it is. Decides nothing: every place, size and colour stands in the scene. */
#include "config.h"

#include "app/chart/chart-painter.h"

#include "audiences/format.h"

#include <math.h>

#define RING_GAP 2
#define RING_WIDTH 2
#define SMALLEST_RING 14

static GdkRGBA
get_rgba (const ParlScene *scene, ParlColorRole role, double alpha)
{
  ParlColor color = parl_style_get_color (&scene->style, role);

  return (GdkRGBA){ (float)color.red, (float)color.green, (float)color.blue, (float)alpha };
}

typedef struct
{
  const ParlScene *scene;
  GtkSnapshot *snapshot;
  /* Marks in a row that cairo paints: one node for all, while that is not much larger. */
  unsigned run_start, run_end;
  graphene_rect_t run_bounds;
} Painter;

static const ParlSceneMark *
get_mark (const Painter *painter, unsigned index)
{
  return &g_array_index (painter->scene->marks, ParlSceneMark, index);
}

static graphene_rect_t
make_box (double x, double y, double width, double height)
{
  return GRAPHENE_RECT_INIT ((float)x, (float)y, (float)width, (float)height);
}

static bool
is_plain_line (const ParlSceneMark *mark)
{
  return mark->kind == PARL_MARK_LINE && mark->dash == PARL_DASH_NONE
         && (mark->width == 0 || mark->height == 0);
}

/* Whether GTK paints it better than cairo does. */
static bool
is_native (const ParlSceneMark *mark)
{
  return mark->kind == PARL_MARK_RECT || mark->kind == PARL_MARK_OUTLINE
         || mark->kind == PARL_MARK_COLUMNS || mark->kind == PARL_MARK_TEXT || is_plain_line (mark);
}

/* All that cairo can touch: joins and strokes stand out of a mark's own box. */
static graphene_rect_t
get_ink (const ParlSceneMark *mark)
{
  double left = fmin (mark->x, mark->x + mark->width),
         right = fmax (mark->x, mark->x + mark->width);
  double top = fmin (mark->y, mark->y + mark->height);
  double bottom = fmax (mark->y, mark->y + mark->height);
  double margin = ceil (mark->stroke + (mark->kind == PARL_MARK_GLYPH ? mark->width * 0.1 : 0) + 1);

  if (mark->n_points > 0)
    {
      left = top = INFINITY;
      right = bottom = -INFINITY;
    }
  for (size_t i = 0; i < mark->n_points; i++)
    {
      left = fmin (left, mark->points[2 * i]);
      right = fmax (right, mark->points[2 * i]);
      top = fmin (top, mark->points[2 * i + 1]);
      bottom = fmax (bottom, mark->points[2 * i + 1]);
    }
  left = floor (left - margin);
  top = floor (top - margin);
  return make_box (left, top, ceil (right + margin) - left, ceil (bottom + margin) - top);
}

static void
end_run (Painter *painter)
{
  if (painter->run_start == painter->run_end)
    return;

  cairo_t *cr = gtk_snapshot_append_cairo (painter->snapshot, &painter->run_bounds);
  for (unsigned i = painter->run_start; i < painter->run_end; i++)
    {
      cairo_save (cr);
      parl_scene_paint_mark (painter->scene, get_mark (painter, i), cr);
      cairo_restore (cr);
    }
  cairo_destroy (cr);
  painter->run_start = painter->run_end;
}

/* A line and the points on it are one node; glyphs far from each other are not. */
static void
add_to_run (Painter *painter, unsigned index)
{
  graphene_rect_t ink = get_ink (get_mark (painter, index)), both;

  graphene_rect_union (&painter->run_bounds, &ink, &both);
  if (painter->run_start == painter->run_end
      || graphene_rect_get_area (&both)
             > 2 * (graphene_rect_get_area (&painter->run_bounds) + graphene_rect_get_area (&ink)))
    {
      end_run (painter);
      painter->run_start = index;
      both = ink;
    }
  painter->run_bounds = both;
  painter->run_end = index + 1;
}

static void
add_rect (const Painter *painter, const ParlSceneMark *mark)
{
  graphene_rect_t box = make_box (mark->x, mark->y, mark->width, mark->height);
  GdkRGBA color = get_rgba (painter->scene, mark->role, mark->alpha);
  GskRoundedRect clip;

  if (mark->radius > 0)
    gtk_snapshot_push_rounded_clip (
        painter->snapshot, gsk_rounded_rect_init_from_rect (&clip, &box, (float)mark->radius));
  gtk_snapshot_append_color (painter->snapshot, &color, &box);
  if (mark->radius > 0)
    gtk_snapshot_pop (painter->snapshot);
}

static void
add_outline (const Painter *painter, const ParlSceneMark *mark)
{
  graphene_rect_t box = make_box (mark->x, mark->y, mark->width, mark->height);
  GdkRGBA color = get_rgba (painter->scene, mark->role, mark->alpha);
  float stroke = (float)mark->stroke;
  GskRoundedRect outline;

  if (2 * mark->stroke >= fmin (mark->width, mark->height)) /* nothing is left inside */
    {
      gtk_snapshot_append_color (painter->snapshot, &color, &box);
      return;
    }

  gtk_snapshot_append_border (painter->snapshot,
                              gsk_rounded_rect_init_from_rect (&outline, &box, 0),
                              (const float[]){ stroke, stroke, stroke, stroke },
                              (const GdkRGBA[]){ color, color, color, color });
}

static void
add_line (const Painter *painter, const ParlSceneMark *mark)
{
  double half = mark->stroke / 2;
  double x = fmin (mark->x, mark->x + mark->width), y = fmin (mark->y, mark->y + mark->height);
  GdkRGBA color = get_rgba (painter->scene, mark->role, mark->alpha);
  graphene_rect_t box = mark->width == 0 ? make_box (x - half, y, mark->stroke, fabs (mark->height))
                                         : make_box (x, y - half, fabs (mark->width), mark->stroke);

  gtk_snapshot_append_color (painter->snapshot, &color, &box);
}

static void
add_columns (const Painter *painter, const ParlSceneMark *mark)
{
  GdkRGBA color = get_rgba (painter->scene, mark->role, mark->alpha);

  for (size_t i = 0; i < mark->n_points; i++)
    {
      const double *column = mark->points + 3 * i;
      graphene_rect_t box = make_box (column[0], column[1], 1, column[2] - column[1]);
      gtk_snapshot_append_color (painter->snapshot, &color, &box);
    }
}

static void
add_text (const Painter *painter, const ParlSceneMark *mark)
{
  g_autoptr (PangoLayout) layout
      = parl_text_create_layout (painter->scene->context, mark->font, mark->text);
  double ascent = (double)pango_layout_get_baseline (layout) / PANGO_SCALE;
  GdkRGBA color = get_rgba (painter->scene, mark->role, mark->alpha);

  gtk_snapshot_save (painter->snapshot);
  gtk_snapshot_translate (painter->snapshot,
                          &GRAPHENE_POINT_INIT ((float)mark->x, (float)(mark->baseline - ascent)));
  gtk_snapshot_append_layout (painter->snapshot, layout, &color);
  gtk_snapshot_restore (painter->snapshot);
}

static void
add_native (Painter *painter, const ParlSceneMark *mark)
{
  if (mark->kind == PARL_MARK_RECT)
    add_rect (painter, mark);
  else if (mark->kind == PARL_MARK_OUTLINE)
    add_outline (painter, mark);
  else if (mark->kind == PARL_MARK_LINE)
    add_line (painter, mark);
  else if (mark->kind == PARL_MARK_COLUMNS)
    add_columns (painter, mark);
  else
    add_text (painter, mark);
}

/* Made once for a scene and appended to every frame until the scene changes.
 * Returns: (transfer full) (nullable): what 0,0 .. width,height of @scene shows; %NULL: nothing */
GskRenderNode *
parl_chart_painter_create_node (const ParlScene *scene)
{
  g_return_val_if_fail (scene != NULL, NULL);

  Painter painter = { .scene = scene, .snapshot = gtk_snapshot_new () };

  for (unsigned i = 0; i < scene->marks->len; i++)
    {
      const ParlSceneMark *mark = get_mark (&painter, i);
      if (mark->kind == PARL_MARK_AREA)
        continue;
      if (!is_native (mark))
        {
          add_to_run (&painter, i);
          continue;
        }
      end_run (&painter);
      painter.run_start = painter.run_end = i + 1;
      add_native (&painter, mark);
    }
  end_run (&painter);
  return gtk_snapshot_free_to_node (painter.snapshot);
}

/* What stands above it: the upright line at the shared time with its date, the span that is being
 * chosen, the ring around the item in focus and its words. */

typedef struct
{
  const ParlChartOverlay *self;
  const ParlScene *scene;
  GtkSnapshot *snapshot;
} Overlay;

static void
add_box (const Overlay *overlay, ParlColorRole role, double alpha, double x, double y, double width,
         double height)
{
  GdkRGBA color = get_rgba (overlay->scene, role, alpha);

  gtk_snapshot_append_color (overlay->snapshot, &color,
                             &GRAPHENE_RECT_INIT ((float)x, (float)y, (float)width, (float)height));
}

static PangoLayout *
create_layout (const Overlay *overlay, const char *text, double padding)
{
  PangoLayout *layout = parl_text_create_layout (overlay->scene->context,
                                                 parl_scene_label (overlay->scene, false), text);
  double room = overlay->scene->width - 2 * padding;

  pango_layout_set_width (layout, (int)(fmax (room, 1) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  return layout;
}

/* Words on a dark ground, in @box of which the middle is to be @x and the top @y; they never leave
 * the chart sideways. */
static void
add_words (const Overlay *overlay, PangoLayout *layout, double padding, double x, double y)
{
  int text_width, text_height;
  GskRoundedRect rounded;
  GdkRGBA ink = get_rgba (overlay->scene, PARL_COLOR_CARD, 1);

  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  double width = text_width + 2 * padding, height = text_height + padding;
  double left = round (CLAMP (x - width / 2, 0, fmax (overlay->scene->width - width, 0)));
  graphene_rect_t box
      = GRAPHENE_RECT_INIT ((float)left, (float)round (y), (float)width, (float)height);
  gtk_snapshot_push_rounded_clip (overlay->snapshot,
                                  gsk_rounded_rect_init_from_rect (&rounded, &box, 4));
  add_box (overlay, PARL_COLOR_TEXT_1, 1, left, round (y), width, height);
  gtk_snapshot_pop (overlay->snapshot);
  gtk_snapshot_save (overlay->snapshot);
  gtk_snapshot_translate (
      overlay->snapshot,
      &GRAPHENE_POINT_INIT ((float)(left + padding), (float)(round (y) + padding / 2)));
  gtk_snapshot_append_layout (overlay->snapshot, layout, &ink);
  gtk_snapshot_restore (overlay->snapshot);
}

/* The line at the time where the pointer or the keyboard stands, in whichever linked chart. */
static void
add_cursor (const Overlay *overlay)
{
  double time = overlay->self->cursor;
  double x = parl_scene_get_x (overlay->scene, time);

  if (isnan (x))
    return;

  double padding = parl_scene_px (overlay->scene, 6);
  g_autofree char *date = parl_format_date ((ParlTime)time, PARL_DATE_SHORT);
  g_autoptr (PangoLayout) layout = create_layout (overlay, date, padding);
  int height;
  pango_layout_get_pixel_size (layout, NULL, &height);
  double top = overlay->scene->height - height - padding;
  add_box (overlay, PARL_COLOR_TEXT_2, 1, floor (x), 0, 1, fmax (top, 0));
  add_words (overlay, layout, padding, x, fmax (top, 0));
}

static void
add_span (const Overlay *overlay)
{
  double start = overlay->self->span_start, end = overlay->self->span_end;

  if (isnan (start) || isnan (end))
    return;
  start = CLAMP (start, overlay->scene->view_left, overlay->scene->view_right);
  end = CLAMP (end, overlay->scene->view_left, overlay->scene->view_right);
  double left = floor (fmin (start, end)), right = ceil (fmax (start, end));
  add_box (overlay, PARL_COLOR_FOCUS, 0.2, left, 0, right - left, overlay->scene->height);
  add_box (overlay, PARL_COLOR_FOCUS, 1, left, 0, 1, overlay->scene->height);
  add_box (overlay, PARL_COLOR_FOCUS, 1, right - 1, 0, 1, overlay->scene->height);
}

static void
add_ring (const Overlay *overlay, const graphene_rect_t *box)
{
  GdkRGBA color = get_rgba (overlay->scene, PARL_COLOR_FOCUS, 1);
  float width = RING_WIDTH;
  GskRoundedRect outline;

  gtk_snapshot_append_border (overlay->snapshot, gsk_rounded_rect_init_from_rect (&outline, box, 4),
                              (const float[]){ width, width, width, width },
                              (const GdkRGBA[]){ color, color, color, color });
}

/* Where the ring goes, on whole pixels; of a sample that is not shown by itself the cursor tells
 * where it is. */
static bool
get_ring (const Overlay *overlay, graphene_rect_t *ring)
{
  double x, y, width, height;

  if (!parl_scene_get_item_box (overlay->scene, overlay->self->item, &x, &y, &width, &height))
    return false;

  double more_x = fmax (SMALLEST_RING - width, 2 * (RING_GAP + RING_WIDTH)) / 2;
  double more_y = fmax (SMALLEST_RING - height, 2 * (RING_GAP + RING_WIDTH)) / 2;
  double left = fmax (floor (x - more_x), 0), top = fmax (floor (y - more_y), 0);
  double right = fmin (ceil (x + width + more_x), overlay->scene->width);
  double bottom = fmin (ceil (y + height + more_y), overlay->scene->height);
  *ring
      = GRAPHENE_RECT_INIT ((float)left, (float)top, (float)(right - left), (float)(bottom - top));
  return right > left && bottom > top;
}

/* How much of the chart's own words @box lies on, in px². */
static double
measure_covered (const ParlScene *scene, const graphene_rect_t *box)
{
  double sum = 0;

  for (unsigned i = 0; i < scene->marks->len; i++)
    {
      const ParlSceneMark *mark = &g_array_index (scene->marks, ParlSceneMark, i);
      graphene_rect_t text = GRAPHENE_RECT_INIT ((float)mark->x, (float)mark->y, (float)mark->width,
                                                 (float)mark->height);
      graphene_rect_t common;

      if (mark->kind == PARL_MARK_TEXT && graphene_rect_intersection (box, &text, &common))
        sum += (double)common.size.width * (double)common.size.height;
    }
  return sum;
}

/* Above it or below it, else beside it: where fewest of the chart's own words are covered, the
 * first of equals. What is as large as its chart has no room; its words stand in the card. */
bool
parl_chart_overlay_place_words (const ParlScene *scene, const graphene_rect_t *ring, double width,
                                double height, double *x, double *y)
{
  const double gap = 4;
  double left = ring->origin.x, right = left + ring->size.width, middle = (left + right) / 2;
  double top = ring->origin.y, bottom = top + ring->size.height;
  double beside = fmax (fmin ((top + bottom - height) / 2, scene->height - height), 0);
  const struct
  {
    double x, y;
  } places[] = { { middle, top - gap - height },
                 { left + width / 2, top - gap - height },
                 { right - width / 2, top - gap - height },
                 { middle, bottom + gap },
                 { left + width / 2, bottom + gap },
                 { right - width / 2, bottom + gap },
                 { right + gap + width / 2, beside },
                 { left - gap - width / 2, beside } };
  double least = INFINITY;

  for (unsigned i = 0; i < G_N_ELEMENTS (places); i++)
    {
      /* What is above or below may be moved into the chart. */
      bool is_beside = i >= 6;
      double most = scene->width - width / 2;
      double at = is_beside ? places[i].x : fmax (fmin (places[i].x, most), width / 2);
      graphene_rect_t box = GRAPHENE_RECT_INIT ((float)(at - width / 2), (float)places[i].y,
                                                (float)width, (float)height);

      if (places[i].y < 0 || places[i].y + height > scene->height
          || (is_beside && (at < width / 2 || at > most)) || (is_beside && least < INFINITY))
        continue;
      double covered = measure_covered (scene, &box);
      if (covered >= least)
        continue;
      least = covered;
      *x = at;
      *y = places[i].y;
    }
  return least < INFINITY;
}

/* The item in focus: its ring and its words. */
static void
add_item (const Overlay *overlay)
{
  graphene_rect_t ring = GRAPHENE_RECT_INIT ((float)overlay->scene->width / 2, 0, 0, 0);

  if (overlay->self->item < 0)
    return;
  if (get_ring (overlay, &ring))
    add_ring (overlay, &ring);
  else
    {
      double x = parl_scene_get_x (overlay->scene, overlay->self->item_time);
      /* Out of the view, or too small a chart: words would point at something else. */
      if (isnan (x))
        return;
      ring.origin.x = (float)x;
    }

  double padding = parl_scene_px (overlay->scene, 8);
  g_autoptr (PangoLayout) layout = create_layout (overlay, overlay->self->words, padding);
  int text_width, text_height;
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  double x, y;
  if (parl_chart_overlay_place_words (overlay->scene, &ring, text_width + 2 * padding,
                                      text_height + padding, &x, &y))
    add_words (overlay, layout, padding, x, y);
}

void
parl_chart_overlay_snapshot (const ParlChartOverlay *self, const ParlScene *scene,
                             GtkSnapshot *snapshot)
{
  Overlay overlay = { self, scene, snapshot };

  add_span (&overlay);
  add_cursor (&overlay);
  add_item (&overlay);
}
