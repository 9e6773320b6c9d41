/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of counts: every way in which a row can be wrong has its sentence, and nothing of such a
 * file is taken. */
#include "config.h"

#include "sources/counts/table.h"

#include "model/outcomes.h"
#include "sources/error.h"

#include <string.h>

#define TODAY 20770 /* 2026-11-13 */
#define HEAD "day,from,to,class,outcome,cause,count\n"
#define ROW "2026-11-12,2.3.0,2.6.0,nano,failed,disk-space,"
#define LETTERS_50 "abcdefghijabcdefghijabcdefghijabcdefghijabcdefghij"
#define LETTERS_201 LETTERS_50 LETTERS_50 LETTERS_50 LETTERS_50 "x"
#define NEEDED "day, from, to, class, outcome, cause, count"

typedef struct
{
  const char *name;
  const char *text;
  const char *says; /* after "counts.csv" */
} Case;

static const Case refused[] = {
  { "empty", "", ", line 1: expected the columns " NEEDED ", found an empty file" },
  { "blank-lines", "\n\n\n", ", line 4: expected the columns " NEEDED ", found an empty file" },
  { "no-rows", HEAD, ": expected rows below the first line, found none" },
  { "only-blank-rows", HEAD ",,,,,,\n", ": expected rows below the first line, found none" },
  { "semicolons", "day;from;to;class;outcome;cause;count\n",
    ", line 1: expected commas between the cells, found semicolons" },
  { "tabs", "day\tfrom\tto\n", ", line 1: expected commas between the cells, found tabs" },
  { "missing-column", "day,from,class,outcome,cause,count\n",
    ", line 1: expected the columns " NEEDED ", found no “to”" },
  { "unknown-column", "day,from,to,device,outcome,cause,count\n",
    ", line 1: expected as column 4 one of " NEEDED ", or site, found “device”" },
  { "unnamed-column", "day,from,to,class,outcome,cause,count,\n",
    ", line 1: expected as column 8 one of " NEEDED ", or site, found nothing" },
  { "column-in-capitals", "Day,from,to,class,outcome,cause,count\n",
    ", line 1: expected as column 1 one of " NEEDED ", or site, found “Day”" },
  { "column-twice", "day,from,to,class,outcome,cause,count,to\n",
    ", line 1: expected each column once, found “to” as columns 3 and 8" },
  { "quote-in-head", "day,\"from\n", ", line 1: expected a closing quote, found the file’s end" },
  { "day-negative", HEAD "-024-01-02,2.3.0,2.6.0,nano,failed,disk-space,1\n",
    ", line 2, column 1 (day): expected a day like 2026-11-13, found “-024-01-02”" },
  { "count-letters", HEAD ROW "12x\n",
    ", line 2, column 7 (count): expected a whole number of 0 or more, found “12x”" },
  { "count-negative", HEAD ROW "-1\n",
    ", line 2, column 7 (count): expected a whole number of 0 or more, found “-1”" },
  { "count-fraction", HEAD ROW "1.5\n",
    ", line 2, column 7 (count): expected a whole number of 0 or more, found “1.5”" },
  { "count-exponent", HEAD ROW "1e3\n",
    ", line 2, column 7 (count): expected a whole number of 0 or more, found “1e3”" },
  { "count-thousands", HEAD ROW "\"1,200\"\n",
    ", line 2, column 7 (count): expected a whole number of 0 or more, found “1,200”" },
  { "count-empty", HEAD ROW "\n",
    ", line 2, column 7 (count): expected a whole number of 0 or more, found nothing" },
  { "count-large", HEAD ROW "1000000001\n",
    ", line 2, column 7 (count): expected a whole number up to 1000000000, found “1000000001”" },
  { "count-overflow", HEAD ROW "99999999999999999999999\n",
    ", line 2, column 7 (count): expected a whole number up to 1000000000, found "
    "“99999999999999999999999”" },
  { "day-empty", HEAD ",2.3.0,2.6.0,nano,succeeded,,1\n",
    ", line 2, column 1 (day): expected a day like 2026-11-13, found nothing" },
  { "day-impossible", HEAD "2026-02-30,2.3.0,2.6.0,nano,succeeded,,1\n",
    ", line 2, column 1 (day): expected a day like 2026-11-13, found “2026-02-30”" },
  { "day-zero", HEAD "2026-00-00,2.3.0,2.6.0,nano,succeeded,,1\n",
    ", line 2, column 1 (day): expected a day like 2026-11-13, found “2026-00-00”" },
  { "day-year-zero", HEAD "0000-01-01,2.3.0,2.6.0,nano,succeeded,,1\n",
    ", line 2, column 1 (day): expected a day like 2026-11-13, found “0000-01-01”" },
  { "day-of-a-spreadsheet", HEAD "11/13/2026,2.3.0,2.6.0,nano,succeeded,,1\n",
    ", line 2, column 1 (day): expected a day like 2026-11-13, found “11/13/2026”" },
  { "day-signs", HEAD "2026--1-11,2.3.0,2.6.0,nano,succeeded,,1\n",
    ", line 2, column 1 (day): expected a day like 2026-11-13, found “2026--1-11”" },
  { "day-with-time", HEAD "2026-11-12T00:00:00Z,2.3.0,2.6.0,nano,succeeded,,1\n",
    ", line 2, column 1 (day): expected a day like 2026-11-13, found “2026-11-12T00:00:00Z”" },
  { "day-tomorrow", HEAD "2026-11-14,2.3.0,2.6.0,nano,succeeded,,1\n",
    ", line 2, column 1 (day): expected a day from 1970-01-01 to 2026-11-13, which is today in "
    "UTC, found “2026-11-14”" },
  { "day-early", HEAD "1899-12-30,2.3.0,2.6.0,nano,succeeded,,1\n",
    ", line 2, column 1 (day): expected a day from 1970-01-01 to 2026-11-13, which is today in "
    "UTC, found “1899-12-30”" },
  { "outcome-unknown", HEAD "2026-11-12,2.3.0,2.6.0,nano,success,,1\n",
    ", line 2, column 5 (outcome): expected succeeded, failed, cancelled or no-attempt, found "
    "“success”" },
  { "outcome-open", HEAD "2026-11-12,2.3.0,2.6.0,nano,open,,1\n",
    ", line 2, column 5 (outcome): expected succeeded, failed, cancelled or no-attempt, found "
    "“open”" },
  { "cause-of-success", HEAD "2026-11-12,2.3.0,2.6.0,nano,succeeded,battery,1\n",
    ", line 2, column 6 (cause): expected nothing, because only what failed has a cause, found "
    "“battery”" },
  { "cause-words", HEAD "2026-11-12,2.3.0,2.6.0,nano,failed,Disk full,1\n",
    ", line 2, column 6 (cause): expected a cause of small letters, digits and hyphens, like "
    "“disk-space”, found “Disk full”" },
  { "too-few-cells", HEAD "2026-11-12,2.3.0,2.6.0,nano,succeeded,\n",
    ", line 2: expected 7 cells, as in the first line, found 6" },
  { "too-many-cells", HEAD ROW "1,,\n",
    ", line 2: expected 7 cells, as in the first line, found 9" },
  { "control-character", HEAD "2026-11-12,\"2.3\n.0\",2.6.0,nano,succeeded,,1\n",
    ", line 2, column 2 (from): expected one line without control characters, found “2.3 .0”" },
  { "long", HEAD "2026-11-12,2.3.0,2.6.0," LETTERS_201 ",succeeded,,1\n",
    ", line 2, column 4 (class): expected at most 200 characters, found 201" },
  { "twice", HEAD ROW "1\n2026-11-12,2.3.0,2.6.0,nano,succeeded,,9\n" ROW "2\n",
    ", line 4: expected one row for what is counted here, found another on line 2" },
  { "unknown-twice", HEAD "2026-11-12,,,,failed,,1\n2026-11-12,,,,failed,unknown,1\n",
    ", line 3: expected one row for what is counted here, found another on line 2" },
  { "never-closed", HEAD ROW "1\n2026-11-12,\"2.3.0,2.6.0,nano,succeeded,,1\n",
    ", line 3, column 2: expected a closing quote, found the file’s end" },
  { "several", HEAD ROW "x\n\n" ROW "1\n" ROW "\n",
    ", line 2, column 7 (count): expected a whole number of 0 or more, found “x”; line 5, column 7 "
    "(count): expected a whole number of 0 or more, found nothing" },
  { "many", HEAD ROW "a\n" ROW "b\n" ROW "c\n" ROW "d\n" ROW "e\n" ROW "f\n" ROW "g\n",
    ", line 2, column 7 (count): expected a whole number of 0 or more, found “a”; line 3, column 7 "
    "(count): expected a whole number of 0 or more, found “b”; line 4, column 7 (count): expected "
    "a whole number of 0 or more, found “c”; line 5, column 7 (count): expected a whole number of "
    "0 or more, found “d”; line 6, column 7 (count): expected a whole number of 0 or more, found "
    "“e”; and 2 more rows" },
  { "terminal-commands", HEAD ROW "\x1b[2J\xe2\x80\xae\n",
    ", line 2, column 7 (count): expected a whole number of 0 or more, found “[2J”" },
};

