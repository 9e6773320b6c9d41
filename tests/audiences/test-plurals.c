/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nouns of counts in a language with three plural forms: Polish, from tests/fixtures/locale. What
 * is not translated keeps to one and several. */
#include "config.h"

#include "analysis/catalogue.h"
#include "audiences/phrase.h"
#include "audiences/wording.h"

#include "fixture.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>

static void
test_forms (void)
{
  const struct
  {
    double count;
    const char *open, *cancelled; /* translated; not translated */
  } cases[] = {
    { 1, "1 aktualizacja nie ma jeszcze wyniku", "1 update was called off and in no rate" },
    { 2, "2 aktualizacje nie mają jeszcze wyniku", "2 updates were called off and in no rate" },
    { 4, "4 aktualizacje nie mają jeszcze wyniku", "4 updates were called off and in no rate" },
    { 5, "5 aktualizacji nie ma jeszcze wyniku", "5 updates were called off and in no rate" },
    { 12, "12 aktualizacji nie ma jeszcze wyniku", "12 updates were called off and in no rate" },
    { 22, "22 aktualizacje nie mają jeszcze wyniku", "22 updates were called off and in no rate" },
    { 112, "112 aktualizacji nie ma jeszcze wyniku", "112 updates were called off and in no rate" },
  };
  g_autoptr (ParlAudience) audience = fixture_load_audience ("ops");
  g_autoptr (ParlFindings) findings = fixture_golden ();
  g_autoptr (GPtrArray) spoken = g_ptr_array_new ();
  ParlWording wording = { audience, findings, spoken, NULL };
  g_autoptr (ParlFact) open = parl_fact_new ("ota-open", parl_labels_new (NULL, NULL));
  g_autoptr (ParlFact) cancelled = parl_fact_new ("ota-cancelled", parl_labels_new (NULL, NULL));

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      open->value = open->count = cancelled->value = cancelled->count = cases[i].count;
      g_autoptr (ParlLine) translated = parl_wording_say (&wording, "open", open);
      g_autoptr (ParlLine) own = parl_wording_say (&wording, "uncounted", cancelled);
      g_assert_cmpstr (translated->text, ==, cases[i].open);
      g_assert_cmpstr (own->text, ==, cases[i].cancelled);
    }
}

/* A translation with too few forms takes its last one; another number of forms is no reason to
 * crash. */
static void
test_odd_forms (void)
{
  const struct
  {
    const char *forms;
    double count;
    bool is_translated;
    const char *noun;
  } cases[] = {
    { "a|b", 1, true, "a" },   { "a|b", 5, true, "b" },   { "a|b", 5, false, "b" },
    { "a|b|c", 5, true, "c" }, { "a|b|c", 2, true, "b" }, { "a|b|c", 5, false, "c" },
    { "a", 5, true, "a" },     { "", 1, true, "" },       { "a|b", -1, true, "a" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *noun
          = parl_phrase_choose_noun (cases[i].forms, cases[i].count, cases[i].is_translated);
      g_assert_cmpstr (noun, ==, cases[i].noun);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (setlocale (LC_ALL, "") == NULL)
    {
      g_print ("1..0 # SKIP there is no locale %s\n", g_getenv ("LC_ALL"));
      return 0;
    }
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("PARLANCE_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_test_add_func ("/plurals/forms", test_forms);
  g_test_add_func ("/plurals/odd-forms", test_odd_forms);
  return g_test_run ();
}
