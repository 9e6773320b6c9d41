/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Lets a card be dragged out of the window as a picture, into a chat, a slide or a mail. */

#include <gtk/gtk.h>

void parl_card_drag_install (GtkWidget *card);
/* Returns: (transfer full) (nullable): the card as it is shown, at twice its size; NULL: it is not
 */
GdkTexture *parl_card_drag_create_picture (GtkWidget *card);
