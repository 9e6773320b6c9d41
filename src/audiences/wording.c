/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the fact that a line speaks of, the most specific template that fits its state, and fills
 * it. A template that lacks a number gives way to a less specific one; without any, nothing is
 * said. Picks and words; computes nothing. */
#include "config.h"

#include "audiences/wording.h"

#include "audiences/format.h"
#include "audiences/phrase.h"
#include "audiences/vocabulary.h"

#include <string.h>

ParlLine *
parl_line_new (ParlTone tone, const char *text, const ParlFact *fact)
{
  ParlLine *self = g_new0 (ParlLine, 1);

  self->tone = tone;
  self->text = g_strdup (text);
  self->fact = fact;
  return self;
}

void
parl_line_free (ParlLine *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->detail);
  g_free (self->short_text);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_free (self);
}

/* Remembers that the board speaks of @fact. */
void
parl_wording_note (ParlWording *self, const ParlFact *fact)
{
  if (!g_ptr_array_find (self->spoken, fact, NULL))
    g_ptr_array_add (self->spoken, (gpointer)fact);
}

static char *
fill_window (G_GNUC_UNUSED const ParlPlaceholder *placeholder, gpointer data)
{
  const ParlWording *self = data;

  return parl_format_days (self->findings->scope->days);
}

/* @text: of the audience's file, of no fact: parl_template_check_plain() took it
 * Returns: (transfer full): its words, with {window} filled in */
char *
parl_wording_say_plain (const ParlWording *self, const char *text)
{
  const char *translated = parl_audience_translate (self->audience, text);
  char *words = parl_placeholders_fill (translated, fill_window, (gpointer)self, NULL);

  return words != NULL ? words : parl_placeholders_fill (text, fill_window, (gpointer)self, NULL);
}

static const char *
get_only (const ParlFact *fact)
{
  const char *colon = fact->aspect != NULL ? strchr (fact->aspect, ':') : NULL;

  return colon != NULL ? colon + 1 : NULL;
}

/* Where "@" looks: the fact that a line speaks of, and the others that it has declared. */
typedef struct
{
  const ParlWording *wording;
  const ParlLineTemplate *template; /* NULL: nothing is declared */
  const ParlFact *base;             /* NULL: there is none yet */
  unsigned depth;                   /* how many declared facts looked for each other so far */
} Scope;

#define MAX_DEPTH 4 /* more than anybody needs; ends a circle */

static const ParlFact *find_in_scope (const Scope *scope, const ParlFactRef *ref, unsigned index);

/* "@" is what the line's fact has of the same key, "@.key" of another one; "@only" the only cohort
 * it found; "@name.key" what another declared fact has. */
static const char *
look_up (const Scope *scope, const char *pattern, const char *key)
{
  const char *dot = strchr (pattern, '.');

  if (scope->base == NULL)
    return NULL;
  if (strcmp (pattern, "@") == 0)
    return parl_labels_get (scope->base->subject, key);
  if (strcmp (pattern, "@only") == 0)
    return get_only (scope->base);
  if (dot == NULL)
    return NULL;
  if (dot == pattern + 1)
    return parl_labels_get (scope->base->subject, dot + 1);

  g_autofree char *name = g_strndup (pattern + 1, dot - pattern - 1);
  const ParlFactRef *ref = scope->template != NULL && scope->depth < MAX_DEPTH
                               ? g_hash_table_lookup (scope->template->with, name)
                               : NULL;
  Scope outer = { scope->wording, scope->template, scope->base, scope->depth + 1 };
  const ParlFact *fact = ref != NULL ? find_in_scope (&outer, ref, 0) : NULL;
  return fact != NULL ? parl_labels_get (fact->subject, dot + 1) : NULL;
}

/* Patterns: "*" anything, "!x*" anything that does not match, "@..." what another fact has. */
static bool
matches_value (const Scope *scope, const char *pattern, const char *value, const char *key)
{
  if (*pattern == '@')
    return g_strcmp0 (look_up (scope, pattern, key), value) == 0;
  if (*pattern == '!')
    return !g_pattern_match_simple (pattern + 1, value);
  return g_pattern_match_simple (pattern, value);
}

static bool
matches_aspect (const ParlFactRef *ref, const ParlFact *fact)
{
  if (ref->aspects == NULL)
    return true;
  if (fact->aspect == NULL)
    return false;

  g_autofree char *aspect = g_strndup (fact->aspect, strcspn (fact->aspect, ":"));
  return g_strv_contains ((const char *const *)ref->aspects, aspect);
}

static bool
matches (const Scope *scope, const ParlFactRef *ref, const ParlFact *fact)
{
  if (ref->entry != fact->entry || !matches_aspect (ref, fact))
    return false;
  if (ref->any_subject)
    return true;
  if (parl_labels_size (fact->subject) != ref->keys->len)
    return false;
  for (unsigned i = 0; i < ref->keys->len; i++)
    {
      const char *key = ref->keys->pdata[i];
      const char *value = parl_labels_get (fact->subject, key);
      if (value == NULL || !matches_value (scope, ref->values->pdata[i], value, key))
        return false;
    }
  return true;
}

