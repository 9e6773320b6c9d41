/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every line of every audience in every state that a fact can be in: whole sentences, honest words,
 * and the same numbers for everybody. */
#include "config.h"

#include "audiences/wording.h"

#include "analysis/catalogue.h"
#include "analysis/what-if.h"
#include "audiences/phrase.h"
#include "audiences/vocabulary.h"

#include "fixture.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const audiences[] = { "engineer", "ops", "exec", "designer" };
static const char *const fleets[]
    = { "golden", "healthy", "tiny", "empty", "stale", "halted", "planned", "delivered" };

static void
check_text (const char *where, const char *text)
{
  const char *const wrong[] = { "{",  "}",  "()", "( ", " )",  "  ", "nan", "inf",    " ,",
                                " .", " ;", ";;", ",,", ", )", "%%", "--",  "(null)", "-0" };

  if (text == NULL)
    return;
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (unsigned i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      const char *found = strstr (text, wrong[i]);
      if (found == NULL || (i < 8 && i > 5 && g_ascii_isalpha (found[3])))
        continue;
      g_error ("%s: “%s” has “%s”", where, text, wrong[i]);
    }
  if (g_str_has_prefix (text, " ") || g_str_has_suffix (text, " ") || g_str_has_suffix (text, ",")
      || g_str_has_suffix (text, ":"))
    g_error ("%s: “%s” is not a whole sentence", where, text);
}

static void
check_line (const char *where, const ParlLine *line)
{
  if (line == NULL)
    return;
  g_assert_cmpstr (line->text, !=, "");
  check_text (where, line->text);
  check_text (where, line->detail);
  check_text (where, line->short_text);
}

/* The tokens that a fact of this id may have been found to be. */
static char **
list_aspects (const char *id)
{
  const char *const all[]
      = { "stop",      "over",        "within",  "unclear", "mix",     "both",       "plain",
          "only:v2.3", "spread",      "largest", "waiting", "running", "paused",     "finished",
          "stopped",   "not-started", "passed",  "hold",    "low",     "medium",     "high",
          "severe",    "halted",      "about",   "early",   "unseen",  "not-halted", "always",
          "sometimes", "by-day",      "spent" };
  g_autoptr (GStrvBuilder) aspects = g_strv_builder_new ();

  g_strv_builder_add (aspects, "");
  for (unsigned i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autofree char *token = g_strndup (all[i], strcspn (all[i], ":"));
      if (parl_vocabulary_has_aspect (parl_catalogue_find (id), token))
        g_strv_builder_add (aspects, all[i]);
    }
  return g_strv_builder_end (aspects);
}

/* A fleet with a what-if of one check; after the last the first one, with two. */
static ParlFindings *
imagine_fleet (unsigned i)
{
  g_autoptr (ParlFindings) findings = fixture_get (fleets[i % G_N_ELEMENTS (fleets)]);
  g_autoptr (GArray) checks = parl_checks_new ();

  parl_checks_add (checks, "disk-space", 0.5);
  if (i == G_N_ELEMENTS (fleets))
    parl_checks_add (checks, "battery", 1);
  return parl_findings_imagine (findings, checks);
}

/* Puts one fact into every verdict, direction, aspect and target state in turn. */
static unsigned
say_in_all_states (ParlWording *wording, const ParlLineTemplate *template, ParlFact *fact)
{
  g_auto (GStrv) aspects = list_aspects (fact->id);
  ParlFact kept = *fact;
  unsigned said = 0;

  for (int verdict = PARL_VERDICT_NONE; verdict <= PARL_VERDICT_NO_DATA; verdict++)
    for (int target = PARL_TARGET_UNSET; target <= PARL_TARGET_UNCLEAR; target++)
      for (unsigned i = 0; aspects[i] != NULL; i++)
        for (int sign = -1; sign <= 1; sign++)
          {
            fact->verdict = verdict;
            fact->target_state = target;
            fact->aspect = *aspects[i] != '\0' ? aspects[i] : NULL;
            fact->value = verdict == PARL_VERDICT_NO_DATA ? NAN : sign == 0 ? 0 : kept.value;
            fact->n = verdict == PARL_VERDICT_TOO_LITTLE && sign != 0 ? fmin (kept.n, 100) : kept.n;
            fact->comparison.change
                = isnan (kept.comparison.change) ? NAN : sign * fabs (kept.comparison.change);
            if (fact->unit == PARL_UNIT_POINTS)
              fact->value *= sign;

            g_autofree char *where
                = g_strdup_printf ("%s [Line %s] verdict %s, %s, %s, %d", wording->audience->id,
                                   template->id, parl_verdict_to_string (verdict),
                                   parl_target_state_to_string (target), aspects[i], sign);
            g_autoptr (ParlLine) line = parl_wording_say (wording, template->id, fact);
            check_line (where, line);
            bool by_rule
                = verdict == PARL_VERDICT_NO_DATA /* holds without a number */
                  && (g_str_equal (aspects[i], "stop") || g_str_equal (aspects[i], "spent"));
            if (line != NULL && verdict >= PARL_VERDICT_STALE && !by_rule)
              g_assert_cmpint (line->tone, ==, PARL_TONE_NONE);
            said += line != NULL;
          }
  *fact = kept;
  return said;
}

