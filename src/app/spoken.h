/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a screen reader calls the controls that have no name of their own. */
#pragma once

#include <gtk/gtk.h>
#include <stdbool.h>

/* From now on every control of this program is named when it appears, GTK's and Adwaita's own
 * included. Once a program. */
void parl_spoken_install (void);
/* Whether @widget has a name: one that it was given, or that of another widget. */
bool parl_spoken_has_name (GtkWidget *widget);
