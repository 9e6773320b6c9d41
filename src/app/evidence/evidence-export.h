/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Rows of evidence out of the window: to the clipboard, or to a file of the user's choice. */

#include "analysis/evidence-table.h"

#include <gtk/gtk.h>

/* Both tell by win.toast how it went. @widget: whose window it is. */
void parl_evidence_export_copy (GtkWidget *widget, ParlEvidenceTable *table,
                                const ParlEvidenceLayout *layout);
void parl_evidence_export_save (GtkWidget *widget, ParlEvidenceTable *table,
                                const ParlEvidenceLayout *layout, const char *name);
