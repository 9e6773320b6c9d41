/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words are compared by their beginnings, without case and accents, as the desktop's own search
 * does it. Knows no bus. */
#include "config.h"

#include "app/desktop/search.h"

#include "audiences/panel/explanation.h"

typedef struct
{
  const ParlBoard *board;
  const char *const *terms;
  unsigned max;
  bool by_name;      /* what facts are called counts, too */
  GHashTable *facts; /* that something was found of */
  GPtrArray *found;
} Search;

bool
parl_search_matches (const char *const *terms, const char *text)
{
  for (; *terms != NULL; terms++)
    if (!g_str_match_string (*terms, text, TRUE))
      return false;
  return true;
}

static void
look_at_line (Search *search, ParlLine *line)
{
  if (line == NULL || line->fact == NULL || search->found->len >= search->max
      || g_hash_table_contains (search->facts, (gpointer)line->fact))
    return;

  g_autoptr (ParlExplanation) explanation
      = search->by_name ? parl_explanation_new (search->board->findings, line->fact) : NULL;
  g_autofree char *text = g_strjoin (" ", line->text, line->detail != NULL ? line->detail : "",
                                     search->by_name ? explanation->name : "", NULL);
  if (!parl_search_matches (search->terms, text))
    return;
  g_hash_table_add (search->facts, (gpointer)line->fact);
  g_ptr_array_add (search->found, line);
}

static void
look_at_lines (Search *search, const GPtrArray *lines)
{
  for (unsigned i = 0; i < lines->len; i++)
    look_at_line (search, g_ptr_array_index (lines, i));
}

static void
look_at_board (Search *search)
{
  const ParlBoard *board = search->board;

  look_at_line (search, board->headline);
  for (unsigned i = 0; i < board->cards->len; i++)
    {
      const ParlCard *card = g_ptr_array_index (board->cards, i);
      look_at_line (search, card->title);
      look_at_lines (search, card->lines);
    }
  look_at_lines (search, board->bullets);
  look_at_lines (search, board->changes);
  look_at_lines (search, board->risks);
  look_at_lines (search, board->actions);
}

GPtrArray *
parl_search_board (const ParlBoard *board, const char *const *terms, unsigned max)
{
  g_autoptr (GHashTable) facts = g_hash_table_new (NULL, NULL);
  Search search = { board, terms, max, false, facts, g_ptr_array_new () };

  if (*terms == NULL)
    return search.found;
  look_at_board (&search);
  search.by_name = true;
  look_at_board (&search);
  return search.found;
}
