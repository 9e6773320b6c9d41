/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Rows of a table as text, for spreadsheets. */

#include <glib.h>

/* @cells: ended by NULL
 * @separator: ',': a row of CSV as RFC 4180 has it; '\t': words parted by tabs, as a clipboard
 *   holds them
 *
 * What a spreadsheet would run as a formula gets an apostrophe before it, wherever one of its list
 * separators begins a cell. What could command a terminal or turn the direction of writing becomes
 * a space. */
void parl_cells_append_row (GString *text, const char *const *cells, char separator);
