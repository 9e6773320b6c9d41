/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every fact in everyone's words, in every state: never silent, never broken, and no number that is
 * not a rounding of a fact's. */
#include "config.h"

#include "audiences/fact-words.h"

#include "analysis/catalogue.h"
#include "analysis/what-if.h"

#include "fixture.h"
#include "golden.h"
#include "numbers.h"

#include <locale.h>
#include <math.h>
#include <string.h>

static const char *const audiences[] = { "engineer", "ops", "exec", "designer" };
static const char *const fleets[] = { "golden", "healthy", "tiny", "empty", "stale", "planned" };

static ParlAudience *
load (const char *id)
{
  g_autofree char *dir = fixture_get_audiences_dir ();
  g_autoptr (GError) error = NULL;
  ParlAudience *audience = parl_audience_find (id, NULL, dir, &error);

  g_assert_no_error (error);
  return audience;
}

static void
check_text (const ParlFact *fact, const char *text)
{
  const char *const wrong[]
      = { "{", "}", "()", "( ", " )", "  ", " ,", " .", ";;", "%%", "(null)", ": nan", "−nan" };

  if (text == NULL)
    return;
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpstr (text, !=, "");
  for (unsigned i = 0; i < G_N_ELEMENTS (wrong); i++)
    if (strstr (text, wrong[i]) != NULL)
      g_error ("%s: “%s” has “%s”", fact->id, text, wrong[i]);
}

static void
check_fact (const ParlAudience *audience, const ParlFindings *findings, const ParlFact *fact,
            GHashTable *known)
{
  g_autoptr (ParlLine) line = parl_audience_say_fact (audience, findings, fact);
  g_autofree char *subject = parl_labels_to_string (fact->subject);

  g_assert_nonnull (line);
  g_assert_true (line->fact == fact);
  check_text (fact, line->text);
  check_text (fact, line->detail);
  g_test_message ("%-8s %s{%s}: %s | %s", parl_audience_get_id (audience), fact->id, subject,
                  line->text, line->detail != NULL ? line->detail : "");
  if (fact->verdict == PARL_VERDICT_STALE || isnan (fact->value))
    g_assert_cmpint (line->tone, ==, PARL_TONE_NONE);
  if (fact->verdict == PARL_VERDICT_STALE)
    g_assert_nonnull (strstr (line->detail, "too old to judge by"));
  if (isnan (fact->value))
    g_assert_true (strstr (line->text, "no data") != NULL
                   || strstr (line->text, "effect not yet measured") != NULL);
  numbers_assert_known (known, line->text);
  if (fact->verdict != PARL_VERDICT_STALE)
    numbers_assert_known (known, line->detail);
}

static void
check_all (const ParlAudience *audience, const ParlFindings *findings)
{
  g_autoptr (GHashTable) known = numbers_list (findings);

  for (unsigned i = 0; i < findings->facts->len; i++)
    check_fact (audience, findings, findings->facts->pdata[i], known);
}

static void
test_every_fact (gconstpointer data)
{
  g_autoptr (ParlAudience) audience = load (data);
  g_autoptr (ParlFindings) analysed = golden_findings_new ();

  check_all (audience, analysed);
  for (unsigned i = 0; i < G_N_ELEMENTS (fleets); i++)
    {
      g_autoptr (ParlFindings) findings = fixture_get (fleets[i]);
      check_all (audience, findings);
    }
}