static const ParlFact *
find_in_scope (const Scope *scope, const ParlFactRef *ref, unsigned index)
{
  GPtrArray *facts = scope->wording->findings->facts;

  for (unsigned i = 0; i < facts->len; i++)
    if (matches (scope, ref, facts->pdata[i]) && index-- == 0)
      return facts->pdata[i];
  return NULL;
}

/* @index: 0 for the first
 * Returns: (transfer none) (nullable): the @index-th fact that @ref means */
const ParlFact *
parl_wording_find (const ParlWording *self, const ParlFactRef *ref, unsigned index)
{
  Scope scope = { self, NULL, NULL, 0 };

  return find_in_scope (&scope, ref, index);
}

/* Returns: whether @fact is one of those that @ref means */
bool
parl_wording_means (const ParlWording *self, const ParlFactRef *ref, const ParlFact *fact)
{
  Scope scope = { self, NULL, NULL, 0 };

  return matches (&scope, ref, fact);
}

/* One sentence while it is being filled. */
typedef struct
{
  ParlWording *wording;
  const ParlLineTemplate *template;
  const ParlFact *base;
  bool plain_shares, is_translated;
  GPtrArray *facts; /* that its placeholders were filled from */
  GPtrArray *trace;
} Sentence;

static const ParlFact *
find_placeholder_fact (const Sentence *sentence, const ParlPlaceholder *placeholder)
{
  if (placeholder->ref == NULL)
    return sentence->base;

  const ParlFactRef *ref = g_hash_table_lookup (sentence->template->with, placeholder->ref);
  Scope scope = { sentence->wording, sentence->template, sentence->base, 0 };
  return ref != NULL ? find_in_scope (&scope, ref, 0) : NULL;
}

static char *
fill_placeholder (const ParlPlaceholder *placeholder, gpointer data)
{
  Sentence *sentence = data;
  const ParlFact *fact = find_placeholder_fact (sentence, placeholder);
  ParlPhraseContext context
      = { sentence->wording->audience, sentence->wording->findings, fact,
          sentence->plain_shares,      sentence->is_translated,     sentence->facts };

  if (fact == NULL || !parl_vocabulary_has_placeholder (placeholder->name))
    return NULL;

  g_autofree char *words = parl_phrase_make (&context, placeholder);
  if (words == NULL)
    return NULL;
  g_ptr_array_add (sentence->facts, (gpointer)fact);

  g_autofree char *subject = parl_labels_to_string (fact->subject);
  g_ptr_array_add (sentence->trace,
                   g_strdup_printf ("%s{%s} %s = %s", fact->id, subject, placeholder->name, words));
  return g_steal_pointer (&words);
}

/* All shares of a sentence are said in one way: "1 in 14 ... up from 1 in 17", or all in per cent.
 * Two that would read the same are told apart in per cent. */
static char *
look_at_placeholder (const ParlPlaceholder *placeholder, gpointer data)
{
  Sentence *sentence = data;
  const ParlFact *fact = find_placeholder_fact (sentence, placeholder);

  if (fact != NULL && g_str_has_suffix (placeholder->name, "one-in"))
    {
      int one_in = parl_phrase_get_one_in (fact, placeholder->name);
      bool is_previous = g_str_equal (placeholder->name, "previous-one-in");
      if (one_in == 0 || (is_previous && one_in == parl_phrase_get_one_in (fact, "one-in")))
        sentence->plain_shares = true;
    }
  return g_strdup ("x");
}

static char *
fill_text (Sentence *sentence, const char *text, bool is_translated)
{
  sentence->plain_shares = false;
  sentence->is_translated = is_translated;
  g_free (parl_placeholders_fill (text, look_at_placeholder, sentence, NULL));

  unsigned n_facts = sentence->facts->len;
  unsigned n_trace = sentence->trace->len;
  char *words = parl_placeholders_fill (text, fill_placeholder, sentence, NULL);
  if (words == NULL) /* what was not said, is not spoken of */
    {
      g_ptr_array_set_size (sentence->facts, (int)n_facts);
      g_ptr_array_set_size (sentence->trace, (int)n_trace);
    }
  return words;
}

/* In the reader's language; in the file's own where a translation cannot be filled. */
static char *
fill_template (Sentence *sentence, const char *text)
{
  const char *translated = parl_audience_translate (sentence->wording->audience, text);
  char *words = text != NULL ? fill_text (sentence, translated, translated != text) : NULL;

  return words != NULL || translated == text || text == NULL ? words
                                                             : fill_text (sentence, text, false);
}

