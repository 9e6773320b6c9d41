/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One source in the list of all: its condition, whether it is read, and ways to change it. Acts by
 * the actions sources.pause(sb), sources.edit(s) and sources.remove(s). */

#include "app/source-words.h"

#include <adwaita.h>

#define PARL_TYPE_SOURCE_ROW (parl_source_row_get_type ())
G_DECLARE_FINAL_TYPE (ParlSourceRow, parl_source_row, PARL, SOURCE_ROW, AdwActionRow)

GtkWidget *parl_source_row_new (void);
/* @targets is borrowed for the call. */
void parl_source_row_update (ParlSourceRow *self, ParlSourceItem *item, ParlTime now,
                             const ParlTargets *targets);
