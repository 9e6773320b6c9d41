/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work items: the title says what a fact shows for sure, the numbers are the fact's, and no name of
 * a server gets out of its line. */
#include "config.h"

#include "audiences/markdown.h"
#include "audiences/panel/work-item.h"

#include "analysis/what-if.h"

#include "fixture.h"
#include "golden.h"
#include "numbers.h"

#include "support/golden-file.h"

#include <locale.h>
#include <math.h>
#include <string.h>

static void
test_titles (void)
{
  const struct
  {
    const char *id, *subject, *title;
  } cases[] = {
    { "ota-cohort-cause-rate", "cause=disk-space,cohort=v2.3",
      "Add a preflight check for disk space before the OTA update: observed 17.0 % failure "
      "(15.6–18.5 %, n = 2,600) due to low space on v2.3 devices" },
    { "ota-cause-share", "cause=battery",
      "Add a preflight check for battery charge before the OTA update: observed 18.9 % of failures "
      "(16.5–21.6 %, n = 905) due to a low battery" },
    { "ota-cause-share", "cause=boot-rollback",
      "Fix “boot-rollback” in the OTA update: observed 8.2 % of failures (6.6–10.1 %, n = 905) due "
      "to it" },
    { "ota-cause-share", "cause=unknown",
      "Find the cause of unexplained update failures: observed 4.9 % of failures (3.6–6.5 %, n = "
      "905)" },
    { "ota-cohort-cause-rate", "cause=disk-space,cohort=v2.4",
      "Look into: Attempts of a cohort that failed of a cause, cause disk-space, devices on v2.4: "
      "0 "
      "%" },
    { "ota-avoidable", "checks=battery+disk-space+network",
      "Add preflight checks for battery charge, disk space and the connection before the OTA "
      "update: "
      "up to 724 failures fewer, 80.0 % of failures (77.3–82.5 %, n = 905)" },
    { "ota-failure-rate", "cohort=v2.3",
      "Hold the devices on v2.3: observed 20.0 % failure (18.5–21.6 %, n = 2,600), over the halt "
      "line of 10 %" },
    { "ota-failure-rate", "cohort=v2.5",
      "Look into: Updates that failed at the first try, devices on v2.5: 3.88 %" },
    { "ota-untraced", "", "Find the cause of 44 of 905 update failures" },
    { "fleet-silent", "",
      "Find 612 silent devices: 3.4 % not heard of (3.1–3.7 %, n = 18,000) for more than 24 h" },
    { "ota-failure-rate", "", "Look into: Updates that failed at the first try: 7.30 %" },
  };
  g_autoptr (ParlFindings) findings = golden_findings_new ();

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const ParlFact *fact = golden_get (findings, cases[i].id, cases[i].subject);
      g_autofree char *item = parl_work_item_new (findings, fact, NULL);
      g_auto (GStrv) lines = g_strsplit (item, "\n", 2);
      g_autofree char *wanted = g_strconcat ("# ", cases[i].title, NULL);
      g_assert_cmpstr (lines[0], ==, wanted);
    }
}

static void
test_body (void)
{
  g_autoptr (ParlFindings) findings = golden_findings_new ();
  const ParlFact *fact
      = golden_get (findings, "ota-cohort-cause-rate", "cause=disk-space,cohort=v2.3");
  g_autofree char *item = parl_work_item_new (findings, fact, NULL);

  golden_file_check ("audiences/explanations/work-item.md", item);
}

/* Nothing is recommended of what is old, too little or not there. */
static void
test_nothing_sure (void)
{
  const char *const fleets[] = { "stale", "tiny", "empty" };
  unsigned n = 0;

  for (unsigned i = 0; i < G_N_ELEMENTS (fleets); i++)
    {
      g_autoptr (ParlFindings) findings = fixture_get (fleets[i]);
      for (unsigned j = 0; j < findings->facts->len; j++)
        {
          const ParlFact *fact = findings->facts->pdata[j];
          bool unsure = isnan (fact->value) || fact->verdict == PARL_VERDICT_STALE
                        || fact->verdict == PARL_VERDICT_TOO_LITTLE;
          g_autofree char *item = parl_work_item_new (findings, fact, NULL);
          if (unsure && !g_str_has_prefix (item, "# Look into: "))
            g_error ("%s: %s", fleets[i], item);
          n += unsure;
        }
    }
  g_assert_cmpuint (n, >, 60);
}

