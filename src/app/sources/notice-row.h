/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What is missing, in one sentence under the strip, while something is. */

#include "app/breakpoint-bin.h"
#include "app/dashboard/dashboard.h"

#include <adwaita.h>

#define PARL_TYPE_NOTICE_ROW (parl_notice_row_get_type ())
G_DECLARE_FINAL_TYPE (ParlNoticeRow, parl_notice_row, PARL, NOTICE_ROW, GtkBox)

void parl_notice_row_set_dashboard (ParlNoticeRow *self, ParlDashboard *dashboard);
void parl_notice_row_set_mode (ParlNoticeRow *self, ParlWidth mode);