static void
test_states (gconstpointer data)
{
  g_autoptr (ParlAudience) audience = fixture_load_audience (data);
  GHashTableIter iter;
  ParlLineTemplate *template;

  for (unsigned i = 0; i <= G_N_ELEMENTS (fleets); i++)
    {
      g_autoptr (ParlFindings) findings = imagine_fleet (i);
      g_autoptr (GPtrArray) spoken = g_ptr_array_new ();
      ParlWording wording = { audience, findings, spoken, NULL };
      const ParlFact *speed = parl_findings_find (findings, PARL_FACT_SPEED_KEPT, NULL, true);

      if (i == 0) /* whose cameras are never offline */
        parl_fact_add_caveat ((ParlFact *)speed, PARL_CAVEAT_OFFLINE "1344");
      g_hash_table_iter_init (&iter, audience->lines);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&template))
        {
          const ParlFact *fact = parl_wording_find (&wording, template->fact, 0);
          unsigned said
              = fact != NULL ? say_in_all_states (&wording, template, (ParlFact *)fact) : 1;
          if (i == 0 && said == 0)
            g_error ("%s [Line %s] never has anything to say", audience->id, template->id);
        }
    }
}

/* Every sentence can be filled from the facts of some fleet: none waits for a number that never
 * comes. */
static void
test_every_template (gconstpointer data)
{
  /* What the fleets of the fixture have no facts for. */
  const char *const elsewhere[]
      = { "ops stage-stopped stop", "ops stage-stopped stale", "engineer daily-run any", NULL };
  g_autoptr (ParlAudience) audience = fixture_load_audience (data);
  g_autoptr (GHashTable) open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter, states;
  ParlLineTemplate *template;
  const char *state;

  for (unsigned i = 0; i <= G_N_ELEMENTS (fleets); i++)
    {
      g_autoptr (ParlFindings) findings = imagine_fleet (i);
      g_autoptr (GPtrArray) spoken = g_ptr_array_new ();
      ParlWording wording = { audience, findings, spoken, NULL };

      g_hash_table_iter_init (&iter, audience->lines);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&template))
        {
          const ParlFact *fact = parl_wording_find (&wording, template->fact, 0);
          g_hash_table_iter_init (&states, template->templates);
          while (g_hash_table_iter_next (&states, (gpointer *)&state, NULL))
            {
              char *name = g_strdup_printf ("%s %s %s", audience->id, template->id, state);
              g_autoptr (ParlLine) line
                  = fact != NULL ? parl_wording_say_state (&wording, template, fact, state) : NULL;
              if (i == 0)
                g_hash_table_add (open, g_strdup (name));
              if (line != NULL)
                g_hash_table_remove (open, name);
              g_free (name);
            }
        }
    }

  g_hash_table_iter_init (&iter, open);
  while (g_hash_table_iter_next (&iter, (gpointer *)&state, NULL))
    if (!g_strv_contains (elsewhere, state))
      {
        g_test_message ("“%s” can never be filled", state);
        g_test_fail ();
      }
}

