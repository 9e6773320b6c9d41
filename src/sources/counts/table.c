/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a table of counts, whole or not at all: a bad row may be the one that matters. What is
 * wrong is said with its line, its column and what was expected there. Opens no file. */
#include "config.h"

#include "sources/counts/table.h"

#include "model/outcomes.h"
#include "sources/counts/csv.h"
#include "sources/error.h"
#include "sources/http/reason.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define MOST_COMPLAINTS 5
#define MOST_LETTERS 200
#define MOST_COUNT 1000000000 /* so many times the longest file still is an exact double */
#define CAUSE_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

typedef enum
{
  COLUMN_DAY,
  COLUMN_FROM,
  COLUMN_TO,
  COLUMN_CLASS,
  COLUMN_SITE,
  COLUMN_OUTCOME,
  COLUMN_CAUSE,
  COLUMN_COUNT,
  N_COLUMNS
} Column;

#define NEEDED "day, from, to, class, outcome, cause, count"

static const char *const column_names[N_COLUMNS] = {
  [COLUMN_DAY] = "day",     [COLUMN_FROM] = "from",   [COLUMN_TO] = "to",
  [COLUMN_CLASS] = "class", [COLUMN_SITE] = "site",   [COLUMN_OUTCOME] = "outcome",
  [COLUMN_CAUSE] = "cause", [COLUMN_COUNT] = "count",
};

typedef struct
{
  const char *name;
  int64_t today;
  ParlCsv *csv;
  int places[N_COLUMNS]; /* of each column in the file; -1: it is not there */
  unsigned n_cells;      /* of every row */
  GPtrArray *counts;     /* (element-type ParlDayCount) */
  GHashTable *lines;     /* ParlDayCount, by all but its count -> the line it stands on */
  GPtrArray *complaints; /* (element-type utf8): the first few */
  unsigned n_bad;        /* rows */
  unsigned n_missing;    /* cells with a word for a missing value */
} Reading;

/* A cell as it may be shown: in quotes, on one line; "nothing" for an empty one. */
static char *
quote (const char *cell)
{
  static const char *const no_secrets[] = { NULL };
  g_autofree char *clean = parl_http_clean_text (cell, strlen (cell), no_secrets);

  return *cell != '\0' ? g_strdup_printf (_ ("“%s”"), clean) : g_strdup (_ ("nothing"));
}

/* The header. */

static bool G_GNUC_PRINTF (3, 4)
    refuse_header (const Reading *self, GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *reason = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED, _ ("%s, line %u: %s"),
               self->name, self->csv->line, reason);
  return false;
}

static int
find_column (const char *name)
{
  for (int column = 0; column < N_COLUMNS; column++)
    if (strcmp (column_names[column], name) == 0)
      return column;
  return -1;
}

static bool
place_column (Reading *self, unsigned place, GError **error)
{
  const char *name = g_ptr_array_index (self->csv->cells, place);
  int column = find_column (name);
  g_autofree char *quoted = quote (name);

  if (column < 0)
    return refuse_header (self, error, _ ("expected as column %u one of %s, or site, found %s"),
                          place + 1, NEEDED, quoted);
  if (self->places[column] >= 0)
    return refuse_header (self, error,
                          _ ("expected each column once, found %s as columns %d and "
                             "%u"),
                          quoted, self->places[column] + 1, place + 1);
  self->places[column] = (int)place;
  return true;
}

static bool
read_header (Reading *self, GError **error)
{
  ParlCsvStep step = parl_csv_next (self->csv);

  if (step == PARL_CSV_FLAW)
    return refuse_header (self, error, "%s", self->csv->flaw);
  if (step == PARL_CSV_END)
    return refuse_header (self, error, _ ("expected the columns %s, found an empty file"), NEEDED);

  const char *first = g_ptr_array_index (self->csv->cells, 0);
  self->n_cells = self->csv->cells->len;
  if (self->n_cells == 1 && strpbrk (first, ";\t") != NULL)
    return refuse_header (self, error,
                          strchr (first, ';') != NULL
                              ? _ ("expected commas between the cells, found semicolons")
                              : _ ("expected commas between the cells, found tabs"));
  for (unsigned i = 0; i < self->n_cells; i++)
    if (!place_column (self, i, error))
      return false;
  for (int column = 0; column < N_COLUMNS; column++)
    if (self->places[column] < 0 && column != COLUMN_SITE)
      return refuse_header (self, error, _ ("expected the columns %s, found no “%s”"), NEEDED,
                            column_names[column]);
  return true;
}

/* A row. Each reader of a cell returns what is wrong with it: (transfer full), %NULL: nothing. */

