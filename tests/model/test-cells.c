/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of tables that spreadsheets open: quotes, and no formula from outside. */
#include "config.h"

#include "model/cells.h"

static void
test_csv (void)
{
  static const struct
  {
    const char *text, *cell;
  } cases[] = {
    { "plain", "plain" },
    { "a, b", "\"a, b\"" },
    { "say \"no\"", "\"say \"\"no\"\"\"" },
    { "two\nlines", "\"two\nlines\"" },
    { "=1+1", "\"'=1+1\"" },
    { "-5.2", "-5.2" },
    { "-cmd", "\"'-cmd\"" },
    { "+cmd|' /C calc'!A0", "\"'+cmd|' /C calc'!A0\"" },
    { "@SUM(A1)", "\"'@SUM(A1)\"" },
    { "\t=1+1", "\"'\t=1+1\"" },
    { "\r\n=1+1", "\"'\r\n=1+1\"" },
    { "<b>markup</b> & more", "<b>markup</b> & more" },
    { "a\x1b[2J\x07z", "a [2J z" },
    { "a\xc2\x9b"
      "2Jz",
      "a 2Jz" },
    { "a\u202ez", "a z" },
    /* where a semicolon parts cells */
    { "x;=cmd|' /C calc'!A0", "\"x;'=cmd|' /C calc'!A0\"" },
    { "a;b", "\"a;b\"" },
    { "x,-A1", "\"x,'-A1\"" },
    /* in disguise */
    { "\uff1dcmd|x", "\"'\uff1dcmd|x\"" },
    { "\uff0bA1", "\"'\uff0bA1\"" },
    { "\u200b=1+1", "\"'\u200b=1+1\"" },
    { "\ufeff@SUM(A1)", "\"'\ufeff@SUM(A1)\"" },
    { "  =1+1", "\"'  =1+1\"" },
    { "\u00a0=1+1", "\"'\u00a0=1+1\"" },
    /* numbers stay numbers */
    { "+22 %", "+22 %" },
    { "+1.5 points", "+1.5 points" },
    { "-5+A1", "\"'-5+A1\"" },
    { "a = b", "a = b" },
    { "", "" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const row[] = { "cam-1", cases[i].text, NULL };
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *expected = g_strdup_printf ("cam-1,%s\r\n", cases[i].cell);

      parl_cells_append_row (text, row, ',');
      g_assert_cmpstr (text->str, ==, expected);
    }
}

/* There is no way to quote a tab or a line break, so they become spaces. */
static void
test_tabs (void)
{
  const char *const row[] = { "a\tb\nc", "say \"no\"", "=1+1", NULL };
  g_autoptr (GString) text = g_string_new (NULL);

  parl_cells_append_row (text, row, '\t');
  g_assert_cmpstr (text->str, ==, "a b c\tsay \"no\"\t'=1+1\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/cells/csv", test_csv);
  g_test_add_func ("/model/cells/tabs", test_tabs);
  return g_test_run ();
}
