/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds what the Ask window offers: each word that is typed must begin a word of the answer. The
 * board's own sentences come first. Counts nothing and shows nothing. */
#include "config.h"

#include "app/ask/answers.h"

#include "analysis/fact-link.h"
#include "app/desktop/search.h"
#include "audiences/fact-words.h"

#include <glib/gi18n.h>
#include <math.h>

#define MOST_SENTENCES 5
#define MOST_FACTS 8

void
parl_answer_free (ParlAnswer *self)
{
  g_free (self->text);
  g_free (self->detail);
  g_free (self->target);
  g_free (self);
}

typedef struct
{
  const ParlBoard *board;
  const ParlAudience *audience;
  GHashTable *facts; /* that an answer speaks of */
  GHashTable *texts; /* of the answers */
  GPtrArray *answers;
} Search;

static void
add_line (Search *search, const ParlLine *line)
{
  ParlAnswer *answer;

  g_hash_table_add (search->facts, (gpointer)line->fact);
  if (!g_hash_table_add (search->texts, g_strdup (line->text)))
    return;
  answer = g_new0 (ParlAnswer, 1);
  *answer = (ParlAnswer){ .text = g_strdup (line->text),
                          .detail = g_strdup (line->detail),
                          .tone = line->tone,
                          .action = "win.fact",
                          .target = parl_fact_link_new (line->fact) };
  g_ptr_array_add (search->answers, answer);
}

/* What is not a sentence of the audience. @text: (transfer full) */
static void
add_action (Search *search, char *text, const char *detail, const char *icon, const char *action,
            const char *target)
{
  ParlAnswer *answer = g_new0 (ParlAnswer, 1);

  *answer = (ParlAnswer){ .text = text,
                          .detail = g_strdup (detail),
                          .icon = icon,
                          .tone = PARL_TONE_NONE,
                          .action = action,
                          .target = g_strdup (target) };
  g_ptr_array_add (search->answers, answer);
}

static void
add_sentences (Search *search, const char *const *terms)
{
  g_autoptr (GPtrArray) lines = parl_search_board (search->board, terms, MOST_SENTENCES);

  for (unsigned i = 0; i < lines->len; i++)
    add_line (search, g_ptr_array_index (lines, i));
}

static void
add_facts (Search *search, const char *const *terms)
{
  const ParlFindings *findings = search->board->findings;
  unsigned end = search->answers->len + MOST_FACTS;

  for (unsigned i = 0; i < findings->facts->len && search->answers->len < end; i++)
    {
      const ParlFact *fact = g_ptr_array_index (findings->facts, i);
      if (isnan (fact->value) || g_hash_table_contains (search->facts, fact))
        continue;
      g_autofree char *name = parl_fact_words_make_name (search->audience, findings, fact);
      if (!parl_search_matches (terms, name))
        continue;
      g_autoptr (ParlLine) line = parl_audience_say_fact (search->audience, findings, fact);
      add_line (search, line);
    }
}

/* Parts of the fleet that @term names. */
static unsigned
add_filters (Search *search, char **names, const char *what, const char *action, const char *term)
{
  const char *const terms[] = { term, NULL };
  unsigned n = 0;

  for (; *names != NULL; names++)
    if (parl_search_matches (terms, *names))
      {
        add_action (search, g_strdup_printf (_ ("Show only %s"), *names), what,
                    "parlance-filter-symbolic", action, *names);
        n++;
      }
  return n;
}

/* Returns: (transfer full): the terms that name no part of the fleet */
static char **
add_all_filters (Search *search, const ParlChoices *choices, const char *const *terms)
{
  g_autoptr (GStrvBuilder) others = g_strv_builder_new ();

  for (; *terms != NULL; terms++)
    if (add_filters (search, choices->classes, _ ("Camera Class"), "win.class", *terms)
            + add_filters (search, choices->sites, _ ("Site"), "win.site", *terms)
            + add_filters (search, choices->releases, _ ("Updated from Release"), "win.release",
                           *terms)
        == 0)
      g_strv_builder_add (others, *terms);
  return g_strv_builder_end (others);
}

static char **
split_words (const char *query)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) parts = g_strsplit_set (query, " \t", -1);

  for (char **part = parts; *part != NULL; part++)
    if (**part != '\0')
      g_strv_builder_add (words, *part);
  return g_strv_builder_end (words);
}

static void
search_all (Search *search, const ParlChoices *choices, const char *const *terms)
{
  const ParlLine *headline = search->board->headline;

  add_sentences (search, terms);
  add_facts (search, terms);
  bool found = search->answers->len > 0;
  g_auto (GStrv) others = add_all_filters (search, choices, terms);
  if (!found && others[0] != NULL)
    {
      add_sentences (search, (const char *const *)others);
      add_facts (search, (const char *const *)others);
    }
  g_autofree char *words = g_strjoinv (" ", (char **)terms);
  if (headline->fact != NULL)
    add_action (search, g_strdup_printf (_ ("Rows with “%s”"), words), headline->text,
                "parlance-rows-symbolic", "win.find-rows", words);
}

GPtrArray *
parl_answers_new (const ParlBoard *board, const ParlAudience *audience, const ParlChoices *choices,
                  const char *query)
{
  g_autoptr (GHashTable) facts = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) words = split_words (query);
  Search search = { board, audience, facts, texts,
                    g_ptr_array_new_with_free_func ((GDestroyNotify)parl_answer_free) };

  if (words[0] != NULL)
    search_all (&search, choices, (const char *const *)words);
  return search.answers;
}