/* Returns: (transfer full) (nullable): whose numbers and names stand there besides @fact's, once */
static GPtrArray *
list_others (const GPtrArray *facts, const ParlFact *fact)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new ();

  for (unsigned i = 0; i < facts->len; i++)
    if (facts->pdata[i] != fact && !g_ptr_array_find (others, facts->pdata[i], NULL))
      g_ptr_array_add (others, facts->pdata[i]);
  return others->len > 0 ? g_steal_pointer (&others) : NULL;
}

static void
commit (Sentence *sentence, const ParlFact *fact)
{
  ParlWording *wording = sentence->wording;

  parl_wording_note (wording, fact);
  for (unsigned i = 0; i < sentence->facts->len; i++)
    parl_wording_note (wording, sentence->facts->pdata[i]);
  for (unsigned i = 0; wording->trace != NULL && i < sentence->trace->len; i++)
    g_ptr_array_add (wording->trace, g_strdup (sentence->trace->pdata[i]));
}

/* @state: the name of one template
 * Returns: (transfer full) (nullable): the line; %NULL where there is no such template or a number
 *   is missing; a line without text where the template is empty */
ParlLine *
parl_wording_say_state (ParlWording *self, const ParlLineTemplate *template, const ParlFact *fact,
                        const char *state)
{
  const ParlSentence *words = g_hash_table_lookup (template->templates, state);
  g_autoptr (GPtrArray) facts = g_ptr_array_new ();
  g_autoptr (GPtrArray) trace = g_ptr_array_new_with_free_func (g_free);
  Sentence sentence = { self, template, fact, false, false, facts, trace };
  double minimum_n = self->findings->targets->minimum_n;

  if (words == NULL)
    return NULL;
  g_autofree char *text = fill_template (&sentence, words->text);
  if (text == NULL)
    text = fill_template (&sentence, words->otherwise);
  if (text == NULL)
    return NULL;

  /* What was found without a number may have a tone; what cannot be told has none. */
  bool is_silent
      = parl_vocabulary_is_silent (fact, minimum_n) && !g_str_has_prefix (state, "no-data-");
  ParlTone tone = is_silent         ? PARL_TONE_NONE
                  : words->has_tone ? words->tone
                                    : parl_vocabulary_get_tone (fact, minimum_n);
  ParlLine *line = parl_line_new (tone, text, fact);
  if (*text == '\0')
    return line;
  line->detail = fill_template (&sentence, words->detail);
  if (line->detail == NULL)
    line->detail = fill_template (&sentence, words->detail_otherwise);
  line->short_text = fill_template (&sentence, words->short_text);
  line->others = list_others (facts, fact);
  commit (&sentence, fact);
  return line;
}

/* @fact: one that the line's template means, or another of the same kind
 * Returns: (transfer full) (nullable): what the line says of it, or %NULL: nothing */
ParlLine *
parl_wording_say (ParlWording *self, const char *line_id, const ParlFact *fact)
{
  const ParlLineTemplate *template = g_hash_table_lookup (self->audience->lines, line_id);
  g_return_val_if_fail (template != NULL && fact != NULL, NULL);

  g_auto (GStrv) states = parl_vocabulary_get_states (fact, self->findings->targets->minimum_n);
  for (unsigned i = 0; states[i] != NULL; i++)
    {
      g_autoptr (ParlLine) line = parl_wording_say_state (self, template, fact, states[i]);
      if (line == NULL)
        continue;
      return *line->text != '\0' ? g_steal_pointer (&line) : NULL;
    }
  return NULL;
}

/* @max: how many lines there may be at most
 * @lines: (element-type ParlLine): gets what the lines say, in their order */
void
parl_wording_say_all (ParlWording *self, char **line_ids, unsigned max, GPtrArray *lines)
{
  for (unsigned i = 0; line_ids != NULL && line_ids[i] != NULL; i++)
    {
      const ParlLineTemplate *template = g_hash_table_lookup (self->audience->lines, line_ids[i]);
      for (unsigned j = 0; j < template->each && lines->len < max; j++)
        {
          const ParlFact *fact = parl_wording_find (self, template->fact, j);
          ParlLine *line = fact != NULL ? parl_wording_say (self, line_ids[i], fact) : NULL;
          if (line != NULL)
            g_ptr_array_add (lines, line);
        }
    }
}

/* Returns: (transfer full) (nullable): the first of the lines that has anything to say */
ParlLine *
parl_wording_say_first (ParlWording *self, char **line_ids)
{
  for (unsigned i = 0; line_ids != NULL && line_ids[i] != NULL; i++)
    {
      const ParlLineTemplate *template = g_hash_table_lookup (self->audience->lines, line_ids[i]);
      const ParlFact *fact = parl_wording_find (self, template->fact, 0);
      ParlLine *line = fact != NULL ? parl_wording_say (self, line_ids[i], fact) : NULL;
      if (line != NULL)
        return line;
    }
  return NULL;
}
