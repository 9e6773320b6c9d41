/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How facts are explained: formulas that give their result, verdicts, sentences for every caveat,
 * and all of one fleet against tests/audiences/explanations. With PARLANCE_UPDATE_GOLDEN=1 those
 * files are written instead. */
#include "config.h"

#include "audiences/panel/explanation.h"

#include "analysis/targets.h"
#include "analysis/what-if.h"
#include "audiences/panel/caveats.h"

#include "fixture.h"
#include "golden.h"
#include "numbers.h"

#include "support/golden-file.h"

#include <locale.h>
#include <math.h>
#include <string.h>

static const char *const fleets[]
    = { "golden", "healthy", "tiny", "empty", "stale", "planned", "delivered" };

static void
assert_plain (const char *words, const char *wanted)
{
  g_autofree char *plain = words != NULL ? numbers_make_plain (words) : NULL;

  g_assert_cmpstr (plain, ==, wanted);
}

static void
test_formulas (void)
{
  const struct
  {
    const char *id, *subject, *expression, *result;
  } cases[] = {
    { "ota-failure-rate", "", "905 ÷ (11,495 + 905)", "= 905 ÷ 12,400 = 7.30 %" },
    { "ota-failure-rate", "cohort=v2.3", "520 ÷ (2,080 + 520)", "= 520 ÷ 2,600 = 20.00 %" },
    { "ota-failure-change", "", "7.30 % − 5.98 %", "= +1.32 points" },
    { "ota-failure-z", "", NULL, "= 4.10" },
    { "ota-failure-mix", "", "2.194 (v2.3) − 0.263 (v2.5) − 0.195 (v2.4)", "= +1.74 points" },
    { "ota-failure-mix", "cohort=v2.3", "(20.97 % − 10.00 %) × (20.00 % + 20.00 %) ÷ 2", NULL },
    { "ota-failure-standardised", "", NULL, NULL },
    { "ota-cause-share", "cause=disk-space", "442 ÷ 905", "= 48.84 %" },
    { "ota-cohort-cause-rate", "cause=disk-space,cohort=v2.3", "442 ÷ 2,600", "= 17.00 %" },
    { "ota-avoidable", "checks=disk-space", "442 ÷ 905", "= 48.84 %" },
    { "ota-avoidable", "checks=battery+disk-space+network", "(171 + 442 + 111) ÷ 905",
      "= 724 ÷ 905 = 80.00 %" },
    { "ota-rate-without", "checks=disk-space", "(905 − 442) ÷ 12,400", "= 463 ÷ 12,400 = 3.73 %" },
    { "ota-budget-without", "checks=disk-space", "(905 − 442) ÷ 620", "= 463 ÷ 620 = 0.75" },
    { "ota-budget-left", "", "1 − 905 ÷ (12,400 × (100 % − 95 %))", "= 1 − 905 ÷ 620 = −45.97 %" },
    { "ota-burn", "", "7.30 % ÷ (100 % − 95 %)", "= 7.30 % ÷ 5 % = 1.46" },
    { "ota-budget-over", "", "905 − 12,400 × (100 % − 95 %)", "= 905 − 620 = 285" },
    { "ota-traceable", "", "861 ÷ 905", "= 95.14 %" },
    { "ota-untraced", "", "905 − 861", "= 44" },
    { "rollout-left", "rollout=7", "18,000 − 11,495", "= 6,505" },
    { "fleet-size", "", NULL, "= 18,000" },
  };
  g_autoptr (ParlFindings) findings = golden_findings_new ();

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ParlFact *fact = golden_get (findings, cases[i].id, cases[i].subject);
      g_autoptr (ParlExplanation) explanation = parl_explanation_new (findings, fact);
      if (cases[i].expression != NULL || cases[i].result != NULL)
        assert_plain (explanation->expression, cases[i].expression);
      if (cases[i].result != NULL)
        assert_plain (explanation->result, cases[i].result);
      g_test_message ("%s: %s %s", cases[i].id, explanation->expression, explanation->result);
    }
}

