/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The export dialog: a live preview of a board's page, its audience, format and size, and where it
 * is saved or copied. */

#include "app/dashboard/dashboard.h"
#include "app/settings.h"

#include <adwaita.h>

#define PARL_TYPE_EXPORT_DIALOG (parl_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ParlExportDialog, parl_export_dialog, PARL, EXPORT_DIALOG, AdwWindow)

/* The dashboard must have boards. @audience: whose page it begins with. */
GtkWindow *parl_export_dialog_new (ParlDashboard *dashboard, ParlSettings *settings,
                                   const char *audience);
