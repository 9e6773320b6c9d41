/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells come from outside: device ids, messages, names of releases. OWASP, "CSV Injection", lists
 * what begins a formula. */
#include "config.h"

#include "model/cells.h"

#include <stdbool.h>

/* Spreadsheets set up for German, French and others take a semicolon between cells, and then know
 * no quotes that begin within one. */
static bool
is_separator (gunichar c)
{
  return c == ',' || c == ';' || c == '\t' || c == '\r' || c == '\n';
}

/* Nothing to see, and some programs skip it. */
static bool
is_invisible (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return g_unichar_isspace (c) || g_unichar_iszerowidth (c) || type == G_UNICODE_CONTROL
         || type == G_UNICODE_SPACE_SEPARATOR;
}

/* =, +, - and @, and their full-width forms, which some programs take for the same. */
static bool
begins_formula (gunichar c)
{
  return c == '=' || c == '+' || c == '-' || c == '@' || c == 0xff1d || c == 0xff0b || c == 0xff0d
         || c == 0xff20;
}

/* "-5.2", "+22 %", "+1.5 points": a sign, digits, and no operator behind them. */
static bool
is_number (const char *text)
{
  if (!g_ascii_isdigit (text[1]))
    return false;
  for (text++; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);
      if (is_separator (c))
        break;
      if (!g_unichar_isalnum (c) && !g_unichar_isspace (c) && c != '.' && c != '%')
        return false;
    }
  return true;
}

/* Returns: (nullable): where in the cell that begins at @text a formula begins, which may be behind
 * what nobody sees */
static const char *
find_formula (const char *text)
{
  while (*text != '\0' && is_invisible (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return begins_formula (g_utf8_get_char (text)) && !is_number (text) ? text : NULL;
}

static gunichar
clean (gunichar c)
{
  bool turns = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
  bool commands = g_unichar_iscntrl (c) && c != '\n' && c != '\r' && c != '\t';

  return turns || commands ? ' ' : c;
}

/* Returns: (transfer full): the cell with apostrophes before its formulas. *@quoted: it needs
 * quotes to stay one cell */
static char *
protect (const char *cell, bool *quoted)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  GString *text = g_string_new (NULL);
  const char *formula = NULL;
  bool begins = true;

  for (; *cell != '\0'; cell = g_utf8_next_char (cell))
    g_string_append_unichar (plain, clean (g_utf8_get_char (cell)));
  for (const char *at = plain->str; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      if (begins && at > formula && (formula = find_formula (at)) != NULL)
        {
          g_string_append_c (text, '\'');
          *quoted = true;
        }
      begins = is_separator (c);
      *quoted = *quoted || begins || c == '"';
      g_string_append_unichar (text, c);
    }
  return g_string_free (text, FALSE);
}

static void
append_quoted (GString *text, const char *cell)
{
  g_string_append_c (text, '"');
  for (; *cell != '\0'; cell++)
    {
      if (*cell == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *cell);
    }
  g_string_append_c (text, '"');
}

void
parl_cells_append_row (GString *text, const char *const *cells, char separator)
{
  for (unsigned i = 0; cells[i] != NULL; i++)
    {
      bool quoted = false;
      g_autofree char *cell = protect (cells[i], &quoted);

      if (i > 0)
        g_string_append_c (text, separator);
      if (separator == '\t')
        g_string_append (text, g_strdelimit (cell, "\t\r\n", ' '));
      else if (quoted)
        append_quoted (text, cell);
      else
        g_string_append (text, cell);
    }
  g_string_append (text, separator == '\t' ? "\n" : "\r\n");
}