static GPtrArray *
read_text (const char *text, size_t length, GError **error)
{
  unsigned n_missing;

  return parl_counts_table_read (text, length, "counts.csv", TODAY, &n_missing, error);
}

static void
test_refused (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *expected = g_strconcat ("counts.csv", test->says, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (read_text (test->text, strlen (test->text), &error));
  g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED);
  g_assert_cmpstr (error->message, ==, expected);
}

static void
test_no_text (void)
{
  static const struct
  {
    const char *text;
    size_t length;
    const char *says;
  } cases[] = {
    { HEAD ROW "1\0\n", sizeof HEAD ROW + 1,
      "counts.csv, line 2: expected text, found a zero byte" },
    { HEAD "2026-11-12,\xe9", sizeof HEAD + 11,
      "counts.csv, line 2: expected text in UTF-8, found another encoding" },
    { "\xff\xfe"
      "d\0a\0y\0",
      8, "counts.csv: expected text in UTF-8, found UTF-16: save it as “CSV UTF-8”" },
    { "PK\3\4\0\0", 6, "counts.csv: expected CSV, found a workbook: save it as “CSV UTF-8”" },
    { "d\0a\0y\0,\0", 8,
      "counts.csv: expected text in UTF-8, found UTF-16: save it as “CSV UTF-8”" },
    { "\0d\0a\0y\0,", 8,
      "counts.csv: expected text in UTF-8, found UTF-16: save it as “CSV UTF-8”" },
    { "BZh91AY", 7, "counts.csv: expected CSV, found a compressed file: unpack it first" },
    { "\xef\xbb\xbf\r\n <html>", 12, "counts.csv: expected CSV, found a web page" },
    { "[{\"day\":1}]", 11, "counts.csv: expected CSV, found JSON" },
    { "\"SEP=,\"\r\n", 9,
      "counts.csv: expected the columns, found a line for spreadsheets (“sep=”): take it out" },
    { "\xd0\xcf\x11\xe0\xa1\xb1", 6,
      "counts.csv: expected CSV, found a workbook: save it as “CSV UTF-8”" },
    { "\x1f\x8b\b\0", 4, "counts.csv: expected CSV, found a compressed file: unpack it first" },
    { "<!DOCTYPE html>", 15, "counts.csv: expected CSV, found a web page" },
    { "\xef\xbb\xbfsep=;\n", 9,
      "counts.csv: expected the columns, found a line for spreadsheets (“sep=”): take it out" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (read_text (cases[i].text, cases[i].length, &error));
      g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED);
      g_assert_cmpstr (error->message, ==, cases[i].says);
    }
}

