/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says one fact as an audience would. What its file has no words for is said as the catalogue
 * means it, with value, interval and n in the audience's digits. Never silent; computes nothing. */
#include "config.h"

#include "audiences/fact-words.h"

#include "analysis/catalogue.h"
#include "audiences/format.h"
#include "audiences/phrase.h"
#include "audiences/vocabulary.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* What the blast radius counts, and of which stage. */
static const struct
{
  const char *key, *token, *words;
} token_words[] = {
  { "of", "devices", N_ ("devices") },
  { "of", "sites", N_ ("sites") },
  { "of", "untested-rollback", N_ ("devices without a tested rollback") },
  { "when", "now", N_ ("now") },
  { "when", "next", N_ ("next") },
};

static char *
make_checks (const ParlAudience *audience, const GArray *checks)
{
  g_autofree char *names = parl_phrase_list_checks (audience, checks);

  return g_strdup_printf (checks->len == 1 ? _ ("with the %s check") : _ ("with the %s checks"),
                          names);
}

/* How a key of a subject is said behind the fact's meaning. */
static char *
make_key (const char *key, const char *word)
{
  if (strcmp (key, "cohort") == 0)
    return g_strdup_printf (_ ("devices on %s"), word);
  if (strcmp (key, "cohort-not") == 0)
    return g_strdup_printf (_ ("all devices but those on %s"), word);
  if (strcmp (key, "class") == 0)
    return g_strdup_printf (_ ("class %s"), word);
  if (strcmp (key, "site") == 0)
    return g_strdup_printf (_ ("site %s"), word);
  if (strcmp (key, "cause") == 0)
    return g_strdup_printf (_ ("cause %s"), word);
  if (strcmp (key, "rollout") == 0)
    return g_strdup_printf (_ ("rollout “%s”"), word);
  if (strcmp (key, "stage") == 0)
    return g_strdup_printf (_ ("stage %s"), word);
  if (strcmp (key, "part") == 0)
    return g_strdup_printf (_ ("part %s"), word);
  if (strcmp (key, "window") == 0)
    return g_strdup_printf (_ ("last %s"), word);
  if (strcmp (key, "age") == 0)
    return g_strdup_printf (_ ("silent: %s"), word);
  if (strcmp (key, "milestone") == 0)
    return g_strdup_printf (_ ("“%s”"), word);
  return g_strdup (word);
}

static char *
make_part (const ParlAudience *audience, const ParlFindings *findings, const ParlFact *fact,
           const char *key)
{
  const char *token = parl_labels_get (fact->subject, key);

  if (strcmp (key, "checks") == 0 && fact->checks != NULL)
    return make_checks (audience, fact->checks);
  for (unsigned i = 0; i < G_N_ELEMENTS (token_words); i++)
    if (strcmp (token_words[i].key, key) == 0 && strcmp (token_words[i].token, token) == 0)
      return g_strdup (_ (token_words[i].words));
  if (strcmp (key, "efficacy") == 0)
    return NULL;
  if (strcmp (key, "what-if") == 0)
    return g_strdup (_ ("what if"));

  g_autofree char *word = parl_phrase_find_word (audience, findings, fact, key);
  return make_key (key, word);
}

/* @audience: (nullable): whose words for causes and checks; %NULL: the codes themselves
 * Returns: (transfer full) (nullable): whose fact it is: "devices on v2.3, cause: low space"; %NULL
 *   where it is the whole fleet's */
