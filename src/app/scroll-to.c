/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scrolling to what has just changed. GTK 4.8 scrolls to the focus alone, and the focus stays where
 * it is. Knows nothing of what is in the widget. */
#include "config.h"

#include "app/scroll-to.h"

/* Where something is, is known after the next frame was laid out. */
static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  unsigned *n_frames = data;
  GtkWidget *viewport = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);
  GtkWidget *content = viewport != NULL ? gtk_viewport_get_child (GTK_VIEWPORT (viewport)) : NULL;
  graphene_rect_t place;

  (void)clock;
  if (++*n_frames < 2)
    return G_SOURCE_CONTINUE;
  if (content != NULL && gtk_widget_compute_bounds (widget, content, &place))
    gtk_adjustment_clamp_page (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport)),
                               place.origin.y, place.origin.y + place.size.height);
  return G_SOURCE_REMOVE;
}

void
parl_scroll_to (GtkWidget *widget)
{
  gtk_widget_add_tick_callback (widget, on_frame, g_new0 (unsigned, 1), g_free);
}
