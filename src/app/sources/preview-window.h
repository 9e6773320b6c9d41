/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a source answers, as it comes, beside the first rows as they are understood. */

#include "sources/source-config.h"

#include <adwaita.h>

#define PARL_TYPE_PREVIEW_WINDOW (parl_preview_window_get_type ())
G_DECLARE_FINAL_TYPE (ParlPreviewWindow, parl_preview_window, PARL, PREVIEW_WINDOW, AdwWindow)

/* @secret: (nullable): copied; NULL: the keyring's */
GtkWindow *parl_preview_window_new (ParlSourceConfig *config, const char *secret);