char *
parl_fact_words_make_subject (const ParlAudience *audience, const ParlFindings *findings,
                              const ParlFact *fact)
{
  g_autoptr (GString) text = g_string_new (NULL);
  bool named = parl_labels_get (fact->subject, "stage") != NULL;

  for (unsigned i = 0; i < parl_labels_size (fact->subject); i++)
    {
      const char *key = parl_labels_get_key (fact->subject, i);
      g_autofree char *part = named && strcmp (key, "rollout") == 0
                                  ? NULL /* the stage's name says it */
                                  : make_part (audience, findings, fact, key);
      if (part != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? C_ ("list", ", ") : "", part);
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

/* Returns: (transfer full): what it is and whose: "Updates that failed at the first try, devices on
 *   v2.3" */
char *
parl_fact_words_make_name (const ParlAudience *audience, const ParlFindings *findings,
                           const ParlFact *fact)
{
  g_autofree char *subject = parl_fact_words_make_subject (audience, findings, fact);
  const char *whole = _ (fact->entry->meaning);
  g_autofree char *meaning = g_strndup (whole, strcspn (whole, ";:")); /* a gloss may follow */

  return subject == NULL ? g_steal_pointer (&meaning)
                         : g_strdup_printf (C_ ("fact", "%s, %s"), meaning, subject);
}

/* Returns: (transfer full): the value with its unit, "at least" where no more is known, or "no
 *   data" */
char *
parl_fact_words_make_value (const ParlFindings *findings, const ParlFact *fact, int digits)
{
  if (isnan (fact->value))
    return g_strdup (_ ("no data"));

  g_autofree char *value = parl_phrase_make_value (findings, fact, digits);
  if (fact->unit != PARL_UNIT_SCORE)
    return g_steal_pointer (&value);
  g_autofree char *most = parl_format_number (isnan (fact->n) ? 100 : fact->n, 0);
  return g_strdup_printf (_ ("%s of %s"), value, most);
}

/* Returns: (transfer full): "24 Oct – 20 Nov 2026", or "as of 21 November 2026, 09:40" */
char *
parl_fact_words_make_window (ParlWindow window)
{
  if (window.until == PARL_TIME_NONE)
    return g_strdup (_ ("at any time"));
  if (window.since != PARL_TIME_NONE)
    return parl_format_period (window, true);

  g_autofree char *moment = parl_format_date (window.until, PARL_DATE_MOMENT);
  return g_strdup_printf (_ ("as of %s"), moment);
}

/* "95 % interval 6.85–7.77, n = 12,400": what there is of it. */
static char *
make_size (const ParlFact *fact, int digits)
{
  bool has_interval = !isnan (fact->low) && !isnan (fact->high);
  g_autofree char *n = isnan (fact->n) ? NULL : parl_format_number (fact->n, 0);
  g_autofree char *interval
      = has_interval ? parl_format_interval (fact->low, fact->high, fact->unit, digits) : NULL;

  if (interval != NULL && g_strv_contains ((const char *const *)fact->caveats, "p15-p85"))
    return g_strdup_printf (_ ("P15 to P85 %s"), interval);
  if (interval != NULL && n != NULL)
    return g_strdup_printf (_ ("95\u00a0%% interval %s, n = %s"), interval, n);
  if (interval != NULL)
    return g_strdup_printf (_ ("95\u00a0%% interval %s"), interval);
  return n != NULL ? g_strdup_printf (_ ("n = %s"), n) : NULL;
}

/* As the catalogue means it. */
static ParlLine *
say_plainly (const ParlAudience *audience, const ParlFindings *findings, const ParlFact *fact)
{
  double minimum_n = findings->targets->minimum_n;
  int digits = parl_phrase_get_digits (audience, fact->unit);
  bool too_little = fact->verdict == PARL_VERDICT_TOO_LITTLE
                    && parl_vocabulary_is_silent (fact, minimum_n) && !isnan (fact->value);
  g_autofree char *name = parl_fact_words_make_name (audience, findings, fact);
  g_autofree char *value = parl_fact_words_make_value (findings, fact, digits);
  g_autofree char *text = too_little ? g_strdup_printf (_ ("%s: %s, too few to tell"), name, value)
                                     : g_strdup_printf (_ ("%s: %s"), name, value);
  ParlLine *line = parl_line_new (parl_vocabulary_get_tone (fact, minimum_n), text, fact);

  if (!isnan (fact->value))
    line->detail = make_size (fact, digits);
  return line;
}

/* What is too old is not judged, whatever the sentence. */
static void
date_line (ParlLine *line, const ParlFact *fact)
{
  if (fact->verdict != PARL_VERDICT_STALE || fact->freshness == PARL_TIME_NONE)
    return;

  g_autofree char *date = parl_format_date (fact->freshness, PARL_DATE_TIME);
  g_free (line->detail);
  line->detail = g_strdup_printf (_ ("As of %s: too old to judge by"), date);
}

/* Returns: (nullable): what the first of the lines says that means this very fact */
static ParlLine *
say_first (ParlWording *wording, const GPtrArray *lines, const ParlFact *fact)
{
  ParlLine *said = NULL;

  for (unsigned i = 0; i < lines->len && said == NULL; i++)
    {
      const ParlLineTemplate *line = g_ptr_array_index (lines, i);
      if (parl_wording_means (wording, line->fact, fact))
        said = parl_wording_say (wording, line->id, fact);
    }
  return said;
}

/* parl_audience_say_fact() as part of a wording, which notes what was spoken of. */
ParlLine *
parl_fact_words_say (ParlWording *wording, const ParlFact *fact)
{
  const ParlAudience *audience = wording->audience;
  ParlLine *line = say_first (wording, audience->what_if, fact);

  if (line == NULL)
    line = say_first (wording, audience->say, fact);
  if (line == NULL)
    {
      line = say_plainly (audience, wording->findings, fact);
      parl_wording_note (wording, fact);
    }
  date_line (line, fact);
  return line;
}

/* @fact: one of @findings, or of a what-if on them
 * Returns: (transfer full): the first line of the audience's WhatIf= and Say= that means this very
 *   fact and has anything to say; else what the catalogue says. Never %NULL */
ParlLine *
parl_audience_say_fact (const ParlAudience *audience, const ParlFindings *findings,
                        const ParlFact *fact)
{
  g_return_val_if_fail (audience != NULL && findings != NULL && fact != NULL, NULL);

  g_autoptr (GPtrArray) spoken = g_ptr_array_new ();
  ParlWording wording = { audience, findings, spoken, NULL };

  return parl_fact_words_say (&wording, fact);
}
