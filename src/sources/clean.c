/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes one line of a text from outside. Knows nothing of where it comes from. */
#include "config.h"

#include "sources/clean.h"

#include <glib.h>
#include <stdbool.h>

#define MAX_NAME 500 /* characters of any name that is kept */

/* @text: (nullable): UTF-8 from outside
 * @most: characters that are kept
 * Control characters, line separators and marks that turn the direction of writing become spaces;
 * what is left is trimmed. Markup stays: it is text to us.
 * Returns: (transfer full) (nullable): %NULL when nothing is left */
char *
parl_clean_text (const char *text, size_t most)
{
  if (text == NULL)
    return NULL;

  GString *kept = g_string_new (NULL);
  const char *start = text;

  while (g_unichar_isspace (g_utf8_get_char (start)) || g_unichar_iscntrl (g_utf8_get_char (start)))
    {
      if (*start == '\0')
        break;
      start = g_utf8_next_char (start);
    }
  for (size_t n = 0; *start != '\0' && n < most; n++, start = g_utf8_next_char (start))
    {
      gunichar c = g_utf8_get_char (start);
      bool turns = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);

      g_string_append_unichar (kept,
                               g_unichar_iscntrl (c) || g_unichar_isspace (c) || turns ? ' ' : c);
    }
  g_strchomp (kept->str);
  return g_string_free (kept, *kept->str == '\0');
}

/* The same for a name from outside, of which 500 characters are kept. */
char *
parl_clean_name (const char *text)
{
  return parl_clean_text (text, MAX_NAME);
}

/* The same for what a device said, which is not cut. */
char *
parl_clean_message (const char *text)
{
  return parl_clean_text (text, G_MAXSIZE);
}
