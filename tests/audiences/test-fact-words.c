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
static const char *const fleets[]
    = { "golden", "healthy", "tiny", "empty", "stale", "planned", "delivered" };

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
  if (isnan (fact->value) && strcmp (fact->id, "rollout-halt") != 0) /* “not halted” needs none */
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
  g_autoptr (ParlAudience) audience = fixture_load_audience (data);
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
  g_autoptr (ParlAudience) audience = fixture_load_audience (data);
  g_autoptr (ParlFindings) findings = fixture_golden ();

  for (size_t i = 0; i < parl_catalogue_size (); i++)
    for (int verdict = PARL_VERDICT_NONE; verdict <= PARL_VERDICT_NO_DATA; verdict++)
      {
        const ParlCatalogueEntry *entry = parl_catalogue_get (i);
        g_autoptr (ParlFact) fact
            = parl_fact_new (entry->id, parl_labels_new ("new", "thing", NULL));
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
      "Failure rate up 22 % (+1.3 points): devices on v2.3 went from 10 % to 21 % of updates; no "
      "cohort has a confirmed rise" },
    { "ops", "ota-cause-share", "cause=disk-space",
      "Hold the devices on v2.3 until the space check ships: 442 of 905 failures are low space" },
    { "ops", "ota-avoidable", "checks=battery+disk-space+network",
      "Gate on device state: up to 724 of 905 failures fewer" },
    { "ops", "ota-untraced", "", "44 failures to chase" },
    { "ops", "ota-budget-left", "", "Budget spent on 13 November; the halt rule stops v2.3" },
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
      g_autoptr (ParlAudience) audience = fixture_load_audience (cases[i].audience);
      const ParlFact *fact = golden_get (findings, cases[i].id, cases[i].subject);
      g_autoptr (ParlLine) line = parl_audience_say_fact (audience, findings, fact);
      g_autofree char *plain = numbers_make_plain (line->text);
      g_assert_cmpstr (plain, ==, cases[i].words);
    }
}

static ParlBoard *
imagine (const char *audience_id, double disk, double battery, double price)
{
  g_autoptr (ParlAudience) audience = fixture_load_audience (audience_id);
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  g_autoptr (GArray) checks = parl_checks_new ();

  targets->cost_per_failure = price;
  targets->currency = g_strdup ("EUR");
  g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
  parl_checks_add (checks, "disk-space", disk);
  if (!isnan (battery))
    parl_checks_add (checks, "battery", battery);
  g_autoptr (ParlFindings) imagined = parl_findings_imagine (findings, checks);
  return parl_board_new (audience, imagined);
}

static void
check_line (const ParlBoard *board, unsigned index, const char *text, const char *detail)
{
  const ParlLine *line = g_ptr_array_index (board->what_if, index);
  g_autofree char *plain = numbers_make_plain (line->text);
  g_autofree char *plain_detail = line->detail != NULL ? numbers_make_plain (line->detail) : NULL;

  g_assert_cmpstr (plain, ==, text);
  g_assert_cmpstr (plain_detail, ==, detail);
}

/* Disk alone: 463 of 12,400 fail, of 620 allowed; of 90 %: 507.2; with half of the battery's:
 * 421.7. What always works is a bound, what works at times is expected. */
