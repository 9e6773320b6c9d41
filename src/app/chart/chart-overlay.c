/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands above a chart while someone reads it: the upright line at the shared time with its
 * date, the span that is being chosen, the ring around the item in focus and its words. In the
 * colours and type of charts; decides nothing but places. */
#include "config.h"

#include "app/chart/chart-overlay.h"

#include "audiences/format.h"

#include <math.h>

#define RING_GAP 2
#define RING_WIDTH 2
#define SMALLEST_RING 14

typedef struct
{
  const ParlChartOverlay *self;
  const ParlScene *scene;
  GtkSnapshot *snapshot;
} Overlay;

static GdkRGBA
get_color (const Overlay *overlay, ParlColorRole role, double alpha)
{
  ParlColor color = parl_style_get_color (&overlay->scene->style, role);

  return (GdkRGBA){ (float)color.red, (float)color.green, (float)color.blue, (float)alpha };
}

static void
add_box (const Overlay *overlay, ParlColorRole role, double alpha, double x, double y, double width,
         double height)
{
  GdkRGBA color = get_color (overlay, role, alpha);

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
  GdkRGBA ink = get_color (overlay, PARL_COLOR_CARD, 1);

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
  GdkRGBA color = get_color (overlay, PARL_COLOR_FOCUS, 1);
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

/* The item in focus: its ring, and its words above it; where there is no room below it, or in it.
 */
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
  int text_height;
  pango_layout_get_pixel_size (layout, NULL, &text_height);
  double height = text_height + padding, end = ring.origin.y + ring.size.height + 4;
  double y = ring.origin.y - height - 4;
  if (y < 0)
    y = end + height <= overlay->scene->height ? end : 0;
  add_words (overlay, layout, padding, ring.origin.x + ring.size.width / 2, y);
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