static char *
read_day (const Reading *self, const char *cell, ParlDayCount *count)
{
  g_autofree char *quoted = quote (cell);
  unsigned year = 0, month = 0, day = 0;
  int end = 0;

  if (strlen (cell) != 10 || strspn (cell, "0123456789") != 4
      || sscanf (cell, "%4u-%2u-%2u%n", &year, &month, &day, &end) != 3 || end != 10
      || !g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year))
    return g_strdup_printf (_ ("expected a day like 2026-11-13, found %s"), quoted);

  g_autoptr (GDateTime) date = g_date_time_new_utc ((int)year, (int)month, (int)day, 0, 0, 0);
  g_autoptr (GDateTime) today
      = g_date_time_new_from_unix_utc (self->today * (PARL_DAY / PARL_SECOND));
  g_autofree char *last = g_date_time_format (today, "%F");
  int64_t seconds = g_date_time_to_unix (date);
  count->day = seconds / (PARL_DAY / PARL_SECOND);
  if (seconds < 0 || count->day > self->today)
    return g_strdup_printf (_ ("expected a day from 1970-01-01 to %s, which is today in UTC, found "
                               "%s"),
                            last, quoted);
  return NULL;
}

/* What databases, pandas, R and spreadsheets write where they have no value, or none that could be
 * computed. */
static bool
is_missing (Reading *self, const char *cell)
{
  static const char *const words[]
      = { "-",       "--",     "\u2013",  "\u2014",      "nan",           "nat",
          "na",      "n/a",    "<na>",    "none",        "(none)",        "nil",
          "null",    "(null)", "<null>",  "\\n",         "undefined",     "#n/a",
          "#null!",  "#ref!",  "#value!", "#name?",      "#num!",         "#div/0!",
          "(blank)", "(leer)", "(vide)",  "(en blanco)", "(vac\u00edas)", "(vazio)" };

  for (unsigned i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (cell, words[i]) == 0)
      {
        self->n_missing++;
        return true;
      }
  return *cell == '\0';
}

