/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart's scene as render nodes: boxes, columns and plain lines are nodes of one colour, words
 * are text nodes, and only what has slanted or round edges goes through cairo, in nodes as small as
 * it is. Decides nothing: every place, size and colour stands in the scene. */
#include "config.h"

#include "app/chart/chart-painter.h"

#include <math.h>

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

static GdkRGBA
get_color (const Painter *painter, const ParlSceneMark *mark)
{
  ParlColor color = parl_style_get_color (&painter->scene->style, mark->role);

  return (GdkRGBA){ (float)color.red, (float)color.green, (float)color.blue, (float)mark->alpha };
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
  GdkRGBA color = get_color (painter, mark);
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
  GdkRGBA color = get_color (painter, mark);
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
  GdkRGBA color = get_color (painter, mark);
  graphene_rect_t box = mark->width == 0 ? make_box (x - half, y, mark->stroke, fabs (mark->height))
                                         : make_box (x, y - half, fabs (mark->width), mark->stroke);

  gtk_snapshot_append_color (painter->snapshot, &color, &box);
}

static void
add_columns (const Painter *painter, const ParlSceneMark *mark)
{
  GdkRGBA color = get_color (painter, mark);

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
  GdkRGBA color = get_color (painter, mark);

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
