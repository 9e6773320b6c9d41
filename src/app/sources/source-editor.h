/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Adds a source, or changes one. */

#include "app/dashboard/dashboard.h"

#include <adwaita.h>

#define PARL_TYPE_SOURCE_EDITOR (parl_source_editor_get_type ())
G_DECLARE_FINAL_TYPE (ParlSourceEditor, parl_source_editor, PARL, SOURCE_EDITOR, AdwWindow)

/* @name: (nullable): the source to change; NULL: a new one */
GtkWindow *parl_source_editor_new (ParlDashboard *dashboard, const char *name);