/* @text: (out): the cell; %NULL where nothing is known */
static char *
read_text (Reading *self, const char *cell, char **text)
{
  for (const char *at = cell; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      {
        g_autofree char *quoted = quote (cell);
        return g_strdup_printf (_ ("expected one line without control characters, found %s"),
                                quoted);
      }
  if (g_utf8_strlen (cell, -1) > MOST_LETTERS)
    return g_strdup_printf (_ ("expected at most %d characters, found %ld"), MOST_LETTERS,
                            g_utf8_strlen (cell, -1));
  *text = is_missing (self, cell) ? NULL : g_strdup (cell);
  return NULL;
}

static char *
read_outcome (const char *cell, ParlDayCount *count)
{
  if (parl_outcome_from_string (cell, &count->outcome) && count->outcome != PARL_OUTCOME_OPEN)
    return NULL;

  g_autofree char *quoted = quote (cell);
  return g_strdup_printf (_ ("expected succeeded, failed, cancelled or no-attempt, found %s"),
                          quoted);
}

/* After the outcome. */
static char *
read_cause (Reading *self, const char *cell, ParlDayCount *count)
{
  g_autofree char *quoted = quote (cell);
  unsigned n_missing = self->n_missing;
  bool missing = is_missing (self, cell);

  if (count->outcome != PARL_OUTCOME_FAILED)
    self->n_missing = n_missing;
  if (count->outcome != PARL_OUTCOME_FAILED)
    return missing ? NULL /* and nobody asks for it */
                   : g_strdup_printf (_ ("expected nothing, because only what failed has a "
                                         "cause, found %s"),
                                      quoted);
  if (missing)
    {
      count->cause = g_strdup (PARL_CAUSE_UNKNOWN);
      return NULL;
    }
  if (cell[strspn (cell, CAUSE_LETTERS)] != '\0' || strlen (cell) > MOST_LETTERS)
    return g_strdup_printf (_ ("expected a cause of small letters, digits and hyphens, like "
                               "“disk-space”, found %s"),
                            quoted);
  count->cause = g_strdup (cell);
  return NULL;
}

static char *
read_number (const char *cell, ParlDayCount *count)
{
  g_autofree char *quoted = quote (cell);
  uint64_t number;
  bool is_whole = *cell != '\0' && cell[strspn (cell, "0123456789")] == '\0';

  if (!is_whole)
    return g_strdup_printf (_ ("expected a whole number of 0 or more, found %s"), quoted);
  if (!g_ascii_string_to_unsigned (cell, 10, 0, MOST_COUNT, &number, NULL))
    return g_strdup_printf (_ ("expected a whole number up to %d, found %s"), MOST_COUNT, quoted);
  count->count = (int64_t)number;
  return NULL;
}

static char *
read_cell (Reading *self, Column column, const char *cell, ParlDayCount *count)
{
  switch (column)
    {
    case COLUMN_DAY:
      return read_day (self, cell, count);
    case COLUMN_FROM:
      return read_text (self, cell, &count->from);
    case COLUMN_TO:
      return read_text (self, cell, &count->to);
    case COLUMN_CLASS:
      return read_text (self, cell, &count->device_class);
    case COLUMN_SITE:
      return read_text (self, cell, &count->site);
    case COLUMN_OUTCOME:
      return read_outcome (cell, count);
    case COLUMN_CAUSE:
      return read_cause (self, cell, count);
    case COLUMN_COUNT:
      return read_number (cell, count);
    case N_COLUMNS:
    default:
      g_assert_not_reached ();
    }
}

/* Returns: (transfer full) (nullable): the first cell's trouble, with its place in the row. */
static char *
read_cells (Reading *self, ParlDayCount *count)
{
  for (Column column = 0; column < N_COLUMNS; column++)
    {
      int place = self->places[column];
      if (place < 0)
        continue;

      g_autofree char *flaw
          = read_cell (self, column, g_ptr_array_index (self->csv->cells, place), count);
      if (flaw != NULL)
        return g_strdup_printf (_ ("line %u, column %d (%s): %s"), self->csv->line, place + 1,
                                column_names[column], flaw);
    }
  return NULL;
}

/* Several counts of one thing. */

static unsigned
hash_count (gconstpointer key)
{
  const ParlDayCount *count = key;
  const char *const texts[]
      = { count->from, count->to, count->device_class, count->site, count->cause };
  unsigned hash = (unsigned)count->day * 31 + count->outcome;

  for (unsigned i = 0; i < G_N_ELEMENTS (texts); i++)
    hash = hash * 31 + (texts[i] != NULL ? g_str_hash (texts[i]) : 0);
  return hash;
}

static gboolean
counts_the_same (gconstpointer a, gconstpointer b)
{
  const ParlDayCount *x = a, *y = b;

  return x->day == y->day && x->outcome == y->outcome && g_strcmp0 (x->from, y->from) == 0
         && g_strcmp0 (x->to, y->to) == 0 && g_strcmp0 (x->device_class, y->device_class) == 0
         && g_strcmp0 (x->site, y->site) == 0 && g_strcmp0 (x->cause, y->cause) == 0;
}

/* A row that a spreadsheet left behind when its cells were emptied. */
static bool
is_blank (const GPtrArray *cells)
{
  for (unsigned i = 0; i < cells->len; i++)
    if (*(const char *)g_ptr_array_index (cells, i) != '\0')
      return false;
  return true;
}

/* Returns: (transfer full) (nullable): what is wrong with the row, with its line. */
static char *
read_row (Reading *self)
{
  const ParlCsv *csv = self->csv;
  g_autoptr (ParlDayCount) count = g_new0 (ParlDayCount, 1);

  if (csv->cells->len != self->n_cells)
    return g_strdup_printf (_ ("line %u: expected %u cells, as in the first line, found %u"),
                            csv->line, self->n_cells, csv->cells->len);

  char *flaw = read_cells (self, count);
  if (flaw != NULL)
    return flaw;

  gpointer other = g_hash_table_lookup (self->lines, count);
  if (other != NULL)
    return g_strdup_printf (_ ("line %u: expected one row for what is counted here, found another "
                               "on line %u"),
                            csv->line, GPOINTER_TO_UINT (other));
  g_hash_table_insert (self->lines, count, GUINT_TO_POINTER (csv->line));
  g_ptr_array_add (self->counts, g_steal_pointer (&count));
  return NULL;
}

/* @complaint: (transfer full) (nullable) */
static void
take_complaint (Reading *self, char *complaint)
{
  if (complaint == NULL)
    return;
  if (self->n_bad++ < MOST_COMPLAINTS)
    g_ptr_array_add (self->complaints, complaint);
  else
    g_free (complaint);
}

static void
read_rows (Reading *self)
{
  ParlCsvStep step;

  while ((step = parl_csv_next (self->csv)) == PARL_CSV_ROW)
    if (!is_blank (self->csv->cells))
      take_complaint (self, read_row (self));
  if (step == PARL_CSV_FLAW)
    take_complaint (self, g_strdup_printf (_ ("line %u, column %u: %s"), self->csv->line,
                                           self->csv->cells->len + 1, self->csv->flaw));
}

/* One sentence about all that is wrong. */
static void
set_complaints (const Reading *self, GError **error)
{
  unsigned n_more = self->n_bad - self->complaints->len;

  if (n_more > 0)
    g_ptr_array_add (
        self->complaints,
        g_strdup_printf (ngettext ("and %u more row", "and %u more rows", n_more), n_more));
  g_ptr_array_add (self->complaints, NULL);

  g_autofree char *all = g_strjoinv ("; ", (char **)self->complaints->pdata);
  g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED, "%s, %s", self->name, all);
}

