/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A source's condition in one line that opens its details; or, folded, that of all sources. */

#include "app/source-words.h"

#include <adwaita.h>

#define PARL_TYPE_SOURCE_CHIP (parl_source_chip_get_type ())
G_DECLARE_FINAL_TYPE (ParlSourceChip, parl_source_chip, PARL, SOURCE_CHIP, AdwBin)

GtkWidget *parl_source_chip_new (void);
/* @targets is borrowed for the call; @sources: (element-type ParlSourceItem), shown folded into
 * one. */
void parl_source_chip_show_one (ParlSourceChip *self, ParlSourceItem *item, ParlTime now,
                                const ParlTargets *targets);
void parl_source_chip_show_all (ParlSourceChip *self, GListModel *sources, ParlTime now,
                                const ParlTargets *targets);
