/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an audience file may name: facts, their subjects and aspects as the catalogue has them,
 * states and placeholders; and which states a fact is in, the most specific first. Chooses no
 * words. */
#include "config.h"

#include "audiences/vocabulary.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const char plain_states[]
    = "zero missed met unclear none confirmed confirmed-up confirmed-down no-change positive "
      "negative too-little stale no-data any";

static const char placeholders[]
    = "value number least size percent about one-in interval low high n count more checks "
      "checks-count "
      "efficacy up-to at-best previous previous-number previous-one-in previous-n change "
      "change-points by "
      "change-interval change-relative by-relative no-change minimum-effect target target-one-in "
      "off-target a-day "
      "previous-a-day previous-short-a-day target-a-day short-a-day date day days as-of "
      "unknown offline left-out dates waits server-limit "
      "leg cohort cohort-not shift shift-label only cause check stage class rollout site age part "
      "signal-day signal-event run-day run-event control-window zone speed halt silent-limit "
      "window milestone measure span done-day review";

static const char *const tones[] = {
  [PARL_TONE_PLAIN] = "plain", [PARL_TONE_PREVIOUS] = "previous", [PARL_TONE_GOOD] = "good",
  [PARL_TONE_WARN] = "warn",   [PARL_TONE_BAD] = "bad",           [PARL_TONE_NONE] = "none",
};

/* Whether @word is one of the words of @list, apart by single spaces. */
static bool
has_word (const char *list, const char *word)
{
  size_t length = strlen (word);

  for (const char *at = list; length > 0 && *at != '\0';)
    {
      size_t next = strcspn (at, " ");
      if (next == length && strncmp (at, word, length) == 0)
        return true;
      at += next + (at[next] == ' ');
    }
  return false;
}

static char *
join_words (const char *list)
{
  g_auto (GStrv) words = g_strsplit (list, " ", -1);

  return g_strjoinv (", ", words);
}

/* Returns: (transfer full): all ids, for a message */
char *
parl_vocabulary_list_facts (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (size_t i = 0; i < parl_catalogue_size (); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", parl_catalogue_get (i)->id);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

bool
parl_vocabulary_has_aspect (const ParlCatalogueEntry *entry, const char *aspect)
{
  return has_word (entry->aspects, aspect);
}

bool
parl_vocabulary_has_subject (const ParlCatalogueEntry *entry, const char *key)
{
  return has_word (entry->subjects, key);
}

/* @state: "confirmed-up-mix", "missed", "any"
 * Returns: whether a fact of this @entry can be in it */
bool
parl_vocabulary_has_state (const ParlCatalogueEntry *entry, const char *state)
{
  const char *const prefixes[]
      = { "confirmed-up-", "confirmed-down-", "confirmed-", "no-change-", "no-data-" };

  if (has_word (plain_states, state) || parl_vocabulary_has_aspect (entry, state))
    return true;
  for (unsigned i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (state, prefixes[i])
        && parl_vocabulary_has_aspect (entry, state + strlen (prefixes[i])))
      return true;
  return false;
}

char *
parl_vocabulary_list_states (const ParlCatalogueEntry *entry)
{
  g_autofree char *states = join_words (plain_states);

  if (*entry->aspects == '\0')
    return g_steal_pointer (&states);

  g_autofree char *aspects = join_words (entry->aspects);
  return g_strdup_printf (
      _ ("%s, %s, each of the last also after “confirmed-up-”, “confirmed-down-”, "
         "“confirmed-”, “no-change-” or “no-data-”"),
      states, aspects);
}

bool
parl_vocabulary_has_placeholder (const char *name)
{
  return has_word (placeholders, name);
}

char *
parl_vocabulary_list_placeholders (void)
{
  return join_words (placeholders);
}

bool
parl_vocabulary_tone_from_string (const char *text, ParlTone *tone)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (tones); i++)
    if (strcmp (tones[i], text) == 0)
      {
        *tone = (ParlTone)i;
        return true;
      }
  return false;
}

/* A verdict is of the change; with enough rows of its own a fact may still be held against its
 * target when only the window before was too small. */
static ParlVerdict
get_verdict (const ParlFact *fact, double minimum_n)
{
  if (fact->verdict == PARL_VERDICT_TOO_LITTLE && fact->n >= minimum_n)
    return PARL_VERDICT_NONE;
  return isnan (fact->value) ? PARL_VERDICT_NO_DATA : fact->verdict;
}

/* @minimum_n: below it a rate gets no verdict
 * Returns: whether nothing may be claimed of @fact: too little, stale, or not there */
bool
parl_vocabulary_is_silent (const ParlFact *fact, double minimum_n)
{
  ParlVerdict verdict = get_verdict (fact, minimum_n);

  return verdict == PARL_VERDICT_TOO_LITTLE || verdict == PARL_VERDICT_STALE
         || verdict == PARL_VERDICT_NO_DATA;
}