static char *
dump (const GPtrArray *counts)
{
  GString *text = g_string_new (NULL);

  for (unsigned i = 0; i < counts->len; i++)
    {
      const ParlDayCount *count = g_ptr_array_index (counts, i);
      g_string_append_printf (text, "%" G_GINT64_FORMAT " %s %s %s %s %s %s %" G_GINT64_FORMAT "\n",
                              count->day, count->from, count->to, count->device_class, count->site,
                              parl_outcome_to_string (count->outcome), count->cause, count->count);
    }
  return g_string_free (text, FALSE);
}

/* Columns in any order, with and without the site, as different programs write them. */
static void
test_taken (void)
{
  static const struct
  {
    const char *text;
    const char *counts;
  } cases[] = {
    { HEAD ROW "442\n", "20769 2.3.0 2.6.0 nano (null) failed disk-space 442\n" },
    { "\xef\xbb\xbf" HEAD ROW "442\r\n\r\n,,,,,,\r\n",
      "20769 2.3.0 2.6.0 nano (null) failed disk-space 442\n" },
    /* What nobody sees: no-break and zero-width spaces, a soft hyphen, a letter in two parts. */
    { HEAD
      "2026-11-12,\u200b2.3.0,2.6.0,\u00a0na\u00adno\u00a0,\u2060failed,disk-space\u00a0,8\u202f\n",
      "20769 2.3.0 2.6.0 nano (null) failed disk-space 8\n" },
    { HEAD "2026-11-12,2.3.0,2.6.0,Mu\u0308nchen\u00a0 West,failed,,8\n",
      "20769 2.3.0 2.6.0 M\u00fcnchen West (null) failed unknown 8\n" },
    /* A joiner between letters that nobody joins, a variant, a filler; and one that is spelling. */
    { HEAD "2026-11-12,2.3\u200d,2.6\ufe0f.0,n\u200ca\u034fno\u3164,failed,,8\n"
           "2026-11-12,\u0645\u06cc\u200c\u0634,2.6.0,a\u2028b,failed,,8\n",
      "20769 2.3 2.6.0 nano (null) failed unknown 8\n"
      "20769 \u0645\u06cc\u200c\u0634 2.6.0 a b (null) failed unknown 8\n" },
    { HEAD "2026-11-12,None,\\N,(leer),failed,#REF!,8\n2026-11-12,\u2013,2.6,NA,failed,#N/A,9\n",
      "20769 (null) (null) (null) (null) failed unknown 8\n"
      "20769 (null) 2.6 (null) (null) failed unknown 9\n" },
    /* What others write where they know nothing. */
    { HEAD "2026-11-12,NULL,2.6.0,(blank),failed,nan,8\n2026-11-12,-,#N/A,n/a,succeeded,NaN,9\n",
      "20769 (null) 2.6.0 (null) (null) failed unknown 8\n"
      "20769 (null) (null) (null) (null) succeeded (null) 9\n" },
    { "count,cause,outcome,site,class,to,from,day\n"
      "0,,succeeded,\"Berlin, north\",orin,v2.6,v2.5,2026-11-13\n"
      "1000000000,,failed,,,,,1970-01-01\n"
      "3,,cancelled,,,,,2024-02-29\n"
      "4,,no-attempt,,,,,2024-02-29\n",
      "20770 v2.5 v2.6 orin Berlin, north succeeded (null) 0\n"
      "0 (null) (null) (null) (null) failed unknown 1000000000\n"
      "19782 (null) (null) (null) (null) cancelled (null) 3\n"
      "19782 (null) (null) (null) (null) no-attempt (null) 4\n" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) counts = read_text (cases[i].text, strlen (cases[i].text), &error);
      g_assert_no_error (error);

      g_autofree char *text = dump (counts);
      g_assert_cmpstr (text, ==, cases[i].counts);
    }
}