static void
test_every_fact (void)
{
  const char *const fleets[] = { "golden", "healthy", "tiny", "empty", "stale" };
  const char *const wrong[] = { "(null)", "nan", "{", "}", "\u00a0", "\n\n\n" };

  for (unsigned i = 0; i < G_N_ELEMENTS (fleets); i++)
    {
      g_autoptr (ParlFindings) findings = fixture_get (fleets[i]);
      g_autoptr (GHashTable) known = numbers_list (findings);
      for (unsigned j = 0; j < findings->facts->len; j++)
        {
          g_autofree char *item = parl_work_item_new (findings, findings->facts->pdata[j], NULL);
          g_auto (GStrv) lines = g_strsplit (item, "\n", 2);
          for (unsigned k = 0; k < G_N_ELEMENTS (wrong); k++)
            if (strstr (item, wrong[k]) != NULL)
              g_error ("“%s” in %s", wrong[k], item);
          numbers_assert_known (known, lines[0]);
        }
    }
}

/* The command line is there only where it leads to this very fact. */
static void
test_command (void)
{
  g_autoptr (GArray) checks = parl_checks_new ();
  parl_checks_add (checks, "disk-space", 1);
  g_autoptr (ParlFindings) findings = golden_findings_new ();
  const ParlFact *cell
      = golden_get (findings, "ota-cohort-cause-rate", "cause=disk-space,cohort=v2.3");
  g_autofree char *item = parl_work_item_new (findings, cell, NULL);
  g_assert_nonnull (strstr (item, "    parlance-cli evidence ota-cohort-cause-rate --subject "
                                  "cause=disk-space --subject cohort=v2.3 --as-of "
                                  "2026-11-21T09:40:00Z\n"));

  g_autofree char *quoted
      = parl_work_item_new (findings, golden_get (findings, "fleet-silent", "site=Site 00"), NULL);
  g_assert_nonnull (strstr (quoted, " --subject 'site=Site 00' "));

  g_autoptr (ParlWhatIf) what_if = parl_what_if_new (findings, checks);
  g_autofree char *imagined = parl_work_item_new (findings, what_if->rate, NULL);
  g_assert_null (strstr (imagined, "parlance-cli"));

  g_free (findings->scope->site);
  findings->scope->site = g_strdup ("Site 00");
  g_autofree char *filtered = parl_work_item_new (findings, cell, NULL);
  g_assert_null (strstr (filtered, "parlance-cli"));
  g_assert_nonnull (strstr (filtered, "Filtered: of a part of the fleet only, Site 00."));
}

static void
test_escape (void)
{
  const struct
  {
    const char *text, *escaped;
  } cases[] = {
    { "v2.3 (beta)", "v2.3 (beta)" },
    { "a\n# b", "a \\#\u2060 b" },
    { "<img src=x>", "\\<img src=x\\>" },
    { "[a](http://b)", "\\[a\\](http:\u2060//b)" },
    { "@all !1 #2 `c` *d* _e_ ~f~ |g| &amp;",
      "@\u2060all !\u20601 \\#\u20602 \\`c\\` \\*d\\* \\_e\\_ \\~f\\~ \\|g\\| \\&amp;" },
    { "www.example.com", "w\u2060ww.example.com" },
    { "\u2068@all\u2069\u00a0now", "@\u2060all now" },
    { "\u0645\u06cc\u200c\u0634\u0648\u062f", "\u0645\u06cc\u200c\u0634\u0648\u062f" },
    { "\\", "\\\\" },
    { "Zürich 東京", "Zürich 東京" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) escaped = g_string_new (NULL);
      parl_markdown_append (escaped, cases[i].text);
      g_assert_cmpstr (escaped->str, ==, cases[i].escaped);
    }
}

/* A site that would like to be more than a name. */
static void
test_hostile_name (void)
{
  g_autoptr (ParlFindings) findings = fixture_golden ();
  ParlFact *fact = (ParlFact *)golden_get (findings, "fleet-silent", "site=Depot 4");

  parl_labels_unref (fact->subject);
  fact->subject = parl_labels_new ("site", "x`\n\n# <b>@all</b>\n    rm -rf /", NULL);
  g_autofree char *item = parl_work_item_new (findings, fact, NULL);
  g_auto (GStrv) lines = g_strsplit (item, "\n", -1);
  unsigned n_titles = 0;

  for (unsigned i = 0; lines[i] != NULL; i++)
    {
      n_titles += g_str_has_prefix (lines[i], "# ");
      g_assert_false (g_str_has_prefix (lines[i], "    "));
      g_assert_null (strstr (lines[i], "<b>"));
      g_assert_null (strstr (lines[i], "@all"));
    }
  g_assert_cmpuint (n_titles, ==, 1);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/work-item/titles", test_titles);
  g_test_add_func ("/work-item/body", test_body);
  g_test_add_func ("/work-item/nothing-sure", test_nothing_sure);
  g_test_add_func ("/work-item/every-fact", test_every_fact);
  g_test_add_func ("/work-item/command", test_command);
  g_test_add_func ("/work-item/escape", test_escape);
  g_test_add_func ("/work-item/hostile-name", test_hostile_name);
  return g_test_run ();
}
