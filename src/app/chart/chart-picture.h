/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A chart as a picture, made on a thread of its own: for the clipboard, or as a file. */

#include "charts/spec.h"
#include "charts/style.h"
#include "report/page.h"

#include <gtk/gtk.h>

/* When a file can't be written, activates win.toast (sentence). */
void parl_chart_picture_make (GtkWidget *widget, const ParlChartSpec *spec, const ParlStyle *style,
                              ParlPictureFormat format, const char *path);
