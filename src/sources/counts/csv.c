/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One pass over the text, one row at a time. What no eye sees in a spreadsheet is dropped: blanks
 * around a cell, and invisible characters anywhere. "disk-space " would be another cause than
 * "disk-space". */
#include "config.h"

#include "sources/counts/csv.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* @text: @length bytes; outlives the reader
 * Returns: (transfer full): a reader before the first row; a byte order mark is skipped */
ParlCsv *
parl_csv_new (const char *text, size_t length)
{
  static const char mark[] = "\xef\xbb\xbf";
  size_t skipped = length >= strlen (mark) && memcmp (text, mark, strlen (mark)) == 0 ? 3 : 0;
  ParlCsv *self = g_new0 (ParlCsv, 1);

  self->cells = g_ptr_array_new_with_free_func (g_free);
  self->at = text + skipped;
  self->end = text + length;
  self->at_line = 1;
  return self;
}

void
parl_csv_free (ParlCsv *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->cells);
  g_free (self->flaw);
  g_free (self);
}

static bool
is_line_end (char c)
{
  return c == '\n' || c == '\r';
}

/* CR LF is one end. */
static void
skip_line_end (ParlCsv *self)
{
  if (self->end - self->at >= 2 && self->at[0] == '\r' && self->at[1] == '\n')
    self->at++;
  self->at++;
  self->at_line++;
}

static bool
set_flaw (ParlCsv *self, const char *flaw)
{
  self->flaw = g_strdup (flaw);
  return false;
}

static void
skip_blanks (ParlCsv *self)
{
  while (self->at < self->end && (*self->at == ' ' || *self->at == '\t'))
    self->at++;
}

/* Of signs that join letters, in scripts that are joined: spelling. */
static bool
is_joined (const char *before, const char *after)
{
  return before != NULL && g_utf8_get_char (before) >= 0x590 && *after != '\0'
         && g_utf8_get_char (after) >= 0x590;
}

/* What has no ink: marks of direction, soft hyphens, zero-width spaces, variants, fillers. */
static bool
is_invisible (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_FORMAT || c == 0x34f || (c >= 0xfe00 && c <= 0xfe0f)
         || c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0
         || (c >= 0xe0100 && c <= 0xe01ef);
}

static bool
is_blank (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR || c == 0x2028 || c == 0x2029
         || c == 0x2800; /* braille without a dot */
}

/* An accent of its own becomes part of its letter, blanks of all kinds one plain one, and what is
 * invisible goes. */
static char *
clean_cell (const char *text)
{
  g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  g_autoptr (GString) clean = g_string_new (NULL);
  const char *before = NULL;

  for (const char *at = composed; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      bool joins = (c == 0x200c || c == 0x200d) && is_joined (before, g_utf8_next_char (at));

      if (is_blank (c) && (clean->len == 0 || clean->str[clean->len - 1] != ' '))
        g_string_append_c (clean, ' ');
      else if (!is_blank (c) && (joins || !is_invisible (c)))
        g_string_append_unichar (clean, c);
      before = at;
    }
  return g_strdup (g_strstrip (clean->str));
}

/* From behind the opening quote to behind the closing one. */
static bool
read_quoted (ParlCsv *self, GString *cell)
{
  while (self->at < self->end)
    {
      char c = *self->at;
      bool is_doubled = c == '"' && self->end - self->at >= 2 && self->at[1] == '"';

      if (c == '"' && !is_doubled)
        {
          self->at++;
          skip_blanks (self);
          return self->at == self->end || *self->at == ',' || is_line_end (*self->at)
                     ? true
                     : set_flaw (self, _ ("expected a comma or the line’s end after the closing "
                                          "quote"));
        }
      if (is_line_end (c))
        {
          g_string_append_c (cell, '\n');
          skip_line_end (self);
          continue;
        }
      g_string_append_c (cell, c);
      self->at += is_doubled ? 2 : 1;
    }
  return set_flaw (self, _ ("expected a closing quote, found the file’s end"));
}

static bool
read_bare (ParlCsv *self, GString *cell)
{
  for (; self->at < self->end && *self->at != ',' && !is_line_end (*self->at); self->at++)
    {
      if (*self->at == '"')
        return set_flaw (self,
                         _ ("expected quotes around the whole cell and each quote in it twice, "
                            "found a quote"));
      g_string_append_c (cell, *self->at);
    }
  return true;
}

/* Reads the next row; lines without a character are skipped. After a flaw `cells` holds those
 * before the bad one. */
ParlCsvStep
parl_csv_next (ParlCsv *self)
{
  g_return_val_if_fail (self->flaw == NULL, PARL_CSV_FLAW);

  g_ptr_array_set_size (self->cells, 0);
  while (self->at < self->end && is_line_end (*self->at))
    skip_line_end (self);
  self->line = self->at_line;
  if (self->at == self->end)
    return PARL_CSV_END;

  for (;;)
    {
      g_autoptr (GString) cell = g_string_new (NULL);

      skip_blanks (self);
      bool is_quoted = self->at < self->end && *self->at == '"';
      self->at += is_quoted;
      if (!(is_quoted ? read_quoted (self, cell) : read_bare (self, cell)))
        return PARL_CSV_FLAW;
      g_ptr_array_add (self->cells, clean_cell (cell->str));
      if (self->at == self->end)
        return PARL_CSV_ROW;
      if (*self->at == ',')
        {
          self->at++;
          continue;
        }
      skip_line_end (self);
      return PARL_CSV_ROW;
    }
}
