/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The rows that add up to a fact's number. */

#include "app/dashboard/dashboard.h"

#include <adwaita.h>

#define PARL_TYPE_EVIDENCE_PAGE (parl_evidence_page_get_type ())
G_DECLARE_FINAL_TYPE (ParlEvidencePage, parl_evidence_page, PARL, EVIDENCE_PAGE, GtkBox)

void parl_evidence_page_set_dashboard (ParlEvidencePage *self, ParlDashboard *dashboard);
void parl_evidence_page_show (ParlEvidencePage *self, const char *link);
