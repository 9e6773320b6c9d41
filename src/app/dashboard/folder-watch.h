/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Calls back when files of a folder change. The folder need not exist yet, and may be deleted and
 * made again. */

#include <gio/gio.h>

typedef struct _ParlFolderWatch ParlFolderWatch;

ParlFolderWatch *parl_folder_watch_new (const char *path, void (*changed) (gpointer data),
                                        gpointer data);
void parl_folder_watch_free (ParlFolderWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlFolderWatch, parl_folder_watch_free)
