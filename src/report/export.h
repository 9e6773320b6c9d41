/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One file, whole or not at all. */

#include "report/error.h"

#include <gio/gio.h>
#include <stdbool.h>

typedef struct _ParlExport ParlExport;

ParlExport *parl_export_begin (const char *path, GError **error);
const char *parl_export_get_path (const ParlExport *self);
GOutputStream *parl_export_get_stream (ParlExport *self);
bool parl_export_finish (ParlExport *self, GError **error);
void parl_export_free (ParlExport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlExport, parl_export_free)
