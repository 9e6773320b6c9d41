/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A source's condition in one line that opens its details: when it was read, from where, what went
 * wrong, what happens next, and what one can do about it. */

#include "app/sources/source-words.h"

#include <adwaita.h>

/* Gives @widget the CSS class and @sign the icon of a condition. */
void parl_condition_show (ParlCondition condition, gpointer widget, GtkImage *sign);

#define PARL_TYPE_SOURCE_DETAILS (parl_source_details_get_type ())
G_DECLARE_FINAL_TYPE (ParlSourceDetails, parl_source_details, PARL, SOURCE_DETAILS, GtkBox)

void parl_source_details_update (ParlSourceDetails *self, ParlSourceItem *item, ParlTime now,
                                 const ParlTargets *targets);

#define PARL_TYPE_SOURCE_CHIP (parl_source_chip_get_type ())
G_DECLARE_FINAL_TYPE (ParlSourceChip, parl_source_chip, PARL, SOURCE_CHIP, AdwBin)

void parl_source_chip_show_one (ParlSourceChip *self, ParlSourceItem *item, ParlTime now,
                                const ParlTargets *targets);
/* @sources: (element-type ParlSourceItem), folded into one chip. */
void parl_source_chip_show_all (ParlSourceChip *self, GListModel *sources, ParlTime now,
                                const ParlTargets *targets);