static void
test_words (void)
{
  g_autoptr (ParlFindings) findings = golden_findings_new ();
  const ParlFact *rate = golden_get (findings, "ota-failure-rate", "");
  g_autoptr (ParlExplanation) words = parl_explanation_new (findings, rate);

  assert_plain (words->title, "Updates that failed at the first try: 7.30 %");
  g_assert_cmpstr (words->verdict, ==, "Confirmed rise");
  g_assert_cmpint (words->tone, ==, PARL_TONE_BAD);
  assert_plain (words->formula, "failed ÷ (succeeded + failed), first attempts");
  assert_plain (words->size, "n = 12,400 · 95 % interval 6.85 to 7.77 %");
  assert_plain (words->window, "24 Oct – 20 Nov 2026");
  assert_plain (words->comparison, "26 Sep – 23 Oct 2026: 5.98 %, n = 11,800");
  assert_plain (words->change, "+1.32 points (+0.69 to +1.94), +22.0 %");
  assert_plain (words->judgement, "Missed: the whole interval breaks the promise of 5 %");
  assert_plain (words->rows, "Show the 905 Rows");
  assert_plain (words->freshness, "Newest data 21 Nov 09:28"); /* its age is the chip's to tell */
  assert_plain (words->query, "First update attempts that failed, 24 Oct – 20 Nov 2026");
  g_assert_true (g_strv_contains (
      (const char *const *)words->caveats,
      "“Because” is accounting: +1.74 points come from which devices were updated, −0.42 from how "
      "they did."));
  g_assert_cmpfloat (words->now.value, ==, rate->value);
  g_assert_cmpfloat (words->before.high, ==, rate->comparison.high);
  g_assert_cmpfloat (words->target.value, ==, rate->target);
  assert_plain (words->now.label, "now 7.30 %");
}

static void
test_verdicts (void)
{
  const struct
  {
    const char *fleet, *id, *subject, *verdict;
    ParlTone tone;
    const char *judgement; /* begins with it; NULL: there is none */
  } cases[] = {
    { "golden", "ota-failure-rate", "", "Confirmed rise", PARL_TONE_BAD, "Missed" },
    { "golden", "ota-failure-rate", "cohort-not=v2.3", "No measurable change", PARL_TONE_NONE,
      "Met" },
    { "golden", "fps-compliance", "", "Confirmed fall", PARL_TONE_BAD, "Missed" },
    { "golden", "ota-cohort-share", "cohort=v2.3", "Confirmed rise", PARL_TONE_PLAIN, NULL },
    { "golden", "rollout-stage-rate", "rollout=7,stage=1", "Cannot tell yet", PARL_TONE_WARN,
      "Cannot tell yet: the interval lies on both sides of the promise of 5\u00a0%; at this "
      "rate " },
    { "golden", "ota-cancelled", "", NULL, PARL_TONE_PLAIN, NULL },
    { "healthy", "ota-failure-rate", "", "No measurable change", PARL_TONE_NONE, "Met" },
    { "tiny", "ota-failure-rate", "", "Too few to tell (n = 40)", PARL_TONE_NONE,
      "Cannot tell yet: too few; at this rate " },
    { "empty", "ota-failure-rate", "", "No data", PARL_TONE_NONE, NULL },
    { "stale", "ota-failure-rate", "", "Too old to judge", PARL_TONE_NONE, NULL },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlFindings) findings = fixture_get (cases[i].fleet);
      const ParlFact *fact = golden_get (findings, cases[i].id, cases[i].subject);
      g_autoptr (ParlExplanation) explanation = parl_explanation_new (findings, fact);

      g_assert_cmpstr (explanation->verdict, ==, cases[i].verdict);
      g_assert_cmpint (explanation->tone, ==, cases[i].tone);
      if (cases[i].judgement == NULL)
        g_assert_null (explanation->judgement);
      else
        g_assert_true (g_str_has_prefix (explanation->judgement, cases[i].judgement));
      if (fact->verdict != PARL_VERDICT_STALE)
        g_assert_cmpint (isnan (explanation->more), ==,
                         isnan (parl_fact_count_more_to_tell (fact, findings->targets->minimum_n)));
    }
}

/* An expression without a sum that works out is not shown. */
static void
test_wrong_inputs (void)
{
  g_autoptr (ParlFindings) findings = fixture_golden ();
  ParlFact *traced = (ParlFact *)golden_get (findings, "ota-traceable", "");
  const ParlFact *untraced = golden_get (findings, "ota-untraced", "");

  traced->count = 860;
  g_autoptr (ParlExplanation) wrong = parl_explanation_new (findings, untraced);
  g_assert_null (wrong->expression);
  g_assert_cmpstr (wrong->result, ==, "= 44");
}

/* What the user chooses, half of it effective. */
static void
test_what_if (void)
{
  g_autoptr (GArray) checks = parl_checks_new ();
  parl_checks_add (checks, "disk-space", 0.5);
  parl_checks_add (checks, "battery", 1);
  g_autoptr (ParlFindings) findings = golden_findings_new ();
  g_autoptr (ParlWhatIf) what_if = parl_what_if_new (findings, checks);
  g_autoptr (ParlExplanation) avoidable = parl_explanation_new (findings, what_if->avoidable);
  g_autoptr (ParlExplanation) rate = parl_explanation_new (findings, what_if->rate);

  assert_plain (avoidable->expression, "(171 + 442 × 50 %) ÷ 905");
  assert_plain (avoidable->result, "= 392 ÷ 905 = 43.31 %");
  assert_plain (rate->result, "= 513 ÷ 12,400 = 4.14 %");
  assert_plain (rate->rows, "Show the Rows");
  g_assert_true (
      g_strv_contains ((const char *const *)avoidable->caveats,
                       "Each check is taken to prevent the share of its failures that is set."));
}

