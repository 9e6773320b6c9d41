/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Lets a widget be dragged out of the window as a picture, into a chat, a slide or a mail. */

#include <gtk/gtk.h>

/* What is dragged; (transfer full) (nullable): NULL: nothing is, for now. */
typedef GdkContentProvider *(*ParlDragContent) (GtkWidget *widget, gpointer data);

/* @data: lives as long as @widget */
void parl_picture_drag_install (GtkWidget *widget, ParlDragContent create, gpointer data);
/* A ParlDragContent: the widget as it is shown, at twice its size. */
GdkContentProvider *parl_picture_drag_create_content (GtkWidget *widget, gpointer data);
