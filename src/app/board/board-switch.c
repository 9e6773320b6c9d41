/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs the cards and lines of the two boards by the address of the fact that they are about, and
 * draws the change. */
#include "config.h"

#include "app/board/board-switch.h"

#include "app/board/fact-area.h"

#define DURATION 200 /* ms */

/* A part of the old board. */
typedef struct
{
  char *link; /* of its fact; NULL: none */
  GdkPaintable *image;
  graphene_rect_t box; /* in this widget */
} Part;

struct _ParlBoardSwitch
{
  GtkWidget parent_instance;

  GPtrArray *parts;  /* (element-type Part): of the old board; empty: nothing to show */
  ParlBoardView *to; /* weak */
  AdwAnimation *animation;
};

G_DEFINE_FINAL_TYPE (ParlBoardSwitch, parl_board_switch, GTK_TYPE_WIDGET)

static void
free_part (gpointer data)
{
  Part *part = data;

  g_free (part->link);
  g_object_unref (part->image);
  g_free (part);
}

static const char *
get_link (GtkWidget *widget)
{
  return PARL_IS_FACT_AREA (widget) ? parl_fact_area_get_link (PARL_FACT_AREA (widget)) : NULL;
}

static void
add_part (GtkWidget *widget, gpointer data)
{
  ParlBoardSwitch *self = data;
  g_autoptr (GdkPaintable) live = gtk_widget_paintable_new (widget);
  Part *part = g_new0 (Part, 1);

  if (!gtk_widget_compute_bounds (widget, gtk_widget_get_parent (GTK_WIDGET (self)), &part->box))
    {
      g_free (part);
      return;
    }
  part->link = g_strdup (get_link (widget));
  part->image = gdk_paintable_get_current_image (live);
  g_ptr_array_add (self->parts, part);
}

static Part *
find_part (ParlBoardSwitch *self, const char *link)
{
  for (unsigned i = 0; link != NULL && i < self->parts->len; i++)
    {
      Part *part = g_ptr_array_index (self->parts, i);
      if (g_strcmp0 (part->link, link) == 0)
        return part;
    }
  return NULL;
}

/* Drawing. */

typedef struct
{
  ParlBoardSwitch *self;
  GtkSnapshot *snapshot;
  double progress;      /* 0 to 1 */
  GHashTable *together; /* of Part: drawn with what has taken its place */
} Frame;

static void
draw (const Frame *frame, GdkPaintable *paintable, float x, float y, float width, float height,
      double opacity)
{
  gtk_snapshot_save (frame->snapshot);
  gtk_snapshot_translate (frame->snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_push_opacity (frame->snapshot, opacity);
  gdk_paintable_snapshot (paintable, frame->snapshot, width, height);
  gtk_snapshot_pop (frame->snapshot);
  gtk_snapshot_restore (frame->snapshot);
}

static void
draw_part (const Frame *frame, const Part *part, float x, float y)
{
  draw (frame, part->image, x, y, part->box.size.width, part->box.size.height, 1 - frame->progress);
}

/* Draws a part on its way from its place on the old board to that on the new one. */
static void
draw_new (GtkWidget *widget, gpointer data)
{
  Frame *frame = data;
  Part *old = find_part (frame->self, get_link (widget));
  g_autoptr (GdkPaintable) live = gtk_widget_paintable_new (widget);
  graphene_rect_t box;

  if (!gtk_widget_compute_bounds (widget, GTK_WIDGET (frame->self), &box))
    return;
  float x = box.origin.x, y = box.origin.y;
  if (old != NULL)
    {
      float rest = (float)(1 - frame->progress);
      x += (old->box.origin.x - x) * rest;
      y += (old->box.origin.y - y) * rest;
      g_hash_table_add (frame->together, old);
      draw_part (frame, old, x, y);
    }
  draw (frame, live, x, y, box.size.width, box.size.height, frame->progress);
}

static void
parl_board_switch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ParlBoardSwitch *self = PARL_BOARD_SWITCH (widget);
  g_autoptr (GHashTable) together = g_hash_table_new (NULL, NULL);
  Frame frame
      = { self, snapshot, self->animation != NULL ? adw_animation_get_value (self->animation) : 1,
          together };

  if (self->to == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self->to)))
    return;
  parl_board_view_foreach_part (self->to, draw_new, &frame);
  for (unsigned i = 0; i < self->parts->len; i++)
    {
      const Part *part = g_ptr_array_index (self->parts, i);
      if (!g_hash_table_contains (together, part))
        draw_part (&frame, part, part->box.origin.x, part->box.origin.y);
    }
}

static void
on_step (double value, gpointer data)
{
  gtk_widget_queue_draw (data);
}

static void
stop (ParlBoardSwitch *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_clear_object (&self->animation);
  g_clear_weak_pointer (&self->to);
  g_ptr_array_set_size (self->parts, 0);
}

static void
parl_board_switch_dispose (GObject *object)
{
  ParlBoardSwitch *self = PARL_BOARD_SWITCH (object);

  if (self->animation != NULL)
    g_signal_handlers_disconnect_by_data (self->animation, self);
  g_clear_object (&self->animation);
  g_clear_weak_pointer (&self->to);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  G_OBJECT_CLASS (parl_board_switch_parent_class)->dispose (object);
}

static void
parl_board_switch_class_init (ParlBoardSwitchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = parl_board_switch_dispose;
  GTK_WIDGET_CLASS (klass)->snapshot = parl_board_switch_snapshot;
}

static void
parl_board_switch_init (ParlBoardSwitch *self)
{
  self->parts = g_ptr_array_new_with_free_func (free_part);
  gtk_widget_add_css_class (GTK_WIDGET (self), "board-switch");
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
parl_board_switch_begin (ParlBoardSwitch *self, ParlBoardView *from)
{
  if (self->animation != NULL)
    adw_animation_skip (self->animation); /* stops */
  if (from != NULL && gtk_widget_get_mapped (GTK_WIDGET (from))
      && adw_get_enable_animations (GTK_WIDGET (self)))
    parl_board_view_foreach_part (from, add_part, self);
}

void
parl_board_switch_play (ParlBoardSwitch *self, ParlBoardView *to)
{
  if (self->parts->len == 0)
    return;
  g_set_weak_pointer (&self->to, to);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  self->animation = adw_timed_animation_new (
      GTK_WIDGET (self), 0, 1, DURATION, adw_callback_animation_target_new (on_step, self, NULL));
  g_signal_connect_swapped (self->animation, "done", G_CALLBACK (stop), self);
  adw_animation_play (self->animation);
}
