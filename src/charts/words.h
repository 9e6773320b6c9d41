/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Puts the words of a spec together: as a tip, as lines of a description, as rows of a table. What
 * is NULL or empty is left out. */

#include "charts/spec.h"

/* A chart as a table of words, for View as Table and for those who read better than they see. */
typedef struct
{
  unsigned n_columns;
  char **heads;    /* n_columns names, NULL-terminated; some may be empty */
  GPtrArray *rows; /* char **, n_columns words each, NULL-terminated; empty where there are none */
} ParlTable;

/* A list of words as two arguments: how many, and which. */
#define PARL_WORDS(...)                                                                            \
  G_N_ELEMENTS (((const char *[]){ __VA_ARGS__ })), (const char *[])                               \
  {                                                                                                \
    __VA_ARGS__                                                                                    \
  }

bool parl_words_exist (const char *text);

bool parl_tip_exists (const ParlTip *self);
ParlTip parl_tip_copy (const ParlTip *self);
ParlTip parl_tip_new (const char *when, unsigned n_words, const char *const *words);

/* "label: one, two", or without a label "one, two"; no line where there are no words. */
void parl_words_add_line (GString *out, const char *label, unsigned n_words,
                          const char *const *words);
void parl_words_add_tick (GString *out, const ParlTick *tick);

ParlTable *parl_table_new (unsigned n_heads, const char *const *heads);
void parl_table_add_row (ParlTable *self, unsigned n_words, const char *const *words);
void parl_table_add_tick (ParlTable *self, const char *name, const ParlTick *tick);
ParlTable *parl_chart_spec_tabulate (const ParlChartSpec *spec);
void parl_table_free (ParlTable *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlTable, parl_table_free)