/* The check itself can fail. */
static void
test_numbers (void)
{
  const char *const wrong[] = { "7.31 %", "12,401 updates", "p5 24.3 FPS" };
  g_autoptr (ParlFindings) findings = fixture_golden ();
  g_autoptr (GHashTable) known = numbers_list (findings);

  g_assert_true (numbers_are_known (known, "7.30 % (6.85–7.77, n = 12,400) on v2.3", NULL));
  for (unsigned i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (numbers_are_known (known, wrong[i], NULL));
}

/* A fact that no audience has heard of, in every state. */
static void
test_fallback (gconstpointer data)
{
  g_autoptr (ParlAudience) audience = load (data);
  g_autoptr (ParlFindings) findings = fixture_golden ();

  for (size_t i = 0; i < parl_catalogue_size (); i++)
    for (int verdict = PARL_VERDICT_NONE; verdict <= PARL_VERDICT_NO_DATA; verdict++)
      {
        const ParlCatalogueEntry *entry = parl_catalogue_get (i);
        g_autoptr (ParlFact) fact
            = parl_fact_new (entry->id, parl_labels_new ("new", "thing", NULL), entry->unit);
        fact->value = verdict == PARL_VERDICT_NO_DATA ? NAN : 0.25;
        fact->verdict = verdict;
        fact->freshness = findings->as_of;
        g_autoptr (ParlLine) line = parl_audience_say_fact (audience, findings, fact);
        g_autofree char *meaning = g_strndup (entry->meaning, strcspn (entry->meaning, ";:"));
        g_assert_true (g_str_has_prefix (line->text, meaning));
        check_text (fact, line->text);
        check_text (fact, line->detail);
      }
}

static void
test_words (void)
{
  const struct
  {
    const char *audience, *id, *subject, *words;
  } cases[] = {
    { "exec", "ota-failure-change", "",
      "1 in 14 updates failed, up from 1 in 17, because more devices came from an old release" },
    { "exec", "ota-cause-share", "cause=disk-space",
      "One known issue causes about half of the failures" },
    { "exec", "ota-avoidable", "checks=battery+disk-space+network",
      "Up to 80 % of failures are preventable" },
    { "exec", "ota-budget-left", "", "Reliability is below what we committed to" },
    { "exec", "ota-traceable", "", "95 % of failures explained" },
    { "exec", "fleet-silent", "", "We cannot vouch for 3 % of devices" },
    { "ops", "ota-failure-change", "",
      "Failures up 22 % (+1.3 points): devices on v2.3 went from 10 % to 21 % of updates; no "
      "cohort "
      "got measurably worse" },
    { "ops", "ota-cause-share", "cause=disk-space",
      "Hold the devices on v2.3 until the space check ships: 442 of 905 failures are low space" },
    { "ops", "ota-avoidable", "checks=battery+disk-space+network",
      "Gate on device state: up to 724 of 905 failures fewer" },
    { "ops", "ota-untraced", "", "44 failures to chase" },
    { "ops", "ota-budget-left", "", "Budget spent on 12 November; the halt rule stops v2.3" },
    { "engineer", "ota-failure-rate", "",
      "First-attempt OTA failure 7.30 % (6.85–7.77, n = 12,400), +1.32 points: mix +1.74, within "
      "cohorts −0.42 (−1.05 to +0.21)" },
    { "engineer", "ota-cohort-cause-rate", "cause=disk-space,cohort=v2.3",
      "disk-space on v2.3: 442 of 2,600 = 17.0 % (15.6–18.5)" },
    { "engineer", "ota-burn", "", "Burn 1.46×: 285 over 620" },
  };
  g_autoptr (ParlFindings) findings = golden_findings_new ();

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlAudience) audience = load (cases[i].audience);
      const ParlFact *fact = golden_get (findings, cases[i].id, cases[i].subject);
      g_autoptr (ParlLine) line = parl_audience_say_fact (audience, findings, fact);
      g_autofree char *plain = numbers_make_plain (line->text);
      g_assert_cmpstr (plain, ==, cases[i].words);
    }
}

/* A what-if is worded like any fact, though it is none of the findings. */
static void
test_what_if (void)
{
  const char *const causes[] = { "disk-space", NULL };
  const struct
  {
    const char *audience, *words;
  } cases[] = {
    { "engineer", "Disk preflight: failure 3.73 % at best (3.41–4.08)" },
    { "ops", "Gate on space: 3.7 % would fail, at best" },
    { "exec", "At best 1 in 27 updates would fail" },
  };
  g_autoptr (ParlFindings) findings = golden_findings_new ();
  g_autoptr (ParlWhatIf) what_if = parl_what_if_new (findings, causes, NULL);

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlAudience) audience = load (cases[i].audience);
      g_autoptr (ParlLine) line = parl_audience_say_fact (audience, findings, what_if->rate);
      g_autofree char *plain = numbers_make_plain (line->text);
      g_assert_cmpstr (plain, ==, cases[i].words);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  for (unsigned j = 0; j < G_N_ELEMENTS (audiences); j++)
    {
      g_autofree char *every = g_strdup_printf ("/fact-words/every-fact/%s", audiences[j]);
      g_autofree char *fallback = g_strdup_printf ("/fact-words/fallback/%s", audiences[j]);
      g_test_add_data_func (every, audiences[j], test_every_fact);
      g_test_add_data_func (fallback, audiences[j], test_fallback);
    }
  g_test_add_func ("/fact-words/numbers", test_numbers);
  g_test_add_func ("/fact-words/words", test_words);
  g_test_add_func ("/fact-words/what-if", test_what_if);
  return g_test_run ();
}
