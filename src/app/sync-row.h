/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One source during the first sync: how far it is, or why it failed and what to do. */

#include "app/source-words.h"

#include <adwaita.h>

#define PARL_TYPE_SYNC_ROW (parl_sync_row_get_type ())
G_DECLARE_FINAL_TYPE (ParlSyncRow, parl_sync_row, PARL, SYNC_ROW, AdwPreferencesRow)

GtkWidget *parl_sync_row_new (void);
void parl_sync_row_update (ParlSyncRow *self, ParlSourceItem *item, ParlTime now);
