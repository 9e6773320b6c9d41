/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comma-separated values: what a spreadsheet may write, and where a file is cut or wrong. */
#include "config.h"

#include "sources/counts/csv.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
  const char *read; /* "line: cell|cell" for each row, then the flaw */
} Case;

static const Case cases[] = {
  { "empty", "", "" },
  { "only-a-mark", "\xef\xbb\xbf", "" },
  { "plain", "a,b\n1,2\n", "1: a|b\n2: 1|2\n" },
  { "no-last-end", "a,b\n1,2", "1: a|b\n2: 1|2\n" },
  { "crlf", "a,b\r\n1,2\r\n", "1: a|b\n2: 1|2\n" },
  { "cr", "a,b\r1,2\r", "1: a|b\n2: 1|2\n" },
  { "mark",
    "\xef\xbb\xbf"
    "a,b\n",
    "1: a|b\n" },
  { "empty-cells", ",\n,,\n", "1: |\n2: ||\n" },
  { "empty-lines", "\n\r\na\n\n\nb\n\n", "3: a\n6: b\n" },
  { "blanks", " a , b c\t\n\"  d \" ,e\n", "1: a|b c\n2: d|e\n" },
  { "quotes", "\"a,b\",\"c\"\"d\",\"\"\n", "1: a,b|c\"d|\n" },
  { "quoted-ends", "\"a\r\nb\",c\nd,e\n", "1: a\nb|c\n3: d|e\n" },
  { "quoted-at-end", "\"a\"", "1: a\n" },
  { "never-closed", "a,b\nc,\"d\ne\n", "1: a|b\nexpected a closing quote, found the file’s end" },
  { "lone-quote", "\"", "expected a closing quote, found the file’s end" },
  { "after-quote", "\"a\"b\n", "expected a comma or the line’s end after the closing quote" },
  { "bare-quote", "a,b\"c\n",
    "expected quotes around the whole cell and each quote in it twice, found a quote" },
};

static char *
read_all (const char *text, size_t length)
{
  g_autoptr (ParlCsv) csv = parl_csv_new (text, length);
  GString *read = g_string_new (NULL);
  ParlCsvStep step;

  while ((step = parl_csv_next (csv)) == PARL_CSV_ROW)
    {
      g_string_append_printf (read, "%u: ", csv->line);
      for (unsigned i = 0; i < csv->cells->len; i++)
        g_string_append_printf (read, "%s%s", i > 0 ? "|" : "",
                                (const char *)g_ptr_array_index (csv->cells, i));
      g_string_append_c (read, '\n');
    }
  if (step == PARL_CSV_FLAW)
    g_string_append (read, csv->flaw);
  return g_string_free (read, FALSE);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  size_t length = strlen (test->text);
  g_autofree char *copy = g_memdup2 (test->text, MAX (length, 1)); /* without the zero behind it */
  g_autofree char *read = read_all (copy, length);

  g_assert_cmpstr (read, ==, test->read);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/csv/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
