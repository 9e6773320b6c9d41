/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A chart as a table: in a window, and as text to paste elsewhere. */

#include "charts/words.h"

#include <adwaita.h>

#define PARL_TYPE_CHART_TABLE (parl_chart_table_get_type ())
G_DECLARE_FINAL_TYPE (ParlChartTable, parl_chart_table, PARL, CHART_TABLE, AdwWindow)

GtkWindow *parl_chart_table_new (const ParlChartSpec *spec);
char *parl_chart_table_dup_text (const ParlTable *table, char separator);
