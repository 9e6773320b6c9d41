/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Evidence's columns and cells in words: titles, times in the reader's zone, numbers in the locale.
 */

#include "analysis/evidence-table.h"

#include <gtk/gtk.h>

const char *parl_evidence_column_get_title (const char *column);
/* What the choice of all its values is called; NULL: a column that nobody narrows by. */
const char *parl_evidence_column_get_all (const char *column);
char *parl_evidence_column_dup_words (const char *column, ParlCellKind kind, const char *cell);

/* A column of a view whose items are ParlEvidenceRow. Its header can be clicked; the order is the
 * model's business. */
GtkColumnViewColumn *parl_evidence_column_new (ParlEvidenceTable *table, unsigned index,
                                               GtkSorter *sorter);
/* The position in the list of the row that @widget shows a cell of, or GTK_INVALID_LIST_POSITION.
 */
/* Whether its cells are sentences, which take a second line. */
bool parl_evidence_column_is_sentence (const char *column);
unsigned parl_evidence_column_get_rank (const char *column);
unsigned parl_evidence_column_find_position (GtkWidget *widget);
/* In the rows below @widget. NULL: that row is not on screen. */
GtkWidget *parl_evidence_column_find_cell (GtkWidget *widget, unsigned position);
