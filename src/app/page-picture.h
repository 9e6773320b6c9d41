/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A board's page, made on a worker thread: for the preview, the clipboard, or a file. */

#include "report/page.h"

typedef struct
{
  char *size; /* name of a ParlPageSize */
  ParlPictureFormat format;
  ParlTheme theme;
  bool draft;
} ParlPageChoice;

/* The word that must stand across a page of @board, however it was asked for; NULL: none. */
const char *parl_page_picture_get_stamp (const ParlBoard *board, bool draft);
const char *parl_page_picture_get_ending (ParlPictureFormat format);
/* "parlance-exec-2026-11-21.png" */
char *parl_page_picture_dup_name (const ParlBoard *board, ParlPictureFormat format);

/* As bytes; @data must not be freed before. */
void parl_page_picture_make_async (ParlBoard *board, const ParlPageChoice *choice,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer data);
GBytes *parl_page_picture_make_finish (GAsyncResult *result, GError **error);
/* Into a file, whole or not at all. */
void parl_page_picture_save_async (ParlBoard *board, const ParlPageChoice *choice, const char *path,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer data);
bool parl_page_picture_save_finish (GAsyncResult *result, GError **error);
