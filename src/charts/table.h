/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A chart as a table of words, for View as Table and for those who read better than they see. */

#include "charts/spec.h"

typedef struct
{
  unsigned n_columns;
  char **heads;    /* n_columns names, NULL-terminated; some may be empty */
  GPtrArray *rows; /* char **, n_columns words each, NULL-terminated; empty where there are none */
} ParlTable;

ParlTable *parl_chart_spec_tabulate (const ParlChartSpec *spec);
void parl_table_free (ParlTable *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlTable, parl_table_free)
