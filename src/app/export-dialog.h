/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A page for those who are not here: preview, size, and where it goes. */

#include "app/dashboard.h"

#include <adwaita.h>

#define PARL_TYPE_EXPORT_DIALOG (parl_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ParlExportDialog, parl_export_dialog, PARL, EXPORT_DIALOG, AdwWindow)

GtkWindow *parl_export_dialog_new (ParlDashboard *dashboard, const char *audience);
