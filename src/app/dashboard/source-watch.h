/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Follows a list of sources and every source in it. */

#include "app/dashboard/source-item.h"

#include <gio/gio.h>

typedef struct _ParlSourceWatch ParlSourceWatch;

/* Calls @changed whenever a source came, went, or became another. */
ParlSourceWatch *parl_source_watch_new (GListModel *sources, void (*changed) (gpointer data),
                                        gpointer data);
void parl_source_watch_free (ParlSourceWatch *self);
