/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Comma-separated values as RFC 4180 has them: rows of cells, quotes, and lines that end in CR LF,
 * LF or CR. Knows nothing of what the cells mean. */

#include <glib.h>
#include <stdbool.h>

typedef enum
{
  PARL_CSV_ROW, /* `line` and `cells` hold it */
  PARL_CSV_END,
  PARL_CSV_FLAW /* `flaw` says what is wrong in which cell; there is no going on */
} ParlCsvStep;

/* Read only, but for parl_csv_next(). */
typedef struct
{
  unsigned line;    /* on which the row begins, from 1 */
  GPtrArray *cells; /* (element-type utf8): without quotes, and without blanks around them */
  char *flaw;       /* a sentence without place or full stop; NULL: none */

  const char *at, *end;
  unsigned at_line;
} ParlCsv;

ParlCsv *parl_csv_new (const char *text, size_t length); /* borrowed; valid UTF-8 without NUL */
void parl_csv_free (ParlCsv *self);
ParlCsvStep parl_csv_next (ParlCsv *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlCsv, parl_csv_free)
