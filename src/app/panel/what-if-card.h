/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What if some causes were checked for before each update: a switch for each, and what would be.
 * The choice is kept whatever fact is explained beside it. */

#include "analysis/what-if.h"
#include "audiences/file/audience.h"

#include <adwaita.h>

#define PARL_TYPE_WHAT_IF_CARD (parl_what_if_card_get_type ())
G_DECLARE_FINAL_TYPE (ParlWhatIfCard, parl_what_if_card, PARL, WHAT_IF_CARD, GtkBox)

/* @findings, @audience: (nullable): NULL: nothing is to be shown. */
void parl_what_if_card_set_findings (ParlWhatIfCard *self, const ParlFindings *findings,
                                     ParlAudience *audience);
void parl_what_if_card_forget (ParlWhatIfCard *self); /* the choice: of another fleet */

/* What is to be put on pages: (nullable) (element-type ParlCheck). The signal "report-changed"
 * tells that it is another choice, or none any more. */
const GArray *parl_what_if_card_get_report (ParlWhatIfCard *self);
