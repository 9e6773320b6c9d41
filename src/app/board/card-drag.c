/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes the picture when the drag begins, so that it shows what was under the pointer. Knows no
 * card's contents. */
#include "config.h"

#include "app/board/card-drag.h"

#define SCALE 2 /* px of the picture a px of the card: sharp on a slide */

GdkTexture *
parl_card_drag_create_picture (GtkWidget *card)
{
  GtkNative *native = gtk_widget_get_native (card);
  GskRenderer *renderer = native != NULL ? gtk_native_get_renderer (native) : NULL;
  float width = (float)gtk_widget_get_width (card) * SCALE;
  float height = (float)gtk_widget_get_height (card) * SCALE;
  if (renderer == NULL || width <= 0 || height <= 0)
    return NULL;

  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (card);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  GskRenderNode *node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return NULL;
  GdkTexture *texture
      = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gsk_render_node_unref (node);
  return texture;
}

static GdkContentProvider *
on_prepare (GtkDragSource *source, G_GNUC_UNUSED double x, G_GNUC_UNUSED double y, GtkWidget *card)
{
  g_autoptr (GdkTexture) picture = parl_card_drag_create_picture (card);

  if (picture == NULL)
    return NULL;
  return gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, picture);
}

static void
on_begin (GtkDragSource *source, G_GNUC_UNUSED GdkDrag *drag, GtkWidget *card)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (card);
  g_autoptr (GdkPaintable) icon = gdk_paintable_get_current_image (paintable);

  gtk_drag_source_set_icon (source, icon, 0, 0);
}

void
parl_card_drag_install (GtkWidget *card)
{
  GtkDragSource *source = gtk_drag_source_new ();

  g_signal_connect (source, "prepare", G_CALLBACK (on_prepare), card);
  g_signal_connect (source, "drag-begin", G_CALLBACK (on_begin), card);
  gtk_widget_add_controller (card, GTK_EVENT_CONTROLLER (source));
}
