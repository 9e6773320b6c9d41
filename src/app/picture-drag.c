/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for the picture when the drag begins, so that it shows what was under the pointer. Knows no
 * widget's contents. */
#include "config.h"

#include "app/picture-drag.h"

#define SCALE 2 /* px of the picture a px of the widget: sharp on a slide */

GdkContentProvider *
parl_picture_drag_create_content (GtkWidget *widget, G_GNUC_UNUSED gpointer data)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GskRenderer *renderer = native != NULL ? gtk_native_get_renderer (native) : NULL;
  float width = (float)gtk_widget_get_width (widget) * SCALE;
  float height = (float)gtk_widget_get_height (widget) * SCALE;
  if (renderer == NULL || width <= 0 || height <= 0)
    return NULL;

  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  GskRenderNode *node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return NULL;
  g_autoptr (GdkTexture) texture
      = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gsk_render_node_unref (node);
  return gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture);
}

typedef struct
{
  ParlDragContent create;
  gpointer data;
} Content;

static GdkContentProvider *
on_prepare (GtkDragSource *source, G_GNUC_UNUSED double x, G_GNUC_UNUSED double y, gpointer data)
{
  const Content *content = data;

  return content->create (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source)),
                          content->data);
}

static void
on_begin (GtkDragSource *source)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GdkPaintable) icon = gdk_paintable_get_current_image (paintable);

  gtk_drag_source_set_icon (source, icon, 0, 0);
}

static void
free_content (gpointer data, G_GNUC_UNUSED GClosure *closure)
{
  g_free (data);
}

void
parl_picture_drag_install (GtkWidget *widget, ParlDragContent create, gpointer data)
{
  GtkDragSource *source = gtk_drag_source_new ();
  Content *content = g_new (Content, 1);

  *content = (Content){ create, data };
  /* A button takes the press for its own, while a chart's own drags come first. */
  if (GTK_IS_BUTTON (widget))
    gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (source), GTK_PHASE_CAPTURE);
  g_signal_connect_data (source, "prepare", G_CALLBACK (on_prepare), content, free_content, 0);
  g_signal_connect (source, "drag-begin", G_CALLBACK (on_begin), NULL);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (source));
}
