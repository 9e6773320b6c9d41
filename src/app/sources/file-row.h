/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A row that names a file of this computer ("": none yet) and opens the chooser for another. Its
 * path is the property "path". */

#include <adwaita.h>

#define PARL_TYPE_FILE_ROW (parl_file_row_get_type ())
G_DECLARE_FINAL_TYPE (ParlFileRow, parl_file_row, PARL, FILE_ROW, AdwActionRow)

const char *parl_file_row_get_path (ParlFileRow *self);
void parl_file_row_set_path (ParlFileRow *self, const char *path);
/* Which files the chooser offers first: "CSV Files", "*.csv". */
void parl_file_row_set_files (ParlFileRow *self, const char *name, const char *pattern);
void parl_file_row_add_clear (ParlFileRow *self); /* a button that takes the file away */