static bool
begins_with (const char *text, size_t length, const char *beginning, size_t n)
{
  return length >= n && g_ascii_strncasecmp (text, beginning, n) == 0;
}

/* What a file begins with that is no table as text. */
static const struct
{
  const char *beginning;
  size_t length;
  const char *what;
} kinds[] = {
  { "PK\3\4", 4, N_ ("expected CSV, found a workbook: save it as “CSV UTF-8”") },
  { "\xd0\xcf\x11\xe0", 4, N_ ("expected CSV, found a workbook: save it as “CSV UTF-8”") },
  { "\x1f\x8b", 2, N_ ("expected CSV, found a compressed file: unpack it first") },
  { "BZh", 3, N_ ("expected CSV, found a compressed file: unpack it first") },
  { "\xfd"
    "7zXZ",
    5, N_ ("expected CSV, found a compressed file: unpack it first") },
  { "\x28\xb5\x2f\xfd", 4, N_ ("expected CSV, found a compressed file: unpack it first") },
  { "\xff\xfe", 2, N_ ("expected text in UTF-8, found UTF-16: save it as “CSV UTF-8”") },
  { "\xfe\xff", 2, N_ ("expected text in UTF-8, found UTF-16: save it as “CSV UTF-8”") },
  { "<", 1, N_ ("expected CSV, found a web page") },
  { "{", 1, N_ ("expected CSV, found JSON") },
  { "[", 1, N_ ("expected CSV, found JSON") },
  { "sep=", 4, N_ ("expected the columns, found a line for spreadsheets (“sep=”): take it out") },
  { "\"sep=", 5, N_ ("expected the columns, found a line for spreadsheets (“sep=”): take it out") },
};

/* Returns: (nullable): what the file is instead of a table as text. */
static const char *
name_other_kind (const char *text, size_t length)
{
  const char *utf_16 = N_ ("expected text in UTF-8, found UTF-16: save it as “CSV UTF-8”");
  size_t skipped = begins_with (text, length, "\xef\xbb\xbf", 3) ? 3 : 0;

  /* A letter of English and its other half, without a mark before them. */
  if (length >= 4 && (text[0] == '\0') != (text[1] == '\0')
      && (text[0] == '\0') == (text[2] == '\0') && (text[1] == '\0') == (text[3] == '\0'))
    return _ (utf_16);
  while (skipped < length && g_ascii_isspace (text[skipped]))
    skipped++;
  for (unsigned i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (begins_with (text + skipped, length - skipped, kinds[i].beginning, kinds[i].length))
      return _ (kinds[i].what);
  return NULL;
}

/* What no reader of cells could take. */
static bool
check_text (const char *text, size_t length, const char *name, GError **error)
{
  const char *end;
  const char *other = name_other_kind (text, length);

  if (other != NULL)
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED, "%s: %s", name, other);
      return false;
    }
  if (g_utf8_validate_len (text, length, &end))
    return true;

  unsigned line = 1;
  for (const char *at = text; at < end; at++)
    line += *at == '\n';
  g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED,
               *end == '\0' ? _ ("%s, line %u: expected text, found a zero byte")
                            : _ ("%s, line %u: expected text in UTF-8, found another encoding"),
               name, line);
  return false;
}

/* @text: @length bytes of whatever encoding
 * @name: of the file, for messages
 * @today: days since 1970-01-01; a later day is refused
 * @n_missing: (out): cells that say in a word, such as NULL, that nothing is known
 * Returns: (transfer full) (element-type ParlDayCount): one a row, in their order, at least one;
 *   %NULL with MALFORMED: a sentence about the first few rows that are wrong */
GPtrArray *
parl_counts_table_read (const char *text, size_t length, const char *name, int64_t today,
                        unsigned *n_missing, GError **error)
{
  g_return_val_if_fail (text != NULL && name != NULL, NULL);

  if (!check_text (text, length, name, error))
    return NULL;

  g_autoptr (ParlCsv) csv = parl_csv_new (text, length);
  g_autoptr (GPtrArray) counts
      = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_day_count_free);
  g_autoptr (GHashTable) lines = g_hash_table_new (hash_count, counts_the_same);
  g_autoptr (GPtrArray) complaints = g_ptr_array_new_with_free_func (g_free);
  Reading self = { .name = name,
                   .today = today,
                   .csv = csv,
                   .counts = counts,
                   .lines = lines,
                   .complaints = complaints };

  for (int column = 0; column < N_COLUMNS; column++)
    self.places[column] = -1;
  if (!read_header (&self, error))
    return NULL;
  read_rows (&self);
  if (self.n_bad > 0)
    {
      set_complaints (&self, error);
      return NULL;
    }
  if (counts->len == 0)
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED,
                   _ ("%s: expected rows below the first line, found none"), name);
      return NULL;
    }
  *n_missing = self.n_missing;
  return g_steal_pointer (&counts);
}
