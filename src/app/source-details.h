/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* All that is to be said of one source: when it was read, from where, what went wrong, what happens
 * next, and what one can do about it. For popovers. */

#include "app/source-words.h"

#include <adwaita.h>

#define PARL_TYPE_SOURCE_DETAILS (parl_source_details_get_type ())
G_DECLARE_FINAL_TYPE (ParlSourceDetails, parl_source_details, PARL, SOURCE_DETAILS, GtkBox)

/* @targets is borrowed for the call. */
void parl_source_details_update (ParlSourceDetails *self, ParlSourceItem *item, ParlTime now,
                                 const ParlTargets *targets);
