/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evidence as CSV (RFC 4180). Devices write the messages in it, so a cell is never left to begin
 * like a spreadsheet's formula. */
#include "config.h"

#include "analysis/evidence.h"

#include <string.h>

static bool
is_number (const char *text)
{
  char *end;

  g_ascii_strtod (text, &end);
  return end != text && *end == '\0';
}

/* A device's id is kept as the server gave it: what could command a terminal or turn the direction
 * of writing becomes a space here. */
static char *
clean_text (const char *text)
{
  GString *clean = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);
      bool turns = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
      bool commands = g_unichar_iscntrl (c) && c != '\n' && c != '\r' && c != '\t';

      g_string_append_unichar (clean, turns || commands ? ' ' : c);
    }
  return g_string_free (clean, FALSE);
}

static void
append_cell (GString *csv, const char *cell)
{
  g_autofree char *text = clean_text (cell);
  bool is_formula = *text != '\0' && strchr ("=+-@\t\r\n", *text) != NULL && !is_number (text);
  bool needs_quotes = is_formula || strpbrk (text, ",\"\r\n") != NULL;

  if (!needs_quotes)
    {
      g_string_append (csv, text);
      return;
    }
  g_string_append (csv, is_formula ? "\"'" : "\"");
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *c);
    }
  g_string_append_c (csv, '"');
}

static void
append_row (GString *csv, const char *const *cells)
{
  for (unsigned i = 0; cells[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (csv, ',');
      append_cell (csv, cells[i]);
    }
  g_string_append (csv, "\r\n");
}

/* Returns: (transfer full): a line of column names, then the rows, in UTF-8 */
char *
parl_evidence_to_csv (const ParlEvidence *self)
{
  GString *csv = g_string_new (NULL);

  append_row (csv, self->columns);
  for (unsigned i = 0; i < self->rows->len; i++)
    append_row (csv, g_ptr_array_index (self->rows, i));
  return g_string_free (csv, FALSE);
}
