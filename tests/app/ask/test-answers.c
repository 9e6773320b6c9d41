/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a few words find on the golden fleet. */
#include "config.h"

#include "app/ask/answers.h"

#include "golden.h"
#include "panel-fixture.h"

#include <string.h>

static GPtrArray *
ask (PanelFixture *panel, const char *audience, const char *query)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_autoptr (ParlChoices) choices = parl_choices_new (snapshot);

  return parl_answers_new (parl_dashboard_get_board (panel->dashboard, audience),
                           parl_dashboard_get_audience (panel->dashboard, audience), choices,
                           query);
}

/* How many answers have @action and @target; NULL: any. */
static unsigned
count (const GPtrArray *answers, const char *action, const char *target)
{
  unsigned n = 0;

  for (unsigned i = 0; i < answers->len; i++)
    {
      const ParlAnswer *answer = g_ptr_array_index (answers, i);
      n += strcmp (answer->action, action) == 0
           && (target == NULL || strcmp (answer->target, target) == 0);
    }
  return n;
}

/* A part of the fleet: sentences and facts about it, its filter, its rows; none twice. */
static void
test_part (void)
{
  PanelFixture panel = panel_fixture_new (golden_findings_new ());
  g_autoptr (GPtrArray) answers = ask (&panel, "exec", "nano");
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (count (answers, "win.fact", NULL), >, 3);
  g_assert_cmpuint (count (answers, "win.class", "Nano"), ==, 1);
  g_assert_cmpuint (count (answers, "win.find-rows", "nano"), ==, 1);
  for (unsigned i = 0; i < answers->len; i++)
    g_assert_true (g_hash_table_add (texts, ((ParlAnswer *)answers->pdata[i])->text));
  panel_fixture_clear (&panel);
}

/* No fact is of both: the battery's facts, the filter, and the rows that have both. */
static void
test_two_words (void)
{
  PanelFixture panel = panel_fixture_new (golden_findings_new ());
  g_autoptr (GPtrArray) answers = ask (&panel, "engineer", "  nano\tbattery ");

  g_assert_cmpuint (count (answers, "win.class", "Nano"), ==, 1);
  g_assert_cmpuint (count (answers, "win.find-rows", "nano battery"), ==, 1);
  g_assert_cmpuint (count (answers, "win.fact", NULL), >, 0);
  panel_fixture_clear (&panel);
}

/* Words that mean nothing find only the rows that may have them; no word finds nothing. */
static void
test_nothing (void)
{
  PanelFixture panel = panel_fixture_new (golden_findings_new ());
  g_autoptr (GPtrArray) unknown = ask (&panel, "exec", "submarine");
  g_autoptr (GPtrArray) blank = ask (&panel, "exec", "  ");

  g_assert_cmpuint (unknown->len, ==, 1);
  g_assert_cmpuint (count (unknown, "win.find-rows", "submarine"), ==, 1);
  g_assert_cmpuint (blank->len, ==, 0);
  panel_fixture_clear (&panel);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/answers/part", test_part);
  g_test_add_func ("/answers/two-words", test_two_words);
  g_test_add_func ("/answers/nothing", test_nothing);
  return g_test_run ();
}
