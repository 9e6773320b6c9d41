/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the desktop's search finds on the boards of the golden fleet. */
#include "config.h"

#include "app/desktop/search.h"

#include "golden.h"
#include "panel-fixture.h"

#include <string.h>

static const struct
{
  const char *audience, *terms, *fact; /* NULL: nothing is found */
} cases[] = {
  { "exec", "failed updates", "ota-failure-change" },
  { "exec", "UPDATES fail", "ota-failure-change" },
  { "ops", "failed updates", "ota-failure-rate" },
  { "engineer", "failed updates", "ota-failure-rate" },
  { "exec", "failed submarines", NULL },
  { "exec", "", NULL },
};

static void
test_terms (void)
{
  PanelFixture panel = panel_fixture_new (golden_findings_new ());

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) terms = g_strsplit (cases[i].terms, " ", -1);
      const ParlBoard *board = parl_dashboard_get_board (panel.dashboard, cases[i].audience);
      g_autoptr (GPtrArray) found = parl_search_board (board, (const char *const *)terms, 5);
      if (cases[i].fact == NULL)
        {
          g_assert_cmpuint (found->len, ==, 0);
          continue;
        }
      g_assert_cmpuint (found->len, >, 0);
      g_assert_cmpuint (found->len, <=, 5);
      const ParlLine *line = g_ptr_array_index (found, 0);
      g_test_message ("%s, “%s”: %s", cases[i].audience, cases[i].terms, line->text);
      g_assert_cmpstr (line->fact->id, ==, cases[i].fact);
      for (unsigned j = 0; j < found->len; j++)
        for (unsigned k = 0; k < j; k++)
          g_assert_true (((ParlLine *)g_ptr_array_index (found, j))->fact
                         != ((ParlLine *)g_ptr_array_index (found, k))->fact);
    }
  panel_fixture_clear (&panel);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/terms", test_terms);
  return g_test_run ();
}