/* Only a confirmed change may rise or fall; only accounting knows a because. */
static void
test_honest_words (gconstpointer data)
{
  g_autoptr (ParlAudience) audience = fixture_load_audience (data);
  g_autoptr (GRegex) moves = g_regex_new (
      "\\b(rose|fell|grew|worse|better|improved|spiked|dropped|fewer than|more than before)\\b|"
      "\\b(up|down) from\\b|Failures (up|down)",
      G_REGEX_CASELESS, 0, NULL);
  GHashTableIter iter, states;
  ParlLineTemplate *template;
  const char *state;
  ParlSentence *sentence;

  g_hash_table_iter_init (&iter, audience->lines);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&template))
    {
      g_hash_table_iter_init (&states, template->templates);
      while (g_hash_table_iter_next (&states, (gpointer *)&state, (gpointer *)&sentence))
        {
          g_autofree char *all = g_strjoin (" | ", sentence->text,
                                            sentence->detail != NULL ? sentence->detail : "", NULL);
          if (g_regex_match (moves, all, 0, NULL) && !g_str_has_prefix (state, "confirmed"))
            g_error ("[Line %s] %s claims a change: %s", template->id, state, all);
          if (strstr (all, "because") != NULL && !g_str_has_suffix (state, "-mix")
              && !g_str_has_suffix (state, "-kinds"))
            g_error ("[Line %s] %s claims a reason: %s", template->id, state, all);
        }
    }
}

/* "12,400", "−3.5 ms", "+1.32 points" back into a number, and how many digits it was given. */
static double
read_number (const char *words, int *digits)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *dot = NULL;

  for (const char *at = words; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      if (c == 0x2212)
        g_string_append_c (text, '-');
      else if (g_ascii_isdigit ((char)c) && c < 128)
        g_string_append_c (text, (char)c);
      else if (c == '.')
        {
          dot = at;
          g_string_append_c (text, '.');
        }
      else if (c != ',' && c != '+')
        break;
    }
  *digits = dot != NULL ? (int)strspn (dot + 1, "0123456789") : 0;
  return g_ascii_strtod (text->str, NULL);
}

static void
check_number (const ParlFact *fact, const char *name, const char *words)
{
  const struct
  {
    const char *name;
    double value;
  } numbers[] = {
    { "value", fact->value },
    { "number", fact->value },
    { "percent", fact->value },
    { "low", fact->low },
    { "high", fact->high },
    { "count", fact->count },
    { "n", fact->n },
    { "previous", fact->comparison.value },
    { "previous-number", fact->comparison.value },
    { "previous-n", fact->comparison.n },
    { "change", fact->comparison.change },
    { "change-points", fact->comparison.change },
  };
  bool counts
      = g_str_equal (name, "count") || g_str_equal (name, "n") || g_str_equal (name, "previous-n");

  for (unsigned i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      int digits;
      if (strcmp (numbers[i].name, name) != 0 || fact->unit == PARL_UNIT_TIME)
        continue;
      bool is_percent = !counts
                        && (fact->unit == PARL_UNIT_SHARE || fact->unit == PARL_UNIT_POINTS
                            || g_str_equal (name, "percent"));
      double said = read_number (words, &digits);
      double meant = numbers[i].value * (is_percent ? 100 : 1);
      if (fabs (said - meant) > 0.5 * pow (10, -digits) + 1e-9)
        g_error ("%s %s is %g, but was said as “%s”", fact->id, name, meant, words);
    }
}

static void
test_same_numbers (void)
{
  g_autoptr (ParlFindings) findings = fixture_golden ();
  unsigned checked = 0;

  for (unsigned i = 0; i < G_N_ELEMENTS (audiences); i++)
    {
      g_autoptr (ParlAudience) audience = fixture_load_audience (audiences[i]);
      g_autoptr (GPtrArray) spoken = g_ptr_array_new ();
      g_autoptr (GPtrArray) trace = g_ptr_array_new_with_free_func (g_free);
      ParlWording wording = { audience, findings, spoken, trace };
      g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_line_free);
      g_autofree char **ids = (char **)g_hash_table_get_keys_as_array (audience->lines, NULL);

      parl_wording_say_all (&wording, ids, G_MAXUINT, lines);
      g_assert_cmpuint (trace->len, >, 50);
      for (unsigned j = 0; j < trace->len; j++, checked++)
        {
          g_auto (GStrv) parts
              = g_regex_split_simple ("^(.*?)\\{(.*?)\\} (\\S+) = ", trace->pdata[j], 0, 0);
          g_autoptr (ParlLabels) subject = parl_labels_new_from_string (parts[2], NULL);
          const ParlFact *fact = parl_findings_find (findings, parts[1], subject, true);
          g_assert_nonnull (fact);
          check_number (fact, parts[3], parts[4]);
        }
    }
  g_assert_cmpuint (checked, >, 300);
}