/* Words for what is missing are counted where something is: what succeeded has no cause. */
static void
test_missing (void)
{
  static const char text[] = HEAD "2026-11-12,NULL,2.6.0,nano,succeeded,NaN,8\n"
                                  "2026-11-12,2.3,2.6.0,,failed,NaN,8\n"
                                  "2026-11-12,2.3,2.6.0,-,failed,battery,8\n";
  unsigned n_missing;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) counts
      = parl_counts_table_read (text, strlen (text), "counts.csv", TODAY, &n_missing, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (counts->len, ==, 3);
  g_assert_cmpuint (n_missing, ==, 3);
}

/* Whatever is broken in a file, it is either taken or refused with a sentence. */
static void
test_flipped (void)
{
  static const char text[] = HEAD ROW "1\r\n2026-11-12,\"2.\"\"3\",2.6.0,,succeeded,,2\n";
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (unsigned i = 0; i < 20000; i++)
    {
      size_t length = (size_t)g_rand_int_range (rand, 1, sizeof text);
      g_autofree char *copy = g_memdup2 (text, length);
      g_autoptr (GError) error = NULL;

      for (int n = g_rand_int_range (rand, 0, 4); n > 0; n--)
        copy[g_rand_int_range (rand, 0, (int)length)] = (char)g_rand_int_range (rand, 0, 256);

      g_autoptr (GPtrArray) counts = read_text (copy, length, &error);
      g_assert_true ((counts == NULL) != (error == NULL));
      if (error != NULL)
        {
          g_assert_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED);
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strconcat ("/counts-table/refused/", refused[i].name, NULL);
      g_test_add_data_func (path, &refused[i], test_refused);
    }
  g_test_add_func ("/counts-table/no-text", test_no_text);
  g_test_add_func ("/counts/table/missing", test_missing);
  g_test_add_func ("/counts-table/taken", test_taken);
  g_test_add_func ("/counts-table/flipped", test_flipped);
  return g_test_run ();
}
