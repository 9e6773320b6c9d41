/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One sentence about what is missing just now, since when, and what happens next. */

#include "app/dashboard.h"

#include <adwaita.h>

#define PARL_TYPE_NOTICE_ROW (parl_notice_row_get_type ())
G_DECLARE_FINAL_TYPE (ParlNoticeRow, parl_notice_row, PARL, NOTICE_ROW, GtkBox)

void parl_notice_row_set_dashboard (ParlNoticeRow *self, ParlDashboard *dashboard);
