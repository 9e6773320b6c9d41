/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The actions of the window that choose what part of the fleet the boards speak of: win.class,
 * win.release, win.site, win.clear-filters, win.drill, win.undo. */

#include <gtk/gtk.h>

/* @klass: the main window's */
void parl_scope_actions_install (GtkWidgetClass *klass);
