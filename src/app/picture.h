/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Pictures of pages and charts, made on a worker thread: for the preview, the clipboard, or a file,
 * which is there whole or not at all. */

#include "charts/spec.h"
#include "charts/style.h"
#include "report/page.h"

#include <gtk/gtk.h>

typedef struct
{
  char *size; /* name of a ParlPageSize */
  ParlPictureFormat format;
  ParlTheme theme;
  bool draft;
} ParlPageChoice;

/* "parlance-exec-2026-11-21.png" */
char *parl_page_picture_dup_name (const ParlBoard *board, ParlPictureFormat format);
/* @path: (nullable): the file to write; NULL: as bytes, and @data must not be freed before. */
void parl_page_picture_make_async (ParlBoard *board, const ParlPageChoice *choice, const char *path,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer data);
GBytes *parl_page_picture_make_finish (GAsyncResult *result, GError **error);

/* Returns: (transfer full): the page as a PNG, which is made when whoever gets it asks for it */
GdkContentProvider *parl_page_picture_create_content (ParlBoard *board,
                                                      const ParlPageChoice *choice);

/* A page's bytes, a PNG, into the clipboard. */
void parl_picture_copy (GtkWidget *widget, GBytes *png);

/* When a file can't be written, activates win.toast (sentence). */
void parl_chart_picture_make (GtkWidget *widget, const ParlChartSpec *spec, const ParlStyle *style,
                              ParlPictureFormat format, const char *path);