static void
test_what_if (void)
{
  const struct
  {
    const char *audience;
    double disk, battery;
    const char *text, *detail, *cost;
  } cases[] = {
    { "exec", 1, NAN, "we ship the free-space check",
      "Up to 442 of 905 failures fewer: 7.3 → 3.7 % (3.4–4.1), 75 % of the failures we allow",
      "Saves up to 44,200 EUR (41,263–47,146)" },
    { "exec", 0.9, NAN, "we ship the free-space check (prevents 90 %)",
      "About 398 of 905 failures fewer: 7.3 → 4.1 % (3.8–4.5), 82 % of the failures we allow",
      "Saves about 39,780 EUR (36,883–42,724)" },
    { "exec", 0.9, 0.5, "we ship the battery and free-space checks (prevent 50 % and 90 %)",
      "About 483 of 905 failures fewer: 7.3 → 3.4 % (3.1–3.7), 68 % of the failures we allow",
      NULL },
    { "ops", 0.9, NAN, "the space check gates every update (prevents 90 %)",
      "About 398 of 905 failures fewer: 7.3 → 4.1 % (3.8–4.5), 82 % of the budget",
      "Saves about 39,780 EUR (36,883–42,724)" },
    { "engineer", 1, 1, "battery and disk preflight checks",
      "at best 613 of 905 failures fewer: 7.30 → 2.35 % (2.10–2.64, n = 12,400), 47 % of the "
      "budget",
      "saves at most 61,300 EUR (58,481–63,984)" },
    { "engineer", 0.999, NAN, "a disk preflight check (efficacy 99.90 %)",
      "442 of 905 failures fewer expected: 7.30 → 3.74 % (3.42–4.09, n = 12,400), 75 % of the "
      "budget",
      NULL },
    { "designer", 0.9, NAN, "we look at free space before an update begins (and see 90 % coming)",
      "About 398 of 905 stopped updates need not have begun: 7.3 → 4.1 % (3.8–4.5) would stop, 82 "
      "% "
      "of what we allow",
      "Saves about 39,780 EUR (36,883–42,724)" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double price = cases[i].cost != NULL ? 100 : NAN;
      g_autoptr (ParlBoard) board
          = imagine (cases[i].audience, cases[i].disk, cases[i].battery, price);

      g_assert_cmpstr (board->what_if_head, ==, "What if");
      g_assert_cmpuint (board->what_if->len, ==, cases[i].cost != NULL ? 2 : 1);
      check_line (board, 0, cases[i].text, cases[i].detail);
      if (cases[i].cost != NULL)
        check_line (board, 1, cases[i].cost, NULL);

      g_autofree char *text = parl_board_to_text (board);
      g_assert_nonnull (strstr (text, "\nWhat if\n-------\n"));
    }
}

/* A what-if says so where nothing can be told, and an audience without words for it gets it in
 * plain ones. */
static void
test_what_if_silent (void)
{
  const struct
  {
    const char *fleet, *text, *detail;
  } cases[] = {
    { "tiny", "we ship the free-space check", "Too few updates to say what would change" },
    { "empty", "we ship the free-space check",
      "No update was tried: what would change cannot be told" },
    { "stale", "we ship the free-space check", NULL },
  };
  g_autoptr (ParlAudience) audience = fixture_load_audience ("exec");
  g_autoptr (GArray) checks = parl_checks_new ();
  parl_checks_add (checks, "disk-space", 1);

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlFindings) findings = fixture_get (cases[i].fleet);
      g_autoptr (ParlFindings) imagined = parl_findings_imagine (findings, checks);
      g_autoptr (ParlBoard) board = parl_board_new (audience, imagined);
      const ParlLine *line = g_ptr_array_index (board->what_if, 0);

      g_assert_cmpuint (board->what_if->len, ==, 1);
      g_assert_cmpstr (line->text, ==, cases[i].text);
      if (cases[i].detail != NULL)
        g_assert_cmpstr (line->detail, ==, cases[i].detail);
      g_assert_null (strstr (line->detail, "→"));
      g_assert_cmpint (line->tone, ==, PARL_TONE_NONE);
    }

  g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "fixtures", "audiences",
                                            "customer-success.audience", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlAudience) other = parl_audience_load (path, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (ParlFindings) golden = golden_findings_new ();
  g_autoptr (ParlFindings) imagined = parl_findings_imagine (golden, checks);
  g_autoptr (ParlBoard) board = parl_board_new (other, imagined);
  g_autofree char *plain
      = numbers_make_plain (((const ParlLine *)g_ptr_array_index (board->what_if, 0))->text);
  g_assert_cmpstr (plain, ==,
                   "What the failure rate would be with these checks, with the disk-space check, "
                   "what if: 4 %");
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
  g_test_add_func ("/fact-words/what-if-silent", test_what_if_silent);
  return g_test_run ();
}