/* Returns: how many caveats the files of a folder of src/ write into facts, each with its sentence
 */
static unsigned
count_caveats (const char *folder_name)
{
  g_autofree char *folder
      = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "src", folder_name, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GRegex) regex
      = g_regex_new ("parl_fact_add_caveat \\(\\w+, \"([^\"]+)\"\\)", 0, 0, NULL);
  const char *name;
  unsigned found = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      g_autoptr (GMatchInfo) match = NULL;
      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        continue;
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match);
           g_match_info_next (match, NULL), found++)
        {
          g_autofree char *token = g_match_info_fetch (match, 1);
          g_autofree char *sentence = parl_caveats_say_token (token);
          if (g_str_has_prefix (sentence, "Mind: "))
            g_error ("%s: the caveat “%s” has no sentence in audiences/panel/caveats.c", name,
                     token);
        }
    }
  return found;
}

/* Every token that the analysis writes into a fact has its sentence. */
static void
test_caveats (void)
{
  g_assert_cmpuint (count_caveats ("analysis"), >=, 2);
  g_assert_cmpuint (count_caveats ("analysis/themes"), >=, 5);

  g_autofree char *unknown = parl_caveats_say_token ("nonsense");
  g_assert_cmpstr (unknown, ==, "Mind: nonsense.");
}

static void
check (const ParlFindings *findings, const ParlFact *fact, GHashTable *known)
{
  const char *const wrong[] = { "{", "}", "()", "  ", "(null)", "nan", "inf ", " :", "--" };
  g_autoptr (ParlExplanation) explanation = parl_explanation_new (findings, fact);
  g_autofree char *text = parl_explanation_to_text (explanation);

  for (unsigned i = 0; i < G_N_ELEMENTS (wrong); i++)
    if (strstr (text, wrong[i]) != NULL)
      g_error ("%s has “%s”:\n%s", fact->id, wrong[i], text);
  numbers_assert_known (known, explanation->title);
  numbers_assert_known (known, explanation->size);
  numbers_assert_known (known, explanation->change);
  if (isnan (fact->value))
    g_assert_null (explanation->result);
}

static void
check_all (const ParlFindings *findings)
{
  g_autoptr (GHashTable) known = numbers_list (findings);

  for (unsigned i = 0; i < findings->facts->len; i++)
    check (findings, findings->facts->pdata[i], known);
}

static void
test_every_fact (void)
{
  g_autoptr (ParlFindings) analysed = golden_findings_new ();

  check_all (analysed);
  for (unsigned i = 0; i < G_N_ELEMENTS (fleets); i++)
    {
      g_autoptr (ParlFindings) findings = fixture_get (fleets[i]);
      check_all (findings);
    }
}

/* The first fact of each id and kind of subject. */
static void
test_text (gconstpointer fleet)
{
  bool analysed = g_str_equal (fleet, "golden"); /* with rows and sources */
  g_autoptr (ParlFindings) findings = analysed ? golden_findings_new () : fixture_get (fleet);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *file = g_strdup_printf ("audiences/explanations/%s.txt", (const char *)fleet);

  for (unsigned i = 0; i < findings->facts->len; i++)
    {
      const ParlFact *fact = findings->facts->pdata[i];
      g_autoptr (GString) kind = g_string_new (fact->id);
      for (unsigned j = 0; j < parl_labels_size (fact->subject); j++)
        g_string_append_printf (kind, " %s", parl_labels_get_key (fact->subject, j));
      if (!g_hash_table_add (seen, g_strdup (kind->str)))
        continue;
      g_autoptr (ParlExplanation) explanation = parl_explanation_new (findings, fact);
      g_autofree char *text = parl_explanation_to_text (explanation);
      g_string_append_printf (all, "%s\n", text);
    }

  golden_file_check (file, all->str);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explanation/formulas", test_formulas);
  g_test_add_func ("/explanation/words", test_words);
  g_test_add_func ("/explanation/verdicts", test_verdicts);
  g_test_add_func ("/explanation/wrong-inputs", test_wrong_inputs);
  g_test_add_func ("/explanation/what-if", test_what_if);
  g_test_add_func ("/explanation/caveats", test_caveats);
  g_test_add_func ("/explanation/every-fact", test_every_fact);
  for (unsigned i = 0; i < G_N_ELEMENTS (fleets); i++)
    {
      g_autofree char *path = g_strconcat ("/explanation/text/", fleets[i], NULL);
      g_test_add_data_func (path, fleets[i], test_text);
    }
  return g_test_run ();
}
