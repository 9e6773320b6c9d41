/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Scrolls so that @widget, which has just been shown or filled, is seen as far as it fits. */
void parl_scroll_to (GtkWidget *widget);