/* Round words only where the interval has room for them. */
static void
test_round_words (void)
{
  const struct
  {
    const char *name, *argument;
    double value, low, high;
    const char *words;
  } cases[] = {
    { "about", NULL, 0.488, 0.456, 0.521, "about half" },
    { "about", NULL, 0.488, 0.470, 0.499, "49\u00a0%" },
    { "about", NULL, 0.26, 0.20, 0.32, "about a quarter" },
    { "about", NULL, 0.42, 0.41, 0.43, "42\u00a0%" },
    { "one-in", NULL, 0.073, 0.0685, 0.0777, "1\u00a0in\u00a014" },
    { "one-in", "updates", 0.073, 0.0685, 0.0777, "1\u00a0in\u00a014 updates" },
    { "one-in", NULL, 0.42, 0.41, 0.43, "42.0\u00a0%" },
    { "one-in", "updates", 0.42, 0.41, 0.43, "42.0\u00a0% of updates" },
    { "one-in", NULL, 0.38, 0.37, 0.39, "38.0\u00a0%" },
    { "one-in", NULL, 0, 0, 0.1, "0\u00a0%" },
    { "one-in", NULL, 0.97, 0.9, 1, "97.0\u00a0%" },
    { "one-in", NULL, 0.025, NAN, NAN, "2.5\u00a0%" },
  };
  g_autoptr (ParlAudience) audience = fixture_load_audience ("exec");
  g_autoptr (ParlFindings) findings = fixture_golden ();

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlFact) fact = parl_fact_new ("ota-failure-rate", parl_labels_new (NULL, NULL));
      ParlPlaceholder placeholder = { NULL, cases[i].name, cases[i].argument, false };
      ParlPhraseContext context = { audience, findings, fact, false, false, NULL };
      fact->value = cases[i].value;
      fact->low = cases[i].low;
      fact->high = cases[i].high;
      g_autofree char *words = parl_phrase_make (&context, &placeholder);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

/* "1 in 14, up from 1 in 14" says nothing: then both are said in per cent. */
static void
test_same_round_words (void)
{
  g_autoptr (ParlAudience) audience = fixture_load_audience ("exec");
  g_autoptr (ParlFindings) findings = fixture_golden ();
  g_autoptr (GPtrArray) spoken = g_ptr_array_new ();
  ParlWording wording = { audience, findings, spoken, NULL };
  g_autoptr (ParlLabels) whole = parl_labels_new (NULL, NULL);
  ParlFact *rate = (ParlFact *)parl_findings_find (findings, "ota-failure-rate", whole, true);
  const ParlFact *change = parl_findings_find (findings, "ota-failure-change", whole, true);

  rate->comparison.value = 0.0700;
  rate->comparison.low = 0.0650;
  rate->comparison.high = 0.0750;
  g_autoptr (ParlLine) line = parl_wording_say (&wording, "change", change);
  g_assert_cmpstr (line->text, ==,
                   "7.3\u00a0% of updates failed, up from 7.0\u00a0%, because more devices came "
                   "from an old release");
}

int
main (int argc, char **argv)
{
  const struct
  {
    const char *name;
    GTestDataFunc test;
  } tests[] = {
    { "states", test_states },
    { "every-template", test_every_template },
    { "honest-words", test_honest_words },
  };

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (tests); i++)
    for (unsigned j = 0; j < G_N_ELEMENTS (audiences); j++)
      {
        g_autofree char *path = g_strdup_printf ("/wording/%s/%s", tests[i].name, audiences[j]);
        g_test_add_data_func (path, audiences[j], tests[i].test);
      }
  g_test_add_func ("/wording/same-numbers", test_same_numbers);
  g_test_add_func ("/wording/round-words", test_round_words);
  g_test_add_func ("/wording/same-round-words", test_same_round_words);
  return g_test_run ();
}
