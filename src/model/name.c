/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A name is set apart from the words around it by Unicode's isolates: one that is written from
 * right to left then turns nothing but itself (UAX 9), and one that is long can be told from words
 * and numbers, which are never shortened. A short name from left to right stays as it is. */
#include "config.h"

#include "model/name.h"

#include <string.h>

#define ELLIPSIS "\u2026"
#define LEFT_TO_RIGHT "\u200e"
#define TITLE_BEGIN "\u2067" /* RIGHT-TO-LEFT ISOLATE */

/* Blocks of scripts that are written from right to left. */
static bool
is_right_to_left (gunichar letter)
{
  return (letter >= 0x590 && letter <= 0x8ff) || (letter >= 0xfb1d && letter <= 0xfdff)
         || (letter >= 0xfe70 && letter <= 0xfefc) || (letter >= 0x10800 && letter <= 0x10fff)
         || (letter >= 0x1e800 && letter <= 0x1efff);
}

static bool
has_right_to_left (const char *text)
{
  bool found = false;

  for (const char *at = text; *at != '\0' && !found; at = g_utf8_next_char (at))
    found = is_right_to_left (g_utf8_get_char (at));
  return found;
}

/* @name: (nullable)
 * Who draws may take the first letter for the direction of the whole sentence, within an isolate
 * too: so a name from right to left has a LEFT-TO-RIGHT MARK before it.
 * Returns: (transfer full) (nullable): the name, between PARL_NAME_BEGIN and PARL_NAME_END where it
 *   is long or written from right to left */
char *
parl_name_mark (const char *name)
{
  if (name == NULL || strstr (name, PARL_NAME_END) != NULL)
    return g_strdup (name);

  bool turns = has_right_to_left (name);
  return turns || g_utf8_strlen (name, -1) > PARL_NAME_MOST
             ? g_strconcat (turns ? LEFT_TO_RIGHT : "", PARL_NAME_BEGIN, name, PARL_NAME_END, NULL)
             : g_strdup (name);
}

/* @title: (nullable): several words of people, as of a milestone
 * Returns: (transfer full) (nullable): as parl_name_mark(), but never to be shortened */
char *
parl_title_mark (const char *title)
{
  return title != NULL && has_right_to_left (title) && strstr (title, PARL_NAME_END) == NULL
             ? g_strconcat (LEFT_TO_RIGHT TITLE_BEGIN, title, PARL_NAME_END, NULL)
             : g_strdup (title);
}

/* For what other programs read: cells of a table.
 * Returns: (transfer full): @text without the marks of its names */
char *
parl_names_unmark (const char *text)
{
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, LEFT_TO_RIGHT PARL_NAME_BEGIN, "", 0);
  g_string_replace (plain, LEFT_TO_RIGHT TITLE_BEGIN, "", 0);
  g_string_replace (plain, PARL_NAME_BEGIN, "", 0);
  g_string_replace (plain, PARL_NAME_END, "", 0);
  return g_string_free (g_steal_pointer (&plain), FALSE);
}

static void
append_shortened (GString *text, const char *name, size_t size, unsigned most)
{
  glong length = g_utf8_strlen (name, (gssize)size);
  glong tail = ((glong)most - 1) / 2;
  glong head = (glong)most - 1 - tail;

  if (length <= (glong)most)
    {
      g_string_append_len (text, name, (gssize)size);
      return;
    }
  const char *head_end = g_utf8_offset_to_pointer (name, head);
  const char *tail_start = g_utf8_offset_to_pointer (name, length - tail);
  g_string_append_len (text, name, head_end - name);
  g_string_append (text, ELLIPSIS);
  g_string_append_len (text, tail_start, name + size - tail_start);
}

/* @text: UTF-8, with names from parl_name_mark()
 * @most: letters of a name, at least 3
 * Returns: (transfer full): the text; of a longer name its beginning and its end, with an ellipsis
 *   between them */
char *
parl_names_shorten (const char *text, unsigned most)
{
  GString *shortened = g_string_new (NULL);
  const char *begin, *end;

  while ((begin = strstr (text, PARL_NAME_BEGIN)) != NULL
         && (end = strstr (begin, PARL_NAME_END)) != NULL)
    {
      begin += strlen (PARL_NAME_BEGIN);
      g_string_append_len (shortened, text, begin - text);
      append_shortened (shortened, begin, (size_t)(end - begin), most);
      text = end;
    }
  g_string_append (shortened, text);
  return g_string_free (shortened, FALSE);
}
