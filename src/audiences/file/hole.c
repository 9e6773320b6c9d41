/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks a sentence with holes. Knows how a hole is spelled, not what may stand in it. */
#include "config.h"

#include "audiences/file/hole.h"

#include "audiences/file/audience.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* "rate.one-in:updates" into its parts; writes into @text. */
static ParlHole
parse_hole (char *text)
{
  ParlHole hole = { NULL, text, NULL, false };
  char *colon = strchr (text, ':');

  if (colon != NULL)
    {
      *colon = '\0';
      hole.argument = colon + 1;
    }

  char *dot = strchr (text, '.');
  if (dot != NULL)
    {
      *dot = '\0';
      hole.ref = text;
      hole.name = dot + 1;
    }

  char *first = (char *)hole.name;
  hole.capital = g_ascii_isupper (*first);
  *first = g_ascii_tolower (*first);
  return hole;
}

static void
append_filling (GString *result, const char *filling, bool capital)
{
  if (!capital)
    {
      g_string_append (result, filling);
      return;
    }
  g_string_append_unichar (result, g_unichar_toupper (g_utf8_get_char (filling)));
  g_string_append (result, g_utf8_next_char (filling));
}

/* A per cent sign stays with its number. */
static void
append_text (GString *result, const char *text, size_t length)
{
  for (size_t i = 0; i < length; i++)
    if (text[i] == ' ' && text[i + 1] == '%')
      g_string_append (result, "\u00a0");
    else
      g_string_append_c (result, text[i]);
}

/* @fill: called for every hole, in order
 * Returns: (transfer full) (nullable): the sentence; %NULL with @error set for a brace that has no
 *   partner, %NULL without where a hole could not be filled */
char *
parl_holes_fill (const char *text, ParlHoleFill fill, gpointer data, GError **error)
{
  g_autoptr (GString) result = g_string_new (NULL);

  while (*text != '\0')
    {
      size_t length = strcspn (text, "{}");
      append_text (result, text, length);
      text += length;
      if (*text == '\0')
        break;

      size_t inside = strcspn (text + 1, "{}");
      if (*text == '}' || text[1 + inside] != '}' || inside == 0)
        {
          g_set_error (
              error, PARL_AUDIENCE_ERROR, PARL_AUDIENCE_ERROR_INVALID,
              _ ("“%.20s” has a brace without its partner; a placeholder is written {name}"), text);
          return NULL;
        }

      g_autofree char *copy = g_strndup (text + 1, inside);
      ParlHole hole = parse_hole (copy);
      g_autofree char *filling = fill (&hole, data);
      if (filling == NULL || *filling == '\0')
        return NULL;
      append_filling (result, filling, hole.capital);
      text += inside + 2;
    }
  return g_string_free (g_steal_pointer (&result), FALSE);
}