static void
add_state (GStrvBuilder *states, const char *first, const char *second, const char *third)
{
  g_autofree char *state = g_strconcat (first, second, third, NULL);
  g_strv_builder_add (states, state);
}

static bool
is_raised (const ParlFact *fact)
{
  for (unsigned i = 0; fact->caveats[i] != NULL; i++)
    if (g_str_has_prefix (fact->caveats[i], "raised:"))
      return true;
  return false;
}

/* The aspect without what follows its colon: "only:v2.3" is "only". */
static char *
dup_aspect (const ParlFact *fact)
{
  return fact->aspect == NULL ? NULL : g_strndup (fact->aspect, strcspn (fact->aspect, ":"));
}

static void
add_claims (GStrvBuilder *states, const ParlFact *fact, ParlVerdict verdict)
{
  g_autofree char *aspect = dup_aspect (fact);
  const char *name = parl_verdict_to_string (verdict);

  if (fact->value == 0)
    g_strv_builder_add (states, "zero");
  if (verdict == PARL_VERDICT_CONFIRMED)
    {
      double change = isnan (fact->comparison.change) ? fact->value : fact->comparison.change;
      const char *up = change > 0 ? "confirmed-up" : "confirmed-down";
      if (aspect != NULL)
        add_state (states, up, "-", aspect);
      g_strv_builder_add (states, up);
    }
  if (aspect != NULL)
    {
      if (verdict != PARL_VERDICT_NONE)
        add_state (states, name, "-", aspect);
      if (is_raised (fact))
        add_state (states, aspect, "-raised", NULL);
      g_strv_builder_add (states, aspect);
    }
  if (fact->target_state != PARL_TARGET_UNSET)
    g_strv_builder_add (states, parl_target_state_to_string (fact->target_state));
  g_strv_builder_add (states, name);
  if (fact->unit == PARL_UNIT_POINTS && fact->value != 0)
    g_strv_builder_add (states, fact->value > 0 ? "positive" : "negative");
}

/* The names of the states that @fact is in, the most specific first: verdict-direction-aspect,
 * verdict-direction, verdict-aspect, aspect, target, verdict, sign, any; before them all "zero". Of
 * a fact with too little or no data only that may be said, and what was found of it without a
 * number; of a stale one that it is stale, or what holds in "any" state.
 * Returns: (transfer full): at least one */
char **
parl_vocabulary_get_states (const ParlFact *fact, double minimum_n)
{
  g_autoptr (GStrvBuilder) states = g_strv_builder_new ();
  ParlVerdict verdict = get_verdict (fact, minimum_n);

  g_autofree char *aspect = dup_aspect (fact);

  if (verdict == PARL_VERDICT_NO_DATA && aspect != NULL)
    add_state (states, "no-data", "-", aspect);
  if (parl_vocabulary_is_silent (fact, minimum_n))
    g_strv_builder_add (states, parl_verdict_to_string (verdict));
  else
    add_claims (states, fact, verdict);
  if (verdict != PARL_VERDICT_TOO_LITTLE && verdict != PARL_VERDICT_NO_DATA)
    g_strv_builder_add (states, "any");
  return g_strv_builder_end (states);
}

static ParlTone
get_aspect_tone (const char *aspect)
{
  const struct
  {
    const char *aspects;
    ParlTone tone;
  } rules[] = {
    { "stop stopped hold severe high", PARL_TONE_BAD },
    { "over unclear medium paused", PARL_TONE_WARN },
    { "passed low finished", PARL_TONE_GOOD },
    { "not-started waiting", PARL_TONE_NONE },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rules); i++)
    if (has_word (rules[i].aspects, aspect))
      return rules[i].tone;
  return PARL_TONE_PLAIN;
}

/* Returns: how good or bad the news is where a template does not say it itself */
ParlTone
parl_vocabulary_get_tone (const ParlFact *fact, double minimum_n)
{
  g_autofree char *aspect = dup_aspect (fact);
  const ParlTone targets[] = {
    [PARL_TARGET_UNSET] = PARL_TONE_PLAIN,
    [PARL_TARGET_MET] = PARL_TONE_GOOD,
    [PARL_TARGET_MISSED] = PARL_TONE_BAD,
    [PARL_TARGET_UNCLEAR] = PARL_TONE_WARN,
  };

  if (parl_vocabulary_is_silent (fact, minimum_n))
    return PARL_TONE_NONE;
  if (fact->target_state != PARL_TARGET_UNSET)
    return targets[fact->target_state];
  if (aspect != NULL && get_aspect_tone (aspect) != PARL_TONE_PLAIN)
    return get_aspect_tone (aspect);
  return fact->verdict == PARL_VERDICT_NO_CHANGE ? PARL_TONE_NONE : PARL_TONE_PLAIN;
}
