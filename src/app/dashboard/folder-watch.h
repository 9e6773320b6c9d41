/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Tells when files of a folder change, that may not exist yet, may go and may come again. */

#include <gio/gio.h>

typedef struct _ParlFolderWatch ParlFolderWatch;

ParlFolderWatch *parl_folder_watch_new (const char *path, void (*changed) (gpointer data),
                                        gpointer data);
void parl_folder_watch_free (ParlFolderWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlFolderWatch, parl_folder_watch_free)
