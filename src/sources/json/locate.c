/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Follows the tokens of a body up to a place, and knows by then how deep it lies and where. */
#include "config.h"

#include "sources/json/locate.h"

#include "sources/json/lexer.h"

#include <string.h>

/* Where the lexer stands. @names: of the member that is under way, for each level */
static GArray *
copy_place (const ParlJsonLexer *lexer, char **names)
{
  GArray *place = g_array_new (FALSE, FALSE, sizeof (ParlJsonStep));

  for (unsigned i = 0; i < lexer->depth; i++)
    {
      bool object = lexer->levels[i].object;
      if (object && names[i] == NULL)
        break;
      g_array_append_val (place, ((ParlJsonStep){ .name = object ? names[i] : NULL,
                                                  .index = lexer->levels[i].index }));
    }
  return place;
}

static bool
is_value (ParlToken token)
{
  return token >= PARL_TOKEN_NAME;
}

char *
parl_json_locate (const char *text, size_t offset, const ParlJsonPath *rows)
{
  ParlJsonLexer lexer;
  char *names[PARL_JSON_MAX_DEPTH + 1] = { NULL };
  const char *at = text, *wanted = text + offset, *end = text + strlen (text);
  char *path = NULL;
  bool going = true;

  parl_json_lexer_init (&lexer);
  while (going)
    {
      ParlToken token = parl_json_lexer_next (&lexer, &at, end);

      going = token >= PARL_TOKEN_BEGIN_OBJECT && lexer.start <= wanted;
      if (!going)
        break;
      if (token == PARL_TOKEN_BEGIN_OBJECT || token == PARL_TOKEN_BEGIN_ARRAY)
        g_clear_pointer (&names[lexer.depth - 1], g_free);
      if (token == PARL_TOKEN_NAME)
        {
          g_free (names[lexer.depth - 1]);
          names[lexer.depth - 1] = g_strndup (lexer.text, lexer.length);
        }
      if (is_value (token) && wanted <= at)
        {
          g_autoptr (GArray) place = copy_place (&lexer, names);
          path = parl_json_path_write (rows, place);
          break;
        }
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    g_free (names[i]);
  parl_json_lexer_clear (&lexer);
  return path;
}
